//! The thin shell around the books: Kafka on one side, callers on the other, engine threads in between.
//!
//! Each engine thread hosts some of the books and is the only one that touches them. It is handed messages through a
//! mailbox and carries out the books' actions: appending through the process's one producer, reading the log in a thread of
//! its own, telling callers, following the inputs.
//!
//! Every instance has a book for every partition. The consumer group says which of them should own theirs (`sharing`); the others rest, and
//! keep what they know, so that a book that comes back has only to read what it missed.

mod caller;
mod deliveries;
mod ends;
mod engine;
mod group;
mod inputs;
mod mailbox;
mod owners;
mod reading;
mod seat;
mod sharing;
mod watches;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use eventlog::{
    Appender, KafkaSettings, LogError, Membership, PointReader, PublishError, Publisher, Topic, partition_of,
};
use kernel::AccountId;
use runtime::Clock;
use tokio::sync::{Semaphore, mpsc, oneshot, watch};
use tokio_util::sync::{CancellationToken, DropGuard};
use uuid::Uuid;

pub use self::caller::{Answered, Answers};
use self::caller::{Caller, Ticket};
use self::deliveries::Deliveries;
use self::ends::Ends;
use self::engine::{Engine, Hosted, Shared};
use self::mailbox::{Mailbox, NotTaken};
pub use self::owners::{News, Owners};
use self::seat::{Holding, Seat};
use self::sharing::{Assignments, Share};
pub use self::watches::BalanceWatch;
use self::watches::Watches;
use crate::book::{Book, Corrupt, Ids, Instance, Message, Query, Reply, Request};
use crate::codec::ProtoJson;
use crate::snapshot::SnapshotStore;

impl Ids for Clock {
    fn next_id(&mut self) -> Uuid {
        self.new_id()
    }
}

/// How the books are run.
#[derive(Clone)]
pub struct Settings {
    /// Kafka.
    pub kafka: KafkaSettings,
    /// Who claims the books.
    pub instance: Instance,
    /// Threads that host the books.
    pub engine_threads: usize,
    /// Commands that may wait for one book.
    pub mailbox_capacity: usize,
    /// Entries of one book that may be on their way to the log.
    pub in_flight: usize,
    /// How many may watch balances at the same time.
    pub balance_watches: usize,
    /// The consumer group under which operators see the lag of the inputs.
    pub group: String,
    /// The consumer group that shares the partitions among the instances. Not the one above: nobody may commit to a group with members
    /// who is none.
    pub sharing_group: String,
    /// Where a book that starts finds what it knew, if snapshots are kept.
    pub snapshots: Option<SnapshotStore>,
}

/// Why a request did not reach its book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnswered {
    /// Too many commands wait for this book.
    #[error("too many commands wait for this book")]
    Overloaded,
    /// The ledger is stopping, or the book had to stop: the outcome of a command that was taken is unknown.
    #[error("the book stopped before it answered")]
    Stopped,
}

impl From<NotTaken> for NotAnswered {
    fn from(why: NotTaken) -> Self {
        match why {
            NotTaken::Full => Self::Overloaded,
            NotTaken::Closed => Self::Stopped,
        }
    }
}

/// Why the books could not be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A Kafka client could not be made.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The producer of dead letters could not be made.
    #[error(transparent)]
    DeadLetters(#[from] PublishError),
    /// No thread for an engine.
    #[error("an engine thread could not be started: {0}")]
    Thread(#[from] std::io::Error),
}

/// Why the books cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum Ended {
    /// A book had to stop for good.
    #[error("the book of partition {0} had to stop: {1}")]
    Book(i32, Corrupt),
    /// This instance cannot share the partitions with the others.
    #[error(
        "this instance has no place among those that share the partitions (does another one use its name?): {0}"
    )]
    Group(LogError),
}

/// The running books, as callers see them. Clones share them.
#[derive(Clone)]
pub struct Books {
    routes: Arc<[Route]>,
    // Those who may follow a balance.
    room_to_watch: Arc<Semaphore>,
    owners: Owners,
    share: watch::Receiver<Share>,
    // What others say is followed as long as anybody may want to know.
    _following: Arc<DropGuard>,
}

