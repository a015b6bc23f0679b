//! Which findings are asked for: `--select` and `--ignore`.

use esep::{Code, Family, Message};

use crate::failure::Failure;

/// Which findings are shown.
#[derive(Debug)]
pub(crate) struct Selection {
    /// Those selected; all where none are named.
    codes: Vec<Code>,
}

impl Selection {
    /// What `select` names, or everything, without what `ignore` names.
    ///
    /// # Errors
    /// - a text that is no code, no name of one and no letter of a family.
    pub(crate) fn new(select: &[String], ignore: &[String]) -> Result<Self, Failure> {
        let mut codes = if select.is_empty() { Code::ALL.to_vec() } else { named(select)? };
        let ignored = named(ignore)?;
        codes.retain(|code| !ignored.contains(code));
        Ok(Self { codes })
    }

    /// Whether findings of this code are shown.
    pub(crate) fn contains(&self, code: Code) -> bool {
        self.codes.contains(&code)
    }
}

/// The code that a text names.
///
/// # Errors
/// - a text that is no code and no name of one; the nearest is named.
pub(crate) fn code(text: &str) -> Result<Code, Failure> {
    Code::parse(text.trim()).ok_or_else(|| {
        let message = Message::new("run.unknown-code").with("code", text);
        let failure = match nearest(text) {
            Some(name) => {
                Failure::new(message).with_hint(Message::new("hint.nearest").with("name", name))
            }
            None => Failure::new(message),
        };
        failure.with_hint(Message::new("hint.list-codes"))
    })
}

fn named(texts: &[String]) -> Result<Vec<Code>, Failure> {
    let mut codes = Vec::new();
    for text in texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()) {
        match family(text) {
            Some(family) => {
                codes.extend(Code::ALL.iter().filter(|code| code.family() == family));
            }
            None => codes.push(code(text)?),
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
    if let Some(name) = esep::nearest(typed, names) {
        return Some(name.to_owned());
    }
    let codes: Vec<String> = Code::ALL.iter().map(Code::to_string).collect();
    esep::nearest(typed, codes.iter().map(String::as_str)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selected(select: &[&str], ignore: &[&str]) -> Vec<String> {
        let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        let selection = Selection::new(&texts(select), &texts(ignore)).unwrap();
        selection.codes.iter().map(Code::to_string).collect()
    }

    #[test]
    fn codes_names_and_letters() {
        assert_eq!(selected(&["f001", "cycle"], &[]), ["F001", "S002"]);
        assert_eq!(selected(&["v", "R"], &["r002"]), ["V001", "R001"]);
        assert_eq!(selected(&[], &["I"]).len(), Code::ALL.len() - 15);
    }

    #[test]
    fn a_misspelled_name_is_refused_with_the_nearest() {
        let failure = code("part-missin").unwrap_err();
        assert_eq!(failure.message.key, "run.unknown-code");
        assert!(format!("{:?}", failure.hints).contains("part-missing"));
    }
}
