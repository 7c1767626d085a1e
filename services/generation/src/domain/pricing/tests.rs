use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::domain::work::{FRAME_RATES, ImageId, Message, Role};

fn model(name: &str, kind: Kind, rates: &[(&str, u64)]) -> ModelPricing {
    let rate = |(code, millitokens): &(&str, u64)| Rate {
        code: (*code).to_owned(),
        unit: format!("unit of {code}"),
        millitokens: *millitokens,
    };
    ModelPricing { model: name.into(), kind, name: name.into(), rates: rates.iter().map(rate).collect() }
}

fn book() -> PriceBook {
    PriceBook {
        version: "test-1".into(),
        effective_from: "2026-01-01T00:00:00Z".parse().unwrap(),
        models: vec![
            model(
                "reel",
                Kind::Video,
                &[
                    ("video.second.480p", 2_000),
                    ("video.frame.480p", 20),
                    ("video.second.720p", 4_000),
                    ("video.frame.720p", 40),
                    ("video.audio_second", 500),
                    ("video.reference_image", 1_001),
                ],
            ),
            model("silent", Kind::Video, &[("video.second.720p", 1), ("video.frame.720p", 1)]),
            model("still", Kind::Image, &[("image.image", 500), ("image.tile_step", 3)]),
            model(
                "talk",
                Kind::Chat,
                &[
                    ("chat.message", 10),
                    ("chat.input_token", 5),
                    ("chat.context_block", 1_000),
                    ("chat.output_token", 20),
                ],
            ),
        ],
    }
}

fn video(seconds: u32, resolution: &str, fps: u32, audio: bool, references: usize) -> Work {
    Work {
        model: "reel".into(),
        spec: Spec::Video(VideoSpec { duration_seconds: seconds, resolution: resolution.into(), fps, audio }),
        reference_images: vec![ImageId::new(Uuid::nil()); references],
    }
}

fn image(width: u32, height: u32, steps: u32, count: u32) -> Work {
    let spec = Spec::Image(ImageSpec { width, height, steps, count });
    Work { model: "still".into(), spec, reference_images: Vec::new() }
}

fn chat(messages: &[&str], max_output_tokens: u32) -> Work {
    let messages =
        messages.iter().map(|text| Message { role: Role::User, content: (*text).to_owned() }).collect();
    Work {
        model: "talk".into(),
        spec: Spec::Chat(ChatSpec { messages, max_output_tokens }),
        reference_images: Vec::new(),
    }
}

fn discount(percent: u8) -> Discount {
    Discount {
        promotion_id: "sale".into(),
        name: "Sale".into(),
        percent,
        starts_at: DateTime::UNIX_EPOCH,
        ends_at: DateTime::UNIX_EPOCH,
        kinds: Vec::new(),
    }
}

/// The lines as (quantity, millitokens), and the tokens; the numbers on the right are computed by hand.
#[track_caller]
fn check(work: &Work, lines: &[(u64, u64)], tokens: u64) {
    let quote = book().quote(work, None).unwrap();
    let found: Vec<_> = quote.lines.iter().map(|line| (line.quantity, line.millitokens)).collect();
    assert_eq!(found, lines, "{work:?}");
    assert_eq!((quote.tokens, quote.list_tokens), (Tokens::new(tokens), Tokens::new(tokens)), "{work:?}");
}

#[test]
fn a_video_costs_its_seconds_frames_sound_and_reference_images() {
    check(&video(1, "480p", 12, false, 0), &[(1, 2_000), (12, 240)], 3);
    check(&video(5, "720p", 24, false, 0), &[(5, 20_000), (120, 4_800)], 25);
    check(&video(5, "720p", 60, false, 0), &[(5, 20_000), (300, 12_000)], 32);
    check(&video(5, "720p", 24, true, 2), &[(5, 20_000), (120, 4_800), (5, 2_500), (2, 2_002)], 30);
}

#[test]
fn an_image_costs_its_started_tiles_times_steps_times_count() {
    check(&image(64, 64, 1, 1), &[(1, 500), (1, 3)], 1);
    check(&image(65, 64, 1, 1), &[(1, 500), (2, 6)], 1);
    check(&image(1024, 1024, 30, 1), &[(1, 500), (7_680, 23_040)], 24);
    check(&image(1025, 1023, 30, 4), &[(4, 2_000), (32_640, 97_920)], 100);
    check(&image(4096, 4096, 100, 8), &[(8, 4_000), (3_276_800, 9_830_400)], 9_835);
}

