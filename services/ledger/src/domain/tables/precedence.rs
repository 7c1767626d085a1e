//! Where a command breaks two rules, the first of a documented list is told.

use super::*;

/// The list, as `docs/LEDGER.md` has it; what stands in one row cannot apply together.
const ORDER: [&[&str]; 8] = [
    &["HOLD_NOT_OPEN", "NOT_FOUND"],
    &["CONFLICT"],
    &["INVALID_INPUT"],
    &["WALLET_FROZEN"],
    &["ORDER_DISPUTED"],
    &["AMOUNT_OVERFLOW"],
    &["CAPTURE_EXCEEDS_TERMS"],
    &["INSUFFICIENT_TOKENS", "NOTHING_TO_REFUND"],
];

fn rank(reason: &str) -> usize {
    ORDER.iter().position(|row| row.contains(&reason)).unwrap_or_else(|| panic!("{reason} has no place"))
}

fn refusal(given: &[Command], when: &Command) -> String {
    let mut book = Book::after(given);
    let told = book.write(when, 99, 10);
    told.split_once(" refused ").unwrap_or_else(|| panic!("not refused: {told}")).1.to_owned()
}

fn request() -> Command {
    about_order(70, Told::RefundRequested(refund(1)))
}

fn opened() -> Command {
    about_order(70, Told::DisputeOpened(dispute(1)))
}

fn failed() -> Command {
    about_order(70, Told::RefundFailed(refund(1)))
}

fn authorize_until(count: u64, seconds: i64) -> Command {
    let (terms, reference) = (SettlementTerms::default(), about("job"));
    Command::Authorize { tokens: tokens(count), terms: terms.into(), expires_at: at(seconds), reference }
}

fn extend(n: u128, seconds: i64) -> Command {
    Command::ExtendHold { hold: hold(n), expires_at: at(seconds) }
}

/// Two histories: after the first the command breaks both rules, after the second only the one that comes later in the list.
struct Pair {
    first: &'static str,
    second: &'static str,
    both: (Vec<Command>, Command),
    only_second: (Vec<Command>, Command),
}

fn pair(
    first: &'static str,
    second: &'static str,
    both: (Vec<Command>, Command),
    only_second: (Vec<Command>, Command),
) -> Pair {
    Pair { first, second, both, only_second }
}

fn about_holds() -> Vec<Pair> {
    let hold = || vec![buy(10), authorize(4)];
    let frozen = || vec![buy(10), authorize(4), freeze()];
    let generous = || vec![buy(5), authorize_under(4, over_capture(2))];
    vec![
        pair("HOLD_NOT_OPEN", "INVALID_INPUT", (hold(), extend(9, 1)), (hold(), extend(2, 1))),
        pair(
            "HOLD_NOT_OPEN",
            "WALLET_FROZEN",
            (frozen(), capture(9, 5, true)),
            (frozen(), capture(2, 5, true)),
        ),
        pair(
            "HOLD_NOT_OPEN",
            "CAPTURE_EXCEEDS_TERMS",
            (hold(), capture(9, 5, true)),
            (hold(), capture(2, 5, true)),
        ),
        pair(
            "HOLD_NOT_OPEN",
            "INSUFFICIENT_TOKENS",
            (generous(), capture(9, 6, true)),
            (generous(), capture(2, 6, true)),
        ),
        pair(
            "WALLET_FROZEN",
            "CAPTURE_EXCEEDS_TERMS",
            (frozen(), capture(2, 5, true)),
            (hold(), capture(2, 5, true)),
        ),
        pair(
            "WALLET_FROZEN",
            "INSUFFICIENT_TOKENS",
            ([generous(), vec![freeze()]].concat(), capture(2, 6, true)),
            (generous(), capture(2, 6, true)),
        ),
        pair(
            "CAPTURE_EXCEEDS_TERMS",
            "INSUFFICIENT_TOKENS",
            (generous(), capture(2, 7, true)),
            (generous(), capture(2, 6, true)),
        ),
    ]
}

