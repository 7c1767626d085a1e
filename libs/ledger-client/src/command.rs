//! The commands, and what answers each.

use contracts::ledger::v1 as proto;
use proto::command::Command as Asked;
use proto::outcome::Outcome as Told;

mod sealed {
    pub trait Sealed {}
}

/// A command of the ledger. Its account and its idempotency key make it one command, however often it is sent.
pub trait Command: sealed::Sealed {
    /// What answers it.
    type Answer;

    #[doc(hidden)]
    fn ask(self) -> proto::Command;

    #[doc(hidden)]
    fn answer(told: Told) -> Option<Self::Answer>;
}

/// Pairs a request with its variant among commands and its response with its variant among outcomes.
macro_rules! command {
    ($request:ident, $response:ident, $variant:ident) => {
        impl sealed::Sealed for proto::$request {}

        impl Command for proto::$request {
            type Answer = proto::$response;

            fn ask(self) -> proto::Command {
                proto::Command { command: Some(Asked::$variant(self)) }
            }

            fn answer(told: Told) -> Option<proto::$response> {
                match told {
                    Told::$variant(answer) => Some(answer),
                    _ => None,
                }
            }
        }
    };
}

command!(AuthorizeRequest, AuthorizeResponse, Authorize);
command!(CaptureRequest, CaptureResponse, Capture);
command!(ReleaseRequest, ReleaseResponse, Release);
command!(ExtendHoldRequest, ExtendHoldResponse, ExtendHold);
command!(SpendRequest, SpendResponse, Spend);

/// Whose wallet a command is about, as the caller wrote it.
pub(crate) fn account_of(command: &proto::Command) -> &str {
    match &command.command {
        Some(Asked::Authorize(authorize)) => &authorize.account_id,
        Some(Asked::Capture(capture)) => &capture.account_id,
        Some(Asked::Release(release)) => &release.account_id,
        Some(Asked::ExtendHold(extend)) => &extend.account_id,
        Some(Asked::Spend(spend)) => &spend.account_id,
        None => "",
    }
}
