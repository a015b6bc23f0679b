//! Comments of cells, and the boxes in which spreadsheet programs show them.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use esep::{Part, Place};

use super::edits::{Edits, Kind, Tags, escaped};
use crate::grids::{Note, SheetNotes, Trouble};

/// The type of a part of comments.
pub(super) const CONTENT_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";

/// The type of a part of boxes.
pub(super) const DRAWING_TYPE: &str = "application/vnd.openxmlformats-officedocument.vmlDrawing";

/// A part of no comments.
pub(super) const EMPTY: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <comments xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
    <authors/><commentList/></comments>";

/// Who comments.
const AUTHOR: &str = "Esep";

/// A spreadsheet program shows no more of a comment.
const MOST_LETTERS: usize = 32_000;

/// So many letters fit on a line of a box.
const LETTERS_IN_LINE: usize = 52;

/// Comments, and those of them that had no comment before.
pub(super) struct Commented {
    pub(super) text: String,
    pub(super) new: BTreeSet<(u32, u32)>,
}

/// What spreadsheet programs call a cell.
pub(super) fn cell_name(row: u32, column: u32) -> String {
    let sheet = Part::Sheet(1, String::new());
    let place = Place::in_part(&"".into(), &sheet.into(), row, column);
    place.cell_name().unwrap_or_default()
}

/// A part of comments with the notes. What somebody has said of a cell stays, and stands first.
pub(super) fn with_comments(text: &str, notes: &SheetNotes) -> Result<Commented, Trouble> {
    let mut new: BTreeSet<(u32, u32)> = notes.keys().copied().collect();
    let mut edits = Edits::default();
    let mut tags = Tags::of(text);
    let (mut authors, mut at_cell) = (0_usize, None);
    while let Some(tag) = tags.next()? {
        let prefix = tag.prefix();
        match (tag.name(), tag.kind) {
            ("author", Kind::Opens | Kind::IsAll) => authors += 1,
            ("authors", kind) if kind != Kind::Opens => {
                let author = format!("<{prefix}author>{AUTHOR}</{prefix}author>");
                if kind == Kind::Closes {
                    edits.insert(tag.at.start, author);
                } else {
                    let all = [tag.with(&[], Kind::Opens), author, tag.closing()];
                    edits.replace(&tag.at, all.concat());
                }
            }
            ("comment", Kind::Opens) => {
                let name = tag.attribute("ref");
                let cell = name.and_then(|name| crate::office::xlsx::address(&name));
                at_cell = cell.map(|(column, row)| (row, column)).filter(|it| new.remove(it));
            }
            ("comment", Kind::Closes) => at_cell = None,
            ("text", kind) if kind != Kind::Opens => {
                let Some(note) = at_cell.take().and_then(|cell| notes.get(&cell)) else { continue };
                let said = run(&format!("\n\n{AUTHOR}: {}", note.text), prefix);
                if kind == Kind::Closes {
                    edits.insert(tag.at.start, said);
                } else {
                    let all = [tag.with(&[], Kind::Opens), said, tag.closing()];
                    edits.replace(&tag.at, all.concat());
                }
            }
            ("commentList", kind) if kind != Kind::Opens => {
                let ours = new.iter().filter_map(|cell| Some((cell, notes.get(cell)?)));
                let mut list = String::new();
                for ((row, column), note) in ours {
                    let (name, said) = (cell_name(*row, *column), run(&note.text, prefix));
                    let _ = write!(
                        list,
                        "<{prefix}comment ref=\"{name}\" authorId=\"{authors}\">\
                         <{prefix}text>{said}</{prefix}text></{prefix}comment>"
                    );
                }
                if kind == Kind::Closes {
                    edits.insert(tag.at.start, list);
                } else {
                    let all = [tag.with(&[], Kind::Opens), list, tag.closing()];
                    edits.replace(&tag.at, all.concat());
                }
            }
            _ => {}
        }
    }
    Ok(Commented { text: edits.apply(text)?, new })
}

/// A text of a comment.
fn run(text: &str, prefix: &str) -> String {
    let cut: String = text.chars().take(MOST_LETTERS).collect();
    // What looks like a letter in the notation of these files is meant as it stands.
    let text = escaped(&cut).replace("_x", "_x005F_x");
    format!("<{prefix}r><{prefix}t xml:space=\"preserve\">{text}</{prefix}t></{prefix}r>")
}

/// A part of boxes. It is not always XML.
pub(super) struct Drawing<'a>(Option<&'a str>);

impl<'a> Drawing<'a> {
    /// The part that there is, if any.
    pub(super) fn of(text: Option<&'a str>) -> Self {
        Self(text)
    }

