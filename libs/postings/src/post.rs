//! From an entry to its postings.

use contracts::convert::{self, Malformed};
use contracts::ledger::v1::balance_adjusted::Adjustment;
use contracts::ledger::v1::ledger_event::Kind;
use contracts::ledger::v1::{self as proto, LedgerEvent, LotPart, LotSource};
use kernel::AccountId;

use crate::{Account, Part, Source};

/// A movement into an account (positive) or out of it (negative).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// The account.
    pub account: Account,
    /// How many tokens; never none. Wide enough for any sum of 64-bit amounts.
    pub tokens: i128,
}

/// What an entry moves. The postings of a right entry add up to zero; entries that move nothing have none.
///
/// # Errors
/// The entry is of no known kind, or lacks what its kind must have.
pub fn postings(event: &LedgerEvent) -> Result<Vec<Posting>, Malformed> {
    let kind = event.kind.as_ref().ok_or_else(|| Malformed::missing("kind"))?;
    if matches!(kind, Kind::BookClaimed(_) | Kind::InputRejected(_)) {
        return Ok(Vec::new());
    }
    let mut legs = Legs { wallet: convert::id("account_id", &event.account_id)?, postings: Vec::new() };
    match kind {
        Kind::WalletOpened(_)
        | Kind::HoldExtended(_)
        | Kind::CommandRefused(_)
        | Kind::WalletFrozen(_)
        | Kind::WalletUnfrozen(_)
        | Kind::BookClaimed(_)
        | Kind::InputRejected(_) => {}
        Kind::TokensCredited(credited) => {
            let tokens = i128::from(credited.tokens);
            legs.post(Account::Issued(source(credited.source())?), -tokens);
            legs.wallet(free_or_frozen(credited.lot_frozen), tokens - i128::from(credited.debt_repaid));
            legs.wallet(Part::Debt, credited.debt_repaid.into());
        }
        Kind::TokensHeld(held) => {
            legs.wallet(Part::Free, -sum(&held.lots));
            legs.wallet(Part::Held, held.tokens.into());
        }
        Kind::TokensDeducted(deducted) => legs.deducted(deducted),
        Kind::TokensReleased(released) => {
            legs.wallet(Part::Held, -sum(&released.lots));
            legs.released(released.tokens, released.frozen_tokens);
        }
        Kind::LotExpired(expired) => {
            legs.wallet(Part::Free, -i128::from(expired.tokens));
            legs.post(Account::Expired, expired.tokens.into());
        }
        Kind::LotReserved(reserved) => {
            legs.wallet(Part::Free, -i128::from(reserved.tokens));
            legs.wallet(Part::Reserved, reserved.tokens.into());
        }
        Kind::LotUnreserved(unreserved) => {
            legs.wallet(Part::Reserved, -i128::from(unreserved.tokens));
            legs.wallet(free_or_frozen(unreserved.lot_frozen), unreserved.tokens.into());
        }
        Kind::LotRefunded(refunded) => legs.refunded(refunded),
        Kind::LotFrozen(frozen) => {
            legs.wallet(Part::Free, -i128::from(frozen.tokens));
            legs.wallet(Part::Frozen, frozen.tokens.into());
        }
        Kind::LotUnfrozen(unfrozen) => {
            legs.wallet(Part::Frozen, -i128::from(unfrozen.tokens));
            legs.wallet(Part::Free, unfrozen.tokens.into());
        }
        Kind::TokensClawedBack(clawed) => {
            let from_lot = i128::from(clawed.tokens) - i128::from(clawed.debt_added);
            legs.wallet(free_or_frozen(clawed.lot_frozen), -from_lot);
            legs.wallet(Part::Debt, -i128::from(clawed.debt_added));
            legs.post(Account::ClawedBack, clawed.tokens.into());
        }
        Kind::DebtRepaid(repaid) => {
            legs.wallet(Part::Free, -sum(&repaid.lots));
            legs.wallet(Part::Debt, repaid.tokens.into());
        }
        Kind::BalanceAdjusted(adjusted) => {
            legs.adjusted(adjusted.adjustment.as_ref().ok_or_else(|| Malformed::missing("adjustment"))?);
        }
    }
    Ok(legs.postings)
}

struct Legs {
    wallet: AccountId,
    postings: Vec<Posting>,
}

impl Legs {
    fn post(&mut self, account: Account, tokens: i128) {
        if tokens != 0 {
            self.postings.push(Posting { account, tokens });
        }
    }

    fn wallet(&mut self, part: Part, tokens: i128) {
        self.post(Account::Wallet(self.wallet, part), tokens);
    }

    fn deducted(&mut self, deducted: &proto::TokensDeducted) {
        let kind = deducted.reference.as_ref().map(|reference| reference.kind.clone()).unwrap_or_default();
        self.post(Account::Consumed(kind), deducted.tokens.into());
        // A single spend takes free tokens; a charge takes what its hold had set aside, and free tokens beyond it.
        let from = if deducted.hold_id.is_empty() { Part::Free } else { Part::Held };
        self.wallet(from, -sum(&deducted.lots));
        self.wallet(Part::Free, -sum(&deducted.over_captured_lots));
        self.wallet(Part::Held, -sum(&deducted.released_lots));
        self.released(deducted.released_tokens, deducted.released_frozen_tokens);
    }

    fn released(&mut self, tokens: u64, frozen: u64) {
        self.wallet(Part::Free, i128::from(tokens) - i128::from(frozen));
        self.wallet(Part::Frozen, frozen.into());
    }

    fn refunded(&mut self, refunded: &proto::LotRefunded) {
        let reserved = i128::from(refunded.reserved_tokens);
        let from_rest = i128::from(refunded.tokens) - reserved - i128::from(refunded.debt_added);
        let unreserved = i128::from(refunded.unreserved_tokens);
        self.wallet(Part::Reserved, -reserved - unreserved);
        self.wallet(free_or_frozen(refunded.lot_frozen), unreserved - from_rest);
        self.wallet(Part::Debt, -i128::from(refunded.debt_added));
        self.post(Account::Refunded, refunded.tokens.into());
    }

    fn adjusted(&mut self, adjustment: &Adjustment) {
        let issued = Account::Issued(Source::Adjustment);
        match adjustment {
            Adjustment::Credit(credit) => {
                self.post(issued, -i128::from(credit.tokens));
                self.wallet(Part::Free, i128::from(credit.tokens) - i128::from(credit.debt_repaid));
                self.wallet(Part::Debt, credit.debt_repaid.into());
            }
            Adjustment::Debit(debit) => {
                self.post(issued, debit.tokens.into());
                self.wallet(Part::Free, -sum(&debit.lots));
                self.wallet(Part::Debt, -i128::from(debit.debt_added));
            }
        }
    }
}

// Tokens of a frozen lot fall back into, and are taken from, its frozen part.
const fn free_or_frozen(frozen: bool) -> Part {
    if frozen { Part::Frozen } else { Part::Free }
}

fn sum(parts: &[LotPart]) -> i128 {
    parts.iter().map(|part| i128::from(part.tokens)).sum()
}

fn source(source: LotSource) -> Result<Source, Malformed> {
    match source {
        LotSource::Purchase => Ok(Source::Purchase),
        LotSource::Promotion => Ok(Source::Promotion),
        LotSource::Adjustment => Ok(Source::Adjustment),
        LotSource::Unspecified => Err(Malformed::missing("source")),
    }
}

#[cfg(test)]
mod tests;
