//! A register whose bytes come one after the other, counted as they come.

use std::sync::Arc;

use esep::{Code, Finding, Forms, Place, Refusal, Register, When};

use super::faults::Faults;
use super::reading::{Counted, Purpose, above, read, understand};
use super::unpacking::{self, LARGEST_UNPACKED};
use super::{TallyReport, TallyRequest};
use crate::register::OwnStream;
use crate::rows::Rows;
use crate::source::{File, Source, Streamed};

/// So many bytes tell the encoding, the header and what separates its cells.
const HEAD: usize = 64 * 1024;
/// No header is longer.
const LONGEST_HEAD: usize = 1 << 20;

/// A register whose bytes come one after the other: memory does not grow with its rows.
///
/// ```
/// use esep_documents::{TableFormat, TallyReport, TallyRequest};
/// let request = TallyRequest { register: "injuries", as_of: None, period: Some("2020"), level: None };
/// let mut stream = TallyReport::default().stream("injuries.csv", &request).unwrap();
/// for bytes in ["org_code,date,sev", "erity\nplant,2020-02-29,mi", "nor\n"] {
///     stream.push(bytes.as_bytes());
/// }
/// let report = stream.finish();
/// let table = report.write(TableFormat::Csv, esep::Language::En);
/// assert!(table.contains("\nplant,,2020,1,1,0,0,0,"));
/// ```
#[derive(Debug)]
pub struct TallyStream {
    report: TallyReport,
    name: Arc<str>,
    register: &'static Register,
    when: When,
    state: State,
}

/// What is done with the bytes.
#[derive(Debug)]
enum State {
    /// They are kept until the header is there.
    Opening(Vec<u8>),
    /// Their rows are counted.
    Counting(Box<Counting>),
    /// They are kept, for they are packed, or in a rare encoding.
    Whole(Vec<u8>),
    /// They are passed over, for their header says nothing.
    Refused,
}

/// Rows below a header.
#[derive(Debug)]
struct Counting {
    rows: OwnStream,
    streamed: Streamed,
    faults: Faults,
    columns: Vec<usize>,
    heading: Source,
}

impl TallyReport {
    /// Begins to tally a register whose bytes come one after the other. Packed ones are kept until
    /// all have come: whoever can unpack them brings what they hold.
    ///
    /// # Errors
    /// - there is no such register;
    /// - a text that is no day, no period or no kind of organization, or none where one is needed.
    pub fn stream(
        mut self,
        name: &str,
        request: &TallyRequest<'_>,
    ) -> Result<TallyStream, Refusal> {
        let register = Register::named(request.register)?;
        let when = request.when(register)?;
        self.level = request.level()?;
        let state = State::Opening(Vec::new());
        Ok(TallyStream { report: self, name: name.into(), register, when, state })
    }
}

