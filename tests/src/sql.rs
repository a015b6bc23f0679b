//! Tallies as SQL: registers with everything that can be odd in them, what the core makes of them,
//! and the statements that must give the same. `ESEP_SQL` names the folder to write them into;
//! `tests/sql/` has `DuckDB` run them.

mod printed;

use std::collections::BTreeMap;
use std::path::Path;
use std::{env, fs};

use esep::{
    Amount, ColumnKind, FaultKind, Forms, Language, Lookup, Place, Rational, Register, Rules,
    SqlDialect, SqlFiles, SqlStructure, Structure, StructureRow, Tally, TallySql, Totals, UnitKind,
    When, Written,
};

/// How the header is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heading {
    Id,
    In(Language),
}

/// A register to be tallied.
struct Case {
    name: &'static str,
    register: &'static str,
    when: &'static str,
    heading: Heading,
    separator: char,
    has_structure: bool,
    /// Columns that the file does not have.
    without: &'static [&'static str],
}

const CASES: [Case; 9] = {
    let case = Case {
        name: "",
        register: "",
        when: "2020-H1",
        heading: Heading::In(Language::Ru),
        separator: ',',
        has_structure: true,
        without: &[],
    };
    [
        Case { name: "members", register: "members", heading: Heading::Id, ..case },
        Case {
            name: "members-on-a-day",
            register: "members",
            when: "2020-02-29",
            separator: ';',
            ..case
        },
        Case {
            name: "members-in-part",
            register: "members",
            without: &["sex", "dues_percent"],
            ..case
        },
        Case { name: "cases", register: "cases", heading: Heading::In(Language::Kk), ..case },
        Case {
            name: "cases-alone",
            register: "cases",
            has_structure: false,
            separator: '\t',
            ..case
        },
        Case {
            name: "cases-in-part",
            register: "cases",
            without: &["category", "answer_received"],
            ..case
        },
        Case { name: "injuries", register: "injuries", when: "2020", ..case },
        Case {
            name: "trainings",
            register: "trainings",
            heading: Heading::In(Language::En),
            ..case
        },
        Case {
            name: "agreements",
            register: "agreements",
            when: "2020-Q2",
            separator: ';',
            ..case
        },
    ]
};

/// The columns of the structure, and its rows: levels, moves, bodies beside the tree, an end.
const STRUCTURE: [&str; 8] =
    ["code", "parent_code", "kind", "name_ru", "since", "until", "aliases", "employees"];
const ORGANIZATIONS: [[&str; 8]; 13] = [
    ["union", "", "отраслевой", "Отраслевой профсоюз", "", "", "", "999"],
    ["fprk", "", "Федерация", "Федерация профсоюзов", "", "", "ФПРК", "5"],
    ["union", "fprk", "", "", "2001-01-01", "", "", ""],
    ["west", "union", "regional", "Западная организация", "", "", "Запад|батыс", ""],
    ["west-1", "west", "ППО", "ППО школы № 1", "2019-01-01", "2020-04-01", "", "1 203"],
    ["west-1", "east", "ППО", "ППО школы № 1", "2020-04-01", "", "", "1 203"],
    ["west-2", "west", "бастауыш", "", "", "", "", "40"],
    ["a, \"b\"", "west", "", "\"Ұстаз\" колледжі", "", "", "", "many"],
    ["east", "union", "областная", "Восточная организация", "", "", "", "700"],
    ["east-1", "east", "primary", "", "2020-07-01", "", "", "8"],
    ["east-2", "east", "primary", "", "", "2020-03-15", "", "16"],
    ["lone", "", "локальный", "Школа", "", "", "", "0"],
    ["lone-2", "", "", "Школа", "2019-02-30", "", "", ""],
];

/// What rows call organizations.
const CALLED: [&str; 16] = [
    "union",
    "west",
    "west-1",
    "west-1",
    "west-2",
    "a, \"b\"",
    "east",
    "east-1",
    "east-2",
    "lone",
    "FPRK",
    " west-2 ",
    "«Западная  Организация»",
    "БАТЫС.",
    "школа",
    "nobody knows",
];

