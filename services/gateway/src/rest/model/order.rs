//! Packages, orders and payments.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use contracts::convert::{Malformed, id};
use contracts::payments::v1 as proto;
use kernel::{AccountId, OrderId, Reason};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::text_id::{PackageId, PaymentMethod};
use super::{Money, filled, optional_time, reason, time};
use crate::problem::Problem;
use crate::rest::json;

/// A number of tokens for a price. Bought once, they never expire.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"package_id": "starter", "name": "Starter", "tokens": 1000,
    "price": {"currency": "USD", "minor_units": 999}}))]
pub struct Package {
    /// Its id.
    pub package_id: String,
    /// Its name.
    pub name: String,
    /// How many tokens.
    pub tokens: u64,
    /// For how much.
    pub price: Money,
}

impl TryFrom<proto::Package> for Package {
    type Error = Malformed;

    fn try_from(package: proto::Package) -> Result<Self, Malformed> {
        let proto::Package { package_id, name, tokens, price } = package;
        Ok(Self { package_id, name, tokens, price: price.try_into()? })
    }
}

/// What is for sale.
#[derive(Debug, Serialize, ToSchema)]
pub struct Packages {
    /// All packages.
    pub packages: Vec<Package>,
}

/// The wish to buy a package.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"package_id": "starter"}))]
pub struct NewOrder {
    /// Which one, of `GET /v1/packages`.
    #[schema(value_type = String)]
    pub package_id: PackageId,
}

impl json::Strict for NewOrder {
    fn read(json: &[u8]) -> Result<Self, Problem> {
        json::read(json)
    }
}

/// An attempt to pay an order.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"payment_method": "pm_visa"}))]
pub struct NewPayment {
    /// The processor's token for a payment method, never a card number. In the sandbox `pm_visa`, `pm_mastercard`, `pm_amex`,
    /// `pm_discover` and `pm_jcb` succeed; `pm_declined_insufficient_funds`, `pm_declined_limit` and
    /// `pm_declined_wrong_details` are declined. With Stripe it is the id of the payment method that Stripe.js made in the
    /// browser (`pm_1MtwBwLkdIwHu7ix28a3tqPa`).
    #[schema(value_type = String)]
    pub payment_method: PaymentMethod,
}

impl json::Strict for NewPayment {
    fn read(json: &[u8]) -> Result<Self, Problem> {
        let payment: Self = json::read(json)?;
        // Whoever sends a card number by mistake must not find it in our logs, events or the processor's.
        if looks_like_a_card_number(&payment.payment_method.to_string()) {
            return Err(Problem::invalid(
                "payment_method",
                "must be the processor's token, never a card number",
            ));
        }
        Ok(payment)
    }
}

/// Card numbers have 12 to 19 digits, written in groups or not.
fn looks_like_a_card_number(text: &str) -> bool {
    let bare: String = text.chars().filter(|character| !matches!(character, '-' | '.' | ' ')).collect();
    bare.split(|character: char| !character.is_ascii_digit()).any(|digits| digits.len() >= 12)
}

/// Where an order is on its way.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderStatus {
    /// Placed, not paid; a failed attempt leads back here.
    Pending,
    /// An attempt is under way, its outcome not known yet.
    Processing,
    /// The money has arrived; the tokens are about to.
    Paid,
    /// The tokens are in the wallet.
    Credited,
}

impl TryFrom<proto::OrderStatus> for OrderStatus {
    type Error = Malformed;

    fn try_from(status: proto::OrderStatus) -> Result<Self, Malformed> {
        match status {
            proto::OrderStatus::Unspecified => Err(Malformed::missing("order.status")),
            proto::OrderStatus::Pending => Ok(Self::Pending),
            proto::OrderStatus::Processing => Ok(Self::Processing),
            proto::OrderStatus::Paid => Ok(Self::Paid),
            proto::OrderStatus::Credited => Ok(Self::Credited),
        }
    }
}

/// One purchase, with every step that happened to it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"order_id": "0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77", "status": "credited",
    "package": {"package_id": "starter", "name": "Starter", "tokens": 1000, "price": {"currency": "USD", "minor_units": 999}},
    "placed_at": "2026-11-22T13:00:00Z", "paid_at": "2026-11-22T13:00:04Z", "credited_at": "2026-11-22T13:00:05Z",
    "receipt_number": "R-7KQ4-2MXD", "last_failure": null, "steps": [
        {"step": "placed", "time": "2026-11-22T13:00:00Z", "event_id": "0190d6c4-7000-7c3e-9f55-1d2b8c1f0a77",
         "position": null, "reason": null, "facts": {}}]}))]
