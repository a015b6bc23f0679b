//! Workbooks of Office Open XML: `.xlsx`.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::sync::Arc;

use esep::{Part, Place};

use super::container::Container;
use super::count::Count;
use super::decimal::Decimal;
use super::number_format::{NumberFormat, date};
use super::strings::Pieces;
use super::xml::{Node, Tag, Xml};
use crate::grids::Trouble;
use crate::grids::{Cell, Content, Grid, Row};

/// The last row and column that a workbook can have.
const LAST_ROW: u32 = 1_048_576;
const LAST_COLUMN: u32 = 16_384;

/// Reads all sheets of a workbook, the hidden ones too.
pub(super) fn read(
    container: &mut Container<'_>,
    workbook: &str,
    file: &Arc<str>,
) -> Result<Vec<Grid>, Trouble> {
    let relations = container.relations(workbook)?;
    let target = |kind: &str| relations.iter().find(|it| it.kind.ends_with(kind));
    let mut book = Book::default();
    if let Some(strings) = target("/sharedStrings")
        && let Some(xml) = container.xml(&strings.target)?
    {
        book.strings = shared_strings(xml)?;
    }
    if let Some(styles) = target("/styles")
        && let Some(xml) = container.xml(&styles.target)?
    {
        book.formats = formats(xml)?;
    }
    let sheets = match container.xml(workbook)? {
        Some(xml) => book.sheets(xml)?,
        None => return Err(Trouble::Damaged),
    };
    let mut grids = Vec::new();
    let mut count = Count::default();
    for (sheet, number) in sheets.into_iter().zip(1..) {
        let Some(relation) = relations.iter().find(|it| it.id == sheet.id) else { continue };
        // A sheet may be a chart, which has no cells.
        if !relation.kind.ends_with("/worksheet") {
            continue;
        }
        let Some(xml) = container.xml(&relation.target)? else { return Err(Trouble::Damaged) };
        let part = Arc::new(Part::Sheet(number, sheet.name.clone()));
        let mut reader = Reader {
            book: &book,
            file,
            part: &part,
            hidden: Vec::new(),
            rows: Vec::new(),
            count: &mut count,
        };
        let merged = reader.sheet(xml)?;
        let mut rows = reader.rows;
        merge(&mut rows, &merged);
        let (name, hidden) = (Some(sheet.name), sheet.hidden);
        grids.push(Grid { file: Arc::clone(file), part: Some(part), name, hidden, rows });
    }
    Ok(grids)
}

/// The parts of a workbook's sheets of cells, by their places among the sheets, from 1.
pub(super) fn worksheets(
    container: &mut Container<'_>,
    workbook: &str,
) -> Result<BTreeMap<u32, String>, Trouble> {
    let relations = container.relations(workbook)?;
    let xml = container.xml(workbook)?.ok_or(Trouble::Damaged)?;
    let sheets = Book::default().sheets(xml)?;
    let parts = (1..).zip(sheets).filter_map(|(number, sheet)| {
        let relation = relations.iter().find(|it| it.id == sheet.id)?;
        relation.kind.ends_with("/worksheet").then(|| (number, relation.target.clone()))
    });
    Ok(parts.collect())
}

/// What the sheets of a workbook share.
#[derive(Default)]
struct Book {
    strings: Vec<Arc<str>>,
    formats: Vec<NumberFormat>,
    from_1904: bool,
}

struct Sheet {
    name: String,
    id: String,
    hidden: bool,
}

impl Book {
    fn sheets<R: BufRead>(&mut self, mut xml: Xml<R>) -> Result<Vec<Sheet>, Trouble> {
        let mut sheets = Vec::new();
        loop {
            match xml.next()? {
                Node::Open(tag) if tag.name() == "workbookPr" => {
                    self.from_1904 = tag.flag("date1904");
                }
                Node::Open(tag) if tag.name() == "sheet" => sheets.push(Sheet {
                    name: tag.attribute("name").unwrap_or_default(),
                    id: tag.attribute("id").unwrap_or_default(),
                    hidden: tag.attribute("state").is_some_and(|state| state != "visible"),
                }),
                Node::End => return Ok(sheets),
                _ => {}
            }
        }
    }
}

/// The texts that cells share. Raised digits are footnote marks; how words are read aloud in other
/// scripts is passed over.
fn shared_strings<R: BufRead>(mut xml: Xml<R>) -> Result<Vec<Arc<str>>, Trouble> {
    let mut strings = Vec::new();
    loop {
        match xml.next()? {
            Node::Open(tag) if tag.name() == "si" => strings.push(string(&mut xml, "si")?.into()),
            Node::End => return Ok(strings),
            _ => {}
        }
    }
}

