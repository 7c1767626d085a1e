//! A thread that compresses large groups, so that whoever appends them can gather the next meanwhile.

use std::io::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, SendError, Sender};

use super::Delivery;
use super::batch::Sealed;
use super::ways::Ways;

/// The thread ends with its packer.
pub(super) struct Packer {
    groups: Sender<Vec<Sealed>>,
    // Groups that have not left yet.
    inside: Arc<AtomicUsize>,
}

impl Packer {
    pub(super) fn start<D: Delivery>(ways: Arc<Ways<D>>) -> Result<Self, Error> {
        let (groups, given) = mpsc::channel::<Vec<Sealed>>();
        let inside = Arc::new(AtomicUsize::new(0));
        let leaving = Arc::clone(&inside);
        let pack = move || {
            for group in given {
                ways.send(group.into_iter().map(Sealed::pack).collect());
                leaving.fetch_sub(1, Ordering::Release);
            }
        };
        std::thread::Builder::new().name("log-packer".to_owned()).spawn(pack)?;
        Ok(Self { groups, inside })
    }

    /// Whether all that was given has left: whatever is sent now comes after it.
    pub(super) fn is_empty(&self) -> bool {
        self.inside.load(Ordering::Acquire) == 0
    }

    /// Sends a group after those given before. Comes back if the thread is gone.
    pub(super) fn give(&self, group: Vec<Sealed>) -> Result<(), Vec<Sealed>> {
        self.inside.fetch_add(1, Ordering::Relaxed);
        self.groups.send(group).map_err(|SendError(group)| group)
    }
}
