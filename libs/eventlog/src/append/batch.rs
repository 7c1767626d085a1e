//! Record batches, of no producer.
//!
//! Entries say much that others around them say too, and are compressed together; as LZ4, which costs least.

use std::cell::RefCell;
use std::io::Write as _;
use std::time::Instant;

use bytes::{BufMut as _, Bytes};
use lz4_flex::frame::{BlockMode, BlockSize, FrameEncoder, FrameInfo};

use crate::format::{CHECKED, HEADER, LENGTH_ENDS, LZ4};

/// A batch takes so many bytes at most, unless it is of one record that is larger: the topic takes 1 MiB.
const AT_MOST: usize = 900_000;

/// Fewer bytes of records are not worth compressing: an entry or two have little in common.
const WORTH_COMPRESSING: usize = 2_048;

/// The attributes of a batch that is not compressed. Like those that are, it has the time of creation.
const PLAIN: i16 = 0;

/// A batch as the broker wants it.
#[derive(Debug)]
pub(super) struct Batch {
    pub(super) partition: i32,
    /// What their appender calls its records, in order.
    pub(super) seqs: Vec<u64>,
    pub(super) bytes: Bytes,
    /// When it is given up.
    pub(super) until: Instant,
}

/// Records of one partition that gather until they are appended, in the form in which they travel.
#[derive(Debug)]
pub struct Gathering {
    partition: i32,
    open: Open,
    full: Vec<Open>,
}

/// A batch that is being written: room for its header, then its records.
#[derive(Debug, Default)]
struct Open {
    seqs: Vec<u64>,
    bytes: Vec<u8>,
}

impl Gathering {
    /// Nothing yet.
    pub const fn new(partition: i32) -> Self {
        Self { partition, open: Open { seqs: Vec::new(), bytes: Vec::new() }, full: Vec::new() }
    }

    /// How many have gathered.
    pub fn len(&self) -> usize {
        self.full.iter().map(|full| full.seqs.len()).sum::<usize>() + self.open.seqs.len()
    }

    /// Whether none has.
    pub const fn is_empty(&self) -> bool {
        self.open.seqs.is_empty()
    }

    /// Forgets them.
    pub fn clear(&mut self) {
        self.full.clear();
        self.open.seqs.clear();
        self.open.bytes.clear();
    }

    /// Adds a record; `seq` comes back in its [`Fate`](super::Fate), an empty key is none.
    pub fn push(&mut self, seq: u64, key: &str, value: &[u8], headers: &[(&str, &str)]) {
        let mut record = Record { place: self.open.seqs.len(), key, value, headers };
        let mut size = record.size();
        if record.place > 0 && self.open.bytes.len() + size > AT_MOST {
            self.full.push(self.open.sealed());
            record.place = 0;
            size = record.size();
        }
        if record.place == 0 {
            self.open.bytes.resize(HEADER, 0);
        }
        self.open.seqs.push(seq);
        record.write(size, &mut self.open.bytes);
    }

    /// Takes what has gathered, made at this time in milliseconds since 1970.
    pub(super) fn seal(&mut self, time: i64, until: Instant) -> impl Iterator<Item = Sealed> + use<> {
        let last = (!self.is_empty()).then(|| self.open.sealed());
        let partition = self.partition;
        let records = std::mem::take(&mut self.full).into_iter().chain(last);
        records.map(move |records| Sealed { partition, records, time, until })
    }
}

/// Records of one partition that leave together, before they are compressed.
#[derive(Debug)]
pub(super) struct Sealed {
    partition: i32,
    records: Open,
    time: i64,
    until: Instant,
}

impl Sealed {
    /// How many bytes they take.
    pub(super) const fn len(&self) -> usize {
        self.records.bytes.len()
    }

    /// The batch, compressed if that is worth it.
    pub(super) fn pack(self) -> Batch {
        let Self { partition, records: Open { seqs, bytes }, time, until } = self;
        let compressed = COMPRESSOR.with_borrow_mut(|compressor| compressor.compressed(&bytes));
        let (attributes, mut bytes) = compressed.map_or((PLAIN, bytes), |compressed| (LZ4, compressed));
        let count = i32::try_from(seqs.len()).unwrap_or(i32::MAX);
        let length = i32::try_from(bytes.len() - LENGTH_ENDS).unwrap_or(i32::MAX);
        let mut header = [0; HEADER];
        let mut rest = header.as_mut_slice();
        // The offset is the broker's to give; the length counts from behind itself.
        rest.put_i64(0);
        rest.put_i32(length);
        // The leader's epoch, also the broker's; the format; the checksum, which comes last.
        rest.put_i32(-1);
        rest.put_i8(2);
        rest.put_u32(0);
        rest.put_i16(attributes);
        rest.put_i32(count - 1);
        for first_and_last in [time, time] {
            rest.put_i64(first_and_last);
        }
        // Of no idempotent producer: neither id nor epoch nor sequence.
        rest.put_i64(-1);
        rest.put_i16(-1);
        rest.put_i32(-1);
        rest.put_i32(count);
        bytes[..HEADER].copy_from_slice(&header);
        let checksum = crc32c::crc32c(&bytes[CHECKED..]);
        bytes[CHECKED - 4..CHECKED].copy_from_slice(&checksum.to_be_bytes());
        Batch { partition, seqs, bytes: bytes.into(), until }
    }
}

