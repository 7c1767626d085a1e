//! What a run has met, so that a simulator that meets nothing is found out.

use std::collections::BTreeMap;

use ledger::domain::{Command, Told};

/// How often each thing occurred.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Commands and inputs that a book took up, by the command's name.
    pub commands: BTreeMap<&'static str, u64>,
    /// Entries of the chains, by kind; refusals by their command and reason.
    pub entries: BTreeMap<String, u64>,
    /// What callers were told.
    pub answers: BTreeMap<&'static str, u64>,
    /// What went wrong.
    pub faults: BTreeMap<&'static str, u64>,
    /// From what books began that knew nothing.
    pub starts: BTreeMap<&'static str, u64>,
    /// Steps of all runs.
    pub steps: u64,
}

impl Counts {
    /// All commands that books took up.
    pub fn commands_run(&self) -> u64 {
        self.commands.values().sum()
    }

    /// All entries of all chains.
    pub fn entries_written(&self) -> u64 {
        self.entries.values().sum()
    }

    /// Adds another run's.
    pub fn add(&mut self, other: &Self) {
        self.steps += other.steps;
        for (name, count) in &other.entries {
            *self.entries.entry(name.clone()).or_default() += count;
        }
        let maps = [
            (&mut self.commands, &other.commands),
            (&mut self.answers, &other.answers),
            (&mut self.faults, &other.faults),
            (&mut self.starts, &other.starts),
        ];
        for (mine, others) in maps {
            for (name, count) in others {
                *mine.entry(name).or_default() += count;
            }
        }
    }
}

/// A command by name. A new one does not compile before it is thought of here, in `asked.rs` and in the oracle.
pub(crate) const fn name_of(command: &Command) -> &'static str {
    match command {
        Command::Reverse { told, .. } => match told {
            Told::RefundRequested(_) => "RequestRefund",
            Told::Refunded(..) => "Refund",
            Told::RefundFailed(_) => "FailRefund",
            Told::DisputeOpened(_) => "OpenDispute",
            Told::DisputeWon(_) => "WinDispute",
            Told::DisputeLost(_) => "LoseDispute",
        },
        Command::TakeBack { .. } => "TakeBack",
        Command::RepayDebt => "RepayDebt",
        Command::Freeze(_) => "Freeze",
        Command::Unfreeze(_) => "Unfreeze",
        Command::Adjust { .. } => "Adjust",
        Command::Open => "Open",
        Command::Credit { .. } => "Credit",
        Command::Authorize { .. } => "Authorize",
        Command::Capture { .. } => "Capture",
        Command::Release { .. } => "Release",
        Command::ExtendHold { .. } => "ExtendHold",
        Command::Spend { .. } => "Spend",
        Command::Settle { .. } => "Settle",
        Command::ExpireHold { .. } => "ExpireHold",
        Command::ExpireLot { .. } => "ExpireLot",
    }
}
