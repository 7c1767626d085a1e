//! P1, P2, P3, P8, P9, P10, P11: buying tokens.

use local_stack::Service;
use reqwest::Method;
use serde_json::{Value, json};
use testkit::eventually;

use crate::answers::{count, list, text};
use crate::customer::{Balance, Customer, IMAGE, SOON, STARTER, Visitor, image, unique};
use crate::operator;
use crate::world::{alone, shared};

#[tokio::test]
async fn p1_buying_again_adds_to_the_balance() {
    let world = shared().await;
    let customer = Customer::new(&world).await;
    let packages = customer.get("/v1/packages").await.expect(200);
    let sold: Vec<_> =
        list(&packages, "packages").iter().map(|package| text(package, "package_id")).collect();
    assert_eq!(sold, ["starter", "creator", "studio"]);
    for times in 1..=3 {
        let order = customer.buy("pm_visa").await;
        assert_eq!(count(&order["package"], "tokens"), STARTER);
        assert_eq!(customer.balance().await, Balance::free(times * STARTER));
    }
    let log = customer.log().await;
    assert!(log.iter().all(|line| line["kind"] == "purchase" && line["amount"] == STARTER), "{log:?}");
    assert_eq!(list(&customer.get("/v1/orders").await.expect(200), "orders").len(), 3);
}

#[tokio::test]
async fn p1_every_card_that_is_accepted_buys_tokens() {
    let world = shared().await;
    let customer = Customer::new(&world).await;
    let customer = &customer;
    let cards = ["pm_visa", "pm_mastercard", "pm_amex", "pm_discover", "pm_jcb"];
    futures::future::join_all(cards.map(async |card| customer.buy(card).await)).await;
    assert_eq!(customer.balance().await, Balance::free(5 * STARTER));
    customer.log().await;
}

/// A gift whose tokens expire soon, for the sweep to take.
const SHORT_LIVED: &str = "insert into promotions values ('short-lived', 'Short lived', 30, now() - interval '1 minute', \
                           now() + interval '1 day', now() + interval '6 seconds')";
const NO_GIFT: &str = "update promotions set ends_at = now() where promotion_id = 'short-lived'";
const EDITED_CATALOG: [&str; 2] = [
    "update packages set tokens = 1, minor_units = 1 where package_id = 'starter'",
    "update packages set for_sale = false where package_id = 'studio'",
];
const CATALOG_AS_IT_WAS: [&str; 2] = [
    "update packages set tokens = 500, minor_units = 499 where package_id = 'starter'",
    "update packages set for_sale = true where package_id = 'studio'",
];
const TEN_TIMES_DEARER: [&str; 3] = [
    "insert into price_books values ('dearer', now())",
    "insert into price_book_models select 'dearer', model, kind, name, position from price_book_models \
     where version = '2026-01'",
    "insert into price_book_rates select 'dearer', model, code, unit, millitokens * 10, position \
     from price_book_rates where version = '2026-01'",
];
const PRICES_AS_THEY_WERE: [&str; 3] = [
    "delete from price_book_rates where version = 'dearer'",
    "delete from price_book_models where version = 'dearer'",
    "delete from price_books where version = 'dearer'",
];

#[tokio::test]
async fn p2_purchased_tokens_outlive_a_sweep_a_new_price_and_an_edited_catalog() {
    alone(async |world| {
        let customer = Customer::with_tokens(world).await;
        let mut payments = operator::database(world, Service::Payments).await;
        operator::meanwhile(&mut payments, &[SHORT_LIVED], &[NO_GIFT], async || {
            let claim = customer.post("/v1/promotions/short-lived/claim", &unique("claim"), &json!({})).await;
            claim.expect(201);
            eventually(SOON, "the gift", async || {
                (customer.balance().await.available == STARTER + 30).then_some(())
            })
            .await;
        })
        .await;
        operator::meanwhile(&mut payments, &EDITED_CATALOG, &CATALOG_AS_IT_WAS, async || {
            let packages = customer.get("/v1/packages").await.expect(200);
            let shown: Vec<_> = list(&packages, "packages").iter().map(|it| count(it, "tokens")).collect();
            assert_eq!(shown, [1, 2500]);
            let mut prices = operator::database(world, Service::Generation).await;
            operator::meanwhile(&mut prices, &TEN_TIMES_DEARER, &PRICES_AS_THEY_WERE, async || {
                assert_eq!(count(&customer.quote(&quotable(&image())).await, "tokens"), 50);
            })
            .await;
        })
        .await;
        // The sweep has been there: it took the gift, and nothing that was bought.
        eventually(SOON, "the end of the gift", async || {
            (customer.balance().await == Balance::free(STARTER)).then_some(())
        })
        .await;
        let kinds: Vec<_> = customer.log().await.iter().map(|line| text(line, "kind").to_owned()).collect();
        assert_eq!(kinds, ["expiry", "promotion", "purchase"]);
        // What was bought says so in the books: a lot of a purchase has no end.
        for credit in operator::records_of(world, &customer.account, "TokensCredited").await {
            let credit = &operator::value(&credit)["tokensCredited"];
            assert_eq!(credit["source"] == "LOT_SOURCE_PURCHASE", credit["expiresAt"].is_null(), "{credit}");
        }
    })
    .await;
}

