//! `register-differs`: a figure that is not what the rows of a register give.

use std::collections::BTreeSet;

use super::evaluation::{about_figure, compare, name_of};
use crate::binding::Value;
use crate::book::Book;
use crate::figure::UnitKind;
use crate::finding::{Argument, Code, Finding, Message, Severity};
use crate::id::OrganizationId;
use crate::sheet::{CellIndex, Sheet};
use crate::structure::Structure;
use crate::tally::{Counting, Tally, Totals, When};

/// Compares what organizations state for a period, line by line, with what the rows of their
/// register give, those of all below them with theirs.
///
/// Who states figures but has no row at all keeps another register; that is told once, and nobody
/// above is compared. A tally of a day is compared with nothing.
pub fn compare_with_register(book: &Book, counting: &Counting, tally: &Tally) -> Vec<Finding> {
    let (Some(form), When::In(period)) = (counting.form(), counting.when()) else {
        return Vec::new();
    };
    let lines = counting.counters().iter().filter_map(|it| form.line_position(&it.line));
    let counted: Vec<CellIndex> = lines.map(|line| CellIndex { line, column: 0 }).collect();
    let counting_day = counting.when().last_day();
    let with_rows = tally.iter().map(|(code, _)| OrganizationId::from(code));
    let with_rows = with_all_above(&book.structure, with_rows, counting_day);
    let value = |sheet: &Sheet, index: &CellIndex| Value::of(&sheet.cell(*index)?.content);
    let states = |sheet: &&Sheet| {
        let mut values = counted.iter().filter_map(|index| value(sheet, index));
        values.any(|value| !value.number.is_zero())
    };
    let stated = || book.sheets.of(&form.id, period);
    let has_rows = |sheet: &&Sheet| with_rows.contains(sheet.organization());
    let silent: Vec<&Sheet> = stated().filter(states).filter(|it| !has_rows(it)).collect();
    let unsure = silent.iter().map(|sheet| sheet.organization().clone());
    let unsure = with_all_above(&book.structure, unsure, counting_day);
    let mut findings: Vec<Finding> = no_rows(book, counting, &silent).into_iter().collect();
    for tallied in Totals::new(tally, counting, &book.structure).sheets(counting, period) {
        let organization = tallied.organization();
        let own = book.sheets.get(&form.id, period, organization).filter(|sheet| has_rows(sheet));
        let Some(own) = own.filter(|_| !unsure.contains(organization)) else { continue };
        for index in &counted {
            let (Some(stated), Some(given)) = (value(own, index), value(&tallied, index)) else {
                continue;
            };
            if stated.interval.meet(&given.interval).is_none() {
                findings.extend(differs(book, counting, own, *index, &stated, &given));
            }
        }
    }
    findings
}

/// Organizations and all above them on a day.
fn with_all_above(
    structure: &Structure,
    organizations: impl Iterator<Item = OrganizationId>,
    day: time::Date,
) -> BTreeSet<OrganizationId> {
    let mut all = BTreeSet::new();
    for organization in organizations {
        let mut next = Some(organization);
        while let Some(id) = next.filter(|id| !all.contains(id)) {
            next = structure.parent_on(&id, day).cloned();
            all.insert(id);
        }
    }
    all
}

fn differs(
    book: &Book,
    counting: &Counting,
    own: &Sheet,
    index: CellIndex,
    stated: &Value,
    given: &Value,
) -> Option<Finding> {
    let mut finding = about_figure(book, own, index, Code::RegisterDiffers)?;
    let amount = finding.cells.first()?.stated.clone();
    let (decimals, kind) = amount.map_or((0, UnitKind::Number), |it| (it.decimals, it.kind));
    let comparison = compare(stated, given, decimals, kind);
    finding.message = finding
        .message
        .with("computed", comparison.computed.clone())
        .with("difference", Argument::Difference(comparison.difference.clone()))
        .with("register", counting.register().title.clone());
    finding.rule = Some(format!("{}/{}", own.form().id, own.form().lines().get(index.line)?.id));
    finding.organization_name = Some(name_of(book, own.organization()));
    Some(finding.comparing(comparison))
}

/// That the register has no rows of some who state figures.
fn no_rows(book: &Book, counting: &Counting, silent: &[&Sheet]) -> Option<Finding> {
    let first = silent.first()?;
    let names = silent.iter().map(|sheet| Argument::Label(name_of(book, sheet.organization())));
    let message = Message::new("register-differs.no-rows")
        .with("organizations", names.collect::<Vec<_>>())
        .with("register", counting.register().title.clone());
    let place = first.cells().find_map(|(_, stated)| stated.place.clone());
    let mut finding = Finding::new(Code::RegisterDiffers, place, message);
    finding.severity = Severity::Warning;
    finding.period = Some(first.period());
    Some(finding)
}
