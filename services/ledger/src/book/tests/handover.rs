//! Who owns: the group's word, claims met, questions to an owner that is none any more.

use super::*;

#[test]
fn a_book_that_is_not_assigned_turns_everybody_away() {
    let mut log = Log::default();
    let mut one = Instance::owning(1, &mut log);
    one.handle(Message::Revoked);
    assert!(one.resting);
    one.command(1, "a", credit(10));
    one.ask(2);
    assert_eq!(one.replies[&1], Reply::NotOwner);
    assert_eq!(one.replies[&2], Reply::NotOwner);
    assert!(one.under_way.is_empty() && one.asking.is_none());
    one.handle(Message::Assigned);
    one.settle(&mut log);
    assert!(one.book.is_owning() && !one.resting);
}

#[test]
fn a_clean_hand_over_answers_what_is_in_flight() {
    let mut log = Log::default();
    let mut one = Instance::owning(1, &mut log);
    one.command(1, "a", credit(10));
    one.command(2, "s", spend(3));
    one.handle(Message::Revoked);
    assert!(!one.resting && !one.book.is_owning());
    one.command(3, "t", spend(3));
    assert_eq!(one.replies[&3], Reply::NotOwner, "nothing new is taken");
    one.ack(&mut log);
    one.ack(&mut log);
    assert!(matches!(one.change(1), Change::Credited { .. }));
    assert!(matches!(one.change(2), Change::Deducted(_)));
    assert!(one.resting && one.under_way.is_empty(), "no claim is made to leave");
    let mut two = Instance::owning(2, &mut log);
    assert_eq!(two.available(1, &log), Some(7));
    assert_eq!(log.0.len(), 4, "and one to arrive");
}

#[test]
fn whoever_leaves_learns_from_the_next_owner_s_claim_what_came_of_the_rest() {
    let mut log = Log::default();
    let mut one = Instance::owning(1, &mut log);
    one.command(1, "a", credit(10));
    one.command(2, "b", credit(20));
    one.land(&mut log);
    let (seq, delayed) = one.under_way.pop_front().unwrap();
    one.handle(Message::Revoked);
    let mut two = Instance::owning(2, &mut log);
    one.handle(Message::Lost { seq });
    one.settle(&mut log);
    assert!(matches!(one.change(1), Change::Credited { .. }));
    assert_eq!(one.replies[&2], Reply::NotOwner, "void here; the next owner may have the same key");
    assert!(one.resting);
    log.0.push(delayed);
    two.command(1, "b", credit(20));
    two.settle(&mut log);
    assert!(matches!(two.change(1), Change::Credited { .. }));
    assert_eq!(two.available(2, &log), Some(30));
}

#[test]
fn whoever_leaves_does_not_take_its_own_entry_that_nobody_waits_for_for_another_s() {
    let mut log = Log::default();
    let mut one = Instance::owning(1, &mut log);
    one.input(one.epoch, 0, "order:1:paid", credit(10));
    one.command(1, "s", spend(3));
    let (seq, _) = one.land(&mut log);
    one.land(&mut log);
    one.handle(Message::Revoked);
    one.handle(Message::Lost { seq });
    one.settle(&mut log);
    assert!(matches!(one.change(1), Change::Deducted(_)), "it follows the input's entry");
    assert!(one.resting);
}

#[test]
fn whoever_leaves_claims_once_more_when_nobody_else_has_and_callers_wait() {
    let mut log = Log::default();
    let mut one = Instance::owning(1, &mut log);
    one.command(1, "a", credit(10));
    let (seq, _) = one.under_way.pop_front().unwrap();
    one.handle(Message::Revoked);
    one.handle(Message::Lost { seq });
    one.settle(&mut log);
    assert_eq!(one.replies[&1], Reply::NotApplied);
    assert!(one.resting);
    assert_eq!(log.0.len(), 2);
}

#[test]
fn an_owner_assigned_again_while_it_leaves_reads_its_inputs_anew() {
    let mut log = Log::default();
    let mut one = Instance::owning(1, &mut log);
    let epoch = one.epoch;
    one.input(epoch, 4, "order:1:paid", credit(10));
    one.handle(Message::Revoked);
    one.input(epoch, 5, "order:2:paid", credit(1));
    one.handle(Message::Assigned);
    one.input(epoch, 6, "order:3:paid", credit(1));
    one.settle(&mut log);
    assert!(one.book.is_owning());
    assert_eq!((one.epoch, one.next_inputs["payments.events"]), (epoch + 1, 5), "nothing is skipped");
    assert_eq!(one.available(1, &log), Some(10));
}

