//! What refunds and disputes do to purchases.

use contracts::convert;
use contracts::ledger::v1::{
    LotFrozen, LotRefunded, LotReserved, LotSource, LotUnfrozen, LotUnreserved, TokensClawedBack,
};
use kernel::LotId;
use serde::Serialize;

use super::wallet::Wallet;
use super::{Law, Lot, Problem};

/// The most that a wallet owes, or owns: what a signed 64-bit number holds.
const MOST: i128 = i64::MAX as i128;

/// How a refund stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Refund {
    /// Tokens are set aside while the processor is asked.
    Reserved(i128),
    /// No money has gone back.
    Failed,
    /// Money has gone back; so many tokens have yet to be taken.
    Refunded(i128),
}

/// How a dispute stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Dispute {
    /// Nobody knows yet.
    Open,
    /// The payment stands.
    Won,
    /// The money is gone.
    Lost,
}

/// What refunds and disputes have done to one purchase.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Reversal {
    /// Taken back so far.
    pub taken: i128,
    /// Refunds by id, in the order in which they were told.
    pub refunds: Vec<(String, Refund)>,
    /// Disputes by id, in the order in which they were told.
    pub disputes: Vec<(String, Dispute)>,
}

impl Reversal {
    /// Whether a dispute stands against the purchase, open or lost.
    pub fn is_disputed(&self) -> bool {
        self.disputes.iter().any(|(_, dispute)| *dispute != Dispute::Won)
    }

    fn refund(&self, id: &str) -> Option<Refund> {
        self.refunds.iter().find(|(known, _)| known == id).map(|(_, refund)| *refund)
    }

    fn dispute(&self, id: &str) -> Option<Dispute> {
        self.disputes.iter().find(|(known, _)| known == id).map(|(_, dispute)| *dispute)
    }
}

fn set<T>(known: &mut Vec<(String, T)>, id: &str, state: T) {
    match known.iter_mut().find(|(known, _)| known == id) {
        Some((_, known)) => *known = state,
        None => known.push((id.to_owned(), state)),
    }
}

// What an entry takes back of a lot.
struct Taken {
    tokens: i128,
    reserved: i128,
    debt: i128,
    frozen: bool,
}

impl Wallet {
    pub(super) fn lot_reserved(&mut self, reserved: &LotReserved, problems: &mut Vec<Problem>) {
        let Some(id) = lot_id(&reserved.lot_id, problems) else { return };
        self.expect_unfrozen("a refund on request", problems);
        let reversal = self.reversals.entry(id).or_default();
        if let Some(state) = reversal.refund(&reserved.refund_id) {
            problems.push(forward("refund", &reserved.refund_id, &state));
        }
        if reversal.is_disputed() {
            problems.push(Problem::new(Law::Reversals, "an order that is not disputed", "it is"));
        }
        set(&mut reversal.refunds, &reserved.refund_id, Refund::Reserved(reserved.tokens.into()));
        let rest = self.lots.left(id).map_or(0, Lot::rest);
        expect("what is left of the lot", rest, reserved.tokens.into(), problems);
        self.lots.change(id, problems, |lot| lot.reserved += i128::from(reserved.tokens));
    }

    pub(super) fn lot_unreserved(&mut self, unreserved: &LotUnreserved, problems: &mut Vec<Problem>) {
        let Some(id) = lot_id(&unreserved.lot_id, problems) else { return };
        self.expect_lot_frozen(id, unreserved.lot_frozen, problems);
        let reversal = self.reversals.entry(id).or_default();
        let reserved = match reversal.refund(&unreserved.refund_id) {
            Some(Refund::Reserved(tokens)) => tokens,
            None => 0,
            Some(state @ (Refund::Failed | Refund::Refunded(_))) => {
                problems.push(forward("refund", &unreserved.refund_id, &state));
                0
            }
        };
        set(&mut reversal.refunds, &unreserved.refund_id, Refund::Failed);
        expect("what the refund had reserved", reserved, unreserved.tokens.into(), problems);
        if unreserved.tokens != 0 {
            self.lots.change(id, problems, |lot| lot.reserved -= i128::from(unreserved.tokens));
        }
    }

