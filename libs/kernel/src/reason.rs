//! The reasons for which something is refused or fails.

/// Who bears the cost of a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FailureClass {
    /// Our fault, or a provider's: free by default.
    Technical,
    /// The prompt or an image is prohibited: charged by default.
    ProhibitedContent,
    /// The user stopped it: what was delivered is charged.
    CancelledByUser,
    /// Refused before any work.
    Refused,
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $class:ident;)*) => {
        /// The stable cause of a refusal or failure: the same in events, gRPC errors and HTTP problems.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum Reason {
            $($(#[$doc])* #[serde(rename = $name)] $variant,)*
        }

        impl Reason {
            /// Every reason there is.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its stable name, upper snake case.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Who bears the cost.
            pub const fn class(self) -> FailureClass {
                match self { $(Self::$variant => FailureClass::$class,)* }
            }
        }
    };
}

reasons! {
    /// The provider failed.
    ProviderError = "PROVIDER_ERROR", Technical;
    /// The provider timed out and is known not to have run the job.
    ProviderTimeout = "PROVIDER_TIMEOUT", Technical;
    /// We failed.
    InternalError = "INTERNAL_ERROR", Technical;
    /// Nobody had room for the job.
    Capacity = "CAPACITY", Technical;
    /// We stopped the job.
    CancelledBySystem = "CANCELLED_BY_SYSTEM", Technical;
    /// The prompt is prohibited.
    ProhibitedPrompt = "PROHIBITED_PROMPT", ProhibitedContent;
    /// A reference image is prohibited.
    ProhibitedImage = "PROHIBITED_IMAGE", ProhibitedContent;
    /// The user stopped the job.
    CancelledByUser = "CANCELLED_BY_USER", CancelledByUser;
    /// The request is wrong; the fields say how.
    InvalidInput = "INVALID_INPUT", Refused;
    /// The wallet has fewer tokens available than needed.
    InsufficientTokens = "INSUFFICIENT_TOKENS", Refused;
    /// There is no such thing, or it is not yours.
    NotFound = "NOT_FOUND", Refused;
    /// It does not fit the present state.
    Conflict = "CONFLICT", Refused;
    /// The hold does not exist or is settled.
    HoldNotOpen = "HOLD_NOT_OPEN", Refused;
    /// The hold has expired.
    HoldExpired = "HOLD_EXPIRED", Refused;
    /// A capture above what the hold's terms allow.
    CaptureExceedsTerms = "CAPTURE_EXCEEDS_TERMS", Refused;
    /// The wallet is frozen.
    WalletFrozen = "WALLET_FROZEN", Refused;
    /// A sum would not fit into 64 bits.
    AmountOverflow = "AMOUNT_OVERFLOW", Refused;
    /// The order's payment is disputed, or was lost in a dispute.
    OrderDisputed = "ORDER_DISPUTED", Refused;
    /// Nothing is left of the order's tokens: all are used, held or taken back.
    NothingToRefund = "NOTHING_TO_REFUND", Refused;
    /// The key was used before with another request.
    IdempotencyKeyReused = "IDEMPOTENCY_KEY_REUSED", Refused;
    /// The request needs an idempotency key.
    IdempotencyKeyMissing = "IDEMPOTENCY_KEY_MISSING", Refused;
    /// This attempt has had no effect: retry with the same key. An earlier one that was never answered may still come.
    NotApplied = "NOT_APPLIED", Refused;
    /// The deadline passed. Told by the service itself: before this attempt was decided, so that it has had no effect. Told by a timer on the way:
    /// nobody knows.
    DeadlinePassed = "DEADLINE_PASSED", Refused;
    /// Too much is waiting; retry after the stated delay.
    Overloaded = "OVERLOADED", Refused;
    /// The caller asks too often.
    RateLimited = "RATE_LIMITED", Refused;
    /// The part that answers cannot be reached now.
    Unavailable = "UNAVAILABLE", Refused;
    /// The card has too little money.
    CardInsufficientFunds = "CARD_INSUFFICIENT_FUNDS", Refused;
    /// The card's limit is reached.
    CardLimitExceeded = "CARD_LIMIT_EXCEEDED", Refused;
    /// Number, date or code of the card are wrong.
    CardDetailsWrong = "CARD_DETAILS_WRONG", Refused;
    /// The bank declined without saying why.
    CardDeclined = "CARD_DECLINED", Refused;
    /// The bank asks the card's holder to confirm the payment in a way that is not offered here.
    CardAuthenticationRequired = "CARD_AUTHENTICATION_REQUIRED", Refused;
    /// The card processor cannot be reached; nothing was charged.
    ProcessorUnavailable = "PROCESSOR_UNAVAILABLE", Refused;
    /// The order is paid already.
    OrderAlreadyPaid = "ORDER_ALREADY_PAID", Refused;
    /// Another attempt to pay the order has not ended.
    PaymentInProgress = "PAYMENT_IN_PROGRESS", Refused;
    /// A notification's signature is wrong or too old.
    WebhookSignatureInvalid = "WEBHOOK_SIGNATURE_INVALID", Refused;
    /// Nobody, or nobody known, is asking.
    Unauthenticated = "UNAUTHENTICATED", Refused;
    /// E-mail or password is wrong.
    WrongCredentials = "WRONG_CREDENTIALS", Refused;
    /// The caller may not do this.
    PermissionDenied = "PERMISSION_DENIED", Refused;
    /// An account with this e-mail exists.
    EmailTaken = "EMAIL_TAKEN", Refused;
    /// The password is too easy to guess.
    WeakPassword = "WEAK_PASSWORD", Refused;
    /// It is not the promotion's period.
    PromotionNotActive = "PROMOTION_NOT_ACTIVE", Refused;
    /// The account has had this gift.
    PromotionAlreadyClaimed = "PROMOTION_ALREADY_CLAIMED", Refused;
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for Reason {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL.iter().copied().find(|reason| reason.as_str() == name).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_reads_back_from_its_name() {
        for reason in Reason::ALL {
            assert_eq!(reason.as_str().parse(), Ok(*reason));
        }
        assert_eq!("NO_SUCH_REASON".parse::<Reason>(), Err(()));
    }
}
