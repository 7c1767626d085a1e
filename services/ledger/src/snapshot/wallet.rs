//! How a wallet stands in a snapshot.

use std::sync::Arc;

use kernel::{AccountId, CostRule, DisputeId, HoldId, LotId, RefundId, SettlementTerms, Tokens};

use super::values::{Reader, Unreadable, Writer};
use crate::domain::{Dispute, Hold, Kept, Lot, LotPart, LotSource, Reference, Refund, Reversal, Wallet};

/// What a wallet takes at least: account, version, debt, flag and four empty lists.
pub(super) const LEAST: usize = 16 + 7;

/// An id and an amount.
const LEAST_PART: usize = 17;

pub(super) fn write(account: AccountId, wallet: &Wallet, out: &mut Writer) {
    out.uuid(account.uuid());
    out.number(wallet.version());
    out.tokens(wallet.debt());
    out.byte(wallet.is_frozen().into());
    out.length(wallet.lots().len());
    for lot in wallet.lots() {
        write_lot(lot, out);
    }
    out.length(wallet.holds().count());
    for hold in wallet.holds() {
        write_hold(hold, out);
    }
    out.length(wallet.used_up().len());
    for (lot, tokens) in wallet.used_up() {
        write_part(*lot, *tokens, out);
    }
    out.length(wallet.reversals().len());
    for reversal in wallet.reversals() {
        write_reversal(reversal, out);
    }
}

pub(super) fn read(from: &mut Reader<'_>) -> Result<(AccountId, Kept), Unreadable> {
    let account = AccountId::new(from.uuid()?);
    let kept = Kept {
        version: from.number()?,
        debt: from.tokens()?,
        frozen: read_flag(from)?,
        lots: from.list(LEAST_PART, read_lot)?,
        holds: from.list(LEAST_PART, read_hold)?,
        used_up: from.list(LEAST_PART, read_part)?,
        reversals: from.list(LEAST_PART, read_reversal)?,
    };
    Ok((account, kept))
}

fn read_flag(from: &mut Reader<'_>) -> Result<bool, Unreadable> {
    match from.byte()? {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(Unreadable("a flag is neither yes nor no")),
    }
}

fn write_part(lot: LotId, tokens: Tokens, out: &mut Writer) {
    out.uuid(lot.uuid());
    out.tokens(tokens);
}

fn read_part(from: &mut Reader<'_>) -> Result<(LotId, Tokens), Unreadable> {
    Ok((LotId::new(from.uuid()?), from.tokens()?))
}

fn write_lot(lot: &Lot, out: &mut Writer) {
    write_part(lot.id, lot.tokens, out);
    out.byte(match lot.source {
        LotSource::Purchase => 1,
        LotSource::Promotion => 2,
        LotSource::Adjustment => 3,
    });
    out.byte(lot.frozen.into());
    out.byte(lot.expires_at.is_some().into());
    if let Some(moment) = lot.expires_at {
        out.time(moment);
    }
    out.number(lot.version);
    out.tokens(lot.remaining);
    out.tokens(lot.held);
    out.tokens(lot.reserved);
}

fn read_lot(from: &mut Reader<'_>) -> Result<Lot, Unreadable> {
    let (id, tokens) = read_part(from)?;
    Ok(Lot {
        id,
        tokens,
        source: match from.byte()? {
            1 => LotSource::Purchase,
            2 => LotSource::Promotion,
            3 => LotSource::Adjustment,
            _ => return Err(Unreadable("a lot comes from nowhere")),
        },
        frozen: read_flag(from)?,
        expires_at: if read_flag(from)? { Some(from.time()?) } else { None },
        version: from.number()?,
        remaining: from.tokens()?,
        held: from.tokens()?,
        reserved: from.tokens()?,
    })
}

fn write_hold(hold: &Hold, out: &mut Writer) {
    out.uuid(hold.id.uuid());
    out.tokens(hold.authorized);
    out.tokens(hold.captured);
    out.tokens(hold.over_captured);
    out.length(hold.parts.len());
    for part in &hold.parts {
        write_part(part.lot, part.tokens, out);
    }
    out.time(hold.expires_at);
    write_terms(&hold.terms, out);
    out.text(hold.reference.kind());
    out.text(hold.reference.id());
}

