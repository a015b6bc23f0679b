//! Which findings are asked for.

use super::{Code, Family, Message, Refusal};
use crate::lookup;

/// Which findings are shown.
///
/// ```
/// use esep::{Code, Selection};
/// let selection = Selection::new(&["F", "cycle"], &["f001"]).unwrap();
/// assert!(selection.contains(Code::Cycle) && !selection.contains(Code::PartsDoNotAddUp));
/// assert!(Selection::new(&["part-missin"], &[]).is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// Those selected; all where none are named.
    codes: Vec<Code>,
}

impl Selection {
    /// What `select` names, or everything, without what `ignore` names: codes, names of codes, and
    /// letters of families.
    ///
    /// # Errors
    /// - a text that is none of these.
    pub fn new<T: AsRef<str>>(select: &[T], ignore: &[T]) -> Result<Self, Refusal> {
        let mut codes = if select.is_empty() { Code::ALL.to_vec() } else { named(select)? };
        let ignored = named(ignore)?;
        codes.retain(|code| !ignored.contains(code));
        Ok(Self { codes })
    }

    /// Whether findings of this code are shown.
    pub fn contains(&self, code: Code) -> bool {
        self.codes.contains(&code)
    }
}

/// Everything.
impl Default for Selection {
    fn default() -> Self {
        Self { codes: Code::ALL.to_vec() }
    }
}

impl Code {
    /// The code that a text names: the code itself or its name.
    ///
    /// # Errors
    /// - a text that is neither; the nearest is named.
    pub fn named(text: &str) -> Result<Self, Refusal> {
        Self::parse(text.trim()).ok_or_else(|| {
            let refusal = Refusal::new(Message::new("run.unknown-code").with("code", text));
            let refusal = match nearest(text) {
                Some(name) => refusal.with_hint(Message::new("hint.nearest").with("name", name)),
                None => refusal,
            };
            refusal.with_hint(Message::new("hint.list-codes"))
        })
    }
}

fn named(texts: &[impl AsRef<str>]) -> Result<Vec<Code>, Refusal> {
    let mut codes = Vec::new();
    for text in texts.iter().map(|text| text.as_ref().trim()).filter(|text| !text.is_empty()) {
        match family(text) {
            Some(family) => {
                codes.extend(Code::ALL.iter().filter(|code| code.family() == family));
            }
            None => codes.push(Code::named(text)?),
        }
    }
    Ok(codes)
}

fn family(text: &str) -> Option<Family> {
    let mut letters = text.chars();
    let letter = letters.next()?.to_ascii_uppercase();
    let is_alone = letters.next().is_none();
    Family::ALL.into_iter().find(|family| is_alone && family.letter() == letter)
}

/// The code or name that is nearest to what was typed.
fn nearest(typed: &str) -> Option<String> {
    let names = Code::ALL.iter().map(|code| code.name());
    if let Some(name) = lookup::nearest(typed, names) {
        return Some(name.to_owned());
    }
    let codes: Vec<String> = Code::ALL.iter().map(Code::to_string).collect();
    lookup::nearest(typed, codes.iter().map(String::as_str)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selected(select: &[&str], ignore: &[&str]) -> Vec<String> {
        let selection = Selection::new(select, ignore).unwrap();
        selection.codes.iter().map(Code::to_string).collect()
    }

    #[test]
    fn codes_names_and_letters() {
        assert_eq!(selected(&["f001", "cycle"], &[]), ["F001", "S002"]);
        assert_eq!(selected(&["v", "R"], &["r002"]), ["V001", "R001", "R003"]);
        let families = Code::ALL.iter().filter(|code| code.family() == Family::Input).count();
        assert_eq!(selected(&[], &["I"]).len(), Code::ALL.len() - families);
    }

    #[test]
    fn a_misspelled_name_is_refused_with_the_nearest() {
        let refusal = Code::named("part-missin").unwrap_err();
        assert_eq!(refusal.message.key, "run.unknown-code");
        assert!(format!("{:?}", refusal.hints).contains("part-missing"));
    }
}
