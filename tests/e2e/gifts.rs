//! P4: tokens and usage given away, inside a stated period.

use local_stack::Service;
use serde_json::{Value, json};
use testkit::eventually;

use crate::answers::{Answer, count, list, text};
use crate::customer::{Balance, Customer, IMAGE, SOON, STARTER, image, unique};
use crate::operator;
use crate::world::{alone, shared};

const WELCOME: u64 = 50;

async fn claim(customer: &Customer, promotion: &str, key: &str) -> Answer {
    customer.post(&format!("/v1/promotions/{promotion}/claim"), key, &json!({})).await
}

#[tokio::test]
async fn p4_a_gift_is_given_once_to_each_account() {
    let world = shared().await;
    let (customer, other) = tokio::join!(Customer::new(&world), Customer::new(&world));
    let key = unique("claim");
    let first = claim(&customer, "welcome", &key).await.expect(201);
    assert_eq!(count(&first["promotion"], "tokens"), WELCOME);
    assert_eq!(claim(&customer, "welcome", &key).await.expect(201)["grant_id"], first["grant_id"]);
    claim(&customer, "welcome", &unique("claim")).await.refused(409, "PROMOTION_ALREADY_CLAIMED");
    claim(&other, "welcome", &unique("claim")).await.expect(201);
    for customer in [&customer, &other] {
        eventually(SOON, "the gift", async || {
            (customer.balance().await == Balance::free(WELCOME)).then_some(())
        })
        .await;
        let log = customer.log().await;
        assert_eq!((log.len(), text(&log[0], "kind")), (1, "promotion"));
        assert_eq!(log[0]["reference"], json!({ "kind": "promotion", "id": "welcome" }));
    }
}

#[tokio::test]
async fn p4_of_many_claims_at_once_one_is_granted() {
    let world = shared().await;
    let customer = Customer::new(&world).await;
    let keys: Vec<_> = (0..10).map(|_| unique("claim")).collect();
    let claims = keys.iter().map(|key| claim(&customer, "welcome", key));
    let granted = futures::future::join_all(claims).await;
    assert_eq!(granted.iter().filter(|answer| answer.status == 201).count(), 1, "{granted:?}");
    eventually(SOON, "the gift", async || (customer.balance().await.available == WELCOME).then_some(()))
        .await;
    assert_eq!(customer.log().await.len(), 1);
}

#[tokio::test]
async fn p4_outside_its_period_nothing_is_given() {
    let world = shared().await;
    let customer = Customer::new(&world).await;
    for promotion in ["opening", "tenth-anniversary"] {
        claim(&customer, promotion, &unique("claim")).await.refused(409, "PROMOTION_NOT_ACTIVE");
    }
    claim(&customer, "no-such-gift", &unique("claim")).await.refused(404, "NOT_FOUND");
    let promotions = customer.get("/v1/promotions").await.expect(200);
    let shown: Vec<_> =
        list(&promotions, "promotions").iter().map(|it| (text(it, "promotion_id"), &it["active"])).collect();
    assert!(shown.contains(&("welcome", &json!(true))), "{shown:?}");
    assert!(shown.contains(&("tenth-anniversary", &json!(false))), "{shown:?}");
    assert!(!shown.iter().any(|(promotion, _)| *promotion == "opening"), "{shown:?}");
    assert_eq!(customer.balance().await, Balance::free(0));
    assert_eq!(customer.log().await.len(), 0);
}

const FORTY_PERCENT: &str = "insert into discounts values ('forty', 'Forty off', 40, now() - interval '1 minute', \
                             now() + interval '1 hour', array['image'])";
const FREE: &str = "insert into discounts values ('free', 'A free hour', 100, now() - interval '1 minute', \
                    now() + interval '1 hour', '{}')";
const OVER: &str = "update discounts set ends_at = now() where promotion_id in ('forty', 'free')";

fn quotable() -> Value {
    let mut work = image();
    work.as_object_mut().unwrap().remove("prompt");
    work
}

#[tokio::test]
async fn p4_a_discount_lowers_quotes_and_charges_inside_its_period_only() {
    alone(async |world| {
        let customer = Customer::with_tokens(world).await;
        let mut prices = operator::database(world, Service::Generation).await;
        operator::meanwhile(&mut prices, &[FORTY_PERCENT], &[OVER], async || {
            let quote = customer.quote(&quotable()).await;
            // 4.98 tokens less 40 % are 2.988, rounded up once.
            assert_eq!((count(&quote, "tokens"), count(&quote, "list_tokens")), (3, IMAGE), "{quote}");
            assert_eq!(text(&quote["discount"], "promotion_id"), "forty");
            let sum: i64 =
                list(&quote, "lines").iter().map(|line| line["millitokens"].as_i64().unwrap()).sum();
            assert_eq!(sum, 2_988, "{quote}");

            let work = customer.generate(&image()).await;
            assert_eq!(count(&customer.settled(&work).await, "cost"), 3);
            let used = customer.lines_about("use", &work).await;
            assert_eq!(used.len(), 1);
            assert_eq!(
                (&used[0]["amount"], &used[0]["list_amount"]),
                (&json!(-3), &json!(IMAGE)),
                "{used:?}"
            );
            assert_eq!(text(&used[0], "promotion_id"), "forty");

            let chat = json!({ "kind": "chat", "model": "talk-1", "max_output_tokens": 100,
                               "messages": [{ "role": "user", "content": "Good evening." }] });
            assert_eq!(customer.quote(&chat).await["discount"], Value::Null);
        })
        .await;
        let quote = customer.quote(&quotable()).await;
        assert_eq!((count(&quote, "tokens"), &quote["discount"]), (IMAGE, &Value::Null), "{quote}");
        assert_eq!(customer.balance().await, Balance::free(STARTER - 3));
    })
    .await;
}

#[tokio::test]
async fn p4_free_usage_costs_nothing_and_stands_in_the_log() {
    alone(async |world| {
        let customer = Customer::new(world).await;
        let mut prices = operator::database(world, Service::Generation).await;
        operator::meanwhile(&mut prices, &[FREE], &[OVER], async || {
            assert_eq!(count(&customer.quote(&quotable()).await, "tokens"), 0);
            let work = customer.generate(&image()).await;
            let done = customer.settled(&work).await;
            assert_eq!((text(&done, "status"), count(&done, "cost")), ("succeeded", 0), "{done}");
            let used = customer.lines_about("use", &work).await;
            assert_eq!(used.len(), 1, "{:?}", customer.log().await);
            assert_eq!((&used[0]["amount"], &used[0]["list_amount"]), (&json!(0), &json!(IMAGE)), "{used:?}");
            assert_eq!(text(&used[0], "promotion_id"), "free");
        })
        .await;
        assert_eq!(customer.balance().await, Balance::free(0));
        let refused = customer.post("/v1/generations", &unique("work"), &image()).await;
        refused.refused(402, "INSUFFICIENT_TOKENS");
    })
    .await;
}
