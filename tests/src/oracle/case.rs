//! A case: facts that were computed elsewhere, read from `tests/data/arithmetic/cases.json`.

use esep::{Amount, Expression, Rational, UnitKind};
use serde_json::Value;

use crate::tree;

/// What was put in and what came out, every number as a text.
pub(super) struct Case(Value);

impl Case {
    /// All cases, in the order of the file.
    pub(super) fn all() -> Vec<Self> {
        let text = tree::read("tests/data/arithmetic/cases.json");
        let cases: Vec<Value> = serde_json::from_str(&text).unwrap();
        cases.into_iter().map(Self).collect()
    }

    pub(super) fn id(&self) -> &str {
        text(&self.0["id"])
    }

    pub(super) fn kind(&self) -> &str {
        text(&self.0["kind"])
    }

    pub(super) fn input(&self, key: &str) -> &Value {
        &self.0["input"][key]
    }

    pub(super) fn expected(&self, key: &str) -> &Value {
        &self.0["expected"][key]
    }
}

/// The text of a value; of `null`, nothing.
pub(super) fn text(value: &Value) -> &str {
    match value {
        Value::String(text) => text,
        Value::Null => "",
        other => panic!("{other} is no text"),
    }
}

/// The items of a list; of `null`, none.
pub(super) fn list(value: &Value) -> &[Value] {
    match value {
        Value::Array(items) => items,
        Value::Null => &[],
        other => panic!("{other} is no list"),
    }
}

/// The texts of a list.
pub(super) fn texts(value: &Value) -> Vec<&str> {
    list(value).iter().map(text).collect()
}

/// The entries of a table; of `null`, none.
pub(super) fn entries(value: &Value) -> Vec<(&str, &Value)> {
    match value {
        Value::Object(entries) => {
            entries.iter().map(|(key, value)| (key.as_str(), value)).collect()
        }
        Value::Null => Vec::new(),
        other => panic!("{other} is no table"),
    }
}

/// The number that `-12.5` or `2/3` stands for.
pub(super) fn number(written: &str) -> Rational {
    let (numerator, denominator) = written.split_once('/').unwrap_or((written, "1"));
    let part = |text| Expression::parse(text).unwrap().as_number().unwrap();
    part(numerator).checked_div(&part(denominator)).unwrap()
}

/// The number that `5000001/1000000` stands for, as a decimal.
pub(super) fn decimal(written: &str) -> String {
    let number = number(written);
    let decimals = number.decimals_needed(12).and_then(|decimals| decimals.try_into().ok());
    Amount::new(number, decimals.unwrap(), UnitKind::Number).plain()
}
