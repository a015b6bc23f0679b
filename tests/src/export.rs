//! What `esep export --format sdmx` writes holds together: every code of the figures is in its code
//! list, every parent is there, every id is one that SDMX allows.

use std::collections::{BTreeMap, BTreeSet};

use esep::OrganizationId;
use esep_documents::{Exported, ExportedFile, File, Records, Request, read_book};

use crate::thirty;

/// The ids in the code lists, and the parents named in them, by code list.
fn codelists(structure: &str) -> BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)> {
    let mut lists: BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)> = BTreeMap::new();
    let mut current = String::new();
    for line in structure.lines().map(str::trim) {
        if let Some(rest) = line.strip_prefix("<str:Codelist id=\"") {
            rest.split('"').next().unwrap().clone_into(&mut current);
            assert!(lists.insert(current.clone(), Default::default()).is_none(), "{line}");
        } else if let Some(rest) = line.strip_prefix("<str:Code id=\"") {
            let id = rest.split('"').next().unwrap().to_owned();
            assert!(
                lists.get_mut(&current).unwrap().0.insert(id),
                "{current}: {line} is there twice"
            );
        } else if let Some(rest) = line.strip_prefix("<str:Parent>") {
            let parent = rest.split('<').next().unwrap().to_owned();
            lists.get_mut(&current).unwrap().1.insert(parent);
        }
    }
    lists
}

/// Holds the files against each other; how many figures there are.
fn check(files: &[ExportedFile]) -> usize {
    let [structure, data @ ..] = files else { panic!("no structure") };
    assert_eq!(structure.name, "structure.xml");
    let lists = codelists(&structure.text);
    for (list, (ids, parents)) in &lists {
        assert!(parents.is_subset(ids), "{list}: {parents:?}");
        for id in ids {
            let mut letters = id.chars();
            let is_first = letters.next().is_some_and(|letter| letter.is_ascii_alphabetic());
            let is_rest = letters.all(|it| it.is_ascii_alphanumeric() || "-_".contains(it));
            assert!(is_first && is_rest, "{list}: {id}");
        }
    }
    let mut n_figures = 0;
    for file in data {
        let form = file.name.strip_suffix(".csv").unwrap();
        let declared = format!("<str:DataStructure id=\"{form}\"");
        assert_eq!(structure.text.matches(&declared).count(), 1, "{form}");
        let mut records = Records::new(&file.text);
        let header = cells(&mut records).unwrap();
        let mut keys = BTreeSet::new();
        while let Some(row) = cells(&mut records) {
            assert_eq!(row.len(), header.len(), "{}", file.name);
            let mut key = Vec::new();
            for (heading, text) in header.iter().zip(&row) {
                let list = match heading.as_str() {
                    "LINE" | "COLUMN" => format!("CL_{heading}_{form}"),
                    _ => format!("CL_{heading}"),
                };
                if let Some((ids, _)) = lists.get(&list) {
                    assert!(ids.contains(text), "{}: `{text}` is not in {list}", file.name);
                }
                if ["FREQ", "ORGANIZATION", "LINE", "COLUMN", "TIME_PERIOD"]
                    .contains(&heading.as_str())
                {
                    key.push(text.clone());
                }
                if heading == "OBS_VALUE" {
                    let is_number =
                        text.bytes().all(|byte| byte.is_ascii_digit() || b"-.".contains(&byte));
                    assert!(is_number, "{}: {text}", file.name);
                }
            }
            assert!(keys.insert(key), "{}: a figure is there twice: {row:?}", file.name);
            n_figures += 1;
        }
    }
    n_figures
}

fn cells(records: &mut Records<'_>) -> Option<Vec<String>> {
    let record = records.next()?;
    Some(record.cells.into_iter().map(|cell| cell.text.into_owned()).collect())
}

#[test]
fn what_thirty_organizations_sent_holds_together_in_sdmx() {
    let mut book = thirty::reports().book;
    book.root = Some(OrganizationId::new("kz-edu"));
    assert!(check(&Exported::new(&book).sdmx()) > 800);
    assert!(check(&Exported::new(&book).with_rolled_up().sdmx()) > 1_000);
}

#[test]
fn ids_of_any_script_hold_together_in_sdmx() {
    let files = [
        ("book.toml", "root = \"Ұйым <1>\""),
        ("structure.csv", "code,parent\nҰйым <1>,\n7.a,Ұйым <1>\n7_a,Ұйым <1>\n7..a,7.a\n"),
        (
            "forms/f.toml",
            "id = \"f-1\"\ntitle = { kk = \"T\", ru = \"T\", en = \"T\" }\nsource = \"S\"\nperiods = [\"year\"]\n\
             [[line]]\nid = \"a\"\nlabel = { kk = \"a\", ru = \"a\", en = \"a\" }\nunit = \"адам\"\n\
             [[line]]\nid = \"a.b-2\"\nlabel = { kk = \"b\", ru = \"b\", en = \"b\" }\nunit = \"percent\"\n",
        ),
        (
            "reports/a.csv",
            "organization,period,form,line,value\n7..a,2024,f-1,a,5\n7..a,2024,f-1,a.b-2,50\n\
             7_a,2024,f-1,a,~ 3\n",
        ),
    ];
    let files = files.map(|(name, text)| File::new(name, text.as_bytes().to_vec()));
    let reading = read_book("", files.into(), &Request::default()).understand();
    let messages: Vec<_> = reading.findings.iter().map(|finding| &finding.message).collect();
    assert!(messages.is_empty(), "{messages:?}");
    let files = Exported::new(&reading.book).with_rolled_up().sdmx();
    assert_eq!(check(&files), 5, "three stated, two added up");
}
