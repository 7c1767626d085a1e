//! A server ends with the process that started it, however that ends.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use local_stack::{PostgresOptions, PostgresServer, free_port};

use crate::{distribution, example};

/// Starts a process that owns a server; both, and the server's process id.
fn start_owner(folder: &Path) -> (Child, u32) {
    let mut owner = Command::new(example("local_owner")).arg(folder).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(owner.stderr.take().unwrap()).read_line(&mut line).unwrap();
    let pid = line.split(' ').next().unwrap().parse().unwrap_or_else(|_| panic!("{line}"));
    (owner, pid)
}

fn lives(pid: u32) -> bool {
    // A zombie that its parent has not waited for yet has no command line any more.
    std::fs::read(format!("/proc/{pid}/cmdline")).is_ok_and(|line| !line.is_empty())
}

fn wait_until_gone(pid: u32) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while lives(pid) {
        assert!(Instant::now() < deadline, "process {pid} outlived its owner");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_server_ends_when_its_owner_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let (mut owner, server) = start_owner(folder.path());
    assert!(lives(server));
    owner.kill().unwrap();
    owner.wait().unwrap();
    wait_until_gone(server);
}

#[tokio::test]
async fn a_new_owner_takes_over_the_folder_right_after_the_old_one_was_killed() {
    let distribution = distribution().await;
    let folder = tempfile::tempdir().unwrap();
    let (mut owner, old) = start_owner(folder.path());
    owner.kill().unwrap();
    owner.wait().unwrap();
    let options = PostgresOptions::ephemeral(folder.path(), free_port().unwrap());
    let server = PostgresServer::start(&distribution, options).await.unwrap();
    assert!(!lives(old));
    assert_ne!(server.pid().unwrap(), old);
}

#[tokio::test]
async fn a_server_ends_when_it_is_dropped() {
    let distribution = distribution().await;
    let folder = tempfile::tempdir().unwrap();
    let options = PostgresOptions::ephemeral(folder.path(), free_port().unwrap());
    let server = PostgresServer::start(&distribution, options).await.unwrap();
    let pid = server.pid().unwrap();
    assert!(lives(pid));
    drop(server);
    tokio::task::spawn_blocking(move || wait_until_gone(pid)).await.unwrap();
}
