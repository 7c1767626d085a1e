//! The commands of a stream or a batch that are for other instances' books: one stream to each instance, opened when it is first needed.
//!
//! Commands of one account travel on one stream, in order. What an instance does not answer is told to be unknown: the same key finds out.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use contracts::convert;
use contracts::failure::Failure;
use contracts::ledger::v1 as proto;
use contracts::ledger::v1::ledger_service_client::LedgerServiceClient;
use futures::stream;
use runtime::grpc::Peer;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tonic::{Request, Status};

use super::answer;
use super::relay::{Elsewhere, Line, moved, unreachable_owner};
use super::request::Asking;
use super::submit::{UnderWay, failed};

/// Who makes a call, and whether it came through another instance.
#[derive(Clone)]
pub(super) struct Origin {
    pub(super) peer: Peer,
    pub(super) relayed: bool,
}

impl Origin {
    pub(super) fn of<T>(call: &Request<T>) -> Result<Self, Status> {
        Ok(Self { peer: Peer::of(call)?.clone(), relayed: Peer::is_relayed(call) })
    }
}

/// The streams to other instances.
pub(super) struct Passing {
    under_way: Arc<UnderWay>,
    origin: Origin,
    by_address: HashMap<String, Passage>,
}

/// One of them. How much it may hold is bounded by what may be under way.
struct Passage {
    commands: UnboundedSender<proto::SubmitRequest>,
    sent: Arc<Mutex<Sent>>,
    // To go with the next message.
    gathered: Vec<proto::Submission>,
}

/// What waits for an answer, by the id that it has on its way.
#[derive(Default)]
struct Sent {
    next_id: u64,
    waiting: HashMap<u64, Waiting>,
    // Nothing more will be answered.
    closed: bool,
}

struct Waiting {
    id: u64,
    partition: i32,
}

fn lock(sent: &Mutex<Sent>) -> MutexGuard<'_, Sent> {
    sent.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Passing {
    pub(super) fn new(under_way: Arc<UnderWay>, origin: Origin) -> Self {
        Self { under_way, origin, by_address: HashMap::new() }
    }

    /// Takes a command for a book that is not here; [`Passing::send`] sends it.
    pub(super) fn add(
        &mut self,
        partition: i32,
        id: u64,
        command: proto::Command,
        asking: &Asking,
    ) -> Result<(), Failure> {
        if self.origin.relayed {
            return Err(answer::not_taken());
        }
        let Elsewhere { owner, line, .. } = self.under_way.ledger.relays.to(partition)?;
        let passage = match self.by_address.get_mut(&owner.address) {
            Some(passage) if !lock(&passage.sent).closed => passage,
            _ => {
                let passage = open(&self.under_way, &self.origin.peer, owner.address.clone(), line);
                self.by_address.entry(owner.address).insert_entry(passage).into_mut()
            }
        };
        let mut sent = lock(&passage.sent);
        let on_its_way = sent.next_id;
        sent.next_id += 1;
        sent.waiting.insert(on_its_way, Waiting { id, partition });
        drop(sent);
        passage.gathered.push(proto::Submission {
            id: on_its_way,
            command: Some(command),
            timeout: asking.deadline.map(convert::duration),
            traceparent: asking.trace.as_deref().unwrap_or_default().to_owned(),
        });
        Ok(())
    }

    /// Sends what has gathered.
    pub(super) fn send(&mut self) {
        for passage in self.by_address.values_mut() {
            if passage.gathered.is_empty() {
                continue;
            }
            let submissions = std::mem::take(&mut passage.gathered);
            metrics::counter!("ledger_relayed_total", "what" => "commands")
                .increment(u64::try_from(submissions.len()).unwrap_or(u64::MAX));
            // Once closed, what waits has been told so, or is told here.
            if passage.commands.send(proto::SubmitRequest { submissions }).is_err() {
                give_up(&self.under_way, &passage.sent);
            }
        }
    }
}

fn open(under_way: &Arc<UnderWay>, caller: &Peer, address: String, line: Line) -> Passage {
    let (commands, to_send) = mpsc::unbounded_channel();
    let sent: Arc<Mutex<Sent>> = Arc::default();
    let (caller, passed) = (caller.clone(), Arc::clone(&sent));
    let of = Arc::clone(under_way);
    let task = tokio::spawn(async move {
        if let Err(status) = pass(&of, line, &caller, &address, to_send, &passed).await {
            tracing::debug!(%status, address, "the stream to another instance broke");
        }
        give_up(&of, &passed);
    });
    under_way.ends_with(task.abort_handle());
    Passage { commands, sent, gathered: Vec::new() }
}

async fn pass(
    under_way: &UnderWay,
    line: Line,
    caller: &Peer,
    address: &str,
    mut to_send: UnboundedReceiver<proto::SubmitRequest>,
    sent: &Mutex<Sent>,
) -> Result<(), Status> {
    let owners = under_way.ledger.relays.owners();
    let mut news = owners.news();
    let mut request = Request::new(stream::poll_fn(move |cx| to_send.poll_recv(cx)));
    caller.relay(&mut request);
    let mut client = LedgerServiceClient::new(line.streams);
    let opening = client.submit(request);
    tokio::pin!(opening);
    let mut outcomes = loop {
        tokio::select! {
            opened = &mut opening => break opened?.into_inner(),
            () = news.come() => forget_moved(under_way, address, sent),
        }
    };
    loop {
        tokio::select! {
            message = outcomes.message() => match message? {
                Some(message) => settle(under_way, sent, message.results),
                None => return Ok(()),
            },
            // An owner that is frozen or cut off does not say so.
            () = news.come() => forget_moved(under_way, address, sent),
        }
    }
}

fn settle(under_way: &UnderWay, sent: &Mutex<Sent>, results: Vec<proto::SubmissionResult>) {
    let mut waiting = lock(sent);
    let known = results.into_iter().filter_map(|result| {
        let Waiting { id, .. } = waiting.waiting.remove(&result.id)?;
        Some(proto::SubmissionResult { id, ..result })
    });
    let known: Vec<_> = known.collect();
    drop(waiting);
    under_way.tell(known);
}

fn unanswered(id: u64, failure: Failure) -> proto::SubmissionResult {
    proto::SubmissionResult { id, outcome: Some(failed(failure)) }
}

/// What waits here for a book that has another owner by now will hardly be answered.
fn forget_moved(under_way: &UnderWay, address: &str, sent: &Mutex<Sent>) {
    let owners = under_way.ledger.relays.owners();
    let mut waiting = lock(sent);
    let gone = waiting
        .waiting
        .extract_if(|_, command| owners.of(command.partition).is_none_or(|owner| owner.address != address));
    let gone: Vec<_> = gone.map(|(_, command)| unanswered(command.id, moved())).collect();
    drop(waiting);
    under_way.tell(gone);
}

fn give_up(under_way: &UnderWay, sent: &Mutex<Sent>) {
    let mut waiting = lock(sent);
    waiting.closed = true;
    let rest = waiting.waiting.drain().map(|(_, command)| unanswered(command.id, unreachable_owner()));
    let rest: Vec<_> = rest.collect();
    drop(waiting);
    under_way.tell(rest);
}
