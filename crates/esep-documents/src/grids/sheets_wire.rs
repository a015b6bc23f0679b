//! Sheets on their way from the module that reads workbooks to the one that tallies registers.
//!
//! Texts with NUL between them, which none of them holds: what is said of the file, as numbers, and
//! of each sheet what it is and what stands on it. The reader of JSON would make that module a
//! twentieth larger.

use std::fmt::Write as _;
use std::str::FromStr;
use std::sync::Arc;

use esep::{Finding, Part};

use super::said::Said;
use super::{SheetText, SheetTexts};

const BETWEEN: char = '\0';

impl SheetTexts {
    /// What was read for a module that tallies registers: bytes that only [`Self::from_bytes`] is
    /// to read.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut text = u8::from(self.sheets.is_some()).to_string();
        for Said { number, places, line, column, length } in
            self.findings.iter().filter_map(Said::of)
        {
            // A string takes all.
            let _ = write!(text, " {number} {places} {line} {column} {length}");
        }
        for SheetText { part, hidden, hidden_rows, text: rows } in self.sheets.iter().flatten() {
            let (number, name) = match &**part {
                Part::Sheet(number, name) => (*number, Some(name)),
                Part::Table(number) => (*number, None),
                Part::Paragraphs => (0, None),
            };
            let hidden = u8::from(*hidden);
            let _ = write!(text, "{BETWEEN}{number} {hidden} {hidden_rows}");
            if let Some(name) = name {
                text.push(' ');
                text.extend(name.chars().map(|it| if it == BETWEEN { ' ' } else { it }));
            }
            text.push(BETWEEN);
            text.push_str(rows);
        }
        text.into_bytes()
    }

    /// What was written so of a file of this name; `None` of anything else.
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Option<Self> {
        let file: Arc<str> = name.into();
        let mut parts = std::str::from_utf8(bytes).ok()?.split(BETWEEN);
        let mut told = parts.next()?.split(' ');
        let is_read = number::<u8>(&mut told)? == 1;
        let findings = findings(told, &file)?;
        let mut sheets = Vec::new();
        while let Some(told) = parts.next() {
            sheets.push(sheet(told, parts.next()?)?);
        }
        (is_read || sheets.is_empty()).then(|| Self { sheets: is_read.then_some(sheets), findings })
    }
}

fn findings<'a>(told: impl Iterator<Item = &'a str>, file: &Arc<str>) -> Option<Vec<Finding>> {
    let mut told = told.peekable();
    let mut findings = Vec::new();
    while told.peek().is_some() {
        let (kind, places) = (number(&mut told)?, number(&mut told)?);
        let (line, column) = (number(&mut told)?, number(&mut told)?);
        let length = number(&mut told)?;
        findings.push(Said { number: kind, places, line, column, length }.finding(file)?);
    }
    Some(findings)
}

fn sheet(told: &str, rows: &str) -> Option<SheetText> {
    let mut told = told.splitn(4, ' ');
    let (place, hidden) = (number(&mut told)?, number::<u8>(&mut told)? == 1);
    let hidden_rows = number(&mut told)?;
    let part = match told.next() {
        Some(name) => Part::Sheet(place, name.to_owned()),
        None => Part::Table(place),
    };
    Some(SheetText { part: Arc::new(part), hidden, hidden_rows, text: rows.to_owned() })
}

fn number<'a, N: FromStr>(told: &mut impl Iterator<Item = &'a str>) -> Option<N> {
    told.next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::grids::said::any_finding;

    const NAME: &str = "reports/a.xlsx";

    proptest! {
        #[test]
        fn sheets_come_as_they_were(
            sheets in proptest::option::of(vec(
                (any::<u32>(), proptest::option::of("[^\0]*"), any::<(bool, usize)>(), "[^\0]*"),
                0..4,
            )),
            findings in vec(any_finding(NAME), 0..3),
        ) {
            let sheet = |(number, name, (hidden, hidden_rows), text)| {
                let part = match name {
                    Some(name) => Part::Sheet(number, name),
                    None => Part::Table(number),
                };
                SheetText { part: Arc::new(part), hidden, hidden_rows, text }
            };
            let sheets = sheets.map(|sheets| sheets.into_iter().map(sheet).collect());
            let read = SheetTexts { sheets, findings };
            prop_assert_eq!(SheetTexts::from_bytes(NAME, &read.to_bytes()), Some(read));
        }

        #[test]
        fn any_bytes_are_sheets_or_none(text in "([0-9 ]|\0|x){0,40}") {
            if let Some(read) = SheetTexts::from_bytes(NAME, text.as_bytes()) {
                prop_assert_eq!(SheetTexts::from_bytes(NAME, &read.to_bytes()), Some(read));
            }
        }
    }

    #[test]
    fn what_are_no_sheets() {
        for bytes in
            ["", "x", "1 0", "1 13 0 0 0 0", "1\x001 0 0", "1\x001 0\0", "0\x001 0 0 a\0text"]
        {
            assert_eq!(SheetTexts::from_bytes(NAME, bytes.as_bytes()), None, "{bytes:?}");
        }
    }
}
