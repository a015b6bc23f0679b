//! The file of a register: the shape of its TOML, and what it says.

use super::{At, Choice, ColumnKind, Condition, Moment, Register, RegisterColumn, Tallied, Test};
use crate::id::FormId;
use crate::language::{Language, Text};
use crate::toml_tree::{Entries, Item, Value};

/// A table of the file, with none but known keys. What is not there is `None` in a value that is
/// there; whatever is written otherwise than it must be is `None` itself.
struct Table<'a>(&'a Entries<'a>);

impl<'a> Table<'a> {
    fn of(entries: &'a Entries<'a>, known: &[&str]) -> Option<Self> {
        let is_known = entries.iter().all(|entry| known.contains(&&*entry.key));
        is_known.then_some(Self(entries))
    }

    fn get<T>(&self, key: &str, read: impl Fn(&'a Item<'a>) -> Option<T>) -> Option<T> {
        self.0.get(key).and_then(read)
    }

    // Mistaken, left out, or there.
    #[allow(clippy::option_option)]
    fn maybe<T>(&self, key: &str, read: impl Fn(&'a Item<'a>) -> Option<T>) -> Option<Option<T>> {
        self.0.get(key).map_or(Some(None), |item| read(item).map(Some))
    }

    /// No table at all where the key is missing.
    fn tables<T>(&self, key: &str, read: impl Fn(&'a Item<'a>) -> Option<T>) -> Option<Vec<T>> {
        Some(self.maybe(key, |item| list(item)?.iter().map(&read).collect())?.unwrap_or_default())
    }

    /// `false` where the key is missing.
    fn flag(&self, key: &str) -> Option<bool> {
        Some(self.maybe(key, flag)?.unwrap_or_default())
    }

    /// None where the key is missing.
    fn texts(&self, key: &str) -> Option<Vec<String>> {
        Some(self.maybe(key, texts)?.unwrap_or_default())
    }
}

fn text(item: &Item<'_>) -> Option<String> {
    match &item.value {
        Value::Text(text) => Some(text.to_string()),
        _ => None,
    }
}

fn flag(item: &Item<'_>) -> Option<bool> {
    match item.value {
        Value::Flag(flag) => Some(flag),
        _ => None,
    }
}

fn number<T: std::str::FromStr>(item: &Item<'_>) -> Option<T> {
    match &item.value {
        Value::Integer(number) => number.parse().ok(),
        _ => None,
    }
}

fn list<'a>(item: &'a Item<'a>) -> Option<&'a [Item<'a>]> {
    match &item.value {
        Value::List(items) => Some(items),
        _ => None,
    }
}

fn texts(item: &Item<'_>) -> Option<Vec<String>> {
    list(item)?.iter().map(text).collect()
}

fn entries<'a>(item: &'a Item<'a>) -> Option<&'a Entries<'a>> {
    match &item.value {
        Value::Table(entries) => Some(entries),
        _ => None,
    }
}

fn table<'a>(item: &'a Item<'a>, known: &[&str]) -> Option<Table<'a>> {
    Table::of(entries(item)?, known)
}

fn label(item: &Item<'_>) -> Option<Text> {
    let label = table(item, &["kk", "ru", "en"])?;
    Some(Text::new(label.get("kk", text)?, label.get("ru", text)?, label.get("en", text)?))
}

/// What a file says; `None` where it is not what a register must be, which the tests rule out for
/// those that come with Esep.
pub(super) fn read(id: &'static str, written: &str) -> Option<Register> {
    let file = Entries::of_plain(written)?;
    let file = Table::of(
        &file,
        &[
            "id",
            "form",
            "title",
            "moment",
            "lines",
            "column",
            "choice",
            "order",
            "never",
            "structure",
            "count",
        ],
    )?;
    if file.get("id", text)? != id {
        return None;
    }
    let choices = file.tables("choice", choice)?;
    let columns = file.tables("column", |item| column(item, &choices))?;
    let is_of_a_choice = |of: &String| {
        columns.iter().any(|it| it.id == *of && matches!(it.kind, ColumnKind::Choice(_)))
    };
    if !choices.iter().all(|(of, _)| is_of_a_choice(of)) {
        return None;
    }
    Some(Register {
        id,
        form: FormId::new(file.get("form", text)?),
        title: file.get("title", label)?,
        moment: file.get("moment", |item| moment(item, &columns))?,
        orders: file.tables("order", |item| {
            let order = table(item, &["first", "then"])?;
            Some((
                order.get("first", |it| place(it, &columns))?,
                order.get("then", |it| place(it, &columns))?,
            ))
        })?,
        never: file.tables("never", |item| conditions(&table(item, &["where"])?, &columns))?,
        counts: file.tables("count", |item| count(item, &columns))?,
        employees: file.tables("structure", |item| table(item, &["line"])?.get("line", text))?,
        table: file.texts("lines")?,
        columns,
    })
}

