//! Captures, releases and settlements of open holds.

use chrono::{DateTime, Utc};
use kernel::{FailureClass, HoldId, Outcome, Reason, Tokens};

use super::unfrozen;
use crate::domain::{Change, Deduction, Hold, LotPart, LotParts, Wallet};

pub(super) fn capture(wallet: &Wallet, hold: HoldId, tokens: Tokens, last: bool) -> Result<Change, Reason> {
    let hold = open(wallet, hold)?;
    let over = tokens.saturating_minus(hold.remaining());
    if !over.is_zero() {
        // What the hold covers was granted before a freeze; what goes beyond it is new.
        unfrozen(wallet)?;
    }
    if over > hold.over_capture_left() {
        return Err(Reason::CaptureExceedsTerms);
    }
    charge(wallet, hold, tokens, last).ok_or(Reason::InsufficientTokens).map(Change::Deducted)
}

pub(super) fn release(wallet: &Wallet, hold: HoldId, reason: Option<Reason>) -> Result<Change, Reason> {
    Ok(give_back(wallet, open(wallet, hold)?, reason))
}

pub(super) fn extend(wallet: &Wallet, hold: HoldId, expires_at: DateTime<Utc>) -> Result<Change, Reason> {
    let hold = open(wallet, hold)?;
    if expires_at < hold.expires_at {
        return Err(Reason::InvalidInput);
    }
    Ok(Change::HoldExtended { hold: hold.id, expires_at })
}

pub(super) fn settle(wallet: &Wallet, hold: HoldId, outcome: Outcome) -> Result<Change, Reason> {
    let hold = open(wallet, hold)?;
    let reason = match outcome {
        Outcome::Succeeded(_) => None,
        Outcome::Failed(reason) => Some(reason),
        Outcome::CancelledByUser(_) => Some(Reason::CancelledByUser),
    };
    let Some(cost) = hold.terms.cost_of(outcome, hold.remaining()) else {
        return Ok(give_back(wallet, hold, reason));
    };
    // The work is done: the hold covers the cost as far as it goes, then free tokens as far as the terms, the balance and a
    // freeze allow; the rest is forgone.
    let beyond =
        if wallet.is_frozen() { Tokens::ZERO } else { hold.over_capture_left().min(wallet.available()) };
    let most = hold.remaining().plus(beyond).unwrap_or(hold.remaining());
    let mut deduction = charge(wallet, hold, cost.min(most), true).ok_or(Reason::InsufficientTokens)?;
    deduction.reason = reason.filter(|reason| reason.class() != FailureClass::Technical);
    Ok(Change::Deducted(deduction))
}

fn open(wallet: &Wallet, hold: HoldId) -> Result<&Hold, Reason> {
    wallet.hold(hold).ok_or(Reason::HoldNotOpen)
}

fn give_back(wallet: &Wallet, hold: &Hold, reason: Option<Reason>) -> Change {
    Change::Released {
        hold: hold.id,
        tokens: hold.remaining(),
        parts: hold.parts.clone(),
        frozen: wallet.frozen_among(&hold.parts),
        reason,
        reference: hold.reference.clone(),
    }
}

// Takes tokens from the hold in burn order, then from free tokens. `None` if the free tokens do not suffice.
fn charge(wallet: &Wallet, hold: &Hold, tokens: Tokens, last: bool) -> Option<Deduction> {
    let mut missing = tokens;
    let mut parts = LotParts::new();
    let mut rest = LotParts::new();
    for part in &hold.parts {
        let taken = missing.min(part.tokens);
        missing = missing.saturating_minus(taken);
        let left = part.tokens.saturating_minus(taken);
        if !taken.is_zero() {
            parts.push(LotPart { lot: part.lot, tokens: taken });
        }
        if !left.is_zero() {
            rest.push(LotPart { lot: part.lot, tokens: left });
        }
    }
    let released = if last { rest } else { LotParts::new() };
    Some(Deduction {
        hold: Some(hold.id),
        tokens,
        parts,
        over_captured: wallet.allocate(missing)?,
        released_frozen: wallet.frozen_among(&released),
        released,
        closes_hold: last,
        reference: hold.reference.clone(),
        ..Deduction::default()
    })
}
