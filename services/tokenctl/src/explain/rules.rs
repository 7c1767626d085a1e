//! The rules in words: who asked, which rule decided, and by which numbers.

use contracts::convert;
use contracts::ledger::v1::ledger_event::Kind;
use contracts::ledger::v1::{
    BalanceAdjusted, CommandRefused, LedgerEvent, TokensCredited, TokensDeducted, TokensHeld, TokensReleased,
};
use contracts::reason;
use kernel::{CostRule, FailureClass, HoldId, Reason, SettlementTerms};

use super::{Context, LotChange};
use crate::audit::{Balance, Hold, Wallet, source_text};
use crate::words;

/// Who asked for what made the entry.
pub(super) fn asked(event: &LedgerEvent, partition: i32) -> String {
    let when = words::published(event.time.as_ref());
    let cause = event.cause.clone().unwrap_or_default();
    let key = if cause.idempotency_key.is_empty() {
        String::new()
    } else {
        format!(" under the key {:?}", cause.idempotency_key)
    };
    match cause.input {
        Some(input) => format!(
            "At {when} the book took in the event {} at {}/{partition}/{}{key}.",
            input.event_id, input.topic, input.offset
        ),
        None if cause.caller == "schedule" => format!("At {when} the book wrote by itself what was due."),
        None if cause.caller.is_empty() => format!("At {when} the book wrote it by itself."),
        None => format!("At {when} {} asked for it{key}.", cause.caller),
    }
}

/// What the wallet was.
pub(super) fn before(wallet: &Wallet) -> Vec<String> {
    let balance = wallet.balance();
    if balance.version == 0 {
        return vec!["Before it there was no wallet.".to_owned()];
    }
    let mut sentences = vec![format!("Before it: version {}, {}.", balance.version, amounts(&balance))];
    for lot in wallet.lots().filter(|lot| lot.remaining != 0) {
        let held = words::some(", ", lot.held, " held");
        let reserved = words::some(", ", lot.reserved, " reserved");
        let frozen = if lot.frozen { ", frozen by a dispute" } else { "" };
        let until =
            lot.expires_at.map(|moment| format!(", until {}", words::moment(moment))).unwrap_or_default();
        let source = source_text(lot.source);
        sentences.push(format!(
            "  lot {} ({source}): {} left{held}{reserved}{frozen}{until}",
            lot.id, lot.remaining
        ));
    }
    sentences
}

fn amounts(balance: &Balance) -> String {
    let Balance { available, held, locked, debt, frozen, version: _ } = balance;
    let held = words::some(", held ", *held, "");
    let locked = words::some(", locked ", *locked, "");
    let debt = words::some(", debt ", *debt, "");
    format!(
        "available {available}{held}{locked}{debt}{}",
        if *frozen { ", frozen by an operator" } else { "" }
    )
}

/// What changed, lot by lot.
pub(super) fn changed(lots: &[LotChange]) -> Vec<String> {
    if lots.is_empty() {
        return vec!["No lot changed.".to_owned()];
    }
    let line = |change: &LotChange| {
        format!("  lot {}: {} {} -> {}", change.lot, change.what, change.before, change.after)
    };
    std::iter::once("What changed:".to_owned()).chain(lots.iter().map(line)).collect()
}

