//! Rows in the form in which PostgreSQL takes them fastest: `copy … from stdin (format binary)`
//! (<https://www.postgresql.org/docs/18/sql-copy.html>, "Binary Format"). An `insert` of the same rows unfolds a column of each kind into rows, one by one.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

/// What it begins with: a signature, no flags, no more of a header.
const BEGIN: [u8; 19] = *b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";

/// What it ends with, instead of a row.
const END: [u8; 2] = (-1_i16).to_be_bytes();

/// A column that holds nothing, instead of its length.
const NULL: [u8; 4] = (-1_i32).to_be_bytes();

/// The year 2000, from which PostgreSQL counts, in microseconds since 1970.
const EPOCH: i64 = 946_684_800_000_000;

/// So many bytes leave in one message at most, give or take a row.
const MESSAGE: usize = 64 << 10;

/// Rows of so many columns, one behind the other.
#[derive(Debug)]
pub(super) struct CopiedRows<const COLUMNS: i16> {
    bytes: Vec<u8>,
    // Where messages may end: behind a row each.
    cuts: Vec<usize>,
}

impl<const COLUMNS: i16> Default for CopiedRows<COLUMNS> {
    fn default() -> Self {
        Self { bytes: BEGIN.to_vec(), cuts: Vec::new() }
    }
}

impl<const COLUMNS: i16> CopiedRows<COLUMNS> {
    /// Begins a row, whose columns follow in their order.
    pub(super) fn row(&mut self) -> Row<'_> {
        if self.bytes.len() - self.cuts.last().copied().unwrap_or_default() > MESSAGE {
            self.cuts.push(self.bytes.len());
        }
        self.bytes.extend_from_slice(&COLUMNS.to_be_bytes());
        Row(&mut self.bytes)
    }

    /// Copies them by this statement, and says how many they were.
    pub(super) async fn write(
        mut self,
        statement: &str,
        connection: &mut PgConnection,
    ) -> Result<u64, sqlx::Error> {
        if self.bytes.len() == BEGIN.len() {
            return Ok(0);
        }
        self.bytes.extend_from_slice(&END);
        self.cuts.push(self.bytes.len());
        let mut copy = connection.copy_in_raw(statement).await?;
        let mut from = 0;
        for to in self.cuts {
            copy.send(&self.bytes[from..to]).await?;
            from = to;
        }
        copy.finish().await
    }
}

/// A row that is being written.
#[derive(Debug)]
pub(super) struct Row<'a>(&'a mut Vec<u8>);

impl Row<'_> {
    fn put<const N: usize>(&mut self, value: [u8; N]) -> &mut Self {
        self.bytes(&value)
    }

    fn bytes(&mut self, value: &[u8]) -> &mut Self {
        // No column is as large as that; the database would refuse what is not what it says.
        let length = i32::try_from(value.len()).unwrap_or(i32::MAX);
        self.0.extend_from_slice(&length.to_be_bytes());
        self.0.extend_from_slice(value);
        self
    }

    /// A `uuid`.
    pub(super) fn uuid(&mut self, value: Uuid) -> &mut Self {
        self.put(value.into_bytes())
    }

    /// A `uuid`, or none.
    pub(super) fn uuid_if(&mut self, value: Option<Uuid>) -> &mut Self {
        if let Some(value) = value {
            return self.uuid(value);
        }
        self.0.extend_from_slice(&NULL);
        self
    }

    /// A `smallint`.
    pub(super) fn smallint(&mut self, value: i16) -> &mut Self {
        self.put(value.to_be_bytes())
    }

    /// An `integer`.
    pub(super) fn integer(&mut self, value: i32) -> &mut Self {
        self.put(value.to_be_bytes())
    }

    /// A `bigint`.
    pub(super) fn bigint(&mut self, value: i64) -> &mut Self {
        self.put(value.to_be_bytes())
    }

    /// A `timestamptz`.
    pub(super) fn time(&mut self, value: DateTime<Utc>) -> &mut Self {
        self.bigint(value.timestamp_micros().saturating_sub(EPOCH))
    }

    /// A `text`.
    pub(super) fn text(&mut self, value: &str) -> &mut Self {
        self.bytes(value.as_bytes())
    }
}
