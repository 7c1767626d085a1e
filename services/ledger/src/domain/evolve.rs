//! How what the book wrote changes a wallet. Nothing is decided here; what does not fit is an error.

use std::sync::Arc;

use kernel::{HoldId, LotId, Tokens, TokensOverflow};

use super::wallet::Past;
use super::{
    Adjustment, Change, Deduction, Dispute, Due, Hold, Lot, LotPart, LotSource, Refund, Reversal,
    ReversalStep, TakenBack, Wallet,
};

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
    /// The change and the wallet do not agree on what is frozen.
    #[error("the change states another part of the wallet to be frozen")]
    FrozenOtherwise,
    /// More is taken than there is.
    #[error("{0}")]
    Overflow(#[from] TokensOverflow),
}

impl Wallet {
    /// Applies what the book wrote.
    ///
    /// # Errors
    /// The change does not fit; the wallet may then be half changed and must be thrown away.
    pub fn evolve(&mut self, change: &Change) -> Result<(), Inconsistent> {
        self.version = self.version.checked_add(1).ok_or(TokensOverflow)?;
        match change {
            Change::Opened | Change::Refused { .. } => Ok(()),
            Change::Credited { lot, tokens, source, expires_at, debt_repaid, frozen, .. } => {
                if *frozen != self.reversal(*lot).is_some_and(Reversal::is_disputed) {
                    return Err(Inconsistent::FrozenOtherwise);
                }
                self.debt = self.debt.minus(*debt_repaid)?;
                self.insert_lot(Lot {
                    id: *lot,
                    source: *source,
                    frozen: *frozen,
                    expires_at: *expires_at,
                    version: self.version,
                    tokens: *tokens,
                    remaining: tokens.minus(*debt_repaid)?,
                    held: Tokens::ZERO,
                    reserved: Tokens::ZERO,
                })
            }
            Change::Held { hold, tokens, parts, expires_at, terms, reference } => self.open_hold(Hold {
                id: *hold,
                authorized: *tokens,
                captured: Tokens::ZERO,
                over_captured: Tokens::ZERO,
                parts: parts.clone(),
                expires_at: *expires_at,
                terms: Arc::clone(terms),
                reference: reference.clone(),
            }),
            Change::HoldExtended { hold, expires_at } => {
                let extended =
                    self.pending.as_mut().is_some_and(|pending| pending.extend(*hold, *expires_at));
                if extended { Ok(()) } else { Err(Inconsistent::NoSuchHold(*hold)) }
            }
            Change::Deducted(deduction) => self.deduct(deduction),
            Change::Released { hold, tokens, parts, frozen, .. } => {
                expect_sum(parts, *tokens)?;
                self.release(*hold, parts, *frozen)?;
                self.close_hold(*hold)
            }
            Change::LotExpired { lot, tokens } => self.use_free(LotPart { lot: *lot, tokens: *tokens }),
            Change::Reversed { lot, step } => self.reverse(*lot, step),
            Change::DebtRepaid { tokens, parts } => {
                expect_sum(parts, *tokens)?;
                self.debt = self.debt.minus(*tokens)?;
                parts.iter().try_for_each(|part| self.use_free(*part))
            }
            Change::Frozen(_) => {
                self.frozen = true;
                Ok(())
            }
            Change::Unfrozen(_) => {
                self.frozen = false;
                Ok(())
            }
            Change::Adjusted { adjustment, .. } => self.adjust(adjustment),
        }
    }

    fn open_hold(&mut self, hold: Hold) -> Result<(), Inconsistent> {
        expect_sum(&hold.parts, hold.authorized)?;
        for part in &hold.parts {
            self.change_lot(part.lot, |lot| {
                lot.free().minus(part.tokens)?;
                lot.held = lot.held.plus(part.tokens)?;
                Ok(())
            })?;
        }
        self.pending.get_or_insert_default().open(hold);
        Ok(())
    }

    fn deduct(&mut self, deduction: &Deduction) -> Result<(), Inconsistent> {
        let over = Tokens::sum(deduction.over_captured.iter().map(|part| part.tokens))?;
        expect_sum(&deduction.parts, deduction.tokens.minus(over)?)?;
        let Some(id) = deduction.hold else {
            return deduction.parts.iter().try_for_each(|part| self.use_free(*part));
        };
        self.take_from_hold(id, &deduction.parts)?;
        for part in &deduction.parts {
            self.change_lot(part.lot, |lot| {
                lot.held = lot.held.minus(part.tokens)?;
                lot.remaining = lot.remaining.minus(part.tokens)?;
                Ok(())
            })?;
        }
        deduction.over_captured.iter().try_for_each(|part| self.use_free(*part))?;
        self.release(id, &deduction.released, deduction.released_frozen)?;
        let hold = self.hold_mut(id)?;
        hold.captured = hold.captured.plus(deduction.tokens)?;
        hold.over_captured = hold.over_captured.plus(over)?;
        if deduction.closes_hold { self.close_hold(id) } else { Ok(()) }
    }

