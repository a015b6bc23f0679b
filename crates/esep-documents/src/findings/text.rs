//! Findings for a terminal: the user's own lines, with carets below what is meant.

use std::collections::BTreeMap;
use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str,
};
use esep::{Finding, LineIndex, Message, Place, Severity, Wording};

use super::explanations::{Explanations, Reading, Said};
use super::{Coloring, FindingsReport, TextStyle, compared, further_cells};

/// How many cells besides the one complained of are shown in the text; the rest are counted.
const SHOWN_CELLS: usize = 6;

/// Marks so many lines apart are shown in excerpts of their own.
const FAR_APART: u32 = 200;

/// The files quoted from, each indexed when first needed.
type Quoted<'a> = BTreeMap<&'a str, Option<(&'a str, LineIndex<'a>)>>;

pub(super) fn write(report: &FindingsReport<'_>, style: TextStyle) -> String {
    let renderer = match style.coloring {
        Coloring::Plain => Renderer::plain(),
        Coloring::Ansi => Renderer::styled(),
    };
    let renderer = renderer.term_width(style.width);
    let mut quoted = Quoted::new();
    let mut text = String::new();
    let explanations = Explanations::of(report);
    for (number, finding) in report.findings.iter().enumerate() {
        let mut groups = vec![group(finding, report, &mut quoted)];
        let below = explanations.below(number, report, Reading::Terminal);
        groups.extend(below.iter().map(|said| explanation(said, report.wording())));
        text.push_str(&renderer.render(&groups));
        text.push_str("\n\n");
    }
    text.push_str(&report.wording().summary(report.summary));
    text.push('\n');
    text
}

fn group<'a>(
    finding: &'a Finding,
    report: &FindingsReport<'a>,
    quoted: &mut Quoted<'a>,
) -> Group<'a> {
    let wording = report.wording();
    let level = match finding.severity {
        Severity::Error => Level::ERROR.with_name(wording.word("error")),
        Severity::Warning => Level::WARNING.with_name(wording.word("warning")),
    };
    let title = level.primary_title(wording.sentence(&finding.message));
    let mut group = Group::with_title(title.id(finding.code.to_string()));
    let marks = marks(finding, wording);
    let (shown, rest) = marks.split_at_checked(SHOWN_CELLS + 1).unwrap_or((&marks, &[]));
    let mut files: Vec<&str> = Vec::new();
    for mark in shown {
        if !files.contains(&&*mark.place.file) {
            files.push(&mark.place.file);
        }
    }
    for file in files {
        let indexed = || (report.source)(file).map(|text| (text, LineIndex::new(text)));
        let quoted = quoted.entry(file).or_insert_with(indexed).as_ref();
        let marks = shown.iter().filter(|mark| *mark.place.file == *file);
        for marks in excerpts(marks.collect()) {
            let marks = marks.into_iter();
            group = match quoted.and_then(|(text, index)| snippet(text, index, marks.clone())) {
                Some(snippet) => group.element(snippet.path(file)),
                None if marks.clone().any(|mark| mark.place.part.is_some()) => {
                    let is_complaint =
                        |mark: &&Mark<'_>| finding.place.as_ref() == Some(mark.place);
                    let complaint = marks.clone().filter(is_complaint);
                    let marks = complaint.chain(marks.filter(|mark| !is_complaint(mark)));
                    group.elements(marks.map(|mark| Origin::path(wording.place(mark.place))))
                }
                None => group.elements(marks.take(1).map(|mark| origin(mark.place))),
            };
        }
    }
    let mut notes = Vec::new();
    let whose = super::whose(finding, wording);
    notes.extend(whose.map(|it| Level::NOTE.no_name().message(normalize_untrusted_str(&it))));
    if finding.place.as_ref().is_none_or(|place| place.part.is_some())
        && let Some(comparison) = &finding.comparison
    {
        notes.push(Level::NOTE.no_name().message(compared(comparison, wording)));
    }
    if !rest.is_empty() {
        let further = Message::new("summary.further-cells").with("n", rest.len());
        notes.push(Level::NOTE.no_name().message(wording.sentence(&further)));
    }
    notes.extend(finding.hints.iter().map(|hint| {
        let text = normalize_untrusted_str(&wording.sentence(hint));
        Level::HELP.with_name(wording.word("hint")).message(text)
    }));
    group.elements(notes)
}

