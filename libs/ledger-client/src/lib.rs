//! The ledger as other services see it: a client that looks like single calls, is as quick as a stream, and survives whatever becomes of the
//! ledger's instances.
//!
//! ```no_run
//! # async fn example(tls: runtime::TlsOptions) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
//! use contracts::common::v1::Reference;
//! use contracts::ledger::v1::SpendRequest;
//! use ledger_client::{LedgerClient, Options};
//!
//! // One address is enough; with several, any of them may be away. Clones share the streams: make one client for a process.
//! let client = LedgerClient::connect(&["https://localhost:7104"], &tls, Options::default())?;
//! let spent = client
//!     .run(SpendRequest {
//!         account_id: "01a203e2-539a-7273-88b1-f7f4a6315f92".to_owned(),
//!         // The name of the work: however often it is sent, it is charged once.
//!         idempotency_key: "tile:17".to_owned(),
//!         tokens: 1,
//!         reference: Some(Reference { kind: "tile".to_owned(), id: "17".to_owned() }),
//!     })
//!     .await?;
//! println!("{:?}", spent.receipt);
//! # Ok(())
//! # }
//! ```
//!
//! `examples/spend.rs` meters with many callers; `examples/hold.rs` holds tokens for work whose cost is not known yet. Both run against `make run`.
//!
//! # What an answer means
//!
//! | answer | means | do |
//! |---|---|---|
//! | `Ok` | it is in the books for good, once | go on |
//! | `INSUFFICIENT_TOKENS`, `WALLET_FROZEN`, `HOLD_NOT_OPEN` and other refusals of the books | decided for good under this key, nothing was taken | tell the user; after a remedy use a new key |
//! | `INVALID_INPUT`, with the field | the request is wrong, and was not decided | mend it; the key is still free |
//! | `IDEMPOTENCY_KEY_REUSED` | the key stands for another request | a defect of the caller: one piece of work, one key |
//! | `DEADLINE_PASSED` | whether it was done is unknown | ask again with the same key and the same request, later or after a restart |
//! | `PERMISSION_DENIED`, `UNAUTHENTICATED` | this certificate may not do this | have the ledger's access policy or the certificate changed; the same key then |
//!
//! **Safe to repeat** is every command, for ever, with the same key and the same request: it has one effect and one answer. Not safe is the same work
//! under a new key. A service that must not lose a call when it dies stores the key (or what it is made from) before it calls.
//!
//! # What the client does by itself
//!
//! | what happens | then |
//! |---|---|
//! | a book without room (`OVERLOADED`), one that moves (`UNAVAILABLE`), an entry that was not applied (`NOT_APPLIED`) | sent again under the same key, after the delay that the ledger asks for and a random one, which grows up to a second |
//! | a broken stream, a ledger that is away | another is opened, and all that was not answered is sent again |
//! | [`Options::timeout`] has passed, or the deadline of the call that we work for ([`runtime::trace::deadline`]) | the call ends with `DEADLINE_PASSED` |
//! | [`Options::under_way`] calls are under way, those that are being sent again among them | further ones wait, within their deadline: so a ledger in trouble is never sent more than that at a time |
//! | a caller goes away (its future is dropped) | its command is taken back if it was not sent yet |
//! | more than 4,096 commands wait | the rest goes into the next message |
//!
//! Calls of one account reach the ledger in the order in which they were made, unless one has to be sent again.
//!
//! Every attempt carries the time that is left as its own limit. An instance counts it from when it reads the attempt, so that one which lay in the
//! socket of an instance that stood still may be decided later than the call ended. That is why nothing is concluded from what a single attempt is
//! told: a call ends with an outcome of its key, or with none.
//!
//! # Where calls go
//!
//! Each account has an owner among the instances of the ledger. The client asks one instance, *home*, who owns what, keeps a stream to each owner that
//! it has had a command for ([`Options::owners`]), and sends each command straight there. What it hears is a hint, and nothing depends on it: whatever
//! has no owner known, or one that cannot be reached, goes to home, which passes it on. When an account moves, what was not answered is asked again at
//! its new owner, under the same keys and before anything later. If home is away, frozen or cut off, another instance is: the next of the given
//! addresses, or any owner known. A ledger of one instance, and one that does not know such hints, has one stream.
//!
//! All instances must prove to be `ledger`, and be reachable from here at the addresses under which they find one another.
//!
//! Absent on purpose: a queue that survives this process, and a choice between retrying and not: whoever cannot wait sets a short timeout.

mod command;
mod pending;
mod routes;
mod streams;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use contracts::failure::Failure;
use contracts::ledger::v1::ledger_service_client::LedgerServiceClient;
use kernel::Reason;
use runtime::grpc::{Channel, Client};
use runtime::{TlsOptions, trace};
use tokio::sync::Semaphore;
use tokio::task::AbortHandle;
use tokio::time::Instant;

pub use self::command::Command;
use self::pending::Pending;
use self::streams::Home;

/// Whom every instance proves to be.
const LEDGER: &str = "ledger";