#[test]
fn chat_costs_all_that_must_be_read_and_the_most_that_may_be_written() {
    check(&chat(&["hello"], 100), &[(1, 10), (2, 10), (0, 0), (100, 2_000)], 3);
    check(&chat(&["abcd", "abcde"], 1), &[(2, 20), (3, 15), (0, 0), (1, 20)], 1);
    let (block, more) = ("x".repeat(4_096), "x".repeat(4_097));
    check(&chat(&[&block], 1), &[(1, 10), (1_024, 5_120), (0, 0), (1, 20)], 6);
    check(&chat(&[&more], 1), &[(1, 10), (1_025, 5_125), (1, 1_000), (1, 20)], 7);
    check(&chat(&[&block, &block, "x"], 1), &[(3, 30), (2_049, 10_245), (2, 2_000), (1, 20)], 13);
}

#[test]
fn chat_is_charged_for_what_was_written_and_never_for_more_than_was_quoted() {
    let quote = book().quote(&chat(&["hello"], 1_000), None).unwrap();
    assert_eq!(quote.tokens, Tokens::new(21));
    for (written, cost) in [(0, 1), (50, 2), (1_000, 21), (5_000, 21)] {
        assert_eq!(quote.for_output(written).unwrap().tokens, Tokens::new(cost), "{written} written");
    }
    let still = book().quote(&image(1024, 1024, 30, 1), None).unwrap();
    assert_eq!(still.for_output(0).unwrap(), still);
}

#[test]
fn a_discount_lowers_the_sum_before_it_is_rounded() {
    // 24,800 millitokens.
    let work = video(5, "720p", 24, false, 0);
    for (percent, off, tokens) in
        [(1, 248, 25), (20, 4_960, 20), (50, 12_400, 13), (99, 24_552, 1), (100, 24_800, 0)]
    {
        let quote = book().quote(&work, Some(&discount(percent))).unwrap();
        assert_eq!(
            (quote.discount_millitokens, quote.tokens),
            (off, Tokens::new(tokens)),
            "{percent} percent"
        );
        assert_eq!(quote.list_tokens, Tokens::new(25));
        assert_eq!(quote.promotion_id(), Some("sale"));
    }
}

#[test]
fn what_the_price_list_does_not_hold_is_not_offered() {
    let silent = |work: Work| Work { model: "silent".into(), ..work };
    for (work, field) in [
        (Work { model: "nobody".into(), ..image(64, 64, 1, 1) }, "work.model"),
        (Work { model: "reel".into(), ..image(64, 64, 1, 1) }, "work.model"),
        (video(1, "2160p", 24, false, 0), "work.video.resolution"),
        (silent(video(1, "720p", 24, true, 0)), "work.video.audio"),
        (silent(video(1, "720p", 24, false, 1)), "work.reference_image_ids"),
    ] {
        match book().quote(&work, None) {
            Err(PricingError::NotOffered(problem)) => assert_eq!(problem.field, field),
            other => panic!("{work:?}: {other:?}"),
        }
    }
}

#[test]
fn an_absurd_rate_is_an_error_and_no_wrong_price() {
    let mut book = book();
    book.models[2].rates[1].millitokens = u64::MAX;
    assert_eq!(book.quote(&image(128, 64, 1, 1), None), Err(PricingError::OutOfRange));
}

#[test]
fn text_is_cut_at_the_tokens_that_were_paid_for_and_between_characters() {
    assert_eq!(at_most("abcdefgh", 1), "abcd");
    assert_eq!(at_most("abc", 1), "abc");
    assert_eq!(at_most("abcäöü", 1), "abc");
    assert_eq!(at_most("abc", 0), "");
}

prop_compose! {
    fn any_video()(
        seconds in 1_u32..=60, fps in prop::sample::select(&FRAME_RATES), audio: bool, references in 0_usize..=4,
        resolution in prop::sample::select(&["480p", "720p"]),
    ) -> Work {
        video(seconds, resolution, fps, audio, references)
    }
}

prop_compose! {
    fn any_image()(
        width in 64_u32..=4096, height in 64_u32..=4096, steps in 1_u32..=100, count in 1_u32..=8,
    ) -> Work {
        image(width, height, steps, count)
    }
}

prop_compose! {
    fn any_chat()(
        lengths in prop::collection::vec(1_usize..5_000, 1..8), most in 1_u32..=8192,
    ) -> Work {
        let messages: Vec<String> = lengths.into_iter().map(|length| "ä".repeat(length)).collect();
        let texts: Vec<&str> = messages.iter().map(String::as_str).collect();
        chat(&texts, most)
    }
}

