//! What each payment method does.

use std::time::Duration;

use super::wire::DeclineCode;

/// A payment method and its fate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Method {
    /// Its name in requests.
    pub(super) name: &'static str,
    /// The brand of its card.
    pub(super) brand: &'static str,
    /// What becomes of a payment with it.
    pub(super) fate: Fate,
}

/// What becomes of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It succeeds.
    Succeeds {
        /// How much later.
        after: Duration,
        /// How many notifications say so.
        notifications: u8,
        /// Whether the call that submitted it is answered.
        answered: bool,
    },
    /// It fails at once.
    Fails(DeclineCode),
}

const SOON: Duration = Duration::from_millis(200);

const fn succeeds(name: &'static str, brand: &'static str) -> Method {
    Method { name, brand, fate: Fate::Succeeds { after: SOON, notifications: 1, answered: true } }
}

const fn visa(name: &'static str, after: Duration, notifications: u8, answered: bool) -> Method {
    Method { name, brand: "visa", fate: Fate::Succeeds { after, notifications, answered } }
}

const fn fails(name: &'static str, code: DeclineCode) -> Method {
    Method { name, brand: "visa", fate: Fate::Fails(code) }
}

/// Every method.
pub(super) const METHODS: [Method; 13] = [
    succeeds("pm_visa", "visa"),
    succeeds("pm_mastercard", "mastercard"),
    succeeds("pm_amex", "amex"),
    succeeds("pm_discover", "discover"),
    succeeds("pm_jcb", "jcb"),
    fails("pm_declined_insufficient_funds", DeclineCode::InsufficientFunds),
    fails("pm_declined_limit", DeclineCode::LimitExceeded),
    fails("pm_declined_wrong_details", DeclineCode::WrongDetails),
    fails("pm_declined", DeclineCode::Declined),
    visa("pm_visa_webhook_twice", SOON, 2, true),
    visa("pm_visa_webhook_never", SOON, 0, true),
    visa("pm_visa_slow", Duration::from_secs(5), 1, true),
    visa("pm_visa_no_answer", SOON, 1, false),
];

/// The method of that name.
pub(super) fn find(name: &str) -> Option<&'static Method> {
    METHODS.iter().find(|method| method.name == name)
}
