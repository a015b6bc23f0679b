//! Findings as sentences: from a message and a language to words.
//!
//! The sentences stand in `messages/kk.toml`, `ru.toml` and `en.toml`, the pages that explain the
//! codes in `pages/`. Nothing here decides anything: it only says what was found.
//! Without the feature `messages` a program brings the sentences itself.

mod catalog;
mod page;
mod plural;
mod template;

pub use page::page;

use crate::figure::{Amount, Rational, Unit, UnitKind};
use crate::finding::{Argument, Code, Message, Summary};
use crate::language::Language;
use crate::period::Period;
use crate::place::{Part, Place};

use catalog::Catalog;
use template::{Piece, pieces};

/// How many characters of a user's own text a sentence quotes at most.
const LONGEST_LITERAL: usize = 160;

/// A list of more items than this is cut.
const LONGEST_LIST: usize = 8;

/// The list of which the reader has to choose one: it is never cut.
const CHOICES: &str = "values";

/// The words of one language. Cheap to copy; a language is read when it is first asked for.
///
/// ```
/// use esep::{Language, Message, Wording};
/// let message = Message::new("unknown-line").with("line", "wimen").with("form", "membership");
/// let wording = Wording::in_language(Language::En);
/// assert_eq!(wording.sentence(&message), "`wimen` is no line of the form `membership`");
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Wording {
    language: Language,
    catalog: &'static Catalog,
}

impl Wording {
    /// The words of this language.
    pub fn in_language(language: Language) -> Self {
        Self { language, catalog: Catalog::of(language) }
    }

    /// Brings the sentences of a language, as a file of `messages/` has them, to a program that is
    /// built without the feature `messages`. The first that are brought stay.
    pub fn bring(language: Language, messages: &str) {
        Catalog::bring(language, messages);
    }

    /// Whether there are any sentences of this language.
    pub fn is_there(self) -> bool {
        !self.catalog.is_empty()
    }

    /// The language.
    pub fn language(self) -> Language {
        self.language
    }

    /// The sentence that a message stands for, always on one line.
    ///
    /// A message whose key is not in the catalog is shown as its key and arguments,
    /// a gap without an argument as its name in braces.
    pub fn sentence(self, message: &Message) -> String {
        if let Some(template) = self.catalog.template(message.key) {
            return self.filled(template, &message.arguments);
        }
        let mut text = message.key.to_owned();
        for (name, argument) in &message.arguments {
            text.extend([", ", *name, ": ", &self.argument(argument, ", ")]);
        }
        text
    }

    /// A fixed word: the word `stated` stands under the key `word.stated`.
    /// A word that is not in the catalog is shown by its name.
    pub fn word(self, name: &'static str) -> &'static str {
        self.catalog.template(&format!("word.{name}")).unwrap_or(name)
    }

    /// What a figure counts, as `persons`. A unit that no built-in form uses is shown by its name.
    pub fn unit(self, unit: &Unit) -> String {
        let found = self.catalog.template(&format!("unit.{}", unit.name()));
        found.unwrap_or(unit.name()).to_owned()
    }

    /// A text of the help of the command line; `None` where there is none of this name.
    pub fn help(self, name: &str) -> Option<&'static str> {
        self.catalog.template(&format!("help.{name}"))
    }

    /// The texts of the page of calculators, by key without `page.`; gaps stand as `{name}`.
    pub fn page_texts(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.catalog.family("page.")
    }

    /// A text of the page of calculators with its gaps filled; `None` where there is none of this
    /// key.
    pub fn page_text(self, key: &str, arguments: &[(&str, Argument)]) -> Option<String> {
        let template = self.catalog.template(&format!("page.{key}"))?;
        Some(self.filled(template, arguments))
    }

