//! Work: what is to be generated, checked against the limits that hold for every model.

use kernel::ParseIdError;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// What is generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A video.
    Video,
    /// One or more images.
    Image,
    /// The next message of a conversation.
    Chat,
}

impl Kind {
    /// Every kind there is.
    pub const ALL: [Self; 3] = [Self::Video, Self::Image, Self::Chat];

    /// Its stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Video => "video",
            Self::Image => "image",
            Self::Chat => "chat",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A stored or given name is none that this version knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a known {1}")]
pub struct UnknownName(pub String, pub &'static str);

impl FromStr for Kind {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == name)
            .ok_or_else(|| UnknownName(name.to_owned(), "kind of generation"))
    }
}

/// One uploaded reference image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ImageId(Uuid);

impl ImageId {
    /// The id with this UUID.
    pub const fn new(uuid: Uuid) -> Self {
        Self(uuid)
    }

    /// The UUID itself, for storage.
    pub const fn uuid(self) -> Uuid {
        self.0
    }
}

impl fmt::Display for ImageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for ImageId {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match Uuid::try_parse(text) {
            Ok(uuid) if uuid.to_string() == text => Ok(Self(uuid)),
            _ => Err(ParseIdError { kind: "image id" }),
        }
    }
}

/// A field of a request and what is wrong with it: what the caller should send instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// The field's path, as the contract names it.
    pub field: String,
    /// What is wrong and what to do.
    pub problem: String,
}

impl FieldProblem {
    /// A problem of one field.
    pub fn new(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { field: field.into(), problem: problem.into() }
    }
}

/// A video to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VideoSpec {
    /// Seconds.
    pub duration_seconds: u32,
    /// The vertical resolution's name, such as `720p`.
    pub resolution: String,
    /// Frames per second.
    pub fps: u32,
    /// Whether sound is made too.
    pub audio: bool,
}

/// Images to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageSpec {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Denoising steps.
    pub steps: u32,
    /// How many images.
    pub count: u32,
}

/// Who said a message of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Instructions of whoever runs the conversation.
    System,
    /// The user.
    User,
    /// The model, earlier.
    Assistant,
}

impl FromStr for Role {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "system" => Ok(Self::System),
            "user" => Ok(Self::User),
            "assistant" => Ok(Self::Assistant),
            _ => Err(UnknownName(name.to_owned(), "role")),
        }
    }
}

/// One message of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Who said it.
    pub role: Role,
    /// What was said.
    pub content: String,
}

/// A conversation to be continued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatSpec {
    /// What was said so far, oldest first.
    pub messages: Vec<Message>,
    /// The most that the model may write, in model tokens.
    pub max_output_tokens: u32,
}

/// What is to be made, by kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spec {
    /// A video.
    Video(VideoSpec),
    /// Images.
    Image(ImageSpec),
    /// The next message.
    Chat(ChatSpec),
}

/// Work as asked for, with every field inside the limits; what a model offers is the price book's to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// The model's name.
    pub model: String,
    /// What to make.
    pub spec: Spec,
    /// Uploaded images to be guided by.
    pub reference_images: Vec<ImageId>,
}

/// The resolutions that a video can have.
pub const RESOLUTIONS: [&str; 4] = ["480p", "720p", "1080p", "2160p"];
/// The frame rates that a video can have.
pub const FRAME_RATES: [u32; 4] = [12, 24, 30, 60];
/// The most reference images.
pub const MAX_REFERENCE_IMAGES: usize = 4;
/// The longest prompt, in characters.
pub const MAX_PROMPT_CHARS: usize = 4_000;
/// The most messages of a conversation.
pub const MAX_MESSAGES: usize = 500;
/// The longest conversation, in bytes.
pub const MAX_CONVERSATION_BYTES: usize = 1_000_000;

impl Work {
    /// The kind of the work.
    pub const fn kind(&self) -> Kind {
        match &self.spec {
            Spec::Video(_) => Kind::Video,
            Spec::Image(_) => Kind::Image,
            Spec::Chat(_) => Kind::Chat,
        }
    }

    /// Every field that is outside the limits; none means that the work can be priced.
    pub fn problems(&self) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        let model_is_named = !self.model.is_empty()
            && self.model.len() <= 64
            && self.model.bytes().all(|byte| byte.is_ascii_graphic());
        if !model_is_named {
            problems.push(FieldProblem::new("work.model", "must name a model of the price list"));
        }
        match &self.spec {
            Spec::Video(video) => video.problems(&mut problems),
            Spec::Image(image) => image.problems(&mut problems),
            Spec::Chat(chat) => chat.problems(&mut problems),
        }
        if self.reference_images.len() > MAX_REFERENCE_IMAGES {
            let problem = format!("must hold at most {MAX_REFERENCE_IMAGES} image ids");
            problems.push(FieldProblem::new("work.reference_image_ids", problem));
        }
        problems
    }

    /// What is wrong with the prompt that comes with this work.
    pub fn prompt_problem(&self, prompt: &str) -> Option<FieldProblem> {
        let problem = match (self.kind(), prompt.chars().count()) {
            (Kind::Chat, 0) => return None,
            (Kind::Chat, _) => "must be empty for chat: what to say stands in work.chat.messages".to_owned(),
            (Kind::Video | Kind::Image, 1..=MAX_PROMPT_CHARS) if !prompt.trim().is_empty() => return None,
            (Kind::Video | Kind::Image, _) => {
                format!("must say in 1 to {MAX_PROMPT_CHARS} characters what to make")
            }
        };
        Some(FieldProblem::new("prompt", problem))
    }
}

