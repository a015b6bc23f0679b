//! The disorder of thirty organizations.

use std::collections::BTreeMap;
use std::sync::Arc;

use esep::{Form, Language};

use crate::Report;
use crate::layout::Column::{Figure, Label, Number, Other, Remark, Unit};
use crate::layout::{Column, Figures, Labels, Layout, Typed};
use crate::sheet::{Sheet, Value};

/// What reports are written from.
pub(crate) struct Writer<'a> {
    pub(crate) membership: &'a Arc<Form>,
    pub(crate) legal: &'a Arc<Form>,
    pub(crate) members: BTreeMap<&'a str, Figures<'a>>,
    pub(crate) violations: BTreeMap<&'a str, Figures<'a>>,
    pub(crate) names: BTreeMap<&'a str, [&'a str; 2]>,
}

/// A form on a sheet, with the rows of its lines.
struct Filled<'a> {
    sheet: Sheet,
    rows: Vec<(&'a str, u32)>,
}

const PLAIN: Layout = Layout {
    language: Language::Ru,
    columns: &[Number, Label, Figure],
    labels: Labels::Whole,
    typed: Typed::Numbers,
};
const KAZAKH: Layout = Layout { language: Language::Kk, ..PLAIN };
const BARE: Layout = Layout { columns: &[Label, Figure], ..PLAIN };
const SIDE_BY_SIDE: &[Column] = &[Number, Label, Figure, Other(1), Other(2)];

impl<'a> Writer<'a> {
    pub(crate) fn reports(&self) -> Vec<Report> {
        let mut reports = self.by_layout();
        reports.extend(self.with_slips());
        reports.extend(self.of_several());
        reports
    }

    /// Those that are laid out in their own way.
    fn by_layout(&self) -> Vec<Report> {
        let texts = Layout { typed: Typed::Texts, ..KAZAKH };
        let units = Layout { columns: &[Number, Label, Unit, Figure, Remark], ..PLAIN };
        let dashes = Layout { typed: Typed::Dashes, ..BARE };
        let latin = Layout { labels: Labels::Latin, ..PLAIN };
        let short = Layout { labels: Labels::Short, ..BARE };
        let both = Layout { labels: Labels::Both, ..BARE };
        let capitals = Layout { labels: Labels::Capitals, ..PLAIN };
        vec![
            self.report("aqbulaq", "Акбулак.xlsx", PLAIN),
            self.report("aqterek", "Ақтерек 2025-1.xlsx", texts),
            self.report("boztal", "Бозтал.xlsx", PLAIN),
            self.report("boztal", "Бозтал (копия).xlsx", PLAIN),
            self.report("burkitti", "Буркитти отчет.xlsx", units),
            self.report("dongelek", "Донгелек.xls", PLAIN),
            self.report("eskikeruen", "Ескікеруен.ods", KAZAKH),
            self.report("zhanatalap", "Жанаталап.docx", texts_of(PLAIN)),
            self.report("kokterek", "Коктерек.xlsx", latin),
            self.report("kumbel", "Кумбель.xlsx", short),
            self.report("tasotkel", "Тасөткел.docx", texts),
            self.report("uzynbulaq", "Узынбулак.xls", dashes),
            self.report("institute", "СПИ (каз-рус).xlsx", both),
            self.report("terekti", "ТЕРЕКТИ.xls", capitals),
            self.report("zhartas", "Жартас.xlsx", dashes),
            Report { name: "Колледж.csv", sheets: vec![self.bare("college", self.legal)] },
            Report {
                name: "Колледж членство.csv",
                sheets: vec![self.bare("college", self.membership)],
            },
        ]
    }

    /// Those in which something went wrong.
    fn with_slips(&self) -> Vec<Report> {
        vec![
            self.formulas(),
            self.hidden_rows(),
            self.hidden_sheet(),
            self.error_cell(),
            self.percents(),
            self.footnotes(),
            self.many_titles(),
            self.date(),
            Report {
                name: "Шоптиколь.xlsx",
                sheets: vec![self.form("shoptikol", self.legal, PLAIN, 0).sheet],
            },
        ]
    }

