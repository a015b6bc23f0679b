//! Sentences as data: which sentence, and what stands in its gaps.

use crate::figure::{Amount, Misreading, UnitKind};
use crate::language::Text;
use crate::period::Period;
use crate::place::Place;

/// A sentence as data: a key of the catalog of messages and the arguments for its gaps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The key, as in `messages/en.toml`.
    pub key: &'static str,
    /// What goes into the gaps, by name.
    pub arguments: Vec<(&'static str, Argument)>,
}

/// What can stand in the gap of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument {
    /// Words as they stand in the user's file, or an id; shown as they are.
    Literal(String),
    /// A label that exists in all languages.
    Label(Text),
    /// A figure, shown as the language writes it.
    Amount(Amount),
    /// How far two figures are apart: shares in percentage points.
    Difference(Amount),
    /// By how much a figure changed: with its sign, whichever it is.
    Change(Amount),
    /// A period.
    Period(Period),
    /// Where something stands.
    Place(Place),
    /// How many; decides the plural.
    Count(usize),
    /// A sentence within the sentence, such as a reason.
    Sentence(Message),
    /// Several, shown one after the other with commas.
    List(Vec<Argument>),
}

impl Message {
    /// A sentence without gaps, to which arguments may be added.
    pub fn new(key: &'static str) -> Self {
        Self { key, arguments: Vec::new() }
    }

    /// Why a text is not read as one figure.
    pub fn of_misreading(text: &str, misreading: &Misreading, kind: UnitKind) -> Self {
        match misreading {
            Misreading::Ambiguous { readings } => {
                let amount = |index: usize| {
                    let figure = readings.get(index);
                    let (value, decimals) = figure.map_or_else(Default::default, |figure| {
                        (figure.value().clone(), figure.decimals())
                    });
                    Amount::new(value, decimals, kind)
                };
                let message = Self::new("ambiguous-figure").with("text", text);
                message.with("first", amount(0)).with("second", amount(1))
            }
            Misreading::Unreadable { found, obstacle, .. } => {
                let message = Self::new(obstacle.message_key()).with("text", text);
                message.with("found", found.as_str())
            }
        }
    }

    /// The same sentence with one more gap filled.
    #[must_use]
    pub fn with(mut self, name: &'static str, argument: impl Into<Argument>) -> Self {
        self.arguments.push((name, argument.into()));
        self
    }
}

macro_rules! from {
    ($($type:ty => $variant:ident),* $(,)?) => {$(
        impl From<$type> for Argument {
            fn from(argument: $type) -> Self {
                Self::$variant(argument.into())
            }
        }
    )*};
}
from! {
    &str => Literal,
    String => Literal,
    Text => Label,
    Amount => Amount,
    Period => Period,
    Place => Place,
    Message => Sentence,
    usize => Count,
    Vec<Argument> => List,
}
