//! The text of a form's file: values by key, each with its place, and every mistake noted.

use std::ops::Range;
use std::sync::Arc;

use toml::de::Error;

use super::super::relation::{Expression, is_id};
use crate::figure::{Rational, UnitKind};
use crate::finding::{Argument, Code, Finding, Message, Severity};
use crate::language::{Language, Text};
use crate::lookup::{MOST_SUGGESTIONS, nearest};
use crate::place::{LineIndex, Place};
use crate::toml_mistake::TomlMistake;
use crate::toml_tree::{Entries, Item, Span, Value};

/// A form's file while it is read.
pub(super) struct Source<'text> {
    text: &'text str,
    file: &'text Arc<str>,
    lines: LineIndex<'text>,
    pub(super) findings: Vec<Finding>,
}

/// A table of the file.
#[derive(Clone, Copy)]
pub(super) struct Table<'text> {
    entries: &'text Entries<'text>,
    /// Where its header stands, or all of it where it has none; `None`: the file.
    span: Option<Span>,
}

/// A text of the file, without its quotation marks.
#[derive(Clone)]
pub(super) struct Quoted<'text> {
    pub(super) text: &'text str,
    pub(super) place: Place,
}

impl<'text> Source<'text> {
    pub(super) fn new(file: &'text Arc<str>, text: &'text str) -> Self {
        Self { text, file, lines: LineIndex::new(text), findings: Vec::new() }
    }

    pub(super) fn place(&self, span: Range<usize>) -> Place {
        self.lines.place(self.file, span)
    }

    fn at(&self, (start, end): Span) -> Place {
        self.place(start..end)
    }

    pub(super) fn table_place(&self, table: Table<'_>) -> Place {
        table.span.map_or_else(|| Place::whole(self.file), |span| self.at(span))
    }

    /// Notes that the form does not say what it must.
    pub(super) fn report(&mut self, place: &Place, message: Message) {
        self.findings.push(Finding::new(Code::MalformedForm, Some(place.clone()), message));
    }

    /// Notes that the file is not written as TOML.
    pub(super) fn unreadable(&mut self, mut place: Place, error: &Error) {
        let text = self.text.get(self.lines.bytes(&place)).unwrap_or_default();
        place.length = place.length.max(1);
        let message = TomlMistake::of(error).message(text);
        self.findings.push(Finding::new(Code::UnreadableDocument, Some(place), message));
    }

