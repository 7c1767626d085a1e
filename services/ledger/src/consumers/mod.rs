//! From events of other topics to commands on wallets. Pure: a record in, a command out.
//!
//! A command's key is the event's business key, so that a payment that is told twice, by two events at two offsets, is credited
//! once. Kinds that move no tokens are passed over.

use std::sync::Arc;

use contracts::accounts::v1::{AccountsEvent, accounts_event};
use contracts::convert;
use contracts::generation::v1::{GenerationEvent, generation_event};
use contracts::payments::v1::{PaymentsEvent, payments_event};
use contracts::reason;
use contracts::topic::TopicEvent;
use eventlog::{Received, Topic, partition_of};
use kernel::{AccountId, DisputeId, GenerationId, GrantId, OrderId, Outcome, RefundId, Tokens};
use uuid::Uuid;

use crate::book::{Request, RequestDigest};
use crate::domain::{Command, LotSource, Reference, Told};

/// What an input means for the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Understood {
    /// It moves no tokens.
    NothingToDo,
    /// It is a command to a wallet.
    Command(Request),
}

/// Reads a record of one of the input topics. An error says, for a person, why it cannot be understood.
pub fn understand(received: &Received, partitions: i32) -> Result<Understood, String> {
    let asked = match received.topic.name() {
        name if name == Topic::ACCOUNTS.name() => {
            read::<AccountsEvent>(received).and_then(|event| account(&event))
        }
        name if name == Topic::PAYMENTS.name() => {
            read::<PaymentsEvent>(received).and_then(|event| payment(&event))
        }
        name if name == Topic::GENERATION.name() => {
            read::<GenerationEvent>(received).and_then(|event| generation(&event))
        }
        other => Err(format!("{other} is not an input of the ledger")),
    }?;
    let Some(asked) = asked else { return Ok(Understood::NothingToDo) };
    // A wallet lives in the partition of its account's id. An event in another one would open a second wallet for the account.
    let expected = partition_of(asked.account.encode(&mut Uuid::encode_buffer()).as_bytes(), partitions);
    if expected != received.partition {
        return Err(format!(
            "the event is about an account of partition {expected}; its key must be the account's id"
        ));
    }
    Ok(Understood::Command(Request {
        account: asked.account,
        caller: Arc::from(received.topic.name()),
        key: asked.key.into(),
        digest: asked.digest,
        command: asked.command,
        deadline: None,
        trace: None,
    }))
}

struct Asked {
    account: AccountId,
    key: String,
    digest: RequestDigest,
    command: Command,
}

fn read<E: TopicEvent>(received: &Received) -> Result<E, String> {
    E::from_value(&received.value).map_err(|error| error.to_string())
}

fn account(event: &AccountsEvent) -> Result<Option<Asked>, String> {
    use accounts_event::Kind;
    match &event.kind {
        Some(Kind::AccountRegistered(_)) => Ok(Some(Asked {
            account: convert::id("account_id", &event.account_id).map_err(|error| error.to_string())?,
            key: "account:registered".to_owned(),
            digest: RequestDigest::of("AccountRegistered", &[]),
            command: Command::Open,
        })),
        // None is a kind of a later version: not ours to judge.
        Some(Kind::RolesChanged(_) | Kind::ApiKeyIssued(_) | Kind::ApiKeyRevoked(_)) | None => Ok(None),
    }
}

