//! The rules of a form's file.

use super::breakdown::{SEVERITIES, in_circles};
use super::line::unique;
use super::source::{Source, Table};
use crate::finding::{Code, Finding, Message};
use crate::form::{Form, Relation, Rollup, Rule, Scope};
use crate::id::LineId;
use crate::sorted::SortedMap;

pub(super) fn rules<'text>(
    source: &mut Source<'text>,
    root: Table<'text>,
    form: &Form,
) -> Vec<Rule> {
    let mut seen = SortedMap::new();
    let mut rules = Vec::new();
    for table in source.tables(root, "rule") {
        source.check_keys(table, &["id", "holds", "severity", "why", "finding"]);
        let id = unique(source, &mut seen, table);
        let severity = source.choice(table, "severity", &SEVERITIES);
        let why = source.label(table, "why");
        let code = code(source, table);
        source.require(table, "holds");
        let Some(holds) = source.string(table, "holds") else { continue };
        match Relation::parse(holds.text) {
            Err(mistakes) => {
                let findings =
                    mistakes.iter().map(|mistake| mistake.to_finding(holds.text, &holds.place));
                source.findings.extend(findings);
            }
            Ok(mut relation) => {
                relation.forget_form(&form.id);
                rules.extend(id.map(|id| Rule {
                    id: id.text.to_owned(),
                    text: holds.text.to_owned(),
                    relation,
                    severity,
                    code,
                    why,
                    place: holds.place,
                }));
            }
        }
    }
    rules
}

/// The finding that a rule raises, by its name.
fn code<'text>(source: &mut Source<'text>, table: Table<'text>) -> Option<Code> {
    let written = source.string(table, "finding")?;
    let mut codes = Code::ALL.iter().copied().filter(|code| code.can_be_named_by_a_rule());
    let names: Vec<&str> = codes.clone().map(Code::name).collect();
    let code = codes.find(|code| code.name() == written.text);
    if code.is_none() {
        let message = Message::new("malformed-form.unknown-finding").with("found", written.text);
        let finding = Finding::new(Code::MalformedForm, Some(written.place), message);
        source.report_unknown(finding, written.text, names);
    }
    code
}

/// Every line that is computed needs one rule that defines it, and none may need itself.
pub(super) fn check_formulas(source: &mut Source<'_>, form: &Form) {
    // Rules that were left out are noted already; a definition may be among them.
    let all_read = source.findings.is_empty();
    let mut definitions: SortedMap<&LineId, Vec<&Rule>> = SortedMap::new();
    for rule in form.rules() {
        if let Some(line) = rule.relation.defines() {
            definitions.or_default(line).push(rule);
        }
    }
    let mut edges = Vec::new();
    for line in form.lines().iter().filter(|line| line.rollup == Rollup::Formula) {
        match definitions.get(&line.id).map(Vec::as_slice) {
            Some([rule]) => edges.extend(computed_from(form, line.id.as_str(), rule)),
            Some([_, second, ..]) => {
                let message = Message::new("malformed-form.several-formulas");
                source.report(&second.place, message.with("line", line.id.as_str()));
            }
            _ if all_read => {
                let message = Message::new("malformed-form.no-formula");
                source.report(&line.place, message.with("line", line.id.as_str()));
            }
            _ => {}
        }
    }
    for line in in_circles(&edges) {
        let rule = definitions.get(&LineId::from(line)).and_then(|rules| rules.first());
        if let Some(rule) = rule {
            let message = Message::new("malformed-form.formula-needs-itself");
            source.report(&rule.place, message.with("line", line));
        }
    }
}

/// The computed lines that a computed line needs, each after the line itself.
fn computed_from<'form>(
    form: &'form Form,
    line: &'form str,
    rule: &'form Rule,
) -> Vec<(&'form str, &'form str)> {
    let references = rule.relation.holds.right.references();
    let own = references
        .into_iter()
        .filter(|reference| reference.form.is_none() && matches!(reference.scope, Scope::Own));
    own.flat_map(|reference| form.lines_of(reference))
        .filter_map(|index| form.lines().get(index))
        .filter(|needed| needed.rollup == Rollup::Formula)
        .map(|needed| (line, needed.id.as_str()))
        .collect()
}