/// Which rule decided, and by which numbers. No catch-all arm: a new kind does not compile until it can be explained.
pub(super) fn decided(event: &LedgerEvent, context: &Context) -> Vec<String> {
    let Some(kind) = &event.kind else {
        return vec!["It is of a kind that this tokenctl does not know.".to_owned()];
    };
    let wallet = &context.wallet;
    let says = || format!("It says: {}.", words::summary(event));
    match kind {
        Kind::WalletOpened(_) => vec!["The account was registered, so its wallet was opened.".to_owned()],
        Kind::TokensCredited(credited) => credit(credited),
        Kind::TokensHeld(held) => hold(held, wallet),
        Kind::HoldExtended(extended) => {
            let was = open(wallet, &extended.hold_id).map(|hold| words::moment(hold.expires_at)).unwrap_or_default();
            let until = words::published(extended.expires_at.as_ref());
            vec![format!("Allowed: hold {} was open until {was}, and its end moves forward, to {until}.", extended.hold_id)]
        }
        Kind::TokensDeducted(deducted) => deduction(event, deducted, wallet),
        Kind::TokensReleased(released) => release(event, released, wallet),
        Kind::LotExpired(_) => vec![
            says(),
            "Rule: what is left of a gift after its time is taken back before anything else is decided.".to_owned(),
        ],
        Kind::CommandRefused(refused) => refusal(refused, context),
        Kind::BookClaimed(_) => vec![
            says(),
            "Whatever an earlier owner still sends names an older entry, and is void.".to_owned(),
        ],
        Kind::InputRejected(_) => {
            vec![says(), "The input is kept in the dead letters (`tokenctl dlq list`).".to_owned()]
        }
        Kind::LotReserved(_) => vec![
            says(),
            "Rule: a refund on request reserves what is left of the order's lot, before the processor is asked.".to_owned(),
        ],
        Kind::LotUnreserved(_) => {
            vec![says(), "Rule: when a refund fails, what it had reserved falls back into its lot.".to_owned()]
        }
        Kind::LotRefunded(_) => vec![
            says(),
            "Rule: money that went back takes its tokens: what the refund reserved, then what is left of the lot; what holds \
             and other refunds have set aside is waited for, and what was used is owed."
                .to_owned(),
        ],
        Kind::LotFrozen(_) => {
            vec![says(), "Rule: while an order is disputed, what is left of its lot cannot be used.".to_owned()]
        }
        Kind::LotUnfrozen(_) => {
            vec![says(), "Rule: a dispute that is won frees the lot, unless another stands against it.".to_owned()]
        }
        Kind::TokensClawedBack(_) => vec![
            says(),
            "Rule: a lost dispute takes back the whole order: what is left of the lot; what was used is owed.".to_owned(),
        ],
        Kind::DebtRepaid(_) => {
            vec![says(), "Rule: free tokens repay a debt before anything else is decided.".to_owned()]
        }
        Kind::WalletFrozen(_) | Kind::WalletUnfrozen(_) => vec![
            says(),
            "Rule: nothing new is held or spent from a frozen wallet; work under way, credits, refunds and disputes go on."
                .to_owned(),
        ],
        Kind::BalanceAdjusted(adjusted) => vec![says(), evidence(adjusted)],
    }
}

fn evidence(adjusted: &BalanceAdjusted) -> String {
    let evidence = adjusted.warrant.as_ref().map(|it| it.evidence.as_str()).unwrap_or_default();
    let about = words::about(adjusted.reference.as_ref());
    format!(
        "It was done by hand{about}; evidence: {}.",
        if evidence.is_empty() { "none given" } else { evidence }
    )
}

fn open<'w>(wallet: &'w Wallet, hold: &str) -> Option<&'w Hold> {
    wallet.hold(convert::id::<HoldId>("hold_id", hold).ok()?)
}

fn credit(credited: &TokensCredited) -> Vec<String> {
    let source = source_text(credited.source());
    let mut sentences = vec![format!(
        "{} tokens came in as {source}{}, and are lot {}.",
        credited.tokens,
        words::about(credited.reference.as_ref()),
        credited.lot_id
    )];
    if credited.debt_repaid > 0 {
        sentences.push(format!("Rule: a credit repays debt first: {} of them did.", credited.debt_repaid));
    }
    if credited.lot_frozen {
        sentences.push(
            "The lot is frozen from the start: a dispute of its order had been told before.".to_owned(),
        );
    }
    match &credited.expires_at {
        Some(moment) => {
            sentences
                .push(format!("What is left of it at {} is taken back.", words::published(Some(moment))));
        }
        None => sentences.push("They never expire.".to_owned()),
    }
    sentences
}

fn parts(parts: &[contracts::ledger::v1::LotPart]) -> String {
    let text: Vec<_> = parts.iter().map(|part| format!("{} of lot {}", part.tokens, part.lot_id)).collect();
    if text.is_empty() { "no tokens".to_owned() } else { text.join(", ") }
}

fn hold(held: &TokensHeld, wallet: &Wallet) -> Vec<String> {
    let available = wallet.balance().available;
    let mut sentences = vec![
        format!(
            "Allowed: {} tokens{} are no more than the {available} available.",
            held.tokens,
            words::about(held.reference.as_ref())
        ),
        format!(
            "In the order of spending (gifts first, then older lots) it set aside {}.",
            parts(&held.lots)
        ),
        format!(
            "It releases itself at {} unless it is extended.",
            words::published(held.expires_at.as_ref())
        ),
    ];
    if let Some(terms) = held.terms.clone().and_then(|terms| SettlementTerms::try_from(terms).ok()) {
        sentences.push(format!(
            "Its terms (policy {}): success {}, a technical failure {}, prohibited content {}, stopped by the user {}; at most {} \
             beyond the hold.",
            terms.policy_version,
            rule(terms.on_success),
            rule(terms.on_technical_failure),
            rule(terms.on_prohibited_content),
            rule(terms.on_cancelled_by_user),
            terms.over_capture_limit.get()
        ));
    }
    sentences
}

