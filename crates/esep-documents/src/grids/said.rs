//! What is said of a file, on its way from the module that reads it to another.

use std::sync::Arc;

use esep::{Argument, Finding, Place};

use super::Trouble;
use crate::source::Remark;

/// What is said, of how many places, and where.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said {
    pub(super) number: usize,
    pub(super) places: usize,
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) length: u32,
}

impl Said {
    /// What a finding says; `None` where it says anything else than is said of files.
    pub(super) fn of(finding: &Finding) -> Option<Self> {
        let place = finding.place.as_ref()?;
        let places = finding.message.arguments.iter().find_map(|(_, argument)| match argument {
            Argument::Count(places) => Some(*places),
            _ => None,
        });
        let places = places.unwrap_or(0);
        let mut number = 0;
        while words(&self::finding(number, places, place.clone())?).ne(words(finding)) {
            number += 1;
        }
        let Place { line, column, length, .. } = *place;
        Some(Self { number, places, line, column, length })
    }

    /// The finding of a file; `None` of a number that says nothing.
    pub(super) fn finding(self, file: &Arc<str>) -> Option<Finding> {
        let Self { number, places, line, column, length } = self;
        finding(number, places, Place::new(file, line, column, length))
    }
}

/// What tells one from all others that are said of files.
fn words(finding: &Finding) -> impl Iterator<Item = &'static str> {
    std::iter::once(&finding.message).chain(&finding.hints).map(|message| message.key)
}

/// All that can be said of a file, by number.
fn finding(number: usize, places: usize, place: Place) -> Option<Finding> {
    let remarks = [
        Remark::Workbook,
        Remark::OldOffice,
        Remark::Pdf,
        Remark::OtherEncoding,
        Remark::Binary,
        Remark::Guessed,
        Remark::Damaged(places),
    ];
    match number.checked_sub(Trouble::ALL.len()) {
        None => Trouble::ALL.get(number).map(|trouble| trouble.finding(place)),
        Some(number) => remarks.get(number).map(|remark| remark.finding(place)),
    }
}

/// Anything that is said of a file of this name.
#[cfg(test)]
pub(super) fn any_finding(
    name: &'static str,
) -> impl proptest::strategy::Strategy<Value = Finding> {
    use proptest::prelude::*;

    (0_usize..13, any::<(usize, u32, u32, u32)>()).prop_map(
        move |(number, (places, line, column, length))| {
            finding(number, places, Place::new(&name.into(), line, column, length)).unwrap()
        },
    )
}
