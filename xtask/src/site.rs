//! `cargo xtask site`: the page of calculators as a folder for any server, and as one file that
//! works by double click.

mod files;
mod folder;
mod markup;
mod policy;
mod single;

use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::process::{self, command, root};
use crate::{Outcome, node, wasm};
use files::Files;

/// The folder of the package and the page.
const PACKAGE: &str = "crates/esep-wasm";

/// The script of the page.
const PAGE: &str = "main.js";

/// What the page consists of before it is put together.
struct Source {
    /// The page itself.
    index: String,
    /// Its scripts and styles, the package below `esep/`, the manifest and the icon.
    files: Files,
    /// The service worker, without the list of what it keeps.
    service_worker: String,
}

/// Builds the site and the single file, and shows the site if asked.
pub(crate) fn run(arguments: &[&str]) -> Outcome {
    let serve = match arguments {
        [] => false,
        ["--serve"] => true,
        _ => return Err("usage: cargo xtask site [--serve]".to_owned()),
    };
    wasm::run()?;
    for path in build()? {
        println!("{}", path.display());
    }
    if serve {
        let server = root().join("tests/web/serve.js");
        process::run(command("node").arg(server).arg(built().join("site")))?;
    }
    Ok(())
}

/// Builds the site and the single file from the built package, and returns where they are.
pub(crate) fn build() -> Result<[PathBuf; 2], String> {
    node::install(PACKAGE, node::Lock::Whole)?;
    let (site, page) = assemble()?;
    let folder = built().join("site");
    site.write(&folder)?;
    let file = built().join("esep.html");
    std::fs::write(&file, page).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok([folder, file])
}

/// Builds both, and fails unless a second build gives the same bytes.
pub(crate) fn build_twice() -> Outcome {
    let [folder, file] = build()?;
    let (site, page) = assemble()?;
    if Files::read(&folder)? != site {
        return Err(format!("a second build of {} gives other bytes", folder.display()));
    }
    if std::fs::read(&file).is_ok_and(|bytes| bytes == page.as_bytes()) {
        return Ok(());
    }
    Err(format!("a second build of {} gives other bytes", file.display()))
}

/// The files of the site, and the single file.
fn assemble() -> Result<(Files, String), String> {
    let source = Source::read(&built().join("esep-package"))?;
    let site = folder::build(&source)?;
    let staged = built().join("site-modules");
    source.files.write(&staged)?;
    let page = single::build(&source, |module, format| bundle(&staged.join(module), format))?;
    Ok((site, page))
}

/// Where the package is built, and the page from it.
pub(crate) fn built() -> PathBuf {
    root().join("target")
}

impl Source {
    fn read(package: &Path) -> Result<Self, String> {
        let home = root().join(PACKAGE);
        let mut files = Files::read(&home.join("web"))?;
        let index = files.take_text("index.html")?;
        let mut offline = Files::read(&home.join("site"))?;
        let service_worker = offline.take_text("service-worker.js")?;
        files.extend("", offline);
        let package = Files::read(package)?.only(is_for_browsers);
        if package.is_empty() {
            return Err("the package is not built: run `cargo xtask wasm`".to_owned());
        }
        files.extend("esep/", package);
        Ok(Self { index, files, service_worker })
    }
}

/// Whether a browser may ask for this file of the package.
fn is_for_browsers(path: &str) -> bool {
    let served = [".js", ".wasm", ".json", ".txt"].iter().any(|ending| path.ends_with(ending));
    served && !path.starts_with("node") && path != "package.json"
}

/// A module and all that it imports as one script.
fn bundle(module: &Path, format: single::Format) -> Result<String, String> {
    let program = root().join(PACKAGE).join("node_modules/.bin/esbuild");
    let mut esbuild = command(program);
    esbuild.arg(module).args(["--bundle", "--target=es2022", "--charset=utf8"]);
    esbuild.args(["--external:node:*", "--legal-comments=none", "--log-level=warning"]);
    esbuild.args(match format {
        single::Format::Module => ["--format=esm"].as_slice(),
        single::Format::Classic => &["--format=iife", "--log-override:empty-import-meta=silent"],
    });
    process::output(esbuild.stderr(Stdio::inherit()))
}
