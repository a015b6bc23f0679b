//! Reports: every figure in a table is one of the book, or what a function of the core gives.

use esep::{
    Amount, Book, CellAddress, CellIndex, Content, Figure, Language, OrganizationId, Place, Sheet,
    Stated, UnitKind, Written, fill, known_figures, measure, rollup,
};
use esep_documents::{
    Block, Examined, File, Origin, Reading, Report, ReportCell, ReportFormat, ReportRequest,
    Request, read_book, read_documents,
};
use proptest::prelude::*;

use crate::generate::{Plan, plans};
use crate::tree;

/// What stands in a cell of a report.
fn shown(content: &Content, kind: UnitKind, language: Language) -> String {
    match content {
        Content::Figure(figure) => {
            let amount = Amount::new(figure.value().clone(), figure.decimals(), kind);
            amount.in_language(language)
        }
        Content::Nil => "–".to_owned(),
        Content::NotApplicable => "x".to_owned(),
        Content::NotAvailable => "…".to_owned(),
        Content::Blank => String::new(),
    }
}

/// What is known of an organization, and what its form computes from that.
fn filled(book: &Book, address: &CellAddress) -> Sheet {
    let form = book.forms.get(address.form.as_str()).unwrap();
    let known = known_figures(book, form, address.period).remove(&address.organization);
    let mut sheet = known
        .unwrap_or_else(|| Sheet::new(form.clone(), address.organization.clone(), address.period));
    let rolled = rollup(book, form, address.period).sheets.remove(&address.organization);
    for (index, figure) in rolled.iter().flat_map(Sheet::figures) {
        if sheet.cell(index).is_none_or(|stated| stated.content == Content::Blank) {
            sheet.set(index, Stated::computed(Content::Figure(figure.clone())));
        }
    }
    fill(&sheet, book).sheet
}

fn figure(book: &Book, address: &CellAddress) -> Option<Figure> {
    filled(book, address).figure(address.index).cloned()
}

/// What a figure of the report must say.
fn expected(
    book: &Book,
    organization: &OrganizationId,
    report: &Report,
    period: &str,
    origin: &Origin,
) -> Option<String> {
    let language = report.language;
    let kind = |address: &CellAddress| {
        let form = book.forms.get(address.form.as_str()).unwrap();
        form.lines()[address.index.line].unit.kind()
    };
    let of = |address: &CellAddress, content: &Content| shown(content, kind(address), language);
    let known = |address: &CellAddress, figure: Option<Figure>| {
        of(address, &figure.map_or(Content::Blank, Content::Figure))
    };
    Some(match origin {
        Origin::Stated(address) => of(address, &book.sheets.cell(address).unwrap().content),
        Origin::RolledUp(address) => {
            let form = book.forms.get(address.form.as_str()).unwrap();
            let rolled = rollup(book, form, address.period);
            let sheet = &rolled.sheets[&address.organization];
            known(address, sheet.figure(address.index).cloned())
        }
        Origin::PutTogether(address) => {
            let form = book.forms.get(address.form.as_str()).unwrap();
            let sheets = known_figures(book, form, address.period);
            known(address, sheets[&address.organization].figure(address.index).cloned())
        }
        Origin::Defined(address) => known(address, figure(book, address)),
        Origin::Measured { form, measure: id } => {
            let form_of = book.forms.get(form.as_str()).unwrap();
            let defined = form_of.measures().iter().find(|it| it.id == *id).unwrap();
            let address = CellAddress {
                form: form.clone(),
                period: period.parse().unwrap(),
                organization: organization.clone(),
                index: CellIndex { line: 0, column: 0 },
            };
            let figure = measure(defined, &filled(book, &address), book).unwrap();
            shown(&Content::Figure(figure), defined.unit.kind(), language)
        }
        Origin::ShareOf { part, whole } => {
            let [part, whole] = [part, whole].map(|it| figure(book, it).unwrap());
            let share = part.value().checked_div(whole.value()).unwrap();
            Amount::new(share, 1, UnitKind::Share).in_language(language)
        }
        Origin::Compared | Origin::Counted => return None,
    })
}

