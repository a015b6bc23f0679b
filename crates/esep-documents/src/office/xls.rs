//! Workbooks of Excel 97 to 2003: `.xls`, in the format BIFF8.

mod shared;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::sync::Arc;

use esep::{Part, Place};

use super::count::Count;
use super::decimal::Decimal;
use super::number_format::NumberFormat;
use super::xlsx::shown;
use crate::grids::Trouble;
use crate::grids::{Cell, Content, Grid, Row};
use shared::Bytes;

/// No workbook of this format is larger.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// What begins each record.
const CONTINUE: u16 = 0x3C;

/// Reads all sheets of a workbook, the hidden ones too.
pub(super) fn read(bytes: &[u8], file: &Arc<str>) -> Result<Vec<Grid>, Trouble> {
    let mut compound = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| Trouble::Damaged)?;
    if compound.exists("EncryptedPackage") {
        return Err(Trouble::Encrypted);
    }
    if !compound.is_stream("Workbook") {
        return Err(Trouble::Old);
    }
    let stream = compound.open_stream("Workbook").map_err(|_| Trouble::Damaged)?;
    let mut data = Vec::new();
    stream.take(MOST_BYTES).read_to_end(&mut data).map_err(|_| Trouble::Damaged)?;
    workbook(&data, file)
}

/// What a cell shows and what it holds.
type Shown = (Arc<str>, Content);

/// A record: what it is and what it holds.
type Record<'a> = (u16, &'a [u8]);

/// The records from a place on.
fn records(data: &[u8], start: usize) -> impl Iterator<Item = Record<'_>> {
    let mut rest = data.get(start..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (header, after) = rest.split_at_checked(4)?;
        let mut header = Bytes::new(header);
        let (kind, length) = (header.u16()?, header.u16()?);
        let (record, after) = after.split_at_checked(usize::from(length))?;
        rest = after;
        Some((kind, record))
    })
}

#[derive(Default)]
struct Book {
    strings: Vec<Arc<str>>,
    formats: Vec<NumberFormat>,
    from_1904: bool,
}

fn workbook(data: &[u8], file: &Arc<str>) -> Result<Vec<Grid>, Trouble> {
    let mut book = Book::default();
    let mut own = BTreeMap::new();
    let mut styles = Vec::new();
    let mut sheets = Vec::new();
    let mut strings: Option<Vec<&[u8]>> = None;
    let mut is_first = true;
    let mut last = 0;
    for (kind, record) in records(data, 0) {
        let mut bytes = Bytes::new(record);
        if is_first && (kind != 0x809 || bytes.u16() != Some(0x600)) {
            // Excel 95 and before.
            return Err(Trouble::Old);
        }
        is_first = false;
        match kind {
            0x0A => break,
            0x2F => return Err(Trouble::Encrypted),
            0x22 => book.from_1904 = bytes.u16() == Some(1),
            0x41E => {
                let format = bytes.u16().zip(bytes.string_of_u16());
                own.extend(format.map(|(id, code)| (id, NumberFormat::parse(&code))));
            }
            0xE0 => styles.extend(bytes.skip(2).and_then(|mut rest| rest.u16())),
            0x85 => sheets.push(Sheet::read(bytes).ok_or(Trouble::Damaged)?),
            0xFC => strings = Some(vec![record]),
            CONTINUE if last == 0xFC => strings.iter_mut().for_each(|it| it.push(record)),
            _ => {}
        }
        if kind != CONTINUE {
            last = kind;
        }
    }
    if is_first {
        return Err(Trouble::Damaged);
    }
    book.strings = shared::strings(&strings.unwrap_or_default()).ok_or(Trouble::Damaged)?;
    let format =
        |id: &u16| own.get(id).cloned().unwrap_or_else(|| NumberFormat::built_in(u32::from(*id)));
    book.formats = styles.iter().map(format).collect();
    let mut count = Count::default();
    let mut grids = Vec::new();
    for (sheet, number) in sheets.into_iter().zip(1..).filter(|(sheet, _)| sheet.has_cells) {
        let part = Arc::new(Part::Sheet(number, sheet.name.clone()));
        let rows = sheet.rows(data, &book, file, &part, &mut count)?;
        let (name, hidden) = (Some(sheet.name), sheet.hidden);
        grids.push(Grid { file: Arc::clone(file), part: Some(part), name, hidden, rows });
    }
    Ok(grids)
}

