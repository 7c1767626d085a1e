//! Between published and domain values.

use contracts::convert::timestamp;
use contracts::failure::{Failure, FieldViolation};
use contracts::generation::v1 as proto;
use contracts::generation::v1::work::Spec as ProtoSpec;
use kernel::Reason;

use crate::domain::discount::Discount;
use crate::domain::generation::{Generation, State};
use crate::domain::pricing::{ModelPricing, PricingError, Quote};
use crate::domain::settlement;
use crate::domain::work::{
    ChatSpec, FieldProblem, ImageId, ImageSpec, Kind, MAX_MESSAGES, MAX_REFERENCE_IMAGES, Message, Spec,
    VideoSpec, Work,
};
use crate::store::Prices;

/// A refusal that names every wrong field.
pub(super) fn wrong(problems: Vec<FieldProblem>) -> Failure {
    let named: Vec<_> =
        problems.iter().map(|problem| format!("`{}` {}", problem.field, problem.problem)).collect();
    let mut failure = Failure::new(Reason::InvalidInput, named.join("; "));
    failure.fields = problems
        .into_iter()
        .map(|problem| FieldViolation { field: problem.field, problem: problem.problem })
        .collect();
    failure
}

/// Work as asked for; what is wrong with it is added to `problems`.
pub(super) fn work(work: Option<proto::Work>, problems: &mut Vec<FieldProblem>) -> Option<Work> {
    let Some(work) = work else {
        problems.push(FieldProblem::new("work", "must say what to make"));
        return None;
    };
    let spec = match work.spec {
        Some(ProtoSpec::Video(video)) => Spec::Video(VideoSpec {
            duration_seconds: video.duration_seconds,
            resolution: video.resolution,
            fps: video.fps,
            audio: video.audio,
        }),
        Some(ProtoSpec::Image(image)) => Spec::Image(ImageSpec {
            width: image.width,
            height: image.height,
            steps: image.steps,
            count: image.count,
        }),
        Some(ProtoSpec::Chat(chat)) => Spec::Chat(chat_spec(chat, problems)),
        None => {
            problems.push(FieldProblem::new("work.spec", "must be one of video, image or chat"));
            return None;
        }
    };
    let mut reference_images = Vec::new();
    // One more than allowed, so that the limit itself still speaks.
    for (index, id) in work.reference_image_ids.iter().take(MAX_REFERENCE_IMAGES + 1).enumerate() {
        match id.parse::<ImageId>() {
            Ok(id) => reference_images.push(id),
            Err(error) => {
                problems
                    .push(FieldProblem::new(format!("work.reference_image_ids[{index}]"), error.to_string()));
            }
        }
    }
    let work = Work { model: work.model, spec, reference_images };
    problems.extend(work.problems());
    Some(work)
}

fn chat_spec(chat: proto::ChatSpec, problems: &mut Vec<FieldProblem>) -> ChatSpec {
    let mut messages = Vec::new();
    for (index, message) in chat.messages.into_iter().take(MAX_MESSAGES + 1).enumerate() {
        let role = message.role.parse().unwrap_or_else(|_| {
            let field = format!("work.chat.messages[{index}].role");
            problems.push(FieldProblem::new(field, "must be one of system, user, assistant"));
            crate::domain::work::Role::User
        });
        messages.push(Message { role, content: message.content });
    }
    ChatSpec { messages, max_output_tokens: chat.max_output_tokens }
}

/// Why work has no price.
pub(super) fn no_price(error: PricingError) -> Failure {
    match error {
        PricingError::NotOffered(problem) => wrong(vec![problem]),
        PricingError::OutOfRange => {
            tracing::error!("a price left the range of numbers: the price book holds an absurd rate");
            Failure::internal()
        }
    }
}

pub(super) fn pricing(prices: Prices) -> proto::GetPricingResponse {
    proto::GetPricingResponse {
        price_book_version: prices.book.version,
        effective_from: Some(timestamp(prices.book.effective_from)),
        models: prices.book.models.into_iter().map(model).collect(),
        discounts: prices.discounts.iter().map(discount).collect(),
        settlement: settlement::listed(&prices.terms)
            .into_iter()
            .map(|(outcome, rule)| (outcome.to_owned(), rule))
            .collect(),
        policy_version: prices.terms.policy_version,
    }
}

