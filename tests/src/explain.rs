//! Explanations: of the example, of planted slips, and that each of them settles what it explains.

mod causes;
mod groups;
mod small;

use esep::explain::{CellChange, Explained, Limits, Outcome, Settled, Solution, explain};
use esep::{Book, Finding, Language, Wording, check};
use esep_documents::{File, Request, read_book};
use proptest::prelude::*;

use crate::tree;

fn example() -> Book {
    let folder = "docs/examples/kz-education-2020-h1/";
    let files = tree::files(folder).into_iter().filter(|file| !file.is("md"));
    let files = files.map(|file| File::new(&*file.path, file.text)).collect();
    read_book(folder, files, &Request::default()).understand().book
}

fn explained(book: &Book) -> (Vec<Finding>, Vec<Explained>) {
    let findings = check(book).findings;
    let explained = explain(book, &findings, &Limits::default());
    (findings, explained)
}

/// Every solution that says a figure for each of its cells settles its findings and breaks nothing.
fn assert_settles(book: &Book) {
    let (findings, explained) = explained(book);
    let is_about = |finding: &Finding, others: &[&Finding]| {
        others.iter().any(|other| other.relations == finding.relations)
    };
    for group in &explained {
        let Outcome::Solved { solutions, .. } = &group.outcome else { continue };
        let of_group: Vec<&Finding> = group.findings.iter().map(|at| &findings[*at]).collect();
        for solution in solutions {
            let Some(settled) = solution.applied(book) else { continue };
            for left in check(&settled).findings {
                if left.relations.is_empty() {
                    continue;
                }
                assert!(!is_about(&left, &of_group), "{solution:?} leaves {left:?}");
                let before: Vec<&Finding> = findings.iter().collect();
                assert!(is_about(&left, &before), "{solution:?} breaks {left:?}");
            }
        }
    }
}

#[test]
fn two_figures_of_the_first_report_must_be_wrong_and_a_blank_one_is_299() {
    let (findings, explained) = explained(&example());
    let wording = Wording::in_language(Language::En);
    let said: Vec<String> = explained
        .iter()
        .flat_map(|group| {
            let codes = group.findings.iter().map(|at| findings[*at].code.to_string());
            let codes = codes.collect::<Vec<_>>().join(" ");
            let sentence = wording.sentence(&group.sentence());
            let more = group.ways().into_iter().chain(group.remarks(6));
            let more: Vec<String> = more.map(|more| wording.sentence(&more)).collect();
            [format!("{codes}: {sentence}")].into_iter().chain(more)
        })
        .collect();
    let expected = "\
M003: one wrong figure explains this finding
`change against the same period of the year before` −3,415 in place of 2,074: the total leaves out `change in students and pupils`
`change in working members` 7,563 in place of 2,074: what `change in students and pupils` states is entered here again
`change in pensioners` is blank; 5,489 there
`change in other members` is blank; 5,489 there
`change in students and pupils` 0 in place of −5,489
F005 F005: 2 figures at least must be wrong: fewer do not explain these 2 findings
`Members (total)` from 732,503 to 733,555 in place of 703,070, `share of students and pupils` 13.3% in place of 14.4%
`Members (total)` from 676,139 to 680,850 in place of 703,070, `share of women` from 74.9% to 75.5% in place of 69.6%
`Members (total)` from 732,503 to 733,555 in place of 703,070, `students and pupils` from 105,115 to 105,998 in place of 97,702
`Members (total)` from 676,139 to 680,850 in place of 703,070, `women among the members` from 470,255 to 474,212 in place of 510,188
`students and pupils` from 100,891 to 101,593 in place of 97,702, `women among the members` from 488,986 to 489,688 in place of 510,188
`students and pupils` from 100,891 to 101,593 in place of 97,702, `share of women` 72.6% in place of 69.6%
`women among the members` from 488,986 to 489,688 in place of 510,188, `share of students and pupils` 13.9% in place of 14.4%
`share of women` 72.6% in place of 69.6%, `share of students and pupils` 13.9% in place of 14.4%
2 more ways
F001: one wrong figure explains this finding
`downtime: other organizations` is blank; 299 there
`On downtime (total)` 61,008 in place of 61,307
`downtime: general secondary education` 36,601 in place of 36,302
`downtime: additional education` 3,944 in place of 3,645
`downtime: preschool education` 17,569 in place of 17,270
`downtime: vocational education` 4,090 in place of 3,791";
    assert_eq!(said.join("\n"), expected);
}

#[test]
fn what_is_offered_for_the_first_report_settles_it() {
    assert_settles(&example());
}

const ORGANIZATIONS: [&str; 4] = ["union", "a", "b", "c"];
const LINES: [&str; 5] = [
    "consultations",
    "consultations.in-person",
    "consultations.by-telephone",
    "consultations.in-media",
    "consultations.online",
];

