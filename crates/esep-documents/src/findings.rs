//! Findings as bytes: for a terminal, for other programs, for code review, for minutes and mail.
//!
//! Every writer says the same in its own shape; the sentences come from [`Wording`].

pub(crate) mod annotations;
pub(crate) mod explanations;
mod github;
pub(crate) mod html;
pub(crate) mod json;
pub(crate) mod markdown;
mod sarif;
mod text;

pub(crate) use json::{ExplanationJson, PlaceJson};

use std::collections::BTreeSet;

use esep::explain::Explained;
use esep::{Amount, Comparison, Finding, FindingCell, Language, Place, Summary, UnitKind, Wording};

use crate::html::HtmlExtent;

/// What is written: findings, what was looked at, in which language, and the texts to quote from.
#[derive(Clone, Copy)]
pub struct FindingsReport<'a> {
    /// The findings, in the order in which they are to be shown.
    pub findings: &'a [Finding],
    /// What explains them, by their places in the list.
    pub explanations: &'a [Explained],
    /// How many of the ways to settle a group of findings people are shown. JSON has all of them.
    pub ways: Ways,
    /// What was looked at and found.
    pub summary: &'a Summary,
    /// The language of the sentences.
    pub language: Language,
    /// The text of the file with this name, as it was read; `None` where nothing can be quoted.
    pub source: &'a dyn Fn(&str) -> Option<&'a str>,
}

/// How many of the ways to settle a group of findings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ways {
    /// The three that are likeliest.
    #[default]
    Likeliest,
    /// All.
    All,
}

impl Ways {
    /// What is asked for by name; with `none`, nothing is to be explained.
    pub const NAMED: [(&str, Option<Self>); 3] =
        [("none", None), ("short", Some(Self::Likeliest)), ("all", Some(Self::All))];
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingsFormat {
    /// For people at a terminal: the user's own lines with carets below them.
    Text(TextStyle),
    /// JSON of the schema `esep/findings/1`.
    Json,
    /// SARIF 2.1.0, which tools of code review read.
    Sarif,
    /// Workflow commands that GitHub shows beside the lines of a change.
    Github,
    /// Tables of Markdown, for minutes and mail.
    Markdown,
    /// A list of HTML.
    Html(HtmlExtent),
}

/// How text for a terminal looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextStyle {
    /// Whether in color.
    pub coloring: Coloring,
    /// How many characters fit on a line; longer lines of the user's files are cut around what is
    /// meant.
    pub width: usize,
}

/// Whether text is colored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coloring {
    /// No colors.
    Plain,
    /// Colors by ANSI escape codes.
    Ansi,
}

impl TextStyle {
    /// Without colors, 120 characters wide.
    pub const PLAIN: Self = Self { coloring: Coloring::Plain, width: 120 };
}

/// Writes findings in a format, ending with a line end.
///
/// ```
/// use esep::{Code, Finding, Language, Message, Summary};
/// use esep_documents::{FindingsFormat, FindingsReport, TextStyle, Ways, write_findings};
///
/// let message = Message::new("unknown-form").with("form", "membreship");
/// let findings = [Finding::new(Code::UnknownForm, None, message)];
/// let report = FindingsReport {
///     findings: &findings,
///     explanations: &[],
///     ways: Ways::Likeliest,
///     summary: &Summary::default().counting(&findings),
///     language: Language::En,
///     source: &|_| None,
/// };
/// let text = write_findings(&report, FindingsFormat::Text(TextStyle::PLAIN));
/// assert!(text.starts_with("error[I007]: `membreship` is not a known form\n"));
/// ```
pub fn write_findings(report: &FindingsReport<'_>, format: FindingsFormat) -> String {
    match format {
        FindingsFormat::Text(style) => text::write(report, style),
        FindingsFormat::Json => json::write(report),
        FindingsFormat::Sarif => sarif::write(report),
        FindingsFormat::Github => github::write(report),
        FindingsFormat::Markdown => markdown::write(report),
        FindingsFormat::Html(extent) => html::write(report, extent),
    }
}

impl FindingsReport<'_> {
    fn wording(&self) -> Wording {
        Wording::in_language(self.language)
    }
}

/// Whose figures and of which period: `Kyzylorda oblast organization, first half of 2020`.
pub(crate) fn whose(finding: &Finding, wording: Wording) -> Option<String> {
    let organization = finding.organization.as_ref()?;
    let name = finding.organization_name.as_ref();
    let name = name.map_or(organization.as_str(), |name| name.in_language(wording.language()));
    Some(match finding.period {
        Some(period) => format!("{name}, {}", wording.period(period)),
        None => name.to_owned(),
    })
}

/// `stated 61,307; computed 61,008; difference 299`.
fn compared(comparison: &Comparison, wording: Wording) -> String {
    let said = |word, amount: &Amount| {
        format!("{} {}", wording.word(word), amount.in_language(wording.language()))
    };
    format!(
        "{}; {}; {} {}",
        said("stated", &comparison.stated),
        said("computed", &comparison.computed),
        wording.word("difference"),
        wording.difference(&comparison.difference),
    )
}

