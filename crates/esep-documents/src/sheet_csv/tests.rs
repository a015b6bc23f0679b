//! CSV sheets from text to entries.

use esep::Language;

use super::*;
use crate::test::{forms, listed, parsed, shown};

#[track_caller]
fn check(text: &str, entries: &[&str], findings: &[&str]) -> Entries {
    let read = read_sheet_csv(&parsed("f", text), &forms(), &Request::default());
    assert_eq!(listed(&read.entries), entries);
    assert_eq!(shown(&read.findings), findings);
    read
}

#[test]
fn tidy_in_any_order() {
    check(
        "value;line;organization;period;form;column;note\n1 093;singers;a;2020;choir;;n\n\
         \"2\";members;a;2020;flow;end;\n;;;;;;\n;singers;b;2020;choir;;\n",
        &[
            "a 2020 choir singers = \"1 093\"@2:1+5 # n",
            "a 2020 flow members[end] = \"2\"@3:2+1",
            "b 2020 choir singers = \"\"@5:1+0",
        ],
        &[],
    );
}

#[test]
fn tidy_of_a_form_that_is_named_once() {
    let read = check(
        "# form: choir,,\n# period: 2020\n# language: en\nline,value,phone\nsingers,5,\n,7,\n",
        &["- 2020 choir singers = \"5\"@5:9+1"],
        &["f:4:12 I010 unknown-key key=phone", "f:6:1 I011 unreadable-value.no-line"],
    );
    assert_eq!(read.language, Some(Language::En));
    check("line,value\nguests,5\n", &["- - flow guests = \"5\"@2:8+1"], &[]);
}

#[test]
fn wide_by_id_or_label() {
    check(
        "Организация;name;period;Singers;singers.alto\na;A;2020;5;\nb;B;;6;7\n",
        &[
            "a 2020 choir Singers = \"5\"@2:10+1",
            "a 2020 choir singers.alto = \"\"@2:12+0",
            "b - choir Singers = \"6\"@3:6+1",
            "b - choir singers.alto = \"7\"@3:8+1",
        ],
        &[],
    );
}

#[test]
fn wide_with_columns() {
    let read = check(
        "# form: flow\ncode,members[start],\"members[end]\"\na,1,2\n",
        &["a - flow members[start] = \"1\"@3:3+1", "a - flow members[end] = \"2\"@3:5+1"],
        &[],
    );
    let column = read.entries[1].column.as_ref().unwrap();
    assert_eq!((&*column.text, column.place.column, column.place.length), ("end", 30, 3));
    check(
        "members[start],guests[end]\n1,2\n",
        &["- - flow members[start] = \"1\"@2:1+1", "- - flow guests[end] = \"2\"@2:3+1"],
        &[],
    );
}

#[test]
fn the_form_must_be_clear() {
    // Two forms know the line; the one without columns fits a heading without one.
    check("code,concerts\na,1\n", &["a - choir concerts = \"1\"@2:3+1"], &[]);
    check(
        "code,concerts,members[end]\na,1,2\n",
        &["a - flow concerts = \"1\"@2:3+1", "a - flow members[end] = \"2\"@2:5+1"],
        &[],
    );
    check(
        "code,concerts,concerts[end]\na,1,2\n",
        &[],
        &["f:1:1 I007 unknown-form.several forms=choir+flow | hint.form"],
    );
    check("code,concerts[end]\na,1\n", &["a - flow concerts[end] = \"1\"@2:3+1"], &[]);
    check("line,column,value\nconcerts,end,1\n", &["- - flow concerts[end] = \"1\"@2:14+1"], &[]);
    check("code,height,weight\na,1,2\n", &[], &["f:1:1 I007 unknown-form.none-fits | hint.form"]);
    check(
        "# form: chior\ncode,singers\na,1\n",
        &[],
        &["f:1:9 I007 unknown-form form=chior | hint.nearest name=choir"],
    );
    check(
        "code,singers,concerts,wieght\na,1,2,3\n",
        &[
            "a - choir singers = \"1\"@2:3+1",
            "a - choir concerts = \"2\"@2:5+1",
            "a - choir wieght = \"3\"@2:7+1",
        ],
        &[],
    );
}

#[test]
fn what_the_document_says_goes_before_the_request() {
    let request = Request {
        form: Some("choir".into()),
        period: Some(Written::new("2020", Place::whole(&"--period".into()))),
        ..Request::default()
    };
    let read = |text| {
        let read = read_sheet_csv(&parsed("f", text), &forms(), &request);
        assert_eq!(shown(&read.findings), Vec::<String>::new());
        listed(&read.entries)
    };
    assert_eq!(read("concerts\n1\n"), ["- 2020 choir concerts = \"1\"@2:1+1"]);
    assert_eq!(
        read("# form: flow\n# period: 2021\nconcerts\n1\n"),
        ["- 2021 flow concerts = \"1\"@4:1+1"]
    );
    assert_eq!(
        read("form,period,line,value\nflow,2022,concerts,1\n"),
        ["- 2022 flow concerts = \"1\"@2:20+1"]
    );
}

#[test]
fn rows_and_headings_that_do_not_fit() {
    check(
        "code,singers\na,1,5\nb,2\n",
        &["b - choir singers = \"2\"@3:3+1"],
        &["f:2:5 I006 unreadable-document.too-many-cells cells=3 headings=2 \
         | hint.quote-separator separator=,"],
    );
    check(
        "code,line\na,singers\n",
        &[],
        &["f:1:1 I006 unreadable-document.missing-heading heading=value | \
           hint.one-of values=value+мәні+значение+figure+сан+число"],
    );
    check(
        "code,singers,note\na,1,n\n",
        &["a - choir singers = \"1\"@2:3+1"],
        &["f:1:14 I010 unknown-key key=note"],
    );
    check("", &[], &["f I006 unreadable-document.empty | hint.ask-again"]);
    check(
        "code,singers\n\"a,1\nb,2\n",
        &["a - choir singers = \"1\"@2:4+1", "b - choir singers = \"2\"@3:3+1"],
        &["f:2:1 I006 unreadable-document.unclosed-quote | hint.close-quote"],
    );
}
