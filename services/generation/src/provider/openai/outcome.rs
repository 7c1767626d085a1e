//! What the API's documented answers mean for a job.
//!
//! Errors come as `{"error": {"message", "type", "param", "code"}}`; older servers leave the wrapper out, some give a number as
//! code, Azure adds `innererror`. An error's message may quote the prompt, or the key, so it is never kept or logged; only the
//! two forms below are looked for in it.

use kernel::Reason;
use serde_json::Value;

/// The code by which a refusal is known for one by a content policy.
const POLICY_CODES: [&str; 3] = ["content_policy_violation", "moderation_blocked", "content_filter"];
/// How LiteLLM names a refusal by a content policy, whatever its code.
const POLICY_MESSAGE: &str = "litellm.ContentPolicyViolationError";
/// The category of a refusal that names none.
const SOME_CATEGORY: &str = "content_policy";
/// How the image models name the categories of a refusal, in its message: `safety_violations=[violence, …]`.
const CATEGORIES: &str = "safety_violations=[";
/// What is wrong with the conversation or the prompt itself.
const USER_CODES: [&str; 5] = [
    "context_length_exceeded",
    "string_above_max_length",
    "invalid_prompt",
    "exceed_context_size_error",
    "array_above_max_length",
];
/// Our account has no money left at the provider: no retry helps.
const MONEY_CODES: [&str; 4] =
    ["insufficient_quota", "billing_hard_limit_reached", "credit_balance_exhausted", "billing_not_active"];
const LONGEST_CODE: usize = 64;

/// What became of a job, as far as an answer, or its absence, tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The content is refused.
    Prohibited { category: String, code: String },
    /// Known to have failed, or never to have run.
    Failed { reason: Reason, code: String },
    /// Not run, and there may be room in a moment.
    Busy { code: String },
    /// Nothing was delivered and nothing more can be learnt, but it may have run.
    MayHaveRun { reason: Reason, code: String },
}

impl Verdict {
    pub(super) fn failed(reason: Reason, code: &str) -> Self {
        Self::Failed { reason, code: code.to_owned() }
    }

    pub(super) fn may_have_run(code: &str) -> Self {
        Self::MayHaveRun { reason: Reason::ProviderError, code: code.to_owned() }
    }

    /// What finishing a chat by the content filter means.
    pub(super) fn filtered(category: Option<String>) -> Self {
        let category = category.unwrap_or_else(|| SOME_CATEGORY.to_owned());
        Self::Prohibited { category, code: "content_filter".to_owned() }
    }
}

/// An error as the API writes it; what is not of the documented form is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ApiError {
    pub(super) code: String,
    pub(super) kind: String,
    pub(super) param: String,
    category: Option<String>,
    policy: bool,
}

impl ApiError {
    /// Reads the body of an answer; of anything else, an empty error.
    pub(super) fn of_body(body: &[u8]) -> Self {
        let Ok(value) = serde_json::from_slice::<Value>(body) else { return Self::default() };
        Self::of_value(value.get("error").filter(|error| error.is_object()).unwrap_or(&value))
    }

    /// Reads the error itself.
    pub(super) fn of_value(error: &Value) -> Self {
        let text = |name: &str| match error.get(name) {
            Some(Value::String(text)) => plain(text),
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        };
        let message = error.get("message").and_then(Value::as_str).unwrap_or_default();
        let (code, inner) = (text("code"), error.get("innererror"));
        let policy = POLICY_CODES.contains(&code.as_str()) || message.starts_with(POLICY_MESSAGE);
        let category = inner
            .and_then(|inner| inner.get("content_filter_result"))
            .and_then(filtered_category)
            .or_else(|| category_of_message(message));
        Self { code, kind: text("type"), param: text("param"), category, policy }
    }

    /// The refusal that it is, if it is one by a content policy.
    fn prohibited(&self) -> Option<Verdict> {
        self.policy.then(|| Verdict::Prohibited {
            category: self.category.clone().unwrap_or_else(|| SOME_CATEGORY.to_owned()),
            code: self.code.clone(),
        })
    }

    fn is_one_of(&self, names: &[&str]) -> bool {
        names.contains(&self.code.as_str()) || names.contains(&self.kind.as_str())
    }

    fn is_the_user_s(&self) -> bool {
        self.is_one_of(&USER_CODES)
            || matches!(self.param.as_str(), "prompt" | "messages" | "input_tokens")
            || self.param.starts_with("messages.")
            || self.param.starts_with("messages[")
    }
}

/// What an answer with a status that is no success means for a call that creates something.
pub(super) fn of_answer(status: u16, error: &ApiError) -> Verdict {
    let name = if error.code.is_empty() { &error.kind } else { &error.code };
    let code = if name.is_empty() { format!("http_{status}") } else { format!("http_{status}:{name}") };
    let failed = |reason| Verdict::Failed { reason, code: code.clone() };
    if (400..500).contains(&status)
        && let Some(prohibited) = error.prohibited()
    {
        return prohibited;
    }
    match status {
        413 => failed(Reason::InvalidInput),
        400 | 422 if error.is_the_user_s() => failed(Reason::InvalidInput),
        429 if error.is_one_of(&MONEY_CODES) => failed(Reason::InternalError),
        429 | 503 => Verdict::Busy { code },
        501 => failed(Reason::InternalError),
        // A proxy that gives up waiting says nothing of what the server behind it does.
        408 | 500.. => Verdict::MayHaveRun { reason: Reason::ProviderError, code },
        _ => failed(Reason::InternalError),
    }
}

/// What an error in the middle of a stream means: the work had begun.
pub(super) fn of_stream_error(error: &ApiError) -> Verdict {
    if let Some(prohibited) = error.prohibited() {
        return prohibited;
    }
    if error.is_the_user_s() {
        return Verdict::Failed { reason: Reason::InvalidInput, code: format!("stream:{}", error.code) };
    }
    let name = if error.code.is_empty() { &error.kind } else { &error.code };
    Verdict::may_have_run(&format!("stream_error:{name}"))
}

/// What the error of a job means that is known to have failed.
pub(super) fn of_failed_job(error: &ApiError) -> Verdict {
    error.prohibited().unwrap_or_else(|| Verdict::Failed {
        reason: Reason::ProviderError,
        code: format!("failed:{}", error.code),
    })
}

/// The first category that a `content_filter_result` says was filtered.
pub(super) fn filtered_category(results: &Value) -> Option<String> {
    let filtered =
        |(_, result): &(&String, &Value)| result.get("filtered").and_then(Value::as_bool).unwrap_or_default();
    results.as_object()?.iter().find(filtered).and_then(|(name, _)| category(name))
}

fn category_of_message(message: &str) -> Option<String> {
    let (_, rest) = message.split_once(CATEGORIES)?;
    let (list, _) = rest.split_once(']')?;
    category(list.split(',').next()?.trim())
}

/// A category as it goes into the log for ever: a name, or nothing.
fn category(name: &str) -> Option<String> {
    let name = plain(&name.to_ascii_lowercase());
    (!name.is_empty()).then_some(name)
}

/// A provider's code, if it is a name; anything else might be the prompt.
fn plain(name: &str) -> String {
    let is_name = name.len() <= LONGEST_CODE
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-./[]".contains(&byte));
    if is_name { name.to_owned() } else { String::new() }
}

#[cfg(test)]
mod tests;
