//! What the references of rules mean, and those that mean nothing.

use super::{Form, Line, Measure, Reference, Rollup, Rule};
use crate::finding::{Code, Finding, Message};
use crate::id::LineId;
use crate::lookup::nearest;
use crate::place::Place;

impl Form {
    /// The lines, by their order on the form, of which a rule is asked that names columns alone:
    /// all but those that a formula computes. Their formula says all that must hold of them, and of
    /// a quotient one column may well exceed another that it is a part of.
    pub fn lines_in_turn(&self) -> impl Iterator<Item = usize> {
        let stated = |(_, line): &(usize, &Line)| line.rollup != Rollup::Formula;
        self.lines.iter().enumerate().filter(stated).map(|(index, _)| index)
    }

    /// The lines that a reference to this form names, by their order on it: one; the parts right
    /// below a whole for `violations.*`; for `[women]`, every line that has the column and is not
    /// computed.
    ///
    /// None where the reference is mistaken.
    pub fn lines_of(&self, reference: &Reference) -> Vec<usize> {
        let has_column = |index: &usize| {
            let column = reference.column.as_ref();
            let line = self.lines.get(*index);
            column.is_none_or(|column| line.is_some_and(|line| line.has_column(column)))
        };
        let mut lines = match &reference.line {
            Some(line) => self.lines_matching(line.as_str()),
            None => self.lines_in_turn().collect(),
        };
        lines.retain(has_column);
        lines
    }
}

/// A text of a form that names figures: the relation of a rule, the definition of a measure.
pub(super) struct Naming<'a> {
    /// Whose it is, as `form/rule`.
    pub(super) name: String,
    pub(super) text: &'a str,
    pub(super) place: &'a Place,
    pub(super) references: Vec<&'a Reference>,
}

impl<'a> Naming<'a> {
    pub(super) fn of_rule(form: &Form, rule: &'a Rule) -> Self {
        Self {
            name: format!("{}/{}", form.id, rule.id),
            text: &rule.text,
            place: &rule.place,
            references: rule.relation.references(),
        }
    }

    pub(super) fn of_measure(form: &Form, measure: &'a Measure) -> Self {
        Self {
            name: format!("{}/{}", form.id, measure.id),
            text: &measure.text,
            place: &measure.place,
            references: measure.is.references(),
        }
    }

    /// Where a reference stands.
    pub(super) fn place_of(&self, reference: &Reference) -> Place {
        self.place.of_part(self.text, reference.span.clone())
    }
}

/// A reference that names nothing.
pub(super) struct Unbound<'a> {
    message: Message,
    typed: &'a str,
    missing: Missing,
}

#[derive(PartialEq, Eq)]
enum Missing {
    Line,
    Column,
    Other,
}

/// Why a reference to `form` names nothing there, if so; `rule` as `form/rule`.
pub(super) fn unbound<'a>(
    form: &Form,
    rule: &str,
    reference: &'a Reference,
) -> Option<Unbound<'a>> {
    let message = |key, name: &str| {
        let message = Message::new(key).with("rule", rule).with("name", name);
        if reference.form.is_some() { message.with("form", form.id.as_str()) } else { message }
    };
    let line = reference.line.as_ref().map(LineId::as_str);
    let column = reference.column.as_ref().map(crate::id::ColumnId::as_str);
    if let Some(line) = line
        && reference.whole().is_none()
        && form.line(line).is_none()
    {
        let key = match reference.form {
            None => "rule-binds-to-nothing",
            Some(_) => "rule-binds-to-nothing.line-of-form",
        };
        return Some(Unbound { message: message(key, line), typed: line, missing: Missing::Line });
    }
    if let Some(column) = column
        && form.column(column).is_none()
    {
        let message = message("rule-binds-to-nothing.column", column);
        return Some(Unbound { message, typed: column, missing: Missing::Column });
    }
    if !form.lines_of(reference).is_empty() {
        return None;
    }
    let message = match (line, column) {
        (Some(line), Some(column)) => {
            message("rule-binds-to-nothing.line-without-column", line).with("column", column)
        }
        (Some(line), None) => message("rule-binds-to-nothing.parts", line),
        (None, _) => Message::new("rule-binds-to-nothing.no-common-cell").with("rule", rule),
    };
    Some(Unbound { message, typed: "", missing: Missing::Other })
}

impl Unbound<'_> {
    /// The finding, with the nearest name where `suggest` says so.
    pub(super) fn into_finding(
        self,
        form: &Form,
        naming: &Naming<'_>,
        reference: &Reference,
        suggest: bool,
    ) -> Finding {
        let place = naming.place_of(reference);
        let finding = Finding::new(Code::RuleBindsToNothing, Some(place), self.message);
        if self.missing == Missing::Line && is_difference(form, self.typed) {
            return finding.with_hint(Message::new("hint.minus-between-spaces"));
        }
        let nearest = match self.missing {
            _ if !suggest => None,
            Missing::Line => nearest(self.typed, form.line_index.keys().map(LineId::as_str)),
            Missing::Column => {
                nearest(self.typed, form.columns.iter().map(|column| column.id.as_str()))
            }
            Missing::Other => None,
        };
        match nearest {
            Some(name) => finding.with_hint(Message::new("hint.nearest").with("name", name)),
            None => finding,
        }
    }
}

/// Whether a name is two lines with a minus between them but no spaces.
fn is_difference(form: &Form, name: &str) -> bool {
    name.match_indices('-').any(|(at, minus)| {
        let (left, right) = (name.get(..at), name.get(at + minus.len()..));
        left.zip(right)
            .is_some_and(|(left, right)| form.line(left).is_some() && form.line(right).is_some())
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::form::Relation;

    const FORM: &str = r#"
        id = "choir"
        title = { kk = "Хор", ru = "Хор", en = "Choir" }
        column = [
            { id = "total", label = { kk = "барлығы", ru = "всего", en = "total" } },
            { id = "women", label = { kk = "әйелдер", ru = "женщины", en = "women" } },
        ]
        line = [
            { id = "a.b", unit = "persons", label = { kk = "1", ru = "1", en = "1" } },
            { id = "a", unit = "persons", label = { kk = "2", ru = "2", en = "2" } },
            { id = "a.a.a", unit = "persons", label = { kk = "3", ru = "3", en = "3" } },
            { id = "a.a", unit = "persons", label = { kk = "4", ru = "4", en = "4" }, columns = ["total"] },
            { id = "share", unit = "percent", label = { kk = "5", ru = "5", en = "5" }, rollup = "formula" },
        ]
        [[rule]]
        id = "share"
        holds = "share = a.b / a"
    "#;

    #[track_caller]
    fn check(reference: &str, expected: &[usize]) {
        let (form, findings) = Form::read(&Arc::from("choir.toml"), FORM);
        assert_eq!(findings, []);
        let relation = Relation::parse(&format!("{reference} = 0")).unwrap();
        assert_eq!(form.unwrap().lines_of(relation.references()[0]), expected, "{reference}");
    }

    #[test]
    fn a_reference_names_lines_that_have_its_column() {
        check("a", &[1]);
        check("a[women]", &[1]);
        check("a.a[women]", &[]);
        check("[women]", &[0, 1, 2]);
        check("share[women]", &[4]);
        check("b", &[]);
    }

    #[test]
    fn parts_are_the_lines_right_below() {
        check("sum(a.*)", &[0, 3]);
        check("sum(a.*[women])", &[0]);
        check("sum(a.a.*)", &[2]);
        check("sum(b.*)", &[]);
    }
}
