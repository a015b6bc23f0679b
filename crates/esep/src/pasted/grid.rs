//! The cells of a pasted table by their looks: which rows are headings, which column has the labels.

use super::CellRole;
use super::layout::{Layout, Series, Stated, Unread};
use super::lines::Row;
use super::marks::Marks;
use super::words::{Words, currency, is_year, number_and_label, numbering};
use crate::figure::{Content, Misreading, Rational, Reading, Unit, UnitKind};
use crate::finding::Message;
use crate::language::{Language, Text};

/// What a cell looks like by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Blank,
    /// A dash, `x` or dots.
    Special,
    Figure,
    /// A figure that is a year.
    Year,
    Text,
}

pub(super) fn look(text: &str, marks: Marks, unit: &Unit) -> Look {
    if is_year(text) {
        return Look::Year;
    }
    match marks.read(text, unit, false) {
        Ok((reading, _)) => match reading.content {
            Content::Figure(_) => Look::Figure,
            Content::Blank => Look::Blank,
            _ => Look::Special,
        },
        Err(Misreading::Ambiguous { .. }) => Look::Figure,
        Err(Misreading::Unreadable { .. }) => Look::Text,
    }
}

/// A table and what its cells look like.
pub(super) struct Grid<'a> {
    pub(super) rows: &'a [Row],
    pub(super) looks: Vec<Vec<Look>>,
    pub(super) width: usize,
}

