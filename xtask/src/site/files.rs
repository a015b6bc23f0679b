//! Files in memory, by their paths.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha256};

use crate::Outcome;

/// Files by their path from one folder, with `/` between folders, in the order of their paths.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Files(BTreeMap<String, Vec<u8>>);

impl Files {
    /// Every file below a folder; none if there is no folder.
    pub(super) fn read(folder: &Path) -> Result<Self, String> {
        let mut files = Self::default();
        files.collect(folder, "")?;
        Ok(files)
    }

    fn collect(&mut self, folder: &Path, prefix: &str) -> Outcome {
        let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
        for entry in entries {
            let entry = entry.map_err(|error| error.to_string())?;
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                self.collect(&entry.path(), &format!("{path}/"))?;
            } else {
                let bytes = fs::read(entry.path()).map_err(|error| format!("{path}: {error}"))?;
                self.0.insert(path, bytes);
            }
        }
        Ok(())
    }

    /// Makes a folder that holds these files and no others.
    pub(super) fn write(&self, folder: &Path) -> Outcome {
        let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
        if folder.exists() {
            fs::remove_dir_all(folder).map_err(failed)?;
        }
        for (path, bytes) in &self.0 {
            let file = folder.join(path);
            fs::create_dir_all(file.parent().unwrap_or(folder)).map_err(failed)?;
            fs::write(file, bytes).map_err(failed)?;
        }
        Ok(())
    }

    pub(super) fn insert(&mut self, path: String, bytes: impl Into<Vec<u8>>) {
        self.0.insert(path, bytes.into());
    }

    /// Adds other files below a prefix.
    pub(super) fn extend(&mut self, prefix: &str, others: Self) {
        self.0.extend(others.0.into_iter().map(|(path, bytes)| (format!("{prefix}{path}"), bytes)));
    }

    pub(super) fn only(mut self, wanted: impl Fn(&str) -> bool) -> Self {
        self.0.retain(|path, _| wanted(path));
        self
    }

    /// The bytes of a file that must be there.
    pub(super) fn get(&self, path: &str) -> Result<&[u8], String> {
        self.0.get(path).map(Vec::as_slice).ok_or_else(|| format!("expected a file `{path}`"))
    }

    /// The text of a file that must be there.
    pub(super) fn text(&self, path: &str) -> Result<&str, String> {
        str::from_utf8(self.get(path)?).map_err(|error| format!("{path}: {error}"))
    }

    /// Takes out the text of a file that must be there.
    pub(super) fn take_text(&mut self, path: &str) -> Result<String, String> {
        let text = self.text(path)?.to_owned();
        self.0.remove(path);
        Ok(text)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }
}

/// The SHA-256 of some bytes.
pub(super) fn digest(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

pub(super) fn base64(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(bytes)
}
