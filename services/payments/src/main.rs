//! `tokenbook-payments`.

use std::process::ExitCode;

fn main() -> ExitCode {
    runtime::run("payments", payments::build)
}