/// The text of an element that was opened.
fn string<R: BufRead>(xml: &mut Xml<R>, element: &str) -> Result<String, Trouble> {
    let mut pieces = Pieces::default();
    let mut in_text = false;
    loop {
        match xml.next()? {
            Node::Open(tag) if tag.name() == "t" => in_text = true,
            Node::Open(tag) if tag.name() == "rPh" => xml.skip()?,
            Node::Open(tag) if tag.name() == "r" => pieces.is_raised = false,
            Node::Open(tag) if tag.name() == "vertAlign" => {
                pieces.is_raised = tag.attribute("val").as_deref() == Some("superscript");
            }
            Node::Text(text) if in_text => pieces.push(&text),
            Node::Close(name) if name == "t" => in_text = false,
            Node::Close(name) if name == element => return Ok(pieces.take()),
            Node::End => return Err(Trouble::Damaged),
            _ => {}
        }
    }
}

/// How cells of each style show numbers.
fn formats<R: BufRead>(mut xml: Xml<R>) -> Result<Vec<NumberFormat>, Trouble> {
    let mut own = BTreeMap::new();
    let mut formats = Vec::new();
    let mut in_cells = false;
    loop {
        match xml.next()? {
            Node::Open(tag) if tag.name() == "numFmt" => {
                if let (Some(id), Some(code)) =
                    (tag.number("numFmtId"), tag.attribute("formatCode"))
                {
                    own.insert(id, NumberFormat::parse(&code));
                }
            }
            Node::Open(tag) if tag.name() == "cellXfs" => in_cells = true,
            Node::Close(name) if name == "cellXfs" => in_cells = false,
            Node::Open(tag) if in_cells && tag.name() == "xf" => {
                let id = tag.number("numFmtId").unwrap_or_default();
                formats.push(own.get(&id).cloned().unwrap_or_else(|| NumberFormat::built_in(id)));
            }
            Node::End => return Ok(formats),
            _ => {}
        }
    }
}

struct Reader<'a> {
    book: &'a Book,
    file: &'a Arc<str>,
    part: &'a Arc<Part>,
    /// The first and last of the columns that are hidden.
    hidden: Vec<(u32, u32)>,
    rows: Vec<Row>,
    count: &'a mut Count,
}

/// A range of cells that are merged: column and row of its first and last.
type Range = ((u32, u32), (u32, u32));