/// What explains a group of findings.
fn explanation<'a>(said: &Said, wording: Wording) -> Group<'a> {
    let plain = |text: &str| normalize_untrusted_str(text);
    let title = Level::NOTE.with_name(wording.word("explanation"));
    let group = Group::with_title(title.secondary_title(plain(&said.heading())));
    group.elements(said.lines().iter().map(|line| Level::NOTE.no_name().message(plain(line))))
}

/// A place and what is said below it.
struct Mark<'a> {
    place: &'a Place,
    label: Option<String>,
    kind: AnnotationKind,
}

/// The place complained of, then the other cells.
fn marks(finding: &Finding, wording: Wording) -> Vec<Mark<'_>> {
    let primary = finding.place.iter().map(|place| Mark {
        place,
        label: finding.comparison.as_ref().map(|comparison| compared(comparison, wording)),
        kind: AnnotationKind::Primary,
    });
    let others = further_cells(finding).into_iter().map(|(cell, place)| Mark {
        place,
        label: cell.stated.is_none().then(|| wording.word("blank").to_owned()),
        kind: AnnotationKind::Context,
    });
    primary.chain(others).collect()
}

/// The marks of one file, those apart that stand so far from each other that going through all the
/// lines between would be slow. What is complained of comes first.
fn excerpts<'m, 'p>(mut marks: Vec<&'m Mark<'p>>) -> Vec<Vec<&'m Mark<'p>>> {
    let complaint = marks.first().map(|mark| mark.place.line);
    marks.sort_by_key(|mark| mark.place.line);
    let are_near = |a: &&Mark<'_>, b: &&Mark<'_>| b.place.line - a.place.line <= FAR_APART;
    let mut excerpts: Vec<Vec<_>> = marks.chunk_by(are_near).map(<[_]>::to_vec).collect();
    excerpts.sort_by_key(|marks| marks.iter().all(|mark| Some(mark.place.line) != complaint));
    excerpts
}

/// The lines of one file from the first mark to the last; `None` where a mark is not on them.
fn snippet<'a, 'm, 'p: 'm>(
    text: &'a str,
    index: &LineIndex<'_>,
    marks: impl Iterator<Item = &'m Mark<'p>> + Clone,
) -> Option<Snippet<'a, Annotation<'a>>> {
    let first = marks.clone().map(|mark| mark.place.line).min().filter(|line| *line > 0)?;
    let last = marks.clone().map(|mark| mark.place.line).max()?;
    index.line(last)?;
    let bytes_of = |line| {
        let place = marks.clone().next()?.place.clone();
        Some(index.bytes(&Place { line, column: 1, length: u32::MAX, ..place }))
    };
    let (start, end) = (bytes_of(first)?.start, bytes_of(last)?.end);
    let within = |bytes: Range<usize>| bytes.start.max(start) - start..bytes.end.max(start) - start;
    let annotations =
        marks.map(|mark| mark.kind.span(within(index.bytes(mark.place))).label(mark.label.clone()));
    let annotations: Vec<_> = annotations.collect();
    let first = usize::try_from(first).ok()?;
    Some(Snippet::source(text.get(start..end)?).line_start(first).annotations(annotations))
}

