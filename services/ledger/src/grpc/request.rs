//! From published requests to requests of the book. What is wrong with a request by itself is refused here and leaves no
//! entry; what is wrong with it for its wallet is decided, and recorded, by the book.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use contracts::failure::Failure;
use contracts::ledger::v1 as proto;
use contracts::ledger::v1::adjust_request::{self, Adjustment};
use contracts::{common, convert, reason};
use kernel::{AccountId, IdempotencyKey, SettlementTerms, Tokens};
use prost::Message;

use crate::book::{Request, RequestDigest};
use crate::domain::{Command, Correction, Reference, Warrant};

/// Nearly every request takes fewer bytes.
const SHORT: usize = 256;

/// The longest life of a hold from now.
const HOLD_AT_MOST: TimeDelta = TimeDelta::days(30);

/// The longest kind and id of a reference, in bytes.
const REFERENCE_KIND: usize = 64;
const REFERENCE_ID: usize = 255;

/// The longest id of an operator, reason and evidence, in bytes.
const WARRANT_ACTOR: usize = 128;
const WARRANT_REASON: usize = 255;
const WARRANT_EVIDENCE: usize = 1_000;

/// Who asks, when, how long they wait, and in which trace.
#[derive(Debug, Clone)]
pub struct Asking {
    /// The verified name of the caller.
    pub caller: Arc<str>,
    /// When the request came.
    pub now: DateTime<Utc>,
    /// How long the caller waits from then.
    pub deadline: Option<Duration>,
    /// The trace that it belongs to (W3C `traceparent`).
    pub trace: Option<Box<str>>,
}

/// A published command.
pub trait Published: Message + Sized {
    /// Its name, part of its digest.
    const NAME: &'static str;

    /// Whose wallet.
    fn account_id(&self) -> &str;
    /// The caller's key, taken out.
    fn take_idempotency_key(&mut self) -> String;
    /// What it asks of the wallet.
    fn command(self, now: DateTime<Utc>) -> Result<Command, Failure>;
}

/// Checks a published command and makes it a request of the book.
pub fn request<P: Published>(mut published: P, asking: Asking) -> Result<Box<Request>, Failure> {
    let account: AccountId = convert::id("account_id", published.account_id())?;
    let digest = digest(&published);
    let key = IdempotencyKey::new(published.take_idempotency_key())
        .map_err(|error| Failure::invalid("idempotency_key", error.to_string()))?;
    let deadline = asking
        .deadline
        .and_then(|left| TimeDelta::from_std(left).ok())
        .and_then(|left| asking.now.checked_add_signed(left));
    Ok(Box::new(Request {
        account,
        caller: asking.caller,
        key: key.into(),
        digest,
        command: published.command(asking.now)?,
        deadline,
        trace: asking.trace,
    }))
}

// Protobuf writes known fields in the order of their numbers, so the same request has the same bytes.
fn digest<P: Published>(published: &P) -> RequestDigest {
    let mut short = [0; SHORT];
    let length = published.encoded_len();
    let Some(mut room) = short.get_mut(..length) else {
        return RequestDigest::of(P::NAME, &published.encode_to_vec());
    };
    published.encode_raw(&mut room);
    RequestDigest::of(P::NAME, &short[..length])
}

fn reference(published: Option<common::v1::Reference>) -> Result<Reference, Failure> {
    let reference =
        published.ok_or_else(|| Failure::invalid("reference", "is required: say what the tokens are for"))?;
    if reference.kind.is_empty() || reference.kind.len() > REFERENCE_KIND {
        return Err(Failure::invalid(
            "reference.kind",
            format!("must be 1 to {REFERENCE_KIND} bytes, such as `generation`"),
        ));
    }
    if reference.id.is_empty() || reference.id.len() > REFERENCE_ID {
        return Err(Failure::invalid("reference.id", format!("must be 1 to {REFERENCE_ID} bytes")));
    }
    Ok(Reference::new(reference.kind, reference.id))
}

fn expiry(published: Option<&contracts::Timestamp>, now: DateTime<Utc>) -> Result<DateTime<Utc>, Failure> {
    let moment = convert::time("expires_at", published)?;
    // That it must lie ahead is for the book to decide: a repetition of an accepted request may come when its expiry is past,
    // and gets the first answer.
    if moment - now > HOLD_AT_MOST {
        return Err(Failure::invalid("expires_at", "must be at most 30 days ahead"));
    }
    Ok(moment)
}

impl Published for proto::AuthorizeRequest {
    const NAME: &'static str = "Authorize";

    fn account_id(&self) -> &str {
        &self.account_id
    }

    fn take_idempotency_key(&mut self) -> String {
        std::mem::take(&mut self.idempotency_key)
    }

    fn command(self, now: DateTime<Utc>) -> Result<Command, Failure> {
        Ok(Command::Authorize {
            tokens: Tokens::new(self.tokens),
            terms: self.terms.map(SettlementTerms::try_from).transpose()?.unwrap_or_default().into(),
            expires_at: expiry(self.expires_at.as_ref(), now)?,
            reference: reference(self.reference)?,
        })
    }
}

