//! Generators: unions, forms and figures that are in order, for laws to hold of.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

use esep::{
    Book, CellIndex, Content, Figure, Form, Forms, OrganizationId, Period, Place, Rational, Sheet,
    Sheets, Stated, Structure, StructureRow, Written,
};
use proptest::prelude::*;
use proptest::sample::Index;

/// The most wholes of a form, the most parts of a whole, the most columns.
const WHOLES: usize = 3;
const PARTS: usize = 3;
const COLUMNS: usize = 2;
/// The most cells of a form.
const CELLS: usize = WHOLES * (PARTS + 1) * COLUMNS;

/// A union, a form and what the organizations that have no others below them state.
///
/// What they state is right: parts add up to their wholes, or stay below them; what is printed in
/// thousands is rounded rightly, and what is not applicable is nought.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    organizations: Vec<PlannedOrganization>,
    wholes: Vec<Whole>,
    has_columns: bool,
}

#[derive(Debug, Clone)]
struct PlannedOrganization {
    /// Which earlier organization it belongs to; none of the first.
    parent: Option<usize>,
    dates: Dates,
    /// Whether it reports at all.
    reports: bool,
    /// For each whole its parts, then what no part accounts for.
    figures: [[i32; PARTS + 1]; WHOLES],
    /// How each cell is stated.
    manners: Vec<Manner>,
}

/// When an organization belongs to its parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dates {
    Always,
    JoinedInTime,
    JoinedTooLate,
    LeftBefore,
}

/// How a figure is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    Exactly,
    InThousands,
    Blank,
    /// As not applicable, where it is nought.
    NotApplicable,
    /// As nil, where it is nought.
    Nil,
}

/// A line and its parts.
#[derive(Debug, Clone)]
struct Whole {
    unit: &'static str,
    n_parts: usize,
    is_complete: bool,
}

/// What must be rolled up for a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Total {
    /// The sum of the figures as printed.
    pub(crate) printed: i64,
    /// How far the true sum may be from it, in halves.
    pub(crate) slack_halves: i64,
    /// Whether blanks may bring more.
    pub(crate) is_at_least: bool,
}

/// Unions of up to eight organizations in any shape, with forms of up to three wholes, some of
/// which may be negative, in one or two columns.
pub(crate) fn plans() -> impl Strategy<Value = Plan> {
    let figure = prop_oneof![6 => 0..1_000_000, 2 => Just(0)];
    let figures = prop::array::uniform3(prop::array::uniform4(figure));
    let dates = prop_oneof![
        5 => Just(Dates::Always),
        1 => Just(Dates::JoinedInTime),
        1 => Just(Dates::JoinedTooLate),
        1 => Just(Dates::LeftBefore),
    ];
    let manner = prop_oneof![
        6 => Just(Manner::Exactly),
        1 => Just(Manner::InThousands),
        1 => Just(Manner::Blank),
        1 => Just(Manner::NotApplicable),
        1 => Just(Manner::Nil),
    ];
    let plain = prop::collection::vec(Just(Manner::Exactly), CELLS);
    let mixed = prop::collection::vec(manner, CELLS);
    let manners = prop_oneof![plain, mixed];
    let reports = prop::bool::weighted(0.9);
    let organizations =
        prop::collection::vec((any::<Index>(), dates, reports, figures, manners), 1..9);
    let unit = prop_oneof![Just("persons"), Just("KZT"), Just("days"), Just("number")];
    let whole = (unit, 0..=PARTS, any::<bool>());
    let wholes = prop::collection::vec(whole, 1..=WHOLES);
    (organizations, wholes, any::<bool>()).prop_map(|(organizations, wholes, has_columns)| Plan {
        organizations: organizations
            .into_iter()
            .enumerate()
            .map(|(index, (parent, dates, reports, figures, manners))| PlannedOrganization {
                parent: (index > 0).then(|| parent.index(index)),
                dates,
                reports,
                figures,
                manners,
            })
            .collect(),
        wholes: wholes
            .into_iter()
            .map(|(unit, n_parts, is_complete)| Whole { unit, n_parts, is_complete })
            .collect(),
        has_columns,
    })
}

impl Plan {
    /// The period of all figures.
    pub(crate) fn period() -> Period {
        "2020-H1".parse().unwrap()
    }

    /// Every organization, by its place in the plan.
    pub(crate) fn organizations(&self) -> Range<usize> {
        0..self.organizations.len()
    }

    /// The code of an organization. Codes do not sort as parents before children.
    pub(crate) fn code(index: usize) -> OrganizationId {
        OrganizationId::from(format!("o{}", (index * 5) % 11).as_str())
    }

