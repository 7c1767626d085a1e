use contracts::failure::Failure;
use contracts::ledger::v1::{HoldState, ListTokenLogRequest, TokenLogEntry, TokenLogKind};
use kernel::Reason;

use crate::customer::Customer;
use crate::world::shared;

async fn pages(customer: &Customer<'_>, limit: u32, kinds: &[TokenLogKind]) -> Vec<TokenLogEntry> {
    let mut entries = Vec::new();
    let mut cursor = String::new();
    loop {
        let kinds = kinds.iter().map(|kind| i32::from(*kind)).collect();
        let asked = ListTokenLogRequest { limit, cursor, kinds, ..ListTokenLogRequest::default() };
        let page = customer.page(asked).await.unwrap();
        let limit = usize::try_from(limit).unwrap();
        assert!(page.entries.len() <= limit);
        assert!(page.next_cursor.is_empty() || page.entries.len() == limit, "only the last page is short");
        entries.extend(page.entries);
        if page.next_cursor.is_empty() {
            return entries;
        }
        cursor = page.next_cursor;
    }
}

/// An account with a bit of everything, some of it invisible in the token log.
async fn eventful() -> Customer<'static> {
    let customer = shared().await.customer();
    customer.register().await;
    customer.reaches(1).await;
    customer.buy(1_000).await;
    customer.world.publish(&customer.granted(&customer.world.new_id(), 50, None)).await;
    customer.reaches(3).await;
    for n in 0..6 {
        customer.spend(n + 1).await;
        let hold = customer.authorize(20).await;
        customer.extend(&hold, customer.after(7_200)).await.unwrap();
        customer.spend_as(&customer.world.new_id(), 100_000).await.unwrap_err();
        match n % 3 {
            0 => drop(customer.capture(&hold, 7, true).await.unwrap()),
            1 => drop(customer.release(&hold).await.unwrap()),
            _ => drop(customer.capture(&hold, 3, false).await.unwrap()),
        }
    }
    customer
}

