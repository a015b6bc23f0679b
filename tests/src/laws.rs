//! Laws: what holds whatever the figures are. Each test is named after its law.

use std::collections::BTreeMap;

use esep::{
    Amount, Book, Code, Content, Convention, Expected, Family, Language, LineId, OrganizationId,
    Rational, RolledUp, Structure, Unit, UnitKind, check, read_figure, rollup,
};
use esep_documents::{File, FindingsFormat, Request, TextStyle, read_documents};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::generate::{Plan, plans};
use crate::{fuzz, tree};

type Figures = BTreeMap<(OrganizationId, LineId), Rational>;

proptest! {
    #[test]
    fn a_parent_gets_the_sum_over_exactly_the_affiliated(plan in plans()) {
        let rolled = figures(&rollup(&plan.book(), &plan.form(), Plan::period()));
        for organization in plan.organizations() {
            for line in plan.summed_lines() {
                let key = (Plan::code(organization), LineId::from(line.as_str()));
                let expected = (!plan.children(organization).is_empty())
                    .then(|| Rational::from(plan.total(organization, &line)));
                prop_assert_eq!(rolled.get(&key), expected.as_ref(), "{:?}", key);
            }
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
        prop_assert_eq!(figures(&rollup(&by_level, &form, Plan::period())), figures(&at_once));
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
        for sheet in rollup(&book, &plan.form(), Plan::period()).sheets.into_values() {
            book.sheets.insert(sheet);
        }
        let mut findings = check(&book).findings;
        findings.retain(|finding| {
            matches!(finding.code.family(), Family::Form | Family::RollUp | Family::Period)
        });
        prop_assert!(findings.is_empty(), "{:#?}", findings);
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

/// What was rolled up, by organization and line.
fn figures(rolled: &RolledUp) -> Figures {
    let mut figures = BTreeMap::new();
    for (organization, sheet) in &rolled.sheets {
        for (index, figure) in sheet.figures() {
            let line = sheet.form().lines()[index.line].id.clone();
            figures.insert((organization.clone(), line), figure.value().clone());
        }
    }
    figures
}