fn rule(rule: CostRule) -> String {
    match rule {
        CostRule::Release => "costs nothing".to_owned(),
        CostRule::CaptureAll => "costs the whole hold".to_owned(),
        CostRule::CaptureActual => "costs what was delivered".to_owned(),
        CostRule::CaptureFixed(tokens) => format!("costs {}", tokens.get()),
    }
}

// A settlement by an event, and the rule of the hold's terms that set its price.
fn settlement(event: &LedgerEvent, hold: &Hold, reason: Option<Reason>, charged: bool) -> Option<String> {
    event.cause.as_ref()?.input.as_ref()?;
    let terms = &hold.terms;
    let (what, rule_of) = match reason.map(|reason| (reason, reason.class())) {
        None if charged => ("it succeeded".to_owned(), terms.on_success),
        // A release without a reason is a success that costs nothing.
        None => ("it ended".to_owned(), CostRule::Release),
        Some((reason, FailureClass::ProhibitedContent)) => {
            (format!("it was prohibited ({reason})"), terms.on_prohibited_content)
        }
        Some((reason, FailureClass::CancelledByUser)) => {
            (format!("its user stopped it ({reason})"), terms.on_cancelled_by_user)
        }
        Some((reason, FailureClass::Technical | FailureClass::Refused)) => {
            (format!("it failed for a technical reason ({reason})"), terms.on_technical_failure)
        }
    };
    Some(format!(
        "The work ended: {what}. By the hold's own terms (policy {}), that {}.",
        terms.policy_version,
        rule(rule_of)
    ))
}

fn deduction(event: &LedgerEvent, deducted: &TokensDeducted, wallet: &Wallet) -> Vec<String> {
    let mut sentences = Vec::new();
    match open(wallet, &deducted.hold_id) {
        None => sentences.push(format!(
            "Allowed: {} tokens{} are no more than the {} available; taken in the order of spending: {}.",
            deducted.tokens,
            words::about(deducted.reference.as_ref()),
            wallet.balance().available,
            parts(&deducted.lots)
        )),
        Some(hold) => {
            let reason = reason::from_number(deducted.reason);
            sentences.extend(settlement(event, hold, reason, true));
            sentences.push(format!(
                "Hold {} had {} of {} left{}.",
                hold.id,
                hold.remaining(),
                hold.authorized,
                words::about(hold.reference.as_ref())
            ));
            sentences.push(format!("It was charged {}: {}.", deducted.tokens, parts(&deducted.lots)));
            if deducted.over_captured_tokens > 0 {
                sentences.push(format!(
                    "{} of them lie beyond the hold: its terms allow {} more, and {} were available; taken from {}.",
                    deducted.over_captured_tokens,
                    hold.over_capture_left(),
                    wallet.balance().available,
                    parts(&deducted.over_captured_lots)
                ));
            }
            sentences.push(if deducted.hold_closed {
                format!("The hold ended with it, and gave back {}.", parts(&deducted.released_lots))
            } else {
                "The hold stays open for the rest.".to_owned()
            });
        }
    }
    if !deducted.reason_detail.is_empty() {
        sentences.push(format!("The category: {}.", deducted.reason_detail));
    }
    if deducted.list_tokens > 0 {
        let promotion = &deducted.promotion_id;
        sentences.push(format!(
            "The price before discounts was {}; promotion {promotion} made the difference.",
            deducted.list_tokens
        ));
    }
    sentences
}

fn release(event: &LedgerEvent, released: &TokensReleased, wallet: &Wallet) -> Vec<String> {
    let reason = reason::from_number(released.reason);
    let mut sentences = Vec::new();
    if let Some(hold) = open(wallet, &released.hold_id) {
        if reason == Some(Reason::HoldExpired) {
            sentences.push(format!(
                "Rule: a hold releases itself when its time is up, which was {}.",
                words::moment(hold.expires_at)
            ));
        } else {
            sentences.extend(settlement(event, hold, reason, false));
        }
        sentences.push(format!("Hold {} ended{}.", hold.id, words::about(hold.reference.as_ref())));
    }
    let free = released.tokens.saturating_sub(released.frozen_tokens);
    sentences.push(format!("It gave back {}; {free} of them are free again.", parts(&released.lots)));
    sentences
}

