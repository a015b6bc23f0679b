//! Packed files: parts by name, no more unpacked than a report can hold.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{BufReader, Cursor, Error, ErrorKind, Read, Write};

use zip::read::ZipFile;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipArchive, ZipWriter};

use super::xml::{Node, Xml};
use crate::grids::Trouble;

/// No file is unpacked to more bytes than this, all its parts together.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// No text and no element takes more bytes.
const LONGEST: usize = 16 * 1024 * 1024;

/// A packed file.
pub(super) struct Container<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// How many bytes may still be unpacked.
    budget: Cell<u64>,
}

/// A part that is being unpacked.
pub(super) type Part<'p, 'a> = BufReader<Limited<'p, ZipFile<'p, Cursor<&'a [u8]>>>>;

/// A reader that ends with an error where the budget does, or where what must be kept at once is too
/// long.
pub(super) struct Limited<'p, R> {
    inner: R,
    budget: &'p Cell<u64>,
    /// How many bytes were read since an element began.
    since_tag: usize,
}

impl<R: Read> Read for Limited<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Error> {
        let read = self.inner.read(buffer)?;
        let taken = u64::try_from(read).unwrap_or(u64::MAX);
        let Some(rest) = self.budget.get().checked_sub(taken) else {
            return Err(Error::from(ErrorKind::FileTooLarge));
        };
        self.budget.set(rest);
        let tag = buffer.get(..read).and_then(|bytes| memchr::memrchr(b'<', bytes));
        self.since_tag = tag.map_or(self.since_tag + read, |at| read - at);
        if self.since_tag > LONGEST {
            return Err(Error::from(ErrorKind::FileTooLarge));
        }
        Ok(read)
    }
}

impl<'a> Container<'a> {
    /// Reads which parts there are.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Trouble> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Trouble::Damaged)?;
        Ok(Self { archive, budget: Cell::new(MOST_BYTES) })
    }

    /// Whether there is a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// A part as XML; `None` where it is not there.
    pub(super) fn xml<'p>(&'p mut self, name: &str) -> Result<Option<Xml<Part<'p, 'a>>>, Trouble> {
        Ok(self.part(name)?.map(Xml::new))
    }

    /// A part as text, without a mark at its beginning; `None` where it is not there.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Trouble> {
        let Some(mut part) = self.part(name)? else { return Ok(None) };
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).map_err(|error| match error.kind() {
            ErrorKind::FileTooLarge => Trouble::TooLarge,
            _ => Trouble::Damaged,
        })?;
        let text = String::from_utf8(bytes).map_err(|_| Trouble::Damaged)?;
        Ok(Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)))
    }

    fn part<'p>(&'p mut self, name: &str) -> Result<Option<Part<'p, 'a>>, Trouble> {
        let budget = &self.budget;
        match self.archive.by_name(name) {
            Ok(inner) => Ok(Some(BufReader::new(Limited { inner, budget, since_tag: 0 }))),
            Err(ZipError::FileNotFound) => Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                Err(Trouble::Encrypted)
            }
            Err(_) => Err(Trouble::Damaged),
        }
    }

    /// The packed file with other texts of some parts; parts that are not there yet come last. The
    /// others are copied as they are packed.
    pub(super) fn rewritten(
        &mut self,
        texts: &BTreeMap<String, String>,
    ) -> Result<Vec<u8>, Trouble> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let mut new: BTreeMap<&str, &str> =
            texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        for number in 0..self.archive.len() {
            let part = self.archive.by_index_raw(number).map_err(|_| Trouble::Damaged)?;
            let name = part.name().map_err(|_| Trouble::Damaged)?.into_owned();
            match new.remove(name.as_str()) {
                Some(text) => {
                    let options = part.options();
                    drop(part);
                    writer.start_file(name, options).map_err(|_| Trouble::Damaged)?;
                    writer.write_all(text.as_bytes()).map_err(|_| Trouble::TooLarge)?;
                }
                None => writer.raw_copy_file(part).map_err(|_| Trouble::Damaged)?,
            }
        }
        // No clock: the same file gives the same bytes.
        let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
        for (name, text) in new {
            writer.start_file(name, options).map_err(|_| Trouble::Damaged)?;
            writer.write_all(text.as_bytes()).map_err(|_| Trouble::TooLarge)?;
        }
        Ok(writer.finish().map_err(|_| Trouble::Damaged)?.into_inner())
    }

    /// The part that a package of Office is about.
    pub(super) fn main_part(&mut self) -> Result<Option<String>, Trouble> {
        let relations = self.relations("")?;
        let main = relations.into_iter().find(|it| it.kind.ends_with("/officeDocument"));
        Ok(main.map(|relation| relation.target))
    }

    /// What a part refers to.
    pub(super) fn relations(&mut self, part: &str) -> Result<Vec<Relation>, Trouble> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let slash = if folder.is_empty() { "" } else { "/" };
        let mut relations = Vec::new();
        let Some(mut xml) = self.xml(&format!("{folder}{slash}_rels/{file}.rels"))? else {
            return Ok(relations);
        };
        loop {
            match xml.next()? {
                Node::Open(tag) if tag.name() == "Relationship" => {
                    let attribute = |name| tag.attribute(name).unwrap_or_default();
                    let target = attribute("Target");
                    let target = match target.strip_prefix('/') {
                        Some(absolute) => absolute.to_owned(),
                        None => format!("{folder}{slash}{target}"),
                    };
                    relations.push(Relation {
                        id: attribute("Id"),
                        kind: attribute("Type"),
                        target,
                    });
                }
                Node::End => return Ok(relations),
                _ => {}
            }
        }
    }
}

/// That a part refers to another.
pub(super) struct Relation {
    pub(super) id: String,
    pub(super) kind: String,
    /// The name of the other part.
    pub(super) target: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::test::packed;

    #[test]
    fn all_parts_together_are_not_unpacked_to_more_than_the_budget() {
        let bytes = packed(&[("a", &"<x/>".repeat(200)), ("b", &"<x/>".repeat(200))]);
        let mut container = Container::open(&bytes).unwrap();
        container.budget = Cell::new(1_000);
        let mut read = |name| {
            let mut xml = container.xml(name)?.ok_or(Trouble::Damaged)?;
            while !matches!(xml.next()?, Node::End) {}
            Ok(())
        };
        assert_eq!((read("a"), read("b")), (Ok(()), Err(Trouble::TooLarge)));
    }
}
