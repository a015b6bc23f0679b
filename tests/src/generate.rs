//! Generators: unions, forms and figures that are in order, for laws to hold of.

use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

use esep::{
    Book, CellIndex, Content, Figure, Form, Forms, OrganizationId, Period, Place, Rational, Sheet,
    Sheets, Stated, Structure, StructureRow, Written,
};
use proptest::prelude::*;
use proptest::sample::Index;

/// The most wholes of a form and the most parts of a whole.
const WHOLES: usize = 3;
const PARTS: usize = 3;

/// A union, a form and the figures of the organizations that have no others below them.
///
/// All figures are right: parts add up to their wholes, or stay below them.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    organizations: Vec<PlannedOrganization>,
    wholes: Vec<Whole>,
}

#[derive(Debug, Clone)]
struct PlannedOrganization {
    /// Which earlier organization it belongs to; none of the first.
    parent: Option<usize>,
    dates: Dates,
    /// For each whole its parts, then what no part accounts for.
    figures: [[u32; PARTS + 1]; WHOLES],
}

/// When an organization belongs to its parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dates {
    Always,
    JoinedInTime,
    JoinedTooLate,
    LeftBefore,
}

/// A line and its parts.
#[derive(Debug, Clone)]
struct Whole {
    unit: &'static str,
    n_parts: usize,
    is_complete: bool,
}

/// Unions of up to eight organizations in any shape, with forms of up to three wholes.
pub(crate) fn plans() -> impl Strategy<Value = Plan> {
    let figures = prop::array::uniform3(prop::array::uniform4(0_u32..1_000_000));
    let dates = prop_oneof![
        5 => Just(Dates::Always),
        1 => Just(Dates::JoinedInTime),
        1 => Just(Dates::JoinedTooLate),
        1 => Just(Dates::LeftBefore),
    ];
    let organizations = prop::collection::vec((any::<Index>(), dates, figures), 1..9);
    let unit = prop_oneof![Just("persons"), Just("KZT"), Just("days")];
    let whole = (unit, 0..=PARTS, any::<bool>());
    let wholes = prop::collection::vec(whole, 1..=WHOLES);
    (organizations, wholes).prop_map(|(organizations, wholes)| Plan {
        organizations: organizations
            .into_iter()
            .enumerate()
            .map(|(index, (parent, dates, figures))| PlannedOrganization {
                parent: (index > 0).then(|| parent.index(index)),
                dates,
                figures,
            })
            .collect(),
        wholes: wholes
            .into_iter()
            .map(|(unit, n_parts, is_complete)| Whole { unit, n_parts, is_complete })
            .collect(),
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

    /// The sum of a cell over all organizations below one, or its own figure where there are none.
    pub(crate) fn total(&self, organization: usize, line: &str) -> u64 {
        let children = self.children(organization);
        if children.is_empty() {
            let figures = self.figures(organization);
            figures.iter().find(|(id, _)| id == line).map_or(0, |(_, figure)| *figure)
        } else {
            children.into_iter().map(|child| self.total(child, line)).sum()
        }
    }

    /// The lines that are summed up the tree.
    pub(crate) fn summed_lines(&self) -> Vec<String> {
        self.figures(0).into_iter().map(|(line, _)| line).collect()
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
        for (index, whole) in self.wholes.iter().enumerate() {
            let ids = whole.ids(index);
            for id in &ids {
                let (unit, label) = (whole.unit, label(id));
                let _ = write!(toml, "[[line]]\nid = '{id}'\nunit = '{unit}'\nlabel = {label}\n");
            }
            let [id, parts @ ..] = ids.as_slice() else { continue };
            if let Some(first) = parts.first() {
                let complete = whole.is_complete;
                let _ = write!(
                    toml,
                    "[[breakdown]]\nof = '{id}'\nparts = {parts:?}\ncomplete = {complete}\n\
                     [[line]]\nid = 'share-{index}'\nunit = 'percent'\nrollup = 'formula'\n\
                     label = {label}\n[[rule]]\nid = 'share-{index}'\n\
                     holds = 'share-{index} = {first} / {id}'\n",
                    label = label("Share"),
                );
            }
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
        for index in self.organizations().filter(|index| self.children(*index).is_empty()) {
            sheets.insert(self.sheet(index, &form));
        }
        let structure = Structure::build(&self.rows()).0;
        Book { structure, forms, sheets, ..Book::default() }
    }

    fn sheet(&self, organization: usize, form: &Arc<Form>) -> Sheet {
        let mut sheet = Sheet::new(Arc::clone(form), Self::code(organization), Self::period());
        for (id, figure) in self.figures(organization) {
            let line = form.lines().iter().position(|line| line.id.as_str() == id).unwrap();
            let content = Content::Figure(Figure::exact(Rational::from(figure), 0));
            let text = figure.to_string().into();
            sheet.set(
                CellIndex { line, column: 0 },
                Stated { content, text, note: None, place: None },
            );
        }
        sheet
    }

    /// The lines of an organization and its figures.
    fn figures(&self, organization: usize) -> Vec<(String, u64)> {
        let mut figures = Vec::new();
        let drawn = self.organizations[organization].figures;
        for (index, (whole, drawn)) in self.wholes.iter().zip(drawn).enumerate() {
            let parts = drawn.into_iter().take(whole.n_parts).map(u64::from);
            let rest = if whole.is_complete && whole.n_parts > 0 { 0 } else { drawn[PARTS] };
            let total = parts.clone().sum::<u64>() + u64::from(rest);
            figures.extend(whole.ids(index).into_iter().zip([total].into_iter().chain(parts)));
        }
        figures
    }
}

impl Whole {
    /// The id of the whole, then those of its parts.
    fn ids(&self, index: usize) -> Vec<String> {
        let parts = (0..self.n_parts).map(|part| format!("w{index}.p{part}"));
        [format!("w{index}")].into_iter().chain(parts).collect()
    }
}
