//! Records as they lie in the log.
//!
//! What this program and most others write is understood: batches without compression, and with LZ4 in the one form that Kafka's own client and librdkafka
//! give it. Any other form is an error, and left to a library that knows them all.

use std::io::{Error, ErrorKind};

use arrayvec::ArrayVec;
use bytes::{Buf as _, Bytes};
use lz4_flex::block::decompress_into;

use crate::format::{CHECKED, HEADER, LENGTH_ENDS, LZ4};
use crate::hashing::LANES;

/// What a batch's attributes say.
const COMPRESSION: i16 = 0b111;
const APPEND_TIME: i16 = 1 << 3;
const CONTROL: i16 = 1 << 5;

/// How a frame of LZ4 begins (<https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md>), and what its flags say: the form's version with blocks that do not
/// depend on one another; whether the size of all is stated; and nothing of checksums, since the batch has one, or of dictionaries.
const LZ4_MAGIC: u32 = 0x184d_2204;
const LZ4_INDEPENDENT: u8 = 0b0110_0000;
const LZ4_STATES_SIZE: u8 = 1 << 3;

/// The flag of a block's size that says that it is not compressed.
const LZ4_STORED: u32 = 1 << 31;

/// No batch is larger when it is no longer compressed; what is, is not expanded.
const PLAIN_AT_MOST: usize = 64 << 20;

/// A record, seen where it lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeenRecord<'a> {
    /// Its offset.
    pub offset: i64,
    /// Its key; empty when it has none.
    pub key: &'a [u8],
    /// Its value; empty when it has none.
    pub value: &'a [u8],
    /// When its producer made it or, where the topic says so, its broker appended it: milliseconds since 1970; `None` if nobody said.
    pub timestamp_ms: Option<i64>,
}

/// The records of one batch after another, as a broker sends them. Buffers are used again from one answer to the next.
#[derive(Default)]
pub struct Records {
    batches: Bytes,
    // The records of the batch that is being read: where they begin and end in what other batches may have used, where the first unread one is, and
    // how many are left.
    plain: Vec<u8>,
    filled: usize,
    at: usize,
    left: u32,
    base: Base,
}

/// What the records of a batch count from.
#[derive(Debug, Default, Clone, Copy)]
struct Base {
    offset: i64,
    timestamp: i64,
    // Of all of them, if the broker said it.
    appended: Option<i64>,
}

impl Base {
    fn record<'a>(self, rest: &mut &'a [u8]) -> Result<SeenRecord<'a>, Error> {
        let size = length(varint(rest)?)?;
        let mut record = take(rest, size)?;
        // Attributes, which no version uses yet.
        take(&mut record, 1)?;
        let timestamp = varint(&mut record)?;
        let offset = varint(&mut record)?;
        let key = text(&mut record)?;
        let value = text(&mut record)?;
        let timestamp = self.appended.unwrap_or(self.timestamp.saturating_add(timestamp));
        Ok(SeenRecord {
            offset: self.offset.saturating_add(offset),
            key,
            value,
            timestamp_ms: (timestamp >= 0).then_some(timestamp),
        })
    }
}

/// A batch's header, as far as it matters.
struct Header {
    base: Base,
    attributes: i16,
    count: u32,
    // The offset after its last record's; there may be fewer records than offsets.
    next_offset: i64,
}

impl Records {
    /// Goes on with these batches, the last of which may be cut off; what was left is forgotten.
    pub fn open(&mut self, batches: Bytes) {
        self.batches = batches;
        self.left = 0;
    }

    /// The offset after the last of these batches; `None` if there is no whole one.
    ///
    /// # Errors
    /// If there is a batch of another version.
    pub fn next_offset_of(batches: &[u8]) -> Result<Option<i64>, Error> {
        let mut rest = batches;
        let mut next = None;
        while let Some(batch) = first_of(rest)? {
            next = Some(Header::of(batch)?.next_offset);
            rest = &rest[batch.len()..];
        }
        Ok(next)
    }

