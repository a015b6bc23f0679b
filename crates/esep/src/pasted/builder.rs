//! From what was understood of a pasted table to its form, sheet and relations.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::equation::{Equation, Sign};
use super::layout::{Layout, Stated};
use super::marks::Marks;
use super::ratios::{Ratio, RatioKind};
use super::statement::{At, Instance, Kind, Statement, id};
use super::sums::{Basis, Claim};
use crate::figure::{Content, Figure, Rational, Rounding, Unit, UnitKind};
use crate::finding::Code;
use crate::form::{Breakdown, Form, Line, Relation, Rollup, Rule};
use crate::id::{FormId, LineId, OrganizationId};
use crate::language::{Language, Text};
use crate::period::Period;
use crate::place::{Place, Written};
use crate::sheet::{CellIndex, Sheet, Stated as StatedCell};

/// Collects cells and relations.
pub(super) struct Builder {
    cells: BTreeMap<At, (Text, Stated)>,
    instances: Vec<Instance>,
}

impl Builder {
    /// All cells of a table.
    pub(super) fn new(layout: &Layout) -> Self {
        let mut cells = BTreeMap::new();
        for (row, figures) in layout.rows.iter().zip(&layout.figures) {
            for (column, stated) in layout.columns.iter().zip(figures) {
                let Some(stated) = stated else { continue };
                let both = |language: Language| {
                    let [row, column] =
                        [row, column].map(|series| series.label.in_language(language));
                    format!("{row} [{column}]")
                };
                let label = match (layout.rows.len(), layout.columns.len()) {
                    (_, 1) if row.is_named => row.label.clone(),
                    (1, _) if column.is_named && !row.is_named => column.label.clone(),
                    _ => Text::new(both(Language::Kk), both(Language::Ru), both(Language::En)),
                };
                cells.insert((row.at, column.at), (label, stated.clone()));
            }
        }
        Self { cells, instances: Vec::new() }
    }

    fn has(&self, at: &At) -> bool {
        self.cells.contains_key(at)
    }

    fn is_figure(&self, at: At) -> bool {
        self.cells.get(&at).is_some_and(|(_, stated)| {
            matches!(stated.reading.content, Content::Figure(_) | Content::Nil)
        })
    }

    fn kind(&self, at: At) -> Option<UnitKind> {
        self.cells.get(&at).map(|(_, stated)| stated.unit.kind())
    }

    fn add(&mut self, kind: Kind, stated: At, others: impl IntoIterator<Item = At>) {
        let others: Vec<At> = others.into_iter().filter(|at| self.has(at)).collect();
        if self.has(&stated) && !others.is_empty() {
            self.instances.push(Instance { kind, stated, others });
        }
    }

    /// Adds a whole and its parts in every position in which they can be added.
    pub(super) fn add_claim(
        &mut self,
        claim: &Claim,
        positions: usize,
        at: &dyn Fn(usize, usize) -> Option<At>,
        adds_up: &dyn Fn(usize) -> Option<bool>,
    ) {
        for position in 0..positions {
            let Some(whole) = at(claim.whole, position) else { continue };
            let parts: Vec<At> =
                claim.parts.iter().filter_map(|part| at(*part, position)).collect();
            let is_share = self.kind(whole) == Some(UnitKind::Share);
            let holds = adds_up(position);
            if is_share && holds.is_none() {
                continue;
            }
            let stated: Vec<At> = parts.iter().copied().filter(|at| self.is_figure(*at)).collect();
            if !self.is_figure(whole) && stated.is_empty() {
                continue;
            }
            let kind = match claim.basis {
                _ if claim.is_complete && !stated.is_empty() => Kind::Sum,
                Basis::Label => Kind::Parts { are_within: true },
                Basis::Order | Basis::Arithmetic => Kind::Parts { are_within: false },
            };
            self.add(kind, whole, parts);
        }
    }

