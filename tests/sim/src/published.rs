//! From the world's words to the published contracts, and through the ledger's own front doors: gRPC requests by
//! `ledger::grpc::request`, events by `ledger::consumers`.

use contracts::accounts::v1::{AccountRegistered, AccountsEvent, RolesChanged, accounts_event};
use contracts::common::v1::Reference;
use contracts::convert::timestamp;
use contracts::failure::Failure;
use contracts::generation::v1::{
    Evidence, GenerationCancelled, GenerationEvent, GenerationFailed, GenerationOutcomeUnknown,
    GenerationRequested, GenerationStarted, GenerationSucceeded, generation_event,
};
use contracts::ledger::v1 as proto;
use contracts::ledger::v1::adjust_request::{self, Adjustment};
use contracts::payments::v1::{
    DisputeLost, DisputeOpened, DisputeWon, OrderPlaced, PaymentFailed, PaymentRefunded, PaymentSucceeded,
    PaymentsEvent, PromotionGranted, RefundFailed, RefundRequested, payments_event,
};
use contracts::reason;
use contracts::topic::TopicEvent;
use kernel::Reason;
use ledger::book::Request;
use ledger::grpc::request::{Asking, request};

use crate::asked::{About, Call, DisputeNews, Ending, Fact, RefundNews, Time, Warrant, WhyFailed};

/// The request that a call becomes, or why the front door turns it away.
pub(crate) fn call(call: &Call, account: &str, key: &str, asking: Asking) -> Result<Box<Request>, Failure> {
    let (account_id, idempotency_key) = (account.to_owned(), key.to_owned());
    match call {
        Call::Authorize { tokens, terms, expires_at, about } => request(
            proto::AuthorizeRequest {
                account_id,
                idempotency_key,
                tokens: *tokens,
                terms: Some(terms.clone().into()),
                expires_at: Some(timestamp(*expires_at)),
                reference: Some(reference(about)),
            },
            asking,
        ),
        Call::Capture { hold, tokens, last } => request(
            proto::CaptureRequest {
                account_id,
                idempotency_key,
                hold_id: hold.clone(),
                tokens: *tokens,
                r#final: *last,
            },
            asking,
        ),
        Call::Release { hold, cancelled } => request(
            proto::ReleaseRequest {
                account_id,
                idempotency_key,
                hold_id: hold.clone(),
                reason: reason::number(cancelled.then_some(Reason::CancelledByUser)),
            },
            asking,
        ),
        Call::Extend { hold, expires_at } => request(
            proto::ExtendHoldRequest {
                account_id,
                idempotency_key,
                hold_id: hold.clone(),
                expires_at: Some(timestamp(*expires_at)),
            },
            asking,
        ),
        Call::Spend { tokens, about } => request(
            proto::SpendRequest {
                account_id,
                idempotency_key,
                tokens: *tokens,
                reference: Some(reference(about)),
            },
            asking,
        ),
        Call::Freeze(by) => {
            let warrant = Some(warrant(by));
            request(proto::FreezeWalletRequest { account_id, idempotency_key, warrant }, asking)
        }
        Call::Unfreeze(by) => {
            let warrant = Some(warrant(by));
            request(proto::UnfreezeWalletRequest { account_id, idempotency_key, warrant }, asking)
        }
        Call::Give { tokens, about, warrant: by } => {
            let adjustment = Some(Adjustment::Credit(adjust_request::Credit { tokens: *tokens }));
            let (reference, warrant) = (Some(reference(about)), Some(warrant(by)));
            request(
                proto::AdjustRequest { account_id, idempotency_key, reference, warrant, adjustment },
                asking,
            )
        }
        Call::Take { tokens, allow_debt, about, warrant: by } => {
            let debit = adjust_request::Debit { tokens: *tokens, allow_debt: *allow_debt };
            let adjustment = Some(Adjustment::Debit(debit));
            let (reference, warrant) = (Some(reference(about)), Some(warrant(by)));
            request(
                proto::AdjustRequest { account_id, idempotency_key, reference, warrant, adjustment },
                asking,
            )
        }
    }
}

fn warrant(by: &Warrant) -> proto::Warrant {
    proto::Warrant {
        actor: by.actor.to_owned(),
        reason: by.reason.to_owned(),
        evidence: by.evidence.to_owned(),
    }
}

fn reference(about: &About) -> Reference {
    Reference { kind: about.kind.to_owned(), id: about.id.clone() }
}

/// A record's value: the event that tells a fact. `None` only for a moment that has no published form.
pub(crate) fn event(fact: &Fact, account: &str, id: &str, now: Time) -> Option<Vec<u8>> {
    match fact {
        Fact::Registered => accounts(
            account,
            id,
            now,
            accounts_event::Kind::AccountRegistered(AccountRegistered { roles: Vec::new() }),
        ),
        Fact::Paid { order, tokens } => payments(
            account,
            id,
            now,
            payments_event::Kind::PaymentSucceeded(PaymentSucceeded {
                order_id: order.clone(),
                tokens: *tokens,
                ..PaymentSucceeded::default()
            }),
        ),
        Fact::Granted { grant, promotion, tokens, expires_at } => payments(
            account,
            id,
            now,
            payments_event::Kind::PromotionGranted(PromotionGranted {
                grant_id: grant.clone(),
                promotion_id: promotion.clone(),
                tokens: *tokens,
                expires_at: expires_at.map(timestamp),
            }),
        ),
        Fact::Ended { generation, hold, ending } => {
            generation_event(account, id, now, generation, hold, ended(ending))
        }
        Fact::Refund { refund, order, news } => {
            payments(account, id, now, refund_news(refund.clone(), order.clone(), *news))
        }
        Fact::Dispute { dispute, order, news } => {
            payments(account, id, now, dispute_news(dispute.clone(), order.clone(), *news))
        }
    }
}

