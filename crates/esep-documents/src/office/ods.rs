//! Workbooks and documents of the Open Document Format: `.ods`, `.fods`, and the tables of `.odt`.

use std::collections::BTreeSet;
use std::io::BufRead;
use std::sync::Arc;

use esep::{Part, Place};

use super::container::Container;
use super::count::Count;
use super::decimal::Decimal;
use super::strings::Pieces;
use super::xml::{Node, Tag, Xml};
use crate::grids::Trouble;
use crate::grids::{Cell, Content, Grid, Row, is_bound};
use crate::source::Source;

/// The last row and column that a workbook can have.
const LAST_ROW: u32 = 1_048_576;
const LAST_COLUMN: u32 = 16_384;

/// Reads the sheets of a packed file.
pub(super) fn read(container: &mut Container<'_>, file: &Arc<str>) -> Result<Vec<Grid>, Trouble> {
    if is_encrypted(container)? {
        return Err(Trouble::Encrypted);
    }
    match container.xml("content.xml")? {
        Some(xml) => Reader::new(xml, file).document(),
        None => Err(Trouble::Damaged),
    }
}

/// Reads the sheets of a file of one text.
pub(super) fn read_flat(source: &Source) -> Result<Vec<Grid>, Trouble> {
    Reader::new(Xml::new(source.text.as_bytes()), &source.name).document()
}

fn is_encrypted(container: &mut Container<'_>) -> Result<bool, Trouble> {
    let Some(mut manifest) = container.xml("META-INF/manifest.xml")? else { return Ok(false) };
    loop {
        match manifest.next() {
            Ok(Node::Open(tag)) if tag.name() == "encryption-data" => return Ok(true),
            // Old programs declare the type of the document here.
            Ok(Node::End) | Err(Trouble::Entities) => return Ok(false),
            Ok(_) => {}
            Err(trouble) => return Err(trouble),
        }
    }
}

struct Reader<'a, R> {
    xml: Xml<R>,
    file: &'a Arc<str>,
    /// The styles of sheets that are hidden.
    hidden_styles: BTreeSet<String>,
    count: Count,
}

/// The columns that are hidden, the first and the last of each run.
type Hidden = Vec<(u32, u32)>;

impl<'a, R: BufRead> Reader<'a, R> {
    fn new(xml: Xml<R>, file: &'a Arc<str>) -> Self {
        Self { xml, file, hidden_styles: BTreeSet::new(), count: Count::default() }
    }

    fn document(mut self) -> Result<Vec<Grid>, Trouble> {
        let mut grids = Vec::new();
        let mut is_text = false;
        let (mut above, mut n_paragraphs) = (Vec::new(), 0);
        let mut style = String::new();
        let mut number = 0;
        loop {
            match self.xml.next()? {
                Node::Open(tag) => match tag.name() {
                    "style" => style = tag.attribute("name").unwrap_or_default(),
                    "table-properties" if tag.attribute("display").as_deref() == Some("false") => {
                        self.hidden_styles.insert(style.clone());
                    }
                    "text" => is_text = true,
                    "h" | "p" if is_text => {
                        let name = tag.name().to_owned();
                        let text = self.paragraph(&name)?;
                        n_paragraphs += 1;
                        if !text.is_empty() {
                            self.count.one_more()?;
                            above.push(self.above(&text, n_paragraphs));
                        }
                    }
                    "table" => {
                        number += 1;
                        let name = tag.attribute("name").unwrap_or_default();
                        let part = Arc::new(if is_text {
                            Part::Table(number)
                        } else {
                            Part::Sheet(number, name.clone())
                        });
                        let style = tag.attribute("style-name").unwrap_or_default();
                        let mut rows = std::mem::take(&mut above);
                        rows.extend(self.table(&part)?);
                        grids.push(Grid {
                            file: Arc::clone(self.file),
                            part: Some(part),
                            name: (!is_text).then_some(name),
                            hidden: self.hidden_styles.contains(&style),
                            rows,
                        });
                    }
                    // What was deleted, and what stands beside the sheets.
                    "tracked-changes" | "dde-links" | "scripts" => self.xml.skip()?,
                    _ => {}
                },
                Node::End => return Ok(grids),
                _ => {}
            }
        }
    }

