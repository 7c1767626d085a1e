//! What can go wrong while reading a log.

use rdkafka::error::{KafkaError, RDKafkaErrorCode};

/// Why a log could not be read; a broker that is away is not among it, since reading goes on when it is back.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The settings are wrong, or the client could not be made: nothing to retry.
    #[error("the Kafka client could not be made: {0}")]
    Client(#[source] KafkaError),
    /// The broker does not hold the position that was asked for: the log was cut, or belongs to another cluster
    /// than the database that keeps the position. Someone has to look.
    #[error("the log does not hold the position that was asked for ({0})")]
    PositionNotInLog(String),
    /// No answer within the time allowed; safe to try again.
    #[error("no answer from the broker while {0}")]
    TimedOut(&'static str),
    /// The broker refused or the client failed in a way that it does not recover from by itself.
    #[error("the broker or the client failed: {0}")]
    Broker(#[source] KafkaError),
    /// A thread could not be started.
    #[error("no thread: {0}")]
    Thread(#[source] std::io::Error),
    /// The background part of this reader has ended, because it was shut down.
    #[error("the reader is shut down")]
    Closed,
}

impl LogError {
    /// The text of the client's error code, for `PositionNotInLog`.
    pub(crate) fn from_consumption(error: KafkaError) -> Self {
        match error.rdkafka_error_code() {
            Some(RDKafkaErrorCode::AutoOffsetReset | RDKafkaErrorCode::OffsetOutOfRange) => {
                Self::PositionNotInLog(error.to_string())
            }
            Some(RDKafkaErrorCode::OperationTimedOut | RDKafkaErrorCode::RequestTimedOut) => {
                Self::TimedOut("reading")
            }
            _ => Self::Broker(error),
        }
    }
}

/// Whether a consumer recovers from this by itself: the client keeps reconnecting and re-reading metadata.
pub(crate) fn passes_by_itself(error: &KafkaError) -> bool {
    if matches!(error, KafkaError::MessageConsumptionFatal(_)) {
        return false;
    }
    !matches!(
        error.rdkafka_error_code(),
        None | Some(
            RDKafkaErrorCode::AutoOffsetReset
                | RDKafkaErrorCode::OffsetOutOfRange
                | RDKafkaErrorCode::BadMessage
                | RDKafkaErrorCode::InvalidMessage
                | RDKafkaErrorCode::TopicAuthorizationFailed
                | RDKafkaErrorCode::GroupAuthorizationFailed
                | RDKafkaErrorCode::ClusterAuthorizationFailed
                | RDKafkaErrorCode::Fatal
        )
    )
}
