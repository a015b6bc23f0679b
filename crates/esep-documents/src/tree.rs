//! What TOML and JSON have in common: tables, lists and values, each with its place.

use std::sync::Arc;

use esep::{Code, Finding, Message, Place, Written, nearest};

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) place: Place,
    pub(crate) value: Value,
}

/// A value of TOML or JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// Keys and what they hold, in the order of the file.
    Table(Vec<(Written, Node)>),
    List(Vec<Node>),
    /// A text in quotes.
    Text(Arc<str>),
    /// The digits of a number, as JSON writes them.
    Number(Arc<str>),
    /// `null`: nothing.
    Null,
    /// A boolean, a date or a number that is none, as written.
    Other(Arc<str>),
}

impl Node {
    /// The text of a node that stands for one: a text, a number, a date.
    pub(crate) fn written(&self) -> Option<Written> {
        match &self.value {
            Value::Text(text) | Value::Number(text) | Value::Other(text) => {
                Some(Written::new(Arc::clone(text), self.place.clone()))
            }
            Value::Table(_) | Value::List(_) | Value::Null => None,
        }
    }

    /// The same, or a finding that a text was expected for `key`.
    pub(crate) fn text(&self, key: &str, findings: &mut Vec<Finding>) -> Option<Written> {
        let written = self.written();
        if written.is_none() && self.value != Value::Null {
            findings.push(self.unreadable("unreadable-value.text", key));
        }
        written
    }

    /// The texts of a list, or of one text that stands for a list.
    pub(crate) fn texts(&self, key: &str, findings: &mut Vec<Finding>) -> Vec<Written> {
        match &self.value {
            Value::List(nodes) => {
                nodes.iter().filter_map(|node| node.text(key, findings)).collect()
            }
            _ => self.text(key, findings).into_iter().collect(),
        }
    }

    /// A finding that what stands here is not what `key` asks for.
    pub(crate) fn unreadable(&self, message: &'static str, key: &str) -> Finding {
        let message = Message::new(message).with("key", key);
        Finding::new(Code::UnreadableValue, Some(self.place.clone()), message)
    }
}

/// A finding that nothing reads this key, with the known key that is nearest.
pub(crate) fn unknown_key(key: &Written, known: &[&str]) -> Finding {
    let message = Message::new("unknown-key").with("key", &*key.text);
    let finding = Finding::new(Code::UnknownKey, Some(key.place.clone()), message);
    match nearest(&key.text, known.iter().copied()) {
        Some(name) => finding.with_hint(Message::new("hint.nearest").with("name", name)),
        None => finding,
    }
}
