//! What tables for people and for programs have in common: names and bands.

use esep::{Banded, Book, Ground, Language, OrganizationId};

pub(super) use crate::figures::{bound, change, figure, percent};

/// Figures in no band, and those printed too roughly to tell.
pub(super) const OUTSIDE: &str = "outside";
pub(super) const UNCERTAIN: &str = "uncertain";

/// The bands of a period with who lies in them; those outside and uncertain only where there are
/// any.
pub(super) fn bands(banded: &Banded) -> Vec<(&str, Vec<&Ground>)> {
    let of_line =
        banded.bands.iter().map(|(band, grounds)| (band.text.as_str(), grounds.iter().collect()));
    let rest = [(OUTSIDE, &banded.outside), (UNCERTAIN, &banded.uncertain)];
    let rest = rest.into_iter().filter(|(_, grounds)| !grounds.is_empty());
    of_line.chain(rest.map(|(name, grounds)| (name, grounds.iter().collect()))).collect()
}

/// Those by whom a ground is called: who is there now, or was.
pub(super) fn name_side(ground: &Ground) -> &[OrganizationId] {
    if ground.after.is_empty() { &ground.before } else { &ground.after }
}

/// The codes of a ground for people.
pub(super) fn code(ground: &Ground) -> String {
    let codes: Vec<&str> = name_side(ground).iter().map(OrganizationId::as_str).collect();
    codes.join(" + ")
}

/// The name of a ground; blank where the book gives none.
pub(super) fn name(book: &Book, ground: &Ground, language: Language) -> String {
    let names: Vec<&str> = name_side(ground)
        .iter()
        .filter_map(|id| book.structure.get(id.as_str()))
        .map(|organization| organization.name.in_language(language))
        .collect();
    let name = names.join(" + ");
    if name == code(ground) { String::new() } else { name }
}
