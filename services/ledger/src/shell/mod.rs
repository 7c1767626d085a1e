//! The thin shell around the books: Kafka on one side, callers on the other, engine threads in between.
//!
//! Each engine thread hosts some of the books and is the only one that touches them. It is handed messages through a
//! mailbox and carries out the books' actions: appending through the process's one producer, reading the log in a thread of
//! its own, telling callers, following the inputs.

mod caller;
mod deliveries;
mod ends;
mod engine;
mod group;
mod inputs;
mod mailbox;
mod reading;
mod watches;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use eventlog::{Appender, KafkaSettings, LogError, PublishError, Publisher, partition_of};
use kernel::AccountId;
use runtime::Clock;
use tokio::sync::{Semaphore, mpsc, oneshot};
use uuid::Uuid;

pub use self::caller::{Answered, Answers};
use self::caller::{Caller, Ticket};
use self::deliveries::Deliveries;
use self::ends::Ends;
use self::engine::{Engine, Hosted, Shared};
use self::mailbox::{Mailbox, NotTaken};
pub use self::watches::BalanceWatch;
use self::watches::Watches;
use crate::book::{Book, Corrupt, Ids, Instance, Message, Query, Reply, Request};
use crate::codec::ProtoJson;

impl Ids for Clock {
    fn next_id(&mut self) -> Uuid {
        self.new_id()
    }
}

/// How the books are run.
#[derive(Debug, Clone)]
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

/// The running books, as callers see them. Clones share them.
#[derive(Clone)]
pub struct Books {
    routes: Arc<[Route]>,
    // Those who may follow a balance.
    room_to_watch: Arc<Semaphore>,
}

#[derive(Clone)]
struct Route {
    mailbox: Arc<Mailbox<Caller>>,
    slot: usize,
    owning: Arc<AtomicBool>,
    // Of the entries that have left for the log.
    last_sent: Arc<AtomicU64>,
    watches: Arc<Watches>,
}

/// The engine threads; joined at shutdown.
pub struct Engines {
    mailboxes: Vec<Arc<Mailbox<Caller>>>,
    threads: Vec<JoinHandle<()>>,
    /// Reports a book that had to stop for good.
    pub halted: mpsc::UnboundedReceiver<(i32, Corrupt)>,
}

/// Starts the books of all partitions. Must be called inside a Tokio runtime, which runs the inputs.
pub fn start(settings: &Settings, clock: &Clock) -> Result<(Books, Engines), StartError> {
    let partitions = usize::try_from(settings.kafka.partitions).unwrap_or(0).max(1);
    let engines = settings.engine_threads.clamp(1, partitions);
    let slots_of = |engine: usize| (engine..partitions).step_by(engines).count();
    let mailboxes: Vec<Arc<Mailbox<Caller>>> = (0..engines)
        .map(|engine| Arc::new(Mailbox::new(slots_of(engine), settings.mailbox_capacity)))
        .collect();
    let routes: Arc<[Route]> = (0..partitions)
        .filter_map(|partition| {
            let mailbox = Arc::clone(mailboxes.get(partition % engines)?);
            Some(Route {
                mailbox,
                slot: partition / engines,
                owning: Arc::default(),
                last_sent: Arc::default(),
                watches: Arc::default(),
            })
        })
        .collect();
    let (halted, halts) = mpsc::unbounded_channel();
    let shared = Shared {
        appender: Arc::new(Appender::new(&settings.kafka, Arc::new(Deliveries::new(&routes)))?),
        publisher: Publisher::new(&settings.kafka)?,
        halted,
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
    Ok((Books { routes, room_to_watch }, Engines { mailboxes, threads, halted: halts }))
}

impl Books {
    /// Runs a command; the answer comes after its entry is committed.
    pub async fn submit(&self, request: Request) -> Result<Reply, NotAnswered> {
        let account = request.account;
        self.ask(account, |caller| Message::Command(caller, request)).await
    }

    /// Runs many commands, those of one account in the order in which they come; each one's reply is told to `answers` under the id that comes
    /// with it, sooner or later and exactly once.
    pub fn submit_all(&self, requests: impl Iterator<Item = (u64, Request)>, answers: &Arc<Answers>) {
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
        partition_of(account.to_string().as_bytes(), partitions)
    }

    /// Whether every book takes commands.
    pub fn all_owning(&self) -> bool {
        self.routes.iter().all(|route| route.owning.load(Ordering::Relaxed))
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
    /// Stops the engine threads. Entries on their way are not lost: whoever reads the log next finds those that landed.
    pub fn stop(self) {
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