const DAYS: [&str; 26] = [
    "2020-02-29",
    "01.03.2020",
    "2020-06-30",
    "2020-07-01",
    "2019-12-31",
    "2020-01-01",
    "1985-06-30",
    "1985-07-01",
    "1985-02-28",
    "1985-03-01",
    "2020-01-15 00:00:00",
    "2020-01-15T00:00:00",
    "30.06.2020 0:00:00",
    "2020-03-31",
    "2020-04-01",
    " 2019-06-01 ",
    "",
    "",
    "",
    "2018-05-05",
    "2021-02-29",
    "3000-01-01",
    "1799-12-31",
    "2020-1-1",
    "01/02/2020",
    "2020-05-05 12:00:00",
];

const NUMBERS: [&str; 22] = [
    "0",
    "1",
    "3",
    "12",
    "007",
    "250",
    "1 000",
    "1\u{a0}234",
    "",
    "",
    "-",
    "–",
    "1 234 567",
    "40",
    "-1",
    "abc",
    "1.5.5",
    "10 00",
    "1e3",
    "99999999999999999999999999999999999999999999",
    "5",
    "2",
];

const AMOUNTS: [&str; 14] = [
    "1500.50",
    "1500.5",
    "1 500,50",
    "0,05",
    "0.07",
    "1,234,567.89",
    "1.234.567,89",
    "1.005",
    "9999999999999999.99",
    "10000000000000000.01",
    "10 000 000.1",
    "12,345",
    "1.5",
    "1234.567",
];

const SHARES: [&str; 8] = ["1", "1.00", "0,5", "100", "100.00", "100.01", "1.005", "1 000"];

const FLAGS: [&str; 17] = [
    "1", "0", "", "yes", "No", "ДА", "нет", "иә", "ЖОҚ", "бар", "+", "-", "–", "TRUE", "«да»",
    "maybe", "2",
];

/// Numbers without order, the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn one_of<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.roll(texts.len())]
    }
}

/// A field: mostly in order, now and then not.
fn field(kind: &ColumnKind, may_be_blank: bool, row: usize, dice: &mut Dice) -> String {
    // The last of each list are the bad ones.
    let is_bad = dice.roll(60) == 0;
    let pick = |texts: &[&str], bad: usize, dice: &mut Dice| {
        let good = texts.len() - bad;
        let place = if is_bad { good + dice.roll(bad) } else { dice.roll(good) };
        texts[place].to_owned()
    };
    match kind {
        ColumnKind::Key if is_bad => String::new(),
        ColumnKind::Key => row.to_string(),
        ColumnKind::Organization => pick(&CALLED, 2, dice),
        ColumnKind::Date => loop {
            let day = pick(&DAYS, 6, dice);
            if may_be_blank || !day.is_empty() || is_bad {
                break day;
            }
        },
        ColumnKind::Choice(choices) => {
            let choice = &choices[dice.roll(choices.len())];
            let names: Vec<&str> =
                choice.names.iter().map(String::as_str).chain([choice.id.as_str()]).collect();
            let name = dice.one_of(&names);
            match dice.roll(8) {
                0 if is_bad => String::new(),
                _ if is_bad => "неизвестно".to_owned(),
                0 => name.to_uppercase(),
                1 => format!(" {name}. "),
                2 => format!("«{}»", name.replace('о', "o").replace('е', "e")),
                3 => name.replace(' ', "  "),
                _ => name.to_owned(),
            }
        }
        ColumnKind::Flag => pick(&FLAGS, 2, dice),
        ColumnKind::Count => dice.one_of(if is_bad { &NUMBERS } else { &NUMBERS[..14] }).to_owned(),
        ColumnKind::Money if dice.roll(3) == 0 => dice.one_of(&NUMBERS[..14]).to_owned(),
        ColumnKind::Money => dice.one_of(if is_bad { &AMOUNTS } else { &AMOUNTS[..8] }).to_owned(),
        ColumnKind::Decimal { .. } => {
            dice.one_of(if is_bad { &SHARES } else { &SHARES[..5] }).to_owned()
        }
    }
}

fn record(fields: &[String], separator: char) -> String {
    let fields = fields.iter().map(|field| {
        let is_plain = !field.contains([separator, '"', '\n']);
        if is_plain { field.clone() } else { format!("\"{}\"", field.replace('"', "\"\"")) }
    });
    fields.collect::<Vec<_>>().join(&separator.to_string()) + "\n"
}

