//! What the command prints of a case.

use super::Case;
use crate::session::Session;

/// The command prints just these statements, and counts just what they must give.
pub(super) fn check(case: &Case, files: &[(String, String)]) {
    let text = |name: &str| {
        let path = format!("{}/{name}", case.name);
        files.iter().find(|(known, _)| *known == path).unwrap().1.as_str()
    };
    let mut session = Session::default();
    session.put("register.csv", text("register.csv").as_bytes());
    session.put("structure.csv", text("structure.csv").as_bytes());
    let time = if case.when.len() > 7 { "--as-of" } else { "--period" };
    let structure = if case.has_structure { "--structure structure.csv" } else { "" };
    let mut run = |more: &str| {
        let command = format!(
            "esep tally {} register.csv {time} {} {structure} {more}",
            case.register, case.when
        );
        String::from_utf8(session.run(&command).run.unwrap().stdout).unwrap()
    };
    let duckdb =
        format!("{}{};\n\n{};\n\n", text("views.sql"), text("table.sql"), text("faults.sql"));
    assert_eq!(run("--sql duckdb"), duckdb, "{}", case.name);
    assert_eq!(run("--sql spark"), text("spark.sql"), "{}", case.name);
    assert_eq!(run("--format csv"), text("table.csv"), "{}", case.name);
}
