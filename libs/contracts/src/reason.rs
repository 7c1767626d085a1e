//! The one map between the product's reasons and their published form.

use kernel::Reason;

use crate::common::v1 as proto;

impl From<Reason> for proto::Reason {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::ProviderError => Self::ProviderError,
            Reason::ProviderTimeout => Self::ProviderTimeout,
            Reason::InternalError => Self::InternalError,
            Reason::Capacity => Self::Capacity,
            Reason::CancelledBySystem => Self::CancelledBySystem,
            Reason::ProhibitedPrompt => Self::ProhibitedPrompt,
            Reason::ProhibitedImage => Self::ProhibitedImage,
            Reason::CancelledByUser => Self::CancelledByUser,
            Reason::InvalidInput => Self::InvalidInput,
            Reason::InsufficientTokens => Self::InsufficientTokens,
            Reason::NotFound => Self::NotFound,
            Reason::Conflict => Self::Conflict,
            Reason::HoldNotOpen => Self::HoldNotOpen,
            Reason::HoldExpired => Self::HoldExpired,
            Reason::CaptureExceedsTerms => Self::CaptureExceedsTerms,
            Reason::WalletFrozen => Self::WalletFrozen,
            Reason::AmountOverflow => Self::AmountOverflow,
            Reason::OrderDisputed => Self::OrderDisputed,
            Reason::NothingToRefund => Self::NothingToRefund,
            Reason::IdempotencyKeyReused => Self::IdempotencyKeyReused,
            Reason::IdempotencyKeyMissing => Self::IdempotencyKeyMissing,
            Reason::NotApplied => Self::NotApplied,
            Reason::DeadlinePassed => Self::DeadlinePassed,
            Reason::Overloaded => Self::Overloaded,
            Reason::RateLimited => Self::RateLimited,
            Reason::Unavailable => Self::Unavailable,
            Reason::CardInsufficientFunds => Self::CardInsufficientFunds,
            Reason::CardLimitExceeded => Self::CardLimitExceeded,
            Reason::CardDetailsWrong => Self::CardDetailsWrong,
            Reason::CardDeclined => Self::CardDeclined,
            Reason::CardAuthenticationRequired => Self::CardAuthenticationRequired,
            Reason::ProcessorUnavailable => Self::ProcessorUnavailable,
            Reason::OrderAlreadyPaid => Self::OrderAlreadyPaid,
            Reason::PaymentInProgress => Self::PaymentInProgress,
            Reason::WebhookSignatureInvalid => Self::WebhookSignatureInvalid,
            Reason::Unauthenticated => Self::Unauthenticated,
            Reason::WrongCredentials => Self::WrongCredentials,
            Reason::PermissionDenied => Self::PermissionDenied,
            Reason::EmailTaken => Self::EmailTaken,
            Reason::WeakPassword => Self::WeakPassword,
            Reason::PromotionNotActive => Self::PromotionNotActive,
            Reason::PromotionAlreadyClaimed => Self::PromotionAlreadyClaimed,
        }
    }
}

/// The domain's reason for a published one; `None` for `REASON_UNSPECIFIED`.
pub fn from_proto(reason: proto::Reason) -> Option<Reason> {
    Some(match reason {
        proto::Reason::Unspecified => return None,
        proto::Reason::ProviderError => Reason::ProviderError,
        proto::Reason::ProviderTimeout => Reason::ProviderTimeout,
        proto::Reason::InternalError => Reason::InternalError,
        proto::Reason::Capacity => Reason::Capacity,
        proto::Reason::CancelledBySystem => Reason::CancelledBySystem,
        proto::Reason::ProhibitedPrompt => Reason::ProhibitedPrompt,
        proto::Reason::ProhibitedImage => Reason::ProhibitedImage,
        proto::Reason::CancelledByUser => Reason::CancelledByUser,
        proto::Reason::InvalidInput => Reason::InvalidInput,
        proto::Reason::InsufficientTokens => Reason::InsufficientTokens,
        proto::Reason::NotFound => Reason::NotFound,
        proto::Reason::Conflict => Reason::Conflict,
        proto::Reason::HoldNotOpen => Reason::HoldNotOpen,
        proto::Reason::HoldExpired => Reason::HoldExpired,
        proto::Reason::CaptureExceedsTerms => Reason::CaptureExceedsTerms,
        proto::Reason::WalletFrozen => Reason::WalletFrozen,
        proto::Reason::AmountOverflow => Reason::AmountOverflow,
        proto::Reason::OrderDisputed => Reason::OrderDisputed,
        proto::Reason::NothingToRefund => Reason::NothingToRefund,
        proto::Reason::IdempotencyKeyReused => Reason::IdempotencyKeyReused,
        proto::Reason::IdempotencyKeyMissing => Reason::IdempotencyKeyMissing,
        proto::Reason::NotApplied => Reason::NotApplied,
        proto::Reason::DeadlinePassed => Reason::DeadlinePassed,
        proto::Reason::Overloaded => Reason::Overloaded,
        proto::Reason::RateLimited => Reason::RateLimited,
        proto::Reason::Unavailable => Reason::Unavailable,
        proto::Reason::CardInsufficientFunds => Reason::CardInsufficientFunds,
        proto::Reason::CardLimitExceeded => Reason::CardLimitExceeded,
        proto::Reason::CardDetailsWrong => Reason::CardDetailsWrong,
        proto::Reason::CardDeclined => Reason::CardDeclined,
        proto::Reason::CardAuthenticationRequired => Reason::CardAuthenticationRequired,
        proto::Reason::ProcessorUnavailable => Reason::ProcessorUnavailable,
        proto::Reason::OrderAlreadyPaid => Reason::OrderAlreadyPaid,
        proto::Reason::PaymentInProgress => Reason::PaymentInProgress,
        proto::Reason::WebhookSignatureInvalid => Reason::WebhookSignatureInvalid,
        proto::Reason::Unauthenticated => Reason::Unauthenticated,
        proto::Reason::WrongCredentials => Reason::WrongCredentials,
        proto::Reason::PermissionDenied => Reason::PermissionDenied,
        proto::Reason::EmailTaken => Reason::EmailTaken,
        proto::Reason::WeakPassword => Reason::WeakPassword,
        proto::Reason::PromotionNotActive => Reason::PromotionNotActive,
        proto::Reason::PromotionAlreadyClaimed => Reason::PromotionAlreadyClaimed,
    })
}

/// The published number of an optional reason: 0 for none.
pub fn number(reason: Option<Reason>) -> i32 {
    reason.map_or(proto::Reason::Unspecified, proto::Reason::from).into()
}

/// The domain's reason for a published number; `None` for 0 and for a number from a later version.
pub fn from_number(number: i32) -> Option<Reason> {
    proto::Reason::try_from(number).ok().and_then(from_proto)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_survives_the_way_out_and_back() {
        for reason in Reason::ALL {
            let published = proto::Reason::from(*reason);
            assert_eq!(published.as_str_name(), format!("REASON_{reason}"));
            assert_eq!(from_number(number(Some(*reason))), Some(*reason));
        }
        assert_eq!(from_number(number(None)), None);
    }
}
