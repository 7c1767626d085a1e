//! The sandbox processor: a card processor that moves no money, to develop and test against. A program of its own
//! (`tokenbook-sandbox-processor`) with a database of its own, so that it keeps its word through `kill -9` as the outside
//! world would. Nothing else of this crate depends on it but the JSON of its API ([`wire`]).
//!
//! # API
//!
//! Every call needs `authorization: Bearer <TOKENBOOK_PROCESSOR_API_KEY>`.
//!
//! | call | answer |
//! |---|---|
//! | `POST /v1/payments` with header `idempotency-key` and body `{amount, currency, payment_method, metadata: {payment_id, order_id}}` | the payment; 400 for an unknown method; 409 for a key used with another body |
//! | `GET /v1/payments/{id}` | the payment, or 404 |
//! | `GET /v1/payments?idempotency_key=…` | the same by the key |
//! | `GET /v1/methods` | the methods below, with no key needed |
//!
//! A payment is `{id, status: processing | succeeded | failed, decline_code, amount, currency, card_brand, metadata}`.
//!
//! # Webhooks
//!
//! `POST TOKENBOOK_WEBHOOK_URL` with header `webhook-signature: t=…,v1=…` (see [`crate::processor::signature`]) and body
//! `{id, type: payment.succeeded | payment.failed, created, data: {payment}}`, from a queue in the database: at least once, and
//! again with growing pauses, for three days, until a 2xx answers.
//!
//! # Payment methods
//!
//! | method | what happens |
//! |---|---|
//! | `pm_visa`, `pm_mastercard`, `pm_amex`, `pm_discover`, `pm_jcb` | succeeds after 200 ms |
//! | `pm_declined_insufficient_funds`, `pm_declined_limit`, `pm_declined_wrong_details`, `pm_declined` | fails at once |
//! | `pm_visa_webhook_twice` | succeeds; the webhook comes twice |
//! | `pm_visa_webhook_never` | succeeds; no webhook comes |
//! | `pm_visa_slow` | succeeds after 5 s |
//! | `pm_visa_no_answer` | succeeds, and the call that submitted it is never answered |

mod api;
mod delivery;
mod methods;
mod store;
pub mod wire;

use std::sync::Arc;

use runtime::{BoxError, Clock, Context, Secret};
use sqlx::PgPool;

use crate::config::SandboxConfig;

/// What the sandbox's parts share.
#[derive(Clone)]
pub(crate) struct Sandbox {
    pool: PgPool,
    clock: Clock,
    api_key: Arc<Secret>,
}

/// Builds the sandbox: opens its database, binds, and spawns its tasks.
pub async fn build(context: Context<SandboxConfig>) -> Result<(), BoxError> {
    let Context { config, lifecycle, clock, .. } = context;
    config.check()?;
    let pool = store::open(&config.database).await?;
    let sandbox =
        Sandbox { pool: pool.clone(), clock: clock.clone(), api_key: Arc::new(config.processor_api_key) };
    let stop = lifecycle.shutdown_token();
    lifecycle.spawn("settlement", {
        let (sandbox, stop) = (sandbox.clone(), stop.clone());
        async move {
            delivery::settle(sandbox, stop).await;
            Ok::<_, BoxError>(())
        }
    });
    let courier = delivery::Courier::new(sandbox.clone(), config.webhook_url, config.webhook_secret)?;
    lifecycle.spawn("webhooks", {
        let stop = stop.clone();
        async move {
            courier.run(stop).await;
            Ok::<_, BoxError>(())
        }
    });
    let router = api::router(sandbox, stop);
    let bound = runtime::http::serve(&lifecycle, "TOKENBOOK_HTTP_LISTEN", config.http_listen, router).await?;
    tracing::info!(address = %bound, "the sandbox processor listens");
    Ok(())
}
