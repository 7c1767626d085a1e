//! A wallet: lots, open holds and a debt, evolved by what the book wrote.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use kernel::{HoldId, LotId, Tokens, TokensOverflow};

use super::{Balance, Change, Deduction, Hold, Lot, LotPart};

/// A change does not fit the wallet: the books are damaged, or written by another program.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Inconsistent {
    /// The change names a lot that the wallet does not have.
    #[error("the wallet has no lot {0}")]
    NoSuchLot(LotId),
    /// The change names a hold that is not open.
    #[error("the wallet has no open hold {0}")]
    NoSuchHold(HoldId),
    /// The change's parts do not add up to its tokens.
    #[error("the parts of the change do not add up to its tokens")]
    PartsDoNotAddUp,
    /// More is taken than there is.
    #[error("{0}")]
    Overflow(#[from] TokensOverflow),
}

/// What falls due at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    /// A hold releases itself.
    Hold(HoldId),
    /// What is left of a promotional lot is taken back.
    Lot(LotId),
}

/// One account's tokens.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wallet {
    version: u64,
    debt: Tokens,
    // In burn order.
    lots: Vec<Lot>,
    holds: BTreeMap<HoldId, Hold>,
    due: BTreeSet<(DateTime<Utc>, Due)>,
    // Sums over the lots, kept so that a balance costs nothing.
    remaining: Tokens,
    held: Tokens,
}

impl Wallet {
    /// The wallet as its owner sees it.
    pub fn balance(&self) -> Balance {
        Balance { available: self.available(), held: self.held, debt: self.debt, version: self.version }
    }

    /// What can be spent or held now.
    pub fn available(&self) -> Tokens {
        if self.debt.is_zero() { self.remaining.saturating_minus(self.held) } else { Tokens::ZERO }
    }

    /// What is owed.
    pub const fn debt(&self) -> Tokens {
        self.debt
    }

    /// The number of the last entry.
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// All that is neither used nor taken back, held tokens included.
    pub const fn remaining(&self) -> Tokens {
        self.remaining
    }

    /// An open hold.
    pub fn hold(&self, id: HoldId) -> Option<&Hold> {
        self.holds.get(&id)
    }

    /// All open holds.
    pub fn holds(&self) -> impl Iterator<Item = &Hold> {
        self.holds.values()
    }

    /// All lots with something left, in the order in which they are spent.
    pub fn lots(&self) -> &[Lot] {
        &self.lots
    }

    /// A lot with something left.
    pub fn lot(&self, id: LotId) -> Option<&Lot> {
        self.lots.iter().find(|lot| lot.id == id)
    }

    /// The first thing that is due by now: expiries come before any other command, so that nothing expired is ever spent.
    pub fn first_due(&self, now: DateTime<Utc>) -> Option<Due> {
        self.due
            .iter()
            .take_while(|(moment, _)| *moment <= now)
            .map(|(_, due)| *due)
            .find(|due| self.can_expire(*due))
    }

    /// When something may fall due next.
    pub fn next_due_at(&self) -> Option<DateTime<Utc>> {
        self.due.iter().find(|(_, due)| self.can_expire(*due)).map(|(moment, _)| *moment)
    }

    // A lot whose rest is held expires when the hold gives it back.
    fn can_expire(&self, due: Due) -> bool {
        match due {
            Due::Hold(_) => true,
            Due::Lot(id) => self.lot(id).is_some_and(|lot| !lot.free().is_zero()),
        }
    }

    /// The lots that the next `tokens` free tokens come from, in burn order; `None` if there are not enough.
    pub fn allocate(&self, tokens: Tokens) -> Option<Vec<LotPart>> {
        if tokens > self.available() {
            return None;
        }
        let mut missing = tokens;
        let mut parts = Vec::new();
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
        missing.is_zero().then_some(parts)
    }

    /// Applies what the book wrote.
    ///
    /// # Errors
    /// The change does not fit; the wallet may then be half changed and must be thrown away.
    pub fn evolve(&mut self, change: &Change) -> Result<(), Inconsistent> {
        self.version = self.version.checked_add(1).ok_or(TokensOverflow)?;
        match change {
            Change::Opened | Change::Refused { .. } => Ok(()),
            Change::Credited { lot, tokens, source, expires_at, debt_repaid, .. } => {
                let remaining = tokens.minus(*debt_repaid)?;
                self.debt = self.debt.minus(*debt_repaid)?;
                self.insert_lot(Lot {
                    id: *lot,
                    source: *source,
                    expires_at: *expires_at,
                    version: self.version,
                    remaining,
                    held: Tokens::ZERO,
                })
            }
            Change::Held { hold, tokens, parts, expires_at, terms, reference } => {
                expect_sum(parts, *tokens)?;
                for part in parts {
                    self.hold_part(*part)?;
                }
                self.due.insert((*expires_at, Due::Hold(*hold)));
                let hold = Hold {
                    id: *hold,
                    authorized: *tokens,
                    captured: Tokens::ZERO,
                    over_captured: Tokens::ZERO,
                    parts: parts.clone(),
                    expires_at: *expires_at,
                    terms: Arc::new(terms.clone()),
                    reference: reference.clone(),
                };
                self.holds.insert(hold.id, hold);
                Ok(())
            }
            Change::HoldExtended { hold, expires_at } => {
                let hold = self.holds.get_mut(hold).ok_or(Inconsistent::NoSuchHold(*hold))?;
                self.due.remove(&(hold.expires_at, Due::Hold(hold.id)));
                hold.expires_at = *expires_at;
                self.due.insert((hold.expires_at, Due::Hold(hold.id)));
                Ok(())
            }
            Change::Deducted(deduction) => self.deduct(deduction),
            Change::Released { hold, tokens, parts, .. } => {
                expect_sum(parts, *tokens)?;
                self.release_parts(*hold, parts)?;
                self.close_hold(*hold)
            }
            Change::LotExpired { lot, tokens } => {
                let found = self
                    .lots
                    .iter_mut()
                    .find(|found| found.id == *lot)
                    .ok_or(Inconsistent::NoSuchLot(*lot))?;
                found.free().minus(*tokens)?;
                found.remaining = found.remaining.minus(*tokens)?;
                self.remaining = self.remaining.minus(*tokens)?;
                self.drop_if_used_up(*lot);
                Ok(())
            }
        }
    }

