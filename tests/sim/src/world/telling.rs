//! What callers are told, checked against the chain at once; and how messages and actions read in a trace.

use kernel::HoldId;
use ledger::book::{Action, Message, Reply};
use ledger::codec::ProtoJson;
use ledger::domain::{Balance, Change, Hold, Kind};

use super::World;
use super::callers::{Attempting, KnownHold, place};
use crate::oracle::{Key, Told, Violation, Wallet, demand};
use crate::process::Attempt;
use crate::trace::note;

impl World {
    /// A book answers an attempt.
    pub(super) fn tell(
        &mut self,
        partition: usize,
        attempt: Attempt,
        reply: &Reply,
    ) -> Result<(), Violation> {
        let Some(attempted) = self.attempts.get_mut(place(attempt)) else {
            return Err(Violation(format!("an answer to nobody: {attempt}")));
        };
        demand!(!attempted.answered, "the attempt {attempt} is answered twice: {reply:?}");
        demand!(attempted.partition == partition, "the attempt {attempt} is answered by another's book");
        attempted.answered = true;
        *self.counts.answers.entry(name_of(reply)).or_default() += 1;
        let (account, about) = (attempted.account, attempted.about.clone());
        let version = match (&about, reply) {
            (Attempting::Command { key, digest }, _) => {
                self.told_of_command(partition, attempt, key, digest, reply)?
            }
            (Attempting::Balance { told }, Reply::Balance(balance)) => {
                self.told_balance(attempt, account, *told, *balance)?
            }
            (Attempting::Hold { hold, told }, Reply::Hold(found)) => {
                self.told_hold(account, *told, *hold, found.as_deref())?
            }
            (Attempting::Balance { .. } | Attempting::Hold { .. }, Reply::NotOwner | Reply::NotReady) => 0,
            (about, reply) => return Err(Violation(format!("{about:?} is answered with {reply:?}"))),
        };
        let told = &mut self.accounts[account].told;
        *told = version.max(*told);
        self.end_wait(attempt, reply);
        Ok(())
    }

    /// Gives the wallet's version that the answer tells of.
    fn told_of_command(
        &mut self,
        partition: usize,
        attempt: Attempt,
        key: &Key,
        digest: &str,
        reply: &Reply,
    ) -> Result<u64, Violation> {
        let taken_up = self.attempts[place(attempt)].taken_up;
        let here = &mut self.partitions[partition];
        let told = match reply {
            Reply::Committed(committed) => {
                let Some(entry) = here.chain.at(committed.offset) else {
                    return Err(Violation(format!(
                        "no entry stands at {}: {key:?} was told of one",
                        committed.offset
                    )));
                };
                let written = here.log.committed().get(place(committed.offset.unsigned_abs()));
                let written = written.and_then(|value| ledger::book::Codec::decode(&ProtoJson, value).ok());
                demand!(
                    written.is_some_and(|(written, _)| written == *committed.entry),
                    "{key:?} was told of another entry than stands at {}",
                    committed.offset
                );
                demand!(
                    entry.key.as_ref() == Some(key) && entry.digest == digest,
                    "{key:?} was told of an entry of {:?}",
                    entry.key
                );
                return Ok(entry.version);
            }
            Reply::Recall(offset) => {
                let entry = here.chain.at(*offset).filter(|entry| entry.key.as_ref() == Some(key));
                let Some(entry) = entry.filter(|entry| entry.digest == digest) else {
                    return Err(Violation(format!("{key:?} is said to be answered at {offset}, and is not")));
                };
                return Ok(entry.version);
            }
            Reply::KeyReused => {
                let calls = here.known.calls.get(key);
                demand!(calls.is_some_and(|calls| calls.len() > 1), "{key:?} was used with one request only");
                Told::NothingOfThis
            }
            Reply::NotApplied | Reply::DeadlinePassed => Told::NothingOfTheKey,
            Reply::NotOwner | Reply::NotReady => Told::NothingOfThis,
            Reply::Balance(_) | Reply::Hold(_) => {
                return Err(Violation(format!("a command is answered with {reply:?}")));
            }
        };
        here.answers.told_void(attempt, key, taken_up, told, &here.chain, &here.known)?;
        Ok(0)
    }

    fn told_balance(
        &mut self,
        attempt: Attempt,
        account: usize,
        told: u64,
        balance: Balance,
    ) -> Result<u64, Violation> {
        let versions = self.versions(account);
        let version = balance.version;
        demand!(version >= told, "version {version} is told of after version {told} was: {balance:?}");
        let Some(wallet) = versions.get(place(version)) else {
            return Err(Violation(format!("version {version} is not committed: {balance:?}")));
        };
        demand!(is_balance(wallet, balance), "version {version} is not {balance:?} but {}", wallet.balance());
        let (attempted, account) = (&self.attempts[place(attempt)], &self.accounts[account]);
        let answers = &mut self.partitions[account.partition].answers;
        answers.told_version(attempted.start, &account.text, attempted.taken_up, version)?;
        Ok(version)
    }

    // A hold's answer names no version: it must be true of one that is committed and that nobody was told of being past.
    fn told_hold(
        &self,
        account: usize,
        told: u64,
        id: HoldId,
        found: Option<&Hold>,
    ) -> Result<u64, Violation> {
        let versions = self.versions(account);
        let since = versions.iter().filter(|wallet| wallet.version >= told);
        let mut fitting = since.filter(|wallet| is_same(wallet.hold(&id.to_string()), found));
        let first = fitting.next();
        demand!(first.is_some(), "the hold {id} never was {found:?} since version {told}");
        Ok(first.map_or(0, |wallet| wallet.version))
    }

