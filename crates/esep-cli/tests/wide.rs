//! Large wide tables: what is found in going through them piece by piece is what is found in
//! reading them as a whole, to the byte.

// Clippy takes only functions marked `#[test]` for tests, not what they share.
#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const FORM: &str = r#"
id = "wide"
title = { kk = "Wide", ru = "Wide", en = "Wide" }
source = "An example; no such form exists."

[[line]]
id = "all"
unit = "persons"
label = { kk = "all", ru = "all", en = "all" }

[[line]]
id = "women"
unit = "persons"
label = { kk = "women", ru = "women", en = "women" }

[[line]]
id = "men"
unit = "persons"
label = { kk = "men", ru = "men", en = "men" }

[[breakdown]]
of = "all"
parts = ["women", "men"]
complete = true
"#;

/// A folder with the form, removed in the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = Self(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name));
        fs::create_dir_all(&folder.0).unwrap();
        fs::write(folder.0.join("wide.toml"), FORM).unwrap();
        folder
    }

    /// The status and all that is printed.
    fn check(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_esep"))
            .arg("check")
            .args(arguments)
            .args(["--form", "wide.toml", "--period", "2020"])
            .current_dir(&self.0)
            .env("LC_ALL", "en_US.UTF-8")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        (output.status.code(), text)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A table of 300 parents with 30 organizations each, larger than what is read as a whole at once.
/// `change` may change a row before it is written.
fn write(path: &Path, change: impl Fn(usize, &str) -> String) {
    let mut text = "code,parent,all,women,men\n".to_owned();
    for parent in 0..300 {
        let sums = (0..30)
            .map(|child| figures(parent, child))
            .fold((0, 0), |(w, m), (women, men)| (w + women, m + men));
        let row = format!("p{parent},,{},{},{}", sums.0 + sums.1, sums.0, sums.1);
        writeln!(text, "{}", change(parent * 31, &row)).unwrap();
        for child in 0..30 {
            let (women, men) = figures(parent, child);
            let row =
                format!("parent-{parent}-child-{child},p{parent},{},{women},{men}", women + men);
            writeln!(text, "{}", change(parent * 31 + child + 1, &row)).unwrap();
        }
    }
    assert!(text.len() > 128 * 1024);
    fs::write(path, text).unwrap();
}

fn figures(parent: usize, child: usize) -> (usize, usize) {
    (40 + (parent * 7 + child * 13) % 57, 30 + (parent * 11 + child * 5) % 41)
}

/// A file named twice is read once, and as a whole.
#[track_caller]
fn check(name: &str, expected: &[&str], change: impl Fn(usize, &str) -> String) {
    let folder = Folder::new(name);
    write(&folder.0.join("wide.csv"), change);
    for format in ["text", "json", "sarif", "github", "markdown"] {
        let pieces = folder.check(&["wide.csv", "--format", format]);
        let whole = folder.check(&["wide.csv", "wide.csv", "--format", format]);
        if format == "text" {
            for part in expected {
                assert!(pieces.1.contains(part), "{}", pieces.1);
            }
        }
        assert_eq!(pieces, whole);
    }
}

#[test]
fn a_table_in_order() {
    check("in-order", &["nothing found", "on 9,300 sheets"], |_, row| row.to_owned());
}

#[test]
fn a_table_with_wrong_and_odd_rows() {
    let expected =
        ["[F001]", "[F002]", "[R001]", "[S001]", "[S006]", "[I001]", "[I005]", "wide.csv:33:5"];
    check("odd", &expected, |number, row| match number {
        31 => row.replace(",,", ",,1"),
        70 => format!("{row}1"),
        100 => row.replace(",p3,", ",p-3,"),
        200 => format!("\n{row}\r\np-9,p7,10,about five,5"),
        300 => format!("{row}\n{row}"),
        4_000 => row.replace(',', ", "),
        9_299 => row.replace("parent-299-", "parent-298-"),
        _ => row.to_owned(),
    });
}

/// What is no wide table, or no text, is read as a whole, and not where it is too large for that.
#[test]
fn a_large_file_that_is_no_wide_table() {
    let folder = Folder::new("no-table");
    for text in ["organization,line,value\n", "code,parent,all,women,men\na,,3,1,2\n"] {
        let path = folder.0.join("wide.csv");
        fs::write(&path, text).unwrap();
        // What follows are noughts that take no room on the disk.
        File::options().write(true).open(&path).unwrap().set_len(3 << 30).unwrap();
        let (status, text) = folder.check(&["wide.csv"]);
        assert_eq!(status, Some(1), "{text}");
        assert!(text.contains("it is larger than 256 MB"), "{text}");
        assert!(text.contains("hint: split it into several files"), "{text}");
    }
}
