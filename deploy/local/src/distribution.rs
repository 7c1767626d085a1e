//! Apache Kafka and PostgreSQL themselves, fetched once by Maven and kept under `.tokenbook/dist`.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sha2::{Digest as _, Sha256};

use crate::error::{Doing as _, Error, Result};

/// The exact versions, as a Maven project.
const POM: &str = include_str!("../pom.xml");
const OLDEST_JAVA: u32 = 17;
/// What the servers and a first run need.
const NEEDED_DISK: u64 = 2 << 30;
const JAVA_REMEDY: &str = "`apt-get install openjdk-17-jre-headless`, or set JAVA_HOME";

/// Hears a line for each step that takes a while.
pub type Progress<'a> = &'a (dyn Fn(&str) + Send + Sync);

/// The fetched servers.
#[derive(Clone, Debug)]
pub struct Distribution {
    folder: PathBuf,
    java: PathBuf,
}

impl Distribution {
    /// Finds the servers, fetching them when they are missing. Any number of processes may call this at once.
    ///
    /// Blocks for up to some minutes at the first time: call it where blocking is allowed.
    pub fn ensure(progress: Progress<'_>) -> Result<Self> {
        Self::ensure_in(&home().join("dist"), progress)
    }

    fn ensure_in(cache: &Path, progress: Progress<'_>) -> Result<Self> {
        let java = find_java()?;
        let platform = platform()?;
        let folder = cache.join(key(platform));
        let found = Self { folder, java };
        if found.folder.is_dir() {
            return Ok(found);
        }
        fs::create_dir_all(cache).doing("create", cache)?;
        let lock_path = cache.join("fetch.lock");
        let lock = File::create(&lock_path).doing("create", &lock_path)?;
        lock.lock().doing("lock", &lock_path)?;
        if !found.folder.is_dir() {
            require_disk(cache)?;
            let partial = cache.join("partial");
            if partial.exists() {
                fs::remove_dir_all(&partial).doing("remove", &partial)?;
            }
            fetch(&partial, platform, progress)?;
            // Whoever sees the folder sees all of it.
            fs::rename(&partial, &found.folder).doing("create", &found.folder)?;
        }
        Ok(found)
    }

    /// The Java program, version 17 or newer.
    pub fn java(&self) -> &Path {
        &self.java
    }

    /// What `java -cp` needs to find every class of Kafka and its tools.
    pub fn kafka_class_path(&self) -> OsString {
        self.folder.join("kafka").join("*").into_os_string()
    }

    /// A program of PostgreSQL: `initdb`, `pg_ctl` or `postgres`.
    pub fn postgres_program(&self, name: &str) -> PathBuf {
        self.folder.join("postgres/bin").join(name)
    }

    /// The folder that everything was fetched into.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

/// The folder of everything that the local stack fetches and keeps: `TOKENBOOK_HOME`, or `.tokenbook` at the root of
/// the source tree that we are in or were built in, or in the current folder.
pub fn home() -> PathBuf {
    if let Some(home) = std::env::var_os("TOKENBOOK_HOME") {
        return std::path::absolute(&home).unwrap_or_else(|_| home.into());
    }
    let here = std::env::current_dir().unwrap_or_default();
    let program = std::env::current_exe().unwrap_or_default();
    let root = here
        .ancestors()
        .chain(program.ancestors())
        .find(|folder| folder.join("deploy/local/pom.xml").is_file());
    root.unwrap_or(&here).join(".tokenbook")
}

/// What is missing on this machine before anything can be fetched or started; empty when all is there.
pub fn missing_prerequisites(home: &Path) -> Vec<Error> {
    let mut missing = Vec::new();
    let platform = platform();
    let fetched = platform.as_ref().is_ok_and(|platform| home.join("dist").join(key(platform)).is_dir());
    missing.extend(platform.err());
    missing.extend(find_java().err());
    if !fetched {
        missing.extend(find_maven().err());
    }
    missing.extend(require_disk(home).err());
    if crate::free_ports::user_id() == 0 {
        missing.extend(
            find_program("setpriv", "PostgreSQL refuses to run as root; `apt-get install util-linux`").err(),
        );
    }
    missing
}

fn key(platform: &str) -> String {
    let digest = Sha256::new().chain_update(POM).chain_update(platform).finalize();
    hex::encode(&digest[..6])
}

fn platform() -> Result<&'static str> {
    match (std::env::consts::OS, std::env::consts::ARCH) {
        ("linux", "x86_64") => Ok("linux-amd64"),
        ("linux", "aarch64") => Ok("linux-arm64v8"),
        (os, arch) => Err(Error::missing(
            format!("the local stack runs on Linux on x86-64 and ARM64, and this is {os} on {arch}"),
            "use deploy/compose.yaml with a container engine",
        )),
    }
}

fn find_java() -> Result<PathBuf> {
    let from_home = std::env::var_os("JAVA_HOME").map(|home| Path::new(&home).join("bin/java"));
    let java = match from_home.filter(|java| java.is_file()) {
        Some(java) => java,
        None => find_program("java", JAVA_REMEDY)?,
    };
    let output = Command::new(&java).arg("-version").output().doing("run", &java)?;
    let text = String::from_utf8_lossy(&output.stderr);
    match java_version(&text) {
        Some(version) if version >= OLDEST_JAVA => Ok(java),
        Some(version) => {
            Err(Error::missing(format!("Java {version} is too old, {OLDEST_JAVA} is needed"), JAVA_REMEDY))
        }
        None => Err(Error::missing(format!("{} tells no version", java.display()), JAVA_REMEDY)),
    }
}

