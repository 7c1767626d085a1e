//! Discounts: periods in which generations are cheaper, up to free.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::work::Kind;

/// A lower price inside a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discount {
    /// Its stable name in events and logs.
    pub promotion_id: String,
    /// Its name for people.
    pub name: String,
    /// 1 to 100.
    pub percent: u8,
    /// The first moment at which it applies.
    pub starts_at: DateTime<Utc>,
    /// The first moment at which it applies no longer.
    pub ends_at: DateTime<Utc>,
    /// The kinds it is for; empty for all.
    pub kinds: Vec<Kind>,
}

impl Discount {
    /// Whether it lowers the price of this kind of work at this moment.
    pub fn applies(&self, kind: Kind, now: DateTime<Utc>) -> bool {
        (self.starts_at..self.ends_at).contains(&now) && (self.kinds.is_empty() || self.kinds.contains(&kind))
    }
}

/// The discount that applies: the highest one, and of equals the first by id, so that a quote and the job that follows
/// it agree. Discounts do not add up.
pub fn best(discounts: &[Discount], kind: Kind, now: DateTime<Utc>) -> Option<&Discount> {
    discounts
        .iter()
        .filter(|discount| discount.applies(kind, now))
        .min_by(|one, other| (other.percent, &one.promotion_id).cmp(&(one.percent, &other.promotion_id)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn discount(id: &str, percent: u8, kinds: &[Kind]) -> Discount {
        Discount {
            promotion_id: id.into(),
            name: id.into(),
            percent,
            starts_at: at("2026-05-01T00:00:00Z"),
            ends_at: at("2026-06-01T00:00:00Z"),
            kinds: kinds.to_vec(),
        }
    }

    #[test]
    fn a_period_includes_its_start_and_not_its_end() {
        let all = [discount("may", 20, &[])];
        for (now, expected) in [
            ("2026-04-30T23:59:59.999999Z", None),
            ("2026-05-01T00:00:00Z", Some("may")),
            ("2026-05-31T23:59:59.999999Z", Some("may")),
            ("2026-06-01T00:00:00Z", None),
        ] {
            assert_eq!(best(&all, Kind::Chat, at(now)).map(|best| &*best.promotion_id), expected, "{now}");
        }
    }

    #[test]
    fn the_highest_discount_of_the_kind_wins_and_ties_go_by_id() {
        let all = [
            discount("b", 50, &[]),
            discount("a", 50, &[]),
            discount("c", 10, &[]),
            discount("free-images", 100, &[Kind::Image]),
        ];
        let now = at("2026-05-10T00:00:00Z");
        assert_eq!(best(&all, Kind::Video, now).unwrap().promotion_id, "a");
        assert_eq!(best(&all, Kind::Image, now).unwrap().promotion_id, "free-images");
    }
}
