//! A record as a consumer receives it.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use rdkafka::message::{BorrowedMessage, Message};

use crate::{ChainHash, CloudEvent, Headers, HeadersError, Topic};

/// How an entry of the ledger extends its partition's chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainLink {
    /// The hash that the entry names: the head before it.
    pub previous: ChainHash,
    /// The entry's own hash: the head after it.
    pub head: ChainHash,
}

/// One record with its place in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The topic that it was read from.
    pub topic: Topic,
    /// The partition of the topic.
    pub partition: i32,
    /// Its offset in the partition.
    pub offset: i64,
    /// Its key, an account id's text; empty when it has none.
    pub key: Bytes,
    /// Its value, byte for byte.
    pub value: Bytes,
    /// Its headers; none for a reader of [values only](crate::LedgerFeed::values_only).
    pub headers: Headers,
    /// When its producer made it, milliseconds precise, if it says so.
    pub timestamp: Option<DateTime<Utc>>,
    /// How it extends the chain; only there if it came through a [`crate::LedgerFeed`].
    pub chain: Option<ChainLink>,
}

impl Received {
    /// The headers read as what the event says about itself.
    pub fn event(&self) -> Result<CloudEvent, HeadersError> {
        CloudEvent::decode(&self.headers)
    }

    /// The key as text, empty if it is none.
    pub fn key_text(&self) -> &str {
        str::from_utf8(&self.key).unwrap_or_default()
    }

    /// The W3C trace context of the request that led to it.
    pub fn traceparent(&self) -> Option<&str> {
        self.headers.text("traceparent")
    }

    /// The offset after it.
    pub const fn next_offset(&self) -> i64 {
        self.offset.saturating_add(1)
    }

    pub(crate) fn from_message(topic: Topic, message: &BorrowedMessage<'_>, with_headers: bool) -> Self {
        let headers = if with_headers { message.headers() } else { None };
        Self {
            topic,
            partition: message.partition(),
            offset: message.offset(),
            key: Bytes::copy_from_slice(message.key().unwrap_or_default()),
            value: Bytes::copy_from_slice(message.payload().unwrap_or_default()),
            headers: Headers::from_record(headers),
            timestamp: message.timestamp().to_millis().and_then(DateTime::from_timestamp_millis),
            chain: None,
        }
    }
}
