//! Makes the package for JavaScript: `xtask-wasm ALL FORMS TALLY OFFICE WRITE CRATE PACKAGE`,
//! where the first five are the modules of `crates/esep-wasm` by their features.
//! `cargo xtask wasm` calls it.

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use brotli::enc::BrotliEncoderParams;
use esep::{Code, Language, page};
use esep_documents::page_to_html;
use flate2::Compression;
use flate2::write::GzEncoder;
use wasm_bindgen_cli_support::Bindgen;

/// How the keys of messages begin that only stand in what is written.
const WRITTEN: [&str; 3] = ["\"report.", "\"template.", "\"word.template-"];

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let outcome = match arguments.as_slice() {
        [all, forms, tally, office, write, sources, package] => {
            make([all, forms, tally, office, write], sources, package)
        }
        _ => Err("usage: xtask-wasm ALL FORMS TALLY OFFICE WRITE CRATE PACKAGE".to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// Writes the package: glue and types of the modules, and the files of the crate beside them. What
/// is there already and made of the same stays as it is.
fn make(modules: [&Path; 5], sources: &Path, package: &Path) -> Result<(), String> {
    let files = beside(sources)?;
    let program = env::current_exe().map_err(|error| error.to_string())?;
    let messages = Language::ALL.map(message_file);
    let made_of = modules.into_iter().chain([program.as_path()]);
    let made_of = made_of.chain(files.iter().chain(&messages).map(PathBuf::as_path));
    let fingerprint = fingerprint(made_of)?;
    let stamp = package.with_extension("stamp");
    if package.is_dir() && fs::read_to_string(&stamp).is_ok_and(|before| before == fingerprint) {
        return Ok(());
    }
    match fs::remove_dir_all(package) {
        Err(error) if package.exists() => return Err(told(package)(error)),
        _ => fs::create_dir_all(package).map_err(told(package))?,
    }
    let [all, forms, tally, office, write] = modules;
    bind(all, "core", &package.join("esep.wasm"))?;
    bind(forms, "forms", &package.join("forms.wasm"))?;
    bind(tally, "tally", &package.join("tally.wasm"))?;
    bind(office, "office", &package.join("office.wasm"))?;
    bind(write, "write", &package.join("write.wasm"))?;
    // What the module has that loads first, the other has, too.
    let idle = package.join("forms.d.ts");
    fs::remove_file(&idle).map_err(told(&idle))?;
    for file in files {
        let name = file.file_name().unwrap_or_default();
        fs::copy(&file, package.join(name)).map_err(told(&file))?;
    }
    for language in Language::ALL {
        let file = package.join(format!("pages.{language}.json"));
        fs::write(&file, pages(language)).map_err(told(&file))?;
        for (name, text) in messages_of(language)? {
            let file = package.join(name);
            println!("{}: {}", file.display(), sizes(text.as_bytes())?);
            fs::write(&file, text).map_err(told(&file))?;
        }
    }
    fs::write(&stamp, fingerprint).map_err(told(&stamp))
}

/// Writes the glue and the types of a module under a name, and the module itself.
fn bind(module: &Path, name: &str, binary: &Path) -> Result<(), String> {
    let package = binary.parent().unwrap_or(binary);
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name(name).typescript(true);
    bindgen.omit_default_module_path(true).reset_state_function(true);
    bindgen.remove_name_section(true).remove_producers_section(true);
    let made = bindgen.web(true).and_then(|bindgen| bindgen.generate(package));
    made.map_err(|error| format!("{error:#}"))?;
    let bound = package.join(format!("{name}_bg.wasm"));
    fs::rename(&bound, binary).map_err(told(&bound))?;
    // The types of the module itself concern only its glue.
    let idle = package.join(format!("{name}_bg.wasm.d.ts"));
    fs::remove_file(&idle).map_err(told(&idle))?;
    let bytes = fs::read(binary).map_err(told(binary))?;
    println!("{}: {}", binary.display(), sizes(&bytes)?);
    Ok(())
}

/// The files of the crate that are part of the package.
fn beside(sources: &Path) -> Result<Vec<PathBuf>, String> {
    let scripts = sources.join("js");
    let scripts = fs::read_dir(&scripts).map_err(told(&scripts))?.flatten();
    let scripts = scripts.map(|entry| entry.path());
    let mut files: Vec<PathBuf> = scripts.chain([sources.join("README.md")]).collect();
    files.sort();
    Ok(files)
}

/// What the package is made of, in a few digits.
fn fingerprint<'a>(files: impl Iterator<Item = &'a Path>) -> Result<String, String> {
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.file_name().hash(&mut hasher);
        fs::read(file).map_err(told(file))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn message_file(language: Language) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crates/esep/messages");
    folder.join(format!("{language}.toml"))
}

/// The messages of a language, and those that only stand in what is written: reports and forms to
/// be sent out. The help of the command line is in neither.
fn messages_of(language: Language) -> Result<[(String, String); 2], String> {
    let file = message_file(language);
    let text = fs::read_to_string(&file).map_err(told(&file))?;
    let is_written = |line: &str| WRITTEN.iter().any(|key| line.starts_with(key));
    let is_needed = |line: &&str| line.starts_with('"') && !line.starts_with("\"help.");
    let (writing, messages): (Vec<&str>, Vec<&str>) =
        text.lines().filter(is_needed).partition(|line| is_written(line));
    let of = |name: &str, lines: Vec<&str>| {
        let text = lines.into_iter().flat_map(|line| [line, "\n"]).collect();
        (format!("{name}.{language}.txt"), text)
    };
    Ok([of("messages", messages), of("writing", writing)])
}

/// The pages that explain the codes, by code.
fn pages(language: Language) -> String {
    let page = |code: &Code| {
        let markdown = page(*code, language);
        let html = page_to_html(markdown);
        (code.to_string(), serde_json::json!({ "markdown": markdown, "html": html }))
    };
    let pages: serde_json::Map<String, serde_json::Value> = Code::ALL.iter().map(page).collect();
    serde_json::Value::from(pages).to_string()
}

/// How large something is, and how large when it is sent.
fn sizes(bytes: &[u8]) -> Result<String, String> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    let gzip = gzip.write_all(bytes).and_then(|()| gzip.finish());
    let gzip = gzip.map_err(|error| error.to_string())?;
    let mut brotli = Vec::new();
    let best = BrotliEncoderParams { quality: 11, lgwin: 24, ..BrotliEncoderParams::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut brotli, &best).map_err(|error| error.to_string())?;
    let [raw, gzip, brotli] = [bytes.len(), gzip.len(), brotli.len()];
    Ok(format!("{raw} bytes, {gzip} with gzip, {brotli} with brotli"))
}

fn told(path: &Path) -> impl Fn(std::io::Error) -> String {
    move |error| format!("{}: {error}", path.display())
}
