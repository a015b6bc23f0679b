//! Tables of HTML pages, however they are written: what is left open is closed.

use super::strings::Pieces;
use super::tables::Tables;
use crate::grids::{Grid, Trouble};
use crate::source::Source;

/// Reads all tables of a page, and the text above each.
pub(super) fn read(source: &Source) -> Result<Vec<Grid>, Trouble> {
    let mut page = Page {
        rest: &source.text,
        tables: Tables::new(&source.name),
        pieces: Pieces::default(),
        open: Vec::new(),
    };
    page.read()?;
    Ok(page.tables.finish())
}

struct Page<'a> {
    rest: &'a str,
    tables: Tables,
    pieces: Pieces,
    /// What is open of each table, the inner ones last.
    open: Vec<OpenParts>,
}

#[derive(Default)]
struct OpenParts {
    /// Whether a row is open, and whether it is hidden.
    row: Option<bool>,
    /// How wide and high the cell is that is open.
    cell: Option<(u32, u32)>,
}

impl Page<'_> {
    fn read(&mut self) -> Result<(), Trouble> {
        while let Some(at) = self.rest.find('<') {
            let (text, rest) = self.rest.split_at_checked(at).unwrap_or_default();
            self.text(text);
            self.rest = rest;
            if let Some(comment) = rest.strip_prefix("<!--") {
                let end = comment.find("-->").map_or(comment.len(), |end| end + 3);
                self.rest = comment.get(end..).unwrap_or_default();
                continue;
            }
            let Some((inside, rest)) = tag(rest) else {
                self.text("<");
                self.rest = rest.get(1..).unwrap_or_default();
                continue;
            };
            self.rest = rest;
            self.tag(inside)?;
        }
        self.text(self.rest);
        self.end_of_block()?;
        while !self.open.is_empty() {
            self.close_table()?;
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        // Line ends are spaces; two pieces of a word stay one.
        let text = unescaped(text);
        if text.trim_matches([' ', '\n', '\r', '\t']).is_empty() {
            if !text.is_empty() {
                self.pieces.space();
            }
            return;
        }
        self.pieces.push(&text);
    }

    fn tag(&mut self, inside: &str) -> Result<(), Trouble> {
        let end = inside.find(|letter: char| letter.is_whitespace() || letter == '>');
        let name = inside.get(..end.unwrap_or(inside.len())).unwrap_or_default();
        let name = name.trim_end_matches('/').to_ascii_lowercase();
        match name.as_str() {
            "script" | "style" | "head" | "noscript" | "template" => self.skip(&name),
            "br" => self.pieces.space(),
            "sup" => self.pieces.is_raised = true,
            "/sup" => self.pieces.is_raised = false,
            "table" => {
                // What stands before an inner table in a cell is the text of that cell.
                if self.open.is_empty() {
                    self.end_of_block()?;
                } else {
                    self.close_cell()?;
                }
                self.tables.open_table()?;
                self.open.push(OpenParts::default());
            }
            "/table" => self.close_table()?,
            "tr" => {
                self.close_row()?;
                if let Some(open) = self.open.last_mut() {
                    open.row = Some(is_hidden(inside));
                    self.tables.open_row();
                }
            }
            "/tr" => self.close_row()?,
            "td" | "th" => {
                self.close_cell()?;
                if let Some(open) = self.open.last_mut() {
                    if open.row.is_none() {
                        open.row = Some(false);
                        self.tables.open_row();
                    }
                    let number = |name| attribute(inside, name)?.parse::<u32>().ok();
                    let span = |name| number(name).unwrap_or(1);
                    open.cell = Some((span("colspan"), span("rowspan")));
                    self.pieces.take();
                }
            }
            "/td" | "/th" => self.close_cell()?,
            "p" | "/p" | "div" | "/div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "/h1"
            | "/h2" | "/h3" | "/h4" | "/h5" | "/h6" | "li" | "/li" | "/caption" | "body" => {
                self.end_of_block()?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Goes past an element whose content is no text of the page.
    fn skip(&mut self, name: &str) {
        let end = format!("</{name}");
        let found = self.rest.match_indices("</").find(|(at, _)| {
            let tag = self.rest.get(*at..at + end.len());
            tag.is_some_and(|tag| tag.eq_ignore_ascii_case(&end))
        });
        let at = found.map_or(self.rest.len(), |(at, _)| at);
        self.rest = self.rest.get(at..).unwrap_or_default();
    }

    /// A paragraph ends: between tables it is kept, in a cell the words only stand apart.
    fn end_of_block(&mut self) -> Result<(), Trouble> {
        let is_in_cell = self.open.last().is_some_and(|open| open.cell.is_some());
        if is_in_cell {
            self.pieces.space();
            return Ok(());
        }
        let text = self.pieces.take();
        if self.open.is_empty() {
            return self.tables.paragraph(&text);
        }
        // A caption is the first row of its table.
        if !text.is_empty() {
            self.tables.caption(&text)?;
        }
        Ok(())
    }

    fn close_cell(&mut self) -> Result<(), Trouble> {
        let Some((width, height)) = self.open.last_mut().and_then(|open| open.cell.take()) else {
            return Ok(());
        };
        let text = self.pieces.take();
        self.tables.cell(&text, width, height)
    }

    fn close_row(&mut self) -> Result<(), Trouble> {
        self.close_cell()?;
        if let Some(hidden) = self.open.last_mut().and_then(|open| open.row.take()) {
            self.tables.close_row(hidden);
        }
        Ok(())
    }

    fn close_table(&mut self) -> Result<(), Trouble> {
        self.close_row()?;
        if self.open.pop().is_some() {
            self.tables.close_table();
        }
        self.pieces.take();
        Ok(())
    }
}

/// What stands in a tag, and what follows it; `None` where `<` begins none.
fn tag(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('<')?;
    let first = inside.chars().next()?;
    if !(first.is_ascii_alphabetic() || matches!(first, '/' | '!' | '?')) {
        return None;
    }
    let mut quote = None;
    for (at, letter) in inside.char_indices() {
        match (quote, letter) {
            (None, '>') => return Some((inside.get(..at)?, inside.get(at + 1..)?)),
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            // A quote that is never closed.
            (Some(_), '<') => quote = None,
            _ => {}
        }
    }
    Some((inside, ""))
}

/// What an attribute of a tag says.
fn attribute(inside: &str, wanted: &str) -> Option<String> {
    let mut rest = inside.split_once(char::is_whitespace)?.1;
    loop {
        rest = rest.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '/');
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(|letter: char| letter.is_whitespace() || letter == '=');
        let (name, after) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
        let after = after.trim_start();
        let (value, after) = match after.strip_prefix('=').map(str::trim_start) {
            None => ("", after),
            Some(value) => match value.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    let value = value.get(1..)?;
                    value.split_once(quote).unwrap_or((value, ""))
                }
                _ => value.split_once(char::is_whitespace).unwrap_or((value, "")),
            },
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(unescaped(value));
        }
        // A sign that is no name.
        if name.is_empty() && after.len() == rest.len() {
            return None;
        }
        rest = after;
    }
}

