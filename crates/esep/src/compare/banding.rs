//! Bands: who lies in which range of figures.

use super::figures::figure_at;
use super::ground::Ground;
use super::{GroundChanges, PeriodComparison};
use crate::figure::{Figure, UnitKind};
use crate::form::Band;
use crate::period::Period;
use crate::sheet::{CellIndex, Sheet};

/// A line with bands, in both periods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Banding {
    /// The cell.
    pub index: CellIndex,
    /// Who lay in which band in the period compared with.
    pub before: Banded,
    /// Who lies in which band in the period compared.
    pub after: Banded,
}

/// Who lies in which band in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Banded {
    /// The period.
    pub period: Period,
    /// For each band of the line, the grounds in it.
    pub bands: Vec<(Band, Vec<Ground>)>,
    /// Those whose figure lies in no band.
    pub outside: Vec<Ground>,
    /// Those whose figure is printed too roughly to tell.
    pub uncertain: Vec<Ground>,
}

/// Where a figure lies.
enum Place {
    In(usize),
    Outside,
    Uncertain,
}

impl PeriodComparison {
    /// Who lies in which band, for every cell of a line that has bands, over those who stand side by
    /// side. Who gives no figure is left out.
    pub fn bandings(&self) -> Vec<Banding> {
        let cells = super::cells(&self.form).into_iter();
        let bandings = cells.filter_map(|index| {
            let bands = &self.form.lines().get(index.line)?.bands;
            if bands.is_empty() {
                return None;
            }
            let before = self.banded(index, bands, self.from, |compared| &compared.before);
            let after = self.banded(index, bands, self.to, |compared| &compared.after);
            Some(Banding { index, before, after })
        });
        bandings.collect()
    }

    fn banded(
        &self,
        index: CellIndex,
        bands: &[Band],
        period: Period,
        side: fn(&GroundChanges) -> &Sheet,
    ) -> Banded {
        let mut banded = Banded {
            period,
            bands: bands.iter().map(|band| (band.clone(), Vec::new())).collect(),
            outside: Vec::new(),
            uncertain: Vec::new(),
        };
        let kind = self.form.lines().get(index.line).map(|line| line.unit.kind());
        let kind = kind.unwrap_or(UnitKind::Number);
        for compared in self.side_by_side() {
            let Some(figure) = figure_at(side(compared), index) else { continue };
            let list = match place(&figure, bands, kind) {
                Place::In(band) => banded.bands.get_mut(band).map(|(_, grounds)| grounds),
                Place::Outside => Some(&mut banded.outside),
                Place::Uncertain => Some(&mut banded.uncertain),
            };
            if let Some(list) = list {
                list.push(compared.ground.clone());
            }
        }
        banded
    }
}

/// The band in which all that a figure may stand for lies.
fn place(figure: &Figure, bands: &[Band], kind: UnitKind) -> Place {
    let of = |number| bands.iter().position(|band| band.contains(number));
    let finest = bands.iter().map(|band| band.places).max().unwrap_or_default();
    let places = figure.decimals() + if kind == UnitKind::Share { 2 } else { 0 };
    // Printed no finer than the limits, it lies where it says.
    if places <= finest && figure.interval().radius().is_some() {
        return of(figure.value()).map_or(Place::Outside, Place::In);
    }
    let ends = [figure.interval().low().number(), figure.interval().high().number()];
    let [Some(low), Some(high)] = ends else { return Place::Uncertain };
    match (of(low), of(high)) {
        (Some(low), Some(high)) if low == high => Place::In(low),
        (None, None) => Place::Outside,
        _ => Place::Uncertain,
    }
}