/// The place of the column that is named.
fn place(item: &Item<'_>, columns: &[RegisterColumn]) -> Option<usize> {
    position(&text(item)?, columns)
}

fn position(id: &str, columns: &[RegisterColumn]) -> Option<usize> {
    columns.iter().position(|column| column.id == id)
}

fn moment(item: &Item<'_>, columns: &[RegisterColumn]) -> Option<Moment> {
    let moment = table(item, &["on", "from", "until"])?;
    let day = |key| moment.maybe(key, |item| place(item, columns));
    match (day("on")?, day("from")?, day("until")?) {
        (Some(on), None, None) => Some(Moment::Flow { on }),
        (None, Some(from), Some(until)) => Some(Moment::Stock { from, until }),
        _ => None,
    }
}

/// A choice, and the column that it is one of.
fn choice(item: &Item<'_>) -> Option<(String, Choice)> {
    let choice = table(item, &["column", "id", "label", "names"])?;
    let label = choice.get("label", label)?;
    let names = Language::ALL.map(|language| label.in_language(language).to_owned());
    let mut names = names.to_vec();
    names.extend(choice.texts("names")?);
    Some((choice.get("column", text)?, Choice { id: choice.get("id", text)?, label, names }))
}

fn column(item: &Item<'_>, choices: &[(String, Choice)]) -> Option<RegisterColumn> {
    let column =
        table(item, &["id", "kind", "label", "aliases", "needed", "blank", "decimals", "max"])?;
    let id = column.get("id", text)?;
    let own = choices.iter().filter(|(of, _)| *of == id).map(|(_, choice)| choice.clone());
    let kind = match column.get("kind", text)?.as_str() {
        "key" => ColumnKind::Key,
        "organization" => ColumnKind::Organization,
        "date" => ColumnKind::Date,
        "choice" => ColumnKind::Choice(own.collect()),
        "flag" => ColumnKind::Flag,
        "count" => ColumnKind::Count,
        "money" => ColumnKind::Money,
        "decimal" => ColumnKind::Decimal {
            decimals: column.get("decimals", number)?,
            max: column.get("max", number)?,
        },
        _ => return None,
    };
    Some(RegisterColumn {
        label: column.get("label", label)?,
        aliases: column.texts("aliases")?,
        kind,
        is_needed: column.flag("needed")?,
        may_be_blank: column.flag("blank")?,
        id,
    })
}

fn count(item: &Item<'_>, columns: &[RegisterColumn]) -> Option<Tallied> {
    let count =
        table(item, &["line", "aside", "label", "persons", "at", "where", "under", "add", "once"])?;
    let mut conditions = conditions(&count, columns)?;
    for under in count.maybe("under", entries)?.iter().flat_map(|under| under.iter()) {
        let is = Test::Under(number(&under.item)?);
        conditions.push(Condition { column: position(&under.key, columns)?, is });
    }
    let named = [count.maybe("line", text)?, count.maybe("aside", text)?];
    let (line, aside) = match (named, count.maybe("label", label)?) {
        ([Some(line), None], None) => (line, None),
        ([None, Some(aside)], Some(label)) => (aside, Some(label)),
        _ => return None,
    };
    let at = match count.maybe("at", text)?.as_deref() {
        None | Some("end") => At::End,
        Some("start") => At::Start,
        Some("begun") => At::Begun,
        Some("ended") => At::Ended,
        Some(_) => return None,
    };
    let add = count.texts("add")?;
    Some(Tallied {
        line,
        aside,
        of_persons: count.flag("persons")?,
        at,
        conditions,
        add: add.iter().map(|id| position(id, columns)).collect::<Option<_>>()?,
        once: count.flag("once")?,
    })
}

/// What must hold of a row: `where` names the columns and the values that they may have.
fn conditions(of: &Table<'_>, columns: &[RegisterColumn]) -> Option<Vec<Condition>> {
    let written = of.maybe("where", entries)?;
    let condition = |id: &str, values: &[String]| {
        let column = position(id, columns)?;
        let is = match &columns.get(column)?.kind {
            ColumnKind::Choice(choices) => {
                let place = |value: &String| choices.iter().position(|choice| choice.id == *value);
                Test::OneOf(values.iter().map(place).collect::<Option<_>>()?)
            }
            ColumnKind::Flag => match values {
                [value] if value == "yes" => Test::Flag(true),
                [value] if value == "no" => Test::Flag(false),
                _ => return None,
            },
            _ => return None,
        };
        Some(Condition { column, is })
    };
    let conditions = written.iter().flat_map(|written| written.iter());
    conditions.map(|entry| condition(&entry.key, &texts(&entry.item)?)).collect()
}
