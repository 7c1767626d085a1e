//! How plain values stand in a snapshot: numbers in LEB128 (seven bits a byte, the lowest first), texts and lists behind their length.

use chrono::{DateTime, Utc};
use kernel::Tokens;
use uuid::Uuid;

/// The bytes are not what they should be at this place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unreadable(pub(super) &'static str);

/// Writes values one after another.
#[derive(Debug, Default)]
pub(super) struct Writer(pub(super) Vec<u8>);

impl Writer {
    pub(super) fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    pub(super) fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            let [lowest, ..] = number.to_le_bytes();
            self.0.push(lowest | 0x80);
            number >>= 7;
        }
        let [last, ..] = number.to_le_bytes();
        self.0.push(last);
    }

    pub(super) fn length(&mut self, length: usize) {
        self.number(length as u64);
    }

    // Zigzag: small numbers of either sign are short.
    pub(super) fn signed(&mut self, number: i64) {
        self.number((number.cast_unsigned() << 1) ^ (number >> 63).cast_unsigned());
    }

    pub(super) fn tokens(&mut self, tokens: Tokens) {
        self.number(tokens.get());
    }

    pub(super) fn uuid(&mut self, uuid: Uuid) {
        self.bytes(uuid.as_bytes());
    }

    pub(super) fn text(&mut self, text: &str) {
        self.length(text.len());
        self.bytes(text.as_bytes());
    }

    pub(super) fn time(&mut self, time: DateTime<Utc>) {
        self.signed(time.timestamp());
        self.number(time.timestamp_subsec_nanos().into());
    }
}

/// Reads values one after another; whatever the bytes are, it only ever fails.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    pub(super) const fn is_at_its_end(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn bytes(&mut self, length: usize) -> Result<&'a [u8], Unreadable> {
        let (bytes, rest) = self.0.split_at_checked(length).ok_or(Unreadable("it ends too early"))?;
        self.0 = rest;
        Ok(bytes)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], Unreadable> {
        let (array, rest) = self.0.split_first_chunk().ok_or(Unreadable("it ends too early"))?;
        self.0 = rest;
        Ok(*array)
    }

    pub(super) fn byte(&mut self) -> Result<u8, Unreadable> {
        self.array().map(|[byte]| byte)
    }

    pub(super) fn number(&mut self) -> Result<u64, Unreadable> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let part = u64::from(byte & 0x7f);
            if part.checked_shl(shift).is_none_or(|shifted| shifted >> shift != part) {
                break;
            }
            number |= part << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(Unreadable("a number is too large"))
    }

    pub(super) fn signed(&mut self) -> Result<i64, Unreadable> {
        let number = self.number()?;
        Ok((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    pub(super) fn tokens(&mut self) -> Result<Tokens, Unreadable> {
        self.number().map(Tokens::new)
    }

    pub(super) fn uuid(&mut self) -> Result<Uuid, Unreadable> {
        self.array().map(Uuid::from_bytes)
    }

    pub(super) fn text(&mut self) -> Result<&'a str, Unreadable> {
        let length = self.length()?;
        str::from_utf8(self.bytes(length)?).map_err(|_| Unreadable("a text is not UTF-8"))
    }

    pub(super) fn time(&mut self) -> Result<DateTime<Utc>, Unreadable> {
        let seconds = self.signed()?;
        let nanos = u32::try_from(self.number()?).ok();
        nanos.and_then(|nanos| DateTime::from_timestamp(seconds, nanos)).ok_or(Unreadable("a time cannot be"))
    }

    pub(super) fn length(&mut self) -> Result<usize, Unreadable> {
        usize::try_from(self.number()?).map_err(|_| Unreadable("a length is too large"))
    }

    /// A list, each of whose elements takes at least `least` bytes: so a wrong length cannot ask for more memory than there are bytes.
    pub(super) fn list<T>(
        &mut self,
        least: usize,
        mut element: impl FnMut(&mut Self) -> Result<T, Unreadable>,
    ) -> Result<Vec<T>, Unreadable> {
        let length = self.length()?;
        if length > self.0.len() / least.max(1) {
            return Err(Unreadable("a list is longer than what is left"));
        }
        let mut list = Vec::with_capacity(length);
        for _ in 0..length {
            list.push(element(self)?);
        }
        Ok(list)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_number_survives(number in prop_oneof![any::<u64>(), 0..300_u64, Just(u64::MAX)], signed: i64) {
            let mut writer = Writer::default();
            writer.number(number);
            writer.signed(signed);
            let mut reader = Reader(&writer.0);
            prop_assert_eq!((reader.number(), reader.signed()), (Ok(number), Ok(signed)));
            prop_assert!(reader.is_at_its_end());
        }

        #[test]
        fn whatever_the_bytes_are_reading_them_only_fails(bytes: Vec<u8>) {
            let mut reader = Reader(&bytes);
            while reader.list(1, Reader::text).is_ok() && reader.time().is_ok() {}
        }
    }

    #[test]
    fn a_number_beyond_64_bits_is_not_read() {
        for bytes in [&[0x80; 10][..], &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02]] {
            assert!(Reader(bytes).number().is_err());
        }
        assert_eq!(
            Reader(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]).number(),
            Ok(u64::MAX)
        );
    }
}
