//! What was recognized in documents, before it is checked: whose figures stand where.

use std::collections::BTreeMap;
use std::sync::Arc;

use esep::{Entry, Forms, Language, Lookup, Period, Structure, Wording, Written};
use serde::Serialize;

use crate::book::Parts;
use crate::findings::{PlaceJson, within};
use crate::sheet::Certainty;
use crate::table::{Column, Table};

/// How it is written what was recognized.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecognizedFormat {
    /// For people at a terminal: a table for each form.
    Text,
    /// JSON of the schema `esep/read/1`.
    Json,
}

/// What was recognized in documents: a table for each form, organization and period of a file.
#[derive(Debug, Clone, Default)]
pub struct Recognized {
    structure: Structure,
    forms: Forms,
    tables: Vec<Filled>,
}

/// The figures of one form, organization and period in a file.
#[derive(Debug, Clone)]
struct Filled {
    file: Arc<str>,
    form: Option<Arc<str>>,
    organization: Option<Arc<str>>,
    period: Option<Arc<str>>,
    figures: Vec<(Entry, Certainty)>,
}

impl Recognized {
    /// What the readers found, in the order of the documents.
    pub fn new(parts: &Parts) -> Self {
        let mut tables = Vec::new();
        for document in &parts.documents {
            let mut known: BTreeMap<_, usize> = BTreeMap::new();
            for (at, entry) in document.entries.iter().enumerate() {
                let text = |written: &Option<Arc<Written>>| {
                    written.as_ref().map(|it| Arc::clone(&it.text))
                };
                let [form, organization, period] =
                    [&entry.form, &entry.organization, &entry.period].map(text);
                let key = (form.clone(), organization.clone(), period.clone());
                let table = *known.entry(key).or_insert_with(|| {
                    let file = Arc::clone(&entry.value.place.file);
                    tables.push(Filled { file, form, organization, period, figures: Vec::new() });
                    tables.len() - 1
                });
                let certainty = document.certainties.get(at).copied();
                let certainty = certainty.unwrap_or(Certainty::Certain);
                if let Some(table) = tables.get_mut(table) {
                    table.figures.push((entry.clone(), certainty));
                }
            }
        }
        let structure = Structure::build(&parts.structure).0;
        Self { structure, forms: parts.forms.clone(), tables }
    }

    /// What was recognized, in a format.
    pub fn write(&self, format: RecognizedFormat, language: Language) -> String {
        match format {
            RecognizedFormat::Text => self.text(Wording::in_language(language)),
            RecognizedFormat::Json => self.json(),
        }
    }

    fn text(&self, wording: Wording) -> String {
        let tables = self.tables.iter().map(|filled| self.table(filled, wording).to_text());
        tables.collect::<Vec<_>>().join("\n")
    }

    fn table(&self, filled: &Filled, wording: Wording) -> Table {
        let language = wording.language();
        let form = filled.form.as_ref().and_then(|form| self.forms.find(form));
        let has_columns = form.is_some_and(|form| !form.columns().is_empty());
        let mut columns =
            vec![Column::text(wording.word("number")), Column::text(wording.word("line"))];
        columns.extend(has_columns.then(|| Column::text(wording.word("column"))));
        columns.push(Column::number(wording.word("figure")));
        columns.extend(["place", "certainty"].map(|word| Column::text(wording.word(word))));
        let said = [
            self.form(filled, wording),
            self.organization(filled, wording),
            period(filled, wording),
        ];
        let said: Vec<String> = said.into_iter().flatten().collect();
        let mut table =
            Table::new(columns).with_title(format!("{}: {}", filled.file, said.join(", ")));
        for (entry, certainty) in &filled.figures {
            let line = form.and_then(|form| match form.find_line(&entry.line.text) {
                Lookup::Found(line) => form.lines().get(line),
                _ => None,
            });
            let number = line.and_then(|line| line.number.clone()).unwrap_or_default();
            let label = line.map_or(&*entry.line.text, |line| line.label.in_language(language));
            let mut row = vec![number, label.to_owned()];
            let column = || entry.column.as_ref().map(|it| it.text.to_string()).unwrap_or_default();
            row.extend(has_columns.then(column));
            row.push(entry.value.text.to_string());
            row.push(within(&entry.value.place, wording));
            row.push(wording.word(word(*certainty)).to_owned());
            table.push(row);
        }
        table
    }

    fn form(&self, filled: &Filled, wording: Wording) -> Option<String> {
        let text = filled.form.as_ref()?;
        Some(match self.forms.find(text) {
            Some(form) => {
                let title = form.title.in_language(wording.language());
                format!("{title} ({})", form.id.as_str())
            }
            None => text.to_string(),
        })
    }

    fn organization(&self, filled: &Filled, wording: Wording) -> Option<String> {
        let text = filled.organization.as_ref()?;
        let known = match self.structure.find(text) {
            Lookup::Found(id) => self.structure.get(id.as_str()),
            _ => None,
        };
        let name = known.map(|it| it.name.in_language(wording.language()).to_owned());
        Some(name.unwrap_or_else(|| text.to_string()))
    }

    fn json(&self) -> String {
        let sheets = self.tables.iter().map(|filled| SheetJson {
            file: &filled.file,
            form: filled.form.as_deref(),
            organization: filled.organization.as_deref().map(|text| {
                match self.structure.find(text) {
                    Lookup::Found(id) => id.to_string(),
                    _ => text.to_owned(),
                }
            }),
            period: filled.period.as_deref().map(|text| {
                text.parse::<Period>().map_or_else(|_| text.to_owned(), |it| it.to_string())
            }),
            figures: filled.figures.iter().map(FigureJson::from).collect(),
        });
        let document = DocumentJson { schema: "esep/read/1", sheets: sheets.collect() };
        crate::json::pretty(&document)
    }
}

fn period(filled: &Filled, wording: Wording) -> Option<String> {
    let text = filled.period.as_ref()?;
    Some(text.parse::<Period>().map_or_else(|_| text.to_string(), |it| wording.period(it)))
}

fn word(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Certain => "certain",
        Certainty::Uncertain => "uncertain",
    }
}

#[derive(Serialize)]
struct DocumentJson<'a> {
    schema: &'static str,
    sheets: Vec<SheetJson<'a>>,
}

#[derive(Serialize)]
struct SheetJson<'a> {
    file: &'a str,
    form: Option<&'a str>,
    organization: Option<String>,
    period: Option<String>,
    figures: Vec<FigureJson<'a>>,
}

#[derive(Serialize)]
struct FigureJson<'a> {
    line: &'a str,
    column: Option<&'a str>,
    value: &'a str,
    certainty: &'static str,
    place: PlaceJson<'a>,
}

impl<'a> From<&'a (Entry, Certainty)> for FigureJson<'a> {
    fn from((entry, certainty): &'a (Entry, Certainty)) -> Self {
        Self {
            line: &entry.line.text,
            column: entry.column.as_ref().map(|column| &*column.text),
            value: &entry.value.text,
            certainty: word(*certainty),
            place: (&entry.value.place).into(),
        }
    }
}
