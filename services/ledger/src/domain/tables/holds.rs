use super::*;

#[test]
fn a_hold_must_end_in_the_future() {
    check_at(100, &[buy(5)], &authorize(1), "Authorize refused INVALID_INPUT", "5/0");
    check_at(99, &[buy(5)], &authorize(1), "held 1 of 1:1", "4/1");
}

#[test]
fn a_hold_is_captured_in_parts_and_the_last_one_releases_the_rest() {
    let given = [buy(10), authorize(8)];
    check(&given, &capture(2, 3, true), "deducted 3 of 1:3, released 1:5, closed", "7/0");
    check(&given, &capture(2, 3, false), "deducted 3 of 1:3", "2/5");
    check(&given, &capture(2, 8, true), "deducted 8 of 1:8, closed", "2/0");
    check(&given, &capture(2, 0, true), "deducted 0 of, released 1:8, closed", "10/0");
    let halfway = [buy(10), authorize(8), capture(2, 3, false)];
    check(&halfway, &capture(2, 5, true), "deducted 5 of 1:5, closed", "2/0");
    check(&halfway, &capture(2, 6, true), "Capture refused CAPTURE_EXCEEDS_TERMS", "2/5");
    check(&halfway, &release(2), "released 5 of 1:5", "7/0");
}

#[test]
fn a_hold_over_several_lots_is_charged_in_burn_order() {
    let given = [buy(5), gift(5, Some(90)), authorize(8)];
    check(&given, &capture(3, 6, true), "deducted 6 of 2:5 1:1, released 1:2, closed", "4/0");
}

#[test]
fn a_capture_beyond_the_hold_needs_terms_and_tokens() {
    let given = [buy(10), authorize_under(8, over_capture(2))];
    check(&given, &capture(2, 10, true), "deducted 10 of 1:8, beyond the hold 1:2, closed", "0/0");
    check(&given, &capture(2, 11, true), "Capture refused CAPTURE_EXCEEDS_TERMS", "2/8");
    let spent = [buy(10), authorize_under(8, over_capture(5)), spend(1)];
    check(&spent, &capture(2, 10, true), "Capture refused INSUFFICIENT_TOKENS", "1/8");
    let used = [buy(10), authorize_under(4, over_capture(2)), capture(2, 5, false)];
    check(&used, &capture(2, 1, false), "deducted 1 of, beyond the hold 1:1", "4/0");
    check(&used, &capture(2, 2, false), "Capture refused CAPTURE_EXCEEDS_TERMS", "5/0");
}

#[test]
fn a_hold_settles_once() {
    for end in
        [capture(2, 3, true), release(2), settle(2, succeeded(3)), Command::ExpireHold { hold: hold(2) }]
    {
        let given = [buy(10), authorize(8), end];
        for (again, name) in [
            (capture(2, 1, true), "Capture"),
            (release(2), "Release"),
            (settle(2, succeeded(1)), "Settle"),
            (Command::ExtendHold { hold: hold(2), expires_at: at(200) }, "ExtendHold"),
        ] {
            let mut book = Book::after(&given);
            let before = book.wallet.available();
            assert_eq!(book.write(&again, 9, 0), format!("{name} refused HOLD_NOT_OPEN"));
            assert_eq!(book.wallet.available(), before, "a refusal changes no balance");
        }
    }
}

#[test]
fn a_hold_is_only_ever_extended() {
    let given = [buy(10), authorize(8)];
    let extend = |seconds| Command::ExtendHold { hold: hold(2), expires_at: at(seconds) };
    check(&given, &extend(200), "extended to 200", "2/8");
    check(&given, &extend(100), "extended to 100", "2/8");
    check(&given, &extend(99), "ExtendHold refused INVALID_INPUT", "2/8");
}
