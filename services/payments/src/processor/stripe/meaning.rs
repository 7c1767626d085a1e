//! What Stripe's answers mean: pure, and the place to look when one of them is misunderstood.
//!
//! Sources: Stripe's documentation on the life of a `PaymentIntent`, "Errors", "Advanced error handling", "Error codes" and
//! "Decline codes".

use kernel::Reason;

use super::money;
use super::wire::{ApiError, ErrorKind, Expandable, Intent, Status};
use crate::domain::Outcome;
use crate::processor::{PaymentReport, PaymentStatus, SubmitError};

/// Where our id of a payment stands in Stripe's metadata.
pub(super) const PAYMENT_ID: &str = "payment_id";

/// With this reason Stripe is told to cancel what waits for a step that is not offered here.
pub(super) const ABANDONED: &str = "abandoned";

/// How a payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Its outcome comes by itself.
    Processing,
    /// It will change no more by anything that anybody does here.
    Settled(Outcome),
    /// It waits for a step that nobody will take, and could still be charged if somebody did: it has to be cancelled, and
    /// then it failed for this reason.
    Waits(Reason),
}

/// How an intent stands.
///
/// A declined intent is back in `requires_payment_method`. It counts as failed although Stripe would let it be confirmed
/// again: that takes our key or its client secret, and neither is used for that or leaves this process.
pub(super) fn standing(intent: &Intent) -> Standing {
    let failed = |reason| Standing::Settled(Outcome::Failed(reason));
    let error = intent.last_payment_error.as_deref().map(reason);
    match (intent.status, error) {
        (Status::Succeeded, _) => Standing::Settled(Outcome::Succeeded),
        // What a later version says is not understood here: nothing is concluded, nothing is done.
        (Status::Processing | Status::Unheard, _) => Standing::Processing,
        (Status::RequiresAction, _)
        | (Status::RequiresPaymentMethod, Some(Reason::CardAuthenticationRequired)) => {
            Standing::Waits(Reason::CardAuthenticationRequired)
        }
        (Status::RequiresPaymentMethod, None)
        | (Status::RequiresConfirmation | Status::RequiresCapture, _) => {
            Standing::Waits(Reason::ProcessorUnavailable)
        }
        (Status::RequiresPaymentMethod | Status::Canceled, Some(reason)) => failed(reason),
        (Status::Canceled, None) if intent.cancellation_reason.as_deref() == Some(ABANDONED) => {
            failed(Reason::CardAuthenticationRequired)
        }
        (Status::Canceled, None) => failed(Reason::ProcessorUnavailable),
    }
}

/// An intent as this service's other parts understand it; `None` if it is not about a payment of ours.
pub(super) fn report(intent: &Intent) -> Option<PaymentReport> {
    let succeeded = intent.status == Status::Succeeded;
    let amount = if succeeded { intent.amount_received } else { intent.amount };
    Some(PaymentReport {
        payment: intent.metadata.get(PAYMENT_ID)?.parse().ok()?,
        processor_payment_id: intent.id.clone(),
        price: money::money(&intent.currency, amount)?,
        card_brand: brand(intent),
        status: match standing(intent) {
            Standing::Settled(outcome) => PaymentStatus::Settled(outcome),
            Standing::Processing | Standing::Waits(_) => PaymentStatus::Processing,
        },
    })
}

/// The card's brand: of the charge, where it came whole, or of the method that was declined.
fn brand(intent: &Intent) -> Option<String> {
    let charged = match &intent.latest_charge {
        Some(Expandable::Whole(charge)) => charge.payment_method_details.as_ref(),
        Some(Expandable::Id(_)) | None => None,
    };
    let declined = intent.last_payment_error.as_ref().and_then(|error| error.payment_method.as_ref());
    let card = charged.or(declined)?.card.as_ref()?;
    card.brand.clone().filter(|brand| brand != "unknown")
}

/// Why a payment failed, and with it what its buyer can do. Stripe asks not to tell a buyer that a card is reported lost,
/// stolen or suspected: those are declines without a reason, as is every code of a later date.
pub(super) fn reason(error: &ApiError) -> Reason {
    if about_method(error) {
        return Reason::InvalidInput;
    }
    match error.decline_code.as_deref().or(error.code.as_deref()).unwrap_or_default() {
        "insufficient_funds" => Reason::CardInsufficientFunds,
        "card_velocity_exceeded" | "withdrawal_count_limit_exceeded" | "invalid_amount" => {
            Reason::CardLimitExceeded
        }
        "expired_card"
        | "incorrect_address"
        | "incorrect_cvc"
        | "incorrect_number"
        | "incorrect_zip"
        | "invalid_cvc"
        | "invalid_expiry_month"
        | "invalid_expiry_year"
        | "invalid_number" => Reason::CardDetailsWrong,
        "authentication_required"
        | "authentication_not_handled"
        | "payment_intent_authentication_failure" => Reason::CardAuthenticationRequired,
        // The same card may well work in a minute.
        "approve_with_id"
        | "issuer_not_available"
        | "processing_error"
        | "reenter_transaction"
        | "try_again_later" => Reason::ProcessorUnavailable,
        _ => Reason::CardDeclined,
    }
}

/// Whether a request was refused for its payment method: there is none of that id, it was used up, it is no card. Nothing else
/// in a request comes from the buyer, and what else is wrong Stripe names by a parameter or a code.
fn about_method(error: &ApiError) -> bool {
    error.kind == ErrorKind::InvalidRequestError
        && match (error.param.as_deref(), error.code.as_deref()) {
            (Some(param), _) => param.starts_with("payment_method") && param != "payment_method_types",
            (None, Some(code)) => code.starts_with("payment_method_"),
            (None, None) => true,
        }
}

/// What is known of a payment whose creation was answered by an error: the intent that there is nevertheless, or what its
/// absence means. An error without Stripe's form was not made by Stripe's API, and proves nothing.
pub(super) fn refused(status: u16, error: Option<ApiError>, what: String) -> Result<Intent, SubmitError> {
    let Some(mut error) = error else { return Err(SubmitError::OutcomeUnknown(what)) };
    let code = error.code.clone().unwrap_or_default();
    match status {
        // Somebody used the key for another request, or another request with it has not ended.
        400 | 402 | 404 | 409 if error.kind == ErrorKind::IdempotencyError => {
            Err(SubmitError::OutcomeUnknown(what))
        }
        400 | 402 | 404 => match error.payment_intent.take() {
            Some(mut intent) => {
                intent.last_payment_error.get_or_insert_with(|| Box::new(error));
                Ok(*intent)
            }
            None if about_method(&error) => Err(SubmitError::UnknownMethod),
            None => Err(SubmitError::NotTaken(what)),
        },
        401 | 403 => Err(SubmitError::NotTaken(what)),
        // Rate limits are looked at before anything else; a lock is met on the way.
        429 if code != "lock_timeout" => Err(SubmitError::NotTaken(what)),
        // 409, 424, 429 and all server errors: "treat the result as indeterminate".
        _ => Err(SubmitError::OutcomeUnknown(what)),
    }
}