#[test]
fn an_owner_that_was_superseded_answers_no_question_from_what_it_remembers() {
    let mut log = Log::default();
    let mut one = Instance::owning(1, &mut log);
    one.command(1, "a", credit(10));
    one.settle(&mut log);
    let mut two = Instance::owning(2, &mut log);
    two.command(1, "s", spend(4));
    two.settle(&mut log);
    assert!(one.book.is_owning(), "nobody has told it");
    assert_eq!(one.available(2, &log), None);
    assert!(!one.book.is_owning());
    one.settle(&mut log);
    assert_eq!(
        one.balance(2),
        Some(6),
        "the group still gives it the partition, so that it claimed and answered"
    );

    two.ask(2);
    two.handle(Message::Revoked);
    two.settle(&mut log);
    assert_eq!(two.replies[&2], Reply::NotOwner);
}

#[test]
fn a_question_is_not_answered_by_an_end_that_was_looked_up_before_it_came() {
    let mut log = Log::default();
    let mut one = Instance::owning(1, &mut log);
    one.ask(1);
    let early = Message::EndIs { ask: one.asking.take().unwrap(), next_offset: log.0.len() as i64 };
    let mut two = Instance::owning(2, &mut log);
    two.command(1, "a", credit(10));
    two.settle(&mut log);
    one.ask(2);
    assert_eq!(one.asking, None, "one at a time");
    one.handle(early);
    assert_eq!(one.balance(1), Some(0), "it came before the credit");
    assert!(!one.replies.contains_key(&2));
    one.settle(&mut log);
    assert_eq!(one.balance(2), Some(10));
}

#[test]
fn a_claim_that_landed_before_a_question_came_does_not_answer_it() {
    let mut log = Log::default();
    let mut one = Instance::new(1);
    one.read(&log);
    let (seq, offset) = one.land(&mut log);
    let mut two = Instance::owning(2, &mut log);
    two.command(1, "a", credit(10));
    two.settle(&mut log);
    one.ask(1);
    one.handle(Message::Acked { seq, offset: Some(offset) });
    assert!(one.book.is_owning(), "as far as it knows");
    assert!(!one.replies.contains_key(&1));
    one.settle(&mut log);
    assert_eq!(one.balance(1), Some(10));
}

#[test]
fn an_end_beyond_what_is_known_waits_for_what_is_in_flight() {
    let mut log = Log::default();
    let mut one = Instance::owning(1, &mut log);
    one.ask(1);
    one.command(2, "a", credit(10));
    let (seq, offset) = one.land(&mut log);
    one.look_at_the_end(&log);
    assert!(!one.replies.contains_key(&1));
    one.handle(Message::Acked { seq, offset: Some(offset) });
    assert_eq!(one.balance(1), Some(10));
}

#[test]
fn a_key_that_another_owner_has_decided_gets_that_answer() {
    let mut log = Log::default();
    let mut old = Instance::owning(1, &mut log);
    old.command(1, "a", credit(10));
    old.command(2, "b", credit(10));
    let mut new = Instance::owning(2, &mut log);
    new.command(1, "a", credit(10));
    new.settle(&mut log);
    old.settle(&mut log);
    assert_eq!(old.replies[&1], Reply::Recall(2), "telling that it was not applied would be wrong");
    assert_eq!(old.replies[&2], Reply::NotApplied);

    // The new owner does not know yet that it is none; the old one decides a key that comes to the new one too late.
    old.command(3, "c", credit(10));
    old.settle(&mut log);
    let late = Request { deadline: Some(new.now - TimeDelta::seconds(1)), ..request("c", credit(10)) };
    new.handle(Message::Command(3, late.into()));
    new.settle(&mut log);
    assert!(matches!(new.replies[&3], Reply::Recall(_)), "{:?}", new.replies[&3]);
}

#[test]
fn the_owner_is_told_by_the_last_valid_claim() {
    let mut log = Log::default();
    let mut one = Instance::owning(1, &mut log);
    Instance::owning(2, &mut log);
    let owner = |book: &Book<_, _, _>| book.owner().map(|owner| (owner.instance.clone(), owner.term));
    assert_eq!(owner(&one.book), Some(("1".to_owned(), 1)));
    one.handle(Message::Revoked);
    for offset in one.book.next_offset()..log.0.len() as i64 {
        one.handle(Message::Record { offset, value: log.0[offset as usize].clone() });
    }
    assert_eq!(owner(&one.book), Some(("2".to_owned(), 2)), "a book that rests may be kept warm");
    assert!(one.resting);
}
