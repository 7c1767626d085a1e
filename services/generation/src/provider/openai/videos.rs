//! Video: `POST /videos` creates a job, `GET /videos/{id}` tells of it, `GET /videos/{id}/content` is the file.

use bytes::Bytes;
use chrono::TimeDelta;
use kernel::Reason;
use reqwest::multipart::Form;
use serde::Deserialize;
use serde_json::Value;

use super::http::{Http, Unread, bounded, error_of, json};
use super::models::VideoModel;
use super::outcome::{ApiError, Verdict, of_failed_job};
use crate::domain::work::VideoSpec;
use crate::provider::{Delivery, LookedUp, ProviderJob, Rendered};

const LONGEST_ID: usize = 1024;
/// A job so young may not have reached every part of the provider yet.
const YOUNG: TimeDelta = TimeDelta::minutes(2);

/// Creates the job, and gives its id.
pub(super) async fn create(
    http: &Http,
    model: &VideoModel,
    job: &ProviderJob,
    video: &VideoSpec,
) -> Result<String, Verdict> {
    let fields = fields(model, job, video);
    let form =
        || fields.iter().fold(Form::new(), |form, (name, value)| form.text(name.clone(), value.clone()));
    let answer = http.create(|| http.post(&["videos"], job).multipart(form())).await?;
    let body = json(answer).await.map_err(|_| Verdict::may_have_run("answer_cut"))?;
    let created: Option<Video> = serde_json::from_slice(&body).ok();
    let id = created.map(|video| video.id).filter(|id| is_id(id));
    id.ok_or_else(|| Verdict::may_have_run("no_id"))
}

