//! Record batches: version 2 of Kafka's message format, uncompressed, of no producer (<https://kafka.apache.org/43/implementation/message-format/>).

use std::time::Instant;

use bytes::{BufMut as _, Bytes, BytesMut};

/// What a batch adds to its records.
const HEADER: usize = 61;

/// Bytes of a batch between its checksum and its records.
const CHECKED_HEADER: usize = 40;

/// The records of a batch take so many bytes at most, unless it is one that is larger: the topic takes a batch of 1 MiB.
const RECORDS_AT_MOST: usize = 900_000;

/// What a record consists of but its place in a batch: key, value and headers.
pub(super) fn body(key: &str, value: &[u8], headers: &[(&str, &str)]) -> Vec<u8> {
    let texts: usize = headers.iter().map(|(name, text)| name.len() + text.len() + 4).sum();
    let mut body = Vec::with_capacity(key.len() + value.len() + texts + 16);
    if key.is_empty() {
        number(&mut body, -1);
    } else {
        text(&mut body, key.as_bytes());
    }
    text(&mut body, value);
    length(&mut body, headers.len());
    for (name, value) in headers {
        text(&mut body, name.as_bytes());
        text(&mut body, value.as_bytes());
    }
    body
}

fn text(out: &mut Vec<u8>, bytes: &[u8]) {
    length(out, bytes.len());
    out.extend_from_slice(bytes);
}

fn length(out: &mut Vec<u8>, length: usize) {
    number(out, i64::try_from(length).unwrap_or(i64::MAX));
}

// Zigzag, seven bits a byte, the lowest first.
#[expect(
    clippy::cast_sign_loss,
    clippy::cast_possible_truncation,
    reason = "the form takes bits as they are"
)]
fn number(out: &mut Vec<u8>, number: i64) {
    let mut rest = ((number << 1) ^ (number >> 63)) as u64;
    while rest >= 0x80 {
        out.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    out.push(rest as u8);
}

/// Records of one partition that travel together, as the broker wants them.
#[derive(Debug)]
pub(super) struct Batch {
    pub(super) partition: i32,
    /// What their appender calls them, in order.
    pub(super) seqs: Vec<u64>,
    pub(super) bytes: Bytes,
    /// When it is given up.
    pub(super) until: Instant,
}

/// Gathers records for a [`Batch`].
#[derive(Debug)]
pub(super) struct Gathering {
    partition: i32,
    seqs: Vec<u64>,
    records: Vec<u8>,
    // What stands before the body of the record at hand; kept for its memory.
    place: Vec<u8>,
}

impl Gathering {
    pub(super) const fn new(partition: i32) -> Self {
        Self { partition, seqs: Vec::new(), records: Vec::new(), place: Vec::new() }
    }

    /// Whether a record with this body had better go with the next one.
    pub(super) const fn is_full_for(&self, body: &[u8]) -> bool {
        !self.seqs.is_empty() && self.records.len() + body.len() > RECORDS_AT_MOST
    }

    /// Adds a record with this [`body`].
    pub(super) fn push(&mut self, seq: u64, body: &[u8]) {
        self.place.clear();
        // Attributes and the time since the batch's are zero, a byte each.
        self.place.extend_from_slice(&[0, 0]);
        length(&mut self.place, self.seqs.len());
        length(&mut self.records, self.place.len() + body.len());
        self.records.extend_from_slice(&self.place);
        self.records.extend_from_slice(body);
        self.seqs.push(seq);
    }

    /// The batch, made at this time in milliseconds since 1970.
    pub(super) fn finish(self, time: i64, until: Instant) -> Batch {
        let count = i32::try_from(self.seqs.len()).unwrap_or(i32::MAX);
        let mut checked = BytesMut::with_capacity(CHECKED_HEADER);
        // Not compressed, with the time of creation.
        checked.put_i16(0);
        checked.put_i32(count - 1);
        for first_and_last in [time, time] {
            checked.put_i64(first_and_last);
        }
        // Of no idempotent producer: neither id nor epoch nor sequence.
        checked.put_i64(-1);
        checked.put_i16(-1);
        checked.put_i32(-1);
        checked.put_i32(count);
        let checksum = crc32c::crc32c_append(crc32c::crc32c(&checked), &self.records);

        let mut bytes = BytesMut::with_capacity(HEADER + self.records.len());
        // The offset is the broker's to give; the length counts from behind itself.
        bytes.put_i64(0);
        bytes.put_i32(i32::try_from(HEADER - 12 + self.records.len()).unwrap_or(i32::MAX));
        // The leader's epoch, also the broker's; the format; the checksum of all that follows it.
        bytes.put_i32(-1);
        bytes.put_i8(2);
        bytes.put_u32(checksum);
        bytes.put_slice(&checked);
        bytes.put_slice(&self.records);
        Batch { partition: self.partition, seqs: self.seqs, bytes: bytes.freeze(), until }
    }
}

#[cfg(test)]
mod tests {
    use kafka_protocol::records::{RecordBatchDecoder, TimestampType};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn another_implementation_reads_what_was_written(
            records in prop::collection::vec(
                ("[a-f0-9-]{0,36}", prop::collection::vec(any::<u8>(), 0..300), prop::collection::btree_map("[a-z_]{1,20}", ".{0,80}", 0..9)),
                1..80,
            ),
            time in 0_i64..=4_102_444_800_000,
        ) {
            let mut gathering = Gathering::new(3);
            for (seq, (key, value, headers)) in (10..).zip(&records) {
                let headers: Vec<_> = headers.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
                gathering.push(seq, &body(key, value, &headers));
            }
            let batch = gathering.finish(time, Instant::now());
            prop_assert_eq!(batch.seqs.len(), records.len());
            let read = RecordBatchDecoder::decode_all(&mut batch.bytes.clone()).unwrap();
            prop_assert_eq!(read.len(), 1);
            prop_assert_eq!(read[0].records.len(), records.len());
            for (offset, (found, (key, value, headers))) in (0..).zip(read[0].records.iter().zip(&records)) {
                prop_assert_eq!((found.offset, found.timestamp, found.timestamp_type), (offset, time, TimestampType::Creation));
                prop_assert_eq!((found.producer_id, found.producer_epoch), (-1, -1));
                let wanted_key = (!key.is_empty()).then_some(key.as_bytes());
                prop_assert_eq!(found.key.as_deref(), wanted_key);
                prop_assert_eq!(found.value.as_deref(), Some(value.as_slice()));
                let found: Vec<_> = found.headers.iter().map(|(name, text)| (name.as_str(), text.as_deref())).collect();
                let wanted: Vec<_> = headers.iter().map(|(name, text)| (name.as_str(), Some(text.as_bytes()))).collect();
                prop_assert_eq!(found, wanted);
            }
        }
    }

    #[test]
    fn a_batch_takes_what_the_topic_takes_and_at_least_one_record() {
        let large = vec![0; RECORDS_AT_MOST];
        let mut gathering = Gathering::new(0);
        assert!(!gathering.is_full_for(&large));
        gathering.push(0, b"a");
        assert!(!gathering.is_full_for(b"b") && gathering.is_full_for(&large));
    }
}
