//! Many commands in one call: a batch, or a stream of them.
//!
//! Each command is what its own RPC would have made of it, down to the digest of its request: a key that was used in one way is known in every
//! other.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use contracts::convert;
use contracts::failure::Failure;
use contracts::ledger::v1 as proto;
use futures::stream::FuturesUnordered;
use futures::{Stream, StreamExt as _};
use kernel::AccountId;
use runtime::trace::TraceContext;
use tokio::sync::Notify;
use tokio::task::AbortHandle;
use tonic::{Status, Streaming};

use super::answer;
use super::passing::{Origin, Passing};
use super::request::{self, Asking};
use super::service::LedgerGrpc;
use crate::book::{Reply, Request};
use crate::shell::{Answered, Answers};

/// Commands in one message at most.
pub(super) const TOGETHER: usize = 8_192;

/// Commands of one stream that may be under way.
const UNDER_WAY: usize = 16_384;

/// Results in one message at most, so that it stays well below what clients accept.
const RESULTS: usize = 4_096;

type Recall = Pin<Box<dyn Future<Output = proto::SubmissionResult> + Send>>;

/// Makes a command what its own RPC would have made of it.
pub(super) fn request(command: Option<proto::Command>, asking: Asking) -> Result<Box<Request>, Failure> {
    use proto::command::Command;
    match command.and_then(|command| command.command) {
        Some(Command::Authorize(authorize)) => request::request(authorize, asking),
        Some(Command::Capture(capture)) => request::request(capture, asking),
        Some(Command::Release(release)) => request::request(release, asking),
        Some(Command::ExtendHold(extend)) => request::request(extend, asking),
        Some(Command::Spend(spend)) => request::request(spend, asking),
        None => Err(Failure::invalid("command", "is required, and must be one that this version knows")),
    }
}

/// Whose wallet a command is about, if it says so in a way that can be read.
fn account_of(command: &proto::Command) -> Option<AccountId> {
    use proto::command::Command;
    let account = match command.command.as_ref()? {
        Command::Authorize(authorize) => &authorize.account_id,
        Command::Capture(capture) => &capture.account_id,
        Command::Release(release) => &release.account_id,
        Command::ExtendHold(extend) => &extend.account_id,
        Command::Spend(spend) => &spend.account_id,
    };
    convert::id("account_id", account).ok()
}

pub(super) fn failed(failure: Failure) -> proto::Outcome {
    proto::Outcome { outcome: Some(proto::outcome::Outcome::Failure(failure.into())) }
}

/// A command as it came.
struct Asked {
    id: u64,
    command: Result<Option<proto::Command>, Failure>,
    asking: Asking,
}

/// Commands on their way to their outcomes.
pub(super) struct UnderWay {
    pub(super) ledger: LedgerGrpc,
    answers: Arc<Answers>,
    // Outcomes that no book here has to tell.
    told: Mutex<Vec<proto::SubmissionResult>>,
    // What must not outlive whoever waits for the outcomes.
    tasks: Mutex<Vec<AbortHandle>>,
    count: AtomicUsize,
    fewer: Notify,
    // Nothing more will come.
    complete: AtomicBool,
}

impl UnderWay {
    fn new(ledger: LedgerGrpc) -> Arc<Self> {
        Arc::new(Self {
            ledger,
            answers: Arc::default(),
            told: Mutex::default(),
            tasks: Mutex::default(),
            count: AtomicUsize::new(0),
            fewer: Notify::new(),
            complete: AtomicBool::new(false),
        })
    }