fn any_work() -> impl Strategy<Value = Work> {
    prop_oneof![any_video(), any_image(), any_chat()]
}

/// The same work with one quantity more.
fn more(work: &Work, which: usize) -> Work {
    let mut work = work.clone();
    let which = which % 4;
    match &mut work.spec {
        Spec::Video(video) => match which {
            0 => video.duration_seconds += 1,
            1 => video.fps = 60,
            2 => video.audio = true,
            _ => work.reference_images.push(ImageId::new(Uuid::nil())),
        },
        Spec::Image(image) => match which {
            0 => image.width += 1,
            1 => image.height += 1,
            2 => image.steps += 1,
            _ => image.count += 1,
        },
        Spec::Chat(chat) => match which {
            0 => chat.max_output_tokens += 1,
            1 => chat.messages.push(Message { role: Role::Assistant, content: "and then".into() }),
            2 => chat.messages[0].content.push('x'),
            _ => chat.messages[0].content.push_str(&"longer ".repeat(1_000)),
        },
    }
    work
}

proptest! {
    #[test]
    fn more_of_anything_never_costs_less(work in any_work(), which: usize, percent in 0_u8..=100) {
        let off = discount(percent);
        let (less, more) =
            (book().quote(&work, Some(&off)).unwrap(), book().quote(&more(&work, which), Some(&off)).unwrap());
        prop_assert!(less.tokens <= more.tokens);
        prop_assert!(less.list_tokens <= more.list_tokens);
    }

    #[test]
    fn allowed_work_has_a_price_at_the_highest_rates(work in any_work()) {
        let mut book = book();
        for rate in book.models.iter_mut().flat_map(|model| &mut model.rates) {
            rate.millitokens = MAX_RATE;
        }
        prop_assert!(book.quote(&work, None).is_ok());
    }

    #[test]
    fn a_full_discount_is_free(work in any_work()) {
        prop_assert_eq!(book().quote(&work, Some(&discount(100))).unwrap().tokens, Tokens::ZERO);
    }

    #[test]
    fn the_charge_never_exceeds_the_quote(work in any_work(), written: u64, percent in 0_u8..=100) {
        let quote = book().quote(&work, Some(&discount(percent))).unwrap();
        let charge = quote.for_output(written).unwrap();
        prop_assert!(charge.tokens <= quote.tokens);
        prop_assert!(charge.list_tokens <= quote.list_tokens);
    }

    #[test]
    fn the_lines_add_up_to_the_tokens(work in any_work(), percent in 0_u8..=100) {
        let quote = book().quote(&work, Some(&discount(percent))).unwrap();
        let list: u64 = quote.lines.iter().map(|line| line.millitokens).sum();
        prop_assert!(quote.lines.iter().all(|line| line.quantity * line.unit_millitokens == line.millitokens));
        prop_assert_eq!((list - quote.discount_millitokens).div_ceil(1_000), quote.tokens.get());
    }

    #[test]
    fn text_that_was_cut_counts_no_more_than_was_paid_for(text in ".{0,200}", most in 0_u32..60) {
        prop_assert!(model_tokens(at_most(&text, most)) <= u64::from(most));
    }
}

#[test]
fn images_and_video_are_charged_for_the_part_that_came_and_never_for_more_than_was_quoted() {
    let lines = |quote: &Quote| quote.lines.iter().map(|line| line.millitokens).collect::<Vec<_>>();
    let images = book().quote(&image(1024, 1024, 30, 4), None).unwrap();
    assert_eq!(lines(&images), [2_000, 92_160]);
    let three = images.for_part(3, 4).unwrap();
    assert_eq!((lines(&three), three.tokens), (vec![1_500, 69_120], Tokens::new(71)));
    assert_eq!(images.for_part(9, 4), Ok(images.clone()));
    assert_eq!(images.for_part(0, 4).unwrap().tokens, Tokens::ZERO);

    // Reference images are read however long the video becomes; the discount stays.
    let video = book().quote(&video(5, "720p", 24, true, 2), Some(&discount(50))).unwrap();
    let two = video.for_part(2, 5).unwrap();
    assert_eq!(lines(&two), [8_000, 1_920, 1_000, 2_002]);
    assert_eq!((two.list_tokens, two.tokens), (Tokens::new(13), Tokens::new(7)));
}