    /// What a code is, in a few words, for lists.
    pub fn title(self, code: Code) -> &'static str {
        self.catalog.template(&format!("title.{}", code.name())).unwrap_or(code.name())
    }

    /// A period in words: `first half of 2020`.
    pub fn period(self, period: Period) -> String {
        let key = format!("period.{}.{}", period.length().name(), period.number());
        let year = [("year", Argument::from(period.year().to_string()))];
        match self.catalog.template(&key) {
            Some(template) => self.filled(template, &year),
            None => period.to_string(),
        }
    }

    /// Where something stands, for people: `a.xlsx:Sheet1!C14`, `a.docx, table 2, row 5, cell 3`.
    pub fn place(self, place: &Place) -> String {
        let message = |key, numbers: &[(&'static str, u32)]| {
            let start = Message::new(key).with("file", &*place.file);
            let message = numbers
                .iter()
                .fold(start, |message, (name, number)| message.with(name, number.to_string()));
            self.sentence(&message)
        };
        let Place { line, column, .. } = *place;
        match place.part.as_deref() {
            Some(Part::Table(table)) if line == 0 => message("place.table", &[("table", *table)]),
            Some(Part::Table(table)) => {
                message("place.cell", &[("table", *table), ("row", line), ("cell", column)])
            }
            Some(Part::Paragraphs) if line > 0 => message("place.paragraph", &[("number", line)]),
            _ => place.to_string(),
        }
    }

    /// How far two figures are apart; two shares are so many percentage points apart.
    pub fn difference(self, amount: &Amount) -> String {
        if amount.kind != UnitKind::Share {
            return amount.in_language(self.language);
        }
        let points = &amount.value * Rational::from(100);
        let points = Amount::new(points, amount.decimals, UnitKind::Number);
        format!("{} {}", points.in_language(self.language), self.word("points"))
    }

    /// What a run looked at and found, in one line, or two where relations were left out.
    pub fn summary(self, summary: &Summary) -> String {
        let is_clean = summary.errors == 0 && summary.warnings == 0;
        let mut message = Message::new(match summary.sheets {
            _ if is_clean => "summary.clean",
            0 => "summary.unread",
            _ => "summary.found",
        })
        .with("sheets", summary.sheets)
        .with("figures", summary.figures)
        .with("relations", summary.relations_evaluated);
        if !is_clean {
            message = message.with("errors", summary.errors).with("warnings", summary.warnings);
        }
        let mut text = self.sentence(&message);
        if summary.relations_skipped > 0 {
            let skipped = Message::new("summary.skipped").with("n", summary.relations_skipped);
            text.push('\n');
            text.push_str(&self.sentence(&skipped));
        }
        text
    }

    fn filled(self, template: &str, arguments: &[(&str, Argument)]) -> String {
        let mut text = String::new();
        self.fill(&pieces(template), arguments, &mut text);
        text
    }

    fn fill(self, pieces: &[Piece<'_>], arguments: &[(&str, Argument)], text: &mut String) {
        let argument = |wanted: &str| {
            arguments.iter().find(|(name, _)| *name == wanted).map(|(_, argument)| argument)
        };
        // What was left out of the list just before, to be said behind its quotation mark.
        let mut others = String::new();
        for piece in pieces {
            let said = std::mem::take(&mut others);
            match piece {
                Piece::Text(words) if words.starts_with('`') && !said.is_empty() => {
                    text.extend(["`", &said, words.trim_start_matches('`')]);
                    continue;
                }
                _ => text.push_str(&said),
            }
            match piece {
                Piece::Text(words) => text.push_str(words),
                Piece::Gap { name, is_quoted } => match argument(name) {
                    Some(Argument::List(items))
                        if items.len() > LONGEST_LIST && *name != CHOICES =>
                    {
                        let shown = items.iter().take(LONGEST_LIST - 2).cloned().collect();
                        let comma = if *is_quoted { "`, `" } else { ", " };
                        text.push_str(&self.argument(&Argument::List(shown), comma));
                        let rest = items.len() - (LONGEST_LIST - 2);
                        let message = Message::new("list.others").with("n", rest);
                        others = format!(" {}", self.sentence(&message));
                    }
                    Some(found) => {
                        let comma = if *is_quoted { "`, `" } else { ", " };
                        text.push_str(&self.argument(found, comma));
                    }
                    None => text.extend(["{", name, "}"]),
                },
                Piece::Plural { name, forms } => {
                    let form = match argument(name) {
                        Some(Argument::Count(number)) => plural::form(self.language, *number),
                        _ => usize::MAX,
                    };
                    if let Some(pieces) = forms.get(form).or(forms.last()) {
                        self.fill(pieces, arguments, text);
                    }
                }
            }
        }
        text.push_str(&others);
    }

    /// An argument in words; `comma` stands between the items of a list.
    fn argument(self, argument: &Argument, comma: &str) -> String {
        match argument {
            Argument::Literal(text) => quotable(text),
            Argument::Label(label) => quotable(label.in_language(self.language)),
            Argument::Amount(amount) => amount.in_language(self.language),
            Argument::Difference(amount) => self.difference(amount),
            Argument::Change(amount) => {
                let is_gain = !amount.value.is_negative() && !amount.value.is_zero();
                let sign = if is_gain { "+" } else { "" };
                format!("{sign}{}", amount.in_language(self.language))
            }
            Argument::Period(period) => self.period(*period),
            Argument::Place(place) => quotable(&self.place(place)),
            Argument::Count(number) => {
                let number = Rational::from(i128::try_from(*number).unwrap_or(i128::MAX));
                Amount::new(number, 0, UnitKind::Count).in_language(self.language)
            }
            Argument::Sentence(message) => self.sentence(message),
            Argument::List(items) => {
                let items: Vec<_> = items.iter().map(|item| self.argument(item, comma)).collect();
                items.join(comma)
            }
        }
    }
}

/// A user's text as it can stand between backticks: on one line, without what would hide or turn
/// the text around it, and of bearable length.
fn quotable(text: &str) -> String {
    let mut characters = text.chars().map(|character| match character {
        '`' => '\'',
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
        _ if character.is_control() => ' ',
        _ => character,
    });
    let mut quotable: String = characters.by_ref().take(LONGEST_LITERAL).collect();
    if characters.next().is_some() {
        quotable.push('…');
    }
    quotable
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(language: Language, message: &Message) -> String {
        Wording::in_language(language).sentence(message)
    }

    fn persons(number: i64) -> Amount {
        Amount::new(Rational::from(i128::from(number)), 0, UnitKind::Count)
    }

    #[test]
    fn a_long_list_is_cut() {
        let items = |count: u8| (0..count).map(|n| Argument::from(n.to_string())).collect();
        let cycle =
            |count| Message::new("cycle").with("organizations", Argument::List(items(count)));
        assert!(sentence(Language::En, &cycle(8)).contains("`6`, `7` belong"));
        assert_eq!(
            sentence(Language::En, &cycle(37)),
            "the organizations `0`, `1`, `2`, `3`, `4`, `5` and 31 others belong to each other in a \
             circle"
        );
    }

    #[test]
    fn the_downtime_of_2020() {
        let message = Message::new("parts-do-not-add-up")
            .with("line", "downtime")
            .with("stated", persons(61_307))
            .with("computed", persons(61_008))
            .with("difference", persons(299));
        assert_eq!(
            sentence(Language::En, &message),
            "`downtime` is stated as 61,307, but its parts give 61,008 (difference 299)"
        );
        assert_eq!(
            sentence(Language::Ru, &message),
            "`downtime`: указано 61\u{a0}307, а сумма частей — 61\u{a0}008 (разница 299)"
        );
        assert_eq!(
            sentence(Language::Kk, &message),
            "`downtime`: 61\u{a0}307 деп көрсетілген, ал бөліктерінің қосындысы 61\u{a0}008 (айырмасы 299)"
        );
    }

    #[test]
    fn lists_between_backticks_have_every_item_in_backticks() {
        let missing = vec![Argument::from("aktobe"), Argument::from("akmola")];
        let message = Message::new("hint.missing-children").with("missing", missing);
        assert_eq!(sentence(Language::En, &message), "no report has come from `aktobe`, `akmola`");
    }

    #[test]
    fn what_is_missing_shows_itself() {
        let message = Message::new("no-such-key").with("line", "women").with("n", 1200_usize);
        assert_eq!(sentence(Language::En, &message), "no-such-key, line: women, n: 1,200");
        let message = Message::new("unknown-form");
        assert_eq!(sentence(Language::En, &message), "`{form}` is not a known form");
        assert_eq!(Wording::in_language(Language::En).word("no-such-word"), "no-such-word");
    }

    #[test]
    fn a_hostile_text_stays_on_its_line() {
        let text = format!("a`b\nc\u{202E}{}", "x".repeat(1000));
        let sentence = sentence(Language::En, &Message::new("unknown-form").with("form", text));
        assert!(sentence.starts_with("`a'b c\u{FFFD}xxx"), "{sentence}");
        assert!(sentence.ends_with("xxx…` is not a known form"), "{sentence}");
    }

    #[test]
    fn periods() {
        let cases = [
            ("2020", "2020", "2020 год", "2020 жыл"),
            (
                "2020-H1",
                "first half of 2020",
                "первое полугодие 2020 года",
                "2020 жылғы 1-жартыжылдық",
            ),
            ("2021-Q3", "third quarter of 2021", "третий квартал 2021 года", "2021 жылғы 3-тоқсан"),
            ("2020-07", "July 2020", "июль 2020 года", "2020 жылғы шілде"),
        ];
        for (period, en, ru, kk) in cases {
            let period: Period = period.parse().unwrap();
            assert_eq!(Wording::in_language(Language::En).period(period), en);
            assert_eq!(Wording::in_language(Language::Ru).period(period), ru);
            assert_eq!(Wording::in_language(Language::Kk).period(period), kk);
        }
    }

    #[test]
    fn the_line_at_the_end() {
        let mut summary =
            Summary { sheets: 1, figures: 22, relations_evaluated: 5, ..Summary::default() };
        let say = |language, summary: &Summary| Wording::in_language(language).summary(summary);
        assert_eq!(
            say(Language::En, &summary),
            "nothing found: 5 relations checked between 22 figures on one sheet"
        );
        let unread = Summary { warnings: 2, ..Summary::default() };
        assert_eq!(say(Language::En, &unread), "0 errors, 2 warnings");
        summary.errors = 1;
        summary.relations_skipped = 2;
        assert_eq!(
            say(Language::Ru, &summary),
            "1 ошибка, 0 предупреждений: проверено 5 соотношений между 22 числами на 1 листе\n\
             из-за незаполненных чисел не проверено 2 соотношения"
        );
        assert_eq!(
            say(Language::Kk, &summary),
            "1 қате, 0 ескерту: 1 парақтағы 22 сан арасында 5 қатынас тексерілді\n\
             толтырылмаған сандар болғандықтан 2 қатынас тексерілмеді"
        );
    }
}
