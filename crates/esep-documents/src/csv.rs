//! Delimited text as located cells: what `.csv` files hold, whoever wrote them.

mod cursor;
mod writing;

use std::borrow::Cow;
use std::sync::Arc;

use cursor::Cursor;
use esep::{Code, Finding, Message, Place, Written};

#[cfg(feature = "workbooks")]
pub(crate) use writing::write_cell;
pub use writing::write_record;

/// The records of a delimited text, one after the other, with the place of every cell.
///
/// The separator is what a first line such as `sep=;` says, as Excel writes it. Without one it is
/// the tab if one stands in the header outside quotes, or else `;`, or else `,`: labels hold commas
/// more often than semicolons, and tabs hardly ever.
/// Cells may stand in quotes, with quotes doubled and line ends kept; other cells lose the spaces
/// around them. Lines without anything are skipped. Nothing here fails: what is malformed is read
/// as well as it can be, and its cell says what is wrong with it. Memory is taken for one record at
/// a time; time is linear in the text.
///
/// ```
/// use esep_documents::Records;
/// let mut records = Records::new("# form: membership\ncode;members\nkz-edu; \"703 070\"\n");
/// assert_eq!(records.comments()[0].key, "form");
/// assert_eq!(records.next().unwrap().cells[1].text, "members");
/// let cell = &records.next().unwrap().cells[1];
/// assert_eq!((&*cell.text, cell.line, cell.column, cell.length), ("703 070", 3, 10, 7));
/// ```
#[derive(Debug, Clone)]
pub struct Records<'a> {
    cursor: Cursor<'a>,
    separator: char,
    comments: Vec<Comment<'a>>,
}

/// One record: the cells of a row, at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record<'a> {
    /// The cells, in order.
    pub cells: Vec<Cell<'a>>,
}

/// One cell: its text, and where the text stands, quotes left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell<'a> {
    /// What it says.
    pub text: Cow<'a, str>,
    /// The line it begins on, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// How many characters it takes on its first line; a doubled quote takes two.
    pub length: u32,
    /// What is wrong with its quotes.
    pub mistake: Option<Mistake>,
}

/// What can be wrong with quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake {
    /// A quote that opens and never closes. The cell is read to the end of its line.
    UnclosedQuote,
    /// Text between the closing quote and the separator. The cell is read with its quotes.
    TextAfterQuote,
}

/// A line above the header that says something of the whole file, as `# form: membership` does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment<'a> {
    /// What stands before the colon.
    pub key: &'a str,
    /// What stands after it.
    pub value: Cell<'a>,
}

impl<'a> Records<'a> {
    /// Reads the comments above the header and recognizes the separator.
    pub fn new(text: &'a str) -> Self {
        let mut cursor = Cursor::new(text);
        let declared = declared_separator(&mut cursor);
        let mut comments = Vec::new();
        loop {
            let mut ahead = cursor;
            ahead.skip(char::is_whitespace);
            if !ahead.rest.starts_with('#') {
                break;
            }
            ahead.advance(1);
            comments.extend(comment(&mut ahead));
            ahead.skip(|letter| letter != '\n');
            cursor = ahead;
        }
        let separator = declared.unwrap_or_else(|| separator(cursor.rest));
        Self { cursor, separator, comments }
    }

    /// The records of a text of which the separator is known, and in which nothing is a comment.
    pub(crate) fn separated(text: &'a str, separator: char) -> Self {
        Self { cursor: Cursor::new(text), separator, comments: Vec::new() }
    }

    /// The same where so many lines stand before the text.
    pub(crate) fn below(self, lines: usize) -> Self {
        Self { cursor: self.cursor.below(lines), ..self }
    }

    /// The comments above the header, in order.
    pub fn comments(&self) -> &[Comment<'a>] {
        &self.comments
    }

    /// What separates the cells.
    pub fn separator(&self) -> char {
        self.separator
    }

