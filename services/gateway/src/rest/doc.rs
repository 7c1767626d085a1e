//! Parts of the OpenAPI document that many calls share: parameters, and the problems each kind of call may answer.

use std::collections::BTreeMap;

use kernel::Reason;
use serde_json::json;
use utoipa::openapi::example::ExampleBuilder;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoParams, IntoResponses};

use crate::problem::{CONTENT_TYPE, catalog};

/// The header of requests that move tokens or money.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only documents")]
pub struct IdempotencyKeyHeader {
    /// A name of your own for this request, 1 to 255 visible ASCII characters: the same request with the same key is carried
    /// out once, for ever, and answered alike.
    #[param(
        rename = "Idempotency-Key",
        min_length = 1,
        max_length = 255,
        example = "5b8c2f0e-6d43-4f6e-9d0b-0f6f4f3b1a11"
    )]
    idempotency_key: String,
}

/// Which part of a list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only documents")]
pub struct PageParams {
    /// How many at most; 1 to 100 (token log: 200).
    #[param(minimum = 1, maximum = 200, example = 20)]
    limit: Option<u32>,
    /// `next_cursor` of the page before; absent for the newest.
    cursor: Option<String>,
}

/// The responses of these reasons, one for each status, with an example for each reason.
fn responses(reasons: &[Reason]) -> BTreeMap<String, RefOr<Response>> {
    let mut by_status: BTreeMap<u16, Vec<Reason>> = BTreeMap::new();
    for reason in reasons {
        by_status.entry(catalog::describe(*reason).status.as_u16()).or_default().push(*reason);
    }
    by_status
        .into_iter()
        .map(|(status, reasons)| (status.to_string(), response(status, &reasons).into()))
        .collect()
}

fn response(status: u16, reasons: &[Reason]) -> Response {
    let titles: Vec<&str> = reasons.iter().map(|reason| catalog::describe(*reason).title).collect();
    let examples = reasons.iter().map(|reason| {
        let entry = catalog::describe(*reason);
        let example = ExampleBuilder::new().summary(entry.title).value(Some(json!({
            "type": format!("/problems/{}", catalog::slug(*reason)),
            "title": entry.title,
            "status": status,
            "detail": entry.advice,
            "instance": "0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77",
            "reason": reason.as_str(),
        })));
        (reason.as_str(), RefOr::T(example.build()))
    });
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("ProblemBody")))
        .examples_from_iter(examples)
        .build();
    ResponseBuilder::new()
        .description(format!("{}.", titles.join("; ")))
        .content(CONTENT_TYPE, content)
        .build()
}

macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident = [$($reason:ident),* $(,)?];)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug)]
            pub struct $name;

            impl IntoResponses for $name {
                fn responses() -> BTreeMap<String, RefOr<Response>> {
                    responses(&[
                        $(Reason::$reason,)*
                        Reason::RateLimited,
                        Reason::InternalError,
                        Reason::Overloaded,
                        Reason::Unavailable,
                        Reason::DeadlinePassed,
                    ])
                }
            }
        )*
    };
}

problems! {
    /// Of public reads.
    PublicProblems = [InvalidInput];
    /// Of registering.
    RegisterProblems = [InvalidInput, WeakPassword, EmailTaken];
    /// Of logging in.
    SessionProblems = [InvalidInput, WrongCredentials];
    /// Of an account's reads.
    AccountProblems = [InvalidInput, Unauthenticated, PermissionDenied];
    /// Of an account's reads of one thing.
    LookupProblems = [InvalidInput, Unauthenticated, PermissionDenied, NotFound];
    /// Of public quotes.
    QuoteProblems = [InvalidInput, NotFound, AmountOverflow];
    /// Of placing an order.
    OrderProblems = [
        InvalidInput, IdempotencyKeyMissing, IdempotencyKeyReused, Unauthenticated, PermissionDenied, NotFound,
    ];
    /// Of paying an order.
    PaymentProblems = [
        InvalidInput, IdempotencyKeyMissing, IdempotencyKeyReused, Unauthenticated, PermissionDenied, NotFound,
        CardInsufficientFunds, CardLimitExceeded, CardDetailsWrong, CardDeclined, CardAuthenticationRequired,
        ProcessorUnavailable, OrderAlreadyPaid, PaymentInProgress,
    ];
    /// Of claiming a gift.
    ClaimProblems = [
        InvalidInput, IdempotencyKeyMissing, IdempotencyKeyReused, Unauthenticated, PermissionDenied, NotFound,
        PromotionNotActive, PromotionAlreadyClaimed,
    ];
    /// Of ordering a generation.
    GenerationProblems = [
        InvalidInput, IdempotencyKeyMissing, IdempotencyKeyReused, Unauthenticated, PermissionDenied, NotFound,
        InsufficientTokens, WalletFrozen, NotApplied, Capacity, AmountOverflow,
    ];
    /// Of a processor's notification.
    WebhookProblems = [InvalidInput, WebhookSignatureInvalid, NotFound];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_of_one_status_share_a_response_with_an_example_each() {
        let documented = PaymentProblems::responses();
        let RefOr::T(declined) = &documented["402"] else { unreachable!("not a reference") };
        let content = serde_json::to_value(declined).unwrap();
        let examples = content["content"][CONTENT_TYPE]["examples"].as_object().unwrap();
        assert_eq!(examples.len(), 5);
        assert_eq!(examples["CARD_DECLINED"]["value"]["status"], 402);
    }
}
