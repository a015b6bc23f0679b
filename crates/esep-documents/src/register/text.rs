//! Bytes of a field as numbers.

/// How many bytes of a field a head tells.
pub(super) const HEAD: usize = 15;

/// Whether a field has more bytes than a head tells.
#[inline(always)]
pub(super) const fn is_long(length: usize) -> bool {
    length > HEAD
}

/// The bytes of a short field and their number: different fields have different heads. A long field
/// has some head or other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    /// The first eight bytes, the first of them lowest.
    low: u64,
    /// Those behind them; the highest byte is the length.
    high: u64,
}

impl Head {
    /// That of an empty field.
    pub(super) const EMPTY: Self = Self { low: 0, high: 0 };
    /// That of no field.
    pub(super) const NONE: Self = Self { low: u64::MAX, high: u64::MAX };

    /// The head of a field that begins at a place and has so many bytes.
    #[inline(always)]
    pub(super) fn of(bytes: &[u8], start: usize, length: usize) -> Self {
        let [low, high] = two_words(bytes, start);
        let [low_mask, high_mask, length] = MASKS.get(length & HEAD).copied().unwrap_or_default();
        Self { low: low & low_mask, high: high & high_mask | length }
    }

    /// Whether two are the same, without a branch.
    #[inline(always)]
    pub(super) fn is(self, other: Self) -> bool {
        (self.low ^ other.low) | (self.high ^ other.high) == 0
    }

    /// A number that looks random.
    #[inline(always)]
    pub(super) fn hash(self) -> u64 {
        let product = u128::from(self.low ^ 0x9E37_79B9_7F4A_7C15)
            * u128::from(self.high ^ 0xC2B2_AE3D_27D4_EB4F);
        u64::try_from((product ^ product >> 64) & u128::from(u64::MAX)).unwrap_or_default()
    }

    /// A number that looks random, with a factor of one's choice.
    #[inline(always)]
    pub(super) fn quick_hash(self, factor: u64) -> u64 {
        (self.low ^ self.high.rotate_left(23)).wrapping_mul(factor)
    }

    /// The field.
    pub(super) fn text(self) -> Vec<u8> {
        let [bytes @ .., length] =
            (u128::from(self.high) << 64 | u128::from(self.low)).to_le_bytes();
        bytes.into_iter().take(usize::from(length)).collect()
    }

    /// What is in the order of the fields.
    pub(super) fn order(self) -> (u64, u64) {
        (self.low.swap_bytes(), self.high.rotate_left(8).swap_bytes().rotate_left(8))
    }
}

/// For each length, what belongs to a field, and the length in the highest byte.
#[expect(clippy::indexing_slicing, reason = "the compiler does it")]
const MASKS: [[u64; 3]; HEAD + 1] = {
    let mut masks = [[0; 3]; HEAD + 1];
    let mut length: u64 = 1;
    let mut place = 1;
    while place <= HEAD {
        let (low, high) = match place {
            1..=7 => (u64::MAX >> (64 - 8 * length), 0),
            8 => (u64::MAX, 0),
            _ => (u64::MAX, u64::MAX >> (128 - 8 * length)),
        };
        masks[place] = [low, high, length << 56];
        length += 1;
        place += 1;
    }
    masks
};

/// Sixteen bytes from a place on, the first of eight lowest; noughts beyond the end.
#[inline(always)]
pub(super) fn two_words(bytes: &[u8], from: usize) -> [u64; 2] {
    let window = bytes.get(from..from + 16).unwrap_or_default();
    match window.as_chunks().0 {
        [low, high] => [u64::from_le_bytes(*low), u64::from_le_bytes(*high)],
        _ => last_two_words(bytes.get(from..).unwrap_or_default()),
    }
}

/// Eight bytes from a place on, the first of them lowest; noughts beyond the end.
#[inline(always)]
pub(super) fn eight_bytes(bytes: &[u8], from: usize) -> u64 {
    match bytes.get(from..from + 8).and_then(|window| window.first_chunk()) {
        Some(window) => u64::from_le_bytes(*window),
        None => {
            let [word, _] = last_two_words(bytes.get(from..).unwrap_or_default());
            word
        }
    }
}

#[cold]
fn last_two_words(rest: &[u8]) -> [u64; 2] {
    let word = |from: usize| {
        let bytes = rest.iter().skip(from).take(8).rev();
        bytes.fold(0, |word, byte| word << 8 | u64::from(*byte))
    };
    [word(0), word(8)]
}
