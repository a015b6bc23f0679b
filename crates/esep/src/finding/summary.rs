//! What a run looked at and what it found, in numbers.

use super::{Finding, Severity};

/// What a run looked at and what it found, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Sheets read.
    pub sheets: usize,
    /// Figures on them.
    pub figures: usize,
    /// Relations between figures that were checked.
    pub relations_evaluated: usize,
    /// Relations that could not be checked, for they touch a figure that is not reported.
    pub relations_skipped: usize,
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
}

impl Summary {
    /// The same summary with the errors and warnings counted from these findings.
    #[must_use]
    pub fn counting(self, findings: &[Finding]) -> Self {
        let of = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        Self { errors: of(Severity::Error), warnings: of(Severity::Warning), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Code, Message};

    #[test]
    fn counts_by_severity() {
        let finding = |code: Code| Finding::new(code, None, Message::new("cycle"));
        let findings = [Code::Cycle, Code::UnusualChange, Code::Cycle].map(finding);
        let summary = Summary { sheets: 2, ..Summary::default() }.counting(&findings);
        assert_eq!((summary.sheets, summary.errors, summary.warnings), (2, 2, 1));
    }
}
