//! As much of S3's API as the ledger's snapshots use, in memory.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

type Objects = Arc<Mutex<BTreeMap<String, Bytes>>>;

/// A server with one bucket, `bucket`.
pub(crate) struct S3 {
    objects: Objects,
    port: u16,
    serving: JoinHandle<()>,
}

impl S3 {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let objects = Objects::default();
        let shared = Arc::clone(&objects);
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let objects = Arc::clone(&shared);
                let service = service_fn(move |request| answer(Arc::clone(&objects), request));
                let connection = hyper::server::conn::http1::Builder::new();
                tokio::spawn(connection.serve_connection(TokioIo::new(stream), service));
            }
        });
        Self { objects, port, serving }
    }

    /// What leads a client to it.
    pub(crate) fn environment(&self) -> Vec<(&'static str, String)> {
        vec![
            ("AWS_ENDPOINT", format!("http://127.0.0.1:{}", self.port)),
            ("AWS_ALLOW_HTTP", "true".to_owned()),
            ("AWS_REGION", "us-east-1".to_owned()),
            ("AWS_ACCESS_KEY_ID", "tests".to_owned()),
            ("AWS_SECRET_ACCESS_KEY", "only".to_owned()),
        ]
    }

    /// The objects below a prefix.
    pub(crate) fn keys(&self, prefix: &str) -> Vec<String> {
        let objects = self.objects.lock().unwrap();
        objects.keys().filter(|key| key.starts_with(prefix)).cloned().collect()
    }
}

impl Drop for S3 {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn answer(objects: Objects, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let is_signed = request.headers().get("authorization").is_some_and(|signature| {
        signature.to_str().is_ok_and(|signature| signature.starts_with("AWS4-HMAC-SHA256 Credential=tests/"))
    });
    if !is_signed {
        return Ok(status(StatusCode::FORBIDDEN));
    }
    let key = request.uri().path().trim_start_matches("/bucket").trim_start_matches('/').to_owned();
    let range = request.headers().get("range").map(|range| range.to_str().unwrap().to_owned());
    let query = request.uri().query().unwrap_or_default().to_owned();
    let method = request.method().clone();
    let body =
        request.into_body().collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    let mut objects = objects.lock().unwrap();
    Ok(match method {
        Method::PUT => {
            objects.insert(key, body);
            status(StatusCode::OK)
        }
        Method::DELETE => {
            objects.remove(&key);
            status(StatusCode::NO_CONTENT)
        }
        Method::GET if query.contains("list-type=2") => list(&objects, &query),
        Method::GET => match objects.get(&key) {
            None => status(StatusCode::NOT_FOUND),
            Some(object) => part(object, range.as_deref()),
        },
        _ => status(StatusCode::NOT_IMPLEMENTED),
    })
}

fn status(status: StatusCode) -> Response<Full<Bytes>> {
    Response::builder().status(status).header("etag", "\"1\"").body(Full::default()).unwrap()
}

fn list(objects: &BTreeMap<String, Bytes>, query: &str) -> Response<Full<Bytes>> {
    let prefix = query.split('&').find_map(|part| part.strip_prefix("prefix=")).unwrap_or_default();
    let prefix = prefix.replace("%2F", "/");
    let mut xml = "<ListBucketResult>".to_owned();
    for (key, object) in objects.iter().filter(|(key, _)| key.starts_with(&prefix)) {
        let size = object.len();
        write!(
            xml,
            "<Contents><Key>{key}</Key><LastModified>2026-11-22T14:03:11.000Z</LastModified><ETag>\"1\"</ETag>\
             <Size>{size}</Size></Contents>"
        )
        .unwrap();
    }
    xml.push_str("</ListBucketResult>");
    Response::new(Full::new(xml.into()))
}

fn part(object: &Bytes, range: Option<&str>) -> Response<Full<Bytes>> {
    let asked = range.and_then(|range| {
        let (from, to) = range.strip_prefix("bytes=")?.split_once('-')?;
        Some((from.parse::<usize>().ok()?, to.parse::<usize>().ok()?.min(object.len() - 1)))
    });
    let (from, to) = asked.unwrap_or((0, object.len() - 1));
    Response::builder()
        .status(if asked.is_some() { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK })
        .header("content-range", format!("bytes {from}-{to}/{}", object.len()))
        .header("last-modified", "Sun, 22 Nov 2026 14:03:11 GMT")
        .header("etag", "\"1\"")
        .body(Full::new(object.slice(from..=to)))
        .unwrap()
}
