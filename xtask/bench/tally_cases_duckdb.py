"""The tally of cases in DuckDB.

usage: tally_cases_duckdb.py CASES STRUCTURE

Prints the result as CSV, sorted by code; to standard error, the seconds it took, the import of DuckDB
left out.
"""

import sys
import time

import duckdb

start = time.perf_counter()
database = duckdb.connect()
database.execute("SET threads = 2")
database.execute("SET preserve_insertion_order = false")
database.execute(
    f"""CREATE TABLE structure AS SELECT * FROM read_csv('{sys.argv[2]}', header = true, columns = {{
        'code': 'VARCHAR', 'parent_code': 'VARCHAR', 'kind': 'VARCHAR', 'name': 'VARCHAR',
        'employees': 'BIGINT'}})"""
)
# Lines with the name and the conditions of each.
kinds = {
    "": "",
    ".pay": " AND category = 'pay'",
    ".working-time": " AND category = 'working_time'",
    ".employment-relations": " AND category = 'employment_relations'",
    ".other": " AND category IN ('other', 'safety')",
}
here = "count(*) FILTER (here)"
lines = {"cases": here, "organizations-inspected": f"least(1, {here})"}
for name, column in (("violations", "violations"), ("workers-affected", "workers_affected")):
    for kind, where in kinds.items():
        lines[name + kind] = f"coalesce(sum({column}) FILTER (here{where}), 0)"
lines["proposals"] = "count(*) FILTER (here AND proposal_sent = '1')"
lines["proposals.answered"] = "count(*) FILTER (here AND answer_received = '1')"
lines["reinstated"] = "coalesce(sum(reinstated) FILTER (here), 0)"
lines["reinstated.by-court"] = "coalesce(sum(reinstated) FILTER (here AND court = '1'), 0)"
for kind, where in kinds.items():
    amount = f"sum(amount_restored_tenge) FILTER (here{where})"
    lines["money-returned" + kind] = f"coalesce({amount}, 0)"
own = ", ".join(f'{value} AS "{name}"' for name, value in lines.items())
# Every column is read, so that every field is validated by its type.
database.execute(
    f"""CREATE TABLE own AS SELECT org_code, {own},
        count(*) FILTER (case_id IS NULL OR violations < 0 OR workers_affected < 0 OR reinstated < 0
                         OR amount_restored_tenge < 0
                         OR answer_received = '1' AND proposal_sent = '0') AS wrong
    FROM (SELECT *, date BETWEEN DATE '2020-01-01' AND DATE '2020-12-31' AS here
          FROM read_csv('{sys.argv[1]}', header = true, columns = {{
        'case_id': 'BIGINT', 'org_code': 'VARCHAR', 'date': 'DATE',
        'category': 'ENUM(''pay'', ''working_time'', ''employment_relations'', ''other'', ''safety'')',
        'violations': 'BIGINT', 'workers_affected': 'BIGINT', 'amount_restored_tenge': 'DECIMAL(18,2)',
        'proposal_sent': 'ENUM(''0'', ''1'')', 'answer_received': 'ENUM(''0'', ''1'')',
        'reinstated': 'BIGINT', 'court': 'ENUM(''0'', ''1'')'}}, dateformat = '%Y-%m-%d'))
    GROUP BY org_code"""
)
known, wrong = database.execute(
    "SELECT count(*), sum(wrong) FROM own LEFT JOIN structure ON code = org_code WHERE code IS NULL "
    "OR wrong > 0"
).fetchone()
if known:
    sys.exit(f"{known} organizations are not right, {wrong} rows")
sums = ", ".join(f'coalesce(sum("{name}"), 0) AS "{name}"' for name in lines)


def quotient(part, base, factor, decimals):
    """Part by base, rounded half up; nothing where the base is nought."""
    unit = 10**decimals
    number = f'(2 * {factor * unit} * "{part}" + "{base}") // (2 * "{base}")'
    whole, rest = (f"CAST({number} {operator} {unit} AS VARCHAR)" for operator in ("//", "%"))
    digits = f"{whole} || '.' || lpad({rest}, {decimals}, '0')"
    return f'CASE WHEN "{base}" > 0 THEN {digits} END'


counts = ", ".join(f'"{name}"' for name in lines)
database.execute(
    f"""COPY (
        WITH RECURSIVE above AS (
            SELECT code, code AS whole FROM structure
            UNION ALL
            SELECT above.code, parent_code FROM above JOIN structure ON structure.code = whole
            WHERE parent_code IS NOT NULL
        ), sums AS (
            SELECT whole, {sums} FROM above LEFT JOIN own ON org_code = code GROUP BY whole
        )
        SELECT whole AS organization, kind, '2020' AS period, {counts},
            {quotient("violations", "organizations-inspected", 1, 2)}
                AS "violations-per-organization-inspected",
            {quotient("proposals.answered", "proposals", 100, 1)} AS "share-of-proposals-answered",
            {quotient("reinstated.by-court", "reinstated", 100, 1)} AS "share-reinstated-by-court"
        FROM sums JOIN structure ON code = whole ORDER BY organization
    ) TO '/dev/stdout' (FORMAT csv, HEADER true)"""
)
print(time.perf_counter() - start, file=sys.stderr)