    /// What is left of the text.
    pub(crate) fn rest(&self) -> &'a str {
        self.cursor.rest
    }

    fn cell(&mut self) -> Cell<'a> {
        self.skip_space();
        let start = self.cursor;
        if !start.rest.starts_with('"') {
            return self.plain(None);
        }
        self.cursor.advance(1);
        let content = self.cursor;
        let Some(end) = closing_quote(content.rest) else {
            return self.plain(Some(Mistake::UnclosedQuote));
        };
        let raw = self.cursor.advance(end);
        self.cursor.advance(1);
        self.skip_space();
        if self.to_end_of_cell() == 0 {
            let cell = content.cell(raw, None);
            if raw.contains('"') {
                return Cell { text: Cow::Owned(raw.replace("\"\"", "\"")), ..cell };
            }
            return cell;
        }
        self.cursor.advance(self.to_end_of_cell());
        let raw = start.passed(&self.cursor).trim_end();
        start.cell(raw, Some(Mistake::TextAfterQuote))
    }

    /// A cell without quotes, or with one that is taken for none.
    fn plain(&mut self, mistake: Option<Mistake>) -> Cell<'a> {
        let start = self.cursor;
        let raw = self.cursor.advance(self.to_end_of_cell());
        start.cell(raw.trim_end(), mistake)
    }

    fn skip_space(&mut self) {
        let separator = self.separator;
        self.cursor.skip(|letter| letter.is_whitespace() && letter != '\n' && letter != separator);
    }

    fn to_end_of_cell(&self) -> usize {
        let rest = self.cursor.rest;
        rest.find([self.separator, '\n']).unwrap_or(rest.len())
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        self.skip_space();
        while self.cursor.rest.starts_with('\n') {
            let other = self.cursor.rest.bytes().position(|byte| byte != b'\n');
            self.cursor.advance(other.unwrap_or(self.cursor.rest.len()));
            self.skip_space();
        }
        if self.cursor.rest.is_empty() {
            return None;
        }
        let mut cells = Vec::new();
        loop {
            cells.push(self.cell());
            let end = self.cursor.rest.chars().next();
            self.cursor.advance(end.map_or(0, char::len_utf8));
            if end != Some(self.separator) {
                return Some(Record { cells });
            }
        }
    }
}

impl Record<'_> {
    /// Whether no cell says anything.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.text.is_empty())
    }
}

impl Cell<'_> {
    /// Where it stands.
    pub fn place(&self, file: &Arc<str>) -> Place {
        Place::new(file, self.line, self.column, self.length)
    }

    /// What it says and where.
    pub fn written(&self, file: &Arc<str>) -> Written {
        Written::new(&*self.text, self.place(file))
    }

    /// The finding for what is wrong with its quotes.
    pub fn finding(&self, file: &Arc<str>) -> Option<Finding> {
        let (key, hint) = match self.mistake? {
            Mistake::UnclosedQuote => ("unreadable-document.unclosed-quote", "hint.close-quote"),
            Mistake::TextAfterQuote => {
                ("unreadable-document.text-after-quote", "hint.double-quote")
            }
        };
        let mut place = self.place(file);
        if self.mistake == Some(Mistake::UnclosedQuote) {
            place = Place::new(file, self.line, self.column.saturating_sub(1), 1);
        }
        let finding = Finding::new(Code::UnreadableDocument, Some(place), Message::new(key));
        Some(finding.with_hint(Message::new(hint)))
    }
}

/// Reads a comment from after its `#`. Spreadsheet programs add separators to it.
fn comment<'a>(cursor: &mut Cursor<'a>) -> Option<Comment<'a>> {
    let line = cursor.rest.lines().next()?;
    let key = cursor.advance(line.find(':')?);
    cursor.advance(1);
    cursor.skip(|letter| letter.is_whitespace() && letter != '\n');
    let end = cursor.rest.find('\n').unwrap_or(cursor.rest.len());
    let value = cursor
        .rest
        .get(..end)?
        .trim_end_matches(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ';'));
    Some(Comment { key: key.trim(), value: cursor.cell(value, None) })
}

/// What a first line `sep=;` says that separates the cells; the cursor passes it.
fn declared_separator(cursor: &mut Cursor<'_>) -> Option<char> {
    let line = cursor.rest.lines().next()?;
    let (key, separator) = line.trim_end_matches([' ', '\r']).split_once('=')?;
    let mut letters = separator.chars();
    let (Some(letter), None) = (letters.next(), letters.next()) else { return None };
    let is_sign = !letter.is_alphanumeric() && !matches!(letter, '"' | '#');
    (is_sign && key.eq_ignore_ascii_case("sep")).then(|| {
        cursor.advance(line.len());
        letter
    })
}

/// What separates the cells of the first line with a tab, a semicolon or a comma outside quotes.
fn separator(header: &str) -> char {
    let mut in_quotes = false;
    let mut best = None;
    for letter in header.chars() {
        match letter {
            '"' => in_quotes = !in_quotes,
            '\t' if !in_quotes => return letter,
            ';' if !in_quotes => best = Some(letter),
            ',' if !in_quotes => best = best.or(Some(letter)),
            '\n' if !in_quotes && best.is_some() => break,
            _ => {}
        }
    }
    best.unwrap_or(',')
}

/// How many bytes lie before the quote that closes; doubled quotes do not.
fn closing_quote(quoted: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + quoted.get(from..)?.find('"')?;
        if quoted.as_bytes().get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        from = at + 2;
    }
}

#[cfg(test)]
mod tests {
    use esep::LineIndex;
    use proptest::prelude::*;

    use super::*;

