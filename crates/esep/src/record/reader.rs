//! Taking the lines of a record from a sheet.

use super::{Gap, GapReason, LineRole, RecordError, RecordLine, line_of};
use crate::figure::{Content, Currency, Figure, Rational};
use crate::sheet::Sheet;

/// Takes the lines of a record from a sheet and notes each that does not give what is needed.
#[derive(Debug)]
pub struct RecordReader<'a> {
    sheet: &'a Sheet,
    gaps: Vec<Gap>,
}

impl<'a> RecordReader<'a> {
    pub(super) fn open(sheet: &'a Sheet, form: &'static str) -> Result<Self, RecordError> {
        RecordError::require_form(form, &sheet.form().id)?;
        Ok(Self { sheet, gaps: Vec::new() })
    }

    /// Ends the reading: no line may be missing, and no whole be stated otherwise than its parts
    /// give.
    pub(super) fn close(mut self, lines: &[RecordLine]) -> Result<(), RecordError> {
        RecordError::require_none(std::mem::take(&mut self.gaps))?;
        for said in lines.iter().filter(|said| said.role == LineRole::Whole) {
            let line = said.line.as_str();
            let (Some(computed), Some(stated)) = (&said.number, self.figure(line)) else {
                continue;
            };
            if !stated.interval().contains(computed) {
                let (stated, computed) = (stated.value().clone(), computed.clone());
                self.note(line, GapReason::NotTheSum { stated, computed });
            }
        }
        RecordError::require_none(self.gaps)
    }

    /// What a line must state; `None`, and noted, where it does not.
    pub(super) fn required<T>(
        &mut self,
        line: &str,
        convert: impl FnOnce(&Rational) -> Result<T, GapReason>,
    ) -> Option<T> {
        let converted = self.exact(line).and_then(|number| convert(&number));
        converted.map_err(|reason| self.note(line, reason)).ok()
    }

    /// What a line may state; `None` where it does not, noted only where it states what it cannot.
    pub(super) fn optional<T>(
        &mut self,
        line: &str,
        convert: impl FnOnce(&Rational) -> Result<T, GapReason>,
    ) -> Option<T> {
        match self.exact(line) {
            Err(GapReason::Missing | GapReason::NotExact) => None,
            _ => self.required(line, convert),
        }
    }

    /// The currency in which a line is counted.
    pub(super) fn currency(&self, line: &str) -> Option<Currency> {
        let (_, line) = line_of(self.sheet.form(), line)?;
        Currency::new(line.unit.name())
    }

    /// The one number that a line stands for.
    fn exact(&self, line: &str) -> Result<Rational, GapReason> {
        let (index, _) = line_of(self.sheet.form(), line).ok_or(GapReason::NoSuchLine)?;
        match self.sheet.cell(index).map(|stated| &stated.content) {
            Some(Content::Figure(figure)) => {
                figure.interval().as_point().cloned().ok_or(GapReason::NotExact)
            }
            Some(Content::Nil | Content::NotApplicable) => Ok(Rational::ZERO),
            Some(Content::NotAvailable | Content::Blank) | None => Err(GapReason::Missing),
        }
    }

    fn figure(&self, line: &str) -> Option<&'a Figure> {
        let (index, _) = line_of(self.sheet.form(), line)?;
        self.sheet.figure(index)
    }

    fn note(&mut self, line: &str, reason: GapReason) {
        self.gaps.push(Gap { line: line.into(), reason });
    }
}
