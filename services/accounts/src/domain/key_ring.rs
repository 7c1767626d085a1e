//! Signing keys: when the next one takes over.
//!
//! A key is made long before it signs (**next**), so that every verifier has fetched it by then; it signs (**present**)
//! until the next takes over; and it stays published (**retired**) until the last token that it signed has expired.

use chrono::{DateTime, TimeDelta, Utc};

/// Between reading the present key and handing a token out, another instance may retire the key. Such a token must
/// not outlive its key; this is far more time than signing takes.
const HAND_OVER_SECONDS: i64 = 60;

/// How old the present key may become before the next takes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyAge(TimeDelta);

impl KeyAge {
    /// This long.
    pub const fn new(age: TimeDelta) -> Self {
        Self(age)
    }

    /// When a key that has signed since then hands over.
    pub fn ends(self, signs_from: DateTime<Utc>) -> DateTime<Utc> {
        signs_from + self.0
    }
}

/// The keys that are not retired, as they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyStanding {
    /// Since when the present key has signed, if there is one.
    pub present_since: Option<DateTime<Utc>>,
    /// Whether a next key is published.
    pub has_next: bool,
}

/// What to do with the keys, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RotationPlan {
    /// Make a key that takes over at once: there was no next one.
    pub make_present: bool,
    /// Retire the present key, and let the next (or the one just made) sign.
    pub hand_over: bool,
    /// Make and publish the key that will sign after that.
    pub make_next: bool,
}

impl RotationPlan {
    /// Whether nothing is to be done.
    pub const fn is_idle(self) -> bool {
        !(self.make_present || self.hand_over || self.make_next)
    }
}

/// What the keys need now; `asked` says that somebody wants the next key to sign whatever the present one's age.
pub fn plan_rotation(standing: KeyStanding, now: DateTime<Utc>, age: KeyAge, asked: bool) -> RotationPlan {
    let due = match standing.present_since {
        None => true,
        Some(since) => asked || now >= age.ends(since),
    };
    RotationPlan {
        make_present: due && !standing.has_next,
        hand_over: due,
        make_next: due || !standing.has_next,
    }
}

/// When the last token of a key that retires now has expired.
pub fn tokens_end(now: DateTime<Utc>, longest_token: TimeDelta) -> DateTime<Utc> {
    now + longest_token + TimeDelta::seconds(HAND_OVER_SECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    const AGE: KeyAge = KeyAge::new(TimeDelta::days(30));

    fn at(days: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000, 0).unwrap() + TimeDelta::days(days)
    }

    fn check(present_since: Option<i64>, has_next: bool, asked: bool, now: i64, then: [bool; 3]) {
        let standing = KeyStanding { present_since: present_since.map(at), has_next };
        let plan = plan_rotation(standing, at(now), AGE, asked);
        assert_eq!(
            [plan.make_present, plan.hand_over, plan.make_next],
            then,
            "{standing:?}, asked {asked}, day {now}"
        );
        assert_eq!(plan.is_idle(), then == [false; 3]);
    }

    #[test]
    fn the_first_start_makes_a_present_and_a_next_key() {
        check(None, false, false, 0, [true, true, true]);
    }

    #[test]
    fn a_young_key_goes_on_signing() {
        check(Some(0), true, false, 0, [false, false, false]);
        check(Some(0), true, false, 29, [false, false, false]);
    }

    #[test]
    fn an_old_key_hands_over_to_the_published_next_one() {
        check(Some(0), true, false, 30, [false, true, true]);
        check(Some(0), true, false, 300, [false, true, true]);
    }

    #[test]
    fn who_asks_need_not_wait_for_the_age() {
        check(Some(0), true, true, 1, [false, true, true]);
    }

    #[test]
    fn a_missing_next_key_is_made_at_once() {
        check(Some(0), false, false, 1, [false, false, true]);
        check(Some(0), false, true, 1, [true, true, true]);
        check(None, true, false, 1, [false, true, true]);
    }

    #[test]
    fn a_retired_key_outlives_its_last_token() {
        let end = tokens_end(at(0), TimeDelta::hours(1));
        assert!(end > at(0) + TimeDelta::hours(1));
    }
}
