//! How fast the projector goes: it gives way to those who wait for answers, when there is no core to spare.
//!
//! The projector and PostgreSQL need about as much of a machine as all else that an entry costs. Where both share it with the books, callers would
//! wait for token logs that nobody looks at just then. So while the machine is busy the projector works a small part of the time, until the
//! token log is as late as it may be, or somebody waits for it.

use std::time::Duration;

use crate::cores::Cores;

/// On a busy machine it rests for so many times as long as it worked.
const RESTS: u32 = 7;

/// And not for longer than this at a time.
const LONGEST: Duration = Duration::from_secs(1);

/// The pace of one projector, which has a thread of its own.
#[derive(Debug)]
pub(super) struct Pace {
    latest: Duration,
    cores: Cores,
}

impl Pace {
    /// A pace at which the token log is late by at most this because others go first.
    pub(super) fn new(latest: Duration) -> Self {
        Self { latest, cores: Cores::look() }
    }

    /// How long to rest after having worked for `worked` on entries the last of which is this old.
    pub(super) fn rest(&mut self, worked: Duration, late: Duration, awaited: bool) -> Duration {
        let busy = self.cores.are_busy();
        self.rest_if(busy, worked, late, awaited)
    }

    fn rest_if(&self, busy: bool, worked: Duration, late: Duration, awaited: bool) -> Duration {
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
        let pace = Pace::new(millis(1_000));
        for (what, busy, late, awaited, rests) in [
            ("busy", true, 10, false, 35),
            ("a core to spare", false, 10, false, 0),
            ("awaited", true, 10, true, 0),
            ("late", true, 1_000, false, 0),
        ] {
            assert_eq!(pace.rest_if(busy, millis(5), millis(late), awaited), millis(rests), "{what}");
        }
        let rest = pace.rest_if(true, millis(500), millis(10), false);
        assert_eq!(rest, LONGEST, "however long it worked");
    }
}
