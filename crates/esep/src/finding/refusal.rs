//! Why something that was asked for cannot be done.

use super::Message;

/// Why something that was asked for cannot be done: a form that there is not, two periods that
/// cannot be compared. What is wrong with a document is a finding instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong.
    pub message: Message,
    /// What to do.
    pub hints: Vec<Message>,
}

impl Refusal {
    /// A refusal without advice.
    pub fn new(message: Message) -> Self {
        Self { message, hints: Vec::new() }
    }

    /// The same refusal with one more piece of advice.
    #[must_use]
    pub fn with_hint(mut self, hint: Message) -> Self {
        self.hints.push(hint);
        self
    }
}
