//! Refunds and disputes of purchases, by the tables of `docs/LEDGER.md`.
//!
//! How much is taken back: what is left of the lot; what holds and other refunds have set aside is waited for; the rest was used, and
//! is owed. Never more than the order brought.

use serde_json::{Value, json};

use super::form::{flag, number, object};
use super::wallet::{MOST, Refused, Wallet, Wanted};
use crate::asked::{DisputeNews, RefundNews};

/// How a refund stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refund {
    Reserved(u64),
    Failed,
    /// And what it has yet to take.
    Refunded(u64),
}

/// How a dispute stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dispute {
    Open,
    Won,
    Lost,
}

/// What is known of a purchase; its lot has its id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Order {
    pub(super) id: String,
    /// How many tokens it brought, once it is credited.
    pub(super) bought: Option<u64>,
    taken: u64,
    refunds: Vec<(String, Refund)>,
    disputes: Vec<(String, Dispute)>,
}

impl Order {
    /// What its refunds under way have set aside.
    pub(super) fn reserved(&self) -> u64 {
        let reserved = self.refunds.iter().map(|(_, refund)| match refund {
            Refund::Reserved(tokens) => *tokens,
            Refund::Failed | Refund::Refunded(_) => 0,
        });
        reserved.sum()
    }

    /// Whether a dispute is open or lost.
    pub(super) fn is_disputed(&self) -> bool {
        self.disputes.iter().any(|(_, dispute)| *dispute != Dispute::Won)
    }

    fn untaken(&self) -> u64 {
        self.bought.unwrap_or(0) - self.taken.min(self.bought.unwrap_or(0))
    }

    fn refund(&self, id: &str) -> Option<Refund> {
        self.refunds.iter().find(|(known, _)| known == id).map(|(_, refund)| *refund)
    }

    fn dispute(&self, id: &str) -> Option<Dispute> {
        self.disputes.iter().find(|(known, _)| known == id).map(|(_, dispute)| *dispute)
    }
}

/// What one entry takes back.
#[derive(Debug, Clone, Copy)]
struct Taken {
    reserved: u64,
    rest: u64,
    debt: u64,
}

impl Taken {
    const fn all(self) -> u64 {
        self.reserved + self.rest + self.debt
    }
}

impl Wallet {
    /// What is known of an order; nothing if it was never heard of.
    pub(super) fn order(&self, id: &str) -> Order {
        let known = self.orders.iter().find(|order| order.id == id).cloned();
        known.unwrap_or_else(|| Order { id: id.to_owned(), ..Order::default() })
    }

    pub(super) fn change_order(&mut self, id: &str, change: impl FnOnce(&mut Order)) {
        if !self.orders.iter().any(|order| order.id == id) {
            self.orders.push(Order { id: id.to_owned(), ..Order::default() });
        }
        if let Some(order) = self.orders.iter_mut().find(|order| order.id == id) {
            change(order);
        }
    }

    pub(super) fn refund(&mut self, refund: &str, id: &str, news: RefundNews) -> Result<Wanted, Refused> {
        let order = self.order(id);
        let was_frozen = self.is_lot_frozen(id);
        let known = order.refund(refund);
        let (now, wanted) = match (news, known) {
            (RefundNews::Requested, _) if order.bought.is_none() => return Err("REASON_NOT_FOUND"),
            (RefundNews::Requested, Some(_))
            | (RefundNews::Failed, Some(Refund::Failed | Refund::Refunded(_)))
            | (RefundNews::Refunded(_), Some(Refund::Refunded(_))) => return Err("REASON_CONFLICT"),
            (RefundNews::Requested, None) => {
                if self.frozen {
                    return Err("REASON_WALLET_FROZEN");
                }
                if order.is_disputed() {
                    return Err("REASON_ORDER_DISPUTED");
                }
                let left = self.lot(id).map_or(0, |lot| self.rest_of(lot));
                if left == 0 {
                    return Err("REASON_NOTHING_TO_REFUND");
                }
                (Refund::Reserved(left), ("lotReserved", vec![("tokens", number(left))]))
            }
            (RefundNews::Failed, None | Some(Refund::Reserved(_))) => {
                let tokens = match known {
                    Some(Refund::Reserved(tokens)) => tokens,
                    _ => 0,
                };
                let fields = vec![("tokens", number(tokens)), ("lotFrozen", flag(was_frozen))];
                (Refund::Failed, ("lotUnreserved", fields))
            }
            (RefundNews::Refunded(tokens), None | Some(Refund::Reserved(_) | Refund::Failed)) => {
                let reserved = match known {
                    Some(Refund::Reserved(tokens)) => tokens,
                    _ => 0,
                };
                // What is not credited yet is taken when it is.
                let claim = if order.bought.is_some() { tokens.min(order.untaken()) } else { 0 };
                let taken = self.take_back(&order, claim, reserved);
                let outstanding = if order.bought.is_some() { claim - taken.all() } else { tokens };
                self.apply(id, taken);
                let wanted = refunded(taken, reserved - taken.reserved, outstanding, was_frozen);
                (Refund::Refunded(outstanding), ("lotRefunded", wanted))
            }
        };
        self.change_order(id, |order| set(&mut order.refunds, refund, now));
        Ok(about("refundId", refund, id, wanted))
    }

