//! Settlements, captures and releases of holds.

use kernel::CostRule;
use serde_json::{Value, json};

use super::form::{flag, lots, number, object, reference, sum};
use super::wallet::{Hold, Refused, Wallet, Wanted};
use crate::asked::{Ending, WhyFailed};

impl Wallet {
    pub(super) fn settle(&mut self, hold: &Hold, ending: &Ending) -> Result<Wanted, Refused> {
        // Which rule of the terms applies, what the work is said to have cost, and what is noted of it.
        let terms = &hold.terms;
        let (rule, actual, reason, noted) = match ending {
            Ending::Succeeded { cost, list, promotion } => {
                let list = if list == cost { 0 } else { *list };
                let noted = vec![("listTokens", number(list)), ("promotionId", json!(promotion))];
                (terms.on_success, *cost, None, noted)
            }
            Ending::Failed { why, category } => {
                let (rule, actual) = match why {
                    WhyFailed::ProviderError | WhyFailed::ProviderTimeout | WhyFailed::InvalidInput => {
                        (terms.on_technical_failure, 0)
                    }
                    WhyFailed::ProhibitedPrompt | WhyFailed::ProhibitedImage => {
                        (terms.on_prohibited_content, hold.left())
                    }
                    WhyFailed::CancelledByUser => (terms.on_cancelled_by_user, 0),
                };
                (rule, actual, Some(*why), vec![("reasonDetail", json!(category))])
            }
            Ending::Cancelled { delivered } => {
                (terms.on_cancelled_by_user, *delivered, Some(WhyFailed::CancelledByUser), vec![])
            }
        };
        let cost = match rule {
            CostRule::Release => return Ok(self.release(hold, reason.map(reason_name))),
            CostRule::CaptureAll => hold.left(),
            CostRule::CaptureActual => actual,
            CostRule::CaptureFixed(tokens) => tokens.get(),
        };
        // The work is done: what neither the hold, the terms nor the balance cover is forgone.
        let over_left = terms.over_capture_limit.get().saturating_sub(hold.over_captured);
        let beyond = if self.frozen { 0 } else { over_left.min(self.available()) };
        let cost = cost.min(hold.left().saturating_add(beyond));
        let mut noted = noted;
        match reason {
            // A technical failure is no reason for a charge, even where the terms let it cost.
            None | Some(WhyFailed::ProviderError | WhyFailed::ProviderTimeout) => {}
            Some(
                why @ (WhyFailed::ProhibitedPrompt
                | WhyFailed::ProhibitedImage
                | WhyFailed::CancelledByUser
                | WhyFailed::InvalidInput),
            ) => noted.push(("reason", json!(reason_name(why)))),
        }
        self.charge(hold, cost, true, noted)
    }

    /// Charges a hold, then free tokens.
    pub(super) fn charge(
        &mut self,
        hold: &Hold,
        tokens: u64,
        last: bool,
        noted: Vec<(&'static str, Value)>,
    ) -> Result<Wanted, Refused> {
        let beyond = self.choose(tokens.saturating_sub(hold.left()))?;
        let (mut used, mut kept) = (Vec::new(), Vec::new());
        let mut missing = tokens;
        for (lot, there) in &hold.parts {
            let taken = missing.min(*there);
            missing -= taken;
            if taken > 0 {
                used.push((lot.clone(), taken));
            }
            if *there > taken {
                kept.push((lot.clone(), there - taken));
            }
        }
        self.use_up(&used);
        self.use_up(&beyond);
        self.holds.retain(|open| open.id != hold.id || !last);
        for open in &mut self.holds {
            if open.id == hold.id {
                open.parts.clone_from(&kept);
                open.captured += tokens;
                open.over_captured += sum(&beyond);
            }
        }
        let released = if last { kept } else { Vec::new() };
        let released_frozen = self.frozen_among(&released);
        let mut wanted = vec![
            ("holdId", json!(hold.id)),
            ("tokens", number(tokens)),
            ("lots", lots(&used)),
            ("releasedTokens", number(sum(&released))),
            ("releasedLots", lots(&released)),
            ("releasedFrozenTokens", number(released_frozen)),
            ("holdClosed", flag(last)),
            ("reference", reference(&hold.about)),
            ("overCapturedTokens", number(sum(&beyond))),
            ("overCapturedLots", lots(&beyond)),
        ];
        wanted.extend(noted);
        Ok(("tokensDeducted", object(wanted)))
    }

    pub(super) fn release(&mut self, hold: &Hold, reason: Option<&'static str>) -> Wanted {
        self.holds.retain(|open| open.id != hold.id);
        let frozen = self.frozen_among(&hold.parts);
        (
            "tokensReleased",
            object(vec![
                ("holdId", json!(hold.id)),
                ("tokens", number(hold.left())),
                ("lots", lots(&hold.parts)),
                ("frozenTokens", number(frozen)),
                ("reason", reason.map_or(Value::Null, |reason| json!(reason))),
                ("reference", reference(&hold.about)),
            ]),
        )
    }

    pub(super) fn open(&self, hold: &str) -> Result<Hold, Refused> {
        self.hold(hold).cloned().ok_or("REASON_HOLD_NOT_OPEN")
    }
}

const fn reason_name(why: WhyFailed) -> &'static str {
    match why {
        WhyFailed::ProviderError => "REASON_PROVIDER_ERROR",
        WhyFailed::ProviderTimeout => "REASON_PROVIDER_TIMEOUT",
        WhyFailed::ProhibitedPrompt => "REASON_PROHIBITED_PROMPT",
        WhyFailed::ProhibitedImage => "REASON_PROHIBITED_IMAGE",
        WhyFailed::CancelledByUser => "REASON_CANCELLED_BY_USER",
        WhyFailed::InvalidInput => "REASON_INVALID_INPUT",
    }
}
