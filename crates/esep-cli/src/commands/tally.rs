//! `esep tally`: registers, row by row, become figures of organizations.

use std::path::Path;

use esep::{Argument, Language, Message, Refusal, Wording};
use esep_documents::{FiledSheet, Request, TallyReport, TallyRequest};

use super::note;
use crate::args::{TableFormat, TallyCommand, TallyMerge, TallyOutput, TallyRegister};
use crate::exit::Exit;
use crate::failure::{self, Stop, shown};
use crate::inputs;
use crate::io::{Draft, Io, Obstacle};
use crate::report;

/// Tallies a register, or adds up parts, and drafts what that gives. Rows that are left out are
/// told on standard error.
pub(super) fn run(
    command: &TallyCommand,
    language: Language,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    match command {
        TallyCommand::Members(args) => tally("members", args, language, io),
        TallyCommand::Cases(args) => tally("cases", args, language, io),
        TallyCommand::Injuries(args) => tally("injuries", args, language, io),
        TallyCommand::Trainings(args) => tally("trainings", args, language, io),
        TallyCommand::Agreements(args) => tally("agreements", args, language, io),
        TallyCommand::Merge(TallyMerge { files, output }) => {
            let (files, unread) = inputs::files(files, io)?;
            let merged = start(output, io)?.merge(files, output.level.as_deref())?;
            finish(merged.with_findings(unread), output, language, io)
        }
    }
}

fn tally(
    register: &str,
    args: &TallyRegister,
    language: Language,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    let TallyRegister { files, as_of, period, unique, sql, partial, output } = args;
    let (as_of, period, level) = (as_of.as_deref(), period.as_deref(), output.level.as_deref());
    let request = TallyRequest { register, as_of, period, level };
    inputs::are_files(files, io.files)?;
    // The others need more than the table for machines.
    let structure = output.structure.as_deref().filter(|_| {
        let needs_more = *unique || *partial || sql.is_some() || output.into.is_some();
        !needs_more && output.format == TableFormat::Csv && output.suppress.is_none()
    });
    let counted = structure
        .and_then(|structure| inputs::count_plainly(files, structure, &request, language, io));
    if let Some(tallied) = counted {
        tallied.write_csv(io.stdout)?;
        let (findings, sources) = tallied.into_findings();
        return report::tell_mistakes(findings, sources, language, io);
    }
    let mut tally = start(output, io)?.begin(&request)?;
    if let Some(dialect) = sql {
        let structure = output.structure.as_deref();
        let structure = structure.map(|path| inputs::file(path, io.files)).transpose()?;
        let heads = inputs::heads(files, io.files)?;
        let (script, tallied) = tally.sql(heads, structure, (*dialect).into())?;
        io.stdout.write_all(script.unwrap_or_default().as_bytes())?;
        return tell(tallied, language, io);
    }
    if *unique {
        inputs::search(files, &mut tally, language, io)?;
    }
    let unread = inputs::count(files, &mut tally, language, io);
    let tallied = tally.finish().with_findings(unread);
    if *partial {
        io.stdout.write_all(tallied.part().unwrap_or_default().as_bytes())?;
        return tell(tallied, language, io);
    }
    finish(tallied, output, language, io)
}

/// The structure: of a file, or of the book into which sheets are to be written.
fn start(output: &TallyOutput, io: &Io<'_>) -> Result<TallyReport, Refusal> {
    match (&output.structure, &output.into) {
        (Some(path), _) => Ok(TallyReport::with_structure(inputs::file(path, io.files)?)),
        (None, Some(folder)) => {
            let read = inputs::book(folder, io.files)?.read(&Request::default())?;
            Ok(TallyReport::of_structure(read.book.structure))
        }
        (None, None) => Ok(TallyReport::default()),
    }
}

/// Writes the tables, or the sheets into a book.
fn finish(
    mut tallied: TallyReport,
    output: &TallyOutput,
    language: Language,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    match &output.into {
        Some(folder) => write_into(&tallied, folder, output.force, language, io)?,
        None => {
            tallied = tallied.suppressing(output.suppress);
            let text = tallied.write(output.format.into(), language);
            io.stdout.write_all(text.as_bytes())?;
            let notes = tallied.notes(output.format.into());
            let notes: String = notes.iter().map(|message| note(message, language)).collect();
            io.stderr.write_all(notes.as_bytes())?;
        }
    }
    tell(tallied, language, io)
}

fn tell(mut tallied: TallyReport, language: Language, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let (findings, sources) = tallied.take_findings();
    report::tell_mistakes(findings, sources, language, io)
}

/// Writes the sheets of a tally into a book and says which; what is stated there is left as it is,
/// unless a tally wrote it and it is to be overwritten. All are written or none.
fn write_into(
    tallied: &TallyReport,
    folder: &Path,
    force: bool,
    language: Language,
    io: &mut Io<'_>,
) -> Result<(), Stop> {
    let read = inputs::book(folder, io.files)?.read(&Request::default())?;
    let mut drafts = Vec::new();
    let mut left = Vec::new();
    for FiledSheet { organization, path, text, stated_in } in
        tallied.sheets_for(&read.book.sheets)?
    {
        let path = folder.join(path);
        let own = shown(path.strip_prefix(".").unwrap_or(&path));
        let replaces = !stated_in.is_empty();
        let is_ours = stated_in.iter().all(|file| **file == own);
        let is_taken = matches!(io.files.kind(&path), Ok(_) | Err(Obstacle::DeadLink));
        let is_written = if replaces { force && is_ours } else { !is_taken };
        if is_written {
            drafts.push(Draft { path, bytes: text.into_bytes(), replaces });
        } else {
            left.push(Argument::from(organization.as_str()));
        }
    }
    io.files
        .write_together(&drafts)
        .map_err(|(path, obstacle)| failure::unwritable(&path, obstacle))?;
    let written = drafts.len();
    let wording = Wording::in_language(language);
    let done = Message::new("tally.written").with("sheets", written).with("path", shown(folder));
    writeln!(io.stdout, "{}", wording.sentence(&done))?;
    if !left.is_empty() {
        let more = left.split_off(left.len().min(MOST_NAMED)).len();
        let message = match more {
            0 => Message::new("tally.left"),
            more => Message::new("tally.left-and-more").with("more", more),
        };
        writeln!(io.stdout, "{}", wording.sentence(&message.with("organizations", left)))?;
    }
    Ok(())
}

/// So many organizations are named; the rest are counted.
const MOST_NAMED: usize = 20;