    pub(super) fn lot_refunded(&mut self, refunded: &LotRefunded, problems: &mut Vec<Problem>) {
        let Some(id) = lot_id(&refunded.lot_id, problems) else { return };
        let bought = self.bought(id);
        let reversal = self.reversals.entry(id).or_default();
        let tokens = i128::from(refunded.tokens);
        let outstanding = i128::from(refunded.outstanding_tokens);
        let (reserved, waits) = match reversal.refund(&refunded.refund_id) {
            Some(Refund::Reserved(tokens)) => (tokens, None),
            Some(Refund::Refunded(waits)) => (0, Some(waits)),
            Some(Refund::Failed) | None => (0, None),
        };
        let untaken = bought.unwrap_or(0) - reversal.taken;
        set(&mut reversal.refunds, &refunded.refund_id, Refund::Refunded(outstanding));
        // What the refund asks for now: the first time what the event says, later what it had to wait for.
        let claim = match (bought, waits) {
            (None, None) => 0,
            (_, Some(waits)) => waits.min(untaken),
            (Some(_), None) => tokens + outstanding,
        };
        if waits == Some(0) {
            problems.push(forward("refund", &refunded.refund_id, &Refund::Refunded(0)));
        }
        if bought.is_some() || waits.is_some() {
            expect("what is still to be taken", claim - tokens, outstanding, problems);
        }
        let taken = Taken {
            tokens,
            reserved: refunded.reserved_tokens.into(),
            debt: refunded.debt_added.into(),
            frozen: refunded.lot_frozen,
        };
        let unreserved = i128::from(refunded.unreserved_tokens);
        expect("what the refund had reserved", reserved, taken.reserved + unreserved, problems);
        self.take_back(id, &taken, claim, reserved, problems);
    }

    pub(super) fn lot_frozen(&mut self, frozen: &LotFrozen, problems: &mut Vec<Problem>) {
        let Some(id) = lot_id(&frozen.lot_id, problems) else { return };
        if let Some(state) = self.reversals.entry(id).or_default().dispute(&frozen.dispute_id) {
            problems.push(forward("dispute", &frozen.dispute_id, &state));
        }
        let free = self.lots.left(id).map_or(0, Lot::free);
        expect("what the dispute makes unusable", free, frozen.tokens.into(), problems);
        self.set_dispute(id, &frozen.dispute_id, Dispute::Open, problems);
    }

    pub(super) fn lot_unfrozen(&mut self, unfrozen: &LotUnfrozen, problems: &mut Vec<Problem>) {
        let Some(id) = lot_id(&unfrozen.lot_id, problems) else { return };
        match self.reversals.entry(id).or_default().dispute(&unfrozen.dispute_id) {
            Some(Dispute::Open) | None => {}
            Some(state @ (Dispute::Won | Dispute::Lost)) => {
                problems.push(forward("dispute", &unfrozen.dispute_id, &state));
            }
        }
        let frozen_before = self.lots.left(id).filter(|lot| lot.frozen).map_or(0, Lot::rest);
        self.set_dispute(id, &unfrozen.dispute_id, Dispute::Won, problems);
        let still = self.lots.left(id).is_some_and(|lot| lot.frozen);
        let usable = if still { 0 } else { frozen_before };
        expect("what is usable again", usable, unfrozen.tokens.into(), problems);
    }

