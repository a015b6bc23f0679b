//! A filling as one short text, to be kept in an address or by a browser, and taken up again.

use esep::{CellIndex, Forms, Language, SortedMap};
use serde::Serialize;

use super::{Filling, Typed, When};

/// What is kept, by ids, so that it outlives changes of the form; written as a list, for names
/// would be longer than all the rest.
#[derive(Serialize)]
struct Saved(u8, String, String, String, Vec<SavedCell>);

#[derive(Serialize)]
struct SavedCell(u8, String, String, String, String, String);

const VERSION: u8 = 1;

impl Filling {
    /// All that was typed as one text. What could not be taken over from a file is not kept.
    pub fn save(&self) -> String {
        let cells = self.typed.iter().filter_map(|((when, index), typed)| {
            let (line, column) = self.ids(*index)?;
            Some(SavedCell(
                When::ALL.iter().position(|it| it == when).and_then(|it| u8::try_from(it).ok())?,
                line.to_string(),
                column.map(|column| column.to_string()).unwrap_or_default(),
                typed.language.code().to_owned(),
                typed.text.to_string(),
                typed.note.as_deref().unwrap_or_default().to_owned(),
            ))
        });
        let (form, period) = (self.form.id.to_string(), self.period.to_string());
        let saved = Saved(VERSION, form, period, self.organization.clone(), cells.collect());
        // Only keys that are no strings can fail, and there are none.
        serde_json::to_string(&saved).unwrap_or_default()
    }

    /// What was saved; `None` where the text is none of these, or none of the forms is that. Cells
    /// that the form does not have any more are left out.
    pub fn restore(forms: Forms, text: &str, language: Language) -> Option<Self> {
        let mut saved = Rest(text);
        saved.take("[")?;
        (saved.number()? == usize::from(VERSION)).then_some(())?;
        let [form, period, organization] = [saved.next()?, saved.next()?, saved.next()?];
        let mut filling = Self::new(forms, &form, period.parse().ok()?, language)?;
        filling.organization = organization;
        saved.take(",[")?;
        let mut typed = SortedMap::new();
        while saved.take("[").is_some() {
            let cell = filling.saved_cell(&mut saved)?;
            typed.extend(cell.filter(|(_, it)| !it.text.trim().is_empty()));
            if saved.take(",").is_none() {
                break;
            }
        }
        saved.take("]]")?;
        filling.typed = typed;
        saved.0.is_empty().then_some(filling)
    }

    /// A cell, behind its bracket; `Some(None)` where the form does not have it.
    #[allow(clippy::option_option)] // Unlike what is mistaken, it is passed over.
    fn saved_cell(&self, saved: &mut Rest<'_>) -> Option<Option<((When, CellIndex), Typed)>> {
        let when = saved.number()?;
        let [line, column, language, text] =
            [saved.next()?, saved.next()?, saved.next()?, saved.next()?];
        // The first that were saved had no notes.
        let note = if saved.0.starts_with(']') { String::new() } else { saved.next()? };
        saved.take("]")?;
        let cell = || {
            let index = self.index(&line, Some(column.as_str()).filter(|id| !id.is_empty()))?;
            let note = (!note.is_empty()).then(|| note.into());
            let typed = Typed { text: text.into(), language: Language::parse(&language)?, note };
            Some(((*When::ALL.get(when)?, index), typed))
        };
        Some(cell())
    }
}

/// What is still to be read of what was saved: of JSON the little that is written of it.
struct Rest<'text>(&'text str);

impl Rest<'_> {
    fn take(&mut self, expected: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(expected)?;
        Some(())
    }

    fn number(&mut self) -> Option<usize> {
        let is_digit = |letter: char| letter.is_ascii_digit();
        let (digits, rest) = self.0.split_at_checked(self.0.find(|it| !is_digit(it))?)?;
        self.0 = rest;
        digits.parse().ok()
    }

    /// The next text of a list, behind a comma.
    fn next(&mut self) -> Option<String> {
        self.take(",\"")?;
        let mut text = String::new();
        let mut letters = self.0.chars();
        loop {
            text.push(match letters.next()? {
                '"' => break,
                '\\' => match letters.next()? {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    'b' => '\u{8}',
                    'f' => '\u{c}',
                    'u' => {
                        let (digits, rest) = letters.as_str().split_at_checked(4)?;
                        letters = rest.chars();
                        char::from_u32(u32::from_str_radix(digits, 16).ok()?)?
                    }
                    other => other,
                },
                letter => letter,
            });
        }
        self.0 = letters.as_str();
        Some(text)
    }
}
