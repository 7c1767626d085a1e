use super::*;

fn opened(n: u128, id: u128) -> Command {
    about_order(n, Told::DisputeOpened(dispute(id)))
}

fn won(n: u128, id: u128) -> Command {
    about_order(n, Told::DisputeWon(dispute(id)))
}

fn lost(n: u128, id: u128) -> Command {
    about_order(n, Told::DisputeLost(dispute(id)))
}

fn request(n: u128) -> Command {
    about_order(n, Told::RefundRequested(refund(1)))
}

fn refunded(n: u128, count: u64) -> Command {
    about_order(n, Told::Refunded(refund(1), tokens(count)))
}

fn failed(n: u128) -> Command {
    about_order(n, Told::RefundFailed(refund(1)))
}

#[test]
fn an_open_dispute_freezes_what_is_left_of_the_order_and_unheld() {
    let given = [pay(70, 100), spend(60), authorize(10), buy(5)];
    check(&given, &opened(70, 1), "froze 30 of 70", "5/10, 30 locked");
    let frozen = [pay(70, 100), buy(5), opened(70, 1)];
    check(&frozen, &spend(5), "deducted 5 of 2:5", "0/0, 100 locked");
    check(&frozen, &spend(6), "Spend refused INSUFFICIENT_TOKENS", "5/0, 100 locked");
    check(&frozen, &authorize(6), "Authorize refused INSUFFICIENT_TOKENS", "5/0, 100 locked");
    check(&[pay(70, 9), spend(9)], &opened(70, 1), "froze 0 of 70", "0/0");
}

#[test]
fn a_dispute_won_thaws_what_is_left() {
    let given = [pay(70, 100), authorize(10), opened(70, 1)];
    check(&given, &won(70, 1), "unfroze 90 of 70", "90/10");
}

#[test]
fn a_dispute_lost_claws_back_the_whole_order_and_what_was_used_is_owed() {
    let given = [pay(70, 100), spend(60), opened(70, 1)];
    check(&given, &lost(70, 1), "clawed back 100 of 70, 60 owed, frozen", "0/0, 60 owed");
    check(&[pay(70, 100), spend(60)], &lost(70, 1), "clawed back 100 of 70, 60 owed", "0/0, 60 owed");
    check(&[pay(70, 9)], &lost(70, 1), "clawed back 9 of 70", "0/0");
    check(&[pay(70, 9), spend(9)], &lost(70, 1), "clawed back 9 of 70, 9 owed", "0/0, 9 owed");
}

#[test]
fn a_debt_is_repaid_by_the_next_credit_and_nothing_is_spent_before() {
    // The walk: bought, partly spent, lost, bought again.
    let given = [pay(70, 100), spend(60), opened(70, 1), lost(70, 1)];
    check(&given, &pay(71, 100), "credited 100, 60 for debt", "40/0");
    check(&given, &pay(71, 50), "credited 50, 50 for debt", "0/0, 10 owed");
    check(&given, &gift(100, Some(90)), "credited 100, 60 for debt", "40/0");
    check(&given, &adjust(Correction::Credit(tokens(60))), "adjusted +60, 60 for debt", "0/0");
    check(&given, &spend(1), "Spend refused INSUFFICIENT_TOKENS", "0/0, 60 owed");
    check(&given, &authorize(1), "Authorize refused INSUFFICIENT_TOKENS", "0/0, 60 owed");
    // What repaid a debt is used: a dispute of that order makes it a debt again.
    let repaid = [pay(70, 100), spend(100), lost(70, 1), pay(71, 100)];
    check(&repaid, &lost(71, 2), "clawed back 100 of 71, 100 owed", "0/0, 100 owed");
    check(&repaid, &request(71), "RequestRefund refused NOTHING_TO_REFUND", "0/0");
}

