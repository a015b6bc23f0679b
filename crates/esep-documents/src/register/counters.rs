//! What is counted for each organization: a table by the heads of codes.
//!
//! An entry is 32 bytes, a code's head and counters of sixteen bits packed four to a word, so that
//! one line of the cache tells of a row's organization and counts the row, too. More counters and
//! sums stand apart. One counter more counts the rows; before it is full, the entry is emptied into
//! wide counters.

use std::collections::BTreeMap;
use std::ops::Range;

use super::additions::{Additions, FULL, Layout, NEAR, ONE_ROW};
use super::text::Head;
use super::tokens::BATCH;

/// A sum beyond this is moved to a wide one.
const LARGE: i64 = 1 << 61;
/// How many places an organization has.
const PLACES: usize = 2;

/// What one organization has, with its head.
#[derive(Debug, Clone, Copy)]
#[repr(align(32))]
struct Entry {
    head: Head,
    counters: [u64; NEAR],
}

impl Entry {
    /// The word with the counter of rows.
    #[inline(always)]
    fn row_counter(&self) -> u64 {
        let [word, _] = self.counters;
        word
    }
}

const NOBODY: Entry = Entry { head: Head::EMPTY, counters: [0; NEAR] };

/// The entries of all organizations, and what was moved out of them.
#[derive(Debug, Clone)]
pub(super) struct Counters {
    entries: Vec<Entry>,
    /// How many entries are of an organization.
    n_taken: usize,
    /// The other words of counters and the sums, in the order in which organizations came.
    far: Vec<u64>,
    /// The number of each place's organization in that order, where anything stands apart.
    numbers: Vec<u32>,
    layout: Layout,
    wide: BTreeMap<usize, Vec<i128>>,
}

impl Counters {
    /// No organizations, and room for so many.
    pub(super) fn new(layout: Layout, organizations: usize) -> Self {
        let n_places = organizations.max(1) * PLACES;
        let far = vec![0; n_places / PLACES * layout.width()];
        let numbers = vec![0; if layout.width() == 0 { 0 } else { n_places }];
        let entries = vec![NOBODY; n_places];
        Self { entries, n_taken: 0, far, numbers, layout, wide: BTreeMap::new() }
    }

    /// Where the words that stand apart are for the organization at a place.
    #[inline(always)]
    fn apart(&self, place: usize) -> Range<usize> {
        let width = self.layout.width();
        let number = self.numbers.get(place).copied().unwrap_or_default();
        let start = usize::try_from(number).unwrap_or_default() * width;
        start..start + width
    }

    /// The place of a new organization. `None` where it is there already.
    pub(super) fn insert(&mut self, head: Head) -> Option<usize> {
        if (self.n_taken + 1) * PLACES > self.entries.len() {
            self.grow();
        }
        let mut place = self.first_place(head);
        loop {
            let entry = self.entries.get_mut(place)?;
            if entry.head == head {
                return None;
            }
            if entry.head == Head::EMPTY {
                entry.head = head;
                if let Some(number) = self.numbers.get_mut(place) {
                    *number = u32::try_from(self.n_taken).ok()?;
                }
                self.n_taken += 1;
                return Some(place);
            }
            place = self.next(place);
        }
    }

    /// How many places there are.
    pub(super) fn n_places(&self) -> usize {
        self.entries.len()
    }

    /// Makes room for twice as many organizations.
    #[cold]
    fn grow(&mut self) {
        let larger = Self::new(self.layout, self.n_taken.max(8) * 2);
        let smaller = std::mem::replace(self, larger);
        self.merge(&smaller);
    }

    /// Where an organization stands.
    pub(super) fn find(&self, head: Head) -> Option<usize> {
        self.find_from(self.first_place(head), head)
    }

    /// Where the search for each of some organizations begins. Memory brings all of these at once,
    /// so that none is waited for by itself.
    #[inline(always)]
    pub(super) fn first_places(&self, heads: &[Head; BATCH]) -> [usize; BATCH] {
        let mut places = [0; BATCH];
        for (place, head) in places.iter_mut().zip(heads) {
            *place = self.first_place(*head);
        }
        let mut all = 0;
        for place in places {
            all |= self.entries.get(place).map_or(0, Entry::row_counter);
        }
        std::hint::black_box(all);
        places
    }

