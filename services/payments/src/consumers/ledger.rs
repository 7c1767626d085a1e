//! `ledger.events`: an order is credited when the books say so, in the entry that says so.

use contracts::convert;
use contracts::ledger::v1::LedgerEvent;
use contracts::ledger::v1::ledger_event::Kind;
use contracts::topic::TopicEvent as _;
use eventlog::{HandleError, Handled, Handler, Received};
use kernel::Tokens;
use outbox::Advanced;
use runtime::trace::{self, TraceContext};

use crate::service::{Credit, CreditError, Credited, Payments};

/// What a credit's reference calls an order.
const ORDER: &str = "order";

/// Notes credits of orders.
pub struct LedgerConsumer {
    payments: Payments,
}

impl LedgerConsumer {
    /// A consumer that notes credits in this service.
    pub fn new(payments: Payments) -> Self {
        Self { payments }
    }

    async fn note(&self, received: &Received) -> Result<Handled, HandleError> {
        let credit = credit_of(received)?;
        let mut tx = outbox::begin(self.payments.pool()).await.map_err(HandleError::transient)?;
        if outbox::advance_position(&mut tx, received).await? == Advanced::AlreadyHandled {
            return Ok(Handled::AlreadyApplied);
        }
        let handled = match &credit {
            None => Handled::Ignored,
            Some(credit) => match self.payments.note_credit(&mut tx, credit).await {
                Ok(Credited::Applied) => Handled::Applied,
                Ok(Credited::Known) => Handled::AlreadyApplied,
                Err(error @ CreditError::NoSuchOrder { .. }) => {
                    return Err(HandleError::poison("NO_SUCH_ORDER", error.to_string()));
                }
                Err(error @ CreditError::Failed(_)) => return Err(HandleError::transient(error)),
            },
        };
        tx.commit().await.map_err(HandleError::transient)?;
        Ok(handled)
    }
}

impl Handler for LedgerConsumer {
    async fn handle(&self, received: &Received) -> Result<Handled, HandleError> {
        let parent = received.traceparent().and_then(TraceContext::parse);
        trace::in_span("ledger.events process", trace::Kind::Consumer, parent, self.note(received)).await
    }

    async fn passed_over(&self, received: &Received) -> Result<(), HandleError> {
        let mut tx = outbox::begin(self.payments.pool()).await.map_err(HandleError::transient)?;
        let _advanced = outbox::advance_position(&mut tx, received).await?;
        tx.commit().await.map_err(HandleError::transient)
    }
}

/// The credit of an order that an entry tells of, if it is one.
fn credit_of(received: &Received) -> Result<Option<Credit>, HandleError> {
    let unreadable = |detail: String| HandleError::poison("UNREADABLE_VALUE", detail);
    let entry = LedgerEvent::from_value(&received.value).map_err(|error| unreadable(error.to_string()))?;
    let Some(Kind::TokensCredited(credited)) = &entry.kind else { return Ok(None) };
    let Some(reference) = credited.reference.as_ref().filter(|reference| reference.kind == ORDER) else {
        return Ok(None);
    };
    let credit = || {
        Ok::<_, convert::Malformed>(Credit {
            order: convert::id("reference.id", &reference.id)?,
            account: convert::id("account_id", &entry.account_id)?,
            tokens: Tokens::new(credited.tokens),
            event: convert::id("id", &entry.id)?,
            at: convert::time("time", entry.time.as_ref())?,
            position: format!("{}/{}/{}", received.topic, received.partition, received.offset),
        })
    };
    credit().map(Some).map_err(|error| unreadable(error.to_string()))
}
