//! What happened, line by line: hashed from the first to the last, and the last of it kept to be read.

use std::collections::VecDeque;
use std::fmt;

/// The course of one run.
#[derive(Debug)]
pub(crate) struct Trace {
    hasher: blake3::Hasher,
    last: VecDeque<String>,
    step: u64,
    kept: usize,
}

impl Trace {
    /// A course of which the last lines are kept.
    pub(crate) fn new(kept: usize) -> Self {
        Self { hasher: blake3::Hasher::new(), last: VecDeque::new(), step: 0, kept }
    }

    pub(crate) const fn next_step(&mut self) {
        self.step += 1;
    }

    pub(crate) const fn step(&self) -> u64 {
        self.step
    }

    /// Notes what has happened.
    pub(crate) fn note(&mut self, what: fmt::Arguments<'_>) {
        let line = format!("{:>6}  {what}", self.step);
        self.hasher.update(line.as_bytes());
        if self.last.len() >= self.kept {
            self.last.pop_front();
        }
        self.last.push_back(line);
    }

    /// Lets bytes count without showing them.
    pub(crate) fn absorb(&mut self, bytes: &[u8]) {
        self.hasher.update(bytes);
    }

    pub(crate) fn hash(&self) -> String {
        self.hasher.finalize().to_hex().to_string()
    }

    pub(crate) fn into_last(self) -> Vec<String> {
        self.last.into()
    }
}

macro_rules! note {
    ($world:expr, $($what:tt)+) => {
        $world.trace.note(format_args!($($what)+))
    };
}
pub(crate) use note;
