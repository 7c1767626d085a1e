//! A log that the real ledger wrote (`tests/fixtures/log`), and what the audit finds when one thing in it is not as it was.
//!
//! Most changes are made as the most able forger would make them: with the chain mended after them, so that the law in question
//! is all that can tell.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::Path;

use contracts::generation::v1::{GenerationEvent, generation_event};
use contracts::ledger::v1::balance_adjusted::Adjustment;
use contracts::ledger::v1::ledger_event::Kind;
use contracts::ledger::v1::{LedgerEvent, LotSource};
use contracts::payments::v1::{PaymentsEvent, payments_event};
use contracts::reason;
use contracts::topic::TopicEvent;
use eventlog::{ChainHash, Topic};
use kernel::Reason;

use super::*;
use crate::entry::Follower;
use crate::inputs::INPUTS;
use crate::source::{Record, Source, Span};
use crate::words;

/// The partition in which the story of the stored log happens.
const PARTITION: i32 = 1;

/// One partition of the log, and of what it took in.
#[derive(Clone)]
struct Log {
    partitions: i32,
    books: Vec<Record>,
    inputs: BTreeMap<Topic, Vec<Record>>,
}

impl Log {
    fn stored() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/log");
        let source = Source::open(None, Some(&folder)).unwrap();
        let read = |topic: &Topic| {
            let mut records = Vec::new();
            source
                .visit(Span::all(topic, PARTITION), |record| {
                    records.push(record);
                    Ok(ControlFlow::Continue(()))
                })
                .unwrap();
            records
        };
        Self {
            partitions: source.partitions(&Topic::LEDGER).unwrap().unwrap(),
            books: read(&Topic::LEDGER),
            inputs: INPUTS.into_iter().map(|topic| (topic.clone(), read(&topic))).collect(),
        }
    }

    fn audit(&self) -> Observed {
        let mut book = Book::new(PARTITION, self.partitions, 1_000);
        for record in &self.books {
            book.record(record.clone());
        }
        for (topic, records) in &self.inputs {
            let mut input = book.inputs(topic.clone());
            for record in records {
                input.record(record);
            }
            input.finish();
        }
        book.finish()
    }

    fn broken(&self) -> BTreeSet<Law> {
        self.audit().findings.kept().iter().map(|finding| finding.law).collect()
    }

    /// The records that are entries, as they lie.
    fn entries(&self) -> Vec<usize> {
        let mut follower = Follower::genesis(PARTITION);
        (0..self.books.len()).filter(|place| follower.offer(&self.books[*place]).is_some()).collect()
    }

    fn event(&self, place: usize) -> LedgerEvent {
        LedgerEvent::from_value(&self.books[place].value).unwrap()
    }

    /// The first entry that is like this.
    fn first(&self, wanted: impl Fn(&LedgerEvent) -> bool) -> usize {
        self.entries().into_iter().find(|place| wanted(&self.event(*place))).expect("an entry of that kind")
    }

    /// Changes the entries, then mends the chain and the offsets; what was void stays as it was.
    fn forge(&mut self, change: impl FnOnce(&mut Vec<LedgerEvent>)) {
        let places = self.entries();
        let mut events: Vec<_> = places.iter().map(|place| self.event(*place)).collect();
        change(&mut events);
        let mut head = ChainHash::GENESIS;
        self.books = (0..)
            .zip(events)
            .map(|(offset, mut event)| {
                event.previous = head.to_string();
                let value = event.to_value().unwrap();
                head = ChainHash::of(&value);
                Record {
                    partition: PARTITION,
                    offset,
                    timestamp_ms: None,
                    key: event.account_id.clone().into(),
                    value: value.into(),
                    headers: eventlog::Headers::default(),
                }
            })
            .collect();
    }

    /// Changes the first entry that is like this.
    fn alter(&mut self, wanted: impl Fn(&LedgerEvent) -> bool, change: impl FnOnce(&mut LedgerEvent)) {
        self.forge(|events| {
            change(events.iter_mut().find(|event| wanted(event)).expect("an entry of that kind"));
        });
    }

    /// Takes entries out, and numbers the rest anew.
    fn without(&mut self, unwanted: impl Fn(&LedgerEvent) -> bool) {
        self.forge(|events| {
            let before = events.len();
            events.retain(|event| !unwanted(event));
            assert!(events.len() < before, "an entry of that kind");
            number(events);
        });
    }

    fn input<E: TopicEvent>(&mut self, topic: &Topic, change: impl Fn(&mut E) -> bool) {
        let records = self.inputs.get_mut(topic).unwrap();
        let changed = records.iter_mut().any(|record| {
            let Ok(mut event) = E::from_value(&record.value) else { return false };
            let changed = change(&mut event);
            if changed {
                record.value = event.to_value().unwrap().into();
            }
            changed
        });
        assert!(changed, "an input of that kind");
    }
}