pub struct Order {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    pub order_id: OrderId,
    /// Whose it is; told to support only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = uuid::Uuid, required = false, nullable = false)]
    pub account_id: Option<AccountId>,
    /// Where it is on its way.
    pub status: OrderStatus,
    /// What is bought, at the price of its day.
    pub package: Package,
    /// When it was placed.
    pub placed_at: DateTime<Utc>,
    /// When the money arrived.
    pub paid_at: Option<DateTime<Utc>>,
    /// When the tokens were in the wallet.
    pub credited_at: Option<DateTime<Utc>>,
    /// Set once paid; to be told to support.
    pub receipt_number: Option<String>,
    /// Why the last attempt to pay failed; null when it did not.
    #[schema(value_type = Option<String>)]
    pub last_failure: Option<Reason>,
    /// Every step, oldest first.
    pub steps: Vec<OrderStep>,
}

impl Order {
    /// Tells whose it is.
    pub fn for_support(order: Option<proto::Order>) -> Result<Self, Malformed> {
        let account = order.as_ref().map(|order| id("order.account_id", &order.account_id)).transpose()?;
        Ok(Self { account_id: account, ..Self::try_from(order)? })
    }
}

impl TryFrom<Option<proto::Order>> for Order {
    type Error = Malformed;

    fn try_from(order: Option<proto::Order>) -> Result<Self, Malformed> {
        Self::try_from(order.ok_or_else(|| Malformed::missing("order"))?)
    }
}

impl TryFrom<proto::Order> for Order {
    type Error = Malformed;

    fn try_from(order: proto::Order) -> Result<Self, Malformed> {
        Ok(Self {
            order_id: id("order.order_id", &order.order_id)?,
            account_id: None,
            status: order.status().try_into()?,
            placed_at: time("order.placed_at", order.placed_at)?,
            paid_at: optional_time("order.paid_at", order.paid_at)?,
            credited_at: optional_time("order.credited_at", order.credited_at)?,
            package: order.package.ok_or_else(|| Malformed::missing("order.package"))?.try_into()?,
            receipt_number: filled(order.receipt_number),
            last_failure: reason(order.last_failure),
            steps: order.steps.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?,
        })
    }
}

/// One thing that happened to an order.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"step": "paid", "time": "2026-11-22T13:00:04Z", "event_id": "0190d6c4-7000-7c3e-9f55-1d2b8c1f0a77",
    "position": null, "reason": null, "facts": {"learned_by": "webhook"}}))]
pub struct OrderStep {
    /// `placed`, `attempted`, `failed`, `paid` or `credited`.
    pub step: String,
    /// When.
    pub time: DateTime<Utc>,
    /// The event that records it.
    pub event_id: Option<String>,
    /// Its position in the log, where the ledger keeps it: topic, partition, offset.
    pub position: Option<String>,
    /// Why it failed.
    #[schema(value_type = Option<String>)]
    pub reason: Option<Reason>,
    /// What support may want to know.
    pub facts: BTreeMap<String, String>,
}

impl TryFrom<proto::OrderStep> for OrderStep {
    type Error = Malformed;

    fn try_from(step: proto::OrderStep) -> Result<Self, Malformed> {
        Ok(Self {
            time: time("order.steps.time", step.time)?,
            step: step.step,
            event_id: filled(step.event_id),
            position: filled(step.position),
            reason: reason(step.reason),
            facts: step.facts.into_iter().collect(),
        })
    }
}

/// A page of orders, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Orders {
    /// The orders.
    pub orders: Vec<Order>,
    /// The `cursor` of the next page; null on the last.
    pub next_cursor: Option<String>,
}

impl TryFrom<proto::ListOrdersResponse> for Orders {
    type Error = Malformed;

    fn try_from(page: proto::ListOrdersResponse) -> Result<Self, Malformed> {
        Ok(Self {
            orders: page.orders.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?,
            next_cursor: filled(page.next_cursor),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_number_is_told_from_a_processors_token() {
        for number in ["4242424242424242", "3782-822463-10005", "pm_5555555555554444", "4242.4242.4242.4242"]
        {
            assert!(looks_like_a_card_number(number), "{number}");
        }
        for token in ["pm_visa", "pm_1MtwBwLkdIwHu7ix28a3tqPa", "pm_declined_limit", "12345678901"] {
            assert!(!looks_like_a_card_number(token), "{token}");
        }
    }
}
