//! The union's languages, and labels that exist in all of them.

use std::fmt;
use std::sync::Arc;

/// A language in which Esep reads and answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Kazakh, written in Cyrillic.
    Kk,
    /// Russian.
    Ru,
    /// English.
    En,
}

impl Language {
    /// All languages, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Kk, Self::Ru, Self::En];

    /// The two-letter code of ISO 639-1: `kk`, `ru`, `en`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Kk => "kk",
            Self::Ru => "ru",
            Self::En => "en",
        }
    }

    /// Reads a code as `kk`, `ru`, `en`, or with a region as `ru-KZ` and `kk_KZ.UTF-8`.
    ///
    /// ```
    /// use esep::Language;
    /// assert_eq!(Language::parse("ru-KZ"), Some(Language::Ru));
    /// assert_eq!(Language::parse("de"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let code = text.split(['-', '_', '.']).next()?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|language| language.code() == code)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A label in three languages. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(Arc<[Box<str>; 3]>);

impl Text {
    /// A label with its wording in Kazakh, Russian and English.
    pub fn new(kk: impl Into<Box<str>>, ru: impl Into<Box<str>>, en: impl Into<Box<str>>) -> Self {
        Self(Arc::new([kk.into(), ru.into(), en.into()]))
    }

    /// A label that reads the same in every language, such as a code.
    pub fn same(text: &str) -> Self {
        Self::new(text, text, text)
    }

    /// The wording in one language.
    pub fn in_language(&self, language: Language) -> &str {
        let [kk, ru, en] = &*self.0;
        match language {
            Language::Kk => kk,
            Language::Ru => ru,
            Language::En => en,
        }
    }
}
