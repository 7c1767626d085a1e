//! Each answer by itself, and all answers under one key.

use super::{Contradiction, Evidence, Rule, line};
use crate::books::{Claim, Effect, Entry};
use crate::history::{Answer, Ask, Balance, Call, Done, NoEffect};

/// Refusals that the callers' requests can deserve.
const DESERVED: [&str; 3] = ["INSUFFICIENT_TOKENS", "HOLD_NOT_OPEN", "CAPTURE_EXCEEDS_TERMS"];

/// The clock of an entry is read a little apart from its caller's.
const CLOCK_MICROS: i64 = 2_000;

pub(super) fn check(evidence: &Evidence<'_>) -> Vec<Contradiction> {
    let mut found = Vec::new();
    for call in evidence.history {
        let problem = match &call.answer {
            Answer::Done(done) => committed(evidence, call, done),
            Answer::Refused { reason, available } => refused(evidence, call, reason, *available),
            Answer::NoEffect(why) => no_effect(evidence, call, *why),
            Answer::KeyReused => key_reused(evidence, call),
            Answer::Unexpected(_) => Some((Rule::Expected, String::new())),
            Answer::Balance(_) | Answer::Unknown(_) => None,
        };
        found.extend(
            problem.map(|(rule, there)| Contradiction::new(rule, format!("{}; {there}", line(call)))),
        );
    }
    found
}

type Problem = Option<(Rule, String)>;

fn committed(evidence: &Evidence<'_>, call: &Call, done: &Done) -> Problem {
    let wrong = |there: String| Some((Rule::Committed, there));
    let Some(entry) = evidence.entry(call) else {
        return wrong("the books have nothing under this key".into());
    };
    let told = (&done.entry, done.partition, done.offset, done.balance);
    if told != (&entry.id, entry.partition, entry.offset, entry.balance) {
        return wrong(format!("the entry is {entry:?}"));
    }
    if does(&call.ask, &entry.effect) && tells(done, &entry.effect) {
        return None;
    }
    wrong(format!("the entry is {entry:?}"))
}

// Whether the effect is what was asked for.
fn does(ask: &Ask, effect: &Effect) -> bool {
    match (ask, effect) {
        (Ask::Credit { tokens }, Effect::Credited(did)) | (Ask::Spend { tokens }, Effect::Spent(did)) => {
            tokens == did
        }
        (Ask::Authorize { tokens, .. }, Effect::Held { tokens: did, .. }) => tokens == did,
        (Ask::Capture { hold, tokens, .. }, Effect::Captured { hold: of, tokens: did, .. }) => {
            hold == of && tokens == did
        }
        (Ask::Release { hold }, Effect::Released { hold: of, .. }) => hold == of,
        _ => false,
    }
}

// Whether the answer says what the effect was.
fn tells(done: &Done, effect: &Effect) -> bool {
    match effect {
        Effect::Held { hold, .. } => done.hold.as_ref() == Some(hold),
        Effect::Captured { tokens, released, .. } => done.moved == Some((*tokens, *released)),
        Effect::Released { tokens, .. } => done.moved == Some((0, *tokens)),
        _ => done.hold.is_none() && done.moved.is_none(),
    }
}

fn refused(evidence: &Evidence<'_>, call: &Call, reason: &str, available: u64) -> Problem {
    if !DESERVED.contains(&reason) {
        return Some((Rule::Expected, "no request here deserves this".into()));
    }
    let is_it = |entry: &&Entry| {
        matches!(&entry.effect, Effect::Refused(stated) if stated == reason)
            && entry.balance.available == available
    };
    match evidence.entry(call) {
        entry if entry.as_ref().is_some_and(is_it) => None,
        entry => Some((Rule::Refused, format!("the books have {entry:?}"))),
    }
}

