//! Reading a form's file: everything it says, and every mistake it makes.

mod breakdown;
mod line;
mod measure;
mod references;
mod rule;
mod source;

use std::sync::Arc;

use toml::de::DeTable;

use self::source::{Source, Table};
use super::{Form, Missing};
use crate::finding::Finding;
use crate::id::FormId;
use crate::language::Text;
use crate::lookup::Names;
use crate::period::PeriodLength;
use crate::sorted::SortedMap;
use crate::toml_tree::Entries;

impl Form {
    /// Reads a form from its file, which `docs/forms.md` describes.
    ///
    /// There is a form where the file is TOML and has a readable id; a line, breakdown, rule or
    /// measure that is mistaken is left out of it. The findings are all the mistakes of the file, sorted;
    /// a form of which any is an error should be corrected before anything is checked with it.
    ///
    /// ```
    /// use esep::{Code, Form};
    /// let (form, findings) = Form::read(
    ///     &"forms/choir.toml".into(),
    ///     r#"
    ///         id = "choir"
    ///         title = { kk = "Хор", ru = "Хор", en = "Choir" }
    ///         [[line]]
    ///         id = "singers"
    ///         unit = "persons"
    ///         label = { kk = "әншілер", ru = "певцы", en = "singers" }
    ///         [[rule]]
    ///         id = "duet"
    ///         holds = "singer >= 2"
    ///     "#,
    /// );
    /// assert!(form.unwrap().line("singers").is_some());
    /// assert_eq!(findings[0].code, Code::RuleBindsToNothing);
    /// ```
    pub fn read(file: &Arc<str>, text: &str) -> (Option<Self>, Vec<Finding>) {
        let (document, mut errors) = DeTable::parse_recoverable(text);
        if errors.is_empty() {
            return said(file, text, &Entries::of(document.into_inner()), check);
        }
        let mut source = Source::new(file, text);
        errors.sort_by_key(|error| error.span().map(|span| span.start));
        let mut last_line = 0;
        for error in errors {
            let place = source.place(error.span().unwrap_or_default());
            // What follows a mistake on its line is mostly its consequence.
            if place.line != last_line {
                last_line = place.line;
                source.unreadable(place, &error);
            }
        }
        let mut findings = source.findings;
        Finding::sort(&mut findings);
        (None, findings)
    }

    /// Reads a form that comes with Esep. That it fits together is held by the tests.
    pub(super) fn read_built_in(file: &Arc<str>, text: &str) -> Option<Self> {
        said(file, text, &Entries::of_plain(text)?, |_, _| {}).0
    }
}

/// Leaves out what does not fit together, and notes it.
type Check = fn(&mut Source<'_>, &mut Form);

/// What the entries of a file say, and their mistakes.
fn said(
    file: &Arc<str>,
    text: &str,
    entries: &Entries<'_>,
    check: Check,
) -> (Option<Form>, Vec<Finding>) {
    let mut source = Source::new(file, text);
    let form = form(&mut source, Table::root(entries), check);
    let mut findings = source.findings;
    Finding::sort(&mut findings);
    (form, findings)
}

fn check(source: &mut Source<'_>, form: &mut Form) {
    breakdown::check_circles(source, &mut form.breakdowns);
    let mistaken = references::check_references(source, form);
    let mut index = 0..;
    form.rules.retain(|_| index.next().is_some_and(|index| !mistaken.contains(&index)));
    rule::check_formulas(source, form);
}

fn form<'text>(source: &mut Source<'text>, root: Table<'text>, check: Check) -> Option<Form> {
    const KEYS: [&str; 13] = [
        "id",
        "number",
        "title",
        "periods",
        "source",
        "scale",
        "missing",
        "replaces",
        "column",
        "line",
        "breakdown",
        "rule",
        "measure",
    ];
    source.check_keys(root, &KEYS);
    let id = source.id(root, "id");
    source.require(root, "title");
    source.require(root, "line");
    let title = source.label(root, "title");
    let scale_thousand = source.choice(root, "scale", &[("thousand", true)]).unwrap_or(false);
    let columns = line::columns(source, root);
    let lines = line::lines(source, root, &columns, scale_thousand);
    let place = id.as_ref().map_or_else(|| source.table_place(root), |id| id.place.clone());
    let id_text = id.as_ref().map_or("", |id| id.text);
    let mut form = Form {
        id: FormId::from(id_text),
        number: source.printed_number(root, "number"),
        title: title.unwrap_or_else(|| Text::same(id_text)),
        periods: periods(source, root),
        source: source.string(root, "source").map(|source| source.text.to_owned()),
        scale_thousand,
        missing: source.choice(root, "missing", &Missing::ALL.map(|mode| (mode.name(), mode))),
        replaces: source.flag(root, "replaces").unwrap_or(false),
        place,
        line_index: lines
            .iter()
            .enumerate()
            .map(|(index, line)| (line.id.clone(), index))
            .collect::<SortedMap<_, _>>(),
        line_names: Names::default(),
        column_names: Names::default(),
        lines,
        columns,
        breakdowns: Vec::new(),
        rules: Vec::new(),
        measures: Vec::new(),
    };
    form.index_names();
    form.breakdowns = breakdown::breakdowns(source, root, &form);
    form.rules = rule::rules(source, root, &form);
    check(source, &mut form);
    form.measures = measure::measures(source, root, &form);
    id.map(|_| form)
}

fn periods<'text>(source: &mut Source<'text>, root: Table<'text>) -> Vec<PeriodLength> {
    let choices = PeriodLength::ALL.map(|length| (length.name(), length));
    let written = source.strings(root, "periods").unwrap_or_default();
    written.iter().filter_map(|length| source.choose("periods", length, &choices)).collect()
}

#[cfg(test)]
mod tests;
