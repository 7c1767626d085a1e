//! Dead letters: what a consumer cannot process is kept beside its topic, and never blocks what follows.

use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, Utc};

use crate::{Position, PublishError, Publisher, Received};

/// Tells the time; the caller's clock, since this crate has none.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// The longest detail that is kept, in bytes.
const MAX_DETAIL: usize = 2_000;

/// Writes what cannot be processed to `<topic>.dlq`: the value and headers as they were, and why and whence.
#[derive(Clone)]
pub struct DeadLetters {
    publisher: Publisher,
    clock: Clock,
}

impl DeadLetters {
    /// Dead letters that go through the process's publisher.
    pub fn new(publisher: Publisher, clock: Clock) -> Self {
        Self { publisher, clock }
    }

    /// Writes one dead letter and waits for the acknowledgement.
    ///
    /// `reason` is stable and for machines (`UNREADABLE_VALUE`), `detail` is for the person who looks. The headers
    /// added are `dlq_reason`, `dlq_detail`, `dlq_source_topic`, `dlq_source_partition`, `dlq_source_offset` and
    /// `dlq_time`.
    pub async fn send(
        &self,
        received: &Received,
        reason: &str,
        detail: &str,
    ) -> Result<Position, PublishError> {
        let mut headers = received.headers.clone();
        headers.push("dlq_reason", reason.to_owned());
        headers.push("dlq_detail", shortened(detail).to_owned());
        headers.push("dlq_source_topic", received.topic.name().to_owned());
        headers.push("dlq_source_partition", received.partition.to_string());
        headers.push("dlq_source_offset", received.offset.to_string());
        headers.push("dlq_time", (self.clock)().to_rfc3339_opts(SecondsFormat::Micros, true));
        let topic = received.topic.dead_letters();
        let position = self
            .publisher
            .publish_record(&topic, &received.key, &received.value, headers.to_record())
            .await?;
        metrics::counter!("eventlog_dead_letters_total", "topic" => topic, "reason" => reason.to_owned())
            .increment(1);
        Ok(position)
    }
}

/// The beginning of a text, cut between two characters.
fn shortened(detail: &str) -> &str {
    &detail[..detail.floor_char_boundary(MAX_DETAIL)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_detail_is_cut_between_characters() {
        assert_eq!(shortened("short"), "short");
        let long = "é".repeat(MAX_DETAIL);
        assert_eq!(shortened(&long).len(), MAX_DETAIL);
        assert_eq!(shortened(&format!("x{long}")).len(), MAX_DETAIL - 1);
    }
}