/// The major version from `openjdk version "17.0.15" 2025-04-15` or `java version "1.8.0_292"`.
fn java_version(text: &str) -> Option<u32> {
    let quoted = text.split('"').nth(1)?;
    let mut numbers =
        quoted.split(|c: char| !c.is_ascii_digit()).map_while(|number| number.parse::<u32>().ok());
    match numbers.next()? {
        1 => numbers.next(),
        major => Some(major),
    }
}

fn find_maven() -> Result<PathBuf> {
    find_program("mvn", "it fetches Kafka and PostgreSQL; `apt-get install maven`")
}

fn find_program(name: &str, remedy: &str) -> Result<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|program| program.is_file())
        .ok_or_else(|| Error::missing(format!("no `{name}` on the PATH"), remedy))
}

/// The free space is asked from `df`, which every Linux has, because the standard library cannot tell it.
fn require_disk(folder: &Path) -> Result<()> {
    let Some(existing) = folder.ancestors().find(|folder| folder.is_dir()) else { return Ok(()) };
    let Ok(output) = Command::new("df").args(["-Pk", "--"]).arg(existing).output() else { return Ok(()) };
    let text = String::from_utf8_lossy(&output.stdout);
    let free = text.lines().nth(1).and_then(|line| line.split_whitespace().nth(3)?.parse::<u64>().ok());
    match free.map(|kib| kib.saturating_mul(1024)) {
        Some(free) if free < NEEDED_DISK => Err(Error::missing(
            format!("only {} MiB are free in {}, and 2048 MiB are needed", free >> 20, existing.display()),
            "make room, or set TOKENBOOK_HOME to a folder on another disk",
        )),
        _ => Ok(()),
    }
}

fn fetch(into: &Path, platform: &str, progress: Progress<'_>) -> Result<()> {
    let maven = find_maven()?;
    fs::create_dir_all(into).doing("create", into)?;
    let pom = into.join("pom.xml");
    fs::write(&pom, POM).doing("write", &pom)?;
    let archive_folder = into.join("archive");
    progress("fetching Kafka and PostgreSQL by Maven (once, some 120 MB)");
    run_maven(&maven, &pom, into, &archive_folder, platform, progress)?;
    progress("unpacking PostgreSQL");
    unpack_postgres(&archive_folder, &into.join("postgres"))?;
    fs::remove_dir_all(&archive_folder).doing("remove", &archive_folder)
}

fn run_maven(
    maven: &Path,
    pom: &Path,
    into: &Path,
    archive_folder: &Path,
    platform: &str,
    progress: Progress<'_>,
) -> Result<()> {
    let setting = |name: &str, value: &Path| {
        let mut argument = OsString::from(format!("-D{name}="));
        argument.push(value);
        argument
    };
    let mut child = Command::new(maven)
        .args(["-B", "-f"])
        .arg(pom)
        .arg(setting("kafka.folder", &into.join("kafka")))
        .arg(setting("postgres.folder", archive_folder))
        .arg(format!("-Dpostgres.platform={platform}"))
        .arg("generate-resources")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .doing("run", maven)?;
    let mut complaints = Vec::new();
    let mut fetched = 0_u32;
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines().map_while(std::io::Result::ok) {
            if line.contains("Downloaded from") {
                fetched += 1;
                if fetched.is_multiple_of(25) {
                    progress(&format!("fetched {fetched} files"));
                }
            } else if let Some((_, complaint)) = line.split_once("ERROR]") {
                complaints.push(complaint.trim().to_owned());
            }
        }
    }
    let status = child.wait().doing("run", maven)?;
    if status.success() {
        return Ok(());
    }
    let first = complaints.into_iter().find(|line| !line.is_empty()).unwrap_or_else(|| status.to_string());
    Err(Error::missing(
        format!("Maven could not fetch Kafka and PostgreSQL ({first})"),
        "check the network, or the proxy and mirror in ~/.m2/settings.xml, and try again",
    ))
}

fn unpack_postgres(archive_folder: &Path, into: &Path) -> Result<()> {
    let entries = fs::read_dir(archive_folder).doing("read", archive_folder)?;
    let archive = entries
        .map_while(std::io::Result::ok)
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|extension| extension == "txz"))
        .ok_or_else(|| Error::Damaged {
            path: archive_folder.to_owned(),
            reason: "no PostgreSQL archive was fetched".to_owned(),
        })?;
    let file = File::open(&archive).doing("read", &archive)?;
    let mut contents = tar::Archive::new(liblzma::read::XzDecoder::new(BufReader::new(file)));
    contents.unpack(into).doing("unpack PostgreSQL into", into)
}

#[cfg(test)]
mod tests {
    use super::java_version;

    #[test]
    fn the_java_version_is_read_from_either_style() {
        assert_eq!(java_version("openjdk version \"17.0.15\" 2025-04-15\nOpenJDK…"), Some(17));
        assert_eq!(java_version("java version \"1.8.0_292\""), Some(8));
        assert_eq!(java_version("openjdk version \"25\" 2025-09-16"), Some(25));
        assert_eq!(java_version("openjdk version \"26-ea\" 2026-03-17"), Some(26));
        assert_eq!(java_version("command not found"), None);
    }
}
