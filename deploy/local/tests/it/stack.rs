//! `tokenbook-local up` as a person meets it. The services are stood in for by one that only answers; the servers are real.

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use local_stack::{Part, Ports, RestartPolicy, Service, Stack, StackOptions, home, is_free};
use sqlx::{Connection as _, PgConnection};
use tempfile::TempDir;

use crate::{distribution, example};

const PATIENCE: Duration = Duration::from_secs(90);

/// A folder with a program for each service.
fn programs(folder: &Path) -> PathBuf {
    let programs = folder.join("bin");
    std::fs::create_dir(&programs).unwrap();
    for service in Service::ALL {
        symlink(example("local_service"), programs.join(format!("tokenbook-{service}"))).unwrap();
    }
    programs
}

/// A person's `tokenbook-local up` in a home of its own, and the lines it prints.
struct Up {
    process: Child,
    lines: Receiver<String>,
    seen: String,
}

impl Up {
    fn start(home: &TempDir, ports: &Ports) -> Self {
        let listed: Vec<String> = ports.iter().map(|(port, number)| format!("{port}={number}")).collect();
        let mut process = Command::new(env!("CARGO_BIN_EXE_tokenbook-local"))
            .args(["up", "--kafka-heap-mb", "512", "--bin-dir"])
            .arg(home.path().join("bin"))
            .env("TOKENBOOK_HOME", home.path())
            .env("TOKENBOOK_LOCAL_PORTS", listed.join(","))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        let (output, errors) = (process.stdout.take().unwrap(), process.stderr.take().unwrap());
        let errors_sender = sender.clone();
        std::thread::spawn(move || {
            BufReader::new(output).lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
        });
        std::thread::spawn(move || {
            BufReader::new(errors).lines().map_while(Result::ok).try_for_each(|line| errors_sender.send(line))
        });
        Self { process, lines, seen: String::new() }
    }

    /// Waits for a line with this text.
    fn wait_for(&mut self, text: &str) -> String {
        let deadline = Instant::now() + PATIENCE;
        while let Ok(line) = self.lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            self.seen.push_str(&line);
            self.seen.push('\n');
            if line.contains(text) {
                return line;
            }
        }
        panic!("no line with {text:?} in:\n{}", self.seen);
    }

    fn signal(&self, name: &str) {
        signal(self.process.id(), name);
    }

    fn wait(mut self) -> ExitStatus {
        while let Ok(line) = self.lines.recv() {
            self.seen.push_str(&line);
        }
        self.process.wait().unwrap()
    }
}

fn signal(pid: u32, name: &str) {
    assert!(Command::new("kill").args(["-s", name, &pid.to_string()]).status().unwrap().success());
}

/// A home that has its own data, and the servers that were fetched already.
async fn home_with_distribution() -> TempDir {
    distribution().await;
    let folder = tempfile::tempdir().unwrap();
    symlink(home().join("dist"), folder.path().join("dist")).unwrap();
    programs(folder.path());
    folder
}

fn busy(ports: &Ports) -> Vec<String> {
    ports.iter().filter(|(_, number)| !is_free(*number)).map(|(port, _)| port.to_string()).collect()
}

#[tokio::test]
async fn up_shows_the_way_restarts_what_is_killed_and_stops_cleanly() {
    let home = home_with_distribution().await;
    let ports = Ports::free().unwrap();
    let mut up = Up::start(&home, &ports);
    up.wait_for("Tokenbook runs.");
    up.wait_for("demo@tokenbook.example");
    up.wait_for("consumer-groups --describe");

    let mut second = Up::start(&home, &ports);
    let refusal = second.wait_for("runs already");
    assert!(refusal.contains(&format!("process {}", up.process.id())), "{refusal}");
    assert_eq!(second.wait().code(), Some(1));

    let pids = std::fs::read_to_string(home.path().join("data/run/ledger.pid")).unwrap();
    let pid = pids.split_whitespace().nth(1).unwrap().parse().unwrap();
    signal(pid, "KILL");
    up.wait_for("ledger was killed by signal 9; restarting it");
    up.wait_for("ledger is up");

    up.signal("TERM");
    up.wait_for("gateway has stopped");
    up.wait_for("sandbox-processor has stopped");
    up.wait_for("Kafka has stopped");
    assert_eq!(up.wait().code(), Some(0));
    assert_eq!(busy(&ports), [""; 0]);
}

#[tokio::test]
async fn up_can_be_killed_and_started_again_at_once() {
    let home = home_with_distribution().await;
    let ports = Ports::free().unwrap();
    let mut up = Up::start(&home, &ports);
    up.wait_for("Tokenbook runs.");
    up.process.kill().unwrap();
    up.process.wait().unwrap();
    let mut again = Up::start(&home, &ports);
    again.wait_for("Tokenbook runs.");
    again.signal("INT");
    assert_eq!(again.wait().code(), Some(0));
    assert_eq!(busy(&ports), [""; 0]);
}

#[tokio::test]
async fn a_part_that_a_test_kills_stays_down_until_it_is_started() {
    distribution().await;
    let folder = tempfile::tempdir().unwrap();
    let options = StackOptions {
        bin_dir: Some(programs(folder.path())),
        ..StackOptions::for_tests(folder.path().join("data")).unwrap()
    };
    assert_eq!(options.keep_running, RestartPolicy::Never);
    let stack = Stack::start(options).await.unwrap();
    let ledger = stack.pid(Service::Ledger).unwrap();
    stack.kill(Service::Ledger).await;
    let admin = stack.addresses().admin[&Service::Ledger].clone();
    reqwest::get(format!("{admin}/readyz")).await.unwrap_err();
    stack.start_service(Service::Ledger).await.unwrap();
    assert!(reqwest::get(format!("{admin}/readyz")).await.unwrap().status().is_success());
    assert_ne!(stack.pid(Service::Ledger).unwrap(), ledger);

    // The servers can be killed as well, and keep what they committed.
    let url = stack.database_url(Service::Ledger).unwrap().unwrap();
    let mut ledger = PgConnection::connect(&url).await.unwrap();
    sqlx::query("CREATE TABLE entries ()").execute(&mut ledger).await.unwrap();
    stack.kill(Part::Postgres).await;
    stack.start_part(Part::Postgres).await.unwrap();
    let mut ledger = PgConnection::connect(&url).await.unwrap();
    sqlx::query("SELECT FROM entries").execute(&mut ledger).await.unwrap();
    stack.stop().await;
}

#[tokio::test]
async fn a_service_that_does_not_start_is_named_with_the_end_of_its_log() {
    distribution().await;
    let folder = tempfile::tempdir().unwrap();
    let mut options = StackOptions {
        bin_dir: Some(programs(folder.path())),
        ..StackOptions::for_tests(folder.path().join("data")).unwrap()
    };
    let wrong = [("TOKENBOOK_ADMIN_LISTEN".to_owned(), "nowhere".to_owned())];
    options.extra_env.insert(Service::Payments, wrong.into());
    let error = Stack::start(options).await.unwrap_err().to_string();
    assert!(error.starts_with("payments ended with status 1; its log "), "{error}");
    assert!(error.contains("ready at nowhere"), "{error}");
}
