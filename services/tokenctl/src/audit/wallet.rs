//! One wallet, computed from the facts of its entries.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use contracts::common;
use contracts::convert;
use contracts::ledger::v1::balance_adjusted::Adjustment;
use contracts::ledger::v1::ledger_event::Kind;
use contracts::ledger::v1::{
    BalanceAdjusted, CommandRefused, DebtRepaid, LedgerEvent, LotExpired, LotSource, TokensCredited,
};
use contracts::reason;
use kernel::{HoldId, LotId, Reason};
use serde::Serialize;

use super::holds::expect_sum;
use super::lots::{self, Lots, Part, show};
use super::{Hold, Law, Lot, Problem, Reversal};

/// A wallet seen at one version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Balance {
    /// What can be spent or held: none while there is a debt.
    pub available: i128,
    /// What open holds have set aside.
    pub held: i128,
    /// There, and neither available nor held.
    pub locked: i128,
    /// What is owed.
    pub debt: i128,
    /// Whether an operator froze it.
    pub frozen: bool,
    /// The number of the last entry.
    pub version: u64,
}

/// One account's tokens.
#[derive(Debug, Clone, Default)]
pub struct Wallet {
    pub(super) version: u64,
    pub(super) frozen: bool,
    pub(super) debt: i128,
    pub(super) lots: Lots,
    pub(super) holds: BTreeMap<HoldId, Hold>,
    pub(super) closed: BTreeSet<HoldId>,
    pub(super) reversals: HashMap<LotId, Reversal>,
    // By how much the last entry's balance differed from ours: a difference that stays is one finding, not one for each entry after it.
    drift: Balance,
}

/// What the rules need to know of an entry beside its kind.
pub(super) struct At<'a> {
    pub(super) entry: &'a str,
    pub(super) time: DateTime<Utc>,
    /// Whether the entry's time is the clock's, and not the time of its predecessor because the clock was set back.
    pub(super) clock_is_sure: bool,
}

impl At<'_> {
    /// What an entry makes has the entry's id.
    pub(super) fn expect_new_id(&self, what: &str, id: &str, problems: &mut Vec<Problem>) {
        if id != self.entry {
            problems.push(Problem::new(
                Law::Form,
                format!("a {what} with the id of its entry"),
                id.to_owned(),
            ));
        }
    }
}

impl Wallet {
    /// The wallet as its owner sees it.
    pub fn balance(&self) -> Balance {
        let Lots { remaining, held, free, .. } = self.lots;
        let available = if self.debt == 0 { free } else { 0 };
        Balance {
            available,
            held,
            locked: remaining - held - available,
            debt: self.debt,
            frozen: self.frozen,
            version: self.version,
        }
    }

    /// All its lots, used up or not.
    pub fn lots(&self) -> impl Iterator<Item = &Lot> {
        self.lots.all()
    }

    /// A lot.
    pub fn lot(&self, id: LotId) -> Option<&Lot> {
        self.lots.get(id)
    }

    /// Its open holds.
    pub fn holds(&self) -> impl Iterator<Item = &Hold> {
        self.holds.values()
    }

    /// An open hold.
    pub fn hold(&self, id: HoldId) -> Option<&Hold> {
        self.holds.get(&id)
    }

    /// Whether a hold was open once and is not any more.
    pub fn was_settled(&self, id: HoldId) -> bool {
        self.closed.contains(&id)
    }

    /// What refunds and disputes have done to a purchase.
    pub fn reversal(&self, lot: LotId) -> Option<&Reversal> {
        self.reversals.get(&lot)
    }

    /// What nothing has set aside and nothing has frozen, whatever is owed.
    pub const fn free(&self) -> i128 {
        self.lots.free
    }

    /// Applies an entry of this account, and says what is wrong with it. `previous_time` is that of the partition's entry before it.
    ///
    /// The wallet then is what the entries say, also where that is wrong.
    pub fn apply(&mut self, event: &LedgerEvent, previous_time: Option<DateTime<Utc>>) -> Vec<Problem> {
        let mut problems = Vec::new();
        let time = match convert::time("time", event.time.as_ref()) {
            Ok(time) => time,
            Err(error) => {
                problems.push(Problem::new(Law::Form, "the time of the entry", error.to_string()));
                DateTime::UNIX_EPOCH
            }
        };
        let at = At {
            entry: &event.id,
            time,
            clock_is_sure: previous_time.is_none_or(|previous| time > previous),
        };
        let before = self.balance();
        self.change(event, &at, &mut problems);
        let next = before.version.saturating_add(1);
        if event.wallet_version != next {
            let found = format!("version {}", event.wallet_version);
            problems.push(Problem::new(Law::Versions, format!("version {next}"), found));
        }
        self.version = event.wallet_version;
        self.compare(event, &mut problems);
        problems
    }