/// Versions without a gap, account by account.
fn number(events: &mut [LedgerEvent]) {
    let mut versions: BTreeMap<String, u64> = BTreeMap::new();
    for event in events.iter_mut().filter(|event| !event.account_id.is_empty()) {
        let version = versions.entry(event.account_id.clone()).or_default();
        *version += 1;
        event.wallet_version = *version;
        event.balance_after.as_mut().unwrap().version = *version;
    }
}

fn is(kind: &'static str) -> impl Fn(&LedgerEvent) -> bool {
    move |event| words::kind(event) == kind
}

fn is_spend(event: &LedgerEvent) -> bool {
    matches!(&event.kind, Some(Kind::TokensDeducted(deducted)) if deducted.hold_id.is_empty())
}

fn refused_for(why: Reason) -> impl Fn(&LedgerEvent) -> bool {
    move |event| match &event.kind {
        Some(Kind::CommandRefused(refused)) => reason::from_number(refused.reason) == Some(why),
        _ => false,
    }
}

/// A change of the kind that an entry is of.
macro_rules! of {
    ($event:expr, $kind:ident) => {
        match &mut $event.kind {
            Some(Kind::$kind(kind)) => kind,
            other => panic!("{other:?}"),
        }
    };
}

#[test]
fn nothing_is_wrong_with_what_the_ledger_wrote() {
    let log = Log::stored();
    assert_eq!(log.audit().findings.kept(), []);
    let kinds: BTreeSet<_> = log.entries().into_iter().map(|place| words::kind(&log.event(place))).collect();
    // The names are those of the contracts: a new kind wants a new log, written by `tests/it` (see its README).
    let descriptors = String::from_utf8_lossy(contracts::DESCRIPTORS);
    assert_eq!(kinds.len(), 20, "{kinds:?}");
    assert!(kinds.iter().all(|kind| descriptors.contains(kind)));
}

#[test]
fn a_forged_chain_alone_shows_nothing() {
    // Otherwise the cases below would prove less than they say.
    let mut log = Log::stored();
    log.forge(|_| {});
    assert_eq!(log.audit().findings.kept(), []);
}

#[test]
fn void_records_are_passed_over_wherever_they_lie() {
    let stored = Log::stored();
    let garbage = Record { value: (&b"{\"hello\":\"world\"}"[..]).into(), ..stored.books[0].clone() };
    let late = stored.books[2].clone();
    for place in [1, 5, stored.books.len() / 2, stored.books.len()] {
        let mut log = stored.clone();
        log.books.splice(place.max(3)..place.max(3), [garbage.clone(), late.clone()]);
        for (offset, record) in (0..).zip(&mut log.books) {
            record.offset = offset;
        }
        let observed = log.audit();
        // Entries do not know their own offsets, so that moving them changes nothing.
        assert_eq!(observed.findings.kept(), [], "at {place}");
        assert_eq!(observed.counts.void, stored.audit().counts.void + 2);
    }
}

