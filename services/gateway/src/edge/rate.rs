//! Rate limits (GCRA): by address for those who did not prove who they are, by account for the others.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use kernel::{AccountId, Reason};

use crate::config::RateOptions;
use crate::problem::Problem;

/// How often idle keys are forgotten.
pub const SWEEP: Duration = Duration::from_secs(30);

/// The limits, counted apart.
#[derive(Debug)]
pub struct Limits {
    address: Limit<IpAddr>,
    sign_in: Limit<IpAddr>,
    webhook: Limit<IpAddr>,
    account: Limit<AccountId>,
}

impl Limits {
    /// Limits as configured.
    pub fn new(rates: &RateOptions) -> Self {
        Self {
            address: Limit::new(rates.rate_limit_per_address),
            sign_in: Limit::new(rates.rate_limit_sign_in),
            webhook: Limit::new(rates.rate_limit_webhooks),
            account: Limit::new(rates.rate_limit_per_account),
        }
    }

    /// Counts a request without valid credentials.
    pub fn address(&self, subscriber: IpAddr) -> Result<(), Problem> {
        self.address.count(&subscriber)
    }

    /// Counts an attempt to register, to log in, or to use an unknown API key.
    pub fn sign_in(&self, subscriber: IpAddr) -> Result<(), Problem> {
        self.sign_in.count(&subscriber)
    }

    /// Counts a card processor's notification.
    pub fn webhook(&self, subscriber: IpAddr) -> Result<(), Problem> {
        self.webhook.count(&subscriber)
    }

    /// Counts a request of an account.
    pub fn account(&self, account: AccountId) -> Result<(), Problem> {
        self.account.count(&account)
    }

    /// Forgets keys that are idle: they would be let in anyway.
    pub fn sweep(&self) {
        self.address.0.retain_recent();
        self.sign_in.0.retain_recent();
        self.webhook.0.retain_recent();
        self.account.0.retain_recent();
    }
}

#[derive(Debug)]
struct Limit<K: Hash + Eq + Clone>(DefaultKeyedRateLimiter<K>);

impl<K: Hash + Eq + Clone> Limit<K> {
    fn new(per_minute: NonZeroU32) -> Self {
        Self(RateLimiter::keyed(Quota::per_minute(per_minute)))
    }

    fn count(&self, key: &K) -> Result<(), Problem> {
        self.0.check_key(key).map_err(|refused| {
            let wait = refused.wait_time_from(DefaultClock::default().now());
            Problem::new(Reason::RateLimited, "you ask too often; try again after the stated delay")
                .retry_after(wait)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_asks_too_often_is_refused_and_others_are_not() {
        let two = NonZeroU32::new(2).unwrap();
        let limits = Limits::new(&RateOptions {
            rate_limit_per_address: two,
            rate_limit_sign_in: NonZeroU32::MIN,
            rate_limit_webhooks: two,
            rate_limit_per_account: two,
        });
        let [one, other]: [IpAddr; 2] = ["192.0.2.1", "192.0.2.2"].map(|it| it.parse().unwrap());
        assert!(limits.address(one).is_ok() && limits.address(one).is_ok());
        assert_eq!(limits.address(one).unwrap_err().reason(), Reason::RateLimited);
        assert!(limits.address(other).is_ok());
        assert!(limits.sign_in(one).is_ok(), "the limits are counted apart");
        assert!(limits.sign_in(one).is_err());
        limits.sweep();
        assert!(limits.sign_in(one).is_err(), "a sweep forgets nobody who must wait");
    }
}
