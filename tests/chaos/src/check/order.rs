//! Real time: whatever begins after somebody was told something comes after it.

use std::collections::BTreeMap;

use super::{Contradiction, Evidence, Rule, Waking, line};
use crate::history::{Answer, Call};

/// What is broken, and how many balances of the past a waking broker explains.
pub(super) fn check(evidence: &Evidence<'_>, wakings: &[Waking]) -> (Vec<Contradiction>, usize) {
    let mut by_account: BTreeMap<&str, Vec<&Call>> = BTreeMap::new();
    for call in evidence.history {
        by_account.entry(&call.account).or_default().push(call);
    }
    let (mut found, mut excused) = (Vec::new(), 0);
    for calls in by_account.values() {
        for (call, known) in known_before(evidence, calls) {
            let Some(version) = version(evidence, call) else { continue };
            let (too_old, is_read) = match &call.answer {
                Answer::Balance(_) => (version < known, true),
                // A repetition is told what was decided before it.
                _ => (evidence.by_trace.contains_key(call.trace.as_str()) && version <= known, false),
            };
            if !too_old {
                continue;
            }
            if is_read && wakings.iter().any(|waking| overlaps(call, waking)) {
                excused += 1;
            } else {
                let shown = format!("{}, and version {known} was known before it began", line(call));
                found.push(Contradiction::new(Rule::Order, shown));
            }
        }
    }
    (found, excused)
}

// Each call of an account with the highest version that anybody had been told of before it began.
fn known_before<'a>(evidence: &Evidence<'_>, calls: &[&'a Call]) -> Vec<(&'a Call, u64)> {
    let mut ended: Vec<(u64, u64)> =
        calls.iter().filter_map(|call| Some((call.ended.order, version(evidence, call)?))).collect();
    ended.sort_unstable();
    let mut begun: Vec<&Call> = calls.to_vec();
    begun.sort_unstable_by_key(|call| call.began.order);
    let mut ended = ended.into_iter().peekable();
    let mut known = 0;
    let with_known = begun.into_iter().map(|call| {
        while let Some((_, version)) = ended.next_if(|(order, _)| *order < call.began.order) {
            known = known.max(version);
        }
        (call, known)
    });
    with_known.collect()
}

// The version that whoever heard the answer knows to be there: of a refusal, its entry's.
fn version(evidence: &Evidence<'_>, call: &Call) -> Option<u64> {
    match &call.answer {
        Answer::Refused { .. } => evidence.entry(call).map(|entry| entry.balance.version),
        answer => answer.version(),
    }
}

fn overlaps(call: &Call, waking: &Waking) -> bool {
    call.began.micros <= waking.to && call.ended.micros >= waking.from
}
