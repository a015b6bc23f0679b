//! Parts: what was counted of a register, as JSON that holds nothing of a person, to be added up
//! with others elsewhere.

use std::collections::BTreeMap;
use std::sync::Arc;

use esep::{Counting, FaultKind, Forms, Message, Refusal, Register, Tally, When};
use serde::{Deserialize, Serialize};

use super::faults::{FaultOf, Faults, kind_of, name_of};
use super::request::TallyRequest;
use crate::json::pretty;

/// The schema that a part names.
const SCHEMA: &str = "esep/tally-part/1";

/// What a part says.
pub(super) struct Part {
    pub(super) counting: Counting,
    pub(super) tally: Tally,
    pub(super) faults: BTreeMap<FaultOf, usize>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PartJson {
    schema: String,
    register: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    day: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<String>,
    left_out: Vec<LeftOut>,
    lines: Vec<String>,
    organizations: BTreeMap<String, Vec<String>>,
}

/// Rows that were left out.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LeftOut {
    fault: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    than: Option<String>,
    rows: usize,
}

pub(super) fn write(counting: &Counting, tally: &Tally, faults: &[Faults]) -> String {
    let mut rows: BTreeMap<FaultOf, usize> = BTreeMap::new();
    for (fault, seen) in faults.iter().flat_map(|faults| &faults.seen) {
        let sum = rows.entry(*fault).or_default();
        *sum = sum.saturating_add(seen.rows);
    }
    let register = counting.register();
    let id = |column: usize| register.columns.get(column).map(|column| column.id.clone());
    let left_out = rows.into_iter().map(|(FaultOf { column, kind }, rows)| LeftOut {
        fault: name_of(kind).to_owned(),
        column: column.and_then(id),
        than: match kind {
            FaultKind::TooEarly { than } => id(than),
            FaultKind::Contradiction { number } => Some(number.to_string()),
            _ => None,
        },
        rows,
    });
    let (day, period) = match counting.when() {
        When::On(day) => (Some(day.to_string()), None),
        When::In(period) => (None, Some(period.to_string())),
    };
    let numbers = |counted: &[i128]| counted.iter().map(i128::to_string).collect();
    pretty(&PartJson {
        schema: SCHEMA.to_owned(),
        register: register.id.to_owned(),
        day,
        period,
        left_out: left_out.collect(),
        lines: counting.counters().iter().map(|counter| counter.line.clone()).collect(),
        organizations: tally.iter().map(|(id, it)| (id.to_owned(), numbers(it))).collect(),
    })
}

impl Part {
    /// Reads a part.
    ///
    /// # Errors
    /// - a text that is no part.
    pub(super) fn read(name: &Arc<str>, bytes: &[u8]) -> Result<Self, Refusal> {
        let part: Option<PartJson> = serde_json::from_slice(bytes).ok();
        let part = part.filter(|part| part.schema == SCHEMA).and_then(|part| understand(&part));
        part.ok_or_else(|| {
            let message = Message::new("run.no-part").with("path", &**name);
            Refusal::new(message).with_hint(Message::new("hint.write-part"))
        })
    }
}

fn understand(part: &PartJson) -> Option<Part> {
    let register = Register::find(&part.register)?;
    let (as_of, period) = (part.day.as_deref(), part.period.as_deref());
    let request = TallyRequest { register: register.id, as_of, period, level: None };
    let when = request.when(register).ok()?;
    let is_meant = |line: &str| part.lines.iter().any(|it| it == line);
    let counting = Counting::new(register, &Forms::built_in(), when, is_meant);
    let lines = counting.counters().iter().map(|counter| &counter.line);
    if !lines.eq(&part.lines) {
        return None;
    }
    let mut tally = Tally::counting(&counting);
    for (organization, counted) in &part.organizations {
        let numbers = counted.iter().map(|number| number.parse().ok().filter(|it| *it >= 0));
        let numbers: Vec<i128> = numbers.collect::<Option<_>>()?;
        if numbers.len() != part.lines.len() {
            return None;
        }
        let numbers: Vec<(usize, i128)> = numbers.into_iter().enumerate().collect();
        tally.add_numbers(organization, &numbers);
    }
    let column = |id: &String| register.column_position(id);
    let mut faults: BTreeMap<FaultOf, usize> = BTreeMap::new();
    for LeftOut { fault, column: of, than, rows } in &part.left_out {
        let kind = match kind_of(fault)? {
            FaultKind::TooEarly { .. } => FaultKind::TooEarly { than: column(than.as_ref()?)? },
            FaultKind::Contradiction { .. } => {
                FaultKind::Contradiction { number: than.as_ref()?.parse().ok()? }
            }
            kind => kind,
        };
        let of = match of {
            Some(of) => Some(column(of)?),
            None => None,
        };
        faults.insert(FaultOf { column: of, kind }, *rows);
    }
    Some(Part { counting, tally, faults })
}

/// Refuses to add up what does not belong together.
///
/// # Errors
/// - parts of different registers or times, or that count different things.
pub(super) fn belong(
    first: &Arc<str>,
    known: &Counting,
    name: &Arc<str>,
    counting: &Counting,
) -> Result<(), Refusal> {
    let reason = if known.register().id != counting.register().id {
        "reason.other-register"
    } else if known.when() != counting.when() {
        "reason.other-time"
    } else if known != counting {
        "reason.other-columns"
    } else {
        return Ok(());
    };
    let message = Message::new("run.parts-differ").with("first", &**first).with("second", &**name);
    Err(Refusal::new(message.with("reason", Message::new(reason))))
}