fn refund_news(refund_id: String, order_id: String, news: RefundNews) -> payments_event::Kind {
    use payments_event::Kind;
    match news {
        RefundNews::Requested => {
            Kind::RefundRequested(RefundRequested { refund_id, order_id, ..RefundRequested::default() })
        }
        RefundNews::Refunded(tokens) => Kind::PaymentRefunded(PaymentRefunded {
            refund_id,
            order_id,
            tokens,
            ..PaymentRefunded::default()
        }),
        RefundNews::Failed => {
            Kind::RefundFailed(RefundFailed { refund_id, order_id, ..RefundFailed::default() })
        }
    }
}

fn dispute_news(dispute_id: String, order_id: String, news: DisputeNews) -> payments_event::Kind {
    use payments_event::Kind;
    match news {
        DisputeNews::Opened => {
            Kind::DisputeOpened(DisputeOpened { dispute_id, order_id, ..DisputeOpened::default() })
        }
        DisputeNews::Won => Kind::DisputeWon(DisputeWon { dispute_id, order_id, ..DisputeWon::default() }),
        DisputeNews::Lost => {
            Kind::DisputeLost(DisputeLost { dispute_id, order_id, ..DisputeLost::default() })
        }
    }
}

fn ended(ending: &Ending) -> generation_event::Kind {
    match ending {
        Ending::Succeeded { cost, list, promotion } => {
            generation_event::Kind::GenerationSucceeded(GenerationSucceeded {
                cost_tokens: *cost,
                list_tokens: *list,
                promotion_id: promotion.clone(),
                ..GenerationSucceeded::default()
            })
        }
        Ending::Failed { why, category } => generation_event::Kind::GenerationFailed(GenerationFailed {
            reason: reason::number(Some(published_reason(*why))),
            evidence: (!category.is_empty())
                .then(|| Evidence { category: category.clone(), ..Evidence::default() }),
        }),
        Ending::Cancelled { delivered } => {
            generation_event::Kind::GenerationCancelled(GenerationCancelled { delivered_tokens: *delivered })
        }
    }
}

const fn published_reason(why: WhyFailed) -> Reason {
    match why {
        WhyFailed::ProviderError => Reason::ProviderError,
        WhyFailed::ProviderTimeout => Reason::ProviderTimeout,
        WhyFailed::ProhibitedPrompt => Reason::ProhibitedPrompt,
        WhyFailed::ProhibitedImage => Reason::ProhibitedImage,
        WhyFailed::CancelledByUser => Reason::CancelledByUser,
        WhyFailed::InvalidInput => Reason::InvalidInput,
    }
}

/// An event that moves no tokens, of the `n`th kind of those that there are, with its topic.
pub(crate) fn idle_event(n: u64, account: &str, id: &str, now: Time) -> (&'static str, Option<Vec<u8>>) {
    use generation_event::Kind;
    let generation = |kind| ("generation.events", generation_event(account, id, now, id, id, kind));
    match n % 6 {
        0 => (
            "accounts.events",
            accounts(account, id, now, accounts_event::Kind::RolesChanged(RolesChanged::default())),
        ),
        1 => (
            "payments.events",
            payments(account, id, now, payments_event::Kind::OrderPlaced(OrderPlaced::default())),
        ),
        2 => (
            "payments.events",
            payments(account, id, now, payments_event::Kind::PaymentFailed(PaymentFailed::default())),
        ),
        3 => generation(Kind::GenerationRequested(GenerationRequested::default())),
        4 => generation(Kind::GenerationStarted(GenerationStarted::default())),
        _ => generation(Kind::GenerationOutcomeUnknown(GenerationOutcomeUnknown::default())),
    }
}

fn accounts(account: &str, id: &str, now: Time, kind: accounts_event::Kind) -> Option<Vec<u8>> {
    let event = AccountsEvent {
        id: id.to_owned(),
        time: Some(timestamp(now)),
        account_id: account.to_owned(),
        kind: Some(kind),
    };
    event.to_value().ok()
}

fn payments(account: &str, id: &str, now: Time, kind: payments_event::Kind) -> Option<Vec<u8>> {
    let event = PaymentsEvent {
        id: id.to_owned(),
        time: Some(timestamp(now)),
        account_id: account.to_owned(),
        kind: Some(kind),
    };
    event.to_value().ok()
}

fn generation_event(
    account: &str,
    id: &str,
    now: Time,
    generation: &str,
    hold: &str,
    kind: generation_event::Kind,
) -> Option<Vec<u8>> {
    let event = GenerationEvent {
        id: id.to_owned(),
        time: Some(timestamp(now)),
        account_id: account.to_owned(),
        generation_id: generation.to_owned(),
        hold_id: hold.to_owned(),
        kind: Some(kind),
    };
    event.to_value().ok()
}
