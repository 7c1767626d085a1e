//! Rebuilding the read model from the log, beside the one that is live, and swapping it in.
//!
//! ```text
//! fill      the log from its beginning, as the projector reads it, into tables in a schema of their own
//! compare   one transaction sees the live tables as of their positions, brings the shadow to the very same, and compares row by row;
//!           nobody waits for it. Then once more what was written meanwhile, until that is little
//! swap      one short transaction keeps the positions, does that for the last time, and changes the tables' places
//! ```
//!
//! A projector whose position is kept waits, and then finds it where it left it, and other tables under the old names; whoever reads finds either the
//! old tables or the new, which say the same or better. What ends early leaves the live tables as they are: the next rebuild removes what is left
//! of it, or, if it can, the same instance right away.
//!
//! Absent on purpose: mending single rows (what is live is replaced as a whole, so that it is what the log yields, whatever was compared), and
//! moves of a position that the log does not yield.

mod compare;
mod definition;
mod names;
mod reached;
mod reader;
mod shadow;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use contracts::convert;
use contracts::ledger::v1 as proto;
use contracts::ledger::v1::rebuild_token_log_response::Told;
use eventlog::{ChainPosition, KafkaSettings, LogError};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use sqlx::Connection as _;
use sqlx::postgres::PgConnectOptions;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

use self::compare::{Found, Scope};
use self::names::{POSITIONS, RELATIONS};
use self::reached::{Reached, catch_up, spans, to_go};
use self::reader::Reader;
use self::shadow::Shadow;
use crate::projector::ProjectError;

/// With fewer records than this to go the shadow is near.
const NEAR: u64 = 5_000;

/// How often the shadow may try to come near what is live.
const ROUNDS: u32 = 200;

/// How often it may try to take its place, and how long readers have their way in between.
const ATTEMPTS: u32 = 20;
const PAUSE: Duration = Duration::from_secs(1);

/// How often progress is told at most.
const TELL_EVERY: Duration = Duration::from_millis(250);

