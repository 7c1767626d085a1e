//! The ledger says that an order's tokens are in the wallet.

use chrono::{DateTime, Utc};
use kernel::{AccountId, EventId, OrderId, Tokens};
use sqlx::PgConnection;

use super::{Payments, PaymentsError};
use crate::domain::{OrderEvent, OrderState, Step, StepKind, Transition, transition};
use crate::store;

/// An entry of the ledger that credits an order's tokens.
#[derive(Debug, Clone)]
pub struct Credit {
    /// The order.
    pub order: OrderId,
    /// Whose wallet it is.
    pub account: AccountId,
    /// How many tokens.
    pub tokens: Tokens,
    /// The entry.
    pub event: EventId,
    /// When the book decided it.
    pub at: DateTime<Utc>,
    /// Where it stands: topic, partition and offset.
    pub position: String,
}

/// What a credit did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credited {
    /// The order is credited now.
    Applied,
    /// It was before.
    Known,
}

/// Why a credit could not be noted.
#[derive(Debug, thiserror::Error)]
pub enum CreditError {
    /// This account has no such order: a person has to look.
    #[error("account {account} has no order {order}")]
    NoSuchOrder {
        /// The account that was credited.
        account: AccountId,
        /// The order that it was for.
        order: OrderId,
    },
    /// It could not be done now; try again.
    #[error(transparent)]
    Failed(#[from] PaymentsError),
}

impl Payments {
    /// Notes a credit, in the transaction that also moves the consumer's position.
    pub async fn note_credit(&self, tx: &mut PgConnection, credit: &Credit) -> Result<Credited, CreditError> {
        let locked = store::lock_order(tx, credit.order)
            .await
            .map_err(PaymentsError::from)?
            .filter(|locked| locked.order.account == credit.account);
        let Some(mut locked) = locked else {
            return Err(CreditError::NoSuchOrder { account: credit.account, order: credit.order });
        };
        let from = locked.order.state;
        let Transition::To(next) = transition(from, OrderEvent::TokensCredited) else {
            return Ok(Credited::Known);
        };
        if matches!(next, OrderState::Credited(None)) {
            tracing::error!(order_id = %credit.order, position = credit.position,
                "the ledger credited an order that is not paid here; was this database restored?");
        }
        if locked.order.package.tokens != credit.tokens {
            tracing::error!(order_id = %credit.order, position = credit.position, credited = %credit.tokens,
                bought = %locked.order.package.tokens, "the ledger credited another number of tokens than was bought");
        }
        locked.order.state = next;
        locked.credited(credit.at);
        let mut step =
            Step::new(StepKind::Credited, credit.at).event(credit.event).fact("tokens", &credit.tokens);
        step.position = Some(credit.position.clone());
        store::move_order(tx, from, &locked).await.map_err(PaymentsError::from)?;
        store::insert_step(tx, credit.order, &step).await.map_err(PaymentsError::from)?;
        metrics::counter!("payments_credited_total").increment(1);
        Ok(Credited::Applied)
    }
}
