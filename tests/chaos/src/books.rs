//! The log as anybody can read it, reduced to what answers are held against.

use contracts::common::v1 as common;
use contracts::ledger::v1::balance_adjusted::Adjustment;
use contracts::ledger::v1::{LedgerEvent, ledger_event::Kind};
use contracts::reason;
use contracts::topic::TopicEvent as _;
use eventlog::{ChainVerifier, KafkaSettings, LogReader, Received, Topic, Verdict, previous_of};
use runtime::BoxError;
use runtime::trace::{TRACEPARENT, TraceContext};

use crate::history::Balance;

/// What an entry did to its wallet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Tokens came by an operator's hand.
    Credited(u64),
    /// Tokens went at once.
    Spent(u64),
    /// A hold was made.
    Held {
        /// Its id.
        hold: String,
        /// How much it sets aside.
        tokens: u64,
    },
    /// A hold was charged.
    Captured {
        /// Its id.
        hold: String,
        /// How much was charged.
        tokens: u64,
        /// How much was given back.
        released: u64,
    },
    /// A hold was ended without a charge.
    Released {
        /// Its id.
        hold: String,
        /// How much was given back.
        tokens: u64,
    },
    /// Nothing: it was refused, for the reason of this name.
    Refused(String),
    /// What no caller here asks for.
    Other(&'static str),
}

/// An entry of a wallet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its partition.
    pub partition: i32,
    /// Its place there.
    pub offset: i64,
    /// Its id.
    pub id: String,
    /// Its time, in microseconds since 1970.
    pub micros: i64,
    /// Whose wallet.
    pub account: String,
    /// Under which key it was asked for.
    pub key: String,
    /// The trace of the attempt that was decided.
    pub trace: String,
    /// The balance after it.
    pub balance: Balance,
    /// What it did.
    pub effect: Effect,
}

/// An instance claimed a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Its partition.
    pub partition: i32,
    /// Its place there.
    pub offset: i64,
    /// Its time, in microseconds since 1970.
    pub micros: i64,
    /// Who claimed.
    pub instance: String,
}

/// The books of all partitions, each in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Books {
    /// The wallets' entries.
    pub entries: Vec<Entry>,
    /// The claims.
    pub claims: Vec<Claim>,
    /// Records that are part of no chain.
    pub void: u64,
}

impl Books {
    /// Reads all of them. Blocks.
    pub fn read(settings: &KafkaSettings) -> Result<Self, BoxError> {
        let mut reader = LogReader::for_ranges(settings)?;
        let mut books = Self::default();
        for partition in 0..settings.partitions {
            let mut chain = ChainVerifier::genesis(partition);
            for record in reader.read_range_whole(&Topic::LEDGER, partition, 0, None)? {
                books.take(&record?, &mut chain)?;
            }
        }
        Ok(books)
    }

    /// How often a book went from one instance to another.
    pub fn handovers(&self) -> usize {
        let moved = |pair: &[Claim]| match pair {
            [one, next] => one.partition == next.partition && one.instance != next.instance,
            _ => false,
        };
        self.claims.windows(2).filter(|pair| moved(pair)).count()
    }

    fn take(&mut self, record: &Received, chain: &mut ChainVerifier) -> Result<(), BoxError> {
        let verdict = match previous_of(&record.value) {
            Some(previous) => chain.offer(record.offset, &record.value, previous),
            None => Verdict::Void,
        };
        if verdict == Verdict::Void {
            self.void += 1;
            return Ok(());
        }
        let event = LedgerEvent::from_value(&record.value)?;
        let (partition, offset) = (record.partition, record.offset);
        let micros = event.time.map_or(0, |time| time.seconds * 1_000_000 + i64::from(time.nanos / 1_000));
        let effect = match event.kind.ok_or("an entry without a kind")? {
            Kind::BookClaimed(claimed) => {
                self.claims.push(Claim { partition, offset, micros, instance: claimed.instance });
                return Ok(());
            }
            kind => effect(kind),
        };
        let trace = record.headers.text(TRACEPARENT).and_then(TraceContext::parse);
        self.entries.push(Entry {
            partition,
            offset,
            id: event.id,
            micros,
            account: event.account_id,
            key: event.cause.map(|cause| cause.idempotency_key).unwrap_or_default(),
            trace: trace.map(|trace| trace.trace_id()).unwrap_or_default(),
            balance: event.balance_after.map(balance).unwrap_or_default(),
            effect,
        });
        Ok(())
    }
}

fn effect(kind: Kind) -> Effect {
    match kind {
        Kind::BalanceAdjusted(adjusted) => match adjusted.adjustment {
            Some(Adjustment::Credit(credit)) => Effect::Credited(credit.tokens),
            Some(Adjustment::Debit(_)) | None => Effect::Other("a debit"),
        },
        Kind::TokensDeducted(deducted) if deducted.hold_id.is_empty() => Effect::Spent(deducted.tokens),
        Kind::TokensDeducted(deducted) => Effect::Captured {
            hold: deducted.hold_id,
            tokens: deducted.tokens,
            released: deducted.released_tokens,
        },
        Kind::TokensHeld(held) => Effect::Held { hold: held.hold_id, tokens: held.tokens },
        Kind::TokensReleased(released) => {
            Effect::Released { hold: released.hold_id, tokens: released.tokens }
        }
        Kind::CommandRefused(refused) => {
            let name = reason::from_number(refused.reason).map(|reason| reason.as_str().to_owned());
            Effect::Refused(name.unwrap_or_default())
        }
        _ => Effect::Other("another kind of entry"),
    }
}

/// A published balance.
pub(crate) fn balance(published: common::Balance) -> Balance {
    let common::Balance { available, held, locked, debt, version, .. } = published;
    Balance { available, held, locked, debt, version }
}
