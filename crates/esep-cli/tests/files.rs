//! Files as they can lie on a disk: unreadable, linked in circles, enormous, oddly named. Each is
//! told, and the rest of the book is checked.

#![cfg(unix)]
// Clippy takes only functions marked `#[test]` for tests, not what they share.
#![allow(clippy::unwrap_used)]

use std::ffi::OsStr;
use std::fs::{self, Permissions};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A book with one wrong figure, removed in the end.
struct Book(PathBuf);

const WRONG: &str = "# form: membership\n# period: 2025-H1\norganization,members,women\na,10,12\n";
const FOUND: &str = "error[F002]: `Members (total)` is stated as 10, but its parts give more: 12";

impl Book {
    fn new(name: &str) -> Self {
        let book = Self(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name));
        book.remove();
        fs::create_dir_all(book.path("reports")).unwrap();
        book.write("reports/wrong.csv", WRONG);
        book
    }

    fn path(&self, below: impl AsRef<Path>) -> PathBuf {
        self.0.join(below)
    }

    fn write(&self, below: impl AsRef<Path>, text: &str) {
        fs::write(self.path(below), text).unwrap();
    }

    /// Checks the book from inside and gives the status and all that is printed.
    fn check(&self, arguments: &[&str]) -> (Option<i32>, String) {
        self.run(&[&["check"], arguments].concat())
    }

    /// Runs the program from inside the book.
    fn run(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let esep = Command::new(env!("CARGO_BIN_EXE_esep"))
            .args(arguments)
            .current_dir(&self.0)
            .env("LC_ALL", "en_US.UTF-8")
            .stdin(Stdio::null())
            .output();
        let Output { status, stdout, stderr } = esep.unwrap();
        (status.code(), String::from_utf8([stdout, stderr].concat()).unwrap())
    }

    /// Checks the book and expects the wrong figure and what else is told.
    fn assert_tells(&self, expected: &[&str]) {
        let (status, text) = self.check(&[]);
        assert_eq!(status, Some(1), "{text}");
        for part in expected.iter().chain(&[FOUND]) {
            assert!(text.contains(part), "expected {part} in:\n{text}");
        }
    }

    fn remove(&self) {
        for folder in ["reports", "reports/closed"] {
            let _ = fs::set_permissions(self.path(folder), Permissions::from_mode(0o700));
        }
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Drop for Book {
    fn drop(&mut self) {
        self.remove();
    }
}

/// Whether permissions bind this user; they do not bind an administrator.
fn permissions_bind(closed: &Path) -> bool {
    fs::read_dir(closed).is_err() && fs::read(closed).is_err()
}

#[test]
fn what_may_not_be_read_is_told() {
    let book = Book::new("closed");
    fs::create_dir(book.path("reports/closed")).unwrap();
    book.write("reports/closed/inside.csv", WRONG);
    book.write("reports/secret.csv", WRONG);
    for closed in ["reports/closed", "reports/secret.csv"] {
        fs::set_permissions(book.path(closed), Permissions::from_mode(0o000)).unwrap();
    }
    if permissions_bind(&book.path("reports/closed")) {
        book.assert_tells(&[
            "error[I006]: it cannot be read: there is no right to it\n--> reports/closed\n",
            "error[I006]: it cannot be read: there is no right to it\n--> reports/secret.csv\n",
            "hint: close it in other programs, or ask for the right to read it",
        ]);
        let (status, text) = book.check(&["reports/secret.csv", "reports/wrong.csv"]);
        assert!(status == Some(1) && text.contains(FOUND), "{text}");
    } else {
        // An administrator reads them all: the same figures stated again.
        book.assert_tells(&[
            "stated twice alike, here and in reports/closed/inside.csv: 2 figures",
        ]);
    }
}

#[test]
fn links_are_followed_but_never_in_circles() {
    let book = Book::new("links");
    let elsewhere = Book::new("links-elsewhere");
    elsewhere.write("reports/linked.csv", &WRONG.replace("a,10,12", "b,20,21"));
    fs::remove_file(elsewhere.path("reports/wrong.csv")).unwrap();
    symlink(elsewhere.path("reports"), book.path("reports/elsewhere")).unwrap();
    symlink("..", book.path("reports/up")).unwrap();
    symlink("itself.csv", book.path("reports/itself.csv")).unwrap();
    symlink("nowhere", book.path("reports/nowhere.csv")).unwrap();
    book.assert_tells(&[
        " --> reports/elsewhere/linked.csv:4:3",
        "it cannot be read: the link leads to a folder that is read already\n--> reports/up\n",
        "it cannot be read: the link leads nowhere\n--> reports/itself.csv\n",
        "it cannot be read: the link leads nowhere\n--> reports/nowhere.csv\n",
    ]);
    let (status, text) = book.check(&["reports/itself.csv"]);
    assert!(status == Some(1) && text.contains("the link leads nowhere"), "{text}");
}

#[test]
fn pipes_and_sockets_in_a_book_are_not_waited_for() {
    let book = Book::new("pipes");
    let pipe = book.path("reports/pipe.csv");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let _socket = UnixListener::bind(book.path("reports/socket.csv"));
    symlink("/dev/zero", book.path("reports/zero.csv")).unwrap();
    book.assert_tells(&[
        "it cannot be read: it is a device or a pipe, not a file\n--> reports/pipe.csv\n",
        "it cannot be read: it is a device or a pipe, not a file\n--> reports/zero.csv\n",
        "hint: put an ordinary file in its place, or remove it",
    ]);
}

#[test]
fn enormous_files_are_refused_before_they_fill_memory() {
    let book = Book::new("enormous");
    let file = fs::File::create(book.path("reports/enormous.csv")).unwrap();
    // A hole: it takes no room on the disk.
    file.set_len(3 << 30).unwrap();
    let told = "it cannot be read: it is larger than 256 MB\n--> reports/enormous.csv\n";
    book.assert_tells(&[told, "hint: split it into several files, each with the heading"]);
    // A stream does not say how long it is.
    let (status, text) = book.check(&["/dev/zero", "reports/wrong.csv"]);
    assert!(
        status == Some(1) && text.contains("--> /dev/zero\n") && text.contains(FOUND),
        "{text}"
    );
}

#[test]
fn names_of_any_bytes_stay_apart() {
    let book = Book::new("names");
    for (byte, organization) in [(0xFE, "b"), (0xFF, "c")] {
        let name = [b"reports/".as_slice(), &[byte], b".csv"].concat();
        book.write(OsStr::from_bytes(&name), &WRONG.replace("a,", &format!("{organization},")));
    }
    book.write("reports/two\nlines.csv", &WRONG.replace("a,", "d,"));
    book.assert_tells(&[
        " --> reports/\\xFE.csv:4:3",
        " --> reports/\\xFF.csv:4:3",
        " --> reports/two\\x0Alines.csv:4:3",
    ]);
}

#[test]
fn folders_of_any_depth_are_read_or_told() {
    let book = Book::new("deep");
    // The path as a whole is longer than the system takes: one half is moved into the other.
    let half: PathBuf = (0..14).map(|_| "a".repeat(200)).collect();
    for folder in ["half", "reports/deep"] {
        fs::create_dir_all(book.path(folder).join(&half)).unwrap();
    }
    fs::rename(book.path("half"), book.path("reports/deep").join(half).join("deeper")).unwrap();
    book.assert_tells(&["it cannot be read: its path is too long", "hint: move it to where"]);
    let (status, text) = book.check(&[&"x".repeat(5000)]);
    assert!(status == Some(1) && text.contains("its path is too long"), "{text}");
}

#[test]
fn names_that_differ_in_case_are_two_files() {
    let book = Book::new("case");
    book.write("reports/Wrong.csv", &WRONG.replace("10,12", "10,11"));
    // Some systems do not tell them apart; then the second was written over the first.
    if fs::read_dir(book.path("reports")).unwrap().count() == 2 {
        let (status, text) = book.check(&[]);
        let told = "here and in reports/Wrong.csv: 2 figures, of which one differs: \
            `women among the members` is 12 here and 11 there\n --> reports/wrong.csv:4:6";
        assert!(status == Some(1) && text.contains(told), "{text}");
    }
}

#[test]
fn nothing_is_written_over() {
    let book = Book::new("new");
    let new = |folder: &Path| {
        let mut esep = Command::new(env!("CARGO_BIN_EXE_esep"));
        let output = esep.arg("new").arg(folder).env("LC_ALL", "en_US.UTF-8").output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (status, text) = new(&book.0);
    assert!(status == Some(2) && text.contains("is not empty"), "{text}");
    assert_eq!(fs::read_to_string(book.path("reports/wrong.csv")).unwrap(), WRONG);
    // A link that leads nowhere is something, too.
    symlink("nowhere", book.path("link")).unwrap();
    let (status, text) = new(&book.path("link"));
    assert!(status == Some(2) && text.contains("the link leads nowhere"), "{text}");
    assert!(!book.path("nowhere").exists());
}

#[test]
fn where_one_sheet_of_a_tally_cannot_be_written_none_is() {
    let book = Book::new("together");
    // No disk has names of more than 255 bytes.
    let long = "z".repeat(255);
    let rows = |codes: &[&str]| {
        let rows = codes.iter().map(|code| format!("{code},2020-01-01,\n"));
        format!("org_code,joined,left\n{}", rows.collect::<String>())
    };
    let tally = |codes: &[&str], force: &[&str]| {
        book.write("members.csv", &rows(codes));
        let tally = ["tally", "members", "members.csv", "--period", "2025-H1", "--into", "."];
        book.run(&[&tally, force].concat())
    };
    let sheets = book.path("reports/2025-H1/membership");
    let (status, text) = tally(&["b", "c", &long], &[]);
    assert_eq!(status, Some(2), "{text}");
    assert!(text.contains("zzz"), "{text}");
    assert!(!book.path("reports/2025-H1").exists(), "folders that were made are removed");

    assert_eq!(tally(&["b", "c"], &[]).0, Some(0));
    let written = fs::read_to_string(sheets.join("b.toml")).unwrap();
    let (status, text) = tally(&["b", "b", "c", &long], &["--force"]);
    assert_eq!(status, Some(2), "{text}");
    assert_eq!(fs::read_to_string(sheets.join("b.toml")).unwrap(), written);
    let names = fs::read_dir(&sheets).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<_> = names.collect();
    names.sort();
    assert_eq!(names, ["b.toml", "c.toml"], "nothing is left beside");

    assert_eq!(tally(&["b", "b", "c"], &["--force"]).0, Some(0));
    assert_ne!(fs::read_to_string(sheets.join("b.toml")).unwrap(), written);
}
