//! Stripe's documented bodies, and what they mean here.

use chrono::DateTime;
use kernel::{Money, Reason};
use serde_json::{Value, json};

use super::meaning::{Standing, reason, refused, report, standing};
use super::wire::{ApiError, ErrorBody, Intent};
use super::*;
use crate::domain::Outcome;
use crate::processor::PaymentStatus;

const SUCCEEDED: &str = include_str!("../../../tests/fixtures/stripe/payment_intent.json");
const DECLINED: &str = include_str!("../../../tests/fixtures/stripe/declined.json");
const EVENT: &str = include_str!("../../../tests/fixtures/stripe/event.json");

/// A body with some of its fields changed, each named by its path.
fn with(body: &str, changes: &[(&str, Value)]) -> Value {
    let mut body: Value = serde_json::from_str(body).unwrap();
    for (path, value) in changes {
        *body.pointer_mut(path).unwrap_or_else(|| panic!("no {path}")) = value.clone();
    }
    body
}

fn intent(changes: &[(&str, Value)]) -> Intent {
    serde_json::from_value(with(SUCCEEDED, changes)).unwrap()
}

fn error(changes: &[(&str, Value)]) -> ApiError {
    serde_json::from_value::<ErrorBody>(with(DECLINED, changes)).unwrap().error
}

const fn failed(reason: Reason) -> Standing {
    Standing::Settled(Outcome::Failed(reason))
}

#[test]
fn an_intent_in_each_status_stands_as_documented() {
    let authentication = json!({"type": "card_error", "code": "authentication_required",
        "decline_code": "authentication_not_handled", "message": "…"});
    let declined = json!({"type": "card_error", "code": "card_declined", "decline_code": "do_not_honor"});
    for (status, last_error, cancelled_for, then) in [
        ("succeeded", Value::Null, Value::Null, Standing::Settled(Outcome::Succeeded)),
        ("processing", Value::Null, Value::Null, Standing::Processing),
        ("requires_action", Value::Null, Value::Null, Standing::Waits(Reason::CardAuthenticationRequired)),
        ("requires_payment_method", declined.clone(), Value::Null, failed(Reason::CardDeclined)),
        (
            "requires_payment_method",
            authentication.clone(),
            Value::Null,
            Standing::Waits(Reason::CardAuthenticationRequired),
        ),
        ("requires_payment_method", Value::Null, Value::Null, Standing::Waits(Reason::ProcessorUnavailable)),
        ("requires_confirmation", Value::Null, Value::Null, Standing::Waits(Reason::ProcessorUnavailable)),
        ("requires_capture", Value::Null, Value::Null, Standing::Waits(Reason::ProcessorUnavailable)),
        ("canceled", Value::Null, json!("abandoned"), failed(Reason::CardAuthenticationRequired)),
        ("canceled", authentication, json!("abandoned"), failed(Reason::CardAuthenticationRequired)),
        ("canceled", declined, json!("requested_by_customer"), failed(Reason::CardDeclined)),
        ("canceled", Value::Null, json!("requested_by_customer"), failed(Reason::ProcessorUnavailable)),
        ("of_a_later_version", Value::Null, Value::Null, Standing::Processing),
    ] {
        let given = intent(&[
            ("/status", json!(status)),
            ("/last_payment_error", last_error.clone()),
            ("/cancellation_reason", cancelled_for),
        ]);
        assert_eq!(standing(&given), then, "{status} after {last_error}");
    }
}

#[test]
fn every_documented_decline_has_its_remedy() {
    for (code, decline_code, then) in [
        ("card_declined", Some("insufficient_funds"), Reason::CardInsufficientFunds),
        ("card_declined", Some("card_velocity_exceeded"), Reason::CardLimitExceeded),
        ("card_declined", Some("withdrawal_count_limit_exceeded"), Reason::CardLimitExceeded),
        ("card_declined", Some("invalid_amount"), Reason::CardLimitExceeded),
        ("expired_card", Some("expired_card"), Reason::CardDetailsWrong),
        ("expired_card", None, Reason::CardDetailsWrong),
        ("incorrect_cvc", Some("incorrect_cvc"), Reason::CardDetailsWrong),
        ("incorrect_number", None, Reason::CardDetailsWrong),
        ("invalid_expiry_year", None, Reason::CardDetailsWrong),
        ("incorrect_zip", None, Reason::CardDetailsWrong),
        ("authentication_required", None, Reason::CardAuthenticationRequired),
        ("card_declined", Some("authentication_required"), Reason::CardAuthenticationRequired),
        ("card_declined", Some("authentication_not_handled"), Reason::CardAuthenticationRequired),
        ("payment_intent_authentication_failure", None, Reason::CardAuthenticationRequired),
        ("processing_error", Some("processing_error"), Reason::ProcessorUnavailable),
        ("card_declined", Some("issuer_not_available"), Reason::ProcessorUnavailable),
        ("card_declined", Some("try_again_later"), Reason::ProcessorUnavailable),
        ("card_declined", Some("do_not_honor"), Reason::CardDeclined),
        ("card_declined", Some("generic_decline"), Reason::CardDeclined),
        // What must not be told apart.
        ("card_declined", Some("fraudulent"), Reason::CardDeclined),
        ("card_declined", Some("lost_card"), Reason::CardDeclined),
        ("card_declined", Some("stolen_card"), Reason::CardDeclined),
        ("card_declined", Some("of_a_later_date"), Reason::CardDeclined),
    ] {
        let given = error(&[("/error/code", json!(code)), ("/error/decline_code", json!(decline_code))]);
        assert_eq!(reason(&given), then, "{code} {decline_code:?}");
    }
}

