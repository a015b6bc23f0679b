//! Counting the rows by organization, adding them up along the tree, and the measures.

use super::{Writer, listed};
use crate::register::{At, Moment};
use crate::tally::counting::Counter;
use crate::tally::rules::When;
use crate::tally::table::{Quotient, TotalColumn, TotalValue};

impl Writer<'_> {
    /// The table.
    pub(super) fn table(&self) -> String {
        let has_tree = self.files.structure.is_some();
        let counters = self.rules.counters();
        let name = |counter: &Counter| self.name(&counter.line);
        let counted = counters.iter().map(|counter| self.counted(counter));
        let counted = counted.map(|line| format!(",\n{}", listed(4, [line])));
        let own = counters.iter().map(|counter| {
            let how = if counter.once { "max" } else { "sum" };
            format!(",\n    {how}({0}) AS {0}", name(counter))
        });
        let (code, from) = if has_tree {
            (
                "coalesce(organizations.code, names.code)",
                "counted\n  LEFT JOIN organizations ON organizations.code = counted.written\n  \
                 LEFT JOIN names ON names.name = as_name(counted.written)\n  \
                 WHERE organizations.code IS NOT NULL OR names.code IS NOT NULL",
            )
        } else {
            ("written", "counted")
        };
        let mut steps = vec![
            format!(
                "-- The rows that count, and of when.\nrows_then AS (\n  SELECT *{}\n  \
                 FROM register_rows\n  WHERE fault IS NULL\n)",
                self.moments()
            ),
            format!(
                "-- What each organization has of its own, by what it is called in the rows.\n\
                 counted AS (\n  SELECT\n    {} AS written{}\n  FROM rows_then\n  GROUP BY {0}\n)",
                self.organization(),
                counted.collect::<String>(),
            ),
            format!(
                "-- The same by code.\nown AS (\n  SELECT\n    {code} AS code{}\n  FROM {from}\n  \
                 GROUP BY {code}\n)",
                own.collect::<String>()
            ),
        ];
        if has_tree {
            let sums =
                counters.iter().map(|counter| format!(",\n    sum({0}) AS {0}", name(counter)));
            steps.push(format!(
                "-- With all below it.\ntotals AS (\n  SELECT\n    above.ancestor AS code{}\n  \
                 FROM own JOIN above USING (code)\n  GROUP BY above.ancestor\n)",
                sums.collect::<String>()
            ));
            let figures = counters
                .iter()
                .map(|counter| format!(",\n    coalesce(totals.{0}, 0) AS {0}", name(counter)));
            steps.push(format!(
                "figures AS (\n  SELECT\n    code,\n    organizations.kind,\n    \
                 employees_of.employees AS employees_there{}\n  \
                 FROM (SELECT code FROM present UNION SELECT code FROM totals) AS shown\n  \
                 LEFT JOIN organizations USING (code)\n  LEFT JOIN employees_of USING (code)\n  \
                 LEFT JOIN totals USING (code)\n)",
                figures.collect::<String>()
            ));
        } else {
            steps.push(
                "figures AS (\n  SELECT *, CAST(NULL AS VARCHAR(1)) AS kind, \
                 CAST(NULL AS DECIMAL(38, 0)) AS employees_there\n  FROM own\n)"
                    .to_owned(),
            );
        }
        let columns = self.rules.counting().table();
        let shown = columns
            .iter()
            .map(|column| format!("{} AS {}", self.shown(column, &columns), self.name(&column.id)));
        format!(
            "-- The table: {} by organization, {}.\nWITH\n{}\n\
             SELECT\n  code AS organization,\n  kind,\n  {} AS period,\n{}\nFROM figures\nORDER BY code",
            self.rules.register().id,
            self.period(),
            steps.join(",\n"),
            self.text(&self.period()),
            listed(2, shown),
        )
    }

    /// The rows that are left out, by what is wrong with them.
    pub(super) fn faults(&self) -> String {
        let known = "SELECT fault, count(*) AS number_of_rows\nFROM register_rows\n\
                     WHERE fault IS NOT NULL\nGROUP BY fault";
        let organization = self.organization();
        let unknown = format!(
            "\nUNION ALL\nSELECT {}, sum(number_of_rows)\nFROM (\n  \
             SELECT {organization} AS written, count(*) AS number_of_rows\n  FROM register_rows\n  \
             WHERE fault IS NULL\n  GROUP BY {organization}\n) AS counted\n\
             LEFT JOIN organizations ON organizations.code = counted.written\n\
             LEFT JOIN names ON names.name = as_name(counted.written)\n\
             WHERE organizations.code IS NULL AND names.code IS NULL\n\
             HAVING count(*) > 0",
            self.text("unknown organization"),
        );
        let unknown = if self.files.structure.is_some() { unknown.as_str() } else { "" };
        format!("-- The rows that are left out of the table.\n{known}{unknown}\nORDER BY fault")
    }

    /// The column of the organization, as written.
    fn organization(&self) -> String {
        let columns = &self.rules.register().columns;
        let is_organization =
            |kind: &crate::register::ColumnKind| *kind == crate::register::ColumnKind::Organization;
        let column = columns.iter().find(|column| is_organization(&column.kind));
        self.name(column.map(|column| column.id.as_str()).unwrap_or_default())
    }

    /// When rows count, as columns of yes and no.
    fn moments(&self) -> String {
        let end = self.rules.when().last_day();
        let column = |number| self.column(number);
        let mut moments = Vec::new();
        let on = |from: &str, until: &str, day| {
            format!("{from} <= DATE '{day}' AND ({until} IS NULL OR {until} > DATE '{day}')")
        };
        let period = match self.rules.when() {
            When::In(period) => Some((period.first_day(), self.rules.when().day_before())),
            When::On(_) => None,
        };
        match self.rules.register().moment {
            Moment::Flow { on } => {
                if let (Some(on), Some((first, _))) = (column(on), period) {
                    moments
                        .push((At::End, format!("{on} BETWEEN DATE '{first}' AND DATE '{end}'")));
                }
            }
            Moment::Stock { from, until } => {
                if let (Some(from), Some(until)) = (column(from), column(until)) {
                    moments.push((At::End, on(&from, &until, end)));
                    if let Some((first, before)) = period {
                        let within = format!("BETWEEN DATE '{first}' AND DATE '{end}'");
                        moments.extend(before.map(|day| (At::Start, on(&from, &until, day))));
                        moments.push((At::Begun, format!("{from} {within}")));
                        moments.push((At::Ended, format!("coalesce({until} {within}, false)")));
                    }
                }
            }
        }
        let moments = moments.into_iter().map(|(at, is)| format!(",\n    {is} AS {}", name_of(at)));
        moments.collect()
    }

    /// How a counter is counted.
    fn counted(&self, counter: &Counter) -> String {
        let Some(counted) = self.rules.register().counts.get(counter.number) else {
            return String::new();
        };
        let conditions =
            counted.conditions.iter().filter_map(|condition| self.condition(condition));
        let conditions: Vec<String> =
            [name_of(counted.at).to_owned()].into_iter().chain(conditions).collect();
        let filter = format!("FILTER (WHERE {})", conditions.join(" AND "));
        let added: Vec<String> =
            counted.add.iter().filter_map(|column| self.column(*column)).collect();
        let count = if added.is_empty() {
            format!("count(*) {filter}")
        } else {
            format!("coalesce(sum({}) {filter}, 0)", added.join(" + "))
        };
        let count = if counter.once { format!("least({count}, 1)") } else { count };
        format!("{count} AS {}", self.name(&counter.line))
    }

    /// A column of the table.
    fn shown(&self, column: &TotalColumn, columns: &[TotalColumn]) -> String {
        let number = |column: &TotalColumn| match column.value {
            TotalValue::Counter(place) => {
                let counter = self.rules.counters().get(place);
                counter.map(|counter| self.name(&counter.line)).unwrap_or_default()
            }
            _ => "employees_there".to_owned(),
        };
        let decimals = column.decimals;
        match column.value {
            TotalValue::Counter(_) | TotalValue::Employees => {
                format!("CAST({} AS DECIMAL(38, {decimals}))", number(column))
            }
            TotalValue::Unknown => format!("CAST(NULL AS DECIMAL(38, {decimals}))"),
            TotalValue::Quotient(Quotient { part, base, times, over }) => {
                let of = |place: usize| {
                    let column = columns.get(place)?;
                    let whole = self.dialect.whole();
                    let unit = format!("1{}", "0".repeat(usize::from(column.decimals)));
                    let number = number(column);
                    Some(match column.decimals {
                        0 => format!("CAST({number} AS {whole})"),
                        _ => format!("CAST({number} * {unit} AS {whole})"),
                    })
                };
                let (Some(part), Some(base)) = (of(part), of(base)) else { return String::new() };
                let over_base = match over {
                    1 => base.clone(),
                    _ => format!("{base} * {over}"),
                };
                let unit = match decimals {
                    0 => "1".to_owned(),
                    _ => format!("0.{}1", "0".repeat(usize::from(decimals) - 1)),
                };
                // Half up: a half is added, and what remains is cut off.
                format!(
                    "CASE WHEN {base} > 0 THEN\n    CAST(({part} * {} + {over_base}) {} \
                     ({over_base} * 2) AS DECIMAL(18, 0)) * {unit}\n  END",
                    times.saturating_mul(2),
                    self.dialect.over(),
                )
            }
        }
    }
}

fn name_of(at: At) -> &'static str {
    match at {
        At::End => "at_end",
        At::Start => "at_start",
        At::Begun => "begun",
        At::Ended => "ended",
    }
}
