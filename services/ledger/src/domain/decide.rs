//! From a command to what the book writes.
//!
//! Where several refusals apply, the first of this list is given:
//!
//! 1. `HOLD_NOT_OPEN`, `NOT_FOUND`: what it is about is not there.
//! 2. `CONFLICT`: it is there, and this was done to it already, or cannot be done any more.
//! 3. `INVALID_INPUT`: an expiry past, or moved back.
//! 4. `WALLET_FROZEN`
//! 5. `ORDER_DISPUTED`
//! 6. `AMOUNT_OVERFLOW`
//! 7. `CAPTURE_EXCEEDS_TERMS`
//! 8. `INSUFFICIENT_TOKENS`, `NOTHING_TO_REFUND`
//!
//! A settlement is never refused for its amount: what the terms and the balance do not allow is forgone, since the work is done. A
//! fact about money (refunded, failed, disputed, won, lost) is never refused either, but for one that is known or overtaken, which
//! changes nothing.

mod by_hand;
mod holds;
mod reversals;

use chrono::{DateTime, Utc};
use kernel::{EntryId, HoldId, LotId, Reason, Tokens};

use super::{Change, Command, Deduction, LotSource, MOST, Reference, Wallet, lot_of, taking};

/// Decides a command on a wallet, which it leaves as it is. `id` is the id of the entry to be written; a new lot or hold
/// takes it over, so that no further id is needed. An order's lot takes over the order's.
///
/// What is due must have been written before: see [`Wallet::first_due`].
pub fn decide(wallet: &Wallet, command: &Command, id: EntryId, now: DateTime<Utc>) -> Change {
    try_decide(wallet, command, id, now).unwrap_or_else(|reason| Change::Refused {
        command: command.name(),
        reason,
        tokens: command.tokens(),
        hold: command.hold(),
        reference: command
            .reference()
            .or_else(|| command.hold().and_then(|hold| wallet.hold(hold)).map(|hold| hold.reference.clone())),
    })
}

fn try_decide(wallet: &Wallet, command: &Command, id: EntryId, now: DateTime<Utc>) -> Result<Change, Reason> {
    match command {
        Command::Open => Ok(Change::Opened),
        Command::Credit { tokens, source, expires_at, reference } => {
            credit(wallet, *tokens, *source, *expires_at, reference, id)
        }
        Command::Authorize { expires_at, .. } if *expires_at <= now => Err(Reason::InvalidInput),
        Command::Authorize { tokens, terms, expires_at, reference } => {
            unfrozen(wallet)?;
            Ok(Change::Held {
                hold: HoldId::new(id.uuid()),
                tokens: *tokens,
                parts: wallet.allocate(*tokens).ok_or(Reason::InsufficientTokens)?,
                expires_at: *expires_at,
                terms: terms.clone(),
                reference: reference.clone(),
            })
        }
        Command::Spend { tokens, reference } => {
            unfrozen(wallet)?;
            Ok(Change::Deducted(Deduction {
                tokens: *tokens,
                parts: wallet.allocate(*tokens).ok_or(Reason::InsufficientTokens)?,
                reference: reference.clone(),
                ..Deduction::default()
            }))
        }
        Command::Capture { hold, tokens, last } => holds::capture(wallet, *hold, *tokens, *last),
        Command::Release { hold, reason } => holds::release(wallet, *hold, *reason),
        Command::ExtendHold { hold, expires_at } => holds::extend(wallet, *hold, *expires_at),
        Command::Settle { hold, outcome, detail, list_tokens, promotion } => {
            let mut change = holds::settle(wallet, *hold, *outcome)?;
            if let Change::Deducted(deduction) = &mut change {
                deduction.detail.clone_from(detail);
                deduction.list_tokens = *list_tokens;
                deduction.promotion.clone_from(promotion);
            }
            Ok(change)
        }
        Command::ExpireHold { hold } => holds::release(wallet, *hold, Some(Reason::HoldExpired)),
        Command::ExpireLot { lot } => {
            let lot = wallet.lot(*lot).ok_or(Reason::NotFound)?;
            Ok(Change::LotExpired { lot: lot.id, tokens: lot.free() })
        }
        Command::Reverse { order, told } => {
            let lot = lot_of(*order);
            Ok(Change::Reversed { lot, step: reversals::step(wallet, lot, *told)? })
        }
        Command::TakeBack { lot } => {
            let waiting = wallet.reversal(*lot).and_then(|reversal| taking::waiting(wallet, reversal));
            Ok(Change::Reversed { lot: *lot, step: waiting.ok_or(Reason::NotFound)? })
        }
        Command::RepayDebt => {
            let tokens = wallet.debt().min(wallet.free());
            Ok(Change::DebtRepaid { tokens, parts: wallet.first_free(tokens) })
        }
        Command::Freeze(warrant) => by_hand::freeze(wallet, warrant),
        Command::Unfreeze(warrant) => by_hand::unfreeze(wallet, warrant),
        Command::Adjust { correction, reference, warrant } => {
            by_hand::adjust(wallet, *correction, reference, warrant, id)
        }
    }
}

fn credit(
    wallet: &Wallet,
    tokens: Tokens,
    source: LotSource,
    expires_at: Option<DateTime<Utc>>,
    reference: &Reference,
    id: EntryId,
) -> Result<Change, Reason> {
    let order = if source == LotSource::Purchase { reference.order() } else { None };
    let lot = order.map_or(LotId::new(id.uuid()), lot_of);
    if wallet.bought(lot).is_some() {
        return Err(Reason::Conflict);
    }
    fits(wallet.remaining(), tokens)?;
    Ok(Change::Credited {
        lot,
        tokens,
        source,
        expires_at,
        debt_repaid: wallet.debt().min(tokens),
        frozen: wallet.reversal(lot).is_some_and(super::Reversal::is_disputed),
        reference: reference.clone(),
    })
}

// A frozen wallet lets nothing new be taken from what is free.
fn unfrozen(wallet: &Wallet) -> Result<(), Reason> {
    if wallet.is_frozen() { Err(Reason::WalletFrozen) } else { Ok(()) }
}

fn fits(there: Tokens, more: Tokens) -> Result<(), Reason> {
    there.plus(more).ok().filter(|sum| *sum <= MOST).map(drop).ok_or(Reason::AmountOverflow)
}
