//! Small sheets, and what follows from them.

use super::*;
use crate::book::test::{book, form};

/// A form with a breakdown in columns, one of which a part does not have, and formulas in a row.
fn choir() -> String {
    form(
        "choir",
        "total women",
        &[
            "singers persons",
            "singers.alto persons",
            "singers.bass persons columns=['total']",
            "left persons",
            "opening persons",
            "share percent rollup='formula'",
            "twice percent rollup='formula'; max='none'; decimals=2",
            "balance number",
            "balance.fees number",
            "balance.costs number",
        ],
        "[[breakdown]]\nof='singers'\nparts=['singers.alto', 'singers.bass']\ncomplete=true\n\
         [[breakdown]]\nof='balance'\nparts=['balance.fees', 'balance.costs']\ncomplete=true\n\
         [[rule]]\nid='opening'\nholds='opening = singers@previous'\n\
         [[rule]]\nid='twice'\nholds='twice = 2 * share'\n\
         [[rule]]\nid='share'\nholds='share = left / singers'\n\
         [[measure]]\nid='stayed'\nunit='percent'\nlabel={kk='1', ru='1', en='1'}\n\
         is='1 - left[total] / singers[total]'\nwhy={kk='1', ru='1', en='1'}\n",
    )
}

/// Says what is defined of the sheet for 2021, each as `line[column]=figure by what`; remainders
/// in parentheses, and the measure at the end.
#[track_caller]
fn check(figures: &str, expected: &str) {
    let book = book(&[choir()], "", figures);
    let sheet = book.sheets.iter().find(|sheet| sheet.period().year() == 2021).unwrap();
    let filled = fill(sheet, &book);
    let name = |index: &CellIndex| {
        let form = sheet.form();
        let column = ["", "[women]"].get(index.column).unwrap();
        format!("{}{column}", form.lines().get(index.line).unwrap().id)
    };
    let shown = |figure: &Figure, index: &CellIndex| {
        let kind = sheet.form().lines().get(index.line).unwrap().unit.kind();
        crate::figure::Amount::new(figure.value().clone(), figure.decimals(), kind).plain()
    };
    let by = |by: &Definition| match by {
        Definition::Parts(_) => "parts".to_owned(),
        Definition::Remainder(_) => "rest".to_owned(),
        Definition::Rule(rule) => sheet.form().rules().get(*rule).unwrap().id.clone(),
    };
    let told = |(index, it): (&CellIndex, &Defined)| {
        format!("{}={} by {}", name(index), shown(&it.figure, index), by(&it.by))
    };
    let mut all: Vec<String> = filled.defined.iter().map(told).collect();
    all.extend(filled.remainders.iter().map(told).map(|text| format!("({text})")));
    let form = sheet.form();
    let stayed = form.measures().first().and_then(|it| measure(it, &filled.sheet, &book));
    all.extend(stayed.map(|figure| format!("stayed={}", figure.value())));
    assert_eq!(all.join("; "), expected, "{figures}");
    for (index, stated) in sheet.cells() {
        let kept = stated.content == Content::Blank || filled.sheet.cell(index) == Some(stated);
        assert!(kept, "{} is written over", name(&index));
    }
}

#[test]
fn a_whole_needs_all_its_parts() {
    check("a 2021 choir singers.alto[total] 5", "");
    check(
        "a 2021 choir singers.alto[total] 5\na 2021 choir singers.bass[total] 4",
        "singers=9 by parts",
    );
    check(
        "a 2021 choir singers.alto[total] 5\na 2021 choir singers.bass[total] -",
        "singers=5 by parts",
    );
    check(
        "a 2021 choir singers.alto[total] 5\na 2021 choir singers.bass[total] x",
        "singers=5 by parts",
    );
    check("a 2021 choir singers.alto[total] 5\na 2021 choir singers.bass[total] ...", "");
    check("a 2021 choir singers.alto[total] 5\na 2021 choir singers.bass[total] > 4", "");
    check("a 2021 choir singers.alto[total] x\na 2021 choir singers.bass[total] x", "");
    // The column does not have all the parts.
    check("a 2021 choir singers.alto[women] 5", "");
}

