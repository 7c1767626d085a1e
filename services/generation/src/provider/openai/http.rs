//! Calls: bounded in time and size, without redirections, the key shown only to the provider.

use std::net::IpAddr;
use std::time::Duration;

use kernel::Reason;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response, StatusCode, Url};
use runtime::config::{Invalid, Secret};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::outcome::{ApiError, Verdict, of_answer};
use crate::config::OpenAiOptions;
use crate::provider::ProviderJob;

/// The most that is read of an answer that holds no files.
const MOST_JSON: usize = 256 * 1024;
/// How often a busy provider is asked, in all.
const TRIES: u32 = 3;
/// The longest that a provider may ask us to wait for the next try; more is too long for a worker.
const LONGEST_PAUSE: Duration = Duration::from_secs(20);
const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// A connection that was idle for longer may be about to be closed by the other side.
const IDLE_CONNECTION: Duration = Duration::from_secs(15);
/// Answers with files that are in memory at the same time.
const LARGE_ANSWERS: usize = 2;
/// By this the provider's support finds a call in its logs.
const REQUEST_ID: &str = "x-client-request-id";

/// The API, as one server offers it.
pub(super) struct Http {
    client: Client,
    base: Url,
    key: HeaderValue,
    most_media: usize,
    large: Semaphore,
}

/// A body that was not read to its end.
#[derive(Debug)]
pub(super) enum Unread {
    /// It is larger than allowed.
    TooLarge,
    /// The connection was lost, or silent for too long.
    Lost,
}

impl Http {
    pub(super) fn new(options: &OpenAiOptions, base: &str, key: &Secret) -> Result<Self, Invalid> {
        let base = base_url(base).map_err(|problem| Invalid::new("TOKENBOOK_OPENAI_BASE_URL", problem))?;
        let mut key = HeaderValue::from_str(&format!("Bearer {}", key.expose())).map_err(|_| {
            Invalid::new("TOKENBOOK_OPENAI_API_KEY", "must be one line of visible ASCII characters")
        })?;
        key.set_sensitive(true);
        let mut client = Client::builder()
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .connect_timeout(Duration::from_millis(options.openai_connect_ms))
            .read_timeout(Duration::from_millis(options.openai_silence_ms))
            .timeout(Duration::from_millis(options.openai_call_ms))
            .pool_idle_timeout(IDLE_CONNECTION)
            .user_agent(concat!("tokenbook/", env!("CARGO_PKG_VERSION")));
        if base.scheme() == "http" {
            // Nothing is encrypted, so no certificates are needed, and a machine without any will do.
            client = client.tls_certs_only([]);
            if !is_here(&base) {
                tracing::warn!(
                    host = base.host_str(),
                    "the provider's key and all prompts travel unencrypted"
                );
            }
        }
        runtime::install_tls_provider();
        let client = client.build().map_err(|error| {
            let problem = format!(
                "no HTTPS client can be made; are CA certificates installed? {}",
                error.without_url()
            );
            Invalid::new("TOKENBOOK_OPENAI_BASE_URL", problem)
        })?;
        let most_media = usize::try_from(options.openai_max_media_bytes).unwrap_or(usize::MAX);
        Ok(Self { client, base, key, most_media, large: Semaphore::new(LARGE_ANSWERS) })
    }

    /// The most bytes of files that one job may deliver.
    pub(super) const fn most_media(&self) -> usize {
        self.most_media
    }

    pub(super) fn post(&self, path: &[&str], job: &ProviderJob) -> RequestBuilder {
        self.with_headers(self.client.post(self.url(path)), job)
    }

    pub(super) fn get(&self, path: &[&str], job: &ProviderJob) -> RequestBuilder {
        self.with_headers(self.client.get(self.url(path)), job)
    }

    fn with_headers(&self, request: RequestBuilder, job: &ProviderJob) -> RequestBuilder {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, self.key.clone());
        request.headers(headers).header(REQUEST_ID, job.generation.to_string())
    }

    fn url(&self, path: &[&str]) -> Url {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        url
    }

    /// Sends what creates something; again only when the provider says that it did not begin.
    pub(super) async fn create(&self, request: impl Fn() -> RequestBuilder) -> Result<Response, Verdict> {
        let mut tried = 1;
        loop {
            let answer = request().send().await.map_err(|error| lost(&error))?;
            let status = answer.status();
            if status.is_success() {
                return Ok(answer);
            }
            let pause = pause(&answer, tried);
            let error = error_of(answer).await;
            let verdict = of_answer(status.as_u16(), &error);
            report(status, &error, &verdict);
            let again = status == StatusCode::TOO_MANY_REQUESTS && matches!(verdict, Verdict::Busy { .. });
            match pause {
                Some(pause) if again && tried < TRIES => tokio::time::sleep(pause).await,
                _ => return Err(verdict),
            }
            tried += 1;
        }
    }

    /// The right to have an answer with files in memory.
    pub(super) async fn room(&self) -> Option<SemaphorePermit<'_>> {
        self.large.acquire().await.ok()
    }
}

