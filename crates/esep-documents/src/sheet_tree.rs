//! Sheets in TOML and JSON: one table per form, with lines as keys.

use std::sync::Arc;

use esep::{Code, Entry, Finding, Form, Forms, Message, Notation, Place, Written, nearest};

use crate::book::empty;
use crate::json::read_json;
use crate::request::Request;
use crate::sheet::{Entries, find_form, unknown_line, written_form};
use crate::source::Source;
use crate::toml::read_toml;
use crate::tree::{Node, Value, unknown_key};

/// The schema that JSON sheets may name.
pub(crate) const SCHEMA: &str = "esep/sheets/1";

/// Reads a filled sheet in TOML: `organization`, `period`, `language`, then a table per form.
///
/// A line stands under its id (`"violations.pay" = 378`), its label, or in a table of its whole
/// (`[legal-service.violations]` with `pay = 378` and the whole itself under `all`). A figure is a
/// number, a text as people write figures, or `{ value = ..., note = "..." }`; of a form with
/// columns also a table of its columns. Several sheets stand in `[[sheets]]`.
pub fn read_sheet_toml(source: &Source, forms: &Forms, request: &Request) -> Entries {
    let (root, findings) = read_toml(source);
    read_tree(&root, findings, forms, request)
}

/// Reads filled sheets in JSON: one object of the shape that [`read_sheet_toml`] reads, an array of
/// them, or `{ "schema": "esep/sheets/1", "sheets": [...] }`.
pub fn read_sheet_json(source: &Source, forms: &Forms, request: &Request) -> Entries {
    let (root, mut findings) = read_json(source);
    let Some(root) = root else {
        if findings.is_empty() {
            findings.push(empty(Some(Place::whole(&source.name))));
        }
        return Entries { findings, ..Entries::default() };
    };
    read_tree(&root, findings, forms, request)
}

fn read_tree(root: &Node, findings: Vec<Finding>, forms: &Forms, request: &Request) -> Entries {
    let mut reader = Reader {
        forms,
        request,
        organization: None,
        period: request.period.clone().map(Arc::new),
        form: None,
        read: Entries { findings, ..Entries::default() },
    };
    reader.sheets(root);
    reader.read.entries.sort_by(|a, b| a.value.place.cmp(&b.value.place));
    reader.read
}

/// The keys of a sheet that are no forms.
const KEYS: [&str; 5] = ["organization", "period", "language", "schema", "sheets"];

/// The key under which a whole stands beside its parts.
const WHOLE: &str = "all";

struct Reader<'a> {
    forms: &'a Forms,
    request: &'a Request,
    organization: Option<Arc<Written>>,
    period: Option<Arc<Written>>,
    form: Option<Arc<Written>>,
    read: Entries,
}

