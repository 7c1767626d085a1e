//! A true history, and every way in which it can be falsified.

use super::*;
use crate::books::{Claim, Effect};
use crate::history::{Answer, Ask, Done, Moment, NoEffect, Way};

/// The first attempt of a call begins at ten times its number, and is answered five later.
fn call(number: u64, key: &str, ask: Ask, answer: Answer) -> Call {
    let moment = |order: u64| Moment { order, micros: i64::try_from(order).unwrap() * 1_000_000 };
    Call {
        account: "a".into(),
        partition: 1,
        key: key.into(),
        trace: format!("t{number}"),
        way: Way::Unary(0),
        ask,
        began: moment(number * 10),
        ended: moment(number * 10 + 5),
        answer,
    }
}

fn balance(available: u64, held: u64, version: u64) -> Balance {
    Balance { available, held, version, ..Balance::default() }
}

/// The entry that the attempt of this number made.
fn entry(number: u64, offset: i64, key: &str, effect: Effect, balance: Balance) -> Entry {
    Entry {
        partition: 1,
        offset,
        id: format!("e{offset}"),
        micros: i64::try_from(number).unwrap() * 10_000_000 + 2_000_000,
        account: "a".into(),
        key: key.into(),
        trace: format!("t{number}"),
        balance,
        effect,
    }
}

fn claim(offset: i64, second: i64) -> Claim {
    Claim { partition: 1, offset, micros: second * 1_000_000, instance: "ledger-0".into() }
}

fn done(entry: &Entry, hold: Option<&str>, moved: Option<(u64, u64)>) -> Answer {
    Answer::Done(Done {
        entry: entry.id.clone(),
        partition: entry.partition,
        offset: entry.offset,
        balance: entry.balance,
        hold: hold.map(str::to_owned),
        moved,
    })
}

/// Credited, spent (the first attempt was not applied, the second not answered), held, captured, refused, repeated, repeated otherwise, read.
fn truth() -> (Vec<Call>, Books) {
    let hold = || "h".to_owned();
    let books = Books {
        entries: vec![
            entry(1, 1, "credit", Effect::Credited(100), balance(100, 0, 1)),
            entry(3, 3, "spend", Effect::Spent(30), balance(70, 0, 2)),
            entry(5, 4, "hold", Effect::Held { hold: hold(), tokens: 20 }, balance(50, 20, 3)),
            entry(
                6,
                5,
                "capture",
                Effect::Captured { hold: hold(), tokens: 15, released: 5 },
                balance(55, 0, 4),
            ),
            entry(7, 6, "much", Effect::Refused("INSUFFICIENT_TOKENS".into()), balance(55, 0, 5)),
        ],
        claims: vec![claim(0, 1), claim(2, 23)],
        void: 0,
    };
    let (spend, much) = (Ask::Spend { tokens: 30 }, Ask::Spend { tokens: 1_000 });
    let refused = || Answer::Refused { reason: "INSUFFICIENT_TOKENS".into(), available: 55 };
    let capture = Ask::Capture { hold: hold(), tokens: 15, last: true };
    let of = |place: usize| &books.entries[place];
    let history = vec![
        call(1, "credit", Ask::Credit { tokens: 100 }, done(of(0), None, None)),
        call(2, "spend", spend.clone(), Answer::NoEffect(NoEffect::NotApplied)),
        call(3, "spend", spend.clone(), Answer::Unknown("UNAVAILABLE".into())),
        call(4, "spend", spend.clone(), done(of(1), None, None)),
        call(5, "hold", Ask::Authorize { tokens: 20, expires_at: 9 }, done(of(2), Some("h"), None)),
        call(6, "capture", capture, done(of(3), None, Some((15, 5)))),
        call(7, "much", much.clone(), refused()),
        call(8, "much", much, refused()),
        call(9, "spend", spend.otherwise(), Answer::KeyReused),
        call(10, "", Ask::Balance, Answer::Balance(balance(55, 0, 5))),
    ];
    (history, books)
}