    /// The part with a box for each of these cells.
    pub(super) fn with_boxes(
        &self,
        cells: &BTreeSet<(u32, u32)>,
        notes: &SheetNotes,
    ) -> Result<String, Trouble> {
        let head = "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" \
            xmlns:o=\"urn:schemas-microsoft-com:office:office\" \
            xmlns:x=\"urn:schemas-microsoft-com:office:excel\">";
        let known = match self.0 {
            Some(text) => text.trim_end().strip_suffix("</xml>").ok_or(Trouble::Damaged)?,
            None => head,
        };
        let mut text = known.to_owned();
        if !known.contains("_x0000_t202\"") {
            text.push_str(
                "<v:shapetype xmlns:v=\"urn:schemas-microsoft-com:vml\" \
                 xmlns:o=\"urn:schemas-microsoft-com:office:office\" id=\"_x0000_t202\" \
                 coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\">\
                 <v:stroke joinstyle=\"miter\"/>\
                 <v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>",
            );
        }
        let mut number = last_number(known);
        for (cell, note) in cells.iter().filter_map(|cell| Some((*cell, notes.get(cell)?))) {
            number = number.saturating_add(1);
            text.push_str(&shape(number, cell, note));
        }
        text.push_str("</xml>");
        Ok(text)
    }
}

/// The largest number of a shape, or that before the first.
fn last_number(text: &str) -> u32 {
    let shapes = text.split("_x0000_s").skip(1);
    let numbers = shapes.filter_map(|rest| {
        let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
        rest.get(..end)?.parse().ok()
    });
    numbers.max().unwrap_or(0).max(1024)
}

fn shape(number: u32, (row, column): (u32, u32), note: &Note) -> String {
    let lines: usize =
        note.text.lines().map(|line| line.chars().count() / LETTERS_IN_LINE + 1).sum();
    let height = lines.clamp(3, 40) * 13 + 12;
    let (row, column) = (row.saturating_sub(1), column.saturating_sub(1));
    format!(
        "<v:shape xmlns:v=\"urn:schemas-microsoft-com:vml\" \
         xmlns:o=\"urn:schemas-microsoft-com:office:office\" \
         xmlns:x=\"urn:schemas-microsoft-com:office:excel\" id=\"_x0000_s{number}\" \
         type=\"#_x0000_t202\" style=\"position:absolute;margin-left:60pt;margin-top:1.5pt;\
         width:300pt;height:{height}pt;z-index:{number};visibility:hidden\" fillcolor=\"#ffffe1\" \
         o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/>\
         <v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/>\
         <v:textbox style=\"mso-direction-alt:auto\"><div style=\"text-align:left\"></div></v:textbox>\
         <x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/>\
         <x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>\
         </x:ClientData></v:shape>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grids::Mark;

    fn notes(cells: &[(u32, u32)]) -> SheetNotes {
        let note = |text: &str| Note { mark: Mark::Error, text: text.to_owned() };
        cells.iter().map(|cell| (*cell, note("a < b_x0041_"))).collect()
    }

    #[test]
    fn cells_that_nobody_has_commented_get_comments() {
        let commented = with_comments(EMPTY, &notes(&[(14, 3)])).unwrap();
        assert!(commented.text.contains("<authors><author>Esep</author></authors>"));
        assert!(commented.text.contains(
            "<commentList><comment ref=\"C14\" authorId=\"0\"><text><r><t xml:space=\"preserve\">\
             a &lt; b_x005F_x0041_</t></r></text></comment></commentList>"
        ));
        assert_eq!(commented.new, BTreeSet::from([(14, 3)]));
    }

    #[test]
    fn what_somebody_has_said_stays_and_stands_first() {
        let before = "<x:comments><x:authors><x:author>А</x:author></x:authors><x:commentList>\
            <x:comment ref=\"A1\" authorId=\"0\"><x:text><x:t>why?</x:t></x:text></x:comment>\
            </x:commentList></x:comments>";
        let commented = with_comments(before, &notes(&[(1, 1), (2, 1)])).unwrap();
        let said = "<x:r><x:t xml:space=\"preserve\">\n\nEsep: a &lt; b_x005F_x0041_</x:t></x:r>";
        assert!(commented.text.contains(&format!("<x:t>why?</x:t>{said}</x:text></x:comment>")));
        assert!(commented.text.contains("<x:comment ref=\"A2\" authorId=\"1\">"));
        assert_eq!(commented.new, BTreeSet::from([(2, 1)]));
    }

    #[test]
    fn boxes_are_numbered_behind_those_that_are_there() {
        let before = "<xml><v:shape id=\"_x0000_s2051\"><br></v:shape>\r\n</xml>\r\n";
        let cells = BTreeSet::from([(14, 3)]);
        let drawn = Drawing::of(Some(before)).with_boxes(&cells, &notes(&[(14, 3)])).unwrap();
        assert!(
            drawn.starts_with("<xml><v:shape id=\"_x0000_s2051\"><br></v:shape>\r\n<v:shapetype")
        );
        assert!(drawn.contains("id=\"_x0000_s2052\""));
        assert!(drawn.contains("<x:Row>13</x:Row><x:Column>2</x:Column>"));
        assert!(drawn.ends_with("</v:shape></xml>"));
    }
}
