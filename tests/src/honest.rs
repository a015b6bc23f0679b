//! Honest figures, and how often the checks of plausibility speak of them: never, but where
//! `docs/plausibility.md` says why.
//!
//! Organizations come in three kinds of unions: a few large ones and ever more small ones (sizes
//! by Pareto's law), all orders of magnitude alike (so that first digits follow Benford's law), and
//! all of about one size. The kinds of members stand in proportions that scatter widely from one
//! organization to the next and grow or shrink by a seventh at most from one period to the next;
//! violations come as chance has it, and so does the money in each case.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use esep::{
    Book, CellIndex, Code, Content, Figure, Form, Forms, OrganizationId, Period, Place, Rational,
    Sheet, Stated, Structure, StructureRow, Written, check, rollup,
};

/// The lines that are drawn, with their units.
const LINES: [(&str, &str); 15] = [
    ("members", "persons"),
    ("members.working", "persons"),
    ("members.students", "persons"),
    ("members.pensioners", "persons"),
    ("women", "persons"),
    ("youth", "persons"),
    ("joined", "persons"),
    ("left", "persons"),
    ("violations", "violations"),
    ("violations.pay", "violations"),
    ("violations.time", "violations"),
    ("violations.other", "violations"),
    ("proposals", "documents"),
    ("returned", "KZT"),
    ("effect", "KZT"),
];

/// What follows from them.
const RELATIONS: &str = r#"
[[line]]
id = "share-women"
unit = "percent"
rollup = "formula"
label = { kk = "-", ru = "-", en = "-" }
[[rule]]
id = "share-women"
holds = "share-women = women / members"
[[breakdown]]
of = "members"
parts = ["members.working", "members.students", "members.pensioners"]
complete = true
[[breakdown]]
of = "members"
parts = ["women"]
complete = false
[[breakdown]]
of = "violations"
parts = ["violations.pay", "violations.time", "violations.other"]
complete = true
[[breakdown]]
of = "effect"
parts = ["returned"]
complete = false
"#;

/// How large the organizations of a union are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sizes {
    Pareto,
    Benford,
    Alike,
}

/// Numbers that look drawn by chance and are always the same (splitmix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        number ^ (number >> 31)
    }

    /// From `low` to `high`, both included.
    fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low + 1)
    }

    /// So many parts in ten thousand of a number, each end of the range as likely.
    fn part(&mut self, of: u64, low: u64, high: u64) -> u64 {
        let exact =
            u128::from(of) * u128::from(self.between(low, high) * 10_000 + self.between(0, 9_999));
        u64::try_from(exact / 100_000_000).unwrap()
    }

    fn size(&mut self, sizes: Sizes) -> u64 {
        match sizes {
            Sizes::Pareto => 40 * 1_000_000 / self.between(500, 1_000_000),
            Sizes::Benford => {
                // 30 to 30 000: a power of two, and a number within it in a straight line.
                let doubling = 30 << self.between(0, 9);
                doubling + self.between(0, doubling - 1)
            }
            Sizes::Alike => self.between(2_000, 3_000),
        }
    }
}

/// What an organization keeps from one period to the next.
struct Organization {
    working: u64,
    students: u64,
    pensioners: u64,
    women: u64,
    youth: u64,
    /// How many violations of each kind there are to a million members, at most.
    violations: [u64; 3],
}

impl Organization {
    fn drawn(chance: &mut Chance, sizes: Sizes) -> Self {
        let working = chance.size(sizes);
        Self {
            working,
            students: chance.part(working, 0, 5_000),
            pensioners: chance.part(working, 0, 3_000),
            women: chance.between(2_000, 9_000),
            youth: chance.between(500, 5_000),
            violations: [(); 3].map(|()| chance.between(100, 50_000)),
        }
    }

    /// The figures of a period, in the order of the lines.
    fn figures(&self, chance: &mut Chance) -> Vec<u64> {
        // Each kind grows or shrinks by a seventh at most.
        let kinds = [self.working, self.students, self.pensioners];
        let [working, students, pensioners] = kinds.map(|kind| chance.part(kind, 8_600, 11_400));
        let members = working + students + pensioners;
        let mut near = |share: u64| chance.part(members, share * 9 / 10, share * 11 / 10);
        let (women, youth) = (near(self.women), near(self.youth));
        let [joined, left] = [(); 2].map(|()| chance.part(members, 100, 1_200));
        let most = self.violations.map(|rate| members * rate / 1_000_000);
        let [pay, time, other] = most.map(|most| chance.part(most, 4_000, 10_000));
        let violations = pay + time + other;
        let proposals = chance.part(violations, 2_000, 9_000);
        // Every case is worth what it is worth.
        let mut worth =
            |cases, low, high| (0..cases).map(|_| chance.between(low, high)).sum::<u64>();
        let returned = worth(pay, 20_000, 400_000);
        let effect = returned + worth(proposals, 5_000, 90_000);
        vec![
            members, working, students, pensioners, women, youth, joined, left, violations, pay,
            time, other, proposals, returned, effect,
        ]
    }
}

