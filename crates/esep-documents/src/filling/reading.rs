//! Taking a filled document over into a form that is being filled.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use esep::{
    Argument, CellIndex, Code, Content, Convention, Finding, Form, FormId, Forms, Language,
    Message, OrganizationId, Period, Place, Sheet, Stated, Written, read_figure,
};

use super::work::NOBODY;
use super::{Filling, Typed, When};
use crate::book::read_documents_of;
use crate::computed::without_computed;
use crate::reading::Reading;
use crate::request::Request;
use crate::sheet_writing::readable;
use crate::source::File;

impl Filling {
    /// Takes over a filled form: TOML, CSV, JSON, a workbook or a document. What a document does not say, this form, period
    /// and organization are meant; figures whose language it does not name are read in that of the
    /// moment. What cannot be taken over is told in the next state, until another file is read.
    ///
    /// A document of another organization or period changes these to its own, and the columns beside are
    /// filled where it holds those periods too. Where nothing fits, nothing changes.
    pub fn read(&mut self, file: File) {
        let name = &*Arc::clone(&file.name);
        let reading = self.understood(file, self.period);
        let mut taken = Taken::of(self, name, reading);
        let Some(sheets) = taken.of_one_organization() else {
            self.left_out = taken.left_out;
            return;
        };
        if !sheets.contains_key(&self.period) {
            self.period = sheets.keys().next_back().copied().unwrap_or(self.period);
        }
        let mut rest: BTreeSet<Period> = sheets.keys().copied().collect();
        for when in When::ALL {
            let Some(period) = self.period_of(when).filter(|period| rest.remove(period)) else {
                continue;
            };
            if let Some(sheet) = sheets.get(&period) {
                self.take(when, sheet);
            }
        }
        taken.leave_out_periods(name, rest);
        if taken.organization.as_str() != NOBODY {
            self.organization = taken.organization.to_string();
        }
        self.left_out = taken.left_out;
    }

    /// Takes over the figures of an earlier period from a filled form.
    pub fn read_before(&mut self, when: When, file: File) {
        let Some(period) = self.period_of(when) else { return };
        let name = &*Arc::clone(&file.name);
        let mut taken = Taken::of(self, name, self.understood(file, period));
        if let Some(mut sheets) = taken.of_one_organization() {
            match sheets.remove(&period) {
                Some(sheet) => self.take(when, &sheet),
                None => taken.leave_out_periods(name, sheets.into_keys().collect()),
            }
        }
        self.left_out = taken.left_out;
    }

    /// What the document says.
    fn understood(&self, file: File, period: Period) -> Reading {
        let own = Some(self.organization.trim()).filter(|own| !own.is_empty()).unwrap_or(NOBODY);
        read_filled(self.forms.clone(), &self.form.id, (own, Some(period)), self.language, file)
    }

    /// Types in what a sheet states, in place of what stood in the column. What the form would
    /// compute all the same is left to it, so that it follows when other figures are mended.
    fn take(&mut self, when: When, sheet: &Sheet) {
        self.clear(when);
        let bare = without_computed(sheet);
        let cells = bare.cells().filter_map(|(index, stated)| {
            let typed = typed(&self.form, index, stated, self.language)?;
            Some(((when, index), typed))
        });
        let cells: Vec<_> = cells.collect();
        self.typed.extend(cells);
    }
}

/// What a document says of a form. What it does not say itself, this form, organization and period
/// are meant; figures whose language it does not name are read in this one.
pub(crate) fn read_filled(
    forms: Forms,
    form: &FormId,
    (organization, period): (&str, Option<Period>),
    language: Language,
    file: File,
) -> Reading {
    let place = Place::whole(&file.name);
    let written = |text: &str| Written::new(text, place.clone());
    let request = Request {
        form: Some(form.clone()),
        period: period.map(|period| written(&period.to_string())),
        ..Request::default()
    };
    let mut parts = read_documents_of(forms, vec![file], &request);
    parts.settings.languages = vec![language];
    for entry in parts.documents.iter_mut().flat_map(|document| &mut document.entries) {
        let said = entry.organization.take().filter(|said| !said.text.trim().is_empty());
        entry.organization = Some(said.unwrap_or_else(|| written(organization).into()));
    }
    parts.understand()
}

