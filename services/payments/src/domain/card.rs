//! Keeps card numbers out: a payment method is the processor's token, and no text field may hold what looks like a number
//! of a card.

use std::fmt;
use std::str::FromStr;

/// The processor's token for a payment method, such as `pm_visa` of the sandbox or `pm_1MtwBwLkdIwHu7ix28a3tqPa` of Stripe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentMethod(Box<str>);

/// Not a token for a payment method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be the processor's token for a payment method, such as pm_visa; never a card number")]
pub struct InvalidPaymentMethod;

impl PaymentMethod {
    /// The token itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PaymentMethod {
    type Err = InvalidPaymentMethod;

    fn from_str(text: &str) -> Result<Self, InvalidPaymentMethod> {
        let token = text.strip_prefix("pm_").ok_or(InvalidPaymentMethod)?;
        let legal = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
        if (1..=60).contains(&token.len()) && token.bytes().all(legal) && !contains_card_number(text) {
            Ok(Self(text.into()))
        } else {
            Err(InvalidPaymentMethod)
        }
    }
}

impl fmt::Display for PaymentMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Whether a text holds what looks like a card number: 12 to 19 digits, alone or in groups, that pass Luhn's check and begin as
/// the networks' numbers do (ISO/IEC 7812). Without the last condition, one in ten timestamps would look like a card; and
/// a UUID in its usual form never counts.
pub fn contains_card_number(text: &str) -> bool {
    if is_uuid(text) {
        return false;
    }
    // Once with each run of digits by itself, once with groups joined over single separators.
    has_number(text, |_| false) || has_number(text, |b| matches!(b, b' ' | b'-' | b'.' | b'_'))
}

fn has_number(text: &str, joins: impl Fn(u8) -> bool) -> bool {
    let mut digits: Vec<u8> = Vec::with_capacity(19);
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        if byte.is_ascii_digit() {
            digits.push(byte - b'0');
        } else {
            let between = bytes.get(at + 1).is_some_and(u8::is_ascii_digit) && !digits.is_empty();
            if !(joins(*byte) && between) {
                if is_card_number(&digits) {
                    return true;
                }
                digits.clear();
            }
        }
    }
    is_card_number(&digits)
}

fn is_card_number(digits: &[u8]) -> bool {
    (12..=19).contains(&digits.len()) && begins_like_a_card(digits) && passes_luhn(digits)
}

fn begins_like_a_card(digits: &[u8]) -> bool {
    let first_four = digits.iter().take(4).fold(0_u32, |number, digit| number * 10 + u32::from(*digit));
    matches!(first_four, 3000..=6999 | 8100..=8299 | 2200..=2204 | 2221..=2720)
}

fn passes_luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| match (place % 2, u32::from(*digit)) {
            (0, digit) => digit,
            (_, digit) if digit > 4 => digit * 2 - 9,
            (_, digit) => digit * 2,
        })
        .sum();
    sum.is_multiple_of(10)
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn card_numbers_are_seen_however_they_are_written() {
        // The networks' public test numbers.
        for number in [
            "4111111111111111",
            "5555555555554444",
            "2223003122003222",
            "378282246310005",
            "6011111111111117",
            "3566002020360505",
            "30569309025904",
            "4242 4242 4242 4242",
            "4242-4242-4242-4242",
            "pm_4242424242424242",
            "pm_4242_4242_4242_4242",
            "my card is 4242.4242.4242.4242, thanks",
            "order-1-4111111111111111",
            "6304000000000000",
            "6759649826438453",
        ] {
            assert!(contains_card_number(number), "{number}");
        }
    }

    #[test]
    fn other_texts_pass() {
        for text in [
            "",
            "pm_visa",
            "4111111111111112",
            "0190d6c4-6f3a-7c3e-9f55-424242424242",
            "1790000000000",
            "1790000000000000",
            "20261122134100",
            "42424242424",
            "42424242424242424242424242",
            "order-7-2026",
        ] {
            assert!(!contains_card_number(text), "{text}");
        }
    }

    #[test]
    fn a_payment_method_is_a_token() {
        for right in [
            "pm_visa",
            "pm_1",
            "pm_1MtwBwLkdIwHu7ix28a3tqPa",
            "pm_declined_insufficient_funds",
            &format!("pm_{}", "a".repeat(60)),
        ] {
            assert_eq!(right.parse::<PaymentMethod>().unwrap().as_str(), right);
        }
        for wrong in [
            "",
            "pm_",
            "visa",
            "PM_visa",
            "pm_vi sa",
            "pm_vi/../sa",
            "pm_visa&confirm=false",
            "pm_4111111111111111",
            "4111111111111111",
            &format!("pm_{}", "a".repeat(61)),
        ] {
            assert_eq!(wrong.parse::<PaymentMethod>(), Err(InvalidPaymentMethod), "{wrong}");
        }
    }
}
