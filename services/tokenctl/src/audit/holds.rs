//! Holds, from the entry that makes one to the entry that ends it.

use chrono::{DateTime, Utc};
use contracts::common::v1::Reference;
use contracts::convert;
use contracts::ledger::v1::{HoldExtended, TokensDeducted, TokensHeld, TokensReleased};
use contracts::reason;
use kernel::{HoldId, LotId, Reason, SettlementTerms};
use serde::Serialize;

use super::lots::{self, Part, show};
use super::wallet::{At, Wallet};
use super::{Law, Problem};

/// An open hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hold {
    /// Its id.
    pub id: HoldId,
    /// Tokens held at first.
    pub authorized: i128,
    /// Charged so far, beyond the hold included.
    pub captured: i128,
    /// Charged so far beyond the hold.
    pub over_captured: i128,
    /// When it releases itself.
    pub expires_at: DateTime<Utc>,
    /// What each outcome costs.
    pub terms: SettlementTerms,
    /// What it is for.
    pub reference: Option<Reference>,
    parts: Vec<Part>,
}

impl Hold {
    /// What it still sets aside.
    pub fn remaining(&self) -> i128 {
        lots::sum(&self.parts)
    }

    /// What it still sets aside, by lot.
    pub fn parts(&self) -> impl Iterator<Item = (LotId, i128)> {
        self.parts.iter().map(|part| (part.lot, part.tokens))
    }

    /// How far a charge may still go beyond it.
    pub fn over_capture_left(&self) -> i128 {
        i128::from(self.terms.over_capture_limit.get()) - self.over_captured
    }

    // The first `tokens` of what it sets aside, in its order, and the rest.
    fn split(&self, tokens: i128) -> (Vec<Part>, Vec<Part>) {
        let (mut first, mut rest, mut missing) = (Vec::new(), Vec::new(), tokens);
        for part in &self.parts {
            let taken = missing.min(part.tokens).max(0);
            missing -= taken;
            if taken > 0 {
                first.push(Part { tokens: taken, ..*part });
            }
            if part.tokens > taken {
                rest.push(Part { tokens: part.tokens - taken, ..*part });
            }
        }
        (first, rest)
    }

    fn take(&mut self, parts: &[Part]) {
        for part in parts {
            if let Some(kept) = self.parts.iter_mut().find(|kept| kept.lot == part.lot) {
                kept.tokens -= part.tokens;
            }
        }
        self.parts.retain(|kept| kept.tokens > 0);
    }
}

impl Wallet {
    pub(super) fn held(&mut self, held: &TokensHeld, at: &At<'_>, problems: &mut Vec<Problem>) {
        let parts = lots::parts(&held.lots, problems);
        let tokens = i128::from(held.tokens);
        at.expect_new_id("hold", &held.hold_id, problems);
        expect_sum(&parts, tokens, "the tokens held", problems);
        self.expect_unfrozen("a hold", problems);
        self.expect_free(tokens, &parts, at, problems);
        for part in &parts {
            self.lots.change(part.lot, problems, |lot| lot.held += part.tokens);
        }
        let read = || {
            let terms = held.terms.clone().ok_or_else(|| convert::Malformed::missing("terms"))?;
            Ok(Hold {
                id: convert::id("hold_id", &held.hold_id)?,
                authorized: tokens,
                captured: 0,
                over_captured: 0,
                expires_at: convert::time("expires_at", held.expires_at.as_ref())?,
                terms: SettlementTerms::try_from(terms)?,
                reference: held.reference.clone(),
                parts: parts.clone(),
            })
        };
        match read() {
            Ok(made) => {
                if made.expires_at <= at.time {
                    let found = format!("one that expired at {}", made.expires_at);
                    problems.push(Problem::new(Law::Holds, "a hold that lives on", found));
                }
                if self.holds.insert(made.id, made).is_some() {
                    problems.push(Problem::new(Law::Holds, "a new hold", "one that is open already"));
                }
            }
            Err(error) => {
                let error: convert::Malformed = error;
                problems.push(Problem::new(Law::Form, "a whole hold", error.to_string()));
            }
        }
    }