type Corruption = fn(&mut Log);

/// One corruption for each way to break a law. What else it breaks is not told here.
const CORRUPTIONS: &[(&str, Law, Corruption)] = &[
    ("a record taken out", Law::Offsets, |log| drop(log.books.remove(4))),
    ("a record taken out, the rest moved up", Law::Chain, |log| {
        log.books.remove(4);
        for (offset, record) in (0..).zip(&mut log.books) {
            record.offset = offset;
        }
    }),
    ("an amount changed, the chain left alone", Law::Chain, |log| {
        let place = log.first(is_spend);
        let text = String::from_utf8(log.books[place].value.to_vec()).unwrap();
        log.books[place].value = text.replace("\"10\"", "\"11\"").into();
    }),
    ("another `previous`", Law::Chain, |log| {
        let place = log.entries()[6];
        let mut event = log.event(place);
        event.previous = ChainHash::of(b"another").to_string();
        log.books[place].value = event.to_value().unwrap().into();
    }),
    ("two records in each other's place", Law::Chain, |log| {
        let (one, two) = (log.books[7].value.clone(), log.books[8].value.clone());
        (log.books[7].value, log.books[8].value) = (two, one);
    }),
    ("a record under another key", Law::Form, |log| log.books[4].key = "another".into()),
    ("an entry without a cause", Law::Form, |log| log.alter(is_spend, |event| event.cause = None)),
    ("an entry of no kind that is known", Law::Form, |log| log.alter(is_spend, |event| event.kind = None)),
    ("a spend without a balance", Law::Form, |log| log.alter(is_spend, |event| event.balance_after = None)),
    ("an entry older than the one before", Law::Time, |log| {
        log.alter(is_spend, |event| event.time.as_mut().unwrap().seconds -= 60);
    }),
    ("a claim of the same term again", Law::Claims, |log| {
        log.forge(|events| {
            let claims = events.iter_mut().filter_map(|event| match &mut event.kind {
                Some(Kind::BookClaimed(claim)) => Some(claim),
                _ => None,
            });
            claims.for_each(|claim| claim.term = 1);
        });
    }),
    ("a version left out", Law::Versions, |log| {
        log.forge(|events| {
            let spend = events.iter().position(is_spend).unwrap();
            for event in events[spend..].iter_mut().filter(|event| !event.account_id.is_empty()) {
                event.wallet_version += 1;
                event.balance_after.as_mut().unwrap().version += 1;
            }
        });
    }),
    ("an entry left out", Law::Versions, |log| log.forge(|events| events.retain(|event| !is_spend(event)))),
    ("a credit told twice under one key", Law::Once, |log| {
        log.forge(|events| {
            let credit = events.iter().position(is("TokensCredited")).unwrap();
            let again =
                LedgerEvent { id: "0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77".into(), ..events[credit].clone() };
            events.insert(credit + 1, again);
            number(events);
        });
    }),
    ("two entries with one id", Law::Once, |log| {
        log.forge(|events| events[6].id = events[5].id.clone());
    }),
    ("parts that do not add up", Law::Parts, |log| {
        log.alter(is_spend, |event| of!(event, TokensDeducted).lots[0].tokens += 1);
    }),
    ("parts of a lot that is not there", Law::Parts, |log| {
        log.alter(is_spend, |event| {
            of!(event, TokensDeducted).lots[0].lot_id = "0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77".into();
        });
    }),
    ("a purchase used before a gift", Law::BurnOrder, |log| {
        let credit = log.first(|event| match &event.kind {
            Some(Kind::TokensCredited(credited)) => credited.source() == LotSource::Purchase,
            _ => false,
        });
        let mut credit = log.event(credit);
        let purchase = of!(credit, TokensCredited).lot_id.clone();
        log.alter(is_spend, |event| of!(event, TokensDeducted).lots[0].lot_id = purchase);
    }),
    ("a hold settled twice", Law::Holds, |log| {
        log.forge(|events| {
            let release = events.iter().position(is("TokensReleased")).unwrap();
            let mut again =
                LedgerEvent { id: "0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77".into(), ..events[release].clone() };
            again.cause.as_mut().unwrap().idempotency_key = "another".into();
            again.cause.as_mut().unwrap().input = None;
            events.insert(release + 1, again);
            number(events);
        });
    }),
    ("a charge beyond the hold's terms", Law::Holds, |log| {
        let hold = log.first(|event| match &event.kind {
            Some(Kind::TokensHeld(held)) => held.terms.as_ref().unwrap().over_capture_limit == 5,
            _ => false,
        });
        let id = log.event(hold).id;
        log.alter(
            move |event| event.id == id,
            |event| {
                of!(event, TokensHeld).terms.as_mut().unwrap().over_capture_limit = 2;
            },
        );
    }),
    ("a hold whose end moves back", Law::Holds, |log| {
        log.alter(is("HoldExtended"), |event| {
            of!(event, HoldExtended).expires_at.as_mut().unwrap().seconds -= 5_400;
        });
    }),
    ("a debt that a credit does not repay", Law::Debt, |log| {
        let owing = |event: &LedgerEvent| match &event.kind {
            Some(Kind::TokensCredited(credited)) => credited.debt_repaid > 0,
            _ => false,
        };
        log.alter(owing, |event| of!(event, TokensCredited).debt_repaid -= 1);
    }),
    ("a purchase that expires", Law::Expiry, |log| {
        let purchase = |event: &LedgerEvent| match &event.kind {
            Some(Kind::TokensCredited(credited)) => credited.source() == LotSource::Purchase,
            _ => false,
        };
        log.alter(purchase, |event| {
            let end = event.time.map(|mut time| {
                time.seconds += 86_400;
                time
            });
            of!(event, TokensCredited).expires_at = end;
        });
    }),
    ("a purchase that is taken back for its age", Law::Expiry, |log| {
        let credit = log.first(|event| match &event.kind {
            Some(Kind::TokensCredited(credited)) => credited.source() == LotSource::Purchase,
            _ => false,
        });
        let mut credit = log.event(credit);
        let purchase = of!(credit, TokensCredited).lot_id.clone();
        log.alter(is("LotExpired"), |event| of!(event, LotExpired).lot_id = purchase);
    }),
    ("a gift that is taken back before its time", Law::Expiry, |log| {
        log.alter(is("LotExpired"), |event| event.time.as_mut().unwrap().seconds -= 60);
    }),
    ("more taken back than was bought", Law::Reversals, |log| {
        log.alter(is("TokensClawedBack"), |event| {
            let clawed = of!(event, TokensClawedBack);
            clawed.tokens += 5;
            clawed.debt_added += 5;
        });
    }),
    ("a refund of a refund", Law::Reversals, |log| {
        log.forge(|events| {
            let refund = events.iter().position(is("LotUnreserved")).unwrap();
            let mut again =
                LedgerEvent { id: "0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77".into(), ..events[refund].clone() };
            again.cause =
                Some(contracts::ledger::v1::Cause { caller: "payments.events".into(), ..Default::default() });
            events.insert(refund + 1, again);
            number(events);
        });
    }),
    ("something new taken from a frozen wallet", Law::Freezing, |log| log.without(is("WalletUnfrozen"))),
    ("another balance", Law::Balance, |log| {
        log.alter(is_spend, |event| event.balance_after.as_mut().unwrap().available += 1);
    }),
    ("a greater credit", Law::Balance, |log| {
        log.alter(is("TokensCredited"), |event| of!(event, TokensCredited).tokens += 1);
    }),
    ("a correction of another amount", Law::Balance, |log| {
        log.alter(is("BalanceAdjusted"), |event| match &mut of!(event, BalanceAdjusted).adjustment {
            Some(Adjustment::Credit(credit)) => credit.tokens += 1,
            other => panic!("{other:?}"),
        });
    }),
    ("a refusal that costs something", Law::Refusals, |log| {
        log.alter(is("CommandRefused"), |event| event.balance_after.as_mut().unwrap().available -= 1);
    }),
    ("a refusal for too few tokens where there are enough", Law::Refusals, |log| {
        log.alter(refused_for(Reason::InsufficientTokens), |event| of!(event, CommandRefused).tokens = 1);
    }),
    ("a refusal for a hold that is open", Law::Refusals, |log| {
        let hold = log.first(is("HoldExtended"));
        let mut extended = log.event(hold);
        let id = of!(extended, HoldExtended).hold_id.clone();
        log.forge(|events| {
            let at = events.iter().position(is("HoldExtended")).unwrap();
            let refused = events.iter().position(refused_for(Reason::HoldNotOpen)).unwrap();
            let mut refusal = events.remove(refused);
            refusal.time = events[at].time;
            let balance = events[at].balance_after;
            refusal.balance_after = balance;
            of!(refusal, CommandRefused).hold_id = id;
            events.insert(at + 1, refusal);
            number(events);
        });
    }),
    ("postings out of balance", Law::Postings, |log| {
        log.alter(is("TokensReleased"), |event| of!(event, TokensReleased).tokens += 1);
    }),
    ("a paid order without its credit", Law::CreditedOnce, |log| {
        log.without(|event| match &event.kind {
            Some(Kind::TokensCredited(credited)) => credited.source() == LotSource::Purchase,
            _ => false,
        });
    }),
    ("a credit without its payment", Law::CreditedOnce, |log| {
        log.inputs.get_mut(&Topic::PAYMENTS).unwrap().retain(|record| {
            !PaymentsEvent::from_value(&record.value)
                .is_ok_and(|event| matches!(event.kind, Some(payments_event::Kind::PaymentSucceeded(_))))
        });
    }),
    ("a credit of less than was paid for", Law::CreditedOnce, |log| {
        log.input(&Topic::PAYMENTS, |event: &mut PaymentsEvent| match &mut event.kind {
            Some(payments_event::Kind::PaymentSucceeded(paid)) => {
                paid.tokens += 1;
                true
            }
            _ => false,
        });
    }),
    ("a gift of another size", Law::GrantedOnce, |log| {
        log.input(&Topic::PAYMENTS, |event: &mut PaymentsEvent| match &mut event.kind {
            Some(payments_event::Kind::PromotionGranted(granted)) => {
                granted.tokens += 1;
                true
            }
            _ => false,
        });
    }),
    ("a job that is charged for more than it cost", Law::SettledOnce, |log| {
        log.input(&Topic::GENERATION, |event: &mut GenerationEvent| match &mut event.kind {
            Some(generation_event::Kind::GenerationSucceeded(succeeded)) => {
                succeeded.cost_tokens -= 1;
                true
            }
            _ => false,
        });
    }),
    ("a technical failure that is charged", Law::SettledOnce, |log| {
        log.input(&Topic::GENERATION, |event: &mut GenerationEvent| {
            if matches!(event.kind, Some(generation_event::Kind::GenerationSucceeded(_))) {
                let failed = contracts::generation::v1::GenerationFailed {
                    reason: reason::number(Some(Reason::ProviderError)),
                    evidence: None,
                };
                event.kind = Some(generation_event::Kind::GenerationFailed(failed));
                return true;
            }
            false
        });
    }),
    ("a finished job that never settled", Law::SettledOnce, |log| {
        log.without(|event| match (&event.kind, &event.cause) {
            (Some(Kind::TokensReleased(_)), Some(cause)) => cause.caller == Topic::GENERATION.name(),
            _ => false,
        });
    }),
    ("an opened wallet that nobody registered", Law::AnsweredOnce, |log| {
        log.inputs.get_mut(&Topic::ACCOUNTS).unwrap().clear();
    }),
    ("a dispute that the books passed over", Law::AnsweredOnce, |log| log.without(is("LotFrozen"))),
];

