//! Texts out of pieces: raised digits are footnote marks, and spaces are counted once.

/// A text that is put together of pieces.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    text: String,
    /// Whether the next piece is raised.
    pub(super) is_raised: bool,
}

impl Pieces {
    /// Adds a piece as it stands.
    pub(super) fn push(&mut self, piece: &str) {
        if self.is_raised {
            self.text.extend(piece.chars().map(raised));
        } else {
            self.text.push_str(piece);
        }
    }

    /// Adds what separates words.
    pub(super) fn space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(char::is_whitespace) {
            self.text.push(' ');
        }
    }

    /// The text, on one line; nothing is left.
    pub(super) fn take(&mut self) -> String {
        self.is_raised = false;
        let text = std::mem::take(&mut self.text);
        if !text.contains(['\n', '\r', '\t']) && !text.contains("  ") {
            return text.trim().to_owned();
        }
        // No-break spaces stay, for they group digits.
        let is_space = |letter: char| matches!(letter, ' ' | '\n' | '\r' | '\t');
        let words = text.split(is_space).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join(" ").trim().to_owned()
    }
}

/// The letter as it looks raised.
fn raised(letter: char) -> char {
    match letter {
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        _ => letter,
    }
}
