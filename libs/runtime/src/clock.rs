//! The one clock and the one source of ids; everything else takes both as arguments.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use uuid::Uuid;

/// Where the time and new ids come from. Cheap to clone; clones of a fixed clock share its time.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Fixed(Arc<Mutex<Fixed>>),
}

#[derive(Debug)]
struct Fixed {
    now: DateTime<Utc>,
    ids: u64,
}

impl Clock {
    /// The machine's clock, and random ids.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock for tests that stands at `now` until [`Clock::advance`], with ids that count up from it.
    pub fn fixed(now: DateTime<Utc>) -> Self {
        Self(Source::Fixed(Arc::new(Mutex::new(Fixed { now: now.trunc_subsecs(6), ids: 0 }))))
    }

    /// The time, cut to microseconds: what PostgreSQL and the events keep, so that a round trip is equal.
    #[expect(clippy::disallowed_methods, reason = "this is the one clock")]
    pub fn now(&self) -> DateTime<Utc> {
        match &self.0 {
            Source::System => Utc::now().trunc_subsecs(6),
            Source::Fixed(fixed) => fixed.lock().unwrap_or_else(PoisonError::into_inner).now,
        }
    }

    /// A new id (UUID version 7: sorts by time). A fixed clock's ids are the same in every run.
    #[expect(clippy::disallowed_methods, reason = "this is the one source of ids")]
    pub fn new_id(&self) -> Uuid {
        match &self.0 {
            Source::System => Uuid::now_v7(),
            Source::Fixed(fixed) => {
                let mut fixed = fixed.lock().unwrap_or_else(PoisonError::into_inner);
                fixed.ids += 1;
                let mut tail = [0; 10];
                tail[2..].copy_from_slice(&fixed.ids.to_be_bytes());
                let millis = u64::try_from(fixed.now.timestamp_millis()).unwrap_or(0);
                uuid::Builder::from_unix_timestamp_millis(millis, &tail).into_uuid()
            }
        }
    }

    /// Moves a fixed clock forward (or back). The system's clock is not ours to move: there it does nothing.
    pub fn advance(&self, by: TimeDelta) {
        if let Source::Fixed(fixed) = &self.0 {
            let mut fixed = fixed.lock().unwrap_or_else(PoisonError::into_inner);
            fixed.now = fixed.now.checked_add_signed(by).unwrap_or(fixed.now).trunc_subsecs(6);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> DateTime<Utc> {
        "2026-03-01T12:00:00.123456789Z".parse().unwrap()
    }

    #[test]
    fn time_has_microseconds_and_no_more() {
        assert_eq!(Clock::fixed(noon()).now().to_rfc3339(), "2026-03-01T12:00:00.123456+00:00");
        let now = Clock::system().now();
        assert_eq!(now, now.trunc_subsecs(6));
    }

    #[test]
    fn a_fixed_clock_moves_only_when_advanced_and_for_all_its_clones() {
        let clock = Clock::fixed(noon());
        let other = clock.clone();
        let before = other.now();
        clock.advance(TimeDelta::seconds(90));
        assert_eq!(other.now() - before, TimeDelta::seconds(90));
    }

    #[test]
    fn ids_are_version_7_distinct_and_sorted() {
        for clock in [Clock::system(), Clock::fixed(noon())] {
            let ids: Vec<Uuid> = (0..1000).map(|_| clock.new_id()).collect();
            assert!(ids.iter().all(|id| id.get_version_num() == 7));
            assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }

    #[test]
    fn a_fixed_clock_repeats_its_ids() {
        assert_eq!(Clock::fixed(noon()).new_id(), Clock::fixed(noon()).new_id());
    }
}
