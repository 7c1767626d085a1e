//! Record headers: CloudEvents 1.0 in Kafka's binary mode, plus the trace context.
//!
//! What matters stands in the value; headers only repeat it for tools, so a reader decides nothing by them.

use bytes::Bytes;
use chrono::{DateTime, SecondsFormat, Utc};
use rdkafka::message::{BorrowedHeaders, Header, Headers as _, OwnedHeaders};

/// The headers of one record in the order in which they were written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headers(Vec<(String, Bytes)>);

impl Headers {
    /// Adds a header at the end.
    pub fn push(&mut self, name: impl Into<String>, value: impl Into<Bytes>) {
        self.0.push((name.into(), value.into()));
    }

    /// The first header of that name, if it is text.
    pub fn text(&self, name: &str) -> Option<&str> {
        let (_, value) = self.0.iter().find(|(found, _)| found == name)?;
        str::from_utf8(value).ok()
    }

    /// All headers in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_ref()))
    }

    pub(crate) fn from_record(headers: Option<&BorrowedHeaders>) -> Self {
        Self(headers.map_or_else(Vec::new, |headers| {
            headers
                .iter()
                .map(|header| {
                    (header.key.to_owned(), Bytes::copy_from_slice(header.value.unwrap_or_default()))
                })
                .collect()
        }))
    }

    pub(crate) fn to_record(&self) -> OwnedHeaders {
        self.iter().fold(OwnedHeaders::new_with_capacity(self.0.len()), |headers, (key, value)| {
            headers.insert(Header { key, value: Some(value) })
        })
    }

    /// Roughly what the headers add to the size of a record.
    pub(crate) fn size(&self) -> usize {
        self.0.iter().map(|(name, value)| name.len() + value.len() + 4).sum()
    }
}

/// What an event says about itself: the context attributes of CloudEvents 1.0, and the trace that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloudEvent {
    /// The event's own id.
    pub id: String,
    /// What happened, such as `tokenbook.ledger.v1.TokensDeducted`.
    pub ce_type: String,
    /// Who says so, such as `/tokenbook/ledger`.
    pub source: String,
    /// What it happened to: the account's id.
    pub subject: String,
    /// When it happened.
    pub time: DateTime<Utc>,
    /// How the value is written.
    pub content_type: String,
    /// The W3C trace context of the request that led to it.
    pub traceparent: Option<String>,
}

/// A header that CloudEvents requires is missing or cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeadersError {
    /// The header is absent or not UTF-8.
    #[error("the header {0} is missing or not text")]
    Missing(&'static str),
    /// The header is there, but says nothing that fits.
    #[error("the header {0} cannot be read: {1:?}")]
    Unreadable(&'static str, String),
}

const SPEC_VERSION: &str = "1.0";

impl CloudEvent {
    /// How every value in the log is written.
    pub const JSON: &'static str = "application/json";

    /// The headers of the event's record.
    pub fn encode(&self) -> Headers {
        let mut headers = Headers(Vec::with_capacity(8));
        headers.push("ce_specversion", SPEC_VERSION);
        headers.push("ce_id", self.id.clone());
        headers.push("ce_type", self.ce_type.clone());
        headers.push("ce_source", self.source.clone());
        headers.push("ce_subject", self.subject.clone());
        headers.push("ce_time", self.time.to_rfc3339_opts(SecondsFormat::Micros, true));
        headers.push("content-type", self.content_type.clone());
        if let Some(traceparent) = &self.traceparent {
            headers.push("traceparent", traceparent.clone());
        }
        headers
    }

    /// Reads the headers of a record.
    pub fn decode(headers: &Headers) -> Result<Self, HeadersError> {
        let text =
            |name: &'static str| headers.text(name).map(str::to_owned).ok_or(HeadersError::Missing(name));
        let version = text("ce_specversion")?;
        if version != SPEC_VERSION {
            return Err(HeadersError::Unreadable("ce_specversion", version));
        }
        let time = text("ce_time")?;
        let time = DateTime::parse_from_rfc3339(&time)
            .map_err(|_| HeadersError::Unreadable("ce_time", time))?
            .with_timezone(&Utc);
        Ok(Self {
            id: text("ce_id")?,
            ce_type: text("ce_type")?,
            source: text("ce_source")?,
            subject: text("ce_subject")?,
            time,
            content_type: text("content-type")?,
            traceparent: headers.text("traceparent").map(str::to_owned),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event() -> CloudEvent {
        CloudEvent {
            id: "0198".into(),
            ce_type: "tokenbook.payments.v1.OrderPlaced".into(),
            source: "/tokenbook/payments".into(),
            subject: "6b0c".into(),
            time: DateTime::from_timestamp_micros(1_700_000_000_123_456).unwrap(),
            content_type: CloudEvent::JSON.into(),
            traceparent: Some("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".into()),
        }
    }

    #[test]
    fn an_event_reads_back_from_its_headers() {
        for event in [event(), CloudEvent { traceparent: None, ..event() }] {
            assert_eq!(CloudEvent::decode(&event.encode()), Ok(event));
        }
    }

    #[test]
    fn the_headers_have_the_names_of_the_kafka_binding() {
        let names: Vec<_> = event().encode().iter().map(|(name, _)| name.to_owned()).collect();
        assert_eq!(
            names,
            [
                "ce_specversion",
                "ce_id",
                "ce_type",
                "ce_source",
                "ce_subject",
                "ce_time",
                "content-type",
                "traceparent"
            ]
        );
        assert_eq!(event().encode().text("ce_time"), Some("2023-11-14T22:13:20.123456Z"));
    }

    #[test]
    fn a_record_of_a_stranger_is_no_cloud_event() {
        assert_eq!(CloudEvent::decode(&Headers::default()), Err(HeadersError::Missing("ce_specversion")));
        let mut late = Headers::default();
        late.push("ce_specversion", "2.0");
        assert_eq!(CloudEvent::decode(&late), Err(HeadersError::Unreadable("ce_specversion", "2.0".into())));
    }
}
