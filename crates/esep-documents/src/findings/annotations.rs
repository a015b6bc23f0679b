//! Findings as notes on the cells of a workbook: what is said where it stands.

use std::collections::{BTreeMap, BTreeSet};

use esep::{Finding, Message, Part, Place, Severity};

use super::explanations::Said;
use super::{FindingsReport, further_cells};
use crate::grids::{Mark, Note, Notes, is_annotated};

/// The workbooks that findings stand in and that can be annotated, by name.
pub(crate) fn workbooks(findings: &[Finding]) -> BTreeSet<&str> {
    places(findings).map(|place| &*place.file).filter(|name| is_annotated(name)).collect()
}

/// The other files of office programs that findings stand in, by name.
pub(crate) fn unannotated(findings: &[Finding]) -> BTreeSet<&str> {
    let in_parts = places(findings).filter(|place| place.part.is_some());
    in_parts.map(|place| &*place.file).filter(|name| !is_annotated(name)).collect()
}

/// The places that findings speak of.
fn places(findings: &[Finding]) -> impl Iterator<Item = &Place> {
    findings.iter().flat_map(|finding| {
        finding.place.iter().chain(finding.cells.iter().filter_map(|cell| cell.place.as_ref()))
    })
}

/// The notes on a file. What is said of a sheet, or of the file, as a whole stands on the first
/// cell.
pub(crate) fn notes(report: &FindingsReport<'_>, file: &str) -> Notes {
    let (mut notes, mut concerned) = (Notes::default(), Notes::default());
    for (number, finding) in report.findings.iter().enumerate() {
        if let Some(place) = finding.place.as_ref().filter(|place| *place.file == *file) {
            let mark = match finding.severity {
                Severity::Error => Mark::Error,
                Severity::Warning => Mark::Warning,
            };
            add(&mut notes, place, mark, &said(report, number, finding));
        }
        let further = further_cells(finding).into_iter().map(|(_, place)| place);
        for place in further.filter(|place| *place.file == *file && place.line > 0) {
            add(&mut concerned, place, Mark::Concerned, &seen_from(report, finding, place));
        }
    }
    // What a cell is complained of comes before what is said of it elsewhere.
    for (sheet, cells) in concerned.sheets {
        for (cell, note) in cells {
            join(notes.sheets.entry(sheet).or_default(), cell, note);
        }
    }
    notes
}

fn add(notes: &mut Notes, place: &Place, mark: Mark, text: &str) {
    let sheet = match place.part.as_deref() {
        Some(Part::Sheet(number, _)) => *number,
        None => 1,
        Some(Part::Table(_) | Part::Paragraphs) => return,
    };
    let cell = (place.line.max(1), place.column.max(1));
    join(notes.sheets.entry(sheet).or_default(), cell, Note { mark, text: text.to_owned() });
}

/// Adds a note to what is said of the cell already.
fn join(cells: &mut BTreeMap<(u32, u32), Note>, cell: (u32, u32), note: Note) {
    let Some(known) = cells.get_mut(&cell) else {
        cells.insert(cell, note);
        return;
    };
    known.mark = known.mark.max(note.mark);
    known.text.push_str("\n\n");
    known.text.push_str(&note.text);
}

/// All that is said of a finding, and what explains it.
fn said(report: &FindingsReport<'_>, number: usize, finding: &Finding) -> String {
    let wording = report.wording();
    let severity = match finding.severity {
        Severity::Error => wording.word("error"),
        Severity::Warning => wording.word("warning"),
    };
    let sentence = wording.sentence(&finding.message);
    let mut text = format!("{severity} {}: {sentence}", finding.code);
    for hint in &finding.hints {
        text.extend(["\n", wording.word("hint"), ": ", &wording.sentence(hint)]);
    }
    for explained in report.explanations.iter().filter(|it| it.findings.contains(&number)) {
        text.push_str(
            &Said::of(explained, report, super::explanations::Reading::Elsewhere).text(wording),
        );
    }
    text
}

/// What is said of a cell that a finding about another one speaks of.
fn seen_from(report: &FindingsReport<'_>, finding: &Finding, cell: &Place) -> String {
    let wording = report.wording();
    let sentence = wording.sentence(&finding.message);
    let Some(place) = &finding.place else { return format!("{}: {sentence}", finding.code) };
    let is_near = place.file == cell.file && place.part == cell.part;
    let place = place.cell_name().filter(|_| is_near).unwrap_or_else(|| wording.place(place));
    let see = Message::new("annotation.see")
        .with("code", finding.code.to_string())
        .with("place", place)
        .with("finding", sentence);
    wording.sentence(&see)
}

#[cfg(test)]
#[cfg(feature = "office")]
mod tests {
    use std::io::{Cursor, Read};

    use esep::Language;
    use zip::ZipArchive;

