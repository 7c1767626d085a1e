//! Orders.

use chrono::{DateTime, Utc};
use kernel::{AccountId, OrderId, PaymentId, Reason};
use sqlx::{FromRow, PgConnection};
use uuid::Uuid;

use super::{StoreError, money, reason, steps, stored, tokens};
use crate::domain::{Order, OrderState, Package, ReceiptNumber};

const TABLE: &str = "orders";

#[derive(FromRow)]
struct Row {
    order_id: Uuid,
    account_id: Uuid,
    package_id: String,
    package_name: String,
    tokens: i64,
    currency: String,
    minor_units: i64,
    status: String,
    placed_at: DateTime<Utc>,
    paid_at: Option<DateTime<Utc>>,
    paid_by: Option<Uuid>,
    credited_at: Option<DateTime<Utc>>,
    receipt_number: Option<String>,
    last_failure: Option<String>,
    live: Option<Uuid>,
}

macro_rules! select_orders {
    ($rest:literal) => {
        concat!(
            "select o.order_id, o.account_id, o.package_id, o.package_name, o.tokens, o.currency, o.minor_units, ",
            "o.status, o.placed_at, o.paid_at, o.paid_by, o.credited_at, o.receipt_number, o.last_failure, ",
            "(select payment_id from attempts a where a.order_id = o.order_id and a.state = 'open') as live ",
            "from orders o ",
            $rest
        )
    };
}

impl TryFrom<Row> for Order {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let corrupt = |what| StoreError::corrupt(TABLE, what);
        let paid_by = row.paid_by.map(PaymentId::new);
        let state = match row.status.as_str() {
            "pending" => OrderState::Pending,
            "processing" => {
                OrderState::Processing(PaymentId::new(row.live.ok_or_else(|| corrupt("live attempt"))?))
            }
            "paid" => OrderState::Paid(paid_by.ok_or_else(|| corrupt("payment"))?),
            "credited" => OrderState::Credited(paid_by),
            _ => return Err(corrupt("status")),
        };
        Ok(Self {
            id: OrderId::new(row.order_id),
            account: AccountId::new(row.account_id),
            package: Package {
                id: row.package_id.parse().map_err(|_| corrupt("package"))?,
                name: row.package_name,
                tokens: tokens(TABLE, row.tokens)?,
                price: money(TABLE, row.currency, row.minor_units)?,
            },
            state,
            placed_at: row.placed_at,
            paid_at: row.paid_at,
            credited_at: row.credited_at,
            receipt: row
                .receipt_number
                .map(|number| number.parse())
                .transpose()
                .map_err(|_| corrupt("receipt number"))?,
            last_failure: reason(TABLE, row.last_failure.as_deref())?,
            steps: Vec::new(),
        })
    }
}

const fn status(state: OrderState) -> &'static str {
    match state {
        OrderState::Pending => "pending",
        OrderState::Processing(_) => "processing",
        OrderState::Paid(_) => "paid",
        OrderState::Credited(_) => "credited",
    }
}

