//! Chat: `POST /chat/completions`, streamed.

use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::events::Events;
use super::http::Http;
use super::models::ChatModel;
use super::outcome::{ApiError, Verdict, filtered_category, of_stream_error};
use crate::domain::work::{ChatSpec, Role};
use crate::provider::{Delivery, ProviderJob};

/// The longest text. The limit in model tokens is the provider's to keep; this one bounds a provider that does not.
const MOST_TEXT: usize = 1024 * 1024;
/// How a stream says that nothing follows.
const DONE: &str = "[DONE]";

/// Has the next message written, and shows it as it grows.
pub(super) async fn write(
    http: &Http,
    model: &ChatModel,
    job: &ProviderJob,
    chat: &ChatSpec,
    text: &watch::Sender<String>,
) -> Result<Delivery, Verdict> {
    let body = request(model, chat);
    let mut answer = http.create(|| http.post(&["chat", "completions"], job).json(&body)).await?;
    let (mut events, mut completion) = (Events::default(), Completion::default());
    'stream: loop {
        match answer.chunk().await {
            Ok(Some(piece)) => {
                let whole = events.feed(&piece).map_err(|_| Verdict::may_have_run("stream_too_long"))?;
                for event in whole {
                    if event == DONE {
                        break 'stream;
                    }
                    if let Some(grown) = completion.take(&event)? {
                        text.send_modify(|so_far| so_far.push_str(&grown));
                    }
                }
            }
            Ok(None) => break,
            // What was said to be finished is finished, although its usage is not known then.
            Err(_) if completion.finish.is_some() => break,
            Err(error) if error.is_timeout() => return Err(Verdict::may_have_run("stream_silent")),
            Err(_) => return Err(Verdict::may_have_run("stream_cut")),
        }
    }
    completion.end()
}

fn request(model: &ChatModel, chat: &ChatSpec) -> Value {
    let messages: Vec<_> = chat
        .messages
        .iter()
        .map(|message| json!({ "role": role(message.role), "content": message.content }))
        .collect();
    let mut body = model.parameters.clone();
    body.insert("model".to_owned(), model.model.clone().into());
    body.insert("messages".to_owned(), messages.into());
    body.insert("stream".to_owned(), true.into());
    body.insert("stream_options".to_owned(), json!({ "include_usage": true }));
    body.insert(model.token_limit.as_str().to_owned(), chat.max_output_tokens.into());
    body.into()
}

const fn role(role: Role) -> &'static str {
    match role {
        Role::System => "system",
        Role::User => "user",
        Role::Assistant => "assistant",
    }
}

/// One piece of the stream, as far as it matters here.
#[derive(Deserialize)]
struct Chunk {
    #[serde(default)]
    id: String,
    #[serde(default)]
    choices: Vec<Choice>,
    usage: Option<Usage>,
}

#[derive(Deserialize)]
struct Choice {
    #[serde(default)]
    index: u32,
    delta: Option<Delta>,
    finish_reason: Option<String>,
    /// Azure's.
    content_filter_results: Option<Value>,
}

#[derive(Deserialize)]
struct Delta {
    content: Option<String>,
    /// The model's own polite no: an answer like any other.
    refusal: Option<String>,
}

#[derive(Deserialize)]
struct Usage {
    completion_tokens: u64,
    completion_tokens_details: Option<UsageDetails>,
}

#[derive(Deserialize)]
struct UsageDetails {
    /// What a model wrote for itself, and nobody gets.
    reasoning_tokens: Option<u64>,
}

/// What has come so far.
#[derive(Debug, Default)]
struct Completion {
    id: String,
    text: String,
    finish: Option<String>,
    filtered: Option<String>,
    written: Option<u64>,
}

impl Completion {
    /// Takes in an event, and gives the text that it adds.
    fn take(&mut self, event: &str) -> Result<Option<String>, Verdict> {
        let unreadable = || Verdict::may_have_run("unreadable_stream");
        let value: Value = serde_json::from_str(event).map_err(|_| unreadable())?;
        if let Some(error) = value.get("error").filter(|error| !error.is_null()) {
            return Err(of_stream_error(&ApiError::of_value(error)));
        }
        let chunk: Chunk = serde_json::from_value(value).map_err(|_| unreadable())?;
        if self.id.is_empty() {
            self.id = chunk.id;
        }
        if let Some(usage) = chunk.usage {
            let unseen = usage.completion_tokens_details.and_then(|details| details.reasoning_tokens);
            self.written = Some(usage.completion_tokens.saturating_sub(unseen.unwrap_or(0)));
        }
        let mut grown = String::new();
        for choice in chunk.choices.into_iter().filter(|choice| choice.index == 0) {
            if let Some(delta) = choice.delta {
                grown.extend(delta.content);
                grown.extend(delta.refusal);
            }
            let filtered = choice.content_filter_results.as_ref().and_then(filtered_category);
            self.filtered = filtered.or(self.filtered.take());
            self.finish = choice.finish_reason.or(self.finish.take());
        }
        if self.text.len().saturating_add(grown.len()) > MOST_TEXT {
            return Err(Verdict::may_have_run("stream_too_long"));
        }
        self.text.push_str(&grown);
        Ok((!grown.is_empty()).then_some(grown))
    }

