//! Throttling of sign-ins.
//!
//! An attempt counts as failed from its beginning until it succeeds, so that many at once are no way around the limit.
//! Attempts are counted per e-mail address, known or not: a refusal tells nothing about who is registered.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

/// Failed attempts that are free of any wait.
const FREE: u32 = 5;
/// The wait after the first attempt beyond them; it doubles with each further one.
const FIRST_WAIT_SECONDS: i64 = 1;
/// The longest wait.
const LONGEST_WAIT_SECONDS: i64 = 15 * 60;
/// Failures are forgotten when this much time has passed since the last.
const FORGOTTEN_AFTER_SECONDS: i64 = 24 * 60 * 60;

/// The failed attempts to sign in with one address since the last success.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempts {
    /// How many.
    pub failures: u32,
    /// When the last began.
    pub last_at: DateTime<Utc>,
}

/// Too many attempts failed; the next may begin after this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many failed attempts to sign in")]
pub struct Throttled {
    /// At least one second.
    pub retry_after: Duration,
}

impl Attempts {
    /// Begins an attempt, if it may begin now: the attempts with it among them, as if it had failed.
    pub fn begin(before: Option<&Self>, now: DateTime<Utc>) -> Result<Self, Throttled> {
        let failures = match before {
            Some(before) if !before.is_forgotten(now) => {
                // A clock that went back must not lengthen the wait.
                let waited = (now - before.last_at).max(TimeDelta::zero());
                let left = before.wait() - waited;
                if left > TimeDelta::zero() {
                    let seconds = u64::try_from(left.num_milliseconds().max(0)).unwrap_or(0).div_ceil(1000);
                    return Err(Throttled { retry_after: Duration::from_secs(seconds.max(1)) });
                }
                before.failures
            }
            _ => 0,
        };
        Ok(Self { failures: failures.saturating_add(1), last_at: now })
    }

    /// Before this, attempts are of no consequence any more.
    pub fn forgotten_before(now: DateTime<Utc>) -> DateTime<Utc> {
        now - TimeDelta::seconds(FORGOTTEN_AFTER_SECONDS)
    }

    fn is_forgotten(&self, now: DateTime<Utc>) -> bool {
        self.last_at < Self::forgotten_before(now)
    }

    fn wait(&self) -> TimeDelta {
        let Some(beyond) = self.failures.checked_sub(FREE) else { return TimeDelta::zero() };
        let doubled = FIRST_WAIT_SECONDS.checked_shl(beyond.min(32)).unwrap_or(LONGEST_WAIT_SECONDS);
        TimeDelta::seconds(doubled.min(LONGEST_WAIT_SECONDS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000 + seconds, 0).unwrap()
    }

    fn check(failures: u32, seconds_later: i64, expected: Result<u32, u64>) {
        let before = Attempts { failures, last_at: at(0) };
        let begun = Attempts::begin(Some(&before), at(seconds_later));
        assert_eq!(
            begun.map(|after| after.failures).map_err(|throttled| throttled.retry_after.as_secs()),
            expected,
            "{failures} failures, {seconds_later} s later"
        );
    }

    #[test]
    fn waits_grow_with_the_failures_and_end() {
        assert_eq!(Attempts::begin(None, at(0)), Ok(Attempts { failures: 1, last_at: at(0) }));
        check(1, 0, Ok(2));
        check(4, 0, Ok(5));
        check(5, 0, Err(1));
        check(5, 1, Ok(6));
        check(6, 1, Err(1));
        check(6, 2, Ok(7));
        check(10, 0, Err(32));
        check(10, 32, Ok(11));
        check(100, 0, Err(900));
        check(u32::MAX, 900, Ok(u32::MAX));
        check(100, FORGOTTEN_AFTER_SECONDS + 1, Ok(1));
    }

    #[test]
    fn a_clock_that_went_back_makes_nobody_wait_for_ever() {
        check(3, -3600, Ok(4));
        check(7, -3600, Err(4));
    }

    #[test]
    fn a_part_of_a_second_counts_as_one() {
        let before = Attempts { failures: 5, last_at: at(0) };
        let now = at(0) + TimeDelta::milliseconds(999);
        assert_eq!(
            Attempts::begin(Some(&before), now),
            Err(Throttled { retry_after: Duration::from_secs(1) })
        );
    }
}
