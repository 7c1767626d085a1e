//! What a buyer can do when a payment failed.

use kernel::Reason;

/// One sentence that says what to do about a failed payment; every one leaves the way open for another card or method.
pub const fn remedy(reason: Reason) -> &'static str {
    match reason {
        Reason::CardInsufficientFunds => {
            "the card has too little money for this payment; check its funds and daily limit, or try another card or method"
        }
        Reason::CardLimitExceeded => {
            "the card's limit is reached; check its funds and daily limit or try tomorrow, or try another card or method"
        }
        Reason::CardDetailsWrong => {
            "the card details are wrong; check number, expiry date and security code, or try another card or method"
        }
        Reason::CardDeclined => {
            "the bank declined the card without saying why; check the card details and ask the bank, or try another card or method"
        }
        Reason::CardAuthenticationRequired => {
            "the card's bank asks to confirm this payment (3-D Secure), which is not offered here yet; nothing was charged, try another card or method"
        }
        Reason::InvalidInput => {
            "the card processor does not know this payment method; enter the card again, or try another card or method"
        }
        _ => {
            "the card processor could not take the payment and nothing was charged; try again in a minute, or try another card or method"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failed_payment_says_what_to_do() {
        for (reason, advice) in [
            (Reason::CardInsufficientFunds, "check its funds and daily limit"),
            (Reason::CardLimitExceeded, "check its funds and daily limit"),
            (Reason::CardDetailsWrong, "check number, expiry date and security code"),
            (Reason::CardDeclined, "check the card details"),
            (Reason::CardAuthenticationRequired, "asks to confirm this payment"),
            (Reason::ProcessorUnavailable, "nothing was charged"),
        ] {
            assert!(remedy(reason).contains(advice), "{reason}");
            assert!(remedy(reason).contains("try another card or method"), "{reason}");
        }
    }
}
