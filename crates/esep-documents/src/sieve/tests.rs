//! What a sieve finds is what is found where everything is read as usual.

use std::convert::Infallible;
use std::fmt::Write as _;

use esep::explain::{Explained, Limits, Outcome, explain};
use esep::{Family, Language, Place, Written, check};
use proptest::prelude::*;

use super::*;
use crate::{FindingsFormat, FindingsReport, TextStyle, Ways, write_findings};

/// What is found within little work is the same, too.
const LIMITS: Limits = Limits { steps: 2_000, comparisons: 1_000, repairs: 10 };

/// A table in memory, read by so many workers.
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
        let mut states: Vec<S> = (0..self.workers).map(|_| state()).collect();
        // Tasks come in any order, to any worker.
        for number in (0..tasks).rev() {
            let worker = (number * 7 + 3) % self.workers;
            let Ok(()) = task(&mut states[worker], number);
        }
        Ok(states)
    }
}

fn request(form: &str) -> Request {
    Request {
        own_forms: vec![File::new("form.toml", form)],
        period: Some(Written::new("2020", Place::whole(&"--period".into()))),
        ..Request::default()
    }
}

/// What is written of findings, as text and as JSON.
fn written(checked: &Checked, explanations: &[Explained], sources: &Sources) -> String {
    let report = FindingsReport {
        findings: &checked.findings,
        explanations,
        ways: Ways::Likeliest,
        summary: &checked.summary,
        language: Language::En,
        source: &|name| Some(sources.get(name)?.text.as_str()),
    };
    [FindingsFormat::Text(TextStyle::PLAIN), FindingsFormat::Json]
        .map(|format| write_findings(&report, format))
        .concat()
}

fn sift(
    form: &str,
    table: &[u8],
    size: usize,
    workers: usize,
    asks: impl Fn(Code) -> bool,
) -> Option<(Sifted, Option<Vec<Explained>>)> {
    let mut sieve = Sieve::new("wide.csv", table, &request(form), asks)?;
    sieve.pieces = sieve.pieces.of_size(u64::try_from(size).unwrap());
    let table = Memory { bytes: table, workers };
    let Ok(sifted) = sieve.sift(&table);
    let sifted = sifted?;
    let Ok(explained) = sieve.explain(&table, &sifted, &sifted.check().findings, &LIMITS);
    Some((sifted, explained.map(|(explained, _)| explained)))
}

/// Holds the sieve against reading as usual; returns how many sheets passed.
#[track_caller]
fn compare(form: &str, table: &[u8], size: usize, workers: usize) -> Option<usize> {
    compare_for(form, table, size, workers, |_| true)
}

/// The same where not all findings are asked for.
#[track_caller]
fn compare_for(
    form: &str,
    table: &[u8],
    size: usize,
    workers: usize,
    asks: impl Fn(Code) -> bool + Copy,
) -> Option<usize> {
    let (sifted, explained) = sift(form, table, size, workers, asks)?;
    let usual = read_documents(vec![File::new("wide.csv", table)], &request(form)).understand();
    let mut expected = check(&usual.book);
    expected.findings.splice(..0, usual.findings);
    expected.findings.retain(|finding| asks(finding.code));
    Finding::sort(&mut expected.findings);
    expected.summary = expected.summary.counting(&expected.findings);
    let (checked, passed) = (sifted.check(), sifted.passed.sheets);
    let text = String::from_utf8_lossy(table);
    let sources = sifted.into_sources();
    let mut wanted = explain(&usual.book, &expected.findings, &LIMITS);
    let mut explained = explained.unwrap_or_else(|| {
        wanted.clear();
        Vec::new()
    });
    // Where the work allowed is done, what is known by then depends on what was read.
    let given_up = Outcome::OutOfBudget { at_least: 1, solutions: Vec::new() };
    for (group, other) in wanted.iter_mut().zip(&mut explained) {
        let is_complete =
            |it: &Explained| matches!(it.outcome, Outcome::Solved { is_complete: true, .. });
        if !(is_complete(group) && is_complete(other)) {
            group.outcome = given_up.clone();
            other.outcome = given_up.clone();
        }
    }
    assert_eq!(
        written(&checked, &explained, &sources),
        written(&expected, &wanted, &usual.sources),
        "{text}"
    );
    assert_eq!(checked, expected, "{text}");
    Some(passed)
}