/// Holds all figures of a report against the book; how many there were.
fn check(book: &Book, report: &Report, organization: &OrganizationId, period: &str) -> usize {
    let blocks = report.parts.iter().flat_map(|part| &part.blocks);
    let tables = blocks.filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Paragraph(_) | Block::Chart(_) | Block::Findings(_) => None,
    });
    let cells = tables.flat_map(|table| &table.rows).flat_map(|row| &row.cells);
    let mut n_figures = 0;
    for ReportCell { text, origin, .. } in cells {
        let Some(origin) = origin else { continue };
        let Some(expected) = expected(book, organization, report, period, origin) else { continue };
        let said = text.trim_start_matches(['≥', '>', '≤', '<', '\u{a0}']);
        assert_eq!(said, expected, "{origin:?}");
        n_figures += 1;
    }
    n_figures
}

/// The files of an example book.
fn files(name: &str) -> Vec<File> {
    let folder = format!("docs/examples/{name}/");
    let files = tree::files(folder.trim_end_matches('/')).into_iter();
    files.map(|file| File::new(file.path.replace(&folder, ""), file.text)).collect()
}

fn report(reading: Reading, request: &ReportRequest<'_>) -> (std::sync::Arc<Book>, Report) {
    let mut examined = Examined::default();
    let book = examined.check(reading);
    let report = Report::new(&book, &mut examined, request).unwrap();
    (book, report)
}

#[test]
fn every_figure_of_a_report_is_one_of_the_book() {
    let books = [
        ("clean", "2024", "samal", 90),
        ("clean", "2024", "kainar", 70),
        ("kz-education-2020-h1", "2020-H1", "kz-edu", 80),
    ];
    for (name, period, organization, at_least) in books {
        for language in Language::ALL {
            let reading = read_book("", files(name), &Request::default()).understand();
            let request = ReportRequest { period, organization: Some(organization), language };
            let (book, report) = report(reading, &request);
            let n_figures = check(&book, &report, &organization.into(), period);
            assert!(n_figures >= at_least, "{name}, {language}: {n_figures}");
        }
    }
}

#[test]
fn form_7_is_read_back_from_a_document() {
    for (name, period, organization) in
        [("clean", "2024", "samal"), ("kz-education-2020-h1", "2020-H1", "kz-edu")]
    {
        for language in Language::ALL {
            let reading = read_book("", files(name), &Request::default()).understand();
            let request = ReportRequest { period, organization: None, language };
            let (book, report) = report(reading, &request);
            let document = report.write(ReportFormat::Docx).unwrap();
            let document = File::new(format!("{organization}.docx"), document);
            let asked = Written::new(period, Place::whole(&"--period".into()));
            let asked = Request { period: Some(asked), ..Request::default() };
            let read = read_documents(vec![document], &asked).understand().book;
            let [stated, read] = [&book, &read].map(|book| {
                let form = "legal-service".into();
                let sheet = book.sheets.get(&form, period.parse().unwrap(), &organization.into());
                said(sheet.unwrap())
            });
            assert!(stated.len() > 20);
            assert_eq!(read, stated, "{name}, {language}");
        }
    }
}

/// What the cells of a sheet say, blanks left out.
fn said(sheet: &Sheet) -> Vec<(CellIndex, String)> {
    let kind = |index: CellIndex| sheet.form().lines()[index.line].unit.kind();
    let cells = sheet.cells().filter(|(_, stated)| stated.content != Content::Blank);
    cells.map(|(index, it)| (index, shown(&it.content, kind(index), Language::Ru))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_stated_every_figure_of_a_report_has_its_origin(plan in plans()) {
        let book = plan.book();
        let period = Plan::period().to_string();
        let language = Language::Kk;
        for organization in plan.organizations().map(Plan::code) {
            let reading = Reading { book: book.clone(), ..Reading::default() };
            let code = organization.to_string();
            let request = ReportRequest { period: &period, organization: Some(&code), language };
            let mut examined = Examined::default();
            let book = examined.check(reading);
            let Ok(report) = Report::new(&book, &mut examined, &request) else { continue };
            prop_assert!(check(&book, &report, &organization, &period) > 0);
            for format in ReportFormat::ALL {
                prop_assert_eq!(report.write(format).unwrap(), report.write(format).unwrap());
            }
        }
    }
}
