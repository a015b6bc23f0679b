//! From the bytes of a text to its characters, whatever program wrote them.
//!
//! UTF-8 and UTF-16 are recognized by their marks and by what only they can be. A text of single
//! bytes does not say which code page it is in: if it reads as Cyrillic it is read as KZ-1048, which
//! is Windows-1251 with the Kazakh letters in place of the Serbian and Ukrainian ones.

/// A text, and what its bytes leave to be told.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text. What stands for no character is `U+FFFD`, one for each place.
    pub(super) text: String,
    /// What must be told of it.
    pub(super) doubt: Option<Doubt>,
    /// How it is written.
    pub(super) encoding: Encoding,
}

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// UTF-8, perhaps damaged.
    Utf8,
    /// UTF-16.
    Utf16(ByteOrder),
    /// Cyrillic in single bytes.
    SingleBytes,
}

/// What must be told of a decoded text; the byte of the text at which it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    /// The first letter that could be another in another code page.
    Guessed(usize),
    /// The first bytes that stand for no character, and how many such places there are.
    Damaged(usize, usize),
}

/// Why bytes are no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Undecodable {
    /// They are written in an encoding that is not recognized; what stands before the first of them
    /// that is no text.
    OtherEncoding(String),
    /// They are no text at all.
    Binary,
}

/// The text of some bytes, without a byte order mark.
pub(super) fn decode(mut bytes: Vec<u8>) -> Result<Decoded, Undecodable> {
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
    } else if let Some(order) = ByteOrder::marked(&bytes) {
        let text = order.text(bytes.get(2..).unwrap_or_default());
        return judged(text, bytes.len(), Encoding::Utf16(order));
    }
    if !bytes.contains(&0) {
        match String::from_utf8(bytes) {
            Ok(text) => return Ok(Decoded { text, doubt: None, encoding: Encoding::Utf8 }),
            Err(error) => bytes = error.into_bytes(),
        }
        if let Some(decoded) = cyrillic(&bytes) {
            return Ok(decoded);
        }
    } else if let Some((order, text)) = ByteOrder::recognized(&bytes) {
        return judged(text, bytes.len(), Encoding::Utf16(order));
    }
    // No text has a zero in it.
    let text = String::from_utf8_lossy(&bytes).replace('\0', "\u{FFFD}");
    judged(text, bytes.len(), Encoding::Utf8)
}

impl Encoding {
    /// Where the last line of some bytes ends, as far as their encoding can be told; 0 where none
    /// does. Behind a carriage return that stands last, a line feed may follow.
    pub(super) fn last_line_end(bytes: &[u8]) -> usize {
        let recognized = || ByteOrder::recognized(bytes).map(|(order, _)| order);
        let is_wide = bytes.contains(&0);
        let order = ByteOrder::marked(bytes).or_else(|| is_wide.then(recognized).flatten());
        match order {
            Some(order) => {
                let (pairs, _) = bytes.as_chunks();
                let but_one = pairs.split_last().map_or(pairs, |(_, but_one)| but_one);
                let last = |pairs: &[[u8; 2]], end: u8| {
                    pairs.iter().rposition(|pair| order.unit(*pair) == u16::from(end))
                };
                let end = last(pairs, b'\n').or_else(|| last(but_one, b'\r'));
                end.map_or(0, |last| 2 * (last + 1))
            }
            None => {
                let line_feed = memchr::memrchr(b'\n', bytes);
                let but_one = bytes.split_last().map_or(bytes, |(_, but_one)| but_one);
                line_feed.or_else(|| memchr::memrchr(b'\r', but_one)).map_or(0, |last| last + 1)
            }
        }
    }

    /// The text of bytes that are written so.
    pub(crate) fn text(self, bytes: &[u8]) -> String {
        match self {
            Self::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
            Self::Utf16(order) => order.text(bytes),
            Self::SingleBytes => bytes.iter().map(|byte| in_kz_1048(*byte)).collect(),
        }
    }
}

/// What a text shows where its bytes stand for no character.
const DAMAGED: char = char::REPLACEMENT_CHARACTER;

/// The text with what must be told of it; none where damage is more than one byte in twenty.
fn judged(text: String, n_bytes: usize, encoding: Encoding) -> Result<Decoded, Undecodable> {
    let Some(first) = text.find(DAMAGED) else {
        return Ok(Decoded { text, doubt: None, encoding });
    };
    let places = text.matches(DAMAGED).count();
    if places.saturating_mul(20) <= n_bytes {
        return Ok(Decoded { text, doubt: Some(Doubt::Damaged(first, places)), encoding });
    }
    let is_control = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    if text.contains(is_control) {
        return Err(Undecodable::Binary);
    }
    Err(Undecodable::OtherEncoding(text.get(..first).unwrap_or_default().to_owned()))
}

/// Which byte of two comes first in UTF-16.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ByteOrder {
    LittleEndian,
    BigEndian,
}

