//! One form being filled.

use esep::{Forms, Message, Refusal};
use esep_documents::{Filling as Inner, When, read_period};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::filling_state::FillingState;
use crate::input;
use crate::refusal::{answer_in, done};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** Which column of figures: the period that is filled, the one before, the same a year ago. */
export type When = "now" | "previous" | "year-ago";
"#;

/// One form of one organization while it is filled, looked at again after each change.
///
/// What is typed is kept as it was typed, with the language whose writing it follows.
#[wasm_bindgen]
#[derive(Debug, Clone)]
pub struct Filling {
    pub(crate) inner: Inner,
}

#[wasm_bindgen]
impl Filling {
    /// An empty form.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(param_description = "the id, the number or the title of a form")] form: &str,
        #[wasm_bindgen(param_description = "such as `2025`, `2025-H1`, `2025-Q3`, `2025-07`")]
        period: &str,
        #[wasm_bindgen(unchecked_param_type = "Language")] language: &str,
    ) -> Result<Filling, JsValue> {
        let language = input::asked(language)?;
        done(language, || {
            let forms = Forms::built_in();
            let id = forms.named(form)?.id.clone();
            let period = read_period(period)?;
            let inner = Inner::new(forms, id.as_str(), period, language);
            inner.map(|inner| Self { inner }).ok_or_else(|| unknown_form(form))
        })
    }

    /// What `save` has given, taken up again.
    pub fn restore(
        saved: &str,
        #[wasm_bindgen(unchecked_param_type = "Language")] language: &str,
    ) -> Result<Filling, JsValue> {
        let language = input::asked(language)?;
        done(language, || {
            let inner = Inner::restore(Forms::built_in(), saved, language);
            let refused = || Refusal::new(Message::new("run.unreadable-save"));
            inner.map(|inner| Self { inner }).ok_or_else(refused)
        })
    }

    /// All that was typed, as one short text, for an address or the browser's store.
    pub fn save(&self) -> String {
        self.inner.save()
    }

    /// Goes on in another language; what is typed already keeps its meaning.
    #[wasm_bindgen(js_name = setLanguage)]
    pub fn set_language(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Language")] language: &str,
    ) -> Result<(), JsValue> {
        self.inner.set_language(input::asked(language)?);
        Ok(())
    }

    /// Goes on with another period; what is typed stays in its column.
    #[wasm_bindgen(js_name = setPeriod)]
    pub fn set_period(&mut self, period: &str) -> Result<(), JsValue> {
        let period = done(self.inner.language(), || read_period(period))?;
        self.inner.set_period(period);
        Ok(())
    }

    /// Says whose figures they are.
    #[wasm_bindgen(js_name = setOrganization)]
    pub fn set_organization(&mut self, name: &str) {
        self.inner.set_organization(name);
    }

    /// Types into a cell, and looks at the form again.
    // JavaScript gives away what it passes where it may be `null`.
    #[allow(clippy::needless_pass_by_value)]
    #[wasm_bindgen(unchecked_return_type = "FillingState")]
    pub fn set(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "When")] when: &str,
        line: &str,
        column: Option<String>,
        text: &str,
    ) -> Result<JsValue, JsValue> {
        let when = self.when(when)?;
        let is_there = self.inner.set(when, line, column.as_deref(), text);
        self.asked(|inner| {
            if is_there {
                return Ok(());
            }
            let form = inner.form().id.to_string();
            let message = Message::new("run.unknown-line").with("line", line);
            Err(Refusal::new(message.with("forms", form)))
        })?;
        self.state()
    }

    /// Empties a column of figures.
    pub fn clear(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "When")] when: &str,
    ) -> Result<(), JsValue> {
        let when = self.when(when)?;
        self.inner.clear(when);
        Ok(())
    }

    /// All that there is to show.
    #[wasm_bindgen(unchecked_return_type = "FillingState")]
    pub fn state(&self) -> Result<JsValue, JsValue> {
        answer_in(self.inner.language(), || {
            Ok(FillingState::of(self.inner.form().id.as_str(), self.inner.state()))
        })
    }
}

impl Filling {
    pub(crate) fn when(&self, name: &str) -> Result<When, JsValue> {
        let all = [When::Now, When::Previous, When::YearAgo].map(|when| (when.name(), when));
        done(self.inner.language(), || input::one_of(name, &all))
    }

    fn asked<T>(&self, asked: impl FnOnce(&Inner) -> Result<T, Refusal>) -> Result<T, JsValue> {
        done(self.inner.language(), || asked(&self.inner))
    }
}

fn unknown_form(form: &str) -> Refusal {
    Refusal::new(Message::new("run.unknown-form").with("form", form))
}
