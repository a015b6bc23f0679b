//! How an organization lays a form out: in its language, its order of columns, its way of typing.

use esep::{Form, Language, Line, UnitKind};

use crate::sheet::{Sheet, Value};

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    Number,
    Label,
    Unit,
    Figure,
    /// The figures of another organization, side by side.
    Other(usize),
    Remark,
}

/// How labels are typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Labels {
    Whole,
    /// With Latin letters where they look like the Cyrillic ones.
    Latin,
    /// With words cut short.
    Short,
    /// In both languages, with a stroke between.
    Both,
    Capitals,
}

/// How figures are typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Typed {
    Numbers,
    /// As text, thousands apart.
    Texts,
    /// As text, nil as a dash.
    Dashes,
}

/// A way of laying out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layout {
    pub(crate) language: Language,
    pub(crate) columns: &'static [Column],
    pub(crate) labels: Labels,
    pub(crate) typed: Typed,
}

/// The figures of one organization on a form, by line.
pub(crate) type Figures<'a> = Vec<(&'a str, &'a str)>;

impl Layout {
    /// Adds the lines of a form below a row of headings; gives the rows of the lines.
    pub(crate) fn table<'a>(
        self,
        sheet: &mut Sheet,
        top: u32,
        form: &Form,
        figures: &[Figures<'a>],
        names: &[&str],
    ) -> Vec<(&'a str, u32)> {
        for (column, at) in self.columns.iter().zip(0..) {
            let heading = self.heading(*column, names);
            sheet.text(top, at, heading);
        }
        let lines: &[(&'a str, &'a str)] = figures.first().map_or(&[], Vec::as_slice);
        let rows: Vec<(&str, u32)> =
            lines.iter().zip(top + 1..).map(|((id, _), row)| (*id, row)).collect();
        for (id, row) in &rows {
            let Some(line) = form.lines().iter().find(|line| line.id.as_str() == *id) else {
                continue;
            };
            for (column, at) in self.columns.iter().zip(0..) {
                if let Some(value) = self.value(*column, line, id, figures) {
                    sheet.put(*row, at, value);
                }
            }
        }
        sheet.table = (top, rows.last().map_or(top, |(_, row)| *row));
        rows
    }

    fn heading<'n>(self, column: Column, names: &[&'n str]) -> &'n str {
        let is_kazakh = self.language == Language::Kk;
        match column {
            Column::Number if is_kazakh => "р/с",
            Column::Number => "№ п/п",
            Column::Label if is_kazakh => "Көрсеткіштер",
            Column::Label => "Показатели",
            Column::Unit if is_kazakh => "Өлшем бірлігі",
            Column::Unit => "Ед. изм.",
            Column::Figure if names.len() > 1 => names.first().copied().unwrap_or_default(),
            Column::Figure if is_kazakh => "Барлығы",
            Column::Figure => "Всего",
            Column::Other(number) => names.get(number).copied().unwrap_or_default(),
            Column::Remark if is_kazakh => "Ескертпе",
            Column::Remark => "Примечание",
        }
    }

    fn value(
        self,
        column: Column,
        line: &Line,
        id: &str,
        figures: &[Figures<'_>],
    ) -> Option<Value> {
        let figure = |number: usize| {
            let of = figures.get(number)?;
            let (_, text) = of.iter().find(|(other, _)| *other == id)?;
            self.figure(line, text)
        };
        match column {
            Column::Number => line.number.clone().map(Value::Text),
            Column::Label => Some(Value::Text(self.label(line))),
            Column::Unit => Some(Value::Text(self.unit(line).to_owned())),
            Column::Figure => figure(0),
            Column::Other(number) => figure(number),
            Column::Remark => None,
        }
    }

    fn unit(self, line: &Line) -> &'static str {
        match (line.unit.kind(), self.language) {
            (UnitKind::Money, Language::Kk) => "мың теңге",
            (UnitKind::Money, _) => "тыс. тенге",
            (UnitKind::Share, _) => "%",
            (_, Language::Kk) => "бірлік",
            _ => "ед.",
        }
    }

    fn label(self, line: &Line) -> String {
        let label = line.label.in_language(self.language);
        match self.labels {
            Labels::Whole => label.to_owned(),
            Labels::Latin => label
                .chars()
                .map(|letter| match letter {
                    'о' => 'o',
                    'а' => 'a',
                    'с' => 'c',
                    'е' => 'e',
                    'р' => 'p',
                    other => other,
                })
                .collect(),
            Labels::Short => label
                .replace("Количество ", "Кол-во ")
                .replace("правовых инспекторов", "прав. инспекторов")
                .replace("трудового законодательства", "труд. зак-ва")
                .replace("(всего)", "всего")
                .replace("профсоюза", "проф."),
            Labels::Both => format!(
                "{} / {}",
                line.label.in_language(Language::Kk),
                line.label.in_language(Language::Ru)
            ),
            Labels::Capitals => label.to_uppercase(),
        }
    }

    fn figure(self, line: &Line, text: &str) -> Option<Value> {
        if text.is_empty() {
            return None;
        }
        if self.typed == Typed::Dashes && text == "0" {
            return Some(Value::Text("-".to_owned()));
        }
        let bare = text.trim_end_matches(" тыс.").trim_end_matches(" %").replace(',', ".");
        if self.typed == Typed::Texts {
            return Some(Value::Text(apart(&text.replace('.', ","))));
        }
        Some(if line.unit.kind() == UnitKind::Share {
            Value::Number(hundredth(&bare), "0.0%")
        } else {
            Value::Number(bare, if text.contains(" тыс.") { "#,##0.0" } else { "#,##0" })
        })
    }
}

/// Digits with spaces between the thousands.
fn apart(text: &str) -> String {
    let digits = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (whole, rest) = text.split_at(digits);
    let letters = whole.chars().zip((0..whole.len()).rev());
    let spaced: String = letters
        .flat_map(|(digit, behind)| {
            let space = (behind > 0 && behind % 3 == 0).then_some(' ');
            std::iter::once(digit).chain(space)
        })
        .collect();
    spaced + rest
}

/// `71.2` as `0.712`.
fn hundredth(percent: &str) -> String {
    let (whole, decimals) = percent.split_once('.').unwrap_or((percent, ""));
    match whole.len() {
        3.. => "1".to_owned(),
        _ => format!("0.{whole:0>2}{decimals}"),
    }
}
