//! From one snapshot to the next.

use super::values::Writer;
use super::{Damage, form};
use crate::book::{BookState, Corrupt, Judged};

/// So many keys at most are not in their form yet: a table takes more room.
const KEYS_APART: usize = 65_536;

/// Follows a partition's log as its book does, to make the next snapshot from the last. Nobody asks it for a key, so that keys stay in
/// the form in which they stand in a snapshot: new ones join behind the old, since entries are only ever added.
#[derive(Debug)]
pub struct Follower {
    partition: i32,
    // Its keys are those since the last snapshot.
    state: BookState,
    keys: Vec<u8>,
}

impl Follower {
    /// Begins with the log.
    pub fn new(partition: i32) -> Self {
        Self { partition, state: BookState::default(), keys: Vec::new() }
    }

    /// Goes on from a snapshot.
    ///
    /// # Errors
    /// It is damaged, or not of this partition.
    pub fn resume(partition: i32, bytes: &[u8]) -> Result<Self, Damage> {
        let form::Opened { state, keys } = form::open(partition, bytes)?;
        Ok(Self { partition, state, keys: keys.to_vec() })
    }

    /// Where it stands, without the keys.
    pub const fn state(&self) -> &BookState {
        &self.state
    }

    /// Where a book goes on from its snapshot: what is void behind the chain's head is read again. Before the first entry there is
    /// nothing to be kept.
    pub fn goes_on_at(&self) -> Option<i64> {
        self.state.head().map(|(offset, _)| offset.saturating_add(1))
    }

    /// Takes the next record of the log.
    ///
    /// # Errors
    /// The log contradicts itself.
    pub fn take(&mut self, judged: &Judged) -> Result<(), Corrupt> {
        self.state.take(judged)?;
        if self.state.answers.len() >= KEYS_APART {
            let mut out = Writer(std::mem::take(&mut self.keys));
            form::write_keys(&self.state, &mut out);
            self.keys = out.0;
            self.state.answers.clear();
        }
        Ok(())
    }

    /// The snapshot of where it stands.
    pub fn encode(&self) -> Vec<u8> {
        form::write(self.partition, &self.state, &self.keys)
    }
}
