//! The catalog of findings: every code, its name, how grave it is.
//!
//! A code is never renamed and never used again for something else.

use std::fmt;

use super::Severity;

/// The families of findings, one letter each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// `I`: input that cannot be read or understood.
    Input,
    /// `S`: the union's structure.
    Structure,
    /// `F`: arithmetic within a form.
    Form,
    /// `P`: one period against another.
    Period,
    /// `R`: a parent against its children.
    RollUp,
    /// `M`: membership.
    Membership,
    /// `V`: violations and the legal service.
    Violations,
    /// `Q`: figures that may be right but deserve a look.
    Plausibility,
}

impl Family {
    /// All families, in the order of the catalog.
    pub const ALL: [Self; 8] = [
        Self::Input,
        Self::Structure,
        Self::Form,
        Self::Period,
        Self::RollUp,
        Self::Membership,
        Self::Violations,
        Self::Plausibility,
    ];

    /// The letter that begins the codes of this family.
    pub const fn letter(self) -> char {
        match self {
            Self::Input => 'I',
            Self::Structure => 'S',
            Self::Form => 'F',
            Self::Period => 'P',
            Self::RollUp => 'R',
            Self::Membership => 'M',
            Self::Violations => 'V',
            Self::Plausibility => 'Q',
        }
    }
}

macro_rules! catalog {
    ($($(#[$doc:meta])* $variant:ident = $family:ident $number:literal $name:literal $severity:ident;)*) => {
        /// What kind of defect a finding is. Codes sort by family, then number.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[$doc])* $variant,)*
        }

        impl Code {
            /// Every code, sorted.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            const fn entry(self) -> (Family, u16, &'static str, Severity) {
                match self {
                    $(Self::$variant => (Family::$family, $number, $name, Severity::$severity),)*
                }
            }
        }
    };
}

