//! Rows with the key of a row before them are left out, wherever they stand.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::*;

/// The files without the rows whose key stands in a row before them, and how many these are.
fn without_repeats(files: &[String]) -> (Vec<String>, usize) {
    let mut seen = BTreeSet::new();
    let mut repeats = 0;
    let kept = files.iter().map(|file| {
        let mut lines = file.lines();
        let mut kept = lines.next().unwrap().to_owned() + "\n";
        for line in lines {
            let key = line.split(',').next().unwrap().trim().trim_matches('"').trim().to_owned();
            if line.contains("bad") || seen.insert(key) {
                kept.extend([line, "\n"]);
            } else {
                repeats += 1;
            }
        }
        kept
    });
    (kept.collect(), repeats)
}

fn begun() -> TallyFiles {
    let request =
        TallyRequest { register: "members", as_of: None, period: Some("2020-H1"), level: None };
    TallyReport::with_structure(File::new("structure.csv", STRUCTURE)).begin(&request).unwrap()
}

#[track_caller]
fn check(files: &[String], memory: usize) {
    let (kept, repeats) = without_repeats(files);
    let mut plainly = begun();
    for file in &kept {
        plainly.file(File::new("f.csv", file.as_str()));
    }
    let expected = plainly.finish();
    for workers in [1, 3] {
        let mut tally = begun();
        tally.search(memory, workers * files.len());
        let give = |tally: &mut TallyFiles| {
            for (number, file) in files.iter().enumerate() {
                let table = Memory { bytes: file.as_bytes(), workers };
                match number % 3 {
                    0 => tally.table("f.csv", &table).unwrap(),
                    1 => tally.stream("f.csv", &mut file.as_bytes()).unwrap(),
                    _ => tally.file(File::new("f.csv", file.as_str())),
                }
            }
        };
        give(&mut tally);
        while !tally.is_searched() {
            give(&mut tally);
        }
        give(&mut tally);
        let report = tally.finish();
        let [part, expected_part] = [&report, &expected].map(|it| it.part().unwrap());
        let organizations = |part: &str| part.split("\"lines\"").nth(1).unwrap().to_owned();
        assert_eq!(organizations(&part), organizations(&expected_part), "{workers} workers");
        assert_eq!(report.rows_left_out(), expected.rows_left_out() + repeats);
        assert_eq!(part.contains("duplicate"), repeats > 0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn rows_with_the_key_of_a_row_before_them_are_left_out(
        files in prop::collection::vec(
            prop::collection::vec("([1-9]|x1|1x|ә1|\"7\"|17) ?,(b|мектеп|№ 7 мектеп|bad),2015-03-01,", 0..40),
            1..4,
        ),
        memory in 0..3_000_usize,
    ) {
        let files: Vec<String> = files.into_iter().map(|rows| {
            ["№,ұйым,кірген күні,шыққан күні"].into_iter().chain(rows.iter().map(String::as_str)).collect::<Vec<_>>().join("\n")
        }).collect();
        check(&files, memory);
    }
}

#[test]
fn a_large_register_with_repeats() {
    let mut file = "№,ұйым,кірген күні,шыққан күні\n".to_owned();
    for row in 0..14_000 {
        let key = if row % 97 == 0 { row / 2 } else { row };
        let organization = ["b", "c", "bad"][row % 3];
        writeln!(file, "KZ-{key:060},{organization},2015-03-01,").unwrap();
    }
    check(&[file.clone(), file], 400_000);
}

#[test]
fn where_nothing_is_a_key_nothing_is_counted() {
    let mut tally = begun();
    tally.search(Repeats::MEMORY, 1);
    let file = || File::new("f.csv", "ұйым,кірген күні,шыққан күні\nb,2015-03-01,\n");
    tally.file(file());
    assert!(tally.is_searched());
    tally.file(file());
    let report = tally.finish();
    assert!(report.part().is_none());
    let keys: Vec<&str> = report.findings().iter().map(|it| it.message.key).collect();
    assert_eq!(keys, ["unreadable-document.missing-heading"]);
}
