//! E-mail addresses.

use std::fmt;

use email_address::{EmailAddress, Options};

/// An e-mail address in the one spelling that we compare and keep: trimmed and in lower case.
///
/// Its `Debug` form hides it, so that it does not end up in a log.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Email(String);

/// A text is not an address that mail can be sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be an e-mail address such as name@example.com")]
pub struct InvalidEmail;

impl Email {
    /// The longest address, in bytes (RFC 5321 allows a path of 256, brackets included).
    pub const MAX_BYTES: usize = 254;

    /// Checks and normalises an address as a person typed it.
    pub fn new(text: &str) -> Result<Self, InvalidEmail> {
        let address = text.trim().to_lowercase();
        // Quoted local parts are legal and used by nobody but those who probe; they would only make look-alikes.
        if address.len() > Self::MAX_BYTES || address.contains(['"', '\\']) {
            return Err(InvalidEmail);
        }
        let options = Options::default().with_required_tld().without_domain_literal().without_display_text();
        EmailAddress::parse_with_options(&address, options).map_err(|_| InvalidEmail)?;
        Ok(Self(address))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the `@`.
    pub fn local_part(&self) -> &str {
        self.0.rsplit_once('@').map_or(&self.0, |(local, _)| local)
    }

    /// What stands after the `@`.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_one_spelling() {
        for (typed, kept) in [
            ("ada@example.com", "ada@example.com"),
            ("  Ada.Lovelace@Example.COM\n", "ada.lovelace@example.com"),
            ("a+tag@sub.example.org", "a+tag@sub.example.org"),
            ("JÜRGEN@example.de", "jürgen@example.de"),
        ] {
            assert_eq!(Email::new(typed).unwrap().as_str(), kept);
        }
    }

    #[test]
    fn what_no_mail_can_be_sent_to_is_refused() {
        let long = format!("{}@example.com", "a".repeat(65));
        let longer = format!("a@{}.com", "example.".repeat(40));
        for wrong in [
            "",
            "ada",
            "@example.com",
            "ada@",
            "ada@example",
            "a b@example.com",
            "ada@@example.com",
            "ada@exa mple.com",
            "Ada <ada@example.com>",
            "ada@[127.0.0.1]",
            "\"a b\"@example.com",
            "ada@example.com\r\nBcc: eve@example.com",
            "ada\0@example.com",
            ".ada@example.com",
            &long,
            &longer,
        ] {
            assert_eq!(Email::new(wrong), Err(InvalidEmail), "{wrong:?}");
        }
    }

    #[test]
    fn an_address_does_not_show_itself_in_a_log() {
        let email = Email::new("ada@example.com").unwrap();
        assert!(!format!("{email:?}").contains("ada"));
        assert_eq!((email.local_part(), email.domain()), ("ada", "example.com"));
    }
}
