//! Commands from the call to the answer, whatever becomes of the streams that carry them.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use contracts::failure::Failure;
use contracts::ledger::v1 as proto;
use futures::task::AtomicWaker;
use kernel::Reason;
use proto::outcome::Outcome as Told;
use tokio::sync::oneshot;
use tokio::time::Instant;

use crate::passed;

/// Commands sent in one message at most.
const TOGETHER: usize = 4_096;

/// What a call hears in the end.
pub(crate) type Answer = Result<Told, Failure>;

/// The commands that wait for an answer.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    waiting: Mutex<Waiting>,
    // Of the stream that sends.
    sender: AtomicWaker,
}

#[derive(Debug, Default)]
struct Waiting {
    next_id: u64,
    calls: HashMap<u64, Call>,
    // To be sent, in order; each is in `calls`, unless its caller has gone away.
    to_send: VecDeque<u64>,
}

#[derive(Debug)]
struct Call {
    submission: proto::Submission,
    deadline: Instant,
    tries: u32,
    caller: oneshot::Sender<Answer>,
}

/// A command to be sent again.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Again {
    pub(crate) id: u64,
    /// How often it was sent.
    pub(crate) tries: u32,
    /// The ledger asked not to before this delay.
    pub(crate) least: Duration,
}

impl Pending {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a command in, to be sent by whichever stream there is.
    pub(crate) fn put(
        &self,
        command: proto::Command,
        traceparent: String,
        deadline: Instant,
    ) -> (u64, oneshot::Receiver<Answer>) {
        let (caller, answer) = oneshot::channel();
        let mut waiting = self.lock();
        let id = waiting.next_id;
        waiting.next_id += 1;
        let submission = proto::Submission { id, command: Some(command), timeout: None, traceparent };
        waiting.calls.insert(id, Call { submission, deadline, tries: 0, caller });
        waiting.to_send.push_back(id);
        let first = waiting.to_send.len() == 1;
        drop(waiting);
        if first {
            self.sender.wake();
        }
        (id, answer)
    }

    /// Forgets a command whose caller has gone away; it may have been sent.
    pub(crate) fn forget(&self, id: u64) {
        self.lock().calls.remove(&id);
    }

    /// Sends a command again.
    pub(crate) fn again(&self, id: u64) {
        self.lock().to_send.push_back(id);
        self.sender.wake();
    }

    /// A stream has broken: whatever was sent is sent again, in the order of the calls.
    pub(crate) fn start_over(&self) {
        let mut waiting = self.lock();
        let mut all: Vec<u64> = waiting.calls.keys().copied().collect();
        all.sort_unstable();
        waiting.to_send = all.into();
    }

    /// No stream can carry anything: all that waits is told why.
    pub(crate) fn fail_all(&self, failure: &Failure) {
        let mut waiting = self.lock();
        waiting.to_send.clear();
        let calls: Vec<Call> = waiting.calls.drain().map(|(_, call)| call).collect();
        drop(waiting);
        for call in calls {
            // A caller that has gone away does not mind.
            drop(call.caller.send(Err(failure.clone())));
        }
    }

