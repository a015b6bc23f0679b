//! Debian's compiler `rustc-web`, without being root: its packages unpacked below `target/`, and
//! its standard library built once for the target.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{TARGET, flags, registries, remap, target};
use crate::process::{self, cargo, command};

/// What is asked for; what it depends on and begins with one of [`NEEDED`] comes with it.
const WANTED: [&str; 2] = ["rustc-web", "rust-web-src"];
const NEEDED: [&str; 3] = ["rustc-web", "libstd-rust-web", "libllvm"];

/// Where the sources of the standard library lie in a toolchain.
const SOURCES: &str = "usr/lib/rustlib/src/rust";

/// How the standard library is built: sorting and the like smaller rather than faster, which takes
/// a tenth off the module.
const BUILD_STD: [&str; 2] = [
    "-Zbuild-std=std,panic_abort,panic_unwind,proc_macro,test",
    "-Zbuild-std-features=optimize_for_size",
];

/// A panic ends the module at once: nobody could read its message, and neither the messages nor
/// what makes them of values is kept. It is a way of panicking that all crates would have to be
/// built with by a compiler that is not stable; as the standard library alone decides what a panic
/// does, it is told here that it is built so.
const PANIC: [&str; 2] =
    ["--cfg=panic=\"immediate-abort\"", "--allow=explicit_builtin_cfgs_in_flags"];

/// How what is no generic function is compiled.
const PROFILE: &str = "panic = \"abort\"\nopt-level = \"s\"\n";

/// The compiler and its folder. They are made if they are not there yet, or were made otherwise;
/// `linker` is linked in.
pub(super) fn provide(linker: &Path) -> Result<(PathBuf, PathBuf), String> {
    let folder = target().join("wasm-toolchain");
    let recipe = [&BUILD_STD[..], &PANIC, &[PROFILE, "without paths of this machine"]].concat();
    let recipe = recipe.join(" ");
    if fs::read_to_string(folder.join("recipe")).ok().as_ref() != Some(&recipe) {
        // Half a toolchain must never be taken for a whole one.
        let unfinished = target().join("wasm-toolchain.unfinished");
        remove(&unfinished)?;
        make(&unfinished, linker)?;
        fs::write(unfinished.join("recipe"), recipe).map_err(told(&unfinished))?;
        remove(&folder)?;
        fs::rename(&unfinished, &folder).map_err(told(&folder))?;
        // What was compiled with another standard library fits no longer.
        remove(&target().join("wasm"))?;
    }
    link(&folder, linker)?;
    Ok((rustc(&folder), folder.join("usr")))
}

fn rustc(folder: &Path) -> PathBuf {
    folder.join("rustc")
}

fn make(folder: &Path, linker: &Path) -> Result<(), String> {
    println!("unpacking Debian's compiler, once");
    let packages = folder.join("packages");
    create(&packages)?;
    let apt = Apt::new(&folder.join("apt"))?;
    process::run(apt.command("apt-get").args(["--quiet=2", "update"]))?;
    let names = apt.needed()?;
    let mut download = apt.command("apt-get");
    process::run(download.args(["--quiet=2", "download"]).args(names).current_dir(&packages))?;
    for package in fs::read_dir(&packages).map_err(told(&packages))?.flatten() {
        unpack(&package.path(), folder)?;
    }
    write_wrapper(folder)?;
    link(folder, linker)?;
    build_library(folder)?;
    for idle in ["packages", "apt", "library", "usr/share"] {
        remove(&folder.join(idle))?;
    }
    Ok(())
}

/// Debian's package tools, with state and cache of their own.
struct Apt {
    options: Vec<String>,
}

impl Apt {
    fn new(folder: &Path) -> Result<Self, String> {
        for own in ["state/lists/partial", "cache/archives/partial"] {
            create(&folder.join(own))?;
        }
        let path = folder.display();
        let options = [
            format!("Dir::State={path}/state"),
            format!("Dir::Cache={path}/cache"),
            "Dir::State::status=/var/lib/dpkg/status".to_owned(),
            "Debug::NoLocking=1".to_owned(),
            "APT::Sandbox::User=".to_owned(),
        ];
        Ok(Self { options: options.into() })
    }

    fn command(&self, program: &str) -> Command {
        let mut command = command(program);
        for option in &self.options {
            command.arg("-o").arg(option);
        }
        command
    }

    /// The names of the packages, which change with the compiler's version.
    fn needed(&self) -> Result<Vec<String>, String> {
        let only = ["recommends", "suggests", "conflicts", "breaks", "replaces", "enhances"];
        let mut depends = self.command("apt-cache");
        depends.args(["depends", "--recurse"]).args(only.map(|kind| format!("--no-{kind}")));
        let printed = process::output(depends.args(WANTED))?;
        let is_needed = |name: &&str| {
            WANTED.contains(name) || NEEDED.iter().any(|prefix| name.starts_with(prefix))
        };
        Ok(printed.lines().filter(is_needed).map(str::to_owned).collect())
    }
}