struct Sheet {
    name: String,
    hidden: bool,
    has_cells: bool,
    start: usize,
}

impl Sheet {
    fn read(mut bytes: Bytes<'_>) -> Option<Self> {
        let start = usize::try_from(bytes.u32()?).ok()?;
        let (hidden, kind) = (bytes.u8()? & 3 != 0, bytes.u8()?);
        let name = bytes.string_of_u8()?;
        Some(Self { name, hidden, has_cells: kind == 0, start })
    }

    fn rows(
        &self,
        data: &[u8],
        book: &Book,
        file: &Arc<str>,
        part: &Arc<Part>,
        count: &mut Count,
    ) -> Result<Vec<Row>, Trouble> {
        let mut cells: BTreeMap<u16, BTreeMap<u16, Shown>> = BTreeMap::new();
        let mut hidden_rows = BTreeSet::new();
        let mut hidden_columns = Vec::new();
        let mut widths = BTreeMap::new();
        let mut waiting = None;
        for (kind, record) in records(data, self.start) {
            let bytes = Bytes::new(record);
            let mut met: Vec<(u16, u16, Option<Shown>)> = Vec::new();
            match kind {
                0x0A => break,
                0x208 => hidden_rows.extend(hidden_row(bytes)),
                0x7D => hidden_columns.extend(hidden_range(bytes)),
                0xE5 => widths.extend(merged(bytes)),
                0xBD => {
                    let cells = several(bytes, book).ok_or(Trouble::Damaged)?;
                    met.extend(cells.into_iter().map(|(row, column, it)| (row, column, Some(it))));
                }
                0x207 => {
                    let text = { bytes }.string_of_u16();
                    if let Some(((row, column), text)) = waiting.take().zip(text) {
                        met.push((row, column, words(&text)));
                    }
                }
                0xFD | 0x203 | 0x27E | 0x204 | 0x205 | 0x06 => {
                    let (row, column, it) = book.cell(kind, bytes).ok_or(Trouble::Damaged)?;
                    match it {
                        Held::Cell(it) => met.push((row, column, it)),
                        Held::TextFollows => waiting = Some((row, column)),
                    }
                }
                _ => {}
            }
            for (row, column, it) in met {
                let Some(it) = it else { continue };
                count.text(&it.0)?;
                cells.entry(row).or_default().insert(column, it);
            }
        }
        let is_hidden = |column: u16| {
            hidden_columns.iter().any(|(first, last)| (*first..=*last).contains(&column))
        };
        let row = |(row, cells): (u16, BTreeMap<u16, Shown>)| {
            let number = u32::from(row) + 1;
            let cells = cells.into_iter().map(|(at, (text, content))| {
                let column = u32::from(at) + 1;
                Cell {
                    column,
                    width: widths.get(&(row, at)).copied().unwrap_or(1),
                    hidden: is_hidden(at),
                    text,
                    content,
                    place: Place::in_part(file, part, number, column),
                }
            });
            Row { number, hidden: hidden_rows.contains(&row), cells: cells.collect() }
        };
        Ok(cells.into_iter().map(row).collect())
    }
}

/// What a record says of a cell.
enum Held {
    Cell(Option<Shown>),
    /// The text that a formula gave stands in the next record.
    TextFollows,
}

