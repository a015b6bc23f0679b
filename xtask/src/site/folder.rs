//! The page as a folder for any server.
//!
//! All files but the page and the service worker stand in a folder that is named after the contents
//! of them all, so that two versions never mix, whatever a server or a browser keeps.

use std::collections::BTreeSet;

use super::files::{Files, base64, digest};
use super::markup::{self, Reference};
use super::{PAGE, Source, policy, single};

/// How many bytes of the digest name the version, two characters each.
const VERSION: usize = 8;

/// The files of the site.
pub(super) fn build(source: &Source) -> Result<Files, String> {
    let version = version(source);
    let mut site = Files::default();
    site.insert("index.html".to_owned(), index(source, &version)?);
    let files = source.files.clone().only(|path| !single::PARTS.contains(&path));
    site.extend(&format!("{version}/"), files);
    site.insert("service-worker.js".to_owned(), service_worker(source, &version, &site));
    Ok(site)
}

/// A name that changes whenever anything of the page does.
fn version(source: &Source) -> String {
    let texts = [&source.index, &source.service_worker, &policy::of_site()];
    let mut digests: Vec<u8> = texts.iter().flat_map(|text| digest(text.as_bytes())).collect();
    for (path, bytes) in source.files.iter() {
        digests.extend(digest(path.as_bytes()));
        digests.extend(digest(bytes));
    }
    let digest = digest(&digests);
    digest.iter().take(VERSION).map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

fn index(source: &Source, version: &str) -> Result<String, String> {
    let script = |path: &str| format!("<script type=\"module\" src=\"{version}/{path}\"></script>");
    let page = markup::replace(&source.index, |reference| {
        let (Reference::Style { path, .. } | Reference::Icon { path } | Reference::Script { path }) =
            reference;
        source.files.get(path)?;
        Ok(match reference {
            Reference::Style { media, .. } => {
                let media = media.map(|media| format!(" media=\"{media}\"")).unwrap_or_default();
                format!("<link rel=\"stylesheet\" href=\"{version}/{path}\"{media}>")
            }
            Reference::Icon { .. } => format!("<link rel=\"icon\" href=\"{version}/{path}\">"),
            Reference::Script { .. } => script(path),
        })
    })?;
    let manifest = format!("<link rel=\"manifest\" href=\"{version}/app.webmanifest\">");
    let mut head = vec![policy::of_site(), manifest];
    head.extend(modules(&source.files, PAGE).iter().map(|path| preload(version, path)));
    head.push(script("begin.js"));
    let page = markup::begin_head(&page, &head)?;
    markup::end_body(&page, &[script("offline.js")])
}

/// Asks for a module before the one that imports it has arrived.
fn preload(version: &str, path: &str) -> String {
    format!("<link rel=\"modulepreload\" href=\"{version}/{path}\">")
}

/// A module and all that it imports, directly or not.
fn modules(files: &Files, first: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut waiting = vec![first.to_owned()];
    while let Some(path) = waiting.pop() {
        let Ok(text) = files.text(&path) else { continue };
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for import in text.split(" from \"./").skip(1) {
            let name = import.split('"').next().unwrap_or_default();
            waiting.push(format!("{folder}/{name}").trim_start_matches('/').to_owned());
        }
        found.insert(path);
        waiting.retain(|path| !found.contains(path));
    }
    found
}

/// The service worker, which knows the digest of every file that it keeps.
fn service_worker(source: &Source, version: &str, site: &Files) -> String {
    let digests = site.iter().map(|(path, bytes)| (path, base64(&digest(bytes))));
    let kept: Vec<String> =
        digests.map(|(path, digest)| format!("  {path:?}: {digest:?},\n")).collect();
    let (kept, code) = (kept.concat(), &source.service_worker);
    format!("const VERSION = {version:?};\nconst FILES = {{\n{kept}}};\n\n{code}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<head><meta charset=\"utf-8\">\
                        <link rel=\"stylesheet\" href=\"page.css\"></head><body></body>";

    fn source(style: &str) -> Source {
        let mut files = Files::default();
        files.insert("page.css".to_owned(), style);
        Source { index: PAGE.to_owned(), files, service_worker: String::new() }
    }

    #[test]
    fn same_files_make_the_same_site() {
        assert_eq!(build(&source("a")), build(&source("a")));
    }

    #[test]
    fn any_change_moves_every_file_but_the_page() {
        let [before, after] = ["a", "b"].map(|style| build(&source(style)).unwrap());
        let paths = before.iter().map(|(path, _)| path);
        let shared: Vec<&str> = paths.filter(|path| after.get(path).is_ok()).collect();
        assert_eq!(shared, ["index.html", "service-worker.js"]);
    }

    #[test]
    fn imports_are_followed() {
        let mut files = Files::default();
        files.insert("a.js".to_owned(), "import { b } from \"./b/b.js\";\nimport(\"./later.js\");");
        files.insert("b/b.js".to_owned(), "export * from \"./c.js\";");
        files.insert("b/c.js".to_owned(), "import { b } from \"./b.js\";");
        let found = modules(&files, "a.js");
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["a.js", "b/b.js", "b/c.js"]);
    }

    #[test]
    fn page_that_names_a_missing_file_is_refused() {
        let mut source = source("a");
        source.files = Files::default();
        assert_eq!(build(&source).unwrap_err(), "expected a file `page.css`");
    }
}
