//! The pages that explain codes, as HTML.

use crate::html::escaped;

/// A page of Markdown as HTML, as a part of a page. Of Markdown only what the explanation pages
/// use: headings, paragraphs, lists, blocks of code, and code in a line.
///
/// ```
/// use esep_documents::page_to_html;
/// let page = "# F001\n\nA *sum*\nof `a < b`.\n\n- one\n- two\n\n```toml a.toml\nx = 1\n```\n";
/// assert_eq!(
///     page_to_html(page),
///     "<h1>F001</h1>\n<p>A *sum* of <code>a &lt; b</code>.</p>\n\
///      <ul>\n<li>one</li>\n<li>two</li>\n</ul>\n<pre><code>x = 1\n</code></pre>\n",
/// );
/// ```
pub fn page_to_html(page: &str) -> String {
    let mut html = String::new();
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(fence) = fence(line) {
            let code = lines.by_ref().take_while(|line| *line != fence);
            let code: String = code.flat_map(|line| [line, "\n"]).collect();
            html.extend(["<pre><code>", &escaped_lines(&code), "</code></pre>\n"]);
        } else if let Some(heading) = line.strip_prefix("# ") {
            html.extend(["<h1>", &inline(heading), "</h1>\n"]);
        } else if let Some(heading) = line.strip_prefix("## ") {
            html.extend(["<h2>", &inline(heading), "</h2>\n"]);
        } else if let Some(first) = line.strip_prefix("- ") {
            html.push_str("<ul>\n");
            html.extend(["<li>", &inline(first), "</li>\n"]);
            while let Some(item) = lines.next_if(|line| line.starts_with("- ")) {
                html.extend(["<li>", &inline(item.trim_start_matches("- ")), "</li>\n"]);
            }
            html.push_str("</ul>\n");
        } else if !line.is_empty() {
            let mut paragraph = line.to_owned();
            while let Some(more) = lines.next_if(|line| is_text(line)) {
                paragraph.extend([" ", more]);
            }
            html.extend(["<p>", &inline(&paragraph), "</p>\n"]);
        }
    }
    html
}

fn is_text(line: &str) -> bool {
    !line.is_empty() && fence(line).is_none() && !line.starts_with("- ") && !line.starts_with('#')
}

/// The marks with which a block of code begins and ends.
fn fence(line: &str) -> Option<&str> {
    let end = line.len() - line.trim_start_matches('`').len();
    line.get(..end).filter(|marks| marks.len() >= 3)
}

fn escaped_lines(code: &str) -> String {
    code.split('\n').map(escaped).collect::<Vec<_>>().join("\n")
}

/// A text with its code set off.
fn inline(text: &str) -> String {
    let mut html = String::new();
    for (index, piece) in text.split('`').enumerate() {
        let piece = escaped(piece);
        if index % 2 == 0 {
            html.push_str(&piece);
        } else {
            html.extend(["<code>", &piece, "</code>"]);
        }
    }
    html
}
