//! What must be said beside the tables: what is compared with what, and what is not compared.

use std::collections::{BTreeMap, BTreeSet};

use esep::{
    Argument, CellIndex, Change, ChangeGap, Direction, Ground, GroundChanges, Message,
    OrganizationId, Period,
};

use super::words::code;
use super::{ComparedForm, ComparisonTable, heading};

/// What must be said beside the tables of a form, one sentence each: which organizations are
/// compared together, which are not and why; with the changes, what of them is left open.
pub fn comparison_notes(form: &ComparedForm, only: Option<ComparisonTable>) -> Vec<Message> {
    let comparison = &form.comparison;
    let silent = silent_periods(form);
    let mut notes: Vec<Message> = Vec::new();
    for period in &silent {
        let note = Message::new("compare.nothing").with("form", comparison.form.id.as_str());
        notes.push(note.with("period", *period));
    }
    let mut cells = Cells::default();
    for compared in &comparison.grounds {
        if let Some(note) = unequal(form, compared) {
            notes.push(note);
        }
        let moves = [
            ("compare.joined-below", &compared.joined_below),
            ("compare.left-below", &compared.left_below),
        ];
        for (key, moved) in moves.into_iter().filter(|(_, moved)| !moved.is_empty()) {
            let note = Message::new(key).with("organization", code(&compared.ground));
            notes.push(note.with("moved", list(moved)));
        }
        if silent.is_empty() {
            let absent = absent(form, compared);
            if absent.is_empty() {
                cells.add(form, compared);
            }
            notes.extend(absent);
        }
    }
    if only.is_none_or(|table| table == ComparisonTable::Changes) {
        notes.extend(cells.notes(form));
    }
    notes
}

/// The periods in which nobody gave a figure.
fn silent_periods(form: &ComparedForm) -> Vec<Period> {
    let comparison = &form.comparison;
    let mut told = [false, false];
    for compared in &comparison.grounds {
        let Ground { before, after } = &compared.ground;
        for (_, change) in form.changes(compared) {
            let here = match change {
                Change::Known(_) => [true, true],
                Change::Unknown(unknown) => {
                    let [missing_before, missing_after] = missing(&unknown.gap);
                    [
                        unknown.before.is_some() || missing_before.len() < before.len(),
                        unknown.after.is_some() || missing_after.len() < after.len(),
                    ]
                }
            };
            told = [told[0] || here[0], told[1] || here[1]];
        }
    }
    let sides = told.into_iter().zip([comparison.from, comparison.to]);
    sides.filter(|(is_told, _)| !is_told).map(|(_, period)| period).collect()
}

/// Whose ground is not that of one organization in both periods.
fn unequal(form: &ComparedForm, compared: &GroundChanges) -> Option<Message> {
    let Ground { before, after } = &compared.ground;
    let comparison = &form.comparison;
    let about = |key| Message::new(key).with("organization", code(&compared.ground));
    if before.is_empty() {
        return Some(about("compare.joined").with("period", comparison.from));
    }
    if after.is_empty() {
        return Some(about("compare.left").with("period", comparison.to));
    }
    let note = Message::new("compare.same-ground")
        .with("before", list(before))
        .with("from", comparison.from)
        .with("after", list(after))
        .with("to", comparison.to);
    (before != after).then_some(note)
}

/// Who of a ground has given nothing at all in a period, so that nothing of it is compared.
fn absent(form: &ComparedForm, compared: &GroundChanges) -> Vec<Message> {
    let comparison = &form.comparison;
    let mut notes = Vec::new();
    for (side, period) in [comparison.from, comparison.to].into_iter().enumerate() {
        let of = |change: &Change| -> BTreeSet<OrganizationId> {
            let missing = gap(change).and_then(|gap| missing(gap).into_iter().nth(side));
            missing.unwrap_or_default().iter().cloned().collect()
        };
        let everywhere = form.changes(compared).map(|(_, change)| of(change));
        let everywhere = everywhere.reduce(|all, next| &all & &next).unwrap_or_default();
        if !everywhere.is_empty() {
            let missing: Vec<OrganizationId> = everywhere.into_iter().collect();
            let note = Message::new("compare.not-reported")
                .with("organization", code(&compared.ground))
                .with("missing", list(&missing));
            notes.push(note.with("period", period));
        }
    }
    notes
}

/// Of which cells the change is not known, or its sign is open, and of whom.
#[derive(Default)]
struct Cells {
    one_sided: BTreeMap<CellIndex, Vec<Argument>>,
    not_added: BTreeMap<CellIndex, Vec<Argument>>,
    uncertain: BTreeMap<CellIndex, Vec<Argument>>,
    is_cumulative: bool,
}

impl Cells {
    fn add(&mut self, form: &ComparedForm, compared: &GroundChanges) {
        for (index, change) in form.changes(compared) {
            let list = match (gap(change), change.shift()) {
                (Some(ChangeGap::NotReported { .. }), _) => &mut self.one_sided,
                (Some(ChangeGap::NotAdded), _) => &mut self.not_added,
                (Some(ChangeGap::Cumulative), _) => {
                    self.is_cumulative = true;
                    continue;
                }
                (_, Some(shift)) if shift.direction() == Direction::Uncertain => {
                    &mut self.uncertain
                }
                _ => continue,
            };
            list.entry(index).or_default().push(Argument::from(code(&compared.ground)));
        }
    }

    fn notes(self, form: &ComparedForm) -> Vec<Message> {
        let kinds = [
            ("compare.one-sided", self.one_sided),
            ("compare.not-added", self.not_added),
            ("compare.uncertain", self.uncertain),
        ];
        let mut notes = Vec::new();
        for (key, cells) in kinds {
            for (index, organizations) in cells {
                let note = Message::new(key).with("line", heading(&form.comparison, index));
                notes.push(note.with("organizations", organizations));
            }
        }
        if self.is_cumulative {
            notes.push(Message::new("compare.cumulative"));
        }
        notes
    }
}

/// Who has not given a figure, in either period.
fn missing(gap: &ChangeGap) -> [&[OrganizationId]; 2] {
    match gap {
        ChangeGap::NotReported { before, after } => [before, after],
        ChangeGap::Joined | ChangeGap::Left | ChangeGap::Cumulative | ChangeGap::NotAdded => {
            [&[], &[]]
        }
    }
}

fn gap(change: &Change) -> Option<&ChangeGap> {
    match change {
        Change::Known(_) => None,
        Change::Unknown(unknown) => Some(&unknown.gap),
    }
}

fn list(organizations: &[OrganizationId]) -> Vec<Argument> {
    organizations.iter().map(|id| Argument::from(id.as_str())).collect()
}
