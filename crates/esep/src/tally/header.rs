//! Which column of the register each column of a file is.

use crate::lookup::Lookup;
use crate::register::Register;

/// What is wrong with a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeaderMistake {
    /// A needed column of the register is not there.
    Missing {
        /// Its place in [`Register::columns`].
        column: usize,
    },
    /// Two columns of the file are the same of the register.
    Twice {
        /// The place of the second in the file.
        at: usize,
        /// The place in [`Register::columns`].
        column: usize,
    },
    /// Things that happen on one day are counted of a period, not of a day.
    NeedsPeriod,
}

/// Which column of the register each column of the file is.
pub(super) fn columns_of(
    register: &Register,
    header: &[&str],
) -> Result<Vec<Option<usize>>, Vec<HeaderMistake>> {
    let names = register.headings();
    let mut columns: Vec<Option<usize>> = Vec::new();
    let mut mistakes = Vec::new();
    for (at, heading) in header.iter().enumerate() {
        let found = match names.find(heading) {
            Lookup::Found(column) => Some(column),
            _ => None,
        };
        if let Some(column) = found
            && columns.contains(&found)
        {
            mistakes.push(HeaderMistake::Twice { at, column });
        }
        columns.push(found);
    }
    let needed = register.columns.iter().enumerate().filter(|(_, column)| column.is_needed);
    let missing = needed.filter(|(number, _)| !columns.contains(&Some(*number)));
    mistakes.extend(missing.map(|(column, _)| HeaderMistake::Missing { column }));
    if mistakes.is_empty() { Ok(columns) } else { Err(mistakes) }
}