    /// Adds a share or change in every position in which it is stated.
    pub(super) fn add_ratio(
        &mut self,
        ratio: &Ratio,
        positions: usize,
        at: &dyn Fn(usize, usize) -> Option<At>,
    ) {
        for position in 0..positions {
            let Some(stated) = at(ratio.of, position).filter(|at| self.is_figure(*at)) else {
                continue;
            };
            let pair =
                |a: usize, b: usize| [at(a, position), at(b, position)].into_iter().flatten();
            match ratio.kind {
                RatioKind::Difference { before, after } => {
                    self.add_pair(Kind::Difference, stated, pair(before, after));
                }
                RatioKind::PercentChange { before, after } => {
                    self.add_pair(Kind::PercentChange, stated, pair(before, after));
                }
                RatioKind::Share { part, whole } => {
                    self.add_pair(Kind::Share, stated, pair(part, whole));
                }
                RatioKind::OfTotal { part, total } => {
                    let pair = [at(part, position), at(part, total)].into_iter().flatten();
                    self.add_pair(Kind::Share, stated, pair);
                }
                RatioKind::Unknown => {
                    self.instances.push(Instance {
                        kind: Kind::Unknown,
                        stated,
                        others: Vec::new(),
                    });
                }
            }
        }
    }

    fn add_pair(&mut self, kind: Kind, stated: At, pair: impl Iterator<Item = At>) {
        let pair: Vec<At> = pair.filter(|at| self.has(at)).collect();
        if pair.len() == 2 {
            self.add(kind, stated, pair);
        }
    }

    /// Adds that shares are 100 % together.
    pub(super) fn add_hundred(&mut self, cells: &[At]) {
        if let Some((first, rest)) = cells.split_first() {
            self.add(Kind::Hundred, *first, rest.iter().copied());
        }
    }

    /// Adds what a line says itself; `row` is where it stands. Whether it can be understood.
    pub(super) fn add_equation(&mut self, row: usize, equation: &Equation, marks: Marks) -> bool {
        let mut cells = Vec::new();
        for (column, figure) in equation.figures.iter().enumerate() {
            let Ok((reading, unit)) = marks.read(&figure.text, &Unit::new("number"), false) else {
                return false;
            };
            let stated = Stated { reading, unit, written: figure.clone() };
            cells.push(((row, column), stated));
        }
        let ids: Vec<At> = cells.iter().map(|(at, _)| *at).collect();
        let name = |(_, stated): &(At, Stated)| Text::same(&stated.written.text);
        self.cells.extend(cells.iter().map(|cell| (cell.0, (name(cell), cell.1.clone()))));
        let sides: Vec<(&[At], &[Sign])> = sides(&ids, &equation.signs);
        let [left, right] = sides.as_slice() else { return false };
        let ([stated], (others, signs)) =
            (if left.0.len() == 1 { (left.0, *right) } else { (right.0, *left) })
        else {
            return false;
        };
        let is_share = self.kind(*stated) == Some(UnitKind::Share);
        let kind = match signs {
            _ if signs.iter().all(|sign| *sign == Sign::Plus) && !is_share => Kind::Sum,
            [Sign::Over] => Kind::Share,
            _ => {
                let mut text = format!(
                    "{} = {}",
                    id(*stated),
                    others.first().copied().map(id).unwrap_or_default()
                );
                for (sign, at) in signs.iter().zip(others.iter().skip(1)) {
                    let sign = match sign {
                        Sign::Plus => "+",
                        Sign::Minus => "-",
                        Sign::Times => "*",
                        Sign::Over | Sign::Equal => "/",
                    };
                    text = format!("{text} {sign} {}", id(*at));
                }
                Kind::Equation(text)
            }
        };
        self.add(kind, *stated, others.iter().copied());
        true
    }

