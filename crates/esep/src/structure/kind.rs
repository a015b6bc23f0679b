//! Kinds of organizations, and which may belong to which.

use crate::finding::{Argument, Message, Refusal};
use crate::language::{Language, Text};
use crate::lookup::{fold, nearest};

/// What kind of organization one is. Definitions: `docs/glossary.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrganizationKind {
    /// An international body of unions; membership of it stands beside the tree.
    International,
    /// A national center of unions; membership of it stands beside the tree.
    Federation,
    /// An association of the unions of one oblast or city; it overlaps with the sectoral line, so
    /// membership of it stands beside the tree.
    TerritorialAssociation,
    /// A union of one industry in the whole country.
    SectoralUnion,
    /// A sectoral union's organization in one oblast.
    Regional,
    /// The same for a city.
    City,
    /// The same for part of an oblast.
    Territorial,
    /// The same for a district.
    District,
    /// A union of one or more employers.
    Local,
    /// The members of one employer.
    Primary,
    /// The students of one university.
    Student,
    /// An organization without legal personality of its own, at any level.
    Branch,
}

impl OrganizationKind {
    /// All kinds, from the widest to the smallest.
    pub const ALL: [Self; 12] = [
        Self::International,
        Self::Federation,
        Self::TerritorialAssociation,
        Self::SectoralUnion,
        Self::Regional,
        Self::City,
        Self::Territorial,
        Self::District,
        Self::Local,
        Self::Primary,
        Self::Student,
        Self::Branch,
    ];