    /// Brings what stands apart for some organizations, each of which likely stands at one of two
    /// places, all of it at once.
    #[inline(always)]
    pub(super) fn bring_apart(&self, firsts: &[usize; BATCH], heads: &[Head; BATCH]) {
        let mut all = 0;
        for (first, head) in firsts.iter().zip(heads) {
            let other = self.entries.get(first + 1);
            let is_other = other.is_some_and(|other| other.head.is(*head));
            let apart = self.apart(first + usize::from(is_other));
            let ends = [apart.start, apart.end.wrapping_sub(1)];
            for at in ends {
                all |= self.far.get(at).copied().unwrap_or_default();
            }
        }
        std::hint::black_box(all);
    }

    fn find_from(&self, first: usize, head: Head) -> Option<usize> {
        let mut place = first;
        loop {
            match self.entries.get(place)?.head {
                Head::EMPTY => return None,
                known if known == head => return Some(place),
                _ => place = self.next(place),
            }
        }
    }

    /// Where an organization's search begins: the first of two places side by side.
    #[inline(always)]
    pub(super) fn first_place(&self, head: Head) -> usize {
        let pairs = u128::try_from(self.entries.len() / 2).unwrap_or_default();
        usize::try_from((u128::from(head.hash()) * pairs) >> 64).unwrap_or_default() * 2
    }

    fn next(&self, place: usize) -> usize {
        if place + 1 == self.entries.len() { 0 } else { place + 1 }
    }

    /// Adds a row of a class to an organization whose search begins at a place; `number` gives its
    /// numbers by their slots. `None` where there is no such organization or class.
    #[inline(always)]
    pub(super) fn add<const IS_NEAR: bool>(
        &mut self,
        first: usize,
        head: Head,
        class: usize,
        additions: &Additions,
        number: impl Fn(usize) -> i64,
    ) -> Option<()> {
        let more = additions.near.get(class)?.as_ref()?;
        let [one, other] = self.entries.get_mut(first..first + 2)? else { return None };
        // Mostly it is one of these two.
        let is_other = other.head.is(head);
        let is_near = is_other | one.head.is(head);
        let mut place = first + usize::from(is_other);
        let mut entry = if is_other { other } else { one };
        if !is_near {
            place = self.find_from(first, head)?;
            entry = self.entries.get_mut(place)?;
        }
        let mut full = 0;
        for (word, more) in entry.counters.iter_mut().zip(more) {
            *word = word.wrapping_add(*more);
            full |= *word;
        }
        // Only the counter of rows comes so far.
        let mut is_full = full & FULL != 0;
        if !IS_NEAR {
            is_full |= self.add_far(place, class, additions, number);
        }
        if is_full {
            self.empty(place);
        }
        Some(())
    }

    /// Adds what stands apart; whether a sum is large.
    #[inline(always)]
    fn add_far(
        &mut self,
        place: usize,
        class: usize,
        additions: &Additions,
        number: impl Fn(usize) -> i64,
    ) -> bool {
        let apart = self.apart(place);
        let own = self.far.get_mut(apart).unwrap_or_default();
        for (at, more) in additions.far.get(class).map_or(&[][..], Vec::as_slice) {
            if let Some(word) = own.get_mut(*at) {
                *word = word.wrapping_add(*more);
            }
        }
        let mut is_large = false;
        for (at, slot) in additions.sums.get(class).map_or(&[][..], Vec::as_slice) {
            if let Some(word) = own.get_mut(*at) {
                let sum = word.cast_signed().wrapping_add(number(*slot));
                *word = sum.cast_unsigned();
                is_large |= !(-LARGE..LARGE).contains(&sum);
            }
        }
        is_large
    }

    /// Whether all that is counted stands with the heads.
    pub(super) fn is_near(&self) -> bool {
        self.layout.width() == 0
    }

