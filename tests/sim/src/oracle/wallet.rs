//! A wallet by the plain rules of the design, as slowly as it comes: lists, and everything summed up anew each time.
//!
//! Written separately from the ledger's domain, and not to be made faster or cleverer: its worth is that it can be checked by
//! reading. What the ledger should have written comes out as the JSON of its published form, so that nothing of the
//! ledger's own code takes part in the comparison.

use kernel::SettlementTerms;
use serde_json::{Value, json};

use super::form::{Parts, flag, lots, moment, number, object, reference, sum, terms_of, warrant};
use super::reversal::Order;
use crate::asked::{About, Asked, Call, Fact, Time, Warrant};

/// The most tokens that a wallet owns, and the most that it owes.
pub(super) const MOST: u64 = 9_223_372_036_854_775_807;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lot {
    pub(crate) id: String,
    gift: bool,
    expires_at: Option<Time>,
    born: u64,
    pub(crate) left: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hold {
    pub(crate) id: String,
    pub(crate) authorized: u64,
    pub(crate) captured: u64,
    pub(crate) over_captured: u64,
    /// What is still held, by lot.
    pub(crate) parts: Vec<(String, u64)>,
    pub(crate) expires_at: Time,
    pub(super) terms: SettlementTerms,
    pub(super) about: About,
}

impl Hold {
    pub(super) fn left(&self) -> u64 {
        self.parts.iter().map(|(_, tokens)| tokens).sum()
    }
}

/// One account's tokens after so many entries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Wallet {
    pub(crate) version: u64,
    pub(crate) debt: u64,
    pub(crate) lots: Vec<Lot>,
    pub(crate) holds: Vec<Hold>,
    /// Whether an operator froze it.
    pub(crate) frozen: bool,
    /// What was told of purchases.
    pub(super) orders: Vec<Order>,
    // For the law of conservation: what came in, and what went out in which way.
    issued: u128,
    pub(super) used: u128,
    expired: u128,
    pub(super) taken_back: u128,
    adjusted: u128,
}

