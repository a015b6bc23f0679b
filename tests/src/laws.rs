//! Laws: what holds whatever the figures are. Each test is named after its law.

use std::collections::BTreeSet;

use esep::{
    Amount, Book, Breakdown, CellIndex, Code, Content, Convention, End, Expected, Family, Figure,
    Finding, Interval, Language, Rational, Rollup, Sheet, Stated, Structure, Unit, UnitKind, check,
    read_figure, rollup,
};
use esep_documents::{File, FindingsFormat, Request, TextStyle, read_documents};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::generate::{Plan, Total, plans};
use crate::{fuzz, tree};

proptest! {
    #[test]
    fn a_parent_gets_the_sum_over_exactly_the_affiliated(plan in plans()) {
        let rolled = rollup(&plan.book(), &plan.form(), Plan::period());
        for organization in plan.organizations() {
            let code = Plan::code(organization);
            let sheet = rolled.sheets.get(&code);
            let is_parent = !plan.children(organization).is_empty();
            for index in plan.summed_cells() {
                let figure = sheet.and_then(|sheet| sheet.figure(index));
                let figure = figure.map(|it| (it.value().clone(), it.interval().clone()));
                let total = plan.total(organization, index).filter(|_| is_parent);
                prop_assert_eq!(figure, total.map(rolled_up), "{} {:?}", code, index);
            }
            let missing: BTreeSet<_> = rolled.missing(&code).cloned().collect();
            let silent = sheet.map(|_| plan.silent(organization));
            prop_assert_eq!(missing, silent.unwrap_or_default(), "{}", code);
        }
    }

    #[test]
    fn rolling_up_level_by_level_is_rolling_up_at_once(
        plan in plans(),
        stated in prop::collection::vec(any::<bool>(), 8),
    ) {
        let (book, form) = (plan.book(), plan.form());
        let at_once = rollup(&book, &form, Plan::period());
        let mut by_level = book.clone();
        for (sheet, is_stated) in at_once.sheets.values().zip(stated) {
            if is_stated {
                by_level.sheets.insert(sheet.clone());
            }
        }
        prop_assert_eq!(rollup(&by_level, &form, Plan::period()).sheets, at_once.sheets);
    }

    #[test]
    fn the_order_of_siblings_does_not_matter(
        (plan, rows) in plans().prop_flat_map(|plan| {
            let rows = Just(plan.rows()).prop_shuffle();
            (Just(plan), rows)
        }),
    ) {
        let (book, form) = (plan.book(), plan.form());
        let shuffled = Book { structure: Structure::build(&rows).0, ..book.clone() };
        prop_assert_eq!(
            rollup(&shuffled, &form, Plan::period()),
            rollup(&book, &form, Plan::period())
        );
        prop_assert_eq!(check(&shuffled), check(&book));
    }

    #[test]
    fn a_rolled_up_sheet_has_no_arithmetic_finding(plan in plans()) {
        let mut book = plan.book();
        let rolled = rollup(&book, &plan.form(), Plan::period()).sheets;
        for sheet in rolled.values() {
            book.sheets.insert(sheet.clone());
        }
        let mut findings = arithmetic_findings(&book);
        findings.retain(|finding| {
            let is_rolled = |organization| rolled.contains_key(organization);
            // A part that all children leave blank is blank above them as well.
            let is_there = finding.cells.iter().all(|cell| cell.stated.is_some());
            is_there && finding.organization.as_ref().is_some_and(is_rolled)
        });
        prop_assert!(findings.is_empty(), "{:#?}", findings);
    }

    #[test]
    fn a_change_beyond_rounding_of_what_was_rolled_up_is_found(
        plan in plans(),
        organization: Index,
        cell: Index,
        change in prop_oneof![1_i64..9, 1_000_i64..2_000_000],
        falls: bool,
    ) {
        let mut book = plan.book();
        let rolled = rollup(&book, &plan.form(), Plan::period());
        if rolled.sheets.is_empty() {
            return Ok(());
        }
        let sheets: Vec<_> = rolled.sheets.values().collect();
        let mut sheet = organization.get(&sheets).to_owned().clone();
        let cells: Vec<CellIndex> = sheet.figures().map(|(index, _)| index).collect();
        if cells.is_empty() {
            return Ok(());
        }
        let index = *cell.get(&cells);
        let line = &sheet.form().lines()[index.line];
        if line.rollup != Rollup::Sum {
            return Ok(());
        }
        let figure = sheet.figure(index).unwrap();
        let slack = figure.interval().radius();
        let is_at_least = slack.is_none();
        let some_missing = rolled.missing(sheet.organization()).next().is_some();
        let signed = line.can_be_negative();
        let low = figure.interval().low().number().unwrap().clone();
        let step = Rational::from(change) + slack.unwrap_or_default();
        let value = match falls {
            true if is_at_least => low - Rational::from(change),
            true => figure.value() - &step,
            false => figure.value() + &step,
        };
        let content = Content::Figure(Figure::exact(value, 0));
        sheet.set(index, Stated { content, text: "".into(), note: None, place: None });
        // What is missing may bring more, and what may be negative may bring anything.
        let expected = match (is_at_least || some_missing, falls) {
            (false, _) => Some(Code::RollupMismatch),
            (true, true) if !signed => Some(Code::ChildrenExceedParent),
            (true, _) => None,
        };
        let mut alone = Sheet::new(sheet.form().clone(), sheet.organization().clone(), sheet.period());
        alone.set(index, sheet.cell(index).unwrap().clone());
        book.sheets.insert(alone);
        let found = arithmetic_findings(&book).into_iter();
        let found = found.filter(|finding| finding.code.family() == Family::RollUp);
        let codes: Vec<Code> = found.map(|finding| finding.code).collect();
        prop_assert_eq!(codes, expected.into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn a_change_beyond_rounding_of_a_part_or_a_whole_is_found(
        plan in plans(),
        organization: Index,
        cell: Index,
        change in prop_oneof![1_i64..9, 1_000_i64..2_000_000],
        falls: bool,
    ) {
        let mut book = plan.book();
        let form = plan.form();
        let exact = |sheet: &&Sheet| sheet.cells().all(|(_, stated)| {
            matches!(&stated.content, Content::Figure(figure) if figure.interval().as_point().is_some())
        });
        let sheets: Vec<Sheet> = book.sheets.iter().filter(exact).cloned().collect();
        if sheets.is_empty() {
            return Ok(());
        }
        let mut sheet = organization.get(&sheets).clone();
        let concerns = |breakdown: &&Breakdown, line: usize| {
            let id = &form.lines()[line].id;
            breakdown.complete && (breakdown.of == *id || breakdown.parts.contains(id))
        };
        let concerned = |index: &CellIndex| {
            form.breakdowns().iter().any(|breakdown| concerns(&breakdown, index.line))
        };
        let cells: Vec<CellIndex> = plan.summed_cells().into_iter().filter(concerned).collect();
        if cells.is_empty() {
            return Ok(());
        }
        let index = *cell.get(&cells);
        let change = Rational::from(if falls { -change } else { change });
        let value = sheet.figure(index).unwrap().value() + &change;
        let content = Content::Figure(Figure::exact(value, 0));
        sheet.set(index, Stated { content, text: "".into(), note: None, place: None });
        let organization = sheet.organization().clone();
        book.sheets.insert(sheet);
        let found = arithmetic_findings(&book).into_iter().find(|finding| {
            finding.organization.as_ref() == Some(&organization)
                && matches!(finding.code, Code::PartsDoNotAddUp | Code::PartsExceedWhole)
        });
        let compared = found.and_then(|finding| finding.comparison);
        let difference = compared.map(|comparison| comparison.difference.value.abs());
        prop_assert_eq!(difference, Some(change.abs()));
    }

    #[test]
    fn a_share_is_right_exactly_where_its_digits_allow(
        (part, whole) in (1_u64..2_000_000).prop_flat_map(|whole| (0..=whole, Just(whole))),
        decimals in 0_i32..4,
        off in -3_i64..=3,
    ) {
        let share = Rational::new(i128::from(part), i128::from(whole)).unwrap();
        let unit = Rational::power_of_ten(-decimals - 2);
        let stated = share.round(decimals + 2) + Rational::from(off) * unit.clone();
        prop_assume!(!stated.is_negative() && stated <= Rational::ONE);
        let is_right = (stated.clone() - share).abs() <= unit * Rational::HALF;
        let stated = Amount::new(stated, decimals, UnitKind::Share).plain();
        let csv = format!(
            "organization,period,form,line,value\n\
             a,2020-H1,membership,members,{whole}\n\
             a,2020-H1,membership,women,{part}\n\
             a,2020-H1,membership,share.women,{stated} %\n"
        );
        let reading = read_documents(vec![File::new("a.csv", csv)], &Request::default());
        let reading = reading.understand();
        prop_assert_eq!(reading.findings, []);
        let codes: Vec<Code> =
            check(&reading.book).findings.iter().map(|finding| finding.code).collect();
        let expected = if is_right { vec![] } else { vec![Code::ShareDoesNotMatch] };
        prop_assert_eq!(codes, expected);
    }

    #[test]
    fn a_figure_is_read_again_as_a_language_writes_it(
        number in -1_000_000_000_000_i64..1_000_000_000_000,
        decimals in 0_i32..4,
    ) {
        let value = Rational::from(number) * Rational::power_of_ten(-decimals);
        for language in Language::ALL {
            let written = Amount::new(value.clone(), decimals, UnitKind::Number).in_language(language);
            let unit = Unit::new("number");
            let convention = Convention::of(&[language]);
            let reading = read_figure(&written, &convention, &Expected::of(&unit)).unwrap();
            let Content::Figure(figure) = reading.content else { panic!("{written} is no figure") };
            prop_assert_eq!(figure.value(), &value, "{}", written);
            prop_assert_eq!(figure.decimals(), decimals, "{}", written);
        }
    }

    #[test]
    fn no_bytes_make_any_reader_panic(bytes: Vec<u8>) {
        for (_, target) in fuzz::TARGETS {
            target(&bytes);
        }
    }

    #[test]
    fn no_change_of_a_document_makes_its_reader_panic(
        target in 0..fuzz::TARGETS.len(),
        document: Index,
        at: Index,
        removed in 0_usize..4,
        inserted in prop_oneof![
            "[ \\-\"'\\[\\]{}=.,;:#\n0-9a-z]{0,3}".prop_map(String::into_bytes),
            any::<[u8; 2]>().prop_map(Vec::from),
        ],
    ) {
        let (name, target) = fuzz::TARGETS[target];
        let documents = tree::paths(&format!("tests/fuzz/corpus/{name}"));
        let document = tree::root().join(document.get(&documents));
        let mut bytes = std::fs::read(document).unwrap();
        let start = at.index(bytes.len() + 1);
        let end = bytes.len().min(start + removed);
        bytes.splice(start..end, inserted);
        target(&bytes);
    }
}

#[test]
fn the_same_files_give_the_same_bytes_in_any_order() {
    for book in ["clean", "kz-education-2020-h1"] {
        let folder = format!("docs/examples/{book}/");
        let file = |file: tree::SourceFile| File::new(file.path.replace(&folder, ""), file.text);
        let files: Vec<File> =
            tree::files(folder.trim_end_matches('/')).into_iter().map(file).collect();
        assert!(files.len() > 3, "{folder} is not there");
        let reversed: Vec<File> = files.iter().rev().cloned().collect();
        let formats = [
            FindingsFormat::Text(TextStyle::PLAIN),
            FindingsFormat::Json,
            FindingsFormat::Sarif,
            FindingsFormat::Github,
            FindingsFormat::Markdown,
        ];
        for format in formats {
            let first = fuzz::checked(files.clone(), format);
            assert_eq!(fuzz::checked(files.clone(), format), first);
            assert_eq!(fuzz::checked(reversed.clone(), format), first);
        }
    }
}

fn arithmetic_findings(book: &Book) -> Vec<Finding> {
    let families = [Family::Form, Family::RollUp, Family::Period];
    let findings = check(book).findings.into_iter();
    findings.filter(|finding| families.contains(&finding.code.family())).collect()
}

/// The figure that a total must become.
fn rolled_up(total: Total) -> (Rational, Interval) {
    let printed = Rational::from(total.printed);
    let around = Interval::around(&printed, &(Rational::from(total.slack_halves) * Rational::HALF));
    let interval = if total.is_at_least {
        Interval::new(around.low().clone(), End::Unbounded).unwrap()
    } else {
        around
    };
    (printed, interval)
}
