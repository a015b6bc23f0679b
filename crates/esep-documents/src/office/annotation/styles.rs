//! Looks of cells: each that is needed once more, on a ground that marks it.

use std::collections::BTreeMap;
use std::ops::Range;

use super::edits::{Edits, Kind, Tag, Tags};
use crate::grids::{Mark, Trouble};

/// The grounds that mark cells, in the order in which they are added.
const GROUNDS: [(Mark, &str); 3] =
    [(Mark::Error, "FFFFC7CE"), (Mark::Warning, "FFFFEB9C"), (Mark::Concerned, "FFDDEBF7")];

/// The part of a workbook that says how cells look.
pub(super) struct Styles {
    text: String,
    fills: List,
    looks: List,
    /// The looks that there are: the tag of each, and where what it holds ends.
    known: Vec<(Tag, Range<usize>)>,
    /// The looks that are added, by number of the one they are made of.
    added: BTreeMap<(usize, Mark), usize>,
    /// In the order of their numbers.
    order: Vec<(usize, Mark)>,
}

/// A list of the part: its first tag, where it ends, and how many items it has.
struct List {
    tag: Tag,
    end: usize,
    items: usize,
}

impl Styles {
    /// Reads the part; `None` where it has no looks or no grounds.
    pub(super) fn read(text: &str) -> Result<Option<Self>, Trouble> {
        let (mut fills, mut looks, mut open) = (None, None, None);
        let mut known: Vec<(Tag, Range<usize>)> = Vec::new();
        let mut tags = Tags::of(text);
        while let Some(tag) = tags.next()? {
            let is_list = tag.depth == 1 && matches!(tag.name(), "fills" | "cellXfs");
            if is_list && tag.kind == Kind::Opens {
                open = Some(List { tag, end: 0, items: 0 });
            } else if is_list && tag.kind == Kind::Closes {
                let list = open.take().map(|list| List { end: tag.at.start, ..list });
                *(if tag.name() == "fills" { &mut fills } else { &mut looks }) = list;
            } else if let Some(list) = open.as_mut().filter(|_| tag.depth == 2) {
                let is_look = list.tag.name() == "cellXfs";
                if tag.kind != Kind::Closes {
                    list.items += 1;
                    if is_look {
                        let inside = tag.at.end..tag.at.end;
                        known.push((tag, inside));
                    }
                } else if let Some((_, inside)) = known.last_mut().filter(|_| is_look) {
                    inside.end = tag.at.start;
                }
            }
        }
        let Some((fills, looks)) = fills.zip(looks) else { return Ok(None) };
        let (added, order) = (BTreeMap::new(), Vec::new());
        Ok(Some(Self { text: text.to_owned(), fills, looks, known, added, order }))
    }

    /// The number of a look like that of this number, but marked.
    pub(super) fn marked(&mut self, look: usize, mark: Mark) -> usize {
        let next = self.known.len() + self.order.len();
        *self.added.entry((look, mark)).or_insert_with(|| {
            self.order.push((look, mark));
            next
        })
    }

    /// The part with what was added.
    pub(super) fn write(&self) -> String {
        let count = |list: &List, more: usize| {
            list.tag.with(&[("count", Some((list.items + more).to_string()))], Kind::Opens)
        };
        let prefix = self.fills.tag.prefix();
        let grounds = GROUNDS.map(|(_, color)| {
            format!(
                "<{prefix}fill><{prefix}patternFill patternType=\"solid\">\
                 <{prefix}fgColor rgb=\"{color}\"/><{prefix}bgColor indexed=\"64\"/>\
                 </{prefix}patternFill></{prefix}fill>"
            )
        });
        let looks = self.order.iter().filter_map(|(look, mark)| {
            let (tag, inside) = self.known.get(*look).or_else(|| self.known.first())?;
            let ground = GROUNDS.iter().position(|(marks, _)| marks == mark)?;
            let fill = (self.fills.items + ground).to_string();
            let changes = [("fillId", Some(fill)), ("applyFill", Some("1".to_owned()))];
            let mut look = tag.with(&changes, tag.kind);
            if tag.kind == Kind::Opens {
                look.push_str(self.text.get(inside.clone())?);
                look.push_str(&tag.closing());
            }
            Some(look)
        });
        let mut edits = [
            (self.fills.tag.at.clone(), count(&self.fills, GROUNDS.len())),
            (self.fills.end..self.fills.end, grounds.concat()),
            (self.looks.tag.at.clone(), count(&self.looks, self.order.len())),
            (self.looks.end..self.looks.end, looks.collect()),
        ];
        edits.sort_by_key(|(at, _)| at.start);
        let mut all = Edits::default();
        for (at, text) in edits {
            all.replace(&at, text);
        }
        // The places are those of the text itself.
        all.apply(&self.text).unwrap_or_else(|_| self.text.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_is_added_once_on_its_ground() {
        let text = "<s><fills count=\"2\"><fill/><fill/></fills><cellXfs count=\"2\">\
            <xf numFmtId=\"0\"/><xf numFmtId=\"170\" fillId=\"1\"><alignment wrapText=\"1\"/></xf>\
            </cellXfs><cellStyles/></s>";
        let mut styles = Styles::read(text).unwrap().unwrap();
        assert_eq!(styles.marked(1, Mark::Warning), 2);
        assert_eq!(styles.marked(0, Mark::Error), 3);
        assert_eq!(styles.marked(1, Mark::Warning), 2);
        let written = styles.write();
        let looks = written.split_once("<cellXfs").unwrap().1;
        assert_eq!(
            looks,
            " count=\"4\"><xf numFmtId=\"0\"/><xf numFmtId=\"170\" fillId=\"1\">\
             <alignment wrapText=\"1\"/></xf><xf numFmtId=\"170\" fillId=\"3\" applyFill=\"1\">\
             <alignment wrapText=\"1\"/></xf><xf numFmtId=\"0\" fillId=\"2\" applyFill=\"1\"/>\
             </cellXfs><cellStyles/></s>"
        );
        assert!(written.starts_with("<s><fills count=\"5\"><fill/><fill/><fill><patternFill"));
    }
}
