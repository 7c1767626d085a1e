//! What is to be generated, and what its price depends on: one flat object for each kind.

use contracts::generation::v1 as proto;
use contracts::generation::v1::work::Spec;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::text_id::{ImageId, ModelId};
use crate::problem::Problem;
use crate::rest::json;

/// What is generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = GenerationKind)]
pub enum Kind {
    /// A video.
    Video,
    /// Images.
    Image,
    /// A turn of a conversation.
    Chat,
}

impl Kind {
    /// The kind of its published form; none for one from a later version.
    pub fn of(kind: proto::GenerationKind) -> Option<Self> {
        match kind {
            proto::GenerationKind::Unspecified => None,
            proto::GenerationKind::Video => Some(Self::Video),
            proto::GenerationKind::Image => Some(Self::Image),
            proto::GenerationKind::Chat => Some(Self::Chat),
        }
    }
}

/// Only the kind, by which the rest is read. A second look at the same bytes keeps line, column and path in complaints,
/// which a tagged enum would lose.
#[derive(Deserialize)]
struct Tagged {
    kind: Kind,
}

/// Declares a request that is one of three flat objects, told apart by `kind`.
macro_rules! by_kind {
    ($(#[$doc:meta])* $name:ident { $video:ident, $image:ident, $chat:ident }) => {
        $(#[$doc])*
        #[derive(Debug, Serialize, ToSchema)]
        #[serde(untagged)]
        #[schema(discriminator = "kind")]
        pub enum $name {
            /// A video.
            Video($video),
            /// Images.
            Image($image),
            /// A turn of a conversation.
            Chat($chat),
        }

        impl json::Strict for $name {
            fn read(json: &[u8]) -> Result<Self, Problem> {
                match json::read::<Tagged>(json)?.kind {
                    Kind::Video => json::read(json).map(Self::Video),
                    Kind::Image => json::read(json).map(Self::Image),
                    Kind::Chat => json::read(json).map(Self::Chat),
                }
            }
        }
    };
}

by_kind!(
    /// Work whose price is asked for.
    QuoteRequest { VideoQuote, ImageQuote, ChatQuote }
);
by_kind!(
    /// Work to do.
    NewGeneration { NewVideo, NewImage, NewChat }
);

/// Work as ordered: what the services call the same.
#[derive(Debug)]
pub struct Ordered {
    /// What it is, and what its price depends on.
    pub work: proto::Work,
    /// What to make; empty for chat, whose messages are in the work.
    pub prompt: String,
    /// How the sandbox shall behave; empty for as usual.
    pub simulate: String,
}

impl From<QuoteRequest> for proto::Work {
    fn from(request: QuoteRequest) -> Self {
        match request {
            QuoteRequest::Video(video) => video.into(),
            QuoteRequest::Image(image) => image.into(),
            QuoteRequest::Chat(chat) => chat.into(),
        }
    }
}

impl From<NewGeneration> for Ordered {
    fn from(request: NewGeneration) -> Self {
        match request {
            NewGeneration::Video(video) => video.into(),
            NewGeneration::Image(image) => image.into(),
            NewGeneration::Chat(chat) => chat.into(),
        }
    }
}

fn work(model: ModelId, spec: Spec, references: Vec<ImageId>) -> proto::Work {
    proto::Work {
        model: model.into(),
        spec: Some(spec),
        reference_image_ids: references.into_iter().map(Into::into).collect(),
    }
}

const fn one() -> u32 {
    1
}

/// One message of a conversation.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"role": "user", "content": "Tell me about ledgers."}))]
pub struct ChatMessage {
    /// `system`, `user` or `assistant`.
    pub role: String,
    /// What was said.
    pub content: String,
}

impl From<ChatMessage> for proto::ChatMessage {
    fn from(ChatMessage { role, content }: ChatMessage) -> Self {
        Self { role, content }
    }
}

/// The price of a video.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "video", "model": "reel-1", "duration_seconds": 4, "resolution": "720p", "fps": 24, "audio": false}))]
pub struct VideoQuote {
    /// `video`.
    pub kind: Kind,
    /// The model, of `GET /v1/pricing`.
    #[schema(value_type = String)]
    pub model: ModelId,
    /// Seconds, 1 to 60.
    #[schema(minimum = 1, maximum = 60)]
    pub duration_seconds: u32,
    /// `480p`, `720p`, `1080p` or `2160p`.
    pub resolution: String,
    /// Frames per second: 12, 24, 30 or 60.
    pub fps: u32,
    /// Whether it has sound.
    #[serde(default)]
    pub audio: bool,
    /// Ids of uploaded reference images (`POST /v1/images`), at most 4.
    #[serde(default)]
    #[schema(value_type = Vec<String>, max_items = 4, required = false)]
    pub reference_images: Vec<ImageId>,
}

impl From<VideoQuote> for proto::Work {
    fn from(quote: VideoQuote) -> Self {
        let VideoQuote { kind: _, model, duration_seconds, resolution, fps, audio, reference_images } = quote;
        let spec = proto::VideoSpec { duration_seconds, resolution, fps, audio };
        work(model, Spec::Video(spec), reference_images)
    }
}

/// A video to make.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "video", "model": "reel-1", "prompt": "a lighthouse in a storm", "duration_seconds": 4, "resolution": "720p", "fps": 24, "audio": false}))]
pub struct NewVideo {
    /// `video`.
    pub kind: Kind,
    /// The model, of `GET /v1/pricing`.
    #[schema(value_type = String)]
    pub model: ModelId,
    /// What to make.
    #[schema(min_length = 1)]
    pub prompt: String,
    /// Seconds, 1 to 60.
    #[schema(minimum = 1, maximum = 60)]
    pub duration_seconds: u32,
    /// `480p`, `720p`, `1080p` or `2160p`.
    pub resolution: String,
    /// Frames per second: 12, 24, 30 or 60.
    pub fps: u32,
    /// Whether it has sound.
    #[serde(default)]
    pub audio: bool,
    /// Ids of uploaded reference images (`POST /v1/images`), at most 4.
    #[serde(default)]
    #[schema(value_type = Vec<String>, max_items = 4, required = false)]
    pub reference_images: Vec<ImageId>,
    /// For the sandbox provider only: `server_error`, `timeout_not_run`, `crash`, `outcome_unknown_then_success`,
    /// `outcome_unknown_then_failure` or `slow`.
    #[serde(default)]
    #[schema(required = false)]
    pub simulate: Option<String>,
}

impl From<NewVideo> for Ordered {
    fn from(new: NewVideo) -> Self {
        let NewVideo {
            kind,
            model,
            prompt,
            duration_seconds,
            resolution,
            fps,
            audio,
            reference_images,
            simulate,
        } = new;
        Self {
            work: VideoQuote { kind, model, duration_seconds, resolution, fps, audio, reference_images }
                .into(),
            prompt,
            simulate: simulate.unwrap_or_default(),
        }
    }
}

/// The price of images.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "image", "model": "still-1", "width": 512, "height": 512, "steps": 20, "count": 1}))]
pub struct ImageQuote {
    /// `image`.
    pub kind: Kind,
    /// The model, of `GET /v1/pricing`.
    #[schema(value_type = String)]
    pub model: ModelId,
    /// Pixels, 64 to 4096.
    #[schema(minimum = 64, maximum = 4096)]
    pub width: u32,
    /// Pixels, 64 to 4096.
    #[schema(minimum = 64, maximum = 4096)]
    pub height: u32,
    /// Denoising steps, 1 to 100.
    #[schema(minimum = 1, maximum = 100)]
    pub steps: u32,
    /// How many images, 1 to 8.
    #[serde(default = "one")]
    #[schema(minimum = 1, maximum = 8)]
    pub count: u32,
    /// Ids of uploaded reference images (`POST /v1/images`), at most 4.
    #[serde(default)]
    #[schema(value_type = Vec<String>, max_items = 4, required = false)]
    pub reference_images: Vec<ImageId>,
}

impl From<ImageQuote> for proto::Work {
    fn from(quote: ImageQuote) -> Self {
        let ImageQuote { kind: _, model, width, height, steps, count, reference_images } = quote;
        let spec = proto::ImageSpec { width, height, steps, count };
        work(model, Spec::Image(spec), reference_images)
    }
}

/// Images to make.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "image", "model": "still-1", "prompt": "a lighthouse in a storm", "width": 512, "height": 512, "steps": 20, "count": 1}))]
pub struct NewImage {
    /// `image`.
    pub kind: Kind,
    /// The model, of `GET /v1/pricing`.
    #[schema(value_type = String)]
    pub model: ModelId,
    /// What to make.
    #[schema(min_length = 1)]
    pub prompt: String,
    /// Pixels, 64 to 4096.
    #[schema(minimum = 64, maximum = 4096)]
    pub width: u32,
    /// Pixels, 64 to 4096.
    #[schema(minimum = 64, maximum = 4096)]
    pub height: u32,
    /// Denoising steps, 1 to 100.
    #[schema(minimum = 1, maximum = 100)]
    pub steps: u32,
    /// How many images, 1 to 8.
    #[serde(default = "one")]
    #[schema(minimum = 1, maximum = 8)]
    pub count: u32,
    /// Ids of uploaded reference images (`POST /v1/images`), at most 4.
    #[serde(default)]
    #[schema(value_type = Vec<String>, max_items = 4, required = false)]
    pub reference_images: Vec<ImageId>,
    /// For the sandbox provider only: `server_error`, `timeout_not_run`, `crash`, `outcome_unknown_then_success`,
    /// `outcome_unknown_then_failure` or `slow`.
    #[serde(default)]
    #[schema(required = false)]
    pub simulate: Option<String>,
}

impl From<NewImage> for Ordered {
    fn from(new: NewImage) -> Self {
        let NewImage { kind, model, prompt, width, height, steps, count, reference_images, simulate } = new;
        Self {
            work: ImageQuote { kind, model, width, height, steps, count, reference_images }.into(),
            prompt,
            simulate: simulate.unwrap_or_default(),
        }
    }
}

/// The price of a turn of a conversation.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "chat", "model": "talk-1", "messages": [{"role": "user", "content": "Tell me about ledgers."}], "max_output_tokens": 256}))]
pub struct ChatQuote {
    /// `chat`.
    pub kind: Kind,
    /// The model, of `GET /v1/pricing`.
    #[schema(value_type = String)]
    pub model: ModelId,
    /// The conversation so far.
    #[schema(min_items = 1)]
    pub messages: Vec<ChatMessage>,
    /// The most that the model may write, in model tokens, 1 to 8192.
    #[schema(minimum = 1, maximum = 8192)]
    pub max_output_tokens: u32,
    /// Ids of uploaded reference images (`POST /v1/images`), at most 4.
    #[serde(default)]
    #[schema(value_type = Vec<String>, max_items = 4, required = false)]
    pub reference_images: Vec<ImageId>,
}

impl From<ChatQuote> for proto::Work {
    fn from(quote: ChatQuote) -> Self {
        let ChatQuote { kind: _, model, messages, max_output_tokens, reference_images } = quote;
        let spec =
            proto::ChatSpec { messages: messages.into_iter().map(Into::into).collect(), max_output_tokens };
        work(model, Spec::Chat(spec), reference_images)
    }
}

/// A turn of a conversation to make.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "chat", "model": "talk-1", "messages": [{"role": "user", "content": "Tell me about ledgers."}], "max_output_tokens": 256}))]
pub struct NewChat {
    /// `chat`.
    pub kind: Kind,
    /// The model, of `GET /v1/pricing`.
    #[schema(value_type = String)]
    pub model: ModelId,
    /// The conversation so far.
    #[schema(min_items = 1)]
    pub messages: Vec<ChatMessage>,
    /// The most that the model may write, in model tokens, 1 to 8192.
    #[schema(minimum = 1, maximum = 8192)]
    pub max_output_tokens: u32,
    /// Ids of uploaded reference images (`POST /v1/images`), at most 4.
    #[serde(default)]
    #[schema(value_type = Vec<String>, max_items = 4, required = false)]
    pub reference_images: Vec<ImageId>,
    /// For the sandbox provider only: `server_error`, `timeout_not_run`, `crash`, `outcome_unknown_then_success`,
    /// `outcome_unknown_then_failure` or `slow`.
    #[serde(default)]
    #[schema(required = false)]
    pub simulate: Option<String>,
}

impl From<NewChat> for Ordered {
    fn from(new: NewChat) -> Self {
        let NewChat { kind, model, messages, max_output_tokens, reference_images, simulate } = new;
        Self {
            work: ChatQuote { kind, model, messages, max_output_tokens, reference_images }.into(),
            prompt: String::new(),
            simulate: simulate.unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use json::Strict as _;

    fn quoted(json: &str) -> proto::Work {
        QuoteRequest::read(json.as_bytes()).unwrap().into()
    }

    #[test]
    fn each_kind_is_read_with_its_own_fields() {
        let video = quoted(
            r#"{"kind":"video","model":"m","duration_seconds":4,"resolution":"720p","fps":24,"audio":true,
                "reference_images":["i1"]}"#,
        );
        assert_eq!(video.reference_image_ids, ["i1"]);
        let spec = proto::VideoSpec { duration_seconds: 4, resolution: "720p".into(), fps: 24, audio: true };
        assert_eq!(video.spec, Some(Spec::Video(spec)));
        let image = quoted(r#"{"kind":"image","model":"m","width":64,"height":65,"steps":9}"#);
        let spec = proto::ImageSpec { width: 64, height: 65, steps: 9, count: 1 };
        assert_eq!(image.spec, Some(Spec::Image(spec)));
        let chat = quoted(
            r#"{"kind":"chat","model":"m","messages":[{"role":"user","content":"hi"}],"max_output_tokens":5}"#,
        );
        let message = proto::ChatMessage { role: "user".into(), content: "hi".into() };
        let spec = proto::ChatSpec { messages: vec![message], max_output_tokens: 5 };
        assert_eq!(chat.spec, Some(Spec::Chat(spec)));
    }

    #[test]
    fn what_does_not_belong_to_the_kind_is_refused() {
        for wrong in [
            r#"{"model":"m"}"#,
            r#"{"kind":"song","model":"m"}"#,
            r#"{"kind":"image","model":"m","width":64,"height":64,"steps":9,"fps":24}"#,
            r#"{"kind":"image","model":"m","width":64.5,"height":64,"steps":9}"#,
            r#"{"kind":"image","model":"m","width":64,"height":64}"#,
            r#"{"kind":"image","kind":"video","model":"m","width":64,"height":64,"steps":9}"#,
            r#"{"kind":"image","model":"m","width":64,"height":64,"steps":9,"prompt":"p"}"#,
        ] {
            assert!(QuoteRequest::read(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn work_takes_its_prompt_along() {
        let json =
            r#"{"kind":"image","model":"m","prompt":"p","width":64,"height":64,"steps":9,"simulate":"slow"}"#;
        let ordered = Ordered::from(NewGeneration::read(json.as_bytes()).unwrap());
        assert_eq!((ordered.prompt.as_str(), ordered.simulate.as_str()), ("p", "slow"));
    }
}