/// Work as it is quoted: a price does not depend on the prompt.
fn quotable(work: &Value) -> Value {
    let mut work = work.clone();
    work.as_object_mut().unwrap().remove("prompt");
    work
}

#[tokio::test]
async fn p3_the_balance_is_one_call_away() {
    let world = shared().await;
    let customer = Customer::new(&world).await;
    assert_eq!(customer.balance().await, Balance::free(0));
    customer.buy("pm_visa").await;
    let work = customer.generate(&crate::customer::simulated("slow")).await;
    let held = Balance { available: STARTER - IMAGE, held: IMAGE, debt: 0 };
    assert_eq!(customer.balance().await, held);
    let me = customer.get("/v1/me").await.expect(200);
    assert_eq!((text(&me, "account_id"), text(&me, "email")), (&*customer.account, &*customer.email));
    assert_eq!(Balance::of(&me["balance"]), held);
    customer.settled(&work).await;
    assert_eq!(customer.balance().await, Balance::free(STARTER - IMAGE));
}

#[tokio::test]
async fn p8_a_card_number_is_refused_in_every_field_and_stands_in_no_log_and_no_event() {
    let world = shared().await;
    let customer = Customer::with_tokens(&world).await;
    let order = customer.place_order().await;
    let numbers = [
        "4242424242424242",
        "5555 5555 5555 4444",
        "3782-822463-10005",
        "6011111111111117",
        "3566002020360505",
    ];
    for number in numbers {
        let payment = format!("/v1/orders/{order}/payment");
        let pay = json!({ "payment_method": "pm_visa" });
        let attempts = [
            customer.pay(&order, number).await,
            customer.pay(&order, &format!("pm_{}", number.replace([' ', '-'], ""))).await,
            customer.post(&payment, number, &pay).await,
            customer
                .post(&payment, &unique("k"), &json!({ "payment_method": "pm_visa", "card_number": number }))
                .await,
            customer.post(&payment, &unique("k"), &json!({ "payment_method": { "number": number } })).await,
            customer.post("/v1/orders", &unique("k"), &json!({ "package_id": number })).await,
            customer.post("/v1/orders", number, &json!({ "package_id": "starter" })).await,
            customer.post(&format!("/v1/orders/{number}/payment"), &unique("k"), &pay).await,
            customer.post(&format!("/v1/promotions/{number}/claim"), &unique("k"), &json!({})).await,
            customer.post("/v1/promotions/welcome/claim", number, &json!({})).await,
        ];
        for (which, attempt) in attempts.into_iter().enumerate() {
            assert!(attempt.status.is_client_error(), "attempt {which} with {number}: {attempt:?}");
            assert!(!attempt.body.to_string().contains(number), "attempt {which}: {attempt:?}");
        }
    }
    let order = customer.get(&format!("/v1/orders/{order}")).await.expect(200);
    assert_eq!((text(&order, "status"), list(&order, "steps").len()), ("pending", 1), "{order}");
    assert_eq!(customer.balance().await, Balance::free(STARTER));
    // A prompt may hold any text, and is nobody's business but the model's.
    let mut work = image();
    work["prompt"] = format!("a poster that says {}", numbers.join(" and ")).into();
    let work = customer.generate(&work).await;
    customer.settled(&work).await;

    let told = operator::records_of(&world, &customer.account, "").await;
    assert!(told.len() > 5, "the log was read");
    assert_eq!(operator::found_anywhere(&world, &numbers).await, [""; 0]);
}

#[tokio::test]
async fn p9_a_payment_shows_within_a_minute_though_its_webhook_never_came() {
    let world = shared().await;
    let customer = Customer::new(&world).await;
    let order = customer.buy("pm_visa_webhook_never").await;
    assert_eq!(customer.balance().await, Balance::free(STARTER));
    assert_eq!(step(&order, "paid")["facts"]["learned_by"], "poll");
    assert_eq!(customer.log().await.len(), 1);
}

