//! What rows count for, and what is wrong with them.

use proptest::prelude::*;
use time::macros::date;

use super::*;
use crate::form::Forms;
use crate::place::{Place, Written};
use crate::register::Register;
use crate::sheet::CellIndex;
use crate::structure::{Structure, StructureRow};

const MEMBERS: [&str; 8] =
    ["member_id", "org_code", "sex", "birth_date", "status", "joined", "left", "dues_percent"];

fn rules(register: &str, header: &[&str], when: When) -> Rules {
    Rules::new(Register::find(register).unwrap(), &Forms::built_in(), header, when).unwrap()
}

fn in_period(period: &str) -> When {
    When::In(period.parse().unwrap())
}

/// The lines in which a row counts.
fn lines<'r>(rules: &'r Rules, fields: &[&str]) -> Vec<&'r str> {
    let row = rules.read(fields).unwrap().unwrap();
    let adds = &rules.effects()[row.class].adds;
    adds.iter().map(|counter| rules.counters()[*counter].line.as_str()).collect()
}

fn fault(rules: &Rules, fields: &[&str]) -> Fault {
    rules.read(fields).unwrap_err()
}

#[test]
fn a_member_counts_from_joining_to_the_day_before_leaving() {
    let rules = rules("members", &["org_code", "joined", "left"], When::On(date!(2020 - 07 - 01)));
    for (joined, left, is_member) in [
        ("2020-07-01", "", true),
        ("2020-07-02", "", false),
        ("2019-01-01", "2020-07-02", true),
        ("2019-01-01", "2020-07-01", false),
        ("2020-07-01", "2020-07-01", false),
    ] {
        let counted = !lines(&rules, &["a", joined, left]).is_empty();
        assert_eq!(counted, is_member, "{joined} to {left}");
    }
}

#[test]
fn youth_is_under_35_on_the_last_day() {
    let header = ["org_code", "birth_date", "joined", "left"];
    let rules = rules("members", &header, When::On(date!(2020 - 02 - 29)));
    for (birth, is_young) in
        [("1985-02-28", false), ("1985-03-01", true), ("1984-02-29", false), ("1986-01-01", true)]
    {
        let lines = lines(&rules, &["a", birth, "2019-09-01", ""]);
        assert_eq!(lines.contains(&"youth"), is_young, "{birth}");
    }
}

#[test]
fn names_and_values_are_read_in_three_languages() {
    let when = in_period("2020-H1");
    let english = rules("members", &MEMBERS, when);
    let expected = ["members", "members.working", "women", "youth", "joined"];
    assert_eq!(
        lines(&english, &["1", "a", "f", "1990-05-01", "worker", "2020-02-01", "", "1.00"]),
        expected
    );
    let header =
        ["№", "Ұйым коды", "Жынысы", "Туған күні", "Мәртебесі", "Кірген күні", "Шыққан күні"];
    let kazakh = rules("members", &header, when);
    let row = ["1", "a", "Әйел", "01.05.1990", "жұмыс істейді", "01.02.2020", ""];
    assert_eq!(lines(&kazakh, &row), expected);
    let header = ["пол", "статус", "дата рождения", "принят", "выбыл", "организация", "взносы"];
    let russian = rules("members", &header, when);
    let row = ["ЖЕН.", "работает", "1990-05-01", "2020-02-01", "", "a", "1"];
    assert_eq!(lines(&russian, &row), expected);
}

#[test]
fn what_no_column_tells_is_not_counted() {
    let rules = rules("members", &["org_code", "joined", "left"], in_period("2020-H1"));
    let counted: Vec<&str> = rules.counters().iter().map(|it| it.line.as_str()).collect();
    assert_eq!(counted, ["members", "opening", "joined", "left"]);
    let column =
        rules.counting().table().into_iter().find(|column| column.id == "density").unwrap();
    assert_eq!(column.value, TotalValue::Unknown);
}

