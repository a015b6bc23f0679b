//! Workbooks, documents and pages as grids: cells as they are shown, each with its place.
//!
//! Nothing is interpreted here. What a file can hold is bounded before it is unpacked: it is
//! untrusted, and a few kilobytes of it can stand for gigabytes.

mod annotation;
mod container;
mod decimal;
mod docx;
mod grid;
mod html;
mod number_format;
mod ods;
mod strings;
mod tables;
#[cfg(test)]
pub(crate) mod test;
mod trouble;
mod xls;
mod xlsx;
mod xml;

use std::sync::Arc;

use esep::{Finding, Place};

pub(crate) use annotation::{Mark, Note, Notes};
pub(crate) use grid::{Cell, Content, Grid, Row};
pub(crate) use number_format::is_bound;

use crate::source::{File, Source};
use container::Container;
use trouble::Trouble;

/// The endings of files that are read here.
pub(crate) const ENDINGS: [&str; 9] =
    ["xlsx", "xlsm", "xls", "ods", "fods", "odt", "docx", "html", "htm"];

/// The grids of a file, in its order, and what was to be said of its text; where there are none, a
/// finding that says why. What the file is, its bytes tell, whatever its name.
pub(crate) fn read_grids(file: File) -> Result<(Vec<Grid>, Vec<Finding>), Box<Finding>> {
    let name = Arc::clone(&file.name);
    let refused = |trouble: Trouble| Box::new(trouble.finding(Place::whole(&name)));
    if file.bytes.starts_with(b"PK\x03\x04") {
        let container = Container::open(&file.bytes).map_err(refused)?;
        let grids = packed(container, &name).map_err(refused)?;
        return Ok((grids, Vec::new()));
    }
    if file.bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        let grids = xls::read(&file.bytes, &name).map_err(refused)?;
        return Ok((grids, Vec::new()));
    }
    let (source, findings) = Source::decode(file);
    let Some(source) = source else {
        // What has the name of a packed file and is no text is a damaged one.
        let is_text = [".html", ".htm", ".fods"].iter().any(|ending| name.ends_with(ending));
        let is_told = |it: &Finding| is_text || it.message.key != "unreadable-document.encoding";
        let told = findings.into_iter().find(is_told);
        return Err(told.map_or_else(|| refused(Trouble::Damaged), Box::new));
    };
    let is_flat = source.text.get(..2_000).unwrap_or(&source.text).contains("office:document");
    let grids = if is_flat { ods::read_flat(&source) } else { html::read(&source) };
    Ok((grids.map_err(refused)?, findings))
}

/// A finding that something takes more room than any report.
pub(crate) fn too_large(place: Place) -> Finding {
    Trouble::TooLarge.finding(place)
}

/// Whether a file of this name is a workbook that notes can be put on.
pub(crate) fn is_annotated(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    matches!(ending.as_deref(), Some("xlsx" | "xlsm"))
}

/// A copy of a workbook with notes on its cells; a finding that says why there is none.
pub(crate) fn annotated(file: &File, notes: &Notes) -> Result<Vec<u8>, Box<Finding>> {
    let refused = |trouble: Trouble| Box::new(trouble.finding(Place::whole(&file.name)));
    annotation::annotate(&file.bytes, notes).map_err(refused)
}

/// The grids of a packed file.
fn packed(mut container: Container<'_>, name: &Arc<str>) -> Result<Vec<Grid>, Trouble> {
    if container.has("content.xml") {
        return ods::read(&mut container, name);
    }
    match container.main_part()?.as_deref() {
        Some(part) if part.ends_with("document.xml") => docx::read(&mut container, part, name),
        Some(part) if part.ends_with("workbook.xml") => xlsx::read(&mut container, part, name),
        Some(part) if part.ends_with("workbook.bin") => Err(Trouble::Binary),
        _ => Err(Trouble::Damaged),
    }
}