/// What must stand in the entry: the name of its kind, and its content.
pub(crate) type Wanted = (&'static str, Value);

/// Why something must be refused.
pub(super) type Refused = &'static str;

impl Wallet {
    fn held_of(&self, lot: &str) -> u64 {
        let parts = self.holds.iter().flat_map(|hold| &hold.parts);
        parts.filter(|(of, _)| of == lot).map(|(_, tokens)| tokens).sum()
    }

    /// What nothing has set aside.
    pub(super) fn rest_of(&self, lot: &Lot) -> u64 {
        lot.left - self.held_of(&lot.id) - self.order(&lot.id).reserved()
    }

    fn free_of(&self, lot: &Lot) -> u64 {
        if self.order(&lot.id).is_disputed() { 0 } else { self.rest_of(lot) }
    }

    /// All that is free, whatever is owed.
    fn free(&self) -> u64 {
        self.lots.iter().map(|lot| self.free_of(lot)).sum()
    }

    pub(super) fn frozen_among(&self, parts: &Parts) -> u64 {
        let frozen = parts.iter().filter(|(lot, _)| self.order(lot).is_disputed());
        frozen.map(|(_, tokens)| tokens).sum()
    }

    /// What is there, and neither available nor held.
    pub(crate) fn locked(&self) -> u64 {
        let there: u64 = self.lots.iter().map(|lot| lot.left).sum();
        there - self.held() - self.available()
    }

    pub(crate) fn held(&self) -> u64 {
        self.holds.iter().map(Hold::left).sum()
    }

    pub(crate) fn available(&self) -> u64 {
        if self.debt > 0 { 0 } else { self.free() }
    }

    pub(crate) fn hold(&self, id: &str) -> Option<&Hold> {
        self.holds.iter().find(|hold| hold.id == id)
    }

    /// The balance as an entry states it.
    pub(crate) fn balance(&self) -> Value {
        object(vec![
            ("available", number(self.available())),
            ("held", number(self.held())),
            ("debt", number(self.debt)),
            ("locked", number(self.locked())),
            ("frozen", flag(self.frozen)),
            ("version", number(self.version)),
        ])
    }

    /// What came in is what is there, what was used and what expired, less what is owed.
    pub(crate) fn is_conserved(&self) -> bool {
        let there: u128 = self.lots.iter().map(|lot| u128::from(lot.left)).sum();
        let gone = self.used + self.expired + self.taken_back + self.adjusted;
        self.issued + u128::from(self.debt) == there + gone
    }

    /// Something that is due by this moment, and so must have been written before anything else.
    pub(crate) fn due(&self, at: Time) -> Option<String> {
        if let Some(order) = self.orders.iter().find(|order| self.waiting(order).is_some()) {
            return Some(format!("what the order {} still has to give back", order.id));
        }
        if self.debt > 0 && self.free() > 0 {
            return Some(format!("the repayment of a debt of {} from {}", self.debt, self.free()));
        }
        if let Some(hold) = self.holds.iter().find(|hold| hold.expires_at <= at) {
            return Some(format!("the hold {} expired at {}", hold.id, hold.expires_at));
        }
        let lot = self
            .lots
            .iter()
            .find(|lot| lot.expires_at.is_some_and(|moment| moment <= at) && self.free_of(lot) > 0)?;
        Some(format!("the lot {} expired", lot.id))
    }

    /// What the book must write by itself, given what it claims to have done, such as that this hold or lot has expired.
    pub(crate) fn expire(&mut self, at: Time, kind: &str, body: &Value) -> Result<Wanted, String> {
        let id = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let wanted = match kind {
            "tokensReleased" => {
                let hold = self.hold(&id("holdId")).ok_or("a hold expires that is not open")?.clone();
                if hold.expires_at > at {
                    return Err(format!("a hold expires at {at}, before its time {}", hold.expires_at));
                }
                self.release(&hold, Some("REASON_HOLD_EXPIRED"))
            }
            "lotExpired" => {
                let id = id("lotId");
                let lot = self.lots.iter().find(|lot| lot.id == id).ok_or("no such lot expires")?.clone();
                if lot.expires_at.is_none_or(|moment| moment > at) {
                    return Err(format!("a lot expires at {at}, before its time {:?}", lot.expires_at));
                }
                let tokens = self.free_of(&lot);
                if tokens == 0 {
                    return Err("a lot expires of which nothing is free".to_owned());
                }
                self.take(&id, tokens);
                self.expired += u128::from(tokens);
                ("lotExpired", object(vec![("lotId", json!(id)), ("tokens", number(tokens))]))
            }
            "lotRefunded" | "tokensClawedBack" => self.take_what_waited(&id("lotId"))?,
            "debtRepaid" => {
                let tokens = self.debt.min(self.free());
                if tokens == 0 {
                    return Err("there is no debt, or nothing to repay it from".to_owned());
                }
                let parts = self.burn(tokens);
                self.debt -= tokens;
                self.remove(&parts);
                ("debtRepaid", object(vec![("tokens", number(tokens)), ("lots", lots(&parts))]))
            }
            other => return Err(format!("the schedule wrote {other}")),
        };
        self.version += 1;
        Ok(wanted)
    }

    /// What the answer to this must be, now; `entry` is the id of the entry that gives it.
    pub(crate) fn answer(&mut self, entry: &str, at: Time, asked: &Asked) -> Wanted {
        let outcome = match asked {
            Asked::Call(call) => self.call(entry, at, call),
            Asked::Fact(fact) => self.fact(entry, fact),
        };
        self.version += 1;
        outcome.unwrap_or_else(|reason| self.refused(asked, reason))
    }

    fn call(&mut self, entry: &str, at: Time, call: &Call) -> Result<Wanted, Refused> {
        match call {
            Call::Authorize { tokens, terms, expires_at, about } => {
                if *expires_at <= at {
                    return Err("REASON_INVALID_INPUT");
                }
                self.not_frozen()?;
                let parts = self.choose(*tokens)?;
                let wanted = object(vec![
                    ("holdId", json!(entry)),
                    ("tokens", number(*tokens)),
                    ("lots", lots(&parts)),
                    ("expiresAt", moment(*expires_at)),
                    ("terms", terms_of(terms)),
                    ("reference", reference(about)),
                ]);
                self.holds.push(Hold {
                    id: entry.to_owned(),
                    authorized: *tokens,
                    captured: 0,
                    over_captured: 0,
                    parts,
                    expires_at: *expires_at,
                    terms: terms.clone(),
                    about: about.clone(),
                });
                Ok(("tokensHeld", wanted))
            }
            Call::Capture { hold, tokens, last } => {
                let hold = self.open(hold)?;
                let over = tokens.saturating_sub(hold.left());
                if over > 0 {
                    // What the hold covers was granted before a freeze.
                    self.not_frozen()?;
                }
                if over > hold.terms.over_capture_limit.get().saturating_sub(hold.over_captured) {
                    return Err("REASON_CAPTURE_EXCEEDS_TERMS");
                }
                self.charge(&hold, *tokens, *last, vec![])
            }
            Call::Release { hold, cancelled } => {
                let hold = self.open(hold)?;
                Ok(self.release(&hold, cancelled.then_some("REASON_CANCELLED_BY_USER")))
            }
            Call::Extend { hold, expires_at } => {
                if *expires_at < self.open(hold)?.expires_at {
                    return Err("REASON_INVALID_INPUT");
                }
                for open in &mut self.holds {
                    if open.id == *hold {
                        open.expires_at = *expires_at;
                    }
                }
                let wanted = vec![("holdId", json!(hold)), ("expiresAt", moment(*expires_at))];
                Ok(("holdExtended", object(wanted)))
            }
            Call::Spend { tokens, about } => {
                self.not_frozen()?;
                let parts = self.choose(*tokens)?;
                self.use_up(&parts);
                Ok((
                    "tokensDeducted",
                    object(vec![
                        ("tokens", number(*tokens)),
                        ("lots", lots(&parts)),
                        ("reference", reference(about)),
                    ]),
                ))
            }
            Call::Freeze(_) if self.frozen => Err("REASON_CONFLICT"),
            Call::Freeze(by) => {
                self.frozen = true;
                Ok(("walletFrozen", json!({"warrant": warrant(by)})))
            }
            Call::Unfreeze(_) if !self.frozen => Err("REASON_CONFLICT"),
            Call::Unfreeze(by) => {
                self.frozen = false;
                Ok(("walletUnfrozen", json!({"warrant": warrant(by)})))
            }
            Call::Give { tokens, about, warrant } => self.give(entry, *tokens, about, warrant),
            Call::Take { tokens, allow_debt, about, warrant } => {
                self.take_by_hand(*tokens, *allow_debt, about, warrant)
            }
        }
    }

    fn not_frozen(&self) -> Result<(), Refused> {
        if self.frozen { Err("REASON_WALLET_FROZEN") } else { Ok(()) }
    }

    fn fact(&mut self, entry: &str, fact: &Fact) -> Result<Wanted, Refused> {
        match fact {
            Fact::Registered => Ok(("walletOpened", json!({}))),
            Fact::Paid { order, tokens } => {
                if self.order(order).bought.is_some() {
                    return Err("REASON_CONFLICT");
                }
                let repaid = self.add(order, *tokens, false, None)?;
                self.change_order(order, |order| order.bought = Some(*tokens));
                Ok((
                    "tokensCredited",
                    object(vec![
                        ("lotId", json!(order)),
                        ("tokens", number(*tokens)),
                        ("source", json!("LOT_SOURCE_PURCHASE")),
                        ("debtRepaid", number(repaid)),
                        ("lotFrozen", flag(self.order(order).is_disputed())),
                        ("reference", json!({"kind": "order", "id": order})),
                    ]),
                ))
            }
            Fact::Granted { promotion, tokens, expires_at, .. } => {
                let repaid = self.add(entry, *tokens, true, *expires_at)?;
                Ok((
                    "tokensCredited",
                    object(vec![
                        ("lotId", json!(entry)),
                        ("tokens", number(*tokens)),
                        ("source", json!("LOT_SOURCE_PROMOTION")),
                        ("expiresAt", expires_at.map_or(Value::Null, moment)),
                        ("debtRepaid", number(repaid)),
                        ("reference", json!({"kind": "promotion", "id": promotion})),
                    ]),
                ))
            }
            Fact::Refund { refund, order, news } => self.refund(refund, order, *news),
            Fact::Dispute { dispute, order, news } => self.dispute(dispute, order, *news),
            Fact::Ended { hold, ending, .. } => {
                let hold = self.open(hold)?;
                self.settle(&hold, ending)
            }
        }
    }

    /// Adds a lot, less what repays the debt; gives that.
    fn add(&mut self, id: &str, tokens: u64, gift: bool, expires_at: Option<Time>) -> Result<u64, Refused> {
        let there: u64 = self.lots.iter().map(|lot| lot.left).sum();
        if u128::from(there) + u128::from(tokens) > u128::from(MOST) {
            return Err("REASON_AMOUNT_OVERFLOW");
        }
        let repaid = self.debt.min(tokens);
        self.debt -= repaid;
        self.issued += u128::from(tokens);
        if tokens > repaid {
            let (id, left) = (id.to_owned(), tokens - repaid);
            self.lots.push(Lot { id, gift, expires_at, born: self.version, left });
        }
        Ok(repaid)
    }

    fn give(&mut self, entry: &str, tokens: u64, about: &About, by: &Warrant) -> Result<Wanted, Refused> {
        let repaid = self.add(entry, tokens, false, None)?;
        let credit =
            vec![("lotId", json!(entry)), ("tokens", number(tokens)), ("debtRepaid", number(repaid))];
        Ok(adjusted(about, by, "credit", object(credit)))
    }

    fn take_by_hand(
        &mut self,
        tokens: u64,
        allow_debt: bool,
        about: &About,
        by: &Warrant,
    ) -> Result<Wanted, Refused> {
        let there = tokens.min(self.available());
        let owed = tokens - there;
        if owed > 0 && !allow_debt {
            return Err("REASON_INSUFFICIENT_TOKENS");
        }
        if u128::from(self.debt) + u128::from(owed) > u128::from(MOST) {
            return Err("REASON_AMOUNT_OVERFLOW");
        }
        let parts = self.burn(there);
        self.remove(&parts);
        self.debt += owed;
        self.adjusted += u128::from(tokens);
        let debit = vec![("tokens", number(tokens)), ("lots", lots(&parts)), ("debtAdded", number(owed))];
        Ok(adjusted(about, by, "debit", object(debit)))
    }

    /// The lots that so many available tokens come from.
    pub(super) fn choose(&self, tokens: u64) -> Result<Parts, Refused> {
        if tokens > self.available() { Err("REASON_INSUFFICIENT_TOKENS") } else { Ok(self.burn(tokens)) }
    }

    /// The lots of so many free tokens: gifts before others, sooner expiring gifts before later ones, older lots before newer.
    fn burn(&self, tokens: u64) -> Parts {
        let mut lots = self.lots.clone();
        lots.sort_by_key(|lot| {
            let expiry = lot.expires_at.filter(|_| lot.gift);
            (!lot.gift, expiry.is_none(), expiry, lot.born)
        });
        let (mut missing, mut chosen) = (tokens, Vec::new());
        for lot in lots {
            let taken = missing.min(self.free_of(&lot));
            if taken > 0 {
                missing -= taken;
                chosen.push((lot.id, taken));
            }
        }
        chosen
    }

    pub(super) fn use_up(&mut self, parts: &Parts) {
        self.used += u128::from(sum(parts));
        self.remove(parts);
    }

    fn remove(&mut self, parts: &Parts) {
        for (lot, tokens) in parts {
            self.take(lot, *tokens);
        }
    }

    pub(super) fn take(&mut self, id: &str, tokens: u64) {
        for lot in &mut self.lots {
            if lot.id == id {
                lot.left -= tokens;
            }
        }
        self.lots.retain(|lot| lot.left > 0);
    }

    pub(super) fn lot(&self, id: &str) -> Option<&Lot> {
        self.lots.iter().find(|lot| lot.id == id)
    }
}

fn adjusted(about: &About, by: &Warrant, which: &'static str, what: Value) -> Wanted {
    // An adjustment of nothing would be an empty object; none is asked for.
    let fields = vec![("warrant", warrant(by)), ("reference", reference(about)), (which, what)];
    ("balanceAdjusted", object(fields))
}
