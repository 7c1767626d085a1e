//! The few pages that the interface itself has: a start page and the browsable documentation. Nothing in them is loaded
//! from another host. The product's own web pages are not here.

use std::sync::{Arc, LazyLock};

use axum::extract::Path;
use axum::http::header;
use axum::response::{Html, IntoResponse, Redirect, Response};
use kernel::Reason;
use utoipa_swagger_ui::Config;

use crate::problem::Problem;

/// For pages with a little style and no script at all.
const PLAIN_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// For the documentation: its own scripts, and calls to this interface.
const DOCS_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
    font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:3rem auto;padding:0 1rem;color:#1a1a2e}\
    a{color:#3448c5}code{background:#f2f2f7;padding:.1em .3em;border-radius:.25em}\
    table{border-collapse:collapse}td,th{text-align:left;padding:.25em .75em .25em 0;vertical-align:top}";

static DOCS: LazyLock<Arc<Config<'static>>> =
    LazyLock::new(|| Arc::new(Config::from("/openapi.json").validator_url("none").deep_linking(true)));

/// A page of our own. `title` and `body` are ours too: nothing of a client's may stand in them.
pub fn page(title: &str, Html(body): Html<&str>) -> impl IntoResponse + use<> {
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title} · Tokenbook</title><style>{STYLE}</style></head>\n<body>\n<h1>{title}</h1>\n{body}\n</body>\n</html>\n"
    );
    (
        [(header::CONTENT_SECURITY_POLICY, PLAIN_POLICY), (header::CACHE_CONTROL, "public, max-age=60")],
        Html(page),
    )
}

/// The start page.
///
/// What this is, and where to go on.
#[utoipa::path(
    get, path = "/", tag = "about", operation_id = "getStartPage",
    responses((status = 200, description = "What this is, and where to go on.", content_type = "text/html", body = String))
)]
pub async fn start() -> impl IntoResponse {
    page(
        "The Tokenbook API",
        Html(
            "<p>Buy tokens once and for good, and spend them on generated videos, images and chat.</p>\n<ul>\n\
             <li><a href=\"/docs/\">Browse the documentation</a> and try each call</li>\n\
             <li><a href=\"/openapi.json\">The OpenAPI 3.1 document</a>, for client generators</li>\n\
             <li><a href=\"/v1/pricing\">Pricing</a>, <a href=\"/v1/packages\">packages</a> and \
             <a href=\"/v1/promotions\">promotions</a> as JSON</li>\n\
             <li><a href=\"/problems\">Every problem</a> that a call may answer, and what to do</li>\n</ul>",
        ),
    )
}

/// The browsable documentation.
///
/// Leads to the browsable documentation.
#[utoipa::path(
    get, path = "/docs", tag = "about", operation_id = "getDocs",
    responses((status = 308, description = "To `/docs/`, the documentation as a page."))
)]
pub async fn docs() -> Redirect {
    Redirect::permanent("/docs/")
}

/// The documentation's page.
pub async fn docs_page() -> Result<Response, Problem> {
    docs_asset("index.html")
}

/// A file of the documentation's page.
pub async fn docs_file(Path(file): Path<String>) -> Result<Response, Problem> {
    docs_asset(&file)
}

fn docs_asset(path: &str) -> Result<Response, Problem> {
    match utoipa_swagger_ui::serve(path, Arc::clone(&DOCS)) {
        Ok(Some(file)) => Ok((
            [
                (header::CONTENT_TYPE, file.content_type.as_str()),
                (header::CONTENT_SECURITY_POLICY, DOCS_POLICY),
                (header::CACHE_CONTROL, "public, max-age=3600"),
            ],
            file.bytes.into_owned(),
        )
            .into_response()),
        Ok(None) => Err(Problem::new(Reason::NotFound, "the documentation has no such file")),
        Err(error) => {
            tracing::error!(%error, "a file of the documentation cannot be served");
            Err(Problem::internal())
        }
    }
}
