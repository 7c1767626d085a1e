//! The published contracts of Tokenbook: gRPC services and events as generated from `proto/`, their `ProtoJSON` form, and the
//! maps between published and domain values that every service shares.
//!
//! Absent on purpose: business rules, I/O. Services convert with `TryFrom` at their edges and never compute on these types.

pub mod convert;
pub mod failure;
pub mod reason;
mod timestamp;
pub mod topic;

pub use timestamp::Timestamp;

/// The descriptors of everything in `proto/`, for gRPC reflection and access checks.
pub const DESCRIPTORS: &[u8] = include_bytes!("gen/descriptors.bin");

macro_rules! package {
    ($package:ident, $doc:literal, $file:literal, $serde:literal) => {
        #[doc = $doc]
        pub mod $package {
            #[doc = $doc]
            #[allow(
                clippy::all,
                clippy::pedantic,
                missing_docs,
                unreachable_pub,
                reason = "generated code is not ours to style"
            )]
            pub mod v1 {
                include!($file);
                include!($serde);
            }
        }
    };
}

package!(common, "`tokenbook.common.v1`.", "gen/tokenbook.common.v1.rs", "gen/tokenbook.common.v1.serde.rs");
package!(
    accounts,
    "`tokenbook.accounts.v1`.",
    "gen/tokenbook.accounts.v1.rs",
    "gen/tokenbook.accounts.v1.serde.rs"
);
package!(
    payments,
    "`tokenbook.payments.v1`.",
    "gen/tokenbook.payments.v1.rs",
    "gen/tokenbook.payments.v1.serde.rs"
);
package!(
    generation,
    "`tokenbook.generation.v1`.",
    "gen/tokenbook.generation.v1.rs",
    "gen/tokenbook.generation.v1.serde.rs"
);
package!(ledger, "`tokenbook.ledger.v1`.", "gen/tokenbook.ledger.v1.rs", "gen/tokenbook.ledger.v1.serde.rs");
