//! Which of the provider's models stands for each model of the price book, and what it can do: a JSON file of the operator's.
//!
//! ```json
//! {
//!   "talk-1":  { "chat":  { "model": "gpt-4.1", "token_limit": "max_completion_tokens", "parameters": { "temperature": 0.7 } } },
//!   "still-1": { "image": { "model": "gpt-image-1", "sizes": ["1024x1024"], "most_images": 4,
//!                           "steps": { "20": { "quality": "low" }, "50": { "quality": "high" } } } },
//!   "reel-1":  { "video": { "model": "sora-2", "sizes": { "720p": "1280x720" }, "seconds": [4, 8, 12], "fps": [30], "sound": true } }
//! }
//! ```
//!
//! The price of work depends on things that the API has no parameter for (steps, frames per second, sound). So the file says what
//! the model does, and work that asks for anything else is refused before anything is held: nobody pays for 60 frames per second
//! and gets 30. What is in the price book and not in the file is refused likewise.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::domain::work::{FieldProblem, ImageSpec, Kind, Spec, VideoSpec, Work};

/// The largest file that is read.
const MOST_BYTES: u64 = 1024 * 1024;
/// What the adapter itself says in a request, and a file's parameters must not.
const OURS: [&str; 11] = [
    "model",
    "messages",
    "prompt",
    "n",
    "size",
    "seconds",
    "stream",
    "stream_options",
    "max_tokens",
    "max_completion_tokens",
    "input_reference",
];

/// The provider's models by those of the price book.
#[derive(Debug, Clone)]
pub(super) struct Models(BTreeMap<String, Entry>);