/// What an error that creating an intent was answered with means.
#[derive(Debug, PartialEq, Eq)]
enum Means {
    Intent(Standing),
    NotTaken,
    UnknownMethod,
    Unknown,
}

#[track_caller]
fn check(status: u16, body: Option<&Value>, then: &Means) {
    let error = body.map(|body| serde_json::from_value::<ErrorBody>(body.clone()).unwrap().error);
    let found = match refused(status, error, "it answered".to_owned()) {
        Ok(intent) => Means::Intent(standing(&intent)),
        Err(SubmitError::NotTaken(_)) => Means::NotTaken,
        Err(SubmitError::UnknownMethod) => Means::UnknownMethod,
        Err(SubmitError::OutcomeUnknown(_)) => Means::Unknown,
    };
    assert_eq!(&found, then, "{status} {body:?}");
}

#[test]
fn errors_mean_what_stripe_documents() {
    let body = |kind: &str, code: Option<&str>, param: Option<&str>| {
        let mut error = json!({"type": kind, "message": "…",
            "request_log_url": "https://dashboard.stripe.com/test/logs/req_example?t=1790000000"});
        for (name, value) in [("code", code), ("param", param)] {
            if let Some(value) = value {
                error[name] = json!(value);
            }
        }
        Some(json!({"error": error}))
    };
    let invalid = |code, param| body("invalid_request_error", code, param);
    let declined = serde_json::from_str(DECLINED).unwrap();
    check(402, Some(&declined), &Means::Intent(failed(Reason::CardInsufficientFunds)));
    // The payment method.
    for (code, param) in [
        (Some("resource_missing"), Some("payment_method")),
        (Some("payment_method_unactivated"), Some("payment_method")),
        (Some("payment_method_customer_mismatch"), None),
        // "… was previously used … It may not be used again" comes without code and parameter.
        (None, None),
    ] {
        check(400, invalid(code, param).as_ref(), &Means::UnknownMethod);
    }
    check(404, invalid(Some("resource_missing"), Some("payment_method")).as_ref(), &Means::UnknownMethod);
    // Certainly not taken.
    for (status, body) in [
        (400, invalid(Some("amount_too_small"), Some("amount"))),
        (400, invalid(Some("parameter_unknown"), Some("currency"))),
        (400, invalid(None, Some("payment_method_types"))),
        (400, invalid(Some("testmode_charges_only"), None)),
        (401, invalid(None, None)),
        (403, invalid(Some("secret_key_required"), None)),
        (429, body("invalid_request_error", Some("rate_limit"), None)),
        (429, body("api_error", None, None)),
    ] {
        check(status, body.as_ref(), &Means::NotTaken);
    }
    // Nobody knows.
    for (status, body) in [
        (400, body("idempotency_error", None, None)),
        (409, body("idempotency_error", Some("idempotency_key_in_use"), None)),
        (409, body("invalid_request_error", None, None)),
        (409, None),
        (424, body("api_error", None, None)),
        (429, body("invalid_request_error", Some("lock_timeout"), None)),
        (500, body("api_error", None, None)),
        (500, None),
        (502, None),
        (503, None),
        (504, None),
        (402, None),
        (400, None),
        (403, None),
        (302, None),
    ] {
        check(status, body.as_ref(), &Means::Unknown);
    }
}

#[test]
fn an_intent_that_an_error_tells_of_is_believed_over_the_error() {
    let charged = serde_json::from_str::<Value>(SUCCEEDED).unwrap();
    let body = with(DECLINED, &[("/error/payment_intent", charged)]);
    check(400, Some(&body), &Means::Intent(Standing::Settled(Outcome::Succeeded)));
    // The intent does not say why, so the error does.
    let body = with(DECLINED, &[("/error/payment_intent/last_payment_error", Value::Null)]);
    check(402, Some(&body), &Means::Intent(failed(Reason::CardInsufficientFunds)));
}