#[test]
fn every_corruption_is_found_by_the_law_that_it_breaks() {
    for (what, law, corrupt) in CORRUPTIONS {
        let mut log = Log::stored();
        corrupt(&mut log);
        let broken = log.broken();
        assert!(broken.contains(law), "{what}: expected {law:?} among {broken:?}");
    }
}

#[test]
fn every_law_has_a_corruption_that_breaks_it() {
    let covered: BTreeSet<_> = CORRUPTIONS.iter().map(|(_, law, _)| *law).collect();
    let all: BTreeSet<_> = Law::ALL.iter().copied().collect();
    assert_eq!(covered, all);
}

#[test]
fn one_wrong_balance_is_one_finding_at_its_place() {
    let mut log = Log::stored();
    log.alter(is_spend, |event| event.balance_after.as_mut().unwrap().available += 7);
    let place = log.first(is_spend);
    let event = log.event(place);
    let findings = log.audit().findings;
    // The entry itself, and the next one, which is right again.
    let [first, back] = findings.kept() else { panic!("{findings:?}") };
    assert_eq!((first.law, first.offset), (Law::Balance, i64::try_from(place).ok()));
    assert_eq!((&first.account, &first.entry), (&Some(event.account_id), &Some(event.id)));
    assert_eq!(first.partition, PARTITION);
    assert!(first.found.starts_with("available 127"), "{first:?}");
    assert!(first.expected.starts_with("available 120"), "{first:?}");
    assert_eq!(back.offset, i64::try_from(place + 1).ok());
}

