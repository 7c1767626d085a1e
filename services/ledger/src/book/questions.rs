//! Questions wait until it is certain that the book was still its own when they came.
//!
//! An owner that another instance has superseded does not know it yet. So a question is answered only once the owner has learnt
//! where the log ended at a moment after the question came, and knows every record before that end: whatever was answered
//! before the question, by whomever, stands there.

use std::collections::VecDeque;

use super::machine::{Book, Phase};
use super::{Action, Codec, Ids, KeyDigest, Query, Reply, RequestDigest};

/// What is answered only by a book that is certain to be up to date.
#[derive(Debug, Clone, Copy, Hash)]
pub(super) enum Asked {
    /// A question about a wallet.
    Query(Query),
    /// A command that came after its deadline: is there a first answer to its key?
    Late(KeyDigest, RequestDigest),
}

/// A question and who asks.
#[derive(Debug, Clone, Hash)]
pub(super) struct Question<T> {
    pub(super) caller: T,
    pub(super) asked: Asked,
    // Every record below this offset must be known before it is answered.
    until: i64,
}

/// The questions of a book that wait, however far they have come.
#[derive(Debug, Clone, Hash)]
pub(super) struct Questions<T> {
    // Came after the last time that the log's end was asked for.
    fresh: Vec<Question<T>>,
    // Wait for the log's end. Those that come meanwhile cannot join: the end may have been looked at before they came.
    asking: Vec<Question<T>>,
    // Know the end that counts for them; records before it are not committed yet.
    waiting: VecDeque<Question<T>>,
    asks: u64,
}

impl<T> Questions<T> {
    pub(super) const fn new() -> Self {
        Self { fresh: Vec::new(), asking: Vec::new(), waiting: VecDeque::new(), asks: 0 }
    }

    pub(super) fn put(&mut self, caller: T, asked: Asked, until: i64) {
        self.fresh.push(Question { caller, asked, until });
    }

    /// The number of the next ask for the log's end, if it is time for one: one at a time serves all that have come.
    pub(super) fn next_ask(&mut self) -> Option<u64> {
        if !self.asking.is_empty() || self.fresh.is_empty() {
            return None;
        }
        std::mem::swap(&mut self.asking, &mut self.fresh);
        self.asks += 1;
        Some(self.asks)
    }

    /// Whether somebody waits for the answer to this ask.
    pub(super) fn is_awaited(&self, ask: u64) -> bool {
        ask == self.asks && !self.asking.is_empty()
    }

    /// The log ended at `end`: gives those back that can be answered by whoever knows all below `known`; the others wait.
    pub(super) fn end_is(&mut self, end: i64, known: i64) -> Vec<Question<T>> {
        for question in &mut self.asking {
            question.until = question.until.max(end);
        }
        let (ready, later) = self.asking.drain(..).partition(|question| question.until <= known);
        self.waiting.extend::<Vec<_>>(later);
        ready
    }

    /// The next one that can be answered by whoever knows all below `known`.
    pub(super) fn next_ready(&mut self, known: i64) -> Option<Question<T>> {
        if self.waiting.front()?.until <= known { self.waiting.pop_front() } else { None }
    }

    /// Nothing that was learnt about the log's end counts any more.
    pub(super) fn start_over(&mut self) {
        self.fresh.extend(self.waiting.drain(..).chain(self.asking.drain(..)));
    }

    /// Takes them all.
    pub(super) fn take(&mut self) -> impl Iterator<Item = Question<T>> + use<T> {
        self.start_over();
        std::mem::take(&mut self.fresh).into_iter()
    }
}

impl<C: Codec, I: Ids, T> Book<C, I, T> {
    pub(super) fn question(&mut self, caller: T, query: Query, out: &mut Vec<Action<T>>) {
        let (Query::Balance(account) | Query::Hold(account, _)) = query;
        // A caller sees the effect of what it has sent before its question, even without waiting for the answer.
        let until = if self.ahead.contains_key(&account) { self.expected_end() } else { 0 };
        self.ask(caller, Asked::Query(query), until, out);
    }

    pub(super) fn ask(&mut self, caller: T, asked: Asked, until: i64, out: &mut Vec<Action<T>>) {
        self.questions.put(caller, asked, until);
        if self.phase == Phase::Owning {
            self.ask_for_the_end(out);
        }
    }

    pub(super) fn ask_for_the_end(&mut self, out: &mut Vec<Action<T>>) {
        out.extend(self.questions.next_ask().map(|ask| Action::AskEnd { ask }));
    }

    // Where the log ends once everything on its way has arrived, if nobody else writes.
    fn expected_end(&self) -> i64 {
        self.committed.next_offset.saturating_add_unsigned(self.in_flight.len() as u64)
    }

    pub(super) fn end_is(&mut self, ask: u64, end: i64, out: &mut Vec<Action<T>>) {
        if !self.questions.is_awaited(ask) {
            return;
        }
        if end > self.expected_end() {
            // Somebody else has written.
            self.read(out);
            return;
        }
        for question in self.questions.end_is(end, self.committed.next_offset) {
            self.answer(question, out);
        }
        self.ask_for_the_end(out);
    }

    pub(super) fn answer(&self, question: Question<T>, out: &mut Vec<Action<T>>) {
        let wallet = |account| self.committed.wallets.get(&account);
        let reply = match question.asked {
            Asked::Query(Query::Balance(account)) => {
                Reply::Balance(wallet(account).map(|wallet| wallet.balance()).unwrap_or_default())
            }
            Asked::Query(Query::Hold(account, hold)) => {
                Reply::Hold(wallet(account).and_then(|wallet| wallet.hold(hold)).cloned().map(Box::new))
            }
            Asked::Late(key, digest) => self.first_answer(&key, digest).unwrap_or(Reply::DeadlinePassed),
        };
        out.push(Action::Reply(question.caller, reply));
    }
}
