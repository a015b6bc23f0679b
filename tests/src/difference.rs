//! The difference of two texts, line by line.

/// How many equal lines are shown around a difference.
const CONTEXT: usize = 2;

/// The lines of both texts: ` ` in both, `-` expected only, `+` found only.
/// Of equal lines far from any difference only `...` is shown.
pub(crate) fn lines(expected: &str, found: &str) -> String {
    let (expected, found) = (split(expected), split(found));
    let marked = marked(&expected, &found);
    let is_near = |index: usize| {
        let from = index.saturating_sub(CONTEXT);
        marked.iter().skip(from).take(index - from + CONTEXT + 1).any(|(mark, _)| *mark != ' ')
    };
    let mut shown = String::new();
    let mut skipping = false;
    for (index, (mark, line)) in marked.iter().enumerate() {
        if is_near(index) {
            shown.extend(["    ", &mark.to_string(), " ", line, "\n"]);
            skipping = false;
        } else if !skipping {
            shown += "      ...\n";
            skipping = true;
        }
    }
    shown
}

/// Lines; a last one without an end says so.
fn split(text: &str) -> Vec<String> {
    text.split_inclusive('\n')
        .map(|line| {
            line.strip_suffix('\n').map_or(format!("{line} (no end of line)"), str::to_owned)
        })
        .collect()
}

/// The longest common subsequence, by the table of the lengths of those of all tails.
fn marked<'a>(expected: &'a [String], found: &'a [String]) -> Vec<(char, &'a str)> {
    let mut lengths = vec![vec![0_usize; found.len() + 1]; expected.len() + 1];
    for i in (0..expected.len()).rev() {
        for j in (0..found.len()).rev() {
            lengths[i][j] = if expected[i] == found[j] {
                lengths[i + 1][j + 1] + 1
            } else {
                lengths[i + 1][j].max(lengths[i][j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut marked = Vec::new();
    while i < expected.len() || j < found.len() {
        if i < expected.len() && j < found.len() && expected[i] == found[j] {
            marked.push((' ', expected[i].as_str()));
            (i, j) = (i + 1, j + 1);
        } else if j == found.len() || (i < expected.len() && lengths[i + 1][j] >= lengths[i][j + 1])
        {
            marked.push(('-', expected[i].as_str()));
            i += 1;
        } else {
            marked.push(('+', found[j].as_str()));
            j += 1;
        }
    }
    marked
}

#[test]
fn only_what_differs_is_marked() {
    let expected = "a\nb\nc\nd\ne\nf\n";
    let found = "a\nb\nc\nd\nE\nf";
    let shown =
        "      ...\n      c\n      d\n    - e\n    - f\n    + E\n    + f (no end of line)\n";
    assert_eq!(lines(expected, found), shown);
}
