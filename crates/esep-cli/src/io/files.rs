//! Files: reading, listing, and writing what does not exist yet.

use std::collections::BTreeSet;
use std::fs::{self, DirEntry, File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use super::obstacle::Obstacle;
use super::together::{self, Draft};

/// How many bytes are read of a file at most. What is read of it takes several times as much memory
/// as the file, and the memory of an office computer is what bounds it.
pub const LARGEST_FILE: u64 = 256 << 20;

/// The files that a run can reach. Nothing is overwritten unless that is asked for.
pub trait Files {
    /// The bytes of a file.
    ///
    /// # Errors
    /// - a file of more than [`LARGEST_FILE`] bytes;
    /// - whatever keeps the file from being read.
    fn read(&self, path: &Path) -> Result<Vec<u8>, Obstacle>;

    /// A file to be read in parts.
    ///
    /// # Errors
    /// - whatever keeps the file from being opened.
    fn open(&self, path: &Path) -> Result<Box<dyn Open>, Obstacle>;

    /// What can be read once, from its beginning to its end, such as a pipe.
    ///
    /// # Errors
    /// - whatever keeps it from being opened.
    fn stream(&self, path: &Path) -> Result<Box<dyn Read>, Obstacle>;

    /// Every file at any depth below a folder. What begins with a point or with `~$` is left out.
    ///
    /// # Errors
    /// - a folder that cannot be listed; those below it are told in [`Walked::obstacles`].
    fn walk(&self, folder: &Path) -> Result<Walked, Obstacle>;

    /// What stands at a path.
    ///
    /// # Errors
    /// - a path where nothing stands, or where one cannot look.
    fn kind(&self, path: &Path) -> Result<Kind, Obstacle>;

    /// Whether a path names a file that can be read as often as one likes, unlike a pipe.
    fn is_lasting(&self, path: &Path) -> bool;

    /// Writes a file that does not exist yet, with the folders it needs.
    ///
    /// # Errors
    /// - [`Obstacle::Taken`] where anything stands at that path;
    /// - whatever keeps the file from being written.
    fn write_new(&mut self, path: &Path, bytes: &[u8]) -> Result<(), Obstacle>;

    /// Writes a file in place of the one that stands there.
    ///
    /// # Errors
    /// - whatever keeps the file from being written.
    fn replace(&mut self, path: &Path, bytes: &[u8]) -> Result<(), Obstacle>;

    /// Writes several files, with the folders they need, all or none.
    ///
    /// # Errors
    /// - [`Obstacle::Taken`] where anything stands at a path that is to be new;
    /// - whatever keeps any of the files from being written, with the path of the first such.
    fn write_together(&mut self, drafts: &[Draft]) -> Result<(), (PathBuf, Obstacle)>;
}

/// An open file, readable at any place by several threads at once.
pub trait Open: Sync {
    /// How many bytes it has.
    ///
    /// # Errors
    /// - what has no length, such as a pipe;
    /// - whatever keeps it from being told.
    fn length(&self) -> Result<u64, Obstacle>;

    /// Fills a buffer with what stands from a byte on.
    ///
    /// # Errors
    /// - a file that ends before;
    /// - whatever keeps the file from being read.
    fn read_exact_at(&self, buffer: &mut [u8], from: u64) -> Result<(), Obstacle>;
}

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A file, or what can be read like one.
    File,
    /// A folder.
    Folder,
}

/// What lies below a folder: paths relative to it, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Walked {
    /// The files.
    pub files: Vec<PathBuf>,
    /// What can be neither listed nor read.
    pub obstacles: Vec<(PathBuf, Obstacle)>,
}

/// The files of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealFiles;

impl Files for RealFiles {
    fn read(&self, path: &Path) -> Result<Vec<u8>, Obstacle> {
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        read_up_to(&mut file, length, LARGEST_FILE)
    }

    fn open(&self, path: &Path) -> Result<Box<dyn Open>, Obstacle> {
        Ok(Box::new(File::open(path)?))
    }

    fn stream(&self, path: &Path) -> Result<Box<dyn Read>, Obstacle> {
        Ok(Box::new(File::open(path)?))
    }

    fn walk(&self, folder: &Path) -> Result<Walked, Obstacle> {
        let mut walk = Walk::default();
        walk.list(folder, Path::new(""))?;
        while let Some(below) = walk.folders.pop_first().or_else(|| walk.links.pop_first()) {
            if let Err(obstacle) = walk.list(folder, &below) {
                walk.found.obstacles.push((below, obstacle));
            }
        }
        walk.found.files.sort();
        walk.found.obstacles.sort_by(|(a, _), (b, _)| a.cmp(b));
        Ok(walk.found)
    }

    fn kind(&self, path: &Path) -> Result<Kind, Obstacle> {
        match fs::metadata(path) {
            Ok(metadata) => Ok(if metadata.is_dir() { Kind::Folder } else { Kind::File }),
            Err(_) if path.is_symlink() => Err(Obstacle::DeadLink),
            Err(error) => Err(error.into()),
        }
    }