    fn above(&self, text: &str, number: u32) -> Row {
        let place = Place::in_part(self.file, &Arc::new(Part::Paragraphs), number, 1);
        let (text, content) = (text.into(), Content::Text);
        let cell = Cell { column: 1, width: 1, hidden: false, text, content, place };
        Row { number: 0, hidden: false, cells: vec![cell] }
    }

    /// The text of a paragraph that was opened.
    fn paragraph(&mut self, name: &str) -> Result<String, Trouble> {
        let mut pieces = Pieces::default();
        loop {
            match self.xml.next()? {
                Node::Open(tag) => match tag.name() {
                    "s" | "tab" | "line-break" => pieces.space(),
                    "note-citation" => pieces.is_raised = true,
                    "note-body" | "annotation" => self.xml.skip()?,
                    _ => {}
                },
                Node::Text(text) => pieces.push(&text),
                Node::Close(closed) if closed == "note-citation" => pieces.is_raised = false,
                Node::Close(closed) if closed == name => return Ok(pieces.take()),
                Node::End => return Err(Trouble::Damaged),
                Node::Close(_) => {}
            }
        }
    }

    fn table(&mut self, part: &Arc<Part>) -> Result<Vec<Row>, Trouble> {
        let mut rows = Vec::new();
        let mut hidden = Hidden::new();
        let (mut column, mut row) = (1_u32, 1_u32);
        loop {
            match self.xml.next()? {
                Node::Open(tag) => match tag.name() {
                    "table-column" => {
                        let repeated = tag.number("number-columns-repeated").unwrap_or(1).max(1);
                        let next = column.saturating_add(repeated);
                        if is_collapsed(&tag) {
                            hidden.push((column, next - 1));
                        }
                        column = next;
                    }
                    "table-row" => {
                        let repeated = tag.number("number-rows-repeated").unwrap_or(1).max(1);
                        let is_hidden = is_collapsed(&tag);
                        let cells = self.row(part, &hidden, row)?;
                        let next = row.saturating_add(repeated);
                        if !cells.is_empty() {
                            for number in row..next {
                                rows.push(self.repeated(&cells, part, number, is_hidden)?);
                            }
                        }
                        row = next;
                    }
                    // A table within a cell, or what a chart is made of.
                    "table" | "shapes" => self.xml.skip()?,
                    _ => {}
                },
                Node::Close(name) if name == "table" => return Ok(rows),
                Node::End => return Err(Trouble::Damaged),
                _ => {}
            }
        }
    }

    fn repeated(
        &mut self,
        cells: &[Cell],
        part: &Arc<Part>,
        number: u32,
        hidden: bool,
    ) -> Result<Row, Trouble> {
        if number > LAST_ROW {
            return Err(Trouble::TooLarge);
        }
        let mut cells = cells.to_vec();
        for cell in &mut cells {
            self.count.text(&cell.text)?;
            cell.place = Place::in_part(self.file, part, number, cell.column);
        }
        Ok(Row { number, hidden, cells })
    }

    /// The cells of a row that was opened.
    fn row(&mut self, part: &Arc<Part>, hidden: &Hidden, row: u32) -> Result<Vec<Cell>, Trouble> {
        let mut cells = Vec::new();
        let mut column = 1_u32;
        loop {
            match self.xml.next()? {
                Node::Open(tag) if matches!(tag.name(), "table-cell" | "covered-table-cell") => {
                    let repeated = tag.number("number-columns-repeated").unwrap_or(1).max(1);
                    let name = tag.name().to_owned();
                    let shown = self.cell(&tag, &name)?;
                    let next = column.saturating_add(repeated);
                    if let Some((text, content)) = shown {
                        if next > LAST_COLUMN + 1 {
                            return Err(Trouble::TooLarge);
                        }
                        for column in column..next {
                            self.count.text(&text)?;
                            let is_within =
                                |(first, last): &(u32, u32)| (*first..=*last).contains(&column);
                            cells.push(Cell {
                                column,
                                width: tag.number("number-columns-spanned").unwrap_or(1).max(1),
                                hidden: hidden.iter().any(is_within),
                                text: Arc::clone(&text),
                                content: content.clone(),
                                place: Place::in_part(self.file, part, row, column),
                            });
                        }
                    }
                    column = next;
                }
                Node::Close(name) if name == "table-row" => return Ok(cells),
                Node::End => return Err(Trouble::Damaged),
                _ => {}
            }
        }
    }

