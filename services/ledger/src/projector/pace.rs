//! How fast the projector goes: it gives way to those who wait for answers, when there is no core to spare.
//!
//! The projector and PostgreSQL need about as much of a machine as all else that an entry costs. Where both share it with the books, callers would
//! wait for token logs that nobody looks at just then. So while the machine is busy the projector works a small part of the time, until the
//! token log is as late as it may be, or somebody waits for it.
//!
//! Whether the machine is busy, the kernel tells: how long this thread was ready to run and had to wait for a core. Where it does not tell, the projector
//! never gives way.

use std::time::Duration;

/// Busy: ready to run, it waits for a core for at least a tenth of the time that it runs.
const BUSY: u32 = 10;

/// It then rests for so many times as long as it worked.
const RESTS: u32 = 7;

/// And not for longer than this at a time.
const LONGEST: Duration = Duration::from_secs(1);

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
}

/// The pace of one projector, which has a thread of its own.
#[derive(Debug)]
pub(super) struct Pace {
    latest: Duration,
    before: Option<Scheduled>,
}

impl Pace {
    /// A pace at which the token log is late by at most this because others go first.
    pub(super) fn new(latest: Duration) -> Self {
        Self { latest, before: Scheduled::now() }
    }

    /// How long to rest after having worked for `worked` on entries the last of which is this old.
    pub(super) fn rest(&mut self, worked: Duration, late: Duration, awaited: bool) -> Duration {
        let now = Scheduled::now();
        let before = std::mem::replace(&mut self.before, now);
        let (Some(before), Some(now)) = (before, now) else { return Duration::ZERO };
        let (ran, waited) = (now.ran.saturating_sub(before.ran), now.waited.saturating_sub(before.waited));
        self.rest_if(worked, late, awaited, ran, waited)
    }

    fn rest_if(
        &self,
        worked: Duration,
        late: Duration,
        awaited: bool,
        ran: Duration,
        waited: Duration,
    ) -> Duration {
        let busy = waited.saturating_mul(BUSY) >= ran && !ran.is_zero();
        if awaited || late >= self.latest || !busy {
            return Duration::ZERO;
        }
        worked.saturating_mul(RESTS).min(LONGEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn millis(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn it_rests_only_while_the_machine_is_busy_and_nobody_waits_and_it_is_not_late() {
        let pace = Pace { latest: millis(1_000), before: None };
        for (what, late, awaited, ran, waited, rests) in [
            ("busy", 10, false, 10, 1, 35),
            ("a core to spare", 10, false, 11, 1, 0),
            ("did not run", 10, false, 0, 0, 0),
            ("awaited", 10, true, 3, 9, 0),
            ("late", 1_000, false, 3, 9, 0),
        ] {
            let rest = pace.rest_if(millis(5), millis(late), awaited, millis(ran), millis(waited));
            assert_eq!(rest, millis(rests), "{what}");
        }
        let rest = pace.rest_if(millis(500), millis(10), false, millis(3), millis(3));
        assert_eq!(rest, LONGEST, "however long it worked");
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
