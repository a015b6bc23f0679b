"""The wide check in Polars, streaming: every row against the form, every parent against its
children.

usage: check_polars.py TABLE

Prints the seconds it took, the import of Polars left out, then each finding: code, organization,
line.
"""

import os
import sys
import time

os.environ["POLARS_MAX_THREADS"] = "2"
import polars as pl

from relations import LINES, SUMS

start = time.perf_counter()
types = {"code": pl.String, "parent_code": pl.String} | dict.fromkeys(LINES, pl.Int64)
table = pl.scan_csv(sys.argv[1], schema=types).collect(engine="streaming").lazy()
differences = [
    (pl.col(whole) - pl.sum_horizontal(parts)).alias(whole) for whole, parts in SUMS
]
rows = table.select("code", *differences).filter(
    pl.any_horizontal(pl.col(whole) != 0 for whole, _ in SUMS)
)
children = table.filter(pl.col("parent_code").is_not_null()).group_by("parent_code")
parents = (
    table.select("code", *LINES)
    .join(children.agg(pl.col(LINES).sum().name.suffix("_s")), left_on="code", right_on="parent_code")
    .select("code", *(pl.col(line) != pl.col(f"{line}_s") for line in LINES))
    .filter(pl.any_horizontal(LINES))
)
rows, parents = pl.collect_all([rows, parents], engine="streaming")
found = []
for code, *values in rows.iter_rows():
    for (whole, _), value in zip(SUMS, values):
        if value != 0:
            found.append(("F001" if value > 0 else "F002", code, whole))
for code, *values in parents.iter_rows():
    found += [("R001", code, line) for line, value in zip(LINES, values) if value]
print(time.perf_counter() - start)
for finding in sorted(found):
    print(*finding)
