//! Writes the value of an entry straight from the domain, byte for byte as the general writer does: each caller waits for it.

use chrono::{DateTime, Utc};
use contracts::common::v1 as proto;
use eventlog::ChainHash;
use kernel::{CostRule, HoldId, LotId, Reason, SettlementTerms, Tokens};
use uuid::Uuid;

use super::super::moment::Moment;
use super::super::publish::sum;
use crate::domain::{Balance, Cause, Change, Deduction, Entry, Kind, LotPart, LotSource, Reference};

/// Most values fit into this many bytes, so that they are written without moving.
const VALUE: usize = 1_024;

/// The value of an entry of a usual kind; `None` leaves it to the general writer.
pub(in crate::codec) fn write(entry: &Entry, previous: ChainHash) -> Option<Vec<u8>> {
    let Kind::Wallet { account, balance, change } = &entry.kind else { return None };
    let mut json = Json(Vec::with_capacity(VALUE));
    json.open();
    json.id("id", entry.id.uuid());
    json.time("time", entry.time)?;
    json.id("accountId", account.uuid());
    json.number("walletVersion", balance.version);
    json.cause(&entry.cause)?;
    json.balance(balance);
    json.hex("previous", previous.as_bytes())?;
    json.change(change)?;
    json.close();
    Some(json.0)
}

/// An object under construction. What is zero or empty is left out, as ProtoJSON does.
struct Json(Vec<u8>);

impl Json {
    fn open(&mut self) {
        self.0.push(b'{');
    }

    fn close(&mut self) {
        self.0.push(b'}');
    }

    fn name(&mut self, name: &str) {
        if !matches!(self.0.last(), Some(b'{')) {
            self.0.push(b',');
        }
        self.0.push(b'"');
        self.0.extend_from_slice(name.as_bytes());
        self.0.extend_from_slice(b"\":");
    }

    fn object(&mut self, name: &str) {
        self.name(name);
        self.open();
    }

    // Declines what would have to be escaped.
    fn text(&mut self, name: &str, text: &str) -> Option<()> {
        if text.is_empty() {
            return Some(());
        }
        if text.bytes().any(|byte| byte < b' ' || byte == b'"' || byte == b'\\') {
            return None;
        }
        self.name(name);
        self.quoted(text.as_bytes());
        Some(())
    }

    fn quoted(&mut self, text: &[u8]) {
        self.0.push(b'"');
        self.0.extend_from_slice(text);
        self.0.push(b'"');
    }

    fn id(&mut self, name: &str, id: Uuid) {
        self.name(name);
        self.quoted(id.hyphenated().encode_lower(&mut Uuid::encode_buffer()).as_bytes());
    }

    fn hex(&mut self, name: &str, bytes: &[u8]) -> Option<()> {
        self.name(name);
        self.0.push(b'"');
        let begin = self.0.len();
        self.0.resize(begin + 2 * bytes.len(), 0);
        hex::encode_to_slice(bytes, &mut self.0[begin..]).ok()?;
        self.0.push(b'"');
        Some(())
    }

    // 64-bit numbers stand in quotes: most readers of JSON know no more than 53 bits.
    fn number(&mut self, name: &str, number: u64) {
        if number > 0 {
            self.name(name);
            self.quoted(itoa::Buffer::new().format(number).as_bytes());
        }
    }

    fn tokens(&mut self, name: &str, tokens: Tokens) {
        self.number(name, tokens.get());
    }

    fn is(&mut self, name: &str, yes: bool) {
        if yes {
            self.name(name);
            self.0.extend_from_slice(b"true");
        }
    }

    fn time(&mut self, name: &str, time: DateTime<Utc>) -> Option<()> {
        let moment = Moment::shortest(time)?;
        self.name(name);
        self.quoted(moment.as_bytes());
        Some(())
    }

    fn cause(&mut self, cause: &Cause) -> Option<()> {
        self.object("cause");
        self.text("caller", &cause.caller)?;
        self.text("idempotencyKey", &cause.key)?;
        if !cause.key.is_empty() {
            self.hex("requestDigest", &cause.digest)?;
        }
        if let Some(input) = &cause.input {
            self.object("input");
            self.text("topic", &input.topic)?;
            self.number("offset", u64::try_from(input.offset).ok()?);
            self.text("eventId", &input.event_id)?;
            self.close();
        }
        self.close();
        Some(())
    }

    fn balance(&mut self, balance: &Balance) {
        self.object("balanceAfter");
        self.tokens("available", balance.available);
        self.tokens("held", balance.held);
        self.tokens("debt", balance.debt);
        self.number("version", balance.version);
        self.tokens("locked", balance.locked);
        self.is("frozen", balance.frozen);
        self.close();
    }

