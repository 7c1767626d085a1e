//! Answers of the services, as the tests use them.

use contracts::accounts::v1 as accounts;
use contracts::common::v1 as common;
use contracts::generation::v1 as generation;
use contracts::ledger::v1 as ledger;
use contracts::payments::v1 as payments;

use crate::world::{World, a_time};

pub(crate) const ID: &str = "0190d6c4-7000-7c3e-9f55-1d2b8c1f0a77";

pub(crate) fn account(world: &World, roles: &[accounts::Role]) -> accounts::Account {
    accounts::Account {
        account_id: world.account.to_string(),
        email: "ada@example.com".into(),
        roles: roles.iter().map(|role| i32::from(*role)).collect(),
        created_at: a_time(),
    }
}

pub(crate) fn package() -> payments::Package {
    payments::Package {
        package_id: "starter".into(),
        name: "Starter".into(),
        tokens: 1000,
        price: Some(common::Money { currency_code: "USD".into(), minor_units: 999 }),
    }
}

pub(crate) fn order(world: &World, status: payments::OrderStatus) -> payments::Order {
    payments::Order {
        order_id: ID.into(),
        account_id: world.account.to_string(),
        package: Some(package()),
        status: status.into(),
        placed_at: a_time(),
        receipt_number: String::new(),
        steps: vec![payments::OrderStep {
            step: "placed".into(),
            time: a_time(),
            event_id: ID.into(),
            facts: [("attempt".to_owned(), "1".to_owned())].into(),
            ..payments::OrderStep::default()
        }],
        ..payments::Order::default()
    }
}

pub(crate) fn quote() -> generation::Quote {
    generation::Quote {
        tokens: 90,
        list_tokens: 120,
        lines: vec![generation::QuoteLine {
            code: "image.step".into(),
            label: "20 steps".into(),
            quantity: 20,
            unit_millitokens: 6000,
            millitokens: 120_000,
        }],
        price_book_version: "2026-11-01".into(),
        discount: Some(discount()),
    }
}

pub(crate) fn discount() -> generation::Discount {
    generation::Discount {
        promotion_id: "launch-25".into(),
        name: "Launch".into(),
        percent: 25,
        starts_at: at("2026-01-01T00:00:00Z"),
        ends_at: at("2099-01-01T00:00:00Z"),
        kinds: vec![generation::GenerationKind::Image.into()],
    }
}

pub(crate) fn gift() -> payments::Promotion {
    payments::Promotion {
        promotion_id: "welcome".into(),
        name: "Welcome".into(),
        tokens: 100,
        starts_at: at("2098-01-01T00:00:00Z"),
        ends_at: at("2099-01-01T00:00:00Z"),
        tokens_expire_at: None,
    }
}

pub(crate) fn pricing() -> generation::GetPricingResponse {
    generation::GetPricingResponse {
        price_book_version: "2026-11-01".into(),
        effective_from: a_time(),
        models: vec![generation::ModelPricing {
            model: "sandbox-image".into(),
            kind: generation::GenerationKind::Image.into(),
            name: "Sandbox image".into(),
            rates: vec![generation::Rate {
                code: "image.step".into(),
                unit: "step".into(),
                millitokens: 6000,
            }],
        }],
        discounts: vec![discount()],
        policy_version: "default-1".into(),
        settlement: [("technical_failure".to_owned(), "release".to_owned())].into(),
    }
}

pub(crate) fn generation(world: &World, status: generation::GenerationStatus) -> generation::Generation {
    generation::Generation {
        generation_id: ID.into(),
        account_id: world.account.to_string(),
        kind: generation::GenerationKind::Image.into(),
        model: "sandbox-image".into(),
        status: status.into(),
        created_at: a_time(),
        quote: Some(quote()),
        hold_id: ID.into(),
        held: 90,
        ..generation::Generation::default()
    }
}

pub(crate) fn log_entry() -> ledger::TokenLogEntry {
    ledger::TokenLogEntry {
        version: 17,
        time: a_time(),
        kind: ledger::TokenLogKind::Use.into(),
        amount: -90,
        held_change: -90,
        balance_after: 910,
        available_after: 910,
        held_after: 0,
        locked_after: 0,
        debt_after: 0,
        reference: Some(common::Reference { kind: "generation".into(), id: ID.into() }),
        reason: common::Reason::ProhibitedPrompt.into(),
        reason_detail: "violence".into(),
        list_tokens: 120,
        promotion_id: "launch-25".into(),
        hold_id: ID.into(),
        entry_id: ID.into(),
        partition: 2,
        offset: 4711,
    }
}

pub(crate) fn at(text: &str) -> Option<contracts::Timestamp> {
    Some(contracts::convert::timestamp(text.parse().unwrap()))
}
