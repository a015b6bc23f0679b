"""The tally of members in Polars, streaming.

usage: tally_members_polars.py MEMBERS STRUCTURE

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
day = date(2020, 7, 1)
active = (pl.col("joined") <= day) & (pl.col("left").is_null() | (pl.col("left") > day))
statuses = {
    "members.working": "worker",
    "members.students": "student",
    "members.pensioners": "pensioner",
    "members.other": "on_leave",
}
# Every column is read, so that every field is validated by its type.
own = (
    pl.scan_csv(
        sys.argv[1],
        schema={
            "member_id": pl.Int64,
            "org_code": pl.String,
            "sex": pl.Enum(["f", "m"]),
            "birth_date": pl.Date,
            "status": pl.Enum(list(statuses.values())),
            "joined": pl.Date,
            "left": pl.Date,
            "dues_percent": pl.Decimal(5, 2),
        },
    )
    .with_columns(active=active)
    .group_by("org_code")
    .agg(
        pl.col("active").sum().cast(pl.Int64).alias("members"),
        *(
            (pl.col("active") & (pl.col("status") == status)).sum().cast(pl.Int64).alias(line)
            for line, status in statuses.items()
        ),
        (pl.col("active") & (pl.col("sex") == "f")).sum().cast(pl.Int64).alias("women"),
        (pl.col("active") & (pl.col("birth_date") > date(1985, 7, 1))).sum().cast(pl.Int64).alias("youth"),
        (
            pl.col("member_id").is_null()
            | (pl.col("dues_percent") < 0)
            | (pl.col("left") < pl.col("joined")).fill_null(False)
            | (pl.col("joined") < pl.col("birth_date"))
        )
        .sum()
        .alias("wrong"),
    )
    .collect(engine="streaming")
)
counts = ["members", *statuses, "women", "youth"]
if own["wrong"].sum() or own.join(structure, left_on="org_code", right_on="code", how="anti").height:
    sys.exit("some rows are not right")
own = structure.join(own, left_on="code", right_on="org_code", how="left").select(
    "code", pl.col(*counts).fill_null(0), pl.col("employees").fill_null(0)
)
above = structure.select("code", whole="code")
parents = structure.select(whole="code", parent="parent_code")
closure = [above]
while above.height:
    above = above.join(parents, on="whole").filter(pl.col("parent").is_not_null())
    above = above.select("code", whole="parent")
    closure.append(above)
hundredths = (20_000 * pl.col("members.working") + pl.col("employees")) // (2 * pl.col("employees"))
(
    pl.concat(closure)
    .join(own, on="code")
    .group_by("whole")
    .agg(pl.col(*counts, "employees").sum())
    .join(structure.select(whole="code", kind="kind"), on="whole")
    .sort("whole")
    .select(
        pl.col("whole").alias("organization"),
        "kind",
        pl.lit("2020-07-01").alias("period"),
        *counts,
        "employees",
        (
            (hundredths // 100).cast(pl.String)
            + "."
            + (hundredths % 100).cast(pl.String).str.zfill(2)
        ).alias("density"),
    )
    .write_csv(sys.stdout.buffer)
)
print(time.perf_counter() - start, file=sys.stderr)