    // No catch-all arm: a new kind does not compile until its facts are checked here.
    fn change(&mut self, event: &LedgerEvent, at: &At<'_>, problems: &mut Vec<Problem>) {
        match event.kind.as_ref() {
            None => problems.push(Problem::new(
                Law::Form,
                "a kind of entry that this tokenctl knows",
                "another: the books are of a later version",
            )),
            Some(Kind::BookClaimed(_) | Kind::InputRejected(_)) => {
                let found = "it names an account";
                problems.push(Problem::new(Law::Form, "an entry about the book, not about a wallet", found));
            }
            Some(Kind::WalletOpened(_)) => {}
            Some(Kind::TokensCredited(credited)) => self.credited(credited, at, problems),
            Some(Kind::TokensHeld(held)) => self.held(held, at, problems),
            Some(Kind::HoldExtended(extended)) => self.extended(extended, at, problems),
            Some(Kind::TokensDeducted(deducted)) => self.deducted(deducted, at, problems),
            Some(Kind::TokensReleased(released)) => self.released(released, at, problems),
            Some(Kind::LotExpired(expired)) => self.expired(expired, at, problems),
            Some(Kind::CommandRefused(refused)) => self.refused(refused, problems),
            Some(Kind::LotReserved(reserved)) => self.lot_reserved(reserved, problems),
            Some(Kind::LotUnreserved(unreserved)) => self.lot_unreserved(unreserved, problems),
            Some(Kind::LotRefunded(refunded)) => self.lot_refunded(refunded, problems),
            Some(Kind::LotFrozen(frozen)) => self.lot_frozen(frozen, problems),
            Some(Kind::LotUnfrozen(unfrozen)) => self.lot_unfrozen(unfrozen, problems),
            Some(Kind::TokensClawedBack(clawed)) => self.clawed_back(clawed, problems),
            Some(Kind::DebtRepaid(repaid)) => self.debt_repaid(repaid, problems),
            Some(Kind::WalletFrozen(_)) => self.set_frozen(true, problems),
            Some(Kind::WalletUnfrozen(_)) => self.set_frozen(false, problems),
            Some(Kind::BalanceAdjusted(adjusted)) => self.adjusted(adjusted, at, problems),
        }
    }

    fn credited(&mut self, credited: &TokensCredited, at: &At<'_>, problems: &mut Vec<Problem>) {
        let expires_at = match convert::optional_time("expires_at", credited.expires_at.as_ref()) {
            Ok(moment) => moment,
            Err(error) => {
                problems.push(Problem::new(Law::Form, "a moment", error.to_string()));
                None
            }
        };
        let source = credited.source();
        if source == LotSource::Unspecified {
            problems.push(Problem::new(Law::Form, "where the tokens came from", "nothing"));
        }
        if source != LotSource::Promotion
            && let Some(moment) = expires_at
        {
            let found = format!("it expires at {moment}");
            problems.push(Problem::new(Law::Expiry, "only gifts expire", found));
        }
        let of_order = credited.reference.as_ref().filter(|it| it.kind == "order").map(|it| it.id.as_str());
        // An order's lot has the order's id (older books: the entry's), any other the entry's.
        if source != LotSource::Purchase || of_order != Some(credited.lot_id.as_str()) {
            at.expect_new_id("lot", &credited.lot_id, problems);
        }
        let Ok(id) = convert::id::<LotId>("lot_id", &credited.lot_id) else { return };
        let disputed = self.reversals.get(&id).is_some_and(Reversal::is_disputed);
        if credited.lot_frozen != disputed {
            let expected = format!("a lot that is born {}", if disputed { "frozen" } else { "usable" });
            problems.push(Problem::new(Law::Reversals, expected, "the contrary"));
        }
        self.add_lot(
            &Lot {
                id,
                source,
                expires_at,
                version: 0,
                credited: credited.tokens.into(),
                remaining: 0,
                held: 0,
                reserved: 0,
                frozen: credited.lot_frozen,
            },
            credited.debt_repaid.into(),
            problems,
        );
    }

