//! A text of XML gone through with the places of its tags, and changed at some of them.

use std::ops::Range;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::grids::Trouble;

/// A text of XML that is gone through tag by tag.
pub(super) struct Tags<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
}

/// A tag, and where it stands.
pub(super) struct Tag {
    start: BytesStart<'static>,
    /// What kind of tag it is.
    pub(super) kind: Kind,
    /// Where in the text.
    pub(super) at: Range<usize>,
    /// How many elements it lies in.
    pub(super) depth: usize,
}

/// What a tag does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Opens,
    Closes,
    /// It opens an element and closes it.
    IsAll,
}

impl<'a> Tags<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { reader: Reader::from_str(text), depth: 0 }
    }

    /// The next tag; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Tag>, Trouble> {
        loop {
            let before = self.position();
            let event = self.reader.read_event().map_err(|_| Trouble::Damaged)?;
            let (start, kind) = match event {
                Event::Start(start) => (start.into_owned(), Kind::Opens),
                Event::Empty(start) => (start.into_owned(), Kind::IsAll),
                Event::End(end) => {
                    (BytesStart::new(end.name().into_inner().to_owned()), Kind::Closes)
                }
                Event::DocType(_) => return Err(Trouble::Entities),
                Event::Eof if self.depth > 0 => return Err(Trouble::Damaged),
                Event::Eof => return Ok(None),
                _ => continue,
            };
            if kind == Kind::Closes {
                self.depth = self.depth.saturating_sub(1);
            }
            let tag = Tag { start, kind, at: before..self.position(), depth: self.depth };
            if kind == Kind::Opens {
                self.depth += 1;
            }
            return Ok(Some(tag));
        }
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }
}

impl Tag {
    /// The name without its prefix.
    pub(super) fn name(&self) -> &str {
        let name = self.start.name().into_inner();
        name.rsplit_once(':').map_or(name, |(_, name)| name)
    }

    /// The prefix of the name with its colon, or nothing.
    pub(super) fn prefix(&self) -> &str {
        let name = self.start.name().into_inner();
        name.rfind(':').and_then(|colon| name.get(..=colon)).unwrap_or_default()
    }

    /// Whether it begins an element of this name.
    pub(super) fn begins(&self, name: &str) -> bool {
        self.kind != Kind::Closes && self.name() == name
    }

    /// Whether it ends an element of this name.
    pub(super) fn ends(&self, name: &str) -> bool {
        self.kind == Kind::Closes && self.name() == name
    }

    /// What the attribute of this name says, whatever its prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.start.attributes();
        let mut attributes = attributes.with_checks(false).filter_map(Result::ok);
        let found = attributes.find(|attribute| {
            let key = attribute.key.into_inner();
            key.rsplit_once(':').map_or(key, |(_, key)| key) == name
        })?;
        Some(found.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
    }

    /// The number that an attribute says.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// The tag with these attributes in place of those that have their names; `None` takes one away.
    pub(super) fn with(&self, changes: &[(&str, Option<String>)], kind: Kind) -> String {
        let mut text = format!("<{}", self.start.name().into_inner());
        let mut attributes = self.start.attributes();
        for attribute in attributes.with_checks(false).filter_map(Result::ok) {
            let key = attribute.key.into_inner();
            if changes.iter().all(|(name, _)| *name != key) {
                text.extend([" ", key, "=\"", &attribute.value.replace('"', "&quot;"), "\""]);
            }
        }
        for (name, value) in changes {
            if let Some(value) = value {
                text.extend([" ", name, "=\"", &escaped(value), "\""]);
            }
        }
        text.push_str(if kind == Kind::IsAll { "/>" } else { ">" });
        text
    }

    /// The closing tag of the element.
    pub(super) fn closing(&self) -> String {
        format!("</{}>", self.start.name().into_inner())
    }
}

/// Changes of a text, in the order of their places.
#[derive(Default)]
pub(super) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    /// What is to stand in place of a part of the text.
    pub(super) fn replace(&mut self, at: &Range<usize>, text: String) {
        self.0.push((at.clone(), text));
    }

    /// What is to stand before a place.
    pub(super) fn insert(&mut self, at: usize, text: String) {
        if !text.is_empty() {
            self.0.push((at..at, text));
        }
    }

    /// The text with the changes.
    pub(super) fn apply(self, text: &str) -> Result<String, Trouble> {
        let mut changed = String::with_capacity(text.len());
        let mut done = 0;
        for (at, new) in self.0 {
            changed.push_str(text.get(done..at.start).ok_or(Trouble::Damaged)?);
            changed.push_str(&new);
            done = at.end;
        }
        changed.push_str(text.get(done..).ok_or(Trouble::Damaged)?);
        Ok(changed)
    }
}

/// A text as XML has it, without the characters that XML cannot hold.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(letter),
            '\u{fffe}' | '\u{ffff}' => {}
            _ if letter < ' ' => {}
            _ => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_edited_changes() {
        let text =
            "<?xml version='1.0'?>\n<a x='\"' y=\"&lt;\" ><!-- b --><p:b  n=\"1\"/>ж&amp;</a >";
        let mut tags = Tags::of(text);
        let mut edits = Edits::default();
        while let Some(tag) = tags.next().unwrap() {
            if tag.begins("b") {
                assert_eq!((tag.prefix(), tag.depth, tag.kind), ("p:", 1, Kind::IsAll));
                edits.insert(tag.at.start, "<c/>".to_owned());
                edits.replace(&tag.at, tag.with(&[("n", Some("2<".to_owned()))], Kind::Opens));
                edits.insert(tag.at.end, tag.closing());
            }
        }
        let expected = text.replace("<p:b  n=\"1\"/>", "<c/><p:b n=\"2&lt;\"></p:b>");
        assert_eq!(edits.apply(text).unwrap(), expected);
    }

    #[test]
    fn a_tag_keeps_its_other_attributes() {
        let mut tags = Tags::of("<a x='\"' y=\"&lt;\" z=\"\"/>");
        let tag = tags.next().unwrap().unwrap();
        assert_eq!(tag.with(&[("z", None)], tag.kind), "<a x=\"&quot;\" y=\"&lt;\"/>");
    }
}