    // Parts of a hold fall back into their lots.
    fn release(&mut self, id: HoldId, parts: &[LotPart], frozen: Tokens) -> Result<(), Inconsistent> {
        if frozen != self.frozen_among(parts) {
            return Err(Inconsistent::FrozenOtherwise);
        }
        self.take_from_hold(id, parts)?;
        for part in parts {
            self.change_lot(part.lot, |lot| {
                lot.held = lot.held.minus(part.tokens)?;
                Ok(())
            })?;
        }
        Ok(())
    }

    fn hold_mut(&mut self, id: HoldId) -> Result<&mut Hold, Inconsistent> {
        self.pending.as_mut().and_then(|pending| pending.hold_mut(id)).ok_or(Inconsistent::NoSuchHold(id))
    }

    fn forget_pending_if_empty(&mut self) {
        self.pending.take_if(|pending| pending.is_empty());
    }

    fn take_from_hold(&mut self, id: HoldId, parts: &[LotPart]) -> Result<(), Inconsistent> {
        let hold = self.hold_mut(id)?;
        for part in parts {
            let kept = hold
                .parts
                .iter_mut()
                .find(|kept| kept.lot == part.lot)
                .ok_or(Inconsistent::NoSuchLot(part.lot))?;
            kept.tokens = kept.tokens.minus(part.tokens)?;
        }
        hold.parts.retain(|kept| !kept.tokens.is_zero());
        Ok(())
    }

    fn close_hold(&mut self, id: HoldId) -> Result<(), Inconsistent> {
        let closed = self.pending.as_mut().and_then(|pending| pending.close(id));
        let hold = closed.ok_or(Inconsistent::NoSuchHold(id))?;
        self.forget_pending_if_empty();
        if hold.parts.is_empty() { Ok(()) } else { Err(Inconsistent::PartsDoNotAddUp) }
    }

    fn adjust(&mut self, adjustment: &Adjustment) -> Result<(), Inconsistent> {
        match adjustment {
            Adjustment::Credit { lot, tokens, debt_repaid } => {
                self.debt = self.debt.minus(*debt_repaid)?;
                self.insert_lot(Lot {
                    id: *lot,
                    source: LotSource::Adjustment,
                    frozen: false,
                    expires_at: None,
                    version: self.version,
                    tokens: *tokens,
                    remaining: tokens.minus(*debt_repaid)?,
                    held: Tokens::ZERO,
                    reserved: Tokens::ZERO,
                })
            }
            Adjustment::Debit { tokens, parts, debt_added } => {
                expect_sum(parts, tokens.minus(*debt_added)?)?;
                self.debt = self.debt.plus(*debt_added)?;
                parts.iter().try_for_each(|part| self.use_free(*part))
            }
        }
    }

    // Refunds and disputes.
    fn reverse(&mut self, lot: LotId, step: &ReversalStep) -> Result<(), Inconsistent> {
        match *step {
            ReversalStep::Reserved { refund, tokens } => {
                self.change_lot(lot, |lot| {
                    lot.free().minus(tokens)?;
                    lot.reserved = lot.reserved.plus(tokens)?;
                    Ok(())
                })?;
                self.reversal_mut(lot).set_refund(refund, Refund::Reserved(tokens));
                Ok(())
            }
            ReversalStep::Unreserved { refund, tokens, frozen } => {
                self.expect_frozen(lot, frozen)?;
                self.reversal_mut(lot).set_refund(refund, Refund::Failed);
                self.unreserve(lot, tokens, Tokens::ZERO)
            }
            ReversalStep::Refunded { refund, ref taken, unreserved, outstanding } => {
                let reversal = self.reversal_mut(lot);
                let reserved = match reversal.refund(refund) {
                    Some(Refund::Reserved(tokens)) => tokens,
                    Some(Refund::Failed | Refund::Refunded { .. }) | None => Tokens::ZERO,
                };
                if taken.reserved.plus(unreserved)? != reserved {
                    return Err(Inconsistent::PartsDoNotAddUp);
                }
                reversal.set_refund(refund, Refund::Refunded { outstanding });
                self.take_back(lot, taken, reserved)
            }
            ReversalStep::Frozen { dispute, tokens } => {
                self.reversal_mut(lot).set_dispute(dispute, Dispute::Open);
                expect_moved(self.refreeze(lot)?, tokens)
            }
            ReversalStep::Unfrozen { dispute, tokens } => {
                self.reversal_mut(lot).set_dispute(dispute, Dispute::Won);
                expect_moved(self.refreeze(lot)?, tokens)
            }
            ReversalStep::ClawedBack { dispute, ref taken } => {
                self.reversal_mut(lot).set_dispute(dispute, Dispute::Lost);
                self.take_back(lot, taken, Tokens::ZERO)?;
                expect_moved(self.refreeze(lot)?, Tokens::ZERO)
            }
        }
    }

