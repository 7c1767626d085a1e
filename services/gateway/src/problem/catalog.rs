//! The one map from reasons to HTTP: status, title, and what a client can do about it.

use axum::http::StatusCode;
use kernel::Reason;

/// How a reason looks to clients of the REST interface.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The HTTP status.
    pub status: StatusCode,
    /// A short name for people; the same for every occurrence.
    pub title: &'static str,
    /// What it means and what to do.
    pub advice: &'static str,
}

/// What clients see of a reason. No catch-all arm: a new reason does not compile until it has its place here.
#[expect(clippy::too_many_lines, reason = "one arm for each reason is the point")]
pub const fn describe(reason: Reason) -> Entry {
    const fn entry(status: StatusCode, title: &'static str, advice: &'static str) -> Entry {
        Entry { status, title, advice }
    }
    match reason {
        Reason::ProviderError => entry(
            StatusCode::BAD_GATEWAY,
            "The provider failed",
            "The provider of the model answered with an error. Nothing was charged; try again, or \
             take another model.",
        ),
        Reason::ProviderTimeout => entry(
            StatusCode::GATEWAY_TIMEOUT,
            "The provider did not run the job",
            "The provider did not answer in time and is known not to have run the job. Nothing was \
             charged; try again.",
        ),
        Reason::InternalError => entry(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Something broke on our side",
            "The cause is in our logs under the request id in `instance`. Nothing was lost: send the \
             same request again with the same idempotency key; if it stays, tell support the request \
             id.",
        ),
        Reason::Capacity => entry(
            StatusCode::SERVICE_UNAVAILABLE,
            "No room for the job",
            "Nobody had room for the job. Nothing was charged; try again after the stated delay.",
        ),
        Reason::CancelledBySystem => entry(
            StatusCode::SERVICE_UNAVAILABLE,
            "We stopped the job",
            "The job was stopped on our side. Nothing was charged; try again.",
        ),
        Reason::ProhibitedPrompt => entry(
            StatusCode::UNPROCESSABLE_ENTITY,
            "The prompt is prohibited",
            "The prompt asks for content that is not allowed; the token log names the category. It is \
             charged by the settlement terms on the pricing page. Change the prompt before you try \
             again.",
        ),
        Reason::ProhibitedImage => entry(
            StatusCode::UNPROCESSABLE_ENTITY,
            "A reference image is prohibited",
            "A reference image shows content that is not allowed; the token log names the category. \
             It is charged by the settlement terms on the pricing page. Use another image.",
        ),
        Reason::CancelledByUser => entry(
            StatusCode::CONFLICT,
            "You stopped the job",
            "The job was stopped at your request; what had been delivered is charged.",
        ),
        Reason::HoldNotOpen => entry(
            StatusCode::CONFLICT,
            "The hold is not open",
            "The tokens set aside for this work do not exist or are settled already. Read the \
             generation again to see what became of it.",
        ),
        Reason::HoldExpired => entry(
            StatusCode::CONFLICT,
            "The hold has expired",
            "The tokens set aside for this work were given back because their time ran out. Start the \
             work again.",
        ),
        Reason::CaptureExceedsTerms => entry(
            StatusCode::UNPROCESSABLE_ENTITY,
            "The charge exceeds the agreed terms",
            "The charge is above what was agreed before the work. Charge less, or agree other terms \
             before the work.",
        ),
        Reason::WalletFrozen => entry(
            StatusCode::FORBIDDEN,
            "The wallet is frozen",
            "Nothing can be spent from this wallet at present. Write to support with the request id.",
        ),
        Reason::OrderDisputed => entry(
            StatusCode::CONFLICT,
            "The order's payment is disputed",
            "Your bank was asked to take this payment back, so that it cannot be refunded as well. Settle \
             the dispute with your bank, or write to support with the order number.",
        ),
        Reason::NothingToRefund => entry(
            StatusCode::CONFLICT,
            "Nothing is left to refund",
            "The order's tokens are used, held for work under way, or taken back already. Wait for work \
             under way to end, or write to support with the order number.",
        ),
        Reason::InsufficientTokens => entry(
            StatusCode::PAYMENT_REQUIRED,
            "Too few tokens",
            "The wallet has fewer tokens available than needed: `needed` and `available` say how \
             many. Buy a package, or ask for something smaller.",
        ),
        Reason::AmountOverflow => entry(
            StatusCode::UNPROCESSABLE_ENTITY,
            "The amount is too large",
            "A sum would not fit into 64 bits. Ask for less.",
        ),
        Reason::PromotionNotActive => entry(
            StatusCode::CONFLICT,
            "It is not the promotion's period",
            "The promotion has not begun or is over; `/v1/promotions` shows each one's period.",
        ),
        Reason::PromotionAlreadyClaimed => entry(
            StatusCode::CONFLICT,
            "The gift was claimed before",
            "Each account gets a gift once, and this one has had it; the token log shows when.",
        ),
        Reason::CardInsufficientFunds => entry(
            StatusCode::PAYMENT_REQUIRED,
            "The card has too little money",
            "The bank declined for lack of funds and nothing was charged. Check funds and daily \
             limit, or try another card; the same order can be paid again.",
        ),
        Reason::CardLimitExceeded => entry(
            StatusCode::PAYMENT_REQUIRED,
            "The card's limit is reached",
            "The bank declined because a limit of the card is reached, and nothing was charged. Check \
             the daily limit with the bank, or try another card; the same order can be paid again.",
        ),
        Reason::CardDetailsWrong => entry(
            StatusCode::PAYMENT_REQUIRED,
            "The card's details are wrong",
            "Number, date or code of the card are wrong, and nothing was charged. Check the card's \
             details and try again; the same order can be paid again.",
        ),
        Reason::CardDeclined => entry(
            StatusCode::PAYMENT_REQUIRED,
            "The bank declined the card",
            "The bank declined without saying why, and nothing was charged. Try another card or \
             payment method; the same order can be paid again.",
        ),
        Reason::CardAuthenticationRequired => entry(
            StatusCode::PAYMENT_REQUIRED,
            "The bank wants the payment confirmed",
            "The card's bank asks its holder to confirm the payment (3-D Secure), which is not offered here; the \
             payment was cancelled and nothing was charged. Try another card; the same order can be paid again.",
        ),
        Reason::ProcessorUnavailable => entry(
            StatusCode::SERVICE_UNAVAILABLE,
            "The card processor cannot be reached",
            "The card processor does not answer. Try again after the stated delay with the same \
             idempotency key: you are charged once at most.",
        ),
        Reason::OrderAlreadyPaid => entry(
            StatusCode::CONFLICT,
            "The order is paid already",
            "There is nothing left to pay; read the order to see its receipt and its credit.",
        ),
        Reason::PaymentInProgress => entry(
            StatusCode::CONFLICT,
            "A payment is under way",
            "Another attempt to pay this order has not ended yet. Read the order until it has, then \
             try again if it failed.",
        ),
        Reason::WebhookSignatureInvalid => entry(
            StatusCode::BAD_REQUEST,
            "The notification's signature is wrong",
            "The signature header is missing, does not fit the body, or is too old. Sign the raw body \
             with the shared secret and send it unchanged.",
        ),
        Reason::InvalidInput => entry(
            StatusCode::BAD_REQUEST,
            "The request is wrong",
            "`errors` names each wrong field and what it should be. Correct them and send the request \
             again.",
        ),
        Reason::NotFound => entry(
            StatusCode::NOT_FOUND,
            "There is no such thing",
            "It does not exist, or it is not yours. Check the address and the id.",
        ),
        Reason::Conflict => entry(
            StatusCode::CONFLICT,
            "It does not fit the present state",
            "Something changed meanwhile. Read the present state and decide again.",
        ),
        Reason::IdempotencyKeyReused => entry(
            StatusCode::UNPROCESSABLE_ENTITY,
            "The idempotency key was used before",
            "The same `Idempotency-Key` was used with another request. Make a new key for each new \
             request, and repeat a request only unchanged.",
        ),
        Reason::IdempotencyKeyMissing => entry(
            StatusCode::BAD_REQUEST,
            "An idempotency key is required",
            "This request moves tokens or money. Send the header `Idempotency-Key` with 1 to 255 \
             visible ASCII characters, such as a UUID made once for this request, and the same one \
             when you repeat it.",
        ),
        Reason::NotApplied => entry(
            StatusCode::SERVICE_UNAVAILABLE,
            "The request had no effect",
            "It was not carried out and is safe to repeat with the same idempotency key.",
        ),
        Reason::DeadlinePassed => entry(
            StatusCode::GATEWAY_TIMEOUT,
            "The answer came too late",
            "No answer was there in time. Send the same request again with the same idempotency key: \
             it finds the outcome, or is carried out once.",
        ),
        Reason::Overloaded => entry(
            StatusCode::SERVICE_UNAVAILABLE,
            "Too much is waiting",
            "The service is busy. Try again after the stated delay.",
        ),
        Reason::RateLimited => entry(
            StatusCode::TOO_MANY_REQUESTS,
            "You ask too often",
            "The limit for this account or address is reached. Try again after the stated delay.",
        ),
        Reason::Unavailable => entry(
            StatusCode::SERVICE_UNAVAILABLE,
            "A part of the service cannot be reached",
            "Try again after the stated delay, with the same idempotency key where the request has \
             one.",
        ),
        Reason::Unauthenticated => entry(
            StatusCode::UNAUTHORIZED,
            "Log in first",
            "Send `Authorization: Bearer` with an access token from `POST /v1/sessions` that has not \
             expired, or with an API key that has not been revoked.",
        ),
        Reason::WrongCredentials => {
            entry(StatusCode::UNAUTHORIZED, "E-mail or password is wrong", "Check both and try again.")
        }
        Reason::PermissionDenied => entry(
            StatusCode::FORBIDDEN,
            "You may not do this",
            "The account lacks the role that this call needs.",
        ),
        Reason::EmailTaken => entry(
            StatusCode::CONFLICT,
            "An account with this e-mail exists",
            "Log in with it, or register another e-mail address.",
        ),
        Reason::WeakPassword => entry(
            StatusCode::UNPROCESSABLE_ENTITY,
            "The password is too easy to guess",
            "Take a longer one: a few random words serve well.",
        ),
    }
}