fn model(model: ModelPricing) -> proto::ModelPricing {
    let rates = model
        .rates
        .into_iter()
        .map(|rate| proto::Rate { code: rate.code, unit: rate.unit, millitokens: rate.millitokens })
        .collect();
    proto::ModelPricing { model: model.model, kind: kind(model.kind).into(), name: model.name, rates }
}

fn discount(discount: &Discount) -> proto::Discount {
    proto::Discount {
        promotion_id: discount.promotion_id.clone(),
        name: discount.name.clone(),
        percent: u32::from(discount.percent),
        starts_at: Some(timestamp(discount.starts_at)),
        ends_at: Some(timestamp(discount.ends_at)),
        kinds: discount.kinds.iter().map(|of| kind(*of).into()).collect(),
    }
}

const fn kind(kind: Kind) -> proto::GenerationKind {
    match kind {
        Kind::Video => proto::GenerationKind::Video,
        Kind::Image => proto::GenerationKind::Image,
        Kind::Chat => proto::GenerationKind::Chat,
    }
}

pub(super) fn quote(quote: &Quote) -> proto::Quote {
    let signed = |millitokens: u64| i64::try_from(millitokens).unwrap_or(i64::MAX);
    let mut lines: Vec<_> = quote
        .lines
        .iter()
        .map(|line| proto::QuoteLine {
            code: line.code.clone(),
            label: line.label.clone(),
            quantity: line.quantity,
            unit_millitokens: line.unit_millitokens,
            millitokens: signed(line.millitokens),
        })
        .collect();
    if let Some(discount) = &quote.discount {
        lines.push(proto::QuoteLine {
            code: "discount".to_owned(),
            label: format!("{} (-{} %)", discount.name, discount.percent),
            quantity: 1,
            unit_millitokens: quote.discount_millitokens,
            millitokens: -signed(quote.discount_millitokens),
        });
    }
    proto::Quote {
        tokens: quote.tokens.get(),
        list_tokens: quote.list_tokens.get(),
        lines,
        price_book_version: quote.price_book_version.clone(),
        discount: quote.discount.as_ref().map(discount),
    }
}

pub(super) fn generation(generation: Generation) -> proto::Generation {
    let accepted = generation.accepted;
    let failure = generation.failure;
    proto::Generation {
        generation_id: accepted.id.to_string(),
        account_id: accepted.account.to_string(),
        kind: kind(accepted.work.kind()).into(),
        model: accepted.work.model,
        status: status(generation.state).into(),
        created_at: Some(timestamp(accepted.created_at)),
        finished_at: generation.finished_at.map(timestamp),
        quote: Some(quote(&accepted.quote)),
        hold_id: generation.hold.map(|hold| hold.to_string()).unwrap_or_default(),
        held: generation.held.get(),
        settled: generation.settled,
        charged: generation.charged.get(),
        failure_reason: contracts::reason::number(failure.as_ref().map(|failure| failure.reason)),
        failure_detail: failure.map(|failure| failure.evidence.category).unwrap_or_default(),
        media: generation
            .media
            .into_iter()
            .map(|file| proto::Media {
                index: file.index,
                content_type: file.content_type,
                bytes: file.bytes,
            })
            .collect(),
        text: generation.output,
    }
}

const fn status(state: State) -> proto::GenerationStatus {
    match state {
        // Not shown to anyone: what is not authorized is no generation yet.
        State::Authorizing | State::Refused => proto::GenerationStatus::Unspecified,
        State::Queued => proto::GenerationStatus::Queued,
        State::Running => proto::GenerationStatus::Running,
        State::OutcomeUnknown => proto::GenerationStatus::OutcomeUnknown,
        State::Succeeded => proto::GenerationStatus::Succeeded,
        State::Failed => proto::GenerationStatus::Failed,
    }
}
