//! TOML as a tree with places, read past its mistakes.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use esep::{Code, Finding, LineIndex, Message, Place, TomlMistake, Written};
use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use crate::source::Source;
use crate::tree::{Node, Value};

/// Reads a text as TOML. Lines with mistakes are left out, or read where they leave no doubt.
pub(crate) fn read_toml(source: &Source) -> (Node, Vec<Finding>) {
    let patched;
    let (mut root, mut errors) = DeTable::parse_recoverable(&source.text);
    if let Some(text) = without_stops(&source.text, &errors) {
        patched = text;
        let (again, more) = DeTable::parse_recoverable(&patched);
        root = again;
        errors.extend(more);
    }
    let lines = source.lines();
    let mut reader = Reader { source, lines, doubtful: BTreeSet::new() };
    let findings = reader.findings(&errors);
    let children = reader.table(root.get_ref());
    let place = Place::whole(&source.name);
    (Node { place, value: Value::Table(children) }, findings)
}

struct Reader<'a> {
    source: &'a Source,
    lines: LineIndex<'a>,
    /// Lines whose values cannot be trusted.
    doubtful: BTreeSet<u32>,
}

impl Reader<'_> {
    /// One finding for each line with mistakes: the first.
    fn findings(&mut self, errors: &[Error]) -> Vec<Finding> {
        let mut mistakes: Vec<_> = errors
            .iter()
            .map(|error| (self.place(&error.span().unwrap_or(0..0)), TomlMistake::of(error)))
            .collect();
        mistakes.sort_by(|(a, _), (b, _)| a.cmp(b));
        let doubtful = mistakes.iter().filter(|(_, mistake)| !leaves_no_doubt(*mistake));
        self.doubtful = doubtful.map(|(place, _)| place.line).collect();
        mistakes.dedup_by_key(|(place, _)| place.line);
        mistakes.into_iter().map(|(place, mistake)| self.finding(place, mistake)).collect()
    }

    fn finding(&self, mut place: Place, mistake: TomlMistake) -> Finding {
        let text = self.source.text.get(self.lines.bytes(&place)).unwrap_or_default();
        let message = mistake.message(text);
        place.length = place.length.max(1);
        let finding = Finding::new(Code::UnreadableDocument, Some(place), message);
        match hint(mistake) {
            Some(hint) => finding.with_hint(Message::new(hint).with("text", text)),
            None => finding,
        }
    }

    fn table(&self, table: &DeTable<'_>) -> Vec<(Written, Node)> {
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        entries
            .into_iter()
            .filter_map(|(key, value)| {
                let key = Written::new(&**key.get_ref(), self.place(&key.span()));
                Some((key, self.node(value)?))
            })
            .collect()
    }

    fn node(&self, value: &Spanned<DeValue<'_>>) -> Option<Node> {
        let place = self.place(&value.span());
        let raw = || Arc::from(self.source.text.get(value.span()).unwrap_or_default());
        let value = match value.get_ref() {
            DeValue::Table(table) => Value::Table(self.table(table)),
            DeValue::Array(array) => {
                Value::List(array.iter().filter_map(|node| self.node(node)).collect())
            }
            _ if self.doubtful.contains(&place.line) => return None,
            DeValue::String(text) => Value::Text(Arc::from(&**text)),
            DeValue::Integer(digits) if digits.radix() == 10 => {
                Value::Number(Arc::from(digits.as_str()))
            }
            DeValue::Float(float) if !float.as_str().ends_with(['f', 'n']) => {
                Value::Number(Arc::from(float.as_str()))
            }
            DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => Value::Other(raw()),
        };
        Some(Node { place, value })
    }

    /// The place of bytes, quotes left out.
    fn place(&self, bytes: &Range<usize>) -> Place {
        let raw = self.source.text.get(bytes.clone()).unwrap_or_default();
        let quotes = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quotes| {
            raw.len() >= 2 * quotes.len() && raw.starts_with(quotes) && raw.ends_with(quotes)
        });
        let width = quotes.map_or(0, str::len);
        self.lines.place(&self.source.name, bytes.start + width..bytes.end.max(width) - width)
    }
}

/// What to do about a mistake in a filled sheet.
fn hint(mistake: TomlMistake) -> Option<&'static str> {
    match mistake {
        TomlMistake::NoValue => Some("hint.leave-out-blank"),
        TomlMistake::Unquoted => Some("hint.quote-text"),
        TomlMistake::NoEquals | TomlMistake::Other => Some("hint.toml-line"),
        TomlMistake::WholeAndParts => Some("hint.quote-dotted-key"),
        TomlMistake::AfterValue | TomlMistake::LeadingZero => Some("hint.quote-figure"),
        TomlMistake::UnclosedQuote => Some("hint.close-text"),
        TomlMistake::UnquotedKey
        | TomlMistake::Twice
        | TomlMistake::UnclosedBracket
        | TomlMistake::TooDeep => None,
    }
}

