//! Files: reading, listing, and writing what does not exist yet.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The files that a run can reach. Nothing is ever overwritten.
pub trait Files {
    /// The bytes of a file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// Every file at any depth below a folder, as paths relative to it, sorted by name.
    /// What begins with a point or with `~$` is left out, and so are linked folders.
    fn walk(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;

    /// What stands at a path; `None` where nothing does.
    fn kind(&self, path: &Path) -> Option<Kind>;

    /// Writes a file that does not exist yet, with the folders it needs.
    ///
    /// # Errors
    /// - [`io::ErrorKind::AlreadyExists`] where anything stands at that path;
    /// - whatever keeps the file from being written.
    fn write_new(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()>;
}

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A file.
    File,
    /// A folder.
    Folder,
}

/// The files of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealFiles;

impl Files for RealFiles {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn walk(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        let mut pending = vec![PathBuf::new()];
        while let Some(below) = pending.pop() {
            for entry in fs::read_dir(folder.join(&below))? {
                let entry = entry?;
                if is_hidden(&entry.file_name().to_string_lossy()) {
                    continue;
                }
                let path = below.join(entry.file_name());
                if entry.file_type()?.is_dir() {
                    pending.push(path);
                } else if entry.path().is_file() {
                    files.push(path);
                }
            }
        }
        files.sort();
        Ok(files)
    }

    fn kind(&self, path: &Path) -> Option<Kind> {
        let metadata = fs::metadata(path).ok()?;
        Some(if metadata.is_dir() { Kind::Folder } else { Kind::File })
    }

    fn write_new(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        OpenOptions::new().write(true).create_new(true).open(path)?.write_all(bytes)
    }
}

/// Whether a name is kept out of a walk: hidden files, and what office programs leave while a file
/// is open.
pub(super) fn is_hidden(name: &str) -> bool {
    name.starts_with('.') || name.starts_with("~$")
}
