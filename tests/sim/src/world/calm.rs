//! The end of a run: nothing goes wrong any more, and everything must come right.

use ledger::book::Message;

use super::World;
use super::broker::as_offset;
use super::callers::Want;
use super::telling::is_balance;
use crate::oracle::{Violation, demand};
use crate::process::Hosted;
use crate::trace::note;

/// So many rounds are more than enough for everything to be answered.
const ROUNDS: usize = 300;

impl World {
    pub(super) fn come_to_rest(&mut self) -> Result<(), Violation> {
        note!(self, "from here on nothing goes wrong any more");
        self.calm = true;
        self.faults.crash_between = 0;
        self.faults.no_offset = 0;
        self.faults.deadlines = 0;
        self.faults.store_silent = 0;
        for process in 0..self.processes.len() {
            self.restart(process)?;
            self.processes[process].paused_until = 0;
            self.processes[process].cut_off_until = 0;
        }
        let mut owners = Vec::new();
        for partition in 0..self.partitions.len() {
            self.partitions[partition].slow_until = 0;
            let owner = self.chance.place(self.processes.len());
            for process in 0..self.processes.len() {
                if process == owner {
                    self.assign(process, partition)?;
                } else {
                    self.revoke(process, partition)?;
                }
            }
            owners.push(owner);
        }
        self.settle(&owners)?;
        if self.faults.snapshot_every > 0 && self.plan.crash_at.is_none() && self.chance.percent(60) {
            self.start_all_over(&owners)?;
        }
        Ok(())
    }

    // Everybody starts once more, with what the log and the snapshots have, and everything is asked again.
    fn start_all_over(&mut self, owners: &[usize]) -> Result<(), Violation> {
        note!(self, "everybody starts once more");
        for process in 0..self.processes.len() {
            self.crash(process);
            self.start(process);
        }
        for (partition, owner) in owners.iter().enumerate() {
            self.assign(*owner, partition)?;
        }
        self.until_at_rest(owners)?;
        for (name, account, key, call) in self.used_keys.clone() {
            while let Some(caller) = self.callers.iter_mut().find(|caller| caller.name == name) {
                if caller.want.is_none() {
                    caller.want = Some(Want::Call { account, key, call });
                    break;
                }
                self.until_at_rest(owners)?;
            }
        }
        self.settle(owners)
    }

    // Everything is done that is to be done, and then it is as it should be.
    fn settle(&mut self, owners: &[usize]) -> Result<(), Violation> {
        self.until_at_rest(owners)?;
        // What is due by now is written, and the world comes to rest again.
        for (partition, owner) in owners.iter().enumerate() {
            self.handle(*owner, partition, Message::Tick)?;
        }
        self.until_at_rest(owners)?;
        // An owner that was superseded by one that has left since finds out when it is asked.
        for account in 0..self.accounts.len() {
            if let Some(caller) = self.callers.first_mut() {
                caller.want = Some(Want::Balance { account });
            }
            self.until_at_rest(owners)?;
        }
        self.agree(owners)
    }

    fn until_at_rest(&mut self, owners: &[usize]) -> Result<(), Violation> {
        for _ in 0..ROUNDS {
            self.trace.next_step();
            self.pass_time(5);
            for partition in 0..self.partitions.len() {
                if self.chance.percent(50) {
                    self.stray(partition);
                }
                for process in 0..self.processes.len() {
                    self.go_on(process, partition)?;
                }
            }
            for caller in 0..self.callers.len() {
                if self.callers[caller].waits.is_none() {
                    self.ask(caller)?;
                }
            }
            if self.is_at_rest(owners) {
                return Ok(());
            }
        }
        Err(Violation(format!("the world does not come to rest: {}", self.restless(owners))))
    }