/// Whether what was meant is plain all the same.
fn leaves_no_doubt(mistake: TomlMistake) -> bool {
    matches!(
        mistake,
        TomlMistake::Unquoted
            | TomlMistake::UnquotedKey
            | TomlMistake::Twice
            | TomlMistake::WholeAndParts
    )
}

/// The text with spaces in place of what would keep the rest from being read: lines without `=`,
/// and tables under a header that is not closed. `None` where there is nothing of the kind.
fn without_stops(text: &str, errors: &[Error]) -> Option<String> {
    let mut patched: Option<Vec<u8>> = None;
    for error in errors {
        let is_header = error.message().starts_with("unclosed table");
        if TomlMistake::of(error) != TomlMistake::NoEquals && !is_header {
            continue;
        }
        let at = error.span().map_or(0, |span| span.start);
        let start = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
        let mut end = text.get(at..)?.find('\n').map_or(text.len(), |end| at + end);
        if is_header {
            end = text.get(end..)?.find("\n[").map_or(text.len(), |next| end + next);
        }
        let bytes = patched.get_or_insert_with(|| text.as_bytes().to_vec());
        let passage = bytes.get_mut(start..end)?;
        passage
            .iter_mut()
            .filter(|byte| !matches!(byte, b'\n' | b'\r'))
            .for_each(|byte| *byte = b' ');
    }
    String::from_utf8(patched?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test::{outlined, parsed, shown};

    fn check(text: &str, tree: &[&str], findings: &[&str]) {
        let (root, found) = read_toml(&parsed("f", text));
        assert_eq!(outlined(&root), tree);
        let found: Vec<_> = shown(&found)
            .into_iter()
            .map(|finding| {
                finding.replace(" I006 unreadable-document", "").split(" | ").next().unwrap().into()
            })
            .collect::<Vec<String>>();
        assert_eq!(found, findings);
    }

    #[test]
    fn values_with_places_in_the_order_of_the_file() {
        check(
            "b = 1_093\na = \"x\\ty\"\n[t]\n\"k.l\" = 14.40\nd.e = '''z'''\n",
            &[
                "b@1:1 1093@1:5+5",
                "a@2:1 x\ty@2:6+4",
                "t@3:2 {",
                "k.l@4:2 14.40@4:9+5",
                "d@5:1 {",
                "e@5:3 z@5:10+1",
                "}",
                "}",
            ],
            &[],
        );
    }

    #[test]
    fn what_is_no_number_is_kept_as_written() {
        check(
            "a = 0x1F\nb = inf\nc = 2020-07-01\nd = true\ne = -nan",
            &[
                "a@1:1 ?0x1F@1:5+4",
                "b@2:1 ?inf@2:5+3",
                "c@3:1 ?2020-07-01@3:5+10",
                "d@4:1 ?true@4:5+4",
                "e@5:1 ?-nan@5:5+4",
            ],
            &[],
        );
    }

    #[test]
    fn a_mistake_keeps_nothing_else_from_being_read() {
        check(
            "a = 1 093\nb = 2",
            &["a@1:1 1 093@1:5+5", "b@2:1 2@2:5+1"],
            &["f:1:5.toml-unquoted text=1 093"],
        );
        check(
            "a\nb: 5\nc = 2",
            &["c@3:1 2@3:5+1"],
            &["f:1:2.toml-no-equals", "f:2:4.toml-no-equals"],
        );
        check("a =\nb = 2", &["b@2:1 2@2:5+1"], &["f:1:4.toml-no-value"]);
        check("a = 1,5\nb = 2", &["b@2:1 2@2:5+1"], &["f:1:6.toml-after-value"]);
        check("a = 01\nb = 2", &["b@2:1 2@2:5+1"], &["f:1:5.toml-leading-zero"]);
        check("a = \"1\nb = 2", &["b@2:1 2@2:5+1"], &["f:1:7.unclosed-quote"]);
        check(
            "a = 1\na = 2\nb = 2",
            &["a@1:1 1@1:5+1", "b@3:1 2@3:5+1"],
            &["f:2:1.toml-twice text=a"],
        );
        check(
            "a = 1\na.b = 2\nb = 2",
            &["a@1:1 1@1:5+1", "b@3:1 2@3:5+1"],
            &["f:2:1.toml-whole-and-parts text=a"],
        );
        check("жол = 1\n", &["жол@1:1 1@1:7+1"], &["f:1:1.toml-key"]);
    }

    #[test]
    fn a_table_under_a_broken_header_belongs_to_no_other() {
        check(
            "[a]\nx = 1\n[b\ny = 2\n[c]\nz = 3\n",
            &["a@1:2 {", "x@2:1 1@2:5+1", "}", "c@5:2 {", "z@6:1 3@6:5+1", "}"],
            &["f:3:3.unclosed-bracket"],
        );
    }

    #[test]
    fn nesting_has_a_limit() {
        let text = format!("a = {}", "[".repeat(5_000));
        assert!(!read_toml(&parsed("f", &text)).1.is_empty());
        let text = format!("a{} = 1", ".a".repeat(5_000));
        assert!(!read_toml(&parsed("f", &text)).1.is_empty());
    }
}
