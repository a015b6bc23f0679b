//! A table as bytes that can be read at any place, and the pieces of whole lines that it is read in.
//!
//! Nothing here knows of files or threads: whoever has either implements [`Readable`].

/// A table that can be read at any place, by one worker or several.
pub trait Readable: Sync {
    /// Why reading failed.
    type Error: Send;

    /// How many bytes there are.
    fn length(&self) -> u64;

    /// Fills a buffer with what stands from a byte on.
    ///
    /// # Errors
    /// - the table cannot be read, or ends before.
    fn read(&self, from: u64, buffer: &mut [u8]) -> Result<(), Self::Error>;

    /// Does tasks numbered from 0, in any order, by any number of workers. Each worker begins with
    /// a state of its own, and all states are returned. Without threads there is one worker.
    ///
    /// # Errors
    /// - any of the tasks fails.
    fn share<S: Send>(
        &self,
        tasks: usize,
        state: impl Fn() -> S + Sync,
        task: impl Fn(&mut S, usize) -> Result<(), Self::Error> + Sync,
    ) -> Result<Vec<S>, Self::Error> {
        let mut state = state();
        (0..tasks).try_for_each(|number| task(&mut state, number))?;
        Ok(vec![state])
    }
}

/// More was asked of bytes than there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BeyondEnd;

/// Bytes in memory, gone through by one worker.
impl Readable for &[u8] {
    type Error = BeyondEnd;

    fn length(&self) -> u64 {
        u64::try_from(self.len()).unwrap_or(u64::MAX)
    }

    fn read(&self, from: u64, buffer: &mut [u8]) -> Result<(), BeyondEnd> {
        let rest = usize::try_from(from).ok().and_then(|from| self.get(from..));
        let bytes = rest.and_then(|rest| rest.get(..buffer.len())).ok_or(BeyondEnd)?;
        buffer.copy_from_slice(bytes);
        Ok(())
    }
}

/// How many bytes the lines of a piece begin in.
const PIECE: u64 = 64 * 1024;
/// How many bytes more are read at once, so that the last line is mostly complete.
const MORE: u64 = 2 * 1024;
/// No row is longer.
const LONGEST_LINE: u64 = 1 << 20;

/// How a table is divided.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pieces {
    from: u64,
    size: u64,
}

/// A part of a table: whole lines.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece<'a> {
    /// How many bytes of the piece belong to a line that begins before it.
    pub(crate) offset: usize,
    pub(crate) bytes: &'a [u8],
}

impl Pieces {
    /// The pieces of what stands from a byte on.
    pub(crate) fn new(from: u64) -> Self {
        Self { from, size: PIECE }
    }

    /// Pieces of another size.
    pub(crate) fn of_size(self, size: u64) -> Self {
        Self { size, ..self }
    }

    /// How many there are.
    pub(crate) fn count<T: Readable>(self, table: &T) -> usize {
        let bytes = table.length().saturating_sub(self.from);
        usize::try_from(bytes.div_ceil(self.size)).unwrap_or(usize::MAX)
    }

    /// Where a piece begins in the table.
    pub(crate) fn start_of(self, number: usize) -> u64 {
        let number = u64::try_from(number).unwrap_or(u64::MAX);
        self.from.saturating_add(number.saturating_mul(self.size))
    }

