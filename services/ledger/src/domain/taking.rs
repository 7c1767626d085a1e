//! How much refunds and lost disputes may take back now.
//!
//! The rule for all of them: first what is left of the lot; of what is missing, holds and other refunds may still give back what
//! they have set aside, so that it is waited for; the rest is used, and becomes debt.

use kernel::Tokens;

use super::{MOST, Refund, Reversal, ReversalStep, TakenBack, Wallet};

/// What may be taken of `claim` tokens of a purchase, the first `reserved` of which the claiming refund has set aside itself.
pub(super) fn take_back(wallet: &Wallet, reversal: &Reversal, claim: Tokens, reserved: Tokens) -> TakenBack {
    let lot = wallet.lot(reversal.lot);
    let reserved_of_claim = claim.min(reserved);
    let claim = claim.saturating_minus(reserved_of_claim);
    let rest = lot.map_or(Tokens::ZERO, super::Lot::rest).min(claim);
    let missing = claim.saturating_minus(rest);
    // What a lot holds and reserves is part of what remains of it, so that no sum here can overflow.
    let waits =
        lot.map_or(Tokens::ZERO, |lot| lot.remaining.saturating_minus(lot.rest()).saturating_minus(reserved));
    // A debt beyond what a wallet can owe is taken when it has been repaid.
    let debt = missing.saturating_minus(waits).min(MOST.saturating_minus(wallet.debt()));
    let tokens =
        [reserved_of_claim, rest, debt].iter().fold(0, |sum: u64, part| sum.saturating_add(part.get()));
    TakenBack {
        tokens: Tokens::new(tokens),
        reserved: reserved_of_claim,
        debt,
        frozen: lot.is_some_and(|lot| lot.frozen),
    }
}

/// What has not been taken back of a purchase; nothing while it is not credited.
pub(super) fn untaken(wallet: &Wallet, reversal: &Reversal) -> Tokens {
    wallet.bought(reversal.lot).unwrap_or(Tokens::ZERO).saturating_minus(reversal.taken)
}

/// What a refund or a lost dispute had to wait for, and can have now.
pub(super) fn waiting(wallet: &Wallet, reversal: &Reversal) -> Option<ReversalStep> {
    let untaken = untaken(wallet, reversal);
    for (refund, state) in reversal.refunds() {
        let Refund::Refunded { outstanding } = state else { continue };
        let claim = untaken.min(*outstanding);
        let taken = take_back(wallet, reversal, claim, Tokens::ZERO);
        if !taken.tokens.is_zero() {
            let outstanding = claim.saturating_minus(taken.tokens);
            let unreserved = Tokens::ZERO;
            return Some(ReversalStep::Refunded { refund: *refund, taken, unreserved, outstanding });
        }
    }
    let dispute = reversal.lost()?;
    let taken = take_back(wallet, reversal, untaken, Tokens::ZERO);
    (!taken.tokens.is_zero()).then_some(ReversalStep::ClawedBack { dispute, taken })
}
