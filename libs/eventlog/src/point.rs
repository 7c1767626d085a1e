//! Reading from a task: a thread of its own does the blocking.

use tokio::sync::{mpsc, oneshot};

use crate::{KafkaSettings, LogError, LogReader, LogRecord, Topic};

/// Point reads waiting at most; more wait outside.
const QUEUE: usize = 64;

/// Records per batch of [`LogReader::batches`].
const BATCH: usize = 512;

/// Batches read ahead at most.
const BATCHES_AHEAD: usize = 4;

enum Question {
    Record(Topic, i32, i64, oneshot::Sender<Result<LogRecord, LogError>>),
    HighWatermark(Topic, i32, oneshot::Sender<Result<i64, LogError>>),
}

/// Reads single records through one consumer, one after another, and through another one after a failure; clones share it.
#[derive(Clone)]
pub struct PointReader {
    questions: mpsc::Sender<Question>,
}

impl PointReader {
    /// Starts the reader's thread, which ends when the last clone is dropped.
    pub fn start(settings: &KafkaSettings) -> Result<Self, LogError> {
        let mut reader = LogReader::for_points(settings)?;
        let (questions, mut asked) = mpsc::channel(QUEUE);
        let settings = settings.clone();
        std::thread::spawn(move || {
            while let Some(question) = asked.blocking_recv() {
                // Whoever asked may have gone; then nobody minds that the answer is lost.
                let failed = match question {
                    Question::Record(topic, partition, offset, answer) if !answer.is_closed() => {
                        let read = reader.read_one(&topic, partition, offset);
                        let failed = read.is_err();
                        drop(answer.send(read));
                        failed
                    }
                    Question::HighWatermark(topic, partition, answer) if !answer.is_closed() => {
                        let end = reader.high_watermark(&topic, partition);
                        let failed = end.is_err();
                        drop(answer.send(end));
                        failed
                    }
                    Question::Record(..) | Question::HighWatermark(..) => false,
                };
                // The next one had better not depend on what is wrong with this client.
                if failed && let Ok(another) = LogReader::for_points(&settings) {
                    reader = another;
                }
            }
        });
        Ok(Self { questions })
    }

    /// Reads the record at one offset.
    pub async fn read_one(&self, topic: &Topic, partition: i32, offset: i64) -> Result<LogRecord, LogError> {
        let (answer, answered) = oneshot::channel();
        let question = Question::Record(topic.clone(), partition, offset, answer);
        self.questions.send(question).await.map_err(|_| LogError::Closed)?;
        answered.await.map_err(|_| LogError::Closed)?
    }

    /// The offset that the next record of the partition will get.
    pub async fn high_watermark(&self, topic: &Topic, partition: i32) -> Result<i64, LogError> {
        let (answer, answered) = oneshot::channel();
        let question = Question::HighWatermark(topic.clone(), partition, answer);
        self.questions.send(question).await.map_err(|_| LogError::Closed)?;
        answered.await.map_err(|_| LogError::Closed)?
    }
}

impl LogReader {
    /// Reads a range from a thread of its own: batches of records in order, bounded read-ahead, an error last.
    ///
    /// The thread ends with the range, or when the receiver is dropped.
    pub fn batches(
        settings: &KafkaSettings,
        topic: Topic,
        partition: i32,
        from: i64,
        to: Option<i64>,
    ) -> Result<mpsc::Receiver<Result<Vec<LogRecord>, LogError>>, LogError> {
        let mut reader = LogReader::for_ranges(settings)?;
        let (batches, received) = mpsc::channel(BATCHES_AHEAD);
        std::thread::spawn(move || {
            let range = match reader.read_range(&topic, partition, from, to) {
                Ok(range) => range,
                Err(error) => return drop(batches.blocking_send(Err(error))),
            };
            let mut batch = Vec::with_capacity(BATCH);
            for record in range {
                match record {
                    Ok(record) => batch.push(record),
                    Err(error) => {
                        // What came before the error is still good.
                        drop(batches.blocking_send(Ok(batch)));
                        return drop(batches.blocking_send(Err(error)));
                    }
                }
                if batch.len() == BATCH
                    && batches
                        .blocking_send(Ok(std::mem::replace(&mut batch, Vec::with_capacity(BATCH))))
                        .is_err()
                {
                    return;
                }
            }
            if !batch.is_empty() {
                drop(batches.blocking_send(Ok(batch)));
            }
        });
        Ok(received)
    }
}
