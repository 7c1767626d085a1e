//! A wallet: lots, open holds and a debt. How entries change it stands in `evolve.rs`.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use kernel::{HoldId, LotId, Tokens};
use smallvec::SmallVec;

use super::pending::Pending;
use super::{Balance, Command, Hold, Lot, LotPart, LotParts, LotSource, Reversal, taking};

/// What falls due: what the book writes before it decides anything else of the wallet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    /// A hold releases itself.
    Hold(HoldId),
    /// What is left of a promotional lot is taken back.
    Lot(LotId),
    /// A refund or a lost dispute takes what it had to wait for.
    TakeBack(LotId),
    /// Free tokens repay the debt.
    Debt,
}

impl Due {
    /// The command that does it.
    pub const fn command(self) -> Command {
        match self {
            Self::Hold(hold) => Command::ExpireHold { hold },
            Self::Lot(lot) => Command::ExpireLot { lot },
            Self::TakeBack(lot) => Command::TakeBack { lot },
            Self::Debt => Command::RepayDebt,
        }
    }
}

/// One account's tokens.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wallet {
    pub(super) version: u64,
    pub(super) debt: Tokens,
    pub(super) frozen: bool,
    // In burn order. Most wallets have one.
    pub(super) lots: SmallVec<[Lot; 1]>,
    // Sums over the lots, kept so that a balance costs nothing.
    pub(super) remaining: Tokens,
    pub(super) held: Tokens,
    pub(super) locked: Tokens,
    // Most wallets have nothing here, so that it costs them a pointer.
    pub(super) pending: Option<Box<Pending>>,
    pub(super) past: Option<Box<Past>>,
}

/// What a wallet must remember of purchases beyond their lots.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Past {
    /// Purchases with nothing left, and their tokens: they can still be refunded or disputed.
    pub(super) used_up: Vec<(LotId, Tokens)>,
    /// Purchases that were.
    pub(super) reversals: Vec<Reversal>,
}

impl Wallet {
    /// The wallet as its owner sees it.
    pub fn balance(&self) -> Balance {
        Balance {
            available: self.available(),
            held: self.held,
            locked: self.locked(),
            debt: self.debt,
            frozen: self.frozen,
            version: self.version,
        }
    }

    /// What can be spent or held now.
    pub fn available(&self) -> Tokens {
        if self.debt.is_zero() { self.free() } else { Tokens::ZERO }
    }

    /// What nothing has set aside and no dispute has frozen, whatever is owed.
    pub const fn free(&self) -> Tokens {
        self.remaining.saturating_minus(self.held).saturating_minus(self.locked)
    }

    /// What is there, and neither available nor held.
    pub fn locked(&self) -> Tokens {
        self.remaining.saturating_minus(self.held).saturating_minus(self.available())
    }

    /// What is owed.
    pub const fn debt(&self) -> Tokens {
        self.debt
    }

    /// Whether an operator froze it.
    pub const fn is_frozen(&self) -> bool {
        self.frozen
    }

    /// The number of the last entry.
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// All that is neither used nor taken back, held and locked tokens included.
    pub const fn remaining(&self) -> Tokens {
        self.remaining
    }

    /// An open hold.
    pub fn hold(&self, id: HoldId) -> Option<&Hold> {
        self.pending.as_ref()?.hold(id)
    }

    /// All open holds.
    pub fn holds(&self) -> impl Iterator<Item = &Hold> {
        self.pending.iter().flat_map(|pending| pending.holds()).map(Arc::as_ref)
    }

    /// All lots with something left, in the order in which they are spent.
    pub fn lots(&self) -> &[Lot] {
        &self.lots
    }

    /// A lot with something left.
    pub fn lot(&self, id: LotId) -> Option<&Lot> {
        self.lots.iter().find(|lot| lot.id == id)
    }

