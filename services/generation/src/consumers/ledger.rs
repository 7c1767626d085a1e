//! Entries of the books about our holds: a deduction or a release settles a generation.

use contracts::common::v1::Reference;
use contracts::convert::{self, Malformed};
use contracts::ledger::v1::LedgerEvent;
use contracts::ledger::v1::ledger_event::Kind;
use contracts::topic::TopicEvent as _;
use eventlog::{HandleError, Handled, Handler, Received};
use kernel::Tokens;
use outbox::{Advanced, advance_position};

use crate::store::{Settlement, Store, StoreError};

/// Applies `ledger.events`, each entry once, in one transaction with the position after it.
#[derive(Debug, Clone)]
pub struct LedgerEvents {
    store: Store,
}

impl LedgerEvents {
    /// A handler that settles generations in this database.
    pub const fn new(store: Store) -> Self {
        Self { store }
    }
}

impl Handler for LedgerEvents {
    async fn handle(&self, received: &Received) -> Result<Handled, HandleError> {
        let settlement = settlement(&received.value)?;
        let mut tx = outbox::begin(self.store.pool()).await.map_err(HandleError::transient)?;
        if advance_position(&mut tx, received).await? == Advanced::AlreadyHandled {
            return Ok(Handled::AlreadyApplied);
        }
        let handled = match settlement {
            None => Handled::Ignored,
            Some(settlement) => match Store::settle(&mut tx, &settlement).await {
                Ok(None) => Handled::Ignored,
                Ok(Some(closed_early)) => {
                    if closed_early {
                        tracing::warn!(
                            generation = %settlement.generation, hold = %settlement.hold,
                            "a hold was closed before its job ended"
                        );
                    }
                    Handled::Applied
                }
                Err(error @ StoreError::Unreadable(_)) => {
                    return Err(HandleError::poison("UNREADABLE_VALUE", error.to_string()));
                }
                Err(error) => return Err(HandleError::transient(error)),
            },
        };
        tx.commit().await.map_err(HandleError::transient)?;
        Ok(handled)
    }

    async fn passed_over(&self, received: &Received) -> Result<(), HandleError> {
        let mut tx = outbox::begin(self.store.pool()).await.map_err(HandleError::transient)?;
        // Either way the record is behind us.
        let _ = advance_position(&mut tx, received).await?;
        tx.commit().await.map_err(HandleError::transient)
    }
}

/// What an entry means for a generation, if anything.
fn settlement(value: &[u8]) -> Result<Option<Settlement>, HandleError> {
    let event = LedgerEvent::from_value(value)
        .map_err(|error| HandleError::poison("UNREADABLE_VALUE", error.to_string()))?;
    read(event).map_err(|malformed| HandleError::poison("UNREADABLE_VALUE", malformed.to_string()))
}

fn read(event: LedgerEvent) -> Result<Option<Settlement>, Malformed> {
    let at = convert::time("time", event.time.as_ref())?;
    let (hold, reference, charged, released, closed) = match event.kind {
        Some(Kind::TokensDeducted(deducted)) => (
            deducted.hold_id,
            deducted.reference,
            deducted.tokens,
            deducted.released_tokens,
            deducted.hold_closed,
        ),
        Some(Kind::TokensReleased(released)) => {
            (released.hold_id, released.reference, 0, released.tokens, true)
        }
        Some(
            Kind::WalletOpened(_)
            | Kind::TokensCredited(_)
            | Kind::TokensHeld(_)
            | Kind::HoldExtended(_)
            | Kind::LotExpired(_)
            | Kind::CommandRefused(_)
            | Kind::LotReserved(_)
            | Kind::LotUnreserved(_)
            | Kind::LotRefunded(_)
            | Kind::LotFrozen(_)
            | Kind::LotUnfrozen(_)
            | Kind::TokensClawedBack(_)
            | Kind::DebtRepaid(_)
            | Kind::WalletFrozen(_)
            | Kind::WalletUnfrozen(_)
            | Kind::BalanceAdjusted(_)
            | Kind::BookClaimed(_)
            | Kind::InputRejected(_),
        )
        | None => return Ok(None),
    };
    let Some(Reference { kind, id }) = reference else { return Ok(None) };
    if kind != "generation" || hold.is_empty() {
        return Ok(None);
    }
    // Another service may meter generations of its own under ids of its own.
    let Ok(generation) = id.parse() else { return Ok(None) };
    Ok(Some(Settlement {
        generation,
        hold: convert::id("hold_id", &hold)?,
        charged: Tokens::new(charged),
        released: Tokens::new(released),
        closed,
        at,
    }))
}
