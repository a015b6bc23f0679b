//! Sheets as CSV: one figure a row, or one organization a row.

use std::collections::BTreeMap;

use esep::{CellIndex, Form, Sheet};

use super::{LANGUAGE, cell, grouped, shown};
use crate::csv::write_record;

/// Writes sheets as CSV with one figure a row, sorted by period, organization and form.
///
/// Columns and notes have a heading only where there are any. Where a figure could be read
/// otherwise in another language, `# language: en` stands above the header. Of sheets with the same
/// form, organization and period the last is written.
///
/// ```
/// use esep::{CellIndex, Content, Figure, Forms, Lookup, OrganizationId, Rational, Sheet, Stated};
/// let forms = Forms::built_in();
/// let form = forms.get("membership").unwrap();
/// let organization = OrganizationId::new("kz-edu");
/// let mut sheet = Sheet::new(form.clone(), organization, "2020-H1".parse().unwrap());
/// let Lookup::Found(line) = form.find_line("members") else { panic!("no such line") };
/// let index = CellIndex { line, column: 0 };
/// let content = Content::Figure(Figure::exact(Rational::from(703_070), 0));
/// sheet.set(index, Stated { content, text: "".into(), note: None, place: None });
/// assert_eq!(
///     esep_documents::write_sheets_tidy_csv(&[&sheet]),
///     "organization,period,form,line,value\nkz-edu,2020-H1,membership,members,703070\n",
/// );
/// ```
pub fn write_sheets_tidy_csv(sheets: &[&Sheet]) -> String {
    let sheets: Vec<_> = grouped(sheets).into_values().flat_map(BTreeMap::into_values).collect();
    let any = |is_such: fn(&super::Shown<'_>) -> bool| {
        sheets.iter().any(|sheet| shown(sheet).any(|cell| is_such(&cell)))
    };
    let has_columns = any(|cell| cell.column.is_some());
    let has_notes = any(|cell| cell.note.is_some());
    let mut out = comment("language", any(|cell| cell.needs_language).then(|| LANGUAGE.code()));
    let column = |text| Some(text).filter(|_| has_columns);
    let note = |text| Some(text).filter(|_| has_notes);
    let head = ["organization", "period", "form", "line"].into_iter();
    write_record(&mut out, head.chain(column("column")).chain(["value"]).chain(note("note")));
    for sheet in sheets {
        let period = sheet.period().to_string();
        for cell in shown(sheet) {
            let head = [sheet.organization().as_str(), &period, sheet.form().id.as_str()];
            let row = head.into_iter().chain([cell.line.id.as_str()]);
            let row = row.chain(column(cell.column.unwrap_or_default())).chain([&*cell.text]);
            write_record(&mut out, row.chain(note(cell.note.unwrap_or_default())));
        }
    }
    out
}

/// Writes the sheets of one form as CSV with one organization and period a row, sorted by period
/// and organization, one column for each line (and column) of the form.
///
/// `# form` stands above the header, and `# language: en` where a figure could be read otherwise in
/// another language. Sheets of other forms are passed over; notes have no place here.
pub fn write_sheets_wide_csv(form: &Form, sheets: &[&Sheet]) -> String {
    let mut sheets: Vec<_> =
        sheets.iter().filter(|sheet| sheet.form().id == form.id).copied().collect();
    sheets = grouped(&sheets).into_values().flat_map(BTreeMap::into_values).collect();
    let needs_language = sheets.iter().any(|sheet| shown(sheet).any(|cell| cell.needs_language));
    let mut out = comment("form", Some(form.id.as_str()));
    out.push_str(&comment("language", needs_language.then(|| LANGUAGE.code())));
    let (indexes, headings): (Vec<_>, Vec<_>) = headings(form).into_iter().unzip();
    let head = ["organization", "period"].map(str::to_owned);
    write_record(&mut out, head.into_iter().chain(headings));
    for sheet in sheets {
        let head = [sheet.organization().to_string(), sheet.period().to_string()];
        let cells = indexes.iter().map(|index| {
            let stated = sheet.cell(*index);
            stated.and_then(|stated| cell(form, *index, stated)).map_or(String::new(), |it| it.text)
        });
        write_record(&mut out, head.into_iter().chain(cells));
    }
    out
}

/// The cells of a form and what their columns are headed by.
fn headings(form: &Form) -> Vec<(CellIndex, String)> {
    let mut headings = Vec::new();
    for (line_index, line) in form.lines().iter().enumerate() {
        if form.columns().is_empty() {
            headings.push((CellIndex { line: line_index, column: 0 }, line.id.to_string()));
        }
        for (column_index, column) in form.columns().iter().enumerate() {
            if line.has_column(&column.id) {
                let index = CellIndex { line: line_index, column: column_index };
                headings.push((index, format!("{}[{}]", line.id, column.id)));
            }
        }
    }
    headings
}

fn comment(key: &str, value: Option<&str>) -> String {
    value.map_or(String::new(), |value| format!("# {key}: {value}\n"))
}