    pub(super) fn extended(&mut self, extended: &HoldExtended, at: &At<'_>, problems: &mut Vec<Problem>) {
        let until = convert::time("expires_at", extended.expires_at.as_ref());
        let Some(id) = self.open_hold(&extended.hold_id, at, problems) else { return };
        let Some(hold) = self.holds.get_mut(&id) else { return };
        match until {
            Ok(until) if until < hold.expires_at => {
                let found = format!("it moves back from {} to {until}", hold.expires_at);
                problems.push(Problem::new(Law::Holds, "a hold's end moves forward only", found));
                hold.expires_at = until;
            }
            Ok(until) => hold.expires_at = until,
            Err(error) => problems.push(Problem::new(Law::Form, "a moment", error.to_string())),
        }
    }

    pub(super) fn deducted(&mut self, deducted: &TokensDeducted, at: &At<'_>, problems: &mut Vec<Problem>) {
        let parts = lots::parts(&deducted.lots, problems);
        let over = lots::parts(&deducted.over_captured_lots, problems);
        let released = lots::parts(&deducted.released_lots, problems);
        expect_sum(&over, deducted.over_captured_tokens.into(), "what was taken beyond the hold", problems);
        expect_sum(&released, deducted.released_tokens.into(), "what was given back", problems);
        let from_hold = i128::from(deducted.tokens) - lots::sum(&over);
        expect_sum(&parts, from_hold, "the tokens used", problems);
        if deducted.hold_id.is_empty() {
            self.expect_unfrozen("a spend", problems);
            self.expect_free(deducted.tokens.into(), &parts, at, problems);
            if !over.is_empty() || !released.is_empty() {
                let found = format!("{} beyond one, {} given back", show(&over), show(&released));
                problems.push(Problem::new(Law::Holds, "a spend has no hold", found));
            }
            for part in parts.iter().chain(&over) {
                self.lots.change(part.lot, problems, |lot| lot.remaining -= part.tokens);
            }
            return;
        }
        let Some(id) = self.open_hold(&deducted.hold_id, at, problems) else {
            // It moves tokens all the same: one finding must not hide the next.
            for part in &parts {
                self.lots.change(part.lot, problems, |lot| lot.remaining -= part.tokens);
            }
            return;
        };
        self.charge(id, deducted, &Charge { parts, over, released }, at, problems);
    }

    fn charge(
        &mut self,
        id: HoldId,
        deducted: &TokensDeducted,
        charge: &Charge,
        at: &At<'_>,
        problems: &mut Vec<Problem>,
    ) {
        let Charge { parts, over, released } = charge;
        let Some(mut hold) = self.holds.remove(&id) else { return };
        let (first, rest) = hold.split(lots::sum(parts));
        if first != *parts {
            problems.push(Problem::new(Law::Holds, format!("of the hold: {}", show(&first)), show(parts)));
        }
        if !over.is_empty() {
            self.expect_unfrozen("a charge beyond the hold", problems);
            self.expect_free(lots::sum(over), over, at, problems);
            if !rest.is_empty() {
                problems.push(Problem::new(
                    Law::Holds,
                    "the hold is used up before free tokens",
                    show(&rest),
                ));
            }
        }
        if lots::sum(over) > hold.over_capture_left() {
            problems.push(Problem::new(
                Law::Holds,
                format!("at most {} beyond the hold", hold.over_capture_left()),
                lots::sum(over).to_string(),
            ));
        }
        let given_back = if deducted.hold_closed { rest } else { Vec::new() };
        if given_back != *released {
            problems.push(Problem::new(
                Law::Holds,
                format!("{} given back", show(&given_back)),
                show(released),
            ));
        }
        self.expect_frozen(released, deducted.released_frozen_tokens.into(), problems);
        for part in parts {
            self.lots.change(part.lot, problems, |lot| {
                lot.held -= part.tokens;
                lot.remaining -= part.tokens;
            });
        }
        for part in over {
            self.lots.change(part.lot, problems, |lot| lot.remaining -= part.tokens);
        }
        for part in released {
            self.lots.change(part.lot, problems, |lot| lot.held -= part.tokens);
        }
        hold.take(parts);
        hold.take(released);
        hold.captured += i128::from(deducted.tokens);
        hold.over_captured += lots::sum(over);
        if deducted.hold_closed {
            self.closed.insert(id);
        } else {
            self.holds.insert(id, hold);
        }
    }