impl Grid<'_> {
    pub(super) fn look(&self, row: usize, column: usize) -> Look {
        self.looks.get(row).and_then(|row| row.get(column)).copied().unwrap_or(Look::Blank)
    }

    pub(super) fn text(&self, row: usize, column: usize) -> &str {
        let cell = self.rows.get(row).and_then(|row| row.cells.get(column));
        cell.map_or("", |cell| cell.text.trim())
    }

    pub(super) fn looks(&self, row: usize) -> impl Iterator<Item = Look> {
        (0..self.width).map(move |column| self.look(row, column))
    }

    /// The rows below the headings, without equations.
    pub(super) fn body(&self, header: usize) -> impl Iterator<Item = usize> {
        (header..self.rows.len())
            .filter(|row| self.rows.get(*row).is_some_and(|row| row.equation.is_none()))
    }

    /// How many rows are titles and headings: those before the first with a figure, where years
    /// above other figures and the numbers of columns are none.
    pub(super) fn header(&self) -> usize {
        let mut header = 0;
        for row in 0..self.rows.len() {
            let is_equation = self.rows.get(row).is_some_and(|row| row.equation.is_some());
            let has_text = self.looks(row).any(|look| look == Look::Text);
            let has_figure =
                self.looks(row).any(|look| matches!(look, Look::Figure | Look::Special));
            let is_heading = if is_equation {
                false
            } else if has_figure {
                row > 0 && self.numbers_columns(row)
            } else {
                has_text && self.looks(row).all(|look| look != Look::Year)
                    || self.is_row_of_years(row)
            };
            if !is_heading {
                break;
            }
            header = row + 1;
        }
        let has_body = self
            .body(header)
            .any(|row| self.looks(row).any(|look| matches!(look, Look::Figure | Look::Year)));
        if has_body { header } else { 0 }
    }

    /// Whether a row numbers the columns: `A 1 2 3`.
    pub(super) fn numbers_columns(&self, row: usize) -> bool {
        let texts =
            (0..self.width).map(|column| self.text(row, column)).filter(|text| !text.is_empty());
        let (letters, numbers): (Vec<&str>, Vec<&str>) = texts
            .partition(|text| text.chars().count() == 1 && text.chars().all(char::is_alphabetic));
        let first = numbers.first().and_then(|first| first.parse::<usize>().ok()).unwrap_or(0);
        numbers.len() > 2
            && letters.len() < 3
            && (1..=3).contains(&first)
            && (first..).zip(&numbers).all(|(number, text)| *text == number.to_string())
    }

    /// Whether a row has years where others have figures that are none: years one after the other,
    /// or such that nothing stands above them.
    pub(super) fn is_row_of_years(&self, row: usize) -> bool {
        let columns: Vec<usize> =
            (0..self.width).filter(|column| self.look(row, *column) == Look::Year).collect();
        let others = columns.iter().any(|column| {
            (row + 1..self.rows.len()).any(|below| self.look(below, *column) == Look::Figure)
        });
        let is_headed = columns.iter().any(|column| {
            (0..row).any(|above| {
                let is_title = self.looks(above).filter(|look| *look != Look::Blank).count() < 2;
                !is_title && self.look(above, *column) == Look::Text
            })
        });
        let year = |column: &usize| self.text(row, *column).get(..4)?.parse::<u16>().ok();
        let years: Vec<u16> = columns.iter().filter_map(year).collect();
        let follow = years.len() > 1
            && years.iter().zip(years.iter().skip(1)).all(|(a, b)| a.abs_diff(*b) == 1);
        // In the first column stand labels, which may be years themselves.
        columns.iter().any(|column| *column > 0)
            && (others || columns.len() > 1)
            && (follow || !is_headed)
    }

    /// Whether a column beside the labels says of which year each row is.
    pub(super) fn names_years(&self, header: usize, column: usize) -> bool {
        let is_headed = (0..header).any(|row| {
            let heading = self.text(row, column).to_lowercase();
            ["year", "год", "жыл"].iter().any(|word| heading.contains(word))
        });
        let mut looks = self.body(header).map(|row| self.look(row, column));
        let others = (0..self.width)
            .filter(|other| *other != column)
            .any(|other| self.body(header).any(|row| self.look(row, other) == Look::Figure));
        is_headed && others && looks.all(|look| matches!(look, Look::Year | Look::Blank))
    }

    /// The column of labels and that of the numbers of the rows.
    pub(super) fn label_columns(&self, header: usize) -> (Option<usize>, Option<usize>) {
        let rows: Vec<usize> = self.body(header).collect();
        let count = |column: usize, wanted: fn(Look) -> bool| {
            rows.iter().filter(|row| wanted(self.look(**row, column))).count()
        };
        let is_text = |column: &usize| {
            let texts = count(*column, |look| look == Look::Text);
            let names = count(*column, |look| matches!(look, Look::Text | Look::Year));
            texts > 0 && names * 2 >= count(*column, |look| look != Look::Blank)
        };
        let text = (0..self.width).find(is_text);
        let are_years = |column: usize| {
            let years = count(column, |look| look == Look::Year);
            let others = (1..self.width).any(|other| count(other, |look| look == Look::Figure) > 0);
            years > 1 && years == count(column, |look| look != Look::Blank) && others
        };
        let label = text.or_else(|| are_years(0).then_some(0)).or_else(|| {
            // Lines were split into label and figures, and the label may be missing.
            (count(0, |look| look != Look::Blank) == 0 && self.width > 1).then_some(0)
        });
        let is_numbering = |column: &usize| {
            let mut last: Option<Vec<u32>> = None;
            let mut is_rising = true;
            let mut n = 0;
            for row in &rows {
                let text = self.text(*row, *column);
                if text.is_empty() {
                    continue;
                }
                let number = numbering(text);
                is_rising &= number.is_some()
                    && last.as_ref().is_none_or(|last| Some(last) < number.as_ref());
                last = number;
                n += 1;
            }
            is_rising && n > 1 && n * 2 >= rows.len()
        };
        let numbers = label.and_then(|label| (0..label).find(is_numbering));
        (label, numbers)
    }

    pub(super) fn place_columns(&self, layout: &mut Layout, header: usize, columns: &[usize]) {
        for column in columns {
            let mut texts: Vec<&str> = Vec::new();
            for row in 0..header {
                let text = self.text(row, *column);
                // A title over the whole table stands in one cell alone.
                let is_title = self.looks(row).filter(|look| *look != Look::Blank).count() < 2;
                if !text.is_empty() && !is_title && !self.numbers_columns(row) {
                    texts.push(text);
                }
            }
            let name = texts.join(" ");
            let number = column + 1;
            let made_up = Text::new(
                format!("{number}-баған"),
                format!("столбец {number}"),
                format!("column {number}"),
            );
            layout.columns.push(Series {
                at: *column,
                words: Words::of(&name),
                number: Vec::new(),
                depth: 0,
                section: 0,
                below_parts: false,
                is_named: !name.is_empty(),
                label: if name.is_empty() { made_up } else { Text::same(&name) },
            });
        }
        for row in 0..header {
            if let Some(roles) = layout.roles.get_mut(row) {
                roles.fill(CellRole::Label);
            }
        }
    }

    pub(super) fn place_rows(
        &self,
        layout: &mut Layout,
        header: usize,
        label: Option<usize>,
        numbers: Option<usize>,
        columns: &[usize],
    ) {
        let (mut section, mut below_parts, mut last_line) = (0, false, 0);
        for row in self.body(header) {
            let line = self.rows.get(row).map_or(0, |row| row.line);
            if last_line > 0 && line > last_line + 1 {
                section += 1;
                below_parts = false;
            }
            last_line = line;
            let written = label.map_or("", |label| self.text(row, label));
            if let (Some(label), Some(roles)) = (label, layout.roles.get_mut(row))
                && let Some(role) = roles.get_mut(label)
            {
                *role = CellRole::Label;
            }
            let is_stated = |column: &usize| {
                let has_digit = || self.text(row, *column).contains(|c: char| c.is_ascii_digit());
                match self.look(row, *column) {
                    Look::Blank => false,
                    Look::Text => has_digit(),
                    Look::Special | Look::Figure | Look::Year => true,
                }
            };
            let name = written.trim_end_matches([':', ' ', ',', ';']);
            let words = Words::of(name);
            if !columns.iter().any(is_stated) {
                below_parts = words.is_part;
                section += usize::from(!words.is_part);
                continue;
            }
            let bullets = name
                .chars()
                .take_while(|letter| matches!(letter, '•' | '·' | '–' | '-' | '—'))
                .count();
            let name = name.trim_start_matches(['•', '·', '–', '-', '—', ' ']);
            let (own, name) = number_and_label(name);
            let number =
                numbers.and_then(|column| numbering(self.text(row, column))).unwrap_or(own);
            let position = row + 1;
            let made_up = Text::new(
                format!("{position}-жол"),
                format!("строка {position}"),
                format!("row {position}"),
            );
            let indent = self.rows.get(row).map_or(0, |row| row.indent);
            if words.is_total {
                below_parts = false;
            }
            let cell = self.rows.get(row).and_then(|row| row.cells.get(label.unwrap_or(0)));
            layout.places.extend(cell.map(|cell| cell.place.clone()));
            layout.rows.push(Series {
                at: row,
                label: if name.is_empty() { made_up } else { Text::same(name) },
                number,
                depth: indent + u32::from(bullets > 0),
                words,
                section,
                below_parts,
                is_named: !name.is_empty(),
            });
        }
    }

    pub(super) fn read(&self, layout: &mut Layout, header: usize, columns: &[usize], marks: Marks) {
        // What a title says of all figures; what a heading says, of its column.
        let titles = (0..header)
            .filter(|row| self.looks(*row).filter(|look| *look != Look::Blank).count() < 2);
        let title_of_all: String = titles
            .map(|row| (0..self.width).map(|column| self.text(row, column)).collect::<String>())
            .collect();
        let all = Words::of(&title_of_all);
        let money = currency(&title_of_all);
        let units: Vec<(Unit, bool)> = columns
            .iter()
            .zip(&layout.columns)
            .map(|(column, series)| {
                let label = series.label.in_language(Language::En);
                let percents =
                    self.body(header).filter(|row| self.text(*row, *column).contains('%')).count();
                let figures = self
                    .body(header)
                    .filter(|row| self.look(*row, *column) == Look::Figure)
                    .count();
                let is_percent = label.contains('%')
                    || percents * 2 > figures
                    || (series.words.is_share && self.are_percentages(header, *column, marks));
                let unit = if is_percent {
                    Unit::new("percent")
                } else {
                    currency(label).or_else(|| money.clone()).unwrap_or_else(|| Unit::new("number"))
                };
                (unit, series.words.is_scaled || all.is_scaled)
            })
            .collect();
        if units.iter().any(|(_, is_rounded)| *is_rounded) {
            layout.reading.push(Message::new("add-up.reading.scaled"));
        }
        let number = Unit::new("number");
        for series in &layout.rows {
            let label = series.label.in_language(Language::En);
            let row_is_share = label.contains('%');
            let mut figures = Vec::new();
            for (column, (unit, is_rounded)) in columns.iter().zip(&units) {
                let unit = if row_is_share { Unit::new("percent") } else { unit.clone() };
                let unit = if unit == number { currency(label).unwrap_or(unit) } else { unit };
                let is_rounded = *is_rounded || series.words.is_scaled;
                let cell = self.rows.get(series.at).and_then(|row| row.cells.get(*column));
                let Some(written) = cell else {
                    figures.push(None);
                    continue;
                };
                let role = layout.roles.get_mut(series.at).and_then(|row| row.get_mut(*column));
                match marks.read(&written.text, &unit, is_rounded) {
                    Ok((reading, unit)) => {
                        if let (Some(role), Content::Figure(_)) = (role, &reading.content) {
                            let is_share = unit.kind() == UnitKind::Share;
                            *role = if is_share { CellRole::Share } else { CellRole::Figure };
                        }
                        figures.push(Some(Stated { reading, unit, written: written.clone() }));
                    }
                    Err(misreading) => {
                        let is_meant =
                            written.text.contains(|letter: char| letter.is_ascii_digit());
                        // There is a figure, but which is not known.
                        let reading = Reading { content: Content::NotAvailable, note: None };
                        let stated =
                            Stated { reading, unit: unit.clone(), written: written.clone() };
                        figures.push(is_meant.then_some(stated));
                        if is_meant {
                            let written = written.clone();
                            layout.unread.push(Unread { unit, written, misreading });
                        }
                    }
                }
            }
            layout.figures.push(figures);
        }
    }

    /// Whether the figures below a heading such as `share` can be percentages.
    pub(super) fn are_percentages(&self, header: usize, column: usize, marks: Marks) -> bool {
        let unit = Unit::new("number");
        let hundred = Rational::from(100);
        let mut largest = None;
        for row in self.body(header) {
            if let Ok((Reading { content: Content::Figure(figure), .. }, _)) =
                marks.read(self.text(row, column), &unit, false)
            {
                largest = largest.max(Some(figure.value().clone()));
            }
        }
        largest.is_some_and(|largest| largest > Rational::ONE && largest <= hundred)
    }
}