impl Reader<'_> {
    /// One sheet, or a list of them.
    fn sheets(&mut self, node: &Node) {
        match &node.value {
            Value::Table(children) => self.sheet(children),
            Value::List(nodes) => nodes.iter().for_each(|node| self.sheets(node)),
            _ => {
                let message = Message::new("unreadable-document.no-sheet");
                self.read.report(Code::UnreadableDocument, &node.place, message);
            }
        }
    }

    fn sheet(&mut self, children: &[(Written, Node)]) {
        let outer = (self.organization.clone(), self.period.clone());
        for (key, node) in children {
            let findings = &mut self.read.findings;
            match &*key.text {
                "organization" => {
                    self.organization =
                        node.text("organization", findings).map(Arc::new).or(outer.0.clone());
                }
                "period" => {
                    self.period = node.text("period", findings).map(Arc::new).or(outer.1.clone());
                }
                "schema" => {
                    let schema = node.text("schema", findings);
                    if schema.is_some_and(|schema| &*schema.text != SCHEMA) {
                        findings.push(node.unreadable("unreadable-value.schema", SCHEMA));
                    }
                }
                "language" => {
                    if let Some(language) = node.text("language", findings) {
                        self.read.set_language(&language);
                    }
                }
                _ => {}
            }
        }
        let mut loose = Vec::new();
        for (key, node) in children {
            match (&*key.text, &node.value) {
                ("sheets", _) => self.sheets(node),
                (key, _) if KEYS.contains(&key) => {}
                (_, Value::Table(lines)) => self.form(key, lines),
                _ => loose.push((key, node)),
            }
        }
        self.loose(&loose);
        (self.organization, self.period) = outer;
    }

    fn form(&mut self, id: &Written, lines: &[(Written, Node)]) {
        if let Some(form) = find_form(self.forms, id, &mut self.read.findings) {
            self.form = Some(id.clone().into());
            self.lines(&form, None, &lines.iter().collect::<Vec<_>>());
        }
    }

    /// Figures outside any form: of the form asked for, where there is one.
    fn loose(&mut self, entries: &[(&Written, &Node)]) {
        let form = self.request.form.as_ref().and_then(|id| self.forms.find(id.as_str())).cloned();
        for (key, node) in entries {
            match &form {
                Some(form) if nearest(&key.text, KEYS).is_none() => {
                    let place = Place::whole(&key.place.file);
                    self.form = Some(written_form(&form.id, place).into());
                    self.line(form, key, node);
                }
                _ => self.read.findings.push(
                    unknown_key(key, &KEYS).with_hint(Message::new("hint.figures-under-forms")),
                ),
            }
        }
    }

    fn lines(&mut self, form: &Form, whole: Option<&Written>, children: &[&(Written, Node)]) {
        for (key, node) in children {
            let line = match whole {
                None => key.clone(),
                Some(whole) => {
                    let part = format!("{}.{}", whole.text, key.text);
                    let is_whole = &*key.text == WHOLE && form.line(&part).is_none();
                    let text = if is_whole { Arc::clone(&whole.text) } else { part.into() };
                    Written::new(text, key.place.clone())
                }
            };
            self.line(form, &line, node);
        }
    }

    /// One line: its figure, its columns, or its parts.
    fn line(&mut self, form: &Form, line: &Written, node: &Node) {
        let Value::Table(children) = &node.value else {
            return self.entry(line, None, node, None);
        };
        let is_part = |key: &str| form.line(&format!("{}.{key}", line.text)).is_some();
        let child = |name: &str| {
            let found = children.iter().find(|(key, _)| &*key.text == name && !is_part(name));
            found.map(|(_, node)| node)
        };
        let note = child("note").and_then(|note| note.text("note", &mut self.read.findings));
        if let Some(value) = child("value") {
            self.refuse_all_but(&["value", "note"], children);
            return self.entry(line, None, value, note);
        }
        let prefix = format!("{}.", line.text);
        let has_parts = form.lines().iter().any(|line| line.id.as_str().starts_with(&prefix));
        let has_columns = !form.columns().is_empty();
        if !has_parts && !has_columns && form.line(&line.text).is_none() {
            self.read.findings.push(unknown_line(form, line));
            return;
        }
        let mut parts = Vec::new();
        for child @ (key, node) in children {
            // A key of a line without parts can only mean a column.
            let may_be_column = form.column(&key.text).is_some() || !has_parts;
            match &*key.text {
                "note" if !is_part("note") => {}
                text if has_columns && may_be_column && !is_part(text) && text != WHOLE => {
                    self.column(line, key, node, note.as_ref());
                }
                _ => parts.push(child),
            }
        }
        self.lines(form, Some(line), &parts);
    }

    fn column(&mut self, line: &Written, column: &Written, node: &Node, note: Option<&Written>) {
        let mut value = node;
        let mut note = note.cloned();
        if let Value::Table(children) = &node.value {
            self.refuse_all_but(&["value", "note"], children);
            for (key, child) in children {
                match &*key.text {
                    "value" => value = child,
                    "note" => note = child.text("note", &mut self.read.findings),
                    _ => {}
                }
            }
        }
        self.entry(line, Some(column), value, note);
    }

    fn refuse_all_but(&mut self, known: &[&str], children: &[(Written, Node)]) {
        let others = children.iter().filter(|(key, _)| !known.contains(&&*key.text));
        self.read.findings.extend(others.map(|(key, _)| unknown_key(key, known)));
    }

    fn entry(
        &mut self,
        line: &Written,
        column: Option<&Written>,
        value: &Node,
        note: Option<Written>,
    ) {
        let (text, notation) = match &value.value {
            Value::Number(digits) => (Arc::clone(digits), Notation::Machine),
            Value::Text(text) => (Arc::clone(text), Notation::Human),
            Value::Null => ("".into(), Notation::Human),
            Value::Other(text) => {
                let message = Message::new("unreadable-figure.other").with("text", &**text);
                return self.read.report(Code::UnreadableFigure, &value.place, message);
            }
            Value::List(_) | Value::Table(_) => {
                let message = Message::new("unreadable-figure.several").with("line", &*line.text);
                return self.read.report(Code::UnreadableFigure, &value.place, message);
            }
        };
        self.read.entries.push(Entry {
            organization: self.organization.clone(),
            period: self.period.clone(),
            form: self.form.clone(),
            line: Arc::new(line.clone()),
            column: column.cloned().map(Arc::new),
            value: Written::new(text, value.place.clone()),
            notation,
            note: note.map(Arc::new),
        });
    }
}

#[cfg(test)]
mod tests;
