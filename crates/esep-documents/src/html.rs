//! HTML: pages that stand by themselves, and parts of pages.

use esep::Language;

/// How much of a page is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HtmlExtent {
    /// A part, to stand in another page.
    Fragment,
    /// A page that stands by itself: it needs no other file, and prints well.
    Document,
}

impl HtmlExtent {
    /// The fragment as it is, or in a page with this title.
    pub(crate) fn finish(self, title: &str, language: Language, fragment: String) -> String {
        match self {
            Self::Fragment => fragment,
            Self::Document => html_document(title, language, &fragment),
        }
    }
}

/// What a page looks like, on a screen of any width, in the dark, and on paper.
const STYLE: &str = "\
:root { color-scheme: light dark; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; margin: 1.5rem 0; }
caption { padding: .25rem 0; text-align: start; font-weight: 600; }
th, td { padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #8886; text-align: start; vertical-align: top; font-weight: 400; }
thead th { font-weight: 600; }
.number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
.computed { font-style: italic; }
.findings > li { margin: .75rem 0; }
.place { opacity: .8; }
.explanation { margin: .5rem 0 0; padding-inline-start: .75rem; border-inline-start: 3px solid #8886; }
.explanation > * { margin: .25rem 0; }
@media print { body { max-width: none; margin: 0; padding: 0; font-size: 10pt; } .scroll { overflow: visible; } tr, li { break-inside: avoid; } thead { display: table-header-group; } }
";

/// A page of HTML with this title and heading, in this language, around a fragment. It loads nothing and runs
/// nothing.
pub fn html_document(title: &str, language: Language, fragment: &str) -> String {
    page(title, title, language, STYLE, fragment)
}

/// A page with a title for its window, a heading, and looks of its own.
pub(crate) fn page(
    title: &str,
    heading: &str,
    language: Language,
    style: &str,
    fragment: &str,
) -> String {
    let (title, heading) = (escaped(title), escaped(heading));
    format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src \
         'unsafe-inline'\">\n<title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n\
         <main>\n<h1>{heading}</h1>\n{fragment}</main>\n</body>\n</html>\n"
    )
}

/// A text as it can stand in HTML, between tags and between quotation marks.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ if character.is_control() => escaped.push(' '),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// A sentence, its words in backticks set off.
pub(crate) fn sentence(text: &str) -> String {
    let mut pieces = text.split('`');
    let mut html = escaped(pieces.next().unwrap_or_default());
    let rest: Vec<&str> = pieces.collect();
    for pair in rest.chunks(2) {
        match pair {
            [name, after] => html.extend(["<b>", &escaped(name), "</b>", &escaped(after)]),
            [unclosed] => html.extend(["`", &escaped(unclosed)]),
            _ => {}
        }
    }
    html
}

/// Sentences, each a paragraph.
pub(crate) fn paragraphs<'a>(sentences: impl Iterator<Item = &'a str>) -> String {
    let mut html = String::new();
    for text in sentences {
        html.extend(["<p>", &sentence(text), "</p>\n"]);
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_becomes_a_tag() {
        assert_eq!(escaped("<a href=\"x\">'&\n"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp; ");
        assert_eq!(sentence("`a<b` is `c` `d"), "<b>a&lt;b</b> is <b>c</b> `d");
        assert_eq!(sentence("plain"), "plain");
    }

    #[test]
    fn a_page_names_its_language_and_loads_nothing() {
        let page = html_document("<x>", Language::Kk, "<p>y</p>\n");
        assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"kk\">\n"), "{page}");
        assert!(page.contains("<title>&lt;x&gt;</title>"), "{page}");
        assert!(page.contains("default-src 'none'"), "{page}");
        assert!(
            page.ends_with("<main>\n<h1>&lt;x&gt;</h1>\n<p>y</p>\n</main>\n</body>\n</html>\n"),
            "{page}"
        );
    }
}
