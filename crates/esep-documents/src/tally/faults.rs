//! Rows that are left out: of each kind the first is told, and all are counted. What stands in a
//! row is never shown, for it is personal.

use std::collections::BTreeMap;
use std::sync::Arc;

use esep::{
    Argument, Code, ColumnKind, Condition, Fault, FaultKind, Finding, Message, Place, Register,
    Rules,
};

/// A kind of fault, wherever it stands; columns are places in [`Register::columns`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FaultOf {
    pub(super) column: Option<usize>,
    pub(super) kind: FaultKind,
}

/// The faults of a file, or of a part that another run has written.
#[derive(Debug, Clone)]
pub(super) struct Faults {
    file: Arc<str>,
    /// How the columns of the register are headed in the file.
    headings: BTreeMap<usize, String>,
    /// How many columns the file has.
    width: usize,
    pub(super) seen: BTreeMap<FaultOf, Seen>,
}

/// How often a fault was seen, and where and how first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) rows: usize,
    pub(super) first: Option<(Place, FaultKind)>,
}

impl Faults {
    /// None yet of a file with this header.
    pub(super) fn of_file(file: &Arc<str>, rules: &Rules, header: &[&str]) -> Self {
        let columns = rules.columns().iter().zip(header);
        let known = columns.filter_map(|(column, heading)| Some(((*column)?, *heading)));
        let headings = known.map(|(column, heading)| (column, heading.to_owned())).collect();
        Self { file: Arc::clone(file), headings, width: header.len(), seen: BTreeMap::new() }
    }

    /// Those that a part tells.
    pub(super) fn of_part(file: &Arc<str>, rows: BTreeMap<FaultOf, usize>) -> Self {
        let seen = rows.into_iter().map(|(fault, rows)| (fault, Seen { rows, first: None }));
        let seen = seen.collect();
        Self { file: Arc::clone(file), headings: BTreeMap::new(), width: 0, seen }
    }

    /// Counts so many rows with the same fault, the first of which stands at a place.
    pub(super) fn add_rows(
        &mut self,
        fault: Fault,
        rows: usize,
        rules: &Rules,
        place: impl Fn() -> Place,
    ) {
        let of_register = |column: usize| rules.columns().get(column).copied().flatten();
        let kind = match fault.kind {
            FaultKind::WrongNumberOfFields { .. } => FaultKind::WrongNumberOfFields { found: 0 },
            FaultKind::TooEarly { than } => {
                FaultKind::TooEarly { than: of_register(than).unwrap_or_default() }
            }
            kind => kind,
        };
        let column = fault.column.and_then(of_register);
        let seen = self.seen.entry(FaultOf { column, kind });
        let seen = seen.or_insert_with(|| Seen { rows: 0, first: Some((place(), fault.kind)) });
        seen.rows = seen.rows.saturating_add(rows);
    }

    /// Whether any row has a fault of this kind.
    pub(super) fn has(&self, kind: FaultKind) -> bool {
        self.seen.keys().any(|fault| fault.kind == kind)
    }

    /// How many rows are left out.
    pub(super) fn rows(&self) -> usize {
        self.seen.values().fold(0, |sum, seen| sum.saturating_add(seen.rows))
    }

    /// One finding for each kind.
    pub(super) fn findings(&self, register: &Register) -> impl Iterator<Item = Finding> {
        self.seen.iter().map(|(fault, seen)| self.finding(register, *fault, seen))
    }

    fn finding(&self, register: &Register, fault: FaultOf, seen: &Seen) -> Finding {
        let (code, message, hint) = self.words(register, fault, seen);
        let place = seen.first.as_ref().map(|(place, _)| place.clone());
        let place = place.unwrap_or_else(|| Place::whole(&self.file));
        let finding = Finding::new(code, Some(place), message);
        let finding = hint.into_iter().fold(finding, Finding::with_hint);
        finding.with_hint(match (&seen.first, seen.rows) {
            (None, rows) => Message::new("hint.rows-left-out").with("rows", rows),
            (Some(_), 1) => Message::new("hint.row-left-out"),
            (Some(_), rows) => Message::new("hint.more-rows-left-out").with("more", rows - 1),
        })
    }

