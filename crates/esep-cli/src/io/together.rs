//! Several files written, all or none.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::obstacle::Obstacle;

/// A file that is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Where.
    pub path: PathBuf,
    /// What is to stand there.
    pub bytes: Vec<u8>,
    /// Whether it takes the place of a file; if not, nothing may stand there.
    pub replaces: bool,
}

/// Writes files on the disk. New files and what is to replace others are written first; then, when
/// no room or right is missing any more, the others make way. Whatever fails, all that was done is
/// undone.
pub(super) fn write(drafts: &[Draft]) -> Result<(), (PathBuf, Obstacle)> {
    let mut done = Done::default();
    for draft in drafts {
        if let Err(obstacle) = done.prepare(draft) {
            done.undo();
            return Err((draft.path.clone(), obstacle));
        }
    }
    for draft in drafts.iter().filter(|draft| draft.replaces) {
        if let Err(obstacle) = done.exchange(&draft.path) {
            done.undo();
            return Err((draft.path.clone(), obstacle));
        }
    }
    done.keep();
    Ok(())
}

/// What was done so far.
#[derive(Debug, Default)]
struct Done {
    /// Folders that were made, the outer before the inner.
    folders: Vec<PathBuf>,
    /// Files that are new, and those that wait to replace others.
    files: Vec<PathBuf>,
    /// Files that made way: where they stood, and where they are.
    aside: Vec<(PathBuf, PathBuf)>,
}

impl Done {
    fn prepare(&mut self, draft: &Draft) -> Result<(), Obstacle> {
        if let Some(folder) = draft.path.parent() {
            self.make(folder)?;
        }
        let path = if draft.replaces { beside(&draft.path, NEW) } else { draft.path.clone() };
        let mut file = OpenOptions::new().write(true).create_new(true).open(&path)?;
        self.files.push(path);
        Ok(file.write_all(&draft.bytes)?)
    }

    /// Makes a folder and those it lies in, each where it is missing.
    fn make(&mut self, folder: &Path) -> Result<(), Obstacle> {
        let missing = folder
            .ancestors()
            .take_while(|it| !it.as_os_str().is_empty() && fs::symlink_metadata(it).is_err());
        let missing: Vec<&Path> = missing.collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder)?;
            self.folders.push(folder.to_owned());
        }
        Ok(())
    }

    /// Puts what was written in the place of what stands there.
    fn exchange(&mut self, path: &Path) -> Result<(), Obstacle> {
        let old = beside(path, OLD);
        // A folder would move as readily as a file.
        if !fs::metadata(path)?.is_file() {
            return Err(Obstacle::Folder);
        }
        fs::rename(path, &old)?;
        self.aside.push((path.to_owned(), old));
        Ok(fs::rename(beside(path, NEW), path)?)
    }

    /// Removes what made way. What cannot be removed does no harm.
    fn keep(self) {
        for (_, old) in self.aside {
            let _ = fs::remove_file(old);
        }
    }

    /// Undoes all, as far as that can be done.
    fn undo(self) {
        for (path, old) in self.aside.into_iter().rev() {
            let _ = fs::rename(old, path);
        }
        for path in self.files.into_iter().rev() {
            let _ = fs::remove_file(path);
        }
        for folder in self.folders.into_iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Names of files that begin with a point are passed over by all that reads folders.
const NEW: &str = ".new";
const OLD: &str = ".old";

/// A file of its own beside another.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(ending);
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of its own for a test, with these files.
    fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
        let folder =
            std::env::temp_dir().join(format!("esep-together-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        for (path, text) in files {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    /// All files and folders below, with what the files say.
    fn content(folder: &Path) -> Vec<(PathBuf, Option<String>)> {
        let mut found = Vec::new();
        let mut waiting = vec![folder.to_owned()];
        while let Some(next) = waiting.pop() {
            for entry in fs::read_dir(next).unwrap() {
                let path = entry.unwrap().path();
                let text = fs::read_to_string(&path).ok();
                if text.is_none() {
                    waiting.push(path.clone());
                }
                found.push((path.strip_prefix(folder).unwrap().to_owned(), text));
            }
        }
        found.sort();
        found
    }

    fn to(folder: &Path, path: &str, text: &str, replaces: bool) -> Draft {
        Draft { path: folder.join(path), bytes: text.into(), replaces }
    }

    #[test]
    fn all_are_written() {
        let folder = folder("all", &[("a", "old"), ("b", "kept")]);
        let drafts = [
            to(&folder, "a", "new", true),
            to(&folder, "c/d", "1", false),
            to(&folder, "c/e", "2", false),
        ];
        assert_eq!(write(&drafts), Ok(()));
        let said = |text: &str| Some(text.to_owned());
        let expected = [
            ("a", said("new")),
            ("b", said("kept")),
            ("c", None),
            ("c/d", said("1")),
            ("c/e", said("2")),
        ];
        assert_eq!(content(&folder), expected.map(|(path, text)| (path.into(), text)));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn where_one_cannot_be_written_nothing_is_changed() {
        // A file where a folder is needed, something where nothing may stand, a folder where a file
        // is to be replaced: each after others that could be written.
        for (name, path, replaces, expected) in [
            ("folder", "b/x", false, Obstacle::NoFolder),
            ("taken", "b", false, Obstacle::Taken),
            ("folder-there", "f", true, Obstacle::Folder),
            ("nothing-there", "z", true, Obstacle::Missing),
        ] {
            let folder = folder(name, &[("a", "old"), ("b", "kept"), ("f/g", "kept")]);
            let before = content(&folder);
            let drafts = [
                to(&folder, "a", "new", true),
                to(&folder, "c/d/e", "1", false),
                to(&folder, path, "2", replaces),
            ];
            assert_eq!(write(&drafts), Err((folder.join(path), expected)), "{name}");
            assert_eq!(content(&folder), before, "{name}");
            fs::remove_dir_all(folder).unwrap();
        }
    }
}
