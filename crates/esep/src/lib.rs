//! Esep (есеп, Kazakh: report, account, reckoning): a trade union's figures, checked exactly.
//!
//! The crate knows the union's structure, its statistical forms and what must hold between their
//! figures. It says which stated figures contradict each other, each with its place in the user's
//! own file, and takes into account that printed figures are rounded.
//!
//! # Steps
//!
//! 1. Readers of documents (crate `esep-documents`) deliver [`Entry`]s: written figures with their
//!    addresses and places, nothing decided.
//! 2. [`Structure::build`] makes the union's tree, with dates, from the rows of `structure.csv`.
//! 3. [`Forms`] are data: lines, columns, breakdowns and rules, read from TOML by [`Form::read`].
//! 4. [`assemble`] makes [`Sheets`] of the entries: names become organizations and lines, texts
//!    become [`Figure`]s with the precision they were printed with.
//! 5. [`fill`] computes what a form defines from the figures that are stated, and [`measure`] its
//!    measures.
//! 6. [`rollup`] adds the sheets of the children up to those of their parents.
//! 7. [`check`] evaluates every relation and gives [`Finding`]s, which are data.
//! 8. [`explain`](explain::explain) gives the smallest sets of figures that would settle them.
//! 9. [`compare`] tells what changed between two periods, over the same ground.
//! 10. [`Wording`] says findings in Kazakh, Russian and English.
//!
//! Whoever computes with the figures themselves takes them as a [`Record`]: [`Membership`],
//! [`LegalService`], [`Employment`], [`Injuries`], [`Training`], [`Partnership`],
//! [`International`], [`Digital`]. A record comes from a sheet that states it exactly, merges with
//! others of its kind, and becomes a sheet again.
//!
//! No step stops at the first mistake: each gives what it understood, and findings.
//! The core opens no file and reads no clock; the same input gives the same output.
//!
//! # Example
//!
//! ```
//! use std::sync::Arc;
//! use esep::{Batch, Book, Entry, Forms, Language, Place, Structure, Wording, Written};
//!
//! let file: Arc<str> = "report.txt".into();
//! let cells = [
//!     ("downtime", "61 307"),
//!     ("downtime.preschool", "17 270"),
//!     ("downtime.general-secondary", "36 302"),
//!     ("downtime.additional", "3 645"),
//!     ("downtime.vocational", "3 791"),
//!     ("downtime.higher", "x"),
//!     ("downtime.other", ""),
//! ];
//! let mut batch = Batch { languages: vec![Language::Ru], ..Batch::default() };
//! for (number, (line, value)) in (1..).zip(cells) {
//!     let at = |text: &str| Written::new(text, Place::new(&file, number, 1, 6));
//!     let entry = Entry::new(at(line), at(value));
//!     batch.entries.push(entry.of(at("kz-edu"), at("2020-H1"), at("emergency-employment")));
//! }
//!
//! let structure = Structure::default();
//! let forms = Forms::built_in();
//! let (sheets, mistakes) = esep::assemble(&structure, &forms, &[batch]);
//! assert!(mistakes.is_empty());
//!
//! let book = Book { structure, forms, sheets, ..Book::default() };
//! let checked = esep::check(&book);
//! let [finding] = checked.findings.as_slice() else { panic!("one finding") };
//! assert_eq!(finding.code.to_string(), "F001");
//! assert_eq!(
//!     Wording::in_language(Language::En).sentence(&finding.hints[0]),
//!     "the part `downtime: other organizations` is blank; 299 there would settle it",
//! );
//! ```

mod binding;
mod book;
mod check;
mod compare;
mod digital;
mod employment;
pub mod explain;
mod figure;
mod fill;
mod finding;
mod form;
mod id;
mod injury;
mod international;
mod language;
pub mod linear;
mod lookup;
mod membership;
mod partnership;
mod pasted;
mod period;
mod place;
mod record;
mod register;
mod rollup;
mod sheet;
mod sorted;
mod structure;
mod tally;
mod toml_mistake;
mod toml_tree;
mod training;
mod violation;
mod wording;

pub use book::Book;
pub use check::{
    Checked, Passed, Screen, Siblings, Suspicion, check, check_alone, check_for,
    compare_with_register,
};
pub use compare::{
    Balance, Banded, Banding, Change, ChangeGap, Direction, Ground, GroundChanges, Incomparable,
    KnownFigures, PeriodComparison, Ranked, Ranking, Shift, Total, UnknownChange, Whose, compare,
    compare_known, known_figures,
};
pub use digital::Digital;
pub use employment::{Branch, Branches, Employment, EmploymentMeasure};
pub use figure::{
    Amount, Content, Convention, Count, Currency, End, Expected, Figure, Interval, Misreading,
    Money, Obstacle, Rational, Reading, Rounding, Share, Unit, UnitKind, read_figure,
};
pub use fill::{Defined, Definition, Filled, fill, measure};
pub use finding::{
    Argument, BoundKind, BoundRelation, Cell as FindingCell, Code, Comparison, Family, Finding,
    Message, Refusal, Selection, Severity, Summary,
};
pub use form::{
    Band, Breakdown, Column, Comparison as RelationComparison, Expression, Form, Forms, Line,
    Measure, Missing, Mistake, MistakeKind, Operator, OverTime, Reference, Relation, Rollup, Rule,
    Scope, Sign, contradictions,
};
pub use id::{ColumnId, FormId, LineId, OrganizationId};
pub use injury::{Injured, Injuries, InjurySeverity};
pub use international::{International, affiliations_in};
pub use language::{Language, Text};
pub use lookup::{Lookup, MOST_SUGGESTIONS, Names, fold, nearest};
pub use membership::{
    Bodies, BodyKind, MemberStatus, Members, Membership, MembershipChange, Movement, UnionBodies,
};
pub use partnership::{Agreement, AgreementLevel, Agreements, Partnership};
pub use pasted::{
    AddUp, AddUpCell, AddUpRelation, AddUpVerdict, CellRole, Growth, GrowthName, Pasted, PastedRow,
    RelationVerdict, add_up, growth,
};
pub use period::{Period, PeriodError, PeriodLength};
pub use place::{LineIndex, Part, Place, Written};
pub use record::{
    Distinct, Gap, GapReason, LineRole, Record, RecordError, RecordLine, RecordReader, records_of,
};
pub use register::{
    At, Choice, ColumnKind, Condition, Moment, Register, RegisterColumn, Tallied, Test,
};
pub use rollup::{RolledUp, rollup};
pub use sheet::{Batch, CellAddress, CellIndex, Entry, Notation, Sheet, Sheets, Stated, assemble};
pub use sorted::{SortedMap, SortedSet};
pub use structure::{Affiliation, Organization, OrganizationKind, Structure, StructureRow};
pub use tally::{
    ChoiceField, Counter, Counting, DateField, Day, Effect, Fault, FaultKind, Field, HeaderMistake,
    NumberField, Pass, Places, Quotient, Repeats, Row, Rules, SqlDialect, SqlFiles, SqlStructure,
    Suppressed, Tally, TallySql, TotalColumn, TotalRow, TotalValue, Totals, When,
};
pub use toml_mistake::TomlMistake;
pub use training::{Trained, TraineeGroup, Training};
pub use violation::{
    Category as ViolationCategory, ConsultationChannel, Consultations, LegalService, Violations,
};
pub use wording::{Wording, page};
