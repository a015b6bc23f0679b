//! Templates of sentences: words, gaps, and forms chosen by number.
//!
//! `{name}` is a gap, `{n|one figure|{n} figures}` a choice by the number of the argument `n`.
//! A brace that opens nothing of the kind stands for itself.

/// A piece of a template.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// Words, as they are.
    Text(&'t str),
    /// A gap to be filled; quoted where it stands between backticks.
    Gap {
        /// The name of the argument.
        name: &'t str,
        /// Whether it stands between backticks.
        is_quoted: bool,
    },
    /// The form that goes with a number.
    Plural {
        /// The name of the argument that decides.
        name: &'t str,
        /// The forms, in the order of the language.
        forms: Vec<Vec<Piece<'t>>>,
    },
}

/// The pieces of a template, in order.
pub(super) fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((words, inside, after)) = split_at_braces(rest) {
        if !words.is_empty() {
            pieces.push(Piece::Text(words));
        }
        let mut parts = split_at_bars(inside).into_iter();
        let name = parts.next().unwrap_or_default();
        let forms: Vec<_> = parts.map(self::pieces).collect();
        pieces.push(if forms.is_empty() {
            Piece::Gap { name, is_quoted: words.ends_with('`') && after.starts_with('`') }
        } else {
            Piece::Plural { name, forms }
        });
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

/// What stands before, in and after the first pair of braces; `None` where there is none.
fn split_at_braces(text: &str) -> Option<(&str, &str, &str)> {
    let open = text.find('{')?;
    let mut depth = 0_usize;
    for (position, character) in text.char_indices().skip_while(|(position, _)| *position < open) {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((
                text.get(..open)?,
                text.get(open + 1..position)?,
                text.get(position + 1..)?,
            ));
        }
    }
    None
}

/// The parts between the bars that stand in no inner braces.
fn split_at_bars(text: &str) -> Vec<&str> {
    let mut depth = 0_i32;
    text.split(|character| {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        character == '|' && depth == 0
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_and_words() {
        let expected = [
            Piece::Text("`"),
            Piece::Gap { name: "line", is_quoted: true },
            Piece::Text("` is "),
            Piece::Gap { name: "stated", is_quoted: false },
        ];
        assert_eq!(pieces("`{line}` is {stated}"), expected);
        assert_eq!(pieces(""), []);
    }

    #[test]
    fn forms_hold_gaps() {
        let one = vec![Piece::Text("one figure")];
        let other = vec![Piece::Gap { name: "n", is_quoted: false }, Piece::Text(" figures")];
        let expected = [Piece::Plural { name: "n", forms: vec![one, other] }, Piece::Text(".")];
        assert_eq!(pieces("{n|one figure|{n} figures}."), expected);
    }

    #[test]
    fn a_brace_that_never_closes_stands_for_itself() {
        assert_eq!(pieces("a {b"), [Piece::Text("a {b")]);
        assert_eq!(pieces("a} b"), [Piece::Text("a} b")]);
    }
}