fn form(lines: &[(&str, &str)], rest: &str) -> String {
    let label = |text: &str| format!("{{ kk = '{text}', ru = '{text}', en = '{text}' }}");
    let mut form = format!("id = 'wide'\ntitle = {}\n", label("Wide"));
    for (id, more) in lines {
        let _ = write!(form, "[[line]]\nid = '{id}'\nlabel = {}\n{more}\n", label(id));
    }
    form + rest
}

const PERSONS: &str = "unit = 'persons'";
const MONEY: &str = "unit = 'KZT'";

/// Forms that a sieve can be made of; the table has the lines `a` to `d`.
fn forms() -> Vec<String> {
    let lines = [("a", PERSONS), ("b", PERSONS), ("c", PERSONS), ("d", MONEY)];
    let sum = "[[breakdown]]\nof = 'a'\nparts = ['b', 'c']\ncomplete = true\n";
    let missing = ("e", PERSONS);
    vec![
        form(&lines, sum),
        form(&lines, "[[breakdown]]\nof = 'a'\nparts = ['b', 'c']\ncomplete = false\n"),
        // A part that the table does not have, then two.
        form(
            &[&lines[..], &[missing]].concat(),
            "[[breakdown]]\nof = 'a'\nparts = ['b', 'c', 'e']\ncomplete = true\n\
             [[rule]]\nid = 'r'\nholds = 'e <= a'\n",
        ),
        form(
            &[&lines[..], &[missing, ("f", PERSONS)]].concat(),
            "[[breakdown]]\nof = 'a'\nparts = ['b', 'e', 'f']\ncomplete = true\n",
        ),
        // Two parts of four.
        form(
            &[&lines[..], &[missing, ("f", PERSONS)]].concat(),
            "[[breakdown]]\nof = 'a'\nparts = ['b', 'c', 'e', 'f']\ncomplete = true\n",
        ),
        form(
            &[
                ("a", "unit = 'number'"),
                ("b", "unit = 'number'\nrollup = 'none'"),
                ("c", "unit = 'persons'\nmin = 1\nmax = 40"),
                ("d", MONEY),
            ],
            sum,
        ),
        form(
            &[&lines[..], &[("share", "unit = 'percent'")]].concat(),
            "[[rule]]\nid = 'r'\nholds = 'if a > 20 and d > 1000 then 2 * b - c / 4 <= 50 % * a'\n\
             [[rule]]\nid = 's'\nholds = 'share = b / a'\n\
             [[rule]]\nid = 't'\nholds = 'a != c@previous'\n\
             [[rule]]\nid = 'u'\nholds = 'if share > 0 then a = d'\nseverity = 'warning'\n",
        ),
    ]
}

/// A row before it is written.
#[derive(Debug, Clone)]
struct Row {
    code: String,
    parent: String,
    cells: Vec<String>,
}

