//! The page as one file that works by double click, with the network off.

use std::io::Write as _;

use flate2::{Compression, GzBuilder};

use super::files::base64;
use super::markup::{self, Reference};
use super::{PAGE, Source, policy};

/// The script with which the single file begins, which calls that of the page; and its workers.
const BEGIN: &str = "single.js";
const WORKER: &str = "single-worker.js";

/// What the single file alone consists of.
pub(super) const PARTS: [&str; 3] = [BEGIN, WORKER, "unpacked.js"];

/// What the package fetches: the element that holds it instead, and the file.
const FETCHED: [(&str, &str); 13] = [
    ("esep.wasm", "esep/esep.wasm"),
    ("tally.wasm", "esep/tally.wasm"),
    ("office.wasm", "esep/office.wasm"),
    ("write.wasm", "esep/write.wasm"),
    ("writing.kk.txt", "esep/writing.kk.txt"),
    ("writing.ru.txt", "esep/writing.ru.txt"),
    ("writing.en.txt", "esep/writing.en.txt"),
    ("messages.kk.txt", "esep/messages.kk.txt"),
    ("messages.ru.txt", "esep/messages.ru.txt"),
    ("messages.en.txt", "esep/messages.en.txt"),
    ("pages.kk.json", "esep/pages.kk.json"),
    ("pages.ru.json", "esep/pages.ru.json"),
    ("pages.en.json", "esep/pages.en.json"),
];

/// How a script is made of a module and all that it imports.
#[derive(Debug, Clone, Copy)]
pub(super) enum Format {
    Module,
    /// For workers of a page without an origin of its own, which may not be modules.
    Classic,
}

/// The single file; `bundle` makes one script of a module.
pub(super) fn build(
    source: &Source,
    bundle: impl Fn(&str, Format) -> Result<String, String>,
) -> Result<String, String> {
    let (mut styles, mut modules) = (Vec::new(), Vec::new());
    let page = markup::replace(&source.index, |reference| match reference {
        Reference::Style { path, media } => {
            let text = source.files.text(path)?;
            styles.push(unclosed(path, text)?.to_owned());
            let media = media.map(|media| format!(" media=\"{media}\"")).unwrap_or_default();
            Ok(format!("<style{media}>{text}</style>"))
        }
        Reference::Icon { path } => {
            let icon = base64(source.files.get(path)?);
            Ok(format!("<link rel=\"icon\" href=\"data:image/svg+xml;base64,{icon}\">"))
        }
        Reference::Script { path } => {
            modules.push(path);
            Ok(String::new())
        }
    })?;
    if modules != [PAGE] {
        return Err(format!("expected the page to have one script, `{PAGE}`, found {modules:?}"));
    }
    let script = bundle(BEGIN, Format::Module)?;
    let worker = bundle(WORKER, Format::Classic)?;
    let mut elements = Vec::new();
    for (id, path) in FETCHED {
        elements.push(data(id, &base64(&gzip(source.files.get(path)?)?)));
    }
    elements.push(data("esep-worker", unclosed(WORKER, &worker)?));
    elements.push(format!("<script type=\"module\">{}</script>", unclosed(BEGIN, &script)?));
    let page = markup::begin_head(&page, &[policy::of_single_file(&script, &styles)])?;
    markup::end_body(&page, &elements)
}

/// A text that closes no element that it stands in.
fn unclosed<'a>(name: &str, text: &'a str) -> Result<&'a str, String> {
    match ["</script", "</style", "<!--"].iter().find(|end| text.contains(*end)) {
        None => Ok(text),
        Some(end) => Err(format!("expected no `{end}` in {name}")),
    }
}

/// An element that is not run but read by the page's script.
fn data(id: &str, text: &str) -> String {
    format!("<script type=\"text/plain\" id=\"{id}\">{text}</script>")
}

/// Packed without a time or the name of a system, so that two builds give the same bytes.
fn gzip(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut packed = GzBuilder::new().operating_system(255).write(Vec::new(), Compression::best());
    packed
        .write_all(bytes)
        .and_then(|()| packed.finish())
        .map_err(|error| format!("the module could not be packed: {error}"))
}

#[cfg(test)]
mod tests {
    use super::super::files::Files;
    use super::*;

    #[test]
    fn everything_stands_in_the_file() {
        let mut files = Files::default();
        let fetched = FETCHED.map(|(_, path)| path);
        for path in ["a.css", "a.svg"].into_iter().chain(fetched) {
            files.insert(path.to_owned(), format!("[{path}]"));
        }
        let index = "<head><meta charset=\"utf-8\"><link rel=\"stylesheet\" href=\"a.css\">\
                     <link rel=\"icon\" href=\"a.svg\"><script type=\"module\" src=\"main.js\">\
                     </script></head><body></body>";
        let source = Source { index: index.to_owned(), files, service_worker: String::new() };
        let page = build(&source, |module, _| Ok(format!("run({module})"))).unwrap();
        let open = ["src=", "href=\"a", "import"].iter().find(|text| page.contains(**text));
        assert_eq!(open, None, "{page}");
        for part in ["<style>[a.css]</style>", ">run(single.js)<", ">run(single-worker.js)<"] {
            assert!(page.contains(part), "expected {part} in {page}");
        }
    }

    #[test]
    fn script_that_closes_its_element_is_refused() {
        assert!(unclosed("a", "'<\\/script>'").is_ok());
        assert_eq!(unclosed("a", "'</script>'").unwrap_err(), "expected no `</script` in a");
    }
}
