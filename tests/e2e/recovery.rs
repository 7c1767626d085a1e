//! P13 and more: kill -9 of anything at any moment, then a restart. No token lost, none created, nothing charged twice,
//! every answered command still there.

use local_stack::{Part, Service};
use serde_json::{Value, json};

use crate::answers::{count, list, text};
use crate::customer::{Balance, Customer, IMAGE, STARTER, image, simulated, unique};
use crate::operator;
use crate::world::{World, alone};

/// Orders some slow generations, and returns them while one is at work.
async fn in_the_middle(customer: &Customer, how_many: usize) -> Vec<String> {
    let work = simulated("slow");
    let mut ids = Vec::new();
    for _ in 0..how_many {
        ids.push(customer.generate(&work).await);
    }
    customer.reaches(&ids[0], "running").await;
    ids
}

/// Every one of these ended and was settled once, and what was charged is what is missing.
async fn all_settled_once(customer: &Customer, ids: &[String], bought: u64) {
    let mut cost = 0;
    for id in ids {
        let done = customer.settled(id).await;
        assert!(["succeeded", "failed"].contains(&text(&done, "status")), "{done}");
        let expected = if done["status"] == "succeeded" { IMAGE } else { 0 };
        assert_eq!(count(&done, "cost"), expected, "{done}");
        cost += expected;
    }
    assert_eq!(customer.balance().await, Balance::free(bought - cost));
    let log = customer.log().await;
    for id in ids {
        let ends = log.iter().filter(|line| {
            line["reference"]["id"] == id.as_str() && ["use", "release"].contains(&text(line, "kind"))
        });
        assert_eq!(ends.count(), 1, "{id} in {log:?}");
        let holds =
            log.iter().filter(|line| line["reference"]["id"] == id.as_str() && line["kind"] == "hold");
        assert_eq!(holds.count(), 1, "{id} in {log:?}");
    }
}

#[tokio::test]
async fn p13_each_service_may_be_killed_in_the_middle_of_a_generation() {
    alone(async |world| {
        let customer = Customer::with_tokens(world).await;
        let mut ids = Vec::new();
        for service in Service::ALL {
            ids.extend(in_the_middle(&customer, 2).await);
            world.kill_and_start_again(&[service]).await;
        }
        all_settled_once(&customer, &ids, STARTER).await;
    })
    .await;
}

#[tokio::test]
async fn p13_all_services_may_be_killed_at_once_in_the_middle_of_generations() {
    alone(async |world| {
        let customer = Customer::with_tokens(world).await;
        let order = customer.place_order().await;
        let mut ids = in_the_middle(&customer, 4).await;
        customer.pay(&order, "pm_visa").await.expect(200);
        ids.push(customer.generate(&image()).await);
        world.kill_and_start_again(&Service::ALL).await;
        customer.credited(&order).await;
        all_settled_once(&customer, &ids, 2 * STARTER).await;
    })
    .await;
}

#[tokio::test]
async fn p13_kafka_and_postgresql_may_be_killed_as_well() {
    alone(async |world| {
        let customer = Customer::with_tokens(world).await;
        for part in [Part::Kafka, Part::Postgres] {
            let ids = in_the_middle(&customer, 2).await;
            let bought = {
                let balance = customer.balance().await;
                balance.available + balance.held
            };
            world.kill(part).await;
            world.start_part(part).await.expect("it starts again");
            all_settled_once(&customer, &ids, bought).await;
        }
        let ids = in_the_middle(&customer, 3).await;
        let balance = customer.balance().await;
        world.kill_everything_and_start_again().await;
        all_settled_once(&customer, &ids, balance.available + balance.held).await;
    })
    .await;
}

#[tokio::test]
async fn p13_an_answered_command_is_still_there_after_the_ledger_was_killed_under_load() {
    alone(async |world| {
        let customer = Customer::with_tokens(world).await;
        let (work, keys) = (image(), (0..30).map(|_| unique("work")).collect::<Vec<_>>());
        let calls = keys.iter().map(|key| customer.insist("/v1/generations", key, &work));
        let (answers, ()) =
            tokio::join!(futures::future::join_all(calls), world.kill_and_start_again(&[Service::Ledger]));
        let ids: Vec<_> =
            answers.into_iter().map(|answer| text(&answer.expect(202), "id").to_owned()).collect();
        for (key, id) in keys.iter().zip(&ids) {
            let again = customer.insist("/v1/generations", key, &work).await.expect(202);
            assert_eq!(text(&again, "id"), id);
        }
        all_settled_once(&customer, &ids, STARTER).await;
    })
    .await;
}