fn about_what_is_free() -> Vec<Pair> {
    let frozen = || vec![buy(10), freeze()];
    vec![
        pair(
            "INVALID_INPUT",
            "WALLET_FROZEN",
            (frozen(), authorize_until(1, 9)),
            (frozen(), authorize_until(1, 11)),
        ),
        pair(
            "INVALID_INPUT",
            "INSUFFICIENT_TOKENS",
            (vec![buy(10)], authorize_until(11, 9)),
            (vec![buy(10)], authorize_until(11, 11)),
        ),
        pair("WALLET_FROZEN", "INSUFFICIENT_TOKENS", (frozen(), spend(11)), (vec![buy(10)], spend(11))),
        pair(
            "WALLET_FROZEN",
            "INSUFFICIENT_TOKENS",
            (frozen(), authorize(11)),
            (vec![buy(10)], authorize(11)),
        ),
        pair(
            "CONFLICT",
            "AMOUNT_OVERFLOW",
            (vec![pay(70, 10)], pay(70, u64::MAX)),
            (vec![buy(10)], pay(70, u64::MAX)),
        ),
    ]
}

fn about_refunds() -> Vec<Pair> {
    let paid = || vec![pay(70, 10)];
    let with = |commands: &[Command]| [paid(), commands.to_vec()].concat();
    vec![
        pair("NOT_FOUND", "CONFLICT", (vec![failed()], request()), (with(&[failed()]), request())),
        pair("NOT_FOUND", "WALLET_FROZEN", (vec![freeze()], request()), (with(&[freeze()]), request())),
        pair("NOT_FOUND", "ORDER_DISPUTED", (vec![opened()], request()), (with(&[opened()]), request())),
        pair("NOT_FOUND", "NOTHING_TO_REFUND", (vec![], request()), (with(&[spend(10)]), request())),
        pair(
            "CONFLICT",
            "WALLET_FROZEN",
            (with(&[failed(), freeze()]), request()),
            (with(&[freeze()]), request()),
        ),
        pair(
            "CONFLICT",
            "ORDER_DISPUTED",
            (with(&[failed(), opened()]), request()),
            (with(&[opened()]), request()),
        ),
        pair(
            "CONFLICT",
            "NOTHING_TO_REFUND",
            (with(&[failed(), spend(10)]), request()),
            (with(&[spend(10)]), request()),
        ),
        pair(
            "WALLET_FROZEN",
            "ORDER_DISPUTED",
            (with(&[opened(), freeze()]), request()),
            (with(&[opened()]), request()),
        ),
        pair(
            "WALLET_FROZEN",
            "NOTHING_TO_REFUND",
            (with(&[spend(10), freeze()]), request()),
            (with(&[spend(10)]), request()),
        ),
        pair(
            "ORDER_DISPUTED",
            "NOTHING_TO_REFUND",
            (with(&[spend(10), opened()]), request()),
            (with(&[spend(10)]), request()),
        ),
    ]
}

#[test]
fn of_two_refusals_the_one_that_is_listed_first_is_told() {
    let pairs = about_holds().into_iter().chain(about_what_is_free()).chain(about_refunds());
    for Pair { first, second, both, only_second } in pairs {
        assert!(rank(first) < rank(second), "{first} stands before {second} in the list");
        assert_eq!(refusal(&only_second.0, &only_second.1), second, "{:?}", only_second.1);
        assert_eq!(refusal(&both.0, &both.1), first, "{:?}", both.1);
    }
}

#[test]
fn the_documented_list_is_this_one() {
    let document = include_str!("../../../../../docs/LEDGER.md");
    let (_, list) = document.split_once("### Refusals").expect("the list is documented");
    let mut place = 0;
    for row in ORDER {
        for reason in row {
            let found =
                list.find(&format!("`{reason}`")).unwrap_or_else(|| panic!("{reason} is not documented"));
            assert!(found > place, "{reason} stands elsewhere in the document");
            place = found;
        }
    }
}
