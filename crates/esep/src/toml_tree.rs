//! A file of TOML as keys and values, each with where it stands: read as TOML or, as the forms and
//! registers that come with Esep are, as the little of TOML that these are written in.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Where something stands: from which byte to which.
pub(crate) type Span = (usize, usize);

/// What keys hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entries<'text>(Vec<Entry<'text>>);

/// A key and what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry<'text> {
    pub(crate) key: Cow<'text, str>,
    pub(crate) key_span: Span,
    pub(crate) item: Item<'text>,
}

/// A value and where it stands; of a table with a header, where that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item<'text> {
    pub(crate) span: Span,
    pub(crate) value: Value<'text>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value<'text> {
    Text(Cow<'text, str>),
    /// A whole number in tens, as written.
    Integer(Cow<'text, str>),
    /// A whole number that is written otherwise: `0x10`.
    Based(String),
    /// A number with decimals, as written.
    Float(Cow<'text, str>),
    Flag(bool),
    List(Vec<Item<'text>>),
    Table(Entries<'text>),
    /// A date.
    Other,
}

impl<'text> Entries<'text> {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Entry<'text>> {
        self.0.iter()
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Item<'text>> {
        self.0.iter().find(|entry| entry.key == key).map(|entry| &entry.item)
    }

    /// What a document of TOML says.
    pub(crate) fn of(table: DeTable<'text>) -> Self {
        let entries = table.into_iter().map(|(key, item)| Entry {
            key_span: span_of(&key),
            key: key.into_inner(),
            item: Item::of(item),
        });
        Self(entries.collect())
    }

    /// What a text says of which each line is blank, a comment, `[[header]]` or `key = value`, with
    /// lists and tables on one line and no backslash; `None` where it is written otherwise.
    pub(crate) fn of_plain(text: &'text str) -> Option<Self> {
        let mut root = Self(Vec::new());
        let mut header = None;
        let mut end = 0;
        for line in text.split_inclusive('\n') {
            let start = end;
            end += line.len();
            let line = line.trim_end();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(name) = line.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")) {
                header = Some(name);
                let table = Value::Table(Self(Vec::new()));
                root.tables(name, start)?
                    .push(Item { span: (start, start + line.len()), value: table });
                continue;
            }
            let mut rest = Rest { text: line, end: start + line.len() };
            let entry = rest.entry()?;
            if !rest.text.is_empty() {
                return None;
            }
            let of = match header {
                None => &mut root,
                Some(name) => match &mut root.tables(name, start)?.last_mut()?.value {
                    Value::Table(entries) => entries,
                    _ => return None,
                },
            };
            of.0.push(entry);
        }
        Some(root)
    }

    /// The tables under headers of this name; `start` is where the first of them begins.
    fn tables(&mut self, name: &'text str, start: usize) -> Option<&mut Vec<Item<'text>>> {
        let known = self.0.iter().position(|entry| entry.key == name);
        let at = known.unwrap_or(self.0.len());
        if known.is_none() {
            let key_span = (start + 2, start + 2 + name.len());
            let span = (start, start + name.len() + 4);
            let item = Item { span, value: Value::List(Vec::new()) };
            self.0.push(Entry { key: name.into(), key_span, item });
        }
        match &mut self.0.get_mut(at)?.item.value {
            Value::List(tables) => Some(tables),
            _ => None,
        }
    }
}

impl<'text> Item<'text> {
    fn of(item: Spanned<DeValue<'text>>) -> Self {
        let span = span_of(&item);
        let value = match item.into_inner() {
            DeValue::String(text) => Value::Text(text),
            DeValue::Integer(number) if number.radix() == 10 => {
                Value::Integer(number.as_str().to_owned().into())
            }
            DeValue::Integer(number) => Value::Based(number.to_string()),
            DeValue::Float(number) => Value::Float(number.as_str().to_owned().into()),
            DeValue::Boolean(flag) => Value::Flag(flag),
            DeValue::Array(items) => Value::List(items.into_iter().map(Self::of).collect()),
            DeValue::Table(entries) => Value::Table(Entries::of(entries)),
            DeValue::Datetime(_) => Value::Other,
        };
        Self { span, value }
    }
}

fn span_of<T>(spanned: &Spanned<T>) -> Span {
    let span = spanned.span();
    (span.start, span.end)
}

/// What is left of a line.
struct Rest<'text> {
    text: &'text str,
    /// Where the line ends.
    end: usize,
}

impl<'text> Rest<'text> {
    fn at(&self) -> usize {
        self.end - self.text.len()
    }

    fn take(&mut self, expected: &str) -> Option<()> {
        self.text = self.text.strip_prefix(expected)?;
        Some(())
    }

    fn entry(&mut self) -> Option<Entry<'text>> {
        let start = self.at();
        let (key, rest) = self.text.split_once(" = ")?;
        self.text = rest;
        Some(Entry { key: key.into(), key_span: (start, start + key.len()), item: self.item()? })
    }

    fn item(&mut self) -> Option<Item<'text>> {
        let start = self.at();
        let value = self.value()?;
        Some(Item { span: (start, self.at()), value })
    }

    fn value(&mut self) -> Option<Value<'text>> {
        if self.take("\"").is_some() {
            let (text, rest) = self.text.split_once('"')?;
            self.text = rest;
            return (!text.contains('\\')).then(|| Value::Text(text.into()));
        }
        if self.take("[").is_some() {
            return Some(Value::List(self.several("]", Self::item)?));
        }
        if self.take("{ ").is_some() {
            return Some(Value::Table(Entries(self.several(" }", Self::entry)?)));
        }
        let length = self.text.find([',', ']', ' ']).unwrap_or(self.text.len());
        let (word, rest) = self.text.split_at_checked(length)?;
        self.text = rest;
        match word {
            "true" => Some(Value::Flag(true)),
            "false" => Some(Value::Flag(false)),
            _ => {
                let is_number = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
                is_number.then(|| Value::Integer(word.into()))
            }
        }
    }

    /// At least one, with commas between, up to `end`.
    fn several<T>(&mut self, end: &str, one: fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut several = vec![one(self)?];
        while self.take(end).is_none() {
            self.take(", ")?;
            several.push(one(self)?);
        }
        Some(several)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::built_in::BUILT_IN;
    use crate::register;

    /// By key, for tables of TOML have no order.
    fn sorted(mut entries: Entries<'_>) -> Entries<'_> {
        for entry in &mut entries.0 {
            sort(&mut entry.item);
        }
        entries.0.sort_by(|one, other| one.key.cmp(&other.key));
        entries
    }

    fn sort(item: &mut Item<'_>) {
        match &mut item.value {
            Value::List(items) => items.iter_mut().for_each(sort),
            Value::Table(entries) => *entries = sorted(entries.clone()),
            _ => {}
        }
    }

    #[test]
    fn what_comes_with_esep_is_read_as_toml_says() {
        for (name, text) in BUILT_IN.iter().chain(register::FILES) {
            let by_toml = Entries::of(DeTable::parse(text).unwrap().into_inner());
            let plain = Entries::of_plain(text).unwrap_or_else(|| panic!("{name} is not plain"));
            assert_eq!(sorted(plain), sorted(by_toml), "{name}");
        }
    }

    #[test]
    fn what_is_written_otherwise_is_left_to_toml() {
        for text in
            ["a = \"\\n\"", "a=1", "a = 1 # one", "[a]", "a = 'b'", "a = [1,2]", "a = {b = 1}"]
        {
            assert_eq!(Entries::of_plain(text), None, "{text}");
        }
    }
}
