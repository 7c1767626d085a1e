//! Placing and reading orders.

use contracts::failure::Failure;
use kernel::{AccountId, IdempotencyKey, OrderId, Reason};

use super::{Payments, PaymentsError, key_reused, no_such_order};
use crate::domain::{Order, OrderState, PackageId, ReceiptNumber, Step, StepKind};
use crate::events;
use crate::store::{self, Claim, Operation, Request, StoreError};

/// Somebody wants to buy a package.
#[derive(Debug, Clone)]
pub struct PlaceOrder {
    /// Who.
    pub account: AccountId,
    /// What.
    pub package: PackageId,
    /// Under which key.
    pub key: IdempotencyKey,
}

/// How an order is named by those who look for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderName {
    /// By its id.
    Id(OrderId),
    /// By the number on its receipt.
    Receipt(ReceiptNumber),
}

/// A page of an account's orders.
#[derive(Debug, Clone)]
pub struct ListOrders {
    /// Whose.
    pub account: AccountId,
    /// The last order of the page before.
    pub after: Option<OrderId>,
    /// How many at most.
    pub limit: u32,
}

impl Payments {
    /// Places an order at today's price. A repeated request answers the order that the first one made, as it is now.
    pub async fn place_order(&self, request: PlaceOrder) -> Result<Order, PaymentsError> {
        let PlaceOrder { account, package, key } = request;
        let (now, id) = (self.clock.now(), OrderId::new(self.clock.new_id()));
        let request = Request::new(account, Operation::PlaceOrder, key, &[package.as_str()]);
        let mut tx = outbox::begin(&self.pool).await?;
        let id = match store::claim(&mut tx, &request, id.uuid(), now).await? {
            Claim::Reused => return Err(key_reused().into()),
            Claim::Repeated { subject, .. } => OrderId::new(subject),
            Claim::New => {
                let package = store::find_package(&mut tx, &package).await?.ok_or_else(|| {
                    Failure::new(Reason::NotFound, "there is no such package for sale; list the packages")
                })?;
                let order = Order {
                    id,
                    account,
                    package,
                    state: OrderState::Pending,
                    placed_at: now,
                    paid_at: None,
                    credited_at: None,
                    receipt: None,
                    last_failure: None,
                    steps: Vec::new(),
                };
                let event = self.new_event();
                store::insert_order(&mut tx, &order).await?;
                let step = Step::new(StepKind::Placed, now).event(event).fact("package", &order.package.id);
                store::insert_step(&mut tx, id, &step).await?;
                let kind = events::order_placed(&order);
                events::publish(&mut tx, event, account, now, kind, events::this_trace()).await?;
                metrics::counter!("payments_orders_placed_total").increment(1);
                id
            }
        };
        let order = store::find_order(&mut tx, Some(account), id).await?;
        tx.commit().await?;
        order.ok_or_else(|| StoreError::Corrupt { table: "idempotency_keys", what: "order" }.into())
    }

    /// An order with every step that happened to it; without an account, whosever it is.
    pub async fn get_order(
        &self,
        account: Option<AccountId>,
        name: &OrderName,
    ) -> Result<Order, PaymentsError> {
        let mut connection = self.pool.acquire().await?;
        let order = match name {
            OrderName::Id(id) => store::find_order(&mut connection, account, *id).await?,
            OrderName::Receipt(receipt) => {
                store::find_order_by_receipt(&mut connection, account, receipt).await?
            }
        };
        Ok(order.ok_or_else(no_such_order)?)
    }

    /// An account's orders, newest first, and whether there are more.
    pub async fn list_orders(&self, request: &ListOrders) -> Result<(Vec<Order>, bool), PaymentsError> {
        let mut connection = self.pool.acquire().await?;
        let asked = request.limit.saturating_add(1);
        let mut orders = store::list_orders(&mut connection, request.account, request.after, asked).await?;
        let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
        let more = orders.len() > limit;
        orders.truncate(limit);
        Ok((orders, more))
    }
}
