//! `book.toml`: what a book says of itself.

use esep::{Code, Finding, Language, Message, Text, Written};

use crate::source::Source;
use crate::toml::read_toml;
use crate::tree::{Node, Value, unknown_key};

/// What `book.toml` says. All of it is optional.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// The title of the book.
    pub title: Option<Text>,
    /// The languages in which figures are written in documents that do not say theirs.
    pub languages: Vec<Language>,
    /// The currency of amounts of money, by its code of ISO 4217.
    pub currency: Option<Written>,
    /// The code of the organization whose book it is.
    pub root: Option<Written>,
    /// The forms for which not every organization is expected to report.
    pub partial: Vec<Written>,
}

/// Reads `book.toml`.
///
/// The keys are `title` (a text, or a table with `kk`, `ru`, `en`), `languages`, `currency`, `root`
/// and `partial`.
pub fn read_settings(source: &Source) -> (Settings, Vec<Finding>) {
    const KEYS: [&str; 5] = ["title", "languages", "currency", "root", "partial"];
    let (root, mut findings) = read_toml(source);
    let mut settings = Settings::default();
    let Value::Table(children) = root.value else { return (settings, findings) };
    for (key, node) in &children {
        match &*key.text {
            "title" => settings.title = title(node, &mut findings),
            "languages" => settings.languages = languages(node, &mut findings),
            "currency" => settings.currency = currency(node, &mut findings),
            "root" => settings.root = node.text("root", &mut findings),
            "partial" => settings.partial = node.texts("partial", &mut findings),
            _ => findings.push(unknown_key(key, &KEYS)),
        }
    }
    (settings, findings)
}

/// A text for all languages, or one for each; the first that is given stands for those missing.
fn title(node: &Node, findings: &mut Vec<Finding>) -> Option<Text> {
    let Value::Table(children) = &node.value else {
        return node.text("title", findings).map(|written| Text::same(&written.text));
    };
    let codes = Language::ALL.map(Language::code);
    let others = children.iter().filter(|(key, _)| !codes.contains(&&*key.text));
    findings.extend(others.map(|(key, _)| unknown_key(key, &codes)));
    let [kk, ru, en] = codes.map(|code| {
        let child = children.iter().find(|(key, _)| &*key.text == code);
        child.and_then(|(_, node)| node.text("title", findings)).map(|written| written.text)
    });
    let first = kk.clone().or_else(|| ru.clone()).or_else(|| en.clone())?;
    let [kk, ru, en] = [kk, ru, en].map(|text| text.unwrap_or_else(|| first.clone()).to_string());
    Some(Text::new(kk, ru, en))
}

fn languages(node: &Node, findings: &mut Vec<Finding>) -> Vec<Language> {
    let mut languages = Vec::new();
    for written in node.texts("languages", findings) {
        match Language::parse(&written.text) {
            Some(language) if languages.contains(&language) => {}
            Some(language) => languages.push(language),
            None => {
                let message =
                    Message::new("unreadable-value.language").with("text", &*written.text);
                findings.push(Finding::new(Code::UnreadableValue, Some(written.place), message));
            }
        }
    }
    languages
}

fn currency(node: &Node, findings: &mut Vec<Finding>) -> Option<Written> {
    let written = node.text("currency", findings)?;
    if written.text.len() == 3 && written.text.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Some(written);
    }
    let message = Message::new("unreadable-value.currency").with("text", &*written.text);
    findings.push(Finding::new(Code::UnreadableValue, Some(written.place), message));
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test::{parsed, shown};

    fn check(text: &str, findings: &[&str]) -> Settings {
        let (settings, found) = read_settings(&parsed("book.toml", text));
        assert_eq!(shown(&found), findings);
        settings
    }

    #[test]
    fn all_that_a_book_says() {
        let settings = check(
            "title = { ru = \"Книга\", en = \"Book\" }\nlanguages = [\"kk\", \"ru\"]\n\
             currency = \"KZT\"\nroot = \"kz-edu\"\npartial = [\"training\"]\n",
            &[],
        );
        assert_eq!(settings.title, Some(Text::new("Книга", "Книга", "Book")));
        assert_eq!(settings.languages, [Language::Kk, Language::Ru]);
        let root = settings.root.unwrap();
        assert_eq!((&*root.text, root.place.to_string().as_str()), ("kz-edu", "book.toml:4:9"));
        assert_eq!(settings.partial.len(), 1);
    }

    #[test]
    fn what_cannot_be_used_is_said_and_the_rest_read() {
        let settings = check(
            "titel = \"x\"\ntitle = 1093 members\nlanguages = \"de\"\ncurrency = \"tenge\"\n\
             root = [1]\n",
            &[
                "book.toml:2:9 I006 unreadable-document.toml-unquoted text=1093 members \
                 | hint.quote-text text=1093 members",
                "book.toml:1:1 I010 unknown-key key=titel | hint.nearest name=title",
                "book.toml:3:14 I011 unreadable-value.language text=de",
                "book.toml:4:13 I011 unreadable-value.currency text=tenge",
                "book.toml:5:8 I011 unreadable-value.text key=root",
            ],
        );
        assert_eq!(settings.title, Some(Text::same("1093 members")));
    }
}
