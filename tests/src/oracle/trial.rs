//! A form and sheets made of a case, and what the checker says of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use esep::explain::{CellChange, Explained, Limits, deduce, explain};
use esep::{
    Batch, Book, Code, Entry, Figure, Finding, Form, Forms, Interval, Notation, OrganizationId,
    Period, Place, Rational, Structure, StructureRow, Summary, Written, assemble, check,
    contradictions,
};

/// Whose figures they are where a case has one set of them.
pub(super) const ONE: &str = "one";
/// The period of all figures, and the one before.
pub(super) const NOW: &str = "2020";
pub(super) const BEFORE: &str = "2019";

/// The settings of a line that may hold any number, exact as written.
pub(super) const NUMBER: &str = "unit = \"number\"";

/// A form and figures. Ids are put into small letters, as forms want them.
#[derive(Default)]
pub(super) struct Trial {
    lines: BTreeMap<String, String>,
    missing: Option<String>,
    statements: String,
    structure: Vec<StructureRow>,
    /// Organization, period, line, value.
    figures: Vec<[String; 4]>,
}

/// What came out of a trial.
pub(super) struct Outcome {
    pub(super) findings: Vec<Finding>,
    book: Book,
    pub(super) evaluated: usize,
    pub(super) unknown: usize,
}

impl Trial {
    /// A line with its settings in TOML, such as `unit = "persons"`. The first settings stand.
    pub(super) fn line(&mut self, id: &str, settings: &str) -> &mut Self {
        self.lines.entry(id.to_lowercase()).or_insert_with(|| settings.to_owned());
        self
    }

    pub(super) fn rule(&mut self, id: &str, holds: &str) -> &mut Self {
        let holds = holds.to_lowercase();
        let _ = writeln!(self.statements, "[[rule]]\nid = {:?}\nholds = {holds:?}", rule_id(id));
        self
    }

    /// A whole and parts that make it up.
    pub(super) fn breakdown(&mut self, whole: &str, parts: &[String]) -> &mut Self {
        let _ = writeln!(
            self.statements,
            "[[breakdown]]\nof = {whole:?}\nparts = {parts:?}\ncomplete = true"
        );
        self
    }

    pub(super) fn belongs(&mut self, child: &str, parent: &str) -> &mut Self {
        let mut row = StructureRow::new(written(child));
        row.parent = (!parent.is_empty()).then(|| written(parent));
        self.structure.push(row);
        self
    }

    /// A figure of the one organization, now.
    pub(super) fn state(&mut self, line: &str, value: &str) -> &mut Self {
        self.state_of(ONE, NOW, line, value)
    }

    pub(super) fn state_of(
        &mut self,
        organization: &str,
        period: &str,
        line: &str,
        value: &str,
    ) -> &mut Self {
        let line = line.to_lowercase();
        self.figures.push([organization, period, &line, value].map(str::to_owned));
        self
    }

    /// The form, which must be read without a finding, whether or not it contradicts itself.
    fn form(&self) -> Form {
        let mut text = "id = \"case\"\ntitle = { kk = \"-\", ru = \"-\", en = \"-\" }\n".to_owned();
        if let Some(mode) = &self.missing {
            let _ = writeln!(text, "missing = {mode:?}");
        }
        for (id, settings) in &self.lines {
            let label = format!("{{ kk = {id:?}, ru = {id:?}, en = {id:?} }}");
            let _ = writeln!(text, "[[line]]\nid = {id:?}\nlabel = {label}\n{settings}");
        }
        text.push_str(&self.statements);
        let (form, findings) = Form::read(&"case.toml".into(), &text);
        assert_eq!(findings, [], "{text}");
        form.unwrap()
    }

    /// What becomes of relations with gaps: a mode such as `non_null`.
    pub(super) fn missing(&mut self, mode: &str) -> &mut Self {
        self.missing = Some(mode.to_owned());
        self
    }

