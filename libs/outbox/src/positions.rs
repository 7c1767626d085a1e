//! How far a service has come in the partitions that it consumes.

use eventlog::{ChainHash, ChainPosition, HandleError, Received, StartAt, Topic};
use sqlx::{PgConnection, PgExecutor};

/// A stored position of one partition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPosition {
    /// The topic.
    pub topic: Topic,
    /// Its partition.
    pub partition: i32,
    /// The offset to read next.
    pub next_offset: i64,
    /// For a chained topic, the hash of the last entry.
    pub chain_head: Option<ChainHash>,
}

/// All stored positions of a service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Positions(Vec<StoredPosition>);

impl Positions {
    /// Every position.
    pub fn iter(&self) -> impl Iterator<Item = &StoredPosition> {
        self.0.iter()
    }

    /// Where an [`eventlog::InputConsumer`] starts.
    pub fn inputs(&self) -> Vec<StartAt> {
        self.iter()
            .map(|at| StartAt {
                topic: at.topic.clone(),
                partition: at.partition,
                next_offset: at.next_offset,
            })
            .collect()
    }

    /// Where an [`eventlog::LedgerFeed`] of that topic starts.
    pub fn chains(&self, topic: &Topic) -> Vec<ChainPosition> {
        self.iter()
            .filter(|at| at.topic == *topic)
            .filter_map(|at| {
                let head = at.chain_head?;
                Some(ChainPosition { partition: at.partition, next_offset: at.next_offset, head })
            })
            .collect()
    }
}

/// Whether a record is new to this service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Advanced {
    /// It is: the position has moved past it, and its effect belongs in the same transaction.
    New,
    /// It had its effect before, perhaps through another instance: nothing changed, and nothing must.
    AlreadyHandled,
}

/// Why a position was not advanced; the transaction must not commit.
#[derive(Debug, thiserror::Error)]
pub enum PositionError {
    /// The database failed; try again.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// The record is not the next one: records before it would be lost, or the chain is another.
    #[error("{topic}/{partition}: the next record is {stored}, not {offered}")]
    OutOfStep {
        /// The topic.
        topic: Topic,
        /// The partition.
        partition: i32,
        /// The stored next offset.
        stored: i64,
        /// The offset of the record offered.
        offered: i64,
    },
    /// What is stored is no position.
    #[error("an unreadable position is stored: {0}")]
    Unreadable(String),
}

impl From<PositionError> for HandleError {
    fn from(error: PositionError) -> Self {
        match error {
            PositionError::Database(error) => HandleError::transient(error),
            PositionError::OutOfStep { .. } | PositionError::Unreadable(_) => {
                HandleError::OutOfStep(error.to_string())
            }
        }
    }
}

/// Loads all positions, to start consuming from.
pub async fn load_positions(executor: impl PgExecutor<'_>) -> Result<Positions, PositionError> {
    let rows: Vec<(String, i32, i64, Option<Vec<u8>>)> = sqlx::query_as(
        "select topic, partition, next_offset, chain_head from consumer_positions order by topic, partition",
    )
    .fetch_all(executor)
    .await?;
    rows.into_iter()
        .map(|(topic, partition, next_offset, head)| {
            let topic = Topic::named(topic).map_err(|error| PositionError::Unreadable(error.to_string()))?;
            let chain_head = head
                .map(|bytes| ChainHash::try_from(bytes.as_slice()))
                .transpose()
                .map_err(|error| PositionError::Unreadable(error.to_string()))?;
            Ok(StoredPosition { topic, partition, next_offset, chain_head })
        })
        .collect::<Result<_, _>>()
        .map(Positions)
}

/// Moves the position past a record, in the transaction of the record's effect, and says whether the record is new.
///
/// Locks the partition's row until the transaction ends, so of two instances that handle the same record the second
/// waits and then finds it handled. A record of a chained topic must extend the stored head, with none but void records
/// before it; any other must be the very next one.
pub async fn advance_position(
    connection: &mut PgConnection,
    received: &Received,
) -> Result<Advanced, PositionError> {
    let step = Step {
        topic: &received.topic,
        partition: received.partition,
        offset: received.offset,
        next_offset: received.next_offset(),
        previous: received.chain.map(|link| link.previous),
        head: received.chain.map(|link| link.head),
    };
    step.take(connection).await
}

/// Many entries of one partition of a chained topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainStep {
    /// The position before the first of them.
    pub before: ChainPosition,
    /// The position after the last of them, in the same partition.
    pub after: ChainPosition,
}

