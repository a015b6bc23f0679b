//! What was counted of very many organizations as a table, straight from the counters.

use std::io::{self, Write};

use esep::{OrganizationKind, TotalValue, When};

use super::Task;
use super::organizations::Organizations;
use super::reading::Worker;

/// How many bytes are written at once.
const BLOCK: usize = 64 * 1024;

/// What organizations and all below them have, as CSV for machines.
pub(super) fn write_csv(
    worker: &Worker,
    task: Task<'_>,
    organizations: &Organizations,
    to: &mut dyn Write,
) -> io::Result<()> {
    // Hardly any sum takes more than half of the bytes.
    let totals = Totals { worker, task, organizations };
    match totals.numbers(|number| i64::try_from(number).ok(), i64::checked_add) {
        Some(numbers) => totals.write(&numbers, i128::from, to),
        None => {
            let numbers = totals.numbers(Some, |sum, own| Some(i128::saturating_add(sum, own)));
            totals.write(&numbers.unwrap_or_default(), |number| number, to)
        }
    }
}

/// What the table is made of.
struct Totals<'a> {
    worker: &'a Worker,
    task: Task<'a>,
    organizations: &'a Organizations,
}

impl Totals<'_> {
    /// What each organization and all below it have. `None` where a number is too large.
    fn numbers<N: Copy + Default>(
        &self,
        number: impl Fn(i128) -> Option<N>,
        add: impl Fn(N, N) -> Option<N>,
    ) -> Option<Vec<N>> {
        let width = self.task.rules.counters().len();
        let heads = self.organizations.heads();
        let mut numbers = vec![N::default(); heads.len() * width];
        let mut kept = Vec::new();
        for (head, own) in heads.iter().zip(numbers.chunks_mut(width.max(1))) {
            let Some(place) = self.worker.counters.find(*head) else { continue };
            let counted = self.worker.counted(place, self.task.plan, &mut kept);
            for ((own, counted), counter) in
                own.iter_mut().zip(counted).zip(self.task.rules.counters())
            {
                *own = number(if counter.once { counted.min(1) } else { counted })?;
            }
        }
        self.organizations.add_up(&mut numbers, width, add)?;
        Some(numbers)
    }

    fn write<N: Copy>(
        &self,
        numbers: &[N],
        wide: impl Fn(N) -> i128,
        to: &mut dyn Write,
    ) -> io::Result<()> {
        let Self { task: Task { rules, .. }, organizations, .. } = self;
        let columns = rules.counting().table();
        let width = rules.counters().len();
        let employees = organizations.employees();
        let period = match rules.when() {
            When::On(day) => day.to_string(),
            When::In(period) => period.to_string(),
        };
        let mut text = Vec::with_capacity(2 * BLOCK);
        text.extend_from_slice(b"organization,kind,period");
        for column in &columns {
            text.push(b',');
            text.extend(column.id.bytes());
        }
        text.push(b'\n');
        let kinds = organizations.kinds().iter().zip(employees);
        for ((head, (kind, employees)), numbers) in
            organizations.heads().iter().zip(kinds).zip(numbers.chunks(width.max(1)))
        {
            text.extend_from_slice(&head.text());
            text.push(b',');
            text.extend_from_slice(kind.map_or("", OrganizationKind::id).as_bytes());
            text.push(b',');
            text.extend_from_slice(period.as_bytes());
            let stated = |value: TotalValue| match value {
                TotalValue::Counter(place) => numbers.get(place).map(|number| wide(*number)),
                TotalValue::Employees => employees.map(i128::from),
                TotalValue::Quotient(_) | TotalValue::Unknown => None,
            };
            for column in &columns {
                text.push(b',');
                let number = match column.value {
                    TotalValue::Counter(place) => numbers.get(place).map(|number| wide(*number)),
                    // Both are stated.
                    TotalValue::Quotient(quotient) => {
                        let other = |place: usize| stated(columns.get(place)?.value);
                        let both = other(quotient.part).zip(other(quotient.base));
                        both.and_then(|(part, base)| quotient.of(part, base))
                    }
                    value => stated(value),
                };
                if let Some(number) = number {
                    push_number(&mut text, number, column.decimals);
                }
            }
            text.push(b'\n');
            if text.len() > BLOCK {
                to.write_all(&text)?;
                text.clear();
            }
        }
        to.write_all(&text)
    }
}

/// Writes a number that has so many decimals.
#[inline]
fn push_number(text: &mut Vec<u8>, number: i128, decimals: u8) {
    if number == 0 && decimals == 0 {
        // So are most.
        return text.push(b'0');
    }
    let mut buffer = itoa::Buffer::new();
    // Hardly any takes more than eight bytes, and those are much faster.
    let digits = match i64::try_from(number) {
        Ok(small) => buffer.format(small),
        Err(_) => buffer.format(number),
    };
    if decimals == 0 {
        text.extend_from_slice(digits.as_bytes());
    } else {
        push_decimal(text, digits, usize::from(decimals));
    }
}

/// Writes a number whose last digits stand behind the point, so many of them.
fn push_decimal(text: &mut Vec<u8>, digits: &str, decimals: usize) {
    let digits = match digits.strip_prefix('-') {
        Some(digits) => {
            text.push(b'-');
            digits
        }
        None => digits,
    };
    let noughts = (decimals + 1).saturating_sub(digits.len());
    text.extend(std::iter::repeat_n(b'0', noughts));
    text.extend_from_slice(digits.as_bytes());
    text.insert(text.len() - decimals, b'.');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(number: i128, decimals: u8, expected: &str) {
        let mut text = b"x".to_vec();
        push_number(&mut text, number, decimals);
        assert_eq!(std::str::from_utf8(&text).unwrap(), format!("x{expected}"));
    }

    #[test]
    fn numbers_as_text() {
        check(0, 0, "0");
        check(1_234, 0, "1234");
        check(0, 2, "0.00");
        check(7, 2, "0.07");
        check(-1_840, 2, "-18.40");
        check(-7, 2, "-0.07");
        check(i128::MAX, 1, "17014118346046923173168730371588410572.7");
        check(i128::MIN, 0, &i128::MIN.to_string());
    }
}