/// A model of the provider's.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Entry {
    Chat(ChatModel),
    Image(ImageModel),
    Video(VideoModel),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChatModel {
    pub(super) model: String,
    /// What the server calls the most that may be written.
    #[serde(default)]
    pub(super) token_limit: TokenLimit,
    #[serde(default)]
    pub(super) parameters: Map<String, Value>,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum TokenLimit {
    /// OpenAI's name now.
    #[default]
    MaxCompletionTokens,
    /// OpenAI's name before, which some servers still know alone.
    MaxTokens,
}

impl TokenLimit {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::MaxCompletionTokens => "max_completion_tokens",
            Self::MaxTokens => "max_tokens",
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ImageModel {
    pub(super) model: String,
    /// Widths and heights, such as `1024x1024`; empty for any.
    #[serde(default)]
    sizes: Vec<String>,
    /// The numbers of steps that may be asked for, and the parameters that stand for each.
    pub(super) steps: BTreeMap<u32, Map<String, Value>>,
    /// The most images of one call.
    #[serde(default = "eight")]
    most_images: u32,
    #[serde(default)]
    pub(super) parameters: Map<String, Value>,
}

const fn eight() -> u32 {
    8
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VideoModel {
    pub(super) model: String,
    /// The size in pixels of each resolution on offer.
    pub(super) sizes: BTreeMap<String, String>,
    /// The lengths on offer; empty for any.
    #[serde(default)]
    seconds: Vec<u32>,
    /// The frames per second that its videos have.
    fps: Vec<u32>,
    /// Whether its videos have sound.
    sound: bool,
    #[serde(default)]
    pub(super) parameters: Map<String, Value>,
}

/// A file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum ModelsError {
    /// It cannot be read.
    #[error("{0}: {1}")]
    File(PathBuf, std::io::Error),
    /// It is larger than any such file.
    #[error("{0}: must be at most {MOST_BYTES} bytes")]
    TooLarge(PathBuf),
    /// It is not of the form above.
    #[error("{0}: {1}; its form is described in deploy/README.md")]
    Form(PathBuf, serde_json::Error),
    /// A parameter would say what the adapter says.
    #[error("{0}: {1} must not have the parameter {2:?}, which follows from what a user asks for")]
    Parameter(PathBuf, String, String),
}

impl Models {
    /// Reads and checks the file.
    pub(super) fn read(path: &Path) -> Result<Self, ModelsError> {
        let file = |error| ModelsError::File(path.to_owned(), error);
        if std::fs::metadata(path).map_err(file)?.len() > MOST_BYTES {
            return Err(ModelsError::TooLarge(path.to_owned()));
        }
        let text = std::fs::read_to_string(path).map_err(file)?;
        let models: BTreeMap<String, Entry> =
            serde_json::from_str(&text).map_err(|error| ModelsError::Form(path.to_owned(), error))?;
        for (name, entry) in &models {
            if let Some(parameter) = entry.parameters().find(|parameter| OURS.contains(&parameter.as_str())) {
                return Err(ModelsError::Parameter(path.to_owned(), name.clone(), parameter.clone()));
            }
        }
        Ok(Self(models))
    }

    /// The model that stands for the work's, if it makes what the work is.
    pub(super) fn entry(&self, work: &Work) -> Option<&Entry> {
        self.0.get(&work.model).filter(|entry| entry.kind() == work.kind())
    }

    /// What of the work the provider cannot do as it would be charged.
    pub(super) fn problems(&self, work: &Work) -> Vec<FieldProblem> {
        let Some(entry) = self.entry(work) else {
            let offered: Vec<&str> = self
                .0
                .iter()
                .filter(|(_, entry)| entry.kind() == work.kind())
                .map(|(name, _)| name.as_str())
                .collect();
            let problem = format!("must be one of the models that are available now: {}", offered.join(", "));
            return vec![FieldProblem::new("work.model", problem)];
        };
        let mut problems = match (entry, &work.spec) {
            (Entry::Image(model), Spec::Image(image)) => model.problems(image),
            (Entry::Video(model), Spec::Video(video)) => model.problems(video),
            _ => Vec::new(),
        };
        if !work.reference_images.is_empty() {
            let problem = "must be empty: the provider takes no reference images";
            problems.push(FieldProblem::new("work.reference_image_ids", problem));
        }
        problems
    }
}

impl Entry {
    const fn kind(&self) -> Kind {
        match self {
            Self::Chat(_) => Kind::Chat,
            Self::Image(_) => Kind::Image,
            Self::Video(_) => Kind::Video,
        }
    }

    fn parameters(&self) -> impl Iterator<Item = &String> {
        let (parameters, steps) = match self {
            Self::Chat(model) => (&model.parameters, None),
            Self::Image(model) => (&model.parameters, Some(&model.steps)),
            Self::Video(model) => (&model.parameters, None),
        };
        parameters.keys().chain(steps.into_iter().flat_map(BTreeMap::values).flat_map(Map::keys))
    }
}

fn one_of<T: ToString>(field: &str, offered: impl IntoIterator<Item = T>) -> FieldProblem {
    let offered: Vec<String> = offered.into_iter().map(|it| it.to_string()).collect();
    FieldProblem::new(field, format!("must be one of {} for this model", offered.join(", ")))
}

impl ImageModel {
    fn problems(&self, image: &ImageSpec) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        let size = format!("{}x{}", image.width, image.height);
        if !self.sizes.is_empty() && !self.sizes.contains(&size) {
            let problem =
                format!("must be, as width x height, one of {} for this model", self.sizes.join(", "));
            problems.push(FieldProblem::new("work.image.width", problem));
        }
        if !self.steps.contains_key(&image.steps) {
            problems.push(one_of("work.image.steps", self.steps.keys()));
        }
        if image.count > self.most_images {
            let problem = format!("must be at most {} for this model", self.most_images);
            problems.push(FieldProblem::new("work.image.count", problem));
        }
        problems
    }
}

impl VideoModel {
    fn problems(&self, video: &VideoSpec) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        if !self.sizes.contains_key(&video.resolution) {
            problems.push(one_of("work.video.resolution", self.sizes.keys()));
        }
        if !self.seconds.is_empty() && !self.seconds.contains(&video.duration_seconds) {
            problems.push(one_of("work.video.duration_seconds", &self.seconds));
        }
        if !self.fps.contains(&video.fps) {
            problems.push(one_of("work.video.fps", &self.fps));
        }
        if video.audio && !self.sound {
            let problem = "must be false: this model makes no sound";
            problems.push(FieldProblem::new("work.video.audio", problem));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::work::{ChatSpec, ImageId};

    /// The file that operators begin with.
    fn example() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/openai-models.json")
    }

    fn work(model: &str, spec: Spec) -> Work {
        Work { model: model.to_owned(), spec, reference_images: Vec::new() }
    }

    fn image(width: u32, steps: u32, count: u32) -> Spec {
        Spec::Image(ImageSpec { width, height: 1024, steps, count })
    }

    fn video(duration_seconds: u32, resolution: &str, fps: u32) -> Spec {
        Spec::Video(VideoSpec { duration_seconds, resolution: resolution.to_owned(), fps, audio: true })
    }

    #[test]
    fn the_example_has_an_entry_for_every_model_of_the_first_price_book() {
        let models = Models::read(&example()).unwrap();
        let book = include_str!("../../../migrations/0003_first_price_book.sql");
        let mut found = 0;
        // Rows such as ('2026-01', 'reel-1', 'video', 'Reel 1', 1).
        for row in book.lines() {
            let cells: Vec<&str> = row.split(',').map(|cell| cell.trim().trim_matches('\'')).collect();
            let [_, model, kind, ..] = cells.as_slice() else { continue };
            let Ok(kind) = kind.parse::<Kind>() else { continue };
            found += 1;
            assert_eq!(models.0.get(*model).map(Entry::kind), Some(kind), "{model}");
        }
        assert_eq!((found, models.0.len()), (6, 6));
    }

    #[test]
    fn work_that_the_provider_would_do_otherwise_is_refused_with_what_it_can_do() {
        let models = Models::read(&example()).unwrap();
        let chat = Spec::Chat(ChatSpec { messages: Vec::new(), max_output_tokens: 1 });
        for (work, wrong) in [
            (work("still-1", image(1024, 20, 2)), &[][..]),
            (work("reel-1", video(8, "720p", 30)), &[]),
            (work("talk-1", chat.clone()), &[]),
            (
                work("still-1", image(1000, 21, 9)),
                &["work.image.width", "work.image.steps", "work.image.count"],
            ),
            (
                work("reel-1", video(5, "480p", 60)),
                &["work.video.resolution", "work.video.duration_seconds", "work.video.fps"],
            ),
            (work("talk-2", chat.clone()), &["work.model"]),
            // A model of another kind is none.
            (work("still-1", chat.clone()), &["work.model"]),
            (
                Work { reference_images: vec![ImageId::new(Uuid::nil())], ..work("talk-1", chat) },
                &["work.reference_image_ids"],
            ),
        ] {
            let fields: Vec<_> = models.problems(&work).into_iter().map(|problem| problem.field).collect();
            assert_eq!(fields, wrong, "{work:?}");
        }
    }

    #[test]
    fn a_file_that_cannot_be_used_is_refused_with_the_reason() {
        let folder = testkit::folder("models");
        for (text, problem) in [
            ("{", "its form is described"),
            (r#"{"a": {"chat": {}}}"#, "missing field `model`"),
            (r#"{"a": {"chat": {"model": "b", "tokenlimit": 1}}}"#, "unknown field `tokenlimit`"),
            (r#"{"a": {"song": {"model": "b"}}}"#, "unknown variant `song`"),
            (r#"{"a": {"chat": {"model": "b", "parameters": {"stream": false}}}}"#, "\"stream\""),
            (r#"{"a": {"image": {"model": "b", "steps": {"1": {"n": 4}}}}}"#, "\"n\""),
        ] {
            let path = folder.join("models.json");
            std::fs::write(&path, text).unwrap();
            let error = Models::read(&path).unwrap_err().to_string();
            assert!(error.contains(problem) && error.contains("models.json"), "{error}");
        }
        assert!(Models::read(&folder.join("none.json")).unwrap_err().to_string().contains("none.json"));
    }
}