    /// A piece: the lines that begin in it. `None` where a line is too long for a row.
    pub(crate) fn read<'b, T: Readable>(
        self,
        table: &T,
        number: usize,
        buffer: &'b mut Vec<u8>,
    ) -> Result<Option<Piece<'b>>, T::Error> {
        let start = self.start_of(number);
        // The byte before tells whether a line begins with the piece.
        let before = u64::from(number > 0);
        let Some(bytes) = Self::lines(table, start - before, start + self.size - 1, buffer)? else {
            return Ok(None);
        };
        let line_end = memchr::memchr(b'\n', bytes).map_or(bytes.len(), |end| end + 1);
        let skipped = if number > 0 { line_end } else { 0 };
        let bytes = bytes.get(skipped..).unwrap_or_default();
        Ok(Some(Piece { offset: skipped.saturating_sub(1), bytes }))
    }

    /// The line that begins at a byte, without its end. `None` where it is too long for a row.
    pub(crate) fn line<'b, T: Readable>(
        table: &T,
        start: u64,
        buffer: &'b mut Vec<u8>,
    ) -> Result<Option<&'b [u8]>, T::Error> {
        let bytes = Self::lines(table, start, start, buffer)?;
        Ok(bytes.map(|mut bytes| next_line(&mut bytes)))
    }

    /// What stands from a byte on, to the end of the line that has another in it.
    fn lines<'b, T: Readable>(
        table: &T,
        start: u64,
        last: u64,
        buffer: &'b mut Vec<u8>,
    ) -> Result<Option<&'b [u8]>, T::Error> {
        let size = |bytes: u64| usize::try_from(bytes).unwrap_or(usize::MAX);
        let length = table.length();
        let mut read = 0;
        let mut end = last.saturating_add(MORE);
        loop {
            end = end.min(length);
            let wanted = size(end.saturating_sub(start));
            if buffer.len() < wanted {
                buffer.resize(wanted, 0);
            }
            let from = start + u64::try_from(read).unwrap_or_default();
            table.read(from, buffer.get_mut(read..wanted).unwrap_or_default())?;
            let beyond = read.max(size(last - start).min(wanted));
            let rest = buffer.get(beyond..wanted).unwrap_or_default();
            if let Some(line_end) = memchr::memchr(b'\n', rest) {
                return Ok(buffer.get(..=beyond + line_end));
            }
            if end == length {
                return Ok(buffer.get(..wanted));
            }
            if end - last > LONGEST_LINE {
                return Ok(None);
            }
            read = wanted;
            end = end.saturating_add(end - last);
        }
    }
}

/// The first line of `rest`, without its end; goes past it.
pub(crate) fn next_line<'a>(rest: &mut &'a [u8]) -> &'a [u8] {
    let (line, below) = match memchr::memchr(b'\n', rest) {
        Some(end) => (rest.get(..end), rest.get(end + 1..)),
        None => (Some(*rest), None),
    };
    *rest = below.unwrap_or_default();
    line.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    /// A table in memory.
    struct Slice<'a>(&'a [u8]);

    impl Readable for Slice<'_> {
        type Error = Infallible;

        fn length(&self) -> u64 {
            u64::try_from(self.0.len()).unwrap()
        }

        fn read(&self, from: u64, buffer: &mut [u8]) -> Result<(), Infallible> {
            let from = usize::try_from(from).unwrap();
            buffer.copy_from_slice(&self.0[from..from + buffer.len()]);
            Ok(())
        }
    }

    /// Every line comes exactly once, in the piece that its first byte lies in.
    #[track_caller]
    fn check(lengths: &[usize], from: u64, size: u64) {
        let text: String = lengths.iter().map(|length| "x".repeat(*length) + "\n").collect();
        for text in [text.trim_end_matches('\n'), &text] {
            let (table, pieces) = (text.as_bytes(), Pieces::new(from).of_size(size));
            let mut at = from;
            let mut buffer = Vec::new();
            for number in 0..pieces.count(&Slice(table)) {
                let Ok(piece) = pieces.read(&Slice(table), number, &mut buffer);
                let piece = piece.unwrap();
                if !piece.bytes.is_empty() {
                    let begin = pieces.start_of(number) + u64::try_from(piece.offset).unwrap();
                    assert_eq!(begin, at);
                    assert!(at < pieces.start_of(number + 1));
                    let start = usize::try_from(at).unwrap();
                    assert_eq!(piece.bytes, &table[start..start + piece.bytes.len()]);
                    at += u64::try_from(piece.bytes.len()).unwrap();
                }
            }
            assert_eq!(at, u64::try_from(table.len()).unwrap().max(from));
        }
    }

    #[test]
    fn lines_are_whole_and_none_is_lost() {
        for length in 0..20 {
            check(&[length, 0, 1, length, length, 5], 0, 8);
            check(&[9, length, 3, 3 * length, 0], 10, 8);
        }
        check(&vec![100; 2_000], 0, 1_000);
        check(&[], 0, 8);
        check(&[3], 4, 8);
    }

    #[test]
    fn a_line_without_end_is_given_up() {
        let table = vec![b'x'; 3 << 20];
        let mut buffer = Vec::new();
        let Ok(piece) = Pieces::new(0).read(&Slice(&table), 0, &mut buffer);
        assert!(piece.is_none());
    }
}
