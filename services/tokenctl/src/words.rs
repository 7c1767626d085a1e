//! Entries in words.

use chrono::{DateTime, SecondsFormat, Utc};
use contracts::common::v1::{Balance, Reference};
use contracts::convert;
use contracts::ledger::v1::balance_adjusted::Adjustment;
use contracts::ledger::v1::ledger_event::Kind;
use contracts::ledger::v1::{BalanceAdjusted, LedgerEvent, TokensDeducted, Warrant};
use contracts::reason;
use contracts::topic::TopicEvent as _;
use pbjson_types::Timestamp;

use crate::audit::source_text;

/// The name of an entry's kind, such as `TokensDeducted`.
pub(crate) fn kind(event: &LedgerEvent) -> &'static str {
    event.event_type().and_then(|name| name.rsplit('.').next()).unwrap_or("(unknown kind)")
}

/// A moment as people and scripts read it.
pub(crate) fn moment(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// A published moment.
pub(crate) fn published(time: Option<&Timestamp>) -> String {
    convert::time("time", time).map_or_else(|_| "(no time)".to_owned(), moment)
}

/// What an entry says, in a few words.
pub(crate) fn summary(event: &LedgerEvent) -> String {
    let Some(kind) = &event.kind else { return "of a kind that this tokenctl does not know".to_owned() };
    match kind {
        Kind::WalletOpened(_) => "the account was registered".to_owned(),
        Kind::TokensCredited(credited) => {
            let mut text = format!("+{} as {}", credited.tokens, source_text(credited.source()));
            text += &about(credited.reference.as_ref());
            if credited.debt_repaid > 0 {
                text += &format!(", {} repay a debt", credited.debt_repaid);
            }
            if credited.expires_at.is_some() {
                text += &format!(", until {}", published(credited.expires_at.as_ref()));
            }
            text
        }
        Kind::TokensHeld(held) => {
            let until = published(held.expires_at.as_ref());
            format!("{} set aside{}, until {until}", held.tokens, about(held.reference.as_ref()))
        }
        Kind::HoldExtended(extended) => {
            format!("hold {} lives until {}", extended.hold_id, published(extended.expires_at.as_ref()))
        }
        Kind::TokensDeducted(deducted) => deducted_text(deducted),
        Kind::TokensReleased(released) => {
            let why = reason::from_number(released.reason).map(|it| format!(" ({it})")).unwrap_or_default();
            format!("{} given back{}{why}", released.tokens, about(released.reference.as_ref()))
        }
        Kind::LotExpired(expired) => {
            format!("-{} of lot {}, whose time is up", expired.tokens, expired.lot_id)
        }
        Kind::CommandRefused(refused) => {
            let why = reason::from_number(refused.reason).map_or("no reason", kernel::Reason::as_str);
            let tokens = if refused.tokens > 0 { format!(" of {}", refused.tokens) } else { String::new() };
            format!("{}{tokens} refused: {why}{}", refused.command, about(refused.reference.as_ref()))
        }
        Kind::BookClaimed(claim) => {
            format!("{} at {} owns the book, term {}", claim.instance, claim.address, claim.term)
        }
        Kind::InputRejected(rejected) => format!("an input went to the dead letters: {}", rejected.detail),
        Kind::LotReserved(reserved) => {
            format!(
                "{} of lot {} reserved for refund {}",
                reserved.tokens, reserved.lot_id, reserved.refund_id
            )
        }
        Kind::LotUnreserved(unreserved) => {
            format!(
                "{} of lot {} free again: refund {} failed",
                unreserved.tokens, unreserved.lot_id, unreserved.refund_id
            )
        }
        Kind::LotRefunded(refunded) => format!(
            "-{} of lot {} for refund {}{}{}",
            refunded.tokens,
            refunded.lot_id,
            refunded.refund_id,
            owed(refunded.debt_added),
            if refunded.outstanding_tokens > 0 {
                format!(", {} still to be taken", refunded.outstanding_tokens)
            } else {
                String::new()
            }
        ),
        Kind::LotFrozen(frozen) => {
            format!("{} of lot {} frozen by dispute {}", frozen.tokens, frozen.lot_id, frozen.dispute_id)
        }
        Kind::LotUnfrozen(unfrozen) => {
            format!(
                "{} of lot {} usable again: dispute {} was won",
                unfrozen.tokens, unfrozen.lot_id, unfrozen.dispute_id
            )
        }
        Kind::TokensClawedBack(clawed) => format!(
            "-{} of lot {}: dispute {} was lost{}",
            clawed.tokens,
            clawed.lot_id,
            clawed.dispute_id,
            owed(clawed.debt_added)
        ),
        Kind::DebtRepaid(repaid) => format!("{} free tokens repay the debt", repaid.tokens),
        Kind::WalletFrozen(frozen) => format!("frozen{}", by_hand(frozen.warrant.as_ref())),
        Kind::WalletUnfrozen(unfrozen) => format!("unfrozen{}", by_hand(unfrozen.warrant.as_ref())),
        Kind::BalanceAdjusted(adjusted) => adjusted_text(adjusted),
    }
}

fn deducted_text(deducted: &TokensDeducted) -> String {
    let mut text = format!("-{}{}", deducted.tokens, about(deducted.reference.as_ref()));
    if deducted.over_captured_tokens > 0 {
        text += &format!(", {} of them beyond the hold", deducted.over_captured_tokens);
    }
    if deducted.released_tokens > 0 {
        text += &format!(", {} given back", deducted.released_tokens);
    }
    if let Some(reason) = reason::from_number(deducted.reason) {
        text += &format!(" ({reason}");
        if !deducted.reason_detail.is_empty() {
            text += &format!(": {}", deducted.reason_detail);
        }
        text += ")";
    }
    text
}

fn adjusted_text(adjusted: &BalanceAdjusted) -> String {
    let by = by_hand(adjusted.warrant.as_ref());
    match &adjusted.adjustment {
        Some(Adjustment::Credit(credit)) => format!("+{}{by}", credit.tokens),
        Some(Adjustment::Debit(debit)) => format!("-{}{}{by}", debit.tokens, owed(debit.debt_added)),
        None => format!("corrected{by}"),
    }
}

fn by_hand(warrant: Option<&Warrant>) -> String {
    warrant.map(|it| format!(" by {}: {}", it.actor, it.reason)).unwrap_or_default()
}

fn owed(debt: u64) -> String {
    if debt > 0 { format!(", {debt} of them owed") } else { String::new() }
}

/// ` for generation 0199…`, if there is something to say.
pub(crate) fn about(reference: Option<&Reference>) -> String {
    reference
        .filter(|it| !it.kind.is_empty() || !it.id.is_empty())
        .map(|it| format!(" for {} {}", it.kind, it.id))
        .unwrap_or_default()
}

/// A balance in a few words: what is nothing is left out, but for what is available.
pub(crate) fn balance(balance: &Balance) -> String {
    let Balance { available, held, debt, version: _, locked, frozen } = balance;
    let mut text = format!("available {available}");
    for (what, tokens) in [("held", held), ("locked", locked), ("debt", debt)] {
        if *tokens > 0 {
            text += &format!(", {what} {tokens}");
        }
    }
    if *frozen {
        text += ", frozen";
    }
    text
}
