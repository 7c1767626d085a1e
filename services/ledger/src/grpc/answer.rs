//! From what the book wrote to what a caller is told. A first answer and its repetition both come from the entry, so they are
//! the same for ever.

use std::time::Duration;

use contracts::convert;
use contracts::failure::Failure;
use contracts::ledger::v1 as proto;
use kernel::{AccountId, Reason};

use crate::book::{Committed, Reply};
use crate::codec::{publish_balance, publish_reference};
use crate::domain::{Adjustment, Balance, Change, Deduction, Hold, Kind, LotPart};
use crate::shell::NotAnswered;

/// How long a caller should stay away from a book that has too much to do.
const OVERLOAD_PAUSE: Duration = Duration::from_millis(50);

/// How long until a command that had no effect is worth another try.
const RETRY_PAUSE: Duration = Duration::from_millis(100);

/// The wallet after a committed entry, and what the entry did to it.
pub(super) fn change_of(committed: &Committed) -> Result<(AccountId, Balance, &Change), Failure> {
    match &committed.entry.kind {
        Kind::Wallet { account, balance, change } => Ok((*account, *balance, change)),
        Kind::Book(_) => Err(unexpected()),
    }
}

/// An entry of another kind than the command can have made: a defect, which is logged.
pub(super) fn unexpected() -> Failure {
    tracing::error!("an entry does not fit the command that it answers");
    Failure::internal()
}

pub(super) fn receipt(committed: &Committed, balance: Balance, partition: i32) -> proto::Receipt {
    proto::Receipt {
        entry_id: committed.entry.id.into(),
        time: Some(convert::timestamp(committed.entry.time)),
        balance: Some(publish_balance(balance)),
        partition,
        offset: committed.offset,
    }
}

pub(super) fn authorized(
    change: &Change,
    receipt: proto::Receipt,
) -> Result<proto::AuthorizeResponse, Failure> {
    match change {
        Change::Held { hold, .. } => {
            Ok(proto::AuthorizeResponse { receipt: Some(receipt), hold_id: (*hold).into() })
        }
        _ => Err(unexpected()),
    }
}

pub(super) fn captured(change: &Change, receipt: proto::Receipt) -> Result<proto::CaptureResponse, Failure> {
    match change {
        Change::Deducted(Deduction { tokens, released, .. }) => Ok(proto::CaptureResponse {
            receipt: Some(receipt),
            captured: tokens.get(),
            released: released
                .iter()
                .fold(0, |sum: u64, part: &LotPart| sum.saturating_add(part.tokens.get())),
        }),
        _ => Err(unexpected()),
    }
}

pub(super) fn released(change: &Change, receipt: proto::Receipt) -> Result<proto::ReleaseResponse, Failure> {
    match change {
        Change::Released { tokens, .. } => {
            Ok(proto::ReleaseResponse { receipt: Some(receipt), released: tokens.get() })
        }
        _ => Err(unexpected()),
    }
}

pub(super) fn extended(
    change: &Change,
    receipt: proto::Receipt,
) -> Result<proto::ExtendHoldResponse, Failure> {
    match change {
        Change::HoldExtended { .. } => Ok(proto::ExtendHoldResponse { receipt: Some(receipt) }),
        _ => Err(unexpected()),
    }
}

pub(super) fn spent(change: &Change, receipt: proto::Receipt) -> Result<proto::SpendResponse, Failure> {
    match change {
        Change::Deducted(_) => Ok(proto::SpendResponse { receipt: Some(receipt) }),
        _ => Err(unexpected()),
    }
}

pub(super) fn adjusted(change: &Change, receipt: proto::Receipt) -> Result<proto::AdjustResponse, Failure> {
    let (debt_repaid, debt_added) = match change {
        Change::Adjusted { adjustment: Adjustment::Credit { debt_repaid, .. }, .. } => (debt_repaid.get(), 0),
        Change::Adjusted { adjustment: Adjustment::Debit { debt_added, .. }, .. } => (0, debt_added.get()),
        _ => return Err(unexpected()),
    };
    Ok(proto::AdjustResponse { receipt: Some(receipt), debt_repaid, debt_added })
}

pub(super) fn frozen(
    change: &Change,
    receipt: proto::Receipt,
) -> Result<proto::FreezeWalletResponse, Failure> {
    match change {
        Change::Frozen(_) => Ok(proto::FreezeWalletResponse { receipt: Some(receipt) }),
        _ => Err(unexpected()),
    }
}

pub(super) fn unfrozen(
    change: &Change,
    receipt: proto::Receipt,
) -> Result<proto::UnfreezeWalletResponse, Failure> {
    match change {
        Change::Unfrozen(_) => Ok(proto::UnfreezeWalletResponse { receipt: Some(receipt) }),
        _ => Err(unexpected()),
    }
}

