//! Callers that go on calling: new requests of all kinds, old ones again, other ones under an old key, and questions.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use fastrand::Rng;
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::callers::{Callers, Subject};
use crate::history::{Answer, Ask, Call, Way};

/// Requests that a caller remembers, to repeat one of them.
const REMEMBERED: usize = 64;

/// Attempts under one key before a caller leaves it at that.
const TRIES: usize = 8;

/// What a rich wallet is given, and a poor one.
const RICH: u64 = 1_000_000;
const POOR: u64 = 200;

/// How long a hold lives: longer than any run.
const HOLD_SECONDS: i64 = 24 * 3_600;

/// The time limits of calls, from impatient to patient.
const TIMEOUTS_MS: [u64; 8] = [60, 250, 1_000, 1_000, 2_000, 4_000, 4_000, 4_000];

/// Callers at work.
pub(crate) struct Load {
    stop: Arc<AtomicBool>,
    callers: JoinSet<Vec<Call>>,
}

impl Load {
    /// Lets so many callers call about these wallets, each with its own draw of the seed.
    pub(crate) fn start(callers: &Callers, subjects: &[Subject], seed: u64, count: usize) -> Self {
        let mut load = Self { stop: Arc::default(), callers: JoinSet::new() };
        let mut rng = Rng::with_seed(seed);
        let subjects: Arc<[Subject]> = subjects.into();
        for number in 0..count {
            let caller = Caller {
                callers: callers.clone(),
                subjects: Arc::clone(&subjects),
                rng: rng.fork(),
                number,
                keys: 0,
                remembered: VecDeque::new(),
                holds: Vec::new(),
                calls: Vec::new(),
            };
            load.callers.spawn(caller.call_until(Arc::clone(&load.stop)));
        }
        load
    }

    /// Lets them come to an end: what they were told.
    pub(crate) async fn finish(self) -> Vec<Call> {
        self.stop.store(true, Ordering::Relaxed);
        self.callers.join_all().await.into_iter().flatten().collect()
    }
}

/// What a wallet is given at first: the last quarter of them is poor, so that some requests are refused.
pub(crate) const fn first_credit(subject: usize, subjects: usize) -> u64 {
    if subject * 4 < subjects * 3 { RICH } else { POOR }
}

struct Hold {
    subject: usize,
    id: String,
    left: u64,
}

#[derive(Clone)]
struct Request {
    subject: usize,
    key: String,
    ask: Ask,
}

struct Caller {
    callers: Callers,
    subjects: Arc<[Subject]>,
    rng: Rng,
    number: usize,
    keys: usize,
    remembered: VecDeque<Request>,
    holds: Vec<Hold>,
    calls: Vec<Call>,
}

impl Caller {
    async fn call_until(mut self, stop: Arc<AtomicBool>) -> Vec<Call> {
        while !stop.load(Ordering::Relaxed) {
            match self.rng.u8(0..100) {
                0..70 => self.something_new(&stop).await,
                70..85 => self.ask_balance().await,
                85..95 => self.again(false, &stop).await,
                _ => self.again(true, &stop).await,
            }
            // Nobody calls without end.
            sleep(Duration::from_millis(self.rng.u64(0..25))).await;
        }
        self.calls
    }

    async fn something_new(&mut self, stop: &AtomicBool) {
        let request = self.draw();
        self.remember(request.clone());
        let Some(Answer::Done(done)) = self.insist(&request, stop).await else { return };
        match (&request.ask, done.hold) {
            (Ask::Authorize { tokens, .. }, Some(id)) => {
                self.holds.push(Hold { subject: request.subject, id, left: *tokens });
            }
            (Ask::Capture { hold, tokens, last: false }, _) => {
                if let Some(hold) = self.holds.iter_mut().find(|one| one.id == *hold) {
                    hold.left = hold.left.saturating_sub(*tokens);
                }
            }
            _ => {}
        }
    }

    fn draw(&mut self) -> Request {
        self.keys += 1;
        let key = format!("{}-{}", self.number, self.keys);
        let subject = self.rng.usize(0..self.subjects.len());
        let ask = match self.rng.u8(0..100) {
            0..10 => Ask::Credit { tokens: self.rng.u64(1..50) },
            10..55 => Ask::Spend { tokens: self.rng.u64(1..30) },
            55..75 if !self.holds.is_empty() => return self.draw_of_hold(key),
            _ => {
                let now = self.callers.clock().now().timestamp();
                Ask::Authorize { tokens: self.rng.u64(2..40), expires_at: now + HOLD_SECONDS }
            }
        };
        Request { subject, key, ask }
    }

    fn draw_of_hold(&mut self, key: String) -> Request {
        let place = self.rng.usize(0..self.holds.len());
        let Hold { subject, id: hold, left } = &self.holds[place];
        let (subject, hold, left) = (*subject, hold.clone(), *left);
        let ask = match self.rng.u8(0..10) {
            0..3 => Ask::Release { hold },
            3..6 if left > 1 => {
                return Request {
                    subject,
                    key,
                    ask: Ask::Capture { hold, tokens: self.rng.u64(1..left), last: false },
                };
            }
            // Sometimes more than it holds, which its terms do not allow.
            6 => Ask::Capture { hold, tokens: left + 1, last: true },
            _ => Ask::Capture { hold, tokens: left, last: true },
        };
        // It is settled after this, or will never be: either way nobody needs it, but to be refused now and then.
        if self.rng.u8(0..10) > 0 {
            self.holds.swap_remove(place);
        }
        Request { subject, key, ask }
    }

    fn remember(&mut self, request: Request) {
        if self.remembered.len() == REMEMBERED {
            self.remembered.pop_front();
        }
        self.remembered.push_back(request);
    }

    async fn again(&mut self, otherwise: bool, stop: &AtomicBool) {
        if self.remembered.is_empty() {
            return;
        }
        let mut request = self.remembered[self.rng.usize(0..self.remembered.len())].clone();
        if otherwise {
            request.ask = request.ask.otherwise();
        }
        self.insist(&request, stop).await;
    }

    async fn ask_balance(&mut self) {
        let subject = self.rng.usize(0..self.subjects.len());
        self.attempt(&Request { subject, key: String::new(), ask: Ask::Balance }).await;
    }

    // Asks until there is an outcome; now and then it leaves it at the first attempt, or gives up.
    async fn insist(&mut self, request: &Request, stop: &AtomicBool) -> Option<Answer> {
        let tries = if self.rng.u8(0..4) == 0 { 1 } else { TRIES };
        for _ in 0..tries {
            let answer = self.attempt(request).await;
            if answer.is_outcome() {
                return Some(answer);
            }
            if stop.load(Ordering::Relaxed) {
                break;
            }
            sleep(Duration::from_millis(self.rng.u64(20..400))).await;
        }
        None
    }

    async fn attempt(&mut self, request: &Request) -> Answer {
        let instance = self.rng.usize(0..self.callers.instances());
        let alone = matches!(request.ask, Ask::Credit { .. } | Ask::Balance) || self.rng.bool();
        let way = if alone { Way::Unary(instance) } else { Way::Client(instance) };
        let timeout = Duration::from_millis(TIMEOUTS_MS[self.rng.usize(0..TIMEOUTS_MS.len())]);
        let subject = &self.subjects[request.subject];
        let call = self.callers.attempt(subject, &request.key, &request.ask, way, timeout).await;
        let answer = call.answer.clone();
        self.calls.push(call);
        answer
    }
}
