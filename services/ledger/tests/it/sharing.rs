//! Several instances share the books: any of them answers for any account, and they come and go without anybody's loss.

use std::collections::BTreeMap;

use contracts::failure::Failure;
use contracts::ledger::v1 as proto;
use contracts::ledger::v1::{ListTokenLogRequest, outcome::Outcome as Told};
use kernel::Reason;
use testkit::eventually;
use tokio::task::{JoinHandle, JoinSet};
use tonic::{Code, Request};

use crate::books::Books;
use crate::customer::{Customer, answer};
use crate::load::{Load, OnFailure};
use crate::many::{batch, client, command, on_a_stream, spent};
use crate::world::{Apart, Ledger, METERING, SOON, World};

const NAMES: [&str; 3] = ["ledger-0", "ledger-1", "ledger-2"];

/// Two instances in a world of their own, which share the books.
pub(crate) async fn two(apart: &Apart) -> (Ledger, Ledger) {
    let one = apart.world.start(NAMES[0]).await;
    let two = apart.world.start(NAMES[1]).await;
    apart.world.shared_by(&[(NAMES[0], &one.url), (NAMES[1], &two.url)]).await;
    (one, two)
}

/// A customer in each partition, that has bought tokens, as seen through two instances.
async fn customers<'w>(world: &'w World, one: &str, two: &str) -> Vec<[Customer<'w>; 2]> {
    let mut customers = Vec::new();
    for account in world.accounts_everywhere() {
        let here = world.customer(one).for_account(&account);
        here.buy(100).await;
        let there = here.through(world.client(two, METERING));
        customers.push([here, there]);
    }
    customers
}

