//! What can be wrong with a file of TOML, in words of our own: the parser speaks English only.

use toml::de::Error;

use crate::finding::Message;

/// What can be wrong with TOML, as far as advice differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TomlMistake {
    /// Nothing behind the equals sign.
    NoValue,
    /// A text without quotes.
    Unquoted,
    /// A key with letters that need quotes.
    UnquotedKey,
    /// A key without an equals sign.
    NoEquals,
    /// A key for the second time.
    Twice,
    /// A key that has a value and is a table as well.
    WholeAndParts,
    /// More behind a value.
    AfterValue,
    /// A number that begins with zero.
    LeadingZero,
    /// A quote that never closes.
    UnclosedQuote,
    /// A bracket that never closes.
    UnclosedBracket,
    /// More tables in one another than are read.
    TooDeep,
    /// Anything else.
    Other,
}

impl TomlMistake {
    /// What an error of the parser complains of.
    pub fn of(error: &Error) -> Self {
        const BEGINNINGS: [(&str, TomlMistake); 14] = [
            ("string values must be quoted", TomlMistake::Unquoted),
            ("invalid unquoted key", TomlMistake::UnquotedKey),
            ("key with no value", TomlMistake::NoEquals),
            ("duplicate key", TomlMistake::Twice),
            ("cannot extend value", TomlMistake::WholeAndParts),
            ("unexpected key or value", TomlMistake::AfterValue),
            ("unexpected leading zero", TomlMistake::LeadingZero),
            ("invalid basic string", TomlMistake::UnclosedQuote),
            ("invalid literal string", TomlMistake::UnclosedQuote),
            ("invalid multi-line", TomlMistake::UnclosedQuote),
            ("unclosed", TomlMistake::UnclosedBracket),
            ("missing comma between array", TomlMistake::UnclosedBracket),
            ("recursion limit", TomlMistake::TooDeep),
            ("cannot recurse", TomlMistake::TooDeep),
        ];
        let message = error.message();
        let mistake = BEGINNINGS.iter().find(|(beginning, _)| message.starts_with(beginning));
        match mistake.map_or(Self::Other, |(_, mistake)| *mistake) {
            Self::Unquoted if error.span().is_none_or(|span| span.is_empty()) => Self::NoValue,
            mistake => mistake,
        }
    }

    /// The sentence about it; `text` is what stands at its place.
    pub fn message(self, text: &str) -> Message {
        let quoting = |key| Message::new(key).with("text", text);
        match self {
            Self::NoValue => Message::new("unreadable-document.toml-no-value"),
            Self::Unquoted => quoting("unreadable-document.toml-unquoted"),
            Self::UnquotedKey => Message::new("unreadable-document.toml-key"),
            Self::NoEquals => Message::new("unreadable-document.toml-no-equals"),
            Self::Twice => quoting("unreadable-document.toml-twice"),
            Self::WholeAndParts => quoting("unreadable-document.toml-whole-and-parts"),
            Self::AfterValue => Message::new("unreadable-document.toml-after-value"),
            Self::LeadingZero => Message::new("unreadable-document.toml-leading-zero"),
            Self::UnclosedQuote => Message::new("unreadable-document.unclosed-quote"),
            Self::UnclosedBracket => Message::new("unreadable-document.unclosed-bracket"),
            Self::TooDeep => Message::new("unreadable-document.too-deep"),
            Self::Other => Message::new("unreadable-document.toml"),
        }
    }
}
