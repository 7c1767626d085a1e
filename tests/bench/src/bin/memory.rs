//! What a wallet and a remembered key cost the ledger in memory: its own state, filled from entries as a replay does, beside an allocator that
//! counts. A program of its own, since counting costs time.
//!
//! Tables grow by doubling, and what one of them costs falls from then on. So the count is doubled here, and each cost is the mean of what is found in
//! even steps on the way.

use std::io::{Error, stdout};

use cap::Cap;
use chrono::DateTime;
use eventlog::ChainHash;
use kernel::{AccountId, EntryId, OrderId, Tokens};
use ledger::book::{BookState, Codec as _, Took};
use ledger::codec::ProtoJson;
use ledger::domain::{Cause, Command, Entry, Kind, LotSource, Reference, Wallet, decide};
use mimalloc::MiMalloc;
use runtime::{BoxError, Clock};
use serde::Serialize;

#[global_allocator]
static ALLOCATOR: Cap<MiMalloc> = Cap::new(MiMalloc, usize::MAX);

/// Steps on the way from one count to twice as many.
const STEPS: u64 = 8;

/// Bytes that one costs.
#[derive(Serialize)]
struct Cost {
    mean: u64,
    least: u64,
    most: u64,
}

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

fn wallets(count: u64) -> Result<Cost, BoxError> {
    let mut log = Log::new();
    cost(count, || log.credit(&mut Wallet::default()).map(drop))
}

fn keys(count: u64) -> Result<Cost, BoxError> {
    let mut log = Log::new();
    let (clock, mut wallet) = (log.clock.clone(), Wallet::default());
    let account = log.credit(&mut wallet)?;
    let spend = Command::Spend { tokens: Tokens::new(1), reference: Reference::new("bench", "1") };
    cost(count, || log.write(account, &mut wallet, &spend, clock.new_id().to_string()))
}

// What one more costs, between half of the count and all of it.
fn cost(count: u64, mut add: impl FnMut() -> Result<(), BoxError>) -> Result<Cost, BoxError> {
    let empty = ALLOCATOR.allocated() as u64;
    let mut found = Vec::new();
    for there in 1..=count {
        add()?;
        let steps = there * 2 * STEPS;
        if there > count / 2 && (steps / count) > ((steps - 2 * STEPS) / count) {
            found.push((ALLOCATOR.allocated() as u64).saturating_sub(empty) / there);
        }
    }
    let none = || Error::other("the count is too small");
    Ok(Cost {
        mean: found.iter().sum::<u64>().checked_div(found.len() as u64).ok_or_else(none)?,
        least: found.iter().min().copied().ok_or_else(none)?,
        most: found.iter().max().copied().ok_or_else(none)?,
    })
}

fn main() -> Result<(), BoxError> {
    let count = std::env::args().nth(1).ok_or("how many of each?")?.parse()?;
    serde_json::to_writer(stdout(), &serde_json::json!({ "wallet": wallets(count)?, "key": keys(count)? }))?;
    Ok(())
}