#[tokio::test]
async fn p9_a_payment_whose_call_was_never_answered_is_credited_once() {
    let world = shared().await;
    let customer = Customer::new(&world).await;
    customer.buy("pm_visa_no_answer").await;
    assert_eq!(customer.balance().await, Balance::free(STARTER));
    assert_eq!(customer.log().await.len(), 1);
}

#[tokio::test]
async fn p9_a_webhook_that_comes_twice_credits_once() {
    let world = shared().await;
    let customer = Customer::new(&world).await;
    let order = customer.buy("pm_visa_webhook_twice").await;
    let paid = step(&order, "paid");
    let payment = text(&paid["facts"], "processor_payment_id").to_owned();
    let mut processor = operator::database(&world, Service::SandboxProcessor).await;
    eventually(SOON, "both notifications", async || {
        let delivered: i64 = sqlx::query_scalar(
            "select count(*) from notifications where payment_id = $1 and delivered_at is not null",
        )
        .bind(&payment)
        .fetch_one(&mut processor)
        .await
        .unwrap();
        (delivered == 2).then_some(())
    })
    .await;
    // Whatever the second one caused stands before what this purchase causes.
    customer.buy("pm_visa").await;
    assert_eq!(customer.balance().await, Balance::free(2 * STARTER));
    assert_eq!(customer.lines_about("purchase", text(&order, "order_id")).await.len(), 1);
    assert_eq!(operator::records_of(&world, &customer.account, "PaymentSucceeded").await.len(), 2);
}

#[tokio::test]
async fn p9_a_payment_is_credited_once_though_a_service_was_killed_right_after_the_call() {
    alone(async |world| {
        for service in [Service::Payments, Service::Ledger, Service::Gateway] {
            let customer = Customer::new(world).await;
            let order = customer.place_order().await;
            customer.pay(&order, "pm_visa").await.expect(200);
            world.kill_and_start_again(&[service]).await;
            customer.credited(&order).await;
            assert_eq!(customer.balance().await, Balance::free(STARTER), "{service} was killed");
            assert_eq!(customer.log().await.len(), 1, "{service} was killed");
        }
    })
    .await;
}

#[tokio::test]
async fn p10_support_sees_every_step_of_an_order_by_its_number_and_by_its_receipt() {
    let world = shared().await;
    let (customer, stranger) = tokio::join!(Customer::new(&world), Customer::new(&world));
    let order = customer.place_order().await;
    customer.pay(&order, "pm_declined_limit").await.refused(402, "CARD_LIMIT_EXCEEDED");
    customer.pay(&order, "pm_visa").await.expect(200);
    let seen = customer.credited(&order).await;
    let receipt = text(&seen, "receipt_number");

    let path = format!("/v1/support/orders/{order}");
    customer.get(&path).await.refused(403, "PERMISSION_DENIED");
    let mut support = Customer::new(&world).await;
    operator::make_support(&world, &support.account).await;
    support.log_in_again().await;
    let by_number = support.get(&path).await.expect(200);
    let by_receipt = support.get(&format!("/v1/support/orders/{receipt}")).await.expect(200);
    assert_eq!(by_number, by_receipt);
    assert_eq!(text(&by_number, "account_id"), customer.account);
    assert_eq!(by_number["steps"], seen["steps"]);

    let steps = list(&by_number, "steps");
    let names: Vec<_> = steps.iter().map(|step| text(step, "step")).collect();
    assert_eq!(names, ["placed", "attempted", "failed", "attempted", "paid", "credited"]);
    assert!(steps.is_sorted_by_key(|step| text(step, "time").to_owned()), "{steps:?}");
    assert_eq!(step(&by_number, "failed")["reason"], "CARD_LIMIT_EXCEEDED");
    // Each event that a step names is in the log.
    let told = operator::records_of(&world, &customer.account, "").await;
    for (name, kind) in [
        ("placed", "OrderPlaced"),
        ("failed", "PaymentFailed"),
        ("paid", "PaymentSucceeded"),
        ("credited", "TokensCredited"),
    ] {
        let event = step(&by_number, name);
        let event_told =
            told.iter().find(|record| record.headers.text("ce_id") == event["event_id"].as_str());
        let kind_found = event_told.and_then(|record| record.headers.text("ce_type")).unwrap_or_default();
        assert!(kind_found.ends_with(kind), "{event} {kind_found}");
    }
    let log = support.get(&format!("/v1/support/accounts/{}/token-log", customer.account)).await.expect(200);
    assert_eq!(list(&log, "entries").len(), 1);

    for path in [format!("/v1/orders/{order}"), format!("/v1/orders/{order}/payment")] {
        let method = if path.ends_with("payment") { Method::POST } else { Method::GET };
        let request = stranger.request(method, &path).header("idempotency-key", unique("k"));
        let request = request.json(&json!({ "payment_method": "pm_visa" }));
        stranger.send(request).await.refused(404, "NOT_FOUND");
    }
}

