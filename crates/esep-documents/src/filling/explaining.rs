//! Which of the figures typed are probably wrong, in words.

use esep::explain::{CellChange, Explained, Limits, Settled, Solution, explain_filled};

use super::state::{ShownExplanation, ShownWay, Typing};
use super::work::Worked;

/// Less work than for a book: somebody is typing.
const LIMITS: Limits = Limits { steps: 20_000, comparisons: 40_000, repairs: 50 };

impl Worked<'_> {
    /// What explains the findings.
    pub(super) fn explanations(&self) -> Vec<ShownExplanation> {
        let explained =
            explain_filled(self.checked(), &self.computed_cells(), &self.findings, &LIMITS);
        explained.iter().map(|explained| self.explanation(explained)).collect()
    }

    fn explanation(&self, explained: &Explained) -> ShownExplanation {
        let sentence = |message| self.wording.sentence(&message);
        let solutions = explained.outcome.solutions();
        let ways = explained.ways().into_iter().zip(solutions).map(|(way, solution)| ShownWay {
            message: sentence(way),
            kind: solution.cause.name(),
            typing: self.typing(solution),
        });
        ShownExplanation {
            findings: explained.findings.clone(),
            message: sentence(explained.sentence()),
            ways: ways.collect(),
            remarks: explained.remarks(solutions.len()).into_iter().map(sentence).collect(),
        }
    }

    /// What would have to be typed; nothing where a figure is left open or stands elsewhere.
    fn typing(&self, solution: &Solution) -> Vec<Typing> {
        let typing = solution.changes.iter().map(|change| self.typed(change));
        typing.collect::<Option<Vec<Typing>>>().unwrap_or_default()
    }

    fn typed(&self, change: &CellChange) -> Option<Typing> {
        let Settled::Figure(amount) = &change.to else { return None };
        let text = amount.in_language(self.wording.language());
        Some(Typing { cell: self.found(&change.cell)?, text })
    }
}
