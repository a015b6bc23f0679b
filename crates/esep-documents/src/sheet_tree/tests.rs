//! TOML and JSON sheets from text to entries.

use esep::Language;

use super::*;
use crate::test::{forms, listed, parsed, shown};

#[track_caller]
fn check(text: &str, entries: &[&str], findings: &[&str]) {
    let read = read_sheet_toml(&parsed("f", text), &forms(), &Request::default());
    assert_eq!(listed(&read.entries), entries);
    assert_eq!(shown(&read.findings), findings);
}

#[test]
fn numbers_texts_and_notes() {
    check(
        "organization = \"kz-edu\"\nperiod = 2020\n[choir]\nsingers = 703070\n\
         \"singers.alto\" = \"1 093\"\nconcerts = { value = \"≈ 5\", note = \"by hand\" }\n",
        &[
            "kz-edu 2020 choir singers = 703070@4:11+6",
            "kz-edu 2020 choir singers.alto = \"1 093\"@5:19+5",
            "kz-edu 2020 choir concerts = \"≈ 5\"@6:23+3 # by hand",
        ],
        &[],
    );
}

#[test]
fn parts_in_a_table_of_their_whole() {
    check(
        "[choir.singers]\nall = 5\nalto = 2\nbass = { value = 3 }\n[choir.dances]\nx.y = 1\n",
        &[
            "- - choir singers = 5@2:7+1",
            "- - choir singers.alto = 2@3:8+1",
            "- - choir singers.bass = 3@4:18+1",
        ],
        &["f:5:8 I003 unknown-line line=dances form=Choir"],
    );
}

#[test]
fn columns_of_a_line() {
    check(
        "[flow]\nguests = { start = 1, end = { value = \"2\", note = \"n\" }, note = \"m\" }\n\
         [flow.members]\nend = 3\nwomen.end = 4\nall = { start = 5 }\n\
         [flow.concerts]\nmiddle = 6\n",
        &[
            "- - flow guests[start] = 1@2:20+1 # m",
            "- - flow guests[end] = \"2\"@2:40+1 # n",
            "- - flow members[end] = 3@4:7+1",
            "- - flow members.women[end] = 4@5:13+1",
            "- - flow members[start] = 5@6:17+1",
            "- - flow concerts[middle] = 6@8:10+1",
        ],
        &[],
    );
}

#[test]
fn what_is_no_figure() {
    check(
        "[choir]\nsingers = true\nconcerts = [1, 2]\n\"singers.alto\" = 2020-07-01\n\"singers.bass\" = \"\"\n",
        &["- - choir singers.bass = \"\"@5:19+0"],
        &[
            "f:2:11 I001 unreadable-figure.other text=true",
            "f:3:12 I001 unreadable-figure.several line=concerts",
            "f:4:18 I001 unreadable-figure.other text=2020-07-01",
        ],
    );
}

#[test]
fn keys_that_nothing_reads() {
    check(
        "organizaton = \"a\"\nlanguage = \"de\"\n[chior]\nsingers = 1\n[choir]\n\
         concerts = { value = 1, nota = \"x\" }\n",
        &["- - choir concerts = 1@6:22+1"],
        &[
            "f:2:13 I011 unreadable-value.language text=de",
            "f:3:2 I007 unknown-form form=chior | hint.nearest name=choir",
            "f:6:25 I010 unknown-key key=nota | hint.nearest name=note",
            "f:1:1 I010 unknown-key key=organizaton | hint.nearest name=organization \
             | hint.figures-under-forms",
        ],
    );
}

#[test]
fn figures_outside_tables_are_of_the_form_asked_for() {
    let request = Request { form: Some("choir".into()), ..Request::default() };
    let read = read_sheet_toml(&parsed("f", "singers = 1\nperiot = 2020\n"), &forms(), &request);
    assert_eq!(listed(&read.entries), ["- - choir singers = 1@1:11+1"]);
    assert_eq!(
        shown(&read.findings),
        ["f:2:1 I010 unknown-key key=periot | hint.nearest name=period | hint.figures-under-forms"]
    );
}

#[test]
fn several_sheets_in_one_document() {
    let text = r#"{
        "schema": "esep/sheets/1",
        "period": "2020",
        "language": "en",
        "sheets": [
            { "organization": "a", "choir": { "singers": 1.0 } },
            { "organization": "b", "period": "2021", "choir": { "singers": null } },
            7
        ]
    }"#;
    let read = read_sheet_json(&parsed("f", text), &forms(), &Request::default());
    assert_eq!(
        listed(&read.entries),
        ["a 2020 choir singers = 1.0@6:58+3", "b 2021 choir singers = \"\"@7:76+4"]
    );
    assert_eq!(shown(&read.findings), ["f:8:13 I006 unreadable-document.no-sheet"]);
    assert_eq!(read.language, Some(Language::En));
    let array = "[{\"choir\": {\"singers\": 1}}]";
    let read = read_sheet_json(&parsed("f", array), &forms(), &Request::default());
    assert_eq!(listed(&read.entries), ["- - choir singers = 1@1:24+1"]);
    let read = read_sheet_json(&parsed("f", "{\"schema\": \"1\"}"), &forms(), &Request::default());
    assert_eq!(shown(&read.findings), ["f:1:13 I011 unreadable-value.schema key=esep/sheets/1"]);
    let read = read_sheet_json(&parsed("f", " "), &forms(), &Request::default());
    assert_eq!(shown(&read.findings), ["f I006 unreadable-document.empty | hint.ask-again"]);
}