#[test]
fn what_is_stated_stays_and_what_is_blank_is_filled() {
    let parts = "a 2021 choir singers.alto[total] 5\na 2021 choir singers.bass[total] 4\n";
    check(&format!("{parts}a 2021 choir singers[total] 10"), "");
    check(&format!("{parts}a 2021 choir singers[total] x"), "");
    check(&format!("{parts}a 2021 choir singers[total] blank"), "singers=9 by parts");
}

#[test]
fn formulas_use_what_is_computed_in_whatever_order_they_stand() {
    check(
        "a 2021 choir singers.alto[total] 5\na 2021 choir singers.bass[total] 4\n\
         a 2021 choir left[total] 2\na 2021 choir left[women] 1\na 2021 choir singers[women] 3",
        "singers=9 by parts; share=22.2 by share; share[women]=33.3 by share; \
         twice=44.40 by twice; twice[women]=66.60 by twice; stayed=7/9",
    );
    check("a 2021 choir singers[total] 0\na 2021 choir left[total] 0", "");
}

#[test]
fn other_periods_count_too() {
    check("a 2020 choir singers[total] 7\na 2021 choir left[total] 1", "opening=7 by opening");
}

#[test]
fn the_only_blank_part_is_proposed_and_nothing_is_built_on_it() {
    check(
        "a 2021 choir singers[total] 9\na 2021 choir singers.alto[total] 5",
        "(singers.bass=4 by rest)",
    );
    // Nothing that could stand there would do.
    check("a 2021 choir singers[total] 9\na 2021 choir singers.alto[total] 10", "");
    check("a 2021 choir singers[total] 9\na 2021 choir singers.alto[total] 1.5", "");
    check(
        "a 2021 choir balance[total] 9\na 2021 choir balance.fees[total] 10.5",
        "(balance.costs=-1.5 by rest)",
    );
    check("a 2021 choir singers[total] > 9\na 2021 choir singers.alto[total] 5", "");
}

#[test]
fn where_the_form_says_so_what_is_left_out_is_nought_if_anything_is_said() {
    let line = |id: &str| format!("{id} persons");
    let lines = ["a", "a.b", "a.c", "d"].map(line);
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let text = form(
        "zeros",
        "",
        &lines,
        "missing='always-zero'\n[[breakdown]]\nof='a'\nparts=['a.b', 'a.c']\ncomplete=true\n\
         [[rule]]\nid='d'\nholds='d = a.b + a.c'\n",
    );
    let check = |figures: &str, expected: &[i64]| {
        let book = book(std::slice::from_ref(&text), "", figures);
        let filled = fill(book.sheets.iter().next().unwrap(), &book);
        let figures = filled.defined.values().map(|it| it.figure.value().clone());
        let expected = expected.iter().copied().map(crate::figure::Rational::from);
        assert_eq!(figures.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
        assert!(filled.remainders.is_empty());
    };
    check("x 2021 zeros a.b 4", &[4, 4]);
    check("x 2021 zeros a 4", &[]);
}

#[test]
fn definitions_that_need_each_other_are_tried_from_every_side() {
    let text = form(
        "pair",
        "",
        &["a persons", "b persons", "c persons"],
        "[[rule]]\nid='a'\nholds='a = b + 1'\n[[rule]]\nid='b'\nholds='b = a - 1'\n\
         [[rule]]\nid='c'\nholds='c = a + b'\n",
    );
    for stated in ["a 5", "b 4"] {
        let book = book(std::slice::from_ref(&text), "", &format!("x 2021 pair {stated}"));
        let filled = fill(book.sheets.iter().next().unwrap(), &book);
        let figures = filled.sheet.figures().map(|(_, figure)| figure.value().to_string());
        assert_eq!(figures.collect::<Vec<_>>(), ["5", "4", "9"], "{stated}");
    }
}
