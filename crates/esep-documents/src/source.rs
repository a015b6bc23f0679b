//! Files as they come in, and their text.

use std::collections::BTreeMap;
use std::sync::Arc;

use esep::{Code, Finding, LineIndex, Message, Place};

/// A file with its name. Whoever calls has opened it; nothing here opens files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The name as the user gave it, with `/` between folders.
    pub name: Arc<str>,
    /// All that is in it.
    pub bytes: Vec<u8>,
}

impl File {
    /// A file of this name with these bytes.
    pub fn new(name: impl Into<Arc<str>>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: bytes.into() }
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
    /// The text of a file in UTF-8, or a finding that says what the file seems to be instead.
    pub fn decode(file: File) -> (Option<Self>, Vec<Finding>) {
        let File { name, mut bytes } = file;
        if bytes.starts_with(BYTE_ORDER_MARK) {
            bytes.drain(..BYTE_ORDER_MARK.len());
        }
        if let Some(kind) = Kind::of(&bytes) {
            return (None, vec![kind.finding(Place::whole(&name))]);
        }
        match String::from_utf8(bytes) {
            Ok(mut text) => {
                // The lines of old Macs end with `\r` alone.
                if text.contains('\r') && !text.contains('\n') {
                    text = text.replace('\r', "\n");
                }
                (Some(Self { name, text }), Vec::new())
            }
            Err(error) => {
                let end = error.utf8_error().valid_up_to();
                let valid = error.as_bytes().get(..end).unwrap_or_default();
                let valid = std::str::from_utf8(valid).unwrap_or_default();
                let mut place = LineIndex::new(valid).place(&name, end..end);
                place.length = 1;
                let kind = if valid.is_ascii() && is_cyrillic_1251(error.as_bytes()) {
                    Kind::Windows1251
                } else {
                    Kind::BrokenUtf8
                };
                (None, vec![kind.finding(place)])
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

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// What a file is that is no text in UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A zip archive, as the files of spreadsheets and word processors are.
    Zip,
    /// The container of `.xls` and `.doc`.
    OldOffice,
    Pdf,
    Utf16,
    Windows1251,
    BrokenUtf8,
    Binary,
}

impl Kind {
    /// What a file is by its first bytes, or by bytes that no text has.
    fn of(bytes: &[u8]) -> Option<Self> {
        const SIGNATURES: [(&[u8], Kind); 5] = [
            (b"PK\x03\x04", Kind::Zip),
            (b"\xD0\xCF\x11\xE0", Kind::OldOffice),
            (b"%PDF-", Kind::Pdf),
            (b"\xFF\xFE", Kind::Utf16),
            (b"\xFE\xFF", Kind::Utf16),
        ];
        let signature = SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start));
        if let Some((_, kind)) = signature {
            return Some(*kind);
        }
        // In UTF-16, one of the two bytes of a space, a digit or a separator is 0.
        let first_zero = bytes.iter().position(|byte| *byte == 0)?;
        if first_zero < 16 { Some(Self::Utf16) } else { Some(Self::Binary) }
    }

    fn finding(self, place: Place) -> Finding {
        let (key, hint) = match self {
            Self::Zip => ("unreadable-document.workbook", "hint.save-as-csv"),
            Self::OldOffice => ("unreadable-document.old-office", "hint.save-as-csv"),
            Self::Pdf => ("unreadable-document.pdf", "hint.ask-for-the-spreadsheet"),
            Self::Utf16 => ("unreadable-document.utf-16", "hint.save-as-utf-8"),
            Self::Windows1251 => ("unreadable-document.windows-1251", "hint.save-as-utf-8"),
            Self::BrokenUtf8 => ("unreadable-document.utf-8", "hint.save-as-utf-8"),
            Self::Binary => ("unreadable-document.binary", "hint.readable-formats"),
        };
        Finding::new(Code::UnreadableDocument, Some(place), Message::new(key))
            .with_hint(Message::new(hint))
    }
}

/// Whether the bytes beyond ASCII are mostly letters of Windows-1251.
fn is_cyrillic_1251(bytes: &[u8]) -> bool {
    let beyond = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    let letters = bytes.iter().filter(|byte| **byte >= 0xC0).count();
    letters.saturating_mul(4) >= beyond.saturating_mul(3)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(bytes: &[u8], expected: Result<&str, &str>) {
        let (source, findings) = Source::decode(File::new("f.csv", bytes));
        let found = findings
            .first()
            .map(|finding| format!("{} {}", finding.place.as_ref().unwrap(), finding.message.key));
        match expected {
            Ok(text) => assert_eq!((source.unwrap().text.as_str(), found), (text, None)),
            Err(finding) => assert_eq!((source, found.as_deref()), (None, Some(finding))),
        }
    }

    #[test]
    fn text_in_utf8_with_or_without_mark() {
        check("ұйым\r\n1".as_bytes(), Ok("ұйым\r\n1"));
        check(b"\xEF\xBB\xBFa", Ok("a"));
        check(b"a\rb\r", Ok("a\nb\n"));
        check(b"", Ok(""));
    }

    #[test]
    fn what_is_no_text_is_named() {
        check(b"PK\x03\x04\x14\0", Err("f.csv unreadable-document.workbook"));
        check(b"\xD0\xCF\x11\xE0\xA1", Err("f.csv unreadable-document.old-office"));
        check(b"%PDF-1.4\n", Err("f.csv unreadable-document.pdf"));
        check(b"\xFF\xFEa\0", Err("f.csv unreadable-document.utf-16"));
        check(b"c\0o\0d\0e\0\n\0", Err("f.csv unreadable-document.utf-16"));
        check(b"a, \xF7\xEB\xE5\xED\xFB", Err("f.csv:1:4 unreadable-document.windows-1251"));
        check(b"\xD2\xB1\n12\xFF", Err("f.csv:2:3 unreadable-document.utf-8"));
        check(b"code,parent,kind\n\0", Err("f.csv unreadable-document.binary"));
    }

    proptest! {
        #[test]
        fn any_bytes_are_text_or_a_finding(bytes: Vec<u8>) {
            let (source, findings) = Source::decode(File::new("f", bytes));
            prop_assert_eq!(source.is_some(), findings.is_empty());
        }
    }
}