fn failure(outcome: &proto::Outcome) -> Failure {
    match &outcome.outcome {
        Some(Told::Failure(failure)) => failure.clone().into(),
        other => panic!("not a failure: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn any_instance_answers_for_any_account() {
    let apart = World::apart().await;
    let world = &apart.world;
    let (one, two) = two(&apart).await;
    let customers = customers(world, &one.url, &two.url).await;

    for [here, there] in &customers {
        // Whatever is done through one is seen through the other.
        let paid = here.spend_as("key", 10).await.unwrap();
        assert_eq!(there.spend_as("key", 10).await.unwrap(), paid, "one key, one answer");
        assert_eq!(there.spend_as("key", 11).await.unwrap_err().reason, Reason::IdempotencyKeyReused);
        let hold = there.authorize(40).await;
        assert_eq!(here.hold(&hold).await.unwrap(), there.hold(&hold).await.unwrap());
        here.extend(&hold, here.after(7_200)).await.unwrap();
        assert_eq!(there.capture(&hold, 25, true).await.unwrap().released, 15);
        assert_eq!(here.hold(&hold).await.unwrap().captured, 25, "settled holds are in the read model");
        let gone = here.authorize(5).await;
        assert_eq!(there.release(&gone).await.unwrap().released, 5);
        let refused = [here.spend_as("much", 1_000).await, there.spend_as("much", 1_000).await];
        for refused in refused {
            let refused = refused.unwrap_err();
            assert_eq!(
                (refused.reason, refused.facts["available"].as_str()),
                (Reason::InsufficientTokens, "65")
            );
        }
        assert_eq!(there.hold(&world.new_id()).await.unwrap_err().reason, Reason::NotFound);
        assert_eq!(here.balance().await, there.balance().await);
        let page = || ListTokenLogRequest { limit: 200, ..ListTokenLogRequest::default() };
        let log = here.page(page()).await.unwrap();
        assert_eq!(there.page(page()).await.unwrap(), log);
        assert_eq!(log.entries.iter().map(|line| line.amount).sum::<i64>(), 65);

        // So is whoever watches.
        for watching in [here, there] {
            let asked = proto::WatchBalanceRequest { account_id: here.account.clone(), ..Default::default() };
            let mut balances = watching.client.clone().watch_balance(asked).await.unwrap().into_inner();
            let mut told = async || balances.message().await.unwrap().unwrap().balance.unwrap();
            let version = told().await.version;
            watching.spend_as(&format!("watched-{version}"), 1).await.unwrap();
            assert_eq!(told().await.version, version + 1);
            watching.release(&watching.authorize(1).await).await.unwrap();
        }

        // Who asked is who stands in the books, and operators' calls are operators' wherever they come in.
        let by: Vec<_> = here.entries().await.iter().map(|entry| entry.cause.caller.clone()).collect();
        assert!(by[1..].iter().all(|caller| caller.as_ref() == METERING), "{by:?}");
        for (url, expected) in [(&one.url, None), (&two.url, Some(Reason::Conflict))] {
            let mut operator = world.client(url, "operator");
            let warrant = proto::Warrant { actor: "7".into(), reason: "audit".into(), ..Default::default() };
            let freeze = proto::FreezeWalletRequest {
                account_id: here.account.clone(),
                idempotency_key: world.new_id(),
                warrant: Some(warrant),
            };
            let frozen = answer(operator.freeze_wallet(freeze).await);
            assert_eq!(frozen.err().map(|failure| failure.reason), expected);
        }
    }
    two.stop().await;
    one.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn batches_and_streams_reach_every_book_through_any_instance() {
    let apart = World::apart().await;
    let world = &apart.world;
    let (one, two) = two(&apart).await;
    let customers = customers(world, &one.url, &two.url).await;

    for through in 0..2 {
        let all: Vec<_> = customers.iter().map(|customer| &customer[through]).collect();
        let key = |n: usize| format!("batch-{through}-{n}");
        let mut commands: Vec<_> = (0..40).map(|n| command(all[n % 4].spending(&key(n), 1))).collect();
        commands.push(proto::Command { command: None });
        commands.push(command(all[0].spending(&key(0), 2)));
        let outcomes = batch(all[0], commands).await;
        for (n, outcome) in outcomes[..40].iter().enumerate() {
            let balance = spent(outcome).balance.unwrap();
            let before = 100 - 20 * u64::try_from(through).unwrap();
            assert_eq!(balance.available, before - u64::try_from(n / 4).unwrap() - 1, "in their order");
        }
        assert_eq!(failure(&outcomes[40]).fields[0].field, "command");
        assert_eq!(failure(&outcomes[41]).reason, Reason::IdempotencyKeyReused);

        let version = all[0].balance().await.version;
        let messages = (0..10)
            .map(|message| {
                let spend =
                    |n: usize| command(all[n % 4].spending(&format!("stream-{through}-{message}-{n}"), 1));
                (0..4).map(spend).collect()
            })
            .collect();
        let results = on_a_stream(all[0], messages).await;
        let mut by_id: BTreeMap<_, _> = BTreeMap::new();
        for result in &results {
            let balance = spent(result.outcome.as_ref().unwrap()).balance.unwrap();
            assert!(by_id.insert(result.id, balance.version).is_none(), "each once");
        }
        assert_eq!(by_id.len(), 40);
        for (id, found) in by_id {
            // Four accounts take turns, and began at the same version.
            assert_eq!(
                found,
                version + 1 + (id - 1) / 4,
                "those of an account in the order in which they came"
            );
        }
    }
    two.stop().await;
    one.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_call_one_instance_may_not_call_another_through_it() {
    let apart = World::apart().await;
    let world = &apart.world;
    let (one, two) = two(&apart).await;
    let customers = customers(world, &one.url, &two.url).await;
    for [here, there] in &customers {
        for (url, customer) in [(&one.url, here), (&two.url, there)] {
            let refused = world.client(url, "gateway").spend(customer.spending("k", 1)).await.unwrap_err();
            assert_eq!(refused.code(), Code::PermissionDenied);
            // Only the ledger itself may say that it speaks for another.
            let mut forged = Request::new(customer.spending("k", 1));
            forged.metadata_mut().insert("tokenbook-on-behalf-of", METERING.parse().unwrap());
            let refused = customer.client.clone().spend(forged).await.unwrap_err();
            assert_eq!(refused.code(), Code::PermissionDenied);
        }
        assert_eq!(here.balance().await.available, 100);
        // And what it passes on goes no further: one of the two does not own the book, and says so at once.
        let asked = |url: &str| {
            let mut request = Request::new(here.spending("relayed", 1));
            request.metadata_mut().insert("tokenbook-on-behalf-of", METERING.parse().unwrap());
            let mut ledger = world.client(url, "ledger");
            async move { answer(ledger.spend(request).await) }
        };
        let answers = [asked(&one.url).await, asked(&two.url).await];
        let refused: Vec<_> = answers.iter().filter_map(|answer| answer.as_ref().err()).collect();
        assert_eq!(refused.len(), 1, "{answers:?}");
        assert_eq!(refused[0].reason, Reason::Unavailable);
        assert!(refused[0].retry_after.is_some());
    }
    two.stop().await;
    one.stop().await;
}

/// A service that knows one address only: it calls on a stream for accounts of all partitions for as long as there is load, and each call has
/// to come to its end. Answers how many did.
async fn keep_calling(world: &World, url: &str, load: &Load<'_>) -> JoinHandle<usize> {
    let mut requests = Vec::new();
    for account in world.accounts_everywhere() {
        let customer = world.customer(url).for_account(&account);
        customer.buy(1_000_000).await;
        requests.push(customer.spending("", 1));
    }
    let (client, clock, stopped) = (client(world, url), world.clock.clone(), load.stopped());
    tokio::spawn(async move {
        let (mut calls, mut done) = (JoinSet::new(), 0);
        for request in requests.iter().cycle() {
            if stopped() {
                break;
            }
            let idempotency_key = clock.new_id().to_string();
            let request = proto::SpendRequest { idempotency_key, ..request.clone() };
            let client = client.clone();
            calls.spawn(async move { client.run(request).await.unwrap() });
            if calls.len() >= 8 {
                calls.join_next().await.unwrap().unwrap();
                done += 1;
            }
        }
        done + calls.join_all().await.len()
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn when_an_instance_is_killed_another_takes_over_and_nothing_is_lost_or_doubled() {
    let apart = World::apart().await;
    let world = &apart.world;
    let (port, other_port) = (testkit::free_port(), testkit::free_port());
    let mut one = world.spawn_as(NAMES[0], port).await;
    let two = world.spawn_as(NAMES[1], other_port).await;
    world.shared_by(&[(NAMES[0], &one.url), (NAMES[1], &two.url)]).await;
    let mut load = Load::start_through(world, &[&one.url, &two.url], OnFailure::Insist).await;
    let calls = keep_calling(world, &two.url, &load).await;
    load.answers(400).await;
    one.kill();
    world.shared_by(&[(NAMES[1], &two.url)]).await;
    load.answers(400).await;
    let attempts = load.finish().await;
    assert!(calls.await.unwrap() > 0);
    assert!(attempts.iter().all(|attempt| attempt.answer.is_ok()), "the same key found out");
    load.check(&two.url, &attempts).await;
    let books = Books::read(world).await;
    eprintln!("killed; nothing was written for (partition, from, to, ms): {:?}", books.handovers());
}

#[tokio::test(flavor = "multi_thread")]
async fn instances_are_restarted_one_after_another_under_load() {
    let apart = World::apart().await;
    let world = &apart.world;
    let ports = NAMES.map(|_| testkit::free_port());
    let mut ledgers = Vec::new();
    for (name, port) in NAMES.iter().zip(ports) {
        ledgers.push(world.start_at(name, port).await);
    }
    let urls: Vec<_> = ledgers.iter().map(|ledger| ledger.url.clone()).collect();
    let urls: Vec<_> = urls.iter().map(String::as_str).collect();
    let instances: Vec<_> = NAMES.iter().copied().zip(urls.iter().copied()).collect();
    world.shared_by(&instances).await;
    let mut load = Load::start_through(world, &urls, OnFailure::Insist).await;
    let calls = keep_calling(world, urls[0], &load).await;
    load.answers(200).await;

    for (place, (name, port)) in NAMES.iter().zip(ports).enumerate() {
        let going = ledgers.remove(place);
        going.stop().await;
        let others: Vec<_> = instances.iter().copied().filter(|(other, _)| other != name).collect();
        world.shared_by(&others).await;
        load.answers(100).await;
        ledgers.insert(place, world.start_at(name, port).await);
        world.shared_by(&instances).await;
        load.answers(100).await;
    }
    let attempts = load.finish().await;
    assert!(calls.await.unwrap() > 0);
    assert!(attempts.iter().all(|attempt| attempt.answer.is_ok()), "the same key found out");
    load.check(urls[1], &attempts).await;
    let mut handovers = Books::read(world).await.handovers();
    handovers.sort_by_key(|(.., ms)| *ms);
    eprintln!("restarted; nothing was written for (partition, from, to, ms): {handovers:?}");
    assert!(handovers.len() >= 6, "each instance gave books and took some again");
    for ledger in ledgers {
        ledger.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_instances_of_one_name_the_later_one_stays() {
    let apart = World::apart().await;
    let world = &apart.world;
    let (port, other_port) = (testkit::free_port(), testkit::free_port());
    let mut earlier = world.spawn_as(NAMES[0], port).await;
    let later = world.spawn_as(NAMES[0], other_port).await;
    let ended = eventually(SOON, "the earlier one ends", async || earlier.ended()).await;
    assert!(!ended.success(), "{ended}");
    let customer = world.customer(&later.url);
    customer.buy(10).await;
    assert_eq!(customer.spend(4).await.balance.unwrap().available, 6);
}
