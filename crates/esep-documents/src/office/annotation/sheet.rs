//! The cells of a sheet with other looks, and the tie to the boxes of its comments.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::edits::{Edits, Kind, Tag, Tags};
use super::styles::Styles;
use crate::grids::{Mark, SheetNotes, Trouble};
use crate::office::xlsx::address;

/// What may stand behind the tie to the boxes of comments.
const BEHIND: [&str; 7] = [
    "legacyDrawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
];

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// By which id a sheet refers to the boxes of its comments.
pub(super) fn legacy_drawing(text: &str) -> Result<Option<String>, Trouble> {
    let mut tags = Tags::of(text);
    while let Some(tag) = tags.next()? {
        if tag.depth == 1 && tag.begins("legacyDrawing") {
            return Ok(tag.attribute("id"));
        }
    }
    Ok(None)
}

/// The sheet with its cells marked as their notes ask; `anchor` is the id of the boxes of comments
/// where the sheet does not refer to them yet.
pub(super) fn marked(
    text: &str,
    notes: &SheetNotes,
    styles: Option<&mut Styles>,
    anchor: Option<&str>,
) -> Result<String, Trouble> {
    let mut marking = Marking {
        left: notes.iter().map(|(cell, note)| (*cell, note.mark)).collect(),
        styles,
        prefix: String::new(),
        edits: Edits::default(),
        row: Row::default(),
    };
    let mut anchor = anchor;
    let mut tags = Tags::of(text);
    let mut is_data = false;
    while let Some(tag) = tags.next()? {
        match (tag.depth, tag.kind) {
            (0, Kind::Closes) => marking.anchor(&tag, anchor.take()),
            (0, _) => tag.prefix().clone_into(&mut marking.prefix),
            (1, kind) if tag.name() == "sheetData" => {
                is_data = kind == Kind::Opens;
                marking.data(&tag);
            }
            (1, Kind::Opens | Kind::IsAll) if BEHIND.contains(&tag.name()) => {
                marking.anchor(&tag, anchor.take());
            }
            (2, _) if is_data && tag.name() == "row" => marking.row(&tag)?,
            (3, Kind::Opens | Kind::IsAll) if is_data && tag.name() == "c" => marking.cell(&tag)?,
            _ => {}
        }
    }
    marking.edits.apply(text)
}

struct Marking<'a> {
    /// The cells that are still to be marked.
    left: BTreeMap<(u32, u32), Mark>,
    styles: Option<&'a mut Styles>,
    /// The prefix of the sheet's elements.
    prefix: String,
    edits: Edits,
    row: Row,
}

/// The row that is gone through.
#[derive(Default)]
struct Row {
    number: u32,
    /// The last column so far.
    column: u32,
    /// How its cells look where they do not say it themselves.
    look: usize,
}

