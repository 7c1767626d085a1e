//! The event streams of a generation and of the balance.

use std::time::Duration;

use contracts::common::v1::Balance;
use contracts::failure::Failure;
use contracts::generation::v1 as generation;
use contracts::ledger::v1 as ledger;
use futures::StreamExt as _;
use futures::stream;
use generation::GenerationStatus::{Queued, Running, Succeeded};
use kernel::Reason;
use serde_json::Value;
use tokio::sync::watch;

use crate::samples;
use crate::world::{SOON, World, problem};

type State = Result<generation::WatchGenerationResponse, Failure>;

fn path() -> String {
    format!("/v1/generations/{}/events", samples::ID)
}

fn state(generation: generation::Generation) -> State {
    Ok(generation::WatchGenerationResponse { generation: Some(generation) })
}

/// The events of a stream's text: name and data.
fn events(text: &str) -> Vec<(String, Value)> {
    text.split("\n\n")
        .filter(|block| block.starts_with("event:"))
        .map(|block| {
            let field = |name: &str| {
                block.lines().find_map(|line| line.strip_prefix(name)).unwrap().trim().to_owned()
            };
            (field("event:"), serde_json::from_str(&field("data:")).unwrap())
        })
        .collect()
}

#[tokio::test]
async fn a_stream_tells_every_change_once_and_ends_with_the_last() {
    let world = World::new().await;
    let queued = samples::generation(&world, Queued);
    let running = generation::Generation { status: Running.into(), ..queued.clone() };
    let done = generation::Generation { status: Succeeded.into(), ..queued.clone() };
    let settled = generation::Generation { settled: true, held: 0, charged: 90, ..done.clone() };
    let states = [queued, running.clone(), running, done, settled];
    world.generation.streams("WatchGeneration", move || stream::iter(states.clone().map(state)).boxed());
    let response = world.by_user("GET", &path()).send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    assert!(response.headers()["cache-control"].to_str().unwrap().contains("no-"));
    assert!(response.headers().get("content-encoding").is_none());
    let events = events(&response.text().await.unwrap());
    let told: Vec<_> = events
        .iter()
        .map(|(name, data)| (name.as_str(), data["status"].as_str().unwrap(), data["cost"].as_u64()))
        .collect();
    assert_eq!(
        told,
        [
            ("status", "queued", None),
            ("status", "running", None),
            ("status", "succeeded", None),
            ("status", "succeeded", Some(90)),
        ]
    );
}

#[tokio::test]
async fn a_chats_text_is_told_in_pieces_that_add_up() {
    let world = World::new().await;
    let chat = |text: &str, status: generation::GenerationStatus| generation::Generation {
        kind: generation::GenerationKind::Chat.into(),
        text: text.into(),
        status: status.into(),
        ..samples::generation(&world, Queued)
    };
    let states = [
        chat("", Running),
        chat("Büch", Running),
        chat("Bücher sind", Running),
        chat("Bücher sind treu.", Succeeded),
    ];
    world.generation.streams("WatchGeneration", move || stream::iter(states.clone().map(state)).boxed());
    let events = events(&world.by_user("GET", &path()).send().await.unwrap().text().await.unwrap());
    let mut text = String::new();
    for (_, piece) in events.iter().filter(|(name, _)| name == "text") {
        assert_eq!(piece["offset"].as_u64().unwrap(), text.chars().count() as u64);
        text.push_str(piece["text"].as_str().unwrap());
    }
    assert_eq!(text, "Bücher sind treu.");
    let last = events.last().unwrap();
    assert_eq!((last.0.as_str(), last.1["text"].as_str()), ("status", Some("Bücher sind treu.")));
}

/// Answers a watch with one state and then nothing more, and tells when nobody listens any longer.
fn silent(world: &World) -> watch::Receiver<u32> {
    struct Left(watch::Sender<u32>);
    impl Drop for Left {
        fn drop(&mut self) {
            self.0.send_modify(|left| *left += 1);
        }
    }
    let (sender, left) = watch::channel(0);
    let running = samples::generation(world, Running);
    world.generation.streams("WatchGeneration", move || {
        let guard = Left(sender.clone());
        let rest = stream::pending().map(move |state: State| {
            let _guard = &guard;
            state
        });
        stream::iter([state(running.clone())]).chain(rest).boxed()
    });
    left
}

#[tokio::test]
async fn a_client_that_leaves_ends_the_stream_behind_the_gateway() {
    let world = World::new().await;
    let mut left = silent(&world);
    let mut response = world.by_user("GET", &path()).send().await.unwrap();
    assert!(response.chunk().await.unwrap().is_some());
    assert_eq!(*left.borrow(), 0);
    drop(response);
    tokio::time::timeout(SOON, left.wait_for(|left| *left == 1)).await.expect("the upstream ends").unwrap();
}

