//! A filling as one short text, to be kept in an address or by a browser, and taken up again.

use std::collections::BTreeMap;

use esep::{Forms, Language};
use serde::{Deserialize, Serialize};

use super::{Filling, Typed, When};

/// What is kept, by ids, so that it outlives changes of the form; written as a list, for names
/// would be longer than all the rest.
#[derive(Serialize, Deserialize)]
struct Saved(u8, String, String, String, Vec<SavedCell>);

#[derive(Serialize, Deserialize)]
struct SavedCell(u8, String, String, String, String, #[serde(default)] String);

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
        let Saved(version, form, period, organization, cells) = serde_json::from_str(text).ok()?;
        let mut filling = Self::new(forms, &form, period.parse().ok()?, language)?;
        if version != VERSION {
            return None;
        }
        filling.organization = organization;
        let cells = cells.into_iter().filter_map(|cell| {
            let SavedCell(when, line, column, language, text, note) = cell;
            let when = *When::ALL.get(usize::from(when))?;
            let index = filling.index(&line, Some(column.as_str()).filter(|id| !id.is_empty()))?;
            let note = (!note.is_empty()).then(|| note.into());
            let language = Language::parse(&language)?;
            Some(((when, index), Typed { text: text.into(), language, note }))
        });
        let typed: BTreeMap<_, _> = cells.filter(|(_, it)| !it.text.trim().is_empty()).collect();
        filling.typed = typed;
        Some(filling)
    }
}