/// The sheets of a document that fill the form, and what does not fit.
struct Taken {
    /// Whose they are where that is settled.
    organization: OrganizationId,
    sheets: BTreeMap<OrganizationId, BTreeMap<Period, Sheet>>,
    left_out: Vec<Finding>,
}

impl Taken {
    fn of(filling: &Filling, name: &str, reading: Reading) -> Self {
        let mut sheets: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        let mut left_out = reading.findings;
        let mut others = BTreeSet::new();
        for sheet in reading.book.sheets.iter() {
            if sheet.form().id == filling.form.id {
                let of_one = sheets.entry(sheet.organization().clone()).or_default();
                of_one.insert(sheet.period(), sheet.clone());
            } else if others.insert(&sheet.form().id) {
                let message = Message::new("unknown-form.other")
                    .with("form", sheet.form().title.clone())
                    .with("expected", filling.form.title.clone());
                left_out.push(Finding::new(Code::UnknownForm, Some(whole(name)), message));
            }
        }
        let organization = OrganizationId::new(filling.organization.trim());
        let mut taken = Self { organization, sheets, left_out };
        if taken.sheets.is_empty() && taken.left_out.is_empty() {
            let message = Message::new("unreadable-document.no-figures");
            let finding = Finding::new(Code::UnreadableDocument, Some(whole(name)), message);
            taken.left_out.push(finding);
        } else if taken.is_unclear() {
            let codes = taken.sheets.keys().map(|id| Argument::from(id.as_str()));
            let message = Message::new("unknown-organization.several")
                .with("organizations", codes.collect::<Vec<_>>());
            let finding = Finding::new(Code::UnknownOrganization, Some(whole(name)), message);
            taken.left_out.push(finding);
        }
        taken
    }

    /// Whether the document has several organizations, and none of them is the one that is meant.
    fn is_unclear(&self) -> bool {
        self.sheets.len() > 1 && !self.sheets.contains_key(&self.organization)
    }

    /// The sheets of the organization that is meant, by period.
    fn of_one_organization(&mut self) -> Option<BTreeMap<Period, Sheet>> {
        if self.is_unclear() {
            return None;
        }
        if let Some(sheets) = self.sheets.remove(&self.organization) {
            return Some(sheets);
        }
        let (organization, sheets) = self.sheets.pop_first()?;
        self.organization = organization;
        Some(sheets)
    }

    fn leave_out_periods(&mut self, name: &str, periods: BTreeSet<Period>) {
        if periods.is_empty() {
            return;
        }
        let periods: Vec<Argument> = periods.into_iter().map(Argument::Period).collect();
        let message = Message::new("unreadable-period.left-out").with("periods", periods);
        self.left_out.push(Finding::new(Code::UnreadablePeriod, Some(whole(name)), message));
    }
}

fn whole(name: &str) -> Place {
    Place::whole(&name.into())
}

/// A text that says in some language what a cell states: as it was written, in the language of the
/// moment or another; or else as it is written anew.
fn typed(form: &Form, index: CellIndex, stated: &Stated, language: Language) -> Option<Typed> {
    if stated.content == Content::Blank {
        return None;
    }
    let line = form.lines().get(index.line)?;
    let expected = form.expected(line);
    let says = |language: Language| {
        let read = read_figure(&stated.text, &Convention::of(&[language]), &expected);
        read.is_ok_and(|reading| reading.content == stated.content)
    };
    let note = stated.note.clone();
    let as_written = [language].into_iter().chain(Language::ALL).find(|it| says(*it));
    Some(match as_written {
        Some(language) => Typed { text: Arc::clone(&stated.text), language, note },
        None => {
            let (text, language) = readable(form, index, stated)?;
            Typed { text: text.into(), language, note }
        }
    })
}