#[tokio::test]
async fn an_account_may_have_only_so_many_streams_and_gets_its_place_back() {
    let world = World::with(|config| config.http.http_max_streams_per_account = 2).await;
    let mut left = silent(&world);
    let first = world.by_user("GET", &path()).send().await.unwrap();
    let second = world.by_user("GET", &path()).send().await.unwrap();
    assert_eq!((first.status().as_u16(), second.status().as_u16()), (200, 200));
    problem(world.by_user("GET", &path()), 429, "RATE_LIMITED").await;
    drop(first);
    tokio::time::timeout(SOON, left.wait_for(|left| *left == 1)).await.unwrap().unwrap();
    testkit::eventually(SOON, "the place is free again", async || {
        let response = world.by_user("GET", &path()).send().await.unwrap();
        (response.status() == 200).then_some(())
    })
    .await;
}

#[tokio::test]
async fn streams_end_when_the_gateway_stops() {
    let world = World::new().await;
    let _left = silent(&world);
    let response = world.by_user("GET", &path()).send().await.unwrap();
    let rest = tokio::spawn(response.text());
    world.shut_down();
    let ended = tokio::time::timeout(Duration::from_secs(10), rest).await;
    assert!(ended.expect("the stream ends").unwrap().is_ok());
}

#[tokio::test]
async fn a_generation_that_is_not_there_is_a_problem_and_not_an_empty_stream() {
    let world = World::new().await;
    world.generation.streams::<generation::WatchGenerationResponse>("WatchGeneration", || {
        stream::iter([Err(Failure::new(Reason::NotFound, "there is no such generation"))]).boxed()
    });
    problem(world.by_user("GET", &path()), 404, "NOT_FOUND").await;
}

#[tokio::test]
async fn a_stream_that_breaks_behind_the_gateway_says_so() {
    let world = World::new().await;
    let running = samples::generation(&world, Running);
    world.generation.streams("WatchGeneration", move || {
        stream::iter([state(running.clone()), Err(Failure::new(Reason::Unavailable, "gone"))]).boxed()
    });
    let events = events(&world.by_user("GET", &path()).send().await.unwrap().text().await.unwrap());
    assert_eq!(events.last().unwrap().0, "interrupted");
    assert_eq!(events.last().unwrap().1["reason"], "UNAVAILABLE");
}

const BALANCE: &str = "/v1/balance/events";

fn balance(version: u64) -> Result<ledger::WatchBalanceResponse, Failure> {
    let balance = Balance { available: 10 * version, version, ..Balance::default() };
    Ok(ledger::WatchBalanceResponse { balance: Some(balance) })
}

#[tokio::test]
async fn the_balance_is_told_at_every_change_with_its_version() {
    let world = World::new().await;
    world.ledger.streams("WatchBalance", || stream::iter([4, 7]).map(balance).boxed());
    let response = world.by_user("GET", BALANCE).send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let text = response.text().await.unwrap();
    assert!(text.contains("id: 7\n"), "{text}");
    let told: Vec<_> = events(&text)
        .into_iter()
        .map(|(name, data)| (name, data["version"].as_u64().unwrap(), data["available"].as_u64().unwrap()))
        .collect();
    assert_eq!(told, [("balance".to_owned(), 4, 40), ("balance".to_owned(), 7, 70)]);
    let asked = world.ledger.asked::<ledger::WatchBalanceRequest>("WatchBalance");
    assert_eq!((asked[0].account_id.clone(), asked[0].after_version), (world.account.to_string(), 0));
}

#[tokio::test]
async fn who_reconnects_to_the_balance_is_told_only_what_came_after() {
    let world = World::new().await;
    world.ledger.streams("WatchBalance", || stream::iter([9]).map(balance).boxed());
    for (id, version) in [("8", 8), ("nonsense", 0)] {
        world.by_user("GET", BALANCE).header("Last-Event-ID", id).send().await.unwrap().text().await.unwrap();
        let asked = world.ledger.asked::<ledger::WatchBalanceRequest>("WatchBalance");
        assert_eq!(asked.last().unwrap().after_version, version);
    }
}

#[tokio::test]
async fn a_balance_whose_stream_breaks_behind_the_gateway_says_so() {
    let world = World::new().await;
    world.ledger.streams("WatchBalance", || {
        stream::iter([balance(1), Err(Failure::new(Reason::Unavailable, "moved"))]).boxed()
    });
    let events = events(&world.by_user("GET", BALANCE).send().await.unwrap().text().await.unwrap());
    assert_eq!(events.last().unwrap().0, "interrupted");
    assert_eq!(events.last().unwrap().1["reason"], "UNAVAILABLE");
}
