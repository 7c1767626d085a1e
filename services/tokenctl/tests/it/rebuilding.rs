//! Having the ledger rebuild what it shows.

use crate::program::{Run, tokenctl};
use crate::world::{Shared, shared};

fn rebuild(shared: &Shared, as_whom: &str, url: &str, further: &[&str]) -> Run {
    let mut arguments = vec!["rebuild".to_owned(), "token-log".to_owned(), format!("--ledger={url}")];
    arguments.extend(shared.world.certificate(as_whom));
    arguments.extend(further.iter().map(ToString::to_string));
    tokenctl(&arguments)
}

// One test, since there is one rebuild at a time.
#[tokio::test(flavor = "multi_thread")]
async fn the_token_log_is_compared_with_the_log_mended_and_swapped() {
    let shared = shared().await;
    let url = shared.ledger.url.as_str();
    let customer = shared.customer();
    customer.buy(500).await;
    customer.spend("first", 20).await.unwrap();
    let operator = |further: &[&str]| rebuild(shared, "operator", url, further);

    let compared = operator(&["--json", "--compare-only"]).well().document();
    assert_eq!((&compared["ok"], &compared["swapped"]), (&true.into(), &false.into()), "{compared}");
    assert!(compared["tables"]["token_log"]["rows"].as_u64() > Some(20), "{compared}");
    assert_eq!(compared["positions"].as_array().unwrap().len(), 2, "{compared}");
    assert_eq!(compared["void"], 2, "the strays");
    let swapped = operator(&[]).well();
    assert!(swapped.out.contains("the token log was what the log yields, and is rebuilt"), "{swapped:#?}");
    assert!(swapped.out.contains("swap      projectors waited"), "{swapped:#?}");
    assert_eq!(swapped.err, "", "no progress bar but at a terminal");

    let damage = "update token_log set amount = -2 where account_id = $1::uuid and amount = -20";
    let database = shared.world.database().await;
    let done = sqlx::query(damage).bind(&customer.account).execute(&database).await.unwrap();
    assert_eq!(done.rows_affected(), 1);
    let found = operator(&["--json", "--compare-only"]);
    assert_eq!(found.code, 1, "{found:#?}");
    let found = found.document();
    assert_eq!((&found["ok"], &found["differences_count"]), (&false.into(), &1.into()), "{found}");
    let difference = &found["differences"][0];
    assert_eq!(difference["table"], "token_log");
    assert_eq!(difference["kind"], "different");
    assert_eq!(difference["account"], customer.account.as_str());
    assert_eq!(difference["version"], 2);
    assert_eq!(
        difference["columns"],
        serde_json::json!([{"column": "amount", "live": "-2", "rebuilt": "-20"}])
    );
    let told = operator(&["--compare-only"]);
    assert_eq!(told.code, 1);
    for words in [
        &format!("token_log different  account {}  version 2", customer.account),
        "live \"-2\", by the log \"-20\"",
        "the token log is WRONG in 1 rows; nothing was changed",
    ] {
        assert!(told.out.contains(words), "{words}: {}", told.out);
    }
    let mended = operator(&[]);
    assert_eq!(mended.code, 1, "it was wrong: {mended:#?}");
    assert!(mended.out.contains("and is what the log yields now"), "{mended:#?}");
    operator(&["--compare-only"]).well();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_cannot_ask_the_ledger_is_told_why() {
    let shared = shared().await;
    let url = shared.ledger.url.as_str();
    let free = format!("https://127.0.0.1:{}", testkit::free_port());
    let plain = url.replace("https", "http");
    for (as_whom, url, further, code, why) in [
        ("gateway", url, &[][..], 69, "PERMISSION_DENIED"),
        ("operator", &free, &[], 69, "UNAVAILABLE"),
        ("operator", &plain, &[], 64, "https://"),
        ("operator", url, &["--max-differences=0"], 64, "--max-differences"),
    ] {
        let run = rebuild(shared, as_whom, url, further);
        assert_eq!(run.code, code, "{run:#?}");
        assert!(run.err.contains(why), "{why}: {run:#?}");
    }
    let missing = tokenctl(&["rebuild", "token-log", "--ledger", url]);
    assert_eq!(missing.code, 64, "{missing:#?}");
    assert!(missing.err.contains("--tls-cert"), "{missing:#?}");
    let certificate = ["--tls-ca=/none.pem", "--tls-cert=/none.pem", "--tls-key=/none.key"];
    let unread = tokenctl(&[&["rebuild", "token-log", "--ledger", url], &certificate[..]].concat());
    assert_eq!(unread.code, 64, "{unread:#?}");
    assert!(unread.err.contains("TOKENBOOK_TLS_CA: /none.pem"), "{unread:#?}");
}
