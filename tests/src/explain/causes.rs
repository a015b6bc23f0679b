//! Every kind of slip, planted in a small book: it must come first, or be among the ways.

use super::small::Small;

const SUM: &str = "[[rule]]\nid = \"adds-up\"\nholds = \"total = men + women\"\n";

fn total_men_women() -> Small {
    Small::of(&["total", "men", "women"], SUM)
}

#[test]
fn two_digits_changed_places() {
    let small = total_men_women().states("one", "2020", "total=4627 men=4111 women=561");
    small.assert_first("`total` 4,672 in place of 4,627: two digits changed places");
}

#[test]
fn figures_in_each_others_place() {
    let small = Small::of(
        &["a", "b", "c", "d", "ab", "cd"],
        "[[rule]]\nid = \"ab\"\nholds = \"ab = a + b\"\n[[rule]]\nid = \"cd\"\nholds = \"cd = c + d\"\n[[rule]]\nid = \"all\"\nholds = \"a + b + c + d = 82\"\n",
    );
    let small = small.states("one", "2020", "a=10 b=47 ab=30 c=20 d=5 cd=52");
    small.assert_first(
        "`b` 20 in place of 47, `c` 47 in place of 20: the figures stand in each other's place",
    );
}

#[test]
fn men_and_women_in_each_others_column() {
    let small = Small::of(
        &["all:unit = \"persons\";min = 0", "young", "older"],
        "[[breakdown]]\nof = \"all\"\nparts = [\"young\", \"older\"]\ncomplete = true\n[[rule]]\nid = \"both\"\nholds = \"all[both] = all[men] + all[women]\"\n[[rule]]\nid = \"few\"\nholds = \"young[men] <= young[women]\"\n",
    );
    let small = small.columns(&["both", "men", "women"]).states(
        "one",
        "2020",
        "all[both]=900 all[men]=300 all[women]=600 young[both]=400 young[men]=240 young[women]=160 older[both]=500 older[men]=140 older[women]=360",
    );
    small.assert_first(
        "`young [men]` 160 in place of 240, `young [women]` 240 in place of 160: the figures stand in each other's place",
    );
}

#[test]
fn a_whole_row_in_another_unit() {
    let small = total_men_women()
        .below("union", &["a", "b"])
        .states("union", "2020", "total=1200 men=700 women=500")
        .states("a", "2020", "total=400000 men=300000 women=100000")
        .states("b", "2020", "total=800 men=400 women=400");
    small.assert_first(
        "`total, a` 400 in place of 400,000, `men, a` 300 in place of 300,000, `women, a` 100 in place of 100,000: the whole row is written 1,000 times too large, as in another unit",
    );
}

#[test]
fn a_row_in_another_unit_of_which_only_one_line_is_summed() {
    let alone = "unit = \"persons\";rollup = \"none\"";
    let lines = ["total".to_owned(), format!("men:{alone}"), format!("women:{alone}")];
    let small = Small::of(&lines.each_ref().map(String::as_str), SUM)
        .below("union", &["a", "b"])
        .states("union", "2020", "total=1231 men=711 women=520")
        .states("a", "2020", "total=411000 men=300000 women=111000")
        .states("b", "2020", "total=820 men=411 women=409");
    small.assert_first(
        "the whole row is written 1,000 times too large, as in another unit, one slip in 3 figures: `total, a` 411 in place of 411,000, `men, a` 300 in place of 300,000, `women, a` 111 in place of 111,000",
    );
}

#[test]
fn an_organization_counted_twice() {
    let small = total_men_women()
        .below("union", &["a", "b", "c"])
        .states("union", "2020", "total=1600 men=1000 women=600")
        .states("a", "2020", "total=400 men=300 women=100")
        .states("b", "2020", "total=800 men=400 women=400");
    small.states("c", "2020", "total=0 men=0 women=0").assert_first(
        "`total` 1,200 in place of 1,600, `men` 700 in place of 1,000, `women` 500 in place of 600: the total counts `a` once too often",
    );
}