    /// Moves what an entry holds into wide counters.
    #[cold]
    fn empty(&mut self, place: usize) {
        let counted: Vec<i128> = self.narrow(place).collect();
        let nothing = vec![0; counted.len()];
        let wide = self.wide.entry(place).or_insert(nothing);
        wide.iter_mut().zip(counted).for_each(|(wide, more)| *wide += more);
        if let Some(entry) = self.entries.get_mut(place) {
            entry.counters = [0; NEAR];
        }
        let apart = self.apart(place);
        if let Some(far) = self.far.get_mut(apart) {
            far.fill(0);
        }
    }

    /// What an entry itself holds: counters, then sums.
    fn narrow(&self, place: usize) -> impl Iterator<Item = i128> {
        let Layout { counters, far_words, .. } = self.layout;
        let near = self.entries.get(place).map_or([0; NEAR], |entry| entry.counters);
        let far = self.far.get(self.apart(place)).unwrap_or_default();
        let (words, sums) = far.split_at_checked(far_words).unwrap_or_default();
        let counter = move |counter: usize| {
            let (at, bit) = Layout::place_of(counter);
            let word = near.get(at).or_else(|| words.get(at.checked_sub(NEAR)?));
            word.map_or(0, |word| i128::from(word >> bit & 0xFFFF))
        };
        let sums = sums.iter().map(|sum| i128::from(sum.cast_signed()));
        (0..counters).map(counter).chain(sums)
    }

    /// What was counted for the organization at a place: counters, and sums behind them; how many
    /// counters there are.
    pub(super) fn counted(&self, place: usize, to: &mut Vec<i128>) -> usize {
        to.clear();
        to.extend(self.narrow(place));
        if let Some(wide) = self.wide.get(&place) {
            to.iter_mut().zip(wide).for_each(|(counted, more)| *counted += more);
        }
        self.layout.counters
    }

    /// Whether any row was counted for the organization at a place.
    pub(super) fn has_rows(&self, place: usize) -> bool {
        let entry = self.entries.get(place);
        entry.is_some_and(|entry| entry.row_counter() >= ONE_ROW) || self.wide.contains_key(&place)
    }

    /// The places of all organizations, each with its head.
    pub(super) fn places(&self) -> impl Iterator<Item = (usize, Head)> {
        let entries = self.entries.iter().enumerate();
        entries.map(|(place, entry)| (place, entry.head)).filter(|(_, head)| *head != Head::EMPTY)
    }

    /// Adds what another table has counted.
    pub(super) fn merge(&mut self, other: &Self) {
        let is_alike = self.entries.len() == other.entries.len()
            && self.entries.iter().zip(&other.entries).all(|(own, other)| own.head.is(other.head));
        for (place, entry) in other.entries.iter().enumerate() {
            if entry.head == Head::EMPTY {
                continue;
            }
            let own = if is_alike { Some(place) } else { self.insert(entry.head) };
            let Some(own) = own.or_else(|| self.find(entry.head)) else { continue };
            let mut full = 0;
            if let Some(own) = self.entries.get_mut(own) {
                for (word, more) in own.counters.iter_mut().zip(entry.counters) {
                    *word += more;
                    full |= *word;
                }
            }
            let mut is_full = full & FULL != 0;
            let far = other.far.get(other.apart(place)).unwrap_or_default();
            let apart = self.apart(own);
            let own_far = self.far.get_mut(apart).unwrap_or_default();
            for (at, (word, more)) in own_far.iter_mut().zip(far).enumerate() {
                let sum = word.wrapping_add(*more);
                *word = sum;
                let is_sum = at >= self.layout.far_words;
                is_full |= is_sum && !(-LARGE..LARGE).contains(&sum.cast_signed());
            }
            if is_full {
                self.empty(own);
            }
            if let Some(wide) = other.wide.get(&place) {
                let known = self.wide.entry(own).or_insert_with(|| vec![0; wide.len()]);
                known.iter_mut().zip(wide).for_each(|(known, more)| *known += more);
            }
        }
    }
}