    /// What is expected, and advice.
    fn words(
        &self,
        register: &Register,
        FaultOf { column, kind }: FaultOf,
        seen: &Seen,
    ) -> (Code, Message, Option<Message>) {
        let heading = |column| self.heading(register, column);
        let of_column = |key| match column {
            Some(column) => Message::new(key).with("column", heading(column)),
            None => Message::new(key),
        };
        let value = |key| (Code::UnreadableValue, of_column(key), None);
        let figure = |message| (Code::UnreadableFigure, message, None);
        let document =
            |key, hint| (Code::UnreadableDocument, Message::new(key), Some(Message::new(hint)));
        let described = column.and_then(|column| register.columns.get(column));
        match kind {
            FaultKind::WrongNumberOfFields { .. } => {
                let found = match seen.first {
                    Some((_, FaultKind::WrongNumberOfFields { found })) => Some(found),
                    _ => None,
                };
                let message = match found {
                    Some(found) => Message::new("unreadable-document.row-of-other-width")
                        .with("cells", found)
                        .with("headings", self.width),
                    None => Message::new("unreadable-document.rows-of-other-width"),
                };
                let hint = Message::new("hint.quote-separators");
                (Code::UnreadableDocument, message, Some(hint))
            }
            FaultKind::NoText => document("unreadable-document.no-text", "hint.save-as-utf-8"),
            FaultKind::OpenQuote => {
                document("unreadable-document.unclosed-quote", "hint.close-quote")
            }
            FaultKind::Blank => value("unreadable-value.blank"),
            FaultKind::NoDay => value("unreadable-value.day"),
            FaultKind::NoFlag => value("unreadable-value.flag"),
            FaultKind::NoChoice => {
                let choices = match described.map(|column| &column.kind) {
                    Some(ColumnKind::Choice(choices)) => choices.as_slice(),
                    _ => &[],
                };
                let choices: Vec<Argument> =
                    choices.iter().map(|choice| Argument::Label(choice.label.clone())).collect();
                let message = of_column("unreadable-value.choice").with("choices", choices);
                (Code::UnreadableValue, message, None)
            }
            FaultKind::NoNumber => figure(of_column("unreadable-figure.number")),
            FaultKind::NumberTooLarge => figure(match described.map(|column| &column.kind) {
                Some(ColumnKind::Decimal { max, .. }) => {
                    of_column("unreadable-figure.number-up-to").with("most", max.to_string())
                }
                _ => of_column("unreadable-figure.number-too-large"),
            }),
            FaultKind::AmbiguousNumber => {
                let hint = Message::new("hint.plain-number");
                (Code::AmbiguousFigure, of_column("ambiguous-figure.number"), Some(hint))
            }
            FaultKind::UnknownOrganization => {
                let message = of_column("unknown-organization.row");
                (Code::UnknownOrganization, message, Some(Message::new("hint.add-organization")))
            }
            FaultKind::TooEarly { than } => {
                let message = of_column("contradictory-row").with("earlier", heading(than));
                (Code::ContradictoryRow, message, None)
            }
            FaultKind::Contradiction { number } => {
                let conditions = register.never.get(number).map_or(&[][..], Vec::as_slice);
                let headings = conditions.iter().map(|Condition { column, .. }| heading(*column));
                let columns: Vec<Argument> = headings.collect();
                let message = Message::new("contradictory-row.never").with("columns", columns);
                (Code::ContradictoryRow, message, None)
            }
            FaultKind::NoResult => value("unreadable-value.result"),
            FaultKind::Duplicate => {
                (Code::ContradictoryRow, of_column("contradictory-row.duplicate"), None)
            }
        }
    }

    /// How a column is headed in the file; in a part, what the register calls it.
    fn heading(&self, register: &Register, column: usize) -> Argument {
        let own = self.headings.get(&column).map(|heading| Argument::from(heading.as_str()));
        let label = || register.columns.get(column).map(|it| Argument::Label(it.label.clone()));
        own.or_else(label).unwrap_or_else(|| "".into())
    }
}

/// The kinds of faults by their names in parts, and those among them that name something else.
const NAMES: [(&str, FaultKind); 15] = [
    ("width", FaultKind::WrongNumberOfFields { found: 0 }),
    ("text", FaultKind::NoText),
    ("quote", FaultKind::OpenQuote),
    ("blank", FaultKind::Blank),
    ("day", FaultKind::NoDay),
    ("choice", FaultKind::NoChoice),
    ("flag", FaultKind::NoFlag),
    ("number", FaultKind::NoNumber),
    ("ambiguous-number", FaultKind::AmbiguousNumber),
    ("number-too-large", FaultKind::NumberTooLarge),
    ("organization", FaultKind::UnknownOrganization),
    ("too-early", FaultKind::TooEarly { than: 0 }),
    ("contradiction", FaultKind::Contradiction { number: 0 }),
    ("duplicate", FaultKind::Duplicate),
    ("result", FaultKind::NoResult),
];

/// What a kind of fault is called in parts.
pub(super) fn name_of(kind: FaultKind) -> &'static str {
    let is_alike = |(_, known): &&(&str, FaultKind)| {
        std::mem::discriminant(known) == std::mem::discriminant(&kind)
    };
    NAMES.iter().find(is_alike).map_or("", |(name, _)| name)
}

/// The kind of fault that a part names.
pub(super) fn kind_of(name: &str) -> Option<FaultKind> {
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
}