    pub(super) fn clawed_back(&mut self, clawed: &TokensClawedBack, problems: &mut Vec<Problem>) {
        let Some(id) = lot_id(&clawed.lot_id, problems) else { return };
        let bought = self.bought(id);
        let reversal = self.reversals.entry(id).or_default();
        let claim = bought.map_or(0, |bought| bought - reversal.taken);
        // A lost dispute comes back for what it had to wait for, but not for nothing.
        if reversal.dispute(&clawed.dispute_id) == Some(Dispute::Lost) && clawed.tokens == 0 {
            problems.push(forward("dispute", &clawed.dispute_id, &Dispute::Lost));
        }
        let taken = Taken {
            tokens: clawed.tokens.into(),
            reserved: 0,
            debt: clawed.debt_added.into(),
            frozen: clawed.lot_frozen,
        };
        self.take_back(id, &taken, claim, 0, problems);
        self.set_dispute(id, &clawed.dispute_id, Dispute::Lost, problems);
    }

    // First what the refund itself reserved, then what is left of the lot; what others have set aside is waited for, the rest is owed.
    fn take_back(
        &mut self,
        id: LotId,
        taken: &Taken,
        claim: i128,
        reserved: i128,
        problems: &mut Vec<Problem>,
    ) {
        self.expect_lot_frozen(id, taken.frozen, problems);
        let own = claim.min(reserved);
        let (rest, waits) = match self.lots.left(id) {
            Some(lot) => (lot.rest().min(claim - own), lot.held + lot.reserved - reserved),
            None => (0, 0),
        };
        let debt = (claim - own - rest - waits).clamp(0, (MOST - self.debt).max(0));
        expect("what is taken back", own + rest + debt, taken.tokens, problems);
        expect("what of it was used, and is owed", debt, taken.debt, problems);
        expect("what of it was reserved", own, taken.reserved, problems);
        self.debt += taken.debt;
        let bought = self.bought(id);
        let reversal = self.reversals.entry(id).or_default();
        reversal.taken += taken.tokens;
        if bought.is_some_and(|bought| reversal.taken > bought) {
            let expected = format!("no more is taken back than the {} that were bought", bought.unwrap_or(0));
            problems.push(Problem::new(Law::Reversals, expected, reversal.taken.to_string()));
        }
        let from_lot = taken.tokens - taken.debt;
        if from_lot != 0 || reserved != 0 {
            self.lots.change(id, problems, |lot| {
                lot.reserved -= reserved;
                lot.remaining -= from_lot;
            });
        }
    }

    fn set_dispute(&mut self, id: LotId, dispute: &str, state: Dispute, problems: &mut Vec<Problem>) {
        let reversal = self.reversals.entry(id).or_default();
        set(&mut reversal.disputes, dispute, state);
        let disputed = reversal.is_disputed();
        if self.lots.left(id).is_some_and(|lot| lot.frozen != disputed) {
            self.lots.change(id, problems, |lot| lot.frozen = disputed);
        }
    }

    /// What a purchase brought; none if it is not credited (yet).
    fn bought(&self, id: LotId) -> Option<i128> {
        self.lots.get(id).filter(|lot| lot.source == LotSource::Purchase).map(|lot| lot.credited)
    }

    fn expect_lot_frozen(&self, id: LotId, stated: bool, problems: &mut Vec<Problem>) {
        let frozen = self.lots.left(id).is_some_and(|lot| lot.frozen);
        if frozen != stated {
            let word = |frozen| if frozen { "a frozen lot" } else { "a lot that is not frozen" };
            problems.push(Problem::new(Law::Reversals, word(frozen), word(stated)));
        }
    }
}

fn lot_id(text: &str, problems: &mut Vec<Problem>) -> Option<LotId> {
    convert::id("lot_id", text)
        .inspect_err(|error| problems.push(Problem::new(Law::Form, "a lot's id", error.to_string())))
        .ok()
}

fn forward(what: &str, id: &str, state: &impl std::fmt::Debug) -> Problem {
    Problem::new(
        Law::Reversals,
        format!("a {what} moves forward only"),
        format!("{what} {id} was {state:?} before"),
    )
}

fn expect(what: &str, expected: i128, stated: i128, problems: &mut Vec<Problem>) {
    if expected != stated {
        problems.push(Problem::new(Law::Reversals, format!("{what}: {expected}"), stated.to_string()));
    }
}
