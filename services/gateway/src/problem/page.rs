//! The pages that a problem's `type` points at.

use std::fmt::Write as _;

use axum::extract::Path;
use axum::response::{Html, IntoResponse as _, Response};
use kernel::Reason;

use super::{Problem, catalog};

/// Every problem, as a page.
///
/// Lists every problem.
#[utoipa::path(
    get, path = "/problems", tag = "about", operation_id = "listProblems",
    responses((status = 200, description = "A page that lists every problem.", content_type = "text/html", body = String))
)]
pub async fn list() -> Response {
    let mut rows = String::new();
    for reason in Reason::ALL {
        let entry = catalog::describe(*reason);
        // Writing to a text cannot fail.
        let _ = writeln!(
            rows,
            "<tr><td><a href=\"/problems/{}\"><code>{reason}</code></a></td><td>{}</td><td>{}</td></tr>",
            catalog::slug(*reason),
            entry.status.as_u16(),
            entry.title,
        );
    }
    page("Problems", &format!("<table><tr><th>reason</th><th>status</th><th>title</th></tr>\n{rows}</table>"))
}

/// What a problem means.
///
/// Explains one problem.
#[utoipa::path(
    get, path = "/problems/{reason}", tag = "about", operation_id = "explainProblem",
    params(("reason" = String, Path, description = "The reason in kebab case.", example = "insufficient-tokens")),
    responses(
        (status = 200, description = "A page that explains the problem.", content_type = "text/html", body = String),
        (status = 404, description = "There is no such problem.", content_type = "application/problem+json", body = super::ProblemBody),
    )
)]
pub async fn explain(Path(slug): Path<String>) -> Result<Response, Problem> {
    let reason = catalog::from_slug(&slug).ok_or_else(|| {
        Problem::new(Reason::NotFound, "there is no such problem; /problems lists them all")
    })?;
    let entry = catalog::describe(reason);
    Ok(page(
        entry.title,
        &format!(
            "<p><code>{reason}</code>, usually with status {}.</p>\n<p>{}</p>\n<p><a href=\"/problems\">All problems</a></p>",
            entry.status, entry.advice,
        ),
    ))
}

/// Texts come from the catalog only, which holds no markup and nothing of the client's.
fn page(title: &str, body: &str) -> Response {
    crate::web::page(title, Html(body)).into_response()
}
