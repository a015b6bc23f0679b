//! Parents that nobody is, and the codes near to theirs: rows with these are held back as well, so
//! that the nearest can be named.

use std::collections::BTreeSet;

use esep::{MOST_SUGGESTIONS, nearest};

use super::Sieve;
use super::families::Families;
use super::holding::{Held, Strange};
use super::lines::Lines;
use super::reading::Worker;
use super::wanted::{self, Wanted};
use crate::pieces::{Readable, next_line};

impl Sieve {
    /// The parents that nobody is, as far as names near to them are looked for.
    pub(super) fn unknown<T: Readable>(
        &self,
        workers: &[Worker],
        strange: &[Strange],
        families: &Families,
        wanted: &Wanted,
        table: &T,
        lines: &Lines,
    ) -> Result<BTreeSet<String>, T::Error> {
        let mut unknown = BTreeSet::new();
        if strange.is_empty() && families.all().all(|family| family.row.is_some()) {
            return Ok(unknown);
        }
        let Some(held) = self.hold(table, workers, wanted, lines)? else { return Ok(unknown) };
        let parent = |held: &Held| {
            let [_, parent] = self.columns.numbers(&self.head, held.text.as_bytes())?;
            (parent != 0).then_some(parent)
        };
        let known = wanted::known(workers, strange, held.apart().filter_map(parent));
        let is_orphan = |held: &&Held| parent(held).is_some_and(|parent| !known.contains(&parent));
        let mut orphans = BTreeSet::new();
        for row in held.apart().filter(is_orphan) {
            let Ok(Some([code, parent])) = self.columns.read(&self.head, &row.text) else {
                continue;
            };
            if code.is_empty() {
                continue;
            }
            orphans.insert(code);
            if orphans.len() > MOST_SUGGESTIONS {
                break;
            }
            unknown.insert(parent);
        }
        Ok(unknown)
    }

    /// The codes nearest to those that nobody has, two for each: an organization is not advised to
    /// belong to itself.
    pub(super) fn nearest_codes<T: Readable>(
        &self,
        table: &T,
        unknown: &BTreeSet<String>,
    ) -> Result<BTreeSet<String>, T::Error> {
        let state = || (Vec::new(), BTreeSet::new());
        let found = table.share(self.pieces.count(table), state, |(buffer, nearest), number| {
            let Some(piece) = self.pieces.read(table, number, buffer)? else { return Ok(()) };
            let mut figures = vec![0; self.rules.screen.width()];
            let mut codes = BTreeSet::new();
            let mut rest = piece.bytes;
            while !rest.is_empty() {
                match self.rules.reader.read(&mut rest, &mut figures) {
                    Some(head) => {
                        codes.insert(String::from_utf8_lossy(head.code.text).into_owned());
                    }
                    None => {
                        next_line(&mut rest);
                    }
                }
            }
            nearest.extend(unknown.iter().flat_map(|code| two_nearest(code, &codes)));
            Ok(())
        })?;
        let codes: BTreeSet<String> = found.into_iter().flat_map(|(_, nearest)| nearest).collect();
        Ok(unknown.iter().flat_map(|code| two_nearest(code, &codes)).collect())
    }
}

fn two_nearest(code: &str, known: &BTreeSet<String>) -> Vec<String> {
    let known = || known.iter().map(String::as_str);
    let first = nearest(code, known());
    let second = nearest(code, known().filter(|known| Some(*known) != first));
    first.into_iter().chain(second).map(str::to_owned).collect()
}
