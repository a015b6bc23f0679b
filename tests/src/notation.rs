//! Sheets written in every notation that is read: the same figures, whatever the file.

use std::collections::BTreeMap;

use esep::{Book, Content, LineId, OrganizationId, Sheet, Stated};
use esep_documents::{
    File, Request, read_documents, write_record, write_sheets_json, write_sheets_tidy_csv,
    write_sheets_toml, write_sheets_wide_csv,
};
use proptest::prelude::*;

/// The lines that are stated; all of `membership`.
const LINES: [&str; 5] = ["members", "members.working", "women", "joined", "share.women"];

/// What was read: the content, the text as written, the note.
type Read = BTreeMap<(OrganizationId, LineId), (Content, String, Option<String>)>;

/// What organizations state: for each a text and perhaps a note for every line.
#[derive(Debug, Clone)]
struct Statement {
    rows: Vec<Vec<(String, Option<String>)>>,
}

fn statements() -> impl Strategy<Value = Statement> {
    let mark = || prop_oneof![Just("-"), Just("x"), Just("...")].prop_map(str::to_owned);
    let count = prop_oneof![
        4 => (0_u32..5_000_000).prop_map(|count| count.to_string()),
        2 => (1_u32..999, 0_u32..999).prop_map(|(a, b)| format!("{a} {b:03}")),
        1 => mark(),
    ];
    let share = prop_oneof![
        3 => (0_u32..100, 0_u32..10).prop_map(|(whole, tenths)| format!("{whole},{tenths} %")),
        1 => mark(),
    ];
    let note = || prop::option::of("[a-zа-я ,;\"]{0,8}[a-zа-я]");
    let row = (prop::collection::vec((count, note()), LINES.len() - 1), (share, note()));
    let row = row.prop_map(|(mut row, share)| {
        row.push(share);
        row
    });
    prop::collection::vec(row, 1..4).prop_map(|rows| Statement { rows })
}

proptest! {
    #[test]
    fn every_notation_says_the_same(statement in statements()) {
        let tidy = read(vec![statement.tidy_csv()]);
        prop_assert_eq!(tidy.len(), statement.rows.len() * LINES.len());
        prop_assert_eq!(&read(statement.toml()), &tidy);
        prop_assert_eq!(&read(statement.json()), &tidy);
        let wide = read(vec![statement.wide_csv()]);
        prop_assert_eq!(wide, without_notes_and_blanks(tidy));
    }

    #[test]
    fn writing_and_reading_again_gives_the_same_sheets(statement in statements()) {
        let book = understand(vec![statement.tidy_csv()]);
        let sheets: Vec<&Sheet> = book.sheets.iter().collect();
        let said = contents(&book);
        let again = |name: &str, text: String| {
            contents(&understand(vec![File::new(name, text)]))
        };
        prop_assert_eq!(&again("tidy.csv", write_sheets_tidy_csv(&sheets)), &said);
        prop_assert_eq!(&again("again.toml", write_sheets_toml(&sheets)), &said);
        prop_assert_eq!(&again("again.json", write_sheets_json(&sheets)), &said);
        let form = book.forms.get("membership").unwrap();
        let wide = again("wide.csv", write_sheets_wide_csv(form, &sheets));
        prop_assert_eq!(without_notes_and_blanks(wide), without_notes_and_blanks(said));
    }
}

impl Statement {
    fn cells(&self) -> impl Iterator<Item = (String, &'static str, &str, Option<&str>)> {
        self.rows.iter().enumerate().flat_map(|(index, row)| {
            row.iter().zip(LINES).map(move |((value, note), line)| {
                (format!("o{index}"), line, value.as_str(), note.as_deref())
            })
        })
    }

    fn tidy_csv(&self) -> File {
        let mut text = "# language: ru\norganization,period,form,line,value,note\n".to_owned();
        for (organization, line, value, note) in self.cells() {
            let note = note.unwrap_or_default();
            write_record(&mut text, [&organization, "2020-H1", "membership", line, value, note]);
        }
        File::new("tidy.csv", text)
    }

    fn wide_csv(&self) -> File {
        let mut text = "# form: membership\n# period: 2020-H1\n# language: ru\n".to_owned();
        write_record(&mut text, ["organization"].into_iter().chain(LINES));
        for (index, row) in self.rows.iter().enumerate() {
            let values = row.iter().map(|(value, _)| value.clone());
            write_record(&mut text, [format!("o{index}")].into_iter().chain(values));
        }
        File::new("wide.csv", text)
    }

    fn toml(&self) -> Vec<File> {
        self.trees("toml", |tree| toml::to_string(tree).unwrap())
    }

    fn json(&self) -> Vec<File> {
        self.trees("json", |tree| serde_json::to_string_pretty(tree).unwrap())
    }

    /// One file per organization.
    fn trees(&self, ending: &str, write: impl Fn(&serde_json::Value) -> String) -> Vec<File> {
        let mut trees: BTreeMap<String, serde_json::Value> = BTreeMap::new();
        for (organization, line, value, note) in self.cells() {
            let tree = trees.entry(organization.clone()).or_insert_with(|| {
                serde_json::json!({
                    "organization": organization, "period": "2020-H1", "language": "ru",
                    "membership": {},
                })
            });
            tree["membership"][line] = match note {
                Some(note) => serde_json::json!({ "value": value, "note": note }),
                None => value.into(),
            };
        }
        let file = |(name, tree): (&String, _)| File::new(format!("{name}.{ending}"), write(tree));
        trees.iter().map(file).collect()
    }
}

/// What files say, with the texts as written.
fn read(files: Vec<File>) -> Read {
    cells(&understand(files), |stated| stated.text.to_string())
}

/// What a book says, however it was written.
fn contents(book: &Book) -> Read {
    cells(book, |_| String::new())
}

fn understand(files: Vec<File>) -> Book {
    let reading = read_documents(files, &Request::default()).understand();
    assert!(reading.findings.is_empty(), "{:#?}", reading.findings);
    reading.book
}

fn cells(book: &Book, text: impl Fn(&Stated) -> String) -> Read {
    let mut read = Read::new();
    for sheet in book.sheets.iter() {
        for (index, stated) in sheet.cells() {
            let line = sheet.form().lines()[index.line].id.clone();
            let note = stated.note.as_ref().map(ToString::to_string);
            let said = (stated.content.clone(), text(stated), note);
            read.insert((sheet.organization().clone(), line), said);
        }
    }
    read
}

/// A wide table has no place for notes, and every line of the form, so that blanks are no news.
fn without_notes_and_blanks(mut read: Read) -> Read {
    read.retain(|_, (content, _, note)| {
        *note = None;
        *content != Content::Blank
    });
    read
}
