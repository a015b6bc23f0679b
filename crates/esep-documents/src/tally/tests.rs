//! What is counted at once, in pieces or as it comes is what is counted row by row.

mod for_machines;
mod plain;
#[cfg(feature = "office")]
mod sheets;
mod unique;

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Mutex;

use esep::{FaultKind, Forms, Register, Repeats, When};
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;

use super::faults::{FaultOf, Seen};
use super::incoming::Incoming;
use super::opening::{Counted, Purpose};
use super::reading::{read, read_stream, read_table};
use super::*;
use crate::pieces::{BeyondEnd, Readable};
use crate::register::{Among, Seeing};
use crate::source::{Source, TextEncoding};

const STRUCTURE: &str = "code,parent,kind,name\nодақ,,sectoral-union,Одақ\nмектеп,одақ,primary,\
                         № 7 мектеп\nb,одақ,primary,B\nc,одақ,primary,C\n";

/// Bytes that several workers read, the last piece first.
struct Memory<'a> {
    bytes: &'a [u8],
    workers: usize,
}

impl Readable for Memory<'_> {
    type Error = BeyondEnd;

    fn length(&self) -> u64 {
        self.bytes.length()
    }

    fn read(&self, from: u64, buffer: &mut [u8]) -> Result<(), BeyondEnd> {
        self.bytes.read(from, buffer)
    }

    fn share<S: Send>(
        &self,
        tasks: usize,
        state: impl Fn() -> S + Sync,
        task: impl Fn(&mut S, usize) -> Result<(), BeyondEnd> + Sync,
    ) -> Result<Vec<S>, BeyondEnd> {
        let states = Mutex::new((0..self.workers).map(|_| state()).collect::<Vec<_>>());
        for number in (0..tasks).rev() {
            task(&mut states.lock().unwrap()[number % self.workers], number)?;
        }
        Ok(states.into_inner().unwrap())
    }
}

/// All that a way of reading gives.
#[derive(Debug, PartialEq)]
struct Given {
    tallies: Vec<(Vec<String>, Tally)>,
    faults: BTreeMap<FaultOf, Seen>,
    columns: Vec<usize>,
    heading: Source,
}

fn lines(counting: &Counting) -> Vec<String> {
    counting.counters().iter().map(|counter| counter.line.clone()).collect()
}

type Reading = (Option<Given>, Vec<Finding>);

