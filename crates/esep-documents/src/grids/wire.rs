//! Grids on their way from the module that reads workbooks to the one that recognizes forms.
//!
//! JSON, in arrays: a large workbook has a million cells. What most cells have in common is left
//! out. Only this file knows the order.

use std::sync::Arc;

use esep::{Finding, Part, Place};
use serde::{Deserialize, Serialize};

use super::said::Said;
use super::{Cell, Content, Grid, Grids, Row};

/// A file: its grids, unless it is not read, and what is to be said of it.
#[derive(Serialize, Deserialize)]
struct FileJson(Option<Vec<GridJson>>, Vec<SaidJson>);

/// Which part of the file, and the rows.
#[derive(Serialize, Deserialize)]
struct GridJson(Option<PartJson>, Option<String>, bool, Vec<RowJson>);

/// The number of a table, or of a sheet and its name.
#[derive(Serialize, Deserialize)]
struct PartJson(u32, Option<String>);

/// The number, whether it is hidden, the cells.
#[derive(Serialize, Deserialize)]
struct RowJson(u32, bool, Vec<CellJson>);

/// The column and what is shown there; the kind of content, the exact number, the width, whether it
/// is hidden, and the place, where these are not what they mostly are.
#[derive(Deserialize)]
struct CellJson(
    u32,
    String,
    #[serde(default)] u8,
    #[serde(default)] String,
    #[serde(default = "one")] u32,
    #[serde(default)] bool,
    #[serde(default)] Option<PlaceJson>,
);

/// Within which part, the row and the column.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct PlaceJson(u8, u32, u32);

/// What is said, of how many places, and where: line, column, length.
#[derive(Serialize, Deserialize)]
struct SaidJson(usize, usize, u32, u32, u32);

const TEXT: u8 = 0;
/// A number that is shown exactly.
const SHOWN: u8 = 1;
const NUMBER: u8 = 2;
const DATE: u8 = 3;
const ERROR: u8 = 4;
const NO_VALUE: u8 = 5;

const NOWHERE: u8 = 0;
const PARAGRAPHS: u8 = 1;
const GRID: u8 = 2;

fn one() -> u32 {
    1
}

impl Serialize for CellJson {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(column, text, kind, exact, width, hidden, place) = self;
        if (*width, *hidden, place) != (1, false, &None) {
            (column, text, kind, exact, width, hidden, place).serialize(serializer)
        } else if !exact.is_empty() {
            (column, text, kind, exact).serialize(serializer)
        } else if *kind != TEXT {
            (column, text, kind).serialize(serializer)
        } else {
            (column, text).serialize(serializer)
        }
    }
}

impl Grids {
    /// What was read for a module that recognizes forms: JSON that only [`Self::from_json`] is to
    /// read.
    pub fn to_json(&self) -> String {
        let grids = self.grids.as_ref().map(|grids| grids.iter().map(grid_json).collect());
        let said = self.findings.iter().filter_map(said_json).collect();
        // Only keys that are no strings can fail, and there are none.
        serde_json::to_string(&FileJson(grids, said)).unwrap_or_default()
    }

    /// What was written so of a file of this name; `None` of anything else.
    pub fn from_json(name: &str, json: &str) -> Option<Self> {
        let FileJson(grids, said) = serde_json::from_str(json).ok()?;
        let file: Arc<str> = name.into();
        let grids = match grids {
            Some(grids) => {
                Some(grids.into_iter().map(|it| grid(&file, it)).collect::<Option<_>>()?)
            }
            None => None,
        };
        let findings = said.into_iter().map(|it| finding(&file, &it)).collect::<Option<_>>()?;
        Some(Self { grids, findings })
    }
}

fn grid_json(grid: &Grid) -> GridJson {
    let part = grid.part.as_deref().map(part_json);
    let rows = grid.rows.iter().map(|row| {
        let cells = row.cells.iter().map(|cell| cell_json(cell, row, grid));
        RowJson(row.number, row.hidden, cells.collect())
    });
    GridJson(part, grid.name.clone(), grid.hidden, rows.collect())
}

