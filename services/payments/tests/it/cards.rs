//! No card number gets past the first look (P8).

use contracts::failure::Failure;
use contracts::payments::v1 as proto;
use kernel::Reason;

use crate::stack::{stack, steps};

const CARD: &str = "4242424242424242";

#[tokio::test]
async fn a_card_number_is_refused_everywhere_and_stored_nowhere() {
    let mut buyer = stack().await.buyer();
    let order = buyer.order().await;
    let grouped = "4242-4242-4242-4242";
    let key = buyer.key();
    let mut refused = vec![
        buyer.pay(&order, CARD).await.unwrap_err(),
        buyer.pay(&order, &format!("pm_{CARD}")).await.unwrap_err(),
        buyer.pay_with_key(&order, "pm_visa", CARD).await.unwrap_err(),
        buyer.pay(grouped, "pm_visa").await.unwrap_err(),
        buyer.place(CARD, &key).await.unwrap_err(),
        buyer.place("starter", grouped).await.unwrap_err(),
        buyer.get(grouped).await.unwrap_err(),
    ];
    let claim = proto::ClaimPromotionRequest {
        account_id: buyer.account.clone(),
        promotion_id: CARD.into(),
        idempotency_key: key,
    };
    refused.push(Failure::from_status(&buyer.client.claim_promotion(claim).await.unwrap_err()));
    let list = proto::ListOrdersRequest { account_id: buyer.account.clone(), limit: 0, cursor: CARD.into() };
    refused.push(Failure::from_status(&buyer.client.list_orders(list).await.unwrap_err()));
    for failure in refused {
        assert_eq!(failure.reason, Reason::InvalidInput, "{failure}");
        assert!(!failure.message.contains("4242"), "{failure}");
    }
    assert_eq!(steps(&buyer.get(&order).await.unwrap()), ["placed"]);

    let pool = buyer.stack.database().await;
    let dump: (String,) = sqlx::query_as(
        "select concat((select string_agg(to_jsonb(o)::text, '') from orders o), \
         (select string_agg(to_jsonb(a)::text, '') from attempts a), \
         (select string_agg(to_jsonb(i)::text, '') from idempotency_keys i), \
         (select string_agg(to_jsonb(s)::text, '') from order_steps s))",
    )
    .fetch_one(&pool)
    .await
    .unwrap();
    assert!(dump.0.contains(&order), "the dump is of this database");
    assert!(!dump.0.contains("4242424242424242") && !dump.0.contains(grouped));
}