/// A refusal in words, with the balance that the command saw.
pub(super) fn refusal(reason: Reason, needed: u64, balance: Balance) -> Failure {
    let message = match reason {
        Reason::InsufficientTokens if !balance.debt.is_zero() => {
            format!("{} tokens are owed; buy tokens to repay them first", balance.debt)
        }
        Reason::WalletFrozen => "the wallet is frozen; nothing new can be held or spent".to_owned(),
        Reason::Conflict if balance.frozen => "the wallet is frozen already".to_owned(),
        Reason::Conflict => "the wallet is not frozen".to_owned(),
        Reason::InsufficientTokens => {
            format!(
                "{needed} tokens are needed and {} are available; buy tokens, or wait for holds to end",
                balance.available
            )
        }
        Reason::HoldNotOpen => "the hold does not exist or is settled already".to_owned(),
        Reason::CaptureExceedsTerms => "the capture exceeds the hold by more than its terms allow".to_owned(),
        Reason::AmountOverflow => "the balance would exceed what a wallet can hold".to_owned(),
        Reason::InvalidInput => {
            "`expires_at` must lie ahead, and not before the hold's present expiry".to_owned()
        }
        other => format!("the command was refused ({other})"),
    };
    Failure::new(reason, message).fact("needed", needed).fact("available", balance.available)
}

/// The entry of a reply to a command, or what is said in its place.
pub(super) fn committed(reply: Reply) -> Result<Committed, Failure> {
    match reply {
        Reply::Committed(committed) => Ok(committed),
        Reply::KeyReused => Err(key_reused()),
        Reply::NotApplied => Err(not_applied()),
        Reply::NotOwner | Reply::NotReady => Err(not_taken()),
        Reply::DeadlinePassed => Err(deadline_passed()),
        // A recall has an entry to be read first; the others answer questions.
        Reply::Recall(_) | Reply::Balance(_) | Reply::Hold(_) => Err(unexpected()),
    }
}

/// What a command's own RPC would have answered; a refusal is a failure.
pub(super) fn outcome(committed: &Committed, partition: i32) -> Result<proto::Outcome, Failure> {
    use proto::outcome::Outcome;
    let (_, balance, change) = change_of(committed)?;
    let receipt = receipt(committed, balance, partition);
    let outcome = match change {
        Change::Held { .. } => Outcome::Authorize(authorized(change, receipt)?),
        Change::Deducted(Deduction { hold: Some(_), .. }) => Outcome::Capture(captured(change, receipt)?),
        Change::Deducted(Deduction { hold: None, .. }) => Outcome::Spend(spent(change, receipt)?),
        Change::Released { .. } => Outcome::Release(released(change, receipt)?),
        Change::HoldExtended { .. } => Outcome::ExtendHold(extended(change, receipt)?),
        Change::Refused { reason, tokens, .. } => return Err(refusal(*reason, tokens.get(), balance)),
        // Of inputs, of the schedule, and of operators, who call one at a time.
        Change::Opened
        | Change::Credited { .. }
        | Change::LotExpired { .. }
        | Change::Reversed { .. }
        | Change::DebtRepaid { .. }
        | Change::Frozen(_)
        | Change::Unfrozen(_)
        | Change::Adjusted { .. } => return Err(unexpected()),
    };
    Ok(proto::Outcome { outcome: Some(outcome) })
}

pub(super) fn key_reused() -> Failure {
    Failure::new(
        Reason::IdempotencyKeyReused,
        "this idempotency key was used with another request; use a new key for a new request",
    )
}

pub(super) fn not_applied() -> Failure {
    Failure::new(
        Reason::NotApplied,
        "this attempt has had no effect; try again with the same idempotency key",
    )
    .retry_after(RETRY_PAUSE)
}

pub(super) fn not_taken() -> Failure {
    Failure::new(
        Reason::Unavailable,
        "this instance does not serve the account now; try again with the same idempotency key",
    )
    .retry_after(RETRY_PAUSE)
}

pub(super) fn deadline_passed() -> Failure {
    Failure::new(
        Reason::DeadlinePassed,
        "the deadline passed before this attempt was decided; it has had no effect",
    )
}

impl From<NotAnswered> for Failure {
    fn from(why: NotAnswered) -> Self {
        match why {
            NotAnswered::Overloaded => {
                Self::new(Reason::Overloaded, "too many commands wait for this book; try again after the delay")
                    .retry_after(OVERLOAD_PAUSE)
            }
            NotAnswered::Stopped => Self::new(
                Reason::Unavailable,
                "the ledger stopped before it answered; try again with the same idempotency key to learn the outcome",
            )
            .retry_after(RETRY_PAUSE),
        }
    }
}

/// An open hold in its published form.
pub(super) fn open_hold(account: AccountId, hold: &Hold) -> proto::Hold {
    proto::Hold {
        hold_id: hold.id.to_string(),
        account_id: account.to_string(),
        state: proto::HoldState::Open.into(),
        authorized: hold.authorized.get(),
        captured: hold.captured.get(),
        remaining: hold.remaining().get(),
        expires_at: Some(convert::timestamp(hold.expires_at)),
        terms: Some(hold.terms.as_ref().clone().into()),
        reference: Some(publish_reference(&hold.reference)),
    }
}
