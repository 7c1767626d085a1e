//! A form of entries that is quick to write and to read, for the few kinds of entries that the model makes.

use std::sync::OnceLock;

use uuid::Uuid;

use super::super::*;
use super::{ACCOUNT, CALLER, NOW};
use crate::domain::{BookEvent, Cause, Change, Kind, LotSource, Reference, Wallet, decide};

/// The only credit: it makes a lot with one token.
pub(super) fn credit() -> Command {
    Command::Credit {
        tokens: kernel::Tokens::new(1),
        source: LotSource::Purchase,
        expires_at: None,
        reference: Reference::default(),
    }
}

pub(super) fn spend() -> Command {
    Command::Spend { tokens: kernel::Tokens::new(1), reference: Reference::default() }
}

/// The changes that the model's commands make, as the wallet decides them.
struct Changes {
    credited: Change,
    deducted: Change,
    refused: Change,
}

fn changes() -> &'static Changes {
    static CHANGES: OnceLock<Changes> = OnceLock::new();
    CHANGES.get_or_init(|| {
        let id = kernel::EntryId::new(super::CREDIT);
        let empty = Wallet::default();
        let credited = decide(&empty, &credit(), id, NOW);
        let mut funded = empty.clone();
        funded.evolve(&credited).unwrap();
        Changes {
            deducted: decide(&funded, &spend(), id, NOW),
            refused: decide(&empty, &spend(), id, NOW),
            credited,
        }
    })
}

/// The codec. `forgets_keys` is a seeded bug.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Compact {
    pub(super) forgets_keys: bool,
}

const LENGTH: usize = 32 + 16 + 5;

impl Codec for Compact {
    fn encode(&self, entry: &Entry, previous: ChainHash) -> Result<Vec<u8>, CodecError> {
        let byte = |n: u64| u8::try_from(n).unwrap();
        let (tag, one, two) = match &entry.kind {
            Kind::Wallet { balance, change, .. } => {
                let tag = match change {
                    Change::Credited { .. } => 1,
                    Change::Deducted(_) => 2,
                    Change::Refused { .. } => 3,
                    _ => return Err(CodecError("not of this model".to_owned())),
                };
                (tag, byte(balance.available.get()), byte(balance.version))
            }
            Kind::Book(BookEvent::Claimed { term, .. }) => (4, byte(*term), entry.cause.caller.as_bytes()[0]),
            Kind::Book(_) => return Err(CodecError("not of this model".to_owned())),
        };
        let key = entry.cause.key.bytes().next().unwrap_or_default();
        let mut value = Vec::with_capacity(LENGTH);
        value.extend_from_slice(previous.as_bytes());
        value.extend_from_slice(entry.id.uuid().as_bytes());
        value.extend_from_slice(&[tag, key, entry.cause.digest[0], one, two]);
        Ok(value)
    }

    fn decode(&self, value: &[u8]) -> Result<(Entry, ChainHash), CodecError> {
        let previous = self.previous(value).ok_or_else(|| CodecError("too short".to_owned()))?;
        let id = kernel::EntryId::new(Uuid::from_slice(&value[32..48]).unwrap());
        let [tag, key, digest, one, two] = value[48..] else {
            return Err(CodecError("too short".to_owned()));
        };
        let wallet = |change: &Change| Kind::Wallet {
            account: ACCOUNT,
            balance: Balance {
                available: kernel::Tokens::new(one.into()),
                version: two.into(),
                ..Balance::default()
            },
            change: change.clone(),
        };
        let kind = match tag {
            1 => wallet(&changes().credited),
            2 => wallet(&changes().deducted),
            3 => wallet(&changes().refused),
            _ => {
                let instance = char::from(two).to_string();
                Kind::Book(BookEvent::Claimed { instance, term: one.into(), address: String::new() })
            }
        };
        let cause = if key == 0 || self.forgets_keys {
            Cause::default()
        } else {
            let digest = std::array::from_fn(|place| if place == 0 { digest } else { 0 });
            Cause { caller: CALLER.into(), key: char::from(key).to_string(), digest, input: None }
        };
        Ok((Entry { id, time: NOW, cause, kind }, previous))
    }

    fn previous(&self, value: &[u8]) -> Option<ChainHash> {
        ChainHash::try_from(value.get(..32)?).ok()
    }
}
