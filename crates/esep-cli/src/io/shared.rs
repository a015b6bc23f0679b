//! Reading a large file on all threads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use esep_documents::Readable;

use super::files::Open;
use super::obstacle::Obstacle;
use super::progress::Progress;

/// More threads would only take more memory.
const MOST_THREADS: usize = 4;

/// A file that several threads read.
pub(crate) struct Shared<'a> {
    file: &'a dyn Open,
    length: u64,
    threads: usize,
    progress: Option<&'a Progress<'a>>,
}

impl<'a> Shared<'a> {
    /// An open file, as long as it is now.
    ///
    /// # Errors
    /// - a file whose length cannot be told.
    pub(crate) fn new(file: &'a dyn Open) -> Result<Self, Obstacle> {
        Ok(Self { file, length: file.length()?, threads: Self::threads(), progress: None })
    }

    /// How many threads read a file.
    pub(crate) fn threads() -> usize {
        thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS)
    }

    /// The same, telling how far it is read.
    pub(crate) fn telling(self, progress: &'a Progress<'a>) -> Self {
        Self { progress: Some(progress), ..self }
    }
}

impl Readable for Shared<'_> {
    type Error = Obstacle;

    fn length(&self) -> u64 {
        self.length
    }

    fn read(&self, from: u64, buffer: &mut [u8]) -> Result<(), Obstacle> {
        self.file.read_exact_at(buffer, from)?;
        if let Some(progress) = self.progress {
            progress.add(buffer.len(), Some(self.length));
        }
        Ok(())
    }

    fn share<S: Send>(
        &self,
        tasks: usize,
        state: impl Fn() -> S + Sync,
        task: impl Fn(&mut S, usize) -> Result<(), Obstacle> + Sync,
    ) -> Result<Vec<S>, Obstacle> {
        let next = AtomicUsize::new(0);
        let work = || -> Result<S, Obstacle> {
            let mut state = state();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= tasks {
                    return Ok(state);
                }
                task(&mut state, number)?;
            }
        };
        thread::scope(|scope| {
            let more = 1..self.threads.min(tasks);
            let workers: Vec<_> = more.map(|_| scope.spawn(work)).collect();
            let own = work();
            let join = |worker: thread::ScopedJoinHandle<'_, Result<S, Obstacle>>| {
                worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            };
            std::iter::once(own).chain(workers.into_iter().map(join)).collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_task_is_done_once_whatever_the_number_of_threads() {
        for threads in 1..5 {
            let file = Shared { file: &b"abc".to_vec(), length: 3, threads, progress: None };
            for tasks in [0, 1, 2, 1_000] {
                let done = file.share(tasks, Vec::new, |done, number| {
                    done.push(number);
                    Ok(())
                });
                let mut done = done.unwrap().concat();
                done.sort_unstable();
                assert!(done.into_iter().eq(0..tasks));
            }
            let failed = file.share(
                9,
                || (),
                |(), number| match number {
                    5 => Err(Obstacle::Busy),
                    _ => Ok(()),
                },
            );
            assert_eq!(failed, Err(Obstacle::Busy));
        }
    }

    #[test]
    fn parts_are_read_from_where_they_stand() {
        let bytes = b"abcdef".to_vec();
        let file = Shared::new(&bytes).unwrap();
        let mut part = [0; 3];
        assert_eq!((file.length(), file.read(2, &mut part)), (6, Ok(())));
        assert_eq!(&part, b"cde");
        assert!(file.read(4, &mut part).is_err());
    }
}
