//! A copy of a workbook in which cells are marked and commented. Everything else is copied as it
//! is, byte by byte.

mod comments;
mod edits;
mod package;
mod sheet;
mod styles;

use super::container::Container;
use super::xlsx;
use crate::grids::{Notes, SheetNotes, Trouble};
use comments::{Drawing, with_comments};
use package::Package;
use styles::Styles;

/// The copy. Notes on sheets that have no cells, such as charts, are left out.
pub(super) fn annotate(bytes: &[u8], notes: &Notes) -> Result<Vec<u8>, Trouble> {
    let mut package = Package::open(Container::open(bytes)?);
    let workbook = package.container.main_part()?.ok_or(Trouble::Damaged)?;
    if !workbook.ends_with("workbook.xml") {
        return Err(Trouble::Damaged);
    }
    let relations = package.container.relations(&workbook)?;
    let styles = relations.iter().find(|it| it.kind.ends_with("/styles"));
    let styles = styles.map(|relation| relation.target.clone());
    let mut looks = match &styles {
        Some(part) => package.text(part)?.map(|text| Styles::read(&text)).transpose()?.flatten(),
        None => None,
    };
    let parts = xlsx::worksheets(&mut package.container, &workbook)?;
    for (number, notes) in &notes.sheets {
        if let Some(part) = parts.get(number) {
            annotate_sheet(&mut package, part, notes, looks.as_mut())?;
        }
    }
    if let (Some(part), Some(looks)) = (styles, looks) {
        package.put(&part, looks.write());
    }
    package.write()
}

/// Marks and comments the cells of one sheet.
fn annotate_sheet(
    package: &mut Package<'_>,
    part: &str,
    notes: &SheetNotes,
    styles: Option<&mut Styles>,
) -> Result<(), Trouble> {
    let relations = package.container.relations(part)?;
    let target = |kind: &str| relations.iter().find(|it| it.kind.ends_with(kind));
    let text = package.text(part)?.ok_or(Trouble::Damaged)?;

    let (comments, is_new) = match target("/comments") {
        Some(relation) => (relation.target.clone(), false),
        None => (package.free_name("xl/comments", ".xml")?, true),
    };
    let before = if is_new { None } else { package.text(&comments)? };
    let commented = with_comments(before.as_deref().unwrap_or(comments::EMPTY), notes)?;
    package.put(&comments, commented.text);
    if is_new {
        package.relate(part, "comments", &comments, &relations)?;
        package.declare(&comments, comments::CONTENT_TYPE)?;
    }

    let known = sheet::legacy_drawing(&text)?;
    let known = known.and_then(|id| relations.iter().find(|relation| relation.id == id));
    let (drawing, is_new) = match known {
        Some(relation) => (relation.target.clone(), false),
        None => (package.free_name("xl/drawings/vmlDrawing", ".vml")?, true),
    };
    let before = if is_new { None } else { package.text(&drawing)? };
    let drawn = Drawing::of(before.as_deref()).with_boxes(&commented.new, notes)?;
    package.put(&drawing, drawn);
    let mut anchor = None;
    if is_new {
        anchor = Some(package.relate(part, "vmlDrawing", &drawing, &relations)?);
        package.declare_ending("vml", comments::DRAWING_TYPE)?;
    }

    let text = sheet::marked(&text, notes, styles, anchor.as_deref())?;
    package.put(part, text);
    Ok(())
}
