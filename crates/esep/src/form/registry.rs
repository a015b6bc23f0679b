//! All forms known in a run, and what they say of each other.

use std::sync::{Arc, OnceLock};

use super::built_in::BUILT_IN;
use super::resolve::{Naming, unbound};
use super::{Form, Reference};
use crate::finding::{Argument, Code, Finding, Message, Refusal};
use crate::id::FormId;
use crate::language::Language;
use crate::lookup::{MOST_SUGGESTIONS, fold, nearest};
use crate::place::Written;
use crate::sorted::SortedMap;

/// All forms known in a run: the built-in ones and the user's own. No two have the same id.
#[derive(Debug, Clone, Default)]
pub struct Forms {
    forms: SortedMap<FormId, Arc<Form>>,
}

impl Forms {
    /// The forms that come with Esep; read once in a run.
    ///
    /// ```
    /// let forms = esep::Forms::built_in();
    /// assert_eq!(forms.get("legal-service").unwrap().number.as_deref(), Some("7"));
    /// assert!(forms.get("choir").is_none());
    /// ```
    pub fn built_in() -> Self {
        static FORMS: OnceLock<Forms> = OnceLock::new();
        let read = || {
            let forms = BUILT_IN.iter().filter_map(|(file, text)| {
                let form = Form::read_built_in(&Arc::from(*file), text);
                form.map(|form| (form.id.clone(), Arc::new(form)))
            });
            Self { forms: forms.collect() }
        };
        FORMS.get_or_init(read).clone()
    }

