//! JSON is what `docs/schema` says it is: what the program prints, and sheets as it reads them.

use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;

use jsonschema::{Retrieve, Uri, Validator};
use serde_json::Value;

use crate::runs::Run;
use crate::tree::{self, SourceFile};
use crate::{docs, golden, suite};

const FOLDER: &str = "docs/schema";

/// Keys that only the package for JavaScript gives; its declarations are held against what it gives.
const OF_THE_PACKAGE: [&str; 8] =
    ["title", "quote", "before", "marked", "after", "within", "clean", "workbooks"];

/// More that prints JSON: of workbooks, which no page can hold, of text around tables, of figures
/// that were not stated, of rows that contradict themselves.
const MORE: &str = r"# More
```csv structure.csv
code,parent,kind
aktobe,,regional
```
```html a.html
<p>7-нысан. Құқықтық қызмет жұмысының қорытындылары</p>
<p>2020 жылғы 1 жартыжылдық</p>
<p>Ұйым: Көктем</p>
<table>
<tr><th>№</th><th>Көрсеткіштер</th><th>Барлығы</th></tr>
<tr><td>4</td><td>Анықталған еңбек заңнамасын бұзушылықтар (барлығы), соның ішінде:</td><td>15</td></tr>
<tr><td></td><td>еңбекақы төлеуге қатысты</td><td>8</td></tr>
<tr><td></td><td>өзге бұзушылықтар</td><td>7</td></tr>
</table>
```
```csv book/structure.csv
code,parent,kind
kz,,sectoral-union
aktobe,kz,regional
akmola,kz,regional
```
```csv book/reports/a.csv
organization,period,form,line,value
aktobe,2023,membership,members,100
akmola,2023,membership,members,50
aktobe,2024,membership,members,110
akmola,2024,membership,women,20
```
```csv members.csv
org_code,joined,left
aktobe,2024-05-01,2024-01-01
```
```console
$ esep check docs/examples/thirty --format json
$ esep read docs/examples/thirty --format json
$ esep export docs/examples/thirty --rollup --format json
$ esep check a.html --structure structure.csv --format json
$ esep read a.html --format json
$ esep compare book --from 2023 --to 2024 --format json
$ esep tally members members.csv --period 2024 --partial
```
";

/// Finds what schemas refer to in the folder.
struct Folder;

impl Retrieve for Folder {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Value, Box<dyn Error + Send + Sync>> {
        Ok(schema(uri.path().as_str().trim_start_matches('/')))
    }
}

fn schema(name: &str) -> Value {
    serde_json::from_str(&tree::read(&format!("{FOLDER}/{name}"))).unwrap()
}

fn names() -> Vec<String> {
    let names = tree::paths(FOLDER).into_iter();
    names.map(|path| path.rsplit('/').next().unwrap().to_owned()).collect()
}

fn validator(name: &str) -> Validator {
    jsonschema::options().with_retriever(Folder).build(&schema(name)).unwrap()
}

/// What is wrong with a document by a schema.
fn wrong(name: &str, document: &Value) -> Vec<String> {
    let validator = validator(name);
    let errors = validator.iter_errors(document);
    errors.map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// The JSON that runs print, and the schema of each. SARIF has one of its own elsewhere.
fn printed() -> Vec<(String, String, Value)> {
    let pages = suite::pages().into_iter().chain(docs::pages());
    let more = SourceFile { path: "tests/src/schema.rs".to_owned(), text: MORE.to_owned() };
    let may_print = |text: &str| text.contains("json") || text.contains("--partial");
    let mut printed = Vec::new();
    for page in pages.filter(|page| may_print(&page.text)).chain([more]) {
        for (heading, run) in golden::runs(&page) {
            let at = format!("{}: {heading}", page.path);
            let written = run.written.iter().filter(|(path, _)| has_ending(path, "json"));
            let written = written.map(|(_, bytes)| bytes);
            let texts = written.chain(is_json(&run).then_some(run.stdout.as_slice()));
            for text in texts.filter(|text| !text.is_empty()) {
                let document: Value = serde_json::from_slice(text).expect(&at);
                printed.push((at.clone(), schema_of(&run, &document), document));
            }
        }
    }
    printed
}

fn is_json(run: &Run) -> bool {
    let words: Vec<&str> = run.words.iter().map(String::as_str).collect();
    words.windows(2).any(|pair| pair == ["--format", "json"])
        || words.iter().any(|word| ["--format=json", "--partial"].contains(word))
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|it| it == ending)
}

