//! `structure.csv`: who belongs to whom.

use esep::{Code, Finding, Message, Place, StructureRow};

use crate::rows::{Headings, Row, Rows};
use crate::source::Source;

/// Reads the rows of `structure.csv` as written.
///
/// The headings are `code`, `parent` (or `parent_code`), `kind`, `name_kk`, `name_ru`, `name_en`
/// (or `name`), `since`, `until`, `aliases`, `predecessor`, `employees`, in any order.
/// Only `code` and `parent` are required. Rows without a code are left out.
pub fn read_structure(source: &Source) -> (Vec<StructureRow>, Vec<Finding>) {
    let mut findings = Vec::new();
    let Some(mut csv) = Rows::open(source, &mut findings) else { return (Vec::new(), findings) };
    let columns = csv.columns(&Headings::new(HEADINGS), &mut findings);
    for (heading, words) in HEADINGS.iter().filter(|(heading, _)| heading.is_required()) {
        if !columns.iter().any(|(known, _)| known == heading) {
            findings.push(csv.missing(words));
        }
    }
    let Some((_, code)) = columns.iter().find(|(heading, _)| *heading == Heading::Code) else {
        return (Vec::new(), findings);
    };
    let mut rows = Vec::new();
    while let Some(row) = csv.next_row(&mut findings) {
        match row.text(Some(*code)) {
            None => findings.push(without_code(row.place())),
            Some(written) => {
                let mut structure_row = StructureRow::new(written);
                structure_row.place = row.place();
                fill(&mut structure_row, &row, &columns);
                rows.push(structure_row);
            }
        }
    }
    (rows, findings)
}

/// What each column of a structure is, by the first of its names; `None` for those that say nothing
/// here.
pub(crate) fn column_names(source: &Source) -> Vec<Option<&'static str>> {
    let Some(csv) = Rows::open(source, &mut Vec::new()) else { return Vec::new() };
    let columns = csv.columns(&Headings::new(HEADINGS), &mut Vec::new());
    let name = |column: usize| {
        let (heading, _) = columns.iter().find(|(_, known)| *known == column)?;
        let (_, words) = HEADINGS.iter().find(|(known, _)| known == heading)?;
        words.first().copied()
    };
    (0..csv.header.cells.len()).map(name).collect()
}

/// Where the columns of a structure are that needs no days.
#[derive(Debug, Clone)]
pub(crate) struct PlainColumns {
    pub(crate) separator: u8,
    /// How many columns there are.
    pub(crate) width: usize,
    pub(crate) code: usize,
    pub(crate) parent: usize,
    pub(crate) kind: Option<usize>,
    pub(crate) employees: Option<usize>,
    /// Whatever stands here needs more than the other columns tell.
    pub(crate) must_be_blank: Vec<usize>,
}

