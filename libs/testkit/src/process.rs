//! A program under test, as a process that does not outlive the tests.

use std::process::{Child, Command, Stdio};

use std::os::unix::process::CommandExt as _;

use crate::or_fail;

/// Waits for the end of its input, that is of the tests' process, and ends the process named.
const WATCH: &str = r#"cat >/dev/null; kill -KILL "$1" 2>/dev/null"#;

/// A running program. It ends when this is dropped, and also when the tests' process ends in whatever way: what a static holds is
/// never dropped.
#[derive(Debug)]
pub struct Process {
    child: Child,
    watcher: Child,
}

impl Process {
    /// Starts it.
    pub fn spawn(command: &mut Command) -> Self {
        let child = or_fail("start a program", command.spawn());
        let watcher = Command::new("/bin/sh")
            .args(["-c", WATCH, "testkit-watcher", &child.id().to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn();
        Self { child, watcher: or_fail("watch over a program", watcher) }
    }

    /// Its id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends it by SIGKILL, and waits for its end; one that has ended is fine too.
    pub fn kill(&mut self) {
        // The watcher goes first: afterwards the id may be another process's.
        for process in [&mut self.watcher, &mut self.child] {
            let _ended_before = process.kill();
            let _status = process.wait();
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}