    // Hands the commands to their books, here or at other instances; those that are wrong by themselves have their outcome at once.
    fn submit(&self, passing: &mut Passing, commands: impl ExactSizeIterator<Item = Asked>) {
        self.count.fetch_add(commands.len(), Ordering::AcqRel);
        let books = &self.ledger.books;
        let all_here = books.are_all_here();
        let mut told = Vec::new();
        let requests = commands.filter_map(|Asked { id, command, asking }| {
            let request = match command {
                Ok(Some(command)) if !all_here => {
                    let partition = account_of(&command).map(|account| books.partition_of(account));
                    match partition.filter(|partition| !books.are_here(*partition)) {
                        Some(elsewhere) => {
                            let failure = passing.add(elsewhere, id, command, &asking).err()?;
                            Err(failure)
                        }
                        None => request(Some(command), asking),
                    }
                }
                Ok(command) => request(command, asking),
                Err(failure) => Err(failure),
            };
            match request {
                Ok(request) => Some((id, request)),
                Err(failure) => {
                    told.push(proto::SubmissionResult { id, outcome: Some(failed(failure)) });
                    None
                }
            }
        });
        books.submit_all(requests, &self.answers);
        passing.send();
        self.tell(told);
    }

    /// Outcomes that come from elsewhere.
    pub(super) fn tell(&self, mut results: Vec<proto::SubmissionResult>) {
        if !results.is_empty() {
            self.told.lock().unwrap_or_else(PoisonError::into_inner).append(&mut results);
            self.answers.wake();
        }
    }

    /// Ends a task when nobody waits for outcomes any more.
    pub(super) fn ends_with(&self, task: AbortHandle) {
        let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        tasks.retain(|task| !task.is_finished());
        tasks.push(task);
    }

    fn complete(&self) {
        self.complete.store(true, Ordering::Release);
        self.answers.wake();
    }

    // Waits until there is room for another message.
    async fn room(&self) {
        loop {
            let fewer = self.fewer.notified();
            if self.count.load(Ordering::Acquire) < UNDER_WAY {
                return;
            }
            fewer.await;
        }
    }
}

/// The outcomes as they become known.
pub struct Outcomes {
    under_way: Arc<UnderWay>,
    ready: Vec<proto::SubmissionResult>,
    recalls: FuturesUnordered<Recall>,
}

impl Outcomes {
    fn new(under_way: Arc<UnderWay>) -> Self {
        Self { under_way, ready: Vec::new(), recalls: FuturesUnordered::new() }
    }

    fn gather(&mut self, answered: Answered) {
        let Answered { id, partition, result } = answered;
        let outcome = match result {
            Ok(Reply::Recall(offset)) => {
                let ledger = self.under_way.ledger.clone();
                self.recalls.push(Box::pin(async move {
                    let recalled = ledger.recall(partition, offset).await;
                    let outcome = recalled.and_then(|committed| answer::outcome(&committed, partition));
                    proto::SubmissionResult { id, outcome: Some(outcome.unwrap_or_else(failed)) }
                }));
                return;
            }
            Ok(reply) => {
                answer::committed(reply).and_then(|committed| answer::outcome(&committed, partition))
            }
            Err(why) => Err(why.into()),
        };
        self.ready.push(proto::SubmissionResult { id, outcome: Some(outcome.unwrap_or_else(failed)) });
    }

    // Everything that is known by now; ends when nothing more will be.
    fn poll_results(&mut self, cx: &mut Context<'_>) -> Poll<Option<Vec<proto::SubmissionResult>>> {
        let complete = self.under_way.complete.load(Ordering::Acquire);
        if let Poll::Ready(answered) = self.under_way.answers.poll_take(cx) {
            self.ready.reserve(answered.len());
            for answered in answered {
                self.gather(answered);
            }
        }
        self.ready.append(&mut self.under_way.told.lock().unwrap_or_else(PoisonError::into_inner));
        while let Poll::Ready(Some(recalled)) = self.recalls.poll_next_unpin(cx) {
            self.ready.push(recalled);
        }
        if self.ready.is_empty() {
            let none = self.under_way.count.load(Ordering::Acquire) == 0;
            return if complete && none { Poll::Ready(None) } else { Poll::Pending };
        }
        let results = if self.ready.len() > RESULTS {
            // The rest is there already; nothing else would wake this task for it.
            cx.waker().wake_by_ref();
            self.ready.drain(..RESULTS).collect()
        } else {
            std::mem::take(&mut self.ready)
        };
        self.under_way.count.fetch_sub(results.len(), Ordering::AcqRel);
        self.under_way.fewer.notify_one();
        Poll::Ready(Some(results))
    }
}