/// The unit of figures that are written without it.
fn unit(amount: &Amount) -> Option<&'static str> {
    (amount.kind == UnitKind::Share).then_some("percent")
}

/// The cells after the first that stand somewhere else than the finding itself, each place once.
fn further_cells(finding: &Finding) -> Vec<(&FindingCell, &Place)> {
    let mut known: BTreeSet<&Place> = finding.place.iter().collect();
    let placed = finding.cells.iter().filter_map(|cell| Some((cell, cell.place.as_ref()?)));
    placed.filter(|(_, place)| known.insert(place)).collect()
}

/// A finding for the tests of all writers: downtime of 2020, in a file of which four lines matter.
/// A place without the name of its file.
pub(crate) fn within(place: &Place, wording: Wording) -> String {
    let whole = wording.place(place);
    let within = whole.strip_prefix(&*place.file).unwrap_or(&whole);
    within.trim_start_matches([':', ',', ' ']).to_owned()
}

#[cfg(test)]
mod sample {
    use std::sync::Arc;

    use esep::{
        Amount, Code, Comparison, Finding, FindingCell, Message, Place, Rational, UnitKind,
    };

    pub(super) const FILE: &str = "reports/жартыжылдық.toml";
    pub(super) const TEXT: &str = "organization = \"kz-edu\"\r\nperiod = \"2020-H1\"\r\n\r\n\
        [emergency-employment]\r\ndowntime = 61_307\r\n\"downtime.preschool\" = 61_008\r\n";

    pub(super) fn source<'a>(name: &str) -> Option<&'a str> {
        (name == FILE).then_some(TEXT)
    }

    pub(super) fn persons(number: i32) -> Amount {
        Amount::new(Rational::from(number), 0, UnitKind::Count)
    }

    pub(super) fn cell(line: &str, stated: Option<i32>, place: Option<Place>) -> FindingCell {
        FindingCell {
            form: "emergency-employment".into(),
            line: line.into(),
            column: None,
            organization: "kz-edu".into(),
            period: "2020-H1".parse().unwrap(),
            stated: stated.map(persons),
            note: None,
            place,
        }
    }

    pub(super) fn downtime() -> Finding {
        let file: Arc<str> = FILE.into();
        let place = Place::new(&file, 5, 12, 6);
        let message = Message::new("parts-do-not-add-up")
            .with("line", "downtime")
            .with("stated", persons(61_307))
            .with("computed", persons(61_008))
            .with("difference", persons(299));
        let hint = Message::new("hint.blank-part")
            .with("line", "downtime.other")
            .with("figure", persons(299));
        let mut finding =
            Finding::new(Code::PartsDoNotAddUp, Some(place.clone()), message).with_hint(hint);
        finding.rule = Some("emergency-employment/downtime".to_owned());
        finding.organization = Some("kz-edu".into());
        finding.period = Some("2020-H1".parse().unwrap());
        finding.comparison = Some(Comparison {
            stated: persons(61_307),
            computed: persons(61_008),
            computed_exact: None,
            difference: persons(299),
            slack: None,
        });
        finding.cells = vec![
            cell("downtime", Some(61_307), Some(place)),
            cell("downtime.preschool", Some(61_008), Some(Place::new(&file, 6, 24, 6))),
            cell("downtime.other", None, None),
        ];
        finding
    }

    /// A share, with what rounding explains, and a text that every format must escape.
    pub(super) fn share() -> Finding {
        let percent = |parts: i128, whole| {
            Amount::new(Rational::new(parts, whole).unwrap(), 1, UnitKind::Share)
        };
        let message = Message::new("share-does-not-match")
            .with("line", "share, <of>: 100 % | students\n")
            .with("stated", percent(144, 1000))
            .with("computed", percent(139, 1000));
        let mut finding = Finding::new(Code::ShareDoesNotMatch, None, message);
        finding.comparison = Some(Comparison {
            stated: percent(144, 1000),
            computed: percent(139, 1000),
            computed_exact: Some(percent(97_702, 703_070)),
            difference: percent(5, 1000),
            slack: Some(Amount::new(Rational::new(5, 10_000).unwrap(), 2, UnitKind::Share)),
        });
        finding
    }

    /// A warning about a file as a whole.
    pub(super) fn whole_file() -> Finding {
        let place = Place::whole(&"old book.xls".into());
        let message = Message::new("missing-report").with("form", "membership");
        Finding::new(Code::MissingReport, Some(place), message)
    }

    /// Writes findings in English, from the sample file.
    pub(super) fn write(
        findings: &[Finding],
        write: impl Fn(&super::FindingsReport<'_>) -> String,
    ) -> String {
        let summary = esep::Summary {
            sheets: 1,
            figures: 3,
            relations_evaluated: 1,
            ..esep::Summary::default()
        };
        write(&super::FindingsReport {
            findings,
            explanations: &[],
            ways: super::Ways::Likeliest,
            summary: &summary.counting(findings),
            language: esep::Language::En,
            source: &source,
        })
    }
}
