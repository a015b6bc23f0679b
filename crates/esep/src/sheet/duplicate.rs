//! Figures that are stated more than once: one by one, or a whole form in a second copy.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{CellIndex, Stated};
use crate::finding::{Argument, Cell, Code, Finding, Message, Severity};
use crate::form::{Form, Forms};
use crate::id::{FormId, OrganizationId};
use crate::language::Text;
use crate::period::Period;
use crate::place::{Part, Place};
use crate::structure::Structure;

/// Where figures of a form stand together: a file, and its part.
type Table = (Arc<str>, Option<Arc<Part>>);

/// Whose form is stated twice, and where: first, and again.
type Copy = (FormId, Period, OrganizationId, Option<Table>, Option<Table>);

/// A cell that is stated twice.
#[derive(Debug)]
struct Twice {
    index: CellIndex,
    first: Stated,
    again: Stated,
}

impl Twice {
    fn agrees(&self) -> bool {
        self.first.content == self.again.content
    }
}

/// The cells that are stated twice, by where they stand.
#[derive(Debug, Default)]
pub(super) struct Duplicates(BTreeMap<Copy, Vec<Twice>>);

impl Duplicates {
    /// Notes that a cell of a form, organization and period is stated again.
    pub(super) fn add(
        &mut self,
        (form, period, organization): (&Form, Period, &OrganizationId),
        index: CellIndex,
        first: &Stated,
        again: Stated,
    ) {
        let (at_first, at_again) = (table(first), table(&again));
        let copy = (form.id.clone(), period, organization.clone(), at_first, at_again);
        let twice = Twice { index, first: first.clone(), again };
        self.0.entry(copy).or_default().push(twice);
    }

    /// What is said of them: several figures of another file or table are one finding.
    pub(super) fn findings(self, structure: &Structure, forms: &Forms) -> Vec<Finding> {
        let mut findings = Vec::new();
        for ((form, period, organization, first, again), cells) in self.0 {
            let Some(form) = forms.get(form.as_str()) else { continue };
            let from = findings.len();
            if first == again || cells.len() == 1 {
                findings.extend(cells.iter().map(|twice| figure(form, twice)));
            } else {
                findings.extend(copy(form, period, &organization, &cells));
            }
            for finding in findings.iter_mut().skip(from) {
                let found = structure.get(organization.as_str());
                finding.organization_name = found.map(|found| found.name.clone());
                finding.organization = Some(organization.clone());
                finding.period = Some(period);
            }
        }
        findings
    }
}

fn table(stated: &Stated) -> Option<Table> {
    let place = stated.place.as_ref()?;
    Some((Arc::clone(&place.file), place.part.clone()))
}

fn label(form: &Form, index: CellIndex) -> Text {
    let line = form.lines().get(index.line);
    line.map_or_else(|| Text::same(form.id.as_str()), |line| line.label.clone())
}

fn place(stated: &Stated) -> Argument {
    stated.place.clone().map_or_else(|| Argument::from(""), Argument::from)
}

/// One figure that is stated twice.
fn figure(form: &Form, twice: &Twice) -> Finding {
    let key = if twice.agrees() { "duplicate-figure.same" } else { "duplicate-figure" };
    let message = Message::new(key)
        .with("line", label(form, twice.index))
        .with("first", &*twice.first.text)
        .with("second", &*twice.again.text)
        .with("place", place(&twice.first));
    let mut finding = Finding::new(Code::DuplicateFigure, twice.again.place.clone(), message);
    if twice.agrees() {
        finding.severity = Severity::Warning;
    }
    finding
}

/// A form that is stated again in another file or table: how many of its figures differ, and which.
fn copy(
    form: &Form,
    period: Period,
    organization: &OrganizationId,
    cells: &[Twice],
) -> Option<Finding> {
    let differing: Vec<&Twice> = cells.iter().filter(|twice| !twice.agrees()).collect();
    let shown = differing.first().copied().or(cells.first())?;
    let whole = shown
        .first
        .place
        .as_ref()
        .map(|place| Place { part: place.part.clone(), ..Place::whole(&place.file) });
    let key =
        if differing.is_empty() { "duplicate-figure.copy" } else { "duplicate-figure.other-copy" };
    let message = Message::new(key)
        .with("form", form.title.clone())
        .with("place", whole.map_or_else(|| Argument::from(""), Argument::from))
        .with("figures", cells.len());
    let named = differing.iter().map(|twice| {
        let message = Message::new("duplicate-figure.one")
            .with("line", label(form, twice.index))
            .with("first", &*twice.first.text)
            .with("second", &*twice.again.text);
        Argument::from(message)
    });
    let message = match differing.len() {
        0 => message,
        number => message.with("differing", number).with("named", named.collect::<Vec<_>>()),
    };
    let mut finding = Finding::new(Code::DuplicateFigure, shown.again.place.clone(), message)
        .with_hint(Message::new("hint.remove-copy"));
    if differing.is_empty() {
        finding.severity = Severity::Warning;
    }
    let cell = |twice: &&Twice| cell(form, period, organization, twice);
    finding.cells = differing.iter().filter_map(cell).collect();
    Some(finding)
}

fn cell(form: &Form, period: Period, organization: &OrganizationId, twice: &Twice) -> Option<Cell> {
    let line = form.lines().get(twice.index.line)?;
    Some(Cell {
        form: form.id.clone(),
        line: line.id.clone(),
        column: form.columns().get(twice.index.column).map(|column| column.id.clone()),
        organization: organization.clone(),
        period,
        stated: twice.again.amount(line.unit.kind()),
        note: twice.again.note.clone(),
        place: twice.again.place.clone(),
    })
}