fn read_hold(from: &mut Reader<'_>) -> Result<Hold, Unreadable> {
    Ok(Hold {
        id: HoldId::new(from.uuid()?),
        authorized: from.tokens()?,
        captured: from.tokens()?,
        over_captured: from.tokens()?,
        parts: from
            .list(LEAST_PART, |from| read_part(from).map(|(lot, tokens)| LotPart { lot, tokens }))?
            .into(),
        expires_at: from.time()?,
        terms: Arc::new(read_terms(from)?),
        reference: Reference::new(from.text()?, from.text()?),
    })
}

fn write_terms(terms: &SettlementTerms, out: &mut Writer) {
    write_rule(terms.on_success, out);
    write_rule(terms.on_technical_failure, out);
    write_rule(terms.on_prohibited_content, out);
    write_rule(terms.on_cancelled_by_user, out);
    out.tokens(terms.over_capture_limit);
    out.text(&terms.policy_version);
}

fn read_terms(from: &mut Reader<'_>) -> Result<SettlementTerms, Unreadable> {
    Ok(SettlementTerms {
        on_success: read_rule(from)?,
        on_technical_failure: read_rule(from)?,
        on_prohibited_content: read_rule(from)?,
        on_cancelled_by_user: read_rule(from)?,
        over_capture_limit: from.tokens()?,
        policy_version: from.text()?.to_owned(),
    })
}

fn write_rule(rule: CostRule, out: &mut Writer) {
    match rule {
        CostRule::Release => out.byte(1),
        CostRule::CaptureAll => out.byte(2),
        CostRule::CaptureActual => out.byte(3),
        CostRule::CaptureFixed(tokens) => {
            out.byte(4);
            out.tokens(tokens);
        }
    }
}

fn read_rule(from: &mut Reader<'_>) -> Result<CostRule, Unreadable> {
    Ok(match from.byte()? {
        1 => CostRule::Release,
        2 => CostRule::CaptureAll,
        3 => CostRule::CaptureActual,
        4 => CostRule::CaptureFixed(from.tokens()?),
        _ => return Err(Unreadable("a rule of what an outcome costs is unknown")),
    })
}

fn write_reversal(reversal: &Reversal, out: &mut Writer) {
    write_part(reversal.lot, reversal.taken, out);
    out.length(reversal.refunds().len());
    for (id, refund) in reversal.refunds() {
        out.uuid(id.uuid());
        match *refund {
            Refund::Reserved(tokens) => {
                out.byte(1);
                out.tokens(tokens);
            }
            Refund::Failed => out.byte(2),
            Refund::Refunded { outstanding } => {
                out.byte(3);
                out.tokens(outstanding);
            }
        }
    }
    out.length(reversal.disputes().len());
    for (id, dispute) in reversal.disputes() {
        out.uuid(id.uuid());
        out.byte(match dispute {
            Dispute::Open => 1,
            Dispute::Won => 2,
            Dispute::Lost => 3,
        });
    }
}

fn read_reversal(from: &mut Reader<'_>) -> Result<Reversal, Unreadable> {
    let (lot, taken) = read_part(from)?;
    let refunds = from.list(LEAST_PART, |from| {
        let id = RefundId::new(from.uuid()?);
        let refund = match from.byte()? {
            1 => Refund::Reserved(from.tokens()?),
            2 => Refund::Failed,
            3 => Refund::Refunded { outstanding: from.tokens()? },
            _ => return Err(Unreadable("a refund stands in no known way")),
        };
        Ok((id, refund))
    })?;
    let disputes = from.list(LEAST_PART, |from| {
        let id = DisputeId::new(from.uuid()?);
        let dispute = match from.byte()? {
            1 => Dispute::Open,
            2 => Dispute::Won,
            3 => Dispute::Lost,
            _ => return Err(Unreadable("a dispute stands in no known way")),
        };
        Ok((id, dispute))
    })?;
    Ok(Reversal::known(lot, taken, refunds, disputes))
}