#[test]
fn an_organization_whose_row_is_missing() {
    let small = total_men_women()
        .below("union", &["org1", "org3"])
        .states("union", "2020", "total=700 men=465 women=235")
        .states("org1", "2020", "total=200 men=120 women=80")
        .states("org3", "2020", "total=400 men=300 women=100");
    small.assert_first(
        "`total` 600 in place of 700, `men` 420 in place of 465, `women` 180 in place of 235: the total counts an organization whose row is missing",
    );
}

#[test]
fn the_same_row_under_two_organizations() {
    let small = total_men_women()
        .below("union", &["a", "b", "c"])
        .states("union", "2020", "total=1200 men=700 women=500")
        .states("a", "2020", "total=400 men=300 women=100")
        .states("b", "2020", "total=400 men=300 women=100")
        .states("c", "2020", "total=800 men=400 women=400");
    small.assert_first(
        "`total, a` 0 in place of 400, `men, a` 0 in place of 300, `women, a` 0 in place of 100: the same row as that of `b`, entered twice",
    );
}

const FLOW: &str = "unit = \"persons\";over-time = \"flow\"";

#[test]
fn the_second_half_year_holds_the_year() {
    let lines = ["total", "men", "women"].map(|id| format!("{id}:{FLOW}"));
    let lines = lines.each_ref().map(String::as_str);
    let small = Small::of(&lines, SUM)
        .states("one", "2020-H1", "total=500 men=300 women=200")
        .states("one", "2020-H2", "total=1100 men=700 women=400")
        .states("one", "2020", "total=1100 men=700 women=400");
    small.assert_first(
        "`total, 2020-H2` 600 in place of 1,100, `men, 2020-H2` 400 in place of 700, `women, 2020-H2` 200 in place of 400: a running total, which includes what came before",
    );
    let small = Small::of(&[lines[0]], "")
        .states("one", "2020-H1", "total=500")
        .states("one", "2020-H2", "total=1123")
        .states("one", "2020", "total=1123");
    small.assert_first(
        "`total, 2020-H2` 623 in place of 1,123: a running total, which includes what came before",
    );
}

#[test]
fn all_later_quarters_are_running_totals() {
    let lines = [format!("total:{FLOW}")];
    let small = Small::of(&[&lines[0]], "")
        .states("one", "2020-Q1", "total=517")
        .states("one", "2020-Q2", "total=1133")
        .states("one", "2020-Q3", "total=1789")
        .states("one", "2020-Q4", "total=2461")
        .states("one", "2020", "total=2461");
    small.assert_first(
        "a running total, which includes what came before, one slip in 3 figures: `total, 2020-Q2` 616 in place of 1,133, `total, 2020-Q3` 656 in place of 1,789, `total, 2020-Q4` 672 in place of 2,461",
    );
}

const PARTS: &str = "[[breakdown]]\nof = \"all\"\nparts = [\"a\", \"b\", \"c\", \"d\", \"other\"]\ncomplete = true\n";

fn parts() -> Small {
    Small::of(&["all", "a", "b", "c", "d", "other"], PARTS)
}

#[test]
fn parts_that_hold_those_before_them() {
    // 120, 340, 275, 410, 55.
    let small = parts().states("one", "2020", "all=1200 a=120 b=460 c=735 d=1145 other=1200");
    small.assert_first(
        "a running total, which includes what came before, one slip in 4 figures: `b` 340 in place of 460, `c` 275 in place of 735, `d` 410 in place of 1,145, `other` 55 in place of 1,200",
    );
}