/// Reads in some way, for so many periods.
fn given(
    periods: &[&str],
    way: impl FnOnce(Purpose<'_>, &mut Vec<Finding>) -> Option<Counted>,
) -> Reading {
    let whens: Vec<When> = periods.iter().map(|it| When::In(it.parse().unwrap())).collect();
    let structure = TallyReport::with_structure(File::new("structure.csv", STRUCTURE)).structure;
    let register = Register::find("members").unwrap();
    let forms = Forms::built_in();
    let among = Among { structure: &structure, seeing: Seeing::All, from: 0 };
    let purpose = Purpose { register, forms: &forms, among, whens: &whens };
    let mut findings = Vec::new();
    let counted = way(purpose, &mut findings).map(|counted| Given {
        tallies: counted.tallies.into_iter().map(|(it, tally)| (lines(&it), tally)).collect(),
        faults: counted.faults.seen,
        columns: counted.columns,
        heading: counted.heading,
    });
    Finding::sort(&mut findings);
    (counted, findings)
}

fn name() -> Arc<str> {
    Arc::from("members.csv")
}

/// Whatever the way, a file gives what it gives row by row.
#[track_caller]
fn check(bytes: &[u8]) -> Reading {
    let file = || File::new(name(), bytes);
    let periods = ["2020-H1", "2019"];
    let mut expected = given(&periods, |it, findings| plain::read(file(), it, findings));
    let found = given(&periods, |it, findings| read(file(), it, findings));
    assert_eq!(found, expected);
    let periods = &periods[..1];
    if let Some(given) = &mut expected.0 {
        given.tallies.truncate(1);
    }
    // Large files take long.
    let is_large = bytes.len() > 100_000;
    for workers in if is_large { 3..4 } else { 1..3 } {
        let table = Memory { bytes, workers };
        let found =
            given(periods, |it, findings| read_table(&name(), &table, it, findings).unwrap());
        assert_eq!(found, expected, "{workers} workers");
    }
    for length in if is_large { vec![70_001] } else { vec![1_000, bytes.len().max(1)] } {
        let found = given(periods, |it, findings| {
            let mut incoming = Incoming::new(&name());
            bytes.chunks(length).for_each(|some| incoming.push(some, it, findings));
            incoming.finish(it, findings)
        });
        assert_eq!(found, expected, "by {length}");
    }
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(bytes).unwrap();
    let packed = gzip.finish().unwrap();
    for mut bytes in [bytes, &packed] {
        let found =
            given(periods, |it, findings| read_stream(&name(), &mut bytes, it, findings).unwrap());
        assert_eq!(found, expected);
    }
    expected
}

/// A register of so many rows below a title, some of them bad.
fn register(rows: usize) -> String {
    let mut text = "Мүшелер тізілімі\nаты;ұйым;жынысы;кірген күні;шыққан күні\n".to_owned();
    let name = "Ә. Ө. ".repeat(20);
    for row in 0..rows {
        let organization = ["№ 7 мектеп", "b", "\"мектеп\"", "бөтен"][row % 4];
        let day = if row % 1_000 == 999 { "31.02.2015" } else { "2015-03-01" };
        text.extend([&name, ";", organization, ";әйел;", day, ";\n"]);
        if row % 4_777 == 4_000 {
            text += "a;c;ер;2015-03-01;\"2015-\n04-01\"\na;c;ер;2035-03-01;\n";
        }
    }
    text
}

#[test]
fn a_register_of_any_size_gives_what_its_rows_give() {
    for (rows, organizations) in [(0, 0), (1, 1), (600, 2), (6_000, 3)] {
        let (counted, _) = check(register(rows).as_bytes());
        assert_eq!(counted.unwrap().tallies[0].1.iter().count(), organizations);
    }
}

#[test]
fn every_encoding() {
    let text = register(6_000);
    check(format!("\u{FEFF}{}", text.replace('\n', "\r\n")).as_bytes());
    check(text.replace('\n', "\r").as_bytes());
    let units = text.encode_utf16().flat_map(u16::to_le_bytes);
    check(&[0xFF, 0xFE].into_iter().chain(units).collect::<Vec<u8>>());
    let single = |letter: char| {
        (0..=255).find(|byte| TextEncoding::SingleBytes.text(&[*byte]) == letter.to_string())
    };
    check(&text.chars().map(|letter| single(letter).unwrap()).collect::<Vec<u8>>());
}

/// Only a whole table tells: streams are left out.
#[test]
fn what_the_first_bytes_do_not_tell() {
    let mut ascii = "org_code,sex,joined,left\n".to_owned()
        + &*(" ".repeat(100) + "b,f,2015-03-01,\n").repeat(10_000);
    ascii.push_str("c,f,2015-03-01,\n");
    let end = ascii.len() - 16;
    for odd in [&b"\xE2\x82"[..], b"\0", b"\xC4", "\u{FFFD}".as_bytes()] {
        let mut bytes = ascii.clone().into_bytes();
        bytes.splice(end..end, odd.iter().copied());
        let periods = ["2020-H1"];
        let expected =
            given(&periods, |it, findings| plain::read(File::new(name(), &*bytes), it, findings));
        let table = Memory { bytes: &bytes, workers: 2 };
        let found =
            given(&periods, |it, findings| read_table(&name(), &table, it, findings).unwrap());
        assert_eq!(found, expected);
        let faults = &expected.0.unwrap().faults;
        let kinds: Vec<FaultKind> = faults.keys().map(|fault| fault.kind).collect();
        let is_cyrillic = odd.len() == 1 && odd[0] > 0;
        let kind = if is_cyrillic { FaultKind::UnknownOrganization } else { FaultKind::NoText };
        assert_eq!(kinds, [kind]);
    }
}

/// Where a row is cut does not depend on how its bytes come.
#[test]
fn rows_without_end() {
    let row = "a;b;әйел;2015-03-01;\n";
    let head = register(600);
    let endless = [head.as_str(), "a;c;\"", &row.repeat(80_000), "\n", row].concat();
    let long = [head.as_str(), "a;c;", &"x".repeat(2_500_000), "\n", row].concat();
    for text in [endless, long] {
        let periods = ["2020-H1"];
        let expected =
            given(&periods, |it, findings| read(File::new(name(), &*text), it, findings));
        assert!(expected.0.as_ref().unwrap().faults.len() > 1);
        for length in [999, 262_145, 3 << 20] {
            let found = given(&periods, |it, findings| {
                let mut incoming = Incoming::new(&name());
                text.as_bytes().chunks(length).for_each(|it2| incoming.push(it2, it, findings));
                incoming.finish(it, findings)
            });
            assert_eq!(found, expected, "by {length}");
        }
        let table = Memory { bytes: text.as_bytes(), workers: 3 };
        let found =
            given(&periods, |it, findings| read_table(&name(), &table, it, findings).unwrap());
        assert_eq!(found, expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_gives_what_its_rows_give(
        head in prop::sample::select(vec![
            "org_code,sex,joined,left", "sep=|\norg_code|sex|joined|left", "t\n\norg_code;joined;left",
            "sep=¦\norg_code¦joined¦left", "left\tjoined\torg_code\tx", "org_code,joined", "a,b",
        ]),
        rows in prop::collection::vec(
            "((b|c|№ 7 мектеп|z|\"b\"|)[,;|¦\t]){0,1}((f|m|2015-03-01|01.03.2015|\"|\0|\u{fffd}|2020-06-31|)[,;|¦\t]?){0,4}(\n|\r\n|\r)?",
            0..40,
        ),
        broken in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = format!("{head}\n{}", rows.concat()).into_bytes();
        if let Some(at) = broken {
            let at = at.index(bytes.len());
            bytes[at] |= 0x80;
        }
        check(&bytes);
    }
}

#[test]
fn what_is_no_register_is_told_once() {
    for (bytes, expected) in [
        (&b"PK\x03\x04"[..], "unreadable-document.workbook"),
        (&b""[..], "unreadable-document.empty"),
        (&b"a,b\n1,2\n"[..], "unreadable-document.no-header"),
    ] {
        let (counted, findings) = check(bytes);
        assert!(counted.is_none());
        assert_eq!(findings.iter().map(|it| it.message.key).collect::<Vec<_>>(), [expected]);
    }
}

/// A stream and a table that fail after some bytes.
#[test]
fn what_cannot_be_read_to_its_end_gives_nothing() {
    struct Short<'a>(&'a [u8]);

    impl Readable for Short<'_> {
        type Error = BeyondEnd;

        fn length(&self) -> u64 {
            self.0.length() + 1
        }

        fn read(&self, from: u64, buffer: &mut [u8]) -> Result<(), BeyondEnd> {
            self.0.read(from, buffer)
        }
    }

    let text = register(9_000);
    let utf_16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut gzip = GzEncoder::new(Vec::new(), Compression::none());
    gzip.write_all(text.as_bytes()).unwrap();
    let packed = gzip.finish().unwrap();
    for bytes in [text.as_bytes(), &utf_16, &packed[..packed.len() - 9]] {
        let (_, findings) = given(&["2020"], |it, findings| {
            assert!(read_table(&name(), &Short(bytes), it, findings).is_err());
            None
        });
        assert_eq!(findings, []);
    }
    let (_, findings) = given(&["2020"], |it, findings| {
        read(File::new(name(), &packed[..packed.len() - 9]), it, findings)
    });
    assert_eq!(findings[0].message.key, "unreadable-document.damaged-archive");
}
