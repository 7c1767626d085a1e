//! P13, P14, and outcomes that are not known: what a generation that does not succeed costs.

use reqwest::Method;
use serde_json::{Value, json};

use crate::answers::{count, list, text};
use crate::customer::{Balance, Customer, IMAGE, STARTER, image, simulated, unique};
use crate::world::{World, shared};

/// The harmless picture that the default list of prohibited images names.
const PROHIBITED: &[u8] = include_bytes!("../../services/generation/assets/prohibited-test-image.png");

async fn released(world: &World, how: &str, reason: &str) {
    let customer = Customer::with_tokens(world).await;
    let id = customer.generate(&simulated(how)).await;
    let failed = customer.settled(&id).await;
    assert_eq!((text(&failed, "status"), text(&failed, "failure_reason")), ("failed", reason), "{failed}");
    assert_eq!((count(&failed, "cost"), count(&failed, "held")), (0, 0), "{failed}");
    assert_eq!(customer.balance().await, Balance::free(STARTER));
    let given_back = customer.lines_about("release", &id).await;
    assert_eq!(given_back.len(), 1, "{how}");
    let line = &given_back[0];
    assert_eq!((&line["amount"], &line["held_change"]), (&json!(0), &json!(-5)), "{line}");
    assert_eq!(text(line, "reason"), reason);
    assert_eq!(customer.lines_about("use", &id).await.len(), 0, "{how}");
}

#[tokio::test]
async fn p13_a_technical_failure_costs_nothing_and_the_log_says_why() {
    let world = shared().await;
    tokio::join!(
        released(&world, "server_error", "PROVIDER_ERROR"),
        released(&world, "timeout_not_run", "PROVIDER_TIMEOUT"),
        released(&world, "crash", "INTERNAL_ERROR"),
    );
}

/// Tokens stay held while nobody knows, and are settled once when somebody does.
async fn unknown(world: &World, then: &str) -> (Customer, Value) {
    let customer = Customer::with_tokens(world).await;
    let id = customer.generate(&simulated(&format!("outcome_unknown_then_{then}"))).await;
    let unknown = customer.reaches(&id, "outcome_unknown").await;
    assert_eq!((&unknown["settled"], count(&unknown, "held")), (&json!(false), IMAGE), "{unknown}");
    let held = Balance { available: STARTER - IMAGE, held: IMAGE, debt: 0 };
    assert_eq!(customer.balance().await, held);
    let settled = customer.settled(&id).await;
    (customer, settled)
}

#[tokio::test]
async fn p13_an_unknown_outcome_keeps_the_hold_until_it_is_known() {
    let world = shared().await;
    let (succeeded, failed) = tokio::join!(unknown(&world, "success"), unknown(&world, "failure"));
    let (customer, generation) = succeeded;
    assert_eq!((text(&generation, "status"), count(&generation, "cost")), ("succeeded", IMAGE));
    assert_eq!(list(&generation, "media").len(), 1);
    assert_eq!(customer.balance().await, Balance::free(STARTER - IMAGE));
    assert_eq!(customer.lines_about("use", text(&generation, "id")).await.len(), 1);

    let (customer, generation) = failed;
    assert_eq!((text(&generation, "status"), count(&generation, "cost")), ("failed", 0));
    assert_eq!(customer.balance().await, Balance::free(STARTER));
    assert_eq!(customer.lines_about("release", text(&generation, "id")).await.len(), 1);
}

/// Charged in full, with the category in the log.
async fn charged(customer: &Customer, work: &Value, reason: &str, category: &str) {
    let before = customer.balance().await.available;
    let id = customer.generate(work).await;
    let failed = customer.settled(&id).await;
    assert_eq!((text(&failed, "status"), text(&failed, "failure_reason")), ("failed", reason), "{failed}");
    assert_eq!(text(&failed, "failure_detail"), category, "{failed}");
    assert!(count(&failed, "cost") == count(&failed, "quoted") && count(&failed, "cost") > 0, "{failed}");
    assert_eq!(list(&failed, "media").len(), 0);
    assert_eq!(customer.balance().await, Balance::free(before - count(&failed, "cost")));
    let used = customer.lines_about("use", &id).await;
    assert_eq!(used.len(), 1);
    assert_eq!((text(&used[0], "reason"), text(&used[0], "reason_detail")), (reason, category));
}

#[tokio::test]
async fn p14_a_prohibited_prompt_is_charged_and_the_log_names_the_category() {
    let world = shared().await;
    let customer = Customer::with_tokens(&world).await;
    let mut work = image();
    work["prompt"] = "a poster of prohibited-test-weapons, please".into();
    charged(&customer, &work, "PROHIBITED_PROMPT", "weapons").await;
    let chat = json!({ "kind": "chat", "model": "talk-1", "max_output_tokens": 100,
                       "messages": [{ "role": "user", "content": "Write about Prohibited-Test-Hate." }] });
    charged(&customer, &chat, "PROHIBITED_PROMPT", "hate").await;
}

#[tokio::test]
async fn p14_a_prohibited_image_is_charged_and_the_log_names_the_category() {
    let world = shared().await;
    let customer = Customer::with_tokens(&world).await;
    let upload = customer.request(Method::POST, "/v1/images").header("content-type", "image/png");
    let stored = customer.send(upload.body(PROHIBITED)).await.expect(201);
    let mut work = image();
    work["reference_images"] = json!([text(&stored, "image_id")]);
    charged(&customer, &work, "PROHIBITED_IMAGE", "violence").await;
}

#[tokio::test]
async fn of_two_hundred_generations_at_once_exactly_those_are_held_that_can_be_paid() {
    let world = shared().await;
    let customer = Customer::new(&world).await;
    customer.post("/v1/promotions/welcome/claim", &unique("claim"), &json!({})).await.expect(201);
    testkit::eventually(crate::customer::SOON, "the gift", async || {
        (customer.balance().await == Balance::free(10 * IMAGE)).then_some(())
    })
    .await;
    let (work, keys) = (simulated("slow"), (0..200).map(|_| unique("work")).collect::<Vec<_>>());
    let calls = keys.iter().map(|key| customer.insist("/v1/generations", key, &work));
    let answers = futures::future::join_all(calls).await;
    let (held, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 202);
    assert_eq!((held.len(), refused.len()), (10, 190));
    for answer in refused {
        let problem = answer.refused(402, "INSUFFICIENT_TOKENS");
        assert_eq!(count(&problem, "needed"), IMAGE, "{problem}");
        assert!(count(&problem, "available") < IMAGE, "{problem}");
    }
    for answer in &held {
        assert_eq!(count(&customer.settled(text(&answer.body, "id")).await, "cost"), IMAGE);
    }
    assert_eq!(customer.balance().await, Balance::free(0));
    let uses = customer.log().await.iter().filter(|line| line["kind"] == "use").count();
    assert_eq!(uses, 10);
}
