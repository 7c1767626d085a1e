//! What must be kept of a wallet to have it again; all else is computed from that.

use kernel::{LotId, Tokens};

use super::wallet::Past;
use super::{Due, Hold, Inconsistent, Lot, Reversal, Wallet};

/// A wallet without what follows from the rest of it: its sums and what falls due when.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Kept {
    /// The number of the last entry.
    pub version: u64,
    /// What is owed.
    pub debt: Tokens,
    /// Whether an operator froze it.
    pub frozen: bool,
    /// Lots with something left, in the order in which they are spent.
    pub lots: Vec<Lot>,
    /// Open holds.
    pub holds: Vec<Hold>,
    /// Purchases with nothing left, and their tokens.
    pub used_up: Vec<(LotId, Tokens)>,
    /// Purchases that refunds or disputes were told of.
    pub reversals: Vec<Reversal>,
}

impl Wallet {
    /// Purchases with nothing left, and their tokens.
    pub fn used_up(&self) -> &[(LotId, Tokens)] {
        self.past.as_ref().map_or(&[], |past| &past.used_up)
    }
}

impl TryFrom<Kept> for Wallet {
    type Error = Inconsistent;

    fn try_from(kept: Kept) -> Result<Self, Inconsistent> {
        let Kept { version, debt, frozen, lots, holds, used_up, reversals } = kept;
        let mut wallet = Self { version, debt, frozen, ..Self::default() };
        for lot in &lots {
            lot.remaining.minus(lot.held)?.minus(lot.reserved)?;
            wallet.remaining = wallet.remaining.plus(lot.remaining)?;
            wallet.held = wallet.held.plus(lot.held)?;
            wallet.locked = wallet.locked.plus(lot.locked())?;
            if let Some(moment) = lot.expires_at {
                wallet.pending.get_or_insert_default().add(moment, Due::Lot(lot.id));
            }
        }
        let set_aside = Tokens::sum(holds.iter().flat_map(|hold| &hold.parts).map(|part| part.tokens))?;
        if set_aside != wallet.held {
            return Err(Inconsistent::PartsDoNotAddUp);
        }
        for hold in holds {
            wallet.pending.get_or_insert_default().open(hold);
        }
        wallet.lots = lots.into();
        if !used_up.is_empty() || !reversals.is_empty() {
            wallet.past = Some(Box::new(Past { used_up, reversals }));
        }
        Ok(wallet)
    }
}
