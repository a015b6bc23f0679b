//! Files as they come in, and their text.

mod encoding;
mod remark;
mod transcoding;

use std::collections::BTreeMap;
use std::sync::Arc;

use encoding::{Decoded, Doubt, Encoding, Undecodable};
use esep::{Finding, LineIndex, Place};

use crate::grids::Grids;

#[cfg(test)]
pub(crate) use encoding::Encoding as TextEncoding;
pub(crate) use remark::Remark;
pub(crate) use transcoding::{Beginning, Transcoder};

/// A file with its name. Whoever calls has opened it; nothing here opens files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The name as the user gave it, with `/` between folders.
    pub name: Arc<str>,
    /// All that is in it.
    pub bytes: Vec<u8>,
    /// What another module has read of it, which has its bytes.
    pub(crate) grids: Option<Arc<Grids>>,
}

impl File {
    /// A file of this name with these bytes.
    pub fn new(name: impl Into<Arc<str>>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: bytes.into(), grids: None }
    }

    /// A workbook, a document or a page of this name that was read already.
    pub fn of_grids(name: impl Into<Arc<str>>, grids: Grids) -> Self {
        Self { grids: Some(Arc::new(grids)), ..Self::new(name, Vec::new()) }
    }
}

/// The text of a file. It has no byte order mark and at least `\n` between its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The file's name.
    pub name: Arc<str>,
    /// Its text.
    pub text: String,
}

impl Source {
    /// The text of a file, with findings where it had to be guessed or is damaged; without a text,
    /// a finding that says what the file seems to be instead.
    ///
    /// Read are UTF-8, UTF-16 and Windows-1251 with the Kazakh letters.
    pub fn decode(file: File) -> (Option<Self>, Vec<Finding>) {
        let (decoded, findings) = Self::decode_any(file);
        (decoded.map(|(source, _)| source), findings)
    }

    /// The same, and how the file is written.
    fn decode_any(file: File) -> (Option<(Self, Encoding)>, Vec<Finding>) {
        let File { name, bytes, grids } = file;
        if let Some(remark) = grids.map(|_| Remark::Workbook).or_else(|| foreign(&bytes)) {
            return (None, vec![remark.finding(Place::whole(&name))]);
        }
        match encoding::decode(bytes) {
            Ok(Decoded { text, doubt, encoding }) => {
                let source = Self { name, text: with_line_feeds(text) };
                let finding = doubt.map(|doubt| source.finding(doubt));
                (Some((source, encoding)), finding.into_iter().collect())
            }
            Err(Undecodable::OtherEncoding(before)) => {
                let mut place = LineIndex::new(&before).place(&name, before.len()..before.len());
                place.length = 1;
                (None, vec![Remark::OtherEncoding.finding(place)])
            }
            Err(Undecodable::Binary) => (None, vec![Remark::Binary.finding(Place::whole(&name))]),
        }
    }

    /// Whether there is nothing to read.
    pub(crate) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    fn finding(&self, doubt: Doubt) -> Finding {
        match doubt {
            Doubt::Guessed(at) => {
                let rest = self.text.get(at..).unwrap_or_default();
                let word = rest.find(|letter: char| !letter.is_alphabetic()).unwrap_or(rest.len());
                Remark::Guessed.finding(self.lines().place(&self.name, at..at + word))
            }
            Doubt::Damaged(at, places) => {
                let mut place = self.lines().place(&self.name, at..at);
                place.length = 1;
                Remark::Damaged(places).finding(place)
            }
        }
    }

    /// Where the lines of the text begin.
    pub fn lines(&self) -> LineIndex<'_> {
        LineIndex::new(&self.text)
    }
}

/// The texts of all files of a run, by name, for quoting.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    by_name: BTreeMap<Arc<str>, Source>,
}

impl Sources {
    /// Adds a text. A second one of the same name takes the place of the first.
    pub fn add(&mut self, source: Source) {
        self.by_name.insert(Arc::clone(&source.name), source);
    }

