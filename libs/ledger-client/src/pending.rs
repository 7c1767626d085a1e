//! Commands from the call to the answer, whatever becomes of the streams that carry them.
//!
//! Each call that waits to be sent, or was sent and not answered, is on the lane of its account ([`Routes::way`]); when that changes it is sent again
//! there, in the order of the calls, and before whatever is called later: so those of an account keep their order. The key makes it one command, and
//! an answer from the books is right whoever tells it. A failure is not: it says what became of one attempt, and counts only if that was the last.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use contracts::failure::Failure;
use contracts::ledger::v1 as proto;
use futures::task::AtomicWaker;
use kernel::Reason;
use proto::outcome::Outcome as Told;
use tokio::sync::{Notify, oneshot};
use tokio::time::Instant;

use crate::command::account_of;
use crate::passed;
use crate::routes::{HOME, Lane, Learnt, LineChanges, Routes};

/// Commands sent in one message at most.
const TOGETHER: usize = 4_096;

/// Bits of an id on the wire that tell the attempts of one call apart.
const ATTEMPT_BITS: u32 = 8;

/// What a call hears in the end.
pub(crate) type Answer = Result<Told, Failure>;

/// The commands that wait for an answer.
#[derive(Debug)]
pub(crate) struct Pending {
    waiting: Mutex<Waiting>,
    lines_changed: Notify,
}

#[derive(Debug)]
struct Waiting {
    next_id: u64,
    calls: HashMap<u64, Call>,
    queues: BTreeMap<Lane, Queue>,
    routes: Routes,
}

/// What one stream is to send, in order; each is in `calls`, unless its caller has gone away or it was sent another way.
#[derive(Debug, Default)]
struct Queue {
    to_send: VecDeque<u64>,
    sender: Arc<AtomicWaker>,
}

#[derive(Debug)]
struct Call {
    submission: proto::Submission,
    deadline: Instant,
    lane: Lane,
    state: State,
    sent: u64,
    failed: u32,
    caller: oneshot::Sender<Answer>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// In the queue of its lane.
    Queued,
    /// Under way on its lane.
    Sent,
    /// To be sent again after a while.
    Resting,
}

/// A command to be sent again.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Again {
    pub(crate) id: u64,
    /// How often it was refused.
    pub(crate) failed: u32,
    /// The ledger asked not to before this delay.
    pub(crate) least: Duration,
}

/// What one attempt of a call is called on the wire.
const fn on_the_wire(id: u64, attempt: u64) -> u64 {
    (id << ATTEMPT_BITS) | (attempt & ((1 << ATTEMPT_BITS) - 1))
}

impl Call {
    fn was_sent_last_as(&self, id: u64, wire: u64) -> bool {
        self.state == State::Sent && on_the_wire(id, self.sent) == wire
    }
}

impl Waiting {
    // Whom to wake, if it may be asleep: best when the lock is free again.
    #[must_use]
    fn push(&mut self, lane: Lane, id: u64) -> Option<Arc<AtomicWaker>> {
        let queue = self.queues.entry(lane).or_default();
        queue.to_send.push_back(id);
        (queue.to_send.len() == 1).then(|| Arc::clone(&queue.sender))
    }

    // What has another way now goes there, in the order of the calls.
    fn reroute(&mut self) {
        let Self { calls, routes, .. } = self;
        let moved = calls.iter_mut().filter_map(|(id, call)| {
            let account = call.submission.command.as_ref().map_or("", account_of);
            let lane = match call.state {
                State::Resting => call.lane,
                State::Queued | State::Sent => routes.way(account),
            };
            (lane != call.lane).then(|| {
                call.lane = lane;
                call.state = State::Queued;
                (*id, lane)
            })
        });
        let mut moved: Vec<_> = moved.collect();
        moved.sort_unstable();
        for (id, lane) in moved {
            wake(self.push(lane, id));
        }
    }
}

