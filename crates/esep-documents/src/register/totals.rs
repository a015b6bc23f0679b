//! What was counted of very many organizations as a table, straight from the counters.

use std::io::{self, Write};

use esep::{OrganizationKind, TotalColumn, TotalValue, When};

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
    to: &mut impl Write,
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
        for (head, own) in heads.iter().zip(numbers.chunks_mut(width.max(1))) {
            let Some(place) = self.worker.counters.find(*head) else { continue };
            let counted = self.worker.counted(place, self.task.plan);
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
        to: &mut impl Write,
    ) -> io::Result<()> {
        let Self { task: Task { rules, .. }, organizations, .. } = self;
        let columns = rules.counting().table();
        let width = rules.counters().len();
        let employees = organizations.employees();
        let period = match rules.when() {
            When::On(day) => day.to_string(),
            When::In(period) => period.to_string(),
        };
        let mut text = b"organization,kind,period".to_vec();
        for column in &columns {
            text.push(b',');
            text.extend(column.id.bytes());
        }
        text.push(b'\n');
        let kinds = organizations.kinds().iter().zip(employees);
        for ((head, (kind, employees)), numbers) in
            organizations.heads().iter().zip(kinds).zip(numbers.chunks(width.max(1)))
        {
            text.extend(head.text());
            text.push(b',');
            text.extend(kind.map_or("", OrganizationKind::id).bytes());
            text.push(b',');
            text.extend(period.bytes());
            let numbers: Vec<i128> = numbers.iter().map(|number| wide(*number)).collect();
            let cells = cells(&columns, &numbers, employees);
            for (column, cell) in columns.iter().zip(cells) {
                text.push(b',');
                if let Some(number) = cell {
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

/// The cells of an organization, in the smallest unit of their columns.
fn cells(columns: &[TotalColumn], numbers: &[i128], employees: Option<u64>) -> Vec<Option<i128>> {
    let mut cells: Vec<Option<i128>> = columns
        .iter()
        .map(|column| match column.value {
            TotalValue::Counter(place) => numbers.get(place).copied(),
            TotalValue::Employees => employees.map(i128::from),
            TotalValue::Quotient(_) | TotalValue::Unknown => None,
        })
        .collect();
    for (place, column) in columns.iter().enumerate() {
        let TotalValue::Quotient(quotient) = column.value else { continue };
        let cell = |place: usize| cells.get(place).copied().flatten();
        let number = cell(quotient.part).zip(cell(quotient.base));
        let number = number.and_then(|(part, base)| quotient.of(part, base));
        if let Some(cell) = cells.get_mut(place) {
            *cell = number;
        }
    }
    cells
}

/// Writes a number that has so many decimals.
fn push_number(text: &mut Vec<u8>, number: i128, decimals: u8) {
    if number < 0 {
        text.push(b'-');
    }
    let start = text.len();
    let mut rest = number.unsigned_abs();
    let mut places = 0;
    while rest > 0 || places <= decimals {
        if places == decimals && decimals > 0 {
            text.push(b'.');
        }
        // Division of small numbers is much faster.
        let digit = match u64::try_from(rest) {
            Ok(small) => {
                rest = u128::from(small / 10);
                small % 10
            }
            Err(_) => {
                let digit = rest % 10;
                rest /= 10;
                u64::try_from(digit).unwrap_or_default()
            }
        };
        text.push(b'0' + u8::try_from(digit).unwrap_or_default());
        places += 1;
    }
    text.get_mut(start..).unwrap_or_default().reverse();
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
        check(i128::MAX, 1, "17014118346046923173168730371588410572.7");
    }
}