impl Stream for Outcomes {
    type Item = Result<proto::SubmitResponse, Status>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_results(cx).map(|results| results.map(|results| Ok(proto::SubmitResponse { results })))
    }
}

impl Drop for Outcomes {
    fn drop(&mut self) {
        for task in self.under_way.tasks.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            task.abort();
        }
    }
}

/// Runs the commands of a stream.
pub(super) fn stream(
    ledger: LedgerGrpc,
    origin: Origin,
    commands: Streaming<proto::SubmitRequest>,
) -> Outcomes {
    let under_way = UnderWay::new(ledger);
    let reader = tokio::spawn(read(Arc::clone(&under_way), origin, commands));
    under_way.ends_with(reader.abort_handle());
    Outcomes::new(under_way)
}

async fn read(under_way: Arc<UnderWay>, origin: Origin, mut commands: Streaming<proto::SubmitRequest>) {
    let caller: Arc<str> = Arc::from(origin.peer.name());
    let mut passing = Passing::new(Arc::clone(&under_way), origin);
    let stop = under_way.ledger.stop.clone();
    loop {
        let next = async {
            under_way.room().await;
            commands.message().await
        };
        // An instance that stops answers what it has read; the caller goes on elsewhere with the rest.
        let message = tokio::select! {
            biased;
            () = stop.cancelled() => break,
            message = next => message,
        };
        // A stream that breaks leaves nobody to tell.
        let Ok(Some(message)) = message else { break };
        let now = under_way.ledger.clock.now();
        let asked = message.submissions.into_iter().enumerate().map(|(place, submission)| {
            let proto::Submission { id, command, timeout, traceparent } = submission;
            let command = if place >= TOGETHER {
                let problem = format!("must be at most {TOGETHER} in one message");
                Err(Failure::invalid("submissions", problem))
            } else {
                Ok(command)
            };
            let asking = Asking {
                caller: Arc::clone(&caller),
                now,
                deadline: timeout.and_then(convert::std_duration),
                trace: TraceContext::parse(&traceparent).map(|trace| trace.to_header().into()),
            };
            Asked { id, command, asking }
        });
        under_way.submit(&mut passing, asked);
    }
    under_way.complete();
}

/// Runs the commands of a batch: their outcomes, in the same order.
pub(super) async fn batch(
    ledger: LedgerGrpc,
    origin: Origin,
    asking: &Asking,
    commands: Vec<proto::Command>,
) -> Result<Vec<proto::Outcome>, Failure> {
    if commands.is_empty() || commands.len() > TOGETHER {
        return Err(Failure::invalid("commands", format!("must be 1 to {TOGETHER}")));
    }
    let count = commands.len();
    let under_way = UnderWay::new(ledger);
    let mut results = Outcomes::new(Arc::clone(&under_way));
    let asked = commands.into_iter().enumerate().map(|(place, command)| Asked {
        id: place as u64,
        command: Ok(Some(command)),
        asking: asking.clone(),
    });
    let mut passing = Passing::new(Arc::clone(&under_way), origin);
    under_way.submit(&mut passing, asked);
    drop(passing);
    under_way.complete();
    let mut outcomes = vec![proto::Outcome::default(); count];
    while let Some(some) = std::future::poll_fn(|cx| results.poll_results(cx)).await {
        for proto::SubmissionResult { id, outcome } in some {
            let place = usize::try_from(id).ok().and_then(|place| outcomes.get_mut(place));
            if let (Some(place), Some(outcome)) = (place, outcome) {
                *place = outcome;
            }
        }
    }
    Ok(outcomes)
}
