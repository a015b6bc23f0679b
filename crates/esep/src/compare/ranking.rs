//! Rankings: who gained most and who lost most, a stated gain netted against the losses behind it.

use super::change::{Change, Direction, Shift, percent};
use super::figures::{figure_at, plus};
use super::ground::Ground;
use super::{GroundChanges, PeriodComparison};
use crate::figure::{Figure, Rational, UnitKind};
use crate::form::{Expression, Form, Operator, Reference, Scope, Sign};
use crate::sheet::{CellIndex, Sheet};

/// Who gained and who lost on one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranking {
    /// The cell.
    pub index: CellIndex,
    /// By the net change, the largest gain first; the same change has the same rank.
    pub entries: Vec<Ranked>,
    /// Those whose change is not known.
    pub unknown: Vec<Ground>,
}

/// The change of one ground, among others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked {
    /// The ground.
    pub ground: Ground,
    /// The rank by the change, from 1.
    pub rank: usize,
    /// The rank by the change in percent, from 1, where that is known.
    pub rank_by_percent: Option<usize>,
    /// The change: from the two figures where both are known, otherwise as stated; where a stated
    /// gain hides a loss, what its parts give.
    pub net: Figure,
    /// The change in percent, as a ratio.
    pub percent: Option<Figure>,
    /// The change that the organization itself states.
    pub stated: Option<Figure>,
    /// Where it states a gain although it lost: the parts that fell, largest loss first.
    pub hidden_losses: Vec<(CellIndex, Figure)>,
}

/// How many gained and lost, and how much.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Balance {
    /// How many rose.
    pub n_growth: usize,
    /// How many fell.
    pub n_decline: usize,
    /// How many stayed.
    pub n_unchanged: usize,
    /// Of how many rounding does not tell.
    pub n_uncertain: usize,
    /// All that was gained; `None` where nobody gained.
    pub gains: Option<Figure>,
    /// All that was lost, below nought; `None` where nobody lost.
    pub losses: Option<Figure>,
}

impl Balance {
    /// Sums up changes.
    pub fn of<'a>(changes: impl IntoIterator<Item = &'a Figure>) -> Self {
        let mut balance = Self::default();
        let add = |sum: &mut Option<Figure>, change: &Figure| {
            *sum = Some(sum.as_ref().map_or_else(|| change.clone(), |sum| plus(sum, change)));
        };
        for change in changes {
            match Direction::of(change) {
                Direction::Growth => {
                    balance.n_growth += 1;
                    add(&mut balance.gains, change);
                }
                Direction::Decline => {
                    balance.n_decline += 1;
                    add(&mut balance.losses, change);
                }
                Direction::Unchanged => balance.n_unchanged += 1,
                Direction::Uncertain => balance.n_uncertain += 1,
            }
        }
        balance
    }
}

impl Balance {
    /// Gains and losses set against each other; `None` where there is neither.
    pub fn sum(&self) -> Option<Figure> {
        let figures = [&self.gains, &self.losses].into_iter().flatten();
        figures.cloned().reduce(|sum, figure| plus(&sum, &figure))
    }
}

impl Ranking {
    /// The net changes summed up.
    pub fn net(&self) -> Balance {
        Balance::of(self.entries.iter().map(|entry| &entry.net))
    }

    /// The changes summed up as the organizations tell them: as stated, otherwise as computed.
    pub fn as_stated(&self) -> Balance {
        let told = |entry: &'_ Ranked| entry.stated.clone().unwrap_or_else(|| entry.net.clone());
        let told: Vec<Figure> = self.entries.iter().map(told).collect();
        Balance::of(&told)
    }
}

/// A line that states the change of another.
struct StatedChange {
    /// The line whose change it is.
    of: usize,
    /// The line that states it.
    line: usize,
    /// Against which period.
    scope: Scope,
}

impl PeriodComparison {
    /// The cell by which growth is ranked unless another is asked for: the first line whose change
    /// the form states, as members.
    pub fn usual_ranking(&self) -> Option<CellIndex> {
        let line = stated_changes(&self.form).map(|stated| stated.of).min()?;
        super::cells(&self.form).into_iter().find(|index| index.line == line)
    }

    /// Ranks those who stand side by side by the change of a cell. A line that states a change is
    /// taken for the line whose change it is.
    pub fn ranking(&self, index: CellIndex) -> Ranking {
        let changes: Vec<StatedChange> = stated_changes(&self.form).collect();
        let of = changes.iter().find(|stated| stated.line == index.line);
        let index = of.map_or(index, |stated| CellIndex { line: stated.of, ..index });
        let is_asked = |stated: &&StatedChange| {
            stated.of == index.line
                && match stated.scope {
                    Scope::YearAgo => self.to.year_ago() == Some(self.from),
                    _ => self.to.previous() == Some(self.from),
                }
        };
        let stated = changes.iter().find(is_asked).map(|stated| stated.line);
        let mut ranking = Ranking { index, entries: Vec::new(), unknown: Vec::new() };
        for compared in self.side_by_side() {
            match self.ranked(compared, index, stated) {
                Some(entry) => ranking.entries.push(entry),
                None if is_silent(compared, index) => {}
                None => ranking.unknown.push(compared.ground.clone()),
            }
        }
        number(&mut ranking.entries);
        ranking
    }