/// The schema that a document names, or that of the command.
fn schema_of(run: &Run, document: &Value) -> String {
    match document.get("schema").and_then(Value::as_str) {
        Some(name) => {
            let kind = name.strip_prefix("esep/").and_then(|name| name.strip_suffix("/1"));
            format!("{}.json", kind.expect(name))
        }
        None => format!("{}.json", run.words[1]),
    }
}

#[test]
fn all_json_that_is_printed_is_as_its_schema_says() {
    let mut complaints = Vec::new();
    let mut met = BTreeSet::new();
    for (at, name, document) in printed() {
        let wrong = wrong(&name, &document);
        complaints.extend(wrong.iter().map(|wrong| format!("{at}: {name}: {wrong}")));
        met.insert(name);
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    let described: BTreeSet<String> = names().into_iter().collect();
    let printed = described.iter().filter(|name| *name != "common.json").cloned();
    assert_eq!(met, printed.collect(), "each schema is of something that is printed");
}

#[test]
fn sheets_that_are_read_are_as_their_schema_says() {
    let sheets = tree::files("docs/examples").into_iter();
    let sheets: Vec<_> = sheets.filter(|file| has_ending(Path::new(&file.path), "json")).collect();
    assert!(!sheets.is_empty());
    for file in sheets {
        let document = serde_json::from_str(&file.text).unwrap();
        assert_eq!(wrong("sheets.json", &document), Vec::<String>::new(), "{}", file.path);
    }
    for (text, is_sheet) in [
        (
            r#"{"organization":"a","period":"2020","f":{"l":1,"m":"1 200","n":{"value":1,"note":"n"}}}"#,
            true,
        ),
        (r#"[{"period":"2020","f":{"l":{"all":3,"part":null}}}]"#, true),
        (
            r#"{"schema":"esep/sheets/1","sheets":[{"f":{"l":{"women":1,"men":{"value":"x"}}}}]}"#,
            true,
        ),
        (r#"{"schema":"esep/sheets/2","sheets":[]}"#, false),
        (r#"{"f":1}"#, false),
        (r#"{"f":{"l":[1]}}"#, false),
        (r#"{"f":{"l":true}}"#, false),
        (r#"{"language":"de","f":{}}"#, false),
    ] {
        let document = serde_json::from_str(text).unwrap();
        assert_eq!(wrong("sheets.json", &document).is_empty(), is_sheet, "{text}");
    }
}

/// Every schema within a schema.
fn within<'a>(schema: &'a Value, found: &mut Vec<&'a Value>) {
    found.push(schema);
    let below: Vec<&Value> = match schema {
        Value::Object(keys) => keys.values().collect(),
        Value::Array(items) => items.iter().collect(),
        _ => Vec::new(),
    };
    for below in below {
        within(below, found);
    }
}

#[test]
fn no_key_is_printed_that_a_schema_does_not_name() {
    for name in names() {
        let schema = schema(&name);
        let mut all = Vec::new();
        within(&schema, &mut all);
        let objects =
            all.into_iter().filter(|it| it["type"] == "object" && it["properties"].is_object());
        for object in objects {
            assert!(object.get("additionalProperties").is_some(), "{name}: {object}");
        }
    }
}

#[test]
fn no_schema_names_a_key_that_is_never_printed() {
    let printed = printed();
    let mut keys: BTreeSet<&str> = OF_THE_PACKAGE.into();
    let mut all = Vec::new();
    for (_, _, document) in &printed {
        within(document, &mut all);
    }
    keys.extend(all.into_iter().filter_map(Value::as_object).flatten().map(|(key, _)| &**key));
    for name in names() {
        let schema = schema(&name);
        let mut all = Vec::new();
        within(&schema, &mut all);
        let named = all.into_iter().filter_map(|it| it.get("properties")?.as_object()).flatten();
        let idle: Vec<&String> =
            named.map(|(key, _)| key).filter(|key| !keys.contains(&***key)).collect();
        assert!(idle.is_empty(), "{name} names keys that nothing prints: {idle:?}");
    }
}

#[test]
fn schemas_have_the_names_of_their_files_and_no_address() {
    for name in names() {
        let schema = schema(&name);
        assert_eq!(schema["$id"], name.as_str());
        assert!(jsonschema::meta::is_valid(&schema), "{name}");
        let mut all = Vec::new();
        within(&schema, &mut all);
        for reference in all.into_iter().filter_map(|it| it.get("$ref")?.as_str()) {
            assert!(
                reference.starts_with('#') || reference.starts_with("common.json#"),
                "{reference}"
            );
        }
    }
}
