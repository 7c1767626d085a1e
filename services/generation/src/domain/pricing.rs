//! The price of work: a quote is the sum of its lines in millitokens, less a discount, rounded up to whole tokens once.
//!
//! A rate exists or it does not: a model without the rate of a resolution, of sound or of reference images does not offer
//! them. The formulas, each quantity times the rate of its code:
//!
//! | kind | lines |
//! |---|---|
//! | video | seconds × `video.second.<resolution>`, seconds × fps × `video.frame.<resolution>`, seconds × `video.audio_second` |
//! | image | count × `image.image`, tiles × steps × count × `image.tile_step`, where a tile is a started square of 64 × 64 pixels |
//! | chat | messages × `chat.message`, input tokens × `chat.input_token`, started blocks of 1,024 input tokens beyond the first × `chat.context_block`, output tokens × `chat.output_token` |
//! | all | images × `<kind>.reference_image` |
//!
//! What is charged is what was delivered, at most what was quoted: output tokens as the provider counts them (by the text where
//! it does not), images that came, seconds that the video lasts.

use chrono::{DateTime, Utc};
use kernel::Tokens;
use serde::{Deserialize, Serialize};

use super::discount::Discount;
use super::work::{ChatSpec, FieldProblem, ImageSpec, Kind, Spec, VideoSpec, Work};

/// The side of the squares that an image's area is counted in, in pixels.
const TILE_SIDE: u32 = 64;
/// The input tokens that fill one block of context.
const CONTEXT_BLOCK: u64 = 1_024;
/// The bytes of text that count as one model token.
const BYTES_PER_MODEL_TOKEN: usize = 4;
/// The line whose quantity is known only after the work: what a chat model wrote.
const OUTPUT_TOKEN: &str = "chat.output_token";
/// How the code of a line ends that does not depend on how much was made.
const REFERENCE_IMAGE: &str = ".reference_image";
/// The most that a rate may be, in millitokens per unit: a million tokens.
pub const MAX_RATE: u64 = 1_000_000_000;

/// One factor of a price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// Its stable name, such as `video.second.720p`.
    pub code: String,
    /// What is counted, for people.
    pub unit: String,
    /// Thousandths of a token per unit.
    pub millitokens: u64,
}

/// A model on the price list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelPricing {
    /// Its stable name.
    pub model: String,
    /// What it makes.
    pub kind: Kind,
    /// Its name for people.
    pub name: String,
    /// What its work costs.
    pub rates: Vec<Rate>,
}

/// One version of the price list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceBook {
    /// Its name in quotes and events.
    pub version: String,
    /// Since when it is in force.
    pub effective_from: DateTime<Utc>,
    /// The models on offer.
    pub models: Vec<ModelPricing>,
}

/// One line of a price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The rate's stable name.
    pub code: String,
    /// What is counted, for people.
    pub label: String,
    /// How many.
    pub quantity: u64,
    /// Thousandths of a token for each.
    pub unit_millitokens: u64,
    /// What the line costs, in thousandths of a token.
    pub millitokens: u64,
}

/// A price and how it comes about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The price list that it was computed from.
    pub price_book_version: String,
    /// What is charged for.
    pub lines: Vec<Line>,
    /// The discount that applies.
    pub discount: Option<Discount>,
    /// What the discount takes off, in thousandths of a token.
    pub discount_millitokens: u64,
    /// The price before the discount.
    pub list_tokens: Tokens,
    /// The price.
    pub tokens: Tokens,
}

/// Work that cannot be priced.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PricingError {
    /// The price list does not offer this; the caller can ask for something else.
    #[error("{}: {}", .0.field, .0.problem)]
    NotOffered(FieldProblem),
    /// The price left the range of numbers: the price list holds an absurd rate.
    #[error("a price left the range of 64 bits")]
    OutOfRange,
}

/// How many model tokens a text counts as: one for every four bytes begun. Deterministic, and independent of any provider's
/// tokenizer, so that a quote can be checked by hand.
pub fn model_tokens(text: &str) -> u64 {
    text.len().div_ceil(BYTES_PER_MODEL_TOKEN) as u64
}

/// The longest beginning of a text that counts as at most this many model tokens, cut between characters.
pub fn at_most(text: &str, tokens: u32) -> &str {
    let mut end = text.len().min((tokens as usize).saturating_mul(BYTES_PER_MODEL_TOKEN));
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.split_at(end).0
}

impl PriceBook {
    /// The price of work, at its most where the amount of work is known only afterwards (chat).
    pub fn quote(&self, work: &Work, discount: Option<&Discount>) -> Result<Quote, PricingError> {
        let kind = work.kind();
        let model =
            self.models.iter().find(|model| model.model == work.model && model.kind == kind).ok_or_else(
                || {
                    let offered: Vec<_> = self
                        .models
                        .iter()
                        .filter(|model| model.kind == kind)
                        .map(|model| &*model.model)
                        .collect();
                    not_offered(
                        "work.model",
                        format!("must be one of the models for {kind}: {}", offered.join(", ")),
                    )
                },
            )?;
        let mut lines = match &work.spec {
            Spec::Video(video) => model.video_lines(video)?,
            Spec::Image(image) => model.image_lines(image)?,
            Spec::Chat(chat) => model.chat_lines(chat)?,
        };
        if !work.reference_images.is_empty() {
            let what = format!("must be empty: {} takes no reference images", model.model);
            let rate = model.rate(&format!("{kind}{REFERENCE_IMAGE}"), "work.reference_image_ids", what)?;
            lines.push(line(rate, work.reference_images.len() as u64)?);
        }
        Quote::of(self.version.clone(), lines, discount.cloned())
    }
}

