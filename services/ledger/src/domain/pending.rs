//! What is open in a wallet: its holds, and what falls due when.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use kernel::HoldId;

use super::{Due, Hold};

/// Open holds and what falls due. Both are sorted lists: small, quickly copied for entries on their way, and what is new mostly comes last, since ids of
/// holds and their ends grow with time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Pending {
    // By id; shared by the wallet as it is committed and as it will be.
    holds: Vec<Arc<Hold>>,
    due: Vec<(DateTime<Utc>, Due)>,
}

impl Pending {
    pub(super) const fn is_empty(&self) -> bool {
        self.holds.is_empty() && self.due.is_empty()
    }

    pub(super) fn holds(&self) -> &[Arc<Hold>] {
        &self.holds
    }

    /// What falls due, the soonest first.
    pub(super) fn due(&self) -> &[(DateTime<Utc>, Due)] {
        &self.due
    }

    fn place(&self, id: HoldId) -> Result<usize, usize> {
        self.holds.binary_search_by_key(&id, |hold| hold.id)
    }

    pub(super) fn hold(&self, id: HoldId) -> Option<&Hold> {
        self.holds.get(self.place(id).ok()?).map(Arc::as_ref)
    }

    /// A hold to be changed; not its id, nor its expiry: see [`Self::extend`].
    pub(super) fn hold_mut(&mut self, id: HoldId) -> Option<&mut Hold> {
        let place = self.place(id).ok()?;
        self.holds.get_mut(place).map(Arc::make_mut)
    }

    /// Adds a hold, or puts it in the place of another with its id.
    pub(super) fn open(&mut self, hold: Hold) {
        self.add(hold.expires_at, Due::Hold(hold.id));
        match self.place(hold.id) {
            Ok(place) => {
                if let Some(other) = self.holds.get_mut(place) {
                    *other = Arc::new(hold);
                }
            }
            Err(place) => insert(&mut self.holds, place, Arc::new(hold)),
        }
    }

    /// Moves a hold's expiry; whether there is such a hold.
    pub(super) fn extend(&mut self, id: HoldId, expires_at: DateTime<Utc>) -> bool {
        let Some(hold) = self.hold_mut(id) else { return false };
        let before = std::mem::replace(&mut hold.expires_at, expires_at);
        self.remove(before, Due::Hold(id));
        self.add(expires_at, Due::Hold(id));
        true
    }

    /// Removes a hold.
    pub(super) fn close(&mut self, id: HoldId) -> Option<Arc<Hold>> {
        let hold = self.holds.remove(self.place(id).ok()?);
        self.remove(hold.expires_at, Due::Hold(id));
        Some(hold)
    }

    /// Notes that something falls due then.
    pub(super) fn add(&mut self, moment: DateTime<Utc>, due: Due) {
        if let Err(place) = self.due.binary_search(&(moment, due)) {
            insert(&mut self.due, place, (moment, due));
        }
    }

    /// It does not fall due any more.
    pub(super) fn remove(&mut self, moment: DateTime<Utc>, due: Due) {
        if let Ok(place) = self.due.binary_search(&(moment, due)) {
            self.due.remove(place);
        }
    }
}

// Most wallets have one hold or none, and should not pay for four.
fn insert<T>(list: &mut Vec<T>, place: usize, item: T) {
    if list.is_empty() {
        list.reserve_exact(1);
    }
    list.insert(place, item);
}
