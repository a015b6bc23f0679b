//! The sentences of one language, by key.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::language::Language;

/// The sentences of one language, by key.
#[derive(Debug, Default)]
pub(super) struct Catalog(BTreeMap<String, String>);

impl Catalog {
    /// The sentences of this language; read once.
    pub(super) fn of(language: Language) -> &'static Self {
        static CATALOGS: [OnceLock<Catalog>; 3] = [const { OnceLock::new() }; 3];
        let [kk, ru, en] = &CATALOGS;
        let (catalog, source) = match language {
            Language::Kk => (kk, include_str!("../../messages/kk.toml")),
            Language::Ru => (ru, include_str!("../../messages/ru.toml")),
            Language::En => (en, include_str!("../../messages/en.toml")),
        };
        // A file that cannot be read fails the tests below; a message then shows as its key.
        catalog.get_or_init(|| Self(toml::from_str(source).unwrap_or_default()))
    }

    /// The template of this key.
    pub(super) fn template(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::finding::Code;
    use crate::period::PeriodLength;
    use crate::wording::plural;
    use crate::wording::template::{Piece, pieces};

    fn keys(language: Language) -> BTreeSet<&'static str> {
        Catalog::of(language).0.keys().map(String::as_str).collect()
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

    /// The text of every source file of the workspace's crates.
    // The core opens no file; this test reads the sources to compare them with the messages.
    #[allow(clippy::disallowed_methods)]
    fn sources(folder: &Path) -> String {
        let mut text = String::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                text.push_str(&sources(&path));
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                text.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
        text
    }

    /// What the sources outside of the tests put between `before` and the next quotation mark.
    fn used(before: &str) -> BTreeSet<String> {
        let mut keys = BTreeSet::new();
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        for folder in std::fs::read_dir(crates).unwrap() {
            for file in sources(&folder.unwrap().path().join("src")).split("//! ") {
                let file = file.split("#[cfg(test)]\nmod").next().unwrap();
                let file: String = file.split_whitespace().collect::<Vec<_>>().join("");
                for rest in file.split(before).skip(1) {
                    keys.insert(rest.split('"').next().unwrap().to_owned());
                }
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
            for template in Catalog::of(language).0.values() {
                for piece in pieces(template) {
                    if let Piece::Plural { forms: found, .. } = piece {
                        assert_eq!(found.len(), forms, "{language}: {template}");
                    }
                }
            }
        }
    }

    #[test]
    fn sentences_are_worded_alike() {
        for language in Language::ALL {
            for (key, template) in &Catalog::of(language).0 {
                assert_eq!(template.matches('`').count() % 2, 0, "{language}: {key}");
                assert!(!template.ends_with(['.', '!', ' ']), "{language}: {key}");
                let first = template.chars().next().unwrap();
                let may_be_upper = key.starts_with("period.");
                assert!(may_be_upper || !first.is_uppercase(), "{language}: {key}");
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

    #[test]
    fn every_key_that_the_sources_use_is_there() {
        let keys = keys(Language::En);
        let mut wanted = used("Message::new(\"");
        wanted.extend(used(".word(\"").into_iter().map(|word| format!("word.{word}")));
        assert!(!wanted.is_empty());
        let missing: Vec<_> = wanted.iter().filter(|key| !keys.contains(key.as_str())).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
