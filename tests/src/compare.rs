//! Laws of comparing two periods.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use esep::{
    Book, CellIndex, Change, Content, Direction, Figure, Ground, Period, PeriodComparison,
    Rational, Sheet, Stated, Structure, Whose, compare,
};
use esep_documents::{File, Request, read_book};
use proptest::prelude::*;

use crate::generate::{Plan, plans};

proptest! {
    #[test]
    fn a_book_compared_with_itself_shows_no_change(plan in plans()) {
        let period = Plan::period();
        let book = plan.book();
        let comparison = compare(&book, &plan.form(), period, period, &Whose::All).unwrap();
        prop_assert_eq!(comparison.grounds.is_empty(), book.sheets.iter().next().is_none());
        let changes = changes(&comparison);
        let shifts: Vec<_> = changes.values().filter_map(Change::shift).collect();
        for (ground, sheet) in comparison.grounds.iter().filter_map(|compared| {
            let [id] = compared.ground.before.as_slice() else { return None };
            Some((&compared.ground, book.sheets.get(&plan.form().id, period, id)?))
        }) {
            for (index, _) in sheet.cells().filter(|(index, _)| sheet.figure(*index).is_some()) {
                let change = changes.get(&(ground.clone(), index));
                prop_assert!(change.is_some_and(|change| change.shift().is_some()), "{index:?}");
            }
        }
        for shift in shifts.into_iter().chain(comparison.total.changes.values()) {
            prop_assert_eq!(shift.direction(), Direction::Unchanged);
            prop_assert!(shift.percent.as_ref().is_none_or(|percent| percent.value().is_zero()));
        }
    }

    #[test]
    fn turning_the_periods_around_turns_the_signs(plan in plans(), later in later()) {
        let book = two_years(&plan, &later);
        let forth = compare(&book, &plan.form(), Plan::period(), next_year(), &Whose::All).unwrap();
        let back = compare(&book, &plan.form(), next_year(), Plan::period(), &Whose::All).unwrap();
        let turned = |(ground, index): (Ground, CellIndex)| {
            (Ground { before: ground.after, after: ground.before }, index)
        };
        let mut back = changes(&back);
        for (key, change) in changes(&forth) {
            let other = back.remove(&turned(key)).expect("the same grounds and cells");
            let differences = [&change, &other].map(|change| {
                change.shift().map(|shift| shift.difference.value().clone())
            });
            let [there, here] = differences;
            prop_assert_eq!(there, here.map(|difference| -difference));
        }
        prop_assert!(back.is_empty());
    }

    #[test]
    fn the_change_of_all_is_the_sum_of_the_changes(plan in plans(), later in later()) {
        let book = two_years(&plan, &later);
        let comparison =
            compare(&book, &plan.form(), Plan::period(), next_year(), &Whose::All).unwrap();
        for index in plan.summed_cells() {
            let over = comparison.total.over.get(&index).into_iter().flatten();
            let sum: Rational = over
                .map(|ground| {
                    let change = &comparison.grounds[*ground].changes[&index];
                    change.shift().unwrap().difference.value().clone()
                })
                .fold(Rational::ZERO, |sum, difference| sum + difference);
            let total = comparison.total.changes.get(&index);
            prop_assert_eq!(total.map_or(Rational::ZERO, |it| it.difference.value().clone()), sum);
        }
    }

    #[test]
    fn the_order_of_the_structure_changes_no_comparison(
        (plan, rows) in plans().prop_flat_map(|plan| {
            let rows = Just(plan.rows()).prop_shuffle();
            (Just(plan), rows)
        }),
        later in later(),
    ) {
        let book = two_years(&plan, &later);
        let shuffled = Book { structure: Structure::build(&rows).0, ..book.clone() };
        let compared =
            |book| compare(book, &plan.form(), Plan::period(), next_year(), &Whose::All).unwrap();
        prop_assert_eq!(compared(&shuffled), compared(&book));
    }

    #[test]
    fn a_split_is_compared_as_if_nothing_had_been_split(
        before in 1_u32..1_000_000,
        after in prop::collection::vec(0_u32..1_000_000, 1..5),
    ) {
        let whole: u64 = after.iter().map(|part| u64::from(*part)).sum();
        let mut structure = String::from("code,since,until,parent,predecessor\nold,,2023-01-01,,\n");
        let mut reports = format!(
            "organization,period,form,line,value\nold,2022,membership,members,{before}\n"
        );
        for (number, part) in after.iter().enumerate() {
            writeln!(structure, "new{number},2023-01-01,,,old").unwrap();
            writeln!(reports, "new{number},2023,membership,members,{part}").unwrap();
        }
        let files = vec![File::new("structure.csv", structure), File::new("reports/a.csv", reports)];
        let reading = read_book("", files, &Request::default()).understand();
        prop_assert_eq!(reading.findings, []);
        let form = reading.book.forms.get("membership").unwrap();
        let [from, to] = ["2022", "2023"].map(|period| period.parse().unwrap());
        let comparison = compare(&reading.book, form, from, to, &Whose::All).unwrap();
        prop_assert_eq!(comparison.grounds.len(), 1);
        let index = CellIndex { line: form.line_position("members").unwrap(), column: 0 };
        let difference = comparison.grounds[0].changes[&index].shift().unwrap().difference.clone();
        let expected = Rational::from(whole) - Rational::from(before);
        prop_assert_eq!(difference.value(), &expected);
    }
}

/// The figures of the year after, used one after the other.
fn later() -> impl Strategy<Value = Vec<Option<u32>>> {
    prop::collection::vec(prop::option::weighted(0.9, 0_u32..1_000_000), 1..20)
}

fn next_year() -> Period {
    "2021-H1".parse().unwrap()
}

/// The book of a plan, and for the year after sheets of the same organizations with other figures,
/// some left blank.
fn two_years(plan: &Plan, later: &[Option<u32>]) -> Book {
    let mut book = plan.book();
    let mut figures = later.iter().cycle();
    let sheets: Vec<Sheet> = book.sheets.iter().cloned().collect();
    for sheet in sheets {
        let mut next = Sheet::new(sheet.form().clone(), sheet.organization().clone(), next_year());
        for (index, _) in sheet.cells() {
            if let Some(Some(figure)) = figures.next() {
                let content = Content::Figure(Figure::exact(Rational::from(*figure), 0));
                let stated =
                    Stated { content, text: figure.to_string().into(), note: None, place: None };
                next.set(index, stated);
            }
        }
        book.sheets.insert(next);
    }
    book
}

fn changes(comparison: &PeriodComparison) -> BTreeMap<(Ground, CellIndex), Change> {
    let grounds = comparison.grounds.iter();
    let changes = grounds.flat_map(|compared| {
        let changes = compared.changes.iter();
        changes.map(|(index, change)| ((compared.ground.clone(), *index), change.clone()))
    });
    changes.collect()
}
