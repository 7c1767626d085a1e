//! The sum of all answers is the balance that was read last, without a look at the log.

use std::collections::{BTreeMap, BTreeSet};

use super::{Contradiction, Evidence, Rule};
use crate::history::{Answer, Ask, Balance, Call};

#[derive(Default)]
struct Sum {
    keys: BTreeSet<String>,
    owned: i128,
    last_read: Option<(u64, Balance)>,
}

pub(super) fn check(evidence: &Evidence<'_>) -> Vec<Contradiction> {
    let mut sums: BTreeMap<&str, Sum> = BTreeMap::new();
    for call in evidence.history {
        let Call { account, key, ask, ended, answer, .. } = call;
        let sum = sums.entry(account).or_default();
        match answer {
            Answer::Balance(balance) if sum.last_read.is_none_or(|(order, _)| order < ended.order) => {
                sum.last_read = Some((ended.order, *balance));
            }
            Answer::Done(done) if sum.keys.insert(key.clone()) => {
                sum.owned += match ask {
                    Ask::Credit { tokens } => i128::from(*tokens),
                    Ask::Spend { tokens } => -i128::from(*tokens),
                    Ask::Capture { .. } => done.moved.map_or(0, |(captured, _)| -i128::from(captured)),
                    Ask::Authorize { .. } | Ask::Release { .. } | Ask::Balance => 0,
                };
            }
            _ => {}
        }
    }
    let wrong = sums.into_iter().filter_map(|(account, Sum { owned, last_read, .. })| {
        let (_, Balance { available, held, locked, debt, version }) = last_read?;
        let read = i128::from(available) + i128::from(held) + i128::from(locked) - i128::from(debt);
        (read != owned).then(|| {
            let shown =
                format!("account {account}: answers add up to {owned}, and version {version} owns {read}");
            Contradiction::new(Rule::Sums, shown)
        })
    });
    wrong.collect()
}
