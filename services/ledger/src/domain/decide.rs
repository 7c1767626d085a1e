//! From a command to what the book writes.
//!
//! Where several refusals apply, the first of this list is given: `HOLD_NOT_OPEN`, `INVALID_INPUT` (an expiry past, or moved back),
//! `AMOUNT_OVERFLOW`, `CAPTURE_EXCEEDS_TERMS`, `INSUFFICIENT_TOKENS`. A settlement is never refused for its amount: what
//! the terms and the balance do not allow is forgone, since the work is done.

use chrono::{DateTime, Utc};
use kernel::{EntryId, FailureClass, HoldId, LotId, Outcome, Reason, Tokens};

use super::{Change, Command, Deduction, Hold, LotPart, Wallet};

/// The most tokens that a wallet can own: what a signed 64-bit column of the read model holds.
const MOST: u64 = i64::MAX.unsigned_abs();

/// Decides a command on a wallet, which it leaves as it is. `id` is the id of the entry to be written; a new lot or hold
/// takes it over, so that no further id is needed.
///
/// Expiries that are due must have been written before: see [`Wallet::first_due`].
pub fn decide(wallet: &Wallet, command: &Command, id: EntryId, now: DateTime<Utc>) -> Change {
    try_decide(wallet, command, id, now).unwrap_or_else(|reason| Change::Refused {
        command: command.name(),
        reason,
        tokens: command.tokens(),
        hold: command.hold(),
        reference: command
            .reference()
            .cloned()
            .or_else(|| command.hold().and_then(|hold| wallet.hold(hold)).map(|hold| hold.reference.clone())),
    })
}

fn try_decide(wallet: &Wallet, command: &Command, id: EntryId, now: DateTime<Utc>) -> Result<Change, Reason> {
    match command {
        Command::Open => Ok(Change::Opened),
        Command::Credit { tokens, source, expires_at, reference } => {
            wallet
                .remaining()
                .plus(*tokens)
                .ok()
                .filter(|sum| sum.get() <= MOST)
                .ok_or(Reason::AmountOverflow)?;
            Ok(Change::Credited {
                lot: LotId::new(id.uuid()),
                tokens: *tokens,
                source: *source,
                expires_at: *expires_at,
                debt_repaid: wallet.debt().min(*tokens),
                reference: reference.clone(),
            })
        }
        Command::Authorize { expires_at, .. } if *expires_at <= now => Err(Reason::InvalidInput),
        Command::Authorize { tokens, terms, expires_at, reference } => Ok(Change::Held {
            hold: HoldId::new(id.uuid()),
            tokens: *tokens,
            parts: wallet.allocate(*tokens).ok_or(Reason::InsufficientTokens)?,
            expires_at: *expires_at,
            terms: terms.clone(),
            reference: reference.clone(),
        }),
        Command::Capture { hold, tokens, last } => {
            let hold = open(wallet, *hold)?;
            let over = tokens.saturating_minus(hold.remaining());
            if over > hold.over_capture_left() {
                return Err(Reason::CaptureExceedsTerms);
            }
            charge(wallet, hold, *tokens, *last).ok_or(Reason::InsufficientTokens).map(Change::Deducted)
        }
        Command::Release { hold, reason } => Ok(release(open(wallet, *hold)?, *reason)),
        Command::ExtendHold { hold, expires_at } => {
            let hold = open(wallet, *hold)?;
            if *expires_at < hold.expires_at {
                return Err(Reason::InvalidInput);
            }
            Ok(Change::HoldExtended { hold: hold.id, expires_at: *expires_at })
        }
        Command::Spend { tokens, reference } => Ok(Change::Deducted(Deduction {
            tokens: *tokens,
            parts: wallet.allocate(*tokens).ok_or(Reason::InsufficientTokens)?,
            reference: reference.clone(),
            ..Deduction::default()
        })),
        Command::Settle { hold, outcome, detail, list_tokens, promotion } => {
            let mut change = settle(wallet, open(wallet, *hold)?, *outcome)?;
            if let Change::Deducted(deduction) = &mut change {
                deduction.detail.clone_from(detail);
                deduction.list_tokens = *list_tokens;
                deduction.promotion.clone_from(promotion);
            }
            Ok(change)
        }
        Command::ExpireHold { hold } => Ok(release(open(wallet, *hold)?, Some(Reason::HoldExpired))),
        Command::ExpireLot { lot } => {
            let lot = wallet.lot(*lot).ok_or(Reason::NotFound)?;
            Ok(Change::LotExpired { lot: lot.id, tokens: lot.free() })
        }
    }
}

fn open(wallet: &Wallet, hold: HoldId) -> Result<&Hold, Reason> {
    wallet.hold(hold).ok_or(Reason::HoldNotOpen)
}

fn release(hold: &Hold, reason: Option<Reason>) -> Change {
    Change::Released {
        hold: hold.id,
        tokens: hold.remaining(),
        parts: hold.parts.clone(),
        reason,
        reference: hold.reference.clone(),
    }
}

fn settle(wallet: &Wallet, hold: &Hold, outcome: Outcome) -> Result<Change, Reason> {
    let reason = match outcome {
        Outcome::Succeeded(_) => None,
        Outcome::Failed(reason) => Some(reason),
        Outcome::CancelledByUser(_) => Some(Reason::CancelledByUser),
    };
    let Some(cost) = hold.terms.cost_of(outcome, hold.remaining()) else {
        return Ok(release(hold, reason));
    };
    // The work is done: the hold covers the cost as far as it goes, then free tokens as far as the terms and the balance
    // allow; the rest is forgone.
    let most =
        hold.remaining().plus(hold.over_capture_left().min(wallet.available())).unwrap_or(hold.remaining());
    let mut deduction = charge(wallet, hold, cost.min(most), true).ok_or(Reason::InsufficientTokens)?;
    deduction.reason = reason.filter(|reason| reason.class() != FailureClass::Technical);
    Ok(Change::Deducted(deduction))
}

// Takes tokens from the hold in burn order, then from free tokens. `None` if the free tokens do not suffice.
fn charge(wallet: &Wallet, hold: &Hold, tokens: Tokens, last: bool) -> Option<Deduction> {
    let mut missing = tokens;
    let mut parts = Vec::new();
    let mut rest = Vec::new();
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
    Some(Deduction {
        hold: Some(hold.id),
        tokens,
        parts,
        over_captured: wallet.allocate(missing)?,
        released: if last { rest } else { Vec::new() },
        closes_hold: last,
        reference: hold.reference.clone(),
        ..Deduction::default()
    })
}
