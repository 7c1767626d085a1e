//! What a wallet and a remembered key cost the ledger in memory: its own state, filled from entries as a replay does, beside an allocator that
//! counts. A program of its own, since counting costs time.
//!
//! Tables grow by doubling, and what one of them costs falls from then on. So the count is doubled here, and each cost is looked at in even steps on
//! the way.

use std::io::stdout;

use cap::Cap;
use chrono::DateTime;
use eventlog::ChainHash;
use kernel::{AccountId, EntryId, OrderId, Tokens};
use ledger::book::{BookState, Codec as _, Took};
use ledger::codec::ProtoJson;
use ledger::domain::{Cause, Command, Entry, Kind, LotSource, Reference, Wallet, decide};
use mimalloc::MiMalloc;
use runtime::{BoxError, Clock};

#[global_allocator]
static ALLOCATOR: Cap<MiMalloc> = Cap::new(MiMalloc, usize::MAX);

/// Steps on the way from one count to twice as many.
const STEPS: u64 = 8;

/// A book's state and what is to be written next.
struct Log {
    clock: Clock,
    state: BookState,
    head: ChainHash,
    offset: i64,
}

impl Log {
    fn new() -> Self {
        Self { clock: Clock::system(), state: BookState::default(), head: ChainHash::GENESIS, offset: 0 }
    }

    // What a command does to a wallet; with a key if it is to be remembered.
    fn write(
        &mut self,
        account: AccountId,
        wallet: &mut Wallet,
        command: &Command,
        key: String,
    ) -> Result<(), BoxError> {
        let id = EntryId::new(self.clock.new_id());
        let change = decide(wallet, command, id, DateTime::UNIX_EPOCH);
        wallet.evolve(&change)?;
        let cause = Cause { caller: "bench".into(), key, ..Cause::default() };
        let kind = Kind::Wallet { account, balance: wallet.balance(), change };
        let value = ProtoJson.encode(&Entry { id, time: DateTime::UNIX_EPOCH, cause, kind }, self.head)?;
        if self.state.read(&ProtoJson, self.offset, &value)? != Took::Entry {
            return Err("an entry does not extend the chain".into());
        }
        self.head = ChainHash::of(&value);
        self.offset += 1;
        Ok(())
    }

    fn credit(&mut self, wallet: &mut Wallet) -> Result<AccountId, BoxError> {
        let account = AccountId::new(self.clock.new_id());
        let credit = Command::Credit {
            tokens: Tokens::new(1_000_000_000),
            source: LotSource::Purchase,
            expires_at: None,
            reference: Reference::new("order", OrderId::new(self.clock.new_id()).to_string()),
        };
        self.write(account, wallet, &credit, String::new())?;
        Ok(account)
    }
}

fn wallets(count: u64) -> Result<Vec<u64>, BoxError> {
    let mut log = Log::new();
    cost(count, || log.credit(&mut Wallet::default()).map(drop))
}

fn keys(count: u64) -> Result<Vec<u64>, BoxError> {
    let mut log = Log::new();
    let (clock, mut wallet) = (log.clock.clone(), Wallet::default());
    let account = log.credit(&mut wallet)?;
    let spend = Command::Spend { tokens: Tokens::new(1), reference: Reference::new("bench", "1") };
    cost(count, || log.write(account, &mut wallet, &spend, clock.new_id().to_string()))
}

// How many bytes each takes, once there are half of the count, in even steps to all of it.
fn cost(count: u64, mut add: impl FnMut() -> Result<(), BoxError>) -> Result<Vec<u64>, BoxError> {
    let empty = ALLOCATOR.allocated() as u64;
    let (mut there, mut found) = (0, Vec::new());
    for step in STEPS + 1..=2 * STEPS {
        while there < count * step / (2 * STEPS) {
            add()?;
            there += 1;
        }
        found.push((ALLOCATOR.allocated() as u64).saturating_sub(empty) / there.max(1));
    }
    Ok(found)
}

fn main() -> Result<(), BoxError> {
    let count = std::env::args().nth(1).ok_or("how many of each?")?.parse()?;
    serde_json::to_writer(stdout(), &serde_json::json!({ "wallet": wallets(count)?, "key": keys(count)? }))?;
    Ok(())
}