#[derive(Clone)]
struct Route {
    mailbox: Arc<Mailbox<Caller>>,
    slot: usize,
    seat: Arc<Seat>,
    watches: Arc<Watches>,
}

/// The engine threads; joined at shutdown.
pub struct Engines {
    mailboxes: Vec<Arc<Mailbox<Caller>>>,
    threads: Vec<JoinHandle<()>>,
    membership: Membership,
    /// Reports what ends them all.
    pub ended: mpsc::UnboundedReceiver<Ended>,
}

/// Starts the books of all partitions; they rest until the group gives them to this instance. Must be called inside a Tokio runtime, which
/// runs the inputs. `ends` tells how much there is to read about owners.
pub fn start(settings: &Settings, clock: &Clock, ends: PointReader) -> Result<(Books, Engines), StartError> {
    let partitions = usize::try_from(settings.kafka.partitions).unwrap_or(0).max(1);
    let engines = settings.engine_threads.clamp(1, partitions);
    let slots_of = |engine: usize| (engine..partitions).step_by(engines).count();
    let mailboxes: Vec<Arc<Mailbox<Caller>>> = (0..engines)
        .map(|engine| Arc::new(Mailbox::new(slots_of(engine), settings.mailbox_capacity)))
        .collect();
    let routes: Arc<[Route]> = (0..partitions)
        .filter_map(|partition| {
            let mailbox = Arc::clone(mailboxes.get(partition % engines)?);
            Some(Route { mailbox, slot: partition / engines, seat: Arc::default(), watches: Arc::default() })
        })
        .collect();
    let (ending, ended) = mpsc::unbounded_channel();
    let owners = Owners::new(partitions);
    let shared = Shared {
        appender: Arc::new(Appender::new(&settings.kafka, Arc::new(Deliveries::new(&routes)))?),
        publisher: Publisher::new(&settings.kafka)?,
        owners: owners.clone(),
        ended: ending.clone(),
    };

    let mut threads = Vec::new();
    for (engine, mailbox) in mailboxes.iter().enumerate() {
        let mut hosted = Vec::new();
        for (partition, route) in routes.iter().enumerate().skip(engine).step_by(engines) {
            let book = Book::new(ProtoJson, settings.instance.clone(), clock.clone());
            hosted.push(Hosted::new(i32::try_from(partition).unwrap_or(i32::MAX), book, route));
        }
        let ends = Ends::start(&settings.kafka, Arc::clone(mailbox))?;
        let engine = Engine::new(settings, clock, Arc::clone(mailbox), &shared, ends, hosted);
        threads
            .push(std::thread::Builder::new().name("ledger-engine".to_owned()).spawn(move || engine.run())?);
    }
    let room_to_watch = Arc::new(Semaphore::new(settings.balance_watches));
    let stop = CancellationToken::new();
    tokio::spawn(owners.clone().follow(settings.kafka.clone(), ends, stop.clone()));
    let (sharing, share) = watch::channel(None);
    let membership = Membership::join(
        &settings.kafka,
        &settings.sharing_group,
        &settings.instance.name,
        &Topic::LEDGER,
        Arc::new(Assignments::new(Arc::clone(&routes), sharing, ending)),
    )?;
    let books = Books { routes, room_to_watch, owners, share, _following: Arc::new(stop.drop_guard()) };
    Ok((books, Engines { mailboxes, threads, membership, ended }))
}

impl Books {
    /// Runs a command; the answer comes after its entry is committed.
    pub async fn submit(&self, request: Box<Request>) -> Result<Reply, NotAnswered> {
        let account = request.account;
        self.ask(account, |caller| Message::Command(caller, request)).await
    }

    /// Runs many commands, those of one account in the order in which they come; each one's reply is told to `answers` under the id that comes
    /// with it, sooner or later and exactly once.
    pub fn submit_all(&self, requests: impl Iterator<Item = (u64, Box<Request>)>, answers: &Arc<Answers>) {
        let mut by_book: Vec<Vec<Message<Caller>>> = self.routes.iter().map(|_| Vec::new()).collect();
        for (id, request) in requests {
            let partition = self.partition_of(request.account);
            let ticket = Ticket::new(answers, id, partition);
            // Without a book the ticket is dropped, which is an answer as well.
            if let Some(messages) = usize::try_from(partition).ok().and_then(|book| by_book.get_mut(book)) {
                messages.push(Message::Command(Caller::Among(ticket), request));
            }
        }
        for (route, messages) in self.routes.iter().zip(by_book) {
            if messages.is_empty() {
                continue;
            }
            let Some((why, rest)) = route.mailbox.offer_all(route.slot, messages) else { continue };
            for message in rest {
                if let Message::Command(caller, _) = message {
                    caller.refuse(why.into());
                }
            }
        }
    }