#[test]
fn a_header_without_what_is_needed_is_refused() {
    let register = Register::find("members").unwrap();
    let mistakes = Rules::new(
        register,
        &Forms::built_in(),
        &["org_code", "organization", "joined"],
        in_period("2020"),
    );
    let (code, left) = (register.column_position("org_code"), register.column_position("left"));
    assert_eq!(
        mistakes.unwrap_err(),
        [
            HeaderMistake::Twice { at: 1, column: code.unwrap() },
            HeaderMistake::Missing { column: left.unwrap() }
        ]
    );
    let cases = Register::find("cases").unwrap();
    let header = ["org_code", "date"];
    let on_a_day = Rules::new(cases, &Forms::built_in(), &header, When::On(date!(2020 - 07 - 01)));
    assert_eq!(on_a_day.unwrap_err(), [HeaderMistake::NeedsPeriod]);
}

#[test]
fn every_fault_is_told_with_its_column() {
    let rules = rules("members", &MEMBERS, in_period("2020"));
    let good = ["1", "a", "f", "1990-05-01", "worker", "2019-02-01", "2020-03-01", "1.00"];
    assert!(rules.read(&good).is_ok());
    let with = |at: usize, text: &'static str| {
        let mut row = good;
        row[at] = text;
        fault(&rules, &row)
    };
    assert_eq!(with(0, " "), Fault::at(0, FaultKind::Blank));
    assert_eq!(with(1, ""), Fault::at(1, FaultKind::Blank));
    assert_eq!(with(2, "x"), Fault::at(2, FaultKind::NoChoice));
    assert_eq!(with(3, "1990-02-30"), Fault::at(3, FaultKind::NoDay));
    assert_eq!(with(3, "01/02/1990"), Fault::at(3, FaultKind::NoDay));
    assert_eq!(with(4, ""), Fault::at(4, FaultKind::Blank));
    assert_eq!(with(5, "1989-01-01"), Fault::at(5, FaultKind::TooEarly { than: 3 }));
    assert_eq!(with(6, "2019-01-31"), Fault::at(6, FaultKind::TooEarly { than: 5 }));
    assert_eq!(with(7, "-1"), Fault::at(7, FaultKind::NoNumber));
    assert_eq!(with(7, "101"), Fault::at(7, FaultKind::NumberTooLarge));
    assert_eq!(with(7, "1.005"), Fault::at(7, FaultKind::AmbiguousNumber));
    let short = fault(&rules, &good[..7]);
    assert_eq!(short, Fault::of_row(FaultKind::WrongNumberOfFields { found: 7 }));
    let long = [&good[..], &["", "x"]].concat();
    let long = fault(&rules, &long);
    assert_eq!(long, Fault::of_row(FaultKind::WrongNumberOfFields { found: 10 }));
    assert!(rules.read(&[&good[..], &["", " "]].concat()).is_ok());
    assert_eq!(rules.read(&["", " "]), Ok(None));
}

#[test]
fn an_answer_without_a_proposal_is_no_case() {
    let header = ["org_code", "date", "proposal_sent", "answer_received"];
    let rules = rules("cases", &header, in_period("2020-H1"));
    assert_eq!(
        fault(&rules, &["a", "2020-01-01", "нет", "да"]),
        Fault::of_row(FaultKind::Contradiction { number: 0 })
    );
    assert_eq!(
        lines(&rules, &["a", "2020-01-01", "1", "0"]),
        ["cases", "organizations-inspected", "proposals"]
    );
    assert!(lines(&rules, &["a", "2020-07-01", "1", "0"]).is_empty(), "the day after");
}