impl Reader<'_> {
    /// Reads the rows; gives which cells are merged.
    fn sheet<R: BufRead>(&mut self, mut xml: Xml<R>) -> Result<Vec<Range>, Trouble> {
        let mut merged = Vec::new();
        let mut before = 0;
        loop {
            match xml.next()? {
                Node::Open(tag) => match tag.name() {
                    "col" if tag.flag("hidden") => {
                        self.hidden.extend(tag.number("min").zip(tag.number("max")));
                    }
                    "row" => {
                        let number = tag.number("r").unwrap_or(before + 1);
                        if number <= before || number > LAST_ROW {
                            return Err(Trouble::Damaged);
                        }
                        before = number;
                        let hidden = tag.flag("hidden");
                        let cells = self.row(&mut xml, number)?;
                        if !cells.is_empty() {
                            self.rows.push(Row { number, hidden, cells });
                        }
                    }
                    "mergeCell" => {
                        self.count.one_more()?;
                        merged.extend(tag.attribute("ref").and_then(|text| range(&text)));
                    }
                    _ => {}
                },
                Node::End => return Ok(merged),
                _ => {}
            }
        }
    }

    fn row<R: BufRead>(&mut self, xml: &mut Xml<R>, row: u32) -> Result<Vec<Cell>, Trouble> {
        let mut cells: Vec<Cell> = Vec::new();
        let mut before = 0;
        loop {
            match xml.next()? {
                Node::Open(tag) if tag.name() == "c" => {
                    let column = match tag.attribute("r") {
                        Some(name) => address(&name).ok_or(Trouble::Damaged)?.0,
                        None => before + 1,
                    };
                    if column <= before || column > LAST_COLUMN {
                        return Err(Trouble::Damaged);
                    }
                    before = column;
                    let Some((text, content)) = self.cell(&tag, xml)? else { continue };
                    self.count.text(&text)?;
                    let is_within = |(first, last): &(u32, u32)| (*first..=*last).contains(&column);
                    cells.push(Cell {
                        column,
                        width: 1,
                        hidden: self.hidden.iter().any(is_within),
                        text,
                        content,
                        place: Place::in_part(self.file, self.part, row, column),
                    });
                }
                Node::Close(name) if name == "row" => return Ok(cells),
                Node::End => return Err(Trouble::Damaged),
                _ => {}
            }
        }
    }

    /// What a cell shows and holds; `None` where it says nothing.
    fn cell<R: BufRead>(
        &self,
        tag: &Tag,
        xml: &mut Xml<R>,
    ) -> Result<Option<(Arc<str>, Content)>, Trouble> {
        let (mut value, mut formula, mut inline) = (None, None, None);
        let mut text = String::new();
        loop {
            match xml.next()? {
                Node::Open(child) if child.name() == "is" => inline = Some(string(xml, "is")?),
                Node::Open(_) => text.clear(),
                Node::Text(piece) => text.push_str(&piece),
                Node::Close(name) => match name.as_str() {
                    "v" => value = Some(std::mem::take(&mut text)),
                    "f" => formula = Some(std::mem::take(&mut text)),
                    "c" => break,
                    _ => {}
                },
                Node::End => return Err(Trouble::Damaged),
            }
        }
        let kind = tag.attribute("t").unwrap_or_default();
        let Some(value) = value.filter(|value| !value.is_empty()) else {
            let words = inline.filter(|text| !text.is_empty());
            let shown = words.map(|text| (text.into(), Content::Text));
            let is_lost = formula.is_some() && kind != "str";
            let lost = || is_lost.then(|| (formula.unwrap_or_default().into(), Content::NoValue));
            return Ok(shown.or_else(lost));
        };
        let words = |text: &str| {
            let text = text.trim();
            (!text.is_empty()).then(|| (text.into(), Content::Text))
        };
        Ok(match kind.as_str() {
            "s" => {
                let index = value.trim().parse::<usize>().map_err(|_| Trouble::Damaged)?;
                let text = self.book.strings.get(index).ok_or(Trouble::Damaged)?;
                (!text.is_empty()).then(|| (Arc::clone(text), Content::Text))
            }
            "str" | "inlineStr" => words(&value),
            "b" => words(if value.trim() == "1" { "TRUE" } else { "FALSE" }),
            "e" => Some((value.trim().into(), Content::Error)),
            "d" => Some((value.trim().into(), Content::Date)),
            _ => {
                let number = Decimal::parse(&value).ok_or(Trouble::Damaged)?;
                let style = tag.number("s").and_then(|style| usize::try_from(style).ok());
                let format = style.and_then(|style| self.book.formats.get(style));
                Some(shown(&number, format, self.book.from_1904))
            }
        })
    }
}

/// A number as a format shows it, and what it is.
pub(super) fn shown(
    number: &Decimal,
    format: Option<&NumberFormat>,
    from_1904: bool,
) -> (Arc<str>, Content) {
    match format.unwrap_or(&NumberFormat::General).show(number) {
        Some(text) => {
            let (text, exact): (Arc<str>, String) = (text.into(), number.exact());
            // Most numbers are shown as they are.
            let exact = if *exact == *text { Arc::clone(&text) } else { exact.into() };
            (text, Content::Number(exact))
        }
        None => {
            let shown = date(number, from_1904).unwrap_or_else(|| number.exact());
            (shown.into(), Content::Date)
        }
    }
}

/// Gives the first cell of every merged range its width.
fn merge(rows: &mut [Row], merged: &[Range]) {
    for ((column, row), (last, _)) in merged {
        let Ok(at) = rows.binary_search_by_key(row, |row| row.number) else { continue };
        let cells = rows.get_mut(at).map(|row| &mut row.cells);
        let cell = cells.and_then(|cells| {
            let at = cells.binary_search_by_key(column, |cell| cell.column).ok()?;
            cells.get_mut(at)
        });
        if let Some(cell) = cell {
            cell.width = last.saturating_sub(*column) + 1;
        }
    }
}

fn range(text: &str) -> Option<Range> {
    let (first, last) = text.split_once(':')?;
    Some((address(first)?, address(last)?))
}

/// The column and the row of `C14`.
pub(super) fn address(name: &str) -> Option<(u32, u32)> {
    let digits = name.find(|letter: char| letter.is_ascii_digit())?;
    let (letters, row) = name.split_at_checked(digits)?;
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let column = letters.bytes().try_fold(0, |column, letter| {
        let letter = letter.to_ascii_uppercase();
        letter.is_ascii_uppercase().then(|| column * 26 + u32::from(letter - b'A') + 1)
    })?;
    Some((column, row.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_addresses() {
        assert_eq!(address("C14"), Some((3, 14)));
        assert_eq!(address("XFD1048576"), Some((16_384, 1_048_576)));
        for name in ["", "14", "C", "ЖЖ1", "ABCD1", "C99999999999"] {
            assert_eq!(address(name), None, "{name}");
        }
    }
}
