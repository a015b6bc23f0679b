//! XML one node after the other, of bounded depth and without entities of its own.

use std::io::{BufRead, ErrorKind};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Error, Reader, XmlVersion};

use crate::grids::Trouble;

/// No document nests elements deeper than this.
const DEEPEST: usize = 1_000;

/// No part of a document has more nodes.
const MOST_NODES: usize = 40_000_000;

/// XML that is being read.
pub(super) struct Xml<R> {
    reader: Reader<R>,
    buffer: Vec<u8>,
    depth: usize,
    n_nodes: usize,
}

/// A node of XML. An element without content opens and closes.
pub(super) enum Node {
    Open(Tag),
    Close(String),
    Text(String),
    End,
}

/// The beginning of an element.
pub(super) struct Tag(BytesStart<'static>);

impl<R: BufRead> Xml<R> {
    pub(super) fn new(reader: R) -> Self {
        let mut reader = Reader::from_reader(reader);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, buffer: Vec::new(), depth: 0, n_nodes: 0 }
    }

    /// The next node.
    pub(super) fn next(&mut self) -> Result<Node, Trouble> {
        loop {
            self.buffer.clear();
            self.n_nodes += 1;
            if self.n_nodes > MOST_NODES {
                return Err(Trouble::TooLarge);
            }
            let event = self.reader.read_event_into(&mut self.buffer).map_err(trouble)?;
            let node = match event {
                Event::Start(tag) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(Trouble::Damaged);
                    }
                    Node::Open(Tag(tag.into_owned()))
                }
                Event::End(tag) => {
                    self.depth = self.depth.saturating_sub(1);
                    Node::Close(tag.local_name().as_ref().to_owned())
                }
                Event::Text(text) => Node::Text(text.xml10_content().into_owned()),
                Event::CData(text) => Node::Text(text.xml10_content().into_owned()),
                Event::GeneralRef(reference) => {
                    let letter = reference.resolve_char_ref().map_err(|_| Trouble::Damaged)?;
                    let name = reference.xml10_content();
                    Node::Text(match (letter, name.as_ref()) {
                        (Some(letter), _) => letter.to_string(),
                        (None, "lt") => "<".to_owned(),
                        (None, "gt") => ">".to_owned(),
                        (None, "amp") => "&".to_owned(),
                        (None, "quot") => "\"".to_owned(),
                        (None, "apos") => "'".to_owned(),
                        (None, _) => return Err(Trouble::Entities),
                    })
                }
                // No office program declares anything; whoever does wants it to grow.
                Event::DocType(_) => return Err(Trouble::Entities),
                Event::Eof if self.depth > 0 => return Err(Trouble::Damaged),
                Event::Eof => Node::End,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Empty(_) => continue,
            };
            return Ok(node);
        }
    }

    /// Goes past the rest of the element that was opened last.
    pub(super) fn skip(&mut self) -> Result<(), Trouble> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            self.next()?;
        }
        Ok(())
    }
}

fn trouble(error: Error) -> Trouble {
    match error {
        Error::Io(error) if error.kind() == ErrorKind::FileTooLarge => Trouble::TooLarge,
        _ => Trouble::Damaged,
    }
}

impl Tag {
    /// The name, without the prefix of its namespace.
    pub(super) fn name(&self) -> &str {
        let name = self.0.name().into_inner();
        name.rsplit_once(':').map_or(name, |(_, name)| name)
    }

    /// What an attribute says: by its whole name where that has a prefix, or else with any prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let attributes = attributes.with_checks(false).filter_map(Result::ok);
        for attribute in attributes {
            let key = attribute.key.into_inner();
            let is_meant = if name.contains(':') {
                key == name
            } else {
                key.rsplit_once(':').map_or(key, |(_, key)| key) == name
            };
            if is_meant {
                let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
                return Some(value.into_owned());
            }
        }
        None
    }

    /// The number that an attribute says.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// Whether an attribute says yes.
    pub(super) fn flag(&self, name: &str) -> bool {
        matches!(self.attribute(name).as_deref(), Some("1" | "true" | "on"))
    }
}
