//! Forms being filled, as an officer would.

use esep::{Code, Severity};

use super::*;
use crate::html::HtmlExtent;
use crate::source::File;

fn filling(form: &str, period: &str, language: Language) -> Filling {
    Filling::new(Forms::built_in(), form, period.parse().unwrap(), language).unwrap()
}

/// Types `line figure`, one a line.
#[track_caller]
fn type_in(filling: &mut Filling, when: When, figures: &str) {
    for line in figures.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (line, text) = line.split_once(' ').unwrap();
        assert!(filling.set(when, line, None, text), "{line}");
    }
}

#[track_caller]
fn cell(filling: &Filling, line: &str) -> FilledCell {
    let cells = filling.state().cells;
    cells.into_iter().find(|cell| cell.line.as_str() == line).unwrap()
}

#[track_caller]
fn measure(filling: &Filling, id: &str) -> MeasureState {
    filling.state().measures.into_iter().find(|measure| measure.id == id).unwrap()
}

/// What is left out of the file last read, as sentences.
fn left_out(filling: &Filling) -> Vec<String> {
    filling.state().left_out.into_iter().map(|finding| finding.message).collect()
}

#[test]
fn what_follows_from_a_fraction_of_a_person_is_shown_and_written_with_it() {
    let mut filling = filling("membership", "2024-H1", Language::En);
    type_in(&mut filling, When::Now, "opening 69.6\njoined 0\nleft 0");
    assert_eq!(cell(&filling, "members").now.computed.unwrap().shown, "69.6");
    assert!(filling.write(FillingFormat::Csv).contains(",members,69.6\n"));
}

const DOWNTIME: &str = "downtime 61307\ndowntime.preschool 17270\ndowntime.general-secondary 36302\n\
     downtime.additional 3645\ndowntime.vocational 3791\ndowntime.higher x";

#[test]
fn an_empty_form_says_nothing() {
    let state = filling("legal-service", "2020-H1", Language::En).state();
    assert_eq!((state.verdict.as_str(), state.clean), ("nothing is filled in yet", None));
    assert_eq!(state.cells.len(), 28);
    assert!(state.cells.iter().all(|cell| cell.now == Entered::default()));
    assert!(state.measures.iter().all(|measure| measure.shown.is_none()));
    assert_eq!(state.previous_shown.as_deref(), Some("second half of 2019"));
    assert_eq!(state.year_ago_shown, None);
}

#[test]
fn the_downtime_of_2020_waits_for_its_last_part() {
    let mut filling = filling("emergency-employment", "2020-H1", Language::Ru);
    type_in(&mut filling, When::Now, DOWNTIME);
    let state = filling.state();
    assert_eq!((state.verdict.as_str(), state.clean), ("1 ошибка, 0 предупреждений", Some(false)));
    let [finding] = state.findings.as_slice() else { panic!("{:?}", state.findings) };
    assert_eq!((finding.code, finding.severity), (Code::PartsDoNotAddUp, Severity::Error));
    assert_eq!(finding.difference.as_deref(), Some("299"));
    assert_eq!(finding.cells[0].line.as_str(), "downtime");

    let other = cell(&filling, "downtime.other");
    let proposed = other.now.computed.unwrap();
    assert_eq!((proposed.shown.as_str(), proposed.is_proposal), ("299", true));
    assert_eq!(
        proposed.why,
        "столько остаётся от `Находились в простое, всего` за вычетом остальных частей"
    );
    assert_eq!(other.findings, [0]);
    // Nobody has stated it, so it is not written.
    assert!(!filling.write(FillingFormat::Csv).contains("downtime.other"));

    type_in(&mut filling, When::Now, "downtime.other 299");
    let state = filling.state();
    let expected =
        "пока противоречий нет: проверено 1 соотношение, для остальных (4) не хватает чисел";
    assert_eq!((state.verdict.as_str(), state.clean), (expected, Some(true)));
    assert_eq!(cell(&filling, "downtime.other").share.as_deref(), Some("0,5\u{a0}%"));
}

#[test]
fn a_text_keeps_the_meaning_of_the_language_in_which_it_was_typed() {
    let mut filling = filling("occupational-injury", "2020", Language::Ru);
    type_in(&mut filling, When::Now, "incidence-per-1000-workers 1,25\nworkers 1 200");
    filling.set_language(Language::En);
    let now = cell(&filling, "incidence-per-1000-workers").now;
    assert_eq!((now.text.as_str(), now.shown.as_deref()), ("1,25", Some("1.25")));
    assert_eq!(cell(&filling, "workers").now.shown.as_deref(), Some("1,200"));
    type_in(&mut filling, When::Now, "workers 1,300");
    filling.set_language(Language::Kk);
    assert_eq!(cell(&filling, "workers").now.shown.as_deref(), Some("1\u{a0}300"));
}

