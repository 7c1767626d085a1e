use super::*;

#[test]
fn credits_add_up() {
    check(&[], &Command::Open, "opened", "0/0");
    check(&[], &buy(5), "credited 5", "5/0");
    check(&[buy(5)], &buy(7), "credited 7", "12/0");
    check(&[buy(i64::MAX as u64)], &buy(1), "Credit refused AMOUNT_OVERFLOW", "9223372036854775807/0");
}

#[test]
fn gifts_are_spent_first_soonest_to_expire_then_oldest_then_purchases() {
    let given = [buy(5), gift(5, None), gift(5, Some(90)), gift(5, Some(80)), buy(5)];
    check(&given, &spend(1), "deducted 1 of 4:1", "24/0");
    check(&given, &spend(12), "deducted 12 of 4:5 3:5 2:2", "13/0");
    check(&given, &spend(22), "deducted 22 of 4:5 3:5 2:5 1:5 5:2", "3/0");
    check(&given, &authorize(12), "held 12 of 4:5 3:5 2:2", "13/12");
}

#[test]
fn nothing_is_spent_or_held_that_is_not_there() {
    check(&[], &spend(1), "Spend refused INSUFFICIENT_TOKENS", "0/0");
    check(&[buy(5)], &spend(5), "deducted 5 of 1:5", "0/0");
    check(&[buy(5)], &spend(6), "Spend refused INSUFFICIENT_TOKENS", "5/0");
    check(&[buy(5), authorize(3)], &spend(3), "Spend refused INSUFFICIENT_TOKENS", "2/3");
    check(&[buy(5), authorize(3)], &authorize(2), "held 2 of 1:2", "0/5");
    check(&[buy(5), authorize(3)], &authorize(3), "Authorize refused INSUFFICIENT_TOKENS", "2/3");
    check(&[], &authorize(0), "held 0 of", "0/0");
}

#[test]
fn what_expires_is_given_up_and_what_is_held_of_it_when_it_comes_back() {
    let given = [gift(5, Some(50)), authorize(3)];
    check(&given, &Command::ExpireLot { lot: lot(1) }, "expired 2 of 1", "0/3");
    let mut book = Book::after(&[gift(5, Some(50)), buy(1), authorize(3)]);
    assert_eq!(book.wallet.first_due(at(49)), None);
    assert_eq!(book.wallet.first_due(at(50)), Some(Due::Lot(lot(1))));
    let due = book.write_due(100);
    assert_eq!(due, ["expired 2 of 1", "released 3 of 1:3, because HOLD_EXPIRED", "expired 3 of 1"]);
    assert_eq!(book.wallet.next_due_at(), None);
    assert_eq!(stated(book.wallet.balance()), "1/0");
}

#[test]
fn what_is_held_of_an_expired_gift_can_still_be_used_for_its_work_and_for_nothing_else() {
    let given = [gift(5, Some(50)), authorize_under(4, over_capture(5))];
    check_at(50, &given, &capture(2, 4, true), "deducted 4 of 1:4, closed", "0/0");
    check_at(
        50,
        &given,
        &capture(2, 3, true),
        "deducted 3 of 1:3, released 1:1, closed; expired 1 of 1",
        "0/0",
    );
    check_at(50, &given, &capture(2, 3, false), "deducted 3 of 1:3", "0/1");
    check_at(50, &given, &capture(2, 5, true), "Capture refused INSUFFICIENT_TOKENS", "0/4");
    check_at(49, &given, &capture(2, 5, true), "deducted 5 of 1:4, beyond the hold 1:1, closed", "0/0");
    check_at(50, &given, &release(2), "released 4 of 1:4; expired 4 of 1", "0/0");
    check_at(50, &given, &spend(1), "Spend refused INSUFFICIENT_TOKENS", "0/4");
    check_at(50, &given, &buy(7), "credited 7", "7/4");
    // Given when its period is over already, it is gone with the next look at the wallet.
    check_at(60, &[buy(1)], &gift(5, Some(50)), "credited 5; expired 5 of 2", "1/0");
}

#[test]
fn an_order_is_credited_once_as_the_lot_that_has_its_id() {
    check(&[], &pay(70, 5), "credited 5", "5/0");
    check(&[pay(70, 5)], &spend(2), "deducted 2 of 70:2", "3/0");
    check(&[pay(70, 5)], &pay(70, 5), "Credit refused CONFLICT", "5/0");
    check(&[pay(70, 5), spend(5)], &pay(70, 5), "Credit refused CONFLICT", "0/0");
}