    /// Notes a finding, with the known name that is nearest to what was typed.
    pub(super) fn report_unknown<'a>(
        &mut self,
        finding: Finding,
        typed: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) {
        let suggest = self.findings.len() < MOST_SUGGESTIONS;
        self.findings.push(match suggest.then(|| nearest(typed, known)).flatten() {
            Some(name) => finding.with_hint(Message::new("hint.nearest").with("name", name)),
            None => finding,
        });
    }

    /// Refuses every key that is not known.
    pub(super) fn check_keys(&mut self, table: Table<'_>, known: &[&str]) {
        for entry in table.entries.iter() {
            let name: &str = &entry.key;
            if !known.contains(&name) {
                let message = Message::new("unknown-key").with("key", name);
                let mut finding =
                    Finding::new(Code::UnknownKey, Some(self.at(entry.key_span)), message);
                finding.severity = Severity::Error;
                self.report_unknown(finding, name, known.iter().copied());
            }
        }
    }

    /// Notes that a key is missing, if it is.
    pub(super) fn require(&mut self, table: Table<'_>, key: &str) {
        if table.get(key).is_none() {
            let place = self.table_place(table);
            self.report(&place, Message::new("malformed-form.missing-key").with("key", key));
        }
    }

    /// A text.
    pub(super) fn string(&mut self, table: Table<'text>, key: &str) -> Option<Quoted<'text>> {
        self.quoted(key, table.get(key)?)
    }

    /// A list of texts.
    pub(super) fn strings(&mut self, table: Table<'text>, key: &str) -> Option<Vec<Quoted<'text>>> {
        let value = table.get(key)?;
        let Value::List(items) = &value.value else {
            self.wrong_kind(key, value, "malformed-form.expected-list");
            return None;
        };
        Some(items.iter().filter_map(|item| self.quoted(key, item)).collect())
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, table: Table<'text>, key: &str) -> Option<bool> {
        let value = table.get(key)?;
        let Value::Flag(flag) = value.value else {
            self.wrong_kind(key, value, "malformed-form.expected-flag");
            return None;
        };
        Some(flag)
    }

    /// The number printed on the paper form: a text or a whole number.
    pub(super) fn printed_number(&mut self, table: Table<'text>, key: &str) -> Option<String> {
        match &table.get(key)?.value {
            Value::Integer(number) => Some(number.to_string()),
            Value::Based(number) => Some(number.clone()),
            _ => self.string(table, key).map(|number| number.text.to_owned()),
        }
    }

    /// How many decimals to show.
    pub(super) fn decimals(&mut self, table: Table<'text>, key: &str) -> Option<i32> {
        let value = table.get(key)?;
        let decimals = match &value.value {
            Value::Integer(number) => number.parse().ok(),
            _ => None,
        };
        let decimals = decimals.filter(|decimals| (-12..=12).contains(decimals));
        if decimals.is_none() {
            self.wrong_kind(key, value, "malformed-form.expected-decimals");
        }
        decimals
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(
        &mut self,
        table: Table<'text>,
        key: &str,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let written = self.string(table, key)?;
        self.choose(key, &written, choices)
    }

    /// What a word means that must be one of a few. An underscore does for a hyphen.
    pub(super) fn choose<T: Copy>(
        &mut self,
        key: &str,
        written: &Quoted<'_>,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let hyphened = written.text.replace('_', "-");
        let choice = choices.iter().find(|(name, _)| *name == hyphened);
        if choice.is_none() {
            let names = choices.iter().map(|(name, _)| Argument::from(*name)).collect::<Vec<_>>();
            let message = Message::new("malformed-form.unknown-choice")
                .with("key", key)
                .with("choices", names)
                .with("found", written.text);
            let finding = Finding::new(Code::MalformedForm, Some(written.place.clone()), message);
            self.report_unknown(finding, &hyphened, choices.iter().map(|(name, _)| *name));
        }
        choice.map(|(_, choice)| *choice)
    }

    /// A number, or a text such as `"100 %"`; `None` where it says `"none"`, and what is usual
    /// where it says nothing that can be read.
    pub(super) fn bound(
        &mut self,
        table: Table<'text>,
        key: &str,
        unit: UnitKind,
        usual: Option<Rational>,
    ) -> Option<Rational> {
        let Some(value) = table.get(key) else { return usual };
        let written = match &value.value {
            Value::Text(text) => text.trim(),
            Value::Integer(number) | Value::Float(number) => number,
            _ => "",
        };
        if written == "none" {
            return None;
        }
        let expression = Expression::parse(written.trim_start_matches('+')).ok();
        let Some(number) = expression.and_then(|expression| expression.as_number()) else {
            self.wrong_kind(key, value, "malformed-form.expected-bound");
            return usual;
        };
        if unit == UnitKind::Share && !written.contains('%') && number.abs() > Rational::ONE {
            self.wrong_kind(key, value, "malformed-form.bound-without-percent");
            return usual;
        }
        Some(number)
    }

    /// An id: of the form, a line, a column.
    pub(super) fn id(&mut self, table: Table<'text>, key: &str) -> Option<Quoted<'text>> {
        self.require(table, key);
        let id = self.string(table, key)?;
        if is_id(id.text) {
            return Some(id);
        }
        let message = Message::new("malformed-form.unreadable-id").with("found", id.text);
        let finding = Finding::new(Code::MalformedForm, Some(id.place), message);
        self.findings.push(finding.with_hint(Message::new("hint.id")));
        None
    }

    /// A label in three languages. A language that is missing is noted, and another stands in.
    pub(super) fn label(&mut self, table: Table<'text>, key: &str) -> Option<Text> {
        let value = table.get(key)?;
        let Value::Table(entries) = &value.value else {
            self.wrong_kind(key, value, "malformed-form.expected-label");
            return None;
        };
        let label = Table { entries, span: Some(value.span) };
        self.check_keys(label, &Language::ALL.map(Language::code));
        let wordings = Language::ALL.map(|language| {
            let wording = self.string(label, language.code());
            wording.map(|wording| wording.text).filter(|wording| !wording.trim().is_empty())
        });
        let [kk, ru, en] = wordings;
        let missing = Language::ALL.iter().zip(wordings).filter(|(_, wording)| wording.is_none());
        let missing: Vec<_> =
            missing.map(|(language, _)| Argument::from(language.code())).collect();
        let stand_in = ru.or(kk).or(en);
        if !missing.is_empty() {
            let message = Message::new("malformed-form.missing-language");
            let message = message.with("key", key).with("languages", missing);
            let place = self.at(value.span);
            let mut finding = Finding::new(Code::MalformedForm, Some(place), message);
            if stand_in.is_some() {
                finding.severity = Severity::Warning;
            }
            self.findings.push(finding);
        }
        let stand_in = stand_in?;
        Some(Text::new(kk.unwrap_or(stand_in), ru.unwrap_or(stand_in), en.unwrap_or(stand_in)))
    }

    /// The tables written as `[[key]]`.
    pub(super) fn tables(&mut self, table: Table<'text>, key: &str) -> Vec<Table<'text>> {
        let Some(value) = table.get(key) else { return Vec::new() };
        let tables = match &value.value {
            Value::List(items) => items.iter().map(Table::of).collect::<Option<Vec<_>>>(),
            _ => None,
        };
        if tables.is_none() {
            self.wrong_kind(key, value, "malformed-form.expected-tables");
        }
        tables.unwrap_or_default()
    }

    fn quoted(&mut self, key: &str, value: &'text Item<'text>) -> Option<Quoted<'text>> {
        let Value::Text(text) = &value.value else {
            self.wrong_kind(key, value, "malformed-form.expected-text");
            return None;
        };
        let (start, end) = value.span;
        Some(Quoted { text, place: self.place(self.inside_quotes(start..end, text)) })
    }

    /// Where a text stands without its quotation marks; where it is written with escapes or over
    /// several lines, all that was written.
    fn inside_quotes(&self, span: Range<usize>, text: &str) -> Range<usize> {
        let written = self.text.get(span.clone()).unwrap_or_default();
        let marks = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|marks| {
            written.strip_prefix(marks).and_then(|rest| rest.strip_suffix(marks)) == Some(text)
        });
        marks.map_or(span.clone(), |marks| span.start + marks.len()..span.end - marks.len())
    }

    fn wrong_kind(&mut self, key: &str, value: &Item<'_>, message: &'static str) {
        let place = self.at(value.span);
        self.report(&place, Message::new(message).with("key", key));
    }
}

impl<'text> Table<'text> {
    /// The file as a whole.
    pub(super) fn root(entries: &'text Entries<'text>) -> Self {
        Self { entries, span: None }
    }

    fn of(item: &'text Item<'text>) -> Option<Self> {
        let Value::Table(entries) = &item.value else { return None };
        Some(Self { entries, span: Some(item.span) })
    }

    fn get(self, key: &str) -> Option<&'text Item<'text>> {
        self.entries.get(key)
    }
}
