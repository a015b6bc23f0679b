"""The wide check in DuckDB: every row against the form, every parent against its children.

usage: check_duckdb.py TABLE

Prints the seconds it took, the import of DuckDB left out, then each finding: code, organization,
line.
"""

import sys
import time

import duckdb

from relations import LINES, SUMS

start = time.perf_counter()
database = duckdb.connect()
database.execute("SET threads = 2")
types = {"code": "VARCHAR", "parent_code": "VARCHAR"} | dict.fromkeys(LINES, "BIGINT")
database.execute(
    f"CREATE TABLE t AS SELECT * FROM read_csv('{sys.argv[1]}', header = true, columns = {types})"
)
differences = [(whole, f"{whole} - ({' + '.join(parts)})") for whole, parts in SUMS]
fails = " OR ".join(f"{difference} <> 0" for _, difference in differences)
found = []
query = f"SELECT code, {', '.join(difference for _, difference in differences)} FROM t WHERE {fails}"
for code, *values in database.execute(query).fetchall():
    for (whole, _), value in zip(differences, values):
        if value != 0:
            found.append(("F001" if value > 0 else "F002", code, whole))
sums = ", ".join(f"sum({line}) AS s_{line}" for line in LINES)
differ = " OR ".join(f"{line} <> s_{line}" for line in LINES)
query = f"""
    WITH s AS (
        SELECT parent_code AS parent, {sums} FROM t WHERE parent_code IS NOT NULL GROUP BY parent_code
    )
    SELECT code, {', '.join(f"{line} <> s_{line}" for line in LINES)}
    FROM s JOIN t ON t.code = s.parent WHERE {differ}
"""
for code, *values in database.execute(query).fetchall():
    found += [("R001", code, line) for line, value in zip(LINES, values) if value]
print(time.perf_counter() - start)
for finding in sorted(found):
    print(*finding)
