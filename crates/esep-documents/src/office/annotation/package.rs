//! The parts of a packed file, some of them with another text.

use std::collections::BTreeMap;

use super::edits::{Edits, Kind, Tags, escaped};
use crate::grids::Trouble;
use crate::office::container::{Container, Relation};

const CONTENT_TYPES: &str = "[Content_Types].xml";
const KINDS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
const NO_RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"/>";

/// A packed file that is changed.
pub(super) struct Package<'a> {
    pub(super) container: Container<'a>,
    /// The parts that have another text, or are new.
    changed: BTreeMap<String, String>,
}

impl<'a> Package<'a> {
    pub(super) fn open(container: Container<'a>) -> Self {
        Self { container, changed: BTreeMap::new() }
    }

    /// The text of a part, as it is now.
    pub(super) fn text(&mut self, part: &str) -> Result<Option<String>, Trouble> {
        match self.changed.get(part) {
            Some(text) => Ok(Some(text.clone())),
            None => self.container.text(part),
        }
    }

    pub(super) fn put(&mut self, part: &str, text: String) {
        self.changed.insert(part.to_owned(), text);
    }

    /// A name that no part has yet: a number between beginning and ending makes it.
    pub(super) fn free_name(&self, beginning: &str, ending: &str) -> Result<String, Trouble> {
        let mut names = (1..=u16::MAX).map(|number| format!("{beginning}{number}{ending}"));
        let is_free = |name: &String| !self.container.has(name) && !self.changed.contains_key(name);
        names.find(is_free).ok_or(Trouble::Damaged)
    }

    /// Has a part refer to another, and says by which id. `known` is what it refers to already.
    pub(super) fn relate(
        &mut self,
        part: &str,
        kind: &str,
        target: &str,
        known: &[Relation],
    ) -> Result<String, Trouble> {
        let mut ids = (1..=u16::MAX).map(|number| format!("{kind}{number}"));
        let is_free = |id: &String| known.iter().all(|relation| relation.id != *id);
        let id = ids.find(is_free).ok_or(Trouble::Damaged)?;
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let slash = if folder.is_empty() { "" } else { "/" };
        let relations = format!("{folder}{slash}_rels/{file}.rels");
        let text = self.text(&relations)?.unwrap_or_else(|| NO_RELATIONS.to_owned());
        let item = |prefix: &str| {
            let target = escaped(target);
            format!(
                "<{prefix}Relationship Id=\"{id}\" Type=\"{KINDS}{kind}\" Target=\"/{target}\"/>"
            )
        };
        self.put(&relations, appended(&text, "Relationships", item)?);
        Ok(id)
    }

    /// Says of which type a part is.
    pub(super) fn declare(&mut self, part: &str, content_type: &str) -> Result<(), Trouble> {
        let text = self.text(CONTENT_TYPES)?.ok_or(Trouble::Damaged)?;
        let part = escaped(part);
        let text = appended(&text, "Types", |prefix| {
            format!("<{prefix}Override PartName=\"/{part}\" ContentType=\"{content_type}\"/>")
        })?;
        self.put(CONTENT_TYPES, text);
        Ok(())
    }

    /// Says of which type the parts with an ending are, where that is not said yet.
    pub(super) fn declare_ending(&mut self, ending: &str, kind: &str) -> Result<(), Trouble> {
        let text = self.text(CONTENT_TYPES)?.ok_or(Trouble::Damaged)?;
        let mut tags = Tags::of(&text);
        while let Some(tag) = tags.next()? {
            let is_same = |named: String| named.eq_ignore_ascii_case(ending);
            if tag.begins("Default") && tag.attribute("Extension").is_some_and(is_same) {
                return Ok(());
            }
        }
        let text = appended(&text, "Types", |prefix| {
            format!("<{prefix}Default Extension=\"{ending}\" ContentType=\"{kind}\"/>")
        })?;
        self.put(CONTENT_TYPES, text);
        Ok(())
    }

    /// The packed file with its changes.
    pub(super) fn write(mut self) -> Result<Vec<u8>, Trouble> {
        self.container.rewritten(&self.changed)
    }
}

/// A text in which an item is the last of the element that is named; it is given the element's
/// prefix.
fn appended(text: &str, element: &str, item: impl Fn(&str) -> String) -> Result<String, Trouble> {
    let mut tags = Tags::of(text);
    while let Some(tag) = tags.next()? {
        let mut edits = Edits::default();
        if tag.ends(element) {
            edits.insert(tag.at.start, item(tag.prefix()));
        } else if tag.name() == element && tag.kind == Kind::IsAll {
            let all = [tag.with(&[], Kind::Opens), item(tag.prefix()), tag.closing()];
            edits.replace(&tag.at, all.concat());
        } else {
            continue;
        }
        return edits.apply(text);
    }
    Err(Trouble::Damaged)
}