#[test]
fn what_cannot_be_read_is_told_at_its_cell_and_not_computed() {
    let mut filling = filling("primary-annual", "2020", Language::En);
    let line = filling.form().lines()[0].id.clone();
    let columns: Vec<String> =
        filling.form().columns().iter().map(|column| column.id.to_string()).collect();
    assert!(!filling.set(When::Now, line.as_str(), Some("no-such"), "5"));
    assert!(!filling.set(When::Now, "no-such", None, "5"));
    for column in &columns {
        assert!(filling.set(When::Now, line.as_str(), Some(column), "five"));
    }
    let state = filling.state();
    assert_eq!(state.findings.len(), columns.len());
    for (finding, column) in state.findings.iter().zip(&columns) {
        assert_eq!(finding.code, Code::UnreadableFigure);
        let cell = &finding.cells[0];
        assert_eq!((cell.when, &cell.line), (When::Now, &line));
        assert_eq!(cell.column.as_ref().map(ColumnId::as_str), Some(column.as_str()));
    }
    assert_eq!(state.clean, Some(false));
    assert!(filling.set(When::Now, line.as_str(), Some(&columns[0]), " "));
    assert_eq!(filling.state().findings.len(), columns.len() - 1);
}

#[test]
fn membership_is_compared_with_the_period_before_and_with_the_year_before() {
    let mut filling = filling("membership", "2024-H1", Language::En);
    let figures = |working: u32, students: u32| {
        format!(
            "members.working {working}\nmembers.students {students}\nmembers.pensioners 50\n\
             members.other 0\nemployees 1000"
        )
    };
    type_in(&mut filling, When::Now, &figures(800, 150));
    type_in(&mut filling, When::Previous, &figures(700, 250));
    type_in(&mut filling, When::YearAgo, &figures(600, 150));
    let members = cell(&filling, "members");
    let computed = |entered: &Entered| entered.computed.as_ref().unwrap().shown.clone();
    assert_eq!(computed(&members.now), "1,000");
    assert_eq!(computed(&members.previous), "1,000");
    assert_eq!(computed(&members.year_ago.unwrap()), "800");
    assert_eq!(members.change.unwrap().difference, "0");
    let in_a_year = members.change_in_a_year.unwrap();
    assert_eq!(
        (in_a_year.difference.as_str(), in_a_year.percent.as_deref()),
        ("+200", Some("+25.0%"))
    );
    assert_eq!(computed(&cell(&filling, "density").now), "80.00%");
    assert_eq!(computed(&cell(&filling, "change.working").now), "200");
    assert_eq!(computed(&cell(&filling, "opening").now), "1,000");
    let gross = measure(&filling, "density-gross");
    assert_eq!(gross.shown.as_deref(), Some("100.0%"));
    assert_eq!(gross.change.unwrap().difference, "0.0 pp");
    assert_eq!(measure(&filling, "growth-in-a-year").shown.as_deref(), Some("25.0%"));

    // Of a whole year the two are the same.
    filling.set_period("2024".parse().unwrap());
    assert!(filling.state().year_ago_shown.is_none());
    assert_eq!(measure(&filling, "growth-in-a-year").shown.as_deref(), Some("0.0%"));
}

#[test]
fn what_is_written_is_read_again() {
    let mut filled = filling("emergency-employment", "2020-H1", Language::Ru);
    filled.set_organization("Ақтөбе облысы");
    type_in(&mut filled, When::Now, DOWNTIME);
    type_in(&mut filled, When::Now, "downtime.other ~3,5 тыс.\nannual-leave …\nunpaid-leave -");
    for (format, name) in [
        (FillingFormat::Csv, "form.csv"),
        (FillingFormat::Json, "form.json"),
        (FillingFormat::Toml, "form.toml"),
    ] {
        let text = filled.write(format);
        let mut read = filling("emergency-employment", "2021-H1", Language::En);
        read.read(File::new(name, text.as_bytes()));
        assert_eq!(left_out(&read), [""; 0], "{text}");
        assert_eq!(read.period(), filled.period());
        assert_eq!(read.organization(), filled.organization());
        assert_eq!(read.write(format), text);
        read.set_language(Language::Ru);
        assert_eq!(read.state().findings, filled.state().findings);
    }
}

#[test]
fn what_the_form_computes_stays_computed_when_it_is_read_again() {
    let mut filled = filling("legal-service", "2020-H1", Language::En);
    type_in(
        &mut filled,
        When::Now,
        "consultations.in-person 5\nconsultations.by-telephone 6\nconsultations.in-media 0\n\
         consultations.online 1",
    );
    let text = filled.write(FillingFormat::Toml);
    assert!(text.contains("consultations = 12"), "{text}");
    let mut read = filling("legal-service", "2020-H1", Language::En);
    read.read(File::new("form.toml", text.as_bytes()));
    assert_eq!(cell(&read, "consultations").now.text, "");
    type_in(&mut read, When::Now, "consultations.online 2");
    assert_eq!(cell(&read, "consultations").now.computed.unwrap().shown, "13");

    // A total of its own stays.
    read.read(File::new("form.toml", text.replace("= 12", "= 13").as_bytes()));
    assert_eq!(cell(&read, "consultations").now.text, "13");
    assert_eq!(read.state().findings.len(), 1);
}

