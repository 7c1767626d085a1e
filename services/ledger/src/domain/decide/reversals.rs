//! Refunds and disputes of purchases.
//!
//! A refund's request is a question, and may be refused. All else is told after the event, and is noted in whatever order it
//! comes: also before the purchase is credited, when it takes effect with the credit. `CONFLICT` answers what was told before
//! or is overtaken; it changes nothing.

use kernel::{DisputeId, LotId, Reason, RefundId, Tokens};

use super::unfrozen;
use crate::domain::{Dispute, Lot, Refund, Reversal, ReversalStep, Told, Wallet, taking};

pub(super) fn step(wallet: &Wallet, lot: LotId, told: Told) -> Result<ReversalStep, Reason> {
    match told {
        Told::RefundRequested(refund) => request_refund(wallet, refund, lot),
        Told::Refunded(refund, tokens) => self::refund(wallet, refund, lot, tokens),
        Told::RefundFailed(refund) => fail_refund(wallet, refund, lot),
        Told::DisputeOpened(dispute) => open_dispute(wallet, dispute, lot),
        Told::DisputeWon(dispute) => win_dispute(wallet, dispute, lot),
        Told::DisputeLost(dispute) => lose_dispute(wallet, dispute, lot),
    }
}

fn request_refund(wallet: &Wallet, refund: RefundId, lot: LotId) -> Result<ReversalStep, Reason> {
    wallet.bought(lot).ok_or(Reason::NotFound)?;
    let reversal = wallet.reversal(lot);
    if reversal.and_then(|reversal| reversal.refund(refund)).is_some() {
        return Err(Reason::Conflict);
    }
    unfrozen(wallet)?;
    if reversal.is_some_and(Reversal::is_disputed) {
        return Err(Reason::OrderDisputed);
    }
    let tokens = wallet.lot(lot).map_or(Tokens::ZERO, Lot::rest);
    if tokens.is_zero() {
        return Err(Reason::NothingToRefund);
    }
    Ok(ReversalStep::Reserved { refund, tokens })
}

fn refund(wallet: &Wallet, refund: RefundId, lot: LotId, tokens: Tokens) -> Result<ReversalStep, Reason> {
    let none = Reversal::none(lot);
    let reversal = wallet.reversal(lot).unwrap_or(&none);
    let reserved = match reversal.refund(refund) {
        Some(Refund::Refunded { .. }) => return Err(Reason::Conflict),
        Some(Refund::Reserved(reserved)) => reserved,
        Some(Refund::Failed) | None => Tokens::ZERO,
    };
    if wallet.bought(lot).is_none() {
        // The credit is still to come, and will be taken back then.
        let taken = taking::take_back(wallet, reversal, Tokens::ZERO, Tokens::ZERO);
        return Ok(ReversalStep::Refunded { refund, taken, unreserved: Tokens::ZERO, outstanding: tokens });
    }
    let claim = tokens.min(taking::untaken(wallet, reversal));
    let taken = taking::take_back(wallet, reversal, claim, reserved);
    Ok(ReversalStep::Refunded {
        refund,
        taken,
        unreserved: reserved.saturating_minus(taken.reserved),
        outstanding: claim.saturating_minus(taken.tokens),
    })
}

fn fail_refund(wallet: &Wallet, refund: RefundId, lot: LotId) -> Result<ReversalStep, Reason> {
    let tokens = match wallet.reversal(lot).and_then(|reversal| reversal.refund(refund)) {
        Some(Refund::Reserved(tokens)) => tokens,
        // Noted, so that a request that comes late reserves nothing for ever.
        None => Tokens::ZERO,
        Some(Refund::Failed | Refund::Refunded { .. }) => return Err(Reason::Conflict),
    };
    let frozen = wallet.lot(lot).is_some_and(|lot| lot.frozen);
    Ok(ReversalStep::Unreserved { refund, tokens, frozen })
}

fn open_dispute(wallet: &Wallet, dispute: DisputeId, lot: LotId) -> Result<ReversalStep, Reason> {
    match known(wallet, dispute, lot) {
        Some(Dispute::Open | Dispute::Won | Dispute::Lost) => Err(Reason::Conflict),
        None => {
            let tokens = wallet.lot(lot).map_or(Tokens::ZERO, Lot::free);
            Ok(ReversalStep::Frozen { dispute, tokens })
        }
    }
}

fn win_dispute(wallet: &Wallet, dispute: DisputeId, lot: LotId) -> Result<ReversalStep, Reason> {
    match known(wallet, dispute, lot) {
        Some(Dispute::Won | Dispute::Lost) => Err(Reason::Conflict),
        Some(Dispute::Open) | None => {
            let disputed = wallet.reversal(lot).is_some_and(|reversal| reversal.is_disputed_beside(dispute));
            let tokens = match wallet.lot(lot) {
                Some(found) if found.frozen && !disputed => found.rest(),
                _ => Tokens::ZERO,
            };
            Ok(ReversalStep::Unfrozen { dispute, tokens })
        }
    }
}

fn lose_dispute(wallet: &Wallet, dispute: DisputeId, lot: LotId) -> Result<ReversalStep, Reason> {
    match known(wallet, dispute, lot) {
        Some(Dispute::Lost) => Err(Reason::Conflict),
        Some(Dispute::Open | Dispute::Won) | None => {
            let none = Reversal::none(lot);
            let reversal = wallet.reversal(lot).unwrap_or(&none);
            let claim = taking::untaken(wallet, reversal);
            let taken = taking::take_back(wallet, reversal, claim, Tokens::ZERO);
            Ok(ReversalStep::ClawedBack { dispute, taken })
        }
    }
}

fn known(wallet: &Wallet, dispute: DisputeId, lot: LotId) -> Option<Dispute> {
    wallet.reversal(lot).and_then(|reversal| reversal.dispute(dispute))
}
