use futures::FutureExt as _;
use kernel::{AccountId, partition_of};
use proto::command::Command as Asked;

use super::*;

const PARTITIONS: i32 = 2;

fn pending() -> Pending {
    Pending::new(8)
}

/// A spend for an account of a partition.
fn spend(partition: i32) -> proto::Command {
    let mut ids = (0_u128..).map(|number| AccountId::new(uuid::Uuid::from_u128(number)).to_string());
    let account_id = ids.find(|id| partition_of(id.as_bytes(), PARTITIONS) == partition).unwrap();
    let spend = proto::SpendRequest { account_id, ..proto::SpendRequest::default() };
    proto::Command { command: Some(Asked::Spend(spend)) }
}

fn put_for(pending: &Pending, partition: i32) -> (u64, oneshot::Receiver<Answer>) {
    pending.put(spend(partition), String::new(), Instant::now())
}

fn put(pending: &Pending) -> (u64, oneshot::Receiver<Answer>) {
    put_for(pending, 0)
}

/// What a lane's stream sends now, as it is called on the wire.
fn wires(pending: &Pending, lane: Lane) -> Vec<u64> {
    let sender = pending.sender(lane);
    let message = std::future::poll_fn(|cx| pending.poll_send(lane, &sender, cx)).now_or_never();
    message.map(|message| message.submissions.iter().map(|one| one.id).collect()).unwrap_or_default()
}

/// The same by the calls.
fn sent_on(pending: &Pending, lane: Lane) -> Vec<u64> {
    wires(pending, lane).into_iter().map(|wire| wire >> ATTEMPT_BITS).collect()
}

fn sent(pending: &Pending) -> Vec<u64> {
    sent_on(pending, HOME)
}

/// The failure of a call's first attempt, or of a later one.
fn failed_at(id: u64, attempt: u64, reason: Reason) -> proto::SubmissionResult {
    let outcome = Some(Told::Failure(Failure::new(reason, "").into()));
    proto::SubmissionResult { id: on_the_wire(id, attempt), outcome: Some(proto::Outcome { outcome }) }
}

fn failed(id: u64, reason: Reason) -> proto::SubmissionResult {
    failed_at(id, 1, reason)
}

fn paid_at(id: u64, attempt: u64) -> proto::SubmissionResult {
    let outcome = Some(Told::Spend(proto::SpendResponse::default()));
    proto::SubmissionResult { id: on_the_wire(id, attempt), outcome: Some(proto::Outcome { outcome }) }
}

/// Home, which is `a`, says who owns the two partitions.
fn owned_by(pending: &Pending, owners: [(&str, u64); 2]) {
    let owners = (0..).zip(owners).map(|(partition, (address, term))| proto::BookOwner {
        partition,
        address: address.to_owned(),
        term,
        ..proto::BookOwner::default()
    });
    let told = proto::WatchOwnersResponse {
        answered_by: "a".to_owned(),
        partitions: PARTITIONS,
        owners: owners.collect(),
    };
    assert_ne!(pending.learn(told), Learnt::Nonsense);
}

/// The lanes that are wanted now.
fn wanted(pending: &Pending) -> Vec<Lane> {
    let changes = pending.line_changes().now_or_never().unwrap_or_default();
    changes.wanted.into_iter().map(|(lane, _)| lane).collect()
}

/// Partition 1 belongs to `b`, whose stream is open.
fn with_a_line_to_b(pending: &Pending) -> Lane {
    owned_by(pending, [("a", 1), ("b", 1)]);
    let (id, _) = put_for(pending, 1);
    pending.forget(id);
    let lanes = wanted(pending);
    pending.opened(lanes[0]);
    lanes[0]
}

#[tokio::test]
async fn what_waits_is_sent_together_and_in_order() {
    let pending = pending();
    let _answers: Vec<_> = (0..3).map(|_| put(&pending)).collect();
    assert_eq!(sent(&pending), [0, 1, 2]);
    assert_eq!(sent(&pending), Vec::<u64>::new());
}

#[tokio::test]
async fn after_a_broken_stream_everything_unanswered_is_sent_again() {
    let pending = pending();
    let _answers: Vec<_> = (0..3).map(|_| put(&pending)).collect();
    sent(&pending);
    pending.settle(vec![failed(1, Reason::InsufficientTokens)]);
    pending.start_over();
    assert_eq!(sent(&pending), [0, 2]);
}

#[tokio::test]
async fn a_passing_failure_is_kept_from_the_caller_and_a_lasting_one_is_told() {
    let pending = pending();
    let (id, mut answer) = put(&pending);
    sent(&pending);
    let again = Again { id, failed: 1, least: Duration::ZERO };
    assert_eq!(pending.settle(vec![failed(id, Reason::NotApplied)]), [again]);
    assert!(answer.try_recv().is_err());
    pending.start_over();
    assert_eq!(sent(&pending), Vec::<u64>::new(), "it rests, whatever happens to streams");
    pending.again(id);
    assert_eq!(sent(&pending), [id]);
    assert_eq!(pending.settle(vec![failed_at(id, 2, Reason::WalletFrozen)]), []);
    assert_eq!(answer.await.unwrap().unwrap_err().reason, Reason::WalletFrozen);
}

