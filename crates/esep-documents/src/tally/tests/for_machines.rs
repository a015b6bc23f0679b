//! What is tallied plainly, for machines alone, is what is tallied as usual.

use esep::Language;

use super::*;
use crate::table::TableFormat;
use crate::{PlainTally, TallyRequest};

const PLAIN: &str = "code,parent,kind,employees\nu,,sectoral-union,\na,u,regional,70\nb,a,primary,9\n\
                     c,a,primary,\nd,u,,5\n";

type Given = (String, Vec<Finding>);

fn request(register: &str) -> TallyRequest<'_> {
    let (as_of, period) = match register {
        "members" => (Some("2020-07-01"), None),
        _ => (None, Some("2020")),
    };
    TallyRequest { register, as_of, period, level: None }
}

fn plainly(register: &str, structure: &str, files: &[Vec<u8>], workers: usize) -> Option<Given> {
    let mut tally = PlainTally::begin(&structure.as_bytes(), &request(register))?;
    for bytes in files {
        tally.table("f.csv", &Memory { bytes, workers })?;
    }
    let tallied = tally.finish()?;
    let mut table = Vec::new();
    tallied.write_csv(&mut table).unwrap();
    let (findings, _) = tallied.into_findings();
    Some((String::from_utf8(table).unwrap(), findings))
}

fn as_usual(register: &str, structure: &str, files: &[Vec<u8>]) -> Given {
    let report = TallyReport::with_structure(File::new("structure.csv", structure));
    let files = files.iter().map(|bytes| File::new("f.csv", bytes.as_slice())).collect();
    let mut report = report.tally(files, &request(register)).unwrap();
    let table = report.write(TableFormat::Csv, Language::En);
    (table, report.take_findings().0)
}

/// Whether files are plain; then both ways give the same.
#[track_caller]
fn is_plain(register: &str, structure: &str, files: &[Vec<u8>]) -> bool {
    let expected = as_usual(register, structure, files);
    for workers in 1..3 {
        let Some(found) = plainly(register, structure, files, workers) else { return false };
        assert_eq!(found, expected, "{workers} workers");
    }
    true
}

fn text(file: &str) -> Vec<Vec<u8>> {
    vec![file.as_bytes().to_vec()]
}

const MEMBERS: &str = "org_code,sex,birth_date,status,joined,left";

#[test]
fn what_is_plain() {
    let is_plain = |rows: &str| is_plain("members", PLAIN, &text(&format!("{MEMBERS}\n{rows}")));
    let good = "b,f,1990-01-01,worker,2010-01-01,\n";
    assert!(is_plain(&good.repeat(9)));
    assert!(is_plain(&good.repeat(20_000)));
    assert!(is_plain(
        "\"b\",ж,01.02.1990,worker,2010-01-01,\n\n c ,f,1990-01-01,worker,2010-01-01,"
    ));
    // Faults are told.
    assert!(is_plain(&format!("b,f,1990-02-31,worker,2010-01-01,\n{good}b,f\n\"b,f\n")));
    // No row at all, an unknown organization, rows above others, a damaged text: told as usual.
    for doubtful in
        ["", "z,f,1990-01-01,worker,2010-01-01,\n", "a,f,1990-01-01,worker,2010-01-01,\n"]
    {
        assert!(!is_plain(doubtful), "{doubtful}");
    }
    assert!(!is_plain(&format!("{good}b,f,1990-01-01,worker,\0,\n")));
}

#[test]
fn which_files_are_plain() {
    let rows = "b,f,1990-01-01,worker,2010-01-01,\n";
    let file = |head: &str| format!("{head}\n{rows}").into_bytes();
    let is_plain = |files: &[Vec<u8>]| is_plain("members", PLAIN, files);
    let plain = file(MEMBERS);
    assert!(is_plain(&[plain.clone(), plain.clone(), plain.clone()]));
    assert!(is_plain(&[file(&format!("\u{FEFF}{MEMBERS}"))]));
    let other = file("org_code,sex,birth_date,note,joined,left");
    assert!(is_plain(std::slice::from_ref(&other)) && !is_plain(&[plain.clone(), other]));
    assert!(!is_plain(&[b"a,b\n1,2\n".to_vec()]) && !is_plain(&[Vec::new()]));
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(&plain).unwrap();
    assert!(!is_plain(&[gzip.finish().unwrap()]));
    let begun = |structure: &str, level| {
        let request = TallyRequest { level, ..request("members") };
        PlainTally::begin(&structure.as_bytes(), &request).is_some()
    };
    assert!(begun(PLAIN, None) && !begun(PLAIN, Some("primary")) && !begun("", None));
    assert!(!begun("code,parent\n=1,\n", None) && !begun(STRUCTURE, None));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn members(
        rows in prop::collection::vec(
            "(b|c|d|b|c|d|b|c|d|a|B|\"b\"),(f|m|f|m|ж|),(1990-01-01|2002-03-04|1950-05-06|31.12.1999|1990-02-30),(worker|student|pensioner|on_leave|x),(2010-01-01|2020-06-30|2020-07-02),(|||2020-06-30|2020-07-01|2009-01-01)(\r\n|\n)",
            0..30,
        ),
        split: prop::sample::Index,
    ) {
        let (one, other) = rows.split_at(split.index(rows.len() + 1));
        let file = |rows: &[String]| format!("{MEMBERS}\n{}", rows.concat()).into_bytes();
        is_plain("members", PLAIN, &[file(&rows)]);
        is_plain("members", PLAIN, &[file(one), file(other)]);
    }

    #[test]
    fn cases(
        rows in prop::collection::vec(
            "(b|c|d),(2020-05-05|2019-12-31|2020-12-31),(pay|working_time|safety|other|x),[0-9]{1,3},[0-9]{1,2},[0-9]{1,9}(\\.[0-9]{1,3})?,(0|1|yes),(0|1),(0|1),[0-9]\n",
            1..30,
        ),
        split: prop::sample::Index,
    ) {
        let head = "org_code,date,category,violations,workers_affected,amount_restored_tenge,\
                    proposal_sent,answer_received,reinstated,court";
        let (one, other) = rows.split_at(split.index(rows.len() + 1));
        let file = |rows: &[String]| format!("{head}\n{}", rows.concat()).into_bytes();
        is_plain("cases", PLAIN, &[file(&rows)]);
        is_plain("cases", PLAIN, &[file(one), file(other)]);
    }
}