#[test]
fn a_debt_is_repaid_by_what_is_free_already_as_if_that_had_come_after_it() {
    let given = [pay(70, 100), spend(100), pay(71, 80), gift(30, None)];
    check(&given, &lost(70, 1), "clawed back 100 of 70, 100 owed; repaid 100 of 4:30 71:70", "10/0");
    let held = [pay(70, 100), spend(100), pay(71, 50), authorize(50), lost(70, 1)];
    check(&held, &release(4), "released 50 of 71:50; repaid 50 of 71:50", "0/0, 50 owed");
    check(&held, &capture(4, 50, true), "deducted 50 of 71:50, closed", "0/0, 100 owed");
    let frozen = [pay(70, 100), spend(100), pay(71, 50), opened(71, 2), lost(70, 1)];
    check(&frozen, &buy(1), "credited 1, 1 for debt", "0/0, 50 locked, 99 owed");
    check(&frozen, &won(71, 2), "unfroze 50 of 71; repaid 50 of 71:50", "0/0, 50 owed");
}

#[test]
fn a_hold_under_way_keeps_its_tokens_whatever_becomes_of_the_dispute() {
    let open = [pay(70, 100), authorize(10), opened(70, 1)];
    check(&open, &capture(2, 10, true), "deducted 10 of 70:10, closed", "0/0, 90 locked");
    check(&open, &release(2), "released 10 of 70:10, 10 frozen", "0/0, 100 locked");
    let partly = "deducted 4 of 70:4, released 70:6, 6 frozen, closed";
    check(&open, &capture(2, 4, true), partly, "0/0, 96 locked");
    check(&[pay(70, 100), authorize(10)], &lost(70, 1), "clawed back 90 of 70", "0/10");
    let lost = [pay(70, 100), authorize(10), lost(70, 1)];
    let charged = "deducted 10 of 70:10, closed; clawed back 10 of 70, 10 owed";
    check(&lost, &capture(2, 10, true), charged, "0/0, 10 owed");
    let released = "released 10 of 70:10, 10 frozen; clawed back 10 of 70, frozen";
    check(&lost, &release(2), released, "0/0");
    let partly = "deducted 4 of 70:4, released 70:6, 6 frozen, closed; clawed back 10 of 70, 4 owed, frozen";
    check(&lost, &capture(2, 4, true), partly, "0/0, 4 owed");
    let first = "deducted 4 of 70:4; clawed back 4 of 70, 4 owed, frozen";
    check(&lost, &capture(2, 4, false), first, "0/6, 4 owed");
}

#[test]
fn a_capture_beyond_its_hold_takes_nothing_frozen() {
    let given = [pay(70, 10), authorize_under(4, over_capture(9)), opened(70, 1)];
    check(&given, &capture(2, 5, true), "Capture refused INSUFFICIENT_TOKENS", "0/4, 6 locked");
    check(&given, &settle(2, succeeded(5)), "deducted 4 of 70:4, closed", "0/0, 6 locked");
}

#[test]
fn what_is_told_late_or_twice_changes_nothing() {
    let again = |given: &[Command], when: Command, refused: &str, balance: &str| {
        check(given, &when, &format!("{refused} refused CONFLICT"), balance);
    };
    let (buy, opened, won, lost) = (pay(70, 9), opened(70, 1), won(70, 1), lost(70, 1));
    again(&[buy.clone(), opened.clone()], opened.clone(), "OpenDispute", "0/0, 9 locked");
    again(&[buy.clone(), won.clone()], opened.clone(), "OpenDispute", "9/0");
    again(&[buy.clone(), lost.clone()], opened.clone(), "OpenDispute", "0/0");
    again(&[buy.clone(), opened.clone(), won.clone()], won.clone(), "WinDispute", "9/0");
    again(&[buy.clone(), lost.clone()], won.clone(), "WinDispute", "0/0");
    again(&[buy.clone(), lost.clone()], lost.clone(), "LoseDispute", "0/0");
    // Told both ways, it is lost: the money is gone.
    check(&[buy, opened, won], &lost, "clawed back 9 of 70", "0/0");
}

