//! What is counted many rows at once is what is counted row by row.

use std::convert::Infallible;
use std::sync::Mutex;

use esep::{Fault, FaultKind, Forms, Period, Place, Register, StructureRow, Totals, When, Written};
use proptest::prelude::*;

use super::records::read;
use super::*;
use crate::csv::Records;
use crate::source::with_line_feeds;
use crate::structure::read_structure;
use crate::test::parsed;

/// Bytes in memory that several workers go through in turn.
struct Memory<'a> {
    bytes: &'a [u8],
    workers: usize,
}

impl Readable for Memory<'_> {
    type Error = Infallible;

    fn length(&self) -> u64 {
        u64::try_from(self.bytes.len()).unwrap()
    }

    fn read(&self, from: u64, buffer: &mut [u8]) -> Result<(), Infallible> {
        let from = usize::try_from(from).unwrap();
        buffer.copy_from_slice(&self.bytes[from..from + buffer.len()]);
        Ok(())
    }

    fn share<S: Send>(
        &self,
        tasks: usize,
        state: impl Fn() -> S + Sync,
        task: impl Fn(&mut S, usize) -> Result<(), Infallible> + Sync,
    ) -> Result<Vec<S>, Infallible> {
        let states = Mutex::new((0..self.workers).map(|_| state()).collect::<Vec<_>>());
        for number in (0..tasks).rev() {
            let mut states = states.lock().unwrap();
            task(&mut states[number % self.workers], number)?;
        }
        Ok(states.into_inner().unwrap())
    }
}

/// What is counted row by row.
struct Plainly {
    rows: u64,
    faults: Vec<Faulty>,
    tally: Tally,
}

/// The same, row by row.
fn plainly(text: &str, rules: &Rules, separator: char, known: Known<'_>) -> Plainly {
    let text = with_line_feeds(text.to_owned());
    let mut counted = Plainly { rows: 0, faults: Vec::new(), tally: Tally::new(rules) };
    for record in Records::separated(&text, separator) {
        let organization = rules.fields().iter().position(|it| matches!(it, Field::Organization));
        let unknown = Fault { kind: FaultKind::UnknownOrganization, column: organization };
        let found = read(&record, rules, |row| {
            let code = known.code_of(row.organization).ok_or(unknown)?;
            counted.tally.add(&row, &code, rules);
            Ok(())
        });
        match found {
            Ok(is_row) => counted.rows += u64::from(is_row),
            Err((fault, spot)) => {
                let alike = counted.faults.iter_mut().find(|faulty| {
                    let kinds = [faulty.fault.kind, fault.kind];
                    let widths =
                        kinds.map(|it| matches!(it, FaultKind::WrongNumberOfFields { .. }));
                    faulty.fault == fault || widths == [true, true]
                });
                match alike {
                    Some(faulty) => faulty.rows += 1,
                    None => counted.faults.push(Faulty {
                        fault,
                        rows: 1,
                        line: spot.line + 1,
                        column: spot.column,
                        length: spot.length,
                    }),
                }
            }
        }
    }
    counted
}

fn structure(codes: &[&str]) -> Structure {
    let place = Place::whole(&"structure.csv".into());
    let rows = codes.iter().map(|code| StructureRow::new(Written::new(*code, place.clone())));
    Structure::build(&rows.collect::<Vec<_>>()).0
}

/// A register, its header, and a time.
type Case = (&'static str, &'static [&'static str], &'static str);

const CASES: [Case; 3] = [
    (
        "members",
        &["member_id", "org_code", "sex", "birth_date", "status", "joined", "left", "dues_percent"],
        "2020-H1",
    ),
    ("members", &["left", "name", "joined", "status", "org_code", "birth_date"], "2020-07"),
    (
        "cases",
        &[
            "case_id",
            "org_code",
            "date",
            "category",
            "violations",
            "workers_affected",
            "amount_restored_tenge",
            "proposal_sent",
            "answer_received",
            "reinstated",
            "court",
        ],
        "2020",
    ),
];

fn rules((register, header, when): Case) -> Rules {
    let register = Register::find(register).unwrap();
    let period: Period = when.parse().unwrap();
    let when = if when == "2020-07" { When::On(period.first_day()) } else { When::In(period) };
    Rules::new(register, &Forms::built_in(), header, when).unwrap()
}

fn compare(case: Case, text: &str, size: u64, workers: usize, has_structure: bool) {
    let rules = rules(case);
    let codes = ["KZ-03-08-0007", "a", "аб", "a-very-long-code-of-all", "x"];
    let structure = structure(if has_structure { &codes } else { &[] });
    let tallying = Tallying::new(&rules, ',', &structure);
    let expected = plainly(text, &rules, ',', tallying.known);
    let check = |found: &Counted<'_>, how: &str| {
        assert_eq!(found.rows(), expected.rows, "{how}");
        assert_eq!(found.faults(), expected.faults, "{how}");
        assert_eq!(found.tally(), expected.tally, "{how}");
    };
    let memory = Memory { bytes: text.as_bytes(), workers };
    let Ok(found) = tallying.count_pieces(&memory, Pieces::new(0).of_size(size), 0);
    check(&found, "in pieces");
    let mut stream = tallying.stream(0);
    text.as_bytes().chunks(usize::try_from(size).unwrap()).for_each(|some| stream.push(some));
    check(&stream.finish(), "as a stream");
}

