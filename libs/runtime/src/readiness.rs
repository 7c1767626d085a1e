//! Readiness: a service takes traffic only while every gate is open.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::watch;

/// The gates of one process. Cheap to clone; without any gate it is ready.
#[derive(Clone, Debug)]
pub struct Readiness(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    /// Gate to: open?
    gates: Mutex<BTreeMap<String, bool>>,
    ready: watch::Sender<bool>,
}

/// One condition of readiness, closed at first. Clones are the same gate.
#[derive(Clone, Debug)]
pub struct Gate {
    name: String,
    shared: Arc<Shared>,
}

impl Default for Readiness {
    fn default() -> Self {
        Self::new()
    }
}

impl Readiness {
    /// Readiness without any gate.
    pub fn new() -> Self {
        Self(Arc::new(Shared { gates: Mutex::default(), ready: watch::Sender::new(true) }))
    }

    /// Registers a gate, closed; a name that exists already is the same gate, closed again. `name` is what
    /// `/readyz` shows while it is closed, such as `kafka` or `book 3`.
    pub fn gate(&self, name: impl Into<String>) -> Gate {
        let gate = Gate { name: name.into(), shared: Arc::clone(&self.0) };
        gate.close();
        gate
    }

    /// The names of the closed gates; none means ready.
    pub fn closed(&self) -> Vec<String> {
        self.0.lock().iter().filter(|(_, open)| !**open).map(|(name, _)| name.clone()).collect()
    }

    /// Follows readiness as a whole.
    pub fn watch(&self) -> watch::Receiver<bool> {
        self.0.ready.subscribe()
    }

    /// Waits until every gate is open.
    pub async fn ready(&self) {
        // The sender lives in `self`, so waiting cannot fail.
        let _ = self.watch().wait_for(|ready| *ready).await;
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, bool>> {
        self.gates.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, name: &str, open: bool) {
        let mut gates = self.lock();
        gates.insert(name.to_owned(), open);
        let all_open = gates.values().all(|open| *open);
        // Published under the lock, so that no older state overwrites a newer one.
        self.ready.send_if_modified(|ready| std::mem::replace(ready, all_open) != all_open);
    }
}

impl Gate {
    /// The condition holds.
    pub fn open(&self) {
        self.shared.set(&self.name, true);
    }

    /// The condition holds no longer.
    pub fn close(&self) {
        self.shared.set(&self.name, false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ready_only_while_every_gate_is_open() {
        let readiness = Readiness::new();
        assert!(*readiness.watch().borrow());
        let (kafka, database) = (readiness.gate("kafka"), readiness.gate("database"));
        assert_eq!(readiness.closed(), ["database", "kafka"]);
        kafka.open();
        assert_eq!(readiness.closed(), ["database"]);
        assert!(!*readiness.watch().borrow());
        database.open();
        assert!(*readiness.watch().borrow());
        kafka.clone().close();
        assert_eq!(readiness.closed(), ["kafka"]);
        assert!(!*readiness.watch().borrow());
    }
}
