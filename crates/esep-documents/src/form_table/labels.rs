//! Which line of a form a label means, however it is typed.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use esep::{Argument, Code, Finding, Form, Forms, Language, Message, fold};

use crate::grids::{Grid, Row};
use crate::sheet::Certainty;

/// The labels of all forms.
#[derive(Debug)]
pub(crate) struct Index {
    pub(super) forms: Vec<Arc<Form>>,
    /// The words of each title, and the form.
    pub(super) titles: Vec<(String, usize)>,
    /// By what is left of a label: the form and the line.
    by_key: BTreeMap<String, Vec<(usize, usize)>>,
}

/// What a label was found to mean.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Match<'f> {
    Line(usize, Certainty),
    Ambiguous(Vec<usize>),
    /// Words that only lead over, such as `of which`.
    Nothing,
    /// No line, with the nearest label if any is near.
    Unknown(Option<&'f str>),
}

/// Words that say no more than that parts follow, or that it is a total.
const LEADING_OVER: &[&str] = &[
    "в том числе",
    "из них",
    "из общего числа",
    "включая",
    "соның ішінде",
    "оның ішінде",
    "олардың ішінде",
    "of which",
    "of them",
    "including",
    "всего",
    "итого",
    "барлығы",
    "total",
];

/// The same, folded, each between spaces.
static FOLDED: LazyLock<Vec<String>> = LazyLock::new(|| {
    let folded = |phrase: &&str| format!(" {} ", fold(phrase));
    LEADING_OVER.iter().map(folded).collect()
});

/// The label without what makes no difference: letter case, punctuation, spaces, what only leads
/// over.
pub(super) fn key(text: &str) -> String {
    let words = words(text);
    let mut key = format!(" {} ", words.join(" "));
    for phrase in &*FOLDED {
        while let Some(rest) = key.strip_prefix(phrase.as_str()) {
            key = format!(" {rest}");
        }
        while let Some(rest) = key.strip_suffix(phrase.as_str()) {
            key = format!("{rest} ");
        }
    }
    key.trim().to_owned()
}

/// The words of a text, folded.
pub(super) fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let words = folded.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The label without a number before it.
fn without_number(text: &str) -> (Option<&str>, &str) {
    let text = text.trim();
    let label = text.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
    let number = text.strip_suffix(label).unwrap_or_default().trim_end_matches('.');
    let label = label.trim_start_matches(|letter: char| {
        letter.is_whitespace() || matches!(letter, ')' | '-' | '–' | '—' | '•')
    });
    if number.is_empty() || label.is_empty() { (None, text) } else { (Some(number), label) }
}

/// The label in each language, where it stands in several, with a stroke or a line end between.
fn in_languages(label: &str) -> impl Iterator<Item = &str> {
    let has_several = label.contains(['/', '\n']);
    let parts = label.split(['/', '\n']).map(str::trim).filter(|part| !part.is_empty());
    parts.filter(move |_| has_several)
}

/// The number of a line in a cell before its label.
pub(super) fn number_before(row: &Row, label_column: u32) -> Option<&str> {
    let before = row.cells.iter().filter(|cell| cell.column < label_column);
    let mut texts = before.map(|cell| cell.text.trim().trim_end_matches(['.', ')']));
    texts.rfind(|text| is_line_number(text))
}

fn is_line_number(text: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty() && part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    text.split('.').all(is_part)
}

impl Index {
    pub(crate) fn new(forms: &Forms) -> Self {
        let forms: Vec<Arc<Form>> = forms.iter().map(Arc::clone).collect();
        let titles = forms.iter().zip(0..).flat_map(|(form, number)| {
            Language::ALL
                .map(|language| (words(form.title.in_language(language)).join(" "), number))
        });
        let mut by_key: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
        for (number, form) in forms.iter().enumerate() {
            for (line, _) in form.lines().iter().enumerate() {
                for name in names(form, line) {
                    let meanings = by_key.entry(key(name)).or_default();
                    if !meanings.contains(&(number, line)) {
                        meanings.push((number, line));
                    }
                }
            }
        }
        by_key.remove("");
        Self { titles: titles.collect(), forms, by_key }
    }

    /// All lines of all forms that have just this label, in one language or in several.
    pub(super) fn exactly(&self, text: &str) -> &[(usize, usize)] {
        let of = |text: &str| self.by_key.get(&key(text)).map_or(&[][..], Vec::as_slice);
        let mut texts =
            [text, without_number(text).1].into_iter().chain(in_languages(without_number(text).1));
        texts.find_map(|text| Some(of(text)).filter(|found| !found.is_empty())).unwrap_or_default()
    }