#[tokio::test(flavor = "multi_thread")]
async fn the_token_log_adds_up_to_the_balance_line_by_line() {
    let customer = eventful().await;
    let balance = customer.balance().await;
    let log =
        customer.page(ListTokenLogRequest { limit: 200, ..ListTokenLogRequest::default() }).await.unwrap();
    assert_eq!(log.version, balance.version, "it shows all that the book knows");
    assert_eq!((log.entries.len(), log.next_cursor.as_str()), (20, ""), "moves are lines, the rest is not");

    let (mut owned, mut held) = (0, 0);
    for line in log.entries.iter().rev() {
        owned += line.amount;
        held += line.held_change;
        assert_eq!(line.balance_after, owned, "{line:?}");
        assert_eq!(i64::try_from(line.held_after).unwrap(), held, "{line:?}");
        assert_eq!(i64::try_from(line.available_after).unwrap(), owned - held, "{line:?}");
    }
    let expected = i64::try_from(balance.available + balance.held).unwrap();
    assert_eq!((owned, balance.debt), (expected, 0));
    assert_eq!(u64::try_from(held).unwrap(), balance.held);
    assert!(log.entries.is_sorted_by(|newer, older| newer.version > older.version), "newest first");
    assert!(log.entries.is_sorted_by(|newer, older| {
        let time = |line: &TokenLogEntry| line.time.map(|time| (time.seconds, time.nanos));
        time(newer) >= time(older)
    }));
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_follow_one_another_without_gap_or_repetition() {
    let customer = eventful().await;
    let all = pages(&customer, 200, &[]).await;
    for limit in [1, 7, 10, 19, 20, 21] {
        assert_eq!(pages(&customer, limit, &[]).await, all, "{limit} lines a page");
    }
    // A page that was read stays what it was, whatever is spent in between.
    let asked = ListTokenLogRequest { limit: 8, ..ListTokenLogRequest::default() };
    let first = customer.page(asked.clone()).await.unwrap();
    customer.spend(1).await;
    let next = ListTokenLogRequest { cursor: first.next_cursor, ..asked };
    assert_eq!(customer.page(next).await.unwrap().entries, all[8..16]);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_kinds_that_are_asked_for_are_shown() {
    let customer = eventful().await;
    let all = pages(&customer, 200, &[]).await;
    let shown = [
        (TokenLogKind::Purchase, 1),
        (TokenLogKind::Promotion, 1),
        (TokenLogKind::Use, 10),
        (TokenLogKind::Hold, 6),
        (TokenLogKind::Release, 2),
        (TokenLogKind::Expiry, 0),
    ];
    for (kind, count) in shown {
        let lines: Vec<_> = all.iter().filter(|line| line.kind() == kind).cloned().collect();
        assert_eq!(lines.len(), count, "{kind:?}");
        assert_eq!(pages(&customer, 3, &[kind]).await, lines);
    }
    let two = [TokenLogKind::Hold, TokenLogKind::Release];
    let lines: Vec<_> = all.iter().filter(|line| two.contains(&line.kind())).cloned().collect();
    assert_eq!(pages(&customer, 3, &two).await, lines);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_spent_is_in_the_log_at_once() {
    let customer = shared().await.customer_with(1_000).await;
    for _ in 0..30 {
        let receipt = customer.spend(3).await;
        let log =
            customer.page(ListTokenLogRequest { limit: 1, ..ListTokenLogRequest::default() }).await.unwrap();
        let line = &log.entries[0];
        assert_eq!(line.entry_id, receipt.entry_id);
        assert_eq!((line.partition, line.offset), (receipt.partition, receipt.offset));
        assert_eq!(line.version, receipt.balance.unwrap().version);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_request_is_refused_with_the_name_of_the_field() {
    let customer = shared().await.customer_with(10).await;
    let any = ListTokenLogRequest::default();
    for (field, asked) in [
        ("limit", ListTokenLogRequest { limit: 201, ..any.clone() }),
        ("cursor", ListTokenLogRequest { cursor: "first".into(), ..any.clone() }),
        ("cursor", ListTokenLogRequest { cursor: "-1".into(), ..any.clone() }),
        ("kinds", ListTokenLogRequest { kinds: vec![99], ..any.clone() }),
        ("kinds", ListTokenLogRequest { kinds: vec![0], ..any.clone() }),
    ] {
        let failure = customer.page(asked).await.unwrap_err();
        assert_eq!(failure.reason, Reason::InvalidInput);
        assert_eq!(failure.fields.iter().map(|wrong| wrong.field.as_str()).collect::<Vec<_>>(), [field]);
    }
    let asked = ListTokenLogRequest { account_id: "me".into(), ..any };
    let status = customer.client.clone().list_token_log(asked).await.unwrap_err();
    assert_eq!(Failure::from_status(&status).fields[0].field, "account_id");
    let nothing =
        ListTokenLogRequest { cursor: u64::MAX.to_string(), limit: 200, ..ListTokenLogRequest::default() };
    assert_eq!(
        customer.page(nothing).await.unwrap().entries.len(),
        1,
        "a cursor from beyond is the newest page"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_nothing_has_happened_to_has_an_empty_log() {
    let log = shared().await.customer().page(ListTokenLogRequest::default()).await.unwrap();
    assert_eq!((log.entries.len(), log.next_cursor.as_str(), log.version), (0, "", 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_that_is_not_there_yet_is_waited_for_and_then_refused_as_unavailable() {
    let customer = shared().await.customer_with(10).await;
    let asked = ListTokenLogRequest { min_version: 2, ..ListTokenLogRequest::default() };
    let waiting = {
        let (customer, asked) = (customer.clone(), asked.clone());
        tokio::spawn(async move { customer.page(asked).await.unwrap().version })
    };
    customer.spend(1).await;
    assert_eq!(waiting.await.unwrap(), 2);
    let asked = ListTokenLogRequest { min_version: 1_000, ..asked };
    assert_eq!(customer.page(asked).await.unwrap_err().reason, Reason::Unavailable);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_one_sees_a_hold_that_is_not_theirs() {
    let shared = shared().await;
    let (owner, other) = (shared.customer_with(100).await, shared.customer_with(100).await);
    let open = owner.authorize(10).await;
    let settled = owner.authorize(10).await;
    owner.capture(&settled, 4, true).await.unwrap();
    assert_eq!(owner.hold(&open).await.unwrap().state(), HoldState::Open);
    assert_eq!(owner.hold(&settled).await.unwrap().state(), HoldState::Captured);
    for hold in [&open, &settled, &shared.world.new_id()] {
        assert_eq!(other.hold(hold).await.unwrap_err().reason, Reason::NotFound);
    }
    assert_eq!(owner.hold(&shared.world.new_id()).await.unwrap_err().reason, Reason::NotFound);
    assert_eq!(other.capture(&open, 1, true).await.unwrap_err().reason, Reason::HoldNotOpen);
    assert_eq!(other.release(&open).await.unwrap_err().reason, Reason::HoldNotOpen);
    assert_eq!(owner.hold(&open).await.unwrap().state(), HoldState::Open, "nor ends it");
}