/// The last part of a problem's `type`: the reason in kebab case.
pub fn slug(reason: Reason) -> String {
    reason.as_str().to_ascii_lowercase().replace('_', "-")
}

/// The reason of a slug.
pub fn from_slug(slug: &str) -> Option<Reason> {
    Reason::ALL.iter().copied().find(|reason| self::slug(*reason) == slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_an_error_with_a_title_and_advice_of_its_own() {
        let mut titles = std::collections::BTreeSet::new();
        for reason in Reason::ALL {
            let entry = describe(*reason);
            assert!(entry.status.is_client_error() || entry.status.is_server_error(), "{reason}");
            assert!(titles.insert(entry.title), "{reason} shares its title");
            assert!(entry.advice.ends_with('.') && entry.advice.len() > 20, "{reason}");
        }
    }

    #[test]
    fn every_reason_reads_back_from_its_slug() {
        for reason in Reason::ALL {
            assert_eq!(from_slug(&slug(*reason)), Some(*reason));
        }
        assert_eq!(slug(Reason::InsufficientTokens), "insufficient-tokens");
        assert_eq!(from_slug("INVALID_INPUT"), None);
    }

    #[test]
    fn faults_of_ours_are_server_errors_and_refusals_are_not_500() {
        for reason in Reason::ALL {
            let status = describe(*reason).status;
            assert_eq!(
                status == StatusCode::INTERNAL_SERVER_ERROR,
                *reason == Reason::InternalError,
                "{reason}"
            );
        }
        assert_eq!(describe(Reason::InsufficientTokens).status, StatusCode::PAYMENT_REQUIRED);
        assert_eq!(describe(Reason::CardDeclined).status, StatusCode::PAYMENT_REQUIRED);
        assert_eq!(describe(Reason::IdempotencyKeyMissing).status, StatusCode::BAD_REQUEST);
    }
}
