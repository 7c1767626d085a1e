//! Card processors' notifications, passed on byte for byte: the signature is over the raw body.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use contracts::payments::v1 as proto;
use kernel::Reason;

use super::doc::WebhookProblems;
use super::extract::{Id, MAX_BODY_BYTES, Query, read};
use super::model::text_id::Processor;
use crate::app::App;
use crate::problem::Problem;
use crate::upstream::repeat;

/// The route, for the guard.
pub const PATH: &str = "/v1/webhooks/{processor}";

/// Where processors put their signature.
const SIGNATURES: [&str; 2] = ["webhook-signature", "stripe-signature"];

/// For card processors.
///
/// Takes a processor's signed notification.
#[utoipa::path(
    post, path = "/v1/webhooks/{processor}", tag = "webhooks", operation_id = "deliverWebhook",
    params(("processor" = String, Path, description = "The processor's name.", example = "sandbox"),
           ("Webhook-Signature" = Option<String>, Header, description = "The sandbox's signature."),
           ("Stripe-Signature" = Option<String>, Header, description = "Stripe's signature.")),
    request_body(content = String, content_type = "application/json", description = "As the processor sent it, unchanged."),
    responses((status = 204, description = "Taken."), WebhookProblems)
)]
pub async fn deliver(
    State(app): State<App>,
    Id(processor): Id<Processor>,
    query: Query,
    request: Request,
) -> Result<StatusCode, Problem> {
    query.only(&[])?;
    let signature = signature(request.headers())?;
    let body = read(request, MAX_BODY_BYTES, app.body_timeout).await?;
    let request = proto::DeliverWebhookRequest { processor: processor.into(), body, signature };
    repeat(&app.upstream.payments, request, |mut it, ask| async move { it.deliver_webhook(ask).await })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The one signature of a notification.
fn signature(headers: &HeaderMap) -> Result<String, Problem> {
    let wrong = |detail: &str| Problem::new(Reason::WebhookSignatureInvalid, detail);
    let mut given = SIGNATURES.iter().flat_map(|name| headers.get_all(*name));
    let signature = given.next().ok_or_else(|| wrong("the signature header is missing"))?;
    if given.next().is_some() {
        return Err(wrong("there is more than one signature header"));
    }
    signature.to_str().map(ToOwned::to_owned).map_err(|_| wrong("the signature header is not ASCII text"))
}
