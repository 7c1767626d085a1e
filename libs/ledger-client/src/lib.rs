//! The ledger as other services see it.
//!
//! [`LedgerClient::run`] looks like a single call and travels on one bidirectional stream with all others: a call costs a fraction of a unary
//! one, because what is called at the same time goes and comes together. A call that the ledger did not apply, or whose stream broke, is sent
//! again under the same idempotency key until its deadline: whatever happened to it before, it has one effect and one answer.
//!
//! | limit | what happens at it |
//! |---|---|
//! | [`Options::under_way`] calls at the same time | further ones wait, within their deadline |
//! | [`Options::timeout`], or the deadline of the call that we work for ([`runtime::trace::deadline`]) | the call ends with `DEADLINE_PASSED`, its outcome unknown: the same key tells |
//! | a book without room (`OVERLOADED`), one that moves (`UNAVAILABLE`), an entry that was not applied (`NOT_APPLIED`) | sent again under the same key, after the delay that the ledger asks for and a little more each time, up to a second |
//! | a broken stream or a ledger that is away | another is opened, after 10 ms to a second, and all that was not answered is sent again |
//! | 4,096 commands in a message | the rest goes into the next |
//! | a caller who may not do this | the calls that wait end with `PERMISSION_DENIED` or `UNAUTHENTICATED` |
//!
//! Every attempt carries the time that is left as its own limit. An instance counts it from when it reads the attempt, so that one which lay in the socket
//! of an instance that stood still may be decided later than the call ended. That is why nothing is concluded from what a single attempt is told: a
//! call ends with an outcome of its key, or with none.
//!
//! Calls of one account reach the ledger in the order in which they were made, unless one has to be sent again. A caller that goes away (its future is
//! dropped) takes its command back if it was not sent yet.
//!
//! ```no_run
//! # async fn example(tls: runtime::TlsOptions) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
//! use contracts::common::v1::Reference;
//! use contracts::ledger::v1::SpendRequest;
//! use ledger_client::{LedgerClient, Options};
//!
//! let ledger = runtime::grpc::Client::to("https://localhost:7104", &tls, "ledger")?;
//! let client = LedgerClient::new(&ledger, Options::default());
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
//! Absent on purpose: a queue that survives this process (whoever must not lose a call stores its key before making it), and knowledge of which
//! instance owns which account: whichever is reached passes on what is another's.

mod command;
mod pending;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use contracts::failure::Failure;
use contracts::ledger::v1 as proto;
use contracts::ledger::v1::ledger_service_client::LedgerServiceClient;
use futures::Stream;
use kernel::Reason;
use runtime::grpc::{Channel, Client};
use runtime::{retry, trace};
use tokio::sync::Semaphore;
use tokio::task::AbortHandle;
use tokio::time::Instant;
use tonic::{Code, Status};

pub use self::command::Command;
use self::pending::{Again, Pending};

/// How a client behaves.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// How long a call may take, retries included; a caller that waits less itself is followed.
    pub timeout: Duration,
    /// Calls that may be under way at the same time.
    pub under_way: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { timeout: Duration::from_secs(10), under_way: 8_192 }
    }
}

/// How soon commands are sent again: a ledger that hands over a book needs a moment.
const AGAIN: retry::Policy =
    retry::Policy { attempts: u32::MAX, base: Duration::from_millis(10), cap: Duration::from_secs(1) };

/// A client of the ledger. Clones share its stream.
#[derive(Clone)]
pub struct LedgerClient {
    shared: Arc<Shared>,
    unary: LedgerServiceClient<Channel>,
}

struct Shared {
    options: Options,
    pending: Arc<Pending>,
    room: Semaphore,
    streaming: AbortHandle,
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.streaming.abort();
    }
}

impl fmt::Debug for LedgerClient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("LedgerClient").field("options", &self.shared.options).finish_non_exhaustive()
    }
}

impl LedgerClient {
    /// A client of the ledger at `endpoint`; connects when it is first needed, and again whenever the connection is lost. Must be made inside
    /// the Tokio runtime.
    pub fn new(endpoint: &Client, options: Options) -> Self {
        let pending = Arc::new(Pending::default());
        let channel = endpoint.clone().request_timeout(None).channel();
        let streaming = tokio::spawn(keep_streaming(channel, Arc::clone(&pending))).abort_handle();
        let room = Semaphore::new(options.under_way.clamp(1, Semaphore::MAX_PERMITS));
        let unary = LedgerServiceClient::new(endpoint.channel());
        Self { shared: Arc::new(Shared { options, pending, room, streaming }), unary }
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
            // It is never closed.
            let _room = shared.room.acquire().await;
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

    /// The client of single calls, for questions.
    pub fn unary(&self) -> LedgerServiceClient<Channel> {
        self.unary.clone()
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

/// What a stream sends: whatever waits, together.
struct ToSend(Arc<Pending>);

impl Stream for ToSend {
    type Item = proto::SubmitRequest;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_send(cx).map(Some)
    }
}

// Opens a stream, and another whenever it breaks, for ever.
async fn keep_streaming(channel: Channel, pending: Arc<Pending>) {
    let mut client = LedgerServiceClient::new(channel);
    let mut failures = 0;
    loop {
        pending.start_over();
        match stream(&mut client, &pending, &mut failures).await {
            Ok(()) => tracing::debug!("the ledger ended the stream"),
            Err(status) => {
                tracing::warn!(%status, "the stream to the ledger broke; opening another");
                if is_lasting(&status) {
                    pending.fail_all(&Failure::from_status(&status));
                }
            }
        }
        failures += 1;
        tokio::time::sleep(AGAIN.backoff(failures)).await;
    }
}

// Whether another stream would fare no better, until somebody changes who may do what.
fn is_lasting(status: &Status) -> bool {
    matches!(status.code(), Code::PermissionDenied | Code::Unauthenticated | Code::Unimplemented)
}

async fn stream(
    client: &mut LedgerServiceClient<Channel>,
    pending: &Arc<Pending>,
    failures: &mut u32,
) -> Result<(), Status> {
    let mut outcomes = client.submit(ToSend(Arc::clone(pending))).await?.into_inner();
    while let Some(message) = outcomes.message().await? {
        *failures = 0;
        for Again { id, tries, least } in pending.settle(message.results) {
            let pending = Arc::clone(pending);
            tokio::spawn(async move {
                tokio::time::sleep(least.saturating_add(AGAIN.backoff(tries))).await;
                pending.again(id);
            });
        }
    }
    Ok(())
}
