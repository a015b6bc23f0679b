//! What is written is read again as it was.

use std::sync::Arc;

use esep::{Batch, Entry, Forms, Place, Sheets, Structure, Written, assemble};
use proptest::prelude::*;

use super::*;
use crate::request::Request;
use crate::sheet::Entries;
use crate::sheet_csv::read_sheet_csv;
use crate::sheet_tree::{read_sheet_json, read_sheet_toml};
use crate::test::parsed;

const FORMS: [&str; 2] = [
    "id = \"choir\"\ntitle = { kk = \"Choir\", ru = \"Choir\", en = \"Choir\" }\n",
    "id = \"flow\"\ntitle = { kk = \"Flow\", ru = \"Flow\", en = \"Flow\" }\n\
     [[column]]\nid = \"start\"\nlabel = { kk = \"a\", ru = \"a\", en = \"a\" }\n\
     [[column]]\nid = \"end\"\nlabel = { kk = \"b\", ru = \"b\", en = \"b\" }\n",
];

const LINES: [(&str, &str); 6] = [
    ("singers", "persons"),
    ("singers.alto", "persons"),
    ("money", "KZT"),
    ("share", "percent"),
    ("rate", "per-1000-workers"),
    ("number", "number"),
];

fn forms() -> Forms {
    let lines = LINES.map(|(id, unit)| {
        format!(
            "[[line]]\nid = \"{id}\"\nunit = \"{unit}\"\n\
             label = {{ kk = \"{id} x\", ru = \"{id} x\", en = \"{id} x\" }}\n"
        )
    });
    let lines = lines.concat();
    let mut forms = Forms::default();
    for head in FORMS {
        let (form, findings) = Form::read(&"form.toml".into(), &format!("{head}{lines}"));
        assert_eq!(findings, []);
        assert_eq!(forms.add(form.unwrap()), None);
    }
    forms
}

/// The sheets of entries; figures that cannot be read are left out.
fn sheets(forms: &Forms, entries: Vec<Entry>, language: Option<Language>) -> Sheets {
    let languages = language.into_iter().collect();
    assemble(&Structure::default(), forms, &[Batch { entries, languages }]).0
}

/// The sheets as far as writing keeps them: what each cell says, and its note.
fn kept(sheets: &Sheets, with_notes: bool) -> Vec<(String, CellIndex, Content, Option<Arc<str>>)> {
    let mut kept = Vec::new();
    for sheet in sheets.iter() {
        let name = format!("{} {} {}", sheet.form().id, sheet.organization(), sheet.period());
        for (index, stated) in sheet.cells() {
            if stated.content != Content::Blank {
                let note = stated.note.clone().filter(|_| with_notes);
                kept.push((name.clone(), index, stated.content.clone(), note));
            }
        }
    }
    kept
}

fn check(forms: &Forms, stated: &Sheets) {
    let all: Vec<_> = stated.iter().collect();
    let request = Request::default();
    let again = |mut read: Entries| {
        // Without sheets there are headings only, which is told.
        read.findings.retain(|finding| finding.message.key != "unreadable-document.no-rows");
        assert_eq!(read.findings, []);
        // Whatever the book's language is, the document's own goes before it.
        sheets(forms, read.entries, read.language.or(Some(Language::Ru)))
    };
    let read = |name: &str, text: &str, read: fn(&crate::Source, &Forms, &Request) -> Entries| {
        again(read(&parsed(name, text), forms, &request))
    };
    let toml = write_sheets_toml(&all);
    assert_eq!(kept(&read("f.toml", &toml, read_sheet_toml), true), kept(stated, true), "{toml}");
    let json = write_sheets_json(&all);
    assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "{json}");
    assert_eq!(kept(&read("f.json", &json, read_sheet_json), true), kept(stated, true), "{json}");
    let tidy = write_sheets_tidy_csv(&all);
    assert_eq!(kept(&read("f.csv", &tidy, read_sheet_csv), true), kept(stated, true), "{tidy}");
    for form in forms.iter() {
        let wide = write_sheets_wide_csv(form, &all);
        let own = |(name, ..): &(String, _, _, _)| name.starts_with(form.id.as_str());
        let stated: Vec<_> = kept(stated, false).into_iter().filter(own).collect();
        assert_eq!(kept(&read("f.csv", &wide, read_sheet_csv), false), stated, "{wide}");
    }
}

