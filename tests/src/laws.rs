//! Laws: what holds whatever the figures are. Each test is named after its law.

use std::collections::BTreeMap;

use esep::{Book, Family, LineId, OrganizationId, Rational, RolledUp, Structure, check, rollup};
use proptest::prelude::*;

use crate::generate::{Plan, plans};

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
