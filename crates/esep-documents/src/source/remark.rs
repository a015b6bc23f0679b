//! What is said of a file's text.

use esep::{Code, Finding, Message, Place};

/// What is said of a file's text, or of there being none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Remark {
    /// It is a packed file, as of an office program.
    Workbook,
    /// It is a file of an old office program.
    OldOffice,
    /// It is made for printing.
    Pdf,
    /// It is written in an encoding that is not recognized.
    OtherEncoding,
    /// It is no text.
    Binary,
    /// How it is written was guessed.
    Guessed,
    /// In so many places bytes stand for no character.
    Damaged(usize),
}

impl Remark {
    /// The finding that says it.
    pub(crate) fn finding(self, place: Place) -> Finding {
        let (key, hint) = match self {
            Self::Workbook => ("unreadable-document.workbook", "hint.save-as-csv"),
            Self::OldOffice => ("unreadable-document.old-office", "hint.save-as-csv"),
            Self::Pdf => ("unreadable-document.pdf", "hint.ask-for-the-spreadsheet"),
            Self::OtherEncoding => ("unreadable-document.encoding", "hint.save-as-utf-8"),
            Self::Binary => ("unreadable-document.binary", "hint.readable-formats"),
            Self::Guessed => ("guessed-encoding", "hint.save-as-utf-8"),
            Self::Damaged(_) => ("unreadable-document.damaged", "hint.damaged"),
        };
        let (code, message) = match self {
            Self::Guessed => {
                (Code::GuessedEncoding, Message::new(key).with("encoding", "Windows-1251"))
            }
            Self::Damaged(places) => {
                (Code::UnreadableDocument, Message::new(key).with("places", places))
            }
            _ => (Code::UnreadableDocument, Message::new(key)),
        };
        Finding::new(code, Some(place), message).with_hint(Message::new(hint))
    }
}
