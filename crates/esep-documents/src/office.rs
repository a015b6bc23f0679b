//! Workbooks, documents and pages as grids: cells as they are shown, each with its place.
//!
//! Nothing is interpreted here. What a file can hold is bounded before it is unpacked: it is
//! untrusted, and a few kilobytes of it can stand for gigabytes.

mod annotation;
mod container;
mod count;
mod decimal;
mod docx;
mod html;
mod number_format;
mod ods;
mod strings;
mod tables;
#[cfg(test)]
pub(crate) mod test;
mod xls;
mod xlsx;
mod xml;

use std::sync::Arc;

use esep::{Finding, Place};

use crate::grids::{Grid, Grids, Notes, Trouble};
use crate::source::{File, Source};
use container::Container;

impl Grids {
    /// Reads a workbook, a document or a page. What the file is, its bytes tell, whatever its name.
    pub fn read(file: File) -> Self {
        read_grids(file)
    }
}

/// The grids of a file, and what was to be said of its text; where there are none, why.
pub(crate) fn read_grids(file: File) -> Grids {
    let name = Arc::clone(&file.name);
    match grids(file) {
        Ok((grids, findings)) => Grids { grids: Some(grids), findings },
        Err(Unread::Trouble(trouble)) => Grids::refused(trouble.finding(Place::whole(&name))),
        Err(Unread::Said(finding)) => Grids::refused(*finding),
    }
}

/// Why there are no grids.
enum Unread {
    Trouble(Trouble),
    /// It is told already.
    Said(Box<Finding>),
}

impl From<Trouble> for Unread {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

fn grids(file: File) -> Result<(Vec<Grid>, Vec<Finding>), Unread> {
    let name = Arc::clone(&file.name);
    if file.bytes.starts_with(b"PK\x03\x04") {
        return Ok((packed(Container::open(&file.bytes)?, &name)?, Vec::new()));
    }
    if file.bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Ok((xls::read(&file.bytes, &name)?, Vec::new()));
    }
    let (source, findings) = Source::decode(file);
    let Some(source) = source else {
        // What has the name of a packed file and is no text is a damaged one.
        let is_text = [".html", ".htm", ".fods"].iter().any(|ending| name.ends_with(ending));
        let is_told = |it: &Finding| is_text || it.message.key != "unreadable-document.encoding";
        let told = findings.into_iter().find(is_told);
        return Err(told.map_or(Trouble::Damaged.into(), |told| Unread::Said(Box::new(told))));
    };
    let is_flat = source.text.get(..2_000).unwrap_or(&source.text).contains("office:document");
    let grids = if is_flat { ods::read_flat(&source)? } else { html::read(&source)? };
    Ok((grids, findings))
}

/// A copy of a workbook in which cells are marked and commented with notes; everything else in the
/// copy is as it was. For `.xlsx` and `.xlsm`.
///
/// # Errors
/// - a finding that says why the file is no such workbook, or is damaged.
pub fn annotate(workbook: &File, notes: &Notes) -> Result<Vec<u8>, Box<Finding>> {
    let refused = |trouble: Trouble| Box::new(trouble.finding(Place::whole(&workbook.name)));
    annotation::annotate(&workbook.bytes, notes).map_err(refused)
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