/// Moves the positions of a chained topic past many entries at once; answers the first partition whose entries have been handled
/// before, if there is one: then the transaction must not commit.
pub async fn advance_chains(
    connection: &mut PgConnection,
    topic: &Topic,
    steps: &[ChainStep],
) -> Result<Option<i32>, PositionError> {
    // Rows are locked in the order of their partitions, so that two instances wait for each other and never in a circle.
    let moved: Vec<(i32,)> = sqlx::query_as(
        "with known as (select partition from consumer_positions where topic = $1 and partition = any($2) \
                        order by partition for update) \
         update consumer_positions as stored set next_offset = step.next_offset, chain_head = step.head \
         from known join unnest($2::integer[], $3::bigint[], $4::bytea[], $5::bigint[], $6::bytea[]) \
              as step (partition, \"offset\", previous, next_offset, head) on step.partition = known.partition \
         where stored.topic = $1 and stored.partition = step.partition \
           and stored.next_offset <= step.\"offset\" and stored.chain_head = step.previous \
         returning stored.partition",
    )
    .bind(topic.name())
    .bind(steps.iter().map(|step| step.before.partition).collect::<Vec<_>>())
    .bind(steps.iter().map(|step| step.before.next_offset).collect::<Vec<_>>())
    .bind(steps.iter().map(|step| step.before.head.as_bytes().as_slice()).collect::<Vec<_>>())
    .bind(steps.iter().map(|step| step.after.next_offset).collect::<Vec<_>>())
    .bind(steps.iter().map(|step| step.after.head.as_bytes().as_slice()).collect::<Vec<_>>())
    .fetch_all(&mut *connection)
    .await?;
    for ChainStep { before, after } in steps {
        if moved.contains(&(before.partition,)) {
            continue;
        }
        // The first of its partition, or one out of step.
        let step = Step {
            topic,
            partition: before.partition,
            offset: before.next_offset,
            next_offset: after.next_offset,
            previous: Some(before.head),
            head: Some(after.head),
        };
        if step.take(connection).await? == Advanced::AlreadyHandled {
            return Ok(Some(before.partition));
        }
    }
    Ok(None)
}

struct Step<'a> {
    topic: &'a Topic,
    partition: i32,
    offset: i64,
    next_offset: i64,
    previous: Option<ChainHash>,
    head: Option<ChainHash>,
}

impl Step<'_> {
    async fn take(&self, connection: &mut PgConnection) -> Result<Advanced, PositionError> {
        // A row that is there is locked even if the condition keeps it as it is.
        let moved: Option<(bool,)> = sqlx::query_as(
            "insert into consumer_positions as stored (topic, partition, next_offset, chain_head) \
             values ($1, $2, $3, $4) \
             on conflict (topic, partition) do update \
             set next_offset = excluded.next_offset, chain_head = excluded.chain_head \
             where case when $5::bytea is null then stored.next_offset = $6 \
                   else stored.next_offset <= $6 and stored.chain_head = $5 end \
             returning xmax = 0",
        )
        .bind(self.topic.name())
        .bind(self.partition)
        .bind(self.next_offset)
        .bind(self.head.as_ref().map(|head| head.as_bytes().as_slice()))
        .bind(self.previous.as_ref().map(|previous| previous.as_bytes().as_slice()))
        .bind(self.offset)
        .fetch_optional(&mut *connection)
        .await?;
        let stored = match moved {
            Some((false,)) => return Ok(Advanced::New),
            Some((true,)) if self.may_be_first() => return Ok(Advanced::New),
            Some((true,)) => 0,
            None => self.stored(connection).await?,
        };
        if stored > self.offset {
            return Ok(Advanced::AlreadyHandled);
        }
        Err(PositionError::OutOfStep {
            topic: self.topic.clone(),
            partition: self.partition,
            stored,
            offered: self.offset,
        })
    }

    /// Whether nothing comes before it in its partition.
    fn may_be_first(&self) -> bool {
        match self.previous {
            Some(previous) => previous == ChainHash::GENESIS,
            None => self.offset == 0,
        }
    }

    async fn stored(&self, connection: &mut PgConnection) -> Result<i64, PositionError> {
        let (stored,): (i64,) =
            sqlx::query_as("select next_offset from consumer_positions where topic = $1 and partition = $2")
                .bind(self.topic.name())
                .bind(self.partition)
                .fetch_one(connection)
                .await?;
        Ok(stored)
    }
}
