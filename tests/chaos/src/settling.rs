//! When all is well again: everything has to serve, and what nobody knows is found out.

use std::collections::BTreeMap;
use std::time::Duration;

use futures::{StreamExt as _, stream};
use tokio::time::{Instant, sleep};

use crate::callers::{Callers, Subject};
use crate::check::{Contradiction, Rule};
use crate::history::{Answer, Ask, Call, Way};

/// How long the whole may take to serve again, and to tell all outcomes.
const PATIENCE: Duration = Duration::from_mins(2);

/// How soon to ask again.
const AGAIN: Duration = Duration::from_millis(100);

/// How long a call may take here.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Questions at the same time.
const TOGETHER: usize = 16;

/// Requests with a known outcome that are asked again, spread over all of them.
const REPEATED: usize = 1_500;

/// Asks until there is an outcome, or time is up: all attempts.
async fn insist(
    callers: &Callers,
    subject: &Subject,
    key: &str,
    ask: &Ask,
    first: usize,
    until: Instant,
) -> Vec<Call> {
    let mut calls = Vec::new();
    loop {
        let way = Way::Unary((first + calls.len()) % callers.instances());
        let call = callers.attempt(subject, key, ask, way, TIMEOUT).await;
        let is_known = call.answer.is_outcome() || matches!(call.answer, Answer::Balance(_));
        calls.push(call);
        if is_known || Instant::now() > until {
            return calls;
        }
        sleep(AGAIN).await;
    }
}

/// Credits each wallet for the first time.
pub(crate) async fn open(
    callers: &Callers,
    subjects: &[Subject],
    credit: impl Fn(usize) -> u64,
) -> Vec<Call> {
    let until = Instant::now() + PATIENCE;
    let credits = subjects.iter().enumerate().map(|(number, subject)| {
        let ask = Ask::Credit { tokens: credit(number) };
        async move { insist(callers, subject, "first", &ask, number, until).await }
    });
    stream::iter(credits).buffer_unordered(TOGETHER).concat().await
}

/// Waits until every instance answers for every wallet; how long it took, or who does not.
pub(crate) async fn serves(
    callers: &Callers,
    subjects: &[Subject],
    calls: &mut Vec<Call>,
) -> Result<Duration, Contradiction> {
    let begun = Instant::now();
    for instance in 0..callers.instances() {
        for subject in subjects {
            loop {
                let call = callers.attempt(subject, "", &Ask::Balance, Way::Unary(instance), TIMEOUT).await;
                let is_served = matches!(call.answer, Answer::Balance(_));
                let last = call.answer.clone();
                calls.push(call);
                if is_served {
                    break;
                }
                if begun.elapsed() > PATIENCE {
                    let shown = format!(
                        "{PATIENCE:?} after all was well, instance {instance} does not answer for partition {}: {last:?}",
                        subject.partition
                    );
                    return Err(Contradiction::new(Rule::Serves, shown));
                }
                sleep(AGAIN).await;
            }
        }
    }
    Ok(begun.elapsed())
}

/// Asks again for what nobody knows, and for some of what is known; and reads every balance at last.
pub(crate) async fn find_out(callers: &Callers, subjects: &[Subject], history: &[Call]) -> Vec<Call> {
    let until = Instant::now() + PATIENCE;
    let again = to_ask_again(history, REPEATED);
    let asking = again.into_iter().enumerate().map(|(number, call)| async move {
        let subject = Subject { account: call.account.clone(), partition: call.partition };
        insist(callers, &subject, &call.key, &call.ask, number, until).await
    });
    let mut calls = stream::iter(asking).buffer_unordered(TOGETHER).concat().await;
    for (number, subject) in subjects.iter().enumerate() {
        calls.extend(insist(callers, subject, "", &Ask::Balance, number, until).await);
    }
    calls
}

/// Every request without an outcome, and some of the others.
fn to_ask_again(history: &[Call], known: usize) -> Vec<&Call> {
    let mut requests: BTreeMap<(&str, &str), Vec<(&Call, bool)>> = BTreeMap::new();
    for call in history.iter().filter(|call| !call.key.is_empty()) {
        let under_key = requests.entry((&call.account, &call.key)).or_default();
        let is_known = call.answer.is_outcome();
        match under_key.iter_mut().find(|(other, _)| other.ask == call.ask) {
            Some((_, before)) => *before |= is_known,
            None => under_key.push((call, is_known)),
        }
    }
    let (told, untold): (Vec<_>, Vec<_>) =
        requests.into_values().flatten().partition(|(_, is_known)| *is_known);
    let every = told.len().div_ceil(known.max(1)).max(1);
    untold.into_iter().chain(told.into_iter().step_by(every)).map(|(call, _)| call).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::Moment;

    #[test]
    fn all_that_nobody_knows_is_asked_again_and_some_of_the_rest() {
        let call = |key: &str, tokens, answer: Answer| Call {
            account: "a".into(),
            partition: 0,
            key: key.into(),
            trace: String::new(),
            way: Way::Unary(0),
            ask: Ask::Spend { tokens },
            began: Moment::default(),
            ended: Moment::default(),
            answer,
        };
        let unknown = || Answer::Unknown(String::new());
        let history = [
            call("told later", 1, unknown()),
            call("told later", 1, Answer::KeyReused),
            call("two requests", 1, Answer::KeyReused),
            call("two requests", 2, unknown()),
            call("never told", 1, unknown()),
            call("", 1, unknown()),
            call("told", 1, Answer::KeyReused),
        ];
        let keys = |known| -> Vec<(&str, &Ask)> {
            to_ask_again(&history, known).into_iter().map(|call| (call.key.as_str(), &call.ask)).collect()
        };
        let (one, two) = (Ask::Spend { tokens: 1 }, Ask::Spend { tokens: 2 });
        assert_eq!(keys(1), [("never told", &one), ("two requests", &two), ("told", &one)]);
        assert_eq!(keys(100).len(), 5);
    }
}