impl TallyStream {
    /// Counts the rows that end in some more bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        match &mut self.state {
            State::Opening(head) => {
                head.extend_from_slice(bytes);
                let has_line = || memchr::memchr2(b'\n', b'\r', head).is_some();
                if head.len() >= HEAD && has_line() || head.len() > LONGEST_HEAD {
                    let head = std::mem::take(head);
                    self.state = self.opened(head, false);
                }
            }
            State::Counting(counting) => counting.push(bytes, &self.report),
            State::Whole(kept) => kept.extend_from_slice(bytes),
            State::Refused => {}
        }
    }

    /// What was counted; bytes behind the last line end are a row, too.
    pub fn finish(mut self) -> TallyReport {
        if let State::Opening(head) = &mut self.state {
            let head = std::mem::take(head);
            self.state = self.opened(head, true);
        }
        let counted = match std::mem::replace(&mut self.state, State::Refused) {
            State::Counting(counting) => Some(self.counted(*counting)),
            State::Whole(bytes) => self.read_whole(bytes),
            State::Opening(_) | State::Refused => None,
        };
        self.report.with_counted(self.register, counted.into_iter().collect())
    }

    /// What to do with all bytes, now that the first are there.
    fn opened(&mut self, head: Vec<u8>, is_all: bool) -> State {
        let Some(streamed) = Streamed::of(&head).filter(|_| !unpacking::is_packed(&head)) else {
            return State::Whole(head);
        };
        // The last line may be cut within a letter.
        let line_end = memchr::memrchr(b'\n', &head).map(|end| end + 1);
        let end = line_end.filter(|_| !is_all).unwrap_or(head.len());
        let (lines, rest) = head.split_at_checked(end).unwrap_or((&head, &[]));
        let (source, mut findings) = Source::decode(File::new(Arc::clone(&self.name), lines));
        if !is_all {
            // How much is damaged is not known yet, and each row is told.
            findings.retain(|it| source.is_none() || it.code == Code::GuessedEncoding);
        }
        self.report.findings.extend(findings);
        let Some(source) = source else { return State::Refused };
        let mut findings = Vec::new();
        let counting = self.counting(&source, streamed, &mut findings);
        self.report.findings.extend(findings);
        match counting {
            Opened::Counting(mut counting, below) => {
                counting.rows.push(below.as_bytes(), &self.report.structure);
                counting.push(rest, &self.report);
                State::Counting(counting)
            }
            Opened::Unfit => State::Whole(head),
            Opened::Refused => State::Refused,
        }
    }

    /// What the header of a text says, and the text below it.
    fn counting<'s>(
        &self,
        source: &'s Source,
        streamed: Streamed,
        findings: &mut Vec<Finding>,
    ) -> Opened<'s> {
        let Some(rows) = Rows::open(source, findings) else { return Opened::Refused };
        let forms = Forms::built_in();
        let whens = std::slice::from_ref(&self.when);
        let structure = &self.report.structure;
        let purpose = Purpose { register: self.register, forms: &forms, structure, whens };
        let Some((rules, faults)) = understand(&rows, purpose, findings) else {
            return Opened::Refused;
        };
        let Some(rules) = rules.into_iter().next() else { return Opened::Refused };
        let columns = rules.columns().iter().copied().flatten().collect();
        let heading = above(source, rows.rest());
        let lines = heading.text.bytes().filter(|byte| *byte == b'\n').count();
        let lines = u64::try_from(lines).unwrap_or(u64::MAX);
        match OwnStream::new(rules, rows.separator(), structure, lines) {
            Some(own) => {
                let counting = Counting { rows: own, streamed, faults, columns, heading };
                Opened::Counting(Box::new(counting), rows.rest())
            }
            None => Opened::Unfit,
        }
    }

    fn counted(&mut self, counting: Counting) -> Counted {
        let Counting { rows, mut faults, columns, heading, .. } = counting;
        let (rules, tally, faulty, n_rows) = rows.finish(&self.report.structure);
        if n_rows == 0 && faulty.is_empty() {
            self.report.findings.extend(
                Rows::open(&heading, &mut Vec::new()).and_then(|rows| rows.nothing_below()),
            );
        }
        for found in faulty {
            let line = u32::try_from(found.line).unwrap_or(u32::MAX);
            let rows = usize::try_from(found.rows).unwrap_or(usize::MAX);
            let place = || Place::new(&self.name, line, found.column, found.length);
            faults.add_rows(found.fault, rows, &rules, place);
        }
        let tallies = vec![(rules.counting().clone(), tally)];
        Counted { tallies, faults, columns, heading }
    }

    fn read_whole(&mut self, bytes: Vec<u8>) -> Option<Counted> {
        let forms = Forms::built_in();
        let purpose = Purpose {
            register: self.register,
            forms: &forms,
            structure: &self.report.structure,
            whens: std::slice::from_ref(&self.when),
        };
        match unpacking::unpack(File::new(Arc::clone(&self.name), bytes), LARGEST_UNPACKED) {
            Ok(file) => read(file, purpose, &mut self.report.findings),
            Err(finding) => {
                self.report.findings.push(*finding);
                None
            }
        }
    }
}

