//! Files that exist in memory only.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::{Component, Path, PathBuf};

use super::files::{Files, Kind, Open, Walked, is_hidden};
use super::obstacle::Obstacle;
use super::together::Draft;

/// Files in memory, for tests and wherever there is no disk. Folders exist as far as files stand
/// in them; the current folder `.` always does.
///
/// ```
/// use std::path::Path;
/// use esep_cli::{Files, MemoryFiles};
/// let mut files = MemoryFiles::default();
/// files.write_new(Path::new("book/reports/a.toml"), b"").unwrap();
/// assert_eq!(files.walk(Path::new("./book")).unwrap().files, [Path::new("reports/a.toml")]);
/// assert!(files.write_new(Path::new("book/reports/a.toml"), b"").is_err());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MemoryFiles {
    files: BTreeMap<PathBuf, Vec<u8>>,
}

impl MemoryFiles {
    /// All files with their bytes, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&Path, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_path(), bytes.as_slice()))
    }
}

impl<P: AsRef<Path>, B: Into<Vec<u8>>> FromIterator<(P, B)> for MemoryFiles {
    fn from_iter<I: IntoIterator<Item = (P, B)>>(files: I) -> Self {
        let files = files.into_iter().map(|(path, bytes)| (plain(path.as_ref()), bytes.into()));
        Self { files: files.collect() }
    }
}

impl Files for MemoryFiles {
    fn read(&self, path: &Path) -> Result<Vec<u8>, Obstacle> {
        self.files.get(&plain(path)).cloned().ok_or(Obstacle::Missing)
    }

    fn open(&self, path: &Path) -> Result<Box<dyn Open>, Obstacle> {
        Ok(Box::new(self.read(path)?))
    }

    fn stream(&self, path: &Path) -> Result<Box<dyn Read>, Obstacle> {
        Ok(Box::new(Cursor::new(self.read(path)?)))
    }

    fn walk(&self, folder: &Path) -> Result<Walked, Obstacle> {
        if self.kind(folder)? == Kind::File {
            return Err(Obstacle::NoFolder);
        }
        let folder = plain(folder);
        let below = self.files.keys().filter_map(|path| path.strip_prefix(&folder).ok());
        let is_shown = |path: &&Path| !path.iter().any(|name| is_hidden(&name.to_string_lossy()));
        let files = below.filter(is_shown).map(Path::to_path_buf).collect();
        Ok(Walked { files, obstacles: Vec::new() })
    }

    fn kind(&self, path: &Path) -> Result<Kind, Obstacle> {
        let path = plain(path);
        if self.files.contains_key(&path) {
            return Ok(Kind::File);
        }
        let is_folder =
            path.as_os_str().is_empty() || self.files.keys().any(|file| file.starts_with(&path));
        if is_folder { Ok(Kind::Folder) } else { Err(Obstacle::Missing) }
    }

    fn is_lasting(&self, path: &Path) -> bool {
        self.kind(path) == Ok(Kind::File)
    }

    fn write_new(&mut self, path: &Path, bytes: &[u8]) -> Result<(), Obstacle> {
        if self.kind(path).is_ok() {
            return Err(Obstacle::Taken);
        }
        self.replace(path, bytes)
    }

    fn replace(&mut self, path: &Path, bytes: &[u8]) -> Result<(), Obstacle> {
        self.files.insert(plain(path), bytes.to_vec());
        Ok(())
    }

    fn write_together(&mut self, drafts: &[Draft]) -> Result<(), (PathBuf, Obstacle)> {
        let taken = |draft: &&Draft| !draft.replaces && self.kind(&draft.path).is_ok();
        if let Some(draft) = drafts.iter().find(taken) {
            return Err((draft.path.clone(), Obstacle::Taken));
        }
        let written = drafts.iter().map(|draft| (plain(&draft.path), draft.bytes.clone()));
        self.files.extend(written);
        Ok(())
    }
}

impl Open for Vec<u8> {
    fn length(&self) -> Result<u64, Obstacle> {
        u64::try_from(self.len()).map_err(|_| Obstacle::TooLarge)
    }

    fn read_exact_at(&self, buffer: &mut [u8], from: u64) -> Result<(), Obstacle> {
        let from = usize::try_from(from).ok();
        let bytes = from.and_then(|from| self.get(from..)?.get(..buffer.len()));
        buffer.copy_from_slice(bytes.ok_or(Obstacle::Other(None))?);
        Ok(())
    }
}

/// The path without `.` in it.
fn plain(path: &Path) -> PathBuf {
    path.components().filter(|component| *component != Component::CurDir).collect()
}