/// The error of an answer that is no success.
pub(super) async fn error_of(answer: Response) -> ApiError {
    bounded(answer, MOST_JSON).await.map(|body| ApiError::of_body(&body)).unwrap_or_default()
}

/// An answer without files, whole.
pub(super) async fn json(answer: Response) -> Result<Vec<u8>, Unread> {
    bounded(answer, MOST_JSON).await
}

/// A body of at most so many bytes.
pub(super) async fn bounded(mut answer: Response, most: usize) -> Result<Vec<u8>, Unread> {
    let announced = answer.content_length().map_or(0, |bytes| usize::try_from(bytes).unwrap_or(usize::MAX));
    if announced > most {
        return Err(Unread::TooLarge);
    }
    let mut body = Vec::with_capacity(announced);
    loop {
        match answer.chunk().await {
            Ok(None) => return Ok(body),
            Ok(Some(chunk)) if body.len().saturating_add(chunk.len()) > most => return Err(Unread::TooLarge),
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Err(error) => {
                tracing::warn!(error = %error.without_url(), "an answer of the provider broke off");
                return Err(Unread::Lost);
            }
        }
    }
}

/// What a call without an answer means: only one that never got a connection is known not to have been sent.
fn lost(error: &reqwest::Error) -> Verdict {
    if error.is_builder() {
        tracing::error!("a call to the provider cannot be made");
        return Verdict::failed(Reason::InternalError, "request");
    }
    if error.is_connect() {
        return Verdict::failed(Reason::ProviderError, "unreachable");
    }
    Verdict::may_have_run(if error.is_timeout() { "timeout" } else { "connection_lost" })
}

/// How long to wait before the next try; none if the provider wants more than a worker can wait.
fn pause(answer: &Response, tried: u32) -> Option<Duration> {
    let asked = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    let pause = asked.map_or(FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(tried)), Duration::from_secs);
    (pause <= LONGEST_PAUSE).then_some(pause)
}

fn report(status: StatusCode, error: &ApiError, verdict: &Verdict) {
    let (status, code, kind, param) = (status.as_u16(), &error.code, &error.kind, &error.param);
    match verdict {
        Verdict::Failed { reason: Reason::InternalError, .. } => tracing::error!(
            status,
            code,
            r#type = kind,
            param,
            "the provider refuses our configuration or account; see TOKENBOOK_OPENAI_BASE_URL, _API_KEY and _MODELS"
        ),
        Verdict::Prohibited { .. } => tracing::info!(status, code, "the provider refuses content"),
        Verdict::Failed { .. } | Verdict::Busy { .. } | Verdict::MayHaveRun { .. } => {
            tracing::warn!(status, code, r#type = kind, param, "the provider did not do a job");
        }
    }
}

fn base_url(base: &str) -> Result<Url, &'static str> {
    let url = Url::parse(base).ok().filter(|url| matches!(url.scheme(), "https" | "http") && url.has_host());
    let url = url.ok_or("must be an address such as https://api.openai.com/v1")?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("must not hold a name or password; the key is TOKENBOOK_OPENAI_API_KEY");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("must end with a path, as in https://api.openai.com/v1, without ? and #");
    }
    Ok(url)
}

/// Whether the address is one of this machine.
fn is_here(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    host == "localhost"
        || host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_is_an_address_without_secrets() {
        for right in ["https://api.openai.com/v1", "http://vllm:8000/v1/", "http://[::1]:8000"] {
            assert!(base_url(right).is_ok(), "{right}");
        }
        for wrong in [
            "",
            "api.openai.com/v1",
            "ftp://x/v1",
            "https://me:pw@x/v1",
            "https://x/v1?key=1",
            "https://x/#v1",
        ] {
            assert!(base_url(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_this_machine_is_here() {
        for (address, here) in [
            ("http://localhost:1/v1", true),
            ("http://127.0.0.1:1", true),
            ("http://[::1]:1", true),
            ("http://vllm:8000/v1", false),
            ("http://10.0.0.1", false),
        ] {
            assert_eq!(is_here(&Url::parse(address).unwrap()), here, "{address}");
        }
    }
}
