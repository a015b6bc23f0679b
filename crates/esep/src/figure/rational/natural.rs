//! Whole numbers from 0 on, of any size: behind what fits 128 bits, and so plain rather than fast.

use std::cmp::Ordering;
use std::fmt;

/// How many decimal digits fit a word, and the power of ten that stands for them.
const DIGITS: usize = 19;
const TEN_TO_DIGITS: u64 = 10_u64.pow(19);

/// A whole number: words of 64 bits, the least first and the last of them not 0.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Natural(Vec<u64>);

impl Natural {
    fn of(mut words: Vec<u64>) -> Self {
        while words.last() == Some(&0) {
            words.pop();
        }
        Self(words)
    }

    /// The number that decimal digits make; what is no digit counts as 0.
    pub(super) fn from_digits(digits: &str) -> Self {
        let ten_to_digits = Self::from(u128::from(TEN_TO_DIGITS));
        let (first, rest) = digits.as_bytes().split_at(digits.len() % DIGITS);
        let word = |digits: &[u8]| {
            let digits = digits.iter().map(|digit| u128::from(digit.wrapping_sub(b'0')));
            Self::from(digits.fold(0, |word, digit| word * 10 + digit))
        };
        rest.chunks(DIGITS)
            .fold(word(first), |sum, digits| &(&sum * &ten_to_digits) + &word(digits))
    }

    pub(super) fn power_of_ten(exponent: u32) -> Self {
        let (mut power, mut square) = (Self::from(1), Self::from(10));
        let mut rest = exponent;
        while rest > 0 {
            if rest % 2 == 1 {
                power = &power * &square;
            }
            square = &square * &square;
            rest /= 2;
        }
        power
    }

    pub(super) fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// How many words it takes.
    pub(super) fn n_words(&self) -> usize {
        self.0.len()
    }

    /// The number, where it fits 128 bits.
    pub(super) fn to_u128(&self) -> Option<u128> {
        match *self.0 {
            [] => Some(0),
            [low] => Some(low.into()),
            [low, high] => Some(u128::from(high) << 64 | u128::from(low)),
            _ => None,
        }
    }

    /// How far the two are apart.
    pub(super) fn difference(&self, other: &Self) -> Self {
        let (more, less) = if self < other { (other, self) } else { (self, other) };
        let mut words = more.0.clone();
        subtract(&mut words, &less.0, 1);
        Self::of(words)
    }

    /// The quotient and what is left; by 0 the quotient is 0 and all is left.
    pub(super) fn divided_by(&self, divisor: &Self) -> (Self, Self) {
        let Some(top) = divisor.0.last() else { return (Self::from(0), self.clone()) };
        // The divisor's highest bit is set, so that its two highest words tell a word of the
        // quotient, or one that is larger by one or two.
        let shift = top.leading_zeros();
        let (mut rest, divisor) = (self.shifted(shift).0, divisor.shifted(shift).0);
        rest.push(0);
        let mut quotient = Vec::new();
        for at in (0..rest.len().saturating_sub(divisor.len())).rev() {
            let Some(window) = rest.get_mut(at..=at + divisor.len()) else { break };
            let mut word = estimate(window, &divisor);
            while subtract(window, &divisor, word) {
                // So much was too much: it comes back, and less is taken.
                add(window, &divisor, word);
                word -= 1;
            }
            quotient.push(word);
        }
        quotient.reverse();
        (Self::of(quotient), Self::of(rest).shifted_back(shift))
    }

    /// The greatest number that divides both.
    pub(super) fn common_divisor(mut self, mut other: Self) -> Self {
        while !other.is_zero() {
            if let (Some(a), Some(b)) = (self.to_u128(), other.to_u128()) {
                return Self::from(common_divisor(a, b));
            }
            let (_, rest) = self.divided_by(&other);
            self = std::mem::replace(&mut other, rest);
        }
        self
    }

    /// Moved up by less than a word.
    fn shifted(&self, bits: u32) -> Self {
        &Self::from(1 << bits) * self
    }

