//! Every relation of a book, evaluated once; and findings made from what failed.

mod cells;
mod failed_rule;
mod loose;
mod parent_sum;
mod scale;
mod split;

use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) use cells::{about_figure, address_of, bound, compare, in_full};
pub(crate) use cells::{cell, label_at, name_of};
pub(super) use failed_rule::FailedRule;
pub(super) use loose::{Loose, Row, interval_of};
pub(super) use split::{Split, Verdict};

use parent_sum::{ParentSum, compare_parents};

use super::family::families;
use super::unit_looks_wrong::{Suspect, suspects_of};
use super::unusual_change::{Change, unusual_changes};
use crate::binding::{Outcome, SheetIn, Standpoint, instances, is_open};
use crate::book::Book;
use crate::finding::{Code, Finding};
use crate::form::{Breakdown, Form, Rule};
use crate::id::FormId;
use crate::period::Period;
use crate::rollup::{RolledUp, rollup};
use crate::sheet::{CellIndex, Sheet};

/// A book with every relation evaluated.
pub(super) struct Evaluation<'a> {
    pub(super) book: &'a Book,
    pub(super) failed_rules: Vec<FailedRule<'a>>,
    pub(super) splits: Vec<Split<'a>>,
    /// The sheets of organizations side by side.
    pub(super) families: Vec<Vec<&'a Sheet>>,
    /// The figures of these that look like figures in another unit.
    pub(super) suspects: Vec<Suspect<&'a Sheet>>,
    /// The figures that are unusually far from those before.
    pub(super) changes: Vec<Change<'a>>,
    pub(super) rolled: BTreeMap<(FormId, Period), RolledUp>,
    parents: Vec<ParentSum<'a>>,
    /// The relations that hold but touch rounded figures, to be solved together.
    pub(super) loose: Loose<'a>,
    pub(super) evaluated: usize,
    pub(super) skipped: usize,
}

impl<'a> Evaluation<'a> {
    /// The book, and its organizations above and beside each other.
    pub(super) fn of(book: &'a Book) -> Self {
        let mut evaluation = Self::of_each(book);
        evaluation.suspects = evaluation.families.iter().flat_map(|one| suspects_of(one)).collect();
        for (id, period) in book.sheets.forms_and_periods() {
            let Some(form) = book.forms.get(id.as_str()) else { continue };
            let rolled = rollup(book, form, period);
            let compared = compare_parents(book, &rolled);
            evaluation.evaluated += compared.evaluated;
            evaluation.parents.extend(compared.defects);
            for (stated, index) in compared.agreeing {
                evaluation.loose.add_parent(book, stated, index);
            }
            evaluation.rolled.insert((id.clone(), period), rolled);
        }
        evaluation
    }

    /// The book, each organization by itself.
    pub(super) fn of_each(book: &'a Book) -> Self {
        let mut evaluation = Self {
            book,
            failed_rules: Vec::new(),
            splits: Vec::new(),
            families: families(book),
            suspects: Vec::new(),
            changes: unusual_changes(book),
            rolled: BTreeMap::new(),
            parents: Vec::new(),
            loose: Loose::default(),
            evaluated: 0,
            skipped: 0,
        };
        // The sheets of a form come one after the other.
        let mut asked: Option<(&Arc<Form>, Vec<Asked<'a>>)> = None;
        for sheet in book.sheets.iter() {
            let (_, rules) = match asked.take() {
                Some((form, rules)) if Arc::ptr_eq(form, sheet.form()) => {
                    asked.insert((form, rules))
                }
                _ => asked.insert((sheet.form(), asked_by(sheet.form()))),
            };
            for Asked { rule, line, column } in rules {
                evaluation.judge(sheet, rule, *line, *column);
            }
            let columns = sheet.form().columns().len().max(1);
            for breakdown in sheet.form().breakdowns() {
                for column in 0..columns {
                    evaluation.weigh(sheet, breakdown, column);
                }
            }
        }
        evaluation
    }

    /// The failed rules that raise a code, as findings.
    pub(super) fn failed(&self, code: Code) -> impl Iterator<Item = (&FailedRule<'a>, Finding)> {
        let failed = self.failed_rules.iter().filter(move |failed| failed.code == code);
        failed.map(|failed| (failed, failed.finding(self.book)))
    }

    /// The parents that do not agree with their children in the way that a code names.
    pub(super) fn parents(&self, code: Code) -> impl Iterator<Item = Finding> {
        let parents = self.parents.iter().filter(move |parent| parent.defect == code);
        parents.filter_map(|parent| parent.finding(self.book))
    }

    /// The breakdowns with this verdict.
    pub(super) fn splits(&self, verdict: Verdict) -> impl Iterator<Item = &Split<'a>> {
        self.splits.iter().filter(move |split| split.verdict == verdict)
    }

    fn judge(&mut self, sheet: &'a Sheet, rule: &'a Rule, line: Option<usize>, column: usize) {
        let standpoint = standpoint(sheet, line, column);
        match standpoint.judge(&rule.relation, &SheetIn { sheet, book: self.book }) {
            Outcome::Holds => {
                self.evaluated += 1;
                self.loose.add_rule(self.book, &standpoint, rule);
            }
            Outcome::Unknown => self.skipped += 1,
            Outcome::NotAsked => {}
            Outcome::Fails(sides) => {
                self.evaluated += 1;
                self.failed_rules.push(FailedRule::new(sheet, rule, line, column, *sides));
            }
        }
    }

    fn weigh(&mut self, sheet: &'a Sheet, breakdown: &'a Breakdown, column: usize) {
        let whole = sheet.form().line_position(breakdown.of.as_str());
        let is_filled = |line| is_open(sheet.form(), CellIndex { line, column });
        if !whole.is_some_and(is_filled) || !Split::is_asked(sheet, breakdown, column) {
            return;
        }
        let split = Split::of(sheet, breakdown, column);
        match split {
            None => self.skipped += 1,
            Some(split) => {
                match split.verdict {
                    Verdict::Undecided => self.skipped += 1,
                    _ => self.evaluated += 1,
                }
                if split.verdict == Verdict::Agree {
                    self.loose.add_breakdown(&split);
                } else {
                    self.splits.push(split);
                }
            }
        }
    }
}

/// A rule, asked for one of the lines and columns that its references leave open.
struct Asked<'a> {
    rule: &'a Rule,
    line: Option<usize>,
    column: usize,
}

/// All that the rules of a form ask of a sheet.
fn asked_by(form: &Form) -> Vec<Asked<'_>> {
    let mut asked = Vec::new();
    for rule in form.rules() {
        let instances = instances(&rule.relation, form).into_iter();
        asked.extend(instances.map(|(line, column)| Asked { rule, line, column }));
    }
    asked
}

fn standpoint(sheet: &Sheet, line: Option<usize>, column: usize) -> Standpoint<'_> {
    Standpoint {
        form: sheet.form(),
        organization: sheet.organization(),
        period: sheet.period(),
        line,
        column,
    }
}
