//! P5, P6, P7: what generations cost, quoted before it is charged.

use serde_json::{Value, json};

use crate::answers::{count, list, signed, text};
use crate::customer::{Balance, Customer, STARTER, Visitor};
use crate::world::{World, shared};

/// What is asked of a model, without what the price does not depend on.
fn quotable(work: &Value) -> Value {
    let mut work = work.clone();
    let members = work.as_object_mut().unwrap();
    members.remove("prompt");
    work
}

fn video(seconds: u64, resolution: &str, fps: u64, audio: bool) -> Value {
    json!({ "kind": "video", "model": "reel-1", "prompt": "waves", "duration_seconds": seconds, "resolution": resolution,
            "fps": fps, "audio": audio })
}

fn image(side: u64, steps: u64, how_many: u64) -> Value {
    json!({ "kind": "image", "model": "still-1", "prompt": "a boat", "width": side, "height": side, "steps": steps,
            "count": how_many })
}

fn chat(messages: &[&str], most: u64) -> Value {
    let messages: Vec<_> =
        messages.iter().map(|content| json!({ "role": "user", "content": content })).collect();
    json!({ "kind": "chat", "model": "talk-1", "messages": messages, "max_output_tokens": most })
}

/// A quote of which it was checked that its lines add up.
async fn quoted(visitor: &Visitor, work: &Value) -> u64 {
    let quote = visitor.quote(&quotable(work)).await;
    let mut sum = 0;
    for line in list(&quote, "lines") {
        assert_eq!(
            count(line, "quantity") * count(line, "unit_millitokens"),
            count(line, "millitokens"),
            "{line}"
        );
        sum += signed(line, "millitokens");
    }
    assert_eq!(count(&quote, "tokens"), u64::try_from(sum).unwrap().div_ceil(1000), "{quote}");
    assert_eq!(quote["tokens"], quote["list_tokens"], "{quote}");
    count(&quote, "tokens")
}

async fn charged_as_quoted(world: &World, work: &Value) -> Value {
    let customer = Customer::with_tokens(world).await;
    let tokens = quoted(&customer, work).await;
    assert!(tokens > 0);
    let id = customer.generate(work).await;
    let done = customer.settled(&id).await;
    assert_eq!(text(&done, "status"), "succeeded", "{done}");
    assert_eq!((count(&done, "quoted"), count(&done, "cost")), (tokens, tokens), "{done}");
    assert_eq!(customer.balance().await, Balance::free(STARTER - tokens));
    let used = customer.lines_about("use", &id).await;
    assert_eq!(used.iter().map(|line| signed(line, "amount")).sum::<i64>(), -i64::try_from(tokens).unwrap());
    // And it was delivered.
    for media in list(&done, "media") {
        let request = customer.request(reqwest::Method::GET, text(media, "url"));
        let file = request.send().await.unwrap().error_for_status().unwrap();
        assert_eq!(file.headers()["content-type"], text(media, "content_type"));
        assert_eq!(file.bytes().await.unwrap().len() as u64, count(media, "bytes"));
    }
    done
}

#[tokio::test]
async fn p5_images_and_videos_are_charged_what_was_quoted() {
    let world = shared().await;
    let (images, clip) = (image(768, 30, 3), video(4, "720p", 24, true));
    let (image, video) = tokio::join!(charged_as_quoted(&world, &images), charged_as_quoted(&world, &clip));
    assert_eq!((list(&image, "media").len(), &image["media"][0]["content_type"]), (3, &json!("image/png")));
    assert_eq!((list(&video, "media").len(), &video["media"][0]["content_type"]), (1, &json!("image/gif")));
}

#[tokio::test]
async fn p5_longer_and_more_complex_work_costs_more() {
    let world = shared().await;
    let visitor = Visitor::new(&world);
    let small = quoted(&visitor, &video(4, "480p", 24, false)).await;
    for larger in [
        video(8, "480p", 24, false),
        video(4, "1080p", 24, false),
        video(4, "480p", 60, false),
        video(4, "480p", 24, true),
    ] {
        assert!(quoted(&visitor, &larger).await > small, "{larger}");
    }
    let small = quoted(&visitor, &image(512, 20, 1)).await;
    for larger in [image(1024, 20, 1), image(512, 90, 1), image(512, 20, 4)] {
        assert!(quoted(&visitor, &larger).await > small, "{larger}");
    }
    let mut better = image(512, 20, 1);
    better["model"] = "still-1-pro".into();
    assert!(quoted(&visitor, &better).await > small);
}

