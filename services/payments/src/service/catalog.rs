//! What is for sale, and gifts.

use contracts::failure::Failure;
use kernel::{AccountId, GrantId, IdempotencyKey, Reason};

use super::{Payments, PaymentsError, key_reused};
use crate::domain::{Package, Promotion, PromotionId};
use crate::events;
use crate::store::{self, Claim, Operation, Request, StoreError};

/// An account wants its gift.
#[derive(Debug, Clone)]
pub struct ClaimPromotion {
    /// Who.
    pub account: AccountId,
    /// Which gift.
    pub promotion: PromotionId,
    /// Under which key.
    pub key: IdempotencyKey,
}

/// A gift that an account has got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// The grant.
    pub grant: GrantId,
    /// What was granted: tokens and expiry as they were then.
    pub promotion: Promotion,
}

impl Payments {
    /// What is for sale.
    pub async fn list_packages(&self) -> Result<Vec<Package>, PaymentsError> {
        Ok(store::list_packages(&self.pool).await?)
    }

    /// The gifts whose period is not over; those that have not begun as well.
    pub async fn list_promotions(&self) -> Result<Vec<Promotion>, PaymentsError> {
        Ok(store::list_promotions_until_over(&self.pool, self.clock.now()).await?)
    }

    /// Gives an account its gift, inside the period and once. A repeated request answers the first grant.
    pub async fn claim_promotion(&self, request: ClaimPromotion) -> Result<Claimed, PaymentsError> {
        let ClaimPromotion { account, promotion, key } = request;
        let (now, grant) = (self.clock.now(), GrantId::new(self.clock.new_id()));
        let request = Request::new(account, Operation::ClaimPromotion, key, &[promotion.as_str()]);
        let mut tx = outbox::begin(&self.pool).await?;
        match store::claim(&mut tx, &request, grant.uuid(), now).await? {
            Claim::Reused => return Err(key_reused().into()),
            Claim::Repeated { subject, .. } => {
                let promotion = store::find_grant(&mut tx, subject)
                    .await?
                    .ok_or(StoreError::Corrupt { table: "idempotency_keys", what: "grant" })?;
                return Ok(Claimed { grant: GrantId::new(subject), promotion });
            }
            Claim::New => {}
        }
        let promotion = store::find_promotion(&mut tx, &promotion)
            .await?
            .ok_or_else(|| Failure::new(Reason::NotFound, "there is no such promotion"))?;
        if !promotion.is_open(now) {
            return Err(Failure::new(
                Reason::PromotionNotActive,
                "it is not this promotion's period; the list of promotions says when it is",
            )
            .fact("starts_at", promotion.starts_at.to_rfc3339())
            .fact("ends_at", promotion.ends_at.to_rfc3339())
            .into());
        }
        if !store::insert_grant(&mut tx, grant, account, &promotion, now).await? {
            return Err(Failure::new(
                Reason::PromotionAlreadyClaimed,
                "this account has had this gift; each account gets it once",
            )
            .into());
        }
        let kind = events::promotion_granted(grant, &promotion);
        events::publish(&mut tx, self.new_event(), account, now, kind, events::this_trace()).await?;
        tx.commit().await?;
        metrics::counter!("payments_promotions_claimed_total").increment(1);
        Ok(Claimed { grant, promotion })
    }
}
