//! The client finds the owners by itself: calls go straight to them, and whatever becomes of instances, each call has its end.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use contracts::failure::Failure;
use contracts::ledger::v1 as proto;
use futures::future::join_all;
use kernel::Reason;
use ledger_client::{LedgerClient, Options};
use testkit::eventually;
use tokio::task::JoinSet;

use crate::books::Books;
use crate::customer::Customer;
use crate::world::{METERING, Process, SOON, World, counted};

const BOUGHT: u64 = 100_000;

/// An instance as a process, whose counters can be read.
struct Instance {
    name: &'static str,
    grpc: u16,
    admin: u16,
}

impl Instance {
    fn new(name: &'static str) -> Self {
        Self { name, grpc: testkit::free_port(), admin: testkit::free_port() }
    }

    async fn start(&self, world: &World) -> Process {
        let listen = format!("--admin-listen=127.0.0.1:{}", self.admin);
        world.spawn_with(self.name, self.grpc, &[listen], &[]).await
    }

    fn url(&self) -> String {
        format!("https://127.0.0.1:{}", self.grpc)
    }

    /// Of what has reached it instead of the owner.
    async fn relayed(&self) -> u64 {
        counted(self.admin, "ledger_relayed_total").await
    }
}

async fn relayed(instances: &[&Instance]) -> u64 {
    let mut all = 0;
    for instance in instances {
        all += instance.relayed().await;
    }
    all
}

async fn shared_by(world: &World, instances: &[&Instance]) {
    let urls: Vec<_> = instances.iter().map(|instance| instance.url()).collect();
    let named: Vec<_> =
        instances.iter().zip(&urls).map(|(instance, url)| (instance.name, url.as_str())).collect();
    world.shared_by(&named).await;
}

fn client_with(world: &World, urls: &[String], options: Options) -> LedgerClient {
    LedgerClient::connect(urls, &world.tls(METERING), options).unwrap()
}

fn client(world: &World, urls: &[String]) -> LedgerClient {
    client_with(world, urls, Options { timeout: SOON, ..Options::default() })
}

/// A customer in each partition, that has bought tokens.
async fn customers<'w>(world: &'w World, url: &str) -> Vec<Customer<'w>> {
    let mut customers = Vec::new();
    for account in world.accounts_everywhere() {
        let customer = world.customer(url).for_account(&account);
        customer.buy(BOUGHT).await;
        customers.push(customer);
    }
    customers
}

