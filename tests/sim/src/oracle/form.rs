//! The form of JSON that protobuf prescribes: 64-bit numbers are text, and what is empty is left out.

use chrono::SecondsFormat;
use kernel::{CostRule, SettlementTerms};
use serde_json::{Value, json};

use crate::asked::{About, Time, Warrant};

/// Tokens of lots, by the lots' ids.
pub(super) type Parts = Vec<(String, u64)>;

pub(super) fn sum(parts: &[(String, u64)]) -> u64 {
    parts.iter().map(|(_, tokens)| tokens).sum()
}

pub(super) fn object(fields: Vec<(&'static str, Value)>) -> Value {
    let there = fields.into_iter().filter(|(_, value)| !is_empty(value));
    Value::Object(there.map(|(name, value)| (name.to_owned(), value)).collect())
}

pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
    }
}

pub(super) fn number(of: u64) -> Value {
    if of == 0 { Value::Null } else { json!(of.to_string()) }
}

pub(super) fn moment(at: Time) -> Value {
    json!(at.to_rfc3339_opts(SecondsFormat::AutoSi, true))
}

pub(super) fn lots(parts: &[(String, u64)]) -> Value {
    parts.iter().map(|(lot, tokens)| json!({"lotId": lot, "tokens": tokens.to_string()})).collect()
}

pub(super) fn reference(about: &About) -> Value {
    json!({"kind": about.kind, "id": about.id})
}

pub(super) fn terms_of(terms: &SettlementTerms) -> Value {
    let rule = |rule: CostRule| match rule {
        CostRule::Release => json!({"release": {}}),
        CostRule::CaptureAll => json!({"captureAll": {}}),
        CostRule::CaptureActual => json!({"captureActual": {}}),
        CostRule::CaptureFixed(tokens) => {
            json!({"captureFixed": object(vec![("tokens", number(tokens.get()))])})
        }
    };
    object(vec![
        ("onSuccess", rule(terms.on_success)),
        ("onTechnicalFailure", rule(terms.on_technical_failure)),
        ("onProhibitedContent", rule(terms.on_prohibited_content)),
        ("onCancelledByUser", rule(terms.on_cancelled_by_user)),
        ("overCaptureLimit", number(terms.over_capture_limit.get())),
        ("policyVersion", json!(terms.policy_version)),
    ])
}

pub(super) fn flag(of: bool) -> Value {
    if of { json!(true) } else { Value::Null }
}

pub(super) fn warrant(by: &Warrant) -> Value {
    object(vec![("actor", json!(by.actor)), ("reason", json!(by.reason)), ("evidence", json!(by.evidence))])
}
