//! P15: nobody reads or spends what is another's; and one request has one effect.

use reqwest::Method;
use serde_json::{Value, json};

use crate::answers::text;
use crate::customer::{Balance, Customer, IMAGE, STARTER, Visitor, image, simulated, unique};
use crate::world::shared;

#[tokio::test]
async fn p15_nobody_reads_or_spends_what_is_another_s() {
    let world = shared().await;
    let (owner, stranger) = tokio::join!(Customer::with_tokens(&world), Customer::with_tokens(&world));
    let order = owner.place_order().await;
    let work = owner.generate(&image()).await;
    let done = owner.settled(&work).await;
    let media = text(&done["media"][0], "url").to_owned();
    let picture = owner.request(Method::GET, &media).send().await.unwrap().bytes().await.unwrap();
    let upload = owner.request(Method::POST, "/v1/images").header("content-type", "image/png").body(picture);
    let reference = text(&owner.send(upload).await.expect(201), "image_id").to_owned();

    let paths = [
        format!("/v1/orders/{order}"),
        format!("/v1/generations/{work}"),
        format!("/v1/generations/{work}/events"),
        media,
    ];
    for path in &paths {
        stranger.get(path).await.refused(404, "NOT_FOUND");
        Visitor::new(&world).get(path).await.refused(401, "UNAUTHENTICATED");
    }
    stranger.pay(&order, "pm_visa").await.refused(404, "NOT_FOUND");
    let mut theft = image();
    theft["reference_images"] = json!([reference]);
    stranger.post("/v1/generations", &unique("work"), &theft).await.refused(404, "NOT_FOUND");

    // The same key is another's own: it neither shows nor repeats what the owner did with it.
    let key = unique("work");
    let first = owner.post("/v1/generations", &key, &image()).await.expect(202);
    let second = stranger.post("/v1/generations", &key, &image()).await.expect(202);
    assert_ne!(first["id"], second["id"]);
    for customer in [&owner, &stranger] {
        for list in ["/v1/orders", "/v1/generations", "/v1/token-log"] {
            let listed = customer.get(list).await.expect(200).to_string();
            let other = if customer.account == owner.account { &second } else { &first };
            assert!(!listed.contains(text(other, "id")), "{listed}");
        }
    }
    stranger.settled(text(&second, "id")).await;
    assert_eq!(stranger.balance().await, Balance::free(STARTER - IMAGE));
}

#[tokio::test]
async fn p15_without_a_session_nothing_private_is_shown() {
    let world = shared().await;
    let visitor = Visitor::new(&world);
    for path in ["/v1/me", "/v1/balance", "/v1/orders", "/v1/generations", "/v1/token-log"] {
        visitor.get(path).await.refused(401, "UNAUTHENTICATED");
        let forged = visitor.request(Method::GET, path).bearer_auth("eyJhbGciOiJub25lIn0.e30.");
        visitor.send(forged).await.refused(401, "UNAUTHENTICATED");
    }
    for (path, body) in [
        ("/v1/orders", json!({ "package_id": "starter" })),
        ("/v1/generations", image()),
        ("/v1/promotions/welcome/claim", json!({})),
    ] {
        visitor.post(path, &unique("k"), &body).await.refused(401, "UNAUTHENTICATED");
    }
    for path in ["/v1/packages", "/v1/pricing", "/v1/promotions", "/openapi.json"] {
        visitor.get(path).await.expect(200);
    }
}

#[tokio::test]
async fn the_same_key_gives_the_same_answer_and_another_request_is_refused() {
    let world = shared().await;
    let customer = Customer::with_tokens(&world).await;
    let (key, work) = (unique("work"), simulated("slow"));
    let first = customer.post("/v1/generations", &key, &work).await.expect(202);
    let again =
        futures::future::join_all((0..5).map(|_| customer.post("/v1/generations", &key, &work))).await;
    for answer in again {
        assert_eq!(answer.expect(202)["id"], first["id"]);
    }
    customer.post("/v1/generations", &key, &image()).await.refused(422, "IDEMPOTENCY_KEY_REUSED");
    customer.settled(text(&first, "id")).await;
    assert_eq!(customer.post("/v1/generations", &key, &work).await.expect(202)["id"], first["id"]);
    assert_eq!(customer.balance().await, Balance::free(STARTER - IMAGE));

    let key = unique("order");
    let starter = json!({ "package_id": "starter" });
    let order = customer.post("/v1/orders", &key, &starter).await.expect(201);
    assert_eq!(customer.post("/v1/orders", &key, &starter).await.expect(201)["order_id"], order["order_id"]);
    let studio = json!({ "package_id": "studio" });
    customer.post("/v1/orders", &key, &studio).await.refused(422, "IDEMPOTENCY_KEY_REUSED");
    customer.log().await;
}

#[tokio::test]
async fn what_moves_tokens_or_money_needs_an_idempotency_key() {
    let world = shared().await;
    let customer = Customer::new(&world).await;
    let order = customer.place_order().await;
    let calls: [(String, Value); 4] = [
        ("/v1/orders".to_owned(), json!({ "package_id": "starter" })),
        (format!("/v1/orders/{order}/payment"), json!({ "payment_method": "pm_visa" })),
        ("/v1/generations".to_owned(), image()),
        ("/v1/promotions/welcome/claim".to_owned(), json!({})),
    ];
    for (path, body) in &calls {
        customer.ask(path, body).await.refused(400, "IDEMPOTENCY_KEY_MISSING");
    }
    assert_eq!(customer.balance().await, Balance::free(0));
}
