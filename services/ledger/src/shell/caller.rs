//! The ways back to those who asked.

use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use futures::task::AtomicWaker;
use tokio::sync::oneshot;

use super::NotAnswered;
use crate::book::Reply;

/// Who waits for a reply.
pub(super) enum Caller {
    /// A single call.
    Alone(oneshot::Sender<Reply>),
    /// One of many in a batch or a stream.
    Among(Ticket),
}

impl Caller {
    /// Tells the caller, who is woken later, by [`Wakes`]: mostly more replies follow at once.
    pub(super) fn answer(self, reply: Reply, wakes: &mut Wakes) {
        wakes.given += 1;
        match self {
            Self::Alone(caller) => wakes.alone.push((caller, reply)),
            Self::Among(ticket) => wakes.answers.extend(ticket.answer(Ok(reply))),
        }
    }

    /// Tells the caller that the book never saw the request.
    pub(super) fn refuse(self, why: NotAnswered) {
        match self {
            // Who calls alone hears it from the mailbox.
            Self::Alone(_) => {}
            Self::Among(ticket) => {
                if let Some(answers) = ticket.answer(Err(why)) {
                    answers.waker.wake();
                }
            }
        }
    }
}

/// How long replies wait for those of other books that are about to come.
const GATHERS: Duration = Duration::from_micros(500);

/// So many replies are worth a wake by themselves.
pub(super) const ENOUGH: usize = 128;

/// Who is to be woken once the replies at hand are given.
///
/// Groups of several brokers' books come back from the log one after another. Callers who are answered together ask together, so that the next
/// groups are as large as they can be, and each message between them and the books carries more.
#[derive(Default)]
pub(super) struct Wakes {
    alone: Vec<(oneshot::Sender<Reply>, Reply)>,
    answers: Vec<Arc<Answers>>,
    // Replies since the last wake.
    given: usize,
    since: Option<Instant>,
}

impl Wakes {
    /// Wakes them, unless `more` is about to come, they are few, and none has waited for long.
    pub(super) fn wake(&mut self, more: bool, now: Instant) {
        if self.are_none() {
            return;
        }
        if more && self.given < ENOUGH && now < *self.since.get_or_insert(now) + GATHERS {
            return;
        }
        (self.given, self.since) = (0, None);
        for (caller, reply) in self.alone.drain(..) {
            // A caller that has gone away does not mind.
            drop(caller.send(reply));
        }
        for answers in self.answers.drain(..) {
            answers.waker.wake();
        }
    }

    fn are_none(&self) -> bool {
        self.alone.is_empty() && self.answers.is_empty()
    }

    /// Until when they may wait.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.since.map(|since| since + GATHERS)
    }
}

/// The right to one answer. Dropped without one, it says that there will be none.
pub(super) struct Ticket {
    answers: Option<Arc<Answers>>,
    id: u64,
    partition: i32,
}

impl Ticket {
    pub(super) fn new(answers: &Arc<Answers>, id: u64, partition: i32) -> Self {
        Self { answers: Some(Arc::clone(answers)), id, partition }
    }

    // Whom to wake, if it was the first answer since the last look.
    fn answer(mut self, result: Result<Reply, NotAnswered>) -> Option<Arc<Answers>> {
        let answers = self.answers.take()?;
        answers.put(Answered { id: self.id, partition: self.partition, result }).then_some(answers)
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        if let Some(answers) = self.answers.take() {
            let stopped = Err(NotAnswered::Stopped);
            if answers.put(Answered { id: self.id, partition: self.partition, result: stopped }) {
                answers.waker.wake();
            }
        }
    }
}

/// One of many requests with its reply.
#[derive(Debug)]
pub struct Answered {
    /// As the request was submitted.
    pub id: u64,
    /// The partition of its book.
    pub partition: i32,
    /// The reply, or why there is none.
    pub result: Result<Reply, NotAnswered>,
}

/// Where the answers to many requests gather until somebody takes them, all that have come at once.
#[derive(Debug, Default)]
pub struct Answers {
    gathered: Mutex<Vec<Answered>>,
    waker: AtomicWaker,
}

