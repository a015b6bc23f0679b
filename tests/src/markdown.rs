//! As much of Markdown as golden cases need: headings and fenced blocks.

use std::ops::Range;

/// A heading or a fenced block; all else is prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Element {
    /// A heading and how deep it is, from 1.
    Heading(usize, String),
    /// A fenced block.
    Block(Block),
}

/// A fenced block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    /// What stands after the opening fence.
    pub(crate) info: String,
    /// What stands between the fences, each line with its end.
    pub(crate) text: String,
    /// The line of the opening fence, from 1.
    pub(crate) line: usize,
    /// The bytes from the opening fence to the end of the closing one.
    pub(crate) range: Range<usize>,
}

/// The headings and blocks of a page, in order. A block that is never closed ends with the page.
pub(crate) fn elements(page: &str) -> Vec<Element> {
    let mut elements = Vec::new();
    let mut open: Option<(usize, Block)> = None;
    let mut start = 0;
    for (index, line) in page.split_inclusive('\n').enumerate() {
        let end = start + line.len();
        let ticks = line.len() - line.trim_start_matches('`').len();
        open = match open.take() {
            Some((fence, mut block)) if ticks >= fence && line[ticks..].trim().is_empty() => {
                block.range.end = end;
                elements.push(Element::Block(block));
                None
            }
            Some((fence, mut block)) => {
                block.text += line;
                block.range.end = end;
                Some((fence, block))
            }
            None if ticks >= 3 => {
                let info = line[ticks..].trim().to_owned();
                let text = String::new();
                Some((ticks, Block { info, text, line: index + 1, range: start..end }))
            }
            None => {
                let level = line.len() - line.trim_start_matches('#').len();
                if (1..=6).contains(&level) && line[level..].starts_with(' ') {
                    elements.push(Element::Heading(level, line[level..].trim().to_owned()));
                }
                None
            }
        };
        start = end;
    }
    elements.extend(open.map(|(_, block)| Element::Block(block)));
    elements
}

/// A block as text, its fence longer than any that stands inside.
pub(crate) fn fenced(info: &str, text: &str) -> String {
    let ticks = |line: &str| line.len() - line.trim_start_matches('`').len();
    let fence = "`".repeat(text.lines().map(ticks).max().map_or(3, |inner| 3.max(inner + 1)));
    format!("{fence}{info}\n{text}{fence}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_fence_holds_a_shorter_one() {
        let page = format!("# Title\n\nprose\n\n{}", fenced("console", "```toml\n# no\n```\n"));
        let [Element::Heading(1, title), Element::Block(block)] = &elements(&page)[..] else {
            panic!("expected a heading and a block");
        };
        assert_eq!(title, "Title");
        assert_eq!(block.text, "```toml\n# no\n```\n");
        assert_eq!(&page[block.range.clone()], fenced(&block.info, &block.text));
        assert_eq!(block.line, 5);
    }

    #[test]
    fn an_unclosed_block_ends_with_the_page() {
        assert!(matches!(&elements("```\nx")[..], [Element::Block(block)] if block.text == "x"));
    }
}