    /// Those that belong to an organization in the period.
    pub(crate) fn children(&self, parent: usize) -> Vec<usize> {
        let belongs = |index: &usize| {
            let child = &self.organizations[*index];
            child.parent == Some(parent)
                && matches!(child.dates, Dates::Always | Dates::JoinedInTime)
        };
        self.organizations().filter(belongs).collect()
    }

    /// Those below an organization that have no others below them, on whatever level.
    fn leaves(&self, organization: usize) -> Vec<usize> {
        let children = self.children(organization);
        if children.is_empty() {
            return vec![organization];
        }
        children.into_iter().flat_map(|child| self.leaves(child)).collect()
    }

    /// From whom nothing comes below an organization: those of whose leaves none reports, without
    /// those below them.
    pub(crate) fn silent(&self, organization: usize) -> BTreeSet<OrganizationId> {
        let of = |child: usize| {
            let reports = |leaf: &usize| self.organizations[*leaf].reports;
            if self.leaves(child).iter().any(reports) {
                self.silent(child)
            } else {
                BTreeSet::from([Self::code(child)])
            }
        };
        self.children(organization).into_iter().flat_map(of).collect()
    }

    /// What is rolled up for a cell of an organization; `None` where there is no figure.
    pub(crate) fn total(&self, organization: usize, index: CellIndex) -> Option<Total> {
        let mut total: Option<Total> = None;
        let mut some_blank = false;
        let leaves = self.leaves(organization).into_iter();
        for leaf in leaves.filter(|leaf| self.organizations[*leaf].reports) {
            match self.content(leaf, index) {
                Content::Figure(figure) => {
                    let own = total.get_or_insert(Total {
                        printed: 0,
                        slack_halves: 0,
                        is_at_least: false,
                    });
                    own.printed += i64::try_from(figure.value().to_i128().unwrap()).unwrap();
                    let is_exact = figure.interval().as_point().is_some();
                    own.slack_halves += if is_exact { 0 } else { 1_000 };
                }
                Content::Nil => {
                    total.get_or_insert(Total { printed: 0, slack_halves: 0, is_at_least: false });
                }
                Content::Blank => some_blank = true,
                _ => {}
            }
        }
        let is_signed = self.wholes[self.whole_of(index).0].is_signed();
        let total = total.filter(|_| !some_blank || !is_signed)?;
        Some(Total { is_at_least: some_blank, ..total })
    }

    /// The cells of all lines that are summed up the tree.
    pub(crate) fn summed_cells(&self) -> Vec<CellIndex> {
        let ids = self.line_ids();
        let lines = (0..ids.len()).filter(|line| !ids[*line].starts_with("share"));
        let columns = if self.has_columns { 0..COLUMNS } else { 0..1 };
        lines
            .flat_map(|line| columns.clone().map(move |column| CellIndex { line, column }))
            .collect()
    }

    /// The ids of the lines, in the order of the form.
    fn line_ids(&self) -> Vec<String> {
        let mut ids = Vec::new();
        for (index, whole) in self.wholes.iter().enumerate() {
            ids.extend(whole.ids(index));
            ids.extend(whole.has_share().then(|| format!("share-{index}")));
        }
        ids
    }

    /// The whole that a line is or belongs to, by its place in the plan, and which part of it the
    /// line is.
    fn whole_of(&self, index: CellIndex) -> (usize, Option<usize>) {
        let ids = self.line_ids();
        let (whole, part) = match ids[index.line].split_once(".p") {
            Some((whole, part)) => (whole, Some(part.parse().unwrap())),
            None => (ids[index.line].as_str(), None),
        };
        (whole.trim_start_matches('w').parse().unwrap(), part)
    }

    /// The rows of the structure, in the order of the plan.
    pub(crate) fn rows(&self) -> Vec<StructureRow> {
        let file: Arc<str> = "structure.csv".into();
        let row = |(index, organization): (usize, &PlannedOrganization)| {
            let place = Place::new(&file, u32::try_from(index).unwrap() + 2, 1, 1);
            let written = |text: &str| Written::new(text, place.clone());
            let mut row = StructureRow::new(written(Self::code(index).as_str()));
            row.parent = organization.parent.map(|parent| written(Self::code(parent).as_str()));
            match organization.dates {
                Dates::Always => {}
                Dates::JoinedInTime => row.since = Some(written("2020-06-30")),
                Dates::JoinedTooLate => row.since = Some(written("2020-07-01")),
                Dates::LeftBefore => row.until = Some(written("2020-06-30")),
            }
            row
        };
        self.organizations.iter().enumerate().map(row).collect()
    }

