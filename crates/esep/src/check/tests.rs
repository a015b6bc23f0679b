//! What is found in small books, and what is not.

use super::*;
use crate::book::test::{book, form};
use crate::figure::Amount;

#[test]
fn one_check_for_each_code_in_the_order_of_the_catalog() {
    for checks in [OF_ONE, OF_SEVERAL] {
        assert!(checks.is_sorted_by(|(a, _), (b, _)| a < b));
    }
}

/// Checks a book of the form `f`, whose expected findings are given as
/// `line-of-the-figures CODE`, and, where figures are compared, `stated computed difference`.
#[track_caller]
fn check(form: String, structure: &str, figures: &str, expected: &[&str]) {
    let checked = super::check(&book(&[form], structure, figures));
    assert_eq!(shown(&checked), expected, "{figures}");
}

fn shown(checked: &Checked) -> Vec<String> {
    let findings = checked.findings.iter().map(|finding| {
        let line = finding.place.as_ref().map_or(0, |place| place.line).to_string();
        let compared = finding.comparison.as_ref();
        let compared = compared.map(|of| [&of.stated, &of.computed, &of.difference]);
        let figures = compared.into_iter().flatten().map(Amount::plain);
        [line, finding.code.to_string()].into_iter().chain(figures).collect::<Vec<_>>().join(" ")
    });
    findings.collect()
}

fn parts(complete: bool) -> String {
    let lines = ["w persons", "a persons", "b persons", "c persons"];
    let rest = format!("[[breakdown]]\nof='w'\nparts=['a','b','c']\ncomplete={complete}");
    form("f", "", &lines, &rest)
}

#[test]
fn parts_of_which_one_is_not_available_may_make_up_the_rest() {
    let figures = "o 2020 f w 9\no 2020 f a 4\no 2020 f b 3\no 2020 f c ...";
    check(parts(true), "", figures, &[]);
    check(parts(true), "", &figures.replace("...", "blank"), &["1 F001 9 7 2"]);
    check(parts(true), "", &figures.replace("...", "x"), &["1 F001 9 7 2"]);
    check(parts(true), "", &figures.replace("w 9", "w 6"), &["1 F002 6 7 -1"]);
}

#[test]
fn where_one_part_of_two_is_blank_it_may_well_make_up_the_rest() {
    let figures = "o 2020 f w 9\no 2020 f a 4\no 2020 f b blank\no 2020 f c x";
    check(parts(true), "", figures, &[]);
    check(parts(true), "", &figures.replace("w 9", "w 3"), &["1 F002 3 4 -1"]);
}

#[test]
fn an_incomplete_breakdown_bounds_its_parts() {
    check(parts(false), "", "o 2020 f w 9\no 2020 f a 4\no 2020 f b 5", &[]);
    check(parts(false), "", "o 2020 f w 9\no 2020 f a 4\no 2020 f b 6", &["1 F002 9 10 -1"]);
    check(parts(false), "", "o 2020 f w > 9\no 2020 f a 40", &[]);
    check(parts(false), "", "o 2020 f w < 9\no 2020 f a 9", &["1 F002 9 9 0"]);
}

#[test]
fn signed_parts_are_weighed_only_when_all_are_there() {
    let lines = ["w persons min=-9", "a persons min=-9", "b persons min=-9"];
    let rest = "[[breakdown]]\nof='w'\nparts=['a','b']\ncomplete=true";
    let signed = || form("f", "", &lines, rest);
    check(signed(), "", "o 2020 f w 2\no 2020 f a 4\no 2020 f b -2", &[]);
    check(signed(), "", "o 2020 f w 2\no 2020 f a 4", &[]);
    check(signed(), "", "o 2020 f w 2\no 2020 f a 4\no 2020 f b -1", &["1 F001 2 3 -1"]);
    check(signed(), "", "o 2020 f w 2\no 2020 f a -4", &["1 M003 2 -4 6"]);
}

fn rule(lines: &[&str], holds: &str) -> String {
    form("f", "", lines, &format!("[[rule]]\nid='r'\nholds='{holds}'"))
}

#[test]
fn a_rule_over_a_ratio_shows_the_ratio() {
    let lines = ["women persons", "members persons", "share percent rollup='none'"];
    let figures = "o 2020 f members 10\no 2020 f women 4";
    check(rule(&lines, "women / members >= 50 %"), "", figures, &["2 F004 0.4 0.5 -0.1"]);
    check(rule(&lines, "0.5 <= women / members"), "", figures, &["2 F004 0.5 0.4 0.1"]);
    check(rule(&lines, "women >= members * 0.45"), "", figures, &["2 F004 4 4.5 -0.5"]);
    check(rule(&lines, "women >= 5"), "", figures, &["2 F004 4 5 -1"]);
    let share = format!("{figures}\no 2020 f share 30 %");
    check(rule(&lines, "share = women / members"), "", &share, &["3 F005 30 40 -10"]);
    check(rule(&lines, "women / members <= share"), "", &share, &["3 F004 30 40 -10"]);
}