    /// The id used in `structure.csv`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::International => "international",
            Self::Federation => "federation",
            Self::TerritorialAssociation => "territorial-association",
            Self::SectoralUnion => "sectoral-union",
            Self::Regional => "regional",
            Self::City => "city",
            Self::Territorial => "territorial",
            Self::District => "district",
            Self::Local => "local",
            Self::Primary => "primary",
            Self::Student => "student",
            Self::Branch => "branch",
        }
    }

    /// The term in three languages.
    pub fn label(self) -> Text {
        let (kk, ru, en) = match self {
            Self::International => {
                ("халықаралық бірлестік", "международное объединение", "international body")
            }
            Self::Federation => (
                "кәсіподақтардың республикалық бірлестігі",
                "республиканское объединение профсоюзов",
                "federation",
            ),
            Self::TerritorialAssociation => (
                "аумақтық кәсіподақтар бірлестігі",
                "территориальное объединение профсоюзов",
                "territorial association",
            ),
            Self::SectoralUnion => ("салалық кәсіподақ", "отраслевой профсоюз", "sectoral union"),
            Self::Regional => {
                ("облыстық кәсіподақ ұйымы", "областная организация", "regional organization")
            }
            Self::City => ("қалалық кәсіподақ ұйымы", "городская организация", "city organization"),
            Self::Territorial => (
                "аумақтық кәсіподақ ұйымы",
                "территориальная организация",
                "territorial organization",
            ),
            Self::District => {
                ("аудандық кәсіподақ ұйымы", "районная организация", "district organization")
            }
            Self::Local => ("жергілікті кәсіподақ", "локальный профсоюз", "local union"),
            Self::Primary => (
                "бастауыш кәсіподақ ұйымы",
                "первичная профсоюзная организация",
                "primary organization",
            ),
            Self::Student => (
                "студенттік кәсіподақ ұйымы",
                "студенческая профсоюзная организация",
                "student organization",
            ),
            Self::Branch => ("филиал", "филиал", "branch"),
        };
        Text::new(kk, ru, en)
    }

    /// Reads an id, a term in any language or an everyday word for it, however it is typed.
    pub fn parse(text: &str) -> Option<Self> {
        // Most files have ids, and a large one has many.
        if let Some(kind) = Self::ALL.into_iter().find(|kind| kind.id() == text) {
            return Some(kind);
        }
        let wanted = fold(text);
        Self::ALL.into_iter().find(|kind| kind.names().any(|name| fold(&name) == wanted))
    }

    /// All that it may be called: its id, its terms and everyday words.
    pub(crate) fn names(self) -> impl Iterator<Item = String> {
        let label = self.label();
        let labels = Language::ALL.map(|language| label.in_language(language).to_owned());
        let synonyms = self.synonyms().iter().map(|name| (*name).to_owned());
        std::iter::once(self.id().to_owned()).chain(labels).chain(synonyms)
    }

    /// The kind that somebody asks for.
    ///
    /// # Errors
    /// - a text that is no kind; the nearest term is named, or else all of them.
    pub fn named(text: &str) -> Result<Self, Refusal> {
        Self::parse(text).ok_or_else(|| {
            let message = Message::new("run.unknown-kind").with("kind", text);
            Refusal::new(message).with_hint(Self::hint_for(text))
        })
    }

    /// The hint for a text that is no kind: the nearest term, or else all of them.
    pub(super) fn hint_for(text: &str) -> Message {
        let labels = Self::ALL.map(Self::label);
        let known =
            |label: &Text| Language::ALL.map(|language| label.in_language(language).to_owned());
        let known: Vec<String> = labels.iter().flat_map(known).collect();
        if let Some(name) = nearest(text, known.iter().map(String::as_str)) {
            return Message::new("hint.nearest").with("name", name);
        }
        let labels: Vec<Argument> = labels.into_iter().map(Argument::Label).collect();
        Message::new("hint.one-of").with("values", labels)
    }

    /// Whether membership of such an organization stands beside the tree, so that nothing is added
    /// up through it: its members are counted through the sectoral line already.
    pub fn is_beside_the_tree(self) -> bool {
        matches!(self, Self::International | Self::Federation | Self::TerritorialAssociation)
    }

    /// Whether an organization of this kind may belong to one of kind `parent`.
    /// Levels may be skipped, never turned around.
    pub fn may_belong_to(self, parent: Self) -> bool {
        match (self.rank(), parent.rank()) {
            (Some(own), Some(parent)) => own > parent,
            // A branch has the level of what it is a branch of.
            (None, Some(parent)) => parent < Self::SMALLEST,
            (Some(own), None) => own > 0,
            (None, None) => true,
        }
    }

    const SMALLEST: u8 = 7;

    /// The level, from the widest; `None` for a branch, which may stand at any.
    const fn rank(self) -> Option<u8> {
        match self {
            Self::International | Self::Federation | Self::TerritorialAssociation => Some(0),
            Self::SectoralUnion => Some(1),
            Self::Regional => Some(2),
            Self::City | Self::Territorial => Some(3),
            Self::District => Some(4),
            Self::Local => Some(5),
            Self::Primary | Self::Student => Some(Self::SMALLEST),
            Self::Branch => None,
        }
    }

    const fn synonyms(self) -> &'static [&'static str] {
        match self {
            Self::International => &["халықаралық", "международная"],
            Self::Federation => &["федерация", "федерация профсоюзов", "кәсіподақтар федерациясы"],
            Self::TerritorialAssociation => &["территориальное объединение", "аумақтық бірлестік"],
            Self::SectoralUnion => &["салалық", "отраслевой", "отраслевая"],
            Self::Regional => &["oblast", "облыстық", "облыстық ұйым", "областная"],
            Self::City => &["қалалық", "қалалық ұйым", "городская"],
            Self::Territorial => &["аумақтық", "аумақтық ұйым", "территориальная"],
            Self::District => &["аудандық", "аудандық ұйым", "районная"],
            Self::Local => &["жергілікті", "локальный", "локальная"],
            Self::Primary => {
                &["бастауыш", "бастауыш ұйым", "первичная", "первичная организация", "ппо", "бкұ"]
            }
            Self::Student => {
                &["студенттік", "студенттік ұйым", "студенческая", "студенческая организация"]
            }
            Self::Branch => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_may_be_skipped_but_not_turned_around() {
        use OrganizationKind as K;
        assert!(K::Primary.may_belong_to(K::SectoralUnion));
        assert!(K::Branch.may_belong_to(K::SectoralUnion));
        assert!(K::Primary.may_belong_to(K::Branch));
        assert!(!K::Regional.may_belong_to(K::District));
        assert!(!K::Branch.may_belong_to(K::Primary));
        assert!(!K::Regional.may_belong_to(K::Regional));
    }

    #[test]
    fn read_in_any_language() {
        for kind in OrganizationKind::ALL {
            assert_eq!(OrganizationKind::parse(kind.id()), Some(kind));
            for language in Language::ALL {
                let label = kind.label();
                assert_eq!(OrganizationKind::parse(label.in_language(language)), Some(kind));
            }
        }
        let everyday = [
            ("ППО", OrganizationKind::Primary),
            ("Федерация", OrganizationKind::Federation),
            (" территориальное  объединение", OrganizationKind::TerritorialAssociation),
            ("бастауыш ұйым", OrganizationKind::Primary),
        ];
        for (text, kind) in everyday {
            assert_eq!(OrganizationKind::parse(text), Some(kind), "{text}");
        }
        assert_eq!(OrganizationKind::parse("club"), None);
    }
}
