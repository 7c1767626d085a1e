//! The example service as a process: its exit codes and what it says.

use std::{
    io::{BufRead as _, BufReader, Read as _},
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Output, Stdio},
};

use crate::authority::Authority;

/// The example, which `cargo test` builds beside the tests.
fn example() -> PathBuf {
    let mut path = std::env::current_exe().unwrap();
    path.pop();
    path.pop();
    let path = path.join("examples/service");
    assert!(path.exists(), "{} is missing: run all of `cargo test -p runtime` once", path.display());
    path
}

pub(crate) fn service(authority: &Authority) -> Command {
    let tls = authority.service("ledger");
    let mut command = Command::new(example());
    command
        .env_clear()
        .env("TOKENBOOK_ADMIN_LISTEN", "127.0.0.1:0")
        .env("TOKENBOOK_GRPC_LISTEN", "127.0.0.1:0")
        .env("TOKENBOOK_TLS_CA", tls.tls_ca)
        .env("TOKENBOOK_TLS_CERT", tls.tls_cert)
        .env("TOKENBOOK_TLS_KEY", tls.tls_key)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn a_wrong_setting_is_named_and_the_exit_code_is_64() {
    let authority = Authority::new();
    for (setting, value) in [
        ("TOKENBOOK_GRPC_LISTEN", "nowhere"),
        ("TOKENBOOK_TLS_KEY", "/does/not/exist"),
        ("TOKENBOOK_LOG", "a=b=c"),
    ] {
        let output = service(&authority).env(setting, value).output().unwrap();
        assert_eq!(output.status.code(), Some(64), "{}", said(&output));
        assert!(said(&output).contains(setting), "{}", said(&output));
    }
}

#[test]
fn the_configuration_is_printed_on_demand() {
    let output = service(&Authority::new()).arg("--dump-config").output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["options"]["shutdown_grace_seconds"], 20);
}

#[test]
fn an_address_in_use_is_named_with_its_setting() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for setting in ["TOKENBOOK_GRPC_LISTEN", "TOKENBOOK_ADMIN_LISTEN"] {
        let output = service(&Authority::new()).env(setting, &address).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert!(said(&output).contains(setting) && said(&output).contains(&address), "{}", said(&output));
    }
}

#[test]
fn a_failed_or_panicked_task_ends_the_process_with_1_and_says_why() {
    for (end, expected) in [("error", "the log is gone"), ("panic", "index out of bounds")] {
        let output = service(&Authority::new()).args(["--task", end]).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        let said = said(&output);
        assert!(said.contains(expected) && said.contains("task failed"), "{said}");
    }
}

#[test]
fn a_signal_ends_the_process_well_and_every_line_is_json() {
    for signal in ["-TERM", "-INT"] {
        let authority = Authority::new();
        let mut child = service(&authority).spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut text = String::new();
        while !text.contains(r#""message":"started""#) {
            assert_ne!(stdout.read_line(&mut text).unwrap(), 0, "it ended: {text}");
        }
        kill(&child, signal);
        stdout.read_to_string(&mut text).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{text}");
        for line in text.lines() {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            assert_eq!(line["service"], "example");
        }
        assert!(text.contains("stopped"), "{text}");
    }
}

pub(crate) fn kill(child: &Child, signal: &str) {
    assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
}