fn refusal(refused: &CommandRefused, context: &Context) -> Vec<String> {
    let Some(reason) = reason::from_number(refused.reason) else {
        return vec!["It was refused without a reason that this tokenctl knows.".to_owned()];
    };
    let tokens = words::some(" of ", refused.tokens, " tokens");
    let about = words::about(refused.reference.as_ref());
    let mut sentences =
        vec![format!("Denied: {}{tokens}{about} was refused with {reason}.", refused.command)];
    sentences.push(because(refused, reason, context));
    sentences.push(
        "A refusal changes nothing, and stays the answer to this key: ask again under a new one.".to_owned(),
    );
    sentences
}

fn because(refused: &CommandRefused, reason: Reason, context: &Context) -> String {
    let wallet = &context.wallet;
    let balance = wallet.balance();
    let asked = i128::from(refused.tokens);
    match reason {
        Reason::InsufficientTokens => insufficient(refused, wallet),
        Reason::HoldNotOpen => {
            let id = convert::id::<HoldId>("hold_id", &refused.hold_id).ok();
            match id.and_then(|id| context.ended.get(&id)) {
                Some((offset, how)) => {
                    format!(
                        "Hold {} was ended before, by the entry at offset {offset} ({how}).",
                        refused.hold_id
                    )
                }
                None => format!("This account never had a hold {}.", refused.hold_id),
            }
        }
        Reason::CaptureExceedsTerms => match open(wallet, &refused.hold_id) {
            Some(hold) => format!(
                "The hold has {} left and its terms allow {} beyond it, {} in all: {} too few.",
                hold.remaining(),
                hold.over_capture_left(),
                hold.remaining() + hold.over_capture_left(),
                asked - hold.remaining() - hold.over_capture_left()
            ),
            None => "It goes beyond what the hold and its terms allow.".to_owned(),
        },
        Reason::WalletFrozen => match &context.frozen {
            Some((offset, how)) => format!("The wallet is {how} (the entry at offset {offset})."),
            None => "The wallet is frozen.".to_owned(),
        },
        Reason::InvalidInput if refused.command == "ExtendHold" => {
            let until =
                open(wallet, &refused.hold_id).map(|hold| words::moment(hold.expires_at)).unwrap_or_default();
            format!("A hold's end moves forward only, and it is at {until} already.")
        }
        Reason::InvalidInput => "The moment at which it would end had passed already.".to_owned(),
        Reason::AmountOverflow => format!(
            "A wallet owns and owes at most 2^63 - 1 tokens; there are {}, and {asked} more do not fit.",
            balance.available + balance.held + balance.locked
        ),
        Reason::Conflict => "The same was told before, or something later has overtaken it.".to_owned(),
        Reason::NotFound => "What it is about was never credited to this account.".to_owned(),
        Reason::OrderDisputed => "The order's payment is disputed: it cannot be refunded too.".to_owned(),
        Reason::NothingToRefund => {
            "Nothing of the order's lot is left that is not used, held, reserved or taken back.".to_owned()
        }
        other => format!("The rule behind {other} has no numbers to show."),
    }
}

fn insufficient(refused: &CommandRefused, wallet: &Wallet) -> String {
    let balance = wallet.balance();
    let asked = i128::from(refused.tokens);
    let there = balance.available + balance.held + balance.locked;
    let (needed, whence) = match open(wallet, &refused.hold_id) {
        Some(hold) => {
            let beyond = asked - hold.remaining();
            (
                beyond,
                format!(
                    "The hold has {} left, so that {beyond} would come from free tokens. ",
                    hold.remaining()
                ),
            )
        }
        None => (asked, String::new()),
    };
    let missing = needed - balance.available;
    let why = if balance.debt > 0 {
        format!("nothing is available while {} are owed", balance.debt)
    } else {
        format!("of the {there} there, {} are held and {} locked", balance.held, balance.locked)
    };
    format!("{whence}{needed} are needed and {} are available: {missing} too few ({why}).", balance.available)
}