    fn change(&mut self, change: &Change) -> Option<()> {
        match change {
            Change::Deducted(deduction) => self.deducted(deduction)?,
            Change::Held { hold, tokens, parts, expires_at, terms, reference } => {
                self.object("tokensHeld");
                self.id("holdId", hold.uuid());
                self.tokens("tokens", *tokens);
                self.parts("lots", parts);
                self.time("expiresAt", *expires_at)?;
                self.terms(terms)?;
                self.reference(reference)?;
            }
            Change::Released { hold, tokens, parts, frozen, reason, reference } => {
                self.object("tokensReleased");
                self.id("holdId", hold.uuid());
                self.tokens("tokens", *tokens);
                self.parts("lots", parts);
                self.reason(*reason)?;
                self.reference(reference)?;
                self.tokens("frozenTokens", *frozen);
            }
            Change::Credited {
                lot,
                tokens,
                source: LotSource::Purchase,
                expires_at: None,
                debt_repaid,
                frozen,
                reference,
            } => {
                self.object("tokensCredited");
                self.id("lotId", lot.uuid());
                self.tokens("tokens", *tokens);
                self.name("source");
                self.quoted(b"LOT_SOURCE_PURCHASE");
                self.tokens("debtRepaid", *debt_repaid);
                self.reference(reference)?;
                self.is("lotFrozen", *frozen);
            }
            Change::Refused { command, reason, tokens, hold, reference } => {
                self.refused(command, *reason, *tokens, *hold, reference.as_ref())?;
            }
            Change::Opened
            | Change::Credited { .. }
            | Change::HoldExtended { .. }
            | Change::LotExpired { .. }
            | Change::Reversed { .. }
            | Change::DebtRepaid { .. }
            | Change::Frozen(_)
            | Change::Unfrozen(_)
            | Change::Adjusted { .. } => return None,
        }
        self.close();
        Some(())
    }

    fn deducted(&mut self, deduction: &Deduction) -> Option<()> {
        self.object("tokensDeducted");
        if let Some(hold) = deduction.hold {
            self.id("holdId", hold.uuid());
        }
        self.tokens("tokens", deduction.tokens);
        self.parts("lots", &deduction.parts);
        self.number("releasedTokens", sum(&deduction.released));
        self.parts("releasedLots", &deduction.released);
        self.is("holdClosed", deduction.closes_hold);
        self.reason(deduction.reason)?;
        self.text("reasonDetail", &deduction.detail)?;
        self.reference(&deduction.reference)?;
        self.tokens("listTokens", deduction.list_tokens);
        self.text("promotionId", &deduction.promotion)?;
        self.number("overCapturedTokens", sum(&deduction.over_captured));
        self.parts("overCapturedLots", &deduction.over_captured);
        self.tokens("releasedFrozenTokens", deduction.released_frozen);
        Some(())
    }

    fn refused(
        &mut self,
        command: &str,
        reason: Reason,
        tokens: Tokens,
        hold: Option<HoldId>,
        reference: Option<&Reference>,
    ) -> Option<()> {
        self.object("commandRefused");
        self.text("command", command)?;
        self.reason(Some(reason))?;
        self.tokens("tokens", tokens);
        if let Some(hold) = hold {
            self.id("holdId", hold.uuid());
        }
        reference.map_or(Some(()), |reference| self.reference(reference))
    }

    fn reason(&mut self, reason: Option<Reason>) -> Option<()> {
        reason.map_or(Some(()), |reason| self.text("reason", proto::Reason::from(reason).as_str_name()))
    }

    fn reference(&mut self, reference: &Reference) -> Option<()> {
        self.object("reference");
        self.text("kind", reference.kind())?;
        self.text("id", reference.id())?;
        self.close();
        Some(())
    }

    fn parts(&mut self, name: &str, parts: &[LotPart]) {
        if parts.is_empty() {
            return;
        }
        self.name(name);
        self.0.push(b'[');
        for (number, LotPart { lot, tokens }) in parts.iter().enumerate() {
            if number > 0 {
                self.0.push(b',');
            }
            self.part(*lot, *tokens);
        }
        self.0.push(b']');
    }

    fn part(&mut self, lot: LotId, tokens: Tokens) {
        self.open();
        self.id("lotId", lot.uuid());
        self.tokens("tokens", tokens);
        self.close();
    }

    fn terms(&mut self, terms: &SettlementTerms) -> Option<()> {
        self.object("terms");
        self.rule("onSuccess", terms.on_success);
        self.rule("onTechnicalFailure", terms.on_technical_failure);
        self.rule("onProhibitedContent", terms.on_prohibited_content);
        self.rule("onCancelledByUser", terms.on_cancelled_by_user);
        self.tokens("overCaptureLimit", terms.over_capture_limit);
        self.text("policyVersion", &terms.policy_version)?;
        self.close();
        Some(())
    }

    fn rule(&mut self, name: &str, rule: CostRule) {
        self.object(name);
        match rule {
            CostRule::Release => self.object("release"),
            CostRule::CaptureAll => self.object("captureAll"),
            CostRule::CaptureActual => self.object("captureActual"),
            CostRule::CaptureFixed(tokens) => {
                self.object("captureFixed");
                self.tokens("tokens", tokens);
            }
        }
        self.close();
        self.close();
    }
}
