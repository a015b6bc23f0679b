//! Finding what a document means by a name, however it is typed.

use std::collections::BTreeMap;

/// What a name was found to mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup<T> {
    /// One thing.
    Found(T),
    /// Several things have this name.
    Ambiguous(Vec<T>),
    /// Nothing has this name.
    Unknown,
}

/// After so many findings no more names are suggested: comparing names takes time, and whoever has
/// so many mistakes has made one of them many times.
pub const MOST_SUGGESTIONS: usize = 100;

/// Names and what they mean, found tolerantly: letter case, spaces, quotation marks, final
/// punctuation and Latin letters among Cyrillic ones make no difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names<T> {
    /// By folded name: the name as given and all that it means.
    entries: BTreeMap<String, (String, Vec<T>)>,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self { entries: BTreeMap::new() }
    }
}

impl<T: Clone + PartialEq> Names<T> {
    /// Adds a name for a thing; a thing may have many names, and a name mean many things.
    pub fn add(&mut self, name: &str, meaning: T) {
        let folded = fold(name);
        if folded.is_empty() {
            return;
        }
        let (_, meanings) =
            self.entries.entry(folded).or_insert_with(|| (name.to_owned(), Vec::new()));
        if !meanings.contains(&meaning) {
            meanings.push(meaning);
        }
    }

    /// What a name means.
    pub fn find(&self, name: &str) -> Lookup<T> {
        let folded = fold(name);
        match self.entries.get(&folded).map(|(_, meanings)| meanings.as_slice()) {
            Some([meaning]) => Lookup::Found(meaning.clone()),
            Some(meanings) => Lookup::Ambiguous(meanings.to_vec()),
            None => Lookup::Unknown,
        }
    }

    /// The known name that is nearest to an unknown one, if any is near. Among very many names,
    /// only those that begin alike are compared.
    pub fn nearest(&self, name: &str) -> Option<&str> {
        let folded = fold(name);
        if self.entries.len() <= MANY {
            return nearest_folded(&folded, self.entries.iter().map(known));
        }
        let first = folded.chars().next()?;
        let begins_alike = |(known, _): &(&str, &str)| known.starts_with(first);
        let before = self.entries.range::<String, _>(..&folded).rev().map(known);
        let after = self.entries.range::<String, _>(&folded..).map(known);
        let before = before.take_while(begins_alike).take(MANY / 2);
        nearest_folded(&folded, before.chain(after.take_while(begins_alike).take(MANY / 2)))
    }
}

/// A folded name and the name as given.
fn known<'n, T>((folded, (name, _)): (&'n String, &'n (String, Vec<T>))) -> (&'n str, &'n str) {
    (folded, name)
}

/// So many names are compared one by one.
const MANY: usize = 2_000;

/// The known name that is nearest to what was typed, if any is near: at most a third of its
/// letters differ. The first of equally near names wins.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let known: Vec<(String, &str)> = known.into_iter().map(|name| (fold(name), name)).collect();
    nearest_folded(&fold(typed), known.iter().map(|(folded, name)| (folded.as_str(), *name)))
}

/// The same for folded names, each with the name that is given back.
fn nearest_folded<'a, 'b>(
    typed: &str,
    known: impl Iterator<Item = (&'b str, &'a str)>,
) -> Option<&'a str> {
    let length = typed.chars().count();
    // A whole paragraph is near to nothing, and comparing it would be slow.
    if length > 200 {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for (folded, name) in known {
        let letters = folded.chars().count();
        let allowed = (length.max(letters) / 3).max(1);
        if length.abs_diff(letters) > allowed {
            continue;
        }
        let distance = strsim::osa_distance(typed, folded);
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

/// A name with everything left out that makes no difference: letter case, spaces, quotation marks,
/// final punctuation, and Latin letters that look like Cyrillic ones.
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    let mut space = false;
    for letter in name.trim().chars() {
        match letter {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' if !space => {
                folded.push(letter.to_ascii_lowercase());
            }
            '"' | '\'' | '«' | '»' | '“' | '”' | '„' | '’' => {}
            _ if letter.is_whitespace() || letter == '\u{a0}' => space = true,
            _ => {
                if space && !folded.is_empty() {
                    folded.push(' ');
                }
                space = false;
                folded.extend(letter.to_lowercase().map(look_alike));
            }
        }
    }
    let length = folded.trim_end_matches([':', ';', ',', '.', ' ']).len();
    folded.truncate(length);
    folded
}

/// The Latin letter that looks like a lower-case Cyrillic one. Whole names are folded, so that it
/// does not matter which of the two alphabets a name is in.
fn look_alike(letter: char) -> char {
    match letter {
        'а' => 'a',
        'в' => 'b',
        'е' | 'ё' => 'e',
        'к' => 'k',
        'м' => 'm',
        'н' => 'h',
        'о' => 'o',
        'р' => 'p',
        'с' => 'c',
        'т' => 't',
        'у' => 'y',
        'х' => 'x',
        'і' => 'i',
        'ә' => 'ə',
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_loosely_but_meant_clearly() {
        let mut names = Names::default();
        names.add("Ақтөбе облыстық ұйымы", 1);
        names.add("Медицина", 2);
        assert_eq!(names.find(" ақтөбе  ОБЛЫСТЫҚ ұйымы."), Lookup::Found(1));
        assert_eq!(names.find("«Meдицинa»"), Lookup::Found(2));
    }

    #[test]
    fn every_letter_that_looks_latin_is_the_same_in_both_alphabets() {
        assert_eq!(fold("АВЕЁКМНОРСТУХІӘ"), fold("ABEEKMHOPCTYXIƏ"));
        assert_eq!(fold("авеёкмнорстухіә"), fold("abeekmhopctyxiə"));
    }

    #[test]
    fn unknown_names_the_nearest() {
        let mut names = Names::default();
        names.add("violations.pay", 1);
        assert_eq!(names.find("violations.pya"), Lookup::Unknown);
        assert_eq!(names.nearest("violations.pya"), Some("violations.pay"));
        assert_eq!(names.nearest("members"), None);
    }

    #[test]
    fn among_very_many_names_the_nearest_is_found_among_those_that_begin_alike() {
        let mut names = Names::default();
        for number in 0..2 * MANY {
            names.add(&format!("organization {number:05}"), number);
        }
        assert_eq!(names.nearest("organization 02345"), Some("organization 02345"));
        assert_eq!(names.nearest("organization 023456"), Some("organization 02345"));
        assert_eq!(names.nearest("xrganization 02345"), None);
    }

    #[test]
    fn one_name_for_two_things_is_ambiguous() {
        let mut names = Names::default();
        names.add("Жетісу", 1);
        names.add("жетісу", 2);
        assert_eq!(names.find("Жетісу"), Lookup::Ambiguous(vec![1, 2]));
    }
}
