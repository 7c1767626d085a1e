//! Free TCP ports that two processes never get at the same time.
//!
//! Asking the kernel for port 0 and closing the socket leaves seconds in which any other process may be given the same
//! port. So ports come from a range below the one the kernel gives out by itself, and each is claimed by a file lock that
//! lives as long as this process.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use crate::error::{Doing as _, Error, Result};

const RANGE: std::ops::Range<u16> = 15_000..30_000;
static CLAIMS: Mutex<Claims> = Mutex::new(Claims { held: Vec::new(), next: 0 });

struct Claims {
    /// Open, hence locked, until this process ends.
    held: Vec<File>,
    next: u16,
}

/// A port of 127.0.0.1 on which nobody listens, and which is ours until this process ends.
pub fn free_port() -> Result<u16> {
    let folder = claims_folder();
    fs::create_dir_all(&folder).doing("create", &folder)?;
    let mut claims = CLAIMS.lock().unwrap_or_else(PoisonError::into_inner);
    let span = RANGE.end - RANGE.start;
    if claims.next == 0 {
        // Spread by process, so that many test binaries do not try the same ports one after another.
        claims.next = u16::try_from(std::process::id().wrapping_mul(97) % u32::from(span)).unwrap_or(0);
    }
    for _ in 0..span {
        let port = RANGE.start + claims.next % span;
        claims.next = (claims.next + 1) % span;
        let path = folder.join(port.to_string());
        let file = File::options().create(true).append(true).open(&path).doing("claim a port by", &path)?;
        if file.try_lock().is_ok() && is_free(port) {
            claims.held.push(file);
            return Ok(port);
        }
    }
    Err(Error::missing(
        format!("no free port from {} to {}", RANGE.start, RANGE.end),
        "end what listens there",
    ))
}

/// Whether nobody listens on this port of 127.0.0.1.
pub fn is_free(port: u16) -> bool {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Ok(_) => true,
        Err(error) => error.kind() != ErrorKind::AddrInUse,
    }
}

/// Fails with the one line that names the port, the part that wants it and the setting that changes it.
pub(crate) fn require_free(port: u16, listener: &str, setting: &str) -> Result<()> {
    if is_free(port) {
        return Ok(());
    }
    Err(Error::PortInUse { port, part: listener.to_owned(), setting: setting.to_owned() })
}

fn claims_folder() -> PathBuf {
    std::env::temp_dir().join(format!("tokenbook-ports-{}", user_id()))
}

/// The user we run as.
pub(crate) fn user_id() -> u32 {
    fs::metadata("/proc/self").map_or(0, |metadata| metadata.uid())
}
