//! A copied log: one folder for each topic, in it one file for each partition, in it one JSON object for each record.
//!
//! ```text
//! <folder>/copy.json                       what was copied, when; written last, so that half a copy is none
//! <folder>/ledger.events/0.jsonl           the records of partition 0 in order
//! {"offset":0,"timestamp":1790000000123,"key":"0198…","headers":[["ce_id","0199…"],…],"value":"{\"id\":…}"}
//! ```
//!
//! Keys, header values and values are kept byte for byte: as a JSON string where they are UTF-8, else as
//! `{"base64":"…"}`.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use eventlog::{Headers, Topic};
use serde::{Deserialize, Serialize};

use super::{Record, Span, Step};
use crate::error::Error;

/// The version of the format.
const FORMAT: u32 = 1;
const MANIFEST: &str = "copy.json";

/// What a copy holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// The version of the format.
    pub(crate) tokenbook_log: u32,
    /// When the copy was begun.
    pub(crate) copied_at: DateTime<Utc>,
    /// The offset after the last copied record, by topic and partition.
    pub(crate) ends: BTreeMap<Topic, Vec<i64>>,
}

impl Manifest {
    pub(crate) const fn new(copied_at: DateTime<Utc>, ends: BTreeMap<Topic, Vec<i64>>) -> Self {
        Self { tokenbook_log: FORMAT, copied_at, ends }
    }
}

/// A copied log.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    manifest: Manifest,
}

impl Folder {
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let file = path.join(MANIFEST);
        let text = fs::read_to_string(&file).map_err(Error::file(&file))?;
        let manifest: Manifest =
            serde_json::from_str(&text).map_err(|error| Error::unreadable(&file, error))?;
        if manifest.tokenbook_log != FORMAT {
            let problem = format!("has format {}, and this tokenctl reads {FORMAT}", manifest.tokenbook_log);
            return Err(Error::unreadable(&file, problem));
        }
        Ok(Self { path: path.to_owned(), manifest })
    }

    pub(super) fn partitions(&self, topic: &Topic) -> Option<i32> {
        self.manifest.ends.get(topic).and_then(|ends| i32::try_from(ends.len()).ok())
    }

    pub(super) fn end(&self, topic: &Topic, partition: i32) -> Result<i64, Error> {
        let ends = self.manifest.ends.get(topic);
        let end = usize::try_from(partition).ok().and_then(|partition| ends?.get(partition));
        end.copied().ok_or_else(|| Error::NotFound(format!("the copy has no partition {topic}/{partition}")))
    }

    pub(super) fn visit(&self, span: Span<'_>, visit: &mut dyn FnMut(Record) -> Step) -> Result<(), Error> {
        let path = partition_file(&self.path, span.topic, span.partition);
        let file = File::open(&path).map_err(Error::file(&path))?;
        for (number, line) in BufReader::new(file).lines().enumerate() {
            let line = line.map_err(Error::file(&path))?;
            let stored: Stored = serde_json::from_str(&line).map_err(|error| {
                Error::unreadable(&path, format!("line {}: {error}", number.saturating_add(1)))
            })?;
            let record = stored.into_record(span.partition);
            if span.to.is_some_and(|to| record.offset >= to) {
                break;
            }
            if record.offset >= span.from && visit(record)?.is_break() {
                break;
            }
        }
        Ok(())
    }
}

/// Writes a copy. Nothing of it counts before [`Writer::finish`].
#[derive(Debug)]
pub(crate) struct Writer {
    path: PathBuf,
}

impl Writer {
    /// Begins a copy in a folder that is empty or not there yet.
    pub(crate) fn create(path: &Path) -> Result<Self, Error> {
        fs::create_dir_all(path).map_err(Error::file(path))?;
        let mut inside = fs::read_dir(path).map_err(Error::file(path))?;
        if inside.next().is_some() {
            return Err(Error::Usage(format!("{} is not empty", path.display())));
        }
        Ok(Self { path: path.to_owned() })
    }

    /// Begins a partition.
    pub(crate) fn partition(&self, topic: &Topic, partition: i32) -> Result<PartitionWriter, Error> {
        let path = partition_file(&self.path, topic, partition);
        let folder = self.path.join(topic.name());
        fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
        let file = File::create_new(&path).map_err(Error::file(&path))?;
        Ok(PartitionWriter { path, out: BufWriter::new(file) })
    }

    /// Makes the copy count.
    pub(crate) fn finish(self, manifest: &Manifest) -> Result<(), Error> {
        let path = self.path.join(MANIFEST);
        let mut text =
            serde_json::to_vec_pretty(manifest).map_err(|error| Error::Defect(error.to_string()))?;
        text.push(b'\n');
        fs::write(&path, text).map_err(Error::file(&path))
    }
}