/// Lets a service tell every event twice, each time as another event about the same thing.
const TELL_TWICE: [&str; 2] = [
    "create function tell_twice() returns trigger language plpgsql as $$ begin \
     insert into outbox (event_id, topic, key, ce_type, ce_source, ce_time, traceparent, value) values \
     (gen_random_uuid(), new.topic, new.key, new.ce_type, new.ce_source, new.ce_time, new.traceparent, new.value); \
     return null; end $$",
    "create trigger tell_twice after insert on outbox for each row when (pg_trigger_depth() = 0) \
     execute function tell_twice()",
];
const TELL_ONCE: [&str; 1] = ["drop function tell_twice cascade"];

#[tokio::test]
async fn p9_an_event_that_is_told_twice_moves_tokens_once() {
    alone(async |world| {
        let mut payments = operator::database(world, Service::Payments).await;
        let mut generation = operator::database(world, Service::Generation).await;
        let customer = Customer::new(world).await;
        let mut ids = Vec::new();
        operator::meanwhile(&mut payments, &TELL_TWICE, &TELL_ONCE, async || {
            operator::meanwhile(&mut generation, &TELL_TWICE, &TELL_ONCE, async || {
                customer.buy("pm_visa").await;
                for how in [image(), simulated("server_error")] {
                    ids.push(customer.generate(&how).await);
                }
                for id in &ids {
                    customer.settled(id).await;
                }
            })
            .await;
        })
        .await;
        // What the second telling caused stands before what this purchase and this generation cause.
        customer.buy("pm_visa").await;
        let last = customer.generate(&image()).await;
        customer.settled(&last).await;
        let kinds = ["PaymentSucceeded", "GenerationSucceeded", "GenerationFailed"];
        for (kind, told) in kinds.into_iter().zip([3, 3, 2]) {
            assert_eq!(operator::records_of(world, &customer.account, kind).await.len(), told, "{kind}");
        }
        assert_eq!(customer.lines_about("use", &ids[0]).await.len(), 1);
        assert_eq!(customer.lines_about("release", &ids[1]).await.len(), 1);
        assert_eq!(customer.balance().await, Balance::free(2 * STARTER - 2 * IMAGE));
    })
    .await;
}

/// What a customer can see of what is theirs.
async fn seen(customer: &Customer) -> [Value; 4] {
    let log = Value::from(customer.log().await);
    let get = async |path: &str| customer.get(path).await.expect(200);
    [log, get("/v1/me").await, get("/v1/orders").await, get("/v1/generations").await]
}

#[tokio::test]
async fn p2_everything_is_there_again_after_a_clean_stop_and_start() {
    alone(async |world: &mut World| {
        let customer = Customer::with_tokens(world).await;
        let (key, order_key) = (unique("work"), unique("order"));
        let work = customer.post("/v1/generations", &key, &image()).await.expect(202);
        let starter = json!({ "package_id": "starter" });
        let order = customer.post("/v1/orders", &order_key, &starter).await.expect(201);
        customer.settled(text(&work, "id")).await;
        let before = seen(&customer).await;

        world.stop_and_start_again().await;

        assert_eq!(seen(&customer).await, before);
        assert_eq!(customer.post("/v1/generations", &key, &image()).await.expect(202)["id"], work["id"]);
        let again = customer.post("/v1/orders", &order_key, &starter).await.expect(201);
        assert_eq!(again["order_id"], order["order_id"]);
        customer
            .post("/v1/generations", &key, &simulated("slow"))
            .await
            .refused(422, "IDEMPOTENCY_KEY_REUSED");
        let media = text(&customer.generation(text(&work, "id")).await["media"][0], "url").to_owned();
        assert_eq!(customer.get(&media).await.status, 200);
        assert_eq!(list(&customer.get("/v1/packages").await.expect(200), "packages").len(), 3);
        assert_eq!(customer.balance().await, Balance::free(STARTER - IMAGE));
    })
    .await;
}