    /// Asks a question; the answer holds everything that was answered before.
    pub async fn query(&self, query: Query) -> Result<Reply, NotAnswered> {
        let (Query::Balance(account) | Query::Hold(account, _)) = query;
        self.ask(account, |caller| Message::Query(caller, query)).await
    }

    /// Follows an account's balance: what is committed from now on. Whoever needs to know the balance before has to ask for it afterwards.
    pub fn watch(&self, account: AccountId) -> Result<BalanceWatch, NotAnswered> {
        let room = Arc::clone(&self.room_to_watch).try_acquire_owned();
        let room = room.map_err(|_| NotAnswered::Overloaded)?;
        Ok(self.route(account)?.watches.follow(account, room))
    }

    /// The partition of an account's book.
    pub fn partition_of(&self, account: AccountId) -> i32 {
        let partitions = i32::try_from(self.routes.len()).unwrap_or(i32::MAX);
        let mut text = Uuid::encode_buffer();
        partition_of(account.encode(&mut text).as_bytes(), partitions)
    }

    /// Whether requests for the partition's book are for this instance, as far as anybody knows without asking the book.
    pub fn are_here(&self, partition: i32) -> bool {
        let route = usize::try_from(partition).ok().and_then(|partition| self.routes.get(partition));
        route.is_some_and(|route| route.seat.holding().is_ours())
    }

    /// Whether this instance has all the books.
    pub fn are_all_here(&self) -> bool {
        self.routes.iter().all(|route| route.seat.holding().is_ours())
    }

    /// Whether every book that should be this instance's takes commands, and it knows whom to ask about the others.
    pub fn are_settled(&self) -> bool {
        self.share.borrow().is_some()
            && self.routes.iter().all(|route| route.seat.holding() != Holding::Coming)
            && (self.are_all_here() || self.owners.is_up_to_date())
    }

    /// The partitions that the group gives to this instance, as they change; `None` while it gives it no place.
    pub fn share(&self) -> watch::Receiver<Option<BTreeSet<i32>>> {
        self.share.clone()
    }

    /// Who owns the books that others own.
    pub const fn owners(&self) -> &Owners {
        &self.owners
    }

    /// The partitions whose books take commands here.
    pub fn owned(&self) -> Vec<i32> {
        let owning = |(partition, route): (usize, &Route)| {
            let partition = i32::try_from(partition).ok()?;
            (route.seat.holding() == Holding::Here).then_some(partition)
        };
        self.routes.iter().enumerate().filter_map(owning).collect()
    }

    async fn ask(
        &self,
        account: AccountId,
        message: impl FnOnce(Caller) -> Message<Caller>,
    ) -> Result<Reply, NotAnswered> {
        let route = self.route(account)?;
        let (caller, reply) = oneshot::channel();
        route
            .mailbox
            .offer(route.slot, message(Caller::Alone(caller)))
            .map_err(|(why, _)| NotAnswered::from(why))?;
        reply.await.map_err(|_| NotAnswered::Stopped)
    }

    fn route(&self, account: AccountId) -> Result<&Route, NotAnswered> {
        let partition = usize::try_from(self.partition_of(account)).ok();
        partition.and_then(|partition| self.routes.get(partition)).ok_or(NotAnswered::Stopped)
    }
}

impl Engines {
    /// Leaves the group, so that others take over once what is under way is seen off, and stops the engine threads. Entries still on their way
    /// are not lost: whoever reads the log next finds those that landed.
    pub fn stop(self) {
        self.membership.leave();
        for mailbox in &self.mailboxes {
            mailbox.close();
        }
        for thread in self.threads {
            if thread.join().is_err() {
                tracing::error!("an engine thread had panicked");
            }
        }
    }
}

/// How long an engine waits for messages before it looks at what is due.
const TICK: Duration = Duration::from_millis(50);
