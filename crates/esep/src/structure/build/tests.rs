//! What is wrong with a structure, and what is left of it.

use std::sync::Arc;

use super::*;

/// Rows as `code,parent,kind,since,until`, and the findings expected, as code and line.
fn check(rows: &str, expected: &[&str]) -> Structure {
    let file: Arc<str> = "structure.csv".into();
    let rows: Vec<StructureRow> = rows
        .lines()
        .zip(1..)
        .map(|(row, line)| {
            let mut cells = row.split(',').map(|cell| {
                let place = Place::new(&file, line, 1, 1);
                (!cell.is_empty()).then(|| Written::new(cell, place))
            });
            let mut next = || cells.next().flatten();
            let mut row = StructureRow::new(next().unwrap());
            (row.parent, row.kind, row.since, row.until) = (next(), next(), next(), next());
            row
        })
        .collect();
    let (structure, findings) = Structure::build(&rows);
    let found: Vec<String> = findings
        .iter()
        .map(|finding| {
            let line = finding.place.as_ref().map_or(0, |place| place.line);
            format!("{}:{line}", finding.code)
        })
        .collect();
    assert_eq!(found, expected);
    structure
}

fn children(structure: &Structure, parent: &str, period: &str) -> Vec<String> {
    let children = structure.children(&parent.into(), period.parse().unwrap());
    children.into_iter().map(ToString::to_string).collect()
}

#[test]
fn joined_and_left_in_between() {
    let structure = check("u\na,u,,2020-03-01\nb,u,,,2020-06-30\nc,u", &[]);
    assert_eq!(children(&structure, "u", "2019"), ["b", "c"]);
    assert_eq!(children(&structure, "u", "2020-H1"), ["a", "c"]);
}

#[test]
fn moved_from_one_parent_to_another() {
    let structure = check("u\na,u\nb,u\np,a,,,2020-01-01\np,b,,2020-01-01", &[]);
    assert_eq!(children(&structure, "a", "2019"), ["p"]);
    assert_eq!(children(&structure, "b", "2020"), ["p"]);
}

#[test]
fn federation_stands_beside_the_tree() {
    let structure = check(
        "f,,federation\nt,f,territorial-association\nu,,sectoral-union\nu,f\na,u,regional\na,t",
        &[],
    );
    assert!(children(&structure, "f", "2020").is_empty());
    assert!(children(&structure, "t", "2020").is_empty());
    assert_eq!(children(&structure, "u", "2020"), ["a"]);
    assert_eq!(structure.get("a").unwrap().memberships.len(), 1);
}

#[test]
fn circle_is_cut_and_said() {
    let structure = check("a,b\nb,c\nc,a\nd,c", &["S002:1"]);
    assert_eq!(children(&structure, "c", "2020"), ["d"]);
    assert!(children(&structure, "a", "2020").is_empty());
}

#[test]
fn no_circle_where_the_dates_do_not_meet() {
    check("a,b,,,2010-01-01\nb,a,,2010-01-01", &[]);
    check("a,b,,,2010-01-02\nb,a,,2010-01-01", &["S002:1"]);
}

#[test]
fn what_is_wrong_is_said() {
    check("u\na,x", &["S001:2"]);
    check("u\na,u\na,u", &["S003:3"]);
    check("u\nv\na,u\na,v", &["S006:4"]);
    check("u,,district\na,u,regional", &["S004:2"]);
    check("u,,club,yesterday", &["I011:1", "I011:1"]);
    check("u,,,2020-02-01,2020-01-01", &["I011:1"]);
}

#[test]
fn parents_come_after_their_children() {
    let structure = check("u\na,u\nb,u\np,a\nq,p", &[]);
    let upwards = structure.parents_upwards("2020".parse().unwrap());
    let upwards: Vec<&str> = upwards.into_iter().map(OrganizationId::as_str).collect();
    assert_eq!(upwards, ["p", "a", "u"]);
}
