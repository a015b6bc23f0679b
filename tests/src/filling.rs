//! Laws of filling a form by typing, whatever is typed.

use std::collections::BTreeMap;

use esep::{Code, Forms, Language, check};
use esep_documents::{File, Filling, FillingFormat, FillingState, Request, When, read_documents};
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Texts as officers type them, and some that nobody should.
const TEXTS: [&str; 20] = [
    "0",
    "7",
    "12",
    "1 200",
    "1200",
    "-",
    "x",
    "...",
    "~3",
    "> 5",
    "4,5",
    "14.4 %",
    "69,6",
    "2 тыс.",
    "1,5 млн",
    "5*",
    "-3",
    "1,191",
    "abc",
    "12(3)",
];

/// What is typed: which cell, which text, in which language, in which column.
type Typing = Vec<(Index, &'static str, Language, When)>;

fn typing() -> impl Strategy<Value = Typing> {
    let when =
        prop_oneof![4 => Just(When::Now), 1 => Just(When::Previous), 1 => Just(When::YearAgo)];
    let cell = (any::<Index>(), select(TEXTS.to_vec()), select(Language::ALL.to_vec()), when);
    prop::collection::vec(cell, 0..40)
}

/// What is typed of the period that is filled: only that is written for programs.
fn of_now(typing: Typing) -> Typing {
    typing.into_iter().filter(|typed| typed.3 == When::Now).collect()
}

fn form() -> impl Strategy<Value = String> {
    let forms = Forms::built_in();
    select(forms.iter().map(|form| form.id.to_string()).collect::<Vec<_>>())
}

fn empty(form: &str, language: Language) -> Filling {
    let form = Forms::built_in().get(form).cloned().unwrap();
    let is_yearly = form.periods.iter().all(|length| length.name() == "year");
    let period = if is_yearly && !form.periods.is_empty() { "2024" } else { "2024-H1" };
    let period = period.parse().unwrap();
    let mut filling = Filling::new(Forms::built_in(), form.id.as_str(), period, language).unwrap();
    filling.set_organization("kz-edu");
    filling
}

fn filled(form: &str, typing: &Typing) -> Filling {
    let mut filling = empty(form, Language::Ru);
    let cells = filling.state().cells;
    for (cell, text, language, when) in typing {
        let cell = cell.get(&cells);
        filling.set_language(*language);
        let column = cell.column.as_ref().map(esep::ColumnId::as_str);
        assert!(filling.set(*when, cell.line.as_str(), column, text));
    }
    filling.set_language(Language::Ru);
    filling
}

/// What stands on the form itself, in whatever way it came there, by line and column.
fn stands(state: &FillingState) -> BTreeMap<(String, String), String> {
    let cells = state.cells.iter().filter_map(|cell| {
        let computed = cell.now.computed.as_ref().filter(|computed| !computed.is_proposal);
        let shown = cell.now.shown.clone().or(computed.map(|computed| computed.shown.clone()))?;
        let column = cell.column.as_ref().map(ToString::to_string).unwrap_or_default();
        Some(((cell.line.to_string(), column), shown))
    });
    cells.collect()
}

proptest! {
    #[test]
    fn what_is_written_of_a_filled_form_is_read_again(form in form(), typing in typing()) {
        let filling = filled(&form, &of_now(typing));
        let formats = [
            (FillingFormat::Csv, "form.csv"),
            (FillingFormat::Json, "form.json"),
            (FillingFormat::Toml, "form.toml"),
        ];
        let before = stands(&filling.state());
        for (format, name) in formats {
            let written = filling.write(format);
            let mut again = empty(&form, Language::Ru);
            again.read(File::new(name, written.as_bytes()));
            if !before.is_empty() {
                prop_assert_eq!(again.state().left_out, [], "{}", written);
            }
            prop_assert_eq!(&stands(&again.state()), &before, "{}", written);
        }
    }

    #[test]
    fn what_is_written_of_a_filled_form_is_found_alike_when_it_is_checked(
        form in form(),
        typing in typing(),
    ) {
        let filling = filled(&form, &of_now(typing));
        let file = File::new("form.csv", filling.write(FillingFormat::Csv));
        let reading = read_documents(vec![file], &Request::default()).understand();
        let state = filling.state();
        let shown = state.findings.iter().filter(|finding| {
            !matches!(finding.code, Code::UnreadableFigure | Code::AmbiguousFigure)
        });
        let mut shown: Vec<_> = shown.map(|finding| (finding.code, finding.message.clone())).collect();
        let wording = esep::Wording::in_language(Language::Ru);
        let mut sentences: Vec<_> = check(&reading.book)
            .findings
            .iter()
            .map(|finding| (finding.code, wording.sentence(&finding.message)))
            .collect();
        shown.sort();
        sentences.sort();
        prop_assert_eq!(shown, sentences);
    }

    #[test]
    fn a_saved_filling_is_taken_up_as_it_was_in_every_language(
        form in form(),
        typing in typing(),
        language in select(Language::ALL.to_vec()),
    ) {
        let mut filling = filled(&form, &typing);
        filling.set_language(language);
        let restored = Filling::restore(Forms::built_in(), &filling.save(), language).unwrap();
        prop_assert_eq!(restored.state(), filling.state());
        let values = |filling: &Filling| filling.write(FillingFormat::Csv);
        let before = values(&filling);
        filling.set_language(Language::En);
        prop_assert_eq!(values(&filling), before);
    }

    #[test]
    fn what_is_typed_is_never_written_over(form in form(), typing in typing()) {
        let state = filled(&form, &typing).state();
        for cell in &state.cells {
            for entered in [&cell.now, &cell.previous].into_iter().chain(&cell.year_ago) {
                prop_assert!(entered.text.is_empty() || entered.computed.is_none());
                prop_assert!(!entered.text.is_empty() || entered.shown.is_none());
            }
            prop_assert!(cell.findings.iter().all(|finding| *finding < state.findings.len()));
        }
        prop_assert_eq!(state.clean == Some(false), !state.findings.is_empty());
    }
}