/// What a header leads to.
enum Opened<'s> {
    /// Rows are counted as they come; the first of them.
    Counting(Box<Counting>, &'s str),
    /// Rows are to be read one by one.
    Unfit,
    /// No rows are counted.
    Refused,
}

impl Counting {
    fn push(&mut self, bytes: &[u8], report: &TallyReport) {
        match self.streamed {
            Streamed::Utf8 => self.rows.push(bytes, &report.structure),
            Streamed::SingleBytes => {
                self.rows.push(Streamed::text(bytes).as_bytes(), &report.structure);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    const STRUCTURE: &str = "code,parent,kind,name\nодақ,,sectoral-union,Одақ\nмектеп,одақ,primary,\
                             № 7 мектеп\nb,одақ,primary,B\n";

    /// A register much longer than the first bytes that are looked at, below a title.
    fn register() -> String {
        let mut text = "Мүшелер тізілімі\nұйым;жынысы;кірген күні;шыққан күні\n".to_owned();
        for row in 0..4_000 {
            let organization = ["№ 7 мектеп", "b", "\"мектеп\"", "бөтен"][row % 4];
            let day = if row % 1_000 == 999 { "31.02" } else { "01.03" };
            text.extend([organization, ";әйел;", day, ".2015;\n"]);
        }
        text
    }

    /// A register that comes in pieces gives what it gives as a whole.
    #[track_caller]
    fn check(bytes: &[u8]) {
        let period = Some("2020-H1");
        let request = TallyRequest { register: "members", as_of: None, period, level: None };
        let empty = || TallyReport::with_structure(File::new("structure.csv", STRUCTURE));
        let mut whole = empty().tally(vec![File::new("members.csv", bytes)], &request).unwrap();
        assert!(whole.part().unwrap().contains("2000"));
        let (expected, _) = whole.take_findings();
        for length in [1_000, 70_001, bytes.len()] {
            let mut stream = empty().stream("members.csv", &request).unwrap();
            bytes.chunks(length).for_each(|bytes| stream.push(bytes));
            let mut streamed = stream.finish();
            assert_eq!(streamed.part(), whole.part(), "{length}");
            assert_eq!(streamed.rows_left_out(), 1_000);
            assert_eq!(streamed.take_findings().0, expected, "{length}");
        }
    }

    #[test]
    fn whatever_the_encoding_pieces_give_what_the_whole_gives() {
        let text = register();
        check(text.as_bytes());
        check(format!("\u{FEFF}{}", text.replace('\n', "\r\n")).as_bytes());
        check(text.replace('\n', "\r").as_bytes());
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        check(&[0xFF, 0xFE].into_iter().chain(units).collect::<Vec<u8>>());
        let single =
            |letter: char| (0..=255).find(|byte| Streamed::text(&[*byte]) == letter.to_string());
        check(&text.chars().map(|letter| single(letter).unwrap()).collect::<Vec<u8>>());
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        gzip.write_all(text.as_bytes()).unwrap();
        check(&gzip.finish().unwrap());
    }

    #[test]
    fn what_is_no_register_is_told_once() {
        let request = TallyRequest {
            register: "members",
            as_of: Some("2020-07-01"),
            period: None,
            level: None,
        };
        for (bytes, expected) in [
            (&b"PK\x03\x04"[..], "unreadable-document.workbook"),
            (&b""[..], "unreadable-document.empty"),
            (&b"a,b\n1,2\n"[..], "unreadable-document.no-header"),
        ] {
            let mut stream = TallyReport::default().stream("f.csv", &request).unwrap();
            stream.push(bytes);
            let report = stream.finish();
            let keys: Vec<&str> = report.findings().iter().map(|it| it.message.key).collect();
            assert_eq!(keys, [expected]);
            assert_eq!(report.part(), None);
        }
    }
}
