//! Laws of tallying registers: what holds whatever the rows are, from bytes to bytes.

use std::fmt::Write as _;
use std::sync::Arc;

use esep::{
    Book, Code, Family, Finding, Form, Forms, Language, Register, Rollup, Rules, Sheet, Structure,
    Summary, Tally, Totals, When, check, rollup,
};
use esep_documents::{
    File, FindingsFormat, FindingsReport, HtmlExtent, Request, Source, TableFormat, TallyReport,
    TallyRequest, TextStyle, Ways, read_book, read_structure, write_findings,
};
use proptest::prelude::*;
use proptest::sample::{Index, select};

const STRUCTURE: &str = "code,parent,employees\nunion,,\nwest,union,\neast,union,50\n\
    west-1,west,700\nwest-2,west,300\nwest-3,west,\neast-1,east,1200\n";
/// Those that have no others below them.
const LEAVES: [&str; 4] = ["west-1", "west-2", "west-3", "east-1"];
const PERIOD: &str = "2020-H1";

/// A register: its id, the headings of a file, and what its cells may say, in the same order.
/// The first cell is the organization.
type Kind = (&'static str, &'static str, Vec<BoxedStrategy<String>>);

fn one_of(values: &'static [&'static str]) -> BoxedStrategy<String> {
    select(values).prop_map(str::to_owned).boxed()
}

fn day() -> BoxedStrategy<String> {
    (2019..=2021_u16, 1..=12_u8, 1..=28_u8)
        .prop_map(|(year, month, day)| format!("{year}-{month:02}-{day:02}"))
        .boxed()
}

fn number(most: u32) -> BoxedStrategy<String> {
    prop_oneof![Just(String::new()), (0..=most).prop_map(|number| number.to_string())].boxed()
}

fn leaf() -> BoxedStrategy<String> {
    one_of(&LEAVES)
}

fn members() -> Kind {
    let left = prop_oneof![3 => Just(String::new()), 1 => day()].boxed();
    let birth = (1950..=2005_u16).prop_map(|year| format!("{year}-07-01")).boxed();
    let status = one_of(&["worker", "студент", "зейнеткер", "on leave", "other"]);
    let cells = vec![leaf(), one_of(&["f", "м", "әйел"]), birth, status, day(), left];
    ("members", "org_code,sex,birth_date,status,joined,left", cells)
}

fn cases() -> Kind {
    let category = one_of(&["pay", "working_time", "трудовые отношения", "other", "safety"]);
    let flag = || one_of(&["1", "0", "да", "жоқ", ""]);
    let money = (0..100_000_000_u32).prop_map(|tiyn| format!("{}.{:02}", tiyn / 100, tiyn % 100));
    let cells = vec![
        leaf(),
        day(),
        category,
        number(9),
        number(99),
        money.boxed(),
        flag(),
        flag(),
        number(3),
        flag(),
    ];
    let header = "org_code,date,category,violations,workers_affected,amount_restored_tenge,\
                  proposal_sent,answer_received,reinstated,court";
    ("cases", header, cells)
}

fn injuries() -> Kind {
    let severity = one_of(&["minor", "орташа", "тяжёлая", "fatal"]);
    let cells = vec![leaf(), day(), severity, number(90), number(500_000)];
    ("injuries", "org_code,date,severity,days_lost,sick_pay_tenge", cells)
}

fn agreements() -> Kind {
    let level = one_of(&["sectoral", "облыстық", "коллективный договор", "amendment"]);
    let until = prop_oneof![Just(String::new()), day()].boxed();
    let cells = vec![leaf(), level, day(), until, number(1), number(7)];
    ("agreements", "org_code,level,since,until,organizations_covered,workers_covered", cells)
}

/// A register and rows of it, some of which cannot be counted.
fn registers() -> impl Strategy<Value = (&'static str, &'static str, Vec<String>)> {
    prop_oneof![Just(0), Just(1), Just(2), Just(3)].prop_flat_map(|which: usize| {
        let kind = [members, cases, injuries, agreements][which];
        let (id, header, cells) = kind();
        let rows = prop::collection::vec(cells.prop_map(|cells| cells.join(",")), 0..24);
        (Just(id), Just(header), rows)
    })
}

/// The rows as a file.
fn file(name: &str, header: &str, rows: &[String]) -> File {
    let mut text = format!("{header}\n");
    for row in rows {
        writeln!(text, "{row}").unwrap();
    }
    File::new(name, text)
}

fn with_structure() -> TallyReport {
    TallyReport::with_structure(File::new("structure.csv", STRUCTURE))
}

