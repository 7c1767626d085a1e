//! Conversions between published and domain values that every service shares.

use chrono::{DateTime, Utc};
use kernel::{CostRule, Money, SettlementTerms, Tokens};

use crate::Timestamp;
use crate::common::v1 as proto;

/// A published message lacks a part or holds an impossible one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{field}` {problem}")]
pub struct Malformed {
    /// The field, as its `.proto` names it.
    pub field: &'static str,
    /// What is wrong with it and what it should be.
    pub problem: String,
}

impl Malformed {
    /// A field with a problem.
    pub fn new(field: &'static str, problem: impl Into<String>) -> Self {
        Self { field, problem: problem.into() }
    }

    /// A field that must be there and is not.
    pub fn missing(field: &'static str) -> Self {
        Self::new(field, "is required")
    }
}

/// An id in its published form.
pub fn id<T: std::str::FromStr<Err = kernel::ParseIdError>>(
    field: &'static str,
    text: &str,
) -> Result<T, Malformed> {
    text.parse().map_err(|error: kernel::ParseIdError| Malformed::new(field, error.to_string()))
}

/// A moment in its published form.
pub fn timestamp(time: DateTime<Utc>) -> Timestamp {
    Timestamp {
        seconds: time.timestamp(),
        // A leap second is published as the last nanosecond before it: the form has no room for it.
        nanos: i32::try_from(time.timestamp_subsec_nanos().min(999_999_999)).unwrap_or(999_999_999),
    }
}

/// A published moment, which must be there and lie between the years 1 and 9999.
pub fn time(field: &'static str, time: Option<&Timestamp>) -> Result<DateTime<Utc>, Malformed> {
    optional_time(field, time)?.ok_or_else(|| Malformed::missing(field))
}

/// A published moment that may be absent.
pub fn optional_time(
    field: &'static str,
    time: Option<&Timestamp>,
) -> Result<Option<DateTime<Utc>>, Malformed> {
    let Some(time) = time else { return Ok(None) };
    u32::try_from(time.nanos)
        .ok()
        .filter(|nanos| *nanos < 1_000_000_000 && (-62_135_596_800..253_402_300_800).contains(&time.seconds))
        .and_then(|nanos| DateTime::from_timestamp(time.seconds, nanos))
        .map(Some)
        .ok_or_else(|| Malformed::new(field, "is not a time between the years 1 and 9999"))
}

/// A length of time in its published form.
pub fn duration(duration: std::time::Duration) -> pbjson_types::Duration {
    pbjson_types::Duration {
        seconds: i64::try_from(duration.as_secs()).unwrap_or(i64::MAX),
        nanos: i32::try_from(duration.subsec_nanos()).unwrap_or(999_999_999),
    }
}

/// A published length of time; none if it is negative or impossible.
pub fn std_duration(duration: pbjson_types::Duration) -> Option<std::time::Duration> {
    let (seconds, nanos) = (u64::try_from(duration.seconds).ok()?, u32::try_from(duration.nanos).ok()?);
    (nanos < 1_000_000_000).then(|| std::time::Duration::new(seconds, nanos))
}

impl From<Money> for proto::Money {
    fn from(money: Money) -> Self {
        Self {
            currency_code: money.currency,
            minor_units: i64::try_from(money.minor_units).unwrap_or(i64::MAX),
        }
    }
}

impl TryFrom<proto::Money> for Money {
    type Error = Malformed;

    fn try_from(money: proto::Money) -> Result<Self, Malformed> {
        let minor_units = u64::try_from(money.minor_units)
            .map_err(|_| Malformed::new("minor_units", "must not be negative"))?;
        Ok(Self { currency: money.currency_code, minor_units })
    }
}

impl From<CostRule> for proto::CostRule {
    fn from(rule: CostRule) -> Self {
        use proto::cost_rule as published;
        let rule = match rule {
            CostRule::Release => published::Rule::Release(published::Release {}),
            CostRule::CaptureAll => published::Rule::CaptureAll(published::CaptureAll {}),
            CostRule::CaptureActual => published::Rule::CaptureActual(published::CaptureActual {}),
            CostRule::CaptureFixed(tokens) => {
                published::Rule::CaptureFixed(published::CaptureFixed { tokens: tokens.get() })
            }
        };
        Self { rule: Some(rule) }
    }
}

fn cost_rule(field: &'static str, rule: Option<proto::CostRule>) -> Result<CostRule, Malformed> {
    use proto::cost_rule::Rule;
    Ok(match rule.and_then(|rule| rule.rule) {
        None => return Err(Malformed::missing(field)),
        Some(Rule::Release(_)) => CostRule::Release,
        Some(Rule::CaptureAll(_)) => CostRule::CaptureAll,
        Some(Rule::CaptureActual(_)) => CostRule::CaptureActual,
        Some(Rule::CaptureFixed(fixed)) => CostRule::CaptureFixed(Tokens::new(fixed.tokens)),
    })
}

impl From<SettlementTerms> for proto::SettlementTerms {
    fn from(terms: SettlementTerms) -> Self {
        Self {
            on_success: Some(terms.on_success.into()),
            on_technical_failure: Some(terms.on_technical_failure.into()),
            on_prohibited_content: Some(terms.on_prohibited_content.into()),
            on_cancelled_by_user: Some(terms.on_cancelled_by_user.into()),
            over_capture_limit: terms.over_capture_limit.get(),
            policy_version: terms.policy_version,
        }
    }
}

impl TryFrom<proto::SettlementTerms> for SettlementTerms {
    type Error = Malformed;

    fn try_from(terms: proto::SettlementTerms) -> Result<Self, Malformed> {
        Ok(Self {
            on_success: cost_rule("terms.on_success", terms.on_success)?,
            on_technical_failure: cost_rule("terms.on_technical_failure", terms.on_technical_failure)?,
            on_prohibited_content: cost_rule("terms.on_prohibited_content", terms.on_prohibited_content)?,
            on_cancelled_by_user: cost_rule("terms.on_cancelled_by_user", terms.on_cancelled_by_user)?,
            over_capture_limit: Tokens::new(terms.over_capture_limit),
            policy_version: terms.policy_version,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_survive_the_way_out_and_back() {
        let moment = DateTime::from_timestamp(1_790_000_000, 123_456_000).unwrap();
        assert_eq!(time("time", Some(&timestamp(moment))), Ok(moment));
        assert_eq!(time("time", None), Err(Malformed::missing("time")));
        for wrong in [Timestamp { seconds: 0, nanos: -1 }, Timestamp { seconds: i64::MAX, nanos: 0 }] {
            assert!(time("time", Some(&wrong)).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn terms_survive_the_way_out_and_back() {
        let terms = SettlementTerms {
            on_success: CostRule::CaptureFixed(Tokens::new(3)),
            ..SettlementTerms::default()
        };
        assert_eq!(SettlementTerms::try_from(proto::SettlementTerms::from(terms.clone())), Ok(terms.clone()));
        let without = proto::SettlementTerms { on_success: None, ..terms.into() };
        assert_eq!(SettlementTerms::try_from(without), Err(Malformed::missing("terms.on_success")));
    }
}