#[test]
fn of_a_file_only_what_fits_is_taken_over() {
    let header = "organization,period,form,line,value\n";
    let mut form = filling("training", "2024", Language::En);
    form.read(File::new(
        "a.csv",
        format!("{header},2024,training,seminars,five\n,,,trained,7\n").as_bytes(),
    ));
    assert_eq!(left_out(&form), ["expected a figure, found `five`"]);
    assert_eq!(cell(&form, "trained").now.shown.as_deref(), Some("7"));

    let several = "a,2024,training,seminars,5\nb,2024,training,seminars,6\n";
    form.read(File::new("b.csv", format!("{header}{several}").as_bytes()));
    assert_eq!(left_out(&form), ["the document has the figures of `a`, `b`; say whose are meant"]);
    assert_eq!(cell(&form, "trained").now.shown.as_deref(), Some("7"));
    form.set_organization("b");
    form.read(File::new("b.csv", format!("{header}{several}").as_bytes()));
    assert_eq!(left_out(&form), [""; 0]);
    assert_eq!(cell(&form, "seminars").now.text, "6");

    let periods =
        "b,2022,training,seminars,2\nb,2023,training,seminars,3\nb,2020,training,seminars,1\n";
    form.read(File::new("c.csv", format!("{header}{periods}").as_bytes()));
    assert_eq!(form.period().to_string(), "2023");
    assert_eq!(left_out(&form), ["figures of `2020` are left out: they are of another period"]);
    let seminars = cell(&form, "seminars");
    assert_eq!((&*seminars.now.text, &*seminars.previous.text), ("3", "2"));
    assert_eq!(seminars.change.unwrap().percent.as_deref(), Some("+50.0%"));

    form.read(File::new(
        "c.toml",
        *b"organization = 'c'\nperiod = '2023'\n[training]\nseminars = 3\n",
    ));
    assert_eq!((form.organization(), left_out(&form).len()), ("c", 0));

    form.read(File::new("d.csv", format!("{header}b,2023,membership,women,5\n").as_bytes()));
    assert_eq!(
        left_out(&form),
        ["the document fills the form `Membership`; here `Training` is filled"]
    );
    form.read(File::new("e.toml", *b"period = '2023'\n[training]\n"));
    assert_eq!(left_out(&form), ["the document has no figures"]);
    form.read(File::new("f.xlsx", *b"PK\x03\x04"));
    assert_eq!(form.state().left_out[0].code, Code::UnreadableDocument);
    assert_eq!(cell(&form, "seminars").now.text, "3");
}

#[test]
fn the_period_before_is_read_beside() {
    let mut form = filling("training", "2024", Language::En);
    form.read_before(When::Previous, File::new("a.toml", *b"[training]\nseminars = 4\n"));
    assert_eq!(left_out(&form), [""; 0]);
    assert_eq!(cell(&form, "seminars").previous.text, "4");
    form.read_before(
        When::Previous,
        File::new("b.toml", *b"period = '2020'\n[training]\nseminars = 9\n"),
    );
    assert_eq!(left_out(&form), ["figures of `2020` are left out: they are of another period"]);
    assert_eq!(cell(&form, "seminars").previous.text, "4");
}

#[test]
fn a_saved_filling_is_taken_up_again() {
    let mut filled = filling("membership", "2024-H1", Language::Ru);
    filled.set_organization("«Ұстаз» \"7\"");
    type_in(&mut filled, When::Now, "women 5 тыс.\nmembers abc");
    type_in(&mut filled, When::YearAgo, "women 4");
    filled.set_language(Language::En);
    type_in(&mut filled, When::Previous, "women 4,800");
    let saved = filled.save();
    let restored = Filling::restore(Forms::built_in(), &saved, Language::En).unwrap();
    assert_eq!(restored.state(), filled.state());
    assert_eq!(restored.save(), saved);
    for broken in ["", "[]", "{}", "[1,\"choir\",\"2020\",\"\",[]]", &saved.replace("2024-H1", "x")]
    {
        assert!(Filling::restore(Forms::built_in(), broken, Language::En).is_none(), "{broken}");
    }
    let unknown = "[1,\"training\",\"2020\",\"\",[[0,\"no-such\",\"\",\"en\",\"5\",\"\"]]]";
    let restored = Filling::restore(Forms::built_in(), unknown, Language::En).unwrap();
    assert!(restored.typed.is_empty());
}

