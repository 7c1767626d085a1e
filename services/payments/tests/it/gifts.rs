//! Gifts: inside their period, once per account.

use contracts::failure::Failure;
use contracts::payments::v1::payments_event::Kind;
use contracts::payments::v1::{ClaimPromotionRequest, ClaimPromotionResponse};
use kernel::Reason;

use crate::stack::{Buyer, stack};

async fn claim(buyer: &Buyer, promotion: &str, key: &str) -> Result<ClaimPromotionResponse, Failure> {
    let request = ClaimPromotionRequest {
        account_id: buyer.account.clone(),
        promotion_id: promotion.to_owned(),
        idempotency_key: key.to_owned(),
    };
    let answer = buyer.client.clone().claim_promotion(request).await;
    answer.map(tonic::Response::into_inner).map_err(|status| Failure::from_status(&status))
}

#[tokio::test]
async fn a_gift_is_claimed_once_per_account() {
    let buyer = stack().await.buyer();
    let key = buyer.key();
    let first = claim(&buyer, "welcome", &key).await.unwrap();
    assert_eq!(first.promotion.as_ref().unwrap().tokens, 50);
    assert_eq!(claim(&buyer, "welcome", &key).await.unwrap(), first);
    let again = claim(&buyer, "welcome", &buyer.key()).await.unwrap_err();
    assert_eq!(again.reason, Reason::PromotionAlreadyClaimed);
    let reused = claim(&buyer, "opening", &key).await.unwrap_err();
    assert_eq!(reused.reason, Reason::IdempotencyKeyReused);
    claim(&stack().await.buyer(), "welcome", &key).await.unwrap();

    let published = stack().await.published(&buyer.account).await;
    let [Kind::PromotionGranted(granted)] = published.as_slice() else { panic!("{published:?}") };
    assert_eq!((&granted.grant_id, granted.tokens), (&first.grant_id, 50));
    assert_eq!((granted.promotion_id.as_str(), granted.expires_at), ("welcome", None));
}

#[tokio::test]
async fn of_many_claims_at_once_one_is_granted() {
    let buyer = stack().await.buyer();
    let claims = (0..8).map(|_| {
        let (buyer, key) = (buyer.clone(), buyer.key());
        async move { claim(&buyer, "welcome", &key).await.map_err(|failure| failure.reason) }
    });
    let claimed = futures::future::join_all(claims).await;
    assert_eq!(claimed.iter().filter(|claim| claim.is_ok()).count(), 1);
    assert!(
        claimed
            .iter()
            .filter_map(|claim| claim.as_ref().err())
            .all(|r| *r == Reason::PromotionAlreadyClaimed)
    );
    assert_eq!(stack().await.published(&buyer.account).await.len(), 1);
}

#[tokio::test]
async fn outside_its_period_nothing_is_given() {
    let buyer = stack().await.buyer();
    for over_or_not_begun in ["opening", "tenth-anniversary"] {
        let refused = claim(&buyer, over_or_not_begun, &buyer.key()).await.unwrap_err();
        assert_eq!(refused.reason, Reason::PromotionNotActive, "{over_or_not_begun}");
    }
    assert_eq!(claim(&buyer, "unheard-of", &buyer.key()).await.unwrap_err().reason, Reason::NotFound);
    assert_eq!(stack().await.published(&buyer.account).await, []);
}
