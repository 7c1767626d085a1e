//! From the catalog to a paid order.

use contracts::payments::v1::payments_event::Kind;
use contracts::payments::v1::{self as proto, OrderStatus};
use kernel::Reason;

use crate::bench::Bench;
use crate::stack::{fact, stack, steps};

#[tokio::test]
async fn the_catalog_lists_packages_and_the_gifts_that_are_not_over() {
    let mut client = stack().await.client("operator");
    let packages = client.list_packages(proto::ListPackagesRequest {}).await.unwrap().into_inner().packages;
    let listed: Vec<_> = packages
        .iter()
        .map(|package| {
            let price = package.price.as_ref().unwrap();
            (package.package_id.as_str(), package.tokens, price.minor_units, price.currency_code.as_str())
        })
        .collect();
    assert_eq!(
        listed,
        [("starter", 500, 499, "USD"), ("creator", 2_500, 1_999, "USD"), ("studio", 12_000, 7_999, "USD")]
    );
    let gifts =
        client.list_promotions(proto::ListPromotionsRequest {}).await.unwrap().into_inner().promotions;
    let listed: Vec<_> = gifts.iter().map(|gift| gift.promotion_id.as_str()).collect();
    assert_eq!(listed, ["welcome", "tenth-anniversary"]);
}

#[tokio::test]
async fn every_card_brand_pays_and_is_named_in_the_steps() {
    for brand in ["visa", "mastercard", "amex", "discover", "jcb"] {
        let mut buyer = stack().await.buyer();
        let order = buyer.order().await;
        let answered = buyer.pay(&order, &format!("pm_{brand}")).await.unwrap();
        assert!(matches!(answered.status(), OrderStatus::Processing | OrderStatus::Paid), "{brand}");
        let paid = buyer.wait_until(&order, OrderStatus::Paid).await;
        assert_eq!(steps(&paid), ["placed", "attempted", "paid"]);
        assert_eq!(fact(&paid, "paid", "card_brand"), brand);
        assert!(paid.paid_at.is_some() && paid.receipt_number.starts_with("R-"), "{paid:?}");

        let succeeded = buyer.successes(&order).await;
        assert_eq!(succeeded.len(), 1);
        assert_eq!((succeeded[0].tokens, succeeded[0].package_id.as_str()), (500, "starter"));
        assert_eq!(succeeded[0].receipt_number, paid.receipt_number);
        assert_eq!(succeeded[0].processor_payment_id, fact(&paid, "paid", "processor_payment_id"));
        let by_receipt = buyer.get(&paid.receipt_number.to_lowercase()).await.unwrap();
        assert_eq!(by_receipt, paid);
    }
}

#[tokio::test]
async fn a_declined_card_says_what_to_do_and_another_card_pays() {
    for (method, reason, advice) in [
        ("pm_declined_insufficient_funds", Reason::CardInsufficientFunds, "check its funds and daily limit"),
        ("pm_declined_limit", Reason::CardLimitExceeded, "check its funds and daily limit"),
        (
            "pm_declined_wrong_details",
            Reason::CardDetailsWrong,
            "check number, expiry date and security code",
        ),
        ("pm_declined", Reason::CardDeclined, "check the card details"),
    ] {
        let mut buyer = stack().await.buyer();
        let order = buyer.order().await;
        let declined = buyer.pay(&order, method).await.unwrap_err();
        assert_eq!(declined.reason, reason);
        assert!(declined.message.contains(advice) && declined.message.contains("another card"), "{declined}");
        let pending = buyer.get(&order).await.unwrap();
        assert_eq!(pending.status(), OrderStatus::Pending);
        assert_eq!(contracts::reason::from_number(pending.last_failure), Some(reason));
        assert_eq!(steps(&pending), ["placed", "attempted", "failed"]);

        buyer.pay(&order, "pm_visa").await.unwrap();
        let paid = buyer.wait_until(&order, OrderStatus::Paid).await;
        assert_eq!(paid.last_failure, 0);
        assert_eq!(steps(&paid), ["placed", "attempted", "failed", "attempted", "paid"]);
        assert_eq!(fact(&paid, "paid", "attempt"), "2");
        let kinds: Vec<_> = stack()
            .await
            .published(&buyer.account)
            .await
            .into_iter()
            .map(|kind| match kind {
                Kind::OrderPlaced(_) => "placed".to_owned(),
                Kind::PaymentFailed(failed) => {
                    contracts::reason::from_number(failed.reason).unwrap().to_string()
                }
                Kind::PaymentSucceeded(_) => "paid".to_owned(),
                Kind::PromotionGranted(_) => "gift".to_owned(),
                Kind::RefundRequested(_) | Kind::PaymentRefunded(_) | Kind::RefundFailed(_) => {
                    "refund".to_owned()
                }
                Kind::DisputeOpened(_) | Kind::DisputeWon(_) | Kind::DisputeLost(_) => "dispute".to_owned(),
            })
            .collect();
        assert_eq!(kinds, ["placed", reason.as_str(), "paid"]);
    }
}

#[tokio::test]
async fn a_method_that_the_processor_does_not_know_is_wrong_input() {
    let mut buyer = stack().await.buyer();
    let order = buyer.order().await;
    let refused = buyer.pay(&order, "pm_from_nowhere").await.unwrap_err();
    assert_eq!((refused.reason, refused.fields[0].field.as_str()), (Reason::InvalidInput, "payment_method"));
    buyer.pay(&order, "pm_visa").await.unwrap();
    buyer.wait_until(&order, OrderStatus::Paid).await;
}

