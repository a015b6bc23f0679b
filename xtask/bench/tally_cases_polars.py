"""The tally of cases in Polars, streaming.

usage: tally_cases_polars.py CASES STRUCTURE

Prints the result as CSV, sorted by code; to standard error, the seconds it took, the import of Polars
left out.
"""

import os
import sys
import time
from datetime import date

os.environ["POLARS_MAX_THREADS"] = "2"
import polars as pl

start = time.perf_counter()
structure = pl.read_csv(
    sys.argv[2],
    schema={
        "code": pl.String,
        "parent_code": pl.String,
        "kind": pl.String,
        "name": pl.String,
        "employees": pl.Int64,
    },
)
here = pl.col("date").is_between(date(2020, 1, 1), date(2020, 12, 31))
kinds = {
    "": here,
    ".pay": here & (pl.col("category") == "pay"),
    ".working-time": here & (pl.col("category") == "working_time"),
    ".employment-relations": here & (pl.col("category") == "employment_relations"),
    ".other": here & pl.col("category").is_in(["other", "safety"]),
}
said = {name: pl.col(name) == "1" for name in ("proposal_sent", "answer_received", "court")}
lines = {"cases": here.sum(), "organizations-inspected": here.any()}
for name, column in (("violations", "violations"), ("workers-affected", "workers_affected")):
    for kind, where in kinds.items():
        lines[name + kind] = pl.col(column).filter(where).sum()
lines["proposals"] = (here & said["proposal_sent"]).sum()
lines["proposals.answered"] = (here & said["answer_received"]).sum()
lines["reinstated"] = pl.col("reinstated").filter(here).sum()
lines["reinstated.by-court"] = pl.col("reinstated").filter(here & said["court"]).sum()
money = ["money-returned" + kind for kind in kinds]
for name, where in zip(money, kinds.values()):
    lines[name] = pl.col("amount_restored_tenge").filter(where).sum()
# Every column is read, so that every field is validated by its type.
flag = pl.Enum(["0", "1"])
own = (
    pl.scan_csv(
        sys.argv[1],
        schema={
            "case_id": pl.Int64,
            "org_code": pl.String,
            "date": pl.Date,
            "category": pl.Enum(["pay", "working_time", "employment_relations", "other", "safety"]),
            "violations": pl.Int64,
            "workers_affected": pl.Int64,
            "amount_restored_tenge": pl.Decimal(18, 2),
            "proposal_sent": flag,
            "answer_received": flag,
            "reinstated": pl.Int64,
            "court": flag,
        },
    )
    .group_by("org_code")
    .agg(
        *(
            value.alias(name) if name in money else value.cast(pl.Int64).alias(name)
            for name, value in lines.items()
        ),
        (
            pl.col("case_id").is_null()
            | (pl.min_horizontal("violations", "workers_affected", "reinstated") < 0)
            | (pl.col("amount_restored_tenge") < 0)
            | (said["answer_received"] & ~said["proposal_sent"])
        )
        .sum()
        .alias("wrong"),
    )
    .collect(engine="streaming")
)
if own["wrong"].sum() or own.join(structure, left_on="org_code", right_on="code", how="anti").height:
    sys.exit("some rows are not right")
own = structure.join(own, left_on="code", right_on="org_code", how="left").select(
    "code", pl.col(*lines).fill_null(0)
)
above = structure.select("code", whole="code")
parents = structure.select(whole="code", parent="parent_code")
closure = [above]
while above.height:
    above = above.join(parents, on="whole").filter(pl.col("parent").is_not_null())
    above = above.select("code", whole="parent")
    closure.append(above)


def quotient(part, base, factor, decimals):
    """Part by base, rounded half up; nothing where the base is nought."""
    unit = 10**decimals
    number = (2 * factor * unit * pl.col(part) + pl.col(base)) // (2 * pl.col(base))
    digits = (number // unit).cast(pl.String) + "." + (number % unit).cast(pl.String).str.zfill(decimals)
    return pl.when(pl.col(base) > 0).then(digits)


(
    pl.concat(closure)
    .join(own, on="code")
    .group_by("whole")
    .agg(pl.col(*lines).sum())
    .join(structure.select(whole="code", kind="kind"), on="whole")
    .sort("whole")
    .select(
        pl.col("whole").alias("organization"),
        "kind",
        pl.lit("2020").alias("period"),
        *lines,
        quotient("violations", "organizations-inspected", 1, 2).alias("violations-per-organization-inspected"),
        quotient("proposals.answered", "proposals", 100, 1).alias("share-of-proposals-answered"),
        quotient("reinstated.by-court", "reinstated", 100, 1).alias("share-reinstated-by-court"),
    )
    .write_csv(sys.stdout.buffer)
)
print(time.perf_counter() - start, file=sys.stderr)
