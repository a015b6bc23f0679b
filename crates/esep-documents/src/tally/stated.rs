//! What the organizations of a book state, against the registers of the book.

use esep::{Book, Finding, Message, Register, When, compare_with_register};

use super::opening::Purpose;
use super::reading::read_text;
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
        let Some(counted) = read_text(file, purpose, &mut findings) else { continue };
        findings.extend(counted.faults.findings(register));
        for (counting, tally) in &counted.tallies {
            let differences = compare_with_register(book, counting, tally).into_iter();
            let left_out = counted.faults.rows();
            findings.extend(differences.map(|finding| match left_out {
                0 => finding,
                rows => {
                    finding.with_hint(Message::new("hint.register-has-bad-rows").with("rows", rows))
                }
            }));
        }
        headings.push(counted.heading);
    }
    (findings, headings)
}