/// Spends one token of each customer, so many times, all at once.
async fn spend(client: &LedgerClient, customers: &[Customer<'_>], times: usize) {
    let world = customers[0].world;
    let calls = customers.iter().cycle().take(customers.len() * times);
    let calls = calls.map(|customer| client.run(customer.spending(&world.new_id(), 1)));
    for answer in join_all(calls).await {
        answer.unwrap();
    }
}

/// Waits until the client's calls need nobody to pass them on; then nothing else is calling.
async fn finds_all_owners(client: &LedgerClient, customers: &[Customer<'_>], instances: &[&Instance]) {
    eventually(SOON, "the client knows all owners", async || {
        let before = relayed(instances).await;
        spend(client, customers, 1).await;
        (relayed(instances).await == before).then_some(())
    })
    .await;
}

/// Callers that call for as long as they may, and what they were told.
struct Calling {
    stop: Arc<AtomicBool>,
    answered: Arc<AtomicUsize>,
    /// The account of each caller, and the keys that it has had an answer to.
    callers: JoinSet<(String, Vec<String>)>,
}

impl Calling {
    /// Every call has to have its answer in the end.
    fn start(client: &LedgerClient, customers: &[Customer<'_>]) -> Self {
        let mut calling = Self { stop: Arc::default(), answered: Arc::default(), callers: JoinSet::new() };
        for customer in customers.iter().cycle().take(16) {
            let (client, request, clock) =
                (client.clone(), customer.spending("", 1), customer.world.clock.clone());
            let (stop, answered) = (Arc::clone(&calling.stop), Arc::clone(&calling.answered));
            calling.callers.spawn(async move {
                let mut keys = Vec::new();
                while !stop.load(Ordering::Relaxed) {
                    let key = clock.new_id().to_string();
                    let spend = proto::SpendRequest { idempotency_key: key.clone(), ..request.clone() };
                    client.run(spend).await.unwrap();
                    keys.push(key);
                    answered.fetch_add(1, Ordering::Relaxed);
                }
                (request.account_id, keys)
            });
        }
        calling
    }

    async fn answers(&self, more: usize) {
        let goal = self.answered.load(Ordering::Relaxed) + more;
        eventually(SOON, "answers", async || (self.answered.load(Ordering::Relaxed) >= goal).then_some(()))
            .await;
    }

    /// What each account was charged for, each key once.
    async fn finish(self) -> BTreeMap<String, BTreeMap<String, usize>> {
        self.stop.store(true, Ordering::Relaxed);
        let mut all: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        for (account, keys) in self.callers.join_all().await {
            all.entry(account).or_default().extend(keys.into_iter().map(|key| (key, 1)));
        }
        all
    }
}

/// Whatever was answered stands in the books once, and nothing else of it.
async fn check(customers: &[Customer<'_>], told: &BTreeMap<String, BTreeMap<String, usize>>) {
    let books = Books::read(customers[0].world).await;
    books.replay();
    for customer in customers {
        let mut charged = books.deductions(customer.id());
        for key in told[&customer.account].keys() {
            assert_eq!(charged.remove(key), Some(1), "{key} once");
        }
        assert!(charged.values().all(|times| *times == 1), "no key twice");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_go_straight_to_their_owners_while_these_do_not_change() {
    let apart = World::apart().await;
    let world = &apart.world;
    let (one, two) = (Instance::new("ledger-0"), Instance::new("ledger-1"));
    let _processes = (one.start(world).await, two.start(world).await);
    let both = [&one, &two];
    shared_by(world, &both).await;
    let customers = customers(world, &one.url()).await;
    // It is told of one; whichever that is, it finds the other.
    for told in [&one, &two] {
        let client = client(world, &[told.url()]);
        finds_all_owners(&client, &customers, &both).await;
        let before = relayed(&both).await;
        spend(&client, &customers, 100).await;
        assert_eq!(relayed(&both).await, before, "no instance has passed anything on");
    }
    // What says so can say otherwise: who may have no stream to owners is passed on.
    let passed = client_with(world, &[one.url()], Options { timeout: SOON, owners: 0, ..Options::default() });
    let before = relayed(&both).await;
    spend(&passed, &customers, 1).await;
    assert_eq!(relayed(&both).await, before + 2, "two partitions are the other instance's");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_calls_of_an_account_keep_their_order_while_the_client_finds_its_owner() {
    let apart = World::apart().await;
    let world = &apart.world;
    let (one, two) = (world.start("ledger-0").await, world.start("ledger-1").await);
    world.shared_by(&[("ledger-0", &one.url), ("ledger-1", &two.url)]).await;
    let customers = customers(world, &one.url).await;
    for url in [&one.url, &two.url] {
        // Some are on their way to home, and are asked again at the owner, while others follow.
        let client = client(world, std::slice::from_ref(url));
        let calls = (0..2_000).map(|call| {
            let (client, customer) = (client.clone(), &customers[call % customers.len()]);
            let spend = customer.spending(&world.new_id(), 1);
            async move { client.run(spend).await.unwrap().receipt.unwrap() }
        });
        let receipts = join_all(calls).await;
        for which in 0..customers.len() {
            let own = receipts.iter().skip(which).step_by(customers.len());
            let versions: Vec<_> = own.map(|receipt| receipt.balance.unwrap().version).collect();
            assert!(versions.is_sorted_by(|earlier, later| earlier + 1 == *later), "{versions:?}");
        }
    }
    two.stop().await;
    one.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_whose_only_address_is_killed_finds_the_new_owners_and_nothing_is_lost_or_doubled() {
    let apart = World::apart().await;
    let world = &apart.world;
    let instances = ["ledger-0", "ledger-1", "ledger-2"].map(Instance::new);
    let [one, two, three] = &instances;
    let mut first = one.start(world).await;
    let _others = (two.start(world).await, three.start(world).await);
    shared_by(world, &[one, two, three]).await;
    let customers = customers(world, &one.url()).await;
    let client = client(world, &[one.url()]);
    finds_all_owners(&client, &customers, &[one, two, three]).await;

    let calling = Calling::start(&client, &customers);
    calling.answers(200).await;
    first.kill();
    shared_by(world, &[two, three]).await;
    calling.answers(200).await;
    let told = calling.finish().await;
    check(&customers, &told).await;
    finds_all_owners(&client, &customers, &[two, three]).await;

    // It comes back, and has its share of the books and of the calls.
    let calling = Calling::start(&client, &customers);
    let _first = one.start(world).await;
    shared_by(world, &[one, two, three]).await;
    calling.answers(200).await;
    check(&customers, &calling.finish().await).await;
    finds_all_owners(&client, &customers, &[one, two, three]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn instances_are_restarted_one_after_another_and_every_call_has_its_answer() {
    let apart = World::apart().await;
    let world = &apart.world;
    let (names, ports) = (["ledger-0", "ledger-1"], [testkit::free_port(), testkit::free_port()]);
    let mut ledgers =
        [Some(world.start_at(names[0], ports[0]).await), Some(world.start_at(names[1], ports[1]).await)];
    let urls = ports.map(|port| format!("https://127.0.0.1:{port}"));
    let both = [(names[0], urls[0].as_str()), (names[1], urls[1].as_str())];
    world.shared_by(&both).await;
    let customers = customers(world, &urls[0]).await;
    let client = client(world, &urls);
    let calling = Calling::start(&client, &customers);
    calling.answers(100).await;
    for place in [0, 1] {
        ledgers[place].take().unwrap().stop().await;
        world.shared_by(&[both[1 - place]]).await;
        calling.answers(100).await;
        ledgers[place] = Some(world.start_at(names[place], ports[place]).await);
        world.shared_by(&both).await;
        calling.answers(100).await;
    }
    check(&customers, &calling.finish().await).await;
    for ledger in ledgers.into_iter().flatten() {
        ledger.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_instance_that_freezes_is_left() {
    let apart = World::apart().await;
    let world = &apart.world;
    let (one, two) = (Instance::new("ledger-0"), Instance::new("ledger-1"));
    let processes = (one.start(world).await, two.start(world).await);
    shared_by(world, &[&one, &two]).await;
    let customers = customers(world, &two.url()).await;
    // Its connection is found to be dead only after half a minute.
    let timeout = Duration::from_secs(20);
    let client = client_with(world, &[one.url()], Options { timeout, ..Options::default() });
    spend(&client, &customers, 10).await;
    let stopped = Command::new("kill").args(["-STOP", &processes.0.id().to_string()]).status().unwrap();
    assert!(stopped.success());
    spend(&client, &customers, 10).await;
    finds_all_owners(&client, &customers, &[&two]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_addresses_one_that_answers_is_enough() {
    let apart = World::apart().await;
    let world = &apart.world;
    let ledger = world.start("ledger-0").await;
    let customers = customers(world, &ledger.url).await;
    let nobody = format!("https://127.0.0.1:{}", testkit::free_port());
    let client = client(world, &[nobody, ledger.url.clone()]);
    spend(&client, &customers, 1).await;
    let asked = proto::GetBalanceRequest { account_id: customers[0].account.clone() };
    let balance = client.unary().get_balance(asked).await.unwrap().into_inner().balance.unwrap();
    assert_eq!(balance.available, BOUGHT - 1, "questions go where the calls go");
    ledger.stop().await;
}

/// Takes in what an instance says until it fits.
async fn hears(
    told: &mut tonic::Streaming<proto::WatchOwnersResponse>,
    owners: &mut BTreeMap<i32, proto::BookOwner>,
    fits: impl Fn(&[&str]) -> bool,
) -> proto::WatchOwnersResponse {
    let hearing = async {
        loop {
            let message = told.message().await.unwrap().unwrap();
            owners.extend(message.owners.iter().map(|owner| (owner.partition, owner.clone())));
            let addresses: Vec<_> = owners.values().map(|owner| owner.address.as_str()).collect();
            if fits(&addresses) {
                return message;
            }
        }
    };
    tokio::time::timeout(SOON, hearing).await.expect("the instance says so")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_instance_says_who_owns_what_at_once_and_whenever_it_changes() {
    let apart = World::apart().await;
    let world = &apart.world;
    let (one, two) = (world.start("ledger-0").await, world.start("ledger-1").await);
    let addresses = [&one.url, &two.url].map(|url| url.trim_start_matches("https://").to_owned());
    world.shared_by(&[("ledger-0", &one.url), ("ledger-1", &two.url)]).await;
    let mut told = world
        .client(&one.url, METERING)
        .watch_owners(proto::WatchOwnersRequest {})
        .await
        .unwrap()
        .into_inner();
    let mut owners = BTreeMap::new();
    let evenly =
        |known: &[&str]| addresses.iter().all(|one| known.iter().filter(|it| *it == one).count() == 2);
    let message = hears(&mut told, &mut owners, evenly).await;
    assert_eq!((message.answered_by.as_str(), message.partitions), (addresses[0].as_str(), 4));
    // It goes on when there is nothing to say.
    let again = hears(&mut told, &mut owners, |_| true).await;
    assert_eq!(again.owners, []);

    let before = owners.clone();
    two.stop().await;
    hears(&mut told, &mut owners, |known| known.iter().all(|it| *it == addresses[0])).await;
    for (partition, owner) in &owners {
        let term = before[partition].term;
        assert!(owner.term > term || *owner == before[partition], "what has moved has a higher term");
    }

    let ended = tokio::spawn(async move {
        loop {
            match told.message().await {
                Ok(Some(_)) => {}
                end => return end,
            }
        }
    });
    one.stop().await;
    let end = tokio::time::timeout(SOON, ended).await.expect("it ends").unwrap().unwrap_err();
    assert_eq!(Failure::from_status(&end).reason, Reason::Unavailable);
}
