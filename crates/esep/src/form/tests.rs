use std::sync::Arc;

use super::*;

fn form() -> Form {
    let text = r#"
        id = "choir"
        title = { kk = "Хор", ru = "Хор", en = "Choir" }
        [[column]]
        id = "total"
        label = { kk = "барлығы", ru = "всего", en = "total" }
        [[column]]
        id = "women"
        label = { kk = "әйелдер", ru = "из них женщин", en = "women" }
        aliases = ["ж."]
        [[line]]
        id = "concerts"
        number = "1"
        unit = "concerts"
        label = { kk = "Концерттер (барлығы)", ru = "Концерты (всего)", en = "Concerts (total)" }
        aliases = ["Выступления"]
        [[line]]
        id = "concerts.other"
        number = "1.1"
        unit = "concerts"
        label = { kk = "өзге", ru = "прочие", en = "other" }
        [[line]]
        id = "members.other"
        number = "2"
        unit = "persons"
        label = { kk = "өзге", ru = "прочие", en = "other" }
        [[line]]
        id = "members.other.guests"
        unit = "persons"
        label = { kk = "қонақтар", ru = "гости", en = "concerts-other" }
    "#;
    let (form, findings) = Form::read(&Arc::from("choir.toml"), text);
    assert_eq!(findings, []);
    form.unwrap()
}

#[track_caller]
fn check(text: &str, expected: &Lookup<usize>) {
    assert_eq!(&form().find_line(text), expected, "{text}");
}

#[test]
fn lines_are_found_by_id_number_label_and_alias() {
    for text in [
        "concerts",
        " 1.",
        "концерты (ВСЕГО)",
        "Concerts (total):",
        "концерттер\u{a0}(барлығы)",
        "«Выступления»",
        // The first letter is Latin.
        "Kонцерты (всего)",
        "1. Концерты (всего)",
        "1) Выступления",
    ] {
        check(text, &Lookup::Found(0));
    }
    check("1.1", &Lookup::Found(1));
}

#[test]
fn one_label_for_two_lines_is_ambiguous_until_a_number_decides() {
    check("прочие", &Lookup::Ambiguous(vec![1, 2]));
    check("7 прочие", &Lookup::Ambiguous(vec![1, 2]));
    check("2. прочие", &Lookup::Found(2));
    check("1.1 прочие", &Lookup::Found(1));
}

#[test]
fn unknown_lines_name_the_nearest() {
    check("Концерт (всего)", &Lookup::Unknown { nearest: Some("Концерты (всего)".to_owned()) });
    check("", &Lookup::Unknown { nearest: None });
    check("99", &Lookup::Unknown { nearest: None });
}

#[test]
fn columns_are_found_likewise() {
    for text in ["women", "Из них женщин:", "ж"] {
        assert_eq!(form().find_column(text), Lookup::Found(1), "{text}");
    }
    assert_eq!(form().find_column("men"), Lookup::Unknown { nearest: None });
}

#[test]
fn parts_are_the_lines_right_below() {
    let lines = |text: &str| {
        let relation = Relation::parse(&format!("sum({text}) = 0")).unwrap();
        form().lines_of(relation.references()[0])
    };
    assert_eq!(lines("members.*"), [2]);
    assert_eq!(lines("members.other.*"), [3]);
    assert_eq!(lines("concerts.*[women]"), [1]);
    assert_eq!(lines("concert.*"), []);
}
