//! Where the oblasts and cities of Kazakhstan stand in a grid that recalls the map.

use std::sync::OnceLock;

use esep::{Language, Organization, OrganizationKind, Text, fold};

/// The places: what the file says of each.
const FILE: &str = include_str!("../../data/oblasts.csv");

/// A square of the grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// From the left, from 0.
    pub column: u8,
    /// From the top, from 0.
    pub row: u8,
    /// What the oblast is called in three letters.
    pub short: String,
    /// The figure, as short as it can be.
    pub figure: String,
}

/// An oblast or a city with the rank of one.
struct Oblast {
    kind: OrganizationKind,
    column: u8,
    row: u8,
    short: Text,
    codes: Vec<&'static str>,
    /// How its names begin, folded.
    names: Vec<String>,
}

/// The square of an organization of an oblast or of a city; `None` of any other.
pub(crate) fn oblast_of(organization: &Organization, language: Language) -> Option<Tile> {
    let oblasts = || oblasts().iter().filter(|it| Some(it.kind) == organization.kind);
    let code = organization.id.as_str().to_ascii_lowercase();
    let by_code = || oblasts().find(|it| it.codes.contains(&code.as_str()));
    let names = Language::ALL.map(|language| fold(organization.name.in_language(language)));
    let is_named = |oblast: &&Oblast| {
        oblast.names.iter().any(|name| names.iter().any(|own| own.contains(name.as_str())))
    };
    let oblast = by_code().or_else(|| oblasts().find(is_named))?;
    let short = oblast.short.in_language(language).to_owned();
    Some(Tile { column: oblast.column, row: oblast.row, short, figure: String::new() })
}

fn oblasts() -> &'static [Oblast] {
    static OBLASTS: OnceLock<Vec<Oblast>> = OnceLock::new();
    OBLASTS.get_or_init(|| FILE.lines().skip(1).filter_map(read).collect())
}

fn read(line: &'static str) -> Option<Oblast> {
    let mut fields = line.split(',');
    let mut next = || fields.next();
    let kind = OrganizationKind::parse(next()?)?;
    let (column, row) = (next()?.parse().ok()?, next()?.parse().ok()?);
    let short = Text::new(next()?, next()?, next()?);
    let codes = next()?.split('|').collect();
    let names = next()?.split('|').map(fold).collect();
    Some(Oblast { kind, column, row, short, codes, names })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_line_is_read_and_every_square_is_taken_once() {
        assert_eq!(oblasts().len(), FILE.lines().count() - 1);
        let squares: BTreeSet<(u8, u8)> = oblasts().iter().map(|it| (it.column, it.row)).collect();
        assert_eq!(squares.len(), oblasts().len());
        assert_eq!(oblasts().len(), 20);
    }

    #[test]
    fn no_name_means_two_of_a_kind() {
        for oblast in oblasts() {
            for name in &oblast.names {
                let others = oblasts().iter().filter(|it| it.kind == oblast.kind);
                let n = others.filter(|it| it.names.iter().any(|own| name.contains(own))).count();
                assert_eq!(n, 1, "{name}");
            }
        }
    }
}
