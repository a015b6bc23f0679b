//! The file of a register: the shape of its TOML, and what it says.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{At, Choice, ColumnKind, Condition, Moment, Register, RegisterColumn, Tallied, Test};
use crate::id::FormId;
use crate::language::Text;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    form: String,
    title: Label,
    moment: Days,
    table: Table,
    column: Vec<Column>,
    #[serde(default)]
    order: Vec<Order>,
    #[serde(default)]
    never: Vec<Never>,
    #[serde(default)]
    structure: Vec<FromStructure>,
    count: Vec<Count>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Label {
    kk: String,
    ru: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Days {
    on: Option<String>,
    from: Option<String>,
    until: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    lines: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Column {
    id: String,
    kind: Kind,
    label: Label,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    needed: bool,
    #[serde(default)]
    blank: bool,
    #[serde(default)]
    choices: Vec<OneChoice>,
    #[serde(default)]
    decimals: u8,
    #[serde(default)]
    max: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Key,
    Organization,
    Date,
    Choice,
    Flag,
    Count,
    Money,
    Decimal,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OneChoice {
    id: String,
    label: Label,
    names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    first: String,
    then: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Never {
    r#where: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FromStructure {
    line: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Count {
    line: Option<String>,
    aside: Option<String>,
    label: Option<Label>,
    #[serde(default)]
    persons: bool,
    #[serde(default)]
    at: Instant,
    #[serde(default)]
    r#where: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    under: BTreeMap<String, u16>,
    #[serde(default)]
    add: Vec<String>,
    #[serde(default)]
    once: bool,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
enum Instant {
    #[default]
    End,
    Start,
    Begun,
    Ended,
}

/// What a file says; `None` where it is not what a register must be, which the tests rule out for
/// those that come with Esep.
pub(super) fn read(id: &'static str, text: &str) -> Option<Register> {
    let file: File = toml::from_str(text).ok().filter(|file: &File| file.id == id)?;
    let columns: Vec<RegisterColumn> = file.column.into_iter().map(column).collect();
    let position = |id: &String| columns.iter().position(|column| column.id == *id);
    let moment = match (&file.moment.on, &file.moment.from, &file.moment.until) {
        (Some(on), None, None) => Moment::Flow { on: position(on)? },
        (None, Some(from), Some(until)) => {
            Moment::Stock { from: position(from)?, until: position(until)? }
        }
        _ => return None,
    };
    let order = |order: &Order| Some((position(&order.first)?, position(&order.then)?));
    let counts = file.count.into_iter().map(|count| {
        let mut conditions = conditions(&columns, &count.r#where)?;
        for (id, years) in &count.under {
            conditions.push(Condition { column: position(id)?, is: Test::Under(*years) });
        }
        let (line, aside) = match (count.line, count.aside, count.label) {
            (Some(line), None, None) => (line, None),
            (None, Some(aside), Some(label)) => (aside, Some(text_of(label))),
            _ => return None,
        };
        Some(Tallied {
            line,
            aside,
            of_persons: count.persons,
            at: match count.at {
                Instant::End => At::End,
                Instant::Start => At::Start,
                Instant::Begun => At::Begun,
                Instant::Ended => At::Ended,
            },
            conditions,
            add: count.add.iter().map(position).collect::<Option<_>>()?,
            once: count.once,
        })
    });
    Some(Register {
        id,
        form: FormId::new(file.form),
        title: text_of(file.title),
        moment,
        orders: file.order.iter().map(order).collect::<Option<_>>()?,
        never: file
            .never
            .iter()
            .map(|never| conditions(&columns, &never.r#where))
            .collect::<Option<_>>()?,
        counts: counts.collect::<Option<_>>()?,
        employees: file.structure.into_iter().map(|it| it.line).collect(),
        table: file.table.lines,
        columns,
    })
}

fn column(column: Column) -> RegisterColumn {
    let choices = column.choices.into_iter().map(|it| {
        let labels = [&it.label.kk, &it.label.ru, &it.label.en].map(Clone::clone);
        let names = labels.into_iter().chain(it.names).collect();
        Choice { id: it.id, label: text_of(it.label), names }
    });
    RegisterColumn {
        id: column.id,
        label: text_of(column.label),
        aliases: column.aliases,
        kind: match column.kind {
            Kind::Key => ColumnKind::Key,
            Kind::Organization => ColumnKind::Organization,
            Kind::Date => ColumnKind::Date,
            Kind::Choice => ColumnKind::Choice(choices.collect()),
            Kind::Flag => ColumnKind::Flag,
            Kind::Count => ColumnKind::Count,
            Kind::Money => ColumnKind::Money,
            Kind::Decimal => ColumnKind::Decimal { decimals: column.decimals, max: column.max },
        },
        is_needed: column.needed,
        may_be_blank: column.blank,
    }
}

fn conditions(
    columns: &[RegisterColumn],
    written: &BTreeMap<String, Vec<String>>,
) -> Option<Vec<Condition>> {
    let condition = |(id, values): (&String, &Vec<String>)| {
        let column = columns.iter().position(|column| column.id == *id)?;
        let is = match &columns.get(column)?.kind {
            ColumnKind::Choice(choices) => {
                let place = |value: &String| choices.iter().position(|choice| choice.id == *value);
                Test::OneOf(values.iter().map(place).collect::<Option<_>>()?)
            }
            ColumnKind::Flag => match values.as_slice() {
                [value] if value == "yes" => Test::Flag(true),
                [value] if value == "no" => Test::Flag(false),
                _ => return None,
            },
            _ => return None,
        };
        Some(Condition { column, is })
    };
    written.iter().map(condition).collect()
}

fn text_of(label: Label) -> Text {
    Text::new(label.kk, label.ru, label.en)
}