/// Writes one partition of a copy.
#[derive(Debug)]
pub(crate) struct PartitionWriter {
    path: PathBuf,
    out: BufWriter<File>,
}

impl PartitionWriter {
    pub(crate) fn write(&mut self, record: &Record) -> Result<(), Error> {
        let mut line = serde_json::to_vec(&Stored::from_record(record))
            .map_err(|error| Error::Defect(error.to_string()))?;
        line.push(b'\n');
        self.out.write_all(&line).map_err(Error::file(&self.path))
    }

    /// Sees to it that all of it is on the disk.
    pub(crate) fn finish(self) -> Result<(), Error> {
        let Self { path, out } = self;
        let file = out.into_inner().map_err(|error| Error::file(&path)(error.into_error()))?;
        file.sync_all().map_err(Error::file(&path))
    }
}

fn partition_file(folder: &Path, topic: &Topic, partition: i32) -> PathBuf {
    folder.join(topic.name()).join(format!("{partition}.jsonl"))
}

/// Bytes as they stand in a file of ours: readable where they are text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Octets {
    /// UTF-8.
    Text(String),
    /// Anything else.
    Base64 {
        /// Standard alphabet, with padding.
        #[serde(with = "base64_text")]
        base64: Vec<u8>,
    },
}

impl Octets {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        match str::from_utf8(bytes) {
            Ok(text) => Self::Text(text.to_owned()),
            Err(_) => Self::Base64 { base64: bytes.to_owned() },
        }
    }

    pub(crate) fn into_bytes(self) -> Bytes {
        match self {
            Self::Text(text) => text.into(),
            Self::Base64 { base64 } => base64.into(),
        }
    }
}

mod base64_text {
    use serde::de::Error as _;
    use serde::{Deserializer, Serializer};

    use base64::Engine as _;

    use super::{BASE64_STANDARD, Deserialize};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64_STANDARD.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(deserializer)?;
        BASE64_STANDARD.decode(text).map_err(D::Error::custom)
    }
}

#[derive(Serialize, Deserialize)]
struct Stored {
    offset: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    timestamp: Option<i64>,
    key: Octets,
    #[serde(default)]
    headers: Vec<(String, Octets)>,
    value: Octets,
}

impl Stored {
    fn from_record(record: &Record) -> Self {
        Self {
            offset: record.offset,
            timestamp: record.timestamp_ms,
            key: Octets::of(&record.key),
            headers: record
                .headers
                .iter()
                .map(|(name, value)| (name.to_owned(), Octets::of(value)))
                .collect(),
            value: Octets::of(&record.value),
        }
    }

    fn into_record(self, partition: i32) -> Record {
        let mut headers = Headers::default();
        for (name, value) in self.headers {
            headers.push(name, value.into_bytes());
        }
        Record {
            partition,
            offset: self.offset,
            timestamp_ms: self.timestamp,
            key: self.key.into_bytes(),
            value: self.value.into_bytes(),
            headers,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;

    #[test]
    fn a_copy_gives_back_every_byte() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("copy");
        let mut headers = Headers::default();
        headers.push("ce_id", "0199");
        headers.push("raw", &[0_u8, 0xff][..]);
        let strange = Record {
            partition: 1,
            offset: 7,
            timestamp_ms: Some(1_790_000_000_123),
            key: Bytes::from_static(b"\xfe\xff"),
            value: Bytes::from_static(b"{ \"spaces\" :\t\"\\u00e9 and \xc3\xa9\"}\n"),
            headers,
        };
        let plain = Record { offset: 8, timestamp_ms: None, key: Bytes::new(), ..strange.clone() };

        let writer = Writer::create(&path).unwrap();
        for partition in 0..2 {
            let mut file = writer.partition(&Topic::LEDGER, partition).unwrap();
            if partition == 1 {
                file.write(&strange).unwrap();
                file.write(&plain).unwrap();
            }
            file.finish().unwrap();
        }
        assert!(Folder::open(&path).is_err(), "half a copy is none");
        writer.finish(&Manifest::new(DateTime::UNIX_EPOCH, [(Topic::LEDGER, vec![0, 9])].into())).unwrap();

        let copy = Folder::open(&path).unwrap();
        assert_eq!(copy.partitions(&Topic::LEDGER), Some(2));
        assert_eq!(copy.partitions(&Topic::PAYMENTS), None);
        assert_eq!(copy.end(&Topic::LEDGER, 1).unwrap(), 9);
        let mut read = Vec::new();
        let mut keep = |record| {
            read.push(record);
            Ok(ControlFlow::Continue(()))
        };
        copy.visit(Span::all(&Topic::LEDGER, 1), &mut keep).unwrap();
        assert_eq!(read, [strange, plain]);
        assert!(Writer::create(&path).is_err(), "a copy is not written over another");
    }
}