    // Everything that can go on does.
    fn go_on(&mut self, process: usize, partition: usize) -> Result<(), Violation> {
        while self.handle_next(process, partition)? {}
        self.leave(process, partition, usize::MAX);
        while self.land(process, partition) {}
        self.replicate(partition, usize::MAX)?;
        while self.acknowledge(process, partition) {}
        while self.read(process, partition, usize::MAX)? {}
        while self.look(process, partition) {}
        while self.follow_inputs(process, partition)? {}
        while self.handle_next(process, partition)? {}
        Ok(())
    }

    fn is_at_rest(&self, owners: &[usize]) -> bool {
        self.callers.iter().all(|caller| caller.want.is_none())
            && self.processes.iter().all(|process| process.hosted.iter().all(Hosted::is_at_rest))
            && self
                .partitions
                .iter()
                .all(|partition| partition.log.strays.is_empty() && partition.log.unreplicated() == 0)
            && owners.iter().enumerate().all(|(partition, owner)| {
                self.processes[*owner].hosted.get(partition).is_some_and(|hosted| hosted.book.is_owning())
                    && self.has_followed(*owner, partition)
            })
    }

    fn restless(&self, owners: &[usize]) -> String {
        let callers: Vec<_> = self.callers.iter().filter(|caller| caller.want.is_some()).collect();
        let books: Vec<_> = self
            .processes
            .iter()
            .flat_map(|process| {
                process.hosted.iter().enumerate().map(move |(partition, hosted)| {
                    let owning = hosted.book.is_owning();
                    format!("{} p{partition} owning {owning}, at rest {}", process.name, hosted.is_at_rest())
                })
            })
            .collect();
        format!("owners should be {owners:?}; {books:?}; waiting: {callers:?}")
    }

    /// Everybody has been answered, every input has had its effect, and all books say the same.
    fn agree(&mut self, owners: &[usize]) -> Result<(), Violation> {
        for (number, attempted) in self.attempts.iter().enumerate() {
            let lives = self.processes[attempted.process].start == attempted.start;
            demand!(attempted.answered || !lives, "the attempt {number} is never answered: {attempted:?}");
        }
        for (partition, owner) in owners.iter().enumerate() {
            self.partitions[partition].chain.is_told_all(&self.partitions[partition].known)?;
            for process in 0..self.processes.len() {
                let mut before = -1;
                while process != *owner && before < self.next_offset(process, partition) {
                    before = self.next_offset(process, partition);
                    self.warm(process, partition)?;
                }
                self.agrees(process, partition)?;
            }
        }
        Ok(())
    }

    fn next_offset(&self, process: usize, partition: usize) -> i64 {
        self.processes[process].hosted.get(partition).map_or(-1, |hosted| hosted.book.next_offset())
    }

    fn agrees(&self, process: usize, partition: usize) -> Result<(), Violation> {
        let name = &self.processes[process].name;
        let here = &self.partitions[partition];
        // An owner need not know of void records behind its last entry.
        let last = as_offset(here.chain.last());
        demand!(
            self.next_offset(process, partition) > last,
            "{name} has read partition {partition} to {}, and its last entry stands at {last}",
            self.next_offset(process, partition)
        );
        let Some(hosted) = self.processes[process].hosted.get(partition) else { return Ok(()) };
        for account in self.accounts.iter().filter(|account| account.partition == partition) {
            let wallet = here.chain.wallet(&account.text);
            let theirs = hosted.book.wallet(account.id).cloned().unwrap_or_default();
            let mut lots: Vec<_> =
                theirs.lots().iter().map(|lot| (lot.id.to_string(), lot.remaining.get())).collect();
            let mut ours: Vec<_> = wallet.lots.iter().map(|lot| (lot.id.clone(), lot.left)).collect();
            lots.sort();
            ours.sort();
            demand!(
                is_balance(&wallet, theirs.balance())
                    && lots == ours
                    && theirs.holds().count() == wallet.holds.len(),
                "{name} has another wallet of {}: {theirs:?}, not {wallet:?}",
                account.text
            );
        }
        Ok(())
    }
}
