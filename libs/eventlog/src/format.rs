//! Version 2 of Kafka's message format, as batches are written and read here (<https://kafka.apache.org/43/implementation/message-format/>).

/// What stands before the records of a batch.
pub(crate) const HEADER: usize = 61;

/// Where in it its length counts from: behind the length itself.
pub(crate) const LENGTH_ENDS: usize = 12;

/// Where in it that begins which the checksum is of.
pub(crate) const CHECKED: usize = 21;

/// What a batch's attributes say of LZ4, among the bits that say how it is compressed.
pub(crate) const LZ4: i16 = 3;
