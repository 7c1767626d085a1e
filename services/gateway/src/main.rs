//! The gateway as a program.

use std::process::ExitCode;

fn main() -> ExitCode {
    runtime::run("gateway", gateway::build)
}