#[test]
fn a_difference_smaller_than_what_is_printed_is_shown_with_more_decimals() {
    let lines = ["total number", "n number", "mean number"];
    let figures = "o 2020 f total 51\no 2020 f n 5\no 2020 f mean 10";
    check(rule(&lines, "mean = total / n"), "", figures, &["3 F004 10 10.2 -0.2"]);
}

#[test]
fn a_condition_that_is_not_met_settles_the_rule_whatever_is_blank() {
    let form = || rule(&["a persons", "b persons", "c persons"], "if a > 0 and b > 0 then c > 0");
    let checked = super::check(&book(&[form()], "", "o 2020 f b 0\no 2020 f c 0"));
    assert_eq!((checked.summary.relations_evaluated, checked.summary.relations_skipped), (1, 0));
    check(form(), "", "o 2020 f a 1\no 2020 f b 1\no 2020 f c 0", &["3 F004 0 0 0"]);
}

#[test]
fn the_larger_of_two_is_named_first_however_the_rule_is_written() {
    for holds in ["m <= e", "e >= m"] {
        let rest = format!("[[rule]]\nid='r'\nholds='{holds}'\nfinding='members-exceed-employees'");
        let form = form("f", "", &["m persons", "e persons"], &rest);
        let checked = super::check(&book(&[form], "", "o 2020 f m 7\no 2020 f e 5"));
        let [finding] = checked.findings.as_slice() else { panic!("{checked:?}") };
        let english = crate::wording::Wording::in_language(crate::language::Language::En);
        assert_eq!(
            english.sentence(&finding.message),
            "there are more working members than employees: 7 against 5"
        );
    }
}

#[test]
fn a_sum_is_asked_in_columns_that_all_parts_have_unless_it_names_one() {
    let lines = ["v persons", "v.a persons", "v.b persons columns=['total']"];
    let rule = |holds| format!("[[rule]]\nid='r'\nholds='{holds}'");
    let figures = "o 2020 f v[total] 4\no 2020 f v.a[total] 1\no 2020 f v.b[total] 2\n\
                   o 2020 f v[women] 3\no 2020 f v.a[women] 1";
    let check = |holds, expected| {
        check(form("f", "total women", &lines, &rule(holds)), "", figures, expected);
    };
    check("v = sum(v.*)", &["1 F004 4 3 1"]);
    check("v[women] = sum(v.*[women])", &["4 F004 3 1 2"]);
}

#[test]
fn parts_that_are_all_not_applicable_give_no_sum() {
    let form = rule(&["v persons", "v.a persons", "v.b persons"], "v = sum(v.*)");
    check(form, "", "o 2020 f v 3\no 2020 f v.a x\no 2020 f v.b x", &[]);
}

#[test]
fn columns_of_another_form_are_found_by_their_ids() {
    let rest = "[[rule]]\nid='r'\nholds='m = g:m'";
    let forms = [
        form("f", "total women", &["m persons"], rest),
        form("g", "women total", &["x persons", "m persons"], ""),
    ];
    let figures = "o 2020 f m[total] 9\no 2020 f m[women] 4\n\
                   o 2020 g m[total] 9\no 2020 g m[women] 5";
    let checked = super::check(&book(&forms, "", figures));
    assert_eq!(shown(&checked), ["2 F004 4 5 -1"]);
}

#[test]
fn the_one_column_of_another_forms_line_need_not_be_named() {
    let forms = [
        form("f", "", &["m persons"], "[[rule]]\nid='r'\nholds='m = g:m'"),
        form("g", "women total", &["x persons", "m persons columns=['total']"], ""),
    ];
    let checked = super::check(&book(&forms, "", "o 2020 f m 9\no 2020 g m[total] 8"));
    assert_eq!(shown(&checked), ["1 F004 9 8 1"]);
}

#[test]
fn limits_are_shown_with_the_decimals_they_need() {
    let form = form("f", "", &["s percent max='12.5 %'"], "");
    let checked = super::check(&book(&[form], "", "o 2020 f s 14 %"));
    let [finding] = checked.findings.as_slice() else { panic!("{checked:?}") };
    let english = crate::wording::Wording::in_language(crate::language::Language::En);
    assert_eq!(
        english.sentence(&finding.message),
        "`s` is stated as 14%, beyond its limit of 12.5%"
    );
}

/// A region of two organizations, of which one moves away in the middle of the year.
const MOVED: &str = "top\nregion top\na region\nb region - 2020-09-01\nb top 2020-09-01";