    // `reserved` is all that the claiming refund had set aside: part of it is taken, the rest falls back into the lot.
    fn take_back(&mut self, lot: LotId, taken: &TakenBack, reserved: Tokens) -> Result<(), Inconsistent> {
        self.expect_frozen(lot, taken.frozen)?;
        let from_lot = taken.tokens.minus(taken.debt)?;
        from_lot.minus(taken.reserved)?;
        self.debt = self.debt.plus(taken.debt)?;
        let reversal = self.reversal_mut(lot);
        reversal.taken = reversal.taken.plus(taken.tokens)?;
        self.unreserve(lot, reserved, from_lot)
    }

    // A lot that is not there, used up or not credited yet, has nothing to give.
    fn unreserve(&mut self, lot: LotId, reserved: Tokens, taken: Tokens) -> Result<(), Inconsistent> {
        if reserved.is_zero() && taken.is_zero() {
            return Ok(());
        }
        self.change_lot(lot, |lot| {
            lot.reserved = lot.reserved.minus(reserved)?;
            lot.remaining = lot.remaining.minus(taken)?;
            Ok(())
        })
    }

    // Sets whether a lot is frozen by what is known of its disputes. Says how many tokens that moved.
    fn refreeze(&mut self, id: LotId) -> Result<Tokens, Inconsistent> {
        let disputed = self.reversal(id).is_some_and(Reversal::is_disputed);
        let Some(lot) = self.lot(id).filter(|lot| lot.frozen != disputed) else { return Ok(Tokens::ZERO) };
        let moved = lot.rest();
        self.change_lot(id, |lot| {
            lot.frozen = disputed;
            Ok(())
        })?;
        Ok(moved)
    }

    fn expect_frozen(&self, lot: LotId, stated: bool) -> Result<(), Inconsistent> {
        if self.lot(lot).is_some_and(|lot| lot.frozen) == stated {
            Ok(())
        } else {
            Err(Inconsistent::FrozenOtherwise)
        }
    }

    fn insert_lot(&mut self, lot: Lot) -> Result<(), Inconsistent> {
        if lot.remaining.is_zero() {
            self.remember(&lot);
            return Ok(());
        }
        self.remaining = self.remaining.plus(lot.remaining)?;
        self.locked = self.locked.plus(lot.locked())?;
        if let Some(moment) = lot.expires_at {
            self.pending.get_or_insert_default().add(moment, Due::Lot(lot.id));
        }
        let place = self.lots.partition_point(|other| other.burn_order(&lot).is_le());
        self.lots.insert(place, lot);
        Ok(())
    }

    // Every change of a lot goes through here, so that the sums follow and a lot that is used up goes.
    fn change_lot(
        &mut self,
        id: LotId,
        change: impl FnOnce(&mut Lot) -> Result<(), Inconsistent>,
    ) -> Result<(), Inconsistent> {
        let place = self.lots.iter().position(|lot| lot.id == id).ok_or(Inconsistent::NoSuchLot(id))?;
        let lot = self.lots.get_mut(place).ok_or(Inconsistent::NoSuchLot(id))?;
        let (remaining, held, locked) = (lot.remaining, lot.held, lot.locked());
        change(lot)?;
        lot.remaining.minus(lot.held)?.minus(lot.reserved)?;
        self.remaining = self.remaining.minus(remaining)?.plus(lot.remaining)?;
        self.held = self.held.minus(held)?.plus(lot.held)?;
        self.locked = self.locked.minus(locked)?.plus(lot.locked())?;
        if lot.remaining.is_zero() {
            let lot = self.lots.remove(place);
            if let (Some(moment), Some(pending)) = (lot.expires_at, &mut self.pending) {
                pending.remove(moment, Due::Lot(id));
                self.forget_pending_if_empty();
            }
            self.remember(&lot);
        }
        Ok(())
    }

    fn use_free(&mut self, part: LotPart) -> Result<(), Inconsistent> {
        self.change_lot(part.lot, |lot| {
            lot.free().minus(part.tokens)?;
            lot.remaining = lot.remaining.minus(part.tokens)?;
            Ok(())
        })
    }

    // A purchase with nothing left can still be refunded or disputed.
    fn remember(&mut self, lot: &Lot) {
        if lot.source == LotSource::Purchase {
            let used_up = &mut self.past_mut().used_up;
            used_up.reserve_exact(1);
            used_up.push((lot.id, lot.tokens));
        }
    }

    fn past_mut(&mut self) -> &mut Past {
        self.past.get_or_insert_default()
    }

    fn reversal_mut(&mut self, lot: LotId) -> &mut Reversal {
        let reversals = &mut self.past_mut().reversals;
        let place = reversals.iter().position(|reversal| reversal.lot == lot).unwrap_or_else(|| {
            reversals.push(Reversal::none(lot));
            reversals.len() - 1
        });
        &mut reversals[place]
    }
}

fn expect_moved(moved: Tokens, stated: Tokens) -> Result<(), Inconsistent> {
    if moved == stated { Ok(()) } else { Err(Inconsistent::FrozenOtherwise) }
}

fn expect_sum(parts: &[LotPart], tokens: Tokens) -> Result<(), Inconsistent> {
    if Tokens::sum(parts.iter().map(|part| part.tokens))? == tokens {
        Ok(())
    } else {
        Err(Inconsistent::PartsDoNotAddUp)
    }
}
