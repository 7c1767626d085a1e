//! Many spends at once, each with a key of its own, and what must be true of them whatever happens meanwhile.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use contracts::failure::Failure;
use contracts::ledger::v1::{ListTokenLogRequest, SpendRequest, SpendResponse};
use kernel::Reason;
use testkit::eventually;
use tokio::task::JoinSet;

use crate::books::Books;
use crate::customer::{Customer, answer};
use crate::world::{Client, METERING, SOON, World};

/// Accounts, spread over the partitions.
const ACCOUNTS: usize = 8;

/// Callers, each with one call under way.
const CALLERS: usize = 32;

/// What each account has bought; each call spends one token.
const TOKENS: u64 = 1_000_000;

/// How soon a caller calls again that was not told.
const AGAIN: Duration = Duration::from_millis(50);

/// What a caller does when a call fails.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnFailure {
    /// It gives up.
    Stop,
    /// It calls again with the same key until it knows.
    Insist,
}

pub(crate) struct Load<'w> {
    customers: Vec<Customer<'w>>,
    answered: Arc<AtomicUsize>,
    stop: Arc<AtomicBool>,
    callers: JoinSet<Vec<Attempt>>,
}

/// One key, and what its caller knows.
pub(crate) struct Attempt {
    customer: usize,
    key: String,
    pub(crate) answer: Result<SpendResponse, Failure>,
}

impl<'w> Load<'w> {
    pub(crate) async fn start(world: &'w World, url: &str, on_failure: OnFailure) -> Self {
        Self::start_through(world, &[url], on_failure).await
    }

    /// Calls each of these ledgers in turn; who insists asks another when one does not know.
    pub(crate) async fn start_through(world: &'w World, urls: &[&str], on_failure: OnFailure) -> Self {
        let customers: Vec<_> = (0..ACCOUNTS).map(|_| world.customer(urls[0])).collect();
        let clients: Vec<_> = urls.iter().map(|url| world.client(url, METERING)).collect();
        for customer in &customers {
            world.publish(&customer.paid(&world.new_id(), TOKENS)).await;
        }
        let mut load =
            Self { customers, answered: Arc::default(), stop: Arc::default(), callers: JoinSet::new() };
        for customer in &load.customers {
            customer.reaches(1).await;
        }
        for caller in 0..CALLERS {
            let which = caller % ACCOUNTS;
            let customer = &load.customers[which];
            let (request, mut clients) = (customer.spending("", 1), clients.clone());
            let (clock, answered, stop) =
                (world.clock.clone(), Arc::clone(&load.answered), Arc::clone(&load.stop));
            load.callers.spawn(async move {
                let mut attempts = Vec::new();
                while !stop.load(Ordering::Relaxed) {
                    let key = clock.new_id().to_string();
                    let request = SpendRequest { idempotency_key: key.clone(), ..request.clone() };
                    clients.rotate_left(1);
                    let answer = match spend(&clients[0], &request).await {
                        Err(_) if on_failure == OnFailure::Insist => {
                            insist_somewhere(&mut clients, &request).await
                        }
                        answer => answer,
                    };
                    // Whatever goes wrong, nobody is told that there are no tokens, or worse.
                    assert!(answer.as_ref().err().is_none_or(says_nothing_of_the_outcome), "{answer:?}");
                    let gave_up = answer.is_err();
                    attempts.push(Attempt { customer: which, key, answer });
                    if gave_up {
                        break;
                    }
                    answered.fetch_add(1, Ordering::Relaxed);
                }
                attempts
            });
        }
        load
    }

    /// Waits until this many more calls are answered.
    pub(crate) async fn answers(&self, more: usize) {
        let goal = self.answered.load(Ordering::Relaxed) + more;
        eventually(SOON, "answers to the load", async || {
            (self.answered.load(Ordering::Relaxed) >= goal).then_some(())
        })
        .await;
    }

    /// Tells whether the load ends.
    pub(crate) fn stopped(&self) -> impl Fn() -> bool + Send + use<> {
        let stop = Arc::clone(&self.stop);
        move || stop.load(Ordering::Relaxed)
    }

    /// Lets the callers end; those who do not know yet find out first, or have given up.
    pub(crate) async fn finish(&mut self) -> Vec<Attempt> {
        self.stop.store(true, Ordering::Relaxed);
        let callers = std::mem::take(&mut self.callers);
        callers.join_all().await.into_iter().flatten().collect()
    }

    /// Calls again with every key, at the ledger that is now at `url`: who was answered is answered the same, and who was not finds out.
    /// Then each key is in the books exactly once, and the balance and the token log say the same.
    pub(crate) async fn check(&self, url: &str, attempts: &[Attempt]) {
        let world = self.customers[0].world;
        let client = world.client(url, METERING);
        let mut again = JoinSet::new();
        for attempt in attempts {
            let request = self.customers[attempt.customer].spending(&attempt.key, 1);
            let (client, first) = (client.clone(), attempt.answer.clone().ok());
            again.spawn(async move {
                let now = insist(&client, &request).await.unwrap();
                if let Some(first) = first {
                    assert_eq!(now, first, "an answer is for ever");
                }
            });
        }
        again.join_all().await;

        let books = Books::read(world).await;
        let histories = books.replay();
        for (which, customer) in self.customers.iter().enumerate() {
            let customer = customer.through(client.clone());
            let keys = attempts.iter().filter(|attempt| attempt.customer == which);
            let once: BTreeMap<_, _> = keys.map(|attempt| (attempt.key.clone(), 1)).collect();
            assert_eq!(books.deductions(customer.id()), once, "each key exactly once, and no other");
            let balance = customer.balance().await;
            assert_eq!(balance.available, TOKENS - u64::try_from(once.len()).unwrap());
            assert_eq!(histories[&customer.id()].last().unwrap().version, balance.version);
            let log = customer.page(ListTokenLogRequest { limit: 1, ..ListTokenLogRequest::default() }).await;
            let log = log.unwrap();
            assert_eq!(log.entries[0].balance_after, i64::try_from(balance.available).unwrap());
            assert_eq!(log.version, balance.version);
        }
    }
}

async fn spend(client: &Client, request: &SpendRequest) -> Result<SpendResponse, Failure> {
    answer(client.clone().spend(request.clone()).await)
}

/// Calls with the same key until the outcome is known: paid, or refused.
pub(crate) async fn insist(client: &Client, request: &SpendRequest) -> Result<SpendResponse, Failure> {
    insist_somewhere(&mut [client.clone()], request).await
}

/// The same, another ledger each time.
async fn insist_somewhere(clients: &mut [Client], request: &SpendRequest) -> Result<SpendResponse, Failure> {
    let known = async {
        loop {
            clients.rotate_left(1);
            match spend(&clients[0], request).await {
                Err(failure) if says_nothing_of_the_outcome(&failure) => {
                    tokio::time::sleep(failure.retry_after.unwrap_or(AGAIN)).await;
                }
                known => return known,
            }
        }
    };
    tokio::time::timeout(SOON, known).await.expect("an outcome")
}

fn says_nothing_of_the_outcome(failure: &Failure) -> bool {
    [Reason::Unavailable, Reason::NotApplied, Reason::DeadlinePassed, Reason::Overloaded]
        .contains(&failure.reason)
}
