//! Entries as rows, and how far they go: what is written in one transaction.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use eventlog::{ChainLink, ChainPosition, Topic};
use outbox::ChainStep;
use sqlx::PgConnection;

use super::ProjectError;
use super::rows::{Rows, Touched};
use crate::book::Codec as _;
use crate::codec::ProtoJson;

/// Entries of some partitions, each partition's in their order.
#[derive(Default)]
pub(crate) struct Batch {
    rows: Rows,
    steps: BTreeMap<i32, ChainStep>,
    newest: Option<DateTime<Utc>>,
    entries: usize,
}

impl Batch {
    /// Adds an entry, given its record's value and how it extends its partition's chain.
    pub(crate) fn add(
        &mut self,
        partition: i32,
        offset: i64,
        value: &[u8],
        link: ChainLink,
    ) -> Result<(), ProjectError> {
        let (entry, _) =
            ProtoJson.decode(value).map_err(|cause| ProjectError::Unreadable { partition, offset, cause })?;
        self.rows.add(&entry, partition, offset);
        self.newest = self.newest.max(Some(entry.time));
        self.entries += 1;
        let before = ChainPosition { partition, next_offset: offset, head: link.previous };
        let after = ChainPosition { partition, next_offset: offset.saturating_add(1), head: link.head };
        self.steps
            .entry(partition)
            .and_modify(|step| step.after = after)
            .or_insert(ChainStep { before, after });
        Ok(())
    }

    /// How many entries it holds.
    pub(crate) const fn len(&self) -> usize {
        self.entries
    }

    /// When the newest of them was made.
    pub(crate) const fn newest(&self) -> Option<DateTime<Utc>> {
        self.newest
    }

    /// The rows that it changes.
    pub(crate) fn touched(&self) -> Touched {
        self.rows.touched()
    }

    /// Moves the positions and writes the rows, into the tables that the connection's search path finds. If it fails, the transaction must not
    /// commit.
    pub(crate) async fn write(self, connection: &mut PgConnection) -> Result<(), ProjectError> {
        let steps: Vec<ChainStep> = self.steps.into_values().collect();
        if let Some(partition) = outbox::advance_chains(connection, &Topic::LEDGER, &steps).await? {
            return Err(ProjectError::Overtaken(partition));
        }
        Ok(self.rows.write(connection).await?)
    }
}
