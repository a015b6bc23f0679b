//! Union membership in the United States: counts in thousands, shares to one decimal, forty years.

use std::collections::BTreeSet;

use esep::{Code, Period};

use super::files::{Found, Row, Table, cells, check, read, structure, wide};

const FIGURES: [&str; 5] =
    ["employed_k", "members_k", "members_pct", "represented_k", "represented_pct"];
const COLUMNS: [&str; 7] = [
    "organization",
    "period",
    "employed_k",
    "members_k",
    "members_pct",
    "represented_k",
    "represented_pct",
];

#[test]
fn no_share_of_rounded_counts_is_doubted() {
    let found = groups(&form(), |_| None);
    assert_eq!(found.counts(), []);
    assert_eq!((found.summary.sheets, found.summary.figures), (925, 4625));
    assert_eq!((found.summary.relations_evaluated, found.summary.relations_skipped), (1850, 0));
}

/// What a check does that takes rounded counts for exact ones.
#[test]
fn counts_in_thousands_taken_as_exact_raise_alarms() {
    let found = groups(&exact(), |_| None);
    assert_eq!(found.counts(), [(Code::ShareDoesNotMatch, 58)]);
}

/// Men and women make up all, two bands of age make up men and women, five the upper of them: in
/// each of many years all of it must be possible at once, with the shares.
#[test]
fn sexes_and_ages_add_up_within_rounding() {
    let found = groups(&form(), family);
    assert_eq!(found.counts(), []);
    assert_eq!(found.summary.relations_evaluated, 1850 + 672);
    let found = groups(&exact(), family);
    // One of the shares that seem wrong happens to be the mean of those of men and women.
    let expected =
        [(Code::ShareDoesNotMatch, 58), (Code::RollupMismatch, 203), (Code::MeanOfRatios, 1)];
    assert_eq!(found.counts(), expected);
}

/// Side by side below one root, in thousands: no figure looks copied and none jumps. Thirty-five
/// groups were first counted in 2000, so that every year before lacks them.
#[test]
fn honest_groups_side_by_side_are_plausible() {
    let found = groups(&exact(), |_| Some("root".to_owned()));
    assert_eq!(found.counts(), [(Code::MissingReport, 17), (Code::ShareDoesNotMatch, 58)]);
}

/// Private and government employees make up all since 2000. Before, they were counted on another
/// base, which the footnotes tell.
#[test]
fn sectors_add_up_where_no_footnote_stands() {
    let table = Table::read("bls_total_private_government_raw.csv");
    let series = table.rows();
    let sectors = ["total", "private", "government"].into_iter().zip(series.chunks(FIGURES.len()));
    let rows = sectors.flat_map(|(sector, series)| {
        (1983..=2022).map(move |year| {
            let heading = format!("Annual {year}");
            let figures = series.iter().map(|series| series[heading.as_str()].to_owned());
            [sector.to_owned(), year.to_string()].into_iter().chain(figures).collect()
        })
    });
    let report = wide("union-affiliation", &COLUMNS, rows);
    let total = || "total".to_owned();
    let tree = [("total", String::new()), ("private", total()), ("government", total())];
    let found = check(&form(), &structure(tree), &[&report]);
    assert_eq!(found.counts(), [(Code::RollupMismatch, 2 * 17)]);
    let before_2000: Vec<Period> =
        (1983..2000).map(|year| year.to_string().parse().unwrap()).collect();
    for line in ["employed", "members"] {
        let findings: Vec<_> = found.about(line).collect();
        let periods: Vec<Period> = findings.iter().filter_map(|finding| finding.period).collect();
        assert_eq!(periods, before_2000, "{line}");
        let is_short = |finding: &&esep::Finding| {
            let comparison = finding.comparison.as_ref();
            comparison.is_some_and(|comparison| comparison.stated.value > comparison.computed.value)
        };
        assert!(findings.iter().all(is_short), "{line}");
    }
    let stated = found
        .book
        .sheets
        .iter()
        .flat_map(|sheet| sheet.cells().map(move |(_, cell)| (sheet, cell)));
    let marked: Vec<_> = stated.filter(|(_, cell)| cell.note.as_deref() == Some("(5)")).collect();
    assert_eq!(marked.len(), 102);
    assert!(marked.iter().all(|(sheet, cell)| {
        sheet.period().year() < 2000
            && cell.text.ends_with("(5)")
            && sheet.organization().as_str() != "total"
    }));
}

fn form() -> String {
    read("forms/union-affiliation.toml")
}

/// The form without the word that its counts are printed in thousands.
fn exact() -> String {
    let form = form();
    let exact = form.replace("scale = \"thousand\"\n", "");
    assert_ne!(form, exact);
    exact
}

/// What is found in all groups of all years, in a structure where one is given.
fn groups(form: &str, parent: impl Fn(&Row<'_>) -> Option<String>) -> Found {
    let table = Table::read("bls_cps_union_1983_2022.csv");
    let rows = table.rows();
    let report = wide(
        "union-affiliation",
        &COLUMNS,
        rows.iter().map(|row| {
            [name(row), row["year"].to_owned()].into_iter().chain(cells(row, &FIGURES)).collect()
        }),
    );
    let mut below = BTreeSet::new();
    for row in &rows {
        below.extend(parent(row).map(|parent| (name(row), parent)));
    }
    if below.is_empty() {
        return check(form, "", &[&report]);
    }
    let parents: BTreeSet<String> = below.iter().map(|(_, parent)| parent.clone()).collect();
    let known: BTreeSet<&String> = below.iter().map(|(child, _)| child).collect();
    let others =
        parents.into_iter().chain(rows.iter().map(name)).filter(|name| !known.contains(name));
    let roots: BTreeSet<_> = others.map(|root| (root, String::new())).collect();
    check(form, &structure(roots.into_iter().chain(below.clone())), &[&report])
}

fn name(row: &Row<'_>) -> String {
    format!("{} {} {}", row["group"], row["sex"], row["age"])
}

/// What a group is a part of.
fn family(row: &Row<'_>) -> Option<String> {
    let (group, sex) = (row["group"], row["sex"]);
    match (sex, row["age"]) {
        ("both", _) => None,
        (_, "16+") => Some(format!("{group} both 16+")),
        (_, "16-24" | "25+") => Some(format!("{group} {sex} 16+")),
        _ => Some(format!("{group} {sex} 25+")),
    }
}