    /// A finding that a grid holds no form that is known, with those that it may be.
    pub(super) fn unknown_form(&self, grid: &Grid) -> Finding {
        let mut near = Vec::new();
        for cell in grid.rows.iter().take(1_000).flat_map(|row| &row.cells) {
            for (form, _) in self.exactly(&cell.text) {
                let id = self.forms.get(*form).map(|form| form.id.as_str());
                let id = id.map(Argument::from).filter(|id| !near.contains(id));
                near.extend(id);
            }
        }
        let message = match near.as_slice() {
            [] => Message::new("unknown-form.none-fits"),
            [form] => Message::new("unknown-form.one-label").with("form", form.clone()),
            _ => Message::new("unknown-form.several").with("forms", near),
        };
        Finding::new(Code::UnknownForm, Some(grid.whole()), message)
            .with_hint(Message::new("hint.form-title"))
    }
}

fn names(form: &Form, line: usize) -> impl Iterator<Item = &str> {
    let line = form.lines().get(line);
    line.into_iter().flat_map(|line| {
        let labels = Language::ALL.map(|language| line.label.in_language(language));
        let aliases = line.aliases.iter().map(String::as_str);
        // Below its whole, a part is called by what follows the colon.
        let short = labels.map(|label| label.split_once(": ").map_or(label, |(_, part)| part));
        std::iter::once(line.id.as_str()).chain(labels).chain(short).chain(aliases)
    })
}

/// The labels of one form.
pub(super) struct Labels<'f> {
    form: &'f Form,
    by_key: BTreeMap<String, Vec<usize>>,
    /// Every label with what is left of it.
    all: Vec<(String, &'f str, usize)>,
}

impl<'f> Labels<'f> {
    pub(super) fn new(form: &'f Form) -> Self {
        let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut all = Vec::new();
        for (line, _) in form.lines().iter().enumerate() {
            for name in names(form, line) {
                let key = key(name);
                let lines = by_key.entry(key.clone()).or_default();
                if !lines.contains(&line) {
                    lines.push(line);
                    all.push((key, name, line));
                }
            }
        }
        by_key.remove("");
        Self { form, by_key, all }
    }