/// The rows of a register, odd ones among them.
fn rows(register: &Register, header: &[String], known: &[Option<usize>]) -> Vec<Vec<String>> {
    let mut dice = Dice(u64::try_from(register.id.len()).unwrap());
    (0..1_200)
        .map(|row| {
            let mut fields: Vec<String> = known
                .iter()
                .map(|column| match column.map(|column| &register.columns[column]) {
                    Some(column) => field(&column.kind, column.may_be_blank, row, &mut dice),
                    None if row % 50 == 0 => "a note\nof \"two\" lines".to_owned(),
                    None => format!("note {row}"),
                })
                .collect();
            match row % 100 {
                97 => fields.truncate(header.len() - 2),
                98 => fields.push("more".to_owned()),
                99 => fields.push(String::new()),
                96 => fields.iter_mut().for_each(|field| *field = " ".repeat(field.len() % 3)),
                _ => {}
            }
            fields
        })
        .collect()
}

/// What SQL calls a fault.
fn told(kind: FaultKind, column: Option<&str>) -> String {
    let what = match kind {
        FaultKind::WrongNumberOfFields { .. } => return "wrong number of fields".to_owned(),
        FaultKind::Contradiction { .. } => return "contradiction".to_owned(),
        FaultKind::UnknownOrganization => return "unknown organization".to_owned(),
        FaultKind::Blank => "blank",
        FaultKind::NoDay => "no day",
        FaultKind::NoChoice => "no choice",
        FaultKind::NoFlag => "neither yes nor no",
        FaultKind::NoNumber | FaultKind::AmbiguousNumber => "no number",
        FaultKind::NumberTooLarge => "too large",
        FaultKind::TooEarly { .. } => "too early",
        other => unreachable!("{other:?}"),
    };
    format!("{}: {what}", column.unwrap())
}

fn structure() -> Structure {
    let at = |text: &str| Written::new(text, Place::whole(&"structure.csv".into()));
    let given = |text: &str| (!text.is_empty()).then(|| at(text));
    let rows = ORGANIZATIONS.map(|[code, parent, kind, name, since, until, aliases, employees]| {
        StructureRow {
            parent: given(parent),
            kind: given(kind),
            name_ru: given(name),
            since: given(since),
            until: given(until),
            aliases: given(aliases),
            employees: given(employees),
            ..StructureRow::new(at(code))
        }
    });
    Structure::build(&rows).0
}

/// What the core makes of the rows: the table, and how many rows are left out for which fault.
fn expected(
    rules: &Rules,
    rows: &[Vec<String>],
    structure: Option<&Structure>,
    known: &[Option<usize>],
) -> (String, String) {
    let mut tally = Tally::new(rules);
    let mut faults: BTreeMap<String, usize> = BTreeMap::new();
    let id = |column: usize| rules.register().columns[known[column].unwrap()].id.as_str();
    for row in rows {
        let fields: Vec<&str> = row.iter().map(String::as_str).collect();
        match rules.read(&fields) {
            Ok(None) => {}
            Ok(Some(row)) => match structure.map(|structure| structure.find(row.organization)) {
                None => tally.add(&row, row.organization, rules),
                Some(Lookup::Found(code)) => tally.add(&row, code.as_str(), rules),
                _ => *faults.entry(told(FaultKind::UnknownOrganization, None)).or_default() += 1,
            },
            Err(fault) => {
                *faults.entry(told(fault.kind, fault.column.map(id))).or_default() += 1;
            }
        }
    }
    let empty = Structure::build(&[]).0;
    let totals = Totals::new(&tally, rules.counting(), structure.unwrap_or(&empty));
    let period = match rules.when() {
        When::On(day) => day.to_string(),
        When::In(period) => period.to_string(),
    };
    let header = ["organization", "kind", "period"].map(str::to_owned);
    let ids = totals.columns.iter().map(|column| column.id.clone());
    let mut table = record(&header.into_iter().chain(ids).collect::<Vec<_>>(), ',');
    for row in &totals.rows {
        let kind = row.kind.map(|kind| kind.id().to_owned()).unwrap_or_default();
        let cells = totals.columns.iter().zip(&row.cells).map(|(column, cell)| {
            let decimals = i32::from(column.decimals);
            cell.map_or_else(String::new, |cell| {
                let number = Rational::from(cell) * Rational::power_of_ten(-decimals);
                Amount::new(number, decimals, UnitKind::Count).plain()
            })
        });
        let fixed = [row.organization.to_string(), kind, period.clone()];
        table += &record(&fixed.into_iter().chain(cells).collect::<Vec<_>>(), ',');
    }
    let faults = faults.iter().map(|(fault, rows)| record(&[fault.clone(), rows.to_string()], ','));
    (table, format!("fault,number_of_rows\n{}", faults.collect::<String>()))
}