    /// As many are lent at once: as can be hashed at once.
    pub const AT_ONCE: usize = LANES;

    /// The next records of one batch, at least one and so many at most; none after the last. What the broker itself noted between them is passed over.
    ///
    /// # Errors
    /// If a batch is damaged, or of a form that is not understood here. Nothing can be read then until it is [opened](Self::open) anew.
    pub fn next_few(
        &mut self,
        at_most: usize,
    ) -> Result<ArrayVec<SeenRecord<'_>, { Records::AT_ONCE }>, Error> {
        while self.left == 0 {
            if !self.next_batch()? {
                return Ok(ArrayVec::new());
            }
        }
        let mut rest = self.plain.get(self.at..self.filled).unwrap_or_default();
        let mut few = ArrayVec::new();
        while self.left > 0 && few.len() < at_most && !few.is_full() {
            self.left -= 1;
            few.push(self.base.record(&mut rest)?);
        }
        self.at = self.filled - rest.len();
        Ok(few)
    }

    // Whether there is one.
    fn next_batch(&mut self) -> Result<bool, Error> {
        let Some(batch) = first_of(&self.batches)? else { return Ok(false) };
        let header = Header::of(batch)?;
        let stated = u32::from_be_bytes([batch[17], batch[18], batch[19], batch[20]]);
        let found = crc32c::crc32c(&batch[CHECKED..]);
        if stated != found {
            return Err(unread(format!(
                "the checksum of the batch at offset {} is wrong",
                header.base.offset
            )));
        }
        let whole = self.batches.split_to(batch.len());
        if header.attributes & CONTROL != 0 {
            return Ok(true);
        }
        (self.filled, self.at) = (0, 0);
        let records = &whole[HEADER..];
        match header.attributes & COMPRESSION {
            0 => self.put(records.len(), |room| {
                room.copy_from_slice(records);
                Ok(records.len())
            })?,
            LZ4 => self.expand(records)?,
            other => return Err(unread(format!("records are compressed in another way ({other})"))),
        }
        self.left = header.count;
        self.base = header.base;
        Ok(true)
    }

    // Fills as much of so much room as it needs.
    fn put(
        &mut self,
        room: usize,
        fill: impl FnOnce(&mut [u8]) -> Result<usize, Error>,
    ) -> Result<(), Error> {
        let end = self.filled.saturating_add(room);
        if end > PLAIN_AT_MOST {
            return Err(unread("a batch of more than 64 MiB".to_owned()));
        }
        // What is there already need not be emptied.
        if self.plain.len() < end {
            self.plain.resize(end, 0);
        }
        self.filled += fill(&mut self.plain[self.filled..end])?;
        Ok(())
    }

    fn expand(&mut self, mut frame: &[u8]) -> Result<(), Error> {
        let (magic, flags, sizes) = (frame.try_get_u32_le()?, frame.try_get_u8()?, frame.try_get_u8()?);
        if magic != LZ4_MAGIC || flags & !LZ4_STATES_SIZE != LZ4_INDEPENDENT {
            return Err(unread(format!(
                "LZ4 in a form that Kafka's clients do not write ({magic:x}, {flags:b})"
            )));
        }
        // 64 KiB, 256 KiB, 1 MiB or 4 MiB.
        let largest = match sizes >> 4 {
            code @ 4..8 => 1 << (8 + 2 * code),
            code => return Err(unread(format!("LZ4 in blocks of an unknown size ({code})"))),
        };
        // The size of all, if it is stated, and the header's checksum.
        take(&mut frame, if flags & LZ4_STATES_SIZE == 0 { 1 } else { 9 })?;
        loop {
            let stated = frame.try_get_u32_le()?;
            if stated == 0 {
                break;
            }
            let size = usize::try_from(stated & !LZ4_STORED).unwrap_or(usize::MAX);
            let block = take(&mut frame, size)?;
            if stated & LZ4_STORED == 0 {
                self.put(largest, |room| {
                    decompress_into(block, room).map_err(|error| unread(format!("not LZ4: {error}")))
                })?;
            } else {
                self.put(size, |room| {
                    room.copy_from_slice(block);
                    Ok(size)
                })?;
            }
        }
        if frame.is_empty() { Ok(()) } else { Err(unread("something behind what is compressed".to_owned())) }
    }
}