    /// The line that a label means, with the number printed before it, below the line that was met
    /// last.
    pub(super) fn find(
        &self,
        text: &str,
        number: Option<&str>,
        current: Option<usize>,
    ) -> Match<'f> {
        let (inner, label) = without_number(text);
        let number = number.or(inner);
        let typed = key(text);
        if typed.is_empty() {
            return Match::Nothing;
        }
        let mut found = self.by_key.get(&typed);
        if found.is_none() {
            found = self.by_key.get(&key(label));
        }
        if let Some(lines) = found {
            return self.one_of(lines, number, current, Certainty::Certain);
        }
        if let Some(lines) = self.in_languages(label) {
            return self.one_of(&lines, number, current, Certainty::Certain);
        }
        let shortened = self.shortened(label);
        if !shortened.is_empty() {
            return self.one_of(&shortened, number, current, Certainty::Certain);
        }
        self.near(&key(label), number, current)
    }

    /// The lines that a label in several languages means: those that its parts have in common.
    fn in_languages(&self, label: &str) -> Option<Vec<usize>> {
        let found = in_languages(label).filter_map(|part| self.by_key.get(&key(part)));
        found.cloned().reduce(|lines, others| {
            let common: Vec<usize> =
                lines.iter().copied().filter(|line| others.contains(line)).collect();
            if common.is_empty() { [lines, others].concat() } else { common }
        })
    }

    /// Of several lines, the one that has the number, or stands below the line met last.
    fn one_of(
        &self,
        lines: &[usize],
        number: Option<&str>,
        current: Option<usize>,
        certainty: Certainty,
    ) -> Match<'f> {
        let own = |line: &usize| self.form.lines().get(*line)?.number.as_deref();
        if let [line] = lines {
            let differs = number.zip(own(line)).is_some_and(|(typed, own)| typed != own);
            return Match::Line(*line, if differs { Certainty::Uncertain } else { certainty });
        }
        let numbered: Vec<usize> =
            lines.iter().copied().filter(|line| number.is_some() && own(line) == number).collect();
        if let [line] = numbered.as_slice() {
            return Match::Line(*line, certainty);
        }
        let id = |line: usize| self.form.lines().get(line).map_or("", |line| line.id.as_str());
        let whole = |line: usize| id(line).rsplit_once('.').map(|(whole, _)| whole);
        let near: Vec<usize> = lines
            .iter()
            .copied()
            .filter(|line| {
                current.is_some_and(|current| {
                    whole(*line).is_some_and(|it| it == id(current) || Some(it) == whole(current))
                })
            })
            .collect();
        match near.as_slice() {
            [line] => Match::Line(*line, certainty),
            _ => Match::Ambiguous(lines.to_vec()),
        }
    }

    /// The lines of which this is the label with words shortened, as `кол-во прав. инсп. труда`.
    fn shortened(&self, label: &str) -> Vec<usize> {
        let dot = if label.trim_end().ends_with('.') { "." } else { "" };
        let folded = fold(label) + dot;
        let typed: Vec<&str> = folded.split_whitespace().collect();
        let is_short = |word: &&str| word.contains('.') || word.contains('-');
        if typed.len() < 2 || !typed.iter().any(is_short) || typed.len() > 40 {
            return Vec::new();
        }
        let mut lines: Vec<usize> = Vec::new();
        for (key, name, line) in &self.all {
            let name = fold(name);
            let is_all = |words: Vec<&str>| {
                words.len() == typed.len()
                    && typed.iter().zip(&words).all(|(short, word)| is_shortened(short, word))
            };
            let is_meant =
                is_all(name.split_whitespace().collect()) || is_all(key.split(' ').collect());
            if is_meant && !lines.contains(line) {
                lines.push(*line);
            }
        }
        lines
    }

    /// The line whose label is nearest: certain where the number says the same.
    fn near(&self, typed: &str, number: Option<&str>, current: Option<usize>) -> Match<'f> {
        let length = typed.chars().count();
        if !(4..=200).contains(&length) {
            return Match::Unknown(None);
        }
        let mut best: Option<(usize, Vec<usize>, &'f str)> = None;
        let mut second = usize::MAX;
        for (key, name, line) in &self.all {
            let letters = key.chars().count();
            // A label cut short, or with more words behind.
            let (shorter, longer) =
                if letters < length { (key.as_str(), typed) } else { (typed, key.as_str()) };
            let is_beginning = shorter.contains(' ')
                && longer.strip_prefix(shorter).is_some_and(|rest| rest.starts_with(' '));
            let distance = if is_beginning {
                length.max(letters) / 5
            } else if length.abs_diff(letters) > length.max(letters) / 3 {
                continue;
            } else {
                strsim::osa_distance(typed, key)
            };
            match &mut best {
                Some((least, lines, _)) if *least == distance => {
                    if !lines.contains(line) {
                        lines.push(*line);
                    }
                }
                Some((least, lines, known)) if distance < *least => {
                    if !lines.contains(line) {
                        second = *least;
                    }
                    (*least, *lines, *known) = (distance, vec![*line], name);
                }
                Some((_, lines, _)) => {
                    if !lines.contains(line) {
                        second = second.min(distance);
                    }
                }
                None => best = Some((distance, vec![*line], name)),
            }
        }
        let Some((distance, lines, name)) = best else { return Match::Unknown(None) };
        let has_number = |line: &usize| {
            let own = self.form.lines().get(*line).and_then(|line| line.number.as_deref());
            number.is_some() && own == number
        };
        let is_near = distance <= (length / 5).max(1);
        if is_near && lines.iter().any(has_number) {
            return self.one_of(&lines, number, current, Certainty::Certain);
        }
        if is_near && second > distance + length / 20 {
            return self.one_of(&lines, number, current, Certainty::Uncertain);
        }
        Match::Unknown((distance <= length / 2).then_some(name))
    }
}

/// Whether a word is another one, whole or shortened: `прав.` or `кол-во`.
fn is_shortened(short: &str, word: &str) -> bool {
    let plain = |text: &str| text.chars().filter(|it| it.is_alphanumeric()).collect::<String>();
    let whole = plain(word);
    if plain(short) == whole {
        return true;
    }
    if let Some((start, end)) = short.split_once('-') {
        return start.chars().count() >= 2 && whole.starts_with(start) && whole.ends_with(end);
    }
    let start = short.trim_end_matches(['.', ',', ')']);
    short.contains('.') && !start.is_empty() && whole.starts_with(&plain(start))
}
