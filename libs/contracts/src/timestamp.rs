//! A moment as `ProtoJSON` writes it.

use std::fmt;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};

/// `google.protobuf.Timestamp`, with the text form that the specification of `ProtoJSON` asks of writers: UTC as `Z`, and 0, 3, 6 or 9 digits
/// behind the point. Readers accept any offset.
#[derive(Clone, Copy, PartialEq, Eq, Hash, prost::Message)]
pub struct Timestamp {
    /// Seconds since 1970-01-01T00:00:00Z; the years 1 to 9999.
    #[prost(int64, tag = "1")]
    pub seconds: i64,
    /// Nanoseconds of the second: 0 to 999,999,999.
    #[prost(int32, tag = "2")]
    pub nanos: i32,
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let time = u32::try_from(self.nanos)
            .ok()
            .and_then(|nanos| DateTime::<Utc>::from_timestamp(self.seconds, nanos))
            .ok_or_else(|| ser::Error::custom("not a moment"))?;
        serializer.serialize_str(&time.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Rfc3339;

        impl Visitor<'_> for Rfc3339 {
            type Value = Timestamp;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a moment such as \"2026-11-22T14:31:31.123456Z\"")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Timestamp, E> {
                let time = DateTime::parse_from_rfc3339(text).map_err(E::custom)?;
                // A leap second is kept as the last nanosecond before it.
                let nanos = time.timestamp_subsec_nanos().min(999_999_999);
                Ok(Timestamp { seconds: time.timestamp(), nanos: i32::try_from(nanos).map_err(E::custom)? })
            }
        }

        deserializer.deserialize_str(Rfc3339)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_with_a_z_and_read_with_any_offset() {
        for (seconds, nanos, text) in [
            (0, 0, "1970-01-01T00:00:00Z"),
            (0, 500_000_000, "1970-01-01T00:00:00.500Z"),
            (1_795_357_891, 123_456_000, "2026-11-22T14:31:31.123456Z"),
            (-1, 1, "1969-12-31T23:59:59.000000001Z"),
        ] {
            let moment = Timestamp { seconds, nanos };
            assert_eq!(serde_json::to_value(moment).unwrap(), text);
            let offset = text.replace('Z', "+00:00");
            for text in [text, offset.as_str()] {
                assert_eq!(serde_json::from_value::<Timestamp>(text.into()).unwrap(), moment, "{text}");
            }
        }
        let moment: Timestamp = serde_json::from_str("\"1970-01-01T05:30:00+05:30\"").unwrap();
        assert_eq!(moment, Timestamp { seconds: 0, nanos: 0 });
    }

    #[test]
    fn what_is_no_moment_is_neither_written_nor_read() {
        for (seconds, nanos) in [(i64::MAX, 0), (0, -1), (0, i32::MAX)] {
            assert!(serde_json::to_string(&Timestamp { seconds, nanos }).is_err(), "{seconds} {nanos}");
        }
        for text in ["", "yesterday", "2026-11-22", "2026-11-22T14:31:31"] {
            assert!(serde_json::from_value::<Timestamp>(text.into()).is_err(), "{text}");
        }
    }
}