    /// Several forms on a sheet, several organizations in a file.
    fn of_several(&self) -> Vec<Report> {
        vec![self.below_each_other(), self.side_by_side(), self.wide(), self.by_name_only()]
    }

    /// Both forms of an organization, each on a sheet.
    fn report(&self, code: &str, name: &'static str, layout: Layout) -> Report {
        let legal = self.form(code, self.legal, layout, 0).sheet;
        let membership = self.form(code, self.membership, layout, 0).sheet;
        Report { name, sheets: vec![legal, membership] }
    }

    /// A form with its title, from a row on.
    fn form(&self, code: &str, form: &Form, layout: Layout, top: u32) -> Filled<'a> {
        let is_kazakh = layout.language == Language::Kk;
        let mut sheet = Sheet { widths: widths(layout), ..Sheet::default() };
        form_name(form, is_kazakh).clone_into(&mut sheet.name);
        let title = form.title.in_language(layout.language);
        let title = match (&form.number, is_kazakh) {
            (Some(number), true) => format!("№ {number} нысан. {title}"),
            (Some(number), false) => format!("Форма № {number}. {title}"),
            (None, _) => title.to_owned(),
        };
        sheet.text(top, 0, &title);
        let [kazakh, russian] = self.names.get(code).copied().unwrap_or_default();
        let name = if is_kazakh { kazakh } else { russian };
        sheet.text(
            top + 1,
            0,
            &format!("{}: {name}", if is_kazakh { "Ұйым" } else { "Организация" }),
        );
        sheet.text(
            top + 2,
            0,
            if is_kazakh {
                "2025 жылғы 1-жартыжылдық"
            } else {
                "за 1 полугодие 2025 года"
            },
        );
        let rows = layout.table(&mut sheet, top + 4, form, &[self.figures(code, form)], &[name]);
        Filled { sheet, rows }
    }

    fn figures(&self, code: &str, form: &Form) -> Figures<'a> {
        let table = if form.id == self.legal.id { &self.violations } else { &self.members };
        table.get(code).cloned().unwrap_or_default()
    }

    /// A sheet of CSV: the period and the name in lines of their own.
    fn bare(&self, code: &str, form: &Form) -> Sheet {
        self.form(code, form, texts_of(BARE), 0).sheet
    }

    /// Totals are formulas.
    fn formulas(&self) -> Report {
        let mut filled = self.form("zhylybulaq", self.legal, PLAIN, 0);
        for (whole, first, last) in [
            ("violations", "violations.pay", "violations.other"),
            ("consultations", "consultations.in-person", "consultations.online"),
        ] {
            let figures = self.figures("zhylybulaq", self.legal);
            let result = figures.iter().find(|(id, _)| *id == whole).map_or("", |(_, text)| *text);
            if let (Some(at), Some(first), Some(last)) =
                (filled.row(whole), filled.row(first), filled.row(last))
            {
                let formula = format!("=SUM(C{}:C{})", first + 1, last + 1);
                filled.sheet.put(at, 2, Value::Formula(formula, result.to_owned()));
            }
        }
        let membership = self.form("zhylybulaq", self.membership, PLAIN, 0).sheet;
        Report {
            name: "Жылыбулак_форма7.xlsx", sheets: vec![filled.sheet, membership]
        }
    }

    /// Two lines are hidden.
    fn hidden_rows(&self) -> Report {
        let mut filled = self.form("qaiyndy", self.membership, PLAIN, 0);
        filled.sheet.hidden_rows =
            ["opening", "left"].into_iter().filter_map(|id| filled.row(id)).collect();
        let legal = self.form("qaiyndy", self.legal, PLAIN, 0).sheet;
        Report { name: "Каинды.xlsx", sheets: vec![legal, filled.sheet] }
    }

    /// The form of membership stands on a hidden sheet.
    fn hidden_sheet(&self) -> Report {
        let mut report = self.report("qarakemer", "Каракемер.xlsx", PLAIN);
        if let Some(sheet) = report.sheets.last_mut() {
            sheet.is_hidden = true;
        }
        report
    }

    /// A formula lost what it referred to.
    fn error_cell(&self) -> Report {
        let mut filled = self.form("qarasaz", self.legal, PLAIN, 0);
        if let Some(row) = filled.row("economic-effect") {
            filled.sheet.put(row, 2, Value::Formula("=#REF!+C22".to_owned(), "#REF!".to_owned()));
        }
        let membership = self.form("qarasaz", self.membership, PLAIN, 0).sheet;
        Report { name: "Карасаз ИСПР.xlsx", sheets: vec![filled.sheet, membership] }
    }

    /// Shares with more decimals than are shown.
    fn percents(&self) -> Report {
        let mut filled = self.form("maibulaq", self.membership, BARE, 0);
        let Some(row) = filled.row("density") else {
            return self.report("maibulaq", "Майбулак.ods", BARE);
        };
        let figures = self.figures("maibulaq", self.membership);
        let of = |id| figures.iter().find(|(line, _)| *line == id).map_or("", |(_, text)| *text);
        let percent = of("density").trim_end_matches(" %").replace('.', "");
        filled.sheet.put(row, 1, Value::Number(format!("0.{percent}12"), "0.0%"));
        let legal = self.form("maibulaq", self.legal, BARE, 0).sheet;
        Report { name: "Майбулак.ods", sheets: vec![filled.sheet, legal] }
    }

    /// Figures with marks, and what the marks say below the table.
    fn footnotes(&self) -> Report {
        let mut filled = self.form("moiynqum", self.legal, PLAIN, 0);
        let figures = self.figures("moiynqum", self.legal);
        for (id, mark) in [("proposals", "*"), ("lectures", "¹")] {
            let text = figures.iter().find(|(line, _)| *line == id).map_or("", |(_, text)| *text);
            if let Some(row) = filled.row(id) {
                filled.sheet.text(row, 2, &format!("{text}{mark}"));
            }
        }
        let below = filled.sheet.table.1 + 2;
        filled.sheet.text(below, 0, "* в том числе совместно с инспекцией труда");
        filled.sheet.text(below + 1, 0, "¹ с учётом онлайн-лекций");
        filled.sheet.text(below + 3, 1, "Председатель ____________ / Ахметова С. /");
        filled.sheet.text(below + 4, 1, "исп. Иванов, тел. 8 (700) 123-45-67");
        let membership = self.form("moiynqum", self.membership, PLAIN, 0).sheet;
        Report { name: "Мойынкум.xlsx", sheets: vec![filled.sheet, membership] }
    }

    /// Half a page of headings over all columns before the table begins.
    fn many_titles(&self) -> Report {
        let layout = Layout { columns: &[Number, Label, Remark, Figure], ..PLAIN };
        let sheets = [self.legal, self.membership].map(|form| {
            let mut filled = self.form("ortatobe", form, layout, 6);
            for (text, row) in [
                "Приложение 3",
                "к постановлению Президиума",
                "от 14.05.2025 № 12-3",
                "",
                "СТАТИСТИЧЕСКИЙ ОТЧЁТ",
            ]
            .into_iter()
            .zip(0..)
            {
                filled.sheet.text(row, 0, text);
            }
            filled.sheet.merged = [0, 1, 2, 4, 6, 7, 8].map(|row| ((row, 0), 3)).to_vec();
            filled.sheet
        });
        Report { name: "Ортатобе.xlsx", sheets: sheets.to_vec() }
    }

    /// The program took `3.01` for a day.
    fn date(&self) -> Report {
        let mut filled = self.form("saryozen", self.legal, PLAIN, 0);
        if let Some(row) = filled.row("consultations.in-media") {
            filled.sheet.put(row, 2, Value::Number("45660".to_owned(), "dd.mm.yyyy"));
        }
        let membership = self.form("saryozen", self.membership, PLAIN, 0).sheet;
        Report { name: "Сарыозен.xlsx", sheets: vec![filled.sheet, membership] }
    }

    /// Both forms on one sheet.
    fn below_each_other(&self) -> Report {
        let first = self.form("kokozek", self.membership, KAZAKH, 0);
        let below = self.form("kokozek", self.legal, KAZAKH, first.sheet.table.1 + 3).sheet;
        let mut sheet = first.sheet;
        sheet.cells.extend(below.cells);
        sheet.table.1 = below.table.1;
        "Есеп".clone_into(&mut sheet.name);
        Report { name: "Көкөзек.xlsx", sheets: vec![sheet] }
    }

    /// Three cities in one file, side by side.
    fn side_by_side(&self) -> Report {
        let layout = Layout { columns: SIDE_BY_SIDE, ..PLAIN };
        let codes = ["sarykent", "temirtas", "zhanaqala"];
        let sheets = [self.legal, self.membership].map(|form| {
            let mut sheet = Sheet { widths: widths(layout), ..Sheet::default() };
            form_name(form, false).clone_into(&mut sheet.name);
            let title = form.title.in_language(Language::Ru);
            sheet.text(0, 0, &format!("{title} за 1 полугодие 2025 года, города"));
            let figures = codes.map(|code| self.figures(code, form));
            layout.table(&mut sheet, 2, form, &figures, &["Сарыкент", "Темиртас", "Жанакала"]);
            sheet
        });
        Report { name: "города.xlsx", sheets: sheets.to_vec() }
    }

    /// One row, and the lines across.
    fn wide(&self) -> Report {
        let sheets = [self.legal, self.membership].map(|form| {
            let mut sheet = Sheet { table: (3, 4), ..Sheet::default() };
            form_name(form, false).clone_into(&mut sheet.name);
            sheet.text(0, 0, form.title.in_language(Language::Ru));
            sheet.text(1, 0, "1 полугодие 2025 года");
            sheet.text(3, 0, "Организация");
            sheet.text(4, 0, "Шыгансайская районная организация");
            let figures = self.figures("shygansai", form);
            for ((id, text), column) in figures.into_iter().zip(1..) {
                if let Some(line) = form.lines().iter().find(|line| line.id.as_str() == id) {
                    sheet.text(3, column, line.label.in_language(Language::Ru));
                    sheet.text(4, column, text);
                }
            }
            sheet
        });
        Report { name: "Шыгансай.ods", sheets: sheets.to_vec() }
    }

    /// Only the file's name says whose figures they are, only the sheets' which period.
    fn by_name_only(&self) -> Report {
        let mut report = self.report("kensai", "Кенсай.xlsx", PLAIN);
        for (sheet, name) in report.sheets.iter_mut().zip(["Ф7 2025-H1", "Чл. 2025-H1"]) {
            sheet.cells.retain(|((row, _), _)| !(1..=2).contains(row));
            name.clone_into(&mut sheet.name);
        }
        report
    }
}

impl Filled<'_> {
    fn row(&self, id: &str) -> Option<u32> {
        self.rows.iter().find(|(line, _)| *line == id).map(|(_, row)| *row)
    }
}

fn texts_of(layout: Layout) -> Layout {
    Layout { typed: Typed::Texts, ..layout }
}

fn form_name(form: &Form, is_kazakh: bool) -> &'static str {
    match (form.number.is_some(), is_kazakh) {
        (true, true) => "7-нысан",
        (true, false) => "Форма 7",
        (false, true) => "Мүшелік",
        (false, false) => "Членство",
    }
}

fn widths(layout: Layout) -> Vec<u8> {
    let width = |column: &Column| match column {
        Number => 6,
        Label => 60,
        Unit => 12,
        Figure | Other(_) | Remark => 16,
    };
    layout.columns.iter().map(width).collect()
}