#[test]
fn an_input_that_the_books_have_not_come_to_is_pending_and_no_finding() {
    let mut log = Log::stored();
    let payments = log.inputs.get_mut(&Topic::PAYMENTS).unwrap();
    let last = payments.last().unwrap().clone();
    let mut event = PaymentsEvent::from_value(&last.value).unwrap();
    let Some(payments_event::Kind::PaymentSucceeded(paid)) = &mut event.kind else { panic!("{event:?}") };
    paid.order_id = "0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77".to_owned();
    payments.push(Record { offset: last.offset + 1, value: event.to_value().unwrap().into(), ..last });

    let mut book = Book::new(PARTITION, log.partitions, 10);
    log.books.iter().for_each(|record| book.record(record.clone()));
    let mut input = book.inputs(Topic::PAYMENTS);
    log.inputs[&Topic::PAYMENTS].iter().for_each(|record| input.record(record));
    assert_eq!(input.finish().pending, 1);
    assert_eq!(book.finish().findings.kept(), []);
}

#[test]
fn a_fact_that_is_told_twice_is_answered_once() {
    let mut log = Log::stored();
    let payments = log.inputs.get_mut(&Topic::PAYMENTS).unwrap();
    let paid = payments.iter().find(|record| {
        PaymentsEvent::from_value(&record.value)
            .is_ok_and(|event| matches!(event.kind, Some(payments_event::Kind::PaymentSucceeded(_))))
    });
    let again = Record { offset: payments.len().try_into().unwrap(), ..paid.unwrap().clone() };
    payments.push(again);
    assert_eq!(log.audit().findings.kept(), []);
}

#[test]
fn findings_are_counted_beyond_those_that_are_kept() {
    let mut log = Log::stored();
    for record in &mut log.books {
        record.key = "another".into();
    }
    let mut book = Book::new(PARTITION, log.partitions, 3);
    log.books.iter().for_each(|record| book.record(record.clone()));
    let findings = book.finish().findings;
    assert_eq!(findings.kept().len(), 3);
    assert_eq!(findings.count(), u64::try_from(log.entries().len()).unwrap());
}
