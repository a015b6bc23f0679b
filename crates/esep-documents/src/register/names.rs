//! Choices found by what is written, all at once or not at all.

use super::text::{Head, is_long};

/// The names of choices, as they are mostly written, and what each adds to the class.
///
/// What is written otherwise is found by the general reading.
#[derive(Debug)]
pub(super) struct Names {
    /// By the byte of names that have only one.
    single: Box<[Option<u32>; 256]>,
    places: Vec<Place>,
    hashing: Hashing,
    /// Names of more bytes than a head has.
    long: Vec<(Box<[u8]>, u32)>,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    head: Head,
    weight: u32,
}

/// From a head to a place.
#[derive(Debug, Clone, Copy)]
struct Hashing {
    multiplier: u64,
    shift: u32,
}

/// Tables of choices are no larger.
const MOST_BITS: u32 = 14;

/// No field has this head.
const EMPTY: Place = Place { head: Head::NONE, weight: 0 };

impl Names {
    /// Names and what each adds.
    pub(super) fn new(names: &[(&str, u32)]) -> Self {
        let mut short: Vec<(Head, u32)> = Vec::new();
        let mut long: Vec<(Box<[u8]>, u32)> = Vec::new();
        for (name, weight) in names {
            let all = [(*name).to_owned(), name.to_lowercase(), name.to_uppercase()];
            for written in all.into_iter().chain([capitalized(name)]) {
                if is_long(written.len()) {
                    long.push((written.into_bytes().into(), *weight));
                } else {
                    short.push((Head::of(written.as_bytes(), 0, written.len()), *weight));
                }
            }
        }
        short.sort_unstable_by_key(|(head, weight)| (head.order(), *weight));
        short.dedup();
        long.sort_unstable();
        long.dedup();
        // What has two meanings is for the general reading to judge.
        let is_clear = |at: usize| {
            short
                .iter()
                .filter(|(head, _)| short.get(at).is_some_and(|(own, _)| own == head))
                .count()
                == 1
        };
        let short: Vec<_> = (0..short.len())
            .filter(|at| is_clear(*at))
            .filter_map(|at| short.get(at).copied())
            .collect();
        let is_clear = |name: &[u8]| long.iter().filter(|(known, _)| **known == *name).count() == 1;
        let long = long.iter().filter(|(name, _)| is_clear(name)).cloned().collect();
        let mut single = Box::new([None; 256]);
        for (byte, weight) in single.iter_mut().enumerate() {
            let head = u8::try_from(byte).map(|byte| Head::of(&[byte], 0, 1));
            let known = short.iter().find(|(known, _)| head == Ok(*known));
            *weight = known.map(|(_, weight)| *weight);
        }
        // With some factor and some size, all have places of their own.
        let least = usize::BITS - short.len().leading_zeros() + 1;
        let tries = (least..MOST_BITS).flat_map(|bits| (1..200_u64).map(move |seed| (bits, seed)));
        for (bits, seed) in tries {
            let hashing = Hashing {
                multiplier: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1,
                shift: 64 - bits,
            };
            if let Some(places) = hashing.place(&short, 1 << bits) {
                return Self { single, places, hashing, long };
            }
        }
        // The general reading finds them all the same.
        Self { single, places: Vec::new(), hashing: Hashing { multiplier: 1, shift: 1 }, long }
    }

    /// What a field of one byte adds.
    #[inline(always)]
    pub(super) fn find_single(&self, byte: u8) -> Option<u32> {
        self.single.get(usize::from(byte)).copied().flatten()
    }

    /// What a short field adds.
    #[inline(always)]
    pub(super) fn find(&self, head: Head) -> Option<u32> {
        let place = self.places.get(self.hashing.place_of(head))?;
        place.head.is(head).then_some(place.weight)
    }

    /// What a long field adds.
    pub(super) fn find_long(&self, field: &[u8]) -> Option<u32> {
        let place = self.long.binary_search_by(|(name, _)| (**name).cmp(field)).ok()?;
        self.long.get(place).map(|(_, weight)| *weight)
    }
}

impl Hashing {
    /// All names at their places; `None` where two have the same.
    fn place(self, names: &[(Head, u32)], size: usize) -> Option<Vec<Place>> {
        let mut places = vec![EMPTY; size];
        for (head, weight) in names {
            let place = places.get_mut(self.place_of(*head))?;
            if place.head != EMPTY.head {
                return None;
            }
            *place = Place { head: *head, weight: *weight };
        }
        Some(places)
    }

    #[inline]
    fn place_of(self, head: Head) -> usize {
        usize::try_from(head.quick_hash(self.multiplier) >> self.shift).unwrap_or(usize::MAX)
    }
}

fn capitalized(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next();
    first
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters.flat_map(char::to_lowercase))
        .collect()
}