fn payment(event: &PaymentsEvent) -> Result<Option<Asked>, String> {
    use payments_event::Kind;
    let account = || convert::id("account_id", &event.account_id).map_err(|error| error.to_string());
    match &event.kind {
        Some(Kind::PaymentSucceeded(paid)) => {
            let order: OrderId = convert::id("payment_succeeded.order_id", &paid.order_id)
                .map_err(|error| error.to_string())?;
            Ok(Some(Asked {
                account: account()?,
                key: format!("order:{order}:paid"),
                digest: RequestDigest::of("PaymentSucceeded", &paid.tokens.to_be_bytes()),
                command: Command::Credit {
                    tokens: positive("payment_succeeded.tokens", paid.tokens)?,
                    source: LotSource::Purchase,
                    // Purchased tokens never expire (P2), whatever an event may say.
                    expires_at: None,
                    reference: Reference::new("order", order.to_string()),
                },
            }))
        }
        Some(Kind::PromotionGranted(granted)) => {
            let grant: GrantId = convert::id("promotion_granted.grant_id", &granted.grant_id)
                .map_err(|error| error.to_string())?;
            Ok(Some(Asked {
                account: account()?,
                key: format!("grant:{grant}"),
                digest: RequestDigest::of("PromotionGranted", &granted.tokens.to_be_bytes()),
                command: Command::Credit {
                    tokens: positive("promotion_granted.tokens", granted.tokens)?,
                    source: LotSource::Promotion,
                    expires_at: convert::optional_time(
                        "promotion_granted.expires_at",
                        granted.expires_at.as_ref(),
                    )
                    .map_err(|error| error.to_string())?,
                    reference: Reference::new("promotion", granted.promotion_id.clone()),
                },
            }))
        }
        Some(Kind::RefundRequested(asked)) => {
            refund(event, &asked.refund_id, &asked.order_id, "requested", |id| Ok(Told::RefundRequested(id)))
        }
        Some(Kind::PaymentRefunded(refunded)) => {
            refund(event, &refunded.refund_id, &refunded.order_id, "refunded", |id| {
                Ok(Told::Refunded(id, positive("payment_refunded.tokens", refunded.tokens)?))
            })
        }
        Some(Kind::RefundFailed(failed)) => {
            refund(event, &failed.refund_id, &failed.order_id, "failed", |id| Ok(Told::RefundFailed(id)))
        }
        Some(Kind::DisputeOpened(opened)) => {
            dispute(event, &opened.dispute_id, &opened.order_id, "opened", Told::DisputeOpened)
        }
        Some(Kind::DisputeWon(won)) => {
            dispute(event, &won.dispute_id, &won.order_id, "won", Told::DisputeWon)
        }
        Some(Kind::DisputeLost(lost)) => {
            dispute(event, &lost.dispute_id, &lost.order_id, "lost", Told::DisputeLost)
        }
        Some(Kind::OrderPlaced(_) | Kind::PaymentFailed(_)) | None => Ok(None),
    }
}

// Each refund and each dispute is told of once per kind: `refund:<id>:requested` and so on are their keys.
fn refund(
    event: &PaymentsEvent,
    refund: &str,
    order: &str,
    what: &str,
    told: impl FnOnce(RefundId) -> Result<Told, String>,
) -> Result<Option<Asked>, String> {
    let refund: RefundId = convert::id("refund_id", refund).map_err(|error| error.to_string())?;
    reverse(event, format!("refund:{refund}:{what}"), order, told(refund)?)
}

fn dispute(
    event: &PaymentsEvent,
    dispute: &str,
    order: &str,
    what: &str,
    told: impl FnOnce(DisputeId) -> Told,
) -> Result<Option<Asked>, String> {
    let dispute: DisputeId = convert::id("dispute_id", dispute).map_err(|error| error.to_string())?;
    reverse(event, format!("dispute:{dispute}:{what}"), order, told(dispute))
}

fn reverse(event: &PaymentsEvent, key: String, order: &str, told: Told) -> Result<Option<Asked>, String> {
    let order: OrderId = convert::id("order_id", order).map_err(|error| error.to_string())?;
    Ok(Some(Asked {
        account: convert::id("account_id", &event.account_id).map_err(|error| error.to_string())?,
        key,
        digest: RequestDigest::of("Reverse", format!("{order} {told:?}").as_bytes()),
        command: Command::Reverse { order, told },
    }))
}

fn positive(field: &'static str, tokens: u64) -> Result<Tokens, String> {
    if tokens == 0 { Err(format!("`{field}` must be at least 1")) } else { Ok(Tokens::new(tokens)) }
}