fn part_json(part: &Part) -> PartJson {
    match part {
        Part::Sheet(number, name) => PartJson(*number, Some(name.clone())),
        Part::Table(number) => PartJson(*number, None),
        Part::Paragraphs => PartJson(0, None),
    }
}

fn part(PartJson(number, name): PartJson) -> Arc<Part> {
    Arc::new(match name {
        Some(name) => Part::Sheet(number, name),
        None => Part::Table(number),
    })
}

fn cell_json(cell: &Cell, row: &Row, grid: &Grid) -> CellJson {
    let (kind, exact) = match &cell.content {
        Content::Text => (TEXT, String::new()),
        Content::Number(exact) if *exact == cell.text => (SHOWN, String::new()),
        Content::Number(exact) => (NUMBER, exact.to_string()),
        Content::Date => (DATE, String::new()),
        Content::Error => (ERROR, String::new()),
        Content::NoValue => (NO_VALUE, String::new()),
    };
    let Place { part, line, column, .. } = &cell.place;
    let within = match part.as_deref() {
        None => NOWHERE,
        Some(Part::Paragraphs) => PARAGRAPHS,
        Some(_) => GRID,
    };
    let place = PlaceJson(within, *line, *column);
    let place =
        (place != usual_place(row.number, cell.column, grid.part.as_ref())).then_some(place);
    CellJson(cell.column, cell.text.to_string(), kind, exact, cell.width, cell.hidden, place)
}

/// Where most cells stand.
fn usual_place(row: u32, column: u32, part: Option<&Arc<Part>>) -> PlaceJson {
    if part.is_some() { PlaceJson(GRID, row, column) } else { PlaceJson(NOWHERE, 0, 0) }
}

fn grid(file: &Arc<str>, GridJson(part, name, hidden, rows): GridJson) -> Option<Grid> {
    let part = part.map(self::part);
    let cells = |row: u32, cells: Vec<CellJson>| {
        cells.into_iter().map(|it| cell(it, row, file, part.as_ref())).collect::<Option<Vec<_>>>()
    };
    let rows = rows.into_iter().map(|RowJson(number, hidden, written)| {
        Some(Row { number, hidden, cells: cells(number, written)? })
    });
    let rows = rows.collect::<Option<_>>()?;
    Some(Grid { file: Arc::clone(file), part, name, hidden, rows })
}

fn cell(written: CellJson, row: u32, file: &Arc<str>, part: Option<&Arc<Part>>) -> Option<Cell> {
    let CellJson(column, text, kind, exact, width, hidden, place) = written;
    let text: Arc<str> = text.into();
    let content = match kind {
        TEXT => Content::Text,
        SHOWN => Content::Number(Arc::clone(&text)),
        NUMBER => Content::Number(exact.into()),
        DATE => Content::Date,
        ERROR => Content::Error,
        NO_VALUE => Content::NoValue,
        _ => return None,
    };
    let PlaceJson(within, line, at) = place.unwrap_or_else(|| usual_place(row, column, part));
    let place = match within {
        NOWHERE => Place::new(file, line, at, 0),
        PARAGRAPHS => Place::in_part(file, &Arc::new(Part::Paragraphs), line, at),
        GRID => Place::in_part(file, part?, line, at),
        _ => return None,
    };
    Some(Cell { column, width, hidden, text, content, place })
}

fn said_json(finding: &Finding) -> Option<SaidJson> {
    let Said { number, places, line, column, length } = Said::of(finding)?;
    Some(SaidJson(number, places, line, column, length))
}

