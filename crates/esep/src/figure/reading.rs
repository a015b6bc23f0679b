//! Reading figures as people write them in Kazakh, Russian and English.
//!
//! What is read, and what each notation stands for:
//!
//! | written | read as |
//! |---|---|
//! | `703 070`, `703'070`, `703,070`, `703.070.000` | digits in groups of three |
//! | `14,4 %`, `14.4%` | a share; stands for all from 14.35 to 14.45 percent |
//! | `-5`, `−5`, `(5)` | below nought |
//! | `> 40 000`, `<=5`, `≥ 3` | a bound |
//! | `~40 000`, `≈ 14,4` | within one whole unit of the last digit printed that is not 0: 30 000 to 50 000 |
//! | `24,9 млн`, `4 мың`, `2 billion` | rounded to the last digit printed, whatever the line |
//! | `24 210 900 тг.`, `$5` | an amount of money |
//! | nothing | blank |
//! | `-`, `–`, `—` | nil |
//! | `x`, `х` | not applicable |
//! | `1 234 чел.`, `12 days` | the same figure, where the line counts these |
//! | `...`, `…`, `..`, `нет данных`, `н/д`, `дерек жоқ` | not available |
//! | `71225(5)`, `12*`, `12¹` | a figure with a note |
//!
//! Whatever else is met is not read at all, and the mistake says where it stands.

mod convention;
mod cursor;
mod human;
mod machine;
mod misreading;
mod numeral;
mod settling;
mod words;

pub use convention::Convention;
pub use misreading::{Misreading, Obstacle};

use super::{Content, Figure, Rational, Rounding, Unit, UnitKind};
use settling::Stated;

/// The most digits that a figure may have, and the largest exponent.
const MAX_DIGITS: usize = 1_000;

/// What the line and the document say of a figure before it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected<'a> {
    /// What is counted.
    pub unit: &'a Unit,
    /// Whether a figure printed without a scale word stands for itself or for all that its digits
    /// allow.
    pub rounding: Rounding,
    /// Whether the document gives its counts in thousands: `703` persons are then 703 000, rounded
    /// to the thousand. A scale word beside a figure goes before this.
    pub thousands: bool,
    /// Whether `-88` and `-99` stand for "not available".
    pub missing_codes: bool,
    /// The smallest figure that makes sense; of a share, as a ratio.
    pub min: Option<&'a Rational>,
    /// The largest figure that makes sense; of a share, as a ratio.
    pub max: Option<&'a Rational>,
}

impl<'a> Expected<'a> {
    /// A figure of this unit, rounded as usual, without bounds.
    pub fn of(unit: &'a Unit) -> Self {
        Self {
            unit,
            rounding: unit.kind().usual_rounding(),
            thousands: false,
            missing_codes: false,
            min: None,
            max: None,
        }
    }
}

/// What a text says, read without a mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// What it says.
    pub content: Content,
    /// The footnote mark beside it, as written: `(5)`, `*`, `¹`.
    pub note: Option<String>,
}

impl Reading {
    fn plain(content: Content) -> Self {
        Self { content, note: None }
    }
}

/// Reads one figure, or what stands in its place.
///
/// Where a comma or point can both group and be decimal, as in `1,191`, the unit decides first:
/// counts are whole and money has at most as many decimals as its currency.
/// Then the bounds decide: a reading outside them falls away.
/// Then the convention of the document's language decides, and what it leaves open is ambiguous.
/// A text with only one possible reading is read that way in every language.
///
/// Takes time in proportion to the length of the text.
///
/// # Errors
/// - [`Misreading::Unreadable`] where a part of the text is not understood;
/// - [`Misreading::Ambiguous`] where it can be read as two figures.
///
/// # Example
/// ```
/// use esep::{Content, Convention, Expected, Language, Misreading, Unit, read_figure};
///
/// let russian = Convention::of(&[Language::Ru]);
/// let percent = Unit::new("percent");
/// let reading = read_figure("14,4 %", &russian, &Expected::of(&percent))?;
/// let Content::Figure(share) = reading.content else { unreachable!() };
/// assert_eq!(share.value().to_string(), "18/125");
/// assert_eq!(share.decimals(), 1);
///
/// let persons = Unit::new("persons");
/// let refused = read_figure("1 23", &russian, &Expected::of(&persons));
/// assert!(matches!(refused, Err(Misreading::Unreadable { at: 0, length: 4, .. })));
/// # Ok::<(), Misreading>(())
/// ```
pub fn read_figure(
    text: &str,
    convention: &Convention,
    expected: &Expected<'_>,
) -> Result<Reading, Misreading> {
    if let Some(whole) = plain_whole(text) {
        let figure = if expected.rounding == Rounding::Exact
            && !expected.thousands
            && expected.unit.kind() != UnitKind::Share
        {
            Figure::exact(whole, 0)
        } else {
            Stated::default().figure(whole, 0, 0, expected)
        };
        return Ok(Reading::plain(Content::Figure(figure)));
    }
    if expected.missing_codes && matches!(text.trim(), "-88" | "-99" | "\u{2212}88" | "\u{2212}99")
    {
        return Ok(Reading::plain(Content::NotAvailable));
    }
    if convention.is_machine() {
        machine::read(text, expected)
    } else {
        human::read(text, *convention, expected)
    }
}

/// The number that a text of digits alone makes, where it is short: what most cells hold.
fn plain_whole(text: &str) -> Option<Rational> {
    let is_plain =
        !text.is_empty() && text.len() <= 18 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_plain {
        return None;
    }
    text.parse::<u64>().ok().map(Rational::from)
}

#[cfg(test)]
mod tests;