    fn versions(&self, account: usize) -> Vec<Wallet> {
        let account = &self.accounts[account];
        let history = self.partitions[account.partition].chain.history(&account.text);
        if history.is_empty() { vec![Wallet::default()] } else { history.to_vec() }
    }

    fn end_wait(&mut self, attempt: Attempt, reply: &Reply) {
        let process = self.attempts[place(attempt)].process;
        let waiting = self.callers.iter_mut().find(|caller| caller.waits == Some(attempt));
        let Some(caller) = waiting else { return };
        caller.waits = None;
        let definite = match reply {
            Reply::Committed(committed) => {
                if let Kind::Wallet { change: Change::Held { hold, expires_at, .. }, .. } =
                    &committed.entry.kind
                {
                    let account = self.attempts[place(attempt)].account;
                    let generation = self.chance.id().to_string();
                    let (hold, expires_at) = (hold.to_string(), *expires_at);
                    self.holds.push(KnownHold { account, hold, expires_at, generation });
                }
                true
            }
            Reply::Recall(_) | Reply::KeyReused | Reply::Balance(_) | Reply::Hold(_) => true,
            Reply::NotApplied | Reply::NotOwner | Reply::NotReady | Reply::DeadlinePassed => false,
        };
        if definite {
            caller.want = None;
        }
        caller.route = definite.then_some(process);
        note!(self, "    attempt {attempt} is told {}", name_of(reply));
    }
}

pub(super) fn is_balance(wallet: &Wallet, balance: Balance) -> bool {
    let Balance { available, held, locked, debt, frozen, version } = balance;
    let tokens = [available, held, locked, debt].map(kernel::Tokens::get);
    tokens == [wallet.available(), wallet.held(), wallet.locked(), wallet.debt]
        && (frozen, version) == (wallet.frozen, wallet.version)
}

fn is_same(kept: Option<&crate::oracle::Hold>, found: Option<&Hold>) -> bool {
    match (kept, found) {
        (None, None) => true,
        (Some(kept), Some(found)) => {
            let parts = found.parts.iter().map(|part| (part.lot.to_string(), part.tokens.get()));
            kept.id == found.id.to_string()
                && (kept.authorized, kept.captured, kept.over_captured)
                    == (found.authorized.get(), found.captured.get(), found.over_captured.get())
                && kept.expires_at == found.expires_at
                && kept.parts == parts.collect::<Vec<_>>()
        }
        (None, Some(_)) | (Some(_), None) => false,
    }
}

const fn name_of(reply: &Reply) -> &'static str {
    match reply {
        Reply::Committed(_) => "Committed",
        Reply::Recall(_) => "Recall",
        Reply::KeyReused => "KeyReused",
        Reply::NotApplied => "NotApplied",
        Reply::NotOwner => "NotOwner",
        Reply::NotReady => "NotReady",
        Reply::DeadlinePassed => "DeadlinePassed",
        Reply::Balance(_) => "Balance",
        Reply::Hold(_) => "Hold",
    }
}

/// A message in a few words; nothing for what comes all the time.
pub(super) fn message(message: &Message<Attempt>) -> String {
    match message {
        Message::Assigned => "assignment".to_owned(),
        Message::Revoked => "revocation".to_owned(),
        Message::Command(attempt, request) => {
            format!("attempt {attempt}: {} under {}", request.command.name(), request.key)
        }
        Message::Query(attempt, query) => format!("attempt {attempt}: {query:?}"),
        Message::Input { epoch, position, request } => {
            format!(
                "input {}@{} of epoch {epoch}: {}",
                position.topic,
                position.offset,
                request.command.name()
            )
        }
        Message::InputRejected { epoch, position, .. } => {
            format!("rejection of {}@{} of epoch {epoch}", position.topic, position.offset)
        }
        Message::Acked { seq, offset: Some(offset) } => format!("append {seq} is acknowledged at {offset}"),
        Message::Acked { seq, offset: None } => format!("append {seq} is acknowledged somewhere"),
        Message::Lost { seq } => format!("append {seq} is lost"),
        Message::Record { offset, .. } => format!("record {offset}"),
        Message::Judged(records) => format!("{} judged records", records.len()),
        Message::Restored(state) => format!("snapshot up to {}", state.next_offset()),
        Message::End { next_offset } => format!("end of reading at {next_offset}"),
        Message::EndIs { ask, next_offset } => format!("the log's end {next_offset} for ask {ask}"),
        Message::Tick => String::new(),
    }
}

/// An action in a few words.
pub(super) fn action(action: &Action<Attempt>) -> String {
    match action {
        Action::Append { seq, entry, .. } => match &entry.kind {
            Kind::Wallet { balance, change, .. } => {
                format!("append {seq}: v{} {}", balance.version, short(&format!("{change:?}")))
            }
            Kind::Book(event) => format!("append {seq}: {event:?}"),
        },
        Action::Reply(attempt, reply) => format!("tell {attempt}: {}", short(&format!("{reply:?}"))),
        Action::ReadFrom { offset } => format!("read from {offset}"),
        Action::AskEnd { ask } => format!("ask {ask} for the end"),
        Action::Rest => "rest".to_owned(),
        Action::InputsFrom { epoch, next_offsets } => {
            format!("inputs of epoch {epoch} from {next_offsets:?}")
        }
        Action::Halt(corrupt) => format!("halt: {corrupt}"),
    }
}

fn short(text: &str) -> String {
    text.chars().take(160).collect()
}
