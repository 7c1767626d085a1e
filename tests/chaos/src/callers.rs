//! Asking the ledger, one attempt at a time, and what it said in our own words.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use contracts::Timestamp;
use contracts::common::v1::Reference;
use contracts::failure::Failure;
use contracts::ledger::v1 as proto;
use contracts::ledger::v1::adjust_request::{Adjustment, Credit};
use contracts::ledger::v1::ledger_service_client::LedgerServiceClient;
use eventlog::partition_of;
use kernel::Reason;
use ledger_client::{LedgerClient, Options};
use runtime::grpc::{Channel, Client};
use runtime::trace::{self, TraceContext};
use runtime::{BoxError, Clock};
use tonic::{Request, Response, Status};
use tonic_types::StatusExt as _;

use crate::books;
use crate::history::{Answer, Ask, Call, Done, Moment, NoEffect, Way};
use crate::stage::{PARTITIONS, Stage};

/// How long the client crate repeats by itself.
const CLIENT_TIMEOUT: Duration = Duration::from_secs(4);

/// How much longer than its own time limit a call may take to come back at all.
const GRACE: Duration = Duration::from_secs(10);

/// A wallet that is called about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Subject {
    pub(crate) account: String,
    pub(crate) partition: i32,
}

impl Subject {
    /// A new account.
    pub(crate) fn new(clock: &Clock) -> Self {
        let account = clock.new_id().to_string();
        Self { partition: partition_of(account.as_bytes(), PARTITIONS), account }
    }
}

/// All ways to the ledger. Clones share them, and the order of what is asked and learnt.
#[derive(Clone)]
pub(crate) struct Callers {
    unary: Vec<LedgerServiceClient<Channel>>,
    operators: Vec<LedgerServiceClient<Channel>>,
    clients: Vec<LedgerClient>,
    order: Arc<AtomicU64>,
    clock: Clock,
}

impl Callers {
    /// Ways through each instance. Belongs to the runtime that it is made in.
    pub(crate) fn new(stage: &Stage, clock: &Clock) -> Result<Self, BoxError> {
        let (metering, operator) = (stage.identity("metering/chaos")?, stage.identity("operator")?);
        let mut callers = Self {
            unary: Vec::new(),
            operators: Vec::new(),
            clients: Vec::new(),
            order: Arc::default(),
            clock: clock.clone(),
        };
        for url in stage.urls() {
            let endpoint = Client::to(url, &metering, "ledger")?;
            callers.unary.push(LedgerServiceClient::new(endpoint.channel()));
            let options = Options { timeout: CLIENT_TIMEOUT, ..Options::default() };
            callers.clients.push(LedgerClient::new(&endpoint, options));
            callers.operators.push(LedgerServiceClient::new(Client::to(url, &operator, "ledger")?.channel()));
        }
        Ok(callers)
    }

    /// Through how many instances they can go.
    pub(crate) fn instances(&self) -> usize {
        self.unary.len()
    }

    /// The machine's clock.
    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Asks once, and writes down what came of it. `timeout` is for a call of its own; the client crate has one for all.
    pub(crate) async fn attempt(
        &self,
        subject: &Subject,
        key: &str,
        ask: &Ask,
        way: Way,
        timeout: Duration,
    ) -> Call {
        let trace = TraceContext::root();
        let began = self.now();
        let asking = trace::scope(trace, self.ask(&subject.account, key, ask, way, timeout));
        let answer = tokio::time::timeout(timeout.max(CLIENT_TIMEOUT) + GRACE, asking).await;
        let answer =
            answer.unwrap_or_else(|_| Answer::Unexpected("the call outlived its own time limit".to_owned()));
        Call {
            account: subject.account.clone(),
            partition: subject.partition,
            key: key.to_owned(),
            trace: trace.trace_id(),
            way,
            ask: ask.clone(),
            began,
            ended: self.now(),
            answer,
        }
    }

    fn now(&self) -> Moment {
        Moment {
            order: self.order.fetch_add(1, Ordering::SeqCst),
            micros: self.clock.now().timestamp_micros(),
        }
    }

    async fn ask(&self, account: &str, key: &str, ask: &Ask, way: Way, timeout: Duration) -> Answer {
        match way {
            Way::Unary(instance) => self.ask_alone(account, key, ask, instance, timeout).await,
            Way::Client(instance) => self.ask_by_client(account, key, ask, instance).await,
        }
    }