    /// The text of the file with this name.
    pub fn get(&self, name: &str) -> Option<&Source> {
        self.by_name.get(name)
    }

    /// All texts, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.by_name.values()
    }
}

impl Extend<Source> for Sources {
    fn extend<T: IntoIterator<Item = Source>>(&mut self, sources: T) {
        sources.into_iter().for_each(|source| self.add(source));
    }
}

/// What a file is by its first bytes that is no text.
fn foreign(bytes: &[u8]) -> Option<Remark> {
    let signatures: [(&[u8], Remark); 3] = [
        (b"PK\x03\x04", Remark::Workbook),
        (b"\xD0\xCF\x11\xE0", Remark::OldOffice),
        (b"%PDF-", Remark::Pdf),
    ];
    let signature = signatures.into_iter().find(|(start, _)| bytes.starts_with(start));
    signature.map(|(_, remark)| remark)
}

/// The text with a line feed where a line ends with a carriage return alone, as on old Macs.
/// No byte changes its place.
pub(crate) fn with_line_feeds(text: String) -> String {
    let bytes = text.as_bytes();
    let is_alone = |at: usize| bytes.get(at) == Some(&b'\r') && bytes.get(at + 1) != Some(&b'\n');
    if !text.match_indices('\r').any(|(at, _)| is_alone(at)) {
        return text;
    }
    let letters = text.char_indices();
    letters.map(|(at, letter)| if is_alone(at) { '\n' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::test::shown;

    fn check(bytes: &[u8], expected: Option<&str>, findings: &[&str]) {
        let (source, found) = Source::decode(File::new("f.csv", bytes));
        assert_eq!(source.as_ref().map(|source| source.text.as_str()), expected);
        assert_eq!(shown(&found), findings);
    }

    #[test]
    fn line_ends_of_every_system() {
        check("ұйым\r\n1".as_bytes(), Some("ұйым\r\n1"), &[]);
        check(b"a\rb\r", Some("a\nb\n"), &[]);
        check(b"a\rb\r\nc\n", Some("a\nb\r\nc\n"), &[]);
        check(b"", Some(""), &[]);
    }

    #[test]
    fn what_is_no_text_is_named() {
        let workbook = "f.csv I006 unreadable-document.workbook | hint.save-as-csv";
        check(b"PK\x03\x04\x14\0", None, &[workbook]);
        let old = "f.csv I006 unreadable-document.old-office | hint.save-as-csv";
        check(b"\xD0\xCF\x11\xE0\xA1", None, &[old]);
        let pdf = "f.csv I006 unreadable-document.pdf | hint.ask-for-the-spreadsheet";
        check(b"%PDF-1.4\n", None, &[pdf]);
        let binary = "f.csv I006 unreadable-document.binary | hint.readable-formats";
        check(b"GIF89a\0\x01\0\x01\xF0\0\x7F", None, &[binary]);
        let other = "f.csv:1:3 I006 unreadable-document.encoding | hint.save-as-utf-8";
        check(b"a,\x80\xAA\xE2\xAE\xA1\xA5", None, &[other]);
    }

    #[test]
    fn what_is_guessed_or_damaged_is_told_and_read() {
        let guessed = "f.csv:1:4 I015 guessed-encoding encoding=Windows-1251 | hint.save-as-utf-8";
        check(b"a, \xF7\xEB\xE5\xED\xFB", Some("a, члены"), &[guessed]);
        let damaged = "f.csv:2:3 I006 unreadable-document.damaged places=1 | hint.damaged";
        check(
            b"\xD2\xB1\xD0\xB9\xD1\x8B\xD0\xBC, aktobe\n12\xFF",
            Some("ұйым, aktobe\n12\u{FFFD}"),
            &[damaged],
        );
    }

    proptest! {
        #[test]
        fn any_bytes_are_text_or_a_finding(bytes: Vec<u8>) {
            let (source, findings) = Source::decode(File::new("f", bytes));
            prop_assert!(source.is_some() || findings.len() == 1);
        }
    }
}