/// Fields of a kind, most of them plain.
fn fields(heading: &str) -> BoxedStrategy<String> {
    let pick = |plain: &'static [&'static str], odd: &'static [&'static str]| {
        let plain = prop::sample::select(plain).prop_map(str::to_owned);
        let odd = prop::sample::select(odd).prop_map(str::to_owned);
        prop_oneof![30 => plain, 1 => odd, 1 => "[ -~\u{e9}\u{4d9}]{0,12}"].boxed()
    };
    match heading {
        "org_code" => pick(
            &["KZ-03-08-0007", "a", "аб", "a-very-long-code-of-all"],
            &["", " a", "b", "KZ-03-08-000", "KZ-03-08-00070", "a-very-long-code-of-al", "\"a\""],
        ),
        "sex" => pick(&["f", "m", "ж", "М", "Female"], &["", "x", "\"f\"", "мужско", "ж "]),
        "status" => pick(
            &["worker", "student", "pensioner", "on_leave", "Пенсионер", "неработающий пенсионер"],
            &["", "workers", "\"student\"", "on  leave", "Работающая.", "пенсионер "],
        ),
        "category" => pick(&["pay", "working_time", "other", "оплата труда"], &["", "none"]),
        "birth_date" | "joined" | "left" | "date" => {
            let day = (1700_u32..3100, 0_u32..14, 0_u32..33)
                .prop_map(|(year, month, day)| format!("{year}-{month:02}-{day:02}"));
            let near = (1960_u32..2030, 1_u32..=12, 1_u32..=28)
                .prop_map(|(year, month, day)| format!("{year}-{month:02}-{day:02}"));
            let edge = prop::sample::select(vec![
                "2020-02-29",
                "2021-02-29",
                "1900-02-29",
                "2000-02-29",
                "2020-07-01",
                "2020-07-02",
                "2020-06-30",
                "2020-01-01",
                "2019-12-31",
                "1985-07-01",
                "1985-06-30",
                "1800-01-01",
                "2999-12-31",
                "1799-12-31",
                "3000-01-01",
                "",
                "01.07.2020",
                "2020-06-31",
                "2020/07/01",
                "2020-7-1",
                "2020-07-01 00:00",
                "\"2020-07-01\"",
                "2020-04-31",
                "2020-00-10",
                "2020-10-00",
                "2o20-10-10",
                "2020-1:-10",
            ]);
            prop_oneof![12 => near, 1 => day, 3 => edge.prop_map(str::to_owned)].boxed()
        }
        "proposal_sent" | "answer_received" | "court" => {
            pick(&["0", "1", "", "да", "нет", "Yes"], &["2", "maybe", " 1"])
        }
        "name" => pick(
            &["", "A B", "Әлия"],
            &[
                "\"A, B\"",
                "\"A\nB\"",
                "\"A \"\"B\"\"\"",
                "A\"B",
                "\"A\" B",
                "\"A",
                "A\rB",
                "\u{fffd}",
            ],
        ),
        "member_id" | "case_id" => {
            pick(&["1", "22", "x-9"], &["", " ", "\u{a0}", "\"7\"", "\u{fffd}"])
        }
        _ => {
            let whole =
                (0_u64..20_000_000_000).prop_flat_map(|most| 0..=most).prop_map(|n| n.to_string());
            let money = (0_u64..=99_999_999, 0_u32..100).prop_map(|(a, b)| format!("{a}.{b:02}"));
            let odd = pick(
                &["", "1.00", "0.50", "0", "100"],
                &[
                    ".5",
                    "5.",
                    "1.5",
                    "1.555",
                    "-1",
                    "1 000",
                    "1,5",
                    "\"1,5\"",
                    "100.01",
                    "007",
                    "1234567.890",
                    "12.34.56",
                    "1000000000000000000",
                    "9999999999999999",
                    "1000000000000000001",
                    "99999999999999999999",
                    "..",
                    "1.00 ",
                    "0.005",
                    "1.0.",
                ],
            );
            prop_oneof![3 => whole, 3 => money, 6 => odd].boxed()
        }
    }
}

