//! What operators do to a wallet.

use kernel::{EntryId, LotId, Reason};

use super::fits;
use crate::domain::{Adjustment, Change, Correction, Reference, Wallet, Warrant};

pub(super) fn freeze(wallet: &Wallet, warrant: &Warrant) -> Result<Change, Reason> {
    if wallet.is_frozen() { Err(Reason::Conflict) } else { Ok(Change::Frozen(warrant.clone())) }
}

pub(super) fn unfreeze(wallet: &Wallet, warrant: &Warrant) -> Result<Change, Reason> {
    if wallet.is_frozen() { Ok(Change::Unfrozen(warrant.clone())) } else { Err(Reason::Conflict) }
}

pub(super) fn adjust(
    wallet: &Wallet,
    correction: Correction,
    reference: &Reference,
    warrant: &Warrant,
    id: EntryId,
) -> Result<Change, Reason> {
    let adjustment = match correction {
        Correction::Credit(tokens) => {
            fits(wallet.remaining(), tokens)?;
            let debt_repaid = wallet.debt().min(tokens);
            Adjustment::Credit { lot: LotId::new(id.uuid()), tokens, debt_repaid }
        }
        Correction::Debit { tokens, allow_debt } => {
            let there = tokens.min(wallet.available());
            let debt_added = tokens.saturating_minus(there);
            if !debt_added.is_zero() {
                if !allow_debt {
                    return Err(Reason::InsufficientTokens);
                }
                fits(wallet.debt(), debt_added)?;
            }
            Adjustment::Debit { tokens, parts: wallet.first_free(there), debt_added }
        }
    };
    Ok(Change::Adjusted { adjustment, reference: reference.clone(), warrant: warrant.clone() })
}