    fn add_lot(&mut self, lot: &Lot, debt_repaid: i128, problems: &mut Vec<Problem>) {
        if self.lots.get(lot.id).is_some() {
            let found = format!("lot {} was credited before", lot.id);
            problems.push(Problem::new(Law::Once, "a new lot", found));
            return;
        }
        let first = self.debt.min(lot.credited);
        if debt_repaid != first {
            problems.push(Problem::new(
                Law::Debt,
                format!("{first} of {} tokens repay the debt of {}", lot.credited, self.debt),
                debt_repaid.to_string(),
            ));
        }
        self.debt -= debt_repaid;
        let remaining = lot.credited - debt_repaid;
        self.lots.insert(Lot { remaining, version: self.version.saturating_add(1), ..lot.clone() });
    }

    fn expired(&mut self, expired: &LotExpired, at: &At<'_>, problems: &mut Vec<Problem>) {
        let Ok(id) = convert::id::<LotId>("lot_id", &expired.lot_id) else {
            problems.push(Problem::new(Law::Form, "a lot's id", expired.lot_id.clone()));
            return;
        };
        if let Some(lot) = self.lots.get(id) {
            match lot.expires_at {
                None => {
                    let found = format!("a {} without an end", lots::source_text(lot.source));
                    problems.push(Problem::new(Law::Expiry, "a gift whose time is up", found));
                }
                Some(moment) if moment > at.time => {
                    let found = format!("one that lives until {moment}");
                    problems.push(Problem::new(Law::Expiry, "a gift whose time is up", found));
                }
                Some(_) => {}
            }
            if lot.free() != i128::from(expired.tokens) {
                let expected = format!("all {} free tokens of the lot", lot.free());
                problems.push(Problem::new(Law::Expiry, expected, expired.tokens.to_string()));
            }
        }
        self.lots.change(id, problems, |lot| lot.remaining -= i128::from(expired.tokens));
    }

    fn debt_repaid(&mut self, repaid: &DebtRepaid, problems: &mut Vec<Problem>) {
        let parts = lots::parts(&repaid.lots, problems);
        let tokens = i128::from(repaid.tokens);
        expect_sum(&parts, tokens, "what was repaid", problems);
        let most = self.debt.min(self.lots.free);
        if tokens != most {
            problems.push(Problem::new(
                Law::Debt,
                format!("{most} tokens repay the debt"),
                tokens.to_string(),
            ));
        }
        self.expect_order(tokens, &parts, problems);
        self.debt -= tokens;
        for part in &parts {
            self.lots.change(part.lot, problems, |lot| lot.remaining -= part.tokens);
        }
    }

    fn adjusted(&mut self, adjusted: &BalanceAdjusted, at: &At<'_>, problems: &mut Vec<Problem>) {
        if adjusted.warrant.as_ref().is_none_or(|warrant| warrant.actor.is_empty()) {
            problems.push(Problem::new(Law::Form, "who corrected the balance", "nobody"));
        }
        match &adjusted.adjustment {
            None => problems.push(Problem::new(Law::Form, "a credit or a debit", "neither")),
            Some(Adjustment::Credit(credit)) => {
                at.expect_new_id("lot", &credit.lot_id, problems);
                let Ok(id) = convert::id::<LotId>("lot_id", &credit.lot_id) else { return };
                let lot = Lot {
                    id,
                    source: LotSource::Adjustment,
                    expires_at: None,
                    version: 0,
                    credited: credit.tokens.into(),
                    remaining: 0,
                    held: 0,
                    reserved: 0,
                    frozen: false,
                };
                self.add_lot(&lot, credit.debt_repaid.into(), problems);
            }
            Some(Adjustment::Debit(debit)) => {
                let parts = lots::parts(&debit.lots, problems);
                let tokens = i128::from(debit.tokens) - i128::from(debit.debt_added);
                expect_sum(&parts, tokens, "what was taken", problems);
                let most = i128::from(debit.tokens).min(self.balance().available);
                if tokens != most {
                    let expected = format!("{most} of {} tokens taken, the rest owed", debit.tokens);
                    problems.push(Problem::new(Law::Debt, expected, tokens.to_string()));
                }
                self.expect_order(tokens, &parts, problems);
                self.debt += i128::from(debit.debt_added);
                for part in &parts {
                    self.lots.change(part.lot, problems, |lot| lot.remaining -= part.tokens);
                }
            }
        }
    }

    fn set_frozen(&mut self, frozen: bool, problems: &mut Vec<Problem>) {
        if self.frozen == frozen {
            let found = if frozen { "it was frozen before" } else { "it was not frozen" };
            problems.push(Problem::new(Law::Freezing, "a wallet is frozen, then unfrozen", found));
        }
        self.frozen = frozen;
    }