fn form() -> Arc<Form> {
    let label = "{ kk = '-', ru = '-', en = '-' }";
    let mut text = format!("id = 'honest'\ntitle = {label}\n");
    for (id, unit) in LINES {
        let _ = writeln!(text, "[[line]]\nid = '{id}'\nunit = '{unit}'\nlabel = {label}");
    }
    let (form, findings) = Form::read(&"honest.toml".into(), &(text + RELATIONS));
    assert_eq!(findings, []);
    Arc::new(form.unwrap())
}

/// A union of so many organizations in ten regions, in two periods; what is above is rolled up.
fn union(n_organizations: u64, sizes: Sizes, seed: u64) -> Book {
    let mut chance = Chance(seed);
    let form = form();
    let mut forms = Forms::default();
    assert_eq!(forms.add(Form::clone(&form)), None);
    let written = |text: String| Written::new(text, Place::new(&"s".into(), 1, 1, 1));
    let row = |code: String, parent: Option<String>| {
        let mut row = StructureRow::new(written(code));
        row.parent = parent.map(written);
        row
    };
    let regions = (0..10).map(|region| row(format!("r{region}"), Some("union".to_owned())));
    let below = |index: u64| row(format!("o{index}"), Some(format!("r{}", index % 10)));
    let rows: Vec<StructureRow> = [row("union".to_owned(), None)]
        .into_iter()
        .chain(regions)
        .chain((0..n_organizations).map(below))
        .collect();
    let mut book = Book { structure: Structure::build(&rows).0, forms, ..Book::default() };
    let periods: [Period; 2] = ["2023-H2", "2024-H1"].map(|period| period.parse().unwrap());
    for index in 0..n_organizations {
        let organization = Organization::drawn(&mut chance, sizes);
        for period in periods {
            let id = OrganizationId::new(format!("o{index}"));
            let mut sheet = Sheet::new(Arc::clone(&form), id, period);
            for (line, figure) in (0..).zip(organization.figures(&mut chance)) {
                let content = Content::Figure(Figure::exact(Rational::from(figure), 0));
                let stated = Stated { content, text: "".into(), note: None, place: None };
                sheet.set(CellIndex { line, column: 0 }, stated);
            }
            book.sheets.insert(sheet);
        }
    }
    for period in periods {
        for sheet in rollup(&book, &form, period).sheets.into_values() {
            book.sheets.insert(sheet);
        }
    }
    book
}

/// So many unions of so many organizations of such sizes, and what is said of all of them.
const UNIONS: [(u64, u64, Sizes, &str); 9] = [
    (20, 30, Sizes::Pareto, "Q002 9"),
    (20, 30, Sizes::Benford, "Q002 2"),
    (20, 30, Sizes::Alike, "Q001 2, Q002 2"),
    (3, 300, Sizes::Pareto, "Q002 1"),
    (3, 300, Sizes::Benford, "Q002 1, Q003 1"),
    (3, 300, Sizes::Alike, "Q003 1, Q004 1"),
    (1, 3_000, Sizes::Pareto, "Q002 2"),
    (1, 3_000, Sizes::Benford, ""),
    (1, 3_000, Sizes::Alike, "Q002 1, Q003 1, Q004 1"),
];

#[test]
fn honest_figures_are_seldom_suspected() {
    let found = UNIONS.map(|(n_unions, n_organizations, sizes, _)| {
        let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
        for seed in 0..n_unions {
            for finding in check(&union(n_organizations, sizes, seed)).findings {
                *counts.entry(finding.code).or_default() += 1;
            }
        }
        let counts: Vec<String> =
            counts.into_iter().map(|(code, count)| format!("{code} {count}")).collect();
        (n_unions, n_organizations, sizes, counts.join(", "))
    });
    assert_eq!(found, UNIONS.map(|(a, b, sizes, found)| (a, b, sizes, found.to_owned())));
}