/// Unpacks a package; of the sources only the standard library.
fn unpack(package: &Path, folder: &Path) -> Result<(), String> {
    let name = package.file_name().unwrap_or_default().to_string_lossy();
    if !name.starts_with("rust-web-src") {
        return process::run(command("dpkg-deb").arg("--extract").arg(package).arg(folder));
    }
    let sources = folder.join(SOURCES);
    create(&sources)?;
    let archive = folder.join("sources.tar");
    let file = fs::File::create(&archive).map_err(told(&archive))?;
    process::run(command("dpkg-deb").arg("--fsys-tarfile").arg(package).stdout(file))?;
    let mut tar = command("tar");
    tar.arg("--extract").arg("--file").arg(&archive).arg("--directory").arg(&sources);
    tar.args(["--strip-components=4", "--wildcards", "--no-wildcards-match-slash"]);
    process::run(tar.arg("./usr/src/rustc-*/library"))?;
    remove(&archive)
}

/// A compiler that finds its libraries wherever the folder lies.
fn write_wrapper(folder: &Path) -> Result<(), String> {
    let libraries = folder.join("usr/lib");
    let library = fs::read_dir(&libraries).map_err(told(&libraries))?.flatten();
    let mut library = library.map(|entry| entry.path()).filter(|path| holds_driver(path));
    let library = library.next().ok_or("the packages hold no compiler")?;
    let library = library.file_name().unwrap_or_default().to_string_lossy();
    let wrapper = format!(
        "#!/bin/sh\n\
         folder=$(dirname \"$0\")\n\
         LD_LIBRARY_PATH=\"$folder/usr/lib/{library}\" exec \"$folder/usr/bin/rustc\" \"$@\"\n"
    );
    let path = rustc(folder);
    fs::write(&path, wrapper).map_err(told(&path))?;
    process::run(command("chmod").arg("+x").arg(&path))
}

fn holds_driver(folder: &Path) -> bool {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    files.into_iter().any(|file| file.file_name().to_string_lossy().starts_with("librustc_driver"))
}

/// Links the linker to where the compiler looks for it, anew each time: it may have moved.
fn link(folder: &Path, linker: &Path) -> Result<(), String> {
    let host = linker.ancestors().nth(2).and_then(Path::file_name).unwrap_or_default();
    let programs = folder.join("usr/lib/rustlib").join(host).join("bin");
    create(&programs)?;
    let link = programs.join("rust-lld");
    if fs::read_link(&link).is_ok_and(|present| present == linker) {
        return Ok(());
    }
    remove(&link)?;
    process::run(command("ln").arg("-s").arg(linker).arg(&link))
}

/// Builds the standard library for the target and puts it where the compiler looks for it.
fn build_library(folder: &Path) -> Result<(), String> {
    let seed = folder.join("library");
    let write = |name: &str, text: &str| {
        let path = seed.join(name);
        fs::write(&path, text).map_err(told(&path))
    };
    create(&seed.join("src"))?;
    write("src/lib.rs", "#![no_std]\n")?;
    write(
        "Cargo.toml",
        &format!(
            "[package]\nname = \"seed\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
             [workspace]\n[profile.release]\n{PROFILE}"
        ),
    )?;
    let mut build = cargo("build --release --quiet");
    build.args(["--target", TARGET]).args(BUILD_STD);
    build.arg("--target-dir").arg(seed.join("target")).current_dir(&seed);
    build.env("RUSTC", rustc(folder)).env("RUSTC_BOOTSTRAP", "1");
    let mut settings = vec!["-Cembed-bitcode=yes".to_owned()];
    settings.extend(PANIC.map(str::to_owned));
    settings.push(remap(&folder.join(SOURCES), "rust"));
    settings.extend(registries().iter().map(|registry| remap(registry, "crates")));
    flags(&mut build, &settings);
    process::run(&mut build)?;

    let library = folder.join("usr/lib/rustlib").join(TARGET).join("lib");
    create(&library)?;
    let built = seed.join("target").join(TARGET).join("release/deps");
    for file in fs::read_dir(&built).map_err(told(&built))?.flatten() {
        let path = file.path();
        let is_seed = file.file_name().to_string_lossy().starts_with("libseed");
        if path.extension().is_some_and(|ending| ending == "rlib") && !is_seed {
            fs::copy(&path, library.join(file.file_name())).map_err(told(&path))?;
        }
    }
    Ok(())
}

fn create(folder: &Path) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(told(folder))
}

/// Removes a file or a folder with all that is in it, if it is there.
fn remove(path: &Path) -> Result<(), String> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path).map_err(told(path)),
        Ok(_) => fs::remove_file(path).map_err(told(path)),
        Err(_) => Ok(()),
    }
}

fn told(path: &Path) -> impl FnOnce(std::io::Error) -> String {
    move |error| format!("{}: {error}", path.display())
}
