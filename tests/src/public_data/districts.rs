//! The oblasts, cities and districts of Kazakhstan as a structure.

use esep::{Lookup, OrganizationId, Period};

use super::files::{Found, Table, check, read};

/// The whole country, for which the classifier has noughts.
const COUNTRY: &str = "000000000";

#[test]
fn every_district_belongs_to_the_oblast_of_its_code() {
    let Found { book, findings, .. } = classifier("");
    assert_eq!(findings, []);
    let period: Period = "2025".parse().unwrap();
    let children = |code: &str| book.structure.children(&OrganizationId::new(code), period);
    let oblasts = children(COUNTRY);
    assert_eq!(oblasts.len(), 20);
    for oblast in &oblasts {
        let (prefix, rest) = oblast.as_str().split_at(2);
        assert_eq!(rest, "0000000");
        let districts = children(oblast.as_str());
        assert!(districts.iter().all(|code| code.as_str().starts_with(prefix)));
    }
    let districts: usize = oblasts.iter().map(|oblast| children(oblast.as_str()).len()).sum();
    assert_eq!((districts, book.structure.iter().count()), (209, 1 + 20 + 209));
}

#[test]
fn names_that_repeat_are_no_keys() {
    let found = classifier("");
    let find = |name: &str| found.book.structure.find(name);
    let ambiguous = ["103200000", "353200000"].map(OrganizationId::new).to_vec();
    assert_eq!(find("Абай ауданы"), Lookup::Ambiguous(ambiguous.clone()));
    assert_eq!(find("абайский район"), Lookup::Ambiguous(ambiguous));
    assert_eq!(find("Абай облысы"), Lookup::Found(OrganizationId::new("100000000")));
    assert_eq!(find("область Жетісу"), Lookup::Found(OrganizationId::new("330000000")));
}

#[test]
fn noughts_before_a_code_are_kept() {
    let report = "# form: union-affiliation\ncode,period,members\n000000000,2020,5\n0,2020,6\n";
    let found = classifier(report);
    let organizations: Vec<_> =
        found.book.sheets.iter().map(|sheet| sheet.organization().as_str()).collect();
    assert_eq!(organizations, [COUNTRY]);
    let keys: Vec<_> = found.findings.iter().map(|finding| finding.message.key).collect();
    assert_eq!(keys, ["unknown-organization"]);
}

/// The classifier as a structure, with a report of the book.
fn classifier(report: &str) -> Found {
    let mut structure = format!("code,parent,name_ru,name_kk\n{COUNTRY},,Казахстан,Қазақстан\n");
    for row in Table::read("kato_oblast_district.csv").rows() {
        let (code, oblast) = (row["kato"], format!("{}0000000", &row["kato"][..2]));
        let parent = if code == oblast { COUNTRY } else { &oblast };
        structure += &[code, parent, row["name_ru"], row["name_kk"]].join(",");
        structure.push('\n');
    }
    let reports: &[&str] = if report.is_empty() { &[] } else { &[report] };
    check(&read("forms/union-affiliation.toml"), &structure, reports)
}