fn tallied(register: &str, files: Vec<File>) -> TallyReport {
    tallied_for(PERIOD, register, files)
}

fn tallied_for(period: &str, register: &str, files: Vec<File>) -> TallyReport {
    let request = TallyRequest { register, as_of: None, period: Some(period), level: None };
    with_structure().tally(files, &request).unwrap()
}

fn csv(report: &TallyReport) -> String {
    report.write(TableFormat::Csv, Language::En)
}

fn structure() -> Structure {
    let (source, _) = Source::decode(File::new("structure.csv", STRUCTURE));
    Structure::build(&read_structure(&source.unwrap()).0).0
}

/// A tally of rows, by the plain reading of the core.
fn tally_of(rules: &Rules, rows: &[String]) -> Tally {
    let mut tally = Tally::new(rules);
    for row in rows {
        let fields: Vec<&str> = row.split(',').collect();
        if let Ok(Some(row)) = rules.read(&fields) {
            tally.add(&row, row.organization, rules);
        }
    }
    tally
}

fn rules(register: &str, header: &str) -> Rules {
    let header: Vec<&str> = header.split(',').collect();
    let when = When::In(PERIOD.parse().unwrap());
    Rules::new(Register::find(register).unwrap(), &Forms::built_in(), &header, when).unwrap()
}

