"""Says whether Esep and another program found the same.

usage: compare.py ESEP_JSON OTHER

Compares the findings of the codes that the other program looks for. Prints how many there are.
"""

import json
import sys

with open(sys.argv[1]) as file:
    findings = json.load(file)["findings"]
with open(sys.argv[2]) as file:
    theirs = {tuple(line.split()) for line in list(file)[1:]}
codes = {"F001", "F002", "R001"}
ours = {
    (finding["code"], finding["organization"], finding["cells"][0]["line"])
    for finding in findings
    if finding["code"] in codes
}
if ours != theirs:
    only_ours, only_theirs = sorted(ours - theirs)[:5], sorted(theirs - ours)[:5]
    sys.exit(f"findings differ: only Esep has {only_ours}, only the other has {only_theirs}")
print(len(ours), len(findings) - len(ours))
