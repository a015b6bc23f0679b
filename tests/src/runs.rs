//! The runs of the golden cases as data, so that the package for JavaScript can be held against
//! them: one corpus, two runners. `ESEP_CASES` names the folder to write them into.

use std::env;
use std::fs;
use std::path::Path;

use esep::Language;
use esep_cli::MemoryFiles;
use serde_json::{Value, json};

/// One run of the program `esep`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    /// The words of the command line, the first is `esep`.
    pub(crate) words: Vec<String>,
    /// The language of the environment.
    pub(crate) language: Option<Language>,
    /// Standard input.
    pub(crate) stdin: Vec<u8>,
    /// The files that were there.
    pub(crate) files: MemoryFiles,
    /// The files that it wrote.
    pub(crate) written: MemoryFiles,
    /// Standard output.
    pub(crate) stdout: Vec<u8>,
    /// Standard error.
    pub(crate) stderr: Vec<u8>,
    /// The exit status.
    pub(crate) status: u8,
}

/// Writes the runs of a page, if they are asked for.
pub(crate) fn keep(page: &str, runs: &[(String, Run)]) {
    let Ok(folder) = env::var("ESEP_CASES") else { return };
    if runs.is_empty() {
        return;
    }
    let cases: Vec<Value> = runs.iter().map(|(heading, run)| run.to_json(heading)).collect();
    let document = json!({ "page": page, "cases": cases });
    let folder = Path::new(&folder);
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join(page.replace('/', "--") + ".json"), document.to_string()).unwrap();
}

impl Run {
    fn to_json(&self, heading: &str) -> Value {
        let of = |files: &MemoryFiles| {
            let files = files.iter();
            let files = files.map(|(path, bytes)| (path.display().to_string(), content(bytes)));
            files.collect::<serde_json::Map<_, _>>()
        };
        json!({
            "heading": heading,
            "words": self.words,
            "language": self.language.map(Language::code),
            "stdin": content(&self.stdin),
            "files": of(&self.files),
            "written": of(&self.written),
            "stdout": String::from_utf8_lossy(&self.stdout),
            "stderr": String::from_utf8_lossy(&self.stderr),
            "status": self.status,
        })
    }
}

/// A text, or the bytes one by one where they are none.
fn content(bytes: &[u8]) -> Value {
    std::str::from_utf8(bytes).map_or_else(|_| json!(bytes), |text| json!(text))
}
