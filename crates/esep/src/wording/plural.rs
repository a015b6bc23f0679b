//! Which form of a word goes with a whole number, by the rules of the CLDR.

use crate::language::Language;

/// Which of the language's forms goes with `number`, from 0: English one and other; Russian one, few
/// and many; in Kazakh a noun after a number does not change.
pub(super) fn form(language: Language, number: usize) -> usize {
    match language {
        Language::Kk => 0,
        Language::En => usize::from(number != 1),
        Language::Ru => match (number % 10, number % 100) {
            (1, rest) if rest != 11 => 0,
            (2..=4, rest) if !(12..=14).contains(&rest) => 1,
            _ => 2,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(language: Language, words: &[&'static str], numbers: &[usize]) -> Vec<&'static str> {
        numbers.iter().map(|number| words[form(language, *number)]).collect()
    }

    #[test]
    fn english_has_two() {
        let chosen = words(Language::En, &["figure", "figures"], &[0, 1, 2, 11, 21]);
        assert_eq!(chosen, ["figures", "figure", "figures", "figures", "figures"]);
    }

    #[test]
    fn russian_has_three() {
        let forms = ["лист", "листа", "листов"];
        let chosen = words(Language::Ru, &forms, &[0, 1, 2, 5, 11, 14, 21, 22, 25, 111, 121]);
        let expected = [2, 0, 1, 2, 2, 2, 0, 1, 2, 2, 0].map(|form: usize| forms[form]);
        assert_eq!(chosen, expected);
    }

    #[test]
    fn kazakh_has_one() {
        assert_eq!(words(Language::Kk, &["парақ"], &[0, 1, 5]), ["парақ"; 3]);
    }
}
