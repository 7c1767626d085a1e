//! What it ran on.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use runtime::{BoxError, Clock};
use serde::Serialize;

const SYNCS: usize = 50;

/// The machine, as far as it bears on the numbers.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Machine {
    /// When, in UTC.
    pub(crate) time: String,
    /// The processor's own name.
    pub(crate) processor: String,
    /// How many of its cores we may use.
    pub(crate) cores: usize,
    /// Memory in MiB.
    pub(crate) memory_mib: u64,
    /// The kernel.
    pub(crate) kernel: String,
    /// The file system of the data.
    pub(crate) file_system: String,
    /// Microseconds until 8 KiB are on the disk by `fdatasync`, as a median: what a commit pays for durability.
    pub(crate) sync_micros: u64,
    /// The load averages before the run: what else the machine had to do.
    pub(crate) load_before: String,
}

impl Machine {
    /// Looks at the machine, and at the disk that holds this folder.
    pub(crate) fn look(folder: &Path) -> Result<Self, BoxError> {
        Ok(Self {
            time: Clock::system().now().format("%Y-%m-%d %H:%M UTC").to_string(),
            processor: field("/proc/cpuinfo", "model name")
                .unwrap_or_else(|| std::env::consts::ARCH.to_owned()),
            cores: std::thread::available_parallelism()?.get(),
            memory_mib: field("/proc/meminfo", "MemTotal")
                .and_then(|text| text.split(' ').next()?.parse::<u64>().ok())
                .map_or(0, |kib| kib / 1024),
            kernel: read("/proc/sys/kernel/osrelease"),
            file_system: file_system(folder),
            sync_micros: u64::try_from(sync(&folder.join("sync"))?.as_micros())?,
            load_before: load(),
        })
    }
}

/// The load averages of the last 1, 5 and 15 minutes.
pub(crate) fn load() -> String {
    read("/proc/loadavg").split(' ').take(3).collect::<Vec<_>>().join(" ")
}

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_default().trim().to_owned()
}

fn field(path: &str, name: &str) -> Option<String> {
    let text = read(path);
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

fn file_system(folder: &Path) -> String {
    let mounts = read("/proc/mounts");
    let mounted = mounts.lines().filter_map(|line| {
        let mut fields = line.split(' ').skip(1);
        let (at, kind) = (fields.next()?, fields.next()?);
        folder.starts_with(at).then_some((at.len(), kind))
    });
    mounted.max().map_or_else(|| "unknown".to_owned(), |(_, kind)| kind.to_owned())
}

fn sync(path: &Path) -> Result<Duration, BoxError> {
    let mut file = File::create(path)?;
    let mut times = Vec::with_capacity(SYNCS);
    for _ in 0..SYNCS {
        let began = Instant::now();
        file.write_all(&[1; 8192])?;
        file.sync_data()?;
        times.push(began.elapsed());
    }
    times.sort_unstable();
    Ok(times.get(SYNCS / 2).copied().unwrap_or_default())
}
