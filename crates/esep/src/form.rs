//! Forms as data: lines, columns, breakdowns and rules.

pub(crate) mod built_in;
mod contradiction;
mod find;
mod line;
mod linearize;
mod load;
mod measure;
mod missing;
mod registry;
mod relation;
mod resolve;

pub use contradiction::contradictions;
pub use line::{Band, Column, Line, OverTime, Rollup};
pub(crate) use linearize::{Linear, Meaning, Requirement};
pub use measure::Measure;
pub(crate) use missing::Item;
pub use missing::Missing;
pub use registry::Forms;
pub use relation::{
    Comparison, Expression, Mistake, MistakeKind, Operator, Reference, Relation, Scope, Sign,
};

use crate::figure::Expected;
use crate::finding::{Code, Severity};
use crate::id::{FormId, LineId};
use crate::language::Text;
use crate::lookup::Names;
use crate::period::PeriodLength;
use crate::place::Place;
use crate::sorted::SortedMap;

/// A statistical form: which lines it has, in which columns, and what must hold between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// The id, such as `legal-service`.
    pub id: FormId,
    /// The number printed on the paper form.
    pub number: Option<String>,
    /// The title.
    pub title: Text,
    /// For which periods it is filled; empty means any.
    pub periods: Vec<PeriodLength>,
    /// Where its lines come from: a law, a printed form, a report.
    pub source: Option<String>,
    /// Whether its counts are printed in thousands.
    pub scale_thousand: bool,
    /// What becomes of relations whose figures are not all there; `None`: a rule is unknown, and a
    /// breakdown is judged as far as what its blank parts can be leaves no doubt.
    pub missing: Option<Missing>,
    /// Whether it takes the place of another form with its id.
    pub replaces: bool,
    /// Where its id stands in its file.
    pub place: Place,
    lines: Vec<Line>,
    columns: Vec<Column>,
    breakdowns: Vec<Breakdown>,
    rules: Vec<Rule>,
    measures: Vec<Measure>,
    line_index: SortedMap<LineId, usize>,
    line_names: Names<usize>,
    column_names: Names<usize>,
}

/// A whole and its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breakdown {
    /// The whole.
    pub of: LineId,
    /// The parts, at least one.
    pub parts: Vec<LineId>,
    /// Whether the parts add up to the whole; if not, they and their sum may not exceed it.
    pub complete: bool,
    /// How grave it is if it does not hold; `None`: as the code's own.
    pub severity: Option<Severity>,
    /// Where it stands in the form's file.
    pub place: Place,
}

/// What must hold between figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The id, unique within the form.
    pub id: String,
    /// The relation as written.
    pub text: String,
    /// The relation.
    pub relation: Relation,
    /// How grave it is if it does not hold; `None`: as the code's own.
    pub severity: Option<Severity>,
    /// Which finding it raises; `None`: the one that fits its shape.
    pub code: Option<Code>,
    /// Why it must hold.
    pub why: Option<Text>,
    /// Where the relation stands in the form's file.
    pub place: Place,
}

impl Form {
    /// A form made while the program runs, without columns; nothing in it is looked up by name.
    pub(crate) fn of_parts(
        id: FormId,
        place: Place,
        lines: Vec<Line>,
        breakdowns: Vec<Breakdown>,
        rules: Vec<Rule>,
    ) -> Self {
        let line_index = (0..).zip(&lines).map(|(index, line)| (line.id.clone(), index)).collect();
        Self {
            title: Text::same(id.as_str()),
            id,
            number: None,
            periods: Vec::new(),
            source: None,
            scale_thousand: false,
            missing: None,
            replaces: false,
            place,
            lines,
            columns: Vec::new(),
            breakdowns,
            rules,
            measures: Vec::new(),
            line_index,
            line_names: Names::default(),
            column_names: Names::default(),
        }
    }

    /// The lines, in the order of the form.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The columns; none where a line has one figure only.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The breakdowns.
    pub fn breakdowns(&self) -> &[Breakdown] {
        &self.breakdowns
    }

    /// The rules.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The measures: what it defines but does not ask for.
    pub fn measures(&self) -> &[Measure] {
        &self.measures
    }

    /// The line with this id.
    pub fn line(&self, id: &str) -> Option<&Line> {
        self.line_index.get(id).and_then(|index| self.lines.get(*index))
    }

    /// The position of the line with this id among the lines, from 0.
    pub fn line_position(&self, id: &str) -> Option<usize> {
        self.line_index.get(id).copied()
    }

    /// The position of the column with this id among the columns, from 0.
    pub fn column_position(&self, id: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.id.as_str() == id)
    }

    /// The positions of the lines that a pattern names: the line itself, or, for `violations.*`,
    /// the lines right below `violations`; `*` is every line.
    pub fn lines_matching(&self, pattern: &str) -> Vec<usize> {
        let Some(prefix) = pattern.strip_suffix('*') else {
            return self.line_position(pattern).into_iter().collect();
        };
        let is_below = |line: &Line| {
            let rest = line.id.as_str().strip_prefix(prefix);
            rest.is_some_and(|rest| prefix.is_empty() || !rest.contains('.'))
        };
        (0..).zip(&self.lines).filter(|(_, line)| is_below(line)).map(|(index, _)| index).collect()
    }

    /// The column with this id.
    pub fn column(&self, id: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.id.as_str() == id)
    }

    /// What the form says of the figures of one of its lines before they are read.
    pub fn expected<'a>(&self, line: &'a Line) -> Expected<'a> {
        Expected {
            unit: &line.unit,
            rounding: line.rounding,
            thousands: self.scale_thousand,
            missing_codes: false,
            min: line.min.as_ref(),
            max: line.max.as_ref(),
        }
    }

    /// The rule with this id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The rule that defines a line, `line = expression`, where exactly one does.
    /// Every line with [`Rollup::Formula`] of a form read without findings has one.
    pub fn definition_of(&self, line: &str) -> Option<&Rule> {
        let defines = |rule: &&Rule| rule.relation.defines().map(LineId::as_str) == Some(line);
        let mut definitions = self.rules.iter().filter(defines);
        definitions.next().filter(|_| definitions.next().is_none())
    }
}
