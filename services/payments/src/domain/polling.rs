//! When the processor is asked about an attempt whose outcome is not known, and what to do when it has never heard of it.

use std::time::Duration;

use chrono::TimeDelta;

/// When an attempt is asked about for the first time: a webhook is usually faster.
pub const POLL_FIRST: TimeDelta = TimeDelta::seconds(2);

const FACTOR_PERCENT: u64 = 160;
const LONGEST: Duration = Duration::from_secs(15);

/// The pause after the poll number `polls` (1 for the first). It grows to at most 15 s, so that a credit comes within a
/// minute without any webhook; `jitter` in 0..=255 takes up to a quarter off, so that attempts that began together spread.
pub fn next_poll(polls: u32, jitter: u8) -> Duration {
    let first = u64::try_from(POLL_FIRST.num_milliseconds()).unwrap_or_default();
    let longest = u64::try_from(LONGEST.as_millis()).unwrap_or(u64::MAX);
    let grown = (0..polls.min(16)).fold(first, |pause, _| (pause * FACTOR_PERCENT / 100).min(longest));
    Duration::from_millis(grown - grown / 4 * u64::from(jitter) / 255)
}

/// What to do about an attempt that the processor has never heard of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unheard {
    /// Our call may still be on its way.
    Wait,
    /// Submit it again under the same idempotency key. The key makes a late first call and this one the same payment, so
    /// the outcome becomes known without any risk of charging twice; failing the attempt instead would leave the late
    /// call to charge a buyer who by then pays with another card.
    Resubmit,
    /// Nobody expects to be charged any more: once the processor cannot take it any more, the attempt fails, and the order can be
    /// paid again.
    GiveUp,
}

/// Our own calls have long timed out.
const RESUBMIT_AFTER: TimeDelta = TimeDelta::seconds(30);
/// A buyer who pressed "pay" longer ago has gone elsewhere: a charge would come as a surprise.
const GIVE_UP_AFTER: TimeDelta = TimeDelta::minutes(15);

/// What to do about an attempt of this age that the processor has never heard of.
pub fn unheard(age: TimeDelta) -> Unheard {
    if age >= GIVE_UP_AFTER {
        Unheard::GiveUp
    } else if age >= RESUBMIT_AFTER {
        Unheard::Resubmit
    } else {
        Unheard::Wait
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polls_start_soon_and_never_pause_longer_than_fifteen_seconds() {
        let mut passed = Duration::from_secs(2);
        for polls in 1..100 {
            for jitter in [0, 100, 255] {
                assert!(next_poll(polls, jitter) <= LONGEST);
                assert!(next_poll(polls, jitter) >= Duration::from_secs(2));
            }
            if polls <= 5 {
                passed += next_poll(polls, 0);
            }
        }
        assert!(passed <= Duration::from_mins(1), "five more polls within a minute: {passed:?}");
        assert!(next_poll(3, 255) < next_poll(3, 0));
    }

    #[test]
    fn an_unheard_attempt_is_submitted_again_and_then_given_up() {
        for (seconds, then) in [
            (0, Unheard::Wait),
            (29, Unheard::Wait),
            (30, Unheard::Resubmit),
            (899, Unheard::Resubmit),
            (900, Unheard::GiveUp),
            (1_000_000, Unheard::GiveUp),
        ] {
            assert_eq!(unheard(TimeDelta::seconds(seconds)), then, "{seconds} s");
        }
    }
}
