//! How far the reading of a large file has come, on a line of the terminal that is written anew.

use std::io::{self, Read};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use esep::{Language, Message, Wording};

/// What shows a line in place of the one before.
pub type ShowProgress<'a> = Option<&'a (dyn Fn(&str) + Sync)>;

/// The line is written no sooner than this, and no more often.
const PAUSE: Duration = Duration::from_millis(200);

/// How far the reading of a file has come; several threads may read it.
pub(crate) struct Progress<'a> {
    name: String,
    wording: Wording,
    show: ShowProgress<'a>,
    read: AtomicU64,
    began: Instant,
    /// When the line was written last.
    shown: Mutex<Option<Instant>>,
}

impl<'a> Progress<'a> {
    pub(crate) fn new(name: String, language: Language, show: ShowProgress<'a>) -> Self {
        Self {
            name,
            wording: Wording::in_language(language),
            show,
            read: AtomicU64::new(0),
            began: Instant::now(),
            shown: Mutex::new(None),
        }
    }

    /// So many more bytes are read, of so many if that is known.
    pub(crate) fn add(&self, bytes: usize, of: Option<u64>) {
        let Some(show) = self.show else { return };
        let bytes = u64::try_from(bytes).unwrap_or_default();
        let read = self.read.fetch_add(bytes, Ordering::Relaxed).saturating_add(bytes);
        // Whoever finds another writing goes on.
        let Ok(mut shown) = self.shown.try_lock() else { return };
        if shown.unwrap_or(self.began).elapsed() >= PAUSE {
            *shown = Some(Instant::now());
            show(&self.line(read, of));
        }
    }

    fn line(&self, read: u64, of: Option<u64>) -> String {
        const MEGABYTE: u64 = 1_000_000;
        let millis = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX).max(1);
        let number = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let message = match of.filter(|of| *of > 0) {
            // A file may be read more than once.
            Some(of) => {
                let share = (read % of.saturating_add(1)).saturating_mul(100) / of;
                Message::new("tally.progress").with("share", number(share))
            }
            None => Message::new("tally.progress-of-stream").with("read", number(read / MEGABYTE)),
        };
        let rate = read / MEGABYTE * 1_000 / millis;
        self.wording.sentence(&message.with("path", self.name.as_str()).with("rate", number(rate)))
    }

    /// Takes the line away.
    pub(crate) fn end(&self) {
        let is_shown = self.shown.lock().is_ok_and(|shown| shown.is_some());
        if let Some(show) = self.show.filter(|_| is_shown) {
            show("");
        }
    }

    /// A stream whose progress is told.
    pub(crate) fn of_stream<'s>(&'s self, stream: &'s mut dyn Read) -> Told<'s> {
        Told { stream, progress: self }
    }
}

/// A stream whose progress is told.
pub(crate) struct Told<'a> {
    stream: &'a mut dyn Read,
    progress: &'a Progress<'a>,
}

impl Read for Told<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        self.progress.add(read, None);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_the_share_and_the_rate() {
        let progress = Progress::new("a.csv".to_owned(), Language::En, None);
        let line = |read, of| progress.line(read, of);
        assert!(line(50, Some(200)).starts_with("`a.csv`: 25%, "));
        assert!(line(200, Some(200)).starts_with("`a.csv`: 100%, "));
        assert!(line(251, Some(200)).starts_with("`a.csv`: 25%, "));
        assert!(line(7_000_000, None).starts_with("`a.csv`: 7 MB, "));
    }

    #[test]
    fn nothing_is_shown_before_a_while_has_passed() {
        let lines = Mutex::new(Vec::new());
        let show = |line: &str| lines.lock().unwrap().push(line.to_owned());
        let mut progress = Progress::new("a.csv".to_owned(), Language::En, Some(&show));
        progress.add(7, Some(10));
        progress.end();
        assert_eq!(*lines.lock().unwrap(), Vec::<String>::new());
        progress.began = Instant::now().checked_sub(PAUSE).unwrap();
        progress.add(1, Some(10));
        progress.end();
        let lines = lines.lock().unwrap();
        let [line, last] = lines.as_slice() else { panic!("{lines:?}") };
        assert!(line.starts_with("`a.csv`: 80%, ") && last.is_empty());
    }
}