fn tables(case: Case) -> impl Strategy<Value = String> {
    let (_, header, _) = case;
    let row: Vec<BoxedStrategy<String>> = header.iter().map(|heading| fields(heading)).collect();
    let odd_row = prop_oneof![
        Just(String::new()),
        Just(" ".to_owned()),
        Just(",,,,,,,".to_owned()),
        Just("a".to_owned()),
        Just("\u{feff}x".to_owned()),
        "[a,\"\n\r ]{0,9}",
        "[,0-9]{0,30}"
    ];
    let row = prop_oneof![40 => row.prop_map(|fields| fields.join(",")), 1 => odd_row];
    let end = prop_oneof![Just("\n"), Just("\r\n")];
    let ends = prop_oneof![20 => Just(None), 1 => Just(Some("\r")), 1 => Just(Some(",\n")), 1 => Just(Some("\n\n"))];
    (prop::collection::vec((row, ends), 0..150), end, any::<bool>()).prop_map(
        |(rows, end, is_ended)| {
            let mut text = String::new();
            for (row, own) in rows {
                text += &row;
                text += own.unwrap_or(end);
            }
            if !is_ended {
                text.truncate(text.trim_end_matches(['\r', '\n']).len());
            }
            text
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn members_are_counted_as_row_by_row(
        text in tables(CASES[0]), size in 1_u64..3_000, workers in 1_usize..4, has_structure: bool,
    ) {
        compare(CASES[0], &text, size, workers, has_structure);
    }

    #[test]
    fn columns_may_stand_in_any_order(
        text in tables(CASES[1]), size in 1_u64..3_000, workers in 1_usize..4, has_structure: bool,
    ) {
        compare(CASES[1], &text, size, workers, has_structure);
    }

    #[test]
    fn numbers_are_added_up_as_row_by_row(
        text in tables(CASES[2]), size in 1_u64..3_000, workers in 1_usize..4, has_structure: bool,
    ) {
        compare(CASES[2], &text, size, workers, has_structure);
    }
}

/// A structure and a register, tallied in little memory and as usual; whether the structure is plain.
fn compare_totals(case: Case, structure: &str, register: &str) -> bool {
    let Ok(read) = Organizations::read(&structure.as_bytes()) else { panic!("it can be read") };
    let Some(organizations) = read else { return false };
    let rules = rules(case);
    let mut gathered = Gathered::new(organizations);
    gathered.count(&rules, ',', &register.as_bytes(), (0, 0)).unwrap().unwrap();
    let mut found = Vec::new();
    gathered.write_csv(&mut found).unwrap();

    let (rows, findings) = read_structure(&parsed("structure.csv", structure));
    let (built, more) = Structure::build(&rows);
    assert_eq!((findings, more), (Vec::new(), Vec::new()), "{structure}");
    let tallying = Tallying::new(&rules, ',', &built);
    let tally = tallying.count(&register.as_bytes(), 0, 0).unwrap().tally();
    let totals = Totals::new(&tally, rules.counting(), &built);
    let names = totals.columns.iter().map(|column| column.id.as_str());
    let names: Vec<&str> = ["organization", "kind", "period"].into_iter().chain(names).collect();
    let mut lines = vec![names.join(",")];
    for row in &totals.rows {
        let kind = row.kind.map_or("", |kind| kind.id());
        let cells = totals.columns.iter().zip(&row.cells).map(|(column, cell)| {
            let unit = 10_i128.pow(column.decimals.into());
            let width = usize::from(column.decimals);
            match cell {
                None => String::new(),
                Some(cell) if width == 0 => cell.to_string(),
                Some(cell) => format!("{}.{:0width$}", cell / unit, cell % unit),
            }
        });
        let fixed = [row.organization.to_string(), kind.to_owned(), case.2.to_owned()];
        lines.push(fixed.into_iter().chain(cells).collect::<Vec<_>>().join(","));
    }
    let expected = lines.join("\n") + "\n";
    assert_eq!(String::from_utf8(found).unwrap(), expected, "{structure}");
    true
}

fn structures() -> impl Strategy<Value = String> {
    let code = || prop::sample::select(vec!["a", "b", "c", "d", "e", "аб", "KZ-1"]);
    let parent = prop_oneof![3 => code(), 1 => Just("")];
    let kind = prop_oneof![6 => Just(""), 1 => Just("primary"), 1 => Just("областная"), 1 => Just("federation")];
    let employees = prop_oneof![4 => (0_u32..90).prop_map(|n| n.to_string()), 1 => "[0-9 x]{0,3}"];
    let since = prop_oneof![9 => Just(""), 1 => Just("2019-01-01")];
    let row = (code(), parent, kind, employees, since);
    prop::collection::vec(row, 0..8).prop_map(|mut rows| {
        // Codes seldom come twice.
        rows.sort();
        rows.dedup_by(|(a, ..), (b, ..)| a == b);
        let rows = rows.iter().map(|(code, parent, kind, employees, since)| {
            format!("{code},{parent},{kind},{employees},{since}\n")
        });
        format!("code,parent,kind,employees,since\n{}", rows.collect::<String>())
    })
}

proptest! {
    #[test]
    fn a_structure_in_little_memory_gives_the_same_table(
        structure in structures(),
        codes in prop::collection::vec(prop::sample::select(vec!["a", "b", "d", "аб", "z"]), 0..20),
    ) {
        let row = |code| format!("1,{code},f,1990-01-01,worker,2010-01-01,,1.00\n");
        compare_totals(CASES[0], &structure, &codes.into_iter().map(row).collect::<String>());
    }
}

#[test]
fn structures_that_are_plain_and_others() {
    let is_plain = |rows: &str| {
        compare_totals(CASES[0], &format!("code,parent,kind,employees,since,name\n{rows}"), "")
    };
    assert!(is_plain("b,a,primary,5,,B\na,,областная,,,\nc,b,,,,\r\n"));
    for doubtful in [
        "a,,,,,\na,,,,,\n",
        "a,b,,,,\n",
        "a,a,,,,\n",
        "a,b,,,,\nb,a,,,,\n",
        "a,,club,,,\n",
        "a,,federation,,,\n",
        "a,,,x,,\n",
        "a,,,,2019-01-01,\n",
        "a,,,,\n",
        "\"a\",,,,,\n",
        " a,,,,,\n",
        "=a,,,,,\n",
        "a;b,,,,,\n",
        ",,,,,\n",
        "a-very-long-code,,,,,\n",
        "a,,primary,,,\nb,a,regional,,,\n",
    ] {
        assert!(!is_plain(doubtful), "{doubtful}");
    }
}

#[test]
fn counters_of_many_rows() {
    let row = "1,a,f,1990-01-01,worker,2010-01-01,,1.00\n";
    compare(CASES[0], &row.repeat(100_000), 1 << 18, 2, true);
    let row = "1,a,2020-05-05,pay,1,1,999999999999999.99,1,0,1,1\n";
    compare(CASES[2], &row.repeat(70_000), 1 << 18, 2, true);
}

#[test]
fn sums_beyond_sixty_four_bits() {
    let row = |code| format!("1,{code},2020-05-05,pay,1,1,999999999999999.99,1,0,1,1\n");
    let register = [row("b").repeat(60), row("c").repeat(60), row("a")].concat();
    assert!(compare_totals(CASES[2], "code,parent\na,\nb,a\nc,a\n", &register));
    let register = row("b").repeat(100);
    assert!(compare_totals(CASES[2], "code,parent\na,\nb,a\nc,a\n", &register));
}

#[test]
fn the_first_fault_of_a_kind_is_the_first_of_the_file() {
    let good = "1,a,f,1990-01-01,worker,2010-01-01,,1.00\n".repeat(500);
    let bad = "1,a,f,1990-02-30,worker,2010-01-01,,1.00\n";
    compare(CASES[0], &format!("{good}\"1\n\",a,x\n{good}{bad}{good}{bad}{good}"), 100, 3, true);
}
