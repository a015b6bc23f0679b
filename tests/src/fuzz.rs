//! What the fuzzer calls: one function per reader, which must return whatever the bytes are.
//!
//! A panic is what the fuzzer looks for: each function says what must hold by `assert!`.
//! `tests/fuzz` calls these with bytes that it makes up; the tests below call them with the files
//! of `tests/fuzz/corpus`.

use std::ops::Range;
use std::sync::Arc;

use esep::{
    Amount, Content, Convention, Expected, Figure, Language, Misreading, Period, Place, Relation,
    Unit, read_figure,
};

/// A target of the fuzzer: its name and its function.
pub type Target = (&'static str, fn(&[u8]));

/// Every target, sorted by name.
pub const TARGETS: &[Target] = &[("figure", figure), ("period", period), ("relation", relation)];

/// Reads a figure of every kind by every convention.
///
/// # Panics
/// Where what is read lies outside what it stands for, or a mistake outside the text.
pub fn figure(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let [kk, en] = [Language::Kk, Language::En].map(|language| Convention::of(&[language]));
    for convention in [kk, en, Convention::of(&[]), Convention::machine()] {
        for unit in ["persons", "KZT", "percent", "per-1000-workers", "number"] {
            let unit = Unit::new(unit);
            let expected = Expected { missing_codes: true, ..Expected::of(&unit) };
            match read_figure(&text, &convention, &expected) {
                Ok(reading) => {
                    if let Content::Figure(figure) = reading.content {
                        assert_holds_together(&figure, &unit);
                    }
                }
                Err(misreading) => assert_lies_within(&misreading, &text),
            }
        }
    }
}

fn assert_lies_within(misreading: &Misreading, text: &str) {
    if let Misreading::Unreadable { at, length, .. } = misreading {
        assert!(at + length <= text.chars().count(), "{misreading:?} lies outside the text");
    }
}

/// The value lies in its interval or at one of its ends, and can be written in every language.
fn assert_holds_together(figure: &Figure, unit: &Unit) {
    let (value, interval) = (figure.value(), figure.interval());
    let is_end = [interval.low(), interval.high()].iter().any(|end| end.number() == Some(value));
    assert!(is_end || interval.contains(value), "{value} lies outside {interval:?}");
    let amount = Amount::new(value.clone(), figure.decimals(), unit.kind());
    for language in Language::ALL {
        assert!(amount.in_language(language).contains(|c: char| c.is_ascii_digit()));
    }
}

/// Reads a period.
///
/// # Panics
/// Where it is not written as it can be read again.
pub fn period(data: &[u8]) {
    let Ok(period) = String::from_utf8_lossy(data).parse::<Period>() else { return };
    assert_eq!(period.to_string().parse(), Ok(period));
}

/// Reads a relation.
///
/// # Panics
/// Where a place lies outside the text, or a text is refused without a reason.
pub fn relation(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let is_within = |span: &Range<usize>| text.get(span.clone()).is_some();
    let file: Arc<str> = "form.toml".into();
    match Relation::parse(&text) {
        Ok(relation) => {
            assert!(relation.references().iter().all(|reference| is_within(&reference.span)));
        }
        Err(mistakes) => {
            assert!(!mistakes.is_empty(), "refused without a reason");
            assert!(mistakes.iter().all(|mistake| is_within(&mistake.span)));
            for mistake in mistakes {
                mistake.to_finding(&text, &Place::new(&file, 1, 1, 1));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::tree;

    #[test]
    fn no_file_of_the_corpus_makes_a_reader_panic() {
        for (name, target) in TARGETS {
            let paths = tree::paths(&format!("tests/fuzz/corpus/{name}"));
            assert!(!paths.is_empty(), "tests/fuzz/corpus/{name} is empty");
            for path in paths {
                let bytes = fs::read(tree::root().join(&path)).unwrap();
                let outcome = std::panic::catch_unwind(|| target(&bytes));
                assert!(outcome.is_ok(), "{path} makes {name} panic");
            }
        }
    }

    #[test]
    fn every_target_is_one_the_fuzzer_knows() {
        let stem = |path: String| path.rsplit('/').next().unwrap_or_default().replace(".rs", "");
        let files = tree::paths("tests/fuzz/fuzz_targets").into_iter().map(stem);
        let names = TARGETS.iter().map(|(name, _)| (*name).to_owned());
        assert_eq!(files.collect::<Vec<_>>(), names.collect::<Vec<_>>());
        let manifest = tree::read("tests/fuzz/Cargo.toml");
        for (name, _) in TARGETS {
            let path = format!("tests/fuzz/fuzz_targets/{name}.rs");
            assert!(tree::read(&path).contains(&format!("esep_tests::fuzz::{name}(")), "{path}");
            assert!(
                manifest.contains(&format!("name = \"{name}\"")),
                "{name} is not in Cargo.toml"
            );
        }
    }
}
