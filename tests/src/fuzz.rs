//! What the fuzzer calls: one function per reader, which must return whatever the bytes are.
//!
//! A panic is what the fuzzer looks for: each function says what must hold by `assert!`.
//! `tests/fuzz` calls these with bytes that it makes up; the tests below call them with the files
//! of `tests/fuzz/corpus`.

mod office;
mod registers;

use std::ops::Range;
use std::sync::Arc;

use esep::{
    AddUpVerdict, Amount, Batch, Code, Content, Convention, Expected, Family, Figure, Finding,
    Form, Forms, Language, Misreading, Period, Place, Register, Relation, RelationVerdict, Rules,
    Shift, Structure, Tally, Unit, When, Written, add_up, assemble, check, growth, read_figure,
};
use esep_documents::{
    AddUpFormat, Cell, Entries, File, Filling, FillingFormat, FindingsFormat, FindingsReport,
    GrowthFormat, HtmlExtent, QuoteMistake, Records, Request, Sieve, Source, Tallying, TextStyle,
    Ways, read_book, read_documents, read_pasted, read_settings, read_sheet_csv, read_sheet_json,
    read_sheet_toml, read_structure, write_add_up, write_findings, write_growth,
};

pub use office::{annex, grids, html, office, sheets};
pub use registers::{tally, tally_part};

