//! What is said of groups of findings, compared with what the whole book says as one problem.

use std::sync::Arc;

use proptest::prelude::*;

use super::{Answer, Limits};
use crate::book::Book;
use crate::check::check;
use crate::explain::net::Net;
use crate::explain::part::Part;
use crate::explain::{Outcome, explain};
use crate::figure::{Content, Figure};
use crate::form::Form;
use crate::id::OrganizationId;
use crate::place::{Place, Written};
use crate::sheet::{CellAddress, CellIndex, Sheet, Stated};
use crate::structure::{Structure, StructureRow};

const ORGANIZATIONS: [&str; 3] = ["union", "a", "b"];
const FORM: &str = r#"
id = "small"
title = { kk = "-", ru = "-", en = "-" }
line = [
    { id = "total", unit = "persons", label = { kk = "-", ru = "-", en = "-" } },
    { id = "men", unit = "persons", label = { kk = "-", ru = "-", en = "-" } },
    { id = "women", unit = "persons", label = { kk = "-", ru = "-", en = "-" } },
]
[[rule]]
id = "all"
holds = "total = men + women"
"#;

/// A union of two, each of which states total, men and women.
fn book(figures: &[[i64; 3]; 3]) -> Book {
    let (form, findings) = Form::read(&"small.toml".into(), FORM);
    assert_eq!(findings, []);
    let form = Arc::new(form.unwrap());
    let written = |text: &str| Written::new(text, Place::new(&"structure.csv".into(), 1, 1, 1));
    let rows = ORGANIZATIONS.map(|organization| StructureRow {
        parent: (organization != "union").then(|| written("union")),
        ..StructureRow::new(written(organization))
    });
    let (structure, findings) = Structure::build(&rows);
    assert_eq!(findings, []);
    let mut book = Book { structure, ..Book::default() };
    assert_eq!(book.forms.add(Form::clone(&form)), None);
    assert_eq!(book.forms.resolve(), []);
    let form = Arc::clone(book.forms.get("small").unwrap());
    let sheets = ORGANIZATIONS.iter().zip(figures).map(|(organization, figures)| {
        let period = "2020".parse().unwrap();
        let mut sheet = Sheet::new(Arc::clone(&form), OrganizationId::new(*organization), period);
        for (line, figure) in figures.iter().enumerate() {
            let figure = Content::Figure(Figure::exact((*figure).into(), 0));
            sheet.set(CellIndex { line, column: 0 }, Stated::computed(figure));
        }
        sheet
    });
    book.sheets = sheets.collect();
    book
}

fn cells_of(sheet: &Sheet) -> impl Iterator<Item = CellAddress> + '_ {
    sheet.cells().map(|(index, _)| CellAddress {
        form: sheet.form().id.clone(),
        period: sheet.period(),
        organization: sheet.organization().clone(),
        index,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn groups_say_what_the_whole_book_says(
        parts in [[2..7_i64, 2..7_i64], [2..7_i64, 2..7_i64]],
        slips in prop::collection::vec((0..3_usize, 0..3_usize, -2..=2_i64), 1..4),
        exchanged in any::<bool>(),
    ) {
        let with_total = |[men, women]: [i64; 2]| [men + women, men, women];
        let [a, b] = parts;
        let mut figures = [with_total([a[0] + b[0], a[1] + b[1]]), with_total(a), with_total(b)];
        for (organization, line, change) in slips {
            figures[organization][line] += change;
        }
        if exchanged {
            let men = figures[1][1];
            figures[1][1] = figures[2][1];
            figures[2][1] = men;
        }
        let book = book(&figures);
        let net = Net::of(&book);
        let all: Vec<CellAddress> = book.sheets.iter().flat_map(cells_of).collect();
        let whole = Part::touching(&net, &all);
        let groups = explain(&book, &check(&book).findings, &Limits::default());
        let (mut weight, mut ways) = (0, 1);
        for group in &groups {
            let Outcome::Solved { size, solutions, is_complete, .. } = &group.outcome else {
                panic!("{group:?}");
            };
            prop_assert!(is_complete);
            weight += size;
            ways *= solutions.iter().filter(|solution| solution.is_smallest).count();
        }
        match whole.problem.smallest(&Limits::default()) {
            Answer::Consistent => prop_assert!(groups.is_empty()),
            Answer::Explained(explanation) => {
                prop_assert_eq!(explanation.weight, weight);
                prop_assert_eq!(explanation.repairs.len(), ways);
            }
            other => prop_assert!(false, "{other:?}"),
        }
    }
}
