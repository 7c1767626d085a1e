//! Certificates for stacks that are not this machine's: compose and clusters.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use local_stack::{Authority, Error, Identity, Result};

/// Issues a certificate for each name from the authority of this folder, which is made when the folder is empty.
///
/// A folder that holds something else is refused: an authority removes keys and certificates that are not its own.
pub(crate) fn issue(dir: &Path, names: &[String]) -> Result<Vec<Identity>> {
    if !is_free_or_ours(dir)? {
        return Err(Error::Missing {
            what: format!("{} holds other files and no authority", dir.display()),
            remedy: "name a folder that is empty or not there yet".to_owned(),
        });
    }
    let authority = Authority::open_or_create(dir)?;
    names.iter().map(|name| authority.issue(name)).collect()
}

fn is_free_or_ours(dir: &Path) -> Result<bool> {
    if dir.join("ca.pem").is_file() && dir.join("ca.key").is_file() {
        return Ok(true);
    }
    match fs::read_dir(dir) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
        Err(source) => Err(Error::Io { doing: "read", path: dir.to_owned(), source }),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use std::fs;

    use super::issue;

    #[test]
    fn a_later_call_adds_to_the_same_authority() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("certificates");
        let first = issue(&folder, &["ledger".to_owned()]).unwrap();
        let (ca, ledger) = (fs::read(&first[0].ca).unwrap(), fs::read(&first[0].cert).unwrap());
        let both = issue(&folder, &["ledger".to_owned(), "metering/maps".to_owned()]).unwrap();
        assert_eq!(fs::read(&both[0].ca).unwrap(), ca);
        assert_eq!(fs::read(&both[0].cert).unwrap(), ledger);
        assert_eq!(both[1].cert, folder.join("metering-maps.pem"));
    }

    #[test]
    fn the_keys_of_others_are_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let key = folder.path().join("server.key");
        fs::write(&key, "somebody's").unwrap();
        let refused = issue(folder.path(), &["ledger".to_owned()]).unwrap_err();
        assert!(refused.to_string().contains("holds other files"), "{refused}");
        assert_eq!(fs::read_to_string(&key).unwrap(), "somebody's");
    }
}