proptest! {
    #[test]
    fn a_register_in_two_files_or_two_parts_gives_what_one_file_gives(
        (register, header, rows) in registers(),
        at: Index,
    ) {
        let (first, second) = rows.split_at(at.index(rows.len() + 1));
        let files = || vec![file("a", header, first), file("b", header, second)];
        let whole = tallied(register, vec![file("all", header, &rows)]);
        prop_assert_eq!(csv(&tallied(register, files())), csv(&whole));
        let parts = files().into_iter().map(|file| {
            File::new(Arc::clone(&file.name), tallied(register, vec![file]).part().unwrap())
        });
        let merged = with_structure().merge(parts.collect(), None).unwrap();
        prop_assert_eq!(csv(&merged), csv(&whole));
        prop_assert_eq!(merged.part(), whole.part());
        for format in [TableFormat::Text, TableFormat::Json, TableFormat::Html(HtmlExtent::Document)] {
            let written = |report: &TallyReport| report.write(format, Language::Kk);
            prop_assert_eq!(written(&merged), written(&whole));
        }
    }

    #[test]
    fn the_order_of_rows_does_not_matter(
        ((register, header, rows), shuffled) in registers().prop_flat_map(|it| {
            let rows = Just(it.2.clone()).prop_shuffle();
            (Just(it), rows)
        }),
    ) {
        let part = |rows: &[String]| tallied(register, vec![file("a", header, rows)]).part();
        prop_assert_eq!(part(&rows), part(&shuffled));
    }

    #[test]
    fn tallies_are_a_commutative_monoid(
        (register, header, rows) in registers(),
        cuts in prop::array::uniform2(any::<Index>()),
    ) {
        let rules = rules(register, header);
        let mut cuts = cuts.map(|cut| cut.index(rows.len() + 1));
        cuts.sort_unstable();
        let [a, b, c] = [&rows[..cuts[0]], &rows[cuts[0]..cuts[1]], &rows[cuts[1]..]]
            .map(|rows| tally_of(&rules, rows));
        let merge = |mut one: Tally, other: &Tally| {
            one.merge(other.clone());
            one
        };
        let whole = tally_of(&rules, &rows);
        prop_assert_eq!(&merge(merge(a.clone(), &b), &c), &whole);
        prop_assert_eq!(&merge(a.clone(), &merge(b.clone(), &c)), &whole);
        prop_assert_eq!(merge(a.clone(), &b), merge(b, &a));
        prop_assert_eq!(&merge(a.clone(), &Tally::new(&rules)), &a);
        prop_assert_eq!(merge(Tally::new(&rules), &a), a);
    }

    #[test]
    fn a_tallied_sheet_has_no_arithmetic_finding((register, header, rows) in registers()) {
        let (rules, structure) = (rules(register, header), structure());
        let totals = Totals::new(&tally_of(&rules, &rows), rules.counting(), &structure);
        let sheets = totals.sheets(rules.counting(), PERIOD.parse().unwrap());
        let sheets = sheets.into_iter().collect();
        let book = Book { structure, forms: Forms::built_in(), sheets, ..Book::default() };
        let mut findings = check(&book).findings;
        findings.retain(|it| matches!(it.code.family(), Family::Form | Family::RollUp));
        prop_assert!(findings.is_empty(), "{:#?}", findings);
    }

    #[test]
    fn the_sheets_below_roll_up_to_the_totals((register, header, rows) in registers()) {
        let (rules, structure) = (rules(register, header), structure());
        let totals = Totals::new(&tally_of(&rules, &rows), rules.counting(), &structure);
        let period = PERIOD.parse().unwrap();
        let sheets = totals.sheets(rules.counting(), period);
        let is_leaf = |sheet: &&Sheet| LEAVES.contains(&sheet.organization().as_str());
        let leaves = sheets.iter().filter(is_leaf).cloned().collect();
        let book = Book { structure, forms: Forms::built_in(), sheets: leaves, ..Book::default() };
        let form: &Arc<Form> = book.forms.get(rules.register().form.as_str()).unwrap();
        let rolled = rollup(&book, form, period).sheets;
        for sheet in sheets.iter().filter(|sheet| !is_leaf(sheet)) {
            for counter in rules.counters() {
                let Some(line) = form.line_position(&counter.line) else { continue };
                if form.lines()[line].rollup == Rollup::Sum {
                    let figure = |sheet: &Sheet| {
                        let index = esep::CellIndex { line, column: 0 };
                        sheet.figure(index).map(|figure| figure.interval().clone())
                    };
                    let below = rolled.get(sheet.organization()).and_then(figure);
                    prop_assert_eq!(below, figure(sheet), "{}", counter.line);
                }
            }
        }
    }

    #[test]
    fn sheets_written_into_a_book_read_again_and_agree_with_the_register(
        (register, header, rows) in registers(),
    ) {
        // Some of the forms are filled for a year only.
        let report = tallied_for("2020", register, vec![file("all", header, &rows)]);
        let filed = report.sheets_for(&esep::Sheets::default()).unwrap();
        prop_assert_eq!(filed.len(), LEAVES.len());
        let mut files: Vec<File> =
            filed.iter().map(|sheet| File::new(&*sheet.path, &*sheet.text)).collect();
        files.push(File::new("structure.csv", STRUCTURE));
        files.push(file(&format!("registers/{register}.csv"), header, &rows));
        let reading = read_book("", files, &Request::default()).understand();
        prop_assert!(reading.findings.is_empty(), "{:#?}", reading.findings);
        let again = report.sheets_for(&reading.book.sheets).unwrap();
        let stated = again.iter().filter(|sheet| !sheet.stated_in.is_empty());
        prop_assert_eq!(stated.count(), LEAVES.len());
        let mut examined = esep_documents::Examined::default();
        examined.check(reading);
        let is_known = |it: &&Finding| it.code == Code::RegisterDiffers;
        let differences: Vec<&Finding> = examined.findings().iter().filter(is_known).collect();
        prop_assert!(differences.is_empty(), "{:#?}", differences);
    }

    /// Whatever is wrong with a row, nothing that stands in it is shown, in no format.
    #[test]
    fn no_value_of_a_row_is_ever_shown(
        (register, header, rows) in registers(),
        places in prop::collection::vec((any::<Index>(), any::<Index>()), 1..4),
    ) {
        const SECRET: &str = "Zhumabekova";
        let mut rows: Vec<Vec<String>> =
            rows.iter().map(|row| row.split(',').map(str::to_owned).collect()).collect();
        rows.push(vec![SECRET.to_owned()]);
        for (row, cell) in places {
            let row = row.index(rows.len());
            let cell = cell.index(rows[row].len());
            rows[row][cell] = format!("{SECRET} 1990");
        }
        let rows: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
        let mut report = tallied(register, vec![file("all", header, &rows)]);
        let mut shown = report.part().unwrap();
        for format in [TableFormat::Text, TableFormat::Csv, TableFormat::Json] {
            shown.push_str(&report.write(format, Language::Ru));
        }
        let (findings, sources) = report.take_findings();
        prop_assert!(!findings.is_empty());
        for format in [
            FindingsFormat::Text(TextStyle::PLAIN),
            FindingsFormat::Json,
            FindingsFormat::Sarif,
            FindingsFormat::Github,
            FindingsFormat::Markdown,
            FindingsFormat::Html(HtmlExtent::Document),
        ] {
            let report = FindingsReport {
                findings: &findings,
                explanations: &[],
                ways: Ways::Likeliest,
                summary: &Summary::default(),
                language: Language::En,
                source: &|name| sources.get(name).map(|source| source.text.as_str()),
            };
            shown.push_str(&write_findings(&report, format));
        }
        prop_assert!(!shown.contains(SECRET), "{}", shown);
    }
}
