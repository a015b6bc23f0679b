//! The bytes of a file in a golden case, where it is not plain UTF-8: ` ```csv a.csv utf-16le `.

/// The bytes of a text: each of the words after the file's name changes them.
///
/// - `windows-1251`, `utf-16le`, `utf-16be`: the encoding;
/// - `bom`: with a byte order mark before it;
/// - `crlf`, `cr`: lines end so;
/// - `unended`: the last line does not end;
/// - `escaped`: `\xFF` stands for a byte.
///
/// # Panics
/// Where a word or a letter is none of those known here.
pub(crate) fn written<'a>(text: &str, words: impl Iterator<Item = &'a str>) -> Vec<u8> {
    let mut text = text.to_owned();
    let mut encode: fn(&str) -> Vec<u8> = |text| text.as_bytes().to_vec();
    for word in words {
        match word {
            "bom" => text.insert(0, '\u{FEFF}'),
            "crlf" => text = text.replace('\n', "\r\n"),
            "cr" => text = text.replace('\n', "\r"),
            "unended" => text.truncate(text.trim_end_matches('\n').len()),
            "windows-1251" => encode = |text| text.chars().map(byte).collect(),
            "utf-16le" => encode = |text| text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            "utf-16be" => encode = |text| text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            "escaped" => encode = unescaped,
            _ => panic!("{word}: no such way to write a file"),
        }
    }
    encode(&text)
}

/// A letter in Windows-1251 with the Kazakh letters of KZ-1048.
fn byte(letter: char) -> u8 {
    const OTHERS: [(char, u8); 21] = [
        ('Қ', 0x8D),
        ('Һ', 0x8E),
        ('қ', 0x9D),
        ('һ', 0x9E),
        ('\u{A0}', 0xA0),
        ('Ұ', 0xA1),
        ('ұ', 0xA2),
        ('Ә', 0xA3),
        ('Ө', 0xA5),
        ('Ё', 0xA8),
        ('Ғ', 0xAA),
        ('Ү', 0xAF),
        ('І', 0xB2),
        ('і', 0xB3),
        ('ө', 0xB4),
        ('ё', 0xB8),
        ('ғ', 0xBA),
        ('ә', 0xBC),
        ('Ң', 0xBD),
        ('ң', 0xBE),
        ('ү', 0xBF),
    ];
    let russian = u32::from(letter).checked_sub(u32::from('А')).filter(|index| *index < 64);
    match (OTHERS.iter().find(|(known, _)| *known == letter), russian) {
        (Some((_, byte)), _) => *byte,
        (_, Some(index)) => 0xC0 + u8::try_from(index).unwrap(),
        _ if letter.is_ascii() => u8::try_from(letter).unwrap(),
        _ => panic!("{letter} is not in Windows-1251"),
    }
}

fn unescaped(text: &str) -> Vec<u8> {
    let mut parts = text.split("\\x");
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (digits, rest) = part.split_at(2);
        bytes.push(u8::from_str_radix(digits, 16).unwrap());
        bytes.extend(rest.bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_change_the_bytes() {
        let check = |text, words: &str, expected: &[u8]| {
            assert_eq!(written(text, words.split_whitespace()), expected, "{words}");
        };
        check("ә\n", "", "ә\n".as_bytes());
        check("aЯқ\n", "windows-1251 crlf", b"a\xDF\x9D\r\n");
        check("aЯ", "utf-16le bom", b"\xFF\xFEa\0\x2F\x04");
        check("a\n", "utf-16be cr", b"\0a\0\r");
        check("a\\xFFb", "escaped", b"a\xFFb");
    }
}
