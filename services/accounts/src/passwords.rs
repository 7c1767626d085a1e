//! Hashing of passwords: argon2id with the parameters that OWASP asks for, on as many threads as there are cores.
//!
//! Hashing is slow by design. So the number of hashes at once is bounded, and so is the number of those who wait; whoever
//! comes after that is told to come again.

use std::sync::Arc;

use argon2::password_hash::phc::{ParamsString, PasswordHash};
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::domain::Password;
use crate::error::Error;

/// OWASP Password Storage Cheat Sheet: 19 MiB of memory, 2 iterations, 1 degree of parallelism.
const MEMORY_KIB: u32 = 19 * 1024;
const ITERATIONS: u32 = 2;
const PARALLELISM: u32 = 1;

/// The threads that hash, and the queue before them. Cheap to clone; clones share both.
#[derive(Clone, Debug)]
pub struct Passwords {
    threads: Arc<Semaphore>,
    places: Arc<Semaphore>,
    /// What the password of an unknown account is compared with, so that it takes as long as any other.
    nobodys: Arc<str>,
}

/// What came of comparing a password.
#[derive(Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Whether it is the one.
    pub matches: bool,
    /// The hash to store instead, if the stored one has other parameters than hashes have now.
    pub replacement: Option<String>,
}

/// A password could not be hashed; or what is stored is not the hash of one.
#[derive(Debug, thiserror::Error)]
#[error("cannot hash a password: {0}")]
pub struct HashError(argon2::password_hash::Error);

/// A place in the queue.
#[derive(Debug)]
pub struct Place {
    threads: Arc<Semaphore>,
    place: OwnedSemaphorePermit,
}

impl Passwords {
    /// This many threads, and room for this many to wait for one.
    pub fn new(threads: usize, waiting: usize) -> Result<Self, HashError> {
        let nobodys =
            hash(&Password::new("nobody has this password, and nobody can: it is never stored".to_owned()))?;
        Ok(Self {
            threads: Arc::new(Semaphore::new(threads)),
            places: Arc::new(Semaphore::new(threads.saturating_add(waiting).min(Semaphore::MAX_PERMITS))),
            nobodys: nobodys.into(),
        })
    }

    /// A place in the queue, if there is one left.
    pub fn queue(&self) -> Result<Place, Error> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| {
            metrics::counter!("accounts_password_queue_full_total").increment(1);
            Error::Overloaded
        })?;
        Ok(Place { threads: Arc::clone(&self.threads), place })
    }

    /// The hash that no password matches.
    pub fn nobodys(&self) -> Arc<str> {
        Arc::clone(&self.nobodys)
    }
}

impl Place {
    /// Waits for a thread and does the work there. Work that has begun keeps thread and place until it ends, also when its
    /// caller has gone.
    pub async fn work<T: Send + 'static>(
        self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let thread =
            self.threads.acquire_owned().await.map_err(Error::internal("wait for a hashing thread"))?;
        let place = self.place;
        tokio::task::spawn_blocking(move || {
            let done = work();
            drop((thread, place));
            done
        })
        .await
        .map_err(Error::internal("hash a password"))
    }
}

/// Hashes a password with a salt of its own. Slow.
pub fn hash(password: &Password) -> Result<String, HashError> {
    argon2()?.hash_password(password.expose().as_bytes()).map(|hash| hash.to_string()).map_err(HashError)
}

/// Compares a password with a stored hash, whatever its parameters. Slow.
pub fn compare(password: &Password, stored: &str) -> Result<Comparison, HashError> {
    let parsed = PasswordHash::new(stored).map_err(|error| HashError(error.into()))?;
    let argon2 = argon2()?;
    match argon2.verify_password(password.expose().as_bytes(), &parsed) {
        Ok(()) => {
            let replacement = if is_current(&parsed, &argon2) { None } else { Some(hash(password)?) };
            Ok(Comparison { matches: true, replacement })
        }
        Err(argon2::password_hash::Error::PasswordInvalid) => {
            Ok(Comparison { matches: false, replacement: None })
        }
        Err(error) => Err(HashError(error)),
    }
}

fn argon2() -> Result<Argon2<'static>, HashError> {
    let params =
        Params::new(MEMORY_KIB, ITERATIONS, PARALLELISM, None).map_err(|error| HashError(error.into()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn is_current(stored: &PasswordHash, argon2: &Argon2<'_>) -> bool {
    stored.algorithm == Algorithm::Argon2id.ident()
        && stored.version == Some(Version::V0x13.into())
        && ParamsString::try_from(argon2.params()).is_ok_and(|params| params == stored.params)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(text: &str) -> Password {
        Password::new(text.to_owned())
    }

    #[test]
    fn a_hash_has_the_parameters_and_a_salt_of_its_own() {
        let hashes = [hash(&password("correct horse")).unwrap(), hash(&password("correct horse")).unwrap()];
        assert!(hashes[0].starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hashes[0]);
        assert_ne!(hashes[0], hashes[1]);
    }

    #[test]
    fn only_the_right_password_matches() {
        let stored = hash(&password("correct horse")).unwrap();
        assert_eq!(
            compare(&password("correct horse"), &stored).unwrap(),
            Comparison { matches: true, replacement: None }
        );
        assert_eq!(
            compare(&password("correct horsf"), &stored).unwrap(),
            Comparison { matches: false, replacement: None }
        );
        assert!(compare(&password("correct horse"), "no hash").is_err());
    }

    #[test]
    fn a_hash_with_older_parameters_is_replaced_when_its_owner_signs_in() {
        let older = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(1024, 1, 1, None).unwrap());
        let stored = older.hash_password(b"correct horse").unwrap().to_string();
        let replacement = compare(&password("correct horse"), &stored).unwrap().replacement.unwrap();
        assert_eq!(
            compare(&password("correct horse"), &replacement).unwrap(),
            Comparison { matches: true, replacement: None }
        );
        assert_eq!(compare(&password("wrong"), &stored).unwrap().replacement, None);
    }

    #[tokio::test]
    async fn whoever_finds_no_place_is_told_to_come_again() {
        let passwords = Passwords::new(1, 1).unwrap();
        let (running, waiting) = (passwords.queue().unwrap(), passwords.queue().unwrap());
        assert!(matches!(passwords.queue(), Err(Error::Overloaded)));
        drop(waiting);
        let again = passwords.queue().unwrap();
        assert_eq!(running.work(|| 1).await.unwrap(), 1);
        assert_eq!(again.work(|| 2).await.unwrap(), 2);
        assert!(passwords.queue().is_ok());
    }

    #[tokio::test]
    async fn work_whose_caller_has_gone_keeps_its_thread_until_it_ends() {
        let passwords = Passwords::new(1, 1).unwrap();
        let (begun, has_begun) = tokio::sync::oneshot::channel();
        let (end, must_end) = std::sync::mpsc::channel::<()>();
        let first = tokio::spawn(passwords.queue().unwrap().work(move || {
            let _ = begun.send(());
            let _ = must_end.recv();
        }));
        has_begun.await.unwrap();
        first.abort();
        assert!(first.await.is_err());
        assert_eq!(passwords.threads.available_permits(), 0);
        end.send(()).unwrap();
        assert_eq!(passwords.queue().unwrap().work(|| 2).await.unwrap(), 2);
    }
}
