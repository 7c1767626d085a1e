//! Receipt numbers: short enough to read out on the telephone.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

/// Crockford's base 32: no I, L, O or U, so that nothing is misread.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const DIGITS: usize = 8;

/// The number of a receipt, such as `R-7KQ4-2MXD`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptNumber(String);

/// Not a receipt number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a receipt number such as R-7KQ4-2MXD")]
pub struct InvalidReceiptNumber;

impl ReceiptNumber {
    /// The number made of the last 40 bits of an id, which are random. The database says whether it is taken.
    pub fn from_id(id: Uuid) -> Self {
        let bits = id.as_u128();
        let digits: String = (0..DIGITS)
            .map(|place| {
                let digit = (bits >> (5 * (DIGITS - 1 - place))) & 31;
                char::from(ALPHABET[usize::try_from(digit).unwrap_or_default()])
            })
            .collect();
        Self(format!("R-{}-{}", &digits[..4], &digits[4..]))
    }

    /// The number as a person reads it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ReceiptNumber {
    type Err = InvalidReceiptNumber;

    /// Reads what a person wrote: small letters, missing dashes and the usual confusions (O for 0, I or L for 1) are understood.
    fn from_str(text: &str) -> Result<Self, InvalidReceiptNumber> {
        let written = text.trim();
        let number = written.strip_prefix(['R', 'r']).ok_or(InvalidReceiptNumber)?;
        let digits = number
            .chars()
            .filter(|c| *c != '-' && *c != ' ')
            .map(|c| match c.to_ascii_uppercase() {
                'O' => Ok('0'),
                'I' | 'L' => Ok('1'),
                c if u8::try_from(c).is_ok_and(|byte| ALPHABET.contains(&byte)) => Ok(c),
                _ => Err(InvalidReceiptNumber),
            })
            .take(DIGITS + 1)
            .collect::<Result<String, _>>()?;
        if digits.len() != DIGITS {
            return Err(InvalidReceiptNumber);
        }
        Ok(Self(format!("R-{}-{}", &digits[..4], &digits[4..])))
    }
}

impl fmt::Display for ReceiptNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_number_is_short_and_reads_back() {
        let number = ReceiptNumber::from_id(Uuid::from_u128(0x1234_5678_9abc_def0_1234_5678_9abc_def0));
        assert_eq!(number.as_str(), "R-F2DB-SQQG");
        assert_eq!(number.as_str().parse(), Ok(number));
    }

    #[test]
    fn what_people_write_is_understood() {
        for written in ["R-0114-2MXD", "r-0114-2mxd", " R-oil4-2mxd ", "R01142MXD", "R 0114 2MXD"] {
            assert_eq!(written.parse::<ReceiptNumber>().map(|number| number.0), Ok("R-0114-2MXD".into()));
        }
        for wrong in ["", "R-", "0114-2MXD", "R-0114-2MX", "R-0114-2MXDD", "R-U114-2MXD", "R-0114-2MX\u{e9}"]
        {
            assert_eq!(wrong.parse::<ReceiptNumber>(), Err(InvalidReceiptNumber), "{wrong:?}");
        }
    }
}