    pub(super) fn released(&mut self, released: &TokensReleased, at: &At<'_>, problems: &mut Vec<Problem>) {
        let parts = lots::parts(&released.lots, problems);
        expect_sum(&parts, released.tokens.into(), "the tokens given back", problems);
        let expires = reason::from_number(released.reason) == Some(Reason::HoldExpired);
        let found = if expires {
            self.named_hold(&released.hold_id, problems)
        } else {
            self.open_hold(&released.hold_id, at, problems)
        };
        let Some(id) = found else { return };
        let Some(hold) = self.holds.remove(&id) else { return };
        self.closed.insert(id);
        if expires && hold.expires_at > at.time {
            let expected = format!("a hold whose time is up at {}", at.time);
            problems.push(Problem::new(Law::Expiry, expected, format!("it lives until {}", hold.expires_at)));
        }
        if hold.parts != parts {
            problems.push(Problem::new(
                Law::Holds,
                format!("{} given back", show(&hold.parts)),
                show(&parts),
            ));
        }
        self.expect_frozen(&parts, released.frozen_tokens.into(), problems);
        for part in &parts {
            self.lots.change(part.lot, problems, |lot| lot.held -= part.tokens);
        }
    }

    // A hold that is open and whose time is not up: what is due comes before anything else.
    fn open_hold(&self, text: &str, at: &At<'_>, problems: &mut Vec<Problem>) -> Option<HoldId> {
        let id = self.named_hold(text, problems)?;
        let hold = self.holds.get(&id)?;
        if at.clock_is_sure && hold.expires_at <= at.time {
            let found = format!("its time was up at {}", hold.expires_at);
            problems.push(Problem::new(Law::Expiry, "a hold that lives on", found));
        }
        Some(id)
    }

    fn named_hold(&self, text: &str, problems: &mut Vec<Problem>) -> Option<HoldId> {
        let id = match convert::id("hold_id", text) {
            Ok(id) => id,
            Err(error) => {
                problems.push(Problem::new(Law::Form, "a hold's id", error.to_string()));
                return None;
            }
        };
        if self.holds.contains_key(&id) {
            return Some(id);
        }
        let found = if self.closed.contains(&id) { "was settled before" } else { "was never made" };
        problems.push(Problem::new(Law::Holds, "a hold that is open", format!("hold {id} {found}")));
        None
    }

    fn expect_frozen(&self, parts: &[Part], stated: i128, problems: &mut Vec<Problem>) {
        let frozen = self.lots.frozen_among(parts);
        if frozen != stated {
            let expected = format!("{frozen} tokens fall back into frozen lots");
            problems.push(Problem::new(Law::Reversals, expected, stated.to_string()));
        }
    }
}

struct Charge {
    parts: Vec<Part>,
    over: Vec<Part>,
    released: Vec<Part>,
}

pub(super) fn expect_sum(parts: &[Part], tokens: i128, what: &str, problems: &mut Vec<Problem>) {
    let sum = lots::sum(parts);
    if sum != tokens {
        problems.push(Problem::new(
            Law::Parts,
            format!("parts that add up to {what}, {tokens}"),
            format!("they add up to {sum}"),
        ));
    }
}
