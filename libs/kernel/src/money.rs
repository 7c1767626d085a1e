//! Money, as prices are stated in.

use serde::{Deserialize, Serialize};

/// An amount in a currency's minor unit (cents); never a fraction of it, never negative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// ISO 4217, upper case.
    pub currency: String,
    /// Minor units.
    pub minor_units: u64,
}