impl ByteOrder {
    fn marked(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xFF, 0xFE, ..] => Some(Self::LittleEndian),
            [0xFE, 0xFF, ..] => Some(Self::BigEndian),
            _ => None,
        }
    }

    /// The text of bytes that are UTF-16 without a mark: nearly all of it Latin or Cyrillic.
    ///
    /// One of the two bytes of a digit, a separator or a line end is zero, and no other byte is.
    fn recognized(bytes: &[u8]) -> Option<(Self, String)> {
        let first_zero = bytes.iter().position(|byte| *byte == 0)?;
        let order = if first_zero % 2 == 1 { Self::LittleEndian } else { Self::BigEndian };
        let text = order.text(bytes);
        let is_ours =
            |c: &char| matches!(c, '\t'..='\r' | ' '..='\u{4FF}' | '\u{2000}'..='\u{22FF}');
        let ours = text.chars().filter(is_ours).count();
        (ours.saturating_mul(10) >= text.chars().count().saturating_mul(9)).then_some((order, text))
    }

    fn text(self, bytes: &[u8]) -> String {
        let (pairs, rest) = bytes.as_chunks();
        let units = pairs.iter().map(|pair| self.unit(*pair));
        let characters = char::decode_utf16(units).map(|unit| unit.unwrap_or(DAMAGED));
        // A last byte alone is half a character.
        let half = (!rest.is_empty()).then_some(DAMAGED);
        let no_zero = |character| if character == '\0' { DAMAGED } else { character };
        characters.map(no_zero).chain(half).collect()
    }

    pub(super) fn unit(self, pair: [u8; 2]) -> u16 {
        match self {
            Self::LittleEndian => u16::from_le_bytes(pair),
            Self::BigEndian => u16::from_be_bytes(pair),
        }
    }
}

