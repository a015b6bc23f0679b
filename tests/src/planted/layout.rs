//! Forms of 25 lines and 8 relations.

use std::fmt::Write as _;
use std::sync::Arc;

use esep::Form;

use super::random::Random;

/// How many lines each form has.
pub const LINES: usize = 25;

/// How the lines of a form hang together: always eight lines that are the sums of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Eight totals, each with two or three parts of its own: no figure stands in two sums.
    List,
    /// Three totals of rows and five of columns over the same fifteen figures, two of the rows
    /// with a remainder: most figures stand in two sums.
    Crossed,
}

/// Each total with its parts.
type Sums = [(usize, &'static [usize]); 8];

const LIST: Sums = [
    (0, &[1, 2]),
    (3, &[4, 5]),
    (6, &[7, 8]),
    (9, &[10, 11]),
    (12, &[13, 14]),
    (15, &[16, 17, 18]),
    (19, &[20, 21]),
    (22, &[23, 24]),
];
const CROSSED: Sums = [
    (15, &[0, 1, 2, 3, 4, 23]),
    (16, &[5, 6, 7, 8, 9, 24]),
    (17, &[10, 11, 12, 13, 14]),
    (18, &[0, 5, 10]),
    (19, &[1, 6, 11]),
    (20, &[2, 7, 12]),
    (21, &[3, 8, 13]),
    (22, &[4, 9, 14]),
];

impl Layout {
    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Crossed => "crossed",
        }
    }

    /// Each total with its parts, by the places of their lines.
    pub fn sums(self) -> &'static Sums {
        match self {
            Self::List => &LIST,
            Self::Crossed => &CROSSED,
        }
    }

    /// Figures of one form that add up.
    pub fn figures(self, random: &mut Random) -> [i64; LINES] {
        let mut figures = [0; LINES];
        for figure in &mut figures {
            *figure = random.figure();
        }
        self.add_up(&mut figures);
        figures
    }

    /// Makes the totals the sums of their parts.
    pub(super) fn add_up(self, figures: &mut [i64; LINES]) {
        for (total, parts) in self.sums() {
            let sum = parts.iter().filter_map(|part| figures.get(*part)).sum();
            if let Some(total) = figures.get_mut(*total) {
                *total = sum;
            }
        }
    }

    /// The form; `None` never.
    pub(super) fn form(self) -> Option<Arc<Form>> {
        let text = |text: &str| format!("{{ kk = '{text}', ru = '{text}', en = '{text}' }}");
        let mut toml = format!("id = 'planted'\ntitle = {}\n", text("Planted"));
        for line in 0..LINES {
            let label = text(&format!("Line {line}"));
            let _ = write!(
                toml,
                "[[line]]\nid = 'l{line}'\nunit = 'persons'\nrollup = 'sum'\nlabel = {label}\n"
            );
        }
        for (total, parts) in self.sums() {
            let parts: Vec<String> = parts.iter().map(|part| format!("'l{part}'")).collect();
            let parts = parts.join(", ");
            let _ = write!(
                toml,
                "[[breakdown]]\nof = 'l{total}'\nparts = [{parts}]\ncomplete = true\n"
            );
        }
        Form::read(&"planted.toml".into(), &toml).0.map(Arc::new)
    }
}
