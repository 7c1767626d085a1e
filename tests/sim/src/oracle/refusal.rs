//! Refusals: what a refused command leaves in the books.

use serde_json::{Value, json};

use super::form::{number, object, reference};
use super::wallet::{Wallet, Wanted};
use crate::asked::{About, Asked, Call, DisputeNews, Ending, Fact, RefundNews};

impl Wallet {
    pub(super) fn refused(&self, asked: &Asked, reason: &'static str) -> Wanted {
        let (command, tokens, hold, about) = match asked {
            Asked::Call(Call::Authorize { tokens, about, .. }) => ("Authorize", *tokens, "", Some(about)),
            Asked::Call(Call::Capture { hold, tokens, .. }) => ("Capture", *tokens, hold.as_str(), None),
            Asked::Call(Call::Release { hold, .. }) => ("Release", 0, hold.as_str(), None),
            Asked::Call(Call::Extend { hold, .. }) => ("ExtendHold", 0, hold.as_str(), None),
            Asked::Call(Call::Spend { tokens, about }) => ("Spend", *tokens, "", Some(about)),
            Asked::Call(Call::Freeze(_)) => ("Freeze", 0, "", None),
            Asked::Call(Call::Unfreeze(_)) => ("Unfreeze", 0, "", None),
            Asked::Call(Call::Give { tokens, about, .. } | Call::Take { tokens, about, .. }) => {
                ("Adjust", *tokens, "", Some(about))
            }
            Asked::Fact(Fact::Registered) => ("Open", 0, "", None),
            Asked::Fact(Fact::Paid { tokens, order }) => {
                let about = About { kind: "order", id: order.clone() };
                return refusal("Credit", reason, *tokens, "", Some(&about));
            }
            Asked::Fact(Fact::Granted { tokens, promotion, .. }) => {
                let about = About { kind: "promotion", id: promotion.clone() };
                return refusal("Credit", reason, *tokens, "", Some(&about));
            }
            Asked::Fact(Fact::Ended { hold, ending, .. }) => {
                let tokens = match ending {
                    Ending::Succeeded { cost, .. } => *cost,
                    Ending::Cancelled { delivered } => *delivered,
                    Ending::Failed { .. } => 0,
                };
                ("Settle", tokens, hold.as_str(), None)
            }
            Asked::Fact(Fact::Refund { refund, news, .. }) => {
                let (command, tokens) = match news {
                    RefundNews::Requested => ("RequestRefund", 0),
                    RefundNews::Refunded(tokens) => ("Refund", *tokens),
                    RefundNews::Failed => ("FailRefund", 0),
                };
                let about = About { kind: "refund", id: refund.clone() };
                return refusal(command, reason, tokens, "", Some(&about));
            }
            Asked::Fact(Fact::Dispute { dispute, news, .. }) => {
                let command = match news {
                    DisputeNews::Opened => "OpenDispute",
                    DisputeNews::Won => "WinDispute",
                    DisputeNews::Lost => "LoseDispute",
                };
                let about = About { kind: "dispute", id: dispute.clone() };
                return refusal(command, reason, 0, "", Some(&about));
            }
        };
        refusal(command, reason, tokens, hold, about.or_else(|| self.hold(hold).map(|hold| &hold.about)))
    }
}

fn refusal(command: &str, reason: &str, tokens: u64, hold: &str, about: Option<&About>) -> Wanted {
    let wanted = vec![
        ("command", json!(command)),
        ("reason", json!(reason)),
        ("tokens", number(tokens)),
        ("holdId", json!(hold)),
        ("reference", about.map_or(Value::Null, reference)),
    ];
    ("commandRefused", object(wanted))
}