fn finding(file: &Arc<str>, written: &SaidJson) -> Option<Finding> {
    let SaidJson(number, places, line, column, length) = *written;
    Said { number, places, line, column, length }.finding(file)
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::grids::said::any_finding;

    const NAME: &str = "reports/a.xlsx";

    fn part() -> impl Strategy<Value = Option<Part>> {
        let sheet =
            (any::<u32>(), any::<String>()).prop_map(|(number, it)| Part::Sheet(number, it));
        proptest::option::of(prop_oneof![sheet, any::<u32>().prop_map(Part::Table)])
    }

    fn content() -> impl Strategy<Value = Option<Content>> {
        let number = any::<String>().prop_map(|exact| Some(Content::Number(exact.into())));
        prop_oneof![
            Just(None),
            number,
            Just(Some(Content::Text)),
            Just(Some(Content::Date)),
            Just(Some(Content::Error)),
            Just(Some(Content::NoValue)),
        ]
    }

    prop_compose! {
        fn cell(part: Option<Arc<Part>>, row: u32)(
            (column, width, hidden) in (any::<u32>(), any::<u32>(), any::<bool>()),
            text: String,
            content in content(),
            place in proptest::option::of((0_u8..3, any::<u32>(), any::<u32>())),
            is_plain: bool,
        ) -> Cell {
            let text: Arc<str> = text.into();
            // A number that is shown exactly.
            let content = content.unwrap_or_else(|| Content::Number(Arc::clone(&text)));
            let file: Arc<str> = NAME.into();
            let place = match (place, &part) {
                (None | Some((2, ..)), Some(part)) => Place::in_part(&file, part, row, column),
                (Some((1, line, at)), _) => {
                    Place::in_part(&file, &Arc::new(Part::Paragraphs), line, at)
                }
                (Some((_, line, at)), _) => Place::new(&file, line, at, 0),
                (None, None) => Place::whole(&file),
            };
            let (width, hidden) = if is_plain { (1, false) } else { (width, hidden) };
            Cell { column, width, hidden, text, content, place }
        }
    }

    fn row(part: Option<Arc<Part>>) -> impl Strategy<Value = Row> {
        (any::<u32>(), any::<bool>()).prop_flat_map(move |(number, hidden)| {
            vec(cell(part.clone(), number), 0..5).prop_map(move |cells| Row {
                number,
                hidden,
                cells,
            })
        })
    }

    fn grid() -> impl Strategy<Value = Grid> {
        (part(), any::<Option<String>>(), any::<bool>()).prop_flat_map(|(part, name, hidden)| {
            let part = part.map(Arc::new);
            vec(row(part.clone()), 0..5).prop_map(move |rows| {
                let (part, name) = (part.clone(), name.clone());
                Grid { file: NAME.into(), part, name, hidden, rows }
            })
        })
    }

    proptest! {
        #[test]
        fn grids_come_as_they_were(
            grids in proptest::option::of(vec(grid(), 0..4)),
            findings in vec(any_finding(NAME), 0..3),
        ) {
            let read = Grids { grids, findings };
            prop_assert_eq!(Grids::from_json(NAME, &read.to_json()), Some(read));
        }
    }

    #[test]
    fn most_cells_take_a_few_bytes() {
        let file: Arc<str> = NAME.into();
        let part = Arc::new(Part::Sheet(1, "Форма 7".to_owned()));
        let cell = |column, text: &str, content| Cell {
            column,
            width: 1,
            hidden: false,
            text: text.into(),
            content,
            place: Place::in_part(&file, &part, 4, column),
        };
        let number = |exact: &str| Content::Number(exact.into());
        let cells = vec![
            cell(1, "жұмысшылар", Content::Text),
            cell(2, "1093", number("1093")),
            cell(3, "14.4 %", number("0.144")),
        ];
        let rows = vec![Row { number: 4, hidden: false, cells }];
        let name = Some("Форма 7".to_owned());
        let part = Some(Arc::clone(&part));
        let grid = Grid { file: Arc::clone(&file), part, name, hidden: false, rows };
        let read = Grids { grids: Some(vec![grid]), findings: Vec::new() };
        assert_eq!(
            read.to_json(),
            "[[[[1,\"Форма 7\"],\"Форма 7\",false,[[4,false,[[1,\"жұмысшылар\"],[2,\"1093\",1],\
             [3,\"14.4 %\",2,\"0.144\"]]]]]],[]]"
        );
    }

    #[test]
    fn what_are_no_grids() {
        for json in [
            "",
            "{}",
            "[null]",
            "[null,[[13,0,0,0,0]]]",
            "[[[null,null,false,[[1,false,[[1,\"\",6]]]]]],[]]",
            "[[[null,null,false,[[1,false,[[1,\"\",0,\"\",1,false,[2,1,1]]]]]]],[]]",
            "[[[null,null,false,[[-1,false,[]]]]],[]]",
        ] {
            assert_eq!(Grids::from_json(NAME, json), None, "{json}");
        }
    }
}
