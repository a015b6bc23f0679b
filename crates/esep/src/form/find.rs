//! Finding the lines and columns that a document means.

use super::Form;
use crate::language::Language;
use crate::lookup::Lookup;

impl Form {
    /// The line that a document means, by its order on the form: by its id, its printed number
    /// (`4`, `4.`), its label in any language or an alias, or by number and label together;
    /// typed loosely, as [`Lookup`] allows.
    ///
    /// An id always means its own line, whatever other labels say.
    pub fn find_line(&self, text: &str) -> Lookup<usize> {
        if let Some(index) = self.line_index.get(text.trim()) {
            return Lookup::Found(*index);
        }
        let found = self.line_names.find(text);
        if found != Lookup::Unknown {
            return found;
        }
        let Some((number, label)) = number_and_label(text) else { return found };
        let by_label = self.line_names.find(label);
        let Lookup::Ambiguous(lines) = &by_label else { return by_label };
        let has_number = |index: &&usize| {
            let line = self.lines.get(**index);
            line.is_some_and(|line| line.number.as_deref() == Some(number))
        };
        let mut numbered = lines.iter().filter(has_number);
        match (numbered.next(), numbered.next()) {
            (Some(line), None) => Lookup::Found(*line),
            _ => by_label,
        }
    }

    /// The name of a line that is nearest to an unknown one, if any is near. No number is: one is
    /// as near as another.
    pub fn nearest_line(&self, text: &str) -> Option<&str> {
        let label = number_and_label(text).map_or(text, |(_, label)| label);
        let nearest = self.line_names.nearest(label)?;
        nearest.chars().any(char::is_alphabetic).then_some(nearest)
    }

    /// The column that a document means, by its order on the form: by its id, its label in any
    /// language or an alias.
    pub fn find_column(&self, text: &str) -> Lookup<usize> {
        let typed = text.trim();
        match self.columns.iter().position(|column| column.id.as_str() == typed) {
            Some(index) => Lookup::Found(index),
            None => self.column_names.find(text),
        }
    }

    /// The column of a line that is filled in one only, by its order on the form; 0 where the form
    /// has no columns.
    pub fn only_column(&self, line: usize) -> Option<usize> {
        if self.columns.is_empty() {
            return Some(0);
        }
        let line = self.lines.get(line)?;
        let mut filled =
            self.columns.iter().enumerate().filter(|(_, column)| line.has_column(&column.id));
        let (first, _) = filled.next()?;
        filled.next().is_none().then_some(first)
    }

    /// Notes the names of all lines and columns, so that they can be found.
    pub(super) fn index_names(&mut self) {
        for (index, line) in self.lines.iter().enumerate() {
            let labels = Language::ALL.map(|language| line.label.in_language(language));
            let names = [line.id.as_str()].into_iter().chain(line.number.as_deref()).chain(labels);
            for name in names.chain(line.aliases.iter().map(String::as_str)) {
                self.line_names.add(name, index);
            }
        }
        for (index, column) in self.columns.iter().enumerate() {
            let labels = Language::ALL.map(|language| column.label.in_language(language));
            let names = [column.id.as_str()].into_iter().chain(labels);
            for name in names.chain(column.aliases.iter().map(String::as_str)) {
                self.column_names.add(name, index);
            }
        }
    }
}

/// The number and the label of `4. Violations found`; `None` where either is missing.
fn number_and_label(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    let is_number = |character: char| character.is_ascii_digit() || character == '.';
    let label = text.trim_start_matches(is_number);
    let number = text.strip_suffix(label)?.trim_end_matches('.');
    let label = label.trim_start_matches(|character: char| !character.is_alphanumeric());
    (!number.is_empty() && !label.is_empty()).then_some((number, label))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn form() -> Form {
        let text = r#"
        id = "choir"
        title = { kk = "Хор", ru = "Хор", en = "Choir" }
        [[column]]
        id = "total"
        label = { kk = "барлығы", ru = "всего", en = "total" }
        [[column]]
        id = "women"
        label = { kk = "әйелдер", ru = "из них женщин", en = "women" }
        aliases = ["ж."]
        [[line]]
        id = "concerts"
        number = "1"
        unit = "concerts"
        label = { kk = "Концерттер (барлығы)", ru = "Концерты (всего)", en = "Concerts (total)" }
        aliases = ["Выступления"]
        [[line]]
        id = "concerts.other"
        number = "1.1"
        unit = "concerts"
        label = { kk = "өзге", ru = "прочие", en = "other" }
        [[line]]
        id = "members.other"
        number = "2"
        unit = "persons"
        label = { kk = "өзге", ru = "прочие", en = "other" }
        [[line]]
        id = "members.other.guests"
        unit = "persons"
        label = { kk = "қонақтар", ru = "гости", en = "concerts-other" }
    "#;
        let (form, findings) = Form::read(&Arc::from("choir.toml"), text);
        assert_eq!(findings, []);
        form.unwrap()
    }

    #[track_caller]
    fn check(text: &str, expected: &Lookup<usize>) {
        assert_eq!(&form().find_line(text), expected, "{text}");
    }

    #[test]
    fn lines_are_found_by_id_number_label_and_alias() {
        for text in [
            "concerts",
            " 1.",
            "концерты (ВСЕГО)",
            "Concerts (total):",
            "концерттер\u{a0}(барлығы)",
            "«Выступления»",
            // The first letter is Latin.
            "Kонцерты (всего)",
            "1. Концерты (всего)",
            "1) Выступления",
        ] {
            check(text, &Lookup::Found(0));
        }
        check("1.1", &Lookup::Found(1));
    }

    #[test]
    fn one_label_for_two_lines_is_ambiguous_until_a_number_decides() {
        check("прочие", &Lookup::Ambiguous(vec![1, 2]));
        check("7 прочие", &Lookup::Ambiguous(vec![1, 2]));
        check("2. прочие", &Lookup::Found(2));
        check("1.1 прочие", &Lookup::Found(1));
    }

    #[test]
    fn unknown_lines_name_the_nearest() {
        for (text, nearest) in [
            ("Концерт (всего)", Some("Концерты (всего)")),
            ("9. Концерт (всего)", Some("Концерты (всего)")),
            ("", None),
            ("99", None),
        ] {
            check(text, &Lookup::Unknown);
            assert_eq!(form().nearest_line(text), nearest, "{text}");
        }
    }

    #[test]
    fn columns_are_found_likewise() {
        for text in ["women", "Из них женщин:", "ж"] {
            assert_eq!(form().find_column(text), Lookup::Found(1), "{text}");
        }
        assert_eq!(form().find_column("men"), Lookup::Unknown);
    }
}
