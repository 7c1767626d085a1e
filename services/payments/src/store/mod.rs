//! Payments in PostgreSQL. Every function works on the connection that it is given, so that the caller decides what is one
//! transaction.
//!
//! Locks are always taken in this order: idempotency key or consumer position, order, outbox.

mod attempts;
mod catalog;
mod idempotency;
mod orders;
mod steps;

use std::str::FromStr as _;

use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

pub use attempts::{
    Attempt, Due, NewAttempt, claim_due, close_attempt, find_attempt, insert_attempt, note_submitted,
    poll_again,
};
pub use catalog::{
    find_grant, find_package, find_promotion, insert_grant, list_packages, list_promotions_until_over,
};
pub use idempotency::{Claim, Operation, Request, answer, answer_of, claim};
pub use orders::{
    LockedOrder, find_order, find_order_by_receipt, insert_order, list_orders, lock_order, move_order,
    order_of_attempt,
};
pub use steps::insert_step;

/// Why the database did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// PostgreSQL failed or cannot be reached.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// A row holds what no version of this service writes.
    #[error("{table} holds an impossible {what}")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// What is wrong.
        what: &'static str,
    },
}

impl StoreError {
    const fn corrupt(table: &'static str, what: &'static str) -> Self {
        Self::Corrupt { table, what }
    }

    /// Whether a unique constraint of that name refused it.
    pub fn violates(&self, constraint: &str) -> bool {
        match self {
            Self::Database(sqlx::Error::Database(error)) => error.constraint() == Some(constraint),
            _ => false,
        }
    }
}

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It cannot be reached, or refuses us.
    #[error("cannot open the database: {0}")]
    Connect(#[from] sqlx::Error),
    /// Its tables are not those of this version.
    #[error("cannot migrate the database: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}

/// Opens the service's database and brings its tables up to this version.
pub async fn open(options: &runtime::config::DatabaseOptions) -> Result<PgPool, OpenError> {
    let pool = connect(options, "tokenbook-payments").await?;
    sqlx::migrate!("./migrations").run(&pool).await?;
    Ok(pool)
}

/// Opens a pool with the bounds that the options set.
pub(crate) async fn connect(
    options: &runtime::config::DatabaseOptions,
    name: &str,
) -> Result<PgPool, sqlx::Error> {
    let statement_timeout = options.statement_timeout().as_millis().to_string();
    let connect = PgConnectOptions::from_str(options.database_url.expose())?
        .application_name(name)
        .options([("statement_timeout", statement_timeout.as_str())]);
    PgPoolOptions::new()
        .max_connections(options.database_max_connections)
        .acquire_timeout(options.acquire_timeout())
        .connect_with(connect)
        .await
}

fn tokens(table: &'static str, stored: i64) -> Result<kernel::Tokens, StoreError> {
    u64::try_from(stored).map(kernel::Tokens::new).map_err(|_| StoreError::corrupt(table, "number of tokens"))
}

fn money(table: &'static str, currency: String, stored: i64) -> Result<kernel::Money, StoreError> {
    let minor_units = u64::try_from(stored).map_err(|_| StoreError::corrupt(table, "amount"))?;
    Ok(kernel::Money { currency, minor_units })
}

fn reason(table: &'static str, stored: Option<&str>) -> Result<Option<kernel::Reason>, StoreError> {
    stored.map(str::parse).transpose().map_err(|()| StoreError::corrupt(table, "reason"))
}

/// A number as PostgreSQL stores it; what does not fit was never sold.
fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
