//! From values of JavaScript to values of Rust.

use esep::{Argument, Language, Message, Refusal, Wording};
#[cfg(feature = "all")]
use esep_documents::Ways;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::refusal::done;

#[wasm_bindgen(typescript_custom_section)]
const LANGUAGE: &str = r#"
/** A language in which Esep reads and answers: Kazakh, Russian, English. */
export type Language = "kk" | "ru" | "en";
"#;

/// The language with this code.
///
/// # Errors
/// - another code;
/// - a language whose messages have not been brought.
pub(crate) fn language(code: &str) -> Result<Language, Refusal> {
    let Some(language) = Language::parse(code) else {
        let message = Message::new("run.unknown-language").with("language", code);
        let codes = Language::ALL.map(|language| Argument::from(language.code()));
        let hint = Message::new("hint.one-of").with("values", codes.to_vec());
        return Err(Refusal::new(message).with_hint(hint));
    };
    if Wording::in_language(language).is_there() {
        Ok(language)
    } else {
        Err(Refusal::new(Message::new("run.not-loaded").with("language", code)))
    }
}

/// The same, as JavaScript catches it: in English.
#[inline(never)]
pub(crate) fn asked(code: &str) -> Result<Language, JsValue> {
    done(Language::En, || language(code))
}

/// What has this name.
///
/// # Errors
/// - another name.
pub(crate) fn one_of<T: Clone>(name: &str, all: &[(&str, T)]) -> Result<T, Refusal> {
    let found = all.iter().find(|(known, _)| *known == name);
    found.map(|(_, value)| value.clone()).ok_or_else(|| {
        let message = Message::new("run.bad-option").with("value", name);
        let names: Vec<Argument> = all.iter().map(|(name, _)| Argument::from(*name)).collect();
        Refusal::new(message).with_hint(Message::new("hint.one-of").with("values", names))
    })
}

/// How many ways to settle something are shown, the likeliest where it is not said; `None` where
/// nothing is to be explained.
///
/// # Errors
/// - another name.
#[cfg(feature = "all")]
pub(crate) fn ways(explain: Option<&str>) -> Result<Option<Ways>, Refusal> {
    explain.map_or(Ok(Some(Ways::default())), |name| one_of(name, &Ways::NAMED))
}
