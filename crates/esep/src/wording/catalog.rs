//! The sentences of one language, by key.

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::language::Language;

/// The sentences of one language, sorted by their keys.
#[derive(Debug)]
pub(super) struct Catalog(Vec<(&'static str, Cow<'static, str>)>);

impl Catalog {
    /// The sentences of this language; read once.
    pub(super) fn of(language: Language) -> &'static Self {
        static NONE: Catalog = Catalog(Vec::new());
        let catalog = place_of(language);
        match source(language) {
            Some(source) => catalog.get_or_init(|| Self::read(source)),
            None => catalog.get().unwrap_or(&NONE),
        }
    }

    /// Brings the sentences of this language, unless they are there.
    pub(super) fn bring(language: Language, source: &str) {
        place_of(language).get_or_init(|| Self::read(Box::leak(source.into())));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Reads a file of which every line is `"key" = "sentence"`, blank, or a comment: of TOML no
    /// more than that. The tests hold it against TOML.
    fn read(source: &'static str) -> Self {
        let line = |line: &'static str| {
            let (key, text) = line.strip_prefix('"')?.split_once("\" = \"")?;
            let text = text.strip_suffix('"')?;
            let text = if text.contains('\\') { unescaped(text).into() } else { text.into() };
            Some((key, text))
        };
        let mut sentences: Vec<_> = source.lines().filter_map(line).collect();
        sentences.sort_unstable_by_key(|(key, _)| *key);
        Self(sentences)
    }

    /// The template of this key.
    pub(super) fn template(&self, key: &str) -> Option<&str> {
        let at = self.0.binary_search_by_key(&key, |(key, _)| key).ok()?;
        self.0.get(at).map(|(_, text)| &**text)
    }

    /// The templates whose keys begin so, by the rest of the key.
    pub(super) fn family(
        &'static self,
        prefix: &'static str,
    ) -> impl Iterator<Item = (&'static str, &'static str)> {
        let templates = self.0.iter();
        templates.filter_map(move |(key, text)| Some((key.strip_prefix(prefix)?, &**text)))
    }
}

/// What a text with backslashes says.
fn unescaped(text: &str) -> String {
    let mut letters = text.chars();
    let next = || {
        let letter = letters.next()?;
        let escaped = if letter == '\\' { letters.next() } else { return Some(letter) };
        Some(match escaped? {
            'n' => '\n',
            't' => '\t',
            other => other,
        })
    };
    std::iter::from_fn(next).collect()
}

/// Where the sentences of a language are kept.
fn place_of(language: Language) -> &'static OnceLock<Catalog> {
    static CATALOGS: [OnceLock<Catalog>; 3] = [const { OnceLock::new() }; 3];
    let [kk, ru, en] = &CATALOGS;
    match language {
        Language::Kk => kk,
        Language::Ru => ru,
        Language::En => en,
    }
}

/// The sentences that stand in the program.
#[cfg(feature = "messages")]
#[expect(clippy::unnecessary_wraps, reason = "without the feature there is none")]
fn source(language: Language) -> Option<&'static str> {
    Some(match language {
        Language::Kk => include_str!("../../messages/kk.toml"),
        Language::Ru => include_str!("../../messages/ru.toml"),
        Language::En => include_str!("../../messages/en.toml"),
    })
}

