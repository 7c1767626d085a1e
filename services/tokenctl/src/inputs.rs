//! The inputs of the books: what an event of another topic must come to.
//!
//! Written from the documentation of the protocol (`docs/LEDGER.md`, inputs), not from the ledger's code.

use contracts::accounts::v1::{AccountsEvent, accounts_event};
use contracts::convert;
use contracts::generation::v1::{GenerationEvent, generation_event};
use contracts::payments::v1::{PaymentsEvent, payments_event};
use contracts::reason;
use contracts::topic::TopicEvent;
use eventlog::Topic;
use kernel::{AccountId, Outcome, Tokens};

/// The topics that the books take in.
pub(crate) const INPUTS: [Topic; 3] = [Topic::ACCOUNTS, Topic::PAYMENTS, Topic::GENERATION];

/// What an event must come to, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Expected {
    pub(crate) account: String,
    /// The business key of the entry.
    pub(crate) key: String,
    pub(crate) event_id: String,
    pub(crate) effect: Effect,
}

/// What the entry must say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Tokens of an order.
    Purchase(u64),
    /// Tokens of a gift.
    Gift(u64),
    /// The end of a hold.
    Settlement { hold: String, outcome: Outcome },
    /// An entry of this kind, or a refusal.
    Kind(&'static str),
}

/// What a record of one of [`INPUTS`] must come to: nothing, for kinds that move no tokens. An error says why it cannot be understood.
pub(crate) fn expected(topic: &Topic, value: &[u8]) -> Result<Option<Expected>, String> {
    match topic.name() {
        name if name == Topic::ACCOUNTS.name() => account(&read(value)?),
        name if name == Topic::PAYMENTS.name() => payment(&read(value)?),
        name if name == Topic::GENERATION.name() => generation(&read(value)?),
        other => Err(format!("{other} is not an input of the books")),
    }
}

fn read<E: TopicEvent>(value: &[u8]) -> Result<E, String> {
    E::from_value(value).map_err(|error| error.to_string())
}

fn expect<E: TopicEvent>(event: &E, key: String, effect: Effect) -> Result<Option<Expected>, String> {
    let account = event.account_id().to_owned();
    convert::id::<AccountId>("account_id", &account).map_err(|error| error.to_string())?;
    Ok(Some(Expected { account, key, event_id: event.event_id().to_owned(), effect }))
}

fn account(event: &AccountsEvent) -> Result<Option<Expected>, String> {
    use accounts_event::Kind;
    match &event.kind {
        Some(Kind::AccountRegistered(_)) => {
            expect(event, "account:registered".to_owned(), Effect::Kind("WalletOpened"))
        }
        Some(Kind::RolesChanged(_) | Kind::ApiKeyIssued(_) | Kind::ApiKeyRevoked(_)) | None => Ok(None),
    }
}

fn payment(event: &PaymentsEvent) -> Result<Option<Expected>, String> {
    use payments_event::Kind;
    let refund = |id: &str, what: &str, kind| {
        expect(event, format!("refund:{}:{what}", uuid("refund_id", id)?), Effect::Kind(kind))
    };
    let dispute = |id: &str, what: &str, kind| {
        expect(event, format!("dispute:{}:{what}", uuid("dispute_id", id)?), Effect::Kind(kind))
    };
    match &event.kind {
        Some(Kind::PaymentSucceeded(paid)) => {
            let order = uuid("order_id", &paid.order_id)?;
            expect(event, format!("order:{order}:paid"), Effect::Purchase(positive(paid.tokens)?))
        }
        Some(Kind::PromotionGranted(granted)) => {
            let grant = uuid("grant_id", &granted.grant_id)?;
            expect(event, format!("grant:{grant}"), Effect::Gift(positive(granted.tokens)?))
        }
        Some(Kind::RefundRequested(asked)) => refund(&asked.refund_id, "requested", "LotReserved"),
        Some(Kind::PaymentRefunded(refunded)) => {
            positive(refunded.tokens)?;
            refund(&refunded.refund_id, "refunded", "LotRefunded")
        }
        Some(Kind::RefundFailed(failed)) => refund(&failed.refund_id, "failed", "LotUnreserved"),
        Some(Kind::DisputeOpened(opened)) => dispute(&opened.dispute_id, "opened", "LotFrozen"),
        Some(Kind::DisputeWon(won)) => dispute(&won.dispute_id, "won", "LotUnfrozen"),
        Some(Kind::DisputeLost(lost)) => dispute(&lost.dispute_id, "lost", "TokensClawedBack"),
        Some(Kind::OrderPlaced(_) | Kind::PaymentFailed(_)) | None => Ok(None),
    }
}

fn generation(event: &GenerationEvent) -> Result<Option<Expected>, String> {
    use generation_event::Kind;
    let outcome = match &event.kind {
        Some(Kind::GenerationSucceeded(succeeded)) => Outcome::Succeeded(Tokens::new(succeeded.cost_tokens)),
        Some(Kind::GenerationFailed(failed)) => Outcome::Failed(
            reason::from_number(failed.reason).ok_or_else(|| "no reason that is known".to_owned())?,
        ),
        Some(Kind::GenerationCancelled(cancelled)) => {
            Outcome::CancelledByUser(Tokens::new(cancelled.delivered_tokens))
        }
        Some(
            Kind::GenerationRequested(_) | Kind::GenerationStarted(_) | Kind::GenerationOutcomeUnknown(_),
        )
        | None => return Ok(None),
    };
    let generation = uuid("generation_id", &event.generation_id)?;
    let hold = uuid("hold_id", &event.hold_id)?.to_owned();
    expect(event, format!("generation:{generation}:outcome"), Effect::Settlement { hold, outcome })
}

fn uuid<'a>(field: &'static str, text: &'a str) -> Result<&'a str, String> {
    // Any id will do: they are all written alike.
    convert::id::<AccountId>(field, text).map(|_| text).map_err(|_| format!("`{field}` is not an id"))
}

fn positive(tokens: u64) -> Result<u64, String> {
    if tokens == 0 { Err("it is about no tokens".to_owned()) } else { Ok(tokens) }
}