#[test]
fn what_is_told_before_the_credit_takes_effect_with_it() {
    check(&[], &opened(70, 1), "froze 0 of 70", "0/0");
    check(&[opened(70, 1)], &pay(70, 9), "credited 9, frozen", "0/0, 9 locked");
    check(&[opened(70, 1), pay(70, 9)], &won(70, 1), "unfroze 9 of 70", "9/0");
    check(&[opened(70, 1)], &won(70, 1), "unfroze 0 of 70", "0/0");
    check(&[won(70, 1)], &pay(70, 9), "credited 9", "9/0");
    check(&[], &lost(70, 1), "clawed back 0 of 70", "0/0");
    check(&[lost(70, 1)], &pay(70, 9), "credited 9, frozen; clawed back 9 of 70, frozen", "0/0");
    // Nobody else's credit pays for it meanwhile.
    check(&[lost(70, 1)], &pay(71, 9), "credited 9", "9/0");
}

#[test]
fn an_order_can_be_disputed_more_than_once() {
    let two = [pay(70, 9), opened(70, 1), opened(70, 2)];
    check(&two, &won(70, 1), "unfroze 0 of 70", "0/0, 9 locked");
    check(&two, &lost(70, 1), "clawed back 9 of 70, frozen", "0/0");
    let one = [pay(70, 9), opened(70, 1), opened(70, 2), won(70, 1)];
    check(&one, &won(70, 2), "unfroze 9 of 70", "9/0");
    check(&[pay(70, 9), spend(1), lost(70, 1)], &lost(70, 2), "clawed back 0 of 70", "0/0, 1 owed");
    check(&[pay(70, 9), lost(70, 1)], &won(70, 2), "unfroze 0 of 70", "0/0");
}

#[test]
fn a_refund_and_a_dispute_of_one_order_take_it_back_once() {
    let under_way = [pay(70, 100), spend(30), request(70)];
    check(&under_way, &opened(70, 1), "froze 0 of 70", "0/0, 70 locked");
    check(&under_way, &lost(70, 1), "clawed back 30 of 70, 30 owed", "0/0, 70 locked, 30 owed");
    let open = [pay(70, 100), request(70), opened(70, 1)];
    check(&open, &failed(70), "unreserved 100 of 70, frozen", "0/0, 100 locked");
    check(&open, &refunded(70, 100), "refunded 100 of 70, 100 reserved, frozen", "0/0");
    let given_back = [pay(70, 100), request(70), opened(70, 1), failed(70)];
    check(&given_back, &won(70, 1), "unfroze 100 of 70", "100/0");
    let lost_first = [pay(70, 100), request(70), lost(70, 1)];
    check(&lost_first, &refunded(70, 100), "refunded 100 of 70, 100 reserved, frozen", "0/0");
    let partly = "refunded 60 of 70, 60 reserved, frozen, 40 unreserved; clawed back 40 of 70, frozen";
    check(&lost_first, &refunded(70, 60), partly, "0/0");
    check(&lost_first, &failed(70), "unreserved 100 of 70, frozen; clawed back 100 of 70, frozen", "0/0");
    check(&[pay(70, 100), refunded(70, 40)], &lost(70, 1), "clawed back 60 of 70", "0/0");
    check(&[pay(70, 100), lost(70, 1)], &refunded(70, 40), "refunded 0 of 70", "0/0");
}

#[test]
fn a_disputed_order_is_not_refunded_on_request() {
    check(
        &[pay(70, 9), opened(70, 1)],
        &request(70),
        "RequestRefund refused ORDER_DISPUTED",
        "0/0, 9 locked",
    );
    check(&[pay(70, 9), lost(70, 1)], &request(70), "RequestRefund refused ORDER_DISPUTED", "0/0");
    check(&[pay(70, 9), opened(70, 1), won(70, 1)], &request(70), "reserved 9 of 70", "0/0, 9 locked");
}

#[test]
fn a_debt_that_would_be_too_large_to_write_down_waits() {
    let most = i64::MAX as u64;
    let given = [pay(70, most), spend(most), pay(71, most), spend(most), lost(70, 1)];
    check(&given, &lost(71, 2), "clawed back 0 of 71", &format!("0/0, {most} owed"));
    let both = [&given[..], &[lost(71, 2)]].concat();
    check(
        &both,
        &buy(5),
        "credited 5, 5 for debt; clawed back 5 of 71, 5 owed",
        &format!("0/0, {most} owed"),
    );
}
