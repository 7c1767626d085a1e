//! How far the shadow is, and how far it is to go: to where the live tables are, and no further.

use std::collections::{BTreeMap, BTreeSet};

use eventlog::ChainPosition;
use sqlx::PgConnection;

use super::RebuildError;
use super::compare::{self, LivePosition};
use super::reader::{Part, Reader, Span};

/// How far the shadow is.
#[derive(Clone, Default)]
pub(super) struct Reached {
    /// After the last entry of each partition.
    pub(super) positions: BTreeMap<i32, ChainPosition>,
    /// Partitions whose live positions are none that the chain has: they say nothing of how far the live tables are.
    pub(super) lost: BTreeSet<i32>,
    /// Records that were read.
    pub(super) records: u64,
    /// Those of them that are void.
    pub(super) void: u64,
}

impl Reached {
    fn at(&self, partition: i32) -> ChainPosition {
        self.positions.get(&partition).copied().unwrap_or(ChainPosition::genesis(partition))
    }

    /// Having followed each chain to where the live positions claim to be, notes which of these are none; whether there are more of them now.
    pub(super) fn lose(&mut self, live: &BTreeMap<i32, LivePosition>) -> bool {
        let before = self.lost.len();
        let wrong = |(partition, position): &(&i32, &LivePosition)| !position.is(self.at(**partition));
        let wrong: Vec<i32> = live.iter().filter(wrong).map(|(partition, _)| *partition).collect();
        self.lost.extend(wrong);
        self.lost.len() > before
    }

    /// Writes a part, and notes which rows that changes if they are to be compared once more.
    pub(super) async fn take(
        &mut self,
        connection: &mut PgConnection,
        part: Part,
        noted: bool,
    ) -> Result<(), RebuildError> {
        let Part { batch, end, records, void } = part;
        if batch.len() > 0 {
            if noted {
                compare::note(connection, &batch.touched()).await?;
            }
            batch.write(connection).await?;
        }
        self.positions.insert(end.partition, end);
        self.records += records;
        self.void += void;
        Ok(())
    }
}

/// What is to be read so that the shadow is where the live tables are. A partition of which nothing is stored, or no position, is read to its end.
pub(super) fn spans(partitions: i32, reached: &Reached, live: &BTreeMap<i32, LivePosition>) -> Vec<Span> {
    (0..partitions)
        .map(|partition| Span {
            from: reached.at(partition),
            to: live
                .get(&partition)
                .filter(|_| !reached.lost.contains(&partition))
                .map(|position| position.next_offset),
        })
        .filter(|span| span.to.is_none_or(|to| to > span.from.next_offset))
        .collect()
}

/// How many records that is, as far as is known.
pub(super) fn to_go(spans: &[Span]) -> u64 {
    let lengths = spans.iter().filter_map(|span| span.to?.checked_sub(span.from.next_offset));
    lengths.filter_map(|length| u64::try_from(length).ok()).sum()
}

/// Brings the shadow to the live positions, and notes which rows that writes.
pub(super) async fn catch_up(
    connection: &mut PgConnection,
    reader: &Reader,
    partitions: i32,
    reached: &mut Reached,
    live: &BTreeMap<i32, LivePosition>,
) -> Result<(), RebuildError> {
    loop {
        let mut parts = reader.read(spans(partitions, reached, live))?;
        while let Some(part) = parts.recv().await {
            reached.take(connection, part?, true).await?;
        }
        if !reached.lose(live) {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use eventlog::ChainHash;

    use super::*;

    fn position(next_offset: i64, head: &[u8]) -> ChainPosition {
        ChainPosition { partition: 0, next_offset, head: ChainHash::of(head) }
    }

    fn stored(at: ChainPosition) -> LivePosition {
        LivePosition { next_offset: at.next_offset, head: Some(at.head.as_bytes().to_vec()) }
    }

    fn reached(positions: &[ChainPosition]) -> Reached {
        let positions = positions.iter().map(|at| (at.partition, *at)).collect();
        Reached { positions, ..Reached::default() }
    }

    #[test]
    fn the_shadow_reads_up_to_what_is_live_and_no_further() {
        let here = position(5, b"e");
        let there = position(9, b"i");
        let told = |live: &BTreeMap<i32, LivePosition>| -> Vec<(i32, i64, Option<i64>)> {
            let spans = spans(3, &reached(&[here]), live);
            spans.iter().map(|span| (span.from.partition, span.from.next_offset, span.to)).collect()
        };
        let live = BTreeMap::from([(0, stored(there)), (1, stored(there))]);
        assert_eq!(told(&live), [(0, 5, Some(9)), (1, 0, Some(9)), (2, 0, None)]);
        let live = BTreeMap::from([(0, stored(here)), (1, stored(there)), (2, stored(there))]);
        assert_eq!(told(&live), [(1, 0, Some(9)), (2, 0, Some(9))], "nothing to read where it is already");
        assert_eq!(to_go(&spans(3, &reached(&[here]), &live)), 18);
    }

    #[test]
    fn a_live_position_that_the_chain_does_not_have_says_nothing() {
        let here = position(5, b"e");
        let wrong = [
            LivePosition { next_offset: 4, ..stored(here) },
            LivePosition { next_offset: 6, ..stored(here) },
            LivePosition { head: None, ..stored(here) },
            stored(position(5, b"another")),
        ];
        for wrong in wrong {
            let live = BTreeMap::from([(0, wrong)]);
            let mut reached = reached(&[here]);
            assert!(reached.lose(&live));
            assert!(!reached.lose(&live), "it is known by now");
            assert_eq!(spans(1, &reached, &live)[0].to, None, "the log's end instead");
        }
        let live = BTreeMap::from([(0, stored(here))]);
        assert!(!reached(&[here]).lose(&live));
    }
}
