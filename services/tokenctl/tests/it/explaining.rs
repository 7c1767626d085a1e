use serde_json::Value;

use crate::program::tokenctl;
use crate::story::{BEYOND_TERMS, SETTLED_BEFORE, SPENT, TOO_MUCH, WHILE_FROZEN};
use crate::world::{Shared, shared};

/// What the program says about a command of the story.
fn explained(shared: &Shared, key: &str) -> Value {
    let account = &shared.told.account;
    tokenctl(&shared.on(&["--json", "explain", "--account", account, "--key", key])).well().document()
}

fn says(explanation: &Value, text: &str) {
    let sentences = explanation["sentences"].as_array().unwrap();
    let said = sentences.iter().any(|sentence| sentence.as_str().unwrap().contains(text));
    assert!(said, "not said: {text}\n{explanation:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_allowed_spend_is_explained_by_what_was_there_and_the_order_of_spending() {
    let shared = shared().await;
    let spent = explained(shared, SPENT);
    assert_eq!(spent["kind"], "TokensDeducted");
    says(&spent, "metering/tests asked for it under the key \"spend-10\"");
    says(&spent, "Before it: version 3, available 130");
    says(&spent, "10 tokens for chat conversation-1 are no more than the 130 available");
    says(&spent, "After it: version 4, available 120");
    assert_eq!(spent["lots"].as_array().unwrap().len(), 1, "of the gift only: {spent:#}");
    assert_eq!((&spent["lots"][0]["before"], &spent["lots"][0]["after"]), (&30.into(), &20.into()));

    // The same by id and by place, for people.
    let place = format!("{}/{}", spent["partition"], spent["offset"]);
    let by_id = tokenctl(&shared.on(&["explain", spent["entry"].as_str().unwrap()])).well();
    let by_place = tokenctl(&shared.on(&["explain", &place])).well();
    assert_eq!(by_id.out, by_place.out);
    assert!(by_id.out.starts_with("TokensDeducted  ledger.events/1/"), "{}", by_id.out);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_names_the_numbers_that_led_to_it() {
    let shared = shared().await;
    let too_much = explained(shared, TOO_MUCH);
    assert_eq!(too_much["kind"], "CommandRefused");
    says(&too_much, "Spend of 10000 tokens for chat conversation-1 was refused with INSUFFICIENT_TOKENS");
    says(&too_much, "10000 are needed and 120 are available: 9880 too few");
    assert_eq!(too_much["before"]["available"], too_much["after"]["available"]);

    says(&explained(shared, SETTLED_BEFORE), "was ended before, by the entry at offset");
    says(
        &explained(shared, BEYOND_TERMS),
        "The hold has 10 left and its terms allow 5 beyond it, 15 in all: 1 too few",
    );
    says(&explained(shared, WHILE_FROZEN), "The wallet is frozen by operator-7: stolen account");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_purchase_is_found_by_its_order() {
    let shared = shared().await;
    let paid = explained(shared, &format!("order:{}:paid", shared.told.order));
    assert_eq!(paid["kind"], "TokensCredited");
    says(&paid, "at payments.events/1/");
    says(&paid, "100 tokens came in as purchase for order");
    says(&paid, "They never expire");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_void_record_is_said_to_be_none_of_the_books() {
    let shared = shared().await;
    let void =
        tokenctl(&shared.on(&["--json", "tail", "--no-follow", "--void", "-n", "1000"])).well().documents();
    let void: Vec<_> = void.iter().filter(|line| line["valid"] == false).collect();
    assert_eq!(void.len(), 2, "{void:#?}");
    for record in void {
        let place = format!("{}/{}", record["partition"], record["offset"]);
        let run = tokenctl(&shared.on(&["explain", &place])).well();
        assert!(run.out.contains("This record is not part of the books"), "{}", run.out);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_in_the_books_is_not_explained() {
    let shared = shared().await;
    let account = shared.told.account.as_str();
    for arguments in [
        vec!["explain", "--account", account, "--key", "never-used"],
        vec!["explain", "0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77"],
        vec!["explain", "1/999999"],
        vec!["explain", "7/0"],
    ] {
        let run = tokenctl(&shared.on(&arguments));
        assert_eq!(run.code, 2, "{arguments:?}: {run:#?}");
    }
    assert_eq!(tokenctl(&shared.on(&["explain", "nonsense"])).code, 64);
}
