//! What is to be said on the cells of a workbook.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What is to be said on the cells of a workbook.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Notes {
    /// By the place of the sheet among the sheets, from 1.
    pub(crate) sheets: BTreeMap<u32, SheetNotes>,
}

/// The notes of a sheet, by row and column, both from 1.
pub(crate) type SheetNotes = BTreeMap<(u32, u32), Note>;

/// What is said of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Note {
    /// How it is marked.
    pub(crate) mark: Mark,
    /// What the comment says, in lines.
    pub(crate) text: String,
}

/// How a cell is marked; the gravest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mark {
    /// A finding about another cell speaks of it, too.
    Concerned,
    /// A warning is about it.
    Warning,
    /// An error is about it.
    Error,
}

impl Mark {
    const ALL: [Self; 3] = [Self::Concerned, Self::Warning, Self::Error];
}

/// A note as it goes to another module: sheet, row, column, mark, text.
#[derive(Serialize, Deserialize)]
struct NoteJson(u32, u32, u32, usize, String);

impl Notes {
    /// The notes for a module that puts them on a workbook: JSON that only [`Self::from_json`]
    /// is to read.
    pub fn to_json(&self) -> String {
        let notes = self.sheets.iter().flat_map(|(sheet, notes)| {
            notes.iter().map(|((row, column), note)| {
                let mark = Mark::ALL.iter().position(|mark| *mark == note.mark).unwrap_or(0);
                NoteJson(*sheet, *row, *column, mark, note.text.clone())
            })
        });
        serde_json::to_string(&notes.collect::<Vec<_>>()).unwrap_or_default()
    }

    /// The notes that were written so; `None` of anything else.
    pub fn from_json(json: &str) -> Option<Self> {
        let written: Vec<NoteJson> = serde_json::from_str(json).ok()?;
        let mut notes = Self::default();
        for NoteJson(sheet, row, column, mark, text) in written {
            let note = Note { mark: *Mark::ALL.get(mark)?, text };
            notes.sheets.entry(sheet).or_default().insert((row, column), note);
        }
        Some(notes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_are_no_notes() {
        for json in ["", "{}", "[[1,1,1,3,\"\"]]", "[[1,1,1,0]]", "[[-1,1,1,0,\"\"]]"] {
            assert_eq!(Notes::from_json(json), None, "{json}");
        }
    }

    proptest! {
        #[test]
        fn notes_come_as_they_were(
            cells: Vec<(u32, u32, u32, proptest::sample::Index, String)>,
        ) {
            let mut notes = Notes::default();
            for (sheet, row, column, mark, text) in cells {
                let note = Note { mark: *mark.get(&Mark::ALL), text };
                notes.sheets.entry(sheet).or_default().insert((row, column), note);
            }
            prop_assert_eq!(Notes::from_json(&notes.to_json()), Some(notes));
        }
    }
}