    async fn ask_alone(
        &self,
        account: &str,
        key: &str,
        ask: &Ask,
        instance: usize,
        timeout: Duration,
    ) -> Answer {
        let (mut unary, mut operator) = (self.unary[instance].clone(), self.operators[instance].clone());
        match ask {
            Ask::Credit { tokens } => {
                let request = within(credit(account, key, *tokens), timeout);
                told(operator.adjust(request).await, |answer| done(answer.receipt, None, None))
            }
            Ask::Spend { tokens } => {
                let request = within(spend(account, key, *tokens), timeout);
                told(unary.spend(request).await, |answer| done(answer.receipt, None, None))
            }
            Ask::Authorize { tokens, expires_at } => {
                let request = within(authorize(account, key, *tokens, *expires_at), timeout);
                told(unary.authorize(request).await, authorized)
            }
            Ask::Capture { hold, tokens, last } => {
                let request = within(capture(account, key, hold, *tokens, *last), timeout);
                told(unary.capture(request).await, captured)
            }
            Ask::Release { hold } => {
                let request = within(release(account, key, hold), timeout);
                told(unary.release(request).await, released)
            }
            Ask::Balance => {
                let request = within(proto::GetBalanceRequest { account_id: account.to_owned() }, timeout);
                told(unary.get_balance(request).await, |answer| {
                    answer.balance.map_or_else(malformed, |balance| Answer::Balance(books::balance(balance)))
                })
            }
        }
    }

    async fn ask_by_client(&self, account: &str, key: &str, ask: &Ask, instance: usize) -> Answer {
        let client = &self.clients[instance];
        match ask {
            Ask::Spend { tokens } => heard(client.run(spend(account, key, *tokens)).await, |answer| {
                done(answer.receipt, None, None)
            }),
            Ask::Authorize { tokens, expires_at } => {
                heard(client.run(authorize(account, key, *tokens, *expires_at)).await, authorized)
            }
            Ask::Capture { hold, tokens, last } => {
                heard(client.run(capture(account, key, hold, *tokens, *last)).await, captured)
            }
            Ask::Release { hold } => heard(client.run(release(account, key, hold)).await, released),
            Ask::Credit { .. } | Ask::Balance => {
                Answer::Unexpected("the client crate has no such call".to_owned())
            }
        }
    }
}

fn within<T>(request: T, timeout: Duration) -> Request<T> {
    let mut request = Request::new(request);
    request.set_timeout(timeout);
    request
}

fn reference() -> Reference {
    Reference { kind: "chaos".to_owned(), id: "run".to_owned() }
}

fn credit(account: &str, key: &str, tokens: u64) -> proto::AdjustRequest {
    let warrant = proto::Warrant {
        actor: "operator-1".to_owned(),
        reason: "chaos".to_owned(),
        evidence: "make chaos".to_owned(),
    };
    proto::AdjustRequest {
        account_id: account.to_owned(),
        idempotency_key: key.to_owned(),
        reference: Some(reference()),
        warrant: Some(warrant),
        adjustment: Some(Adjustment::Credit(Credit { tokens })),
    }
}

fn spend(account: &str, key: &str, tokens: u64) -> proto::SpendRequest {
    proto::SpendRequest {
        account_id: account.to_owned(),
        idempotency_key: key.to_owned(),
        tokens,
        reference: Some(reference()),
    }
}

fn authorize(account: &str, key: &str, tokens: u64, expires_at: i64) -> proto::AuthorizeRequest {
    proto::AuthorizeRequest {
        account_id: account.to_owned(),
        idempotency_key: key.to_owned(),
        tokens,
        terms: None,
        expires_at: Some(Timestamp { seconds: expires_at, nanos: 0 }),
        reference: Some(reference()),
    }
}

fn capture(account: &str, key: &str, hold: &str, tokens: u64, last: bool) -> proto::CaptureRequest {
    proto::CaptureRequest {
        account_id: account.to_owned(),
        idempotency_key: key.to_owned(),
        hold_id: hold.to_owned(),
        tokens,
        r#final: last,
    }
}

fn release(account: &str, key: &str, hold: &str) -> proto::ReleaseRequest {
    proto::ReleaseRequest {
        account_id: account.to_owned(),
        idempotency_key: key.to_owned(),
        hold_id: hold.to_owned(),
        reason: 0,
    }
}

fn authorized(answer: proto::AuthorizeResponse) -> Answer {
    done(answer.receipt, Some(answer.hold_id), None)
}