    /// Compares cells with lines of `line:column+length text`, a mistake with its name.
    fn check(text: &str, expected: &[&str]) {
        let cells = Records::new(text).flat_map(|record| record.cells);
        let found: Vec<_> = cells
            .map(|cell| {
                let Cell { text, line, column, length, mistake } = cell;
                let mistake = mistake.map_or(String::new(), |mistake| format!(" {mistake:?}"));
                format!("{line}:{column}+{length} {text}{mistake}")
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn cells_know_where_they_stand() {
        check("code,ұйым\r\n  a , 1\r\n", &["1:1+4 code", "1:6+4 ұйым", "2:3+1 a", "2:7+1 1"]);
        check("a,\n,b", &["1:1+1 a", "1:3+0 ", "2:1+0 ", "2:2+1 b"]);
        check("\n \n a\n", &["3:2+1 a"]);
        check("", &[]);
    }

    #[test]
    fn quotes_keep_separators_ends_and_quotes() {
        check("\"a,b\";\"c\nd\" ; e", &["1:2+3 a,b", "1:8+1 c\nd", "2:6+1 e"]);
        check("\"\"\"Ұстаз\"\" union\",1", &["1:2+15 \"Ұстаз\" union", "1:19+1 1"]);
        check("city \"Әділет\",1", &["1:1+13 city \"Әділет\"", "1:15+1 1"]);
        check("\"\"", &["1:2+0 "]);
    }

    #[test]
    fn an_unclosed_quote_ends_with_its_line() {
        check(
            "a,b\n\"x,1\ny,2\n",
            &["1:1+1 a", "1:3+1 b", "2:2+1 x UnclosedQuote", "2:4+1 1", "3:1+1 y", "3:3+1 2"],
        );
    }

    #[test]
    fn text_after_a_quote_is_read_with_it() {
        check("\"Ұстаз\" union ,1", &["1:1+13 \"Ұстаз\" union TextAfterQuote", "1:16+1 1"]);
    }

    #[test]
    fn the_rarest_separator_in_labels_decides() {
        for (text, separator) in
            [("a, b;c", ';'), ("a;b\tc", '\t'), ("\"a;b\",c", ','), ("a", ','), ("a\nb;c", ';')]
        {
            assert_eq!(Records::new(text).separator(), separator, "{text}");
        }
    }

    #[test]
    fn a_first_line_may_say_what_separates() {
        check("sep=;\r\na,b;c\r\n", &["2:1+3 a,b", "2:5+1 c"]);
        check("Sep=| \n# form: x\na;b|c", &["3:1+3 a;b", "3:5+1 c"]);
        check("\"sep=|\"\na", &["1:2+5 sep=|", "2:1+1 a"]);
        check("sep=\t\na,b\tc", &["2:1+3 a,b", "2:5+1 c"]);
        check("sep=ab;c", &["1:1+6 sep=ab", "1:8+1 c"]);
        check("a;b\nsep=,", &["1:1+1 a", "1:3+1 b", "2:1+5 sep=,"]);
        assert_eq!(Records::new("sep=;\n# form: membership\na").comments().len(), 1);
    }

    #[test]
    fn comments_stand_above_the_header() {
        let mut records = Records::new("# filled in July\n\n#form: membership;;\r\na;b\n#c: d;e");
        let [comment] = records.comments() else { panic!("{:?}", records.comments()) };
        assert_eq!((comment.key, &*comment.value.text), ("form", "membership"));
        assert_eq!((comment.value.line, comment.value.column), (3, 8));
        assert_eq!(records.next().unwrap().cells[0].line, 4);
        assert_eq!(records.next().unwrap().cells[0].text, "#c: d");
    }

    proptest! {
        #[test]
        fn places_point_at_exactly_the_text(text in "([#:aә ,;\t\"\r\n]|\"\"|\r\n){0,60}") {
            let lines = LineIndex::new(&text);
            let records = Records::new(&text);
            let comments = records.comments().to_vec().into_iter().map(|comment| comment.value);
            for cell in comments.chain(records.flat_map(|record| record.cells)) {
                let raw = &text[lines.bytes(&cell.place(&Arc::from("f")))];
                let first = cell.text.lines().next().unwrap_or_default();
                if cell.mistake.is_none() && raw.contains("\"\"") && raw != first {
                    prop_assert_eq!(raw.replace("\"\"", "\""), first);
                } else {
                    prop_assert_eq!(raw, first);
                }
            }
        }

        #[test]
        fn what_is_written_is_read_again(
            rows in proptest::collection::vec(
                proptest::collection::vec("([#:aә1 ,;\t\"\r\n]|\r\n|sep=){0,8}", 1..4), 0..5,
            ),
        ) {
            let mut text = String::new();
            for row in &rows {
                write_record(&mut text, row);
            }
            let read: Vec<Vec<_>> = Records::new(&text)
                .map(|record| record.cells.into_iter().map(|cell| cell.text.into_owned()).collect())
                .collect();
            prop_assert_eq!(read, rows);
        }

        #[test]
        fn any_text_is_read_to_its_end(text: String) {
            let cells = Records::new(&text).map(|record| record.cells.len()).sum::<usize>();
            prop_assert!(cells <= text.len() + 1);
        }
    }
}