fn generation(event: &GenerationEvent) -> Result<Option<Asked>, String> {
    use generation_event::Kind;
    let (outcome, detail, list_tokens, promotion) = match &event.kind {
        Some(Kind::GenerationSucceeded(succeeded)) => (
            Outcome::Succeeded(Tokens::new(succeeded.cost_tokens)),
            String::new(),
            // The log names a price before discounts only where it differs.
            if succeeded.list_tokens == succeeded.cost_tokens { 0 } else { succeeded.list_tokens },
            succeeded.promotion_id.clone(),
        ),
        Some(Kind::GenerationFailed(failed)) => {
            let reason = reason::from_number(failed.reason).ok_or_else(|| {
                "`generation_failed.reason` is missing or not known to this version".to_owned()
            })?;
            let category =
                failed.evidence.as_ref().map(|evidence| evidence.category.clone()).unwrap_or_default();
            (Outcome::Failed(reason), category, 0, String::new())
        }
        Some(Kind::GenerationCancelled(cancelled)) => (
            Outcome::CancelledByUser(Tokens::new(cancelled.delivered_tokens)),
            String::new(),
            0,
            String::new(),
        ),
        Some(
            Kind::GenerationRequested(_) | Kind::GenerationStarted(_) | Kind::GenerationOutcomeUnknown(_),
        )
        | None => {
            return Ok(None);
        }
    };
    let generation: GenerationId =
        convert::id("generation_id", &event.generation_id).map_err(|error| error.to_string())?;
    Ok(Some(Asked {
        account: convert::id("account_id", &event.account_id).map_err(|error| error.to_string())?,
        // One outcome settles a generation, whatever else is told of it later.
        key: format!("generation:{generation}:outcome"),
        digest: RequestDigest::of("Settle", format!("{outcome:?}").as_bytes()),
        command: Command::Settle {
            hold: convert::id("hold_id", &event.hold_id).map_err(|error| error.to_string())?,
            outcome,
            detail,
            list_tokens: Tokens::new(list_tokens),
            promotion,
        },
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key and the command that an event of `payments.events` comes to.
    fn understood(event: &str) -> Result<(String, Command), String> {
        let event = PaymentsEvent::from_value(event.as_bytes()).unwrap();
        payment(&event).map(|asked| asked.map(|asked| (asked.key, asked.command)).expect("moves tokens"))
    }

    fn id(last: &str) -> String {
        format!("0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a{last}")
    }

    macro_rules! stored {
        ($kind:literal) => {
            include_str!(concat!("../../../payments/tests/fixtures/", $kind, ".v1.json"))
        };
    }

    #[test]
    fn refunds_and_disputes_are_told_once_per_kind_about_an_order() {
        let (refund, dispute) = (id("04").parse().unwrap(), id("05").parse().unwrap());
        let kinds = [
            (stored!("refund_requested"), "refund", "04", "requested", Told::RefundRequested(refund)),
            (
                stored!("payment_refunded"),
                "refund",
                "04",
                "refunded",
                Told::Refunded(refund, Tokens::new(70)),
            ),
            (stored!("refund_failed"), "refund", "04", "failed", Told::RefundFailed(refund)),
            (stored!("dispute_opened"), "dispute", "05", "opened", Told::DisputeOpened(dispute)),
            (stored!("dispute_won"), "dispute", "05", "won", Told::DisputeWon(dispute)),
            (stored!("dispute_lost"), "dispute", "05", "lost", Told::DisputeLost(dispute)),
        ];
        for (event, what, last, happened, told) in kinds {
            let order = id("02").parse().unwrap();
            let key = format!("{what}:{}:{happened}", id(last));
            assert_eq!(understood(event), Ok((key, Command::Reverse { order, told })));
            // Without its ids an event cannot be understood, and says which is missing.
            for field in ["refundId", "disputeId", "orderId", "accountId"] {
                let without = event.replacen(field, "unknown", 1);
                if without != event {
                    assert!(understood(&without).unwrap_err().contains("_id"), "{without}");
                }
            }
        }
        let nothing = stored!("payment_refunded").replace("\"tokens\":\"70\"", "\"tokens\":\"0\"");
        assert_eq!(understood(&nothing), Err("`payment_refunded.tokens` must be at least 1".to_owned()));
    }
}
