//! Between published and domain values.
//!
//! Every text of a request is first looked through for card numbers, before it is parsed, stored or named in an error.

use contracts::convert::{Malformed, id, timestamp};
use contracts::failure::Failure;
use contracts::payments::v1 as proto;
use kernel::{AccountId, IdempotencyKey, Reason};

use crate::domain::{Order, OrderState, Package, Promotion, Step, contains_card_number};
use crate::service::{ClaimPromotion, ListOrders, OrderName, PayOrder, PlaceOrder};

const DEFAULT_PAGE: u32 = 20;
const LARGEST_PAGE: u32 = 100;

fn without_card_numbers(fields: &[(&'static str, &str)]) -> Result<(), Failure> {
    match fields.iter().find(|(_, text)| contains_card_number(text)) {
        Some((field, _)) => Err(Failure::invalid(
            *field,
            "looks like a card number; never send one here: enter the card with the card processor and send its token",
        )),
        None => Ok(()),
    }
}

fn key(text: &str) -> Result<IdempotencyKey, Failure> {
    if text.is_empty() {
        return Err(Failure::new(
            Reason::IdempotencyKeyMissing,
            "this request needs an idempotency key, such as a UUID made once for it",
        ));
    }
    IdempotencyKey::new(text).map_err(|error| Failure::invalid("idempotency_key", error.to_string()))
}

fn parse<T: std::str::FromStr<Err: std::fmt::Display>>(
    field: &'static str,
    text: &str,
) -> Result<T, Failure> {
    text.parse().map_err(|error: T::Err| Failure::invalid(field, error.to_string()))
}

pub(super) fn claim_promotion(request: &proto::ClaimPromotionRequest) -> Result<ClaimPromotion, Failure> {
    without_card_numbers(&[
        ("account_id", &request.account_id),
        ("promotion_id", &request.promotion_id),
        ("idempotency_key", &request.idempotency_key),
    ])?;
    Ok(ClaimPromotion {
        account: id("account_id", &request.account_id)?,
        promotion: parse("promotion_id", &request.promotion_id)?,
        key: key(&request.idempotency_key)?,
    })
}

pub(super) fn place_order(request: &proto::PlaceOrderRequest) -> Result<PlaceOrder, Failure> {
    without_card_numbers(&[
        ("account_id", &request.account_id),
        ("package_id", &request.package_id),
        ("idempotency_key", &request.idempotency_key),
    ])?;
    Ok(PlaceOrder {
        account: id("account_id", &request.account_id)?,
        package: parse("package_id", &request.package_id)?,
        key: key(&request.idempotency_key)?,
    })
}

pub(super) fn pay_order(request: &proto::PayOrderRequest) -> Result<PayOrder, Failure> {
    without_card_numbers(&[
        ("account_id", &request.account_id),
        ("order_id", &request.order_id),
        ("payment_method", &request.payment_method),
        ("idempotency_key", &request.idempotency_key),
    ])?;
    Ok(PayOrder {
        account: id("account_id", &request.account_id)?,
        order: id("order_id", &request.order_id)?,
        method: parse("payment_method", &request.payment_method)?,
        key: key(&request.idempotency_key)?,
    })
}

/// Whose order, if it matters, and which.
pub(super) fn get_order(request: &proto::GetOrderRequest) -> Result<(Option<AccountId>, OrderName), Failure> {
    without_card_numbers(&[("account_id", &request.account_id), ("order_id", &request.order_id)])?;
    let account =
        if request.account_id.is_empty() { None } else { Some(id("account_id", &request.account_id)?) };
    let name = request
        .order_id
        .parse()
        .map(OrderName::Id)
        .or_else(|_| request.order_id.parse().map(OrderName::Receipt))
        .map_err(|_| {
            Malformed::new("order_id", "must be an order id or a receipt number such as R-7KQ4-2MXD")
        })?;
    Ok((account, name))
}

pub(super) fn list_orders(request: &proto::ListOrdersRequest) -> Result<ListOrders, Failure> {
    without_card_numbers(&[("account_id", &request.account_id), ("cursor", &request.cursor)])?;
    let after = match request.cursor.as_str() {
        "" => None,
        cursor => Some(
            cursor
                .parse()
                .map_err(|_| Malformed::new("cursor", "must be the next_cursor of the page before"))?,
        ),
    };
    let limit = match request.limit {
        0 => DEFAULT_PAGE,
        limit @ 1..=LARGEST_PAGE => limit,
        _ => return Err(Failure::invalid("limit", "must be 1 to 100")),
    };
    Ok(ListOrders { account: id("account_id", &request.account_id)?, after, limit })
}

impl From<Package> for proto::Package {
    fn from(package: Package) -> Self {
        Self {
            package_id: package.id.to_string(),
            name: package.name,
            tokens: package.tokens.get(),
            price: Some(package.price.into()),
        }
    }
}

impl From<Promotion> for proto::Promotion {
    fn from(promotion: Promotion) -> Self {
        Self {
            promotion_id: promotion.id.to_string(),
            name: promotion.name,
            tokens: promotion.tokens.get(),
            starts_at: Some(timestamp(promotion.starts_at)),
            ends_at: Some(timestamp(promotion.ends_at)),
            tokens_expire_at: promotion.tokens_expire_at.map(timestamp),
        }
    }
}

impl From<Order> for proto::Order {
    fn from(order: Order) -> Self {
        let status = match order.state {
            OrderState::Pending => proto::OrderStatus::Pending,
            OrderState::Processing(_) => proto::OrderStatus::Processing,
            OrderState::Paid(_) => proto::OrderStatus::Paid,
            OrderState::Credited(_) => proto::OrderStatus::Credited,
        };
        Self {
            order_id: order.id.to_string(),
            account_id: order.account.to_string(),
            package: Some(order.package.into()),
            status: status.into(),
            placed_at: Some(timestamp(order.placed_at)),
            paid_at: order.paid_at.map(timestamp),
            credited_at: order.credited_at.map(timestamp),
            receipt_number: order.receipt.map(|receipt| receipt.to_string()).unwrap_or_default(),
            steps: order.steps.into_iter().map(Into::into).collect(),
            last_failure: contracts::reason::number(order.last_failure),
        }
    }
}

impl From<Step> for proto::OrderStep {
    fn from(step: Step) -> Self {
        Self {
            step: step.kind.as_str().to_owned(),
            time: Some(timestamp(step.at)),
            event_id: step.event_id.map(|id| id.to_string()).unwrap_or_default(),
            position: step.position.unwrap_or_default(),
            reason: contracts::reason::number(step.reason),
            facts: step.facts.into_iter().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77";
    const CARD: &str = "4242-4242-4242-4242";

    #[test]
    fn a_card_number_is_refused_in_every_text_and_not_repeated() {
        let text = |at: usize, wanted: usize, usual: &str| {
            if at == wanted { CARD.to_owned() } else { usual.to_owned() }
        };
        let mut refused = Vec::new();
        for at in 0..4 {
            let request = proto::PayOrderRequest {
                account_id: text(at, 0, ID),
                order_id: text(at, 1, ID),
                payment_method: text(at, 2, "pm_visa"),
                idempotency_key: text(at, 3, "key"),
            };
            refused.push(pay_order(&request).unwrap_err());
        }
        for at in 0..3 {
            let request = proto::PlaceOrderRequest {
                account_id: text(at, 0, ID),
                package_id: text(at, 1, "starter"),
                idempotency_key: text(at, 2, "key"),
            };
            refused.push(place_order(&request).unwrap_err());
            let request = proto::ClaimPromotionRequest {
                account_id: text(at, 0, ID),
                promotion_id: text(at, 1, "welcome"),
                idempotency_key: text(at, 2, "key"),
            };
            refused.push(claim_promotion(&request).unwrap_err());
        }
        for at in 0..2 {
            let request = proto::GetOrderRequest { account_id: text(at, 0, ID), order_id: text(at, 1, ID) };
            refused.push(get_order(&request).unwrap_err());
            let request =
                proto::ListOrdersRequest { account_id: text(at, 0, ID), limit: 0, cursor: text(at, 1, ID) };
            refused.push(list_orders(&request).unwrap_err());
        }
        for failure in refused {
            assert_eq!(failure.reason, Reason::InvalidInput);
            assert!(
                failure.message.contains("card number") && !failure.message.contains("4242"),
                "{failure}"
            );
        }
    }

    #[test]
    fn an_order_is_found_by_its_id_or_its_receipt() {
        let named = |name: &str| {
            let request = proto::GetOrderRequest { account_id: String::new(), order_id: name.to_owned() };
            get_order(&request).map(|(account, name)| {
                assert_eq!(account, None);
                name
            })
        };
        assert_eq!(named(ID).unwrap(), OrderName::Id(ID.parse().unwrap()));
        assert_eq!(named("r-7kq4-2mxd").unwrap(), OrderName::Receipt("R-7KQ4-2MXD".parse().unwrap()));
        assert_eq!(named("seven").unwrap_err().reason, Reason::InvalidInput);
    }

    #[test]
    fn a_page_has_bounds() {
        let page = |limit| {
            let request =
                proto::ListOrdersRequest { account_id: ID.to_owned(), limit, cursor: String::new() };
            list_orders(&request).map(|list| list.limit).ok()
        };
        assert_eq!([page(0), page(1), page(100), page(101)], [Some(20), Some(1), Some(100), None]);
    }

    #[test]
    fn a_request_without_a_key_says_so() {
        let request = proto::PlaceOrderRequest {
            account_id: ID.to_owned(),
            package_id: "starter".to_owned(),
            idempotency_key: String::new(),
        };
        assert_eq!(place_order(&request).unwrap_err().reason, Reason::IdempotencyKeyMissing);
    }
}
