//! The temporary folder of this test process, removed when the process has ended.

use std::fs::{self, File};
use std::io;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::LazyLock;

use crate::or_fail;

const PREFIX: &str = "tokenbook-test-";
const LOCK: &str = "owner.lock";
/// Waits for the end of its input, that is of this process, then for the guards of the servers in the folder, and
/// removes it.
const REMOVER: &str = r#"
cat >/dev/null
tries=300
while [ "$tries" -gt 0 ] && [ -n "$(find "$1" -name guard.pid 2>/dev/null)" ]; do
	sleep 0.1
	tries=$((tries - 1))
done
rm -rf -- "$1"
"#;

static SCRATCH: LazyLock<Scratch> = LazyLock::new(|| or_fail("make a temporary folder", Scratch::create()));

struct Scratch {
    folder: PathBuf,
    /// Locked as long as this process lives, by which others tell our folder from an abandoned one.
    _lock: File,
    /// Its end is the signal to remove the folder.
    _remover: Option<ChildStdin>,
}

/// The folder of this process.
pub(crate) fn folder() -> &'static Path {
    &SCRATCH.folder
}

impl Scratch {
    fn create() -> io::Result<Self> {
        let parent = std::env::temp_dir();
        sweep(&parent);
        let name = format!("{PREFIX}{}", std::process::id());
        // Sweepers look at the final name only, so they never see a folder that is not locked yet.
        let new = parent.join(format!(".{name}"));
        let folder = parent.join(&name);
        fs::create_dir_all(&new)?;
        let lock = File::create(new.join(LOCK))?;
        lock.lock()?;
        fs::rename(&new, &folder)?;
        let mut remover = Command::new("/bin/sh")
            .args(["-c", REMOVER, "testkit-remover"])
            .arg(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .current_dir("/")
            .process_group(0)
            .spawn()?;
        Ok(Self { folder, _lock: lock, _remover: remover.stdin.take() })
    }
}

/// Removes the folders of processes that ended together with their remover, as after a power cut.
fn sweep(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().map_while(io::Result::ok) {
        if !entry.file_name().as_encoded_bytes().starts_with(PREFIX.as_bytes()) {
            continue;
        }
        let abandoned = File::open(entry.path().join(LOCK)).is_ok_and(|lock| lock.try_lock().is_ok());
        let guarded =
            ["kafka", "postgres"].iter().any(|server| entry.path().join(server).join("guard.pid").exists());
        if abandoned && !guarded {
            // Another process may be sweeping the same folder.
            let _swept = fs::remove_dir_all(entry.path());
        }
    }
}