impl Header {
    fn of(batch: &[u8]) -> Result<Self, Error> {
        let mut rest = batch;
        let offset = rest.try_get_i64()?;
        // Its length, the leader's epoch, the version, the checksum.
        rest.advance(CHECKED - 8);
        let attributes = rest.try_get_i16()?;
        let last = rest.try_get_i32()?;
        let (timestamp, latest) = (rest.try_get_i64()?, rest.try_get_i64()?);
        // Who made it: a producer's id, epoch and sequence.
        rest.advance(14);
        let count = rest.try_get_i32()?;
        let appended = (attributes & APPEND_TIME != 0).then_some(latest);
        Ok(Self {
            base: Base { offset, timestamp, appended },
            attributes,
            count: u32::try_from(count).map_err(|_| unread(format!("a batch of {count} records")))?,
            next_offset: offset.saturating_add(last.into()).saturating_add(1),
        })
    }
}

// The first batch, if all of it is there.
fn first_of(batches: &[u8]) -> Result<Option<&[u8]>, Error> {
    let Some(header) = batches.get(..HEADER) else { return Ok(None) };
    let length = i32::from_be_bytes([header[8], header[9], header[10], header[11]]);
    if header[16] != 2 {
        return Err(unread(format!("records in version {} of the message format", header[16])));
    }
    let size = usize::try_from(length).ok().map(|length| LENGTH_ENDS + length).filter(|size| *size >= HEADER);
    let Some(size) = size else { return Err(unread(format!("a batch of {length} bytes"))) };
    Ok(batches.get(..size))
}

fn unread(what: String) -> Error {
    Error::new(ErrorKind::InvalidData, what)
}

// Zigzag of seven bits a byte, the lowest first.
fn varint(rest: &mut &[u8]) -> Result<i64, Error> {
    let mut bits = 0_u64;
    for place in 0..10 {
        let byte = take(rest, 1)?[0];
        bits |= u64::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            return Ok((bits >> 1).cast_signed() ^ -(bits & 1).cast_signed());
        }
    }
    Err(unread("a number of more than ten bytes".to_owned()))
}

fn length(stated: i64) -> Result<usize, Error> {
    usize::try_from(stated).map_err(|_| unread(format!("a length of {stated}")))
}

// What has a length of -1 is not there.
fn text<'a>(rest: &mut &'a [u8]) -> Result<&'a [u8], Error> {
    match varint(rest)? {
        -1 => Ok(&[]),
        stated => take(rest, length(stated)?),
    }
}

fn take<'a>(rest: &mut &'a [u8], size: usize) -> Result<&'a [u8], Error> {
    rest.split_off(..size).ok_or_else(|| unread("a record ends too soon".to_owned()))
}

#[cfg(test)]
mod tests {
    use bytes::{BufMut as _, BytesMut};
    use kafka_protocol::indexmap::IndexMap;
    use kafka_protocol::protocol::StrBytes;
    use kafka_protocol::records::{
        Compression, NO_PARTITION_LEADER_EPOCH, NO_PRODUCER_EPOCH, NO_PRODUCER_ID, Record,
        RecordBatchEncoder, RecordEncodeOptions, TimestampType,
    };
    use lz4_flex::frame::{BlockMode, FrameEncoder, FrameInfo};
    use proptest::prelude::*;
    use proptest::sample::Index;

    use super::*;

    /// What is read of a record, owned.
    type Seen = (i64, Vec<u8>, Vec<u8>, Option<i64>);

