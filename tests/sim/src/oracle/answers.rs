//! What callers were told, against the chain: no answer is ever taken back.

use std::collections::BTreeMap;

use super::{Chain, Entry, Key, Known, Violation, demand};

/// An attempt that was told that nothing has come of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// Nothing has come of it, nor of any attempt under its key that was decided before it came.
    NothingOfTheKey,
    /// Nothing has come of this attempt; of others nothing is said.
    NothingOfThis,
}

/// What one start of one instance did for one account: at which moments, and the wallet's version then.
type Doings = BTreeMap<(u64, String), Vec<(u64, u64)>>;

/// What was told.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    void: BTreeMap<u64, Told>,
    // By key: until which moment nothing decided may be in the chain.
    closed: BTreeMap<Key, u64>,
    written: Doings,
    // When questions came, and what they were answered.
    questions: Doings,
}

impl Answers {
    /// An attempt under this key, which its book took up at `moment`, is told that it is void.
    pub(crate) fn told_void(
        &mut self,
        attempt: u64,
        key: &Key,
        moment: u64,
        told: Told,
        chain: &Chain,
        known: &Known,
    ) -> Result<(), Violation> {
        self.void.insert(attempt, told);
        if told == Told::NothingOfTheKey {
            let closed = self.closed.entry(key.clone()).or_default();
            *closed = moment.max(*closed);
        }
        match chain.under(key) {
            Some(entry) => self.allow(entry, known),
            None => Ok(()),
        }
    }

    /// A question that its book took up at `moment` is answered with this version of the wallet.
    pub(crate) fn told_version(
        &mut self,
        by: u64,
        account: &str,
        moment: u64,
        version: u64,
    ) -> Result<(), Violation> {
        let who = (by, account.to_owned());
        let written = self.written.get(&who).into_iter().flatten();
        let overlooked = written.filter(|(decided, of)| *decided < moment && *of > version).count();
        demand!(
            overlooked == 0,
            "version {version} is told of, and what its own book had decided before is not in it"
        );
        self.questions.entry(who).or_default().push((moment, version));
        Ok(())
    }

    /// An entry turns out to be in the chain.
    pub(crate) fn follow(&mut self, entry: &Entry, known: &Known) -> Result<(), Violation> {
        self.allow(entry, known)?;
        let Some(decided) = known.decided.get(&entry.id) else { return Ok(()) };
        let who = (decided.by, entry.account.clone());
        let questions = self.questions.get(&who).into_iter().flatten();
        let overlooked =
            questions.filter(|(moment, of)| *moment > decided.moment && *of < entry.version).count();
        demand!(overlooked == 0, "a question that came after the entry {} was answered without it", entry.id);
        self.written.entry(who).or_default().push((decided.moment, entry.version));
        Ok(())
    }

    /// Whether an entry may be in the chain after what was told.
    fn allow(&self, entry: &Entry, known: &Known) -> Result<(), Violation> {
        let (Some(key), Some(decided)) = (&entry.key, known.decided.get(&entry.id)) else { return Ok(()) };
        let void = decided.attempt.and_then(|attempt| self.void.get(&attempt));
        demand!(
            void.is_none(),
            "the attempt {:?} was told that nothing has come of it, and its entry {} is in the chain: {key:?}",
            decided.attempt,
            entry.id
        );
        let closed = self.closed.get(key);
        demand!(
            closed.is_none_or(|closed| decided.moment > *closed),
            "{key:?} was told to have had no effect at moment {closed:?}, and an entry decided at moment {} is in the chain",
            decided.moment
        );
        Ok(())
    }
}