/// Why there was no rebuild. Nothing has changed then, unless the connection broke in the very moment of the swap.
#[derive(Debug, thiserror::Error)]
pub enum RebuildError {
    /// One at a time.
    #[error("another rebuild is under way")]
    Underway,
    /// The shadow could not come near what is live.
    #[error("entries are projected faster than the shadow takes them; try again when there is less load")]
    Outrun,
    /// Somebody reads the live tables all the time.
    #[error("a long transaction keeps the live tables (find it in pg_stat_activity); end it, and try again")]
    InTheWay,
    /// A swap would lose something that no migration made.
    #[error("the live tables are not what this program's migrations make of them: {0}")]
    Altered(String),
    /// The connection's search path leads nowhere.
    #[error("the ledger's database has no schema in its user's search path")]
    NoSchema,
    /// The log cannot be read.
    #[error("the log cannot be read: {0}")]
    Log(#[from] LogError),
    /// An entry cannot be projected, or the shadow is not what it should be.
    #[error("{0}")]
    Project(ProjectFailed),
    /// PostgreSQL failed or refuses.
    #[error("the database failed or refuses: {0}")]
    Database(#[from] sqlx::Error),
}

/// Why entries could not be projected into the shadow.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct ProjectFailed(ProjectError);

impl From<ProjectError> for RebuildError {
    fn from(error: ProjectError) -> Self {
        match error {
            ProjectError::Database(error) => Self::Database(error),
            other => Self::Project(ProjectFailed(other)),
        }
    }
}

/// Rebuilds, one at a time.
#[derive(Clone)]
pub struct Rebuilder {
    /// The database of the read model.
    pub database: PgConnectOptions,
    /// Where the log is.
    pub kafka: KafkaSettings,
    /// Changes when the rebuilt tables are live: who waits for a version looks again.
    pub progress: watch::Sender<u64>,
}

/// A rebuild that may begin: there is no other, in whatever instance, as long as this lives.
pub struct Rebuild {
    shadow: Shadow,
    reader: Reader,
    progress: watch::Sender<u64>,
    partitions: i32,
    reached: Reached,
    report: Report,
    round: i32,
    tell: mpsc::Sender<Told>,
    told_at: Option<Instant>,
}

/// What was found so far.
struct Report {
    tables: BTreeMap<&'static str, proto::TableComparison>,
    /// How many more differences of each table are told.
    most: BTreeMap<&'static str, usize>,
    /// Partitions whose positions were found to differ.
    positions: BTreeSet<i32>,
}

/// How long others had to wait.
#[derive(Clone, Copy)]
struct Waited {
    projectors: Duration,
    readers: Duration,
}

enum Attempt {
    Swapped(Waited),
    /// Too much has happened meanwhile.
    Behind,
    /// Somebody did not let go of a table.
    InTheWay,
}

impl Rebuilder {
    /// Begins a rebuild that lists at most so many differences of each table, and tells of itself.
    pub async fn begin(&self, most: usize, tell: mpsc::Sender<Told>) -> Result<Rebuild, RebuildError> {
        let shadow = Shadow::open(&self.database).await?;
        let tables = RELATIONS.iter().map(|relation| relation.table);
        Ok(Rebuild {
            shadow,
            reader: Reader::start(&self.kafka)?,
            progress: self.progress.clone(),
            partitions: self.kafka.partitions,
            reached: Reached::default(),
            report: Report {
                tables: BTreeMap::new(),
                most: tables.chain([POSITIONS]).map(|table| (table, most)).collect(),
                positions: BTreeSet::new(),
            },
            round: 0,
            tell,
            told_at: None,
        })
    }

    /// Removes what a rebuild has left that did not end well.
    pub async fn sweep(&self) -> Result<(), RebuildError> {
        Shadow::sweep(&self.database).await
    }
}

impl Rebuild {
    /// Fills the shadow, compares, and swaps if it is asked to.
    pub fn run(self, swap: bool) -> BoxFuture<'static, Result<proto::RebuildSummary, RebuildError>> {
        self.rebuild(swap).boxed()
    }

    async fn rebuild(mut self, swap: bool) -> Result<proto::RebuildSummary, RebuildError> {
        let began = Instant::now();
        self.shadow.make().await?;
        self.fill().await?;
        let filling = began.elapsed();
        self.tell(proto::RebuildStage::Comparing, 0).await;
        self.compare(Scope::All).await?;
        let waited = if swap { Some(self.swap().await?) } else { None };
        let Self { mut shadow, reached, report, .. } = self;
        // What is left takes room, and nothing else.
        if let Err(error) = shadow.remove().await {
            tracing::warn!(%error, "what a rebuild has left could not be removed; the next one does it");
        }
        shadow.close().await?;
        Ok(proto::RebuildSummary {
            tables: report.tables.into_values().collect(),
            positions: reached.positions.into_values().filter_map(position).collect(),
            records: reached.records,
            void_records: reached.void,
            swapped: waited.is_some(),
            filling: Some(convert::duration(filling)),
            whole: Some(convert::duration(began.elapsed())),
            projectors_waited: waited.map(|it| convert::duration(it.projectors)),
            readers_waited: waited.map(|it| convert::duration(it.readers)),
        })
    }

    // Reads the log up to where the live positions are, in transactions of a batch each.
    async fn fill(&mut self) -> Result<(), RebuildError> {
        let key = self.shadow.lift_key().await?;
        for _ in 0..ROUNDS {
            let Shadow { connection, names } = &mut self.shadow;
            let live = compare::live_positions(connection, names).await?;
            let spans = spans(self.partitions, &self.reached, &live);
            let total = self.reached.records.saturating_add(to_go(&spans));
            let before = self.reached.records;
            let mut parts = self.reader.read(spans)?;
            while let Some(part) = parts.recv().await {
                let part = part?;
                let mut transaction = self.shadow.connection.begin().await?;
                self.reached.take(&mut transaction, part, false).await?;
                transaction.commit().await?;
                self.tell(proto::RebuildStage::Filling, total).await;
            }
            if !self.reached.lose(&live) && self.reached.records - before < NEAR {
                return self.shadow.settle(key).await;
            }
        }
        Err(RebuildError::Outrun)
    }

    // Sees the live tables as of one moment, brings the shadow to the positions that they have then, and compares. Nobody waits for it.
    // Answers how many records the shadow had to go.
    async fn compare(&mut self, scope: Scope) -> Result<u64, RebuildError> {
        self.round += 1;
        let Shadow { connection, names } = &mut self.shadow;
        let mut transaction = connection.begin_with("begin isolation level repeatable read").await?;
        let live = compare::live_positions(&mut transaction, names).await?;
        let mut reached = self.reached.clone();
        catch_up(&mut transaction, &self.reader, self.partitions, &mut reached, &live).await?;
        let mut found =
            compare::tables(&mut transaction, names, scope, self.round, &mut self.report.most).await?;
        found.push(compare::positions(&live, &reached.positions, &mut self.report.positions));
        transaction.commit().await?;
        let gone = reached.records - self.reached.records;
        self.reached = reached;
        self.tell_found(found).await;
        Ok(gone)
    }

    async fn swap(&mut self) -> Result<Waited, RebuildError> {
        let mut in_the_way = false;
        for _ in 0..ATTEMPTS {
            self.tell(proto::RebuildStage::Swapping, 0).await;
            let mut rounds = 0;
            while self.compare(Scope::Touched).await? >= NEAR {
                rounds += 1;
                if rounds == ROUNDS {
                    return Err(RebuildError::Outrun);
                }
            }
            match self.try_swap().await? {
                Attempt::Swapped(waited) => {
                    self.progress.send_modify(|count| *count = count.wrapping_add(1));
                    return Ok(waited);
                }
                Attempt::Behind => in_the_way = false,
                Attempt::InTheWay => {
                    in_the_way = true;
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
        Err(if in_the_way { RebuildError::InTheWay } else { RebuildError::Outrun })
    }

    // Nothing in here may wait for whoever listens to what is told.
    async fn try_swap(&mut self) -> Result<Attempt, RebuildError> {
        self.round += 1;
        let Shadow { connection, names } = &mut self.shadow;
        let mut transaction = connection.begin().await?;
        let kept = Instant::now();
        // Whatever ends this must let go of the locks at once.
        if !granted(shadow::lock_positions(&mut transaction, names).await)? {
            transaction.rollback().await?;
            return Ok(Attempt::InTheWay);
        }
        let live = compare::live_positions(&mut transaction, names).await?;
        if to_go(&spans(self.partitions, &self.reached, &live)) >= NEAR {
            transaction.rollback().await?;
            return Ok(Attempt::Behind);
        }
        let mut reached = self.reached.clone();
        let mut most = self.report.most.clone();
        catch_up(&mut transaction, &self.reader, self.partitions, &mut reached, &live).await?;
        let mut found =
            compare::tables(&mut transaction, names, Scope::Touched, self.round, &mut most).await?;
        // Nobody alters the tables from here on; and it takes longer than the swap, for which readers wait.
        definition::check_same(&mut transaction, names).await?;
        let closed = Instant::now();
        if !granted(shadow::lock_tables(&mut transaction, names).await)? {
            transaction.rollback().await?;
            return Ok(Attempt::InTheWay);
        }
        shadow::swap(&mut transaction, names).await?;
        transaction.commit().await?;
        let waited = Waited { projectors: kept.elapsed(), readers: closed.elapsed() };
        found.push(compare::positions(&live, &reached.positions, &mut self.report.positions));
        (self.reached, self.report.most) = (reached, most);
        self.tell_found(found).await;
        Ok(Attempt::Swapped(waited))
    }

    // Whoever is gone is noticed elsewhere.
    async fn tell_found(&mut self, found: Vec<Found>) {
        for Found { counts, listed } in found {
            self.report.add(counts);
            for difference in listed {
                drop(self.tell.send(Told::Difference(difference)).await);
            }
        }
    }

    async fn tell(&mut self, stage: proto::RebuildStage, records_total: u64) {
        let filling = stage == proto::RebuildStage::Filling;
        if filling && self.told_at.is_some_and(|at| at.elapsed() < TELL_EVERY) {
            return;
        }
        self.told_at = Some(Instant::now());
        let records = self.reached.records;
        let records_total = records_total.max(records);
        drop(
            self.tell
                .send(Told::Progress(proto::RebuildProgress { stage: stage.into(), records, records_total }))
                .await,
        );
    }
}

impl Report {
    // Each row that differs is counted in one round only, and all rows in the first.
    fn add(&mut self, more: proto::TableComparison) {
        let known = RELATIONS.iter().map(|relation| relation.table).chain([POSITIONS]);
        let Some(table) = known.into_iter().find(|table| *table == more.table) else { return };
        let counts = self.tables.entry(table).or_default();
        let proto::TableComparison { table, rows, missing, extra, different } = more;
        *counts = proto::TableComparison {
            table,
            rows: counts.rows.max(rows),
            missing: counts.missing.saturating_add(missing),
            extra: counts.extra.saturating_add(extra),
            different: counts.different.saturating_add(different),
        };
    }
}

// Whether a lock was granted in time.
fn granted(locked: Result<(), RebuildError>) -> Result<bool, RebuildError> {
    match locked {
        Ok(()) => Ok(true),
        Err(RebuildError::Database(sqlx::Error::Database(error)))
            if error.code().as_deref() == Some("55P03") =>
        {
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

// Of a partition without entries there is nothing to say.
fn position(at: ChainPosition) -> Option<proto::RebuiltPosition> {
    (at.head != ChainPosition::genesis(at.partition).head).then(|| proto::RebuiltPosition {
        partition: at.partition,
        next_offset: at.next_offset,
        chain_head: at.head.to_string(),
    })
}
