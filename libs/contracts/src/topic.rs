//! Events as records: each topic has one message that wraps its kinds, whose `ProtoJSON` form is the record's value.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Timestamp, accounts, generation, ledger, payments};

/// A record's value is not the topic's message.
#[derive(Debug, thiserror::Error)]
#[error("not an event of this topic: {0}")]
pub struct DecodeError(#[from] serde_json::Error);

/// Most values fit into this many bytes, so that they are written without moving.
const VALUE: usize = 1_024;

/// The one message of a topic.
pub trait TopicEvent: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The topic's name.
    const TOPIC: &'static str;
    /// The service that publishes it, as CloudEvents `source`.
    const SOURCE: &'static str;

    /// The event's own id.
    fn event_id(&self) -> &str;
    /// Whom it is about; empty where an event is about no account.
    fn account_id(&self) -> &str;
    /// When it happened.
    fn time(&self) -> Option<&Timestamp>;
    /// The full name of its kind, such as `tokenbook.ledger.v1.TokensDeducted`: CloudEvents `type`. `None` for a kind that this version does not know.
    fn event_type(&self) -> Option<&'static str>;

    /// The record's value.
    ///
    /// # Errors
    /// Only a timestamp outside the years 1 to 9999 has no `ProtoJSON` form.
    fn to_value(&self) -> Result<Vec<u8>, DecodeError> {
        let mut value = Vec::with_capacity(VALUE);
        serde_json::to_writer(&mut value, self)?;
        Ok(value)
    }

    /// Reads a record's value; unknown fields are passed over, since newer versions may add some.
    fn from_value(value: &[u8]) -> Result<Self, DecodeError> {
        Ok(serde_json::from_slice(value)?)
    }
}

macro_rules! topic_event {
    ($package:ident, $event:ident, $kinds:ident, $topic:literal, [$($kind:ident),* $(,)?]) => {
        impl TopicEvent for $package::v1::$event {
            const TOPIC: &'static str = $topic;
            const SOURCE: &'static str = concat!("/tokenbook/", stringify!($package));

            fn event_id(&self) -> &str {
                &self.id
            }

            fn account_id(&self) -> &str {
                &self.account_id
            }

            fn time(&self) -> Option<&Timestamp> {
                self.time.as_ref()
            }

            fn event_type(&self) -> Option<&'static str> {
                // No catch-all arm: a new kind does not compile until it has its name here.
                self.kind.as_ref().map(|kind| match kind {
                    $($package::v1::$kinds::Kind::$kind(_) => concat!("tokenbook.", stringify!($package), ".v1.", stringify!($kind)),)*
                })
            }
        }
    };
}

topic_event!(
    accounts,
    AccountsEvent,
    accounts_event,
    "accounts.events",
    [AccountRegistered, RolesChanged, ApiKeyIssued, ApiKeyRevoked]
);
topic_event!(
    payments,
    PaymentsEvent,
    payments_event,
    "payments.events",
    [
        OrderPlaced,
        PaymentSucceeded,
        PaymentFailed,
        PromotionGranted,
        RefundRequested,
        PaymentRefunded,
        RefundFailed,
        DisputeOpened,
        DisputeWon,
        DisputeLost
    ]
);
topic_event!(
    generation,
    GenerationEvent,
    generation_event,
    "generation.events",
    [
        GenerationRequested,
        GenerationStarted,
        GenerationSucceeded,
        GenerationFailed,
        GenerationOutcomeUnknown,
        GenerationCancelled
    ]
);
topic_event!(
    ledger,
    LedgerEvent,
    ledger_event,
    "ledger.events",
    [
        WalletOpened,
        TokensCredited,
        TokensHeld,
        HoldExtended,
        TokensDeducted,
        TokensReleased,
        LotExpired,
        CommandRefused,
        BookClaimed,
        InputRejected,
        LotReserved,
        LotUnreserved,
        LotRefunded,
        LotFrozen,
        LotUnfrozen,
        TokensClawedBack,
        DebtRepaid,
        WalletFrozen,
        WalletUnfrozen,
        BalanceAdjusted
    ]
);
