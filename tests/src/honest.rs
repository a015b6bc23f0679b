//! Honest figures, and how often the checks of plausibility speak of them: `docs/plausibility.md`.