#[test]
fn a_report_says_what_came_in_which_money_and_from_which_card() {
    let report = |changes: &[(&str, Value)]| report(&intent(changes));
    let whole = report(&[]).unwrap();
    assert_eq!(whole.payment.to_string(), "0199f3a0-7c1e-7b52-9d38-6f0a5e2c4b11");
    assert_eq!(whole.processor_payment_id, "pi_3SDkQ2Example0001intent00");
    assert_eq!(whole.price, Money { currency: "USD".into(), minor_units: 499 });
    assert_eq!(whole.card_brand.as_deref(), Some("visa"));
    assert_eq!(whole.status, PaymentStatus::Settled(Outcome::Succeeded));
    // What arrived counts, not what was asked for.
    assert_eq!(report(&[("/amount_received", json!(100))]).unwrap().price.minor_units, 100);
    let brand = "/latest_charge/payment_method_details/card/brand";
    assert_eq!(report(&[(brand, json!("unknown"))]).unwrap().card_brand, None);
    assert_eq!(report(&[("/latest_charge", json!("ch_1"))]).unwrap().card_brand, None);
    // Not ours.
    for metadata in [json!({}), json!({"payment_id": "7"}), json!({"given_up_payment_id": whole.payment})] {
        assert_eq!(report(&[("/metadata", metadata)]), None);
    }
    let declined = *error(&[]).payment_intent.unwrap();
    assert_eq!(super::report(&declined).unwrap().card_brand.as_deref(), Some("visa"));
}

fn stripe(secrets: &[&str]) -> StripeProcessor {
    let secrets = secrets.iter().map(|secret| Secret::from((*secret).to_owned())).collect();
    let key = Secret::from("sk_test_unit".to_owned());
    StripeProcessor::new("http://127.0.0.1:1", key, secrets, Duration::from_secs(1)).unwrap()
}

fn read(body: &Value) -> Result<Notification, WebhookError> {
    let (body, now) =
        (serde_json::to_vec(body).unwrap(), DateTime::from_timestamp(1_790_000_003, 0).unwrap());
    let signature = signature::sign("whsec_one", now, &body);
    stripe(&["whsec_one"]).read_webhook(&body, &signature, now)
}

#[test]
fn events_about_payments_are_read_and_all_others_acknowledged() {
    let settled = |body: &Value| match read(body) {
        Ok(Notification::Payment(report)) => report.status,
        other => panic!("{other:?}"),
    };
    let event = |kind: &str, status: &str| {
        with(EVENT, &[("/type", json!(kind)), ("/data/object/status", json!(status))])
    };
    let succeeded = event("payment_intent.succeeded", "succeeded");
    assert_eq!(settled(&succeeded), PaymentStatus::Settled(Outcome::Succeeded));
    assert_eq!(settled(&event("payment_intent.processing", "processing")), PaymentStatus::Processing);
    let cancelled = PaymentStatus::Settled(Outcome::Failed(Reason::ProcessorUnavailable));
    assert_eq!(settled(&event("payment_intent.canceled", "canceled")), cancelled);
    let declined = serde_json::from_str::<Value>(DECLINED).unwrap()["error"]["payment_intent"].take();
    let failed =
        with(EVENT, &[("/type", json!("payment_intent.payment_failed")), ("/data/object", declined)]);
    let insufficient = PaymentStatus::Settled(Outcome::Failed(Reason::CardInsufficientFunds));
    assert_eq!(settled(&failed), insufficient);
    // It failed, and could still be confirmed: the poller cancels it, and only then it has failed.
    let waits = json!({"type": "card_error", "code": "authentication_required"});
    let waits = with(&failed.to_string(), &[("/data/object/last_payment_error", waits)]);
    assert_eq!(settled(&waits), PaymentStatus::Processing);

    let of_others = with(&succeeded.to_string(), &[("/data/object/metadata", json!({"order": "7"}))]);
    let customer =
        with(EVENT, &[("/type", json!("customer.created")), ("/data/object", json!({"id": "cus_1"}))]);
    for other in [
        of_others,
        customer,
        event("payment_intent.created", "requires_payment_method"),
        event("payment_intent.requires_action", "requires_action"),
    ] {
        assert_eq!(read(&other), Ok(Notification::Other), "{other}");
    }
    let odd = with(EVENT, &[("/data/object", json!({"id": 7}))]);
    for unreadable in [odd, json!({}), json!([])] {
        assert_eq!(read(&unreadable), Err(WebhookError::Unreadable));
    }
}

#[test]
fn a_signature_counts_under_any_of_the_secrets_while_it_is_fresh() {
    // Computed with `{ printf '1790000003.'; cat tests/fixtures/stripe/event.json; } | openssl dgst -sha256 -hmac whsec_one`.
    let signature = "t=1790000003,v1=a53b8ad8529a64241f0da77a0227dd29a6e47646d1549c6be68071d114695885";
    let read = |secrets: &[&str], signature: &str, seconds| {
        let now = DateTime::from_timestamp(seconds, 0).unwrap();
        stripe(secrets).read_webhook(EVENT.as_bytes(), signature, now).is_ok()
    };
    assert!(read(&["whsec_one"], signature, 1_790_000_003));
    assert!(read(&["whsec_two", "whsec_one"], signature, 1_790_000_303));
    assert!(!read(&["whsec_one"], signature, 1_790_000_304));
    assert!(!read(&["whsec_two"], signature, 1_790_000_003));
    assert!(!read(&[], signature, 1_790_000_003));
    assert!(!read(&["whsec_one"], &signature.replace("v1", "v0"), 1_790_000_003));
    // As Stripe sends it while a secret is rolled, and with the signature of test events.
    let both = signature.replace(",v1=", &format!(",v0={},v1={},v1=", "1".repeat(64), "0".repeat(64)));
    assert!(read(&["whsec_one"], &both, 1_790_000_003));
}
