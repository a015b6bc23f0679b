//! Why a file of an office program is not read.

use esep::{Code, Finding, Message, Place};

/// Why a file is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// It is not what it looks like.
    Damaged,
    /// Unpacked it is larger than any report.
    TooLarge,
    /// It is protected with a password.
    Encrypted,
    /// Its XML declares entities of its own.
    Entities,
    /// A workbook in the binary format.
    Binary,
    /// A format of before 2007.
    Old,
}

impl Trouble {
    pub(super) const ALL: [Self; 6] =
        [Self::Damaged, Self::TooLarge, Self::Encrypted, Self::Entities, Self::Binary, Self::Old];

    /// What is said of the file.
    pub(crate) fn finding(self, place: Place) -> Finding {
        let (key, hint) = match self {
            Self::Damaged => ("unreadable-document.office-damaged", "hint.ask-again"),
            Self::TooLarge => ("unreadable-document.office-too-large", "hint.ask-again"),
            Self::Encrypted => ("unreadable-document.encrypted", "hint.remove-password"),
            Self::Entities => ("unreadable-document.entities", "hint.ask-again"),
            Self::Binary => ("unreadable-document.binary-workbook", "hint.save-as-xlsx"),
            Self::Old => ("unreadable-document.old-office", "hint.save-as-xlsx"),
        };
        Finding::new(Code::UnreadableDocument, Some(place), Message::new(key))
            .with_hint(Message::new(hint))
    }
}
