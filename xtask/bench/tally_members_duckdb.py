"""The tally of members in DuckDB.

usage: tally_members_duckdb.py MEMBERS STRUCTURE

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
# Every column is read, so that every field is validated by its type.
active = "joined <= DATE '2020-07-01' AND (\"left\" IS NULL OR \"left\" > DATE '2020-07-01')"
status = "count(*) FILTER (active AND status = '{}')"
database.execute(
    f"""CREATE TABLE own AS SELECT org_code, count(*) AS n,
        count(*) FILTER (active) AS members,
        {status.format("worker")} AS working,
        {status.format("student")} AS students,
        {status.format("pensioner")} AS pensioners,
        {status.format("on_leave")} AS other,
        count(*) FILTER (active AND sex = 'f') AS women,
        count(*) FILTER (active AND birth_date > DATE '1985-07-01') AS youth,
        count(*) FILTER (member_id IS NULL OR dues_percent < 0 OR "left" < joined
                         OR joined < birth_date) AS wrong
    FROM (SELECT *, {active} AS active FROM read_csv('{sys.argv[1]}', header = true, columns = {{
        'member_id': 'BIGINT', 'org_code': 'VARCHAR', 'sex': 'ENUM(''f'', ''m'')',
        'birth_date': 'DATE', 'status': 'ENUM(''worker'', ''student'', ''pensioner'', ''on_leave'')',
        'joined': 'DATE', 'left': 'DATE', 'dues_percent': 'DECIMAL(5,2)'}}, dateformat = '%Y-%m-%d'))
    GROUP BY org_code"""
)
counts = ["members", "working", "students", "pensioners", "other", "women", "youth"]
known, wrong = database.execute(
    "SELECT count(*), sum(wrong) FROM own LEFT JOIN structure ON code = org_code WHERE code IS NULL "
    "OR wrong > 0"
).fetchone()
if known:
    sys.exit(f"{known} organizations are not right, {wrong} rows")
sums = ", ".join(f"coalesce(sum({count}), 0) AS {count}" for count in counts)
database.execute(
    f"""COPY (
        WITH RECURSIVE above AS (
            SELECT code, code AS whole FROM structure
            UNION ALL
            SELECT above.code, parent_code FROM above JOIN structure ON structure.code = whole
            WHERE parent_code IS NOT NULL
        ), sums AS (
            SELECT whole, {sums}, coalesce(sum(employees), 0) AS employees
            FROM above JOIN structure USING (code) LEFT JOIN own ON org_code = code GROUP BY whole
        )
        SELECT whole AS organization, kind, '2020-07-01' AS period, members,
            working AS "members.working", students AS "members.students",
            pensioners AS "members.pensioners", other AS "members.other", women, youth,
            sums.employees AS employees,
            (20000 * working + sums.employees) // (2 * sums.employees) // 100 || '.' ||
            lpad(CAST((20000 * working + sums.employees) // (2 * sums.employees) % 100 AS VARCHAR), 2, '0')
                AS density
        FROM sums JOIN structure ON code = whole ORDER BY organization
    ) TO '/dev/stdout' (FORMAT csv, HEADER true)"""
)
print(time.perf_counter() - start, file=sys.stderr)