    fn record_of(offset: i32, timestamp: i64, key: Option<Bytes>, value: Option<Bytes>) -> Record {
        Record {
            transactional: false,
            control: false,
            delete_horizon: false,
            partition_leader_epoch: NO_PARTITION_LEADER_EPOCH,
            producer_id: NO_PRODUCER_ID,
            producer_epoch: NO_PRODUCER_EPOCH,
            timestamp_type: TimestampType::Creation,
            offset: offset.into(),
            // Those that count alike are one batch.
            sequence: offset,
            timestamp,
            key,
            value,
            headers: IndexMap::new(),
        }
    }

    fn record() -> impl Strategy<Value = Record> {
        let bytes = || {
            let some = prop_oneof![prop::collection::vec(any::<u8>(), 0..200), Just(vec![7; 90])];
            prop::option::of(some.prop_map(Bytes::from))
        };
        let header = ("[a-z]{1,9}".prop_map(StrBytes::from_string), bytes());
        let headers = prop::collection::vec(header, 0..4);
        (bytes(), bytes(), headers, 0_i64..4_102_444_800_000).prop_map(|(key, value, headers, timestamp)| {
            Record { headers: headers.into_iter().collect(), ..record_of(0, timestamp, key, value) }
        })
    }

    /// A batch as another implementation writes it.
    fn encoded(records: &[Record], mode: Option<BlockMode>) -> Bytes {
        let compression = if mode.is_some() { Compression::Lz4 } else { Compression::None };
        let compress = |plain: &mut BytesMut, to: &mut BytesMut, _| {
            let Some(mode) = mode else {
                to.put_slice(plain);
                return Ok(());
            };
            let mut encoder = FrameEncoder::with_frame_info(FrameInfo::new().block_mode(mode), to.writer());
            std::io::Write::write_all(&mut encoder, plain)?;
            encoder.finish()?;
            Ok(())
        };
        let mut batch = BytesMut::new();
        let options = RecordEncodeOptions { version: 2, compression };
        RecordBatchEncoder::encode_with_custom_compression(&mut batch, records, &options, Some(compress))
            .unwrap();
        batch.freeze()
    }

    fn seen(record: SeenRecord<'_>) -> Seen {
        (record.offset, record.key.to_vec(), record.value.to_vec(), record.timestamp_ms)
    }

    fn read(records: &mut Records, batches: &Bytes) -> Result<Vec<Seen>, Error> {
        records.open(batches.clone());
        let mut all = Vec::new();
        loop {
            let few = records.next_few(Records::AT_ONCE)?;
            if few.is_empty() {
                return Ok(all);
            }
            all.extend(few.into_iter().map(seen));
        }
    }

    fn plain() -> Bytes {
        encoded(&[record_of(5, 1_000, None, Some(Bytes::from_static(b"a")))], None)
    }

    fn mode() -> impl Strategy<Value = Option<BlockMode>> {
        prop::option::of(Just(BlockMode::Independent))
    }

