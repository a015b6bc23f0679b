//! Reading a register: the rows of a file, counted.

use std::io::{self, BufReader, Read};
use std::sync::Arc;

use esep::{Code, FaultKind, Finding, Message, Place, Severity};

use super::header;
use super::incoming::{HEAD, Incoming, LONGEST_HEAD};
use super::opening::{Counted, Opening, Purpose};
use super::unpacking::{is_packed, unpacked};
use crate::book::empty;
use crate::grids::{SheetText, SheetTexts};
use crate::pieces::Readable;
use crate::register::{Among, Tallying};
use crate::source::{Beginning, File, Source};

/// A file that is not plainly what its first bytes say is read again as a whole, where it has no
/// more bytes.
pub(super) const LARGEST_WHOLE: u64 = 256 << 20;
/// How many bytes of a stream are read at once.
const BLOCK: usize = 64 * 1024;
/// So many bytes tell whether a stream is packed.
const MARK: u64 = 4;

/// Reads a file in memory: its bytes, whatever its encoding, separators and quotes. What could not
/// be read is told in `findings`; rows that are left out, in what it gives. `None` where there is
/// nothing to count.
pub(super) fn read(
    file: File,
    purpose: Purpose<'_>,
    findings: &mut Vec<Finding>,
) -> Option<Counted> {
    if is_packed(&file.bytes) {
        let name = Arc::clone(&file.name);
        return read_packed(&name, &file.bytes, &*file.bytes, purpose, findings);
    }
    read_text(file, purpose, findings)
}

/// Reads a file in memory that is not packed.
pub(super) fn read_text(
    file: File,
    purpose: Purpose<'_>,
    findings: &mut Vec<Finding>,
) -> Option<Counted> {
    let (source, doubts) = Source::decode(file);
    findings.extend(doubts);
    let source = source?;
    let opening = Opening::of(&source, purpose, findings)?;
    count_below(opening, &source, purpose, findings)
}

/// Counts the rows below a header, for each of the times asked for.
fn count_below(
    opening: Opening,
    source: &Source,
    purpose: Purpose<'_>,
    findings: &mut Vec<Finding>,
) -> Option<Counted> {
    let below = source.text.as_bytes().get(opening.above..).unwrap_or_default();
    let counted = opening.rules.iter().map(|rules| {
        let tallying = Tallying::among(rules, opening.separator, purpose.among);
        let mut stream = tallying.stream(opening.lines_above);
        stream.push(below);
        stream.finish().into_rows()
    });
    let counted = counted.collect();
    opening.counted(counted, findings)
}

/// Reads the sheets of a workbook: each with a header of the register is a file of it.
pub(super) fn read_sheets(
    name: &Arc<str>,
    texts: SheetTexts,
    purpose: Purpose<'_>,
    findings: &mut Vec<Finding>,
) -> Vec<Counted> {
    findings.extend(texts.findings);
    let Some(sheets) = texts.sheets else { return Vec::new() };
    let mut counted = Vec::new();
    let mut strange = Vec::new();
    let mut is_empty = true;
    for (number, sheet) in (0_u64..).zip(sheets) {
        let SheetText { part, hidden, hidden_rows, text } = sheet;
        if text.is_empty() {
            continue;
        }
        is_empty = false;
        let source = Source { name: Arc::clone(name), text };
        let mut own = Vec::new();
        match Opening::of_sheet(&source, &part, purpose, &mut own) {
            Some(opening) => {
                let from = purpose.among.from.saturating_add(number << SHEET);
                let among = Among { from, ..purpose.among };
                counted.extend(count_below(
                    opening,
                    &source,
                    Purpose { among, ..purpose },
                    &mut own,
                ));
                let whole = || Some(Place::in_part(name, &part, 0, 0));
                let hidden = [
                    hidden.then(|| Message::new("hidden-figures.register")),
                    (hidden_rows > 0)
                        .then(|| Message::new("hidden-figures.rows").with("rows", hidden_rows)),
                ];
                let hidden = hidden.into_iter().flatten();
                findings.extend(hidden.map(|it| Finding::new(Code::HiddenFigures, whole(), it)));
                findings.append(&mut own);
            }
            None => strange.append(&mut own),
        }
    }
    if !counted.is_empty() {
        // Beside a register there may be anything, such as what a column can hold.
        let others = strange.iter_mut().filter(|it| it.message.key == header::NOT_ON_SHEET);
        others.for_each(|finding| finding.severity = Severity::Warning);
    }
    findings.append(&mut strange);
    if is_empty {
        findings.push(empty(Some(Place::whole(name))));
    }
    counted
}