    fn ranked(
        &self,
        compared: &GroundChanges,
        index: CellIndex,
        stated: Option<usize>,
    ) -> Option<Ranked> {
        let computed = compared.changes.get(&index).and_then(Change::shift);
        let stated_index = stated.map(|line| CellIndex { line, ..index });
        let stated = stated_index.and_then(|index| figure_at(&compared.after, index));
        let parts = stated_index.map(|index| self.parts(&compared.after, index));
        let parts = parts.unwrap_or_default();
        let is_whole = stated_index.is_some_and(|it| self.part_cells(it).len() == parts.len());
        let sum = parts.iter().map(|(_, part)| part.clone()).reduce(|sum, part| plus(&sum, &part));
        let is_gain = stated.as_ref().is_some_and(|it| Direction::of(it) == Direction::Growth);
        let hides = |net: &Figure| is_gain && Direction::of(net) == Direction::Decline;
        let net = match (computed, &stated, sum) {
            (Some(shift), _, _) => shift.difference.clone(),
            (None, _, Some(sum)) if hides(&sum) => sum,
            (None, Some(stated), _) => stated.clone(),
            (None, None, Some(sum)) if is_whole => sum,
            (None, None, _) => return None,
        };
        let mut hidden_losses = Vec::new();
        if hides(&net) {
            hidden_losses =
                if parts.is_empty() { self.changes_of_parts(compared, index) } else { parts };
            hidden_losses.retain(|(_, part)| Direction::of(part) == Direction::Decline);
            hidden_losses.sort_by(|(_, a), (_, b)| a.value().cmp(b.value()));
        }
        let kind = self.form.lines().get(index.line).map(|line| line.unit.kind());
        let percent = match computed {
            Some(shift) => shift.percent.clone(),
            None if kind == Some(UnitKind::Share) => None,
            None => figure_at(&compared.after, index).and_then(|after| {
                let difference =
                    Figure::within(-net.value(), net.interval().negated(), net.decimals());
                percent(&plus(&after, &difference), &after)
            }),
        };
        Some(Ranked {
            ground: compared.ground.clone(),
            rank: 0,
            rank_by_percent: None,
            net,
            percent,
            stated,
            hidden_losses,
        })
    }

    /// The reported parts of a cell that add up to it.
    fn parts(&self, sheet: &Sheet, index: CellIndex) -> Vec<(CellIndex, Figure)> {
        let parts = self.part_cells(index).into_iter();
        parts.filter_map(|part| Some((part, figure_at(sheet, part)?))).collect()
    }

    /// The known changes of the parts of a cell.
    fn changes_of_parts(
        &self,
        compared: &GroundChanges,
        index: CellIndex,
    ) -> Vec<(CellIndex, Figure)> {
        let shift = |part: &CellIndex| compared.changes.get(part).and_then(Change::shift);
        let difference = |shift: &Shift| shift.difference.clone();
        let parts = self.part_cells(index).into_iter();
        parts.filter_map(|part| Some((part, shift(&part).map(difference)?))).collect()
    }

    fn part_cells(&self, index: CellIndex) -> Vec<CellIndex> {
        let form = &self.form;
        let of = form.lines().get(index.line).map(|line| &line.id);
        let breakdown =
            form.breakdowns().iter().find(|whole| whole.complete && Some(&whole.of) == of);
        let parts = breakdown.into_iter().flat_map(|breakdown| &breakdown.parts);
        let lines = parts.filter_map(|part| form.line_position(part.as_str()));
        lines.map(|line| CellIndex { line, ..index }).collect()
    }
}

/// Whether neither period says anything of a cell.
fn is_silent(compared: &GroundChanges, index: CellIndex) -> bool {
    !compared.changes.contains_key(&index)
}

/// The rules `a = b - b@year-ago` and `a = b - b@previous` of a form.
fn stated_changes(form: &Form) -> impl Iterator<Item = StatedChange> {
    form.rules().iter().filter_map(|rule| {
        let holds = &rule.relation.holds;
        let Expression::Binary(after, Operator::Minus, before) = &holds.right else { return None };
        if holds.sign != Sign::Equal || !rule.relation.conditions.is_empty() {
            return None;
        }
        let [stated, after, before] = [&holds.left, after, before].map(cell);
        let (stated, after, before) = (stated?, after?, before?);
        let position =
            |reference: &Reference| form.line_position(reference.line.as_ref()?.as_str());
        let is_change = stated.scope == Scope::Own
            && after.scope == Scope::Own
            && matches!(before.scope, Scope::YearAgo | Scope::Previous)
            && after.line == before.line;
        is_change
            .then(|| {
                let (of, line) = (position(after)?, position(stated)?);
                Some(StatedChange { of, line, scope: before.scope })
            })
            .flatten()
    })
}

/// The figure of the form's own, without a column, that an expression names.
fn cell(expression: &Expression) -> Option<&Reference> {
    match expression {
        Expression::Cell(reference) => {
            Some(reference).filter(|cell| cell.form.is_none() && cell.column.is_none())
        }
        _ => None,
    }
}

/// Sorts the entries and gives them their ranks: one more than there are larger ones.
fn number(entries: &mut [Ranked]) {
    let falling = |figures: Vec<&Figure>| {
        let mut values: Vec<Rational> =
            figures.iter().map(|figure| figure.value().clone()).collect();
        values.sort_by(|a, b| b.cmp(a));
        values
    };
    let net = falling(entries.iter().map(|entry| &entry.net).collect());
    let percent = falling(entries.iter().filter_map(|entry| entry.percent.as_ref()).collect());
    let rank = |all: &[Rational], own: &Figure| 1 + all.partition_point(|it| it > own.value());
    for entry in entries.iter_mut() {
        entry.rank = rank(&net, &entry.net);
        entry.rank_by_percent = entry.percent.as_ref().map(|own| rank(&percent, own));
    }
    entries.sort_by(|a, b| (a.rank, &a.ground).cmp(&(b.rank, &b.ground)));
}
