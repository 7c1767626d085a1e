//! The accounts service.

use std::process::ExitCode;

fn main() -> ExitCode {
    runtime::run("accounts", accounts::build)
}