    fn deduct(&mut self, deduction: &Deduction) -> Result<(), Inconsistent> {
        let used =
            Tokens::sum(deduction.parts.iter().chain(&deduction.over_captured).map(|part| part.tokens))?;
        if used != deduction.tokens {
            return Err(Inconsistent::PartsDoNotAddUp);
        }
        let Some(id) = deduction.hold else {
            return deduction.parts.iter().try_for_each(|part| self.use_free_part(*part));
        };
        self.release_parts(id, &deduction.parts)?;
        for part in deduction.parts.iter().chain(&deduction.over_captured) {
            self.use_free_part(*part)?;
        }
        self.release_parts(id, &deduction.released)?;
        let hold = self.holds.get_mut(&id).ok_or(Inconsistent::NoSuchHold(id))?;
        hold.captured = hold.captured.plus(deduction.tokens)?;
        hold.over_captured =
            hold.over_captured.plus(Tokens::sum(deduction.over_captured.iter().map(|part| part.tokens))?)?;
        if deduction.closes_hold { self.close_hold(id) } else { Ok(()) }
    }

    fn insert_lot(&mut self, lot: Lot) -> Result<(), Inconsistent> {
        self.remaining = self.remaining.plus(lot.remaining)?;
        if lot.remaining.is_zero() {
            return Ok(());
        }
        if let Some(moment) = lot.expires_at {
            self.due.insert((moment, Due::Lot(lot.id)));
        }
        let place = self.lots.partition_point(|other| other.burn_order(&lot).is_le());
        self.lots.insert(place, lot);
        Ok(())
    }

    fn lot_mut(&mut self, id: LotId) -> Result<&mut Lot, Inconsistent> {
        self.lots.iter_mut().find(|lot| lot.id == id).ok_or(Inconsistent::NoSuchLot(id))
    }

    fn hold_part(&mut self, part: LotPart) -> Result<(), Inconsistent> {
        let lot = self.lot_mut(part.lot)?;
        lot.free().minus(part.tokens)?;
        lot.held = lot.held.plus(part.tokens)?;
        self.held = self.held.plus(part.tokens)?;
        Ok(())
    }

    fn use_free_part(&mut self, part: LotPart) -> Result<(), Inconsistent> {
        let lot = self.lot_mut(part.lot)?;
        lot.free().minus(part.tokens)?;
        lot.remaining = lot.remaining.minus(part.tokens)?;
        self.remaining = self.remaining.minus(part.tokens)?;
        self.drop_if_used_up(part.lot);
        Ok(())
    }

    // Moves parts of a hold back to the free tokens of their lots.
    fn release_parts(&mut self, id: HoldId, parts: &[LotPart]) -> Result<(), Inconsistent> {
        for part in parts {
            let hold = self.holds.get_mut(&id).ok_or(Inconsistent::NoSuchHold(id))?;
            let place = hold
                .parts
                .iter()
                .position(|kept| kept.lot == part.lot)
                .ok_or(Inconsistent::NoSuchLot(part.lot))?;
            let kept = hold.parts.get_mut(place).ok_or(Inconsistent::NoSuchLot(part.lot))?;
            kept.tokens = kept.tokens.minus(part.tokens)?;
            if kept.tokens.is_zero() {
                hold.parts.remove(place);
            }
            let lot = self.lot_mut(part.lot)?;
            lot.held = lot.held.minus(part.tokens)?;
            self.held = self.held.minus(part.tokens)?;
        }
        Ok(())
    }

    fn close_hold(&mut self, id: HoldId) -> Result<(), Inconsistent> {
        let hold = self.holds.remove(&id).ok_or(Inconsistent::NoSuchHold(id))?;
        self.due.remove(&(hold.expires_at, Due::Hold(id)));
        if hold.parts.is_empty() { Ok(()) } else { Err(Inconsistent::PartsDoNotAddUp) }
    }

    fn drop_if_used_up(&mut self, id: LotId) {
        if let Some(place) = self.lots.iter().position(|lot| lot.id == id && lot.remaining.is_zero()) {
            let lot = self.lots.remove(place);
            if let Some(moment) = lot.expires_at {
                self.due.remove(&(moment, Due::Lot(id)));
            }
        }
    }
}

fn expect_sum(parts: &[LotPart], tokens: Tokens) -> Result<(), Inconsistent> {
    if Tokens::sum(parts.iter().map(|part| part.tokens))? == tokens {
        Ok(())
    } else {
        Err(Inconsistent::PartsDoNotAddUp)
    }
}
