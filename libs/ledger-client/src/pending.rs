//! Commands from the call to the answer, whatever becomes of the streams that carry them.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use contracts::failure::Failure;
use contracts::ledger::v1 as proto;
use futures::task::AtomicWaker;
use kernel::Reason;
use proto::outcome::Outcome as Told;
use tokio::sync::oneshot;
use tokio::time::Instant;

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

/// What is to be done about an outcome.
pub(crate) enum Next {
    /// Nothing: the caller has its answer, or has gone away.
    Done,
    /// Send it again, for the n-th time; the ledger asked not to before this delay.
    Again(u64, u32, std::time::Duration),
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

    /// An outcome has come.
    pub(crate) fn settle(&self, result: proto::SubmissionResult) -> Next {
        let proto::SubmissionResult { id, outcome } = result;
        let answer = match outcome.and_then(|outcome| outcome.outcome) {
            Some(Told::Failure(failure)) => Err(Failure::from(failure)),
            Some(told) => Ok(told),
            None => Err(Failure::internal()),
        };
        let mut waiting = self.lock();
        if let Err(failure) = &answer
            && is_passing(failure.reason)
            && let Some(call) = waiting.calls.get(&id)
            && !call.caller.is_closed()
        {
            return Next::Again(id, call.tries, failure.retry_after.unwrap_or_default());
        }
        if let Some(call) = waiting.calls.remove(&id) {
            drop(waiting);
            // A caller that has gone away does not mind.
            drop(call.caller.send(answer));
        }
        Next::Done
    }
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
        pending.settle(failed(1, Reason::InsufficientTokens));
        pending.start_over();
        assert_eq!(sent(&pending), [0, 2]);
    }

    #[tokio::test]
    async fn a_passing_failure_is_kept_from_the_caller_and_a_lasting_one_is_told() {
        let pending = Pending::default();
        let (id, mut answer) = put(&pending);
        sent(&pending);
        assert!(matches!(pending.settle(failed(id, Reason::NotApplied)), Next::Again(0, 1, _)));
        assert!(answer.try_recv().is_err());
        pending.again(id);
        assert_eq!(sent(&pending), [id]);
        assert!(matches!(pending.settle(failed(id, Reason::WalletFrozen)), Next::Done));
        assert_eq!(answer.await.unwrap().unwrap_err().reason, Reason::WalletFrozen);
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
