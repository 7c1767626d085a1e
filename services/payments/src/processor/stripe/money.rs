//! Amounts as Stripe counts them.
//!
//! Stripe's `amount` is in the currency's smallest unit, which is the minor unit of ISO 4217 that prices are stated in here:
//! 499 is $4.99, and 500 is ¥500, because the yen has no minor unit. Stripe's documentation ("Supported currencies") departs
//! from ISO 4217 in three places, and there an amount passed on as it stands would charge a hundred times too little or too
//! much:
//!
//! - ISK has no minor unit, but Stripe counts hundredths of it.
//! - MGA has one, but Stripe counts whole ariary.
//! - UGX is documented as both, so nothing is charged in it.

use kernel::Money;

/// The amount that Stripe has to be told; `None` for what cannot be charged exactly.
pub(super) fn amount(price: &Money) -> Option<u64> {
    match price.currency.as_str() {
        "ISK" => price.minor_units.checked_mul(100),
        "MGA" => whole(price.minor_units),
        "UGX" => None,
        _ => Some(price.minor_units),
    }
}

/// What Stripe's amount is as money.
pub(super) fn money(currency: &str, amount: u64) -> Option<Money> {
    let currency = currency.to_ascii_uppercase();
    let minor_units = match currency.as_str() {
        "ISK" => whole(amount)?,
        "MGA" => amount.checked_mul(100)?,
        "UGX" => return None,
        _ => amount,
    };
    Some(Money { currency, minor_units })
}

fn whole(hundredths: u64) -> Option<u64> {
    hundredths.is_multiple_of(100).then_some(hundredths / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stripe_is_told_what_the_price_says_and_says_the_same_back() {
        for (currency, minor_units, stripes) in [
            ("USD", 499, Some(499)),
            ("JPY", 500, Some(500)),
            ("KWD", 1_230, Some(1_230)),
            ("ISK", 5, Some(500)),
            ("ISK", u64::MAX, None),
            ("MGA", 500, Some(5)),
            ("MGA", 501, None),
            ("UGX", 500, None),
        ] {
            let price = Money { currency: currency.into(), minor_units };
            assert_eq!(amount(&price), stripes, "{price:?}");
            if let Some(stripes) = stripes {
                assert_eq!(money(&currency.to_lowercase(), stripes), Some(price));
            }
        }
        assert_eq!(money("isk", 501), None);
        assert_eq!(money("ugx", 500), None);
    }
}