fn within(problems: &mut Vec<FieldProblem>, field: &str, value: u32, least: u32, most: u32, unit: &str) {
    if !(least..=most).contains(&value) {
        problems.push(FieldProblem::new(field, format!("must be {least} to {most} {unit}, not {value}")));
    }
}

impl VideoSpec {
    fn problems(&self, problems: &mut Vec<FieldProblem>) {
        within(problems, "work.video.duration_seconds", self.duration_seconds, 1, 60, "seconds");
        if !RESOLUTIONS.contains(&self.resolution.as_str()) {
            let problem = format!("must be one of {}", RESOLUTIONS.join(", "));
            problems.push(FieldProblem::new("work.video.resolution", problem));
        }
        if !FRAME_RATES.contains(&self.fps) {
            problems.push(FieldProblem::new("work.video.fps", "must be one of 12, 24, 30, 60"));
        }
    }
}

impl ImageSpec {
    fn problems(&self, problems: &mut Vec<FieldProblem>) {
        within(problems, "work.image.width", self.width, 64, 4096, "pixels");
        within(problems, "work.image.height", self.height, 64, 4096, "pixels");
        within(problems, "work.image.steps", self.steps, 1, 100, "steps");
        within(problems, "work.image.count", self.count, 1, 8, "images");
    }
}

impl ChatSpec {
    fn problems(&self, problems: &mut Vec<FieldProblem>) {
        within(problems, "work.chat.max_output_tokens", self.max_output_tokens, 1, 8192, "model tokens");
        let bytes: usize = self.messages.iter().map(|message| message.content.len()).sum();
        if self.messages.is_empty() || self.messages.len() > MAX_MESSAGES {
            let problem = format!("must hold 1 to {MAX_MESSAGES} messages");
            problems.push(FieldProblem::new("work.chat.messages", problem));
        } else if bytes > MAX_CONVERSATION_BYTES {
            let problem =
                format!("must hold at most {MAX_CONVERSATION_BYTES} bytes; drop the oldest messages");
            problems.push(FieldProblem::new("work.chat.messages", problem));
        }
        for (index, message) in self.messages.iter().take(MAX_MESSAGES).enumerate() {
            if message.content.trim().is_empty() {
                let field = format!("work.chat.messages[{index}].content");
                problems.push(FieldProblem::new(field, "must not be empty"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn video() -> VideoSpec {
        VideoSpec { duration_seconds: 5, resolution: "720p".into(), fps: 24, audio: false }
    }

    fn image() -> ImageSpec {
        ImageSpec { width: 1024, height: 1024, steps: 30, count: 1 }
    }

    fn chat(content: &str) -> ChatSpec {
        let message = Message { role: Role::User, content: content.into() };
        ChatSpec { messages: vec![message], max_output_tokens: 100 }
    }

    fn work(spec: Spec) -> Work {
        Work { model: "some-model".into(), spec, reference_images: Vec::new() }
    }

    #[track_caller]
    fn check(work: &Work, wrong: &[&str]) {
        let fields: Vec<_> = work.problems().into_iter().map(|problem| problem.field).collect();
        assert_eq!(fields, wrong, "{work:?}");
    }

    #[test]
    fn work_inside_the_limits_has_no_problems() {
        for spec in [Spec::Video(video()), Spec::Image(image()), Spec::Chat(chat("hello"))] {
            check(&work(spec), &[]);
        }
    }

    #[test]
    fn every_field_outside_its_limits_is_named_at_once() {
        let all_wrong = VideoSpec { duration_seconds: 61, resolution: "8k".into(), fps: 25, audio: true };
        check(
            &work(Spec::Video(all_wrong)),
            &["work.video.duration_seconds", "work.video.resolution", "work.video.fps"],
        );
        check(
            &work(Spec::Image(ImageSpec { width: 63, height: 4097, steps: 0, count: 9 })),
            &["work.image.width", "work.image.height", "work.image.steps", "work.image.count"],
        );
        check(
            &work(Spec::Chat(ChatSpec { messages: Vec::new(), max_output_tokens: 0 })),
            &["work.chat.max_output_tokens", "work.chat.messages"],
        );
        check(&work(Spec::Chat(chat(" \n"))), &["work.chat.messages[0].content"]);
        check(&work(Spec::Chat(chat(&"x".repeat(MAX_CONVERSATION_BYTES + 1)))), &["work.chat.messages"]);
        let five = Work {
            model: String::new(),
            reference_images: vec![ImageId::new(Uuid::nil()); 5],
            ..work(Spec::Image(image()))
        };
        check(&five, &["work.model", "work.reference_image_ids"]);
    }

    #[test]
    fn a_prompt_is_required_except_for_chat() {
        let (image, chat) = (work(Spec::Image(image())), work(Spec::Chat(chat("hello"))));
        assert_eq!(image.prompt_problem("a red boat"), None);
        assert_eq!(chat.prompt_problem(""), None);
        for (work, prompt) in
            [(&image, ""), (&image, "  "), (&image, &*"x".repeat(MAX_PROMPT_CHARS + 1)), (&chat, "hello")]
        {
            assert_eq!(work.prompt_problem(prompt).map(|problem| problem.field), Some("prompt".into()));
        }
    }
}
