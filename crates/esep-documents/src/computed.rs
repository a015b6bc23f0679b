//! Which stated figures a form computes from the others.

use std::collections::BTreeSet;
use std::sync::Arc;

use esep::{Book, CellIndex, Sheet, fill};

/// The sheet without the figures that its form computes from the others just so.
pub(crate) fn without_computed(sheet: &Sheet) -> Sheet {
    let form = sheet.form();
    let without = |left_out: &BTreeSet<CellIndex>| {
        let mut rest = Sheet::new(Arc::clone(form), sheet.organization().clone(), sheet.period());
        for (index, stated) in sheet.cells().filter(|(index, _)| !left_out.contains(index)) {
            rest.set(index, stated.clone());
        }
        rest
    };
    let filled = |sheet: &Sheet| fill(sheet, &Book::default()).sheet;
    let said = |sheet: &Sheet, index: CellIndex| {
        sheet.figure(index).map(|figure| (figure.value().clone(), figure.decimals()))
    };
    let is_defined = |line: usize| {
        form.lines().get(line).is_some_and(|line| {
            let mut breakdowns = form.breakdowns().iter().filter(|breakdown| breakdown.complete);
            form.definition_of(line.id.as_str()).is_some()
                || breakdowns.any(|breakdown| breakdown.of == line.id)
        })
    };
    let cells = sheet.cells().filter(|(index, it)| it.note.is_none() && is_defined(index.line));
    let mut computed: BTreeSet<CellIndex> = cells.map(|(index, _)| index).collect();
    let again = filled(&without(&computed));
    computed.retain(|index| {
        let stated = said(sheet, *index);
        stated.is_some() && said(&again, *index) == stated
    });
    let bare = without(&computed);
    let again = filled(&bare);
    let is_same = computed.iter().all(|index| said(&again, *index) == said(sheet, *index));
    if is_same { bare } else { sheet.clone() }
}