/// Everything of a case, by the name of its file.
fn files(case: &Case) -> Vec<(String, String)> {
    let register = Register::find(case.register).unwrap();
    let columns = || register.columns.iter().enumerate();
    let mut known: Vec<Option<usize>> = columns()
        .filter(|(_, column)| !case.without.contains(&column.id.as_str()))
        .map(|(at, _)| Some(at))
        .collect();
    // In another order than the register's, with a column that it does not know.
    known.rotate_left(2);
    known.insert(3, None);
    let heading = |column: &Option<usize>| match (column, case.heading) {
        (None, _) => "примечание \"для себя\"".to_owned(),
        (Some(at), Heading::Id) => register.columns[*at].id.clone(),
        (Some(at), Heading::In(language)) => {
            register.columns[*at].label.in_language(language).to_uppercase()
        }
    };
    let header: Vec<String> = known.iter().map(heading).collect();
    let headings: Vec<&str> = header.iter().map(String::as_str).collect();
    let when = match case.when.parse() {
        Ok(period) => When::In(period),
        Err(_) => When::On("2020-02".parse::<esep::Period>().unwrap().last_day()),
    };
    let rules = Rules::new(register, &Forms::built_in(), &headings, when).unwrap();
    let rows = rows(register, &header, &known);
    let structure = case.has_structure.then(structure);
    let (table, faults) = expected(&rules, &rows, structure.as_ref(), &known);
    let columns =
        STRUCTURE.map(|column| Some(if column == "parent_code" { "parent" } else { column }));
    let sql = |dialect| {
        let structure =
            SqlStructure { file: "structure.csv", separator: ';', above: 1, columns: &columns };
        let files = SqlFiles {
            register: &["register.csv"],
            header: &headings,
            separator: case.separator,
            structure: case.has_structure.then_some(structure),
        };
        TallySql::new(&rules, dialect, files)
    };
    let duckdb = sql(SqlDialect::DuckDb);
    let register: String =
        [&header].into_iter().chain(&rows).map(|row| record(row, case.separator)).collect();
    let organizations: String = [STRUCTURE]
        .iter()
        .chain(&ORGANIZATIONS)
        .map(|row| record(&row.map(str::to_owned), ';'))
        .collect();
    let views = duckdb.views.iter().map(|view| format!("{view};\n\n"));
    [
        ("register.csv", register),
        ("structure.csv", format!("# An example.\n{organizations}")),
        ("views.sql", views.collect()),
        ("table.sql", duckdb.table),
        ("faults.sql", duckdb.faults),
        ("table.csv", table),
        ("faults.csv", faults),
        ("spark.sql", sql(SqlDialect::Spark).to_string()),
    ]
    .map(|(name, text)| (format!("{}/{name}", case.name), text))
    .into()
}

/// Which cases there are, for whoever runs them.
const LIST: &str = "cases.txt";

#[test]
fn odd_registers_are_written_for_engines() {
    let folder = env::var("ESEP_SQL").ok();
    let write = |path: &str, text: &str| {
        let Some(folder) = &folder else { return };
        let path = Path::new(folder).join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    for case in &CASES {
        let files = files(case);
        printed::check(case, &files);
        let text = |name: &str| &files.iter().find(|(path, _)| path.ends_with(name)).unwrap().1;
        assert!(text("table.csv").lines().count() > 5, "{}", case.name);
        assert!(text("faults.csv").lines().count() > 4, "{}", case.name);
        for (path, text) in &files {
            write(path, text);
        }
    }
    for register in Register::all() {
        assert!(CASES.iter().any(|case| case.register == register.id), "{}", register.id);
    }
    write(LIST, &CASES.map(|case| format!("{}\n", case.name)).concat());
}