#[test]
fn a_saved_text_is_read_to_the_letter() {
    let saved =
        r#"[1,"legal-service","2020-H1","a \"b\" \\ \u001f\n",[[0,"violations","","kk","1\t2"]]]"#;
    let restored = Filling::restore(Forms::built_in(), saved, Language::En).unwrap();
    assert_eq!(restored.organization(), "a \"b\" \\ \u{1f}\n");
    let typed: Vec<_> = restored.typed.values().map(|it| (&*it.text, it.language)).collect();
    assert_eq!(typed, [("1\t2", Language::Kk)]);
    assert!(restored.save().ends_with(r#""1\t2",""]]]"#), "without a note, as in the beginning");
    for length in (0..saved.len()).filter(|length| saved.is_char_boundary(*length)) {
        let cut = saved.get(..length).unwrap_or_default();
        assert!(Filling::restore(Forms::built_in(), cut, Language::En).is_none(), "{cut}");
    }
}

#[test]
fn a_form_for_periods_of_another_length_is_told() {
    let mut form = filling("legal-service", "2020-07", Language::En);
    type_in(&mut form, When::Now, "seminars 5");
    let codes: Vec<Code> = form.state().findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::UnreadablePeriod]);
}

#[test]
fn a_page_for_people_has_figures_changes_measures_and_findings() {
    let mut form = filling("training", "2024", Language::En);
    form.set_organization("School <7>");
    type_in(&mut form, When::Now, "seminars 4\nseminars.international 5\nbudget 1,000.50");
    type_in(&mut form, When::Previous, "seminars 5\nbudget 500");
    let markdown = form.write(FillingFormat::Markdown);
    for expected in [
        "# Training\n\nSchool <7>, 2024\n",
        "| line | 2024 | 2023 | change | % |\n",
        "| Seminars held (total) | 4 | 5 | −1 | −20.0% |\n",
        "| Spent per seminar (tenge) | 250 | 100 | +150 | what was spent over all seminars |\n",
        "one error, 0 warnings\n\n- **error F002**: `Seminars held (total)` is stated as 4",
    ] {
        assert!(markdown.contains(expected), "{expected}\n{markdown}");
    }
    let html = form.write(FillingFormat::Html(HtmlExtent::Document));
    for expected in [
        "<title>Training: School &lt;7&gt;, 2024</title>",
        "<h1>Training: School &lt;7&gt;, 2024</h1>\n<div class=\"scroll\" tabindex=\"0\">",
        "<tr><th scope=\"row\">Seminars held (total)</th><td class=\"number\">4</td>",
        "<li class=\"error\"><strong>error F002</strong>: <b>Seminars held (total)</b> is stated",
    ] {
        assert!(html.contains(expected), "{expected}\n{html}");
    }
    let text = form.write(FillingFormat::Text);
    assert!(text.contains("\none error, 0 warnings\n\nerror[F002]: "), "{text}");
}

/// The ways to settle what is found, as sentences.
fn ways(filling: &Filling) -> Vec<String> {
    let explained = filling.explanations().into_iter();
    explained.flat_map(|explained| explained.ways).map(|way| way.message).collect()
}

#[test]
fn what_the_form_computes_is_never_what_is_wrong() {
    let line = |id: &str| {
        let label = format!("{{ kk = '{id}', ru = '{id}', en = '{id}' }}");
        format!("[[line]]\nid = '{id}'\nunit = 'persons'\nlabel = {label}\n")
    };
    let text = format!(
        "id = 'sums'\ntitle = {{ kk = '-', ru = '-', en = '-' }}\n{}\
         [[rule]]\nid = 'both'\nholds = 'ab = a + b'\n\
         [[rule]]\nid = 'all'\nholds = 'abc = ab + c'\n",
        ["a", "b", "ab", "c", "abc"].map(line).concat(),
    );
    let mut forms = Forms::default();
    assert_eq!(forms.add(Form::read(&"sums.toml".into(), &text).0.unwrap()), None);
    assert_eq!(forms.resolve(), []);
    let period = "2020".parse().unwrap();
    let mut filling = Filling::new(forms, "sums", period, Language::En).unwrap();
    type_in(&mut filling, When::Now, "a 1000\nb 2000\nc 500\nabc 5300");
    assert_eq!(cell(&filling, "ab").now.computed.unwrap().shown, "3,000");
    assert_eq!(
        ways(&filling),
        [
            "`abc` 3,500 in place of 5,300: two digits changed places",
            "`c` 2,300 in place of 500",
            "`a` 2,800 in place of 1,000",
            "`b` 3,800 in place of 2,000",
        ]
    );
    // Typed, it is a figure like any other.
    type_in(&mut filling, When::Now, "ab 3000");
    assert_eq!(ways(&filling).len(), 2, "{:?}", ways(&filling));
}