impl Open {
    // What comes next will probably be as large.
    fn sealed(&mut self) -> Self {
        let next =
            Self { seqs: Vec::with_capacity(self.seqs.len()), bytes: Vec::with_capacity(self.bytes.len()) };
        std::mem::replace(self, next)
    }
}

/// Compresses one batch after another within the same buffers, each thread in its own: to make them costs more than to compress a few records.
struct Compressor(Option<FrameEncoder<Vec<u8>>>);

thread_local! {
    static COMPRESSOR: RefCell<Compressor> = const { RefCell::new(Compressor(None)) };
}

impl Compressor {
    // The batch with room for its header and smaller records, if that is worth it.
    fn compressed(&mut self, batch: &[u8]) -> Option<Vec<u8>> {
        let records = batch.get(HEADER..).filter(|records| records.len() >= WORTH_COMPRESSING)?;
        let mut smaller = Vec::with_capacity(batch.len() / 2);
        smaller.resize(HEADER, 0);
        let mut encoder = self.0.take().unwrap_or_else(|| {
            // Kafka reads only blocks that do not depend on one another.
            let form = FrameInfo::new().block_size(BlockSize::Max256KB).block_mode(BlockMode::Independent);
            FrameEncoder::with_frame_info(form, Vec::new())
        });
        *encoder.get_mut() = smaller;
        // One that failed, which none does that writes into memory, is not used again.
        encoder.write_all(records).ok()?;
        encoder.try_finish().ok()?;
        let smaller = std::mem::take(encoder.get_mut());
        self.0 = Some(encoder);
        (smaller.len() < batch.len()).then_some(smaller)
    }
}

/// A record, and its place in its batch.
struct Record<'a> {
    place: usize,
    key: &'a str,
    value: &'a [u8],
    headers: &'a [(&'a str, &'a str)],
}

impl Record<'_> {
    // How many bytes follow its length.
    fn size(&self) -> usize {
        let texts = self.headers.iter().map(|(name, text)| text_size(name.len()) + text_size(text.len()));
        let key = if self.key.is_empty() { 1 } else { text_size(self.key.len()) };
        // Its attributes and the time since the batch's take a byte each.
        let rest = varint_size(self.place) + varint_size(self.headers.len());
        2 + key + text_size(self.value.len()) + rest + texts.sum::<usize>()
    }

    fn write(&self, size: usize, out: &mut Vec<u8>) {
        length(out, size);
        out.extend_from_slice(&[0, 0]);
        length(out, self.place);
        if self.key.is_empty() {
            // As -1 is written.
            out.push(1);
        } else {
            text(out, self.key.as_bytes());
        }
        text(out, self.value);
        length(out, self.headers.len());
        for (name, value) in self.headers {
            text(out, name.as_bytes());
            text(out, value.as_bytes());
        }
    }
}

fn text(out: &mut Vec<u8>, bytes: &[u8]) {
    length(out, bytes.len());
    out.extend_from_slice(bytes);
}