    use crate::office::test::xlsx;
    use crate::{Examined, File, Reading, Request, Ways, read_documents};

    const FORM: &str = "\
Форма № 7 за 1 полугодие 2020 года
Организация: aktobe
Показатели | Всего
Выявлено нарушений трудового законодательства (всего), в том числе: | 16
по оплате труда | 8
по режиму рабочего времени и времени отдыха | 4
по оформлению трудовых отношений | 2
прочие нарушения | 1
Прочитано лекций | много";

    fn read(bytes: &[u8]) -> (Examined, Reading) {
        let read = || {
            let file = File::new("a.xlsx", bytes);
            read_documents(vec![file], &Request::default()).understand()
        };
        let mut examined = Examined::default();
        examined.check(read());
        examined.explain(Ways::Likeliest);
        (examined, read())
    }

    fn annotated(bytes: &[u8]) -> Vec<u8> {
        let (examined, _) = read(bytes);
        assert_eq!(examined.workbooks().into_iter().collect::<Vec<_>>(), ["a.xlsx"]);
        crate::annotate(&File::new("a.xlsx", bytes), &examined.notes("a.xlsx", Language::En))
            .unwrap()
    }

    /// The parts of a packed file, in its order.
    fn parts(bytes: &[u8]) -> Vec<(String, String)> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let parts = (0..archive.len()).map(|number| {
            let mut part = archive.by_index(number).unwrap();
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            (part.name().unwrap().into_owned(), text)
        });
        parts.collect()
    }

    fn part(bytes: &[u8], name: &str) -> String {
        let parts = parts(bytes);
        parts.into_iter().find(|(part, _)| part == name).unwrap_or_else(|| panic!("{name}")).1
    }

    #[test]
    fn cells_say_what_is_found_there_and_what_explains_it() {
        let copy = annotated(&xlsx(&[("Лист1", FORM)]));
        let comments = part(&copy, "xl/comments1.xml");
        let comments: Vec<&str> = comments.split("<comment ").skip(1).collect();
        let said: Vec<&str> = comments.iter().map(|it| it.split("\">").nth(2).unwrap()).collect();
        assert_eq!(comments.len(), 6, "{comments:?}");
        assert!(comments[0].starts_with("ref=\"B4\""), "{comments:?}");
        assert!(said[0].starts_with(
            "error F001: `Violations of labor legislation found (total), of which` is stated as 16, but its \
             parts give 15 (difference 1)\nexplanation: one wrong figure explains this finding\n1. "
        ), "{said:?}");
        assert!(said[1].starts_with("F001, see B4: "), "{said:?}");
        assert!(said[5].starts_with("error I001: "), "{said:?}");
        let sheet = part(&copy, "xl/worksheets/sheet1.xml");
        assert!(sheet.contains("<c r=\"B4\" s=\"3\"><v>16</v></c>"), "{sheet}");
        assert!(sheet.contains("<c r=\"B5\" s=\"4\"><v>8</v></c>"), "{sheet}");
    }

    #[test]
    fn a_copy_reads_as_the_workbook_does_and_nothing_else_changes() {
        let before = xlsx(&[("Лист1", FORM), ("Заметки", "не трогать")]);
        let copy = annotated(&before);
        assert_eq!(read(&before).1.book.sheets, read(&copy).1.book.sheets);
        assert_eq!(read(&before).0.findings(), read(&copy).0.findings());
        let changed = ["[Content_Types].xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"];
        let after = parts(&copy);
        for (at, (name, text)) in parts(&before).into_iter().enumerate() {
            assert_eq!(after[at].0, name);
            assert_eq!(after[at].1 == text, !changed.contains(&&*name), "{name}");
        }
        assert_eq!(copy, annotated(&before));
    }

    #[test]
    fn a_copy_can_be_annotated_again_and_keeps_what_was_said() {
        let twice = annotated(&annotated(&xlsx(&[("Лист1", FORM)])));
        let comments = part(&twice, "xl/comments1.xml");
        assert_eq!(comments.matches("<comment ").count(), 6);
        assert_eq!(comments.matches("error F001: ").count(), 2);
        assert_eq!(part(&twice, "xl/worksheets/sheet1.xml").matches("<legacyDrawing").count(), 1);
        assert_eq!(part(&twice, "xl/drawings/vmlDrawing1.vml").matches("<v:shape ").count(), 6);
    }

    #[test]
    fn what_is_no_workbook_is_refused() {
        let (examined, _) = read(&xlsx(&[("Лист1", FORM)]));
        for bytes in [&b""[..], b"PK\x03\x04", &crate::office::test::docx("a | b")] {
            let finding = crate::annotate(
                &File::new("a.xlsx", bytes),
                &examined.notes("a.xlsx", Language::En),
            );
            assert_eq!(finding.unwrap_err().code, esep::Code::UnreadableDocument);
        }
    }
}