/// A target of the fuzzer: its name and its function.
pub type Target = (&'static str, fn(&[u8]));

/// Every target, sorted by name.
pub const TARGETS: &[Target] = &[
    ("annex", annex),
    ("book", book),
    ("csv", csv),
    ("decoding", decoding),
    ("figure", figure),
    ("filling", filling),
    ("form", form),
    ("grids", grids),
    ("html", html),
    ("office", office),
    ("pasted", pasted),
    ("period", period),
    ("register", register),
    ("relation", relation),
    ("settings", settings),
    ("sheet_csv", sheet_csv),
    ("sheet_json", sheet_json),
    ("sheet_toml", sheet_toml),
    ("sheets", sheets),
    ("sieve", sieve),
    ("structure", structure),
    ("tally", tally),
    ("tally_part", tally_part),
];

/// Checks a book: several files, each after a line `=== PATH`.
///
/// # Panics
/// Where two runs print different bytes.
pub fn book(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut files = Vec::new();
    for part in text.split("=== ").skip(1) {
        let (name, content) = part.split_once('\n').unwrap_or((part, ""));
        files.push(File::new(name.trim(), content));
    }
    for format in [FindingsFormat::Text(TextStyle::PLAIN), FindingsFormat::Json] {
        assert_eq!(checked(files.clone(), format), checked(files.clone(), format));
    }
}

/// Reads a book, checks it and writes what was found.
pub(crate) fn checked(files: Vec<File>, format: FindingsFormat) -> String {
    let reading = read_book("", files, &Request::default()).understand();
    let checked = check(&reading.book);
    let mut findings = reading.findings;
    findings.extend(checked.findings);
    Finding::sort(&mut findings);
    let report = FindingsReport {
        findings: &findings,
        explanations: &[],
        ways: Ways::Likeliest,
        summary: &checked.summary,
        language: Language::En,
        source: &|name| reading.sources.get(name).map(|source| source.text.as_str()),
    };
    write_findings(&report, format)
}

/// Splits a text into records and cells.
///
/// # Panics
/// Where a cell has no place of its own.
pub fn csv(data: &[u8]) {
    let Some(source) = source("table.csv", data) else { return };
    for record in Records::new(&source.text) {
        for cell in &record.cells {
            assert!(cell.place(&source.name).line > 0);
            cell.finding(&source.name);
        }
    }
}

/// Makes a text of bytes in any encoding.
///
/// # Panics
/// Where neither a text nor a reason is given, a finding points elsewhere, or good UTF-8 is touched.
pub fn decoding(data: &[u8]) {
    let (source, findings) = Source::decode(File::new("text", data));
    assert!(findings.len() <= 1, "one thing is said of a file, not {}", findings.len());
    let Some(source) = source else { return assert_eq!(findings.len(), 1) };
    assert_points_into(&source, &findings);
    let is_plain = |text: &str| {
        !text.contains(['\r', '\0', '\u{feff}'])
            && !text.starts_with("%PDF-")
            && !text.starts_with("PK\x03\x04")
    };
    if let Some(text) = std::str::from_utf8(data).ok().filter(|text| is_plain(text)) {
        assert_eq!((source.text.as_str(), findings.len()), (text, 0));
    }
}

/// Takes up a filling that was saved, or a document into an empty form, shows it and writes it.
///
/// # Panics
/// Where what is saved is not taken up as it was, or a finding speaks of no cell that there is.
pub fn filling(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let forms = Forms::built_in();
    let empty = || {
        let period = "2020-H1".parse().ok()?;
        let mut filling = Filling::new(forms.clone(), "membership", period, Language::En)?;
        filling.read(File::new("document", data));
        Some(filling)
    };
    let restored = Filling::restore(forms.clone(), &text, Language::Kk);
    let Some(filling) = restored.or_else(empty) else { return };
    let state = filling.state();
    let again = Filling::restore(forms.clone(), &filling.save(), filling.language());
    let again = again.map(|filling| filling.state());
    assert_eq!(again.map(|again| again.cells), Some(state.cells.clone()));
    for found in state.findings.iter().flat_map(|finding| &finding.cells) {
        let is_there = |cell: &esep_documents::FilledCell| {
            cell.line == found.line && cell.column == found.column
        };
        assert!(state.cells.iter().any(is_there), "{found:?}");
    }
    let html = FillingFormat::Html(HtmlExtent::Fragment);
    for format in [FillingFormat::Csv, FillingFormat::Json, FillingFormat::Text, html] {
        filling.write(format);
    }
}

/// Reads a form and says what its rules bind to.
///
/// # Panics
/// Where a finding points to another file, or there is neither a form nor a finding.
pub fn form(data: &[u8]) {
    let Some(source) = source("form.toml", data) else { return };
    let (form, findings) = Form::read(&source.name, &source.text);
    assert!(form.is_some() || !findings.is_empty());
    assert_points_into(&source, &findings);
    if let Some(form) = form {
        let mut forms = Forms::built_in();
        drop(forms.add(form));
        forms.resolve();
    }
}

/// Reads a pasted table, says whether it adds up, and compares it with itself.
///
/// # Panics
/// Where a finding points elsewhere or to no cell, a verdict contradicts the relations, or what is
/// compared with itself changed.
pub fn pasted(data: &[u8]) {
    let Some(source) = source("pasted", data) else { return };
    let pasted = read_pasted(&source);
    let result = add_up(&pasted);
    assert_points_into(&source, &result.findings);
    let has = |verdict| result.relations.iter().any(|relation| relation.verdict == verdict);
    match result.verdict {
        AddUpVerdict::AddsUp => {
            assert!(has(RelationVerdict::Holds) && !has(RelationVerdict::Fails));
        }
        AddUpVerdict::DoesNotAddUp => assert!(!result.findings.is_empty()),
        AddUpVerdict::CannotTell => assert!(!has(RelationVerdict::Fails)),
    }
    let mut told: Vec<usize> =
        result.rows.iter().flatten().flat_map(|cell| cell.findings.clone()).collect();
    told.sort_unstable();
    told.dedup();
    assert_eq!(told, (0..result.findings.len()).collect::<Vec<_>>(), "every finding has a cell");
    let written = |language, format| {
        write_add_up(&source, Vec::new(), Some(Ways::All), language, format);
    };
    written(Language::Kk, AddUpFormat::Text(TextStyle::PLAIN));
    written(Language::Ru, AddUpFormat::Html(HtmlExtent::Document));
    if let Ok(growth) = growth(&pasted, &pasted) {
        let figures = growth.comparison.grounds.iter();
        let shifts = figures.filter_map(|it| it.changes.get(&growth.ranking.index)?.shift());
        let has_grown = |shift: &Shift| !shift.difference.value().is_zero();
        assert!(!shifts.into_iter().any(has_grown), "nothing grows against itself");
        write_growth(&growth, Language::Ru, GrowthFormat::Markdown);
        write_growth(&growth, Language::En, GrowthFormat::Html(HtmlExtent::Fragment));
    }
}

/// Reads `book.toml`.
///
/// # Panics
/// Where a finding points to another file.
pub fn settings(data: &[u8]) {
    let Some(source) = source("book.toml", data) else { return };
    assert_points_into(&source, &read_settings(&source).1);
}

/// Reads `structure.csv` and builds the tree.
///
/// # Panics
/// Where a finding points to another file.
pub fn structure(data: &[u8]) {
    let Some(source) = source("structure.csv", data) else { return };
    let (rows, findings) = read_structure(&source);
    assert_points_into(&source, &findings);
    let (structure, findings) = Structure::build(&rows);
    assert_points_into(&source, &findings);
    if let Ok(period) = "2020".parse() {
        structure.parents_upwards(period);
    }
}

/// Reads sheets in TOML.
///
/// # Panics
/// Where a finding points to another file, or what was read cannot be understood or refused.
pub fn sheet_toml(data: &[u8]) {
    sheet("sheet.toml", data, read_sheet_toml);
}

/// Reads sheets in JSON.
///
/// # Panics
/// As [`sheet_toml`].
pub fn sheet_json(data: &[u8]) {
    sheet("sheet.json", data, read_sheet_json);
}

/// Reads sheets in CSV, tidy or wide.
///
/// # Panics
/// As [`sheet_toml`].
pub fn sheet_csv(data: &[u8]) {
    sheet("sheet.csv", data, read_sheet_csv);
}

/// Goes through a wide table piece by piece, if it is one, and reads it as a whole; once for
/// everything and once without comparing siblings.
///
/// # Panics
/// Where both ways do not find the same.
pub fn sieve(data: &[u8]) {
    let request = Request {
        own_forms: vec![File::new("form.toml", include_str!("../fuzz/wide.toml"))],
        period: Some(Written::new("2020", Place::whole(&"--period".into()))),
        ..Request::default()
    };
    let asked = [|_| true, |code: Code| code.family() != Family::Plausibility];
    for asks in asked {
        let Some(sieve) = Sieve::new("wide.csv", data, &request, asks) else { return };
        let Ok(Some(sifted)) = sieve.sift(&data) else { return };
        let found = sifted.check();
        let whole = read_documents(vec![File::new("wide.csv", data)], &request).understand();
        let mut expected = check(&whole.book);
        expected.findings.extend(whole.findings);
        expected.findings.retain(|finding| asks(finding.code));
        Finding::sort(&mut expected.findings);
        expected.summary = expected.summary.counting(&expected.findings);
        assert_eq!(found, expected);
    }
}

/// Counts rows of members at once, in one piece and as they come. The first byte says in how many
/// bytes they do.
///
/// # Panics
/// Where these differ, or where rows that are text are not counted as one by one.
pub fn register(data: &[u8]) {
    const HEADER: [&str; 7] =
        ["org_code", "name", "sex", "birth_date", "status", "joined", "dues_percent"];
    let Some((size, rows)) = data.split_first() else { return };
    let (Some(register), Ok(period)) = (Register::find("members"), "2020-H1".parse()) else {
        return;
    };
    let more = [&HEADER[..], &["left"]].concat();
    let Ok(rules) = Rules::new(register, &Forms::built_in(), &more, When::In(period)) else {
        return;
    };
    let structure = Structure::default();
    let tallying = Tallying::new(&rules, ',', &structure);
    let Ok(whole) = tallying.count(&rows, 0, 1) else { return };
    let mut stream = tallying.stream(1);
    rows.chunks(usize::from(*size) + 1).for_each(|some| stream.push(some));
    let parts = stream.finish();
    assert_eq!(whole.rows(), parts.rows());
    assert_eq!(whole.faults(), parts.faults());
    assert_eq!(whole.tally(), parts.tally());
    let Ok(text) = std::str::from_utf8(rows) else { return };
    // A carriage return alone is a line end only once the file is decoded.
    if text.contains(['\r', char::REPLACEMENT_CHARACTER]) {
        return;
    }
    let text = format!("{}\n{text}", more.join(","));
    let mut tally = Tally::new(&rules);
    let mut counted = 0;
    for record in Records::new(&text).skip(1) {
        let is_open = |cell: &Cell<'_>| cell.mistake == Some(QuoteMistake::UnclosedQuote);
        if record.cells.iter().any(is_open) {
            continue;
        }
        let fields: Vec<&str> = record.cells.iter().map(|cell| &*cell.text).collect();
        if let Ok(Some(row)) = rules.read(&fields) {
            tally.add(&row, row.organization, &rules);
            counted += 1;
        }
    }
    assert_eq!(whole.rows(), counted);
    let known = |tally: &Tally| -> Vec<(String, Vec<i128>)> {
        let all = tally.iter().map(|(code, counted)| (code.to_owned(), counted.to_vec()));
        all.filter(|(_, counted)| counted.iter().any(|number| *number != 0)).collect()
    };
    assert_eq!(known(&whole.tally()), known(&tally));
}

fn sheet(name: &str, data: &[u8], read: fn(&Source, &Forms, &Request) -> Entries) {
    let Some(source) = source(name, data) else { return };
    let forms = Forms::built_in();
    let read = read(&source, &forms, &Request::default());
    assert_points_into(&source, &read.findings);
    let languages = read.language.into_iter().collect();
    let batch = Batch { entries: read.entries, languages };
    let (_, findings) = assemble(&Structure::default(), &forms, &[batch]);
    assert_points_into(&source, &findings);
}

fn source(name: &str, data: &[u8]) -> Option<Source> {
    Source::decode(File::new(name, data)).0
}

/// Every finding has a place in this file, on a line that it has.
fn assert_points_into(source: &Source, findings: &[Finding]) {
    let n_lines = source.text.split('\n').count();
    for place in findings.iter().filter_map(|finding| finding.place.as_ref()) {
        assert_eq!(place.file, source.name);
        let line = usize::try_from(place.line).unwrap_or(usize::MAX);
        assert!(line <= n_lines, "{place} lies below the text");
    }
}

/// Reads a figure of every kind by every convention.
///
/// # Panics
/// Where what is read lies outside what it stands for, or a mistake outside the text.
pub fn figure(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let [kk, en] = [Language::Kk, Language::En].map(|language| Convention::of(&[language]));
    for convention in [kk, en, Convention::of(&[]), Convention::machine()] {
        for unit in ["persons", "KZT", "percent", "per-1000-workers", "number"] {
            let unit = Unit::new(unit);
            let expected = Expected { missing_codes: true, ..Expected::of(&unit) };
            match read_figure(&text, &convention, &expected) {
                Ok(reading) => {
                    if let Content::Figure(figure) = reading.content {
                        assert_holds_together(&figure, &unit);
                    }
                }
                Err(misreading) => assert_lies_within(&misreading, &text),
            }
        }
    }
}

fn assert_lies_within(misreading: &Misreading, text: &str) {
    if let Misreading::Unreadable { at, length, .. } = misreading {
        assert!(at + length <= text.chars().count(), "{misreading:?} lies outside the text");
    }
}

/// The value lies in its interval or at one of its ends, and can be written in every language.
fn assert_holds_together(figure: &Figure, unit: &Unit) {
    let (value, interval) = (figure.value(), figure.interval());
    let is_end = [interval.low(), interval.high()].iter().any(|end| end.number() == Some(value));
    assert!(is_end || interval.contains(value), "{value} lies outside {interval:?}");
    let amount = Amount::new(value.clone(), figure.decimals(), unit.kind());
    for language in Language::ALL {
        assert!(amount.in_language(language).contains(|c: char| c.is_ascii_digit()));
    }
}

/// Reads a period.
///
/// # Panics
/// Where it is not written as it can be read again.
pub fn period(data: &[u8]) {
    let Ok(period) = String::from_utf8_lossy(data).parse::<Period>() else { return };
    assert_eq!(period.to_string().parse(), Ok(period));
}

/// Reads a relation.
///
/// # Panics
/// Where a place lies outside the text, or a text is refused without a reason.
pub fn relation(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let is_within = |span: &Range<usize>| text.get(span.clone()).is_some();
    let file: Arc<str> = "form.toml".into();
    match Relation::parse(&text) {
        Ok(relation) => {
            assert!(relation.references().iter().all(|reference| is_within(&reference.span)));
        }
        Err(mistakes) => {
            assert!(!mistakes.is_empty(), "refused without a reason");
            assert!(mistakes.iter().all(|mistake| is_within(&mistake.span)));
            for mistake in mistakes {
                mistake.to_finding(&text, &Place::new(&file, 1, 1, 1));
            }
        }
    }
}

#[cfg(test)]
mod tests;