impl Pending {
    /// With no more than so many streams to owners.
    pub(crate) fn new(lines: usize) -> Self {
        let queues = BTreeMap::from([(HOME, Queue::default())]);
        let waiting = Waiting { next_id: 0, calls: HashMap::new(), queues, routes: Routes::new(lines) };
        Self { waiting: Mutex::new(waiting), lines_changed: Notify::new() }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    // Whoever keeps the lines looks again if there is anything new.
    fn unlock(&self, waiting: MutexGuard<'_, Waiting>) {
        let changed = waiting.routes.has_changes();
        drop(waiting);
        if changed {
            self.lines_changed.notify_one();
        }
    }

    /// Takes a command in, to be sent by the stream of its account's owner, if there is one.
    pub(crate) fn put(
        &self,
        command: proto::Command,
        traceparent: String,
        deadline: Instant,
    ) -> (u64, oneshot::Receiver<Answer>) {
        let (caller, answer) = oneshot::channel();
        let mut waiting = self.lock();
        let lane = waiting.routes.way(account_of(&command));
        let id = waiting.next_id;
        waiting.next_id += 1;
        let submission = proto::Submission { id, command: Some(command), timeout: None, traceparent };
        let call = Call { submission, deadline, lane, state: State::Queued, sent: 0, failed: 0, caller };
        waiting.calls.insert(id, call);
        let sender = waiting.push(lane, id);
        self.unlock(waiting);
        wake(sender);
        (id, answer)
    }

    /// Forgets a command whose caller has gone away; it may have been sent.
    pub(crate) fn forget(&self, id: u64) {
        self.lock().calls.remove(&id);
    }

    /// Sends a command again that was refused for a while.
    pub(crate) fn again(&self, id: u64) {
        let mut waiting = self.lock();
        let Waiting { calls, routes, .. } = &mut *waiting;
        if let Some(call) = calls.get_mut(&id)
            && call.state == State::Resting
        {
            let lane = routes.way(call.submission.command.as_ref().map_or("", account_of));
            (call.lane, call.state) = (lane, State::Queued);
            wake(waiting.push(lane, id));
        }
        self.unlock(waiting);
    }

    /// The stream that was home has broken: whatever was sent on it is sent again, in the order of the calls.
    pub(crate) fn start_over(&self) {
        let mut waiting = self.lock();
        let at_home =
            waiting.calls.iter_mut().filter(|(_, call)| call.lane == HOME && call.state != State::Resting);
        let mut all: Vec<u64> = at_home
            .map(|(id, call)| {
                call.state = State::Queued;
                *id
            })
            .collect();
        all.sort_unstable();
        waiting.queues.entry(HOME).or_default().to_send = all.into();
    }

    /// Home can carry nothing, and another would not either: all that waits there is told why.
    pub(crate) fn fail_at_home(&self, failure: &Failure) {
        let mut waiting = self.lock();
        let failed: Vec<_> = waiting.calls.extract_if(|_, call| call.lane == HOME).collect();
        drop(waiting);
        for (_, call) in failed {
            // A caller that has gone away does not mind.
            drop(call.caller.send(Err(failure.clone())));
        }
    }

    /// Home is another instance than before.
    pub(crate) fn home_moved(&self) {
        let mut waiting = self.lock();
        waiting.routes.home_moved();
        waiting.reroute();
        self.unlock(waiting);
    }

    /// The instance that is home says who owns what.
    pub(crate) fn learn(&self, told: proto::WatchOwnersResponse) -> Learnt {
        let mut waiting = self.lock();
        let learnt = waiting.routes.learn(told);
        if learnt == Learnt::News {
            waiting.reroute();
        }
        self.unlock(waiting);
        learnt
    }

    /// An owner's stream carries commands.
    pub(crate) fn opened(&self, lane: Lane) {
        let mut waiting = self.lock();
        waiting.routes.opened(lane);
        waiting.reroute();
        self.unlock(waiting);
    }

    /// It does no longer: what was sent on it is sent another way.
    pub(crate) fn broke(&self, lane: Lane) {
        let mut waiting = self.lock();
        waiting.routes.broke(lane);
        waiting.reroute();
        self.unlock(waiting);
    }

    /// The owners' streams that are to be opened or closed; waits until there are any.
    pub(crate) async fn line_changes(&self) -> LineChanges {
        loop {
            let changes = self.take_line_changes();
            if !changes.is_empty() {
                return changes;
            }
            self.lines_changed.notified().await;
        }
    }

    fn take_line_changes(&self) -> LineChanges {
        let mut waiting = self.lock();
        let changes = waiting.routes.take_changes();
        for lane in &changes.gone {
            waiting.queues.remove(lane);
        }
        changes
    }

    /// Where there are other instances than the one that is home.
    pub(crate) fn elsewhere(&self) -> Vec<Arc<str>> {
        self.lock().routes.elsewhere().into_iter().collect()
    }

    /// What wakes the stream of a lane.
    pub(crate) fn sender(&self, lane: Lane) -> Arc<AtomicWaker> {
        Arc::clone(&self.lock().queues.entry(lane).or_default().sender)
    }

    /// The next commands to send together on a lane whose stream `sender` wakes.
    pub(crate) fn poll_send(
        &self,
        lane: Lane,
        sender: &AtomicWaker,
        cx: &Context<'_>,
    ) -> Poll<proto::SubmitRequest> {
        sender.register(cx.waker());
        let mut waiting = self.lock();
        let now = Instant::now();
        let Waiting { calls, queues, .. } = &mut *waiting;
        let Some(Queue { to_send, .. }) = queues.get_mut(&lane) else { return Poll::Pending };
        let mut submissions = Vec::with_capacity(to_send.len().min(TOGETHER));
        while submissions.len() < TOGETHER
            && let Some(id) = to_send.pop_front()
        {
            let Some(call) = calls.get_mut(&id) else { continue };
            if call.lane != lane || call.state != State::Queued {
                continue;
            }
            call.state = State::Sent;
            call.sent += 1;
            let mut submission = call.submission.clone();
            submission.id = on_the_wire(id, call.sent);
            // A command that its caller no longer waits for need not be decided.
            submission.timeout =
                Some(contracts::convert::duration(call.deadline.saturating_duration_since(now)));
            submissions.push(submission);
        }
        if !to_send.is_empty() {
            // More than goes into one message: this task goes on at once.
            cx.waker().wake_by_ref();
        }
        if submissions.is_empty() { Poll::Pending } else { Poll::Ready(proto::SubmitRequest { submissions }) }
    }

    /// Outcomes have come; answers which commands are to be sent again.
    pub(crate) fn settle(&self, results: Vec<proto::SubmissionResult>) -> Vec<Again> {
        let mut again = Vec::new();
        let mut answered = Vec::with_capacity(results.len());
        let mut waiting = self.lock();
        for proto::SubmissionResult { id: wire, outcome } in results {
            let id = wire >> ATTEMPT_BITS;
            let answer = match outcome.and_then(|outcome| outcome.outcome) {
                Some(Told::Failure(failure)) => Err(of_the_call(failure.into())),
                Some(told) => Ok(told),
                None => Err(Failure::internal()),
            };
            if let Err(failure) = &answer {
                let Some(call) = waiting.calls.get_mut(&id) else { continue };
                if !call.was_sent_last_as(id, wire) {
                    continue;
                }
                if is_passing(failure.reason) && !call.caller.is_closed() {
                    call.state = State::Resting;
                    call.failed += 1;
                    let least = failure.retry_after.unwrap_or_default();
                    again.push(Again { id, failed: call.failed, least });
                    continue;
                }
            }
            if let Some(call) = waiting.calls.remove(&id) {
                answered.push((call, answer));
            }
        }
        drop(waiting);
        // All callers of a message are told before any of them calls again: they ask together, too.
        for (call, answer) in answered {
            // A caller that has gone away does not mind.
            drop(call.caller.send(answer));
        }
        again
    }
}

fn wake(sender: Option<Arc<AtomicWaker>>) {
    if let Some(sender) = sender {
        sender.wake();
    }
}

/// That the last attempt came too late says nothing of those before it.
fn of_the_call(failure: Failure) -> Failure {
    if failure.reason == Reason::DeadlinePassed { passed() } else { failure }
}

/// Whether the same command may go better later.
fn is_passing(reason: Reason) -> bool {
    matches!(reason, Reason::NotApplied | Reason::Overloaded | Reason::Unavailable)
}

#[cfg(test)]
mod tests;
