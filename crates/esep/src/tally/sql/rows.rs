//! Reading the rows of a register: functions for what fields say, and what is wrong with a row.

use super::dialect::CsvView;
use super::{Writer, listed};
use crate::lookup::fold;
use crate::register::{ColumnKind, Condition, Test};
use crate::tally::row::{NO, YES};
use crate::tally::rules::{Field, NumberField};

/// Cyrillic letters, each above the Latin one that it looks like.
const CYRILLIC: &str = "авеёкмнорстухіә";
const LATIN: &str = "abeekmhopctyxiə";

/// What a day may be followed by.
const MIDNIGHT: &str = "(T00:00:00| 00:00:00| 0:00:00| 00:00)?";

impl Writer<'_> {
    /// What fields say.
    pub(super) fn functions(&self) -> Vec<String> {
        let dialect = self.dialect;
        let blanks = "concat(' ', chr(9), chr(10), chr(13), chr(160))";
        let mut functions = vec![
            format!(
                "-- A field without blanks around it. Of blanks, only those of one byte and the \
                 no-break space are known here.\n{}",
                dialect.function(
                    "as_text",
                    "STRING",
                    &format!("trim(BOTH {blanks} FROM coalesce(x, ''))"),
                )
            ),
            format!(
                "-- A name however it is typed: letter case, quotation marks, final punctuation and \
                 Latin letters among Cyrillic ones make no difference.\n\
                 -- Words below are written the same way, with Latin letters where they look alike.\n{}",
                dialect.function("as_name", "STRING", &{
                    let plain = format!("translate(x, {}, '')", self.text("\"'«»“”„’"));
                    let spaced = format!("translate({plain}, {blanks}, '     ')");
                    let lower = format!("translate(lower({spaced}), '{CYRILLIC}', '{LATIN}')");
                    let single = dialect.single_blanks(&lower);
                    format!("trim(TRAILING ':;,. ' FROM trim(BOTH ' ' FROM {single}))")
                })
            ),
            format!(
                "-- A day: 2020-07-01 or 01.07.2020, or either followed by midnight; NULL if it is \
                 none.\n{}",
                dialect.function("as_day", "DATE", &{
                    let year = "(1[89]|2[0-9])[0-9]{2}";
                    let iso =
                        dialect.matches("x", &format!("{year}-[0-9]{{2}}-[0-9]{{2}}{MIDNIGHT}"));
                    let dotted = format!("[0-9]{{2}}[.][0-9]{{2}}[.]{year}{MIDNIGHT}");
                    let dotted = dialect.matches("x", &dotted);
                    format!(
                        "CASE\n    WHEN {iso}\n      THEN try_cast(substr(x, 1, 10) AS DATE)\n    \
                         WHEN {dotted}\n      THEN try_cast(concat(substr(x, 7, 4), '-', \
                         substr(x, 4, 2), '-', substr(x, 1, 2)) AS DATE)\n  END"
                    )
                })
            ),
        ];
        let fields = self.rules.fields();
        if fields.iter().any(|field| matches!(field, Field::Flag { .. })) {
            let words = |words: &[&str]| {
                let mut folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
                folded.dedup();
                self.texts(folded.iter().map(String::as_str))
            };
            functions.push(format!(
                "-- Yes or no; blank is no, and NULL is neither.\n{}",
                dialect.function(
                    "as_flag",
                    "BOOLEAN",
                    &format!(
                        "CASE\n    WHEN as_name(x) IN ({}) THEN true\n    WHEN as_name(x) IN ({}) \
                         THEN false\n  END",
                        words(&YES),
                        words(&NO)
                    ),
                )
            ));
        }
        let mut numbers: Vec<(u8, bool)> = Vec::new();
        for (field, column) in fields.iter().zip(&self.columns) {
            if let (Field::Number(number), Some(column)) = (field, column) {
                let groups = !matches!(column.kind, ColumnKind::Decimal { .. });
                if !numbers.contains(&(number.decimals, groups)) {
                    numbers.push((number.decimals, groups));
                }
            }
        }
        functions
            .extend(numbers.into_iter().map(|(decimals, groups)| self.digits(decimals, groups)));
        functions
    }

    /// The function that gives the digits of a number.
    fn digits(&self, decimals: u8, groups: bool) -> String {
        let some = match decimals {
            0 => String::new(),
            most => format!("[0-9]{{1,{most}}}"),
        };
        let grouped = |mark: &str| format!("[1-9][0-9]{{0,2}}({mark}[0-9]{{3}})+");
        let when = |text: &str, pattern: &str, gives: &str| {
            format!("    WHEN {} THEN {gives}", self.dialect.matches(text, pattern))
        };
        let spaced = "translate(x, chr(160), ' ')";
        let unspaced = "translate(x, concat(' ', chr(160)), '')";
        let with_point = |text: &str| format!("translate({text}, ',', '.')");
        let mut cases = vec!["    WHEN x IN ('', '-', '–', '—', '−') THEN '0'".to_owned()];
        if decimals == 0 {
            cases.push(when("x", "[0-9]+", "x"));
            cases.push(when(spaced, &grouped(" "), unspaced));
        } else {
            cases.push(when("x", &format!("[0-9]+([.]{some})?"), "x"));
            cases.push(when("x", &format!("[0-9]+,{some}"), &with_point("x")));
            let pattern = format!("{}([.,]{some})?", grouped(" "));
            cases.push(when(spaced, &pattern, &with_point(unspaced)));
        }
        if groups {
            let either = format!("{}|{}", grouped(","), grouped("[.]"));
            cases.push(when("x", &either, "translate(x, '.,', '')"));
        }
        if groups && decimals > 0 {
            let english = format!("{}[.]{some}", grouped(","));
            cases.push(when("x", &english, "translate(x, ',', '')"));
            let ours = format!("{},{some}", grouped("[.]"));
            cases.push(when("x", &ours, &with_point("translate(x, '.', '')")));
        }
        format!(
            "-- The digits of a number that is not negative, with at most {decimals} decimals; blank \
             is 0, and NULL is no number.\n\
             -- Numbers with words, units or notes, which Esep reads, are none here.\n{}",
            self.dialect.function(
                &digits_of(decimals, groups),
                "STRING",
                &format!("CASE\n{}\n  END", cases.join("\n"))
            )
        )
    }

    /// The rows of the register, with what their fields say and what is wrong with them.
    pub(super) fn register_views(&self) -> Vec<String> {
        let names: Vec<String> = (1_usize..)
            .zip(&self.columns)
            .map(|(at, column)| column.map_or(format!("column {at}"), |column| column.id.clone()))
            .collect();
        let mut views = self.dialect.csv(&CsvView {
            view: "register_file",
            files: self.files.register,
            separator: self.files.separator,
            above: 0,
            columns: names.clone(),
        });
        if let Some(first) = views.first_mut() {
            *first = format!("-- The register as it is.\n{first}");
        }
        let known = || self.columns.iter().zip(self.rules.fields());
        let known = || known().filter_map(|(column, field)| Some(((*column)?, field)));
        let written = |id: &str| self.name(&format!("{id} as written"));
        let texts = known().map(|(column, _)| {
            format!("as_text({}) AS {}", self.name(&column.id), written(&column.id))
        });
        let last = names.last().map(|name| self.name(name)).unwrap_or_default();
        let ragged = format!("{} AS is_ragged", self.dialect.is_ragged(&last));
        let all: Vec<String> = names.iter().map(|name| self.name(name)).collect();
        let said = known().map(|(column, field)| {
            let text = written(&column.id);
            let said = match (field, &column.kind) {
                (Field::Date(_), _) => format!("as_day({text})"),
                (Field::Flag { .. }, _) => format!("as_flag({text})"),
                (Field::Number(number), kind) => {
                    let groups = !matches!(kind, ColumnKind::Decimal { .. });
                    let digits = digits_of(number.decimals, groups);
                    format!("try_cast({digits}({text}) AS DECIMAL(19, {}))", number.decimals)
                }
                (Field::Choice(choice), ColumnKind::Choice(choices)) => {
                    let cases = choices.iter().enumerate().map(|(at, of)| {
                        let names = choice.spellings.iter().filter(|(_, place)| *place == at);
                        let mut names: Vec<String> = names.map(|(name, _)| fold(name)).collect();
                        names.sort();
                        names.dedup();
                        let names = self.texts(names.iter().map(String::as_str));
                        format!(
                            "\n      WHEN as_name({text}) IN ({names}) THEN {}",
                            self.text(&of.id)
                        )
                    });
                    format!("CASE{}\n    END", cases.collect::<String>())
                }
                _ => text,
            };
            format!("{said} AS {}", self.name(&column.id))
        });
        views.push(format!(
            "-- Its rows: what each field says, and the first thing that is wrong.\n\
             CREATE OR REPLACE TEMPORARY VIEW register_rows AS\n\
             WITH written AS (\n  SELECT\n{}\n  FROM register_file\n  \
             -- A row of blanks is none.\n  WHERE as_text(concat_ws('', {}, {})) <> ''\n),\n\
             said AS (\n  SELECT *,\n{}\n  FROM written\n)\n\
             SELECT *,\n  CASE\n{}\n  END AS fault\nFROM said",
            listed(4, texts.chain([ragged])),
            all.join(", "),
            self.dialect.beyond(),
            listed(4, said),
            self.faults_of_a_row().join("\n"),
        ));
        views
    }

    /// What can be wrong with a row, in the order in which it is looked for.
    fn faults_of_a_row(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut fault = |is: String, kind: &str| {
            faults.push(format!("    WHEN {is} THEN {}", self.text(kind)));
        };
        fault("is_ragged".to_owned(), "wrong number of fields");
        for (column, field) in self.columns.iter().zip(self.rules.fields()) {
            let Some(column) = column else { continue };
            let id = &column.id;
            let written = self.name(&format!("{id} as written"));
            let name = self.name(id);
            if !field.may_be_blank() {
                fault(format!("{written} = ''"), &format!("{id}: blank"));
            }
            let unread = if field.may_be_blank() && matches!(field, Field::Date(_)) {
                format!("{written} <> '' AND {name} IS NULL")
            } else {
                format!("{name} IS NULL")
            };
            match field {
                Field::Date(_) => fault(unread, &format!("{id}: no day")),
                Field::Choice(_) => fault(unread, &format!("{id}: no choice")),
                Field::Flag { .. } => fault(unread, &format!("{id}: neither yes nor no")),
                Field::Number(NumberField { decimals, max, .. }) => {
                    let groups = !matches!(column.kind, ColumnKind::Decimal { .. });
                    let digits = digits_of(*decimals, groups);
                    fault(format!("{digits}({written}) IS NULL"), &format!("{id}: no number"));
                    let max = decimal(*max, *decimals);
                    fault(format!("{unread} OR {name} > {max}"), &format!("{id}: too large"));
                }
                Field::Skip | Field::Key | Field::Organization => {}
            }
        }
        let register = self.rules.register();
        for (first, then) in &register.orders {
            let id = register.columns.get(*then).map_or("", |column| &column.id);
            if let (Some(first), Some(then)) = (self.column(*first), self.column(*then)) {
                fault(format!("{then} < {first}"), &format!("{id}: too early"));
            }
        }
        for never in &register.never {
            let conditions: Option<Vec<String>> =
                never.iter().map(|condition| self.condition(condition)).collect();
            if let Some(conditions) = conditions {
                fault(conditions.join(" AND "), "contradiction");
            }
        }
        faults
    }

    /// A condition, where the file has its column.
    pub(super) fn condition(&self, condition: &Condition) -> Option<String> {
        let register = self.rules.register();
        let of = register.columns.get(condition.column)?;
        let name = self.column(condition.column)?;
        Some(match (&condition.is, &of.kind) {
            (Test::OneOf(places), ColumnKind::Choice(choices)) => {
                let ids = places.iter().filter_map(|place| choices.get(*place));
                format!("{name} IN ({})", self.texts(ids.map(|choice| choice.id.as_str())))
            }
            (Test::Flag(true), _) => name,
            (Test::Flag(false), _) => format!("NOT {name}"),
            (Test::Under(years), _) => {
                let day = years_before(self.rules.when().last_day(), *years);
                let is_later = format!("{name} > DATE '{day}'");
                if of.may_be_blank { format!("({name} IS NULL OR {is_later})") } else { is_later }
            }
            (Test::OneOf(_), _) => return None,
        })
    }
}

fn digits_of(decimals: u8, groups: bool) -> String {
    match (decimals, groups) {
        (0, true) => "digits_of_count".to_owned(),
        (2, true) => "digits_of_money".to_owned(),
        _ => format!("digits_of_decimal_{decimals}"),
    }
}

/// A number of the smallest unit, with a point before its decimals.
fn decimal(number: i64, decimals: u8) -> String {
    let decimals = usize::from(decimals);
    let digits = format!("{number:0>width$}", width = decimals + 1);
    let (whole, part) = digits.split_at(digits.len().saturating_sub(decimals));
    if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") }
}

/// The day so many years before; where there is none, in the shorter February, the day before.
fn years_before(day: time::Date, years: u16) -> time::Date {
    let year = day.year().saturating_sub(i32::from(years));
    let same = day.replace_year(year).ok();
    let before = day.previous_day().and_then(|day| day.replace_year(year).ok());
    same.or(before).unwrap_or(day)
}
