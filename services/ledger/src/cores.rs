//! Whether the machine has a core to spare, as the kernel tells a thread: how long it was ready to run and had to wait for one.
//!
//! On a busy machine work is best done together, or later; on any other it is best done at once.

use std::time::Duration;

/// Busy: ready to run, a thread waits for a core for at least a tenth of the time that it runs.
const BUSY: u32 = 10;

/// How long this thread ran, and how long it waited for a core, since it began.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Scheduled {
    ran: Duration,
    waited: Duration,
}

impl Scheduled {
    /// From `/proc/thread-self/schedstat`; see sched-stats of the kernel's documentation.
    fn read(text: &str) -> Option<Self> {
        let mut nanos = text.split_ascii_whitespace().map(|number| number.parse().ok());
        let (ran, waited) = (nanos.next()??, nanos.next()??);
        Some(Self { ran: Duration::from_nanos(ran), waited: Duration::from_nanos(waited) })
    }

    fn now() -> Option<Self> {
        Self::read(&std::fs::read_to_string("/proc/thread-self/schedstat").ok()?)
    }

    // Whether a thread that was here and is there now had to wait.
    fn was_busy(self, now: Self) -> bool {
        let (ran, waited) = (now.ran.saturating_sub(self.ran), now.waited.saturating_sub(self.waited));
        waited.saturating_mul(BUSY) >= ran && !ran.is_zero()
    }
}

/// What one thread, which alone may look, learns about the machine's cores.
#[derive(Debug)]
pub(crate) struct Cores {
    before: Option<Scheduled>,
}

impl Cores {
    /// The first look.
    pub(crate) fn look() -> Self {
        Self { before: Scheduled::now() }
    }

    /// Whether the thread had to wait for a core since the last look. Never where the kernel does not tell.
    pub(crate) fn are_busy(&mut self) -> bool {
        let now = Scheduled::now();
        let before = std::mem::replace(&mut self.before, now);
        before.zip(now).is_some_and(|(before, now)| before.was_busy(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_is_busy_where_a_thread_waits_for_a_core() {
        let at = |ran, waited| Scheduled {
            ran: Duration::from_millis(ran),
            waited: Duration::from_millis(waited),
        };
        for (what, ran, waited, busy) in
            [("busy", 10, 1, true), ("a core to spare", 11, 1, false), ("did not run", 0, 0, false)]
        {
            assert_eq!(at(7, 3).was_busy(at(7 + ran, 3 + waited)), busy, "{what}");
        }
    }

    #[test]
    fn the_kernel_tells_how_long_a_thread_waited_for_a_core() {
        let read = Scheduled::read("1500000 250000 12\n");
        assert_eq!(
            read,
            Some(Scheduled { ran: Duration::from_micros(1_500), waited: Duration::from_micros(250) })
        );
        assert_eq!(Scheduled::read(""), None);
        assert!(Scheduled::now().is_some(), "on Linux");
    }
}