#[tokio::test]
async fn a_paid_order_is_not_paid_again() {
    let mut buyer = stack().await.buyer();
    let order = buyer.order().await;
    buyer.pay(&order, "pm_visa").await.unwrap();
    buyer.wait_until(&order, OrderStatus::Paid).await;
    let refused = buyer.pay(&order, "pm_visa").await.unwrap_err();
    assert_eq!(refused.reason, Reason::OrderAlreadyPaid);
    assert_eq!(steps(&buyer.get(&order).await.unwrap()), ["placed", "attempted", "paid"]);
}

#[tokio::test]
async fn two_payments_of_one_order_at_once_are_one_payment() {
    let mut buyer = stack().await.buyer();
    let order = buyer.order().await;
    let (mut one, mut two) = (buyer.clone(), buyer.clone());
    let (one, two) = tokio::join!(one.pay(&order, "pm_visa_slow"), two.pay(&order, "pm_visa_slow"));
    let refused: Vec<_> =
        [one, two].into_iter().filter_map(Result::err).map(|failure| failure.reason).collect();
    assert_eq!(refused, [Reason::PaymentInProgress]);
    let paid = buyer.wait_until(&order, OrderStatus::Paid).await;
    assert_eq!(steps(&paid), ["placed", "attempted", "paid"]);
}

#[tokio::test]
async fn no_one_sees_or_pays_another_accounts_order() {
    let stack = stack().await;
    let (mut owner, mut stranger) = (stack.buyer(), stack.buyer());
    let order = owner.order().await;
    assert_eq!(stranger.get(&order).await.unwrap_err().reason, Reason::NotFound);
    assert_eq!(stranger.pay(&order, "pm_visa").await.unwrap_err().reason, Reason::NotFound);
    assert_eq!(steps(&owner.get(&order).await.unwrap()), ["placed"]);
}

#[tokio::test]
async fn support_sees_any_order_and_may_do_nothing_else() {
    let stack = stack().await;
    let mut buyer = stack.buyer();
    let order = buyer.order().await;
    let mut operator = stack.client("operator");
    let request = proto::GetOrderRequest { account_id: String::new(), order_id: order.clone() };
    let seen = operator.get_order(request).await.unwrap().into_inner().order.unwrap();
    assert_eq!(seen.account_id, buyer.account);

    let pay = proto::PayOrderRequest {
        account_id: buyer.account.clone(),
        order_id: order,
        payment_method: "pm_visa".into(),
        idempotency_key: buyer.key(),
    };
    let refused = operator.pay_order(pay.clone()).await.unwrap_err();
    assert_eq!(refused.code(), tonic::Code::PermissionDenied);
    let refused = stack.client("generation").pay_order(pay).await.unwrap_err();
    assert_eq!(refused.code(), tonic::Code::PermissionDenied);
}

#[tokio::test]
async fn orders_are_paged_newest_first() {
    let mut buyer = stack().await.buyer();
    let mut placed = Vec::new();
    for _ in 0..5 {
        placed.push(buyer.order().await);
    }
    placed.reverse();
    let mut listed = Vec::new();
    let mut cursor = String::new();
    let mut pages = 0;
    loop {
        let request = proto::ListOrdersRequest { account_id: buyer.account.clone(), limit: 2, cursor };
        let page = buyer.client.list_orders(request).await.unwrap().into_inner();
        assert!(page.orders.iter().all(|order| steps(order) == ["placed"]));
        listed.extend(page.orders.into_iter().map(|order| order.order_id));
        pages += 1;
        cursor = page.next_cursor;
        if cursor.is_empty() {
            break;
        }
    }
    assert_eq!((listed, pages), (placed, 3));
}

#[tokio::test]
async fn an_edit_of_the_catalog_changes_no_order() {
    let bench = Bench::new().await;
    let payments = bench.payments().await;
    let order = bench.order(&payments).await;
    let before = bench.get(&payments, order).await.package;
    sqlx::query("update packages set tokens = 1, minor_units = 99999, name = 'Other', for_sale = false")
        .execute(&bench.pool)
        .await
        .unwrap();
    assert_eq!(bench.get(&payments, order).await.package, before);
    bench.pay(&payments, order, "pm_visa_webhook_never").await.unwrap();
    let paid = bench
        .poll_until(&payments, order, chrono::TimeDelta::seconds(3), |order| order.receipt.is_some())
        .await;
    assert_eq!((paid.package.tokens.get(), paid.package.price.minor_units), (500, 499));
}

#[tokio::test]
async fn a_payment_belongs_to_the_trace_of_the_buyers_request_however_it_is_learned() {
    const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
    let bench = Bench::new().await;
    let payments = bench.payments().await;
    let order = bench.order(&payments).await;
    let trace = runtime::trace::TraceContext::parse(&format!("00-{TRACE}-b7ad6b7169203331-01")).unwrap();
    let pay = bench.pay(&payments, order, "pm_visa_webhook_never");
    runtime::trace::scope(trace, pay).await.unwrap();
    let by = chrono::TimeDelta::seconds(3);
    bench.poll_until(&payments, order, by, |order| order.receipt.is_some()).await;
    let (traceparent,): (String,) =
        sqlx::query_as("select traceparent from outbox where ce_type like '%.PaymentSucceeded'")
            .fetch_one(&bench.pool)
            .await
            .unwrap();
    assert!(traceparent.contains(TRACE), "{traceparent}");
}