    /// Moved down by less than a word.
    fn shifted_back(&self, bits: u32) -> Self {
        let above = self.0.iter().skip(1).chain([&0]);
        let words = self.0.iter().zip(above);
        let shifted = words.map(|(low, high)| low_word((joined(*high, *low)) >> bits));
        Self::of(shifted.collect())
    }
}

/// The greatest number that divides both: halved and subtracted, in words as soon as both fit.
pub(super) fn common_divisor(mut a: u128, mut b: u128) -> u128 {
    if a == 0 || b == 0 {
        return a | b;
    }
    let twos = (a | b).trailing_zeros();
    a >>= a.trailing_zeros();
    while b != 0 {
        if let (Ok(a), Ok(b)) = (u64::try_from(a), u64::try_from(b)) {
            return u128::from(odd_common_divisor(a, b)) << twos;
        }
        b >>= b.trailing_zeros();
        (a, b) = (a.min(b), a.abs_diff(b));
    }
    a << twos
}

/// The greatest odd number that divides both, the first of which is odd.
fn odd_common_divisor(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        b >>= b.trailing_zeros();
        (a, b) = (a.min(b), a.abs_diff(b));
    }
    a
}

/// How often a divisor whose highest bit is set goes into what is one word longer, or up to two
/// more than that.
fn estimate(window: &[u64], divisor: &[u64]) -> u64 {
    let ([.., next, top], [.., first]) = (window, divisor) else { return 0 };
    u64::try_from(joined(*top, *next) / u128::from(*first)).unwrap_or(u64::MAX)
}

/// Takes the product of a number and a word away from these words; whether it was too much.
fn subtract(from: &mut [u64], number: &[u64], by: u64) -> bool {
    let mut carry = 0;
    for (place, word) in from.iter_mut().zip(number.iter().chain(std::iter::repeat(&0))) {
        let product = u128::from(*word) * u128::from(by) + carry;
        let (difference, is_below) = place.overflowing_sub(low_word(product));
        *place = difference;
        carry = (product >> 64) + u128::from(is_below);
    }
    carry > 0
}

/// Adds the product of a number and a word to these words; what is too much for them is lost.
fn add(to: &mut [u64], number: &[u64], by: u64) {
    let mut carry = 0;
    for (place, word) in to.iter_mut().zip(number.iter().chain(std::iter::repeat(&0))) {
        let sum = u128::from(*word) * u128::from(by) + u128::from(*place) + carry;
        *place = low_word(sum);
        carry = sum >> 64;
    }
}

fn joined(high: u64, low: u64) -> u128 {
    u128::from(high) << 64 | u128::from(low)
}

fn low_word(number: u128) -> u64 {
    u64::try_from(number & u128::from(u64::MAX)).unwrap_or_default()
}

impl From<u128> for Natural {
    fn from(number: u128) -> Self {
        Self::of(vec![low_word(number), low_word(number >> 64)])
    }
}

impl std::ops::Add for &Natural {
    type Output = Natural;

    fn add(self, other: &Natural) -> Natural {
        let (more, less) = if self < other { (other, self) } else { (self, other) };
        let mut words = more.0.clone();
        words.push(0);
        add(&mut words, &less.0, 1);
        Natural::of(words)
    }
}

impl std::ops::Mul for &Natural {
    type Output = Natural;

    fn mul(self, other: &Natural) -> Natural {
        let mut words = vec![0; self.0.len() + other.0.len()];
        for (at, word) in self.0.iter().enumerate() {
            let end = at + other.0.len() + 1;
            add(words.get_mut(at..end).unwrap_or_default(), &other.0, *word);
        }
        Natural::of(words)
    }
}

impl Ord for Natural {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_size = self.0.len().cmp(&other.0.len());
        by_size.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

impl PartialOrd for Natural {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Natural {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ten_to_digits = Self::from(u128::from(TEN_TO_DIGITS));
        let (mut rest, mut words) = (self.clone(), Vec::new());
        loop {
            let (above, word) = rest.divided_by(&ten_to_digits);
            words.push(word.to_u128().unwrap_or_default());
            rest = above;
            if rest.is_zero() {
                break;
            }
        }
        let mut width = 0;
        for word in words.iter().rev() {
            write!(f, "{word:0width$}")?;
            width = DIGITS;
        }
        Ok(())
    }
}
