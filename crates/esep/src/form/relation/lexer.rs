//! The words and signs of a relation.

use std::ops::Range;

use super::{Mistake, MistakeKind, Sign};
use crate::figure::Rational;

/// A word or sign and where it stands, in bytes.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) span: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TokenKind {
    Number(Rational),
    /// An id, with `.*` at its end where its parts are meant.
    Name,
    If,
    And,
    Then,
    Sum,
    Sign(Sign),
    Plus,
    Minus,
    Star,
    Slash,
    Percent,
    Open,
    Close,
    OpenBracket,
    CloseBracket,
    Colon,
    At,
    /// What has no meaning, and has been reported.
    Unreadable,
    End,
}

/// A relation of more words and signs than this is refused; it keeps the tree of any text shallow.
const MOST_TOKENS: usize = 500;
/// A number of more digits than this is refused.
const MOST_DIGITS: usize = 30;

/// Whether a text is a well-formed id: small Latin letters and digits, a letter first, parted by
/// single hyphens or dots, and no word of the language.
pub(in crate::form) fn is_id(text: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.split(['-', '.']).all(plain)
        && !["if", "and", "or", "then", "sum"].contains(&text)
}

/// All words and signs, `End` last, and what could not be read.
pub(super) fn tokens(text: &str) -> (Vec<Token>, Vec<Mistake>) {
    let mut tokens = Vec::new();
    let mut mistakes = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let start = text.len() - rest.len();
        if tokens.len() == MOST_TOKENS {
            mistakes.push(Mistake { kind: MistakeKind::TooLong, span: start..text.len() });
            break;
        }
        let (kind, length) = token(rest);
        let span = start..start + length;
        let kind = kind.unwrap_or_else(|kind| {
            mistakes.push(Mistake { kind, span: span.clone() });
            TokenKind::Unreadable
        });
        tokens.push(Token { kind, span });
        rest = rest.get(length..).unwrap_or_default().trim_start();
    }
    let end = text.trim_end().len();
    tokens.push(Token { kind: TokenKind::End, span: end..end });
    (tokens, mistakes)
}

/// The first word or sign of a text that does not begin with a space, and its length in bytes.
fn token(text: &str) -> (Result<TokenKind, MistakeKind>, usize) {
    const SIGNS: [(&str, TokenKind); 22] = [
        ("<=", TokenKind::Sign(Sign::LessOrEqual)),
        (">=", TokenKind::Sign(Sign::GreaterOrEqual)),
        ("!=", TokenKind::Sign(Sign::NotEqual)),
        ("≤", TokenKind::Sign(Sign::LessOrEqual)),
        ("≥", TokenKind::Sign(Sign::GreaterOrEqual)),
        ("≠", TokenKind::Sign(Sign::NotEqual)),
        ("=", TokenKind::Sign(Sign::Equal)),
        ("<", TokenKind::Sign(Sign::Less)),
        (">", TokenKind::Sign(Sign::Greater)),
        ("+", TokenKind::Plus),
        ("-", TokenKind::Minus),
        ("−", TokenKind::Minus),
        ("*", TokenKind::Star),
        ("×", TokenKind::Star),
        ("/", TokenKind::Slash),
        ("%", TokenKind::Percent),
        ("(", TokenKind::Open),
        (")", TokenKind::Close),
        ("[", TokenKind::OpenBracket),
        ("]", TokenKind::CloseBracket),
        (":", TokenKind::Colon),
        ("@", TokenKind::At),
    ];
    if let Some((written, kind)) = SIGNS.into_iter().find(|(written, _)| text.starts_with(written))
    {
        return (Ok(kind), written.len());
    }
    let first = text.chars().next().unwrap_or_default();
    if first.is_ascii_digit() {
        number(text)
    } else if first.is_alphanumeric() || first == '_' {
        word(text)
    } else {
        (Err(MistakeKind::UnknownCharacter(first)), first.len_utf8())
    }
}

fn number(text: &str) -> (Result<TokenKind, MistakeKind>, usize) {
    let mut characters = text.char_indices().peekable();
    let mut length = 0;
    while let Some((at, character)) = characters.next() {
        let next_is_digit = characters.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        let belongs = character.is_alphanumeric()
            || character == '_'
            || (matches!(character, '.' | ',') && next_is_digit);
        if !belongs {
            break;
        }
        length = at + character.len_utf8();
    }
    let written = text.get(..length).unwrap_or_default();
    let (whole, decimals) = written.split_once('.').unwrap_or((written, "0"));
    let digits = format!("{whole}{decimals}").replace('_', "");
    if digits.len() > MOST_DIGITS {
        return (Err(MistakeKind::NumberTooLong), length);
    }
    let exponent = decimals.bytes().filter(u8::is_ascii_digit).count();
    let number = i32::try_from(exponent).ok().and_then(|e| Rational::from_digits(&digits, -e));
    let kind = number.map(TokenKind::Number);
    (kind.ok_or_else(|| MistakeKind::UnreadableNumber(written.to_owned())), length)
}

fn word(text: &str) -> (Result<TokenKind, MistakeKind>, usize) {
    let mut characters = text.char_indices().peekable();
    let mut length = 0;
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        if character == '.' && next == Some('*') {
            length = at + 2;
            break;
        }
        let joins = matches!(character, '-' | '.') && next.is_some_and(char::is_alphanumeric);
        if !(character.is_alphanumeric() || character == '_' || joins) {
            break;
        }
        length = at + character.len_utf8();
    }
    let written = text.get(..length).unwrap_or_default();
    let kind = match written {
        "if" => Ok(TokenKind::If),
        "and" => Ok(TokenKind::And),
        "then" => Ok(TokenKind::Then),
        "sum" => Ok(TokenKind::Sum),
        "or" => Err(MistakeKind::Or),
        _ if is_id(written.strip_suffix(".*").unwrap_or(written)) => Ok(TokenKind::Name),
        _ => Err(MistakeKind::UnreadableId(written.to_owned())),
    };
    (kind, length)
}
