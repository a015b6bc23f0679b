//! `esep check --annotate`: copies of workbooks with the findings on their cells.

use std::path::{Component, Path, PathBuf};

use esep::{Language, Message, Refusal, Wording};
use esep_documents::{Examined, annotate};

use crate::commands::note;
use crate::failure::{self, Stop, shown};
use crate::inputs;
use crate::io::Io;

/// A workbook, and where its copy goes.
pub(super) struct Copy {
    from: PathBuf,
    to: PathBuf,
}

/// Which workbooks are to be copied: those that findings stand in.
///
/// # Errors
/// - `out` is one workbook, but there are several to copy.
pub(super) fn copies(
    examined: &Examined,
    paths: &[PathBuf],
    out: &Path,
) -> Result<Vec<Copy>, Refusal> {
    let workbooks: Vec<&Path> = examined.workbooks().into_iter().map(Path::new).collect();
    if !is_workbook(out) {
        let to = |from: &Path| out.join(below(from, paths));
        return Ok(workbooks.iter().map(|it| Copy { from: it.into(), to: to(it) }).collect());
    }
    match workbooks.as_slice() {
        [] => Ok(Vec::new()),
        [one] => Ok(vec![Copy { from: one.into(), to: out.to_owned() }]),
        several => {
            let message = Message::new("run.several-workbooks");
            let message = message.with("path", shown(out)).with("n", several.len());
            Err(Refusal::new(message).with_hint(Message::new("hint.annotate-into-folder")))
        }
    }
}

/// Writes the copies, and says where they are. Nothing is written over.
pub(super) fn write(
    examined: &Examined,
    copies: &[Copy],
    out: &Path,
    language: Language,
    io: &mut Io<'_>,
) -> Result<(), Stop> {
    let mut said = String::new();
    for Copy { from, to } in copies {
        let workbook = inputs::file(from, io.files)?;
        let message = match annotate(&workbook, &examined.notes(&workbook.name, language)) {
            Ok(bytes) => {
                let written = io.files.write_new(to, &bytes);
                written.map_err(|obstacle| failure::unwritable(to, obstacle))?;
                Message::new("annotate.written").with("path", shown(to))
            }
            Err(finding) => Message::new("annotate.left")
                .with("path", shown(from))
                .with("reason", Wording::in_language(language).sentence(&finding.message)),
        };
        said.push_str(&note(&message, language));
    }
    for other in examined.unannotated().into_iter().filter(|_| !copies.is_empty()) {
        let reason = Message::new("annotate.other-format");
        let message = Message::new("annotate.left").with("path", other).with("reason", reason);
        said.push_str(&note(&message, language));
    }
    if copies.is_empty() {
        said = note(&Message::new("annotate.nothing").with("path", shown(out)), language);
    }
    Ok(io.stderr.write_all(said.as_bytes())?)
}

fn is_workbook(path: &Path) -> bool {
    path.extension().is_some_and(|ending| {
        ending.eq_ignore_ascii_case("xlsx") || ending.eq_ignore_ascii_case("xlsm")
    })
}

/// The path of a file below the folder that was named, or its name.
fn below<'a>(file: &'a Path, paths: &[PathBuf]) -> &'a Path {
    let below = paths.iter().find_map(|path| file.strip_prefix(path).ok()).unwrap_or(file);
    let is_plain = below.components().all(|it| matches!(it, Component::Normal(_)));
    let name = || file.file_name().map_or(file, Path::new);
    if is_plain && below.file_name().is_some() { below } else { name() }
}