fn entry(form: usize, line: usize, column: usize, text: &str, note: &str) -> Entry {
    let at = |text: &str| Written::new(text, Place::whole(&"f".into()));
    let (form, period, has_columns) =
        if form == 0 { ("choir", "2020", false) } else { ("flow", "2020-H1", true) };
    let entry = Entry::new(at(LINES[line].0), at(text));
    Entry {
        column: has_columns.then(|| at(["start", "end"][column]).into()),
        note: (!note.is_empty()).then(|| at(note).into()),
        ..entry.of(at(["a", "=b, \"c\""][column]), at(period), at(form))
    }
}

#[test]
fn every_kind_of_figure() {
    let forms = forms();
    let texts = [
        "703070",
        "1 093",
        "-5",
        "–",
        "x",
        "...",
        "14,4 %",
        "14,40",
        "1,191",
        "0,000",
        "> 40 000",
        "<= 5",
        "~ 40 000",
        "24,9 млн",
        "4 мың",
        "12*",
        "71225(5)",
        "653 893 331 тг.",
        "0,5",
        "1 000 000 000 000 000 000 000",
    ];
    let mut entries = Vec::new();
    for text in texts {
        for line in 0..LINES.len() {
            entries.clear();
            entries.push(entry(0, line, 0, text, ""));
            entries.push(entry(1, line, 1, text, "by hand"));
            check(&forms, &sheets(&forms, entries.clone(), Some(Language::Ru)));
        }
    }
}

#[test]
fn written_for_people() {
    let forms = forms();
    let entries = vec![
        entry(0, 0, 0, "1 093", ""),
        entry(0, 1, 0, "24,9 млн", "rounded"),
        entry(0, 3, 0, "14,40 %", ""),
        entry(1, 4, 0, "1,191", ""),
        entry(1, 4, 1, "-", ""),
    ];
    let stated = sheets(&forms, entries, Some(Language::Ru));
    let all: Vec<_> = stated.iter().collect();
    assert_eq!(
        write_sheets_toml(&all),
        "[[sheets]]\norganization = \"a\"\nperiod = \"2020\"\n\n\
         [sheets.choir]\nsingers = 1093\n\
         \"singers.alto\" = { value = \"24,9 млн\", note = \"rounded\" }\nshare = 14.40\n\n\
         [[sheets]]\norganization = \"=b, \\\"c\\\"\"\nperiod = \"2020-H1\"\n\n\
         [sheets.flow]\nrate = { end = \"-\" }\n\n\
         [[sheets]]\norganization = \"a\"\nperiod = \"2020-H1\"\n\n\
         [sheets.flow]\nrate = { start = 1.191 }\n"
    );
    assert_eq!(
        write_sheets_tidy_csv(&all),
        "# language: en\norganization,period,form,line,column,value,note\n\
         a,2020,choir,singers,,1093,\na,2020,choir,singers.alto,,\"24,9 млн\",rounded\n\
         a,2020,choir,share,,14.40,\n\"=b, \"\"c\"\"\",2020-H1,flow,rate,end,-,\n\
         a,2020-H1,flow,rate,start,1.191,\n"
    );
    assert_eq!(
        write_sheets_wide_csv(forms.get("choir").unwrap(), &all),
        "# form: choir\n\
         organization,period,singers,singers.alto,money,share,rate,number\n\
         a,2020,1093,\"24,9 млн\",,14.40,,\n"
    );
    let choir: Vec<_> =
        all.iter().copied().filter(|sheet| sheet.form().columns().is_empty()).collect();
    assert_eq!(
        write_sheets_json(&choir),
        "{\n  \"schema\": \"esep/sheets/1\",\n  \"sheets\": [\n    {\n      \
         \"organization\": \"a\",\n      \"period\": \"2020\",\n      \"choir\": {\n        \
         \"singers\": 1093,\n        \"singers.alto\": { \"value\": \"24,9 млн\", \"note\": \
         \"rounded\" },\n        \"share\": 14.40\n      }\n    }\n  ]\n}\n"
    );
    assert_eq!(
        write_sheets_json(&[]),
        "{\n  \"schema\": \"esep/sheets/1\",\n  \"sheets\": []\n}\n"
    );
    assert_eq!(write_sheets_toml(&[]), "");
}

proptest! {
    #[test]
    fn any_sheets_are_read_again(
        cells in proptest::collection::vec(
            (0_usize..2, 0_usize..6, 0_usize..2,
             "([<>~]|>=|-)?[ ]?[0-9]{1,5}([,. ][0-9]{1,4}){0,2}[ ]?(млн|мың|%|\\*)?", "[ a\"\n\u{7f}]{0,3}"),
            0..12,
        ),
    ) {
        let forms = forms();
        let entries = cells.iter().map(|(form, line, column, text, note)| {
            entry(*form, *line, *column, text, note.trim())
        });
        check(&forms, &sheets(&forms, entries.collect(), Some(Language::Ru)));
    }
}
