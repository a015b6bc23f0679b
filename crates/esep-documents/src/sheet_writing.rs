//! Writing sheets so that they read again as they were.

mod csv;
mod json;
mod toml;

use std::collections::BTreeMap;

use esep::{
    Amount, CellIndex, Content, Convention, Figure, Form, FormId, Language, Line, OrganizationId,
    Period, Rational, Sheet, Stated, read_figure,
};

pub use csv::{write_sheets_tidy_csv, write_sheets_wide_csv};
pub use json::write_sheets_json;
#[cfg(feature = "workbooks")]
pub(crate) use toml::key;
pub use toml::write_sheets_toml;

/// A cell as it is written.
struct Shown<'a> {
    line: &'a Line,
    /// The id of the column, where the form has any.
    column: Option<&'a str>,
    text: String,
    /// Whether the text is a number of TOML and JSON with the same meaning.
    is_number: bool,
    /// Whether the text could be read otherwise in a document that does not name its language.
    needs_language: bool,
    note: Option<&'a str>,
}

/// The language in which figures are written where their meaning hangs on it.
pub(crate) const LANGUAGE: Language = Language::En;

/// The longest number that any program can take.
const MAX_NUMBER: usize = 18;

/// The cells of a sheet that say something, in the order of the form.
fn shown(sheet: &Sheet) -> impl Iterator<Item = Shown<'_>> {
    sheet.cells().filter_map(|(index, stated)| cell(sheet.form(), index, stated))
}

fn cell<'a>(form: &'a Form, index: CellIndex, stated: &'a Stated) -> Option<Shown<'a>> {
    let line = form.lines().get(index.line)?;
    let column = form.columns().get(index.column).map(|column| column.id.as_str());
    let text = match &stated.content {
        Content::Blank => return None,
        Content::Nil => "-".to_owned(),
        Content::NotApplicable => "x".to_owned(),
        Content::NotAvailable => "...".to_owned(),
        Content::Figure(figure) => figure_text(form, line, figure, &stated.text),
    };
    let reads_same = |text: &str, convention: Convention| {
        says(form, line, text, convention).as_ref() == Some(&stated.content)
    };
    let languages = Language::ALL.iter().map(std::slice::from_ref).chain([[].as_slice()]);
    Some(Shown {
        line,
        column,
        is_number: is_number(&text) && reads_same(&text, Convention::machine()),
        needs_language: !languages.into_iter().all(|of| reads_same(&text, Convention::of(of))),
        text,
        note: stated.note.as_deref(),
    })
}

/// A text that says what a cell does, and the language in which it is so read.
pub(crate) fn readable(
    form: &Form,
    index: CellIndex,
    stated: &Stated,
) -> Option<(String, Language)> {
    Some((cell(form, index, stated)?.text, LANGUAGE))
}

/// What a cell is written as, and whether that is a number which says the same.
#[cfg(feature = "workbooks")]
pub(crate) fn written(form: &Form, index: CellIndex, stated: &Stated) -> Option<(String, bool)> {
    cell(form, index, stated).map(|cell| (cell.text, cell.is_number))
}

/// The shortest text that says exactly this figure; plain digits where none does, as for the
/// computed sum of rounded figures.
fn figure_text(form: &Form, line: &Line, figure: &Figure, original: &str) -> String {
    let content = Content::Figure(figure.clone());
    let kind = line.unit.kind();
    let scaled = |exponent: i32, word: &str| {
        let value = figure.value() * &Rational::power_of_ten(-exponent);
        let decimals = figure.decimals().saturating_add(exponent);
        format!("{}{word}", Amount::new(value, decimals, kind).plain())
    };
    let plain = scaled(0, "");
    let scales = [(3, " thousand"), (6, " million"), (9, " billion"), (12, " trillion")];
    let numbers = || {
        let scaled = scales.iter().map(|(exponent, word)| scaled(*exponent, word));
        std::iter::once(plain.clone()).chain(scaled)
    };
    let bounded = ["<", "<=", ">", ">=", "~"]
        .into_iter()
        .flat_map(|sign| numbers().map(move |number| format!("{sign} {number}")));
    std::iter::once(plain.clone())
        .chain([original.to_owned()])
        .chain(numbers())
        .chain(bounded)
        .find(|text| says(form, line, text, Convention::of(&[LANGUAGE])).as_ref() == Some(&content))
        .unwrap_or(plain)
}

/// What a text says in a cell of this line.
fn says(form: &Form, line: &Line, text: &str, convention: Convention) -> Option<Content> {
    read_figure(text, &convention, &form.expected(line)).ok().map(|reading| reading.content)
}

/// Whether TOML and JSON both take a text for a number.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.len() <= MAX_NUMBER
        && is_digits(whole)
        && is_digits(fraction)
        && (whole == "0" || !whole.starts_with('0'))
}

/// The sheets of each organization and period, sorted by period, organization and form.
fn grouped<'a>(
    sheets: &[&'a Sheet],
) -> BTreeMap<(Period, &'a OrganizationId), BTreeMap<&'a FormId, &'a Sheet>> {
    let mut groups = BTreeMap::<_, BTreeMap<_, _>>::new();
    for sheet in sheets {
        let group = groups.entry((sheet.period(), sheet.organization())).or_default();
        group.insert(&sheet.form().id, *sheet);
    }
    groups
}

/// A text in double quotes, as both JSON and TOML read it.
pub(crate) fn quoted(text: &str) -> String {
    // TOML wants every control character escaped, JSON leaves one of them as it is.
    // Only keys that are no strings can fail, and there are none.
    serde_json::to_string(text).unwrap_or_default().replace('\u{7f}', "\\u007f")
}

/// Whether any cell needs its language named.
fn need_language(sheets: &[&Sheet]) -> bool {
    sheets.iter().any(|sheet| shown(sheet).any(|cell| cell.needs_language && !cell.is_number))
}

#[cfg(test)]
mod tests;
