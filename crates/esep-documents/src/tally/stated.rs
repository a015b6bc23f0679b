//! What the organizations of a book state, against the registers of the book.

use std::sync::Arc;

use esep::{Book, Counting, Finding, Message, Register, Tally, When, compare_with_register};

use super::opening::{Counted, Purpose};
use super::reading::{read_sheets, read_text};
use super::together;
use crate::grids::{SheetTexts, is_workbook};
use crate::register::{Among, Seeing};
use crate::source::{File, Source};

/// A register of a book, as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterFile {
    /// Which register.
    pub register: &'static Register,
    /// The file.
    pub file: File,
}

/// What is found in registers, and between them and what is stated, for every period for which the
/// book has sheets of their form; with the headings of the registers, for quoting.
pub(crate) fn compare_with_registers(
    book: &Book,
    registers: Vec<RegisterFile>,
) -> (Vec<Finding>, Vec<Source>) {
    let mut findings = Vec::new();
    let mut headings = Vec::new();
    for RegisterFile { register, file } in registers {
        let stated = book.sheets.forms_and_periods().filter(|(form, _)| **form == register.form);
        let whens: Vec<When> = stated.map(|(_, period)| When::In(period)).collect();
        if whens.is_empty() {
            continue;
        }
        let among = Among { structure: &book.structure, seeing: Seeing::All, from: 0 };
        let purpose = Purpose { register, forms: &book.forms, among, whens: &whens };
        let counted = read(file, purpose, &mut findings);
        let mut left_out = 0_usize;
        let mut tallies: Vec<(Counting, Tally)> = Vec::new();
        findings.extend(super::columns_missed(register, &counted));
        for Counted { tallies: more, faults, heading, part, .. } in counted {
            findings.extend(faults.findings(register));
            left_out = left_out.saturating_add(faults.rows());
            tallies = if tallies.is_empty() {
                more
            } else {
                tallies.into_iter().zip(more).map(|(all, more)| together(all, more)).collect()
            };
            headings.extend(part.is_none().then_some(heading));
        }
        for (counting, tally) in &tallies {
            let differences = compare_with_register(book, counting, tally).into_iter();
            findings.extend(differences.map(|finding| match left_out {
                0 => finding,
                rows => {
                    finding.with_hint(Message::new("hint.register-has-bad-rows").with("rows", rows))
                }
            }));
        }
    }
    (findings, headings)
}

/// What a file gives, or each of its sheets.
fn read(file: File, purpose: Purpose<'_>, findings: &mut Vec<Finding>) -> Vec<Counted> {
    if is_workbook(&file.name) {
        let name = Arc::clone(&file.name);
        return read_sheets(&name, SheetTexts::read(file), purpose, findings);
    }
    read_text(file, purpose, findings).into_iter().collect()
}