fn step<'a>(order: &'a Value, name: &str) -> &'a Value {
    let found = list(order, "steps").iter().find(|step| step["step"] == name);
    found.unwrap_or_else(|| panic!("no step {name} in {order}"))
}

#[tokio::test]
async fn p11_a_declined_card_says_what_to_do_credits_nothing_and_the_next_try_succeeds() {
    let world = shared().await;
    let customer = Customer::new(&world).await;
    let order = customer.place_order().await;
    for (method, reason, advice) in [
        ("pm_declined_insufficient_funds", "CARD_INSUFFICIENT_FUNDS", "funds and daily limit"),
        ("pm_declined_limit", "CARD_LIMIT_EXCEEDED", "daily limit"),
        ("pm_declined_wrong_details", "CARD_DETAILS_WRONG", "number, expiry date and security code"),
        ("pm_declined", "CARD_DECLINED", "card details"),
    ] {
        let problem = customer.pay(&order, method).await.refused(402, reason);
        let advised = format!("{} {}", text(&problem, "detail"), problem["remedy"]);
        assert!(advised.contains(advice) && advised.contains("another card or method"), "{problem}");
        let seen = customer.get(&format!("/v1/orders/{order}")).await.expect(200);
        assert_eq!((text(&seen, "status"), text(&seen, "last_failure")), ("pending", reason), "{seen}");
        assert_eq!(customer.balance().await, Balance::free(0));
    }
    assert_eq!(customer.log().await.len(), 0);
    customer.pay(&order, "pm_mastercard").await.expect(200);
    customer.credited(&order).await;
    assert_eq!(customer.balance().await, Balance::free(STARTER));
    customer.pay(&order, "pm_visa").await.refused(409, "ORDER_ALREADY_PAID");
    assert_eq!(customer.log().await.len(), 1);
}

#[tokio::test]
async fn p11_a_repeated_payment_charges_once_and_gets_the_first_answer() {
    let world = shared().await;
    let customer = Customer::new(&world).await;
    let order = customer.place_order().await;
    let path = format!("/v1/orders/{order}/payment");
    let (declined, paid) = (unique("payment"), unique("payment"));
    let card = |method: &str| json!({ "payment_method": method });
    for _ in 0..2 {
        customer.post(&path, &declined, &card("pm_declined")).await.refused(402, "CARD_DECLINED");
    }
    customer.post(&path, &declined, &card("pm_visa")).await.refused(422, "IDEMPOTENCY_KEY_REUSED");
    let visa = card("pm_visa");
    let calls = (0..5).map(|_| customer.post(&path, &paid, &visa));
    for answer in futures::future::join_all(calls).await {
        answer.expect(200);
    }
    let order = customer.credited(&order).await;
    let attempts = list(&order, "steps").iter().filter(|step| step["step"] == "attempted").count();
    assert_eq!(attempts, 2, "{order}");
    assert_eq!(customer.balance().await, Balance::free(STARTER));
}

#[tokio::test]
async fn an_account_needs_a_fit_password_and_an_e_mail_of_its_own() {
    let world = shared().await;
    let (visitor, customer) = (Visitor::new(&world), Customer::new(&world).await);
    let sign_up = async |email: &str, password: &str| {
        visitor.ask("/v1/accounts", &json!({ "email": email, "password": password })).await
    };
    let fit = "a long and winding road 77";
    sign_up(&customer.email, fit).await.refused(409, "EMAIL_TAKEN");
    sign_up("nobody", fit).await.refused(400, "INVALID_INPUT");
    sign_up("somebody@example.com", "aaaaaaaaaaaaaaaa").await.refused(422, "WEAK_PASSWORD");
    for email in [customer.email.as_str(), "nobody@example.com"] {
        let wrong = json!({ "email": email, "password": fit });
        visitor.ask("/v1/sessions", &wrong).await.refused(401, "WRONG_CREDENTIALS");
    }
}