/// What the lines say in each organization, the union and its three members: all adds up.
fn figures(parts: &[[i64; 4]]) -> Vec<[i64; 5]> {
    let sum = |column: usize| parts.iter().map(|parts| parts[column]).sum::<i64>();
    let with_total = |parts: [i64; 4]| {
        let [a, b, c, d] = parts;
        [parts.iter().sum(), a, b, c, d]
    };
    let union = [0, 1, 2, 3].map(sum);
    [union].iter().chain(parts).map(|parts| with_total(*parts)).collect()
}

fn book(figures: &[[i64; 5]]) -> Book {
    let rows = ORGANIZATIONS.iter().zip(figures).flat_map(|(organization, figures)| {
        LINES.iter().zip(figures).map(move |(line, figure)| {
            format!("{organization},2020-H1,legal-service,{line},{figure}\n")
        })
    });
    let sheets: String =
        ["organization,period,form,line,value\n".to_owned()].into_iter().chain(rows).collect();
    let files = vec![
        File::new("structure.csv", "code,parent\nunion,\na,union\nb,union\nc,union\n"),
        File::new("reports/all.csv", sheets),
    ];
    read_book("", files, &Request::default()).understand().book
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_planted_slip_is_found_and_every_offer_settles(
        parts in prop::collection::vec(prop::array::uniform4(100..9_000_i64), 3),
        who in 0..4_usize,
        line in 0..5_usize,
        more in 1..9_000_i64,
    ) {
        let mut figures = figures(&parts);
        prop_assert!(explained(&book(&figures)).1.is_empty());
        let meant = figures[who][line];
        figures[who][line] += more;
        let book = book(&figures);
        let (_, groups) = explained(&book);
        prop_assert_eq!(groups.len(), 1);
        let Outcome::Solved { size, solutions, is_complete, .. } = &groups[0].outcome else {
            panic!("{:?}", groups[0]);
        };
        prop_assert!(*size == 1 && *is_complete);
        let is_planted = |solution: &Solution| {
            let [change] = solution.changes.as_slice() else { return false };
            let is_meant = matches!(&change.to, Settled::Figure(to) if to.value == meant.into());
            let CellChange { cell, .. } = change;
            let is_there = cell.organization.as_str() == ORGANIZATIONS[who];
            is_there && cell.line.as_str() == LINES[line] && is_meant
        };
        prop_assert!(solutions.iter().any(is_planted), "{solutions:?}");
        assert_settles(&book);
    }

    #[test]
    fn one_slip_in_many_figures_is_offered_by_its_name(
        parts in prop::collection::vec(prop::array::uniform4(100..9_000_i64), 3),
        kind in 0..6_usize,
        who in 1..4_usize,
        [one, other] in prop::sample::select(vec![[1, 2], [1, 3], [1, 4], [2, 3], [2, 4], [3, 4]]),
    ) {
        let meant = figures(&parts);
        let mut figures = meant.clone();
        let expected = match kind {
            0 => {
                figures[who].iter_mut().for_each(|figure| *figure *= 1_000);
                "row-in-other-unit"
            }
            1 => {
                figures[who].swap(one, other);
                "exchanged"
            }
            2 => {
                let child = figures[who];
                figures[0].iter_mut().zip(child).for_each(|(own, child)| *own += child);
                "counted-twice"
            }
            3 => {
                let child = figures[who];
                figures[0].iter_mut().zip(child).for_each(|(own, child)| *own -= child);
                "left-out"
            }
            4 => {
                // One line too low, from the first part on: the last has gone.
                figures[who][1..].rotate_right(1);
                figures[who][1] = 0;
                "shifted"
            }
            _ => {
                for line in 2..5 {
                    figures[who][line] += figures[who][line - 1];
                }
                "running-totals"
            }
        };
        let book = book(&figures);
        let (_, groups) = explained(&book);
        let planted = |solution: &Solution| {
            let wrong = meant.iter().zip(&figures).flat_map(|(meant, figures)| {
                meant.iter().zip(figures).filter(|(meant, figure)| meant != figure)
            });
            solution.changes.len() == wrong.count()
                && solution.changes.iter().all(|change| {
                    let organization = change.cell.organization.as_str();
                    let row = ORGANIZATIONS.iter().position(|it| *it == organization).unwrap();
                    let line = LINES.iter().position(|it| *it == change.cell.line.as_str()).unwrap();
                    let meant = meant[row][line].into();
                    matches!(&change.to, Settled::Figure(to) if to.value == meant)
                })
        };
        let named: Vec<&str> = groups
            .iter()
            .filter_map(|group| match &group.outcome {
                Outcome::Solved { solutions, .. } => solutions.iter().find(|it| planted(it)),
                _ => None,
            })
            .map(|solution| solution.cause.name())
            .collect();
        prop_assert!(named.contains(&expected), "{named:?} for {expected}: {groups:#?}");
        assert_settles(&book);
    }
}