    // A reason that can be checked by numbers must hold.
    fn refused(&self, refused: &CommandRefused, problems: &mut Vec<Problem>) {
        let holds =
            |text: &str| convert::id::<HoldId>("hold_id", text).is_ok_and(|id| self.holds.contains_key(&id));
        let available = self.balance().available;
        let unfounded = match (refused.command.as_str(), reason::from_number(refused.reason)) {
            (_, None) => Some(("a reason", "none".to_owned())),
            ("Authorize" | "Spend", Some(Reason::InsufficientTokens)) => {
                (i128::from(refused.tokens) <= available).then(|| {
                    (
                        "too few tokens",
                        format!("{} were asked for, and {available} available", refused.tokens),
                    )
                })
            }
            (_, Some(Reason::HoldNotOpen)) => holds(&refused.hold_id)
                .then(|| ("a hold that is not open", format!("hold {} is", refused.hold_id))),
            (_, Some(Reason::WalletFrozen)) => {
                (!self.frozen).then(|| ("a frozen wallet", "it is not frozen".to_owned()))
            }
            _ => None,
        };
        if let Some((expected, found)) = unfounded {
            problems.push(Problem::new(Law::Refusals, expected, found));
        }
    }

    fn compare(&mut self, event: &LedgerEvent, problems: &mut Vec<Problem>) {
        let Some(stated) = &event.balance_after else {
            problems.push(Problem::new(Law::Form, "the balance after the entry", "none"));
            return;
        };
        if stated.version != event.wallet_version {
            let found = format!("version {} in its balance", stated.version);
            problems.push(Problem::new(Law::Form, format!("version {}", event.wallet_version), found));
        }
        let ours = self.balance();
        let theirs = stated_balance(stated);
        let drift = Balance {
            available: theirs.available - ours.available,
            held: theirs.held - ours.held,
            locked: theirs.locked - ours.locked,
            debt: theirs.debt - ours.debt,
            frozen: theirs.frozen != ours.frozen,
            version: 0,
        };
        if drift != self.drift {
            self.drift = drift;
            let law = match event.kind {
                Some(Kind::CommandRefused(_)) => Law::Refusals,
                _ => Law::Balance,
            };
            problems.push(Problem::new(law, show_balance(&ours), show_balance(&theirs)));
        }
    }

    pub(super) fn expect_unfrozen(&self, what: &str, problems: &mut Vec<Problem>) {
        if self.frozen {
            problems.push(Problem::new(Law::Freezing, format!("no {}", what.trim_start_matches("a ")), what));
        }
    }

    /// Tokens are available, taken in the order of spending, and not of a gift whose time is up.
    pub(super) fn expect_free(&self, tokens: i128, parts: &[Part], at: &At<'_>, problems: &mut Vec<Problem>) {
        let available = self.balance().available;
        if tokens > available {
            let expected = format!("no more than the {available} available tokens");
            problems.push(Problem::new(Law::Balance, expected, tokens.to_string()));
        }
        self.expect_order(tokens, parts, problems);
        for lot in parts.iter().filter_map(|part| self.lots.get(part.lot)) {
            if let Some(moment) = lot.expires_at
                && at.clock_is_sure
                && moment <= at.time
            {
                let found = format!("lot {}, whose time was up at {moment}", lot.id);
                problems.push(Problem::new(Law::Expiry, "nothing expired is used", found));
            }
        }
    }

    fn expect_order(&self, tokens: i128, parts: &[Part], problems: &mut Vec<Problem>) {
        let expected = self.lots.first_free(tokens);
        if expected != parts && lots::sum(&expected) == lots::sum(parts) {
            problems.push(Problem::new(Law::BurnOrder, show(&expected), show(parts)));
        }
    }
}

/// A balance as an entry states it.
pub(super) fn stated_balance(stated: &common::v1::Balance) -> Balance {
    Balance {
        available: stated.available.into(),
        held: stated.held.into(),
        locked: stated.locked.into(),
        debt: stated.debt.into(),
        frozen: stated.frozen,
        version: stated.version,
    }
}

fn show_balance(balance: &Balance) -> String {
    let Balance { available, held, locked, debt, frozen, version: _ } = balance;
    let frozen = if *frozen { ", frozen" } else { "" };
    format!("available {available}, held {held}, locked {locked}, debt {debt}{frozen}")
}