/// Something that goes wrong.
#[derive(Debug, Clone, Copy)]
enum Mishap {
    Cell(usize, usize, &'static str),
    Slip(usize, usize),
    Code(usize, &'static str),
    Parent(usize, &'static str),
    Repeated(usize, usize),
    Dropped(usize),
    Line(usize, &'static str),
}

fn mishaps() -> impl Strategy<Value = Vec<Mishap>> {
    let cell = prop::sample::select(vec![
        "",
        "-",
        "x",
        "...",
        "5.5",
        "-3",
        " 7",
        "1 234",
        "~40",
        "> 3",
        "abc",
        "\"12\"",
        "\"1,2\"",
        "12*",
        "007",
        "1e3",
        "999999999999999999",
        "9999999999999999999",
        "12 %",
        "3 million",
        "\u{a0}4",
        "\"open",
        "5\r",
    ]);
    let code = prop::sample::select(vec![
        "o1",
        "o2",
        "o3",
        "p1",
        "none",
        "",
        "Ұйым",
        "o 1",
        "\"o1\"",
        "#x",
        "a-code-that-is-longer-than-any-code-should-ever-be",
    ]);
    let line = prop::sample::select(vec![
        "",
        " ",
        ",,,,,",
        "x,y",
        "\"",
        "o9,o1,1,1,0,5,9",
        "#,#,#",
        "a\u{0}b",
    ]);
    let at = || 0_usize..20;
    let mishap = prop_oneof![
        3 => (at(), 0_usize..4, cell).prop_map(|(row, cell, text)| Mishap::Cell(row, cell, text)),
        3 => (at(), 0_usize..4).prop_map(|(row, cell)| Mishap::Slip(row, cell)),
        1 => (at(), code.clone()).prop_map(|(row, code)| Mishap::Code(row, code)),
        2 => (at(), code).prop_map(|(row, code)| Mishap::Parent(row, code)),
        1 => (at(), at()).prop_map(|(row, to)| Mishap::Repeated(row, to)),
        1 => at().prop_map(Mishap::Dropped),
        1 => (at(), line).prop_map(|(row, line)| Mishap::Line(row, line)),
    ];
    prop::collection::vec(mishap, 0..5)
}

/// A table whose figures are right but for some mishaps.
fn tables() -> impl Strategy<Value = String> {
    let part = prop_oneof![5 => 0_u64..40, 1 => Just(4_321_u64), 1 => Just(50_000_u64)];
    let money = prop_oneof![3 => 0_u64..3_000_000, 2 => Just(777_777_u64), 1 => Just(900_000_000_000_000_000)];
    let row = (any::<prop::sample::Index>(), part.clone(), part, money);
    let rows = prop::collection::vec(row, 1..16);
    let shape = (any::<u64>(), prop::sample::select(vec!["\n", "\r\n"]), any::<bool>(), 0_u8..8);
    (rows, mishaps(), shape).prop_map(|(rows, mishaps, (order, end, has_end, head))| {
        let mut figures: Vec<[u64; 4]> = Vec::new();
        let mut parents = Vec::new();
        for (index, (parent, b, c, d)) in rows.iter().enumerate() {
            parents.push((index > 0).then(|| parent.index(index)));
            figures.push([b + c, *b, *c, *d]);
        }
        // Those with others below them report the sum of these.
        let has_children = |index| parents.contains(&Some(index));
        for index in (0..figures.len()).filter(|index| has_children(*index)) {
            figures[index] = [0; 4];
        }
        for index in (1..figures.len()).rev() {
            let parent = parents[index].unwrap();
            let below = figures[index];
            figures[parent].iter_mut().zip(below).for_each(|(sum, figure)| *sum += figure);
        }
        let code = |index: usize| format!("o{}", (index * 5) % 17);
        let mut rows: Vec<Row> = (0..figures.len())
            .map(|index| Row {
                code: code(index),
                parent: parents[index].map_or(String::new(), code),
                cells: figures[index].map(|figure| figure.to_string()).to_vec(),
            })
            .collect();
        let mut lines = Vec::new();
        for mishap in mishaps {
            apply(&mut rows, &mut lines, mishap);
        }
        rows.sort_by_key(|row| {
            row.code.bytes().fold(order, |hash, byte| hash.wrapping_mul(31) ^ u64::from(byte))
        });
        let mut text = match head {
            0 => format!("# language: ru{end}code;parent;a;b;name;c;d{end}"),
            1 => format!("name,code,parent_code,a,b,c,d,phone{end}"),
            _ => format!("code,parent_code,a,b,c,d{end}"),
        };
        for row in &rows {
            let Row { code, parent, cells } = row;
            let line = match head {
                0 => format!(
                    "{code};{parent};{};{};Ұйым {code};{};{}",
                    cells[0], cells[1], cells[2], cells[3]
                ),
                1 => format!("{code} {code},{code},{parent},{},+7 701", cells.join(",")),
                _ => format!("{code},{parent},{}", cells.join(",")),
            };
            text.push_str(&line);
            text.push_str(end);
        }
        let mut all: Vec<&str> = text.split_inclusive('\n').collect();
        let extra: Vec<String> = lines.iter().map(|(_, line)| format!("{line}{end}")).collect();
        for ((at, _), line) in lines.iter().zip(&extra) {
            let at = 1 + at % all.len();
            all.insert(at, line);
        }
        let mut text = all.concat();
        if !has_end {
            text.truncate(text.trim_end_matches(['\r', '\n']).len());
        }
        text
    })
}

fn apply(rows: &mut Vec<Row>, lines: &mut Vec<(usize, &'static str)>, mishap: Mishap) {
    let n = rows.len();
    if n == 0 {
        return;
    }
    match mishap {
        Mishap::Cell(row, cell, text) => text.clone_into(&mut rows[row % n].cells[cell]),
        Mishap::Slip(row, cell) => {
            let cell = &mut rows[row % n].cells[cell];
            if let Ok(figure) = cell.parse::<u64>() {
                *cell = (figure + 9).to_string();
            }
        }
        Mishap::Code(row, code) => code.clone_into(&mut rows[row % n].code),
        Mishap::Parent(row, code) => code.clone_into(&mut rows[row % n].parent),
        Mishap::Repeated(row, to) => {
            let row = rows[row % n].clone();
            rows.insert(to % n, row);
        }
        Mishap::Dropped(row) => {
            rows.remove(row % n);
        }
        Mishap::Line(row, line) => lines.push((row, line)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_same_is_found_as_when_everything_is_read(
        table in tables(),
        form in prop::sample::select(forms()),
        size in 1_usize..200,
        workers in 1_usize..4,
    ) {
        compare(&form, table.as_bytes(), size, workers);
    }

    #[test]
    fn the_same_is_found_of_what_is_asked_for(
        table in tables(),
        form in prop::sample::select(forms()),
        size in 1_usize..200,
        workers in 1_usize..4,
        families: u16,
        codes: u64,
    ) {
        // Whole families but for some codes, as people ask.
        let asks = |code: Code| {
            let family = Family::ALL.iter().position(|family| *family == code.family()).unwrap();
            let number = Code::ALL.iter().position(|known| *known == code).unwrap();
            families >> family & 1 == 1 && codes >> (number % 64) & 3 != 0
        };
        compare_for(&form, table.as_bytes(), size, workers, asks);
        compare_for(&form, table.as_bytes(), size, workers, |code| code.family() != Family::Plausibility);
    }

    #[test]
    fn any_bytes_are_gone_through(rows in "([0-9a,;\"\r\n #ә.-]|\n|o1,o2,3,2,1,9\n){0,60}", broken: Vec<u8>) {
        let mut table = format!("code,parent,a,b,c,d\n{rows}").into_bytes();
        compare(&forms()[0], &table, 16, 2);
        table.extend(broken);
        compare(&forms()[0], &table, 16, 2);
    }
}

/// A table with a parent `p` and three children, and how many of their sheets pass.
#[track_caller]
fn passed(rows: &str, expected: Option<usize>) {
    let table = format!(
        "code,parent_code,a,b,c,d\nx,,0,0,0,0\np,,60,30,30,60\nk,p,20,10,10,20\nl,p,20,10,10,20\nm,p,20,10,10,20\n{rows}"
    );
    assert_eq!(compare(&forms()[0], table.as_bytes(), 40, 2), expected);
}

#[test]
fn what_is_right_passes() {
    // The first row is always held back: what is wrong with the header is said of it.
    passed("", Some(4));
    passed("y,,1,1,0,5\n", Some(5));
    passed("y,,1,1,0,5", Some(5));
    passed("\n\ny,,1,1,0,5\r\n", Some(5));
}

#[test]
fn what_is_not_is_held_back_with_its_family_where_it_is_needed() {
    // A row that is wrong by itself is read by itself.
    passed("y,,2,1,0,5\n", Some(4));
    // What is not plain is read with its family.
    passed("q,,1,1,0,5\nr,q,1,1,0,-\n", Some(4));
    // A code that comes twice, a parent that does not exist, a circle.
    passed("y,,1,1,0,5\ny,,1,1,0,5\nz,,0,0,0,0\n", Some(5));
    passed("y,unknown,1,1,0,5\nz,,0,0,0,0\n", Some(5));
    passed("y,z,1,1,0,5\nz,y,1,1,0,5\n", Some(4));
    // A parent that does not agree, and siblings that share a figure, are compared by themselves.
    passed("q,,1,1,0,5\nr,q,2,2,0,5\n", Some(6));
    passed("q,,2,2,0,246914\nr,q,1,1,0,123457\ns,q,1,1,0,123457\n", Some(7));
    passed("q,,2,2,0,6000\nr,q,1,1,0,3000\ns,q,1,1,0,3000\n", Some(7));
    // A cell over two lines.
    passed("y,,1,1,0,\"5\n5\"\n", None);
}

#[test]
fn what_a_sieve_is_not_for() {
    let form = &forms()[0];
    let refused =
        |table: &str| Sieve::new("wide.csv", table.as_bytes(), &request(form), |_| true).is_none();
    assert!(!refused("code,parent,a,b,c,d\nx,,1,1,0,5\n"));
    assert!(refused("code,parent,a,b,c,d\n"));
    assert!(refused("A title\ncode,parent,a,b,c,d\nx,,1,1,0,5\n"));
    assert!(refused("code,a,b,c,d\n"));
    assert!(refused("code,parent,a,b,c,d"));
    assert!(refused("code,parent,period,a,b,c,d\n"));
    assert!(refused("code,line,value\n"));
    assert!(refused("code,parent,a,b,a\n"));
    assert!(refused("parent,a,b,c,d\n"));
    assert!(refused("\"code,parent,a,b,c,d\n"));
    assert!(refused("# period: soon\ncode,parent,a,b,c,d\n"));
}