// Zigzag of what is not negative, seven bits a byte, the lowest first.
#[expect(clippy::cast_possible_truncation, reason = "the form takes bits as they are")]
fn length(out: &mut Vec<u8>, length: usize) {
    let mut rest = length << 1;
    while rest >= 0x80 {
        out.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    out.push(rest as u8);
}

const fn varint_size(length: usize) -> usize {
    let bits = usize::BITS - (length << 1).leading_zeros();
    if bits <= 7 { 1 } else { bits.div_ceil(7) as usize }
}

const fn text_size(length: usize) -> usize {
    varint_size(length) + length
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::io::Read as _;

    use bytes::Buf as _;
    use kafka_protocol::records::{Compression, RecordBatchDecoder, RecordSet, TimestampType};
    use lz4_flex::frame::FrameDecoder;
    use proptest::prelude::*;

    use super::*;

    type Records = [(String, Vec<u8>, BTreeMap<String, String>)];

    fn push(gathering: &mut Gathering, records: &Records) {
        for (seq, (key, value, headers)) in (10..).zip(records) {
            let headers: Vec<_> = headers.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
            gathering.push(seq, key, value, &headers);
        }
    }

    // What is alike is compressed, what is random is not.
    fn value() -> impl Strategy<Value = Vec<u8>> {
        let random = prop::collection::vec(any::<u8>(), 0..300);
        prop_oneof![random, "[ab]{0,300}".prop_map(String::into_bytes)]
    }

    fn take(gathering: &mut Gathering, time: i64) -> Vec<Batch> {
        gathering.seal(time, Instant::now()).map(Sealed::pack).collect()
    }

    // The one batch that these bytes are.
    fn read(batch: &Batch) -> RecordSet {
        let mut rest = batch.bytes.clone();
        let plain = |bytes: &mut Bytes, compression| {
            let mut plain = Vec::new();
            match compression {
                Compression::Lz4 => FrameDecoder::new(bytes.reader()).read_to_end(&mut plain)?,
                Compression::None => bytes.reader().read_to_end(&mut plain)?,
                other => panic!("{other:?}"),
            };
            Ok(plain.into())
        };
        let read = RecordBatchDecoder::decode_with_custom_compression(&mut rest, Some(plain)).unwrap();
        assert!(rest.is_empty());
        read
    }

    proptest! {
        #[test]
        fn another_implementation_reads_what_was_written(
            records in prop::collection::vec(
                ("[a-f0-9-]{0,36}", value(), prop::collection::btree_map("[a-z_]{1,20}", ".{0,80}", 0..9)),
                1..80,
            ),
            time in 0_i64..=4_102_444_800_000,
        ) {
            let mut gathering = Gathering::new(3);
            // What was forgotten or taken before leaves no trace.
            push(&mut gathering, &records);
            gathering.clear();
            push(&mut gathering, &records);
            prop_assert_eq!(take(&mut gathering, 7).len(), 1);
            push(&mut gathering, &records);
            prop_assert_eq!(gathering.len(), records.len());
            let batches = take(&mut gathering, time);
            prop_assert_eq!((batches.len(), gathering.len(), gathering.is_empty()), (1, 0, true));
            let batch = &batches[0];
            prop_assert!((batch.partition, &batch.seqs) == (3, &(10..10 + records.len() as u64).collect::<Vec<_>>()));
            let read = read(batch);
            prop_assert_eq!(read.records.len(), records.len());
            for (offset, (found, (key, value, headers))) in (0..).zip(read.records.iter().zip(&records)) {
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
    fn records_travel_compressed_only_where_that_makes_them_smaller() {
        let alike = vec![b'a'; 4_000];
        let random: Vec<u8> = std::iter::repeat_with(|| fastrand::u8(..)).take(4_000).collect();
        let mut gathering = Gathering::new(0);
        // What one batch leaves in the compressor's buffers is not in the next.
        for (value, wanted) in [
            (&alike[..], Compression::Lz4),
            (&random, Compression::None),
            (&alike[..1_000], Compression::None),
            (&alike, Compression::Lz4),
        ] {
            gathering.push(0, "", value, &[]);
            let batches = take(&mut gathering, 0);
            let read = read(&batches[0]);
            assert_eq!((batches.len(), read.compression), (1, wanted));
            assert_eq!(read.records[0].value.as_deref(), Some(value));
            assert_eq!(batches[0].bytes.len() < value.len(), wanted == Compression::Lz4);
        }
    }

    #[test]
    fn a_batch_takes_what_the_topic_takes_and_at_least_one_record() {
        let large = vec![0; AT_MOST];
        let mut gathering = Gathering::new(0);
        for (seq, value) in [large.as_slice(), b"a", b"b", &large].into_iter().enumerate() {
            gathering.push(seq as u64, "", value, &[]);
        }
        assert_eq!(gathering.len(), 4);
        let batches = take(&mut gathering, 0).into_iter().map(|batch| batch.seqs);
        assert_eq!(batches.collect::<Vec<_>>(), [vec![0], vec![1, 2], vec![3]]);
    }

    #[test]
    fn what_is_written_takes_as_many_bytes_as_was_said() {
        for length in [0, 1, 63, 64, 65, 8_191, 8_192, 1_048_575, 1_048_576] {
            let mut written = Vec::new();
            super::length(&mut written, length);
            assert_eq!(written.len(), varint_size(length), "{length}");
        }
    }
}