    /// What the stream comes to.
    fn end(self) -> Result<Delivery, Verdict> {
        match self.finish.as_deref() {
            None => Err(Verdict::may_have_run("stream_cut")),
            Some("content_filter") => Err(Verdict::filtered(self.filtered)),
            Some(_) if self.text.is_empty() => Err(Verdict::may_have_run("nothing_written")),
            Some(_) => Ok(Delivery {
                provider_job_id: self.id,
                media: Vec::new(),
                text: self.text,
                amount: self.written,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::work::Message;

    /// What a stream of these events comes to.
    #[track_caller]
    fn check(events: &[&str], expected: &Result<(&str, Option<u64>), Verdict>) {
        let mut completion = Completion::default();
        let taken = events.iter().try_for_each(|event| completion.take(event).map(drop));
        let ended = taken.and_then(|()| completion.end());
        let found = ended.as_ref().map(|done| (done.text.as_str(), done.amount)).map_err(Clone::clone);
        assert_eq!(&found, expected, "{events:?}");
    }

    const ROLE: &str = r#"{"id": "chatcmpl-1", "choices": [{"index": 0, "delta": {"role": "assistant", "content": ""}, "finish_reason": null}], "usage": null}"#;
    const HELLO: &str = r#"{"id": "chatcmpl-1", "choices": [{"index": 0, "delta": {"content": "Hello"}}]}"#;
    const STOP: &str =
        r#"{"id": "chatcmpl-1", "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}"#;
    const USAGE: &str = r#"{"id": "chatcmpl-1", "choices": [], "usage": {"prompt_tokens": 9, "completion_tokens": 7, "total_tokens": 16}}"#;

    #[test]
    fn a_finished_stream_is_delivered_with_the_tokens_that_the_provider_counts() {
        check(&[ROLE, HELLO, STOP, USAGE], &Ok(("Hello", Some(7))));
        // Without usage it is counted here.
        check(&[HELLO, STOP], &Ok(("Hello", None)));
        // What a model wrote for itself was not delivered.
        let reasoned = r#"{"choices": [], "usage": {"completion_tokens": 700, "completion_tokens_details": {"reasoning_tokens": 695}}}"#;
        check(&[HELLO, STOP, reasoned], &Ok(("Hello", Some(5))));
        let refusal =
            r#"{"choices": [{"index": 0, "delta": {"refusal": "I cannot."}, "finish_reason": "stop"}]}"#;
        check(&[ROLE, refusal], &Ok(("I cannot.", None)));
        let length =
            r#"{"choices": [{"index": 0, "delta": {"content": " world"}, "finish_reason": "length"}]}"#;
        check(&[HELLO, length], &Ok(("Hello world", None)));
    }

    #[test]
    fn a_stream_that_does_not_finish_delivers_nothing() {
        check(&[], &Err(Verdict::may_have_run("stream_cut")));
        check(&[ROLE, HELLO], &Err(Verdict::may_have_run("stream_cut")));
        check(&[HELLO, USAGE], &Err(Verdict::may_have_run("stream_cut")));
        check(&[ROLE, STOP, USAGE], &Err(Verdict::may_have_run("nothing_written")));
        check(&[HELLO, "{"], &Err(Verdict::may_have_run("unreadable_stream")));
        check(&[HELLO, r#"{"choices": 1}"#], &Err(Verdict::may_have_run("unreadable_stream")));
        check(
            &[HELLO, r#"{"error": {"message": "oops", "type": "server_error", "code": null}}"#],
            &Err(Verdict::may_have_run("stream_error:server_error")),
        );
    }

    #[test]
    fn a_stream_that_the_content_filter_ends_is_prohibited() {
        let filtered = |category: &str| {
            Err(Verdict::Prohibited { category: category.to_owned(), code: "content_filter".to_owned() })
        };
        let plain = r#"{"choices": [{"index": 0, "delta": {}, "finish_reason": "content_filter"}]}"#;
        check(&[HELLO, plain], &filtered("content_policy"));
        let azure = r#"{"choices": [{"index": 0, "delta": {}, "finish_reason": "content_filter",
            "content_filter_results": {"hate": {"filtered": false}, "violence": {"filtered": true, "severity": "high"}}}]}"#;
        check(&[HELLO, azure], &filtered("violence"));
    }

    #[test]
    fn a_text_has_an_end() {
        let huge = format!(r#"{{"choices": [{{"delta": {{"content": "{}"}}}}]}}"#, "x".repeat(MOST_TEXT + 1));
        check(&[&huge, STOP], &Err(Verdict::may_have_run("stream_too_long")));
    }

    #[test]
    fn the_request_names_the_provider_s_model_and_the_limit_that_was_paid_for() {
        let model: ChatModel = serde_json::from_value(
            json!({ "model": "their-model", "token_limit": "max_tokens", "parameters": { "temperature": 0.5 } }),
        )
        .unwrap();
        let message = Message { role: Role::System, content: "Be brief.".to_owned() };
        let chat = ChatSpec { messages: vec![message], max_output_tokens: 12 };
        let expected = json!({
            "model": "their-model",
            "messages": [{ "role": "system", "content": "Be brief." }],
            "stream": true,
            "stream_options": { "include_usage": true },
            "max_tokens": 12,
            "temperature": 0.5,
        });
        assert_eq!(request(&model, &chat), expected);
    }
}
