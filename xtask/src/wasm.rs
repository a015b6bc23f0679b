//! `cargo xtask wasm`: the package for JavaScript, built into `target/esep-package/`.

mod debian;
mod toolchain;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Outcome;
use crate::process::{self, cargo, root};
use toolchain::Toolchain;

/// The target that browsers and Node run.
const TARGET: &str = "wasm32-unknown-unknown";

/// Builds the package: five modules, their glue, their types, and the files of `js/` beside them.
///
/// The same sources give the same bytes, wherever they lie.
pub(crate) fn run() -> Outcome {
    let toolchain = Toolchain::find()?;
    println!("toolchain: {}", toolchain.name());
    let modules = [
        module(&toolchain, "all", "esep", &Aim::SMALL)?,
        module(&toolchain, "forms", "forms", &Aim::SMALLEST)?,
        module(&toolchain, "tally", "tally", &Aim::FAST)?,
        module(&toolchain, "office", "office", &Aim::SMALLEST)?,
        module(&toolchain, "write", "write", &Aim::SMALLEST)?,
    ];
    let package = target().join("esep-package");
    let mut bindgen = cargo("run --quiet --locked --package xtask-wasm --");
    bindgen.args(modules).arg(root().join("crates/esep-wasm")).arg(package);
    process::run(&mut bindgen)
}

/// The folder for what is kept between builds. Another compiler may build here than elsewhere, so
/// that it is not the one that `CARGO_TARGET_DIR` names.
fn target() -> PathBuf {
    root().join("target")
}

/// What is asked of cargo and of the compiler beside the profile; what is asked for differently is
/// built in different folders.
struct Aim {
    folder: &'static str,
    cargo: &'static [&'static str],
    rustc: &'static [&'static str],
}

impl Aim {
    /// As the profile says: small, but fast enough for large tables.
    const SMALL: Self = Self { folder: "wasm", cargo: &[], rustc: &[] };
    /// What loads first, and what is fetched to read or write a workbook, is to be small above all.
    const SMALLEST: Self =
        Self { folder: "wasm", cargo: &["--config", "profile.wasm.opt-level=\"z\""], rustc: &[] };
    /// What reads bytes is compiled for speed, and with vectors, which all browsers have that can
    /// unpack gzip; all else is to be small.
    const FAST: Self = Self {
        folder: "wasm/fast",
        cargo: &[
            "--config",
            "profile.wasm.opt-level=\"z\"",
            "--config",
            "profile.wasm.package.esep-documents.opt-level=3",
        ],
        rustc: &["-Ctarget-feature=+simd128"],
    };
}

/// Compiles `crates/esep-wasm` with these features, and says where the module lies.
fn module(toolchain: &Toolchain, features: &str, name: &str, aim: &Aim) -> Result<PathBuf, String> {
    let folder = target().join(aim.folder);
    let mut build = cargo("rustc --package esep-wasm --lib --crate-type cdylib --locked");
    build.args(["--no-default-features", "--features", features]).args(aim.cargo);
    build.args(["--profile", "wasm", "--target", TARGET, "--target-dir"]).arg(&folder);
    toolchain.configure(&mut build);
    let mut remapped = toolchain.sources();
    remapped.push((root(), "esep"));
    remapped.extend(registries().into_iter().map(|folder| (folder, "crates")));
    let remapped = remapped.iter().map(|(from, to)| remap(from, to));
    let own = aim.rustc.iter().map(|flag| (*flag).to_owned());
    flags(&mut build, &remapped.chain(own).collect::<Vec<_>>());
    process::run(&mut build)?;
    // The next is compiled into the same place.
    let module = folder.join(format!("{name}.wasm"));
    let copied = fs::copy(folder.join(TARGET).join("wasm/esep_wasm.wasm"), &module);
    copied.map_err(|error| format!("{}: {error}", module.display()))?;
    Ok(module)
}

/// The folders into which cargo unpacks crates; their names follow from the registry's address.
fn registries() -> Vec<PathBuf> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(env::home_dir()?.join(".cargo"))).unwrap_or_default();
    let folders = fs::read_dir(home.join("registry/src")).into_iter().flatten().flatten();
    folders.map(|folder| folder.path()).collect()
}

/// The flag that keeps a path of this machine out of what is built.
fn remap(from: &Path, to: &str) -> String {
    format!("--remap-path-prefix={}={to}", from.display())
}

/// Sets the flags of rustc, which may hold spaces.
fn flags(command: &mut Command, flags: &[String]) {
    command.env_remove("RUSTFLAGS").env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"));
}
