use super::*;

fn request(n: u128, id: u128) -> Command {
    about_order(n, Told::RefundRequested(refund(id)))
}

fn refunded(n: u128, id: u128, count: u64) -> Command {
    about_order(n, Told::Refunded(refund(id), tokens(count)))
}

fn failed(n: u128, id: u128) -> Command {
    about_order(n, Told::RefundFailed(refund(id)))
}

#[test]
fn a_request_reserves_what_is_left_of_the_order_and_unheld() {
    check(&[pay(70, 100)], &request(70, 1), "reserved 100 of 70", "0/0, 100 locked");
    let used = [pay(70, 100), spend(30), authorize(20)];
    check(&used, &request(70, 1), "reserved 50 of 70", "0/20, 50 locked");
    let two = [pay(70, 10), pay(71, 10), buy(5)];
    check(&two, &request(71, 1), "reserved 10 of 71", "15/0, 10 locked");
}

#[test]
fn a_request_is_refused_with_the_reason() {
    check(&[buy(5)], &request(70, 1), "RequestRefund refused NOT_FOUND", "5/0");
    check(&[pay(70, 9), spend(9)], &request(70, 1), "RequestRefund refused NOTHING_TO_REFUND", "0/0");
    check(&[pay(70, 9), authorize(9)], &request(70, 1), "RequestRefund refused NOTHING_TO_REFUND", "0/9");
    let under_way = [pay(70, 9), request(70, 1)];
    check(&under_way, &request(70, 2), "RequestRefund refused NOTHING_TO_REFUND", "0/0, 9 locked");
    check(&under_way, &request(70, 1), "RequestRefund refused CONFLICT", "0/0, 9 locked");
}

#[test]
fn what_is_reserved_can_be_neither_spent_nor_held() {
    let given = [pay(70, 100), authorize(20), request(70, 1)];
    check(&given, &spend(1), "Spend refused INSUFFICIENT_TOKENS", "0/20, 80 locked");
    check(&given, &authorize(1), "Authorize refused INSUFFICIENT_TOKENS", "0/20, 80 locked");
    check(&given, &capture(2, 15, true), "deducted 15 of 70:15, released 70:5, closed", "5/0, 80 locked");
}

#[test]
fn money_that_went_back_takes_what_was_reserved() {
    let given = [pay(70, 100), spend(30), request(70, 1)];
    check(&given, &refunded(70, 1, 70), "refunded 70 of 70, 70 reserved", "0/0");
    check(&given, &refunded(70, 1, 50), "refunded 50 of 70, 50 reserved, 20 unreserved", "20/0");
    check(&given, &refunded(70, 1, 90), "refunded 90 of 70, 70 reserved, 20 owed", "0/0, 20 owed");
    let done = [pay(70, 100), request(70, 1), refunded(70, 1, 100)];
    check(&done, &refunded(70, 1, 100), "Refund refused CONFLICT", "0/0");
    check(&done, &failed(70, 1), "FailRefund refused CONFLICT", "0/0");
    check(&done, &request(70, 1), "RequestRefund refused CONFLICT", "0/0");
    check(&done, &request(70, 2), "RequestRefund refused NOTHING_TO_REFUND", "0/0");
}

#[test]
fn a_refund_that_failed_gives_back_what_was_reserved() {
    let given = [pay(70, 100), spend(30), request(70, 1)];
    check(&given, &failed(70, 1), "unreserved 70 of 70", "70/0");
    let done = [pay(70, 100), request(70, 1), failed(70, 1)];
    check(&done, &failed(70, 1), "FailRefund refused CONFLICT", "100/0");
    check(&done, &request(70, 1), "RequestRefund refused CONFLICT", "100/0");
    check(&done, &request(70, 2), "reserved 100 of 70", "0/0, 100 locked");
    check(&done, &refunded(70, 1, 100), "refunded 100 of 70", "0/0");
    check(&[pay(70, 9)], &failed(70, 1), "unreserved 0 of 70", "9/0");
    check(&[pay(70, 9), failed(70, 1)], &request(70, 1), "RequestRefund refused CONFLICT", "9/0");
}

#[test]
fn money_that_went_back_unasked_takes_what_is_left_then_becomes_debt() {
    let given = [pay(70, 100), spend(30)];
    check(&given, &refunded(70, 1, 50), "refunded 50 of 70", "20/0");
    check(&given, &refunded(70, 1, 100), "refunded 100 of 70, 30 owed", "0/0, 30 owed");
    check(&given, &refunded(70, 1, 999), "refunded 100 of 70, 30 owed", "0/0, 30 owed");
    let half = [pay(70, 100), spend(30), refunded(70, 1, 60)];
    check(&half, &refunded(70, 2, 60), "refunded 40 of 70, 30 owed", "0/0, 30 owed");
}

#[test]
fn tokens_held_from_a_refunded_order_are_waited_for() {
    let given = [pay(70, 100), authorize(80), refunded(70, 1, 90)];
    check(&[pay(70, 100), authorize(80)], &given[2], "refunded 20 of 70, 70 to come", "0/80");
    check(&given, &release(2), "released 80 of 70:80; refunded 70 of 70", "10/0");
    check(
        &given,
        &capture(2, 80, true),
        "deducted 80 of 70:80, closed; refunded 70 of 70, 70 owed",
        "0/0, 70 owed",
    );
    let partly = "deducted 50 of 70:50, released 70:30, closed; refunded 70 of 70, 40 owed";
    check(&given, &capture(2, 50, true), partly, "0/0, 40 owed");
    // 30 are still held and may come back; what is used beyond need not be waited for.
    check(
        &given,
        &capture(2, 50, false),
        "deducted 50 of 70:50; refunded 40 of 70, 40 owed, 30 to come",
        "0/30, 40 owed",
    );
}

#[test]
fn money_that_went_back_before_the_credit_was_seen_takes_it_when_it_comes() {
    check(&[], &refunded(70, 1, 60), "refunded 0 of 70, 60 to come", "0/0");
    check(&[refunded(70, 1, 60)], &pay(70, 100), "credited 100; refunded 60 of 70", "40/0");
    check(&[refunded(70, 1, 999)], &pay(70, 100), "credited 100; refunded 100 of 70", "0/0");
    check(&[failed(70, 1)], &pay(70, 100), "credited 100", "100/0");
}