#[test]
fn an_organization_that_lost_others_may_fall_behind_its_earlier_figures() {
    let lines = ["n persons over-time='cumulative'"];
    let figures =
        "region 2020-H1 f n 900\nregion 2020 f n 200\ntop 2020-H1 f n 900\ntop 2020 f n 800";
    check(form("f", "", &lines, ""), MOVED, figures, &["4 P003", "0 S005"]);
    let lines = ["n persons"];
    let figures = "region 2020-H1 f n 900\nregion 2020-H2 f n 200";
    check(form("f", "", &lines, ""), MOVED, figures, &["0 S005"]);
    check(form("f", "", &lines, ""), "", figures, &["2 Q002"]);
}

#[test]
fn a_year_that_an_organization_did_not_stay_for_need_not_be_its_half_years() {
    let lines = ["n persons over-time='flow'"];
    let figures = "region 2020-H1 f n 90\nregion 2020-H2 f n 20\nregion 2020 f n 50";
    check(form("f", "", &lines, ""), MOVED, figures, &["0 S005", "0 S005"]);
    check(form("f", "", &lines, ""), "", figures, &["3 P004 50 110 -60"]);
}

#[test]
fn a_cumulative_figure_is_compared_with_the_last_that_was_given() {
    let form = form("f", "", &["n persons over-time='cumulative'", "m persons"], "");
    let figures = "o 2020-Q1 f n 9\no 2020-Q2 f m 1\no 2020-Q3 f n 8";
    check(form, "", figures, &["3 P003"]);
}

#[test]
fn children_that_did_not_all_report_may_not_exceed_their_parent() {
    let form = || form("f", "", &["n persons"], "");
    let structure = "top\na top\nb top\nc top";
    let figures = "top 2020 f n 9\na 2020 f n 4\nb 2020 f n 5";
    check(form(), structure, figures, &["0 S005"]);
    check(
        form(),
        structure,
        &figures.replace("b 2020 f n 5", "b 2020 f n 6"),
        &["1 R002 9 10 -1", "0 S005"],
    );
    check(form(), structure, &format!("{figures}\nc 2020 f n -"), &[]);
    check(form(), structure, &format!("{figures}\nc 2020 f n x"), &[]);
    check(form(), structure, &format!("{figures}\nc 2020 f n blank"), &[]);
    check(form(), structure, &format!("{figures}\nc 2020 f n 1"), &["1 R001 9 10 -1"]);
}

#[test]
fn skipped_levels_join_the_sum() {
    let form = form("f", "", &["n persons"], "");
    let structure = "top\nmiddle top\na middle\nb middle\nc top";
    let figures = "top 2020 f n 9\na 2020 f n 4\nb 2020 f n 3\nc 2020 f n 1";
    check(form, structure, figures, &["1 R001 9 8 1"]);
}

#[test]
fn counts_in_thousands_agree_within_their_rounding() {
    let form = || form("f", "", &["n persons"], "scale='thousand'\n");
    let structure = "top\na top\nb top";
    check(form(), structure, "top 2020 f n 11\na 2020 f n 5\nb 2020 f n 5", &[]);
    check(
        form(),
        structure,
        "top 2020 f n 12\na 2020 f n 5\nb 2020 f n 5",
        &["1 R001 12000 10000 2000"],
    );
}

#[test]
fn rounded_figures_must_have_a_solution_together() {
    let lines = ["w persons", "v persons", "a persons", "b persons"];
    let rest = "scale='thousand'\n\
                [[rule]]\nid='r'\nholds='w = a + b'\n[[rule]]\nid='s'\nholds='v = a + b'\n";
    let figures = "o 2020 f w 21\no 2020 f v 19\no 2020 f a 10\no 2020 f b 10";
    check(form("f", "", &lines, rest), "", figures, &["1 F009"]);
    let conditional = rest.replace("holds='v =", "holds='if a > 0 then v =");
    check(form("f", "", &lines, &conditional), "", figures, &["1 F009"]);
    let unmet = rest.replace("holds='v =", "holds='if a > 99000 then v =");
    check(form("f", "", &lines, &unmet), "", figures, &[]);
}

#[test]
fn a_rule_raises_the_finding_it_names() {
    let lines = ["a persons", "b persons"];
    for code in Code::ALL.iter().filter(|code| code.can_be_named_by_a_rule()) {
        let rest = format!("[[rule]]\nid='r'\nholds='a = b'\nfinding='{}'", code.name());
        let checked =
            super::check(&book(&[form("f", "", &lines, &rest)], "", "o 2020 f a 1\no 2020 f b 2"));
        let raised: Vec<Code> = checked.findings.iter().map(|finding| finding.code).collect();
        assert_eq!(raised, [*code]);
        for language in crate::language::Language::ALL {
            let said = crate::wording::Wording::in_language(language)
                .sentence(&checked.findings[0].message);
            assert!(!said.contains('{'), "{said}");
        }
    }
}