    fn is_lasting(&self, path: &Path) -> bool {
        fs::metadata(path).is_ok_and(|metadata| metadata.is_file())
    }

    fn write_new(&mut self, path: &Path, bytes: &[u8]) -> Result<(), Obstacle> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        Ok(OpenOptions::new().write(true).create_new(true).open(path)?.write_all(bytes)?)
    }

    fn replace(&mut self, path: &Path, bytes: &[u8]) -> Result<(), Obstacle> {
        Ok(fs::write(path, bytes)?)
    }

    fn write_together(&mut self, drafts: &[Draft]) -> Result<(), (PathBuf, Obstacle)> {
        together::write(drafts)
    }
}

impl Open for File {
    fn length(&self) -> Result<u64, Obstacle> {
        let metadata = self.metadata()?;
        if metadata.is_file() { Ok(metadata.len()) } else { Err(Obstacle::NoFile) }
    }

    #[cfg(unix)]
    fn read_exact_at(&self, buffer: &mut [u8], from: u64) -> Result<(), Obstacle> {
        Ok(std::os::unix::fs::FileExt::read_exact_at(self, buffer, from)?)
    }

    #[cfg(windows)]
    fn read_exact_at(&self, mut buffer: &mut [u8], mut from: u64) -> Result<(), Obstacle> {
        while !buffer.is_empty() {
            let read = std::os::windows::fs::FileExt::seek_read(self, buffer, from)?;
            if read == 0 {
                return Err(Obstacle::Other(None));
            }
            buffer = buffer.get_mut(read..).unwrap_or_default();
            from = from.saturating_add(u64::try_from(read).unwrap_or_default());
        }
        Ok(())
    }
}

/// A walk under way. Linked folders come last, so that each folder is read under its own name.
#[derive(Default)]
struct Walk {
    folders: BTreeSet<PathBuf>,
    links: BTreeSet<PathBuf>,
    /// The folders listed, by the paths that no link is part of.
    listed: BTreeSet<PathBuf>,
    found: Walked,
}

impl Walk {
    /// Looks at all that lies right in a folder below the one where the walk began.
    fn list(&mut self, start: &Path, below: &Path) -> Result<(), Obstacle> {
        let folder = start.join(below);
        let real = folder.canonicalize()?;
        if !self.listed.insert(real) {
            return Err(Obstacle::KnownFolder);
        }
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if !is_hidden(&entry.file_name().to_string_lossy()) {
                self.sort(below.join(entry.file_name()), &entry);
            }
        }
        Ok(())
    }

    fn sort(&mut self, path: PathBuf, entry: &DirEntry) {
        let is_link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
        let obstacle = match fs::metadata(entry.path()) {
            Ok(metadata) if metadata.is_dir() => {
                (if is_link { &mut self.links } else { &mut self.folders }).insert(path);
                return;
            }
            Ok(metadata) if metadata.is_file() => return self.found.files.push(path),
            Ok(_) => Obstacle::NoFile,
            Err(_) if is_link => Obstacle::DeadLink,
            Err(error) => error.into(),
        };
        self.found.obstacles.push((path, obstacle));
    }
}

/// All that a stream says; `length` is how much it is thought to be.
///
/// # Errors
/// - a stream of more bytes than `limit`, of which no more are read;
/// - whatever keeps it from being read.
pub(crate) fn read_up_to(
    stream: &mut dyn Read,
    length: u64,
    limit: u64,
) -> Result<Vec<u8>, Obstacle> {
    if length > limit {
        return Err(Obstacle::TooLarge);
    }
    let mut bytes = Vec::new();
    let expected = usize::try_from(length).map_err(|_| Obstacle::TooLarge)?;
    bytes.try_reserve_exact(expected).map_err(|_| Obstacle::OutOfMemory)?;
    stream.take(limit).read_to_end(&mut bytes)?;
    if stream.read(&mut [0])? > 0 { Err(Obstacle::TooLarge) } else { Ok(bytes) }
}

/// Whether a name is kept out of a walk: hidden files, and what office programs leave while a file
/// is open.
pub(super) fn is_hidden(name: &str) -> bool {
    name.starts_with('.') || name.starts_with("~$")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_read_up_to_the_limit_and_no_further() {
        let read = |bytes: &[u8], length| read_up_to(&mut &*bytes, length, 4);
        assert_eq!(read(b"1234", 0), Ok(b"1234".to_vec()));
        assert_eq!(read(b"12345", 4), Err(Obstacle::TooLarge));
        assert_eq!(read(b"", 5), Err(Obstacle::TooLarge));
        assert_eq!(read_up_to(&mut std::io::repeat(b'1'), 0, 4), Err(Obstacle::TooLarge));
    }

    #[test]
    fn no_path_of_any_length_stops_the_program() {
        let path = PathBuf::from("x/".repeat(70_000));
        assert!(RealFiles.kind(&path).is_err() && RealFiles.read(&path).is_err());
        assert_eq!(RealFiles.kind(Path::new("a\0b")), Err(Obstacle::BadPath));
    }
}