/// The text of bytes that are Cyrillic in single bytes rather than damaged UTF-8.
fn cyrillic(bytes: &[u8]) -> Option<Decoded> {
    let (mut of_utf8, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        of_utf8 += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    let (mut letters, mut others) = (0_usize, 0_usize);
    for byte in bytes.iter().filter(|byte| !byte.is_ascii()) {
        match in_kz_1048(*byte) {
            'А'..='я' => letters += 1,
            letter if "ЁёІіӘәҒғҚқҢңӨөҰұҮүҺһ".contains(letter) => letters += 1,
            mark if "\u{A0}«»№§°·…‘’“”„–—".contains(mark) => {}
            _ => others += 1,
        }
    }
    // As many letters of UTF-8 as broken ones stand in a short word by chance.
    let is_utf8 = of_utf8 > broken || of_utf8 == broken && others > 0;
    // In the code pages of other systems, signs stand where those have common letters.
    if is_utf8 || others.saturating_mul(9) > letters {
        return None;
    }
    let text: String = bytes.iter().map(|byte| in_kz_1048(*byte)).collect();
    let is_letter = |c: char| c.is_alphabetic() && !c.is_ascii();
    let first = text.find(is_letter).map(Doubt::Guessed);
    Some(Decoded { text, doubt: first, encoding: Encoding::SingleBytes })
}

/// The character of a byte in KZ-1048 (national standard 1048-2002).
fn in_kz_1048(byte: u8) -> char {
    let Some(index) = byte.checked_sub(0x80) else { return char::from(byte) };
    KZ_1048.get(usize::from(index)).copied().unwrap_or(DAMAGED)
}

#[rustfmt::skip]
const KZ_1048: [char; 128] = [
    'Ђ', 'Ѓ', '‚', 'ѓ', '„', '…', '†', '‡', '€', '‰', 'Љ', '‹', 'Њ', 'Қ', 'Һ', 'Џ',
    'ђ', '‘', '’', '“', '”', '•', '–', '—', DAMAGED, '™', 'љ', '›', 'њ', 'қ', 'һ', 'џ',
    '\u{A0}', 'Ұ', 'ұ', 'Ә', '¤', 'Ө', '¦', '§', 'Ё', '©', 'Ғ', '«', '¬', '\u{AD}', '®', 'Ү',
    '°', '±', 'І', 'і', 'ө', 'µ', '¶', '·', 'ё', '№', 'ғ', '»', 'ә', 'Ң', 'ң', 'ү',
    'А', 'Б', 'В', 'Г', 'Д', 'Е', 'Ж', 'З', 'И', 'Й', 'К', 'Л', 'М', 'Н', 'О', 'П',
    'Р', 'С', 'Т', 'У', 'Ф', 'Х', 'Ц', 'Ч', 'Ш', 'Щ', 'Ъ', 'Ы', 'Ь', 'Э', 'Ю', 'Я',
    'а', 'б', 'в', 'г', 'д', 'е', 'ж', 'з', 'и', 'й', 'к', 'л', 'м', 'н', 'о', 'п',
    'р', 'с', 'т', 'у', 'ф', 'х', 'ц', 'ч', 'ш', 'щ', 'ъ', 'ы', 'ь', 'э', 'ю', 'я',
];

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;

    use super::*;

    fn utf_16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    fn kz_1048(text: &str) -> Vec<u8> {
        let byte = |c: char| (0..=255).find(|byte| in_kz_1048(*byte) == c);
        text.chars().map(|c| byte(c).unwrap_or_else(|| panic!("{c} is not in KZ-1048"))).collect()
    }

    fn check(bytes: &[u8], text: &str, doubt: Option<Doubt>) {
        let decoded = decode(bytes.to_vec()).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.doubt), (text, doubt));
    }

    const KK: &str = "ұйым;мүшелері\r\nАқтөбе;1 093\r\n";
    const RU: &str = "организация;члены\nАктобе;12,5 %\n";

    #[test]
    fn utf_8_with_and_without_its_mark() {
        check(KK.as_bytes(), KK, None);
        check(&[b"\xEF\xBB\xBF", KK.as_bytes()].concat(), KK, None);
        check(b"\xEF\xBB\xBF", "", None);
        check(b"", "", None);
    }

    #[test]
    fn utf_16_in_both_orders_with_and_without_its_mark() {
        for text in [KK, RU, "code,parent\nkz,\n"] {
            for to_bytes in [u16::to_le_bytes, u16::to_be_bytes] {
                check(&utf_16(text, to_bytes), text, None);
                check(&utf_16(&format!("\u{FEFF}{text}"), to_bytes), text, None);
            }
        }
        check(b"\xFF\xFE", "", None);
    }

    #[test]
    fn half_a_character_of_utf_16_is_damage() {
        let mut bytes = utf_16(RU, u16::to_le_bytes);
        bytes.push(b'!');
        check(&bytes, &format!("{RU}\u{FFFD}"), Some(Doubt::Damaged(RU.len(), 1)));
        let surrogate =
            [utf_16(RU, u16::to_be_bytes), vec![0xD8, 0x01], utf_16(RU, u16::to_be_bytes)];
        check(&surrogate.concat(), &format!("{RU}\u{FFFD}{RU}"), Some(Doubt::Damaged(RU.len(), 1)));
    }

    #[test]
    fn cyrillic_in_single_bytes_is_a_guess() {
        check(&kz_1048(RU), RU, Some(Doubt::Guessed(0)));
        check(&kz_1048(KK), KK, Some(Doubt::Guessed(0)));
        check(&kz_1048("a,Актобе"), "a,Актобе", Some(Doubt::Guessed(2)));
        check(&kz_1048("Тіл"), "Тіл", Some(Doubt::Guessed(0)));
        // A no-break space is one in every code page of Windows.
        check(b"members;61\xA0307\n", "members;61\u{A0}307\n", None);
    }

    #[test]
    fn every_page_in_kazakh_and_russian_is_recognized() {
        let pages = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("esep/messages");
        for language in ["kk", "ru"] {
            let text = std::fs::read_to_string(pages.join(format!("{language}.toml"))).unwrap();
            let known = |c: &char| (0..=255).any(|byte| in_kz_1048(byte) == *c);
            for line in text.lines().filter(|line| line.chars().any(|c| matches!(c, 'а'..='я'))) {
                let line: String = line.chars().filter(known).collect();
                let decoded = decode(kz_1048(&line)).unwrap();
                assert_eq!(decoded.text, line);
                assert!(matches!(decoded.doubt, Some(Doubt::Guessed(_))), "{line}");
            }
        }
    }

    #[test]
    fn a_broken_byte_does_not_hide_the_rest() {
        let text = "ұйым;мүшелері\nАқтөбе;12\u{FFFD}\n";
        let bytes = text.replace('\u{FFFD}', "!").into_bytes();
        let at = bytes.iter().position(|byte| *byte == b'!').unwrap();
        for broken in [0xFF, 0x80, 0xC3, 0] {
            let mut bytes = bytes.clone();
            bytes[at] = broken;
            check(&bytes, text, Some(Doubt::Damaged(at, 1)));
        }
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(
            decode(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\x01".to_vec()),
            Err(Undecodable::Binary)
        );
        // "Актобе" as MS-DOS writes it.
        let bytes = b"\x80\xAA\xE2\xAE\xA1\xA5".to_vec();
        assert_eq!(decode(bytes), Err(Undecodable::OtherEncoding(String::new())));
    }

    proptest! {
        #[test]
        fn every_text_comes_back_from_every_encoding(text in "[ -~А-яәқғ№\n]{1,80}") {
            prop_assert_eq!(decode(text.clone().into_bytes()).unwrap().text, &*text);
            for to_bytes in [u16::to_le_bytes, u16::to_be_bytes] {
                let marked = utf_16(&format!("\u{FEFF}{text}"), to_bytes);
                prop_assert_eq!(decode(marked).unwrap().text, &*text);
            }
        }

        #[test]
        fn damage_is_told_where_it_is(bytes: Vec<u8>) {
            if let Ok(Decoded { text, doubt, .. }) = decode(bytes) {
                match doubt {
                    Some(Doubt::Damaged(at, _)) => prop_assert!(text[at..].starts_with(DAMAGED)),
                    Some(Doubt::Guessed(at)) => prop_assert!(!text[at..].starts_with(char::is_control)),
                    None => {}
                }
            }
        }
    }
}
