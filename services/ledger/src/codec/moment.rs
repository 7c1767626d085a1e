//! Moments as RFC 3339 writes them, without a general formatter: each entry has two.

use chrono::{DateTime, Datelike as _, Timelike as _, Utc};

/// As in `2026-09-21T14:13:20.123456789Z`.
const LONGEST: usize = 30;

/// Where the point stands.
const POINT: usize = 19;

/// A written moment.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    text: [u8; LONGEST],
    length: usize,
}

impl Moment {
    /// With six digits behind the point, as in `2026-09-21T14:13:20.123456Z`. `None` outside the years 1 to 9999.
    pub fn micros(time: DateTime<Utc>) -> Option<Self> {
        Self::of(time, |_| 6)
    }

    /// As `ProtoJSON` has it: with none, 3, 6 or 9 digits behind the point, as many as it takes. `None` outside the years 1 to 9999.
    pub(super) fn shortest(time: DateTime<Utc>) -> Option<Self> {
        Self::of(time, |nanos| match nanos {
            0 => 0,
            nanos if nanos % 1_000_000 == 0 => 3,
            nanos if nanos % 1_000 == 0 => 6,
            _ => 9,
        })
    }

    fn of(time: DateTime<Utc>, places: impl Fn(u32) -> usize) -> Option<Self> {
        let year = u32::try_from(time.year()).ok().filter(|year| (1..=9_999).contains(year))?;
        // A leap second is published as the last nanosecond before it.
        let nanos = time.nanosecond().min(999_999_999);
        let mut text = *b"0000-00-00T00:00:00.000000000Z";
        write(&mut text[..4], year);
        write(&mut text[5..7], time.month());
        write(&mut text[8..10], time.day());
        write(&mut text[11..13], time.hour());
        write(&mut text[14..16], time.minute());
        write(&mut text[17..19], time.second());
        write(&mut text[20..29], nanos);
        let end = match places(nanos) {
            0 => POINT,
            places => POINT + 1 + places.min(9),
        };
        text[end] = b'Z';
        Some(Self { text, length: end + 1 })
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.text[..self.length]
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        str::from_utf8(self.as_bytes()).unwrap_or_default()
    }
}

fn write(digits: &mut [u8], mut number: u32) {
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + u8::try_from(number % 10).unwrap_or(0);
        number /= 10;
    }
}

#[cfg(test)]
mod tests {
    use chrono::SecondsFormat;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_moment_is_written_as_the_general_formatter_does(seconds in -62_135_596_800_i64..253_402_300_800, nanos in 0_u32..1_000_000_000) {
            for nanos in [nanos, nanos / 1_000 * 1_000, nanos / 1_000_000 * 1_000_000, 0] {
                let time = DateTime::from_timestamp(seconds, nanos).unwrap();
                let (micros, shortest) = (Moment::micros(time).unwrap(), Moment::shortest(time).unwrap());
                prop_assert_eq!(micros.as_str(), time.to_rfc3339_opts(SecondsFormat::Micros, true));
                prop_assert_eq!(shortest.as_str(), time.to_rfc3339_opts(SecondsFormat::AutoSi, true));
            }
        }
    }

    #[test]
    fn years_that_need_other_than_four_digits_are_declined() {
        assert!(Moment::micros(DateTime::<Utc>::MIN_UTC).is_none());
        assert!(Moment::shortest(DateTime::<Utc>::MAX_UTC).is_none());
    }
}
