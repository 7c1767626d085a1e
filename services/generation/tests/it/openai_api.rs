//! A small server that speaks OpenAI's API as it is documented, and answers as the test says.
#![expect(clippy::unnecessary_wraps, reason = "what a test answers is an answer, or none: silence")]

use std::io;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use futures::stream::{self, StreamExt as _};
use generation::provider::openai::OpenAi;
use runtime::Clock;
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use crate::service::World;

/// The start of a file that is an MP4.
pub(crate) const MP4: &[u8] = b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2 and so on";

/// A call as it came in.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) body: String,
    pub(crate) authorization: String,
    pub(crate) request_id: String,
    /// How many calls with the same method and path came before.
    pub(crate) before: usize,
}

impl Call {
    pub(crate) fn creates_video(&self) -> bool {
        self.method == Method::POST && self.path == "/v1/videos"
    }

    pub(crate) fn is(&self, path: &str) -> bool {
        self.method == Method::GET && self.path == path
    }
}

/// The server; it ends with the value.
pub(crate) struct Api {
    pub(crate) url: String,
    calls: Arc<Mutex<Vec<Call>>>,
    serving: JoinHandle<()>,
}

impl Api {
    /// Answers every call by `answer`; none is a silence without end.
    pub(crate) async fn serve(answer: impl Fn(&Call) -> Option<Response> + Send + Sync + 'static) -> Self {
        let calls: Arc<Mutex<Vec<Call>>> = Arc::default();
        let (noted, answer) = (Arc::clone(&calls), Arc::new(answer));
        let handler = move |request: Request| {
            let (noted, answer) = (Arc::clone(&noted), Arc::clone(&answer));
            async move {
                let call = note(request, &noted).await;
                match answer(&call) {
                    Some(response) => response,
                    None => std::future::pending().await,
                }
            }
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/v1", listener.local_addr().unwrap());
        let serving =
            tokio::spawn(async { axum::serve(listener, Router::new().fallback(handler)).await.unwrap() });
        Self { url, calls, serving }
    }

    /// A provider that calls this server.
    pub(crate) async fn provider(&self, world: &World) -> Arc<OpenAi> {
        Arc::new(OpenAi::new(&world.openai(&self.url).await, Clock::system()).unwrap())
    }

    /// The calls so far.
    pub(crate) fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap().clone()
    }

    /// How many calls so far are such.
    pub(crate) fn count(&self, such: impl Fn(&Call) -> bool) -> usize {
        self.calls().iter().filter(|call| such(call)).count()
    }
}

impl Drop for Api {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn note(request: Request, calls: &Mutex<Vec<Call>>) -> Call {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 4_000_000).await.unwrap();
    let body = String::from_utf8_lossy(&body).into_owned();
    let header = |name: &str| {
        parts.headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    };
    let (authorization, request_id) = (header("authorization"), header("x-client-request-id"));
    let (method, path) = (parts.method.clone(), parts.uri.path().to_owned());
    let mut calls = calls.lock().unwrap();
    let before = calls.iter().filter(|call| call.method == method && call.path == path).count();
    let call = Call { method, path, body, authorization, request_id, before };
    calls.push(call.clone());
    call
}

/// An answer in JSON.
pub(crate) fn answer(status: u16, body: &Value) -> Option<Response> {
    let headers = [("content-type", "application/json"), ("x-request-id", "req_123")];
    Some((StatusCode::from_u16(status).unwrap(), headers, body.to_string()).into_response())
}

/// An error as it is documented.
pub(crate) fn error(status: u16, kind: &str, code: &str, message: &str) -> Option<Response> {
    answer(status, &json!({ "error": { "message": message, "type": kind, "param": null, "code": code } }))
}

/// A file, said to be something else than it is.
pub(crate) fn file(content: &'static [u8]) -> Option<Response> {
    Some(([("content-type", "text/html")], content).into_response())
}

/// A body in pieces, without a length that could be known before; `cut` breaks the connection in the middle.
pub(crate) fn pieces(pieces: Vec<Bytes>, cut: bool) -> Option<Response> {
    let end = stream::once(async move {
        // What came before is sent before the end is looked for.
        tokio::task::yield_now().await;
        if cut { Err(io::Error::other("cut by the test")) } else { Ok(Bytes::new()) }
    });
    let body = Body::from_stream(stream::iter(pieces.into_iter().map(Ok)).chain(end));
    Some(([("content-type", "text/event-stream")], body).into_response())
}

/// The events of a chat that writes these words.
pub(crate) fn chunks(words: &[&str]) -> Vec<Bytes> {
    let chunk = |delta: &Value, finish: Option<&str>| {
        let choice = json!({ "index": 0, "delta": delta, "logprobs": null, "finish_reason": finish });
        event(&json!({
            "id": "chatcmpl-7", "object": "chat.completion.chunk", "created": 1, "model": "their-talk",
            "choices": [choice], "usage": null,
        }))
    };
    let mut all = vec![chunk(&json!({ "role": "assistant", "content": "" }), None)];
    all.extend(words.iter().map(|word| chunk(&json!({ "content": word }), None)));
    all
}

/// How a stream ends that is finished for this reason.
pub(crate) fn end(finish: &str, completion_tokens: u64) -> Vec<Bytes> {
    let choice = json!({ "index": 0, "delta": {}, "finish_reason": finish });
    let usage = json!({ "prompt_tokens": 9, "completion_tokens": completion_tokens, "total_tokens": 9 + completion_tokens });
    vec![
        event(&json!({ "id": "chatcmpl-7", "choices": [choice], "usage": null })),
        event(&json!({ "id": "chatcmpl-7", "choices": [], "usage": usage })),
        Bytes::from_static(b"data: [DONE]\n\n"),
    ]
}

fn event(value: &Value) -> Bytes {
    format!("data: {value}\n\n").into()
}

/// An answer with images.
pub(crate) fn images(contents: &[&[u8]]) -> Option<Response> {
    let encode =
        |content: &&[u8]| json!({ "b64_json": base64::engine::general_purpose::STANDARD.encode(content) });
    answer(200, &json!({ "created": 1, "data": contents.iter().map(encode).collect::<Vec<_>>() }))
}

/// A video job in this state.
pub(crate) fn video_job(status: &str, seconds: &str) -> Option<Response> {
    answer(
        200,
        &json!({
            "id": "video_123", "object": "video", "model": "their-reel", "status": status, "progress": 0,
            "created_at": 1, "size": "1280x720", "seconds": seconds, "error": null,
        }),
    )
}