fn is_hidden(inside: &str) -> bool {
    let style = attribute(inside, "style").unwrap_or_default().to_ascii_lowercase();
    let style: String = style.chars().filter(|letter| !letter.is_whitespace()).collect();
    attribute(inside, "hidden").is_some() || style.contains("display:none")
}

/// The text that entities stand for. They are not replaced again, so nothing grows.
fn unescaped(text: &str) -> String {
    let mut unescaped = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        unescaped.push_str(before);
        let end = after.bytes().take(12).position(|byte| byte == b';');
        let letter = end.and_then(|end| letter(after.get(..end)?));
        match (letter, end) {
            (Some(letter), Some(end)) => {
                unescaped.push(letter);
                rest = after.get(end + 1..).unwrap_or_default();
            }
            _ => {
                unescaped.push('&');
                rest = after;
            }
        }
    }
    unescaped.push_str(rest);
    unescaped
}

fn letter(entity: &str) -> Option<char> {
    if let Some(number) = entity.strip_prefix('#') {
        let number = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(number);
    }
    Some(match entity {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "thinsp" => '\u{2009}',
        "ensp" | "emsp" => ' ',
        "shy" => '\u{ad}',
        "laquo" => '«',
        "raquo" => '»',
        "ndash" => '–',
        "mdash" => '—',
        "minus" => '−',
        "hellip" => '…',
        "le" => '≤',
        "ge" => '≥',
        "asymp" => '≈',
        "sup1" => '¹',
        "sup2" => '²',
        "sup3" => '³',
        _ => return None,
    })
}
