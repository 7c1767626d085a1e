//! The same facts, in any order and told any number of times, make the same wallet.

use std::collections::BTreeMap;

use kernel::LotId;
use proptest::prelude::*;

use super::*;

// What is due is written before the next command, and after the last.
fn write(wallet: &mut Wallet, command: &Command) {
    let step = |wallet: &mut Wallet, command: &Command| {
        evolve(wallet, command, wallet.version().into(), 0);
    };
    step(wallet, command);
    write_due(wallet, 0, step);
}

fn after(given: &[Command], facts: &[Command]) -> Wallet {
    let mut wallet = Wallet::default();
    for command in given.iter().chain(facts) {
        write(&mut wallet, command);
    }
    wallet
}

type LotState = (Tokens, Tokens, Tokens, bool);
type ReversalState = (Tokens, Vec<(DisputeId, Option<Dispute>)>, Vec<(RefundId, &'static str)>);

/// All that matters of a wallet: everything but how many entries it took, and in which order they were told.
#[derive(Debug, PartialEq)]
struct Essence {
    balance: Balance,
    lots: BTreeMap<LotId, LotState>,
    reversals: BTreeMap<LotId, ReversalState>,
}

fn essence(wallet: &Wallet) -> Essence {
    let disputes = |reversal: &Reversal| (0..2).map(dispute).map(|id| (id, reversal.dispute(id))).collect();
    let refunds = |reversal: &Reversal| {
        (0..3)
            .map(refund)
            .map(|id| match reversal.refund(id) {
                None => (id, "unknown"),
                Some(Refund::Reserved(_)) => (id, "reserved"),
                Some(Refund::Failed) => (id, "failed"),
                Some(Refund::Refunded { .. }) => (id, "refunded"),
            })
            .collect()
    };
    Essence {
        balance: Balance { version: 0, ..wallet.balance() },
        lots: wallet
            .lots()
            .iter()
            .map(|lot| (lot.id, (lot.remaining, lot.held, lot.reserved, lot.frozen)))
            .collect(),
        reversals: wallet
            .reversals()
            .iter()
            .map(|reversal| (reversal.lot, (reversal.taken, disputes(reversal), refunds(reversal))))
            .collect(),
    }
}

fn about_order(n: u128, told: Told) -> Command {
    Command::Reverse { order: order(n), told }
}

/// What becomes of a refund: facts, and a request only where its end is told too. A request alone is a question, and its answer
/// depends on when it is asked.
fn any_refund(order: u128, id: u128) -> impl Strategy<Value = Vec<Command>> {
    (0..7_u8, 1..120_u64).prop_map(move |(what, tokens)| {
        let told: &[Told] = match what {
            0 => &[],
            1 => &[Told::RefundFailed(refund(id))],
            2 => &[Told::RefundRequested(refund(id)), Told::RefundFailed(refund(id))],
            3 => &[Told::Refunded(refund(id), Tokens::new(tokens))],
            4 => &[Told::RefundFailed(refund(id)), Told::Refunded(refund(id), Tokens::new(tokens))],
            5 => &[Told::RefundRequested(refund(id)), Told::Refunded(refund(id), Tokens::new(tokens))],
            _ => &[
                Told::RefundRequested(refund(id)),
                Told::RefundFailed(refund(id)),
                Told::Refunded(refund(id), Tokens::new(tokens)),
            ],
        };
        told.iter().map(|told| about_order(order, *told)).collect()
    })
}

/// What is told of a dispute: any of its three facts.
fn any_dispute(order: u128, id: u128) -> impl Strategy<Value = Vec<Command>> {
    (any::<bool>(), any::<bool>(), any::<bool>()).prop_map(move |(opened, won, lost)| {
        [
            (opened, Told::DisputeOpened(dispute(id))),
            (won, Told::DisputeWon(dispute(id))),
            (lost, Told::DisputeLost(dispute(id))),
        ]
        .into_iter()
        .filter(|(is_told, _)| *is_told)
        .map(|(_, told)| about_order(order, told))
        .collect()
    })
}

fn any_reversals(order: u128, first: u128) -> impl Strategy<Value = Vec<Command>> {
    (any_refund(order, first), any_refund(order, first + 1), any_dispute(order, 0), any_dispute(order, 1))
        .prop_map(|(one, two, three, four)| [one, two, three, four].concat())
}

/// How a hold of these tokens, made by the n-th entry, ends.
fn any_end(n: u128) -> impl Strategy<Value = Command> {
    let hold = HoldId::new(Uuid::from_u128(n));
    prop_oneof![
        Just(Command::Release { hold, reason: None }),
        (0..30_u64).prop_map(move |tokens| Command::Capture {
            hold,
            tokens: Tokens::new(tokens),
            last: true
        }),
    ]
}

fn authorize(tokens: u64) -> Command {
    let (terms, tokens) = (SettlementTerms::default(), Tokens::new(tokens));
    Command::Authorize { tokens, terms: terms.into(), expires_at: at(1_000), reference: about() }
}

/// Facts in one order, and in another with repetitions.
fn two_orders(facts: Vec<Command>) -> impl Strategy<Value = (Vec<Command>, Vec<Command>)> {
    let one = Just(facts.clone()).prop_shuffle();
    let again = prop::sample::subsequence(facts.clone(), 0..=facts.len());
    let other = again.prop_flat_map(move |again| Just([facts.clone(), again].concat()).prop_shuffle());
    (one, other)
}

prop_compose! {
    // An order, credited before or among the facts; another order beside it; holds and uses of the one that is there first.
    fn one_order()(
        credited_before in any::<bool>(),
        reversals in any_reversals(0, 0),
        ends in (any_end(1), any_end(2)),
        other in 0..150_u64,
        used in 0..40_u64,
    ) -> (Vec<Command>, Vec<Command>) {
        let (order, other) = (pay(0, Tokens::new(100)), pay(1, Tokens::new(other)));
        let used = Command::Spend { tokens: Tokens::new(used), reference: about() };
        // The holds are entries 1 and 2.
        let holds = |first: Command| vec![first, authorize(30), authorize(30), used];
        let mut facts = reversals;
        facts.extend([ends.0, ends.1]);
        if credited_before {
            (holds(order).into_iter().chain([other]).collect(), facts)
        } else {
            facts.push(order);
            (holds(other), facts)
        }
    }
}

prop_compose! {
    // Everything at once: credits of several orders, gifts and corrections, and the ends of all their refunds and disputes.
    fn several_orders()(
        amounts in (1..100_u64, 1..100_u64, 1..100_u64),
        first in any_reversals(0, 0),
        second in any_reversals(1, 0),
        debit in 0..150_u64,
        gift in 1..50_u64,
        early in any::<bool>(),
        used in 0..100_u64,
    ) -> (Vec<Command>, Vec<Command>) {
        let paid = [pay(0, Tokens::new(amounts.0)), pay(1, Tokens::new(amounts.1)), pay(2, Tokens::new(amounts.2))];
        let mut facts: Vec<_> = first.into_iter().chain(second).collect();
        // Every dispute that is told of comes to its end.
        for n in 0..2 {
            for id in 0..2 {
                if facts.contains(&about_order(n, Told::DisputeOpened(dispute(id)))) {
                    facts.push(about_order(n, Told::DisputeWon(dispute(id))));
                }
            }
        }
        facts.push(Command::Credit {
            tokens: Tokens::new(gift),
            source: LotSource::Promotion,
            expires_at: None,
            reference: about(),
        });
        facts.push(Command::Adjust {
            correction: Correction::Debit { tokens: Tokens::new(debit), allow_debt: true },
            reference: about(),
            warrant: Warrant::default(),
        });
        let mut given = Vec::new();
        if early {
            given.extend(paid);
            given.push(Command::Spend { tokens: Tokens::new(used), reference: about() });
        } else {
            facts.extend(paid);
        }
        (given, facts)
    }
}

// A gift or a correction has no key here, so that only what is about orders is repeated.
fn is_about_an_order(command: &Command) -> bool {
    match command {
        Command::Credit { reference, .. } => reference.order().is_some(),
        Command::Reverse { .. } | Command::Capture { .. } | Command::Release { .. } => true,
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_024))]

    #[test]
    fn facts_of_one_order_make_the_same_wallet_in_any_order_and_repetition(
        (given, one, other) in one_order().prop_flat_map(|(given, facts)| {
            two_orders(facts).prop_map(move |(one, other)| (given.clone(), one, other))
        })
    ) {
        prop_assert_eq!(essence(&after(&given, &one)), essence(&after(&given, &other)));
    }

    #[test]
    fn facts_of_several_orders_make_the_same_balance_once_their_disputes_are_decided(
        (given, one, other) in several_orders().prop_flat_map(|(given, facts)| {
            two_orders(facts).prop_map(move |(one, other)| (given.clone(), one, other))
        })
    ) {
        let mut seen = Vec::new();
        let other: Vec<_> = other
            .into_iter()
            .filter(|fact| {
                let again = !is_about_an_order(fact) && seen.contains(fact);
                seen.push(fact.clone());
                !again
            })
            .collect();
        let balance = |facts: &[Command]| Balance { version: 0, ..after(&given, facts).balance() };
        prop_assert_eq!(balance(&one), balance(&other));
    }
}