impl PlainColumns {
    /// The columns that a header tells of, and how many bytes stand below it. `None` where anything
    /// is wrong with it.
    pub(crate) fn of(source: &Source) -> Option<(Self, usize)> {
        let mut findings = Vec::new();
        let csv = Rows::open(source, &mut findings)?;
        let columns = csv.columns(&Headings::new(HEADINGS), &mut findings);
        let place = |wanted: Heading| {
            columns.iter().find(|(heading, _)| *heading == wanted).map(|(_, column)| *column)
        };
        let others = [Heading::Since, Heading::Until, Heading::Predecessor];
        let plain = Self {
            separator: u8::try_from(csv.separator()).ok().filter(u8::is_ascii)?,
            width: csv.header.cells.len(),
            code: place(Heading::Code)?,
            parent: place(Heading::Parent)?,
            kind: place(Heading::Kind),
            employees: place(Heading::Employees),
            must_be_blank: others.into_iter().filter_map(place).collect(),
        };
        findings.is_empty().then(|| (plain, csv.rest().len()))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heading {
    Code,
    Parent,
    Kind,
    NameKk,
    NameRu,
    NameEn,
    Name,
    Since,
    Until,
    Aliases,
    Predecessor,
    Employees,
}

const HEADINGS: &[(Heading, &[&str])] = &[
    (Heading::Code, &["code", "код", "коды"]),
    (
        Heading::Parent,
        &["parent", "жоғары тұрған ұйым", "вышестоящая организация", "parent_code", "вышестоящая"],
    ),
    (Heading::Kind, &["kind", "түрі", "вид"]),
    (Heading::NameKk, &["name_kk", "қазақша атауы", "название на казахском"]),
    (Heading::NameRu, &["name_ru", "орысша атауы", "название на русском"]),
    (Heading::NameEn, &["name_en"]),
    (Heading::Name, &["name", "атауы", "название", "наименование"]),
    (Heading::Since, &["since", "кірген күні", "дата вступления"]),
    (Heading::Until, &["until", "шыққан күні", "дата выхода"]),
    (Heading::Aliases, &["aliases", "басқа атаулары", "другие названия"]),
    (Heading::Predecessor, &["predecessor", "ізашар", "предшественник"]),
    (Heading::Employees, &["employees", "жұмыскерлер", "работающие"]),
];

impl Heading {
    fn is_required(self) -> bool {
        matches!(self, Self::Code | Self::Parent)
    }
}

fn fill(structure_row: &mut StructureRow, row: &Row<'_>, columns: &[(Heading, usize)]) {
    for (heading, column) in columns {
        let written = row.text(Some(*column));
        match heading {
            Heading::Code => {}
            Heading::Parent => structure_row.parent = written,
            Heading::Kind => structure_row.kind = written,
            Heading::NameKk => structure_row.name_kk = written,
            Heading::NameRu => structure_row.name_ru = written,
            Heading::NameEn => structure_row.name_en = written,
            Heading::Name => structure_row.name = written,
            Heading::Since => structure_row.since = written,
            Heading::Until => structure_row.until = written,
            Heading::Aliases => structure_row.aliases = written,
            Heading::Predecessor => structure_row.predecessor = written,
            Heading::Employees => structure_row.employees = written,
        }
    }
}

fn without_code(place: Place) -> Finding {
    let message = Message::new("unreadable-value.no-code");
    Finding::new(Code::UnreadableValue, Some(place), message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test::{parsed, shown};

    fn check(text: &str, rows: &[&str], findings: &[&str]) {
        let (read, found) = read_structure(&parsed("structure.csv", text));
        let read: Vec<_> = read
            .iter()
            .map(|row| {
                let StructureRow { code, parent, name, since, .. } = row;
                let parts = [Some(code), parent.as_ref(), name.as_ref(), since.as_ref()];
                let parts: Vec<_> = parts
                    .into_iter()
                    .flatten()
                    .map(|part| format!("{}@{}:{}", part.text, part.place.line, part.place.column))
                    .collect();
                parts.join(" ")
            })
            .collect();
        assert_eq!(read, rows);
        assert_eq!(shown(&found), findings);
    }

    #[test]
    fn columns_in_any_order() {
        check(
            "name;code;parent_code;since\nOne;a;;\n;b;a;2005-06-21\n",
            &["a@2:5 One@2:1", "b@3:2 a@3:4 2005-06-21@3:6"],
            &[],
        );
    }

    #[test]
    fn unknown_heading_names_the_nearest() {
        check(
            "code,parent,knid,phone\na,,,\n",
            &["a@2:1"],
            &[
                "structure.csv:1:13 I010 unknown-key key=knid | hint.nearest name=kind",
                "structure.csv:1:18 I010 unknown-key key=phone",
            ],
        );
    }

    #[test]
    fn required_headings_are_missed() {
        check(
            "name,parent\nOne,\n",
            &[],
            &["structure.csv:1:1 I006 unreadable-document.missing-heading heading=code | \
               hint.one-of values=code+код+коды"],
        );
        check("", &[], &["structure.csv I006 unreadable-document.empty | hint.ask-again"]);
    }

    #[test]
    fn rows_that_cannot_be_told_apart_are_left_out() {
        check(
            "code,parent\n,b\nc,d,e\n\n,\nf\n",
            &["f@6:1"],
            &[
                "structure.csv:2:1 I011 unreadable-value.no-code",
                "structure.csv:3:5 I006 unreadable-document.too-many-cells cells=3 headings=2 \
                 | hint.quote-separator separator=,",
            ],
        );
    }
}