    /// The files of the built-in forms, as name and text, sorted by name: to show, to copy, and to
    /// quote where a finding points into one.
    pub fn built_in_files() -> &'static [(&'static str, &'static str)] {
        BUILT_IN
    }

    /// The form with this id.
    pub fn get(&self, id: &str) -> Option<&Arc<Form>> {
        self.forms.get(id)
    }

    /// The form that a document means: by its id, its title in any language, or the number printed
    /// on it, as `7` or `Form No. 7`.
    ///
    /// `None` where no form, or no single one, is meant.
    ///
    /// ```
    /// let forms = esep::Forms::built_in();
    /// for name in ["legal-service", "7", "форма № 7", "7-нысан", "Итоги работы правовой службы"] {
    ///     assert_eq!(forms.find(name).unwrap().id.as_str(), "legal-service");
    /// }
    /// ```
    pub fn find(&self, text: &str) -> Option<&Arc<Form>> {
        if let Some(form) = self.forms.get(text.trim()) {
            return Some(form);
        }
        let (text, number) = (fold(text), number_of(text));
        let mut meant = self.iter().filter(|form| {
            let is_title = |language| fold(form.title.in_language(language)) == text;
            Language::ALL.into_iter().any(is_title)
                || form.number.as_ref().is_some_and(|own| number.as_deref() == Some(&*fold(own)))
        });
        let form = meant.next()?;
        meant.next().is_none().then_some(form)
    }

    /// The form that somebody asks for, as [`Forms::find`] finds it.
    ///
    /// # Errors
    /// - no form, or no single one, is meant; the nearest is named.
    pub fn named(&self, text: &str) -> Result<&Arc<Form>, Refusal> {
        self.find(text).ok_or_else(|| {
            let refusal = Refusal::new(Message::new("run.unknown-form").with("form", text));
            refusal.with_hint(match nearest(text, self.iter().map(|form| form.id.as_str())) {
                Some(name) => Message::new("hint.nearest").with("name", name),
                None => Message::new("hint.list-forms"),
            })
        })
    }

    /// A finding that no form has such a name, with the nearest id, or else all of them.
    pub fn unknown(&self, written: &Written) -> Finding {
        let message = Message::new("unknown-form").with("form", &*written.text);
        let finding = Finding::new(Code::UnknownForm, Some(written.place.clone()), message);
        let ids = || self.iter().map(|form| form.id.as_str());
        finding.with_hint(match nearest(&written.text, ids()) {
            Some(name) => Message::new("hint.nearest").with("name", name),
            None => {
                let ids: Vec<Argument> = ids().map(Argument::from).collect();
                Message::new("hint.one-of").with("values", ids)
            }
        })
    }

    /// All forms, sorted by id.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Form>> {
        self.forms.values()
    }

    /// Adds a form. One whose id is taken takes the place of the other only if it says
    /// `replaces = true`; if not, it is not added, and the finding says so.
    #[must_use = "the finding tells that the form was not added"]
    pub fn add(&mut self, form: Form) -> Option<Finding> {
        if let Some(other) = self.forms.get(&form.id)
            && !form.replaces
        {
            let message = Message::new("malformed-form.id-taken")
                .with("form", form.id.as_str())
                .with("file", other.place.file.as_ref());
            let finding = Finding::new(Code::MalformedForm, Some(form.place.clone()), message);
            return Some(finding.with_hint(Message::new("hint.replaces")));
        }
        self.forms.insert(form.id.clone(), Arc::new(form));
        None
    }

    /// What the rules and measures of each form say of other forms and is not so: no such form, line or column.
    /// Sorted.
    pub fn resolve(&self) -> Vec<Finding> {
        let mut findings: Vec<Finding> = Vec::new();
        for form in self.iter() {
            let rules = form.rules().iter().map(|rule| Naming::of_rule(form, rule));
            let measures = form.measures().iter().map(|it| Naming::of_measure(form, it));
            for naming in rules.chain(measures) {
                for reference in &naming.references {
                    let suggest = findings.len() < MOST_SUGGESTIONS;
                    findings.extend(self.resolve_reference(form, &naming, reference, suggest));
                }
            }
        }
        Finding::sort(&mut findings);
        findings
    }

    fn resolve_reference(
        &self,
        own: &Form,
        naming: &Naming<'_>,
        reference: &Reference,
        suggest: bool,
    ) -> Option<Finding> {
        let id = reference.form.as_ref()?;
        let name = naming.name.as_str();
        let place = naming.place_of(reference);
        let finding = |message| Finding::new(Code::RuleBindsToNothing, Some(place), message);
        let Some(form) = self.forms.get(id) else {
            let message = Message::new("rule-binds-to-nothing.form");
            let finding = finding(message.with("rule", name).with("form", id.as_str()));
            let known = self.forms.keys().map(FormId::as_str).filter(|_| suggest);
            let nearest = nearest(id.as_str(), known);
            return Some(match nearest {
                Some(form) => finding.with_hint(Message::new("hint.nearest").with("name", form)),
                None => finding,
            });
        };
        if let Some(unbound) = unbound(form, name, reference) {
            return Some(unbound.into_finding(form, naming, reference, suggest));
        }
        let several_columns = form.lines_of(reference).iter().any(|index| {
            let columns = form.lines().get(*index).and_then(|line| line.columns.as_ref());
            columns.map_or(form.columns().len(), Vec::len) > 1
        });
        let unclear = reference.column.is_none() && several_columns && own.columns().is_empty();
        unclear.then(|| {
            let message = Message::new("rule-binds-to-nothing.which-column").with("rule", name);
            finding(message.with("name", reference.to_string()))
        })
    }
}

/// The number in `7`, `No. 7`, `форма № 7`, `7-нысан`, folded; `None` where there is more.
fn number_of(text: &str) -> Option<String> {
    let is_gap = |letter: char| letter.is_whitespace() || matches!(letter, '-' | '№');
    let words = ["form", "no", "форма", "нысан", "нысаны"].map(fold);
    let mut rest = text.split(is_gap).map(fold).filter(|word| !word.is_empty());
    let mut numbers = rest.by_ref().filter(|word| !words.contains(word));
    let number = numbers.next()?;
    numbers.next().is_none().then_some(number)
}

#[cfg(test)]
mod tests;