#[test]
fn a_block_one_line_too_low() {
    let small = Small::of(
        &["a", "b", "ab", "c", "d", "cd"],
        "[[rule]]\nid = \"ab\"\nholds = \"ab = a + b\"\n[[rule]]\nid = \"cd\"\nholds = \"cd = c + d\"\n[[rule]]\nid = \"abcd\"\nholds = \"a + b + c + d = 1145\"\n",
    );
    // 120, 340, 275, 410 stand one line too low.
    let small = small.states("one", "2020", "a=0 b=120 ab=340 c=460 d=275 cd=410");
    small.assert_first(
        "a block of figures stands one line or column off, one slip in 6 figures: `a` 120 in place of 0, `b` 340 in place of 120, `ab` 460 in place of 340, `c` 275 in place of 460, `d` 410 in place of 275, `cd` 685 in place of 410",
    );
}

#[test]
fn a_remainder_entered_twice() {
    let small = parts().states("one", "2020", "all=1200 a=120 b=340 c=275 d=465 other=55");
    let expected = "`d` 410 in place of 465: what `other` states is entered here again";
    let ways = small.ways();
    assert!(ways.iter().any(|way| way == expected), "{ways:#?}");
}

#[test]
fn a_total_that_leaves_out_a_part() {
    let small = parts().states("one", "2020", "all=925 a=120 b=340 c=275 d=410 other=55");
    small.assert_first("`all` 1,200 in place of 925: the total leaves out `c`");
}

#[test]
fn a_share_of_another_base() {
    let small = Small::of(
        &["members", "students", "working", "women", "share:unit = \"percent\""],
        "[[rule]]\nid = \"share\"\nholds = \"share = women / members\"\n[[rule]]\nid = \"working\"\nholds = \"working <= members\"\n",
    );
    // Of those who work: 480 of 800.
    let book = small.states("one", "2020", "members=1000 students=200 women=480 share=60.0");
    book.assert_first(
        "`share` 48.0% in place of 60.0%: the share is taken of `members` without `students`",
    );
}

#[test]
fn a_share_of_the_total_of_the_period_before() {
    let small = Small::of(
        &["members", "women", "share:unit = \"percent\""],
        "[[rule]]\nid = \"share\"\nholds = \"share = women / members\"\n",
    );
    let small = small.states("one", "2019", "members=900 women=450 share=50.0").states(
        "one",
        "2020",
        "members=1000 women=480 share=53.3",
    );
    small.assert_first("`share` 48.0% in place of 53.3%: the share is taken of `members, 2019`");
}

#[test]
fn a_figure_left_from_the_period_before() {
    let small = total_men_women().states("one", "2019", "total=4627 men=4066 women=561").states(
        "one",
        "2020",
        "total=4911 men=4066 women=795",
    );
    small.assert_first(
        "`men` 4,116 in place of 4,066: the figure of the period before was left standing",
    );
}

#[test]
fn a_block_left_from_the_period_before() {
    let small = Small::of(
        &["total", "a", "b", "change-a:unit = \"number\"", "change-b:unit = \"number\""],
        "[[rule]]\nid = \"a\"\nholds = \"change-a = a - a@previous\"\n[[rule]]\nid = \"b\"\nholds = \"change-b = b - b@previous\"\n[[rule]]\nid = \"both\"\nholds = \"total = a + b\"\n",
    );
    let small = small.states("one", "2019", "total=940 a=410 b=530").states(
        "one",
        "2020",
        "total=946 a=410 b=530 change-a=23 change-b=-17",
    );
    small.assert_first(
        "`a` 433 in place of 410, `b` 513 in place of 530: the figure of the period before was left standing",
    );
}

#[test]
fn members_of_two_organizations_in_each_others_row() {
    let small = total_men_women()
        .below("union", &["a", "b"])
        .states("union", "2020", "total=1200 men=700 women=500")
        .states("a", "2020", "total=400 men=400 women=100")
        .states("b", "2020", "total=800 men=300 women=400");
    small.assert_first(
        "`men, a` 300 in place of 400, `men, b` 400 in place of 300: the figures stand in each other's place",
    );
}