/// Stores a new order.
pub async fn insert_order(connection: &mut PgConnection, order: &Order) -> Result<(), StoreError> {
    sqlx::query(
        "insert into orders (order_id, account_id, package_id, package_name, tokens, currency, minor_units, \
         status, placed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(order.id.uuid())
    .bind(order.account.uuid())
    .bind(order.package.id.as_str())
    .bind(&order.package.name)
    .bind(stored(order.package.tokens.get()))
    .bind(&order.package.price.currency)
    .bind(stored(order.package.price.minor_units))
    .bind(status(order.state))
    .bind(order.placed_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// An order with its steps; with an account, only if it is that account's.
pub async fn find_order(
    connection: &mut PgConnection,
    account: Option<AccountId>,
    id: OrderId,
) -> Result<Option<Order>, StoreError> {
    let row: Option<Row> =
        sqlx::query_as(select_orders!("where o.order_id = $1 and ($2::uuid is null or o.account_id = $2)"))
            .bind(id.uuid())
            .bind(account.map(AccountId::uuid))
            .fetch_optional(&mut *connection)
            .await?;
    one(connection, row).await
}

/// An order with its steps, by the number on its receipt.
pub async fn find_order_by_receipt(
    connection: &mut PgConnection,
    account: Option<AccountId>,
    receipt: &ReceiptNumber,
) -> Result<Option<Order>, StoreError> {
    let row: Option<Row> = sqlx::query_as(select_orders!(
        "where o.receipt_number = $1 and ($2::uuid is null or o.account_id = $2)"
    ))
    .bind(receipt.as_str())
    .bind(account.map(AccountId::uuid))
    .fetch_optional(&mut *connection)
    .await?;
    one(connection, row).await
}

async fn one(connection: &mut PgConnection, row: Option<Row>) -> Result<Option<Order>, StoreError> {
    let Some(row) = row else { return Ok(None) };
    let mut orders = [Order::try_from(row)?];
    steps::fill_in(connection, &mut orders).await?;
    let [order] = orders;
    Ok(Some(order))
}

/// An account's orders with their steps, newest first, after the one named.
pub async fn list_orders(
    connection: &mut PgConnection,
    account: AccountId,
    after: Option<OrderId>,
    limit: u32,
) -> Result<Vec<Order>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(select_orders!(
        "where o.account_id = $1 and ($2::uuid is null or o.order_id < $2) order by o.order_id desc limit $3"
    ))
    .bind(account.uuid())
    .bind(after.map(OrderId::uuid))
    .bind(i64::from(limit))
    .fetch_all(&mut *connection)
    .await?;
    let mut orders = rows.into_iter().map(Order::try_from).collect::<Result<Vec<_>, _>>()?;
    steps::fill_in(connection, &mut orders).await?;
    Ok(orders)
}

/// An order that nobody else changes until the transaction ends. Its steps are not loaded.
#[derive(Debug)]
pub struct LockedOrder {
    /// As it is now.
    pub order: Order,
}

/// Locks an order.
pub async fn lock_order(
    connection: &mut PgConnection,
    id: OrderId,
) -> Result<Option<LockedOrder>, StoreError> {
    // First the lock, then the reading: a statement that waits for a row's lock sees the row as it is afterwards, but a
    // sub-query's rows as they were before.
    let found = sqlx::query("select 1 from orders where order_id = $1 for update")
        .bind(id.uuid())
        .fetch_optional(&mut *connection)
        .await?;
    if found.is_none() {
        return Ok(None);
    }
    let row: Row =
        sqlx::query_as(select_orders!("where o.order_id = $1")).bind(id.uuid()).fetch_one(connection).await?;
    Ok(Some(LockedOrder { order: Order::try_from(row)? }))
}

/// Which order an attempt pays.
pub async fn order_of_attempt(
    connection: &mut PgConnection,
    payment: PaymentId,
) -> Result<Option<OrderId>, StoreError> {
    let found: Option<(Uuid,)> = sqlx::query_as("select order_id from attempts where payment_id = $1")
        .bind(payment.uuid())
        .fetch_optional(connection)
        .await?;
    Ok(found.map(|(id,)| OrderId::new(id)))
}

impl LockedOrder {
    /// Notes that the money of an attempt arrived.
    pub fn paid(&mut self, at: DateTime<Utc>, receipt: ReceiptNumber) {
        self.order.paid_at = Some(at);
        self.order.receipt = Some(receipt);
        self.order.last_failure = None;
    }

    /// Notes that the ledger credited the tokens.
    pub fn credited(&mut self, at: DateTime<Utc>) {
        self.order.credited_at = Some(at);
    }

    /// Notes that an attempt failed.
    pub fn failed(&mut self, why: Reason) {
        self.order.last_failure = Some(why);
    }
}

/// Stores what the lock's holder made of an order, if its state is still `from`; anything else would be an error of ours.
pub async fn move_order(
    connection: &mut PgConnection,
    from: OrderState,
    locked: &LockedOrder,
) -> Result<(), StoreError> {
    let order = &locked.order;
    let paid_by = match order.state {
        OrderState::Pending | OrderState::Processing(_) => None,
        OrderState::Paid(by) => Some(by),
        OrderState::Credited(by) => by,
    };
    let moved = sqlx::query(
        "update orders set status = $3, paid_at = $4, paid_by = $5, credited_at = $6, receipt_number = $7, \
         last_failure = $8 where order_id = $1 and status = $2",
    )
    .bind(order.id.uuid())
    .bind(status(from))
    .bind(status(order.state))
    .bind(order.paid_at)
    .bind(paid_by.map(PaymentId::uuid))
    .bind(order.credited_at)
    .bind(order.receipt.as_ref().map(ReceiptNumber::as_str))
    .bind(order.last_failure.map(Reason::as_str))
    .execute(connection)
    .await?;
    if moved.rows_affected() == 1 { Ok(()) } else { Err(StoreError::corrupt(TABLE, "status under a lock")) }
}