/// The places of sheets are so far apart.
const SHEET: u32 = 32;

/// Reads a table of any size, by as many workers as it has, in little memory, for the first of the
/// times asked for.
///
/// # Errors
/// - the table cannot be read.
pub(super) fn read_table<T: Readable>(
    name: &Arc<str>,
    table: &T,
    purpose: Purpose<'_>,
    findings: &mut Vec<Finding>,
) -> Result<Option<Counted>, T::Error> {
    let whole = || -> Result<File, T::Error> {
        let mut bytes = vec![0; usize::try_from(table.length()).unwrap_or(usize::MAX)];
        table.read(0, &mut bytes)?;
        Ok(File::new(Arc::clone(name), bytes))
    };
    let length = u64::try_from(LONGEST_HEAD).unwrap_or(u64::MAX);
    if table.length() <= length {
        return Ok(read(whole()?, purpose, findings));
    }
    let mut head = vec![0; HEAD];
    table.read(0, &mut head)?;
    let mut stream = Whole { table, at: 0, error: None };
    if is_packed(&head) {
        let packed = BufReader::with_capacity(BLOCK, &mut stream);
        let mut own = Vec::new();
        let counted = read_packed(name, &head, packed, purpose, &mut own);
        if let Some(error) = stream.error {
            return Err(error);
        }
        findings.append(&mut own);
        return Ok(counted);
    }
    let mut own = Vec::new();
    let counted = match count_at_once(name, table, &head, purpose, &mut own)? {
        AtOnce::Counted(counted) => counted.map(|counted| *counted),
        AtOnce::InOrder => {
            let mut incoming = Incoming::new(name);
            let read = pour(&mut stream, &mut incoming, purpose, &mut own);
            match stream.error {
                Some(error) => return Err(error),
                // Nothing else keeps it from being read.
                None => read.ok().and_then(|()| incoming.finish(purpose, &mut own)),
            }
        }
    };
    // Only all bytes tell how much is damaged, and whether the text is one of another encoding.
    let is_doubtful = counted.as_ref().is_some_and(|it| it.faults.has(FaultKind::NoText));
    if is_doubtful && table.length() <= LARGEST_WHOLE {
        return Ok(read(whole()?, purpose, findings));
    }
    findings.append(&mut own);
    Ok(counted)
}

/// What becomes of a table.
enum AtOnce {
    Counted(Option<Box<Counted>>),
    /// Its bytes are not those of its text.
    InOrder,
}

/// Counts the rows of a table that is UTF-8 line by line.
fn count_at_once<T: Readable>(
    name: &Arc<str>,
    table: &T,
    head: &[u8],
    purpose: Purpose<'_>,
    findings: &mut Vec<Finding>,
) -> Result<AtOnce, T::Error> {
    let Some((opening, from)) = opening_at_once(name, head, purpose, findings) else {
        return Ok(AtOnce::InOrder);
    };
    let Some(opening) = opening else { return Ok(AtOnce::Counted(None)) };
    let Some(rules) = opening.rules.first().cloned() else { return Ok(AtOnce::Counted(None)) };
    let tallying = Tallying::among(&rules, opening.separator, purpose.among);
    let counted = tallying.count(table, from, opening.lines_above)?.into_rows();
    Ok(AtOnce::Counted(opening.counted(vec![counted], findings).map(Box::new)))
}

