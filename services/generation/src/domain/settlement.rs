//! Settlement rules in the words that the database and the public price list use.

use kernel::{CostRule, SettlementTerms, Tokens};

use super::work::UnknownName;

/// A rule's name: `release`, `capture_all`, `capture_actual` or `capture_fixed:<tokens>`.
pub fn rule_name(rule: CostRule) -> String {
    match rule {
        CostRule::Release => "release".to_owned(),
        CostRule::CaptureAll => "capture_all".to_owned(),
        CostRule::CaptureActual => "capture_actual".to_owned(),
        CostRule::CaptureFixed(tokens) => format!("capture_fixed:{tokens}"),
    }
}

/// The rule of a name.
pub fn rule_of(name: &str) -> Result<CostRule, UnknownName> {
    match name {
        "release" => Ok(CostRule::Release),
        "capture_all" => Ok(CostRule::CaptureAll),
        "capture_actual" => Ok(CostRule::CaptureActual),
        _ => name
            .strip_prefix("capture_fixed:")
            .and_then(|tokens| tokens.parse().ok())
            .map(|tokens| CostRule::CaptureFixed(Tokens::new(tokens)))
            .ok_or_else(|| UnknownName(name.to_owned(), "settlement rule")),
    }
}

/// The terms by outcome, for the public price list.
pub fn listed(terms: &SettlementTerms) -> [(&'static str, String); 4] {
    [
        ("on_success", rule_name(terms.on_success)),
        ("on_technical_failure", rule_name(terms.on_technical_failure)),
        ("on_prohibited_content", rule_name(terms.on_prohibited_content)),
        ("on_cancelled_by_user", rule_name(terms.on_cancelled_by_user)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_reads_back_from_its_name() {
        for rule in [
            CostRule::Release,
            CostRule::CaptureAll,
            CostRule::CaptureActual,
            CostRule::CaptureFixed(Tokens::new(7)),
        ] {
            assert_eq!(rule_of(&rule_name(rule)), Ok(rule));
        }
        for wrong in ["", "capture", "capture_fixed", "capture_fixed:-1", "capture_fixed:x"] {
            assert!(rule_of(wrong).is_err(), "{wrong}");
        }
    }
}