catalog! {
    /// A text that is no figure.
    UnreadableFigure = Input 1 "unreadable-figure" Error;
    /// A text that can be read as two different figures.
    AmbiguousFigure = Input 2 "ambiguous-figure" Error;
    /// A line that the form does not have.
    UnknownLine = Input 3 "unknown-line" Error;
    /// An organization that the structure does not have.
    UnknownOrganization = Input 4 "unknown-organization" Error;
    /// The same cell stated twice.
    DuplicateFigure = Input 5 "duplicate-figure" Error;
    /// A file that cannot be read as what it should be.
    UnreadableDocument = Input 6 "unreadable-document" Error;
    /// A form that is not known.
    UnknownForm = Input 7 "unknown-form" Error;
    /// A column that the form does not have.
    UnknownColumn = Input 8 "unknown-column" Error;
    /// A text that is no period, or no period where one is needed.
    UnreadablePeriod = Input 9 "unreadable-period" Error;
    /// A key or heading that nothing reads.
    UnknownKey = Input 10 "unknown-key" Warning;
    /// A value that is not what its key or heading asks for: a date, a kind, a language.
    UnreadableValue = Input 11 "unreadable-value" Error;
    /// A form file that does not say what a form must say.
    MalformedForm = Input 12 "malformed-form" Error;
    /// A rule of a form that names what the form does not have.
    RuleBindsToNothing = Input 13 "rule-binds-to-nothing" Error;
    /// Rules of a form that no figures at all can satisfy.
    RulesContradict = Input 14 "rules-contradict" Error;
    /// A file whose encoding had to be guessed.
    GuessedEncoding = Input 15 "guessed-encoding" Warning;
    /// A row of a register that contradicts itself.
    ContradictoryRow = Input 16 "contradictory-row" Error;
    /// A label, a name or a period of a form that was recognized, but not beyond doubt.
    UncertainRecognition = Input 17 "uncertain-recognition" Warning;
    /// Figures that are read although the program hides them.
    HiddenFigures = Input 18 "hidden-figures" Warning;
    /// An organization whose parent is not in the structure.
    OrphanOrganization = Structure 1 "orphan-organization" Error;
    /// Organizations that belong to each other in a circle.
    Cycle = Structure 2 "cycle" Error;
    /// One code for two organizations.
    DuplicateCode = Structure 3 "duplicate-code" Error;
    /// An organization under one that cannot have it.
    MisplacedKind = Structure 4 "misplaced-kind" Error;
    /// Organizations that did not report although others beside them did.
    MissingReport = Structure 5 "missing-report" Warning;
    /// An organization that would be added up twice.
    CountedTwice = Structure 6 "counted-twice" Error;
    /// Rows of a register at an organization that has others below it.
    RowsAboveOthers = Structure 7 "rows-above-others" Warning;
    /// Parts that give less or other than their whole.
    PartsDoNotAddUp = Form 1 "parts-do-not-add-up" Error;
    /// Parts that give more than their whole.
    PartsExceedWhole = Form 2 "parts-exceed-whole" Error;
    /// Blank parts and a remainder that they would have to make up.
    PartMissing = Form 3 "part-missing" Warning;
    /// A rule of a form that does not hold.
    RuleDoesNotHold = Form 4 "rule-does-not-hold" Error;
    /// A share or rate that its own figures do not give.
    ShareDoesNotMatch = Form 5 "share-does-not-match" Error;
    /// A count that is not whole.
    FractionalCount = Form 6 "fractional-count" Error;
    /// A count or an amount below nought.
    NegativeCount = Form 7 "negative-count" Error;
    /// A figure outside the bounds that the form sets.
    FigureOutOfBounds = Form 8 "figure-out-of-bounds" Error;
    /// Rounded figures that pass one by one but have no common solution.
    NoCommonSolution = Form 9 "no-common-solution" Error;
    /// A change that differs from the two periods it compares.
    ChangeDoesNotMatch = Period 1 "change-does-not-match" Error;
    /// An opening figure that is not the closing one of the period before.
    OpeningDiffersFromClosing = Period 2 "opening-differs-from-closing" Error;
    /// A figure counted from the start of the year that falls within it.
    CumulativeFigureFalls = Period 3 "cumulative-figure-falls" Error;
    /// A figure that differs from those of the periods within its own.
    PeriodDiffersFromItsParts = Period 4 "period-differs-from-its-parts" Error;
    /// A parent whose figure is not the sum of its children's.
    RollupMismatch = RollUp 1 "rollup-mismatch" Error;
    /// Children that give more than their parent although some are missing.
    ChildrenExceedParent = RollUp 2 "children-exceed-parent" Error;
    /// A figure that is not what the rows of a register give.
    RegisterDiffers = RollUp 3 "register-differs" Error;
    /// More working members than employees.
    MembersExceedEmployees = Membership 1 "members-exceed-employees" Error;
    /// A density outside 0 to 100 %.
    DensityOutOfRange = Membership 2 "density-out-of-range" Error;
    /// A gain that is stated although the reported parts are a loss.
    GainHidesLoss = Membership 3 "gain-hides-loss" Error;
    /// More remedied, answered or reinstated than there was to remedy.
    RemediedExceedsFound = Violations 1 "remedied-exceeds-found" Error;
    /// The same large figure in two organizations side by side.
    SameFigureInSiblings = Plausibility 1 "same-figure-in-siblings" Warning;
    /// A figure that is several times that of the period before, or a fraction of it.
    UnusualChange = Plausibility 2 "unusual-change" Warning;
    /// A figure a thousand times what is usual, or a thousandth of it.
    UnitLooksWrong = Plausibility 3 "unit-looks-wrong" Warning;
    /// A part as large as its whole, where that is no matter of course.
    PartEqualsWhole = Plausibility 4 "part-equals-whole" Warning;
    /// Figures more regular than counting makes them.
    TooRegularFigures = Plausibility 5 "too-regular-figures" Warning;
    /// A sheet or column whose figures are all those of an earlier period.
    CopiedFromPreviousPeriod = Plausibility 6 "copied-from-previous-period" Warning;
    /// A share or rate that is the mean of those below it instead of a quotient of sums.
    MeanOfRatios = Plausibility 7 "mean-of-ratios" Warning;
}

impl Code {
    /// The family.
    pub const fn family(self) -> Family {
        self.entry().0
    }

    /// The defect in kebab-case, as in `parts-do-not-add-up`.
    pub const fn name(self) -> &'static str {
        self.entry().2
    }

    /// How grave it is unless a form says otherwise.
    pub const fn severity(self) -> Severity {
        self.entry().3
    }

    /// Whether a rule of a form can say that it raises this: what a failed relation alone can tell.
    pub const fn can_be_named_by_a_rule(self) -> bool {
        matches!(
            self,
            Self::RuleDoesNotHold
                | Self::ShareDoesNotMatch
                | Self::ChangeDoesNotMatch
                | Self::OpeningDiffersFromClosing
                | Self::MembersExceedEmployees
                | Self::DensityOutOfRange
                | Self::RemediedExceedsFound
        )
    }

    /// Reads a code (`F001`, in any case) or a name (`parts-do-not-add-up`).
    ///
    /// ```
    /// use esep::Code;
    /// assert_eq!(Code::parse("f001"), Some(Code::PartsDoNotAddUp));
    /// assert_eq!(Code::parse("cycle").unwrap().to_string(), "S002");
    /// assert_eq!(Code::parse("F999"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| {
            code.name().eq_ignore_ascii_case(text) || code.to_string().eq_ignore_ascii_case(text)
        })
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (family, number, ..) = self.entry();
        write!(f, "{}{number:03}", family.letter())
    }
}
