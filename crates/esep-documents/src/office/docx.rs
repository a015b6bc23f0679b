//! Documents of Office Open XML: `.docx`. Tables, and the paragraphs above each.

use std::io::BufRead;
use std::sync::Arc;

use super::container::Container;
use super::strings::Pieces;
use super::tables::Tables;
use super::xml::{Node, Xml};
use crate::grids::{Grid, Trouble};

/// Reads all tables of a document.
pub(super) fn read(
    container: &mut Container<'_>,
    document: &str,
    file: &Arc<str>,
) -> Result<Vec<Grid>, Trouble> {
    let Some(xml) = container.xml(document)? else { return Err(Trouble::Damaged) };
    read_body(xml, file)
}

fn read_body<R: BufRead>(mut xml: Xml<R>, file: &Arc<str>) -> Result<Vec<Grid>, Trouble> {
    let mut tables = Tables::new(file);
    let mut pieces = Pieces::default();
    let mut in_text = false;
    // Whether the text of a run is hidden.
    let mut is_hidden = false;
    let (mut width, mut is_continued) = (1, false);
    loop {
        match xml.next()? {
            Node::Open(tag) => match tag.name() {
                "tbl" => tables.open_table()?,
                "tr" => tables.open_row(),
                "tc" => (width, is_continued) = (1, false),
                "gridSpan" => width = tag.number("val").unwrap_or(1),
                "vMerge" => is_continued = tag.attribute("val").as_deref() != Some("restart"),
                "r" => (is_hidden, pieces.is_raised) = (false, false),
                "vanish" => is_hidden = true,
                "vertAlign" => {
                    pieces.is_raised = tag.attribute("val").as_deref() == Some("superscript");
                }
                "footnoteReference" | "endnoteReference" => {
                    let number = tag.attribute("id").unwrap_or_default();
                    pieces.is_raised = true;
                    pieces.push(&number);
                    pieces.is_raised = false;
                }
                "t" => in_text = true,
                "tab" | "br" | "cr" => pieces.space(),
                // What stands in the old form beside a text box, and what was deleted.
                "Fallback" | "del" => xml.skip()?,
                _ => {}
            },
            Node::Text(text) if in_text && !is_hidden => pieces.push(&text),
            Node::Close(name) => match name.as_str() {
                "t" => in_text = false,
                "p" if tables.is_in_table() => pieces.space(),
                "p" => tables.paragraph(&pieces.take())?,
                "tc" => {
                    let text = pieces.take();
                    tables.cell(if is_continued { "" } else { &text }, width, 1)?;
                }
                "tr" => tables.close_row(false),
                "tbl" => tables.close_table(),
                _ => {}
            },
            Node::End => return Ok(tables.finish()),
            Node::Text(_) => {}
        }
    }
}