    /// How many tokens a purchase brought, whatever is left of them; `None` if it is not credited (yet).
    pub fn bought(&self, id: LotId) -> Option<Tokens> {
        match self.lot(id) {
            Some(lot) => (lot.source == LotSource::Purchase).then_some(lot.tokens),
            None => self
                .past
                .as_ref()
                .and_then(|past| past.used_up.iter().find(|(lot, _)| *lot == id).map(|(_, tokens)| *tokens)),
        }
    }

    /// What refunds and disputes have done to a purchase; `None` if there was neither.
    pub fn reversal(&self, id: LotId) -> Option<&Reversal> {
        self.reversals().iter().find(|reversal| reversal.lot == id)
    }

    /// All purchases that refunds or disputes were told of.
    pub fn reversals(&self) -> &[Reversal] {
        self.past.as_ref().map_or(&[], |past| &past.reversals)
    }

    /// How many of these tokens belong to frozen lots.
    pub fn frozen_among(&self, parts: &[LotPart]) -> Tokens {
        // Parts are of tokens that are there, so that their sum fits.
        parts.iter().fold(Tokens::ZERO, |sum, part| match self.lot(part.lot) {
            Some(lot) if lot.frozen => Tokens::new(sum.get().saturating_add(part.tokens.get())),
            _ => sum,
        })
    }

    /// The first thing that is due by now. What is due comes before any other command, so that nothing expired and nothing owed is
    /// ever spent.
    pub fn first_due(&self, now: DateTime<Utc>) -> Option<Due> {
        self.first_claim()
            .or_else(|| {
                self.due()
                    .iter()
                    .take_while(|(moment, _)| *moment <= now)
                    .map(|(_, due)| *due)
                    .find(|due| self.can_expire(*due))
            })
            .or_else(|| self.can_repay().then_some(Due::Debt))
    }

    /// When something may fall due next.
    pub fn next_due_at(&self) -> Option<DateTime<Utc>> {
        if self.can_repay() || self.first_claim().is_some() {
            return Some(DateTime::UNIX_EPOCH);
        }
        self.due().iter().find(|(_, due)| self.can_expire(*due)).map(|(moment, _)| *moment)
    }

    fn due(&self) -> &[(DateTime<Utc>, Due)] {
        self.pending.as_ref().map_or(&[], |pending| pending.due())
    }

    fn first_claim(&self) -> Option<Due> {
        self.reversals()
            .iter()
            .find(|reversal| taking::waiting(self, reversal).is_some())
            .map(|reversal| Due::TakeBack(reversal.lot))
    }

    fn can_repay(&self) -> bool {
        !self.debt.is_zero() && !self.free().is_zero()
    }

    // A lot whose rest is held expires when the hold gives it back.
    fn can_expire(&self, due: Due) -> bool {
        match due {
            Due::Lot(id) => self.lot(id).is_some_and(|lot| !lot.free().is_zero()),
            Due::Hold(_) | Due::TakeBack(_) | Due::Debt => true,
        }
    }

    /// The lots that the next `tokens` available tokens come from, in burn order; `None` if there are not enough.
    pub fn allocate(&self, tokens: Tokens) -> Option<LotParts> {
        if tokens > self.available() { None } else { Some(self.first_free(tokens)) }
    }

    /// The lots of the first `tokens` free tokens, in burn order, or of as many as there are.
    pub(super) fn first_free(&self, tokens: Tokens) -> LotParts {
        let mut missing = tokens;
        let mut parts = LotParts::new();
        for lot in &self.lots {
            if missing.is_zero() {
                break;
            }
            let taken = missing.min(lot.free());
            if !taken.is_zero() {
                parts.push(LotPart { lot: lot.id, tokens: taken });
                missing = missing.saturating_minus(taken);
            }
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wallet_with_one_lot_is_one_piece_of_a_hundred_and_sixty_bytes() {
        let size = size_of::<Wallet>();
        assert!(size <= 160, "{size} bytes");
        assert_eq!(
            size_of::<Option<Box<Past>>>(),
            size_of::<usize>(),
            "what most wallets lack costs a pointer"
        );
    }
}
