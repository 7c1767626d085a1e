//! Passwords: what makes one too weak.

use std::fmt;

use zxcvbn::{Score, feedback::Feedback, zxcvbn};

use super::Email;

/// A password as its owner typed it. It shows itself to nobody.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

/// Why a password is too weak, and what to do. The first that applies is the answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    /// Fewer than [`Password::MIN_CHARS`] characters.
    #[error("must have at least {min} characters", min = Password::MIN_CHARS)]
    TooShort,
    /// More than [`Password::MAX_BYTES`] bytes.
    #[error("must have at most {max} bytes", max = Password::MAX_BYTES)]
    TooLong,
    /// It holds what stands before the `@` of the e-mail address.
    #[error("must not contain the name of your e-mail address")]
    ContainsEmail,
    /// It would be guessed among the first few million tries.
    #[error("is too easy to guess: {0}")]
    Guessable(String),
}

impl Password {
    /// The fewest characters.
    pub const MIN_CHARS: usize = 10;
    /// The most bytes: far above any passphrase, and little work to hash.
    pub const MAX_BYTES: usize = 256;

    /// A password that is to be compared; every text may be one.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The password itself, for hashing.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether it is longer than any password that was ever accepted, and so need not be hashed to be refused.
    pub fn is_too_long(&self) -> bool {
        self.0.len() > Self::MAX_BYTES
    }

    /// Whether it may become the password of the account with this address. Takes milliseconds: not for an async thread.
    pub fn check_strength(&self, email: &Email) -> Result<(), WeakPassword> {
        if self.0.chars().count() < Self::MIN_CHARS {
            return Err(WeakPassword::TooShort);
        }
        if self.is_too_long() {
            return Err(WeakPassword::TooLong);
        }
        let local_part = email.local_part();
        // One or two letters are in every password.
        if local_part.chars().count() >= 3 && self.0.to_lowercase().contains(local_part) {
            return Err(WeakPassword::ContainsEmail);
        }
        let known: Vec<&str> = email
            .local_part()
            .split(['.', '+', '-', '_'])
            .chain(email.domain().split('.'))
            .chain(["tokenbook"])
            .collect();
        let estimate = zxcvbn(&self.0, &known);
        if estimate.score() < Score::Two {
            return Err(WeakPassword::Guessable(remedy(estimate.feedback())));
        }
        Ok(())
    }
}

fn remedy(feedback: Option<&Feedback>) -> String {
    let told = feedback.map(|feedback| {
        let warning = feedback.warning().map(|warning| warning.to_string());
        let suggestion = feedback.suggestions().first().map(ToString::to_string);
        warning.into_iter().chain(suggestion).collect::<Vec<_>>().join(" ")
    });
    match told {
        Some(told) if !told.is_empty() => told,
        _ => "Add another word or two. Uncommon words are better.".to_owned(),
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(email: &str, password: &str) -> Result<(), WeakPassword> {
        Password::new(password.to_owned()).check_strength(&Email::new(email).unwrap())
    }

    #[test]
    fn a_passphrase_is_strong_enough() {
        for password in [
            "correct horse battery staple",
            "vR7#mQ2!pL9z",
            "zwölf boxkämpfer jagen viktor",
            "Tr4mbampoline-Kiwi",
        ] {
            assert_eq!(check("ada@example.com", password), Ok(()), "{password}");
        }
        assert_eq!(check("ada@example.com", &"vR7#mQ2! pL9z ".repeat(18)), Ok(()));
    }

    #[test]
    fn a_weak_password_is_refused_with_its_remedy() {
        for (password, expected) in [
            ("", WeakPassword::TooShort),
            ("vR7#mQ2!p", WeakPassword::TooShort),
            ("éééééééé", WeakPassword::TooShort),
            (&"vR7#mQ2! ".repeat(29), WeakPassword::TooLong),
            ("xx-LoveLace-9x7q", WeakPassword::ContainsEmail),
        ] {
            assert_eq!(check("lovelace@example.com", password), Err(expected), "{password}");
        }
        for common in [
            "password123",
            "1234567890",
            "qwertyuiop",
            "aaaaaaaaaaaa",
            "iloveyou12",
            "Password1!",
            "tokenbook1",
            "letmein123",
        ] {
            match check("lovelace@example.com", common) {
                Err(WeakPassword::Guessable(remedy)) => assert!(remedy.len() > 10, "{common}: {remedy}"),
                other => panic!("{common}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_name_of_one_or_two_letters_may_occur() {
        assert_eq!(check("a@example.com", "vR7#maQ2!pL9z"), Ok(()));
    }

    #[test]
    fn a_password_does_not_show_itself_in_a_log() {
        assert_eq!(format!("{:?}", Password::new("hunter2hunter2".into())), "Password(***)");
    }
}
