//! Snapshots with the real thing: they spare a start most of the log, and are never the truth.

use std::fs;
use std::path::{Path, PathBuf};

use contracts::ledger::v1::{Hold, SpendResponse};
use kernel::Reason;
use testkit::eventually;

use crate::books::Books;
use crate::customer::Customer;
use crate::s3::S3;
use crate::world::{METERING, PARTITIONS, Process, SOON, World, counted};

/// Entries of a partition between two snapshots.
const EVERY: u64 = 20;

/// A ledger as a process, with its snapshots.
struct Kept<'w> {
    world: &'w World,
    folder: PathBuf,
    /// In the folder's place.
    bucket: Option<S3>,
    grpc: u16,
    admin: u16,
}

/// What one account has, and what it was told.
struct Told {
    account: String,
    spent: Vec<SpendResponse>,
    hold: Hold,
}

impl Kept<'_> {
    fn new(world: &World) -> Kept<'_> {
        let (grpc, admin) = (testkit::free_port(), testkit::free_port());
        Kept { world, folder: testkit::folder("snapshots"), bucket: None, grpc, admin }
    }

    async fn start(&self) -> Process {
        let place = match &self.bucket {
            None => format!("file://{}", self.folder.display()),
            Some(_) => "s3://bucket/some/prefix".to_owned(),
        };
        let more = [
            format!("--admin-listen=127.0.0.1:{}", self.admin),
            format!("--snapshots={place}"),
            format!("--snapshot-every={EVERY}"),
        ];
        let environment = self.bucket.as_ref().map(S3::environment).unwrap_or_default();
        self.world.spawn_with("ledger-0", self.grpc, &more, &environment).await
    }

    /// How many records the books of the running ledger have read since it started.
    async fn replayed(&self) -> u64 {
        counted(self.admin, "ledger_entries_replayed_total").await
    }

    fn snapshots(&self, partition: i32) -> Vec<PathBuf> {
        let folder = self.folder.join("ledger.events").join(format!("{partition:05}"));
        let Ok(found) = fs::read_dir(folder) else { return Vec::new() };
        let mut found: Vec<_> = found.map(|file| file.unwrap().path()).filter(is_snapshot).collect();
        found.sort();
        found
    }

    fn all_snapshots(&self) -> Vec<Vec<PathBuf>> {
        (0..PARTITIONS).map(|partition| self.snapshots(partition)).collect()
    }

    /// Waits until every partition has so many snapshots, writing on meanwhile, and then until none is behind by more than it may be.
    async fn has_snapshots(&self, each: usize, customers: &[Customer<'_>]) {
        eventually(SOON, "snapshots", async || {
            let enough = self.all_snapshots().iter().all(|found| found.len() >= each);
            for customer in customers.iter().filter(|_| !enough) {
                for _ in 0..5 {
                    customer.spend(1).await;
                }
            }
            enough.then_some(())
        })
        .await;
        let books = Books::read(self.world).await;
        eventually(SOON, "snapshots that are new enough", async || {
            let is_new = |partition| {
                let newest = self.snapshots(partition).pop().unwrap();
                let offset: u64 = newest.file_stem().unwrap().to_str().unwrap().parse().unwrap();
                books.length(partition) - offset < EVERY
            };
            (0..PARTITIONS).all(is_new).then_some(())
        })
        .await;
    }
}

fn is_snapshot(path: &PathBuf) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "snapshot")
}

/// Two accounts of each partition.
async fn customers<'w>(world: &'w World, url: &str) -> Vec<Customer<'w>> {
    let mut customers = Vec::new();
    for partition in (0..PARTITIONS).cycle().take(8) {
        let of_it = |customer: &Customer<'_>| {
            eventlog::partition_of(customer.account.as_bytes(), PARTITIONS) == partition
        };
        let customer = std::iter::repeat_with(|| world.customer(url)).find(of_it).unwrap();
        customer.buy(1_000_000).await;
        customers.push(customer);
    }
    customers
}

