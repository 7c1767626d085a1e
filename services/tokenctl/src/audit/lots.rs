//! Lots, as entries credit and use them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use contracts::convert;
use contracts::ledger::v1::{LotPart, LotSource};
use kernel::LotId;
use serde::Serialize;

use super::{Law, Problem};

/// One credit and what became of it. Amounts are wide and signed, so that what is wrong shows as a number and not as a failure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lot {
    /// Its id.
    pub id: LotId,
    /// Where its tokens came from.
    #[serde(serialize_with = "source_name")]
    pub source: LotSource,
    /// When what is left is taken back; gifts only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
    /// The wallet version that credited it.
    pub version: u64,
    /// What it was credited with, before any debt was repaid.
    pub credited: i128,
    /// What is left, held and reserved tokens included.
    pub remaining: i128,
    /// What open holds have set aside.
    pub held: i128,
    /// What refunds under way have set aside.
    pub reserved: i128,
    /// Whether a dispute stands against it.
    pub frozen: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn source_name<S: serde::Serializer>(source: &LotSource, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(source_text(*source))
}

/// Where a lot came from, in a word.
pub(crate) const fn source_text(source: LotSource) -> &'static str {
    match source {
        LotSource::Unspecified => "unknown source",
        LotSource::Purchase => "purchase",
        LotSource::Promotion => "gift",
        LotSource::Adjustment => "adjustment",
    }
}

impl Lot {
    /// What nothing has set aside.
    pub const fn rest(&self) -> i128 {
        self.remaining - self.held - self.reserved
    }

    /// What can be used.
    pub const fn free(&self) -> i128 {
        if self.frozen { 0 } else { self.rest() }
    }

    // Gifts first: sooner to expire, then older. Then purchases and adjustments, older first. (DESIGN, the wallet.)
    fn burn_key(&self) -> BurnKey {
        let class = u8::from(self.source != LotSource::Promotion);
        (class, self.expires_at.is_none(), self.expires_at, self.version)
    }
}

type BurnKey = (u8, bool, Option<DateTime<Utc>>, u64);

/// A part of a movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Part {
    pub(super) lot: LotId,
    pub(super) tokens: i128,
}

/// The parts of a movement as an entry states them.
pub(super) fn parts(stated: &[LotPart], problems: &mut Vec<Problem>) -> Vec<Part> {
    let mut parts = Vec::with_capacity(stated.len());
    for part in stated {
        match convert::id("lot_id", &part.lot_id) {
            Ok(lot) => parts.push(Part { lot, tokens: part.tokens.into() }),
            Err(error) => problems.push(Problem::new(Law::Form, "parts name lots by id", error.to_string())),
        }
    }
    parts
}

pub(super) fn sum(parts: &[Part]) -> i128 {
    parts.iter().map(|part| part.tokens).sum()
}

pub(super) fn show(parts: &[Part]) -> String {
    if parts.is_empty() {
        return "nothing".to_owned();
    }
    parts.iter().map(|part| format!("{} of lot {}", part.tokens, part.lot)).collect::<Vec<_>>().join(", ")
}

/// All lots of a wallet.
#[derive(Debug, Clone, Default)]
pub(super) struct Lots {
    all: BTreeMap<LotId, Lot>,
    // Lots with something left, in burn order.
    active: BTreeMap<BurnKey, LotId>,
    pub(super) remaining: i128,
    pub(super) held: i128,
    pub(super) free: i128,
}

impl Lots {
    pub(super) fn get(&self, id: LotId) -> Option<&Lot> {
        self.all.get(&id)
    }

    /// A lot with something left: others have no part in anything.
    pub(super) fn left(&self, id: LotId) -> Option<&Lot> {
        self.get(id).filter(|lot| lot.remaining != 0)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Lot> {
        self.all.values()
    }

    pub(super) fn insert(&mut self, lot: Lot) {
        let id = lot.id;
        self.remaining += lot.remaining;
        self.held += lot.held;
        self.free += lot.free();
        if lot.remaining != 0 {
            self.active.insert(lot.burn_key(), id);
        }
        self.all.insert(id, lot);
    }

    /// Changes a lot; what is then below zero is a problem.
    pub(super) fn change(&mut self, id: LotId, problems: &mut Vec<Problem>, change: impl FnOnce(&mut Lot)) {
        let Some(lot) = self.all.get_mut(&id) else {
            problems.push(Problem::new(
                Law::Parts,
                "parts of lots that the wallet has",
                format!("lot {id}, which it has not"),
            ));
            return;
        };
        self.active.remove(&lot.burn_key());
        let before = lot.clone();
        change(lot);
        self.remaining += lot.remaining - before.remaining;
        self.held += lot.held - before.held;
        self.free += lot.free() - before.free();
        if lot.remaining != 0 {
            self.active.insert(lot.burn_key(), id);
        }
        let worse = |then: i128, now: i128| now < 0 && now < then;
        let names = [
            ("rest", before.rest(), lot.rest()),
            ("held", before.held, lot.held),
            ("reserved", before.reserved, lot.reserved),
        ];
        for (what, then, now) in names {
            if worse(then, now) {
                problems.push(Problem::new(
                    Law::Parts,
                    format!("no more than the {then} tokens of lot {id} ({what})"),
                    format!("{} are taken", then - now),
                ));
            }
        }
    }

    /// The first `tokens` free tokens in burn order, or as many as there are.
    pub(super) fn first_free(&self, tokens: i128) -> Vec<Part> {
        let mut missing = tokens;
        let mut parts = Vec::new();
        for lot in self.active.values().filter_map(|id| self.all.get(id)) {
            if missing <= 0 {
                break;
            }
            let taken = missing.min(lot.free());
            if taken > 0 {
                parts.push(Part { lot: lot.id, tokens: taken });
                missing -= taken;
            }
        }
        parts
    }

    /// How many of these tokens belong to frozen lots.
    pub(super) fn frozen_among(&self, parts: &[Part]) -> i128 {
        let frozen = |part: &&Part| self.left(part.lot).is_some_and(|lot| lot.frozen);
        parts.iter().filter(frozen).map(|part| part.tokens).sum()
    }
}