impl Published for proto::CaptureRequest {
    const NAME: &'static str = "Capture";

    fn account_id(&self) -> &str {
        &self.account_id
    }

    fn take_idempotency_key(&mut self) -> String {
        std::mem::take(&mut self.idempotency_key)
    }

    fn command(self, _now: DateTime<Utc>) -> Result<Command, Failure> {
        Ok(Command::Capture {
            hold: convert::id("hold_id", &self.hold_id)?,
            tokens: Tokens::new(self.tokens),
            last: self.r#final,
        })
    }
}

impl Published for proto::ReleaseRequest {
    const NAME: &'static str = "Release";

    fn account_id(&self) -> &str {
        &self.account_id
    }

    fn take_idempotency_key(&mut self) -> String {
        std::mem::take(&mut self.idempotency_key)
    }

    fn command(self, _now: DateTime<Utc>) -> Result<Command, Failure> {
        Ok(Command::Release {
            hold: convert::id("hold_id", &self.hold_id)?,
            reason: reason::from_number(self.reason),
        })
    }
}

impl Published for proto::ExtendHoldRequest {
    const NAME: &'static str = "ExtendHold";

    fn account_id(&self) -> &str {
        &self.account_id
    }

    fn take_idempotency_key(&mut self) -> String {
        std::mem::take(&mut self.idempotency_key)
    }

    fn command(self, now: DateTime<Utc>) -> Result<Command, Failure> {
        Ok(Command::ExtendHold {
            hold: convert::id("hold_id", &self.hold_id)?,
            expires_at: expiry(self.expires_at.as_ref(), now)?,
        })
    }
}

impl Published for proto::SpendRequest {
    const NAME: &'static str = "Spend";

    fn account_id(&self) -> &str {
        &self.account_id
    }

    fn take_idempotency_key(&mut self) -> String {
        std::mem::take(&mut self.idempotency_key)
    }

    fn command(self, _now: DateTime<Utc>) -> Result<Command, Failure> {
        if self.tokens == 0 {
            return Err(Failure::invalid("tokens", "must be at least 1"));
        }
        Ok(Command::Spend { tokens: Tokens::new(self.tokens), reference: reference(self.reference)? })
    }
}

// Who and why stand in the books for ever, and are bounded like all that comes from outside.
fn warrant(published: Option<proto::Warrant>) -> Result<Warrant, Failure> {
    let proto::Warrant { actor, reason, evidence } =
        published.ok_or_else(|| Failure::invalid("warrant", "is required: say who asks, and why"))?;
    for (field, text, at_most) in
        [("warrant.actor", &actor, WARRANT_ACTOR), ("warrant.reason", &reason, WARRANT_REASON)]
    {
        if text.trim().is_empty() || text.len() > at_most {
            return Err(Failure::invalid(field, format!("must be 1 to {at_most} bytes")));
        }
    }
    if evidence.len() > WARRANT_EVIDENCE {
        return Err(Failure::invalid(
            "warrant.evidence",
            format!("must be at most {WARRANT_EVIDENCE} bytes"),
        ));
    }
    Ok(Warrant { actor, reason, evidence })
}

impl Published for proto::AdjustRequest {
    const NAME: &'static str = "Adjust";

    fn account_id(&self) -> &str {
        &self.account_id
    }

    fn take_idempotency_key(&mut self) -> String {
        std::mem::take(&mut self.idempotency_key)
    }

    fn command(self, _now: DateTime<Utc>) -> Result<Command, Failure> {
        let (field, tokens, correction) = match self.adjustment {
            Some(Adjustment::Credit(adjust_request::Credit { tokens })) => {
                ("credit.tokens", tokens, Correction::Credit(Tokens::new(tokens)))
            }
            Some(Adjustment::Debit(adjust_request::Debit { tokens, allow_debt })) => {
                ("debit.tokens", tokens, Correction::Debit { tokens: Tokens::new(tokens), allow_debt })
            }
            None => return Err(Failure::invalid("adjustment", "is required: a `credit` or a `debit`")),
        };
        if tokens == 0 {
            return Err(Failure::invalid(field, "must be at least 1"));
        }
        Ok(Command::Adjust {
            correction,
            reference: reference(self.reference)?,
            warrant: warrant(self.warrant)?,
        })
    }
}

impl Published for proto::FreezeWalletRequest {
    const NAME: &'static str = "FreezeWallet";

    fn account_id(&self) -> &str {
        &self.account_id
    }

    fn take_idempotency_key(&mut self) -> String {
        std::mem::take(&mut self.idempotency_key)
    }

    fn command(self, _now: DateTime<Utc>) -> Result<Command, Failure> {
        warrant(self.warrant).map(Command::Freeze)
    }
}

impl Published for proto::UnfreezeWalletRequest {
    const NAME: &'static str = "UnfreezeWallet";

