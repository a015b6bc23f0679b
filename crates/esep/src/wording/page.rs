//! The pages that explain the codes, one for every code in every language.

use crate::finding::Code;
use crate::language::Language;

macro_rules! pages {
    ($($variant:ident $name:literal,)*) => {
        /// The page that explains a code, in Markdown: what it says, why it matters, an example,
        /// and how to put it right. The first line is its heading, `# F001 parts-do-not-add-up`.
        ///
        /// ```
        /// use esep::{Code, Language, page};
        /// assert!(page(Code::Cycle, Language::Ru).starts_with("# S002 cycle\n"));
        /// ```
        pub const fn page(code: Code, language: Language) -> &'static str {
            match (code, language) {
                $(
                    (Code::$variant, Language::Kk) => {
                        include_str!(concat!("../../pages/kk/", $name, ".md"))
                    }
                    (Code::$variant, Language::Ru) => {
                        include_str!(concat!("../../pages/ru/", $name, ".md"))
                    }
                    (Code::$variant, Language::En) => {
                        include_str!(concat!("../../pages/en/", $name, ".md"))
                    }
                )*
            }
        }
    };
}

pages! {
    UnreadableFigure "unreadable-figure",
    AmbiguousFigure "ambiguous-figure",
    UnknownLine "unknown-line",
    UnknownOrganization "unknown-organization",
    DuplicateFigure "duplicate-figure",
    UnreadableDocument "unreadable-document",
    UnknownForm "unknown-form",
    UnknownColumn "unknown-column",
    UnreadablePeriod "unreadable-period",
    UnknownKey "unknown-key",
    UnreadableValue "unreadable-value",
    MalformedForm "malformed-form",
    RuleBindsToNothing "rule-binds-to-nothing",
    RulesContradict "rules-contradict",
    GuessedEncoding "guessed-encoding",
    ContradictoryRow "contradictory-row",
    UncertainRecognition "uncertain-recognition",
    HiddenFigures "hidden-figures",
    OrphanOrganization "orphan-organization",
    Cycle "cycle",
    DuplicateCode "duplicate-code",
    MisplacedKind "misplaced-kind",
    MissingReport "missing-report",
    CountedTwice "counted-twice",
    RowsAboveOthers "rows-above-others",
    PartsDoNotAddUp "parts-do-not-add-up",
    PartsExceedWhole "parts-exceed-whole",
    PartMissing "part-missing",
    RuleDoesNotHold "rule-does-not-hold",
    ShareDoesNotMatch "share-does-not-match",
    FractionalCount "fractional-count",
    NegativeCount "negative-count",
    FigureOutOfBounds "figure-out-of-bounds",
    NoCommonSolution "no-common-solution",
    ChangeDoesNotMatch "change-does-not-match",
    OpeningDiffersFromClosing "opening-differs-from-closing",
    CumulativeFigureFalls "cumulative-figure-falls",
    PeriodDiffersFromItsParts "period-differs-from-its-parts",
    RollupMismatch "rollup-mismatch",
    ChildrenExceedParent "children-exceed-parent",
    RegisterDiffers "register-differs",
    MembersExceedEmployees "members-exceed-employees",
    DensityOutOfRange "density-out-of-range",
    GainHidesLoss "gain-hides-loss",
    RemediedExceedsFound "remedied-exceeds-found",
    SameFigureInSiblings "same-figure-in-siblings",
    UnusualChange "unusual-change",
    UnitLooksWrong "unit-looks-wrong",
    PartEqualsWhole "part-equals-whole",
    TooRegularFigures "too-regular-figures",
    CopiedFromPreviousPeriod "copied-from-previous-period",
    MeanOfRatios "mean-of-ratios",
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The headings of the four sections.
    fn sections(language: Language) -> [&'static str; 4] {
        match language {
            Language::Kk => {
                ["Бұл нені білдіреді", "Неліктен маңызды", "Мысал", "Қалай түзетуге болады"]
            }
            Language::Ru => ["Что это значит", "Почему это важно", "Пример", "Как исправить"],
            Language::En => ["What it says", "Why it matters", "Example", "How to put it right"],
        }
    }

    #[test]
    fn every_page_has_its_heading_and_sections() {
        for code in Code::ALL.iter().copied() {
            for language in Language::ALL {
                let page = page(code, language);
                let heading = format!("# {code} {}", code.name());
                assert_eq!(page.lines().next(), Some(&*heading), "{language}");
                let found: Vec<_> =
                    page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
                assert_eq!(found, sections(language), "{code} {language}");
            }
        }
    }

    #[test]
    fn every_example_has_files_and_a_command_in_its_language() {
        for code in Code::ALL.iter().copied() {
            for language in Language::ALL {
                let page = page(code, language);
                assert!(page.matches("\n```").count() >= 4, "{code} {language}");
                let command = page.lines().find(|line| line.starts_with("$ esep "));
                let command = command.unwrap_or_default();
                let names_language = command.ends_with(&format!(" --lang {language}"));
                assert_eq!(names_language, language != Language::En, "{code} {language}");
                assert!(!command.is_empty(), "{code} {language}");
            }
        }
    }

    #[test]
    fn every_language_shows_the_same_files() {
        let files = |code, language| -> Vec<&str> {
            let page = page(code, language);
            page.lines().filter(|line| line.starts_with("```") && line.contains(' ')).collect()
        };
        for code in Code::ALL.iter().copied() {
            for language in Language::ALL {
                assert_eq!(files(code, language), files(code, Language::En), "{code} {language}");
            }
        }
    }
}
