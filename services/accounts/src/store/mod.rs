//! The PostgreSQL tables: accounts, sign-in attempts, API keys, signing keys, and events on their way out.
//!
//! Functions take a connection, so that the caller decides what one transaction is.

pub mod accounts;
pub mod api_keys;
pub mod attempts;
pub mod outgoing;
pub mod signing_keys;

/// A row does not hold what the tables promise; somebody changed it by hand.
#[derive(Debug, thiserror::Error)]
#[error("a row of `{table}` holds an impossible {column}")]
pub struct ImpossibleRow {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
}

impl From<ImpossibleRow> for sqlx::Error {
    fn from(row: ImpossibleRow) -> Self {
        Self::Decode(row.into())
    }
}