#[test]
fn money_is_exact_and_numbers_are_written_in_any_way() {
    let header = ["org_code", "date", "amount_restored_tenge", "violations"];
    let rules = rules("cases", &header, in_period("2020-H1"));
    let numbers = |money, count| rules.read(&["a", "2020-01-01", money, count]);
    let numbers = |money, count| numbers(money, count).map(|row| row.unwrap().numbers);
    // In the order of the file.
    assert_eq!(numbers("1500.5", "3"), Ok(vec![150_050, 3]));
    assert_eq!(numbers("1 500,50", "1 000"), Ok(vec![150_050, 1_000]));
    assert_eq!(numbers("", "-"), Ok(vec![0, 0]));
    // As in any document, the point groups where there cannot be so many decimals.
    assert_eq!(numbers("1.005", "1"), Ok(vec![100_500, 1]));
    assert_eq!(numbers("1.0051", "1"), Err(Fault::at(2, FaultKind::NoNumber)));
    assert_eq!(numbers("1", "1.5"), Err(Fault::at(3, FaultKind::NoNumber)));
    let large = numbers("99999999999999999999999999999999999999999999", "1");
    assert_eq!(large, Err(Fault::at(2, FaultKind::NumberTooLarge)));
}

fn structure() -> Structure {
    let at = |text: &str| Written::new(text, Place::whole(&"structure.csv".into()));
    let row = |code, parent: &str, employees: &str| StructureRow {
        parent: (!parent.is_empty()).then(|| at(parent)),
        employees: (!employees.is_empty()).then(|| at(employees)),
        ..StructureRow::new(at(code))
    };
    let rows = [
        row("union", "", "999"),
        row("west", "union", ""),
        row("west-1", "west", "3"),
        row("west-2", "west", "4"),
        row("east", "union", "5"),
    ];
    let (structure, findings) = Structure::build(&rows);
    assert!(findings.is_empty());
    structure
}

#[test]
fn the_tree_is_added_up_with_its_measures() {
    let rules = rules("members", &["org_code", "status", "joined", "left"], in_period("2020"));
    let mut tally = Tally::new(&rules);
    for (organization, status) in [
        ("west-1", "worker"),
        ("west-1", "student"),
        ("west-2", "worker"),
        ("east", "worker"),
        ("west", "pensioner"),
    ] {
        let row = rules.read(&[organization, status, "2019-01-01", ""]).unwrap().unwrap();
        tally.add(&row, row.organization, &rules);
    }
    let totals = Totals::new(&tally, rules.counting(), &structure());
    let shown = |id: &str| {
        let place = totals.columns.iter().position(|column| column.id == id).unwrap();
        totals.rows.iter().map(|row| row.cells[place]).collect::<Vec<_>>()
    };
    let codes: Vec<&str> = totals.rows.iter().map(|row| row.organization.as_str()).collect();
    assert_eq!(codes, ["east", "union", "west", "west-1", "west-2"]);
    assert_eq!(shown("members"), [Some(1), Some(5), Some(4), Some(2), Some(1)]);
    assert_eq!(shown("members.pensioners"), [Some(0), Some(1), Some(1), Some(0), Some(0)]);
    assert_eq!(shown("women"), [None; 5]);
    assert_eq!(shown("employees"), [Some(5), Some(12), Some(7), Some(3), Some(4)]);
    // 1 of 5, 3 of 12, 2 of 7, 1 of 3, 1 of 4; in hundredths of a percent.
    assert_eq!(shown("density"), [2_000, 2_500, 2_857, 3_333, 2_500].map(Some));
    let sheets = totals.sheets(rules.counting(), "2020".parse().unwrap());
    let form = sheets[0].form().clone();
    let index = |line| CellIndex { line: form.line_position(line).unwrap(), column: 0 };
    let figure = |line| sheets[1].figure(index(line)).map(|figure| figure.value().to_string());
    assert_eq!(figure("members").as_deref(), Some("5"));
    assert_eq!(figure("density").as_deref(), Some("1/4"));
    assert_eq!(figure("women"), None);
}