fn no_effect(evidence: &Evidence<'_>, call: &Call, why: NoEffect) -> Problem {
    if let Some(entry) = evidence.by_trace.get(call.trace.as_str()) {
        return Some((Rule::NoEffect, format!("this very attempt made {entry:?}")));
    }
    if why != NoEffect::NotApplied {
        return None;
    }
    let within = (call.began.micros - CLOCK_MICROS)..=(call.ended.micros + CLOCK_MICROS);
    let of_it = |claim: &&Claim| claim.partition == call.partition && within.contains(&claim.micros);
    let Some(claim) = evidence.books.claims.iter().find(of_it) else {
        return Some((Rule::NotApplied, "nobody claimed the book meanwhile".into()));
    };
    let entry = evidence.entry(call).filter(|entry| entry.offset < claim.offset)?;
    Some((Rule::NotApplied, format!("before the claim at {} stands {entry:?}", claim.offset)))
}

fn key_reused(evidence: &Evidence<'_>, call: &Call) -> Problem {
    let wrong = |there: String| Some((Rule::KeyReused, there));
    let attempts = evidence.attempts.get(&(call.account.as_str(), call.key.as_str()));
    let another = |other: &&Call| other.ask != call.ask && other.began.order < call.ended.order;
    if !attempts.into_iter().flatten().copied().any(|other| another(&other)) {
        return wrong("nobody had asked for anything else under it".into());
    }
    let entry = evidence.entry(call)?;
    if entry.trace == call.trace {
        return wrong(format!("this very attempt made {entry:?}"));
    }
    // The other request may have been on its way then, and lost: after that the key is as good as new.
    let is_same = evidence.asked(entry).is_some_and(|decided| decided.ask == call.ask);
    let was_there = entry.micros <= call.ended.micros;
    if is_same && was_there { wrong(format!("the books have this very request: {entry:?}")) } else { None }
}

/// What must be true of all attempts under a key together.
pub(super) fn check_keys(evidence: &Evidence<'_>) -> Vec<Contradiction> {
    let mut found = Vec::new();
    for ((account, key), entries) in &evidence.by_key {
        let of = format!("account {account} key {key:?}");
        if let [_, _, ..] = entries.as_slice() {
            found.push(Contradiction::new(Rule::Once, format!("{of} has {entries:?}")));
        }
        for entry in entries {
            let asked = evidence.asked(entry);
            if asked.is_none_or(|call| (call.account.as_str(), call.key.as_str()) != (*account, *key)) {
                found.push(Contradiction::new(Rule::Once, format!("{of}: nobody asked for {entry:?}")));
            }
        }
    }
    for ((account, key), attempts) in &evidence.attempts {
        let of = format!("account {account} key {key:?}");
        for group in by_request(attempts) {
            let mut outcomes = group.iter().filter(|call| told_outcome(call));
            let first = outcomes.next();
            let differs = |other: &&&Call| Some(&other.answer) != first.map(|first| &first.answer);
            if let (Some(first), Some(other)) = (first, outcomes.clone().find(differs)) {
                let shown = format!("{of}: {}; and then {}", line(first), line(other));
                found.push(Contradiction::new(Rule::Known, shown));
            }
            if !group.iter().any(|call| call.answer.is_outcome()) {
                found.push(Contradiction::new(
                    Rule::Known,
                    format!("{of} never had an outcome for {:?}", group[0].ask),
                ));
            }
        }
    }
    for call in evidence.history {
        if let Answer::Balance(told) = &call.answer
            && !is_of_the_books(evidence, &call.account, told)
        {
            found.push(Contradiction::new(Rule::Balance, line(call)));
        }
    }
    found
}

fn told_outcome(call: &Call) -> bool {
    matches!(call.answer, Answer::Done(_) | Answer::Refused { .. })
}

// Those who asked the same.
fn by_request<'a>(attempts: &[&'a Call]) -> Vec<Vec<&'a Call>> {
    let mut groups: Vec<Vec<&'a Call>> = Vec::new();
    for call in attempts {
        match groups.iter_mut().find(|group| group.iter().any(|other| other.ask == call.ask)) {
            Some(group) => group.push(call),
            None => groups.push(vec![call]),
        }
    }
    groups
}

fn is_of_the_books(evidence: &Evidence<'_>, account: &str, told: &Balance) -> bool {
    if told.version == 0 {
        return *told == Balance::default();
    }
    let there = evidence.wallets.get(account).and_then(|balances| {
        let place = usize::try_from(told.version).ok()?.checked_sub(1)?;
        balances.get(place)
    });
    there == Some(told)
}