    fn account_id(&self) -> &str {
        &self.account_id
    }

    fn take_idempotency_key(&mut self) -> String {
        std::mem::take(&mut self.idempotency_key)
    }

    fn command(self, _now: DateTime<Utc>) -> Result<Command, Failure> {
        warrant(self.warrant).map(Command::Unfreeze)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spend() -> proto::SpendRequest {
        proto::SpendRequest {
            account_id: "0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77".into(),
            idempotency_key: "k".into(),
            tokens: 1,
            reference: Some(common::v1::Reference { kind: "test".into(), id: "1".into() }),
        }
    }

    fn field_of(published: impl Published) -> Option<String> {
        let asking = Asking { caller: "test".into(), now: DateTime::UNIX_EPOCH, deadline: None, trace: None };
        request(published, asking).err().map(|failure| failure.fields[0].field.clone())
    }

    #[test]
    fn what_is_wrong_by_itself_is_refused_with_its_field() {
        assert_eq!(field_of(spend()), None);
        let authorize = proto::AuthorizeRequest {
            account_id: spend().account_id,
            idempotency_key: "k".into(),
            expires_at: Some(convert::timestamp(DateTime::UNIX_EPOCH + TimeDelta::days(31))),
            reference: spend().reference,
            ..proto::AuthorizeRequest::default()
        };
        for (field, wrong) in [
            ("account_id", field_of(proto::SpendRequest { account_id: "me".into(), ..spend() })),
            ("idempotency_key", field_of(proto::SpendRequest { idempotency_key: String::new(), ..spend() })),
            ("tokens", field_of(proto::SpendRequest { tokens: 0, ..spend() })),
            ("reference", field_of(proto::SpendRequest { reference: None, ..spend() })),
            ("expires_at", field_of(authorize.clone())),
            ("expires_at", field_of(proto::AuthorizeRequest { expires_at: None, ..authorize })),
            (
                "hold_id",
                field_of(proto::ReleaseRequest {
                    account_id: spend().account_id,
                    idempotency_key: "k".into(),
                    ..proto::ReleaseRequest::default()
                }),
            ),
        ] {
            assert_eq!(wrong.as_deref(), Some(field));
        }
    }

    fn freeze(actor: &str, reason: &str, evidence: &str) -> proto::FreezeWalletRequest {
        proto::FreezeWalletRequest {
            account_id: spend().account_id,
            idempotency_key: "k".into(),
            warrant: Some(proto::Warrant {
                actor: actor.into(),
                reason: reason.into(),
                evidence: evidence.into(),
            }),
        }
    }

    fn adjust(adjustment: Option<Adjustment>) -> proto::AdjustRequest {
        proto::AdjustRequest {
            account_id: spend().account_id,
            idempotency_key: "k".into(),
            reference: spend().reference,
            warrant: freeze("7", "goodwill", "").warrant,
            adjustment,
        }
    }

    #[test]
    fn what_is_done_by_hand_names_its_actor_and_reason_and_is_bounded() {
        assert_eq!(field_of(freeze(&"a".repeat(128), &"r".repeat(255), &"e".repeat(1_000))), None);
        let credit = |tokens| Some(Adjustment::Credit(adjust_request::Credit { tokens }));
        let debit = Some(Adjustment::Debit(adjust_request::Debit { tokens: 0, allow_debt: true }));
        assert_eq!(field_of(adjust(credit(1))), None);
        for (field, wrong) in [
            ("warrant", field_of(proto::FreezeWalletRequest { warrant: None, ..freeze("7", "fraud", "") })),
            ("warrant.actor", field_of(freeze("", "fraud", ""))),
            ("warrant.actor", field_of(freeze(&"a".repeat(129), "fraud", ""))),
            ("warrant.reason", field_of(freeze("7", " ", ""))),
            ("warrant.reason", field_of(freeze("7", &"r".repeat(256), ""))),
            ("warrant.evidence", field_of(freeze("7", "fraud", &"e".repeat(1_001)))),
            ("adjustment", field_of(adjust(None))),
            ("credit.tokens", field_of(adjust(credit(0)))),
            ("debit.tokens", field_of(adjust(debit))),
            ("reference", field_of(proto::AdjustRequest { reference: None, ..adjust(credit(1)) })),
            ("warrant", field_of(proto::AdjustRequest { warrant: None, ..adjust(credit(1)) })),
        ] {
            assert_eq!(wrong.as_deref(), Some(field));
        }
    }

    #[test]
    fn another_request_has_another_digest() {
        let digest = |published: proto::SpendRequest| {
            let asking =
                Asking { caller: "test".into(), now: DateTime::UNIX_EPOCH, deadline: None, trace: None };
            request(published, asking).unwrap().digest
        };
        assert_eq!(digest(spend()), digest(spend()));
        assert_ne!(digest(spend()), digest(proto::SpendRequest { tokens: 2, ..spend() }));
    }
}