/// What the header of a table says that is UTF-8 line by line, and at which byte its rows begin.
/// `None` where it is not.
pub(super) fn opening_at_once(
    name: &Arc<str>,
    head: &[u8],
    purpose: Purpose<'_>,
    findings: &mut Vec<Finding>,
) -> Option<(Option<Opening>, u64)> {
    let (beginning, _) = Beginning::of(name, head);
    let Beginning { source, verbatim_from, .. } = beginning?;
    let before = verbatim_from?;
    let opening = Opening::of(&source, purpose, findings);
    let above = opening.as_ref().map_or(0, |opening| opening.above);
    Some((opening, u64::try_from(before.saturating_add(above)).unwrap_or(u64::MAX)))
}

/// Reads a register whose bytes come one after the other, in little memory, for the first of the
/// times asked for.
///
/// # Errors
/// - the stream cannot be read.
pub(super) fn read_stream(
    name: &Arc<str>,
    stream: &mut dyn Read,
    purpose: Purpose<'_>,
    findings: &mut Vec<Finding>,
) -> io::Result<Option<Counted>> {
    let mut stream = Failing { stream, error: None };
    let mut head = Vec::new();
    stream.by_ref().take(MARK).read_to_end(&mut head)?;
    if is_packed(&head) {
        let packed = BufReader::with_capacity(BLOCK, head.chain(&mut stream));
        let mut own = Vec::new();
        let counted = read_packed(name, &head, packed, purpose, &mut own);
        if let Some(error) = stream.error {
            return Err(error);
        }
        findings.append(&mut own);
        return Ok(counted);
    }
    let mut incoming = Incoming::new(name);
    pour(&mut head.chain(stream), &mut incoming, purpose, findings)?;
    Ok(incoming.finish(purpose, findings))
}

/// Reads a packed register; one that is damaged gives nothing but a finding.
fn read_packed(
    name: &Arc<str>,
    head: &[u8],
    packed: impl io::BufRead,
    purpose: Purpose<'_>,
    findings: &mut Vec<Finding>,
) -> Option<Counted> {
    let mut incoming = Incoming::new(name);
    let mut own = Vec::new();
    match pour(&mut unpacked(head, packed), &mut incoming, purpose, &mut own) {
        Ok(()) => {
            let counted = incoming.finish(purpose, &mut own);
            findings.append(&mut own);
            counted
        }
        Err(_) => {
            let message = Message::new("unreadable-document.damaged-archive");
            let finding = Finding::new(Code::UnreadableDocument, Some(Place::whole(name)), message);
            findings.push(finding.with_hint(Message::new("hint.pack-again")));
            None
        }
    }
}

/// Counts all that a stream says.
fn pour(
    stream: &mut dyn Read,
    incoming: &mut Incoming,
    purpose: Purpose<'_>,
    findings: &mut Vec<Finding>,
) -> io::Result<()> {
    let mut buffer = vec![0; BLOCK];
    loop {
        let read = stream.read(&mut buffer)?;
        if read == 0 {
            return Ok(());
        }
        incoming.push(buffer.get(..read).unwrap_or_default(), purpose, findings);
    }
}

/// A table from its beginning to its end; why it could not be read is kept apart.
struct Whole<'a, T: Readable> {
    table: &'a T,
    at: u64,
    error: Option<T::Error>,
}

impl<T: Readable> Read for Whole<'_, T> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.table.length().saturating_sub(self.at);
        let length = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        let buffer = buffer.get_mut(..length).unwrap_or_default();
        if let Err(error) = self.table.read(self.at, buffer) {
            self.error = Some(error);
            return Err(io::ErrorKind::Other.into());
        }
        self.at += u64::try_from(length).unwrap_or_default();
        Ok(length)
    }
}

/// A stream; why it could not be read is kept apart.
struct Failing<'a> {
    stream: &'a mut dyn Read,
    error: Option<io::Error>,
}

impl Read for Failing<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.stream.read(buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    let kind = error.kind();
                    self.error = Some(error);
                    return Err(kind.into());
                }
                read => return read,
            }
        }
    }
}
