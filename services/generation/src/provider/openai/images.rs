//! Images: `POST /images/generations`, as base64 in the answer.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::Reason;
use reqwest::Response;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::http::{Http, Unread, bounded};
use super::models::ImageModel;
use super::outcome::Verdict;
use crate::domain::work::ImageSpec;
use crate::provider::{Delivery, ProviderJob, Rendered};

/// What stands around the images of an answer, and around each.
const BESIDES_THE_IMAGES: usize = 64 * 1024;

/// Has images drawn. Those that are none are left out, and not charged.
pub(super) async fn draw(
    http: &Http,
    model: &ImageModel,
    job: &ProviderJob,
    image: &ImageSpec,
) -> Result<Delivery, Verdict> {
    let body = request(model, image, &job.prompt);
    let answer = http.create(|| http.post(&["images", "generations"], job).json(&body)).await?;
    let provider_job_id = request_id(&answer);
    let _room = http.room().await;
    // Base64 makes four bytes of three.
    let most = (http.most_media() / 3).saturating_mul(4).saturating_add(BESIDES_THE_IMAGES);
    let body = bounded(answer, most).await.map_err(|unread| match unread {
        Unread::TooLarge => Verdict::may_have_run("media_too_large"),
        Unread::Lost => Verdict::may_have_run("answer_cut"),
    })?;
    let count = usize::try_from(image.count).unwrap_or(usize::MAX);
    let most_media = http.most_media();
    let media = tokio::task::spawn_blocking(move || read(&body, count, most_media))
        .await
        .map_err(|_| Verdict::failed(Reason::InternalError, "unreadable_answer"))??;
    Ok(Delivery { provider_job_id, media, text: String::new(), amount: None })
}

fn request(model: &ImageModel, image: &ImageSpec, prompt: &str) -> Value {
    let mut body = model.parameters.clone();
    body.extend(model.steps.get(&image.steps).cloned().unwrap_or_default());
    body.insert("model".to_owned(), model.model.clone().into());
    body.insert("prompt".to_owned(), prompt.into());
    body.insert("n".to_owned(), image.count.into());
    body.insert("size".to_owned(), format!("{}x{}", image.width, image.height).into());
    body.into()
}

/// The provider's own id of a call: images have no other.
fn request_id(answer: &Response) -> String {
    let id = answer.headers().get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or_default();
    id.chars().take(256).collect()
}

#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(borrow)]
    data: Vec<Image<'a>>,
}

#[derive(Deserialize)]
struct Image<'a> {
    #[serde(borrow)]
    b64_json: Option<Encoded<'a>>,
    url: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Encoded<'a>(#[serde(borrow)] Cow<'a, str>);

/// The images of an answer, at most as many and as much as was asked for.
fn read(body: &[u8], count: usize, most: usize) -> Result<Vec<Rendered>, Verdict> {
    let failed = Verdict::may_have_run;
    let answer: Answer<'_> = serde_json::from_slice(body).map_err(|_| failed("unreadable_answer"))?;
    if answer.data.is_empty() {
        return Err(failed("no_image"));
    }
    if answer.data.iter().any(|image| image.url.is_some() && image.b64_json.is_none()) {
        tracing::error!(
            "the provider answers with addresses of images, which are not fetched; add \
             \"parameters\": {{\"response_format\": \"b64_json\"}} to the model in TOKENBOOK_OPENAI_MODELS"
        );
        return Err(Verdict::MayHaveRun { reason: Reason::InternalError, code: "no_b64_json".to_owned() });
    }
    let mut media = Vec::new();
    let mut bytes: usize = 0;
    for image in answer.data.iter().take(count) {
        let content = image.b64_json.as_ref().and_then(|encoded| STANDARD.decode(&*encoded.0).ok());
        let Some(content) = content else { continue };
        bytes = bytes.saturating_add(content.len());
        if bytes > most {
            return Err(failed("media_too_large"));
        }
        if let Some(content_type) = image_type(&content) {
            media.push(Rendered { content_type, content: content.into() });
        }
    }
    if media.is_empty() { Err(failed("not_an_image")) } else { Ok(media) }
}

/// What a file is by its first bytes; nothing else is believed.
fn image_type(content: &[u8]) -> Option<&'static str> {
    if content.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some("image/png")
    } else if content.starts_with(b"\xff\xd8\xff") {
        Some("image/jpeg")
    } else if content.starts_with(b"RIFF") && content.get(8..12) == Some(b"WEBP") {
        Some("image/webp")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\nrest";

    fn encoded(content: &[u8]) -> Value {
        json!({ "b64_json": STANDARD.encode(content), "revised_prompt": "…" })
    }

    #[track_caller]
    fn check(answer: &Value, count: usize, most: usize, expected: &Result<Vec<&str>, Verdict>) {
        let found = read(answer.to_string().as_bytes(), count, most);
        let types = found.map(|media| media.iter().map(|file| file.content_type).collect::<Vec<_>>());
        assert_eq!(&types, expected, "{answer}");
    }

    #[test]
    fn images_are_known_by_their_first_bytes() {
        let data = [PNG, b"\xff\xd8\xff\xe0JFIF", b"RIFF\0\0\0\0WEBPVP8 "];
        let answer = json!({ "created": 1, "data": data.map(encoded) });
        check(&answer, 8, 100, &Ok(vec!["image/png", "image/jpeg", "image/webp"]));
        // Fewer than asked for are delivered, more are not.
        check(&answer, 2, 100, &Ok(vec!["image/png", "image/jpeg"]));
        let mixed = json!({ "data": [encoded(b"<svg onload='x'/>"), encoded(PNG), { "b64_json": null }] });
        check(&mixed, 8, 100, &Ok(vec!["image/png"]));
    }

    #[test]
    fn an_answer_without_images_delivers_nothing() {
        let failed = |code| Err(Verdict::may_have_run(code));
        check(&json!({ "data": [] }), 1, 100, &failed("no_image"));
        check(
            &json!({ "data": [encoded(b"GIF89a"), { "b64_json": "%%%" }] }),
            2,
            100,
            &failed("not_an_image"),
        );
        check(&json!({ "error": "x" }), 1, 100, &failed("unreadable_answer"));
        check(&json!({ "data": [encoded(PNG), encoded(PNG)] }), 2, 20, &failed("media_too_large"));
        let url = json!({ "data": [{ "url": "http://169.254.169.254/latest" }] });
        let ours = Verdict::MayHaveRun { reason: Reason::InternalError, code: "no_b64_json".to_owned() };
        check(&url, 1, 100, &Err(ours));
    }

    #[test]
    fn the_request_asks_for_what_the_price_was_computed_from() {
        let model: ImageModel = serde_json::from_value(json!({
            "model": "their-model", "parameters": { "moderation": "auto" }, "steps": { "20": { "quality": "low" } },
        }))
        .unwrap();
        let image = ImageSpec { width: 1536, height: 1024, steps: 20, count: 3 };
        let expected = json!({
            "model": "their-model", "prompt": "a red boat", "n": 3, "size": "1536x1024", "quality": "low",
            "moderation": "auto",
        });
        assert_eq!(request(&model, &image, "a red boat"), expected);
    }
}
