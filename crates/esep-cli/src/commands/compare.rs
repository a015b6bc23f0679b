//! `esep compare`: what changed between two periods, who gained and who lost.

use esep::Language;
use esep_documents::{
    ComparisonReport, ComparisonRequest, ComparisonTable, Request, compare_book, comparison_notes,
    write_comparison,
};

use super::note;
use crate::args::{Compare, CompareTable};
use crate::exit::Exit;
use crate::failure::Stop;
use crate::inputs;
use crate::io::Io;
use crate::report;

/// Compares two periods of a book and writes the changes. What could not be read or compared is
/// told on standard error.
pub(super) fn run(args: &Compare, language: Language, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let read = inputs::book(&args.book, io.files)?.read(&Request::default())?;
    let request = ComparisonRequest {
        from: &args.from,
        to: &args.to,
        form: args.form.as_deref(),
        lines: &args.line,
        rank: args.rank.as_deref(),
        organization: args.organization.as_deref(),
        level: args.level.as_deref(),
    };
    let forms = compare_book(&read.book, &request)?;
    let report = ComparisonReport { book: &read.book, forms: &forms, language };
    let table = args.table.map(|table| match table {
        CompareTable::Changes => ComparisonTable::Changes,
        CompareTable::Ranking => ComparisonTable::Ranking,
        CompareTable::Bands => ComparisonTable::Bands,
    });
    io.stdout.write_all(write_comparison(&report, args.format.into(), table).as_bytes())?;
    let notes = forms.iter().flat_map(|form| comparison_notes(form, table));
    let notes: String = notes.map(|message| note(&message, language)).collect();
    io.stderr.write_all(notes.as_bytes())?;
    report::tell_mistakes(read.findings, read.sources, language, io)
}