#[test]
fn an_organization_is_inspected_once() {
    let rules = rules("cases", &["org_code", "date"], in_period("2020"));
    let once = |codes: &[&str]| {
        let mut tally = Tally::new(&rules);
        for code in codes {
            let row = rules.read(&[code, "2020-01-01"]).unwrap().unwrap();
            tally.add(&row, row.organization, &rules);
        }
        tally
    };
    let mut tally = once(&["west-1", "west-1", "west-2"]);
    tally.merge(once(&["west-1", "east"]));
    let totals = Totals::new(&tally, rules.counting(), &structure());
    let place = totals.columns.iter().position(|it| it.id == "organizations-inspected").unwrap();
    let inspected: Vec<_> = totals.rows.iter().map(|row| row.cells[place].unwrap()).collect();
    assert_eq!(inspected, [1, 3, 2, 1, 1]);
}

fn day() -> impl Strategy<Value = String> {
    (2018..2022_u16, 1..=12_u8, 1..=28_u8).prop_map(|(y, m, d)| format!("{y}-{m:02}-{d:02}"))
}

proptest! {
    /// members = opening + joined - left, whatever the dates.
    #[test]
    fn movement_adds_up(rows in prop::collection::vec((day(), prop::option::of(day())), 0..40)) {
        let rules = rules("members", &["org_code", "joined", "left"], in_period("2020-H1"));
        let mut tally = Tally::new(&rules);
        for (joined, left) in &rows {
            let left = left.as_deref().unwrap_or_default();
            if let Ok(Some(row)) = rules.read(&["a", joined, left]) {
                tally.add(&row, "a", &rules);
            }
        }
        for (_, counted) in tally.iter() {
            let [members, opening, joined, left] = counted else { unreachable!() };
            prop_assert_eq!(*members, opening + joined - left);
        }
    }

    /// Whatever stands in a row, reading it ends.
    #[test]
    fn any_row_is_read_or_refused(fields in prop::collection::vec(".{0,12}", 0..12)) {
        let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        for register in Register::all() {
            let header: Vec<&str> = register.columns.iter().map(|it| it.id.as_str()).collect();
            let _ = rules(register.id, &header, in_period("2020")).read(&fields);
        }
    }
}

/// A table of two levels: a parent, its children, and members of two kinds at each.
fn filled(children: &[(u8, u8, u8)], own: u8) -> (Totals, Rules, Structure) {
    let at = |text: &str| Written::new(text, Place::whole(&"structure.csv".into()));
    let rows = (0..children.len()).map(|number| StructureRow {
        parent: Some(at("union")),
        ..StructureRow::new(at(&format!("school-{number}")))
    });
    let rows: Vec<StructureRow> =
        [StructureRow::new(at("union"))].into_iter().chain(rows).collect();
    let (structure, _) = Structure::build(&rows);
    let rules =
        rules("members", &["org_code", "status", "sex", "joined", "left"], in_period("2020"));
    let mut tally = Tally::new(&rules);
    let mut add = |code: &str, status: &str, sex: &str, times: u8| {
        for _ in 0..times {
            let row = rules.read(&[code, status, sex, "2019-01-01", ""]).unwrap().unwrap();
            tally.add(&row, code, &rules);
        }
    };
    for (number, (workers, students, women)) in children.iter().enumerate() {
        let code = format!("school-{number}");
        add(&code, "worker", "m", *workers);
        add(&code, "student", "m", *students);
        add(&code, "worker", "f", *women);
    }
    add("union", "worker", "f", own);
    (Totals::new(&tally, rules.counting(), &structure), rules, structure)
}

