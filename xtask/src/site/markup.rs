//! The little of HTML that putting the page together needs.

/// A place where the page names one of its own files.
pub(super) enum Reference<'a> {
    /// `<link rel="stylesheet" href="PATH">`, perhaps with `media`.
    Style { path: &'a str, media: Option<&'a str> },
    /// `<link rel="icon" href="PATH">`
    Icon { path: &'a str },
    /// `<script type="module" src="PATH"></script>`
    Script { path: &'a str },
}

/// Where the tags that the build adds begin: right behind the encoding.
const HEAD: &str = "<meta charset=\"utf-8\">";

const LINK: &str = "<link ";
const SCRIPT: &str = "<script ";
const SCRIPT_END: &str = "</script>";

/// The page with every reference replaced.
pub(super) fn replace<'a>(
    page: &'a str,
    mut by: impl FnMut(Reference<'a>) -> Result<String, String>,
) -> Result<String, String> {
    let mut done = String::new();
    let mut rest = page;
    while let Some(start) = [LINK, SCRIPT].iter().filter_map(|tag| rest.find(tag)).min() {
        let (before, tag) = rest.split_at(start);
        done.push_str(before);
        let (tag, mut behind) = tag.split_once('>').ok_or("expected `>` behind a tag")?;
        if tag.starts_with(SCRIPT) {
            behind = behind
                .strip_prefix(SCRIPT_END)
                .ok_or_else(|| format!("expected `{tag}>` to be empty"))?;
        }
        done.push_str(&by(Reference::of(tag)?)?);
        rest = behind;
    }
    done.push_str(rest);
    Ok(done)
}

impl<'a> Reference<'a> {
    fn of(tag: &'a str) -> Result<Self, String> {
        let file = |name| {
            let path = attribute(tag, name).ok_or_else(|| format!("expected `{name}` in `{tag}>`"));
            path.map(|path| path.strip_prefix("./").unwrap_or(path))
        };
        match (attribute(tag, "rel"), attribute(tag, "type")) {
            (Some("stylesheet"), _) => {
                Ok(Self::Style { path: file("href")?, media: attribute(tag, "media") })
            }
            (Some("icon"), _) => Ok(Self::Icon { path: file("href")? }),
            (None, Some("module")) => Ok(Self::Script { path: file("src")? }),
            _ => Err(format!("expected a style, an icon or a module, found `{tag}>`")),
        }
    }
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, value) = tag.split_once(&format!(" {name}=\""))?;
    value.split_once('"').map(|(value, _)| value)
}

/// The page with these tags at the beginning of its head.
pub(super) fn begin_head(page: &str, tags: &[String]) -> Result<String, String> {
    let (before, behind) =
        page.split_once(HEAD).ok_or_else(|| format!("expected `{HEAD}` in the page"))?;
    let tags: String = tags.iter().flat_map(|tag| ["\n", tag]).collect();
    Ok(format!("{before}{HEAD}{tags}{behind}"))
}

/// The page with these elements at the end of its body.
pub(super) fn end_body(page: &str, elements: &[String]) -> Result<String, String> {
    let (before, behind) = page.rsplit_once("</body>").ok_or("expected `</body>` in the page")?;
    let elements: String = elements.iter().flat_map(|element| [element, "\n"]).collect();
    Ok(format!("{before}{elements}</body>{behind}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(page: &str) -> Result<String, String> {
        replace(page, |reference| {
            Ok(match reference {
                Reference::Style { path, media } => format!("[style {path} {media:?}]"),
                Reference::Icon { path } => format!("[icon {path}]"),
                Reference::Script { path } => format!("[script {path}]"),
            })
        })
    }

    #[test]
    fn references_are_replaced_and_all_else_stays() {
        let page = "<link rel=\"stylesheet\" href=\"./a.css\" media=\"print\">\n\
                    <link rel=\"icon\" href=\"i.svg\" type=\"image/svg+xml\"><p>text</p>\n\
                    <script type=\"module\" src=\"js/b.js\"></script>\n";
        let expected = "[style a.css Some(\"print\")]\n[icon i.svg]<p>text</p>\n[script js/b.js]\n";
        assert_eq!(named(page).unwrap(), expected);
    }

    #[test]
    fn script_in_the_page_is_refused() {
        let filled = named("<script type=\"module\" src=\"b.js\">1</script>").unwrap_err();
        assert!(filled.ends_with("to be empty"), "{filled}");
        let classic = named("<script src=\"b.js\"></script>").unwrap_err();
        assert!(classic.starts_with("expected a style, an icon or a module"), "{classic}");
    }
}
