//! Texts whose bytes come one after the other.

use std::sync::Arc;

use esep::{Code, Finding};

use super::encoding::Encoding;
use super::{File, Source};

/// The first lines of a text that goes on.
#[derive(Debug)]
pub(crate) struct Beginning {
    /// The lines.
    pub(crate) source: Source,
    /// How many bytes they take.
    pub(crate) length: usize,
    /// Makes lines of what follows.
    pub(crate) transcoder: Transcoder,
    /// How many bytes before the lines are none of theirs, where the others are theirs to the
    /// letter, and all that follow are as well.
    pub(crate) verbatim_from: Option<usize>,
}

impl Beginning {
    /// The lines that are complete in the first bytes of a text; without any, a finding that says
    /// why.
    pub(crate) fn of(name: &Arc<str>, head: &[u8]) -> (Option<Self>, Vec<Finding>) {
        let line_end = Encoding::last_line_end(head);
        let length = if line_end > 0 { line_end } else { head.len() };
        let lines = head.get(..length).unwrap_or(head);
        let (decoded, mut findings) = Source::decode_any(File::new(Arc::clone(name), lines));
        // How much is damaged is not known yet.
        findings.retain(|it| decoded.is_none() || it.code == Code::GuessedEncoding);
        let beginning = decoded.map(|(source, encoding)| {
            let is_old_mac = lines.contains(&b'\r') && !lines.contains(&b'\n');
            let is_plain = encoding == Encoding::Utf8 && !is_old_mac && line_end > 0;
            let before = length.checked_sub(source.text.len());
            let verbatim_from =
                before.filter(|_| is_plain && lines.ends_with(source.text.as_bytes()));
            let transcoder = Transcoder::new(encoding, is_old_mac);
            Self { source, length, transcoder, verbatim_from }
        });
        (beginning, findings)
    }
}

/// Makes UTF-8 of bytes as they come, with at least `\n` between lines.
#[derive(Debug)]
pub(crate) struct Transcoder {
    encoding: Encoding,
    /// Whether carriage returns alone end lines. Among line feeds, whoever reads rows sees to them.
    is_old_mac: bool,
    /// Bytes of a letter that is not complete, and a carriage return that a line feed may follow.
    held: Vec<u8>,
}

impl Transcoder {
    fn new(encoding: Encoding, is_old_mac: bool) -> Self {
        Self { encoding, is_old_mac, held: Vec::new() }
    }

    /// Gives the text of some more bytes, as far as it is certain.
    pub(crate) fn push(&mut self, bytes: &[u8], to: impl FnOnce(&[u8])) {
        if self.encoding == Encoding::Utf8 && !self.is_old_mac {
            to(bytes);
            return;
        }
        let mut all = std::mem::take(&mut self.held);
        all.extend_from_slice(bytes);
        let certain = all.len() - self.uncertain(&all);
        self.held = all.split_off(certain);
        to(&self.text(all));
    }

    /// Gives the text of what was not certain.
    pub(crate) fn finish(mut self, to: impl FnOnce(&[u8])) {
        let held = std::mem::take(&mut self.held);
        to(&self.text(held));
    }

    /// How many of the last bytes may mean something else with those that follow.
    fn uncertain(&self, bytes: &[u8]) -> usize {
        let Encoding::Utf16(order) = self.encoding else {
            return usize::from(bytes.last() == Some(&b'\r'));
        };
        let (pairs, half) = bytes.as_chunks();
        let is_first_of_two =
            pairs.last().is_some_and(|last| matches!(order.unit(*last), 0xD800..0xDC00 | 0x0D));
        half.len() + 2 * usize::from(is_first_of_two)
    }

    fn text(&self, bytes: Vec<u8>) -> Vec<u8> {
        let mut text = match self.encoding {
            // Whoever reads rows must see what is no text.
            Encoding::Utf8 => bytes,
            encoding => encoding.text(&bytes).into_bytes(),
        };
        for at in 0..text.len() {
            let is_alone = text.get(at + 1) != Some(&b'\n');
            if let Some(byte) = text.get_mut(at).filter(|byte| **byte == b'\r' && is_alone) {
                *byte = b'\n';
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A text that goes on is what it is as a whole, wherever its bytes are cut.
    #[track_caller]
    fn check(bytes: &[u8], head: usize, cut: usize) {
        if Encoding::last_line_end(&bytes[..head]) == 0 {
            return;
        }
        let name = Arc::from("f.csv");
        let (beginning, _) = Beginning::of(&name, &bytes[..head]);
        let Some(Beginning { source, length, mut transcoder, verbatim_from }) = beginning else {
            return;
        };
        let whole = Source::decode_any(File::new("f.csv", bytes)).0;
        let Some((whole, _)) = whole.filter(|(_, encoding)| *encoding == transcoder.encoding)
        else {
            return;
        };
        if let Some(from) = verbatim_from {
            assert_eq!(&bytes[from..length], source.text.as_bytes());
        }
        let mut text = source.text.into_bytes();
        for some in bytes[length..].chunks(cut) {
            transcoder.push(some, |more| text.extend_from_slice(more));
        }
        transcoder.finish(|more| text.extend_from_slice(more));
        let text = String::from_utf8_lossy(&text).replace('\0', "\u{FFFD}");
        assert_eq!(super::super::with_line_feeds(text), whole.text);
    }

    proptest! {
        #[test]
        fn a_text_that_goes_on_is_what_it_is_as_a_whole(
            text in "([a-z,ұәқ]{1,9}(\n|\r\n)){1,9}[a-z\u{1F600}]{0,3}",
            encoding in 0..6_usize,
            damage in prop::option::of(any::<(prop::sample::Index, u8)>()),
            head in any::<prop::sample::Index>(),
            cut in 1..9_usize,
        ) {
            let old_mac = text.replace("\r\n", "\n").replace('\n', "\r");
            let wide = |bytes: fn(u16) -> [u8; 2]| {
                format!("\u{FEFF}{text}").encode_utf16().flat_map(bytes).collect::<Vec<u8>>()
            };
            let single = |letter: char| {
                (0..=255).find(|byte| Encoding::SingleBytes.text(&[*byte]) == letter.to_string())
            };
            let mut bytes = match encoding {
                0 => text.into_bytes(),
                1 => format!("\u{FEFF}{text}").into_bytes(),
                2 => old_mac.into_bytes(),
                3 => wide(u16::to_le_bytes),
                4 => wide(u16::to_be_bytes),
                _ => text.chars().filter_map(single).collect(),
            };
            if let Some((at, byte)) = damage.filter(|_| encoding < 2) {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            let head = head.index(bytes.len()) + 1;
            check(&bytes, head, cut);
        }
    }
}