#[test]
fn a_single_blank_is_not_left_alone() {
    let (mut totals, rules, structure) = filled(&[(2, 20, 9), (30, 40, 9), (25, 50, 9)], 0);
    let suppressed = totals.suppress(5, rules.counting(), &structure);
    let place = |id: &str| totals.columns.iter().position(|it| it.id == id).unwrap();
    let shown = |id: &str| totals.rows.iter().map(|row| row.cells[place(id)]).collect::<Vec<_>>();
    // 2 men work at the first school: 11 workers with the women, of 31 members.
    assert_eq!(shown("members.working"), [Some(11), Some(39), Some(34), Some(84)]);
    assert_eq!(shown("members"), [Some(31), Some(79), Some(84), Some(194)]);
    assert_eq!(suppressed, Suppressed::default(), "nothing shown is few");

    let (mut totals, rules, structure) = filled(&[(20, 2, 9), (30, 40, 9), (25, 50, 9)], 0);
    let suppressed = totals.suppress(5, rules.counting(), &structure);
    let place = |id: &str| totals.columns.iter().position(|it| it.id == id).unwrap();
    let shown = |id: &str| totals.rows.iter().map(|row| row.cells[place(id)]).collect::<Vec<_>>();
    // 2 students of the first school; its workers, for with the members they would tell them; the
    // next smallest number of workers beside these; and the students of that school.
    assert_eq!(shown("members.students"), [None, Some(40), None, Some(92)]);
    assert_eq!(shown("members.working"), [None, Some(39), None, Some(102)]);
    assert_eq!(shown("members"), [Some(31), Some(79), Some(84), Some(194)]);
    assert_eq!(suppressed, Suppressed { few: 1, complementary: 3 });
}

/// Whoever knows all but one figure of a sum knows that one; does this find any blank cell?
fn can_be_computed(before: &Totals, after: &Totals) -> Option<(usize, usize)> {
    let place = |id: &str| before.columns.iter().position(|it| it.id == id).unwrap();
    let sums: [Vec<usize>; 2] = [
        ["members", "members.working", "members.students", "members.pensioners", "members.other"]
            .map(place)
            .to_vec(),
        ["members", "opening", "joined", "left"].map(place).to_vec(),
    ];
    let is_blank = |cell: &(usize, usize)| after.rows[cell.0].cells[cell.1].is_none();
    let rows = 0..before.rows.len();
    let within = rows.clone().flat_map(|row| {
        sums.iter().map(move |columns| columns.iter().map(|at| (row, *at)).collect::<Vec<_>>())
    });
    let columns = 0..before.columns.len();
    let family = columns.map(|column| rows.clone().map(|row| (row, column)).collect::<Vec<_>>());
    let known = |cells: &Vec<(usize, usize)>| {
        cells.iter().all(|(row, column)| before.rows[*row].cells[*column].is_some())
    };
    within.chain(family).filter(known).find_map(|cells| {
        let mut blank = cells.into_iter().filter(is_blank);
        blank.next().filter(|_| blank.next().is_none())
    })
}

proptest! {
    /// Nothing few is shown, nor can it be computed from one sum; what is not few stays mostly.
    #[test]
    fn few_persons_stay_unknown(
        children in prop::collection::vec((0..12_u8, 0..12_u8, 0..12_u8), 2..7),
        least in 2..8_u64,
    ) {
        let (before, rules, structure) = filled(&children, 0);
        let mut after = before.clone();
        let suppressed = after.suppress(least, rules.counting(), &structure);
        let persons = |column: &TotalColumn| {
            matches!(column.value, TotalValue::Counter(_)) && rules.counting.counts_persons(&column.id)
        };
        for row in &after.rows {
            for (column, cell) in after.columns.iter().zip(&row.cells).filter(|(it, _)| persons(it)) {
                let number = cell.unwrap_or_default();
                prop_assert!(number == 0 || number >= i128::from(least), "{}", column.id);
            }
        }
        // A parent with rows of its own has none here, so its children are all there is to know.
        prop_assert_eq!(can_be_computed(&before, &after), None);
        let union = after.rows.iter().find(|row| row.organization.as_str() == "union").unwrap();
        prop_assert_eq!(&union.cells, &after.total);
        if suppressed.few == 0 && suppressed.complementary == 0 {
            prop_assert_eq!(before, after);
        }
    }
}