fn fields(model: &VideoModel, job: &ProviderJob, video: &VideoSpec) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = model
        .parameters
        .iter()
        .map(|(name, value)| (name.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
        .collect();
    fields.push(("model".to_owned(), model.model.clone()));
    fields.push(("prompt".to_owned(), job.prompt.clone()));
    fields.push(("seconds".to_owned(), video.duration_seconds.to_string()));
    fields.extend(model.sizes.get(&video.resolution).map(|size| ("size".to_owned(), size.clone())));
    fields
}

/// Asks what became of a job `age` after its acceptance, and fetches the file when there is one.
pub(super) async fn look_up(
    http: &Http,
    id: &str,
    job: &ProviderJob,
    video: &VideoSpec,
    age: TimeDelta,
) -> Result<LookedUp, Verdict> {
    let answer = match http.get(&["videos", id], job).send().await {
        Ok(answer) => answer,
        Err(error) => return Ok(unanswered(job, "no_answer", &error.without_url().to_string())),
    };
    let status = answer.status();
    if !status.is_success() {
        let error = error_of(answer).await;
        return match status.as_u16() {
            404 | 410 if age > YOUNG => Err(Verdict::may_have_run("forgotten")),
            status => Ok(unanswered(job, &format!("http_{status}"), &error.code)),
        };
    }
    let state: Option<Video> = json(answer).await.ok().and_then(|body| serde_json::from_slice(&body).ok());
    let Some(state) = state else { return Ok(unanswered(job, "unreadable", "")) };
    match state.status.as_str() {
        "queued" | "in_progress" => Ok(LookedUp::UnderWay),
        "failed" => Err(of_failed_job(&ApiError::of_value(&state.error))),
        "completed" => fetch(http, id, job, state.seconds(video.duration_seconds)).await,
        _ => Ok(unanswered(job, "unknown_status", "")),
    }
}

/// The provider did not tell: it is asked again, and the tokens stay held.
fn unanswered(job: &ProviderJob, what: &str, detail: &str) -> LookedUp {
    tracing::warn!(
        generation = %job.generation, provider_job_id = job.provider_job_id, what, detail,
        "the provider did not tell what became of a video; it is asked again"
    );
    LookedUp::StillUnknown
}

async fn fetch(http: &Http, id: &str, job: &ProviderJob, seconds: u32) -> Result<LookedUp, Verdict> {
    let _room = http.room().await;
    let answer = match http.get(&["videos", id, "content"], job).send().await {
        Ok(answer) => answer,
        Err(error) => return Ok(unanswered(job, "no_content", &error.without_url().to_string())),
    };
    let status = answer.status();
    if !status.is_success() {
        let error = error_of(answer).await;
        return match status.as_u16() {
            404 | 410 => Err(Verdict::may_have_run("content_gone")),
            300..400 => {
                tracing::error!(
                    "the provider sends us elsewhere for a video, and redirections are not followed"
                );
                Err(Verdict::MayHaveRun {
                    reason: Reason::InternalError,
                    code: "content_redirected".to_owned(),
                })
            }
            status => Ok(unanswered(job, &format!("content_http_{status}"), &error.code)),
        };
    }
    let content = match bounded(answer, http.most_media()).await {
        Ok(content) => content,
        Err(Unread::TooLarge) => return Err(Verdict::may_have_run("media_too_large")),
        Err(Unread::Lost) => return Ok(unanswered(job, "content_cut", "")),
    };
    let content_type = video_type(&content).ok_or_else(|| Verdict::may_have_run("not_a_video"))?;
    Ok(LookedUp::Delivered(Delivery {
        provider_job_id: id.to_owned(),
        media: vec![Rendered { content_type, content: Bytes::from(content) }],
        text: String::new(),
        amount: Some(u64::from(seconds)),
    }))
}

/// A job as the API describes it.
#[derive(Deserialize)]
struct Video {
    id: String,
    #[serde(default)]
    status: String,
    /// Text in the documentation, a number at some servers.
    #[serde(default)]
    seconds: Value,
    #[serde(default)]
    error: Value,
}

impl Video {
    /// How long the video is: as long as it was asked for, where the provider does not say.
    fn seconds(&self, asked: u32) -> u32 {
        let text = match &self.seconds {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => String::new(),
        };
        let whole = text.split_once('.').map_or(text.as_str(), |(whole, _)| whole);
        whole.parse().unwrap_or(asked)
    }
}

/// What an address may hold as a name.
fn is_id(id: &str) -> bool {
    id.len() <= LONGEST_ID
        && id.starts_with(|first: char| first.is_ascii_alphanumeric())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.:=+".contains(&byte))
}

/// What a file is by its first bytes; nothing else is believed.
fn video_type(content: &[u8]) -> Option<&'static str> {
    if content.get(4..8) == Some(b"ftyp") && content.get(8..12) != Some(b"qt  ") {
        Some("video/mp4")
    } else if content.starts_with(b"\x1a\x45\xdf\xa3") {
        Some("video/webm")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn videos_are_known_by_their_first_bytes() {
        for (content, expected) in [
            (&b"\0\0\0\x20ftypisom\0\0"[..], Some("video/mp4")),
            (b"\x1a\x45\xdf\xa3....webm", Some("video/webm")),
            (b"\0\0\0\x14ftypqt  ", None),
            (b"<html>not found</html>", None),
            (b"GIF89a", None),
            (b"", None),
        ] {
            assert_eq!(video_type(content), expected, "{content:?}");
        }
    }

    #[test]
    fn an_id_is_a_name_and_never_a_path() {
        for right in ["video_123", "6983c2ba", "video_bGl0ZWxsbTo=", "a.b:c-d+e"] {
            assert!(is_id(right), "{right}");
        }
        for wrong in ["", "..", ".", "a/b", "a?b", "a b", "a%2f", "é", &"x".repeat(LONGEST_ID + 1)] {
            assert!(!is_id(wrong), "{wrong}");
        }
    }

    #[test]
    fn the_length_is_read_as_text_or_number() {
        for (seconds, expected) in [("\"8\"", 8), ("4", 4), ("3.97", 3), ("\"?\"", 12), ("null", 12)] {
            let video: Video =
                serde_json::from_str(&format!(r#"{{"id": "video_1", "seconds": {seconds}}}"#)).unwrap();
            assert_eq!(video.seconds(12), expected, "{seconds}");
        }
    }
}