fn broken(history: &[Call], books: &Books) -> Vec<Rule> {
    let mut rules: Vec<_> =
        check(history, books, &[]).contradictions.iter().map(|contradiction| contradiction.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}

#[test]
fn what_is_true_passes() {
    let (history, books) = truth();
    let checked = check(&history, &books, &[]);
    assert_eq!(checked, Checked::default());
}

/// Falsifies the history or the books, and names the rules that must notice.
type Falsified = (&'static str, fn(&mut Vec<Call>, &mut Books), &'static [Rule]);

const FALSIFIED: &[Falsified] = &[
    (
        "an answered entry is lost",
        |_, books| drop(books.entries.remove(1)),
        &[Rule::Committed, Rule::Balance],
    ),
    (
        "an answer was told before its entry was acknowledged, and another entry stands there",
        |_, books| books.entries[1].id = "another".into(),
        &[Rule::Committed],
    ),
    (
        "another version was told",
        |history, _| told(&mut history[3]).balance.version = 3,
        &[Rule::Committed, Rule::Order],
    ),
    (
        "another balance was told",
        |history, _| told(&mut history[3]).balance.available = 71,
        &[Rule::Committed],
    ),
    ("another offset was told", |history, _| told(&mut history[3]).offset = 4, &[Rule::Committed]),
    ("another hold was told", |history, _| told(&mut history[4]).hold = Some("g".into()), &[Rule::Committed]),
    (
        "another charge was told",
        |history, _| told(&mut history[5]).moved = Some((14, 6)),
        &[Rule::Committed, Rule::Sums],
    ),
    (
        "more was charged than asked for",
        |_, books| books.entries[1].effect = Effect::Spent(31),
        &[Rule::Committed],
    ),
    (
        "something else was done than asked for",
        |_, books| books.entries[0].effect = Effect::Other("a debit"),
        &[Rule::Committed],
    ),
    ("a refusal was charged", |_, books| books.entries[4].effect = Effect::Spent(1_000), &[Rule::Refused]),
    ("a refusal has no entry", |_, books| drop(books.entries.pop()), &[Rule::Refused, Rule::Balance]),
    (
        "a refusal that nobody deserves",
        |history, _| history[6].answer = Answer::Refused { reason: "WALLET_FROZEN".into(), available: 55 },
        &[Rule::Known, Rule::Expected],
    ),
    (
        "what was told not to be applied was applied by that very attempt",
        |_, books| books.entries[1].trace = "t2".into(),
        &[Rule::NoEffect],
    ),
    (
        "what was told to be too late was decided",
        |history, _| history[2].answer = Answer::NoEffect(NoEffect::DeadlinePassed),
        &[Rule::NoEffect],
    ),
    (
        "what was told to be turned away was decided",
        |history, _| history[2].answer = Answer::NoEffect(NoEffect::Overloaded),
        &[Rule::NoEffect],
    ),
    ("told not to be applied without a claim", |_, books| drop(books.claims.pop()), &[Rule::NotApplied]),
    (
        "told not to be applied, and an earlier attempt stands before the claim",
        |_, books| {
            books.entries[1].offset = 2;
            books.claims[1].offset = 3;
        },
        &[Rule::Committed, Rule::NotApplied],
    ),
    ("a claim of another partition's book", |_, books| books.claims[1].partition = 0, &[Rule::NotApplied]),
    (
        "a key was charged twice",
        |_, books| books.entries.push(entry(3, 7, "spend", Effect::Spent(30), balance(25, 0, 6))),
        &[Rule::Once],
    ),
    (
        "nobody asked for it",
        |_, books| books.entries.push(entry(77, 7, "stray", Effect::Spent(30), balance(25, 0, 6))),
        &[Rule::Once],
    ),
    (
        "a repetition was told something else",
        |history, _| history[7].answer = Answer::Unexpected("INTERNAL_ERROR".into()),
        &[Rule::Expected],
    ),
    (
        "two repetitions were told different things",
        |history, books| {
            let other = entry(2, 7, "spend", Effect::Spent(30), balance(40, 0, 3));
            history[1].answer = done(&other, None, None);
            books.claims.pop();
        },
        &[Rule::Committed, Rule::Order, Rule::Known],
    ),
    (
        "the same request was told that its key is reused",
        |history, _| history[3].answer = Answer::KeyReused,
        &[Rule::KeyReused, Rule::Sums],
    ),
    (
        "another request under the key was decided as well",
        |history, books| history[8].answer = done(&books.entries[1], None, None),
        &[Rule::Committed],
    ),
    (
        "a balance of the past",
        |history, _| history[9].answer = Answer::Balance(balance(55, 0, 4)),
        &[Rule::Order],
    ),
    (
        "a balance that never was",
        |history, _| history[9].answer = Answer::Balance(balance(55, 0, 6)),
        &[Rule::Balance],
    ),
    (
        "what was told before a command began was decided after it",
        |history, _| told(&mut history[0]).balance.version = 9,
        &[Rule::Committed, Rule::Order],
    ),
    (
        "tokens vanished, answer by answer",
        |history, books| {
            books.entries[4].balance = balance(54, 0, 5);
            for place in [6, 7] {
                history[place].answer =
                    Answer::Refused { reason: "INSUFFICIENT_TOKENS".into(), available: 54 };
            }
            history[9].answer = Answer::Balance(balance(54, 0, 5));
        },
        &[Rule::Sums],
    ),
    (
        "an entry whose request nobody made",
        |history, _| history.retain(|call| call.key != "capture"),
        &[Rule::Once, Rule::Sums],
    ),
    (
        "a request without an outcome in the end",
        |history, _| history[5].answer = Answer::Unknown("UNAVAILABLE".into()),
        &[Rule::Sums, Rule::Known],
    ),
];

fn told(call: &mut Call) -> &mut Done {
    match &mut call.answer {
        Answer::Done(done) => done,
        other => panic!("{other:?}"),
    }
}

#[test]
fn whatever_is_falsified_is_noticed_and_by_the_rule_that_is_broken() {
    for (what, falsify, rules) in FALSIFIED {
        let (mut history, mut books) = truth();
        falsify(&mut history, &mut books);
        assert_eq!(broken(&history, &books), *rules, "{what}: {:#?}", check(&history, &books, &[]));
    }
}

#[test]
fn every_rule_that_answers_can_break_is_broken_by_one_of_them() {
    let others = [Rule::Serves, Rule::Laws];
    for rule in Rule::ALL.iter().filter(|rule| !others.contains(rule)) {
        assert!(FALSIFIED.iter().any(|(_, _, rules)| rules.contains(rule)), "{rule:?}");
    }
}

/// What is promised ends where an attempt was never answered.
#[test]
fn an_attempt_that_got_no_answer_may_be_decided_after_a_later_one_was_told_that_it_was_not_applied() {
    let (mut history, mut books) = truth();
    // The first attempt lies in a socket; the second is told NOT_APPLIED; then the first is found there.
    history[1].answer = Answer::Unknown("DEADLINE_PASSED".into());
    history[2].answer = Answer::NoEffect(NoEffect::NotApplied);
    books.claims[1].micros = 33_000_000;
    books.entries[1].trace = "t2".into();
    assert_eq!(broken(&history, &books), []);
}

#[test]
fn only_a_waking_broker_excuses_a_balance_of_the_past() {
    let (mut history, books) = truth();
    history[9].answer = Answer::Balance(balance(55, 0, 4));
    for (from, to, excused) in [(106, 120, 0), (90, 99, 0), (90, 100, 1), (105, 120, 1), (102, 103, 1)] {
        let waking = Waking { from: from * 1_000_000, to: to * 1_000_000 };
        let checked = check(&history, &books, &[waking]);
        assert_eq!((checked.excused, checked.contradictions.len()), (excused, 1 - excused), "{waking:?}");
    }
    // But not a command.
    let (mut history, books) = truth();
    told(&mut history[0]).balance.version = 3;
    let always = Waking { from: 0, to: i64::MAX };
    assert!(check(&history, &books, &[always]).contradictions.iter().any(|one| one.rule == Rule::Order));
}

#[test]
fn a_key_whose_other_request_was_lost_is_as_good_as_new() {
    let (mut history, books) = truth();
    // Told while another request was under way that came to nothing; later this one was made again, and decided.
    let mut other = call(1, "spend", Ask::Spend { tokens: 31 }, Answer::Unknown("UNAVAILABLE".into()));
    other.trace = "t99".into();
    history[1].answer = Answer::KeyReused;
    history.push(other);
    let mut reused = call(11, "spend", Ask::Spend { tokens: 31 }, Answer::KeyReused);
    reused.trace = "t98".into();
    history.push(reused);
    assert_eq!(broken(&history, &books), []);
}
