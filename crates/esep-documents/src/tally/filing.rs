//! The sheets that a tally gives, as files of a book.

use std::collections::BTreeSet;
use std::sync::Arc;

use esep::{Message, OrganizationId, Refusal, Sheet, Sheets, When};

use super::TallyReport;
use crate::request::check_length;
use crate::sheet_writing::write_sheets_toml;

/// A sheet to be written into a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiledSheet {
    /// Whose it is.
    pub organization: OrganizationId,
    /// The path within the book.
    pub path: String,
    /// What is to stand there.
    pub text: String,
    /// The files in which the book states this sheet already.
    pub stated_in: BTreeSet<Arc<str>>,
}

impl TallyReport {
    /// The sheets of all organizations that have no others below them, for what stands above is
    /// rolled up from these.
    ///
    /// # Errors
    /// - the register was tallied for a day: a sheet is of a period;
    /// - the form is not filled for periods of this length.
    pub fn sheets_for(&self, book: &Sheets) -> Result<Vec<FiledSheet>, Refusal> {
        let Some((counting, totals)) = self.totals() else { return Ok(Vec::new()) };
        let When::In(period) = counting.when() else {
            let message = Message::new("run.sheets-need-period");
            return Err(Refusal::new(message).with_hint(Message::new("hint.use-period")));
        };
        counting.form().map_or(Ok(()), |form| check_length(form, period))?;
        let has_below = |id: &OrganizationId| !self.structure.children(id, period).is_empty();
        let level = self.level;
        let kind = |id: &OrganizationId| self.structure.get(id.as_str()).and_then(|it| it.kind);
        let is_filed = |sheet: &&Sheet| {
            let id = sheet.organization();
            !has_below(id) && (level.is_none() || kind(id) == level)
        };
        let filed = |sheet: &Sheet| {
            let form = &sheet.form().id;
            let stated = book.get(form, period, sheet.organization());
            let cells = stated.into_iter().flat_map(Sheet::cells);
            let places = cells.filter_map(|(_, stated)| stated.place.as_ref());
            FiledSheet {
                organization: sheet.organization().clone(),
                path: format!("reports/{period}/{form}/{}.toml", name(sheet.organization())),
                text: write_sheets_toml(&[sheet]),
                stated_in: places.map(|place| Arc::clone(&place.file)).collect(),
            }
        };
        let sheets = totals.sheets(counting, period);
        Ok(sheets.iter().filter(is_filed).map(filed).collect())
    }
}

/// A code as the name of a file: letters, digits, `-` and `_` as they are, everything else, and
/// capitals, for some systems do not tell them apart, as its bytes in `%41`.
fn name(organization: &OrganizationId) -> String {
    let mut name = String::new();
    for letter in organization.as_str().chars() {
        let is_plain = letter.is_alphanumeric() && letter.to_lowercase().eq([letter]);
        if is_plain || matches!(letter, '-' | '_') {
            name.push(letter);
        } else {
            let mut bytes = [0; 4];
            let bytes = letter.encode_utf8(&mut bytes).bytes();
            name.extend(bytes.map(|byte| format!("%{byte:02X}")));
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_leads_out_of_its_folder() {
        for (code, expected) in [
            ("school-7", "school-7"),
            ("мектеп", "мектеп"),
            ("A", "%41"),
            ("../x", "%2E%2E%2Fx"),
            ("a b", "a%20b"),
            ("%41", "%2541"),
        ] {
            assert_eq!(name(&code.into()), expected);
        }
    }
}
