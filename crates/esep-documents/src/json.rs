//! JSON as a tree with places, and written with line ends.

use std::sync::Arc;

use esep::{Code, Finding, LineIndex, Message, Place, Written};
use jsonc_parser::ast::{Object, Value as Json};
use jsonc_parser::common::{Range, Ranged};
use jsonc_parser::errors::ParseErrorKind;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use crate::source::Source;
use crate::tree::{Node, Value};

/// JSON with two spaces a level and a line end.
pub(crate) fn pretty(document: &impl serde::Serialize) -> String {
    // Only keys that are no strings can fail, and there are none.
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    text
}

/// Reads a text as JSON, no dialect of it. After a mistake nothing is read; `None` where nothing
/// is there.
pub(crate) fn read_json(source: &Source) -> (Option<Node>, Vec<Finding>) {
    let reader = Reader { source, lines: source.lines() };
    match parse_to_ast(&source.text, &CollectOptions::default(), &STRICT) {
        Ok(parsed) => (parsed.value.map(|value| reader.node(&value)), Vec::new()),
        Err(error) => {
            let (key, hint) = words(error.kind());
            let mut place = reader.place(error.range());
            place.length = place.length.max(1);
            let finding = Finding::new(Code::UnreadableDocument, Some(place), Message::new(key));
            let hint = hint.map(Message::new);
            (None, vec![hint.into_iter().fold(finding, Finding::with_hint)])
        }
    }
}

const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

struct Reader<'a> {
    source: &'a Source,
    lines: LineIndex<'a>,
}

impl Reader<'_> {
    fn node(&self, json: &Json<'_>) -> Node {
        let value = match json {
            Json::StringLit(text) => Value::Text(Arc::from(&*text.value)),
            Json::NumberLit(number) => Value::Number(Arc::from(number.value)),
            Json::BooleanLit(boolean) => Value::Other(Arc::from(boolean.value.to_string())),
            Json::NullKeyword(_) => Value::Null,
            Json::Array(array) => {
                Value::List(array.elements.iter().map(|element| self.node(element)).collect())
            }
            Json::Object(object) => Value::Table(self.table(object)),
        };
        Node { place: self.place(json.range()), value }
    }

    fn table(&self, object: &Object<'_>) -> Vec<(Written, Node)> {
        let properties = object.properties.iter();
        properties
            .map(|property| {
                let place = self.place(property.name.range());
                (Written::new(property.name.as_str(), place), self.node(&property.value))
            })
            .collect()
    }

    /// The place of a range, quotes left out.
    fn place(&self, range: Range) -> Place {
        let raw = self.source.text.get(range.start..range.end).unwrap_or_default();
        let is_quoted = raw.len() >= 2 && raw.starts_with('"') && raw.ends_with('"');
        let width = usize::from(is_quoted);
        self.lines.place(&self.source.name, range.start + width..range.end.max(width) - width)
    }
}

/// The sentence for a mistake and the advice.
fn words(kind: &ParseErrorKind) -> (&'static str, Option<&'static str>) {
    match kind {
        ParseErrorKind::ExpectedComma => {
            ("unreadable-document.json-comma", Some("hint.quote-figure"))
        }
        ParseErrorKind::TrailingCommasNotAllowed => {
            ("unreadable-document.json-trailing-comma", None)
        }
        ParseErrorKind::CommentsNotAllowed => ("unreadable-document.json-comment", None),
        ParseErrorKind::ExpectedColonAfterObjectKey => ("unreadable-document.json-colon", None),
        ParseErrorKind::SingleQuotedStringsNotAllowed
        | ParseErrorKind::ExpectedStringObjectProperty
        | ParseErrorKind::UnexpectedWord
        | ParseErrorKind::String(_) => ("unreadable-document.json-text", None),
        ParseErrorKind::UnterminatedArray | ParseErrorKind::UnterminatedObject => {
            ("unreadable-document.unclosed-bracket", None)
        }
        ParseErrorKind::MultipleRootJsonValues => ("unreadable-document.json-several", None),
        ParseErrorKind::NestingDepthExceeded => ("unreadable-document.too-deep", None),
        ParseErrorKind::BareDecimalPointNumbersNotAllowed
        | ParseErrorKind::ExpectedDigit
        | ParseErrorKind::ExpectedDigitFollowingNegativeSign
        | ParseErrorKind::ExpectedPlusMinusOrDigitInNumberLiteral
        | ParseErrorKind::HexadecimalNumbersNotAllowed
        | ParseErrorKind::NonFiniteNumbersNotAllowed
        | ParseErrorKind::UnaryPlusNumbersNotAllowed => {
            ("unreadable-document.json-number", Some("hint.quote-figure"))
        }
        _ => ("unreadable-document.json", None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test::{outlined, parsed, shown};

    fn check(text: &str, expected: Result<&[&str], &str>) {
        let (root, findings) = read_json(&parsed("f", text));
        let finding = shown(&findings).first().map(|finding| {
            let finding = finding.replace(" I006 unreadable-document", "");
            finding.split(" | ").next().unwrap().to_owned()
        });
        match expected {
            Ok(tree) => assert_eq!(
                (outlined(&root.unwrap()), finding),
                (tree.iter().map(|line| (*line).to_owned()).collect(), None)
            ),
            Err(expected) => assert_eq!((root, finding.as_deref()), (None, Some(expected))),
        }
    }

    #[test]
    fn values_with_places() {
        check(
            "{\"a\": 1.50,\n \"ә\": [null, true, \"x\\n\"]}",
            Ok(&["a@1:3 1.50@1:7+4", "ә@2:3 [", "null@2:8+4", "?true@2:14+4", "x\n@2:21+3", "]"]),
        );
        check("{\"a\": 1, \"a\": 2}", Ok(&["a@1:3 1@1:7+1", "a@1:11 2@1:15+1"]));
    }

    #[test]
    fn mistakes_say_what_was_expected() {
        check("{\"a\": 1 093}", Err("f:1:8.json-comma"));
        check("{\"a\": 1,}", Err("f:1:8.json-trailing-comma"));
        check("// a\n{}", Err("f:1:1.json-comment"));
        check("{\"a\" 1}", Err("f:1:6.json-colon"));
        check("{a: 1}", Err("f:1:2.json-text"));
        check("{\"a\": жоқ}", Err("f:1:7.json"));
        check("[1", Err("f:1:1.unclosed-bracket"));
        check("{}{}", Err("f:1:3.json-several"));
        check("[1.]", Err("f:1:2.json-number"));
        check(&"[".repeat(100_000), Err("f:1:513.too-deep"));
    }
}