    /// The next commands to send together.
    pub(crate) fn poll_send(&self, cx: &Context<'_>) -> Poll<proto::SubmitRequest> {
        self.sender.register(cx.waker());
        let mut waiting = self.lock();
        let now = Instant::now();
        let Waiting { calls, to_send, .. } = &mut *waiting;
        let mut submissions = Vec::with_capacity(to_send.len().min(TOGETHER));
        while submissions.len() < TOGETHER
            && let Some(id) = to_send.pop_front()
        {
            let Some(call) = calls.get_mut(&id) else { continue };
            call.tries += 1;
            let mut submission = call.submission.clone();
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
        for proto::SubmissionResult { id, outcome } in results {
            let answer = match outcome.and_then(|outcome| outcome.outcome) {
                Some(Told::Failure(failure)) => Err(of_the_call(failure.into())),
                Some(told) => Ok(told),
                None => Err(Failure::internal()),
            };
            if let Err(failure) = &answer
                && is_passing(failure.reason)
                && let Some(call) = waiting.calls.get(&id)
                && !call.caller.is_closed()
            {
                let least = failure.retry_after.unwrap_or_default();
                again.push(Again { id, tries: call.tries, least });
            } else if let Some(call) = waiting.calls.remove(&id) {
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

/// That the last attempt came too late says nothing of those before it.
fn of_the_call(failure: Failure) -> Failure {
    if failure.reason == Reason::DeadlinePassed { passed() } else { failure }
}

/// Whether the same command may go better later.
fn is_passing(reason: Reason) -> bool {
    matches!(reason, Reason::NotApplied | Reason::Overloaded | Reason::Unavailable)
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;

    use super::*;

    fn put(pending: &Pending) -> (u64, oneshot::Receiver<Answer>) {
        pending.put(proto::Command::default(), String::new(), Instant::now())
    }

    fn sent(pending: &Pending) -> Vec<u64> {
        let message = std::future::poll_fn(|cx| pending.poll_send(cx)).now_or_never();
        message.map(|message| message.submissions.iter().map(|one| one.id).collect()).unwrap_or_default()
    }

    fn failed(id: u64, reason: Reason) -> proto::SubmissionResult {
        let outcome = Some(Told::Failure(Failure::new(reason, "").into()));
        proto::SubmissionResult { id, outcome: Some(proto::Outcome { outcome }) }
    }

    #[tokio::test]
    async fn what_waits_is_sent_together_and_in_order() {
        let pending = Pending::default();
        let _answers: Vec<_> = (0..3).map(|_| put(&pending)).collect();
        assert_eq!(sent(&pending), [0, 1, 2]);
        assert_eq!(sent(&pending), Vec::<u64>::new());
    }

    #[tokio::test]
    async fn after_a_broken_stream_everything_unanswered_is_sent_again() {
        let pending = Pending::default();
        let _answers: Vec<_> = (0..3).map(|_| put(&pending)).collect();
        sent(&pending);
        pending.settle(vec![failed(1, Reason::InsufficientTokens)]);
        pending.start_over();
        assert_eq!(sent(&pending), [0, 2]);
    }

    #[tokio::test]
    async fn a_passing_failure_is_kept_from_the_caller_and_a_lasting_one_is_told() {
        let pending = Pending::default();
        let (id, mut answer) = put(&pending);
        sent(&pending);
        let again = Again { id, tries: 1, least: Duration::ZERO };
        assert_eq!(pending.settle(vec![failed(id, Reason::NotApplied)]), [again]);
        assert!(answer.try_recv().is_err());
        pending.again(id);
        assert_eq!(sent(&pending), [id]);
        assert_eq!(pending.settle(vec![failed(id, Reason::WalletFrozen)]), []);
        assert_eq!(answer.await.unwrap().unwrap_err().reason, Reason::WalletFrozen);
    }

    #[tokio::test]
    async fn of_an_attempt_that_came_too_late_a_caller_hears_only_that_nobody_knows() {
        let pending = Pending::default();
        let (id, answer) = put(&pending);
        sent(&pending);
        // The stream broke: the first attempt may still be read from the socket that it lies in.
        pending.start_over();
        sent(&pending);
        assert_eq!(pending.settle(vec![failed(id, Reason::DeadlinePassed)]), []);
        assert_eq!(answer.await.unwrap().unwrap_err(), passed());
    }

    #[tokio::test]
    async fn when_no_stream_can_be_had_everybody_is_told_why() {
        let pending = Pending::default();
        let (_, answer) = put(&pending);
        pending.fail_all(&Failure::new(Reason::PermissionDenied, "not you"));
        assert_eq!(answer.await.unwrap().unwrap_err().reason, Reason::PermissionDenied);
        assert_eq!(sent(&pending), Vec::<u64>::new());
    }

    #[tokio::test]
    async fn who_has_gone_away_is_not_sent_for() {
        let pending = Pending::default();
        let (id, answer) = put(&pending);
        drop(answer);
        pending.forget(id);
        assert_eq!(sent(&pending), Vec::<u64>::new());
    }
}
