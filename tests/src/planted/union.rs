//! A union of many organizations, each with a form that adds up, and the book of it.

use std::sync::Arc;

use esep::{
    Book, CellIndex, Content, Figure, Form, Forms, OrganizationId, Period, Place, Rational, Sheet,
    Sheets, Stated, Structure, StructureRow, Written,
};

use super::layout::{LINES, Layout};
use super::random::Random;

/// How the organizations belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// They do not: so many forms, each by itself.
    Apart(usize),
    /// So many in a tree, each with up to twelve below it.
    Tree(usize),
    /// The same with up to five hundred.
    Families(usize),
}

impl Shape {
    /// How many organizations there are.
    fn size(self) -> usize {
        let (Self::Apart(size) | Self::Tree(size) | Self::Families(size)) = self;
        size
    }

    /// How many are right below one, at most.
    fn below(self) -> usize {
        match self {
            Self::Apart(_) => 0,
            Self::Tree(_) => 12,
            Self::Families(_) => 500,
        }
    }
}

/// A union whose figures add up, in each form and up the tree, for one period or two.
#[derive(Debug, Clone)]
pub struct Union {
    pub(super) layout: Layout,
    shape: Shape,
    form: Arc<Form>,
    figures: Vec<[i64; LINES]>,
    /// The figures of the period before; empty where there is none.
    previous: Vec<[i64; LINES]>,
}

impl Union {
    /// A union of this shape; `with_previous`, its figures of the period before are like those of
    /// this one. `None` where the form cannot be read, which a test excludes.
    pub fn new(layout: Layout, shape: Shape, with_previous: bool, seed: u64) -> Option<Self> {
        let mut random = Random::new(seed);
        let form = layout.form()?;
        let size = shape.size();
        let mut union = Self { layout, shape, form, figures: Vec::new(), previous: Vec::new() };
        union.figures = (0..size).map(|_| layout.figures(&mut random)).collect();
        if with_previous {
            union.previous.clone_from(&union.figures);
            for figure in union.previous.iter_mut().flatten() {
                let tenth = usize::try_from(*figure / 10 + 2).unwrap_or_default();
                *figure += i64::try_from(random.below(tenth)).unwrap_or_default();
            }
            union.previous.iter_mut().for_each(|figures| layout.add_up(figures));
        }
        let parents: Vec<Option<usize>> = (0..size).map(|child| union.parent(child)).collect();
        add_up_the_tree(&mut union.figures, &parents);
        add_up_the_tree(&mut union.previous, &parents);
        Some(union)
    }

    /// How many organizations there are.
    pub fn len(&self) -> usize {
        self.figures.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.figures.is_empty()
    }

    /// The organization above another.
    pub fn parent(&self, organization: usize) -> Option<usize> {
        organization.checked_sub(1)?.checked_div(self.shape.below())
    }

    /// Those right below one.
    pub fn children(&self, organization: usize) -> impl Iterator<Item = usize> {
        let (size, below) = (self.shape.size(), self.shape.below());
        let first = organization * below + 1;
        first.min(size)..(first + below).min(size)
    }

    /// The true figure of a cell.
    pub fn figure(&self, organization: usize, line: usize) -> Option<i64> {
        self.figures.get(organization)?.get(line).copied()
    }

    /// The true figure of the period before.
    pub fn previous_figure(&self, organization: usize, line: usize) -> Option<i64> {
        self.previous.get(organization)?.get(line).copied()
    }

    /// The code of an organization.
    pub fn code(organization: usize) -> OrganizationId {
        OrganizationId::from(format!("o{organization}").as_str())
    }

    /// The period of the figures: 2024, and 2023 before it.
    pub fn period() -> Option<Period> {
        "2024".parse().ok()
    }

    /// The book that states all of this rightly.
    pub fn book(&self) -> Book {
        let mut forms = Forms::default();
        let refusal = forms.add(Form::clone(&self.form));
        debug_assert_eq!(refusal, None);
        let mut sheets = Sheets::default();
        let period = Self::period();
        let periods =
            [(period, &self.figures), (period.and_then(Period::previous), &self.previous)];
        for (period, figures) in periods {
            for (organization, figures) in figures.iter().enumerate() {
                let Some(period) = period else { continue };
                let mut sheet =
                    Sheet::new(Arc::clone(&self.form), Self::code(organization), period);
                for (line, figure) in figures.iter().enumerate() {
                    sheet.set(CellIndex { line, column: 0 }, stated(Some(*figure)));
                }
                sheets.insert(sheet);
            }
        }
        Book { structure: self.structure(), forms, sheets, ..Book::default() }
    }

    /// Lets a cell of a book say something else; nothing where there is no figure.
    pub fn state(&self, book: &mut Book, organization: usize, line: usize, figure: Option<i64>) {
        if let Some(period) = Self::period() {
            let code = Self::code(organization);
            let sheet = book.sheets.sheet_mut(&self.form, period, &code);
            sheet.set(CellIndex { line, column: 0 }, stated(figure));
        }
    }

    fn structure(&self) -> Structure {
        let file: Arc<str> = "structure.csv".into();
        let rows: Vec<StructureRow> = match self.shape {
            Shape::Apart(_) => Vec::new(),
            Shape::Tree(size) | Shape::Families(size) => (0..size)
                .map(|organization| {
                    let place = Place::new(&file, 1, 1, 1);
                    let written = |organization| {
                        Written::new(Self::code(organization).as_str(), place.clone())
                    };
                    let mut row = StructureRow::new(written(organization));
                    row.parent = self.parent(organization).map(written);
                    row
                })
                .collect(),
        };
        Structure::build(&rows).0
    }
}

/// Adds each row to that of the organization above it; those below come first.
fn add_up_the_tree(figures: &mut [[i64; LINES]], parents: &[Option<usize>]) {
    let is_parent: Vec<usize> = parents.iter().flatten().copied().collect();
    for parent in is_parent {
        if let Some(figures) = figures.get_mut(parent) {
            *figures = [0; LINES];
        }
    }
    for (child, parent) in parents.iter().enumerate().rev() {
        let row = figures.get(child).copied();
        if let Some((parent, row)) = parent.and_then(|parent| figures.get_mut(parent)).zip(row) {
            for (total, figure) in parent.iter_mut().zip(row) {
                *total += figure;
            }
        }
    }
}

fn stated(figure: Option<i64>) -> Stated {
    Stated::computed(match figure {
        Some(figure) => Content::Figure(Figure::exact(Rational::from(figure), 0)),
        None => Content::Blank,
    })
}