    /// What a cell shows and holds; `None` where it says nothing.
    fn cell(&mut self, tag: &Tag, name: &str) -> Result<Option<(Arc<str>, Content)>, Trouble> {
        let mut words = String::new();
        loop {
            match self.xml.next()? {
                Node::Open(child) => match child.name() {
                    "p" | "h" => {
                        let name = child.name().to_owned();
                        let paragraph = self.paragraph(&name)?;
                        if !words.is_empty() && !paragraph.is_empty() {
                            words.push(' ');
                        }
                        words.push_str(&paragraph);
                    }
                    "annotation" | "table" => self.xml.skip()?,
                    _ => {}
                },
                Node::Close(closed) if closed == name => break,
                Node::End => return Err(Trouble::Damaged),
                _ => {}
            }
        }
        let formula = tag.attribute("formula");
        let is_error = tag.attribute("calcext:value-type").as_deref() == Some("error")
            || formula.is_some() && (words.starts_with('#') || words.starts_with("Err:"));
        if is_error {
            return Ok(Some((words.into(), Content::Error)));
        }
        Ok(match tag.attribute("value-type").as_deref() {
            Some("float" | "percentage" | "currency") => {
                let value = tag.attribute("value").unwrap_or_default();
                let number = Decimal::parse(&value).ok_or(Trouble::Damaged)?;
                let is_share = tag.attribute("value-type").as_deref() == Some("percentage");
                let text = shown(&number, &words, is_share);
                Some((text.into(), Content::Number(number.exact().into())))
            }
            Some("date" | "time") => {
                let value = tag.attribute("date-value").or_else(|| tag.attribute("time-value"));
                Some((value.unwrap_or(words).into(), Content::Date))
            }
            Some("boolean") => {
                let is_true = tag.attribute("boolean-value").as_deref() == Some("true");
                Some((if is_true { "TRUE" } else { "FALSE" }.into(), Content::Text))
            }
            Some(_) => (!words.is_empty()).then(|| (words.into(), Content::Text)),
            None if formula.is_some() && words.is_empty() => {
                Some((formula.unwrap_or_default().into(), Content::NoValue))
            }
            None => (!words.is_empty()).then(|| (words.into(), Content::Text)),
        })
    }
}

fn is_collapsed(tag: &Tag) -> bool {
    matches!(tag.attribute("visibility").as_deref(), Some("collapse" | "filter"))
}

/// A number with the decimals that the program showed: its digits are looked for in what was shown,
/// for that is written as people of some country do.
fn shown(number: &Decimal, words: &str, is_share: bool) -> String {
    let number = if is_share { number.clone().times_ten_to(2) } else { number.clone() };
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let seen = digits(words);
    let text = (0..=15).map(|places| number.shown(places, places)).find(|it| digits(it) == seen);
    let text = text.unwrap_or_else(|| number.exact());
    let bound = words.trim_start().chars().next().filter(|letter| is_bound(*letter));
    let bound = bound.map(|sign| format!("{sign} ")).unwrap_or_default();
    if is_share {
        return format!("{bound}{text} %");
    }
    // A scale word behind the digits belongs to the number.
    let after = words.trim_start_matches(|letter: char| !letter.is_alphabetic());
    let space = if after.is_empty() { "" } else { " " };
    format!("{bound}{text}{space}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(number: &str, words: &str, is_share: bool, expected: &str) {
        assert_eq!(shown(&Decimal::parse(number).unwrap(), words, is_share), expected);
    }

    #[test]
    fn numbers_are_as_precise_as_they_are_shown() {
        check("1093", "1 093", false, "1093");
        check("1093", "1,093", false, "1093");
        check("1093.4", "1 093", false, "1093");
        check("0.144", "14,4%", true, "14.4 %");
        check("0.138964", "14%", true, "14 %");
        check("7", "7,00", false, "7.00");
        check("24.9", "24,9 млн", false, "24.9 млн");
        check("1226", "≥ 1 226", false, "≥ 1226");
        check("0.144", "< 14,4%", true, "< 14.4 %");
        check("12", "", false, "12");
    }
}
