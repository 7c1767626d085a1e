//! The OpenAPI document, made from the code of the calls that it describes.

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use bytes::Bytes;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{OpenApi as Document, Server};
use utoipa::{Modify, OpenApi};

use crate::problem::{FieldError, ProblemBody};
use crate::rest::model::generation::TextPiece;

/// What stands above the calls.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Tokenbook",
        description = "Buy tokens once and for good, and spend them on generated videos, images and chat.\n\n\
            **Log in:** `POST /v1/sessions` gives an access token; send it as `Authorization: Bearer …`. Programs use API keys.\n\n\
            **Repeat safely:** every request that moves tokens or money has an `Idempotency-Key`; the same request with the same \
            key is carried out once, for ever, and answered alike.\n\n\
            **Problems** are `application/problem+json` (RFC 9457) with a stable `reason`; `/problems` explains each. \
            `instance` is the request id that support asks for.\n\n\
            Amounts are whole tokens or minor units of money, times RFC 3339.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    components(schemas(ProblemBody, FieldError, TextPiece)),
    modifiers(&Schemes),
    tags(
        (name = "accounts", description = "People, sessions, and who am I."),
        (name = "tokens", description = "The balance and the token log."),
        (name = "orders", description = "Packages of tokens, bought one at a time."),
        (name = "pricing", description = "The price book, quotes, gifts and discounts."),
        (name = "generations", description = "Videos, images and chat."),
        (name = "api keys", description = "For programs; needs the role `service`."),
        (name = "support", description = "Any order, any token log; needs the role `support`."),
        (name = "webhooks", description = "For card processors."),
        (name = "about", description = "This interface itself."),
    )
)]
struct Base;

struct Schemes;

impl Modify for Schemes {
    fn modify(&self, document: &mut Document) {
        let components = document.components.get_or_insert_default();
        for (name, description, format) in [
            ("access_token", "An access token of `POST /v1/sessions`.", Some("JWT")),
            ("api_key", "An API key (`tbk_…`) of `POST /v1/api-keys`.", None),
        ] {
            let mut scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(description));
            if let Some(format) = format {
                scheme = scheme.bearer_format(format);
            }
            components.add_security_scheme(name, SecurityScheme::Http(scheme.build()));
        }
    }
}

/// The document without any call.
pub fn base(public_url: Option<&str>) -> Document {
    let mut document = Base::openapi();
    document.servers = Some(vec![Server::new(public_url.unwrap_or("/"))]);
    document
}

/// The finished document, as it is served.
#[derive(Clone, Debug)]
pub struct Published(pub Bytes);

/// This document.
///
/// The OpenAPI 3.1 document of this interface.
#[utoipa::path(
    get, path = "/openapi.json", tag = "about", operation_id = "getOpenApi",
    responses((status = 200, description = "The OpenAPI 3.1 document.", content_type = "application/json", body = serde_json::Value))
)]
pub async fn serve(State(Published(document)): State<Published>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "public, max-age=60")], document)
}