impl Marking<'_> {
    fn anchor(&mut self, before: &Tag, anchor: Option<&str>) {
        if let Some(id) = anchor {
            let prefix = &self.prefix;
            let tie = format!("<{prefix}legacyDrawing xmlns:r=\"{RELATIONS}\" r:id=\"{id}\"/>");
            self.edits.insert(before.at.start, tie);
        }
    }

    /// The beginning or the end of all rows.
    fn data(&mut self, tag: &Tag) {
        match tag.kind {
            Kind::Opens => {}
            Kind::Closes => {
                let rows = self.rows(u32::MAX);
                self.edits.insert(tag.at.start, rows);
            }
            Kind::IsAll => {
                let rows = self.rows(u32::MAX);
                let all = [tag.with(&[], Kind::Opens), rows, tag.closing()];
                self.edits.replace(&tag.at, all.concat());
            }
        }
    }

    /// The beginning or the end of a row.
    fn row(&mut self, tag: &Tag) -> Result<(), Trouble> {
        if tag.kind == Kind::Closes {
            let cells = self.cells(u32::MAX);
            self.edits.insert(tag.at.start, cells);
            return Ok(());
        }
        let number = tag.number("r").or(self.row.number.checked_add(1)).ok_or(Trouble::Damaged)?;
        let rows = self.rows(number);
        self.edits.insert(tag.at.start, rows);
        let look = tag.number("s").and_then(|look| usize::try_from(look).ok()).unwrap_or_default();
        self.row = Row { number, column: 0, look };
        if self.left.range((number, 0)..=(number, u32::MAX)).next().is_some() {
            // Where its cells are said to begin and end may be wrong with those that are added.
            let mut text = tag.with(&[("spans", None)], Kind::Opens);
            if tag.kind == Kind::IsAll {
                text.push_str(&self.cells(u32::MAX));
                text.push_str(&tag.closing());
            }
            self.edits.replace(&tag.at, text);
        }
        Ok(())
    }

    fn cell(&mut self, tag: &Tag) -> Result<(), Trouble> {
        let column = match tag.attribute("r") {
            Some(name) => address(&name).ok_or(Trouble::Damaged)?.0,
            None => self.row.column.checked_add(1).ok_or(Trouble::Damaged)?,
        };
        let cells = self.cells(column);
        self.edits.insert(tag.at.start, cells);
        self.row.column = column;
        let Some(mark) = self.left.remove(&(self.row.number, column)) else { return Ok(()) };
        let look = tag.number("s").and_then(|look| usize::try_from(look).ok()).unwrap_or_default();
        if let Some(styles) = &mut self.styles {
            let look = styles.marked(look, mark).to_string();
            self.edits.replace(&tag.at, tag.with(&[("s", Some(look))], tag.kind));
        }
        Ok(())
    }

    /// The cells of this row that are not there and stand before a column.
    fn cells(&mut self, before: u32) -> String {
        let row = self.row.number;
        let mut text = String::new();
        while let Some((&(_, column), _)) = self.left.range((row, 0)..(row, before)).next() {
            let Some(mark) = self.left.remove(&(row, column)) else { break };
            text.push_str(&self.blank(row, column, self.row.look, mark));
        }
        text
    }

    /// The rows that are not there and stand before one.
    fn rows(&mut self, before: u32) -> String {
        let mut text = String::new();
        while let Some((&(row, _), _)) = self.left.range(..(before, 0)).next() {
            self.row = Row { number: row, column: 0, look: 0 };
            let cells = self.cells(u32::MAX);
            let prefix = &self.prefix;
            let _ = write!(text, "<{prefix}row r=\"{row}\">{cells}</{prefix}row>");
        }
        text
    }

    /// A cell that says nothing.
    fn blank(&mut self, row: u32, column: u32, look: usize, mark: Mark) -> String {
        let Some(styles) = &mut self.styles else { return String::new() };
        let look = styles.marked(look, mark);
        let name = super::comments::cell_name(row, column);
        format!("<{}c r=\"{name}\" s=\"{look}\"/>", self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grids::Note;

    const STYLES: &str = "<s><fills><fill/></fills><cellXfs><xf/><xf n=\"1\"/></cellXfs></s>";

    #[track_caller]
    fn check(sheet: &str, cells: &[(u32, u32)], expected: &str) {
        let note = || Note { mark: Mark::Error, text: String::new() };
        let notes = cells.iter().map(|cell| (*cell, note())).collect();
        let mut styles = Styles::read(STYLES).unwrap();
        let sheet = format!("<w><sheetData>{sheet}</sheetData><extLst/></w>");
        let marked = marked(&sheet, &notes, styles.as_mut(), Some("r1")).unwrap();
        let (data, end) = marked.split_once("<legacyDrawing").unwrap();
        assert_eq!(data, format!("<w><sheetData>{expected}</sheetData>"));
        assert!(end.ends_with("r:id=\"r1\"/><extLst/></w>"), "{end}");
    }

    #[test]
    fn a_cell_that_is_there_is_marked() {
        check(
            "<row r=\"2\" spans=\"1:1\"><c r=\"B2\" s=\"1\" t=\"s\"><v>0</v></c></row>",
            &[(2, 2)],
            "<row r=\"2\"><c r=\"B2\" t=\"s\" s=\"2\"><v>0</v></c></row>",
        );
    }

    #[test]
    fn cells_and_rows_that_are_not_there_are_added_in_order() {
        check(
            "<row r=\"2\" s=\"1\"/><row r=\"4\"><c r=\"B4\"/></row>",
            &[(1, 1), (2, 3), (4, 1), (4, 2), (4, 28), (5, 1)],
            "<row r=\"1\"><c r=\"A1\" s=\"2\"/></row><row r=\"2\" s=\"1\"><c r=\"C2\" s=\"3\"/></row>\
             <row r=\"4\"><c r=\"A4\" s=\"2\"/><c r=\"B4\" s=\"2\"/><c r=\"AB4\" s=\"2\"/></row>\
             <row r=\"5\"><c r=\"A5\" s=\"2\"/></row>",
        );
    }

    #[test]
    fn what_does_not_say_where_it_stands_is_counted() {
        check(
            "<row><c/><c/></row><row><c/><c><v>1</v></c></row>",
            &[(2, 2)],
            "<row><c/><c/></row><row><c/><c s=\"2\"><v>1</v></c></row>",
        );
    }
}