/// How a client behaves.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// How long a call may take, retries included; a caller that waits less itself is followed. 10 seconds, which outlast a hand-over between
    /// instances and the loss of one. Whoever has a user waiting takes less, and asks again later with the same key.
    pub timeout: Duration,
    /// Calls that may be under way at the same time: 8,192.
    pub under_way: usize,
    /// Streams to owners at the same time, besides the one that is always there: 64. Accounts of further owners go through another instance; with 0
    /// all do.
    pub owners: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { timeout: Duration::from_secs(10), under_way: 8_192, owners: 64 }
    }
}

/// A client of the ledger. Clones share its streams.
#[derive(Clone)]
pub struct LedgerClient {
    shared: Arc<Shared>,
}

struct Shared {
    options: Options,
    pending: Arc<Pending>,
    room: Semaphore,
    // To wherever home is.
    calls: Arc<Mutex<Channel>>,
    tasks: [AbortHandle; 2],
}

impl Drop for Shared {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

impl fmt::Debug for LedgerClient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("LedgerClient").field("options", &self.shared.options).finish_non_exhaustive()
    }
}

/// Why there is no client.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// No address was given.
    #[error("no address of the ledger: give at least one, https://host:port")]
    NoAddress,
    /// An address or a certificate cannot be used.
    #[error(transparent)]
    Unusable(#[from] runtime::grpc::Error),
}

impl LedgerClient {
    /// A client of the ledger whose instances, or some of them, are at `urls` (`https://host:port`), with this identity. It connects at once, and
    /// again whenever a connection is lost; no instance need be there yet. Must be made inside the Tokio runtime.
    pub fn connect(
        urls: &[impl AsRef<str>],
        tls: &TlsOptions,
        options: Options,
    ) -> Result<Self, ConnectError> {
        let [first, further @ ..] = urls else { return Err(ConnectError::NoAddress) };
        let first = Client::to(first.as_ref(), tls, LEDGER)?;
        let further: Result<Vec<_>, _> = further.iter().map(|url| first.at(url.as_ref())).collect();
        Ok(Self::starting_at(&first, further?, options))
    }

    /// The same at one endpoint, which must demand that the server prove to be `ledger`.
    pub fn new(endpoint: &Client, options: Options) -> Self {
        Self::starting_at(endpoint, Vec::new(), options)
    }

    fn starting_at(first: &Client, further: Vec<Client>, options: Options) -> Self {
        let pending = Arc::new(Pending::new(options.owners));
        let calls = Arc::new(Mutex::new(first.channel()));
        let seeds = std::iter::once(first.clone()).chain(further).collect();
        let home = Home::new(seeds, Arc::clone(&pending), Arc::clone(&calls));
        let lines = streams::keep_lines(first.clone(), Arc::clone(&pending));
        let tasks = [tokio::spawn(home.keep()).abort_handle(), tokio::spawn(lines).abort_handle()];
        let room = Semaphore::new(options.under_way.clamp(1, Semaphore::MAX_PERMITS));
        Self { shared: Arc::new(Shared { options, pending, room, calls, tasks }) }
    }

    /// Runs a command: its answer is in the books for good.
    ///
    /// # Errors
    ///
    /// A refusal, with its reason: also for good, under this key. `DEADLINE_PASSED`: nobody knows yet; the same key tells later.
    pub async fn run<C: Command>(&self, command: C) -> Result<C::Answer, Failure> {
        let shared = &self.shared;
        let deadline = Instant::now() + shared.options.timeout;
        let deadline = trace::deadline().map_or(deadline, |callers| callers.min(deadline));
        let traceparent = trace::current().map(|here| here.to_header()).unwrap_or_default();
        let answer = async {
            // Calls with room are taken in at once: whoever makes many in one task may have to yield otherwise, and they keep their order.
            let _room = match shared.room.try_acquire() {
                Ok(room) => Ok(room),
                // It is never closed.
                Err(_) => shared.room.acquire().await,
            };
            let (id, answer) = shared.pending.put(command.ask(), traceparent, deadline);
            let mut abandoned = Abandoned { pending: &shared.pending, id: Some(id) };
            let answer = answer.await;
            abandoned.id = None;
            answer.unwrap_or_else(|_| Err(Failure::internal()))
        };
        let told = tokio::time::timeout_at(deadline, answer).await.unwrap_or_else(|_| Err(passed()))?;
        C::answer(told).ok_or_else(|| {
            tracing::error!("the ledger answered a command with the outcome of another kind");
            Failure::internal()
        })
    }

    /// The client of single calls, for questions: to the instance that is home now, which passes on what is about another's accounts.
    pub fn unary(&self) -> LedgerServiceClient<Channel> {
        LedgerServiceClient::new(self.shared.calls.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

/// Nobody knows what became of the call.
pub(crate) fn passed() -> Failure {
    Failure::new(
        Reason::DeadlinePassed,
        "the ledger did not answer in time; ask again with the same idempotency key to learn the outcome",
    )
}

// A caller that goes away before its answer takes its command with it, unless it was sent.
struct Abandoned<'a> {
    pending: &'a Pending,
    id: Option<u64>,
}

impl Drop for Abandoned<'_> {
    fn drop(&mut self) {
        if let Some(id) = self.id {
            self.pending.forget(id);
        }
    }
}