impl ModelPricing {
    fn rate(&self, code: &str, field: &str, problem: String) -> Result<&Rate, PricingError> {
        self.rates.iter().find(|rate| rate.code == code).ok_or_else(|| not_offered(field, problem))
    }

    /// A rate without which the model does nothing at all; a price list that lacks it is incomplete.
    fn basic(&self, code: &str) -> Result<&Rate, PricingError> {
        self.rate(code, "work.model", format!("must be another model: {} has no price now", self.model))
    }

    fn video_lines(&self, video: &VideoSpec) -> Result<Vec<Line>, PricingError> {
        let seconds = u64::from(video.duration_seconds);
        let resolution = |code: &str| {
            let problem = format!("must be a resolution that {} offers", self.model);
            self.rate(&format!("{code}.{}", video.resolution), "work.video.resolution", problem)
        };
        let mut lines = vec![
            line(resolution("video.second")?, seconds)?,
            line(resolution("video.frame")?, product([seconds, u64::from(video.fps)])?)?,
        ];
        if video.audio {
            let problem = format!("must be false: {} makes no sound", self.model);
            lines.push(line(self.rate("video.audio_second", "work.video.audio", problem)?, seconds)?);
        }
        Ok(lines)
    }

    fn image_lines(&self, image: &ImageSpec) -> Result<Vec<Line>, PricingError> {
        let tiles = product([
            u64::from(image.width.div_ceil(TILE_SIDE)),
            u64::from(image.height.div_ceil(TILE_SIDE)),
            u64::from(image.steps),
            u64::from(image.count),
        ])?;
        Ok(vec![
            line(self.basic("image.image")?, u64::from(image.count))?,
            line(self.basic("image.tile_step")?, tiles)?,
        ])
    }

    fn chat_lines(&self, chat: &ChatSpec) -> Result<Vec<Line>, PricingError> {
        let input: u64 = chat.messages.iter().map(|message| model_tokens(&message.content)).sum();
        let blocks = input.div_ceil(CONTEXT_BLOCK).saturating_sub(1);
        Ok(vec![
            line(self.basic("chat.message")?, chat.messages.len() as u64)?,
            line(self.basic("chat.input_token")?, input)?,
            line(self.basic("chat.context_block")?, blocks)?,
            line(self.basic(OUTPUT_TOKEN)?, u64::from(chat.max_output_tokens))?,
        ])
    }
}

impl Quote {
    fn of(version: String, lines: Vec<Line>, discount: Option<Discount>) -> Result<Self, PricingError> {
        let list = lines
            .iter()
            .try_fold(0_u64, |sum, line| sum.checked_add(line.millitokens))
            .ok_or(PricingError::OutOfRange)?;
        let percent = discount.as_ref().map_or(0, |discount| u128::from(discount.percent.min(100)));
        let off = u64::try_from(u128::from(list) * percent / 100).map_err(|_| PricingError::OutOfRange)?;
        Ok(Self {
            price_book_version: version,
            lines,
            discount,
            discount_millitokens: off,
            list_tokens: whole_tokens(list),
            tokens: whole_tokens(list.saturating_sub(off)),
        })
    }

    /// The price of the same work, at the same rates and discount, now that it is known how much a chat model wrote.
    /// More than was quoted for is not charged. Work of other kinds costs what was quoted.
    pub fn for_output(&self, output_tokens: u64) -> Result<Self, PricingError> {
        let mut lines = self.lines.clone();
        for written in lines.iter_mut().filter(|line| line.code == OUTPUT_TOKEN) {
            written.quantity = written.quantity.min(output_tokens);
            written.millitokens = product([written.quantity, written.unit_millitokens])?;
        }
        Self::of(self.price_book_version.clone(), lines, self.discount.clone())
    }

    /// The price of the same images or video, at the same rates and discount, when only `delivered` of the `asked` images or
    /// seconds came: every line is for so many of them, but those of reference images, which were read all the same.
    pub fn for_part(&self, delivered: u32, asked: u32) -> Result<Self, PricingError> {
        let (delivered, asked) = (u64::from(delivered.min(asked)), u64::from(asked.max(1)));
        let mut lines = self.lines.clone();
        for line in lines.iter_mut().filter(|line| !line.code.ends_with(REFERENCE_IMAGE)) {
            line.quantity = product([line.quantity / asked, delivered])?;
            line.millitokens = product([line.quantity, line.unit_millitokens])?;
        }
        Self::of(self.price_book_version.clone(), lines, self.discount.clone())
    }

    /// The promotion that lowered the price.
    pub fn promotion_id(&self) -> Option<&str> {
        self.discount.as_ref().map(|discount| discount.promotion_id.as_str())
    }
}

fn whole_tokens(millitokens: u64) -> Tokens {
    Tokens::new(millitokens.div_ceil(1_000))
}

fn line(rate: &Rate, quantity: u64) -> Result<Line, PricingError> {
    Ok(Line {
        code: rate.code.clone(),
        label: rate.unit.clone(),
        quantity,
        unit_millitokens: rate.millitokens,
        millitokens: product([quantity, rate.millitokens])?,
    })
}

fn product<const N: usize>(factors: [u64; N]) -> Result<u64, PricingError> {
    factors.into_iter().try_fold(1_u64, u64::checked_mul).ok_or(PricingError::OutOfRange)
}

fn not_offered(field: &str, problem: String) -> PricingError {
    PricingError::NotOffered(FieldProblem::new(field, problem))
}

#[cfg(test)]
mod tests;