/// The sentences stand elsewhere: see [`Catalog::bring`].
#[cfg(not(feature = "messages"))]
fn source(_: Language) -> Option<&'static str> {
    None
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use super::*;
    use crate::finding::Code;
    use crate::period::PeriodLength;
    use crate::wording::plural;
    use crate::wording::template::{Piece, pieces};

    fn keys(language: Language) -> BTreeSet<&'static str> {
        Catalog::of(language).0.iter().map(|(key, _)| *key).collect()
    }

    #[test]
    fn messages_are_read_as_toml_says() {
        for language in Language::ALL {
            // A key that comes twice is no TOML.
            let expected: BTreeMap<String, String> =
                toml::from_str(source(language).unwrap()).unwrap();
            let read = &Catalog::of(language).0;
            let read: Vec<_> = read.iter().map(|(key, text)| (*key, &**text)).collect();
            let expected: Vec<_> = expected.iter().map(|(key, text)| (&**key, &**text)).collect();
            assert_eq!(read, expected, "{language}");
        }
    }

    /// The names of all gaps, and of the numbers that choose.
    fn gaps<'t>(pieces: &[Piece<'t>]) -> BTreeSet<&'t str> {
        let mut names = BTreeSet::new();
        for piece in pieces {
            match piece {
                Piece::Text(_) => {}
                Piece::Gap { name, .. } => {
                    names.insert(*name);
                }
                Piece::Plural { name, forms } => {
                    names.insert(*name);
                    names.extend(forms.iter().flat_map(|form| gaps(form)));
                }
            }
        }
        names
    }

    /// The source files below a folder, without their tests and without white space.
    // The core opens no file; this test reads the sources to compare them with the messages.
    #[allow(clippy::disallowed_methods)]
    fn sources(folder: &Path) -> Vec<String> {
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap_or_default();
            if path.is_dir() {
                files.extend(sources(&path));
            } else if path.extension().is_some_and(|ending| ending == "rs") && name != "tests" {
                let text = std::fs::read_to_string(&path).unwrap();
                let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
                files.push(text.split_whitespace().collect());
            }
        }
        files
    }

    /// What the sources of the workspace's crates put between `before` and the next quotation mark.
    fn used(before: &str) -> BTreeSet<String> {
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let mut keys = BTreeSet::new();
        for folder in std::fs::read_dir(crates).unwrap() {
            for file in sources(&folder.unwrap().path().join("src")) {
                let found = file.split(before).skip(1).filter_map(|rest| rest.split('"').next());
                keys.extend(found.map(str::to_owned));
            }
        }
        keys
    }

    #[test]
    fn every_key_is_in_every_language() {
        assert!(keys(Language::En).len() > 100);
        for language in Language::ALL {
            let difference: Vec<_> =
                keys(Language::En).symmetric_difference(&keys(language)).copied().collect();
            assert!(difference.is_empty(), "{language}: {difference:?}");
        }
    }

    #[test]
    fn every_language_has_the_same_gaps() {
        for key in keys(Language::En) {
            let [kk, ru, en] = Language::ALL
                .map(|language| gaps(&pieces(Catalog::of(language).template(key).unwrap())));
            assert_eq!(kk, en, "{key}");
            assert_eq!(ru, en, "{key}");
        }
    }

    #[test]
    fn every_plural_has_all_its_forms() {
        for language in Language::ALL {
            let forms = (0..200).map(|number| plural::form(language, number) + 1).max().unwrap();
            for (_, template) in &Catalog::of(language).0 {
                for piece in pieces(template) {
                    if let Piece::Plural { forms: found, .. } = piece {
                        assert_eq!(found.len(), forms, "{language}: {template}");
                    }
                }
            }
        }
    }

    #[test]
    fn every_russian_plural_says_the_number() {
        // The first form is that of 21 and 101 as well.
        for (key, template) in &Catalog::of(Language::Ru).0 {
            for piece in pieces(template) {
                if let Piece::Plural { name, forms } = piece {
                    let says = |form: &Vec<Piece<'_>>| gaps(form).contains(name);
                    assert!(forms.iter().all(says), "{key}");
                }
            }
        }
    }

    #[test]
    fn sentences_are_worded_alike() {
        for language in Language::ALL {
            for (key, template) in &Catalog::of(language).0 {
                assert_eq!(template.matches('`').count() % 2, 0, "{language}: {key}");
                // The page speaks in whole sentences.
                let is_page = key.starts_with("page.");
                let is_word = key.starts_with("word.");
                let ends_well = is_word || is_page || !template.ends_with(['.', '!', ' ']);
                assert!(ends_well, "{language}: {key}");
                // Months, abbreviations and what is printed on a form are written as they are.
                let mut letters = template.chars().map(char::is_uppercase);
                let is_sentence = letters.next() == Some(true) && letters.next() == Some(false);
                let free = ["period.", "help.", "template.form", "word.template-"];
                let is_free = is_page || free.iter().any(|family| key.starts_with(family));
                assert!(!is_sentence || is_free, "{language}: {key}");
            }
        }
    }

    #[test]
    fn every_code_and_period_has_its_words() {
        let keys = keys(Language::En);
        for code in Code::ALL {
            let name = code.name();
            let variants = format!("{name}.");
            assert!(keys.iter().any(|key| *key == name || key.starts_with(&variants)), "{name}");
            assert!(keys.contains(&*format!("title.{name}")), "{name}");
        }
        for length in PeriodLength::ALL {
            for number in 1..=length.in_a_year() {
                assert!(keys.contains(&*format!("period.{}.{number}", length.name())));
            }
        }
    }

    /// The keys among the texts in quotation marks: hints, and variants of the main messages.
    fn keys_in_sources() -> BTreeSet<String> {
        let is_key = |text: &String| {
            let known = |family: &str| family == "hint" || Code::parse(family).is_some();
            let is_plain =
                text.chars().all(|c| c.is_ascii_lowercase() || "-.0123456789".contains(c));
            is_plain && text.split_once('.').is_some_and(|(family, _)| known(family))
        };
        used("\"").into_iter().filter(is_key).collect()
    }

    #[test]
    fn every_key_that_the_sources_use_is_there() {
        let keys = keys(Language::En);
        let mut wanted = keys_in_sources();
        wanted.extend(used("Message::new(\""));
        wanted.extend(used(".word(\"").into_iter().map(|word| format!("word.{word}")));
        assert!(!wanted.is_empty());
        let missing: Vec<_> = wanted.iter().filter(|key| !keys.contains(key.as_str())).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn every_key_is_used() {
        let used = used("\"");
        // The program's own tests see to the words of its help, those of the catalog to the units,
        // the page of calculators to its texts.
        let families = ["word", "title", "period", "help", "unit", "page"];
        let is_idle = |key: &&str| {
            let (family, rest) = key.split_once('.').unwrap_or((key, ""));
            match family {
                "word" => !used.contains(rest),
                _ => {
                    !families.contains(&family)
                        && !used.contains(*key)
                        && Code::parse(key).is_none()
                }
            }
        };
        let idle: Vec<_> = keys(Language::En).into_iter().filter(is_idle).collect();
        assert!(idle.is_empty(), "{idle:?}");
    }

    /// The scripts and the markup of the page of calculators.
    // As above: a test may read the files that it speaks of.
    #[allow(clippy::disallowed_methods)]
    fn page_files() -> String {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("esep-wasm").join("web");
        let mut files = String::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "js" || ending == "html") {
                files.push_str(&std::fs::read_to_string(&path).unwrap());
            }
        }
        files
    }

    #[test]
    fn the_page_uses_its_keys_and_no_others() {
        let files = page_files();
        let quoted: BTreeSet<&str> = files.split('"').collect();
        let keys = keys(Language::En);
        let of_page: BTreeSet<&str> =
            keys.iter().filter_map(|key| key.strip_prefix("page.")).collect();
        let idle: Vec<_> = of_page.difference(&quoted).collect();
        assert!(idle.is_empty(), "{idle:?}");

        let families: BTreeSet<&str> =
            of_page.iter().filter_map(|key| key.split('.').next()).collect();
        let is_key = |text: &&&str| {
            let is_plain = text.chars().all(|c| c.is_ascii_alphanumeric() || "-.".contains(c));
            let is_file = [".js", ".css", ".svg"].iter().any(|ending| text.ends_with(ending));
            let family = text.split_once('.').map_or("", |(family, _)| family);
            is_plain && !is_file && families.contains(family)
        };
        let missing: Vec<_> =
            quoted.iter().filter(is_key).filter(|text| !of_page.contains(*text)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