#[tokio::test]
async fn when_no_stream_can_be_had_everybody_is_told_why() {
    let pending = pending();
    let (_, answer) = put(&pending);
    pending.fail_at_home(&Failure::new(Reason::PermissionDenied, "not you"));
    assert_eq!(answer.await.unwrap().unwrap_err().reason, Reason::PermissionDenied);
    assert_eq!(sent(&pending), Vec::<u64>::new());
}

#[tokio::test]
async fn who_has_gone_away_is_not_sent_for() {
    let pending = pending();
    let (id, answer) = put(&pending);
    drop(answer);
    pending.forget(id);
    assert_eq!(sent(&pending), Vec::<u64>::new());
}

#[tokio::test]
async fn each_call_goes_to_its_owner() {
    let pending = pending();
    let b = with_a_line_to_b(&pending);
    let calls: Vec<_> = [0, 1, 1, 0].map(|partition| put_for(&pending, partition)).into();
    let id = |place: usize| calls[place].0;
    assert_eq!(sent(&pending), [id(0), id(3)]);
    assert_eq!(sent_on(&pending, b), [id(1), id(2)]);
}

#[tokio::test]
async fn calls_of_a_partition_that_moves_are_asked_again_at_the_new_owner_before_later_ones() {
    let pending = pending();
    let b = with_a_line_to_b(&pending);
    let (first, mut answer) = put_for(&pending, 1);
    let (second, _second) = put_for(&pending, 1);
    let (other, _other) = put_for(&pending, 0);
    assert_eq!((sent_on(&pending, b), sent(&pending)), (vec![first, second], vec![other]));

    owned_by(&pending, [("a", 1), ("a", 2)]);
    let (third, _third) = put_for(&pending, 1);
    assert_eq!(sent(&pending), [first, second, third], "and nothing of what has not moved");

    // The old owner's refusals are about attempts that no longer count, whatever they say; what stands in the books counts.
    for reason in [Reason::Unavailable, Reason::NotApplied, Reason::DeadlinePassed, Reason::WalletFrozen] {
        assert_eq!(pending.settle(vec![failed(first, reason)]), []);
        assert!(answer.try_recv().is_err(), "{reason}");
    }
    pending.settle(vec![paid_at(first, 1)]);
    assert!(answer.await.unwrap().is_ok());
    assert_eq!(pending.settle(vec![failed_at(first, 2, Reason::Unavailable)]), [], "it has its answer");
}

#[tokio::test]
async fn what_an_owner_s_broken_stream_leaves_is_asked_at_home() {
    let pending = pending();
    let b = with_a_line_to_b(&pending);
    let calls: Vec<_> = (0..3).map(|_| put_for(&pending, 1)).collect();
    sent_on(&pending, b);
    pending.settle(vec![paid_at(calls[1].0, 1)]);
    pending.broke(b);
    assert_eq!(sent(&pending), [calls[0].0, calls[2].0]);
    pending.opened(b);
    assert_eq!(
        sent_on(&pending, b),
        [calls[0].0, calls[2].0],
        "and at the owner again, once it can be reached"
    );
    assert_eq!(sent(&pending), Vec::<u64>::new());
}

#[tokio::test]
async fn what_was_not_sent_yet_is_sent_once_and_only_where_it_belongs() {
    let pending = pending();
    let b = with_a_line_to_b(&pending);
    let (id, _answer) = put_for(&pending, 1);
    pending.broke(b);
    pending.opened(b);
    assert_eq!(sent(&pending), Vec::<u64>::new());
    assert_eq!(wires(&pending, b), [on_the_wire(id, 1)], "the first attempt");
    assert_eq!(sent_on(&pending, b), Vec::<u64>::new());
}

#[tokio::test]
async fn a_call_that_rests_goes_to_whoever_owns_its_account_by_then() {
    let pending = pending();
    let b = with_a_line_to_b(&pending);
    let (id, _answer) = put_for(&pending, 1);
    sent_on(&pending, b);
    assert_eq!(pending.settle(vec![failed(id, Reason::Unavailable)]).len(), 1);
    owned_by(&pending, [("a", 1), ("a", 2)]);
    assert_eq!(sent(&pending), Vec::<u64>::new(), "it rests");
    pending.again(id);
    pending.again(id);
    assert_eq!(sent(&pending), [id], "once");
}

#[tokio::test]
async fn a_line_that_is_not_needed_any_more_is_closed() {
    let pending = pending();
    let b = with_a_line_to_b(&pending);
    owned_by(&pending, [("a", 1), ("a", 2)]);
    let changes = pending.line_changes().now_or_never().unwrap();
    assert_eq!((changes.wanted.len(), changes.gone), (0, vec![b]));
}

#[tokio::test]
async fn of_an_attempt_that_came_too_late_a_caller_hears_only_that_nobody_knows() {
    let pending = pending();
    let (id, answer) = put(&pending);
    sent(&pending);
    // The stream broke: the first attempt may still be read from the socket that it lies in.
    pending.start_over();
    sent(&pending);
    assert_eq!(pending.settle(vec![failed_at(id, 2, Reason::DeadlinePassed)]), []);
    assert_eq!(answer.await.unwrap().unwrap_err(), passed());
}