impl Book {
    fn cell(&self, kind: u16, mut bytes: Bytes<'_>) -> Option<(u16, u16, Held)> {
        let (row, column, style) = (bytes.u16()?, bytes.u16()?, bytes.u16()?);
        let held = match kind {
            0xFD => {
                let text = self.strings.get(usize::try_from(bytes.u32()?).ok()?)?;
                Held::Cell((!text.is_empty()).then(|| (Arc::clone(text), Content::Text)))
            }
            0x203 => Held::Cell(Some(self.number(bytes.f64()?, style)?)),
            0x27E => Held::Cell(Some(self.packed_number(bytes.u32()?, style)?)),
            0x204 => Held::Cell(words(&bytes.string_of_u16()?)),
            0x205 => {
                let (value, is_error) = (bytes.u8()?, bytes.u8()? == 1);
                Held::Cell(Some(if is_error { error(value) } else { truth(value) }))
            }
            _ => {
                let result = bytes.clone();
                let (first, value) = (bytes.u8()?, bytes.skip(1)?.u8()?);
                let is_number = result.clone().skip(6)?.u16()? != 0xFFFF;
                match (is_number, first) {
                    (true, _) => Held::Cell(Some(self.number({ result }.f64()?, style)?)),
                    (false, 0) => Held::TextFollows,
                    (false, 1) => Held::Cell(Some(truth(value))),
                    (false, 2) => Held::Cell(Some(error(value))),
                    (false, _) => Held::Cell(None),
                }
            }
        };
        Some((row, column, held))
    }

    fn number(&self, number: f64, style: u16) -> Option<Shown> {
        let digits = number.is_finite().then(|| format!("{number:e}"))?;
        Some(self.shown(&Decimal::parse(&digits)?, style))
    }

    /// A number in four bytes: whole or not, times a hundred or not.
    fn packed_number(&self, packed: u32, style: u16) -> Option<Shown> {
        let digits = if packed & 2 == 2 {
            (i32::from_le_bytes(packed.to_le_bytes()) >> 2).to_string()
        } else {
            let number = f64::from_bits(u64::from(packed & !3) << 32);
            number.is_finite().then(|| format!("{number:e}"))?
        };
        let number = Decimal::parse(&digits)?;
        let number = if packed & 1 == 1 { number.times_ten_to(-2) } else { number };
        Some(self.shown(&number, style))
    }

    fn shown(&self, number: &Decimal, style: u16) -> Shown {
        shown(number, self.formats.get(usize::from(style)), self.from_1904)
    }
}

fn words(text: &str) -> Option<Shown> {
    let text = text.trim();
    (!text.is_empty()).then(|| (text.into(), Content::Text))
}

fn truth(value: u8) -> Shown {
    (if value == 0 { "FALSE" } else { "TRUE" }.into(), Content::Text)
}

fn error(code: u8) -> Shown {
    let name = match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    };
    (name.into(), Content::Error)
}

/// Several packed numbers side by side.
fn several(mut bytes: Bytes<'_>, book: &Book) -> Option<Vec<(u16, u16, Shown)>> {
    let (row, first) = (bytes.u16()?, bytes.u16()?);
    let mut cells = Vec::new();
    // Behind the numbers stands the last column.
    while bytes.len() >= 8 {
        let (style, packed) = (bytes.u16()?, bytes.u32()?);
        let column = first.checked_add(u16::try_from(cells.len()).ok()?)?;
        cells.push((row, column, book.packed_number(packed, style)?));
    }
    Some(cells)
}

fn hidden_row(mut bytes: Bytes<'_>) -> Option<u16> {
    let row = bytes.u16()?;
    let flags = bytes.skip(10)?.u16()?;
    (flags & 0x20 != 0).then_some(row)
}

fn hidden_range(mut bytes: Bytes<'_>) -> Option<(u16, u16)> {
    let range = (bytes.u16()?, bytes.u16()?);
    let flags = bytes.skip(4)?.u16()?;
    (flags & 1 != 0).then_some(range)
}

/// The first cell of each merged range, and how many columns it stands over.
fn merged(mut bytes: Bytes<'_>) -> Vec<((u16, u16), u32)> {
    let mut widths = Vec::new();
    bytes.u16();
    while let (Some(row), Some(_), Some(first), Some(last)) =
        (bytes.u16(), bytes.u16(), bytes.u16(), bytes.u16())
    {
        widths.push(((row, first), u32::from(last.saturating_sub(first)) + 1));
    }
    widths
}

#[cfg(test)]
mod tests;