    /// Takes every figure for one that was rounded before it was printed.
    pub(super) fn rounded(&mut self) -> &mut Self {
        self.lines.values_mut().for_each(|settings| settings.push_str("\nrounding = \"printed\""));
        self
    }

    /// Whether no figures at all can satisfy the form.
    pub(super) fn is_contradictory(&self) -> bool {
        !contradictions(&self.form()).is_empty()
    }

    /// Everything that is found, from the structure to the check.
    pub(super) fn check(&self) -> Outcome {
        let mut forms = Forms::default();
        assert_eq!(forms.add(self.form()), None);
        assert_eq!(forms.resolve(), []);
        let (structure, mut findings) = Structure::build(&self.structure);
        let entries = (1..).zip(&self.figures).map(|(row, figure)| {
            let [organization, period, line, value] =
                figure.each_ref().map(|text| Written { place: place(row), ..written(text) });
            let entry = Entry::new(line, value).of(organization, period, written("case"));
            Entry { notation: Notation::Machine, ..entry }
        });
        let batch = Batch { entries: entries.collect(), languages: Vec::new() };
        let (sheets, mistakes) = assemble(&structure, &forms, &[batch]);
        let book = Book { structure, forms, sheets, ..Book::default() };
        let checked = check(&book);
        findings.extend(mistakes);
        findings.extend(checked.findings);
        let Summary { relations_evaluated, relations_skipped, .. } = checked.summary;
        Outcome { findings, book, evaluated: relations_evaluated, unknown: relations_skipped }
    }
}

impl Outcome {
    /// `fail` where anything is found, `unknown` where nothing could be evaluated.
    pub(super) fn status(&self) -> &'static str {
        match (self.findings.is_empty(), self.evaluated) {
            (false, _) => "fail",
            (true, 0) => "unknown",
            (true, _) => "pass",
        }
    }

    /// What explains the findings.
    pub(super) fn explained(&self) -> Vec<Explained> {
        explain(&self.book, &self.findings, &Limits::default())
    }

    /// What must stand in the empty cells.
    pub(super) fn deduced(&self) -> Vec<CellChange> {
        deduce(&self.book)
    }

    /// The codes found, each once.
    pub(super) fn codes(&self) -> Vec<Code> {
        self.findings
            .iter()
            .map(|finding| finding.code)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect()
    }

    /// The rules and breakdowns that are found not to hold, by their ids.
    pub(super) fn failed(&self) -> BTreeSet<&str> {
        let rules = self.findings.iter().filter_map(|finding| finding.rule.as_deref());
        rules.filter_map(|rule| rule.strip_prefix("case/")).collect()
    }

    /// The figure that the one organization states on a line now.
    pub(super) fn figure(&self, line: &str) -> &Figure {
        let period: Period = NOW.parse().unwrap();
        let form = self.book.forms.get("case").unwrap();
        let sheet = self.book.sheets.get(&form.id, period, &OrganizationId::new(ONE)).unwrap();
        let mut figures = sheet.figures();
        let is_it = |index: &esep::CellIndex| form.lines()[index.line].id.as_str() == line;
        figures.find(|(index, _)| is_it(index)).unwrap().1
    }
}

/// An interval as `[-1/2, 1/2]`, scaled.
pub(super) fn shown(interval: &Interval, scale: i32) -> String {
    let interval = interval.scaled(&Rational::from(scale));
    let end = |end: &esep::End| end.number().map_or("unbounded".to_owned(), Rational::to_string);
    format!("[{}, {}]", end(interval.low()), end(interval.high()))
}

/// A rule's id from one of any kind.
pub(super) fn rule_id(id: &str) -> String {
    format!("r-{}", id.to_lowercase())
}

fn written(text: &str) -> Written {
    Written::new(text, place(1))
}

fn place(row: u32) -> Place {
    let file: Arc<str> = "case".into();
    Place::new(&file, row, 1, 1)
}