async fn told(customers: &[Customer<'_>]) -> Vec<Told> {
    let mut told = Vec::new();
    for customer in customers {
        let spent = vec![customer.spend_as("a", 3).await.unwrap(), customer.spend_as("b", 4).await.unwrap()];
        let hold = customer.hold(&customer.authorize(5).await).await.unwrap();
        told.push(Told { account: customer.account.clone(), spent, hold });
    }
    told
}

/// Whoever was told something is told the same, and can go on with it.
async fn still(world: &World, url: &str, told: &[Told], balances: &[u64]) {
    for (told, available) in told.iter().zip(balances) {
        let customer = world.customer(url).for_account(&told.account);
        assert_eq!(customer.balance().await.available, *available);
        assert_eq!(customer.spend_as("a", 3).await.unwrap(), told.spent[0]);
        assert_eq!(customer.spend_as("b", 4).await.unwrap(), told.spent[1]);
        assert_eq!(customer.spend_as("b", 5).await.unwrap_err().reason, Reason::IdempotencyKeyReused);
        assert_eq!(customer.hold(&told.hold.hold_id).await.unwrap(), told.hold);
    }
}

async fn balances(customers: &[Customer<'_>]) -> Vec<u64> {
    let mut balances = Vec::new();
    for customer in customers {
        balances.push(customer.balance().await.available);
    }
    balances
}

async fn log_length(world: &World) -> u64 {
    let books = Books::read(world).await;
    (0..PARTITIONS).map(|partition| books.length(partition)).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_ledger_reads_only_what_came_after_its_snapshots_and_never_trusts_a_damaged_one() {
    let apart = World::apart().await;
    let world = &apart.world;
    let kept = Kept::new(world);
    let mut process = kept.start().await;
    let customers = customers(world, &process.url).await;
    let told = told(&customers).await;
    kept.has_snapshots(3, &customers).await;
    let balances = balances(&customers).await;
    process.kill();
    let partitions = u64::try_from(PARTITIONS).unwrap();
    let length = log_length(world).await;

    // Snapshots of every partition: only what came after them is read.
    let mut process = kept.start().await;
    still(world, &process.url, &told, &balances).await;
    let replayed = kept.replayed().await;
    assert!(replayed <= partitions * EVERY && replayed < length / 2, "{replayed} of {length}");
    process.kill();

    // The newest of each is damaged, in a way of its own: those before them serve.
    let all = kept.all_snapshots();
    for (partition, found) in all.iter().enumerate() {
        let newest = found.last().unwrap();
        let mut bytes = fs::read(newest).unwrap();
        let middle = bytes.len() / 2;
        match partition {
            0 => bytes[middle] ^= 4,
            1 => bytes.truncate(middle),
            2 => bytes[8] = 99,
            _ => bytes = fs::read(all[0].first().unwrap()).unwrap(),
        }
        fs::write(newest, bytes).unwrap();
    }
    let mut process = kept.start().await;
    still(world, &process.url, &told, &balances).await;
    let second = kept.replayed().await;
    let length = log_length(world).await;
    assert!(second > replayed && second < length, "{replayed} before, now {second} of {length}");
    process.kill();

    // All are damaged: the log has everything.
    for found in kept.all_snapshots().iter().flatten() {
        fs::write(found, b"not any more").unwrap();
    }
    let mut process = kept.start().await;
    still(world, &process.url, &told, &balances).await;
    let third = kept.replayed().await;
    assert!(third >= length, "{third} of {length}");
    process.kill();

    // So it has when they are gone.
    fs::remove_dir_all(&kept.folder).unwrap();
    let process = kept.start().await;
    still(world, &process.url, &told, &balances).await;
    let customer = customers[0].through(world.client(&process.url, METERING));
    let captured = customer.capture(&told[0].hold.hold_id, 5, true).await.unwrap();
    assert_eq!((captured.captured, captured.released), (5, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn snapshots_of_another_log_are_passed_over() {
    let folder = {
        let apart = World::apart().await;
        let kept = Kept::new(&apart.world);
        let process = kept.start().await;
        let customers = customers(&apart.world, &process.url).await;
        kept.has_snapshots(1, &customers).await;
        kept.folder
    };
    let apart = World::apart().await;
    let kept = Kept { folder, ..Kept::new(&apart.world) };
    let mut process = kept.start().await;
    let customers = customers(&apart.world, &process.url).await;
    let told = told(&customers).await;
    let balances = balances(&customers).await;
    let length = log_length(&apart.world).await;
    process.kill();
    let process = kept.start().await;
    still(&apart.world, &process.url, &told, &balances).await;
    assert!(kept.replayed().await >= length.min(EVERY), "none of it came from the other log");
}

#[tokio::test(flavor = "multi_thread")]
async fn snapshots_may_be_kept_in_s3() {
    let apart = World::apart().await;
    let world = &apart.world;
    let kept = Kept { bucket: Some(S3::start().await), ..Kept::new(world) };
    let bucket = kept.bucket.as_ref().unwrap();
    let mut process = kept.start().await;
    let customers = customers(world, &process.url).await;
    let told = told(&customers).await;
    let kept_of = |partition: i32| bucket.keys(&format!("some/prefix/ledger.events/{partition:05}/"));
    // The fourth makes the first superfluous.
    let first = eventually(SOON, "a snapshot", async || {
        customers[0].spend(1).await;
        kept_of(0).pop()
    })
    .await;
    eventually(SOON, "the first to be deleted", async || {
        customers[0].spend(1).await;
        (!kept_of(0).contains(&first)).then_some(())
    })
    .await;
    assert_eq!(kept_of(0).len(), 3);
    let balances = balances(&customers).await;
    process.kill();
    let length = log_length(world).await;
    let process = kept.start().await;
    still(world, &process.url, &told, &balances).await;
    let replayed = kept.replayed().await;
    assert!(replayed < length, "{replayed} of {length}");
}
