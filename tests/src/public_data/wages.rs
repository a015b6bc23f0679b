//! Cases of unpaid wages, summed up by industry in two published versions.

use esep::Code;

use super::files::{Found, Row, Table, cells, check, read, structure, wide};
use crate::session::Session;

/// What a case says; every row of the table is one.
const CASE: [&str; 5] = ["backwages", "mw_backwages", "penalty", "ees_paid", "bw_per_ee_rounded"];
const INDUSTRY: [&str; 6] = ["cases", "backwages", "mw_backwages", "penalty", "ees", "bw_per_ee"];

/// Two cases of one industry with the same two sums of money: one case, or one entered twice.
const TWICE: (Code, usize) = (Code::SameFigureInSiblings, 1);
/// Money for nobody: six cases in both versions.
const FOR_NOBODY: (Code, usize) = (Code::RuleDoesNotHold, 6);

#[test]
fn a_summary_made_of_its_cases_is_what_they_roll_up_to() {
    let found = summary("2016-07-06");
    assert_eq!(found.counts(), [FOR_NOBODY, TWICE]);
    assert_eq!(found.about("paid-to-someone").count(), 6);
    // All of them are about cases: of the summary nothing is said.
    let table = table();
    let industries: Vec<&str> = table.rows().iter().map(|row| row["naics3"]).collect();
    let places = found.findings.iter().filter_map(|finding| finding.organization.as_ref());
    assert!(places.clone().count() > 6);
    assert_eq!(places.filter(|id| industries.contains(&id.as_str())).count(), 0);
    assert_eq!((found.summary.sheets, found.summary.figures), (1425 + 95, 9120));
    // 104 amounts per employee are asked of cases in which nobody was paid.
    assert_eq!((found.summary.relations_evaluated, found.summary.relations_skipped), (4931, 104));
}

#[test]
fn a_summary_that_differs_from_its_cases_is_found_in_every_industry() {
    let found = summary("earlier");
    let expected = [
        FOR_NOBODY,
        (Code::ShareDoesNotMatch, 92),
        (Code::RollupMismatch, 41),
        TWICE,
        (Code::MeanOfRatios, 39),
    ];
    assert_eq!(found.counts(), expected);
    assert_eq!(found.about("employees").count(), 41);
    assert_eq!(found.about("per-employee").count(), 92 + 39);
    let difference: esep::Rational = found
        .about("employees")
        .filter_map(|finding| Some(finding.comparison.as_ref()?.difference.value.clone()))
        .sum();
    assert_eq!(difference, employees("earlier") - employees("2016-07-06"));
}

/// The register of cases is tallied for each of their sums of money.
#[test]
fn the_cases_are_tallied_to_their_industries_to_the_cent() {
    let (cases, summary) = (Table::read("whd_sf_cases.csv"), table());
    let (cases, industries) = (cases.rows(), summary.rows());
    let industries: Vec<_> = industries.iter().filter(|it| it["version"] == "2016-07-06").collect();
    assert_eq!((cases.len(), industries.len()), (1425, 95));
    let tree = industries.iter().map(|row| (row["naics3"], "san-francisco".to_owned()));
    let mut session = Session::default();
    let tree = [("san-francisco", String::new())].into_iter().chain(tree);
    session.put("structure.csv", structure(tree).as_bytes());
    for money in ["backwages", "mw_backwages", "penalty"] {
        let header = "case_id,org_code,date,workers_affected,amount_restored_tenge\n".to_owned();
        let register = cases.iter().fold(header, |text, row| {
            let cells = ["case_id", "naics3", "ees_paid", money].map(|heading| row[heading]);
            let [id, industry, workers, amount] = cells;
            format!("{text}{id},{industry},2016-07-06,{workers},{amount}\n")
        });
        session.put("cases.csv", register.as_bytes());
        let printed = session
            .run("esep tally cases cases.csv --structure structure.csv --period 2016 --format csv");
        assert_eq!(printed.status, 0, "{}", printed.text);
        let tallied = Table::of(printed.text);
        let found = tallied.rows().into_iter().map(|row| {
            ["organization", "cases", "workers-affected", "money-returned"]
                .map(|heading| row[heading].to_owned())
        });
        let expected = industries.iter().map(|row| {
            let (whole, part) = row[money].split_once('.').unwrap();
            let cents = format!("{whole}.{part:0<2}");
            [row["naics3"].to_owned(), row["cases"].to_owned(), row["ees"].to_owned(), cents]
        });
        let mut expected: Vec<_> = expected.collect();
        expected.sort();
        let found: Vec<_> = found.filter(|row| row[0] != "san-francisco").collect();
        assert_eq!(found, expected, "{money}");
    }
}

/// The cases, their industries below one district, and one version of the summary.
fn summary(version: &str) -> Found {
    let (cases, summary) = (Table::read("whd_sf_cases.csv"), table());
    let (cases, industries) = (cases.rows(), summary.rows());
    let of_version = || industries.iter().filter(|row| row["version"] == version);
    let whole = [("san-francisco", String::new())].into_iter();
    let tree = whole
        .chain(of_version().map(|row| (row["naics3"], "san-francisco".to_owned())))
        .chain(cases.iter().map(|row| (row["case_id"], row["naics3"].to_owned())));
    let case = |row: &Row<'_>| {
        [vec![row["case_id"].to_owned(), "1".to_owned()], cells(row, &CASE)].concat()
    };
    let industry = |row: &Row<'_>| [vec![row["naics3"].to_owned()], cells(row, &INDUSTRY)].concat();
    let of_cases = [&["organization", "cases"][..], &CASE].concat();
    let of_industries = [&["organization"][..], &INDUSTRY].concat();
    let reports = [
        wide("wage-cases\n# period: 2016", &of_cases, cases.iter().map(case)),
        wide("wage-cases\n# period: 2016", &of_industries, of_version().map(industry)),
    ];
    check(&read("forms/wage-cases.toml"), &structure(tree), &[&reports[0], &reports[1]])
}

/// All employees of a version, counted without Esep.
fn employees(version: &str) -> esep::Rational {
    let of_row = |row: &Row<'_>| row["ees"].parse::<i64>().unwrap();
    let table = table();
    let sum: i64 = table.rows().iter().filter(|row| row["version"] == version).map(of_row).sum();
    sum.into()
}

fn table() -> Table {
    Table::read("whd_sf_summary_by_naics3.csv")
}