    proptest! {
        #[test]
        fn what_another_implementation_wrote_is_read(
            batches in prop::collection::vec((prop::collection::vec(record(), 1..20), mode(), 0..5), 1..6),
            cut: Index,
        ) {
            let mut offset = 7;
            let mut bytes = BytesMut::new();
            let mut wanted: Vec<(usize, i64, Vec<Seen>)> = Vec::new();
            for (mut records, mode, gap) in batches {
                let mut seen = Vec::new();
                offset += gap;
                for record in &mut records {
                    (record.offset, record.sequence) = (offset.into(), offset);
                    offset += 1;
                    let owned = |bytes: &Option<Bytes>| bytes.as_deref().unwrap_or_default().to_vec();
                    seen.push((record.offset, owned(&record.key), owned(&record.value), Some(record.timestamp)));
                }
                bytes.extend_from_slice(&encoded(&records, mode));
                wanted.push((bytes.len(), i64::from(offset), seen));
            }
            let bytes = bytes.freeze();
            let mut records = Records::default();
            // Whole, and cut off anywhere: then the batches that are whole.
            for length in [bytes.len(), cut.index(bytes.len())] {
                let whole = || wanted.iter().filter(|(end, ..)| *end <= length);
                let read = read(&mut records, &bytes.slice(..length)).unwrap();
                prop_assert_eq!(read, whole().flat_map(|(.., seen)| seen.clone()).collect::<Vec<_>>());
                let next = Records::next_offset_of(&bytes[..length]).unwrap();
                prop_assert_eq!(next, whole().next_back().map(|(_, next, _)| *next));
            }
        }

        #[test]
        fn what_was_damaged_behind_its_length_is_an_error(
            records in prop::collection::vec(record(), 1..9), mode in mode(), at: Index, by in 1_u8..,
        ) {
            let mut bytes = encoded(&records, mode).to_vec();
            // The version and all that the checksum covers, and the checksum itself.
            let at = 16 + at.index(bytes.len() - 16);
            bytes[at] ^= by;
            prop_assert!(read(&mut Records::default(), &bytes.into()).is_err());
        }
    }

    /// The batch with these attributes, and the right checksum.
    fn with_attributes(batch: &Bytes, attributes: i16) -> Bytes {
        let mut batch = batch.to_vec();
        batch[CHECKED..CHECKED + 2].copy_from_slice(&attributes.to_be_bytes());
        let checksum = crc32c::crc32c(&batch[CHECKED..]);
        batch[CHECKED - 4..CHECKED].copy_from_slice(&checksum.to_be_bytes());
        batch.into()
    }

    #[test]
    fn what_the_broker_noted_is_passed_over_and_the_time_may_be_its_own() {
        let plain = plain();
        let seen = |timestamp| vec![(5, Vec::new(), b"a".to_vec(), Some(timestamp))];
        let mut records = Records::default();
        assert_eq!(read(&mut records, &plain).unwrap(), seen(1_000));
        assert_eq!(read(&mut records, &with_attributes(&plain, CONTROL)).unwrap(), []);
        // The end of a transaction is not a record, what is in one is.
        assert_eq!(read(&mut records, &with_attributes(&plain, 1 << 4)).unwrap(), seen(1_000));
        let mut appended = plain.to_vec();
        // The latest of the batch's times, which the broker sets.
        appended[35..43].copy_from_slice(&9_000_i64.to_be_bytes());
        let appended = with_attributes(&appended.into(), APPEND_TIME);
        assert_eq!(read(&mut records, &appended).unwrap(), seen(9_000));
        assert_eq!(Records::next_offset_of(&with_attributes(&plain, CONTROL)).unwrap(), Some(6));
    }

    #[test]
    fn what_others_may_write_is_an_error_that_says_what_it_is() {
        let plain = plain();
        for (attributes, says) in [
            (1, "compressed in another way (1)"),
            (4, "in another way (4)"),
            (LZ4, "Kafka's clients do not write"),
        ] {
            let error = read(&mut Records::default(), &with_attributes(&plain, attributes)).unwrap_err();
            assert!(error.to_string().contains(says), "{error}");
        }
        let linked = encoded(&[record_of(0, 0, None, None)], Some(BlockMode::Linked));
        let error = read(&mut Records::default(), &linked).unwrap_err();
        assert_eq!(error.to_string(), "LZ4 in a form that Kafka's clients do not write (184d2204, 1000000)");
        let mut older = plain.to_vec();
        older[16] = 1;
        let error = Records::next_offset_of(&older).unwrap_err();
        assert_eq!(error.to_string(), "records in version 1 of the message format");
        let mut short = plain.to_vec();
        short[8..12].copy_from_slice(&3_i32.to_be_bytes());
        assert_eq!(
            read(&mut Records::default(), &short.into()).unwrap_err().to_string(),
            "a batch of 3 bytes"
        );
    }
}