fn captured(answer: proto::CaptureResponse) -> Answer {
    done(answer.receipt, None, Some((answer.captured, answer.released)))
}

fn released(answer: proto::ReleaseResponse) -> Answer {
    done(answer.receipt, None, Some((0, answer.released)))
}

fn done(receipt: Option<proto::Receipt>, hold: Option<String>, moved: Option<(u64, u64)>) -> Answer {
    let Some(proto::Receipt { entry_id, balance: Some(balance), partition, offset, .. }) = receipt else {
        return malformed();
    };
    Answer::Done(Done { entry: entry_id, partition, offset, balance: books::balance(balance), hold, moved })
}

fn malformed() -> Answer {
    Answer::Unexpected("an answer without a receipt or a balance".to_owned())
}

/// What a single call was told. Only what the ledger itself says has a reason of ours; a timer or a connection on the way knows nothing.
fn told<T>(answer: Result<Response<T>, Status>, say: impl FnOnce(T) -> Answer) -> Answer {
    match answer {
        Ok(answer) => say(answer.into_inner()),
        Err(status) => {
            let by_the_ledger = status.get_details_error_info().is_some();
            failed(&Failure::from_status(&status), by_the_ledger)
        }
    }
}

/// What the client crate said in the end: it concludes nothing from what it is told on the way.
fn heard<T>(answer: Result<T, Failure>, say: impl FnOnce(T) -> Answer) -> Answer {
    answer.map_or_else(|failure| failed(&failure, false), say)
}

fn failed(failure: &Failure, by_the_ledger: bool) -> Answer {
    let reason = failure.reason;
    let no_effect = match reason {
        Reason::NotApplied => Some(NoEffect::NotApplied),
        Reason::DeadlinePassed => Some(NoEffect::DeadlinePassed),
        Reason::Overloaded => Some(NoEffect::Overloaded),
        _ => None,
    };
    match (reason, no_effect) {
        (_, Some(why)) if by_the_ledger => Answer::NoEffect(why),
        (_, Some(_)) | (Reason::Unavailable, None) => Answer::Unknown(reason.as_str().to_owned()),
        (Reason::IdempotencyKeyReused, None) => Answer::KeyReused,
        // A refusal that is an entry says what was available then.
        (_, None) => match failure.facts.get("available").and_then(|text| text.parse().ok()) {
            Some(available) => Answer::Refused { reason: reason.as_str().to_owned(), available },
            None => Answer::Unexpected(failure.to_string()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_ledger_itself_says_counts_as_having_no_effect() {
        let own = |reason| Status::from(Failure::new(reason, ""));
        let cases = [
            (own(Reason::NotApplied), Answer::NoEffect(NoEffect::NotApplied)),
            (own(Reason::DeadlinePassed), Answer::NoEffect(NoEffect::DeadlinePassed)),
            (own(Reason::Overloaded), Answer::NoEffect(NoEffect::Overloaded)),
            (own(Reason::Unavailable), Answer::Unknown("UNAVAILABLE".to_owned())),
            (own(Reason::IdempotencyKeyReused), Answer::KeyReused),
            (Status::deadline_exceeded("a timer"), Answer::Unknown("DEADLINE_PASSED".to_owned())),
            (Status::cancelled("a timer"), Answer::Unknown("DEADLINE_PASSED".to_owned())),
            (Status::unavailable("a broken connection"), Answer::Unknown("UNAVAILABLE".to_owned())),
            (
                Status::from(Failure::new(Reason::HoldNotOpen, "").fact("available", 7)),
                Answer::Refused { reason: "HOLD_NOT_OPEN".to_owned(), available: 7 },
            ),
        ];
        for (status, answer) in cases {
            assert_eq!(told::<()>(Err(status.clone()), |()| malformed()), answer, "{status:?}");
        }
        let defect = told::<()>(Err(own(Reason::InternalError)), |()| malformed());
        assert!(matches!(defect, Answer::Unexpected(_)));
    }

    #[test]
    fn the_client_crate_concludes_nothing() {
        for reason in [Reason::NotApplied, Reason::DeadlinePassed, Reason::Overloaded, Reason::Unavailable] {
            let answer = heard::<()>(Err(Failure::new(reason, "")), |()| malformed());
            assert_eq!(answer, Answer::Unknown(reason.as_str().to_owned()));
        }
    }
}