/// A place whose line cannot be quoted.
fn origin(place: &Place) -> Origin<'_> {
    let origin = Origin::path(&*place.file);
    match (usize::try_from(place.line), usize::try_from(place.column)) {
        (Ok(line), Ok(column)) if line > 0 => origin.line(line).char_column(column),
        _ => origin,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::sample::{
        FILE, TEXT, cell, downtime, share, source, whole_file, write as report,
    };
    use super::*;
    use crate::findings::Ways;
    use esep::{Language, Summary};

    fn plain(findings: &[Finding]) -> String {
        report(findings, |report| write(report, TextStyle::PLAIN))
    }

    #[test]
    fn marks_that_stand_far_apart_are_shown_in_excerpts_of_their_own() {
        let place = |line| Place::new(&FILE.into(), line, 1, 1);
        let places = [900, 1, 950, 1120].map(place);
        let marks: Vec<Mark<'_>> = places
            .iter()
            .map(|place| Mark { place, label: None, kind: AnnotationKind::Primary })
            .collect();
        let lines = |marks: Vec<&Mark<'_>>| marks.iter().map(|m| m.place.line).collect::<Vec<_>>();
        let excerpts: Vec<_> = excerpts(marks.iter().collect()).into_iter().map(lines).collect();
        assert_eq!(excerpts, [vec![900, 950, 1120], vec![1]]);
    }

    #[test]
    fn quotes_the_line_and_says_what_would_settle_it() {
        let expected = "\
error[F001]: `downtime` is stated as 61,307, but its parts give 61,008 (difference 299)
 --> reports/жартыжылдық.toml:5:12
  |
5 | downtime = 61_307
  |            ^^^^^^ stated 61,307; computed 61,008; difference 299
6 | \"downtime.preschool\" = 61_008
  |                        ------
  |
  = kz-edu, first half of 2020
  = hint: the part `downtime.other` is blank; 299 there would settle it

1 error, 0 warnings: one relation checked between 3 figures on one sheet
";
        assert_eq!(plain(&[downtime()]), expected.replace("1 error,", "one error,"));
    }

    #[test]
    fn speaks_the_language_down_to_the_level() {
        let findings = [downtime(), whole_file()];
        let text = write(
            &FindingsReport {
                findings: &findings,
                explanations: &[],
                ways: Ways::Likeliest,
                summary: &Summary::default(),
                language: Language::Kk,
                source: &source,
            },
            TextStyle::PLAIN,
        );
        assert!(text.starts_with("қате[F001]: `downtime`: 61\u{a0}307"), "{text}");
        assert!(text.contains("көрсетілгені 61\u{a0}307; есептелгені 61\u{a0}008"), "{text}");
        assert!(text.contains("= кеңес: "), "{text}");
        assert!(text.contains("ескерту[S005]: "), "{text}");
    }

    #[test]
    fn without_a_place_the_figures_stand_below() {
        let text = plain(&[share()]);
        assert!(
            text.contains("= stated 14.4%; computed 13.9%; difference 0.5 percentage points"),
            "{text}"
        );
        assert_eq!(text.lines().filter(|line| line.starts_with("error[F005]")).count(), 1);
    }

    #[test]
    fn a_file_that_cannot_be_quoted_is_named() {
        assert!(plain(&[whole_file()]).contains("--> old book.xls\n"));
    }

    #[test]
    fn many_cells_are_counted() {
        let mut finding = downtime();
        let file: Arc<str> = FILE.into();
        finding.cells = (1..=9)
            .map(|column| cell("x", Some(1), Some(Place::new(&file, 1, column, 1))))
            .collect();
        let text = plain(&[finding]);
        assert!(text.contains("= and 3 further figures\n"), "{text}");
    }

    #[test]
    fn places_that_the_text_does_not_have_do_no_harm() {
        let file: Arc<str> = FILE.into();
        for (line, column, length) in [(99, 1, 1), (5, 999, 9), (0, 0, 0), (u32::MAX, u32::MAX, 9)]
        {
            let mut finding = downtime();
            finding.place = Some(Place::new(&file, line, column, length));
            assert!(plain(&[finding]).contains(FILE), "{line}:{column}");
        }
        assert!(TEXT.len() > 9);
    }

    #[test]
    fn color_is_asked_for() {
        let style = TextStyle { coloring: Coloring::Ansi, width: 80 };
        assert!(report(&[downtime()], |report| write(report, style)).contains("\u{1b}["));
        assert!(!plain(&[downtime()]).contains('\u{1b}'));
    }
}