#[tokio::test]
async fn p5_a_reference_image_is_quoted_and_charged() {
    let world = shared().await;
    let customer = Customer::with_tokens(&world).await;
    let plain = customer.generate(&image(512, 20, 1)).await;
    let plain = customer.settled(&plain).await;
    let picture =
        customer.request(reqwest::Method::GET, text(&plain["media"][0], "url")).send().await.unwrap();
    let upload = customer.request(reqwest::Method::POST, "/v1/images").header("content-type", "image/png");
    let stored = customer.send(upload.body(picture.bytes().await.unwrap())).await.expect(201);
    let mut work = image(512, 20, 1);
    work["reference_images"] = json!([text(&stored, "image_id")]);
    let with_reference = quoted(&customer, &work).await;
    assert!(with_reference > quoted(&customer, &image(512, 20, 1)).await);
    let id = customer.generate(&work).await;
    assert_eq!(count(&customer.settled(&id).await, "cost"), with_reference);
    customer.log().await;
}

#[tokio::test]
async fn p6_chat_costs_what_was_read_and_written() {
    let world = shared().await;
    let customer = Customer::with_tokens(&world).await;
    let long = "Tell me more about the sea and its ledgers. ".repeat(150);
    let conversations = [
        chat(&["Hello."], 2_000),
        chat(&["Hello.", &long], 2_000),
        chat(&["Hello.", &long, &long, &long], 2_000),
    ];
    let (mut quotes, mut costs) = (Vec::new(), Vec::new());
    for work in &conversations {
        let most = quoted(&customer, work).await;
        let before = customer.balance().await.available;
        let id = customer.generate(work).await;
        let done = customer.settled(&id).await;
        let (cost, written) = (count(&done, "cost"), text(&done, "text").len().div_ceil(4) as u64);
        assert!(cost < most, "it wrote less than it might have: {done}");
        assert_eq!(before - cost, customer.balance().await.available);
        // What was read stands in the quote; of what might be written, only what was written is charged.
        let read = customer.quote(work).await;
        let read = list(&read, "lines").iter().filter(|line| line["code"] != "chat.output_token");
        let rate = customer.quote(work).await;
        let rate = list(&rate, "lines").iter().find(|line| line["code"] == "chat.output_token").unwrap();
        let millitokens: u64 = read.map(|line| count(line, "millitokens")).sum::<u64>()
            + written * count(rate, "unit_millitokens");
        assert_eq!(cost, millitokens.div_ceil(1000), "{done}");
        quotes.push(most);
        costs.push(cost);
    }
    assert!(quotes.is_sorted_by(|shorter, longer| shorter < longer), "{quotes:?}");
    assert!(costs.is_sorted_by(|shorter, longer| shorter < longer), "{costs:?}");
    customer.log().await;
}

/// The rates of a model on the pricing page.
struct Rates<'a>(&'a [Value]);

impl Rates<'_> {
    fn of<'a>(pricing: &'a Value, model: &str) -> Rates<'a> {
        let found =
            list(pricing, "models").iter().find(|it| it["model"] == model).expect("the model is offered");
        Rates(list(found, "rates"))
    }

    /// A quantity's price in millitokens.
    fn price(&self, quantity: u64, code: &str) -> u64 {
        let rate =
            self.0.iter().find(|rate| rate["code"] == code).unwrap_or_else(|| panic!("no rate {code}"));
        quantity * count(rate, "millitokens")
    }
}

#[tokio::test]
async fn p7_the_pricing_page_shows_the_rates_that_quotes_are_made_of() {
    let world = shared().await;
    let visitor = Visitor::new(&world);
    let pricing = visitor.get("/v1/pricing").await.expect(200);

    let rates = Rates::of(&pricing, "reel-1");
    let expected = rates.price(7, "video.second.1080p")
        + rates.price(7 * 30, "video.frame.1080p")
        + rates.price(7, "video.audio_second");
    assert_eq!(quoted(&visitor, &video(7, "1080p", 30, true)).await, expected.div_ceil(1000));

    let rates = Rates::of(&pricing, "still-1");
    // 1,000 pixels are 16 started tiles of 64.
    let expected = rates.price(3, "image.image") + rates.price(16 * 16 * 33 * 3, "image.tile_step");
    assert_eq!(quoted(&visitor, &image(1_000, 33, 3)).await, expected.div_ceil(1000));

    let rates = Rates::of(&pricing, "talk-1");
    // A model token is four started bytes; 8,001 and 5 bytes are 2,003 of them, two blocks of 1,024 with the first free.
    let long = "s".repeat(8_001);
    let expected = rates.price(2, "chat.message")
        + rates.price(2_003, "chat.input_token")
        + rates.price(1, "chat.context_block")
        + rates.price(300, "chat.output_token");
    assert_eq!(quoted(&visitor, &chat(&[&long, "again"], 300)).await, expected.div_ceil(1000));

    let quote = visitor.quote(&quotable(&image(512, 20, 1))).await;
    assert_eq!(quote["price_book_version"], pricing["price_book_version"]);
    let settlement = &pricing["settlement"];
    assert_eq!(settlement["on_technical_failure"], "release", "{settlement}");
    assert_eq!(settlement["on_prohibited_content"], "capture_all", "{settlement}");
}
