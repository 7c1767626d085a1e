//! An order and its state machine: pending → processing → paid → credited; a failed attempt leads back to pending.
//!
//! Events come from people, webhooks, polling and the ledger, late, twice and in any order; [`transition`] has an answer for
//! every pair. Two rules decide the odd ones. Money that arrived is money: it pays the order even when the attempt had been
//! given up. And what the ledger says is so: tokens that are in the wallet make the order credited, whatever we know of
//! the payment (our database may have been restored from yesterday).

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use kernel::{AccountId, EventId, OrderId, PaymentId, Reason};

use super::{Package, ReceiptNumber};

/// How far an order has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderState {
    /// Placed, and not paid.
    Pending,
    /// This attempt is under way; its outcome is not known.
    Processing(PaymentId),
    /// This attempt brought the money; the ledger has not confirmed the credit.
    Paid(PaymentId),
    /// The tokens are in the wallet; the attempt that brought the money, if we know it.
    Credited(Option<PaymentId>),
}

/// What can happen to an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderEvent {
    /// Somebody tries to pay it.
    AttemptStarted(PaymentId),
    /// An attempt failed.
    AttemptFailed(PaymentId),
    /// The processor has an attempt's money.
    MoneyArrived(PaymentId),
    /// The ledger credited the tokens.
    TokensCredited,
}

/// What an event does to an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transition {
    /// It moves on.
    To(OrderState),
    /// Known already, or of no consequence any more.
    Unchanged,
    /// The buyer paid a second time. Tokens are credited once; support has to give the second payment back.
    Surplus,
    /// It may not happen now.
    Refused(Reason),
}

/// What `event` does to an order in `state`.
pub fn transition(state: OrderState, event: OrderEvent) -> Transition {
    use OrderEvent::{AttemptFailed, AttemptStarted, MoneyArrived, TokensCredited};
    use OrderState::{Credited, Paid, Pending, Processing};
    match (state, event) {
        (Pending, AttemptStarted(attempt)) => Transition::To(Processing(attempt)),
        (Processing(live), AttemptStarted(attempt)) if live != attempt => {
            Transition::Refused(Reason::PaymentInProgress)
        }
        (Paid(_) | Credited(_), AttemptStarted(_)) => Transition::Refused(Reason::OrderAlreadyPaid),

        (Processing(live), AttemptFailed(attempt)) if live == attempt => Transition::To(Pending),

        (Pending | Processing(_), MoneyArrived(attempt)) => Transition::To(Paid(attempt)),
        (Credited(None), MoneyArrived(attempt)) => Transition::To(Credited(Some(attempt))),
        (Paid(by) | Credited(Some(by)), MoneyArrived(attempt)) if by != attempt => Transition::Surplus,

        (Pending | Processing(_), TokensCredited) => Transition::To(Credited(None)),
        (Paid(by), TokensCredited) => Transition::To(Credited(Some(by))),

        (Processing(_), AttemptStarted(_))
        | (_, AttemptFailed(_))
        | (Paid(_) | Credited(Some(_)), MoneyArrived(_))
        | (Credited(_), TokensCredited) => Transition::Unchanged,
    }
}

/// One purchase of a package, at the price of the day it was placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Its id.
    pub id: OrderId,
    /// Who buys.
    pub account: AccountId,
    /// A copy of the package as it was sold: no later edit of the catalog changes it.
    pub package: Package,
    /// How far it has come.
    pub state: OrderState,
    /// When it was placed.
    pub placed_at: DateTime<Utc>,
    /// When we learned that the money had arrived.
    pub paid_at: Option<DateTime<Utc>>,
    /// When the ledger credited the tokens.
    pub credited_at: Option<DateTime<Utc>>,
    /// Given out once paid.
    pub receipt: Option<ReceiptNumber>,
    /// Why the last attempt failed, if it did.
    pub last_failure: Option<Reason>,
    /// Everything that happened, oldest first.
    pub steps: Vec<Step>,
}

/// The kinds of steps that support sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepKind {
    /// The order was placed.
    Placed,
    /// An attempt to pay it began.
    Attempted,
    /// An attempt failed.
    Failed,
    /// The money arrived.
    Paid,
    /// Money arrived once more, to be given back.
    Surplus,
    /// The tokens are in the wallet.
    Credited,
}

impl StepKind {
    /// Its name, as published and stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::Attempted => "attempted",
            Self::Failed => "failed",
            Self::Paid => "paid",
            Self::Surplus => "surplus",
            Self::Credited => "credited",
        }
    }

    /// The kind of that name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Placed, Self::Attempted, Self::Failed, Self::Paid, Self::Surplus, Self::Credited]
            .into_iter()
            .find(|kind| kind.as_str() == name)
    }
}

