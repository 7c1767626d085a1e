//! How long others wait for what is already decided: from an entry to its row in the token log, and from a payment to the balance.
//!
//! Both are measured as those who wait see it, while calls come in at a steady rate. *Entry to row*: from the answer to a `Spend`, which
//! comes as soon as its entry is committed, to the answer of a `ListTokenLog` that had to show that version: two hand-overs and a query
//! longer than the row took. *Payment to balance*: from before the event is handed to the producer until a `GetBalance` shows the tokens, asked for every
//! millisecond.

use std::time::Duration;

use contracts::ledger::v1::{ListTokenLogRequest, ListTokenLogResponse};
use runtime::{BoxError, Clock};
use serde::Serialize;
use tokio::time::{Interval, interval, sleep};

use crate::accounts::Choice;
use crate::commands::Work;
use crate::ledger::{Ledger, available};
use crate::load::{self, Caller, Measured, Span};
use crate::payments::Payments;
use crate::unary::{Unary, Worker};
use crate::wire::{Method, Wire};

/// How many callers share the steady rate.
const CALLERS: u16 = 50;
/// Those who look at the token log, and at balances.
const LOOKING: u16 = 4;
const LOOK_AGAIN: Duration = Duration::from_millis(1);
/// How often each of them looks.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// What is paid for.
const TOKENS: u64 = 7;

/// Quantiles of a wait.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Wait {
    pub(crate) p50_micros: u64,
    pub(crate) p99_micros: u64,
    pub(crate) samples: u64,
}

/// How long was waited, and at which rate.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Lag {
    /// Entries per second meanwhile, as many as came about.
    pub(crate) entries_per_second: u64,
    pub(crate) entry_to_row: Wait,
    pub(crate) payment_to_balance: Wait,
}

impl Wait {
    fn of(measured: &Measured) -> Self {
        Self {
            p50_micros: measured.latency.value_at_quantile(0.5),
            p99_micros: measured.latency.value_at_quantile(0.99),
            samples: measured.latency.len(),
        }
    }
}

/// Lets callers spend at a steady rate, and measures the waits meanwhile.
pub(crate) async fn measure(ledger: &Ledger, unary: &Unary, rate: u16, span: Span) -> Result<Lag, BoxError> {
    let (unary, payments) = (unary.clone(), Payments::new(ledger.kafka())?);
    load::apart(move || async move {
        let run = Clock::system().new_id().simple().to_string();
        let wire = unary.endpoint.connect().await?;
        let looking = unary.endpoint.connect().await?;
        let worker =
            |wire: &Wire, name: String| Worker::new(wire, &unary.accounts, Work::Spend, Choice::Spread, name);
        let mut steady = Vec::new();
        for number in 0..CALLERS {
            let pace = Duration::from_secs(1) * u32::from(CALLERS) / u32::from(rate);
            let worker = worker(&wire, format!("{run}-s{number}-"))?;
            steady.push(Steady { worker, pace: interval(pace) });
        }
        let mut readers = Vec::new();
        let mut buyers = Vec::new();
        for number in 0..LOOKING {
            let spends = worker(&looking, format!("{run}-r{number}-"))?;
            let list = looking.method("ListTokenLog")?;
            let pace = || interval(LOOK_EVERY);
            readers.push(Reader { spends, list, wire: looking.clone(), spent: None, pace: pace() });
            let payments = payments.clone();
            buyers.push(Buyer { payments, wire: looking.clone(), clock: Clock::system(), pace: pace() });
        }
        let (steady, rows, balances) = tokio::try_join!(
            load::run(steady.into_iter(), span),
            load::run(readers.into_iter(), span),
            load::run(buyers.into_iter(), span),
        )?;
        Ok(Lag {
            entries_per_second: steady.per_second() + rows.per_second() + balances.per_second(),
            entry_to_row: Wait::of(&rows),
            payment_to_balance: Wait::of(&balances),
        })
    })
    .await
}

/// Spends at a steady rate.
struct Steady {
    worker: Worker,
    pace: Interval,
}

impl Caller for Steady {
    async fn prepare(&mut self) -> Result<(), BoxError> {
        self.pace.tick().await;
        Ok(())
    }

    async fn call(&mut self) -> Result<(), BoxError> {
        self.worker.call().await
    }
}

/// Spends, and waits until the token log shows it.
struct Reader {
    spends: Worker,
    list: Method,
    wire: Wire,
    spent: Option<ListTokenLogRequest>,
    pace: Interval,
}

impl Caller for Reader {
    async fn prepare(&mut self) -> Result<(), BoxError> {
        self.pace.tick().await;
        let (account_id, answer) = self.spends.spend().await?;
        let balance =
            answer.receipt.and_then(|receipt| receipt.balance).ok_or("a receipt without a balance")?;
        let min_version = balance.version;
        self.spent = Some(ListTokenLogRequest { account_id, limit: 1, min_version, ..Default::default() });
        Ok(())
    }

    async fn call(&mut self) -> Result<(), BoxError> {
        let asked = self.spent.take().ok_or("nothing was spent")?;
        let page: ListTokenLogResponse = self.wire.call(&self.list, &asked).await?;
        if page.version < asked.min_version {
            return Err("the token log showed less than was asked for".into());
        }
        Ok(())
    }
}

/// Pays for tokens of a new account, and waits until it has them.
struct Buyer {
    payments: Payments,
    wire: Wire,
    clock: Clock,
    pace: Interval,
}

impl Caller for Buyer {
    async fn prepare(&mut self) -> Result<(), BoxError> {
        self.pace.tick().await;
        Ok(())
    }

    async fn call(&mut self) -> Result<(), BoxError> {
        let account = self.clock.new_id().to_string();
        self.payments.one(&account, TOKENS).await?;
        while available(&mut self.wire, &account).await? != TOKENS {
            sleep(LOOK_AGAIN).await;
        }
        Ok(())
    }
}