    /// The form's file.
    pub(crate) fn form_toml(&self) -> String {
        let label = |text: &str| format!("{{ kk = '{text}', ru = '{text}', en = '{text}' }}");
        let mut toml = format!("id = 'plan'\ntitle = {}\n", label("Plan"));
        for column in ["all", "half"].iter().filter(|_| self.has_columns) {
            let _ = write!(toml, "[[column]]\nid = '{column}'\nlabel = {}\n", label(column));
        }
        for (index, whole) in self.wholes.iter().enumerate() {
            let ids = whole.ids(index);
            for id in &ids {
                let (unit, label) = (whole.unit, label(id));
                let line = format!("id = '{id}'\nunit = '{unit}'\nlabel = {label}");
                let _ = write!(toml, "[[line]]\n{line}\nrollup = 'sum'\n");
            }
            let [id, parts @ ..] = ids.as_slice() else { continue };
            let Some(first) = parts.first() else { continue };
            let complete = whole.is_complete;
            let _ = write!(
                toml,
                "[[breakdown]]\nof = '{id}'\nparts = {parts:?}\ncomplete = {complete}\n",
            );
            if whole.has_share() {
                let _ = write!(
                    toml,
                    "[[line]]\nid = 'share-{index}'\nunit = 'percent'\nrollup = 'formula'\n\
                     label = {label}\n[[rule]]\nid = 'share-{index}'\n\
                     holds = 'share-{index} = {first} / {id}'\n",
                    label = label("Share"),
                );
            }
        }
        if self.has_columns && self.wholes.iter().all(|whole| !whole.is_signed()) {
            toml.push_str("[[rule]]\nid = 'half-within-all'\nholds = '[half] <= [all]'\n");
        }
        toml
    }

    /// The form.
    pub(crate) fn form(&self) -> Arc<Form> {
        let (form, findings) = Form::read(&"forms/plan.toml".into(), &self.form_toml());
        assert!(findings.is_empty(), "{findings:?}\n{}", self.form_toml());
        Arc::new(form.unwrap())
    }

    /// The book: only organizations without others below them report.
    pub(crate) fn book(&self) -> Book {
        let form = self.form();
        let mut forms = Forms::default();
        assert_eq!(forms.add(Form::clone(&form)), None);
        let mut sheets = Sheets::default();
        let reports =
            |index: &usize| self.children(*index).is_empty() && self.organizations[*index].reports;
        for index in self.organizations().filter(reports) {
            sheets.insert(self.sheet(index, &form));
        }
        let structure = Structure::build(&self.rows()).0;
        Book { structure, forms, sheets, ..Book::default() }
    }

    fn sheet(&self, organization: usize, form: &Arc<Form>) -> Sheet {
        let mut sheet = Sheet::new(Arc::clone(form), Self::code(organization), Self::period());
        for index in self.summed_cells() {
            let content = self.content(organization, index);
            sheet.set(index, Stated { content, text: "".into(), note: None, place: None });
        }
        sheet
    }

    /// What an organization states in a cell.
    fn content(&self, organization: usize, index: CellIndex) -> Content {
        let figure = self.figure(organization, index);
        let manners = &self.organizations[organization].manners;
        match manners[(index.line * COLUMNS + index.column) % CELLS] {
            Manner::Blank => Content::Blank,
            Manner::NotApplicable if figure == 0 => Content::NotApplicable,
            Manner::Nil if figure == 0 => Content::Nil,
            Manner::InThousands => {
                let thousand = Rational::from(1_000);
                Content::Figure(Figure::rounded(Rational::from(figure).round(-3), &thousand, -3))
            }
            _ => Content::Figure(Figure::exact(Rational::from(figure), 0)),
        }
    }

    /// The true figure of a cell.
    fn figure(&self, organization: usize, index: CellIndex) -> i64 {
        let (number, part) = self.whole_of(index);
        let drawn = &self.organizations[organization].figures[number];
        let whole = &self.wholes[number];
        let sign = |part: usize| if whole.is_signed() && part % 2 == 1 { -1 } else { 1 };
        let of_part = |part: usize| {
            let figure = i64::from(drawn[part]) * sign(part);
            if index.column == 1 { figure / 2 } else { figure }
        };
        match part {
            Some(part) => of_part(part),
            None => {
                let rest = whole.n_parts == 0 || !whole.is_complete;
                let parts: i64 = (0..whole.n_parts).map(of_part).sum();
                parts + if rest { of_part(PARTS) } else { 0 }
            }
        }
    }
}

impl Whole {
    /// The id of the whole, then those of its parts.
    fn ids(&self, index: usize) -> Vec<String> {
        let parts = (0..self.n_parts).map(|part| format!("w{index}.p{part}"));
        [format!("w{index}")].into_iter().chain(parts).collect()
    }

    /// Whether its figures, and those of its parts, may be negative.
    fn is_signed(&self) -> bool {
        self.unit == "number"
    }

    /// Whether the share of its first part is a line of its own.
    fn has_share(&self) -> bool {
        self.n_parts > 0 && !self.is_signed()
    }
}