impl Answers {
    // Whether it is the first since the last look.
    fn put(&self, answered: Answered) -> bool {
        let mut gathered = self.gathered.lock().unwrap_or_else(PoisonError::into_inner);
        gathered.push(answered);
        gathered.len() == 1
    }

    /// Takes what has come. The one task that polls is woken when there is more.
    pub fn poll_take(&self, cx: &Context<'_>) -> Poll<Vec<Answered>> {
        self.waker.register(cx.waker());
        let mut gathered = self.gathered.lock().unwrap_or_else(PoisonError::into_inner);
        if gathered.is_empty() { Poll::Pending } else { Poll::Ready(std::mem::take(&mut *gathered)) }
    }

    /// Wakes the task that polls, though no answer has come.
    pub fn wake(&self) {
        self.waker.wake();
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;

    use super::*;

    fn take(answers: &Answers) -> Vec<u64> {
        let taken = std::future::poll_fn(|cx| answers.poll_take(cx)).now_or_never();
        taken.unwrap_or_default().into_iter().map(|answered| answered.id).collect()
    }

    #[test]
    fn answers_gather_until_they_are_taken() {
        let answers = Arc::new(Answers::default());
        assert_eq!(take(&answers), Vec::<u64>::new());
        let mut wakes = Wakes::default();
        for id in [7, 8] {
            Caller::Among(Ticket::new(&answers, id, 0)).answer(Reply::KeyReused, &mut wakes);
        }
        assert_eq!(wakes.answers.len(), 1, "one wake for both");
        assert_eq!(take(&answers), [7, 8]);
    }

    #[test]
    fn answers_wait_for_others_that_are_about_to_come_and_not_for_long() {
        let answers = Arc::new(Answers::default());
        let (mut wakes, now) = (Wakes::default(), Instant::now());
        let reply = |wakes: &mut Wakes| {
            Caller::Among(Ticket::new(&answers, 1, 0)).answer(Reply::KeyReused, wakes);
            take(&answers);
        };
        reply(&mut wakes);
        wakes.wake(false, now);
        assert!(wakes.answers.is_empty(), "nothing else is on its way");
        reply(&mut wakes);
        wakes.wake(true, now);
        assert_eq!((wakes.answers.len(), wakes.deadline()), (1, Some(now + GATHERS)));
        wakes.wake(true, now + GATHERS);
        assert_eq!((wakes.answers.len(), wakes.deadline()), (0, None));
    }

    #[test]
    fn many_answers_do_not_wait_for_others() {
        let answers = Arc::new(Answers::default());
        let (mut wakes, now) = (Wakes::default(), Instant::now());
        for _ in 0..2 {
            for id in 1..=ENOUGH as u64 {
                wakes.wake(true, now);
                assert_eq!(wakes.answers.len(), usize::from(id > 1), "before the {id}th");
                Caller::Among(Ticket::new(&answers, id, 0)).answer(Reply::KeyReused, &mut wakes);
            }
            wakes.wake(true, now);
            assert!(wakes.answers.is_empty());
            assert_eq!(take(&answers).len(), ENOUGH);
        }
    }

    #[test]
    fn who_calls_alone_is_answered_with_the_others() {
        let (mut wakes, now) = (Wakes::default(), Instant::now());
        let (caller, mut reply) = oneshot::channel();
        Caller::Alone(caller).answer(Reply::KeyReused, &mut wakes);
        wakes.wake(true, now);
        assert!(reply.try_recv().is_err());
        wakes.wake(false, now);
        assert!(matches!(reply.try_recv(), Ok(Reply::KeyReused)));
    }

    #[test]
    fn a_ticket_that_is_dropped_says_so() {
        let answers = Arc::new(Answers::default());
        drop(Ticket::new(&answers, 3, 1));
        let taken = std::future::poll_fn(|cx| answers.poll_take(cx)).now_or_never().unwrap();
        assert!(matches!(taken[0], Answered { id: 3, partition: 1, result: Err(NotAnswered::Stopped) }));
    }
}