    pub(super) fn dispute(&mut self, dispute: &str, id: &str, news: DisputeNews) -> Result<Wanted, Refused> {
        let order = self.order(id);
        let was_frozen = self.is_lot_frozen(id);
        let left = self.lot(id).map_or(0, |lot| self.rest_of(lot));
        let (now, wanted) = match (news, order.dispute(dispute)) {
            (DisputeNews::Opened, Some(_))
            | (DisputeNews::Won, Some(Dispute::Won | Dispute::Lost))
            | (DisputeNews::Lost, Some(Dispute::Lost)) => return Err("REASON_CONFLICT"),
            (DisputeNews::Opened, None) => {
                let tokens = if was_frozen { 0 } else { left };
                (Dispute::Open, ("lotFrozen", vec![("tokens", number(tokens))]))
            }
            (DisputeNews::Won, None | Some(Dispute::Open)) => {
                let others = order.disputes.iter().filter(|(other, _)| other != dispute);
                let others = others.filter(|(_, dispute)| *dispute != Dispute::Won).count();
                let tokens = if was_frozen && others == 0 { left } else { 0 };
                (Dispute::Won, ("lotUnfrozen", vec![("tokens", number(tokens))]))
            }
            (DisputeNews::Lost, None | Some(Dispute::Open | Dispute::Won)) => {
                let taken = self.take_back(&order, order.untaken(), 0);
                self.apply(id, taken);
                (Dispute::Lost, ("tokensClawedBack", clawed_back(taken, was_frozen)))
            }
        };
        self.change_order(id, |order| set(&mut order.disputes, dispute, now));
        Ok(about("disputeId", dispute, id, wanted))
    }

    /// What an earlier refund or lost dispute of the order had to wait for, and can have now: the refund, if it is one, and what
    /// is taken of what it claims.
    pub(super) fn waiting(&self, order: &Order) -> Option<(Option<String>, u64)> {
        for (id, refund) in &order.refunds {
            if let Refund::Refunded(outstanding) = refund {
                let claim = order.untaken().min(*outstanding);
                if self.take_back(order, claim, 0).all() > 0 {
                    return Some((Some(id.clone()), claim));
                }
            }
        }
        let lost = order.disputes.iter().any(|(_, dispute)| *dispute == Dispute::Lost);
        let claim = order.untaken();
        (lost && self.take_back(order, claim, 0).all() > 0).then_some((None, claim))
    }

    pub(super) fn take_what_waited(&mut self, id: &str) -> Result<Wanted, String> {
        let order = self.order(id);
        let was_frozen = self.is_lot_frozen(id);
        let (refund, claim) = self.waiting(&order).ok_or("nothing was waited for")?;
        let taken = self.take_back(&order, claim, 0);
        self.apply(id, taken);
        if let Some(refund) = refund {
            let outstanding = claim - taken.all();
            self.change_order(id, |order| set(&mut order.refunds, &refund, Refund::Refunded(outstanding)));
            let wanted = refunded(taken, 0, outstanding, was_frozen);
            return Ok(about("refundId", &refund, id, ("lotRefunded", wanted)));
        }
        let lost = order.disputes.iter().find(|(_, dispute)| *dispute == Dispute::Lost);
        let dispute = lost.map(|(id, _)| id.clone()).unwrap_or_default();
        Ok(about("disputeId", &dispute, id, ("tokensClawedBack", clawed_back(taken, was_frozen))))
    }

    /// What can be taken now of what is claimed, the first of which the claiming refund has reserved itself.
    fn take_back(&self, order: &Order, claim: u64, reserved: u64) -> Taken {
        let own = claim.min(reserved);
        let claim = claim - own;
        let (left, rest) = self.lot(&order.id).map_or((0, 0), |lot| (lot.left, self.rest_of(lot)));
        let from_rest = claim.min(rest);
        let missing = claim - from_rest;
        // Holds and other refunds may still give it back.
        let waited_for = left - rest - reserved;
        let debt = missing.saturating_sub(waited_for).min(MOST - self.debt);
        Taken { reserved: own, rest: from_rest, debt }
    }

    fn apply(&mut self, id: &str, taken: Taken) {
        self.take(id, taken.reserved + taken.rest);
        self.debt += taken.debt;
        self.taken_back += u128::from(taken.all());
        self.change_order(id, |order| order.taken += taken.all());
    }

    fn is_lot_frozen(&self, id: &str) -> bool {
        self.lot(id).is_some() && self.order(id).is_disputed()
    }
}

fn set<T>(all: &mut Vec<(String, T)>, id: &str, now: T) {
    match all.iter_mut().find(|(known, _)| known == id) {
        Some((_, known)) => *known = now,
        None => all.push((id.to_owned(), now)),
    }
}

type Fields = Vec<(&'static str, Value)>;

fn refunded(taken: Taken, unreserved: u64, outstanding: u64, frozen: bool) -> Fields {
    vec![
        ("tokens", number(taken.all())),
        ("reservedTokens", number(taken.reserved)),
        ("debtAdded", number(taken.debt)),
        ("unreservedTokens", number(unreserved)),
        ("outstandingTokens", number(outstanding)),
        ("lotFrozen", flag(frozen)),
    ]
}

fn clawed_back(taken: Taken, frozen: bool) -> Fields {
    vec![("tokens", number(taken.all())), ("debtAdded", number(taken.debt)), ("lotFrozen", flag(frozen))]
}

fn about(name: &'static str, id: &str, lot: &str, (kind, mut fields): (&'static str, Fields)) -> Wanted {
    fields.extend([(name, json!(id)), ("lotId", json!(lot))]);
    (kind, object(fields))
}