    /// The form and the sheet. `file` is what findings point into.
    pub(super) fn build(self, file: &Arc<str>) -> Statement {
        let Self { cells, mut instances } = self;
        instances.sort_by_key(|instance| instance.stated);
        let place = Place::whole(file);
        let can_fall: BTreeSet<At> = instances
            .iter()
            .filter(|it| matches!(it.kind, Kind::Difference | Kind::PercentChange))
            .map(|instance| instance.stated)
            .collect();
        let is_below_nought = |at: &At, stated: &Stated| {
            !can_fall.contains(at)
                && matches!(&stated.reading.content, Content::Figure(figure) if figure.value().is_negative())
        };
        let has_negative = cells.iter().any(|(at, (_, stated))| is_below_nought(at, stated));
        let lines = cells.iter().map(|(at, (label, stated))| {
            let is_positive = !has_negative && !can_fall.contains(at);
            line(*at, label, stated, is_positive, &place)
        });
        let lines: Vec<Line> = lines.collect();
        let (mut breakdowns, mut rules) = (Vec::new(), Vec::new());
        for instance in &instances {
            let texts = instance.text(has_negative);
            if let Kind::Sum = instance.kind {
                breakdowns.push(Breakdown {
                    of: LineId::new(id(instance.stated)),
                    parts: instance.others.iter().map(|at| LineId::new(id(*at))).collect(),
                    complete: true,
                    severity: None,
                    place: place.clone(),
                });
            }
            for text in texts {
                let Ok(relation) = Relation::parse(&text) else { continue };
                let shown = shown(&text, instance, &cells);
                let code = matches!(instance.kind, Kind::Difference | Kind::PercentChange)
                    .then_some(Code::ChangeDoesNotMatch);
                let place = place.clone();
                rules.push(Rule {
                    id: text,
                    text: shown,
                    relation,
                    severity: None,
                    code,
                    why: None,
                    place,
                });
            }
        }
        let form = Form::of_parts(FormId::from("pasted"), place, lines, breakdowns, rules);
        let form = Arc::new(form);
        let mut sheet = Sheet::new(Arc::clone(&form), OrganizationId::new("pasted"), Period::FIRST);
        for (line, (_, stated)) in cells.values().enumerate() {
            let Stated { reading, written: Written { text, place }, .. } = stated;
            sheet.set(
                CellIndex { line, column: 0 },
                StatedCell {
                    content: reading.content.clone(),
                    text: Arc::clone(text),
                    note: reading.note.as_deref().map(Arc::from),
                    place: Some(place.clone()),
                },
            );
        }
        let labels = cells.into_iter().map(|(at, (label, _))| (at, label)).collect();
        Statement { form, sheet, instances, labels }
    }
}

/// A relation as the reader knows its cells.
fn shown(text: &str, instance: &Instance, cells: &BTreeMap<At, (Text, Stated)>) -> String {
    let mut shown = format!(" {text} ");
    for at in instance.cells() {
        if let Some((label, _)) = cells.get(&at) {
            let label = label.in_language(Language::En);
            shown = shown.replace(&format!(" {} ", id(at)), &format!(" {label} "));
        }
    }
    shown.trim().to_owned()
}

fn line(at: At, label: &Text, stated: &Stated, is_positive: bool, place: &Place) -> Line {
    let figure = match &stated.reading.content {
        Content::Figure(figure) => Some(figure),
        _ => None,
    };
    let is_exact = figure.is_none_or(|figure| figure.interval().as_point().is_some());
    Line {
        id: LineId::new(id(at)),
        number: None,
        unit: stated.unit.clone(),
        label: label.clone(),
        aliases: Vec::new(),
        rollup: Rollup::None,
        min: is_positive.then_some(Rational::ZERO),
        max: None,
        rounding: if is_exact { Rounding::Exact } else { Rounding::Printed },
        decimals: figure.map_or(0, Figure::decimals),
        over_time: None,
        bands: Vec::new(),
        columns: None,
        place: place.clone(),
    }
}

/// The two sides of an equation.
fn sides<'a>(ids: &'a [At], signs: &'a [Sign]) -> Vec<(&'a [At], &'a [Sign])> {
    let Some(equal) = signs.iter().position(|sign| *sign == Sign::Equal) else { return Vec::new() };
    let (Some((left, right)), Some((left_signs, right_signs))) =
        (ids.split_at_checked(equal + 1), signs.split_at_checked(equal))
    else {
        return Vec::new();
    };
    let right_signs = right_signs.get(1..).unwrap_or_default();
    vec![(left, left_signs), (right, right_signs)]
}
