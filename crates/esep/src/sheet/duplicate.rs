//! Figures that are stated more than once: one by one, or a whole form in a second copy.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{CellIndex, Stated};
use crate::finding::{Argument, Cell, Code, Finding, Message, Severity};
use crate::form::Form;
use crate::id::OrganizationId;
use crate::language::Text;
use crate::period::Period;
use crate::place::{Part, Place};
use crate::structure::Structure;

/// Where figures of a form stand together: a file, and its part.
type Table = (Arc<str>, Option<Arc<Part>>);

/// Whose figures are stated twice, and where: first, and again.
type Copy = (Period, OrganizationId, Option<Table>, Option<Table>);

/// A cell that is stated twice.
#[derive(Debug)]
struct Twice {
    form: Arc<Form>,
    index: CellIndex,
    first: Stated,
    again: Stated,
}

impl Twice {
    fn agrees(&self) -> bool {
        self.first.content == self.again.content
    }

    fn label(&self) -> Text {
        let line = self.form.lines().get(self.index.line);
        line.map_or_else(|| Text::same(self.form.id.as_str()), |line| line.label.clone())
    }
}

/// The cells that are stated twice, by where they stand.
#[derive(Debug, Default)]
pub(super) struct Duplicates(BTreeMap<Copy, Vec<Twice>>);

impl Duplicates {
    /// Notes that a cell of a form, organization and period is stated again.
    pub(super) fn add(
        &mut self,
        (form, period, organization): (&Arc<Form>, Period, &OrganizationId),
        index: CellIndex,
        first: &Stated,
        again: Stated,
    ) {
        let (at_first, at_again) = tables(first, &again);
        let copy = (period, organization.clone(), at_first, at_again);
        let twice = Twice { form: Arc::clone(form), index, first: first.clone(), again };
        self.0.entry(copy).or_default().push(twice);
    }

    /// What is said of them: several figures of another file or table are one finding.
    pub(super) fn findings(self, structure: &Structure) -> Vec<Finding> {
        let mut findings = Vec::new();
        for ((period, organization, first, again), cells) in self.0 {
            let from = findings.len();
            if first == again || cells.len() == 1 {
                findings.extend(cells.iter().map(figure));
            } else {
                findings.extend(copy(period, &organization, &cells, first));
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

/// Where two statements of a cell stand: in two files, or two tables of one.
fn tables(first: &Stated, again: &Stated) -> (Option<Table>, Option<Table>) {
    let file = |stated: &Stated| stated.place.as_ref().map(|place| Arc::clone(&place.file));
    let is_one_file = file(first) == file(again);
    let table = |stated: &Stated| {
        let place = stated.place.as_ref()?;
        Some((Arc::clone(&place.file), place.part.clone().filter(|_| is_one_file)))
    };
    (table(first), table(again))
}

fn place(stated: &Stated) -> Argument {
    stated.place.clone().map_or_else(|| Argument::from(""), Argument::from)
}

/// One figure that is stated twice.
fn figure(twice: &Twice) -> Finding {
    let key = if twice.agrees() { "duplicate-figure.same" } else { "duplicate-figure" };
    let message = Message::new(key)
        .with("line", twice.label())
        .with("first", &*twice.first.text)
        .with("second", &*twice.again.text)
        .with("place", place(&twice.first));
    let mut finding = Finding::new(Code::DuplicateFigure, twice.again.place.clone(), message);
    if twice.agrees() {
        finding.severity = Severity::Warning;
    }
    finding
}

/// Figures that are stated again in another file or table: how many of them differ, and which.
fn copy(
    period: Period,
    organization: &OrganizationId,
    cells: &[Twice],
    first: Option<Table>,
) -> Option<Finding> {
    let differing: Vec<&Twice> = cells.iter().filter(|twice| !twice.agrees()).collect();
    let shown = differing.first().copied().or(cells.first())?;
    let whole = first.map(|(file, part)| Place { part, ..Place::whole(&file) });
    let mut forms: Vec<&Text> = Vec::new();
    for twice in cells {
        if !forms.contains(&&twice.form.title) {
            forms.push(&twice.form.title);
        }
    }
    let forms: Vec<Argument> = forms.into_iter().cloned().map(Argument::from).collect();
    let key =
        if differing.is_empty() { "duplicate-figure.copy" } else { "duplicate-figure.other-copy" };
    let mut message = Message::new(key)
        .with("forms", forms)
        .with("place", whole.map_or_else(|| Argument::from(""), Argument::from))
        .with("figures", cells.len());
    if !differing.is_empty() {
        let named = differing.iter().map(|twice| {
            let message = Message::new("duplicate-figure.one")
                .with("line", twice.label())
                .with("first", &*twice.first.text)
                .with("second", &*twice.again.text);
            Argument::from(message)
        });
        let named: Vec<Argument> = named.collect();
        message = message.with("differing", differing.len()).with("named", named);
    }
    let mut finding = Finding::new(Code::DuplicateFigure, shown.again.place.clone(), message)
        .with_hint(Message::new("hint.remove-copy"));
    if differing.is_empty() {
        finding.severity = Severity::Warning;
    }
    finding.cells =
        differing.iter().filter_map(|twice| cell(period, organization, twice)).collect();
    Some(finding)
}

fn cell(period: Period, organization: &OrganizationId, twice: &Twice) -> Option<Cell> {
    let form = &twice.form;
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
