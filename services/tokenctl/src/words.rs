//! Entries in words.

use chrono::{DateTime, SecondsFormat, Utc};
use contracts::Timestamp;
use contracts::common::v1::{Balance, Reference};
use contracts::convert;
use contracts::ledger::v1::balance_adjusted::Adjustment;
use contracts::ledger::v1::ledger_event::Kind;
use contracts::ledger::v1::{BalanceAdjusted, LedgerEvent, TokensDeducted, Warrant};
use contracts::reason;
use contracts::topic::TopicEvent as _;

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
            let source = source_text(credited.source());
            let about = about(credited.reference.as_ref());
            let debt = some(", ", credited.debt_repaid, " repay a debt");
            let until = if credited.expires_at.is_some() {
                format!(", until {}", published(credited.expires_at.as_ref()))
            } else {
                String::new()
            };
            format!("+{} as {source}{about}{debt}{until}", credited.tokens)
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
            let tokens = some(" of ", refused.tokens, "");
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
            some(", ", refunded.outstanding_tokens, " still to be taken")
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
    let about = about(deducted.reference.as_ref());
    let over = some(", ", deducted.over_captured_tokens, " of them beyond the hold");
    let released = some(", ", deducted.released_tokens, " given back");
    let why = match reason::from_number(deducted.reason) {
        None => String::new(),
        Some(reason) if deducted.reason_detail.is_empty() => format!(" ({reason})"),
        Some(reason) => format!(" ({reason}: {})", deducted.reason_detail),
    };
    format!("-{}{about}{over}{released}{why}", deducted.tokens)
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
    some(", ", debt, " of them owed")
}

/// A number between these words, if it is not nothing.
pub(crate) fn some<N: Copy + Default + PartialEq + std::fmt::Display>(
    before: &str,
    tokens: N,
    after: &str,
) -> String {
    if tokens == N::default() { String::new() } else { format!("{before}{tokens}{after}") }
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
    let held = some(", held ", *held, "");
    let locked = some(", locked ", *locked, "");
    let debt = some(", debt ", *debt, "");
    format!("available {available}{held}{locked}{debt}{}", if *frozen { ", frozen" } else { "" })
}
