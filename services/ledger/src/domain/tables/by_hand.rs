use super::*;

fn credit(count: u64) -> Command {
    adjust(Correction::Credit(tokens(count)))
}

fn debit(count: u64, allow_debt: bool) -> Command {
    adjust(Correction::Debit { tokens: tokens(count), allow_debt })
}

#[test]
fn a_frozen_wallet_starts_nothing_new() {
    let given = [pay(70, 10), authorize_under(4, over_capture(9)), freeze()];
    check(&given[..2], &freeze(), "wallet frozen", "6/4, wallet frozen");
    check(&given, &spend(1), "Spend refused WALLET_FROZEN", "6/4, wallet frozen");
    check(&given, &authorize(1), "Authorize refused WALLET_FROZEN", "6/4, wallet frozen");
    check(&given, &authorize(0), "Authorize refused WALLET_FROZEN", "6/4, wallet frozen");
    // What goes beyond a hold is new.
    check(&given, &capture(2, 5, true), "Capture refused WALLET_FROZEN", "6/4, wallet frozen");
    let refund = about_order(70, Told::RefundRequested(refund(1)));
    check(&given, &refund, "RequestRefund refused WALLET_FROZEN", "6/4, wallet frozen");
}

#[test]
fn a_frozen_wallet_lets_work_under_way_end() {
    let given = [buy(10), authorize_under(4, over_capture(9)), freeze()];
    check(&given, &capture(2, 4, true), "deducted 4 of 1:4, closed", "6/0, wallet frozen");
    check(&given, &release(2), "released 4 of 1:4", "10/0, wallet frozen");
    check(&given, &settle(2, succeeded(3)), "deducted 3 of 1:3, released 1:1, closed", "7/0, wallet frozen");
    check(&given, &settle(2, succeeded(9)), "deducted 4 of 1:4, closed", "6/0, wallet frozen");
    let extend = Command::ExtendHold { hold: hold(2), expires_at: at(200) };
    check(&given, &extend, "extended to 200", "6/4, wallet frozen");
}

#[test]
fn a_frozen_wallet_takes_note_of_what_has_happened() {
    let given = [pay(70, 10), freeze()];
    check(&given, &buy(5), "credited 5", "15/0, wallet frozen");
    check(&given, &gift(5, None), "credited 5", "15/0, wallet frozen");
    let refunded = about_order(70, Told::Refunded(refund(1), tokens(4)));
    check(&given, &refunded, "refunded 4 of 70", "6/0, wallet frozen");
    let opened = about_order(70, Told::DisputeOpened(dispute(1)));
    check(&given, &opened, "froze 10 of 70", "0/0, 10 locked, wallet frozen");
    let lost = about_order(70, Told::DisputeLost(dispute(1)));
    check(&given, &lost, "clawed back 10 of 70", "0/0, wallet frozen");
    check(&given, &credit(1), "adjusted +1", "11/0, wallet frozen");
    check(&given, &debit(1, false), "adjusted -1 of 70:1", "9/0, wallet frozen");
    check_at(90, &[gift(5, Some(90)), freeze()], &Command::Open, "opened", "0/0, wallet frozen");
}

#[test]
fn a_freeze_ends_once() {
    let unfreeze = Command::Unfreeze(warrant());
    check(&[buy(9), freeze()], &unfreeze, "wallet unfrozen", "9/0");
    check(&[buy(9), freeze(), unfreeze.clone()], &spend(1), "deducted 1 of 1:1", "8/0");
    check(&[buy(9)], &unfreeze, "Unfreeze refused CONFLICT", "9/0");
    check(&[buy(9), freeze()], &freeze(), "Freeze refused CONFLICT", "9/0, wallet frozen");
}

#[test]
fn a_correction_gives_a_lot_that_repays_debt_first() {
    check(&[], &credit(5), "adjusted +5", "5/0");
    check(&[credit(5), buy(5)], &spend(7), "deducted 7 of 1:5 2:2", "3/0");
    let owing = [buy(10), debit(15, true)];
    check(&owing, &credit(8), "adjusted +8, 5 for debt", "3/0");
    check(&[buy(i64::MAX as u64)], &credit(1), "Adjust refused AMOUNT_OVERFLOW", "9223372036854775807/0");
}

#[test]
fn a_correction_takes_what_is_available_and_more_only_if_it_says_so() {
    let given = [buy(10), gift(5, None), authorize(6)];
    check(&given, &debit(4, false), "adjusted -4 of 1:4", "5/6");
    check(&given, &debit(9, false), "adjusted -9 of 1:9", "0/6");
    check(&given, &debit(10, false), "Adjust refused INSUFFICIENT_TOKENS", "9/6");
    check(&given, &debit(10, true), "adjusted -10 of 1:9, 1 owed", "0/6, 1 owed");
    check(&[buy(10), gift(5, None)], &debit(7, false), "adjusted -7 of 2:5 1:2", "8/0");
    let owing = [buy(10), debit(15, true)];
    check(&owing, &debit(1, false), "Adjust refused INSUFFICIENT_TOKENS", "0/0, 5 owed");
    check(&owing, &debit(1, true), "adjusted -1 of, 1 owed", "0/0, 6 owed");
    check(&owing, &debit(i64::MAX as u64, true), "Adjust refused AMOUNT_OVERFLOW", "0/0, 5 owed");
}
