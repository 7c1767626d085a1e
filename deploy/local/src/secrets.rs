//! Random secrets, made once and kept in a file that only its owner reads.

use std::collections::BTreeMap;
use std::fs::{self, File, Permissions};
use std::io::Write as _;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use base64::Engine as _;

use crate::error::{Doing as _, Error, Result};

/// Named secrets of one stack.
#[derive(Clone)]
pub(crate) struct Secrets {
    path: PathBuf,
    values: BTreeMap<String, String>,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Secrets").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Secrets {
    /// Reads the file, if there is one.
    pub(crate) fn open(path: PathBuf) -> Result<Self> {
        let values = match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map_err(|error| Error::Damaged { path: path.clone(), reason: error.to_string() })?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => BTreeMap::new(),
            Err(source) => return Err(Error::Io { doing: "read", path, source }),
        };
        Ok(Self { path, values })
    }

    /// The secret of this name, 32 random bytes in standard base64; made and stored when asked for the first time.
    pub(crate) fn base64(&mut self, name: &str) -> Result<String> {
        self.get_or_make(name, |bytes| base64::engine::general_purpose::STANDARD.encode(bytes))
    }

    /// The same in hexadecimal, which needs no quoting in URLs, JSON and shells.
    pub(crate) fn hex(&mut self, name: &str) -> Result<String> {
        self.get_or_make(name, hex::encode)
    }

    /// A password that a person can type: 20 letters and digits that are not easily confused, some 100 bits.
    pub(crate) fn password(&mut self, name: &str) -> Result<String> {
        const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
        self.get_or_make(name, |bytes| {
            let letters: Vec<char> =
                bytes.iter().take(20).map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect();
            letters.chunks(5).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
        })
    }

    fn get_or_make(&mut self, name: &str, encode: impl Fn([u8; 32]) -> String) -> Result<String> {
        if let Some(value) = self.values.get(name) {
            return Ok(value.clone());
        }
        let value = encode(random()?);
        self.values.insert(name.to_owned(), value.clone());
        let text = serde_json::to_vec_pretty(&self.values)
            .map_err(|error| Error::Damaged { path: self.path.clone(), reason: error.to_string() })?;
        write_private(&self.path, &text)?;
        Ok(value)
    }
}

/// Bytes from the operating system's generator.
pub(crate) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| {
        Error::missing(format!("the system gives no random bytes ({error})"), "check /dev/urandom")
    })?;
    Ok(bytes)
}

/// Replaces a file whole, readable by its owner only from the first byte on.
pub(crate) fn write_private(path: &Path, contents: &[u8]) -> Result<()> {
    let mut new = path.as_os_str().to_owned();
    new.push(".new");
    let new = PathBuf::from(new);
    let mut file = File::options()
        .create(true)
        .truncate(true)
        .write(true)
        .mode(0o600)
        .open(&new)
        .doing("write", &new)?;
    // A file that an interrupted run left behind keeps its mode when opened again.
    file.set_permissions(Permissions::from_mode(0o600)).doing("protect", &new)?;
    file.write_all(contents).and_then(|()| file.sync_all()).doing("write", &new)?;
    fs::rename(&new, path).doing("replace", path)
}