/// One thing that happened to an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What happened.
    pub kind: StepKind,
    /// When.
    pub at: DateTime<Utc>,
    /// The event that says so in Kafka.
    pub event_id: Option<EventId>,
    /// Where an entry of the ledger stands: topic, partition and offset.
    pub position: Option<String>,
    /// Why, for a failure.
    pub reason: Option<Reason>,
    /// What else support may want to know; never a card number.
    pub facts: BTreeMap<String, String>,
}

impl Step {
    /// A step without an event or facts.
    pub fn new(kind: StepKind, at: DateTime<Utc>) -> Self {
        Self { kind, at, event_id: None, position: None, reason: None, facts: BTreeMap::new() }
    }

    /// Names the event that records it.
    #[must_use]
    pub fn event(mut self, id: EventId) -> Self {
        self.event_id = Some(id);
        self
    }

    /// Adds a fact.
    #[must_use]
    pub fn fact<T: ToString + ?Sized>(mut self, name: &str, value: &T) -> Self {
        self.facts.insert(name.to_owned(), value.to_string());
        self
    }

    /// Adds a fact, if there is one.
    #[must_use]
    pub fn fact_if(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.fact(name, value),
            None => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::OrderEvent::{AttemptFailed, AttemptStarted, MoneyArrived, TokensCredited};
    use super::OrderState::{Credited, Paid, Pending, Processing};
    use super::Transition::{Refused, Surplus, To, Unchanged};
    use super::*;

    const ONE: PaymentId = PaymentId::new(Uuid::from_u128(1));
    const TWO: PaymentId = PaymentId::new(Uuid::from_u128(2));

    /// All events, the first attempt's and another's.
    const EVENTS: [OrderEvent; 7] = [
        AttemptStarted(ONE),
        AttemptStarted(TWO),
        AttemptFailed(ONE),
        AttemptFailed(TWO),
        MoneyArrived(ONE),
        MoneyArrived(TWO),
        TokensCredited,
    ];

    #[track_caller]
    fn check(given: OrderState, then: [Transition; 7]) {
        for (when, expected) in EVENTS.into_iter().zip(then) {
            assert_eq!(transition(given, when), expected, "{given:?} when {when:?}");
        }
    }

    #[test]
    fn a_pending_order_can_be_tried_and_takes_late_money() {
        check(
            Pending,
            [
                To(Processing(ONE)),
                To(Processing(TWO)),
                Unchanged,
                Unchanged,
                To(Paid(ONE)),
                To(Paid(TWO)),
                To(Credited(None)),
            ],
        );
    }

    #[test]
    fn a_processing_order_has_one_live_attempt_whose_failure_leads_back() {
        check(
            Processing(ONE),
            [
                Unchanged,
                Refused(Reason::PaymentInProgress),
                To(Pending),
                Unchanged,
                To(Paid(ONE)),
                To(Paid(TWO)),
                To(Credited(None)),
            ],
        );
    }

    #[test]
    fn a_paid_order_is_never_paid_again() {
        check(
            Paid(ONE),
            [
                Refused(Reason::OrderAlreadyPaid),
                Refused(Reason::OrderAlreadyPaid),
                Unchanged,
                Unchanged,
                Unchanged,
                Surplus,
                To(Credited(Some(ONE))),
            ],
        );
    }

    #[test]
    fn a_credited_order_stays_credited() {
        check(
            Credited(Some(ONE)),
            [
                Refused(Reason::OrderAlreadyPaid),
                Refused(Reason::OrderAlreadyPaid),
                Unchanged,
                Unchanged,
                Unchanged,
                Surplus,
                Unchanged,
            ],
        );
    }

    #[test]
    fn a_credit_whose_payment_we_forgot_learns_of_it_later() {
        check(
            Credited(None),
            [
                Refused(Reason::OrderAlreadyPaid),
                Refused(Reason::OrderAlreadyPaid),
                Unchanged,
                Unchanged,
                To(Credited(Some(ONE))),
                To(Credited(Some(TWO))),
                Unchanged,
            ],
        );
    }

    #[test]
    fn whatever_the_order_of_events_money_and_credit_end_credited() {
        let rest = [AttemptFailed(ONE), MoneyArrived(ONE), MoneyArrived(ONE), TokensCredited, TokensCredited];
        // Every rotation, forwards and backwards, stands for late, early and repeated deliveries.
        for start in 0..rest.len() {
            for backwards in [false, true] {
                let mut events: Vec<_> = rest.iter().cycle().skip(start).take(rest.len()).copied().collect();
                if backwards {
                    events.reverse();
                }
                let end =
                    events.iter().fold(Processing(ONE), |state, event| match transition(state, *event) {
                        To(next) => next,
                        _ => state,
                    });
                assert_eq!(end, Credited(Some(ONE)), "{events:?}");
            }
        }
    }
}
