//! `tokenbook-sandbox-processor`.

use std::process::ExitCode;

fn main() -> ExitCode {
    runtime::run("sandbox-processor", payments::sandbox::build)
}
