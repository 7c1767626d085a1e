//! The ledger service.

use std::process::ExitCode;

use nix::sys::prctl;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // What is read and written comes and goes in pieces, each a small part of a huge page that the kernel must empty as a whole: a replay spent a
    // seventh of its processor time on that. A kernel that refuses costs some speed, and nothing else.
    prctl::set_thp_disable(true).unwrap_or_default();
    runtime::run("ledger", ledger::build)
}
