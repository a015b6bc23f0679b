//! Which names of two pasted tables mean the same.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::GrowthName;
use crate::finding::Message;
use crate::lookup::{Lookup, Names, fold, nearest};
use crate::place::Written;

/// What each name of a table is called where both are compared.
pub(super) type Renamed = BTreeMap<Arc<str>, Arc<str>>;

/// What each name of either table is called in both, and the names of one table only.
pub(super) fn matched(
    before: &[Written],
    after: &[Written],
    reading: &mut Vec<Message>,
) -> ([Renamed; 2], Vec<GrowthName>) {
    let identity = |names: &[Written]| -> Renamed {
        names.iter().map(|name| (Arc::clone(&name.text), Arc::clone(&name.text))).collect()
    };
    let (mut renamed, kept) = (identity(before), identity(after));
    let mut free: BTreeSet<Arc<str>> = kept.keys().cloned().collect();
    free.retain(|name| !renamed.contains_key(name));
    let mut open: Vec<&Written> =
        before.iter().filter(|name| !kept.contains_key(&name.text)).collect();
    // By ever looser forms; a form decides only where one name on each side has it.
    for form in [|name: &str| fold(name), normal] {
        let mut by_form: Names<Arc<str>> = Names::default();
        for name in &free {
            by_form.add(&form(name), Arc::clone(name));
        }
        let twice =
            |own: &str| open.iter().filter(|name| form(&name.text) == form(own)).count() > 1;
        let found: Vec<(Arc<str>, Arc<str>)> = open
            .iter()
            .filter(|name| !twice(&name.text))
            .filter_map(|name| match by_form.find(&form(&name.text)) {
                Lookup::Found(other) => Some((Arc::clone(&name.text), other)),
                _ => None,
            })
            .collect();
        for (name, other) in found {
            if fold(&name) != fold(&other) {
                let message = Message::new("growth.reading.same")
                    .with("first", &*name)
                    .with("second", &*other);
                reading.push(message);
            }
            free.remove(&other);
            open.retain(|written| written.text != name);
            renamed.insert(name, other);
        }
    }
    let near = |name: &Written, others: &[Written], is_before: bool| GrowthName {
        nearest: nearest(&name.text, others.iter().map(|other| &*other.text)).map(str::to_owned),
        name: name.clone(),
        is_before,
    };
    let lonely: Vec<Written> =
        after.iter().filter(|name| free.contains(&name.text)).cloned().collect();
    let open: Vec<Written> = open.into_iter().cloned().collect();
    let mut unmatched: Vec<GrowthName> =
        open.iter().map(|name| near(name, &lonely, true)).collect();
    unmatched.extend(lonely.iter().map(|name| near(name, &open, false)));
    ([renamed, kept], unmatched)
}

/// A name without what is often left out or shortened.
fn normal(name: &str) -> String {
    const WORDS: [(&str, &str); 16] = [
        ("обл", "область"),
        ("облысы", "область"),
        ("облыстық", "область"),
        ("областная", "область"),
        ("областной", "область"),
        ("г", ""),
        ("город", ""),
        ("қ", ""),
        ("қаласы", ""),
        ("гор", ""),
        ("р-н", "район"),
        ("ауд", "ауданы"),
        ("city", ""),
        ("region", "oblast"),
        ("обл-я", "область"),
        ("орг", "организация"),
    ];
    let lower = name.to_lowercase();
    let words = lower
        .split(|letter: char| letter.is_whitespace() || matches!(letter, '.' | ',' | '(' | ')'));
    let words = words
        .filter(|word| !word.is_empty())
        .map(|word| WORDS.iter().find(|(short, _)| *short == word).map_or(word, |(_, long)| *long));
    fold(&words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "))
}
