//! One Kafka broker, which is its own controller (`KRaft` combined mode), on 127.0.0.1.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use base64::Engine as _;
use tokio::time::{Instant, sleep};

use crate::distribution::Distribution;
use crate::error::{Doing as _, Error, Result};
use crate::free_ports::{free_port, require_free};
use crate::guard::{Guarded, Launch, Signal, describe, size, tail, wait_for_predecessor, written_since};
use crate::ports::{Port, setting};

const START_DEADLINE: Duration = Duration::from_secs(90);
const STOP_GRACE: Duration = Duration::from_secs(30);
const PID_FILE: &str = "guard.pid";
const STARTED: &str = "Kafka Server started";
const FLUSH_EVERY_MESSAGE: &str = "log.flush.interval.messages=1\n";

/// How a broker is to run.
#[derive(Clone, Debug)]
pub struct KafkaOptions {
    /// Its folder; data found there is taken up.
    pub dir: PathBuf,
    /// The port for clients.
    pub port: u16,
    /// Whether each append is flushed to disk before it is acknowledged, which survives a power cut.
    pub flush_every_message: bool,
    /// The Java heap.
    pub heap_mb: u32,
    /// More of Java's own options; they win over the heap's.
    pub jvm: Vec<String>,
    /// Whether its data is for one test run only: started faster, ended by SIGKILL when its owner is gone.
    pub ephemeral: bool,
}

impl KafkaOptions {
    /// A broker whose data is kept.
    pub fn new(dir: impl Into<PathBuf>, port: u16) -> Self {
        Self {
            dir: dir.into(),
            port,
            flush_every_message: false,
            heap_mb: 1024,
            jvm: Vec::new(),
            ephemeral: false,
        }
    }

    /// A broker for tests.
    pub fn ephemeral(dir: impl Into<PathBuf>, port: u16) -> Self {
        Self { heap_mb: 512, ephemeral: true, ..Self::new(dir, port) }
    }
}

/// A running broker; dropping it ends it.
#[derive(Debug)]
pub struct KafkaServer {
    options: KafkaOptions,
    process: Guarded,
}

impl KafkaServer {
    /// Starts a broker and waits until it serves. A folder used before, also by a broker that was killed, keeps its data.
    pub async fn start(distribution: &Distribution, options: KafkaOptions) -> Result<Self> {
        let logs = options.dir.join("logs");
        fs::create_dir_all(&logs).doing("create", &logs)?;
        Self::wait_for_predecessor(&options.dir).await?;
        require_free(options.port, "Kafka", &setting(Port::Kafka))?;
        write_configuration(&options)?;
        format_once(distribution, &options).await?;
        let server_log = logs.join("server.log");
        let seen = size(&server_log);
        let process = Guarded::start(launch(distribution, &options))?;
        let server = Self { options, process };
        server.wait_until_started(&server_log, seen).await?;
        Ok(server)
    }

    /// `host:port` for clients.
    pub fn brokers(&self) -> String {
        format!("127.0.0.1:{}", self.options.port)
    }

    /// The folder of its logs.
    pub fn logs_dir(&self) -> PathBuf {
        self.options.dir.join("logs")
    }

    /// The process id of the broker, while it lives.
    pub fn pid(&self) -> Option<u32> {
        self.process.pid()
    }

    /// Ends it cleanly.
    pub async fn stop(&self) {
        self.process.stop(Signal::Terminate, STOP_GRACE).await;
    }

    /// Ends it by SIGKILL, and returns when it is gone.
    pub async fn kill(&self) {
        self.process.stop(Signal::Kill, STOP_GRACE).await;
    }

    /// Waits for one that an owner who was killed left behind, whose guard ends it within moments.
    pub(crate) async fn wait_for_predecessor(dir: &Path) -> Result<()> {
        wait_for_predecessor("Kafka", &dir.join(PID_FILE), STOP_GRACE).await
    }

    /// Passes it a signal, such as [`Signal::Stop`] to let it stand still.
    pub fn signal(&self, signal: Signal) {
        self.process.signal(signal);
    }

    /// Returns when it has ended, with how.
    pub(crate) async fn exited(&self) -> String {
        describe(self.process.exited().await)
    }

    async fn wait_until_started(&self, log: &Path, seen: u64) -> Result<()> {
        let deadline = Instant::now() + START_DEADLINE;
        loop {
            // A log that became smaller was rolled over at start.
            let from = if size(log) < seen { 0 } else { seen };
            if written_since(log, from).contains(STARTED) {
                return Ok(());
            }
            let remedy =
                "free memory or disk may be short; `make clean` starts afresh if the data is damaged";
            let failed = |happened: &str| {
                if size(log) > from {
                    self.process.not_started_in(log, from, happened, remedy)
                } else {
                    self.process.not_started(happened, remedy)
                }
            };
            if let Some(status) = self.process.exit_status() {
                return Err(failed(&describe(status)));
            }
            if Instant::now() > deadline {
                return Err(failed("was not up in 90 seconds"));
            }
            sleep(Duration::from_millis(50)).await;
        }
    }
}

/// The command line that runs a class of Kafka.
pub(crate) fn java_command(distribution: &Distribution, flags: &[String], class: &str) -> Vec<OsString> {
    let mut command = vec![distribution.java().as_os_str().to_owned()];
    command.extend(flags.iter().map(OsString::from));
    command.push("-cp".into());
    command.push(distribution.kafka_class_path());
    command.push(class.into());
    command
}

fn launch(distribution: &Distribution, options: &KafkaOptions) -> Launch {
    let mut flags = vec![
        format!("-Xmx{}m", options.heap_mb),
        "-Djava.awt.headless=true".to_owned(),
        format!("-Dlog4j2.configurationFile={}", options.dir.join("log4j2.xml").display()),
    ];
    if options.ephemeral {
        // Compiled less, collected by one thread: up sooner, and kinder to the tests beside it.
        flags.extend(["-XX:+UseSerialGC".to_owned(), "-XX:TieredStopAtLevel=1".to_owned()]);
    }
    flags.extend(options.jvm.iter().cloned());
    let mut command = java_command(distribution, &flags, "kafka.Kafka");
    command.push(options.dir.join("server.properties").into_os_string());
    Launch {
        part: "Kafka".to_owned(),
        command,
        environment: BTreeMap::new(),
        folder: options.dir.clone(),
        log: options.dir.join("logs/console.log"),
        pid_file: options.dir.join(PID_FILE),
        orphan: if options.ephemeral { Signal::Kill } else { Signal::Terminate },
        grace: STOP_GRACE,
    }
}

fn write_configuration(options: &KafkaOptions) -> Result<()> {
    let path = options.dir.join("server.properties");
    fs::write(&path, server_properties(options, free_port()?)).doing("write", &path)?;
    let path = options.dir.join("log4j2.xml");
    fs::write(&path, log_configuration(&options.dir.join("logs/server.log"), options.ephemeral))
        .doing("write", &path)
}

/// The controller's port is only for the broker itself, so any free one does, and it may change from start to start.
fn server_properties(options: &KafkaOptions, controller: u16) -> String {
    let (port, data) = (options.port, options.dir.join("log"));
    let flush = if options.flush_every_message { FLUSH_EVERY_MESSAGE } else { "" };
    format!(
        "process.roles=broker,controller\n\
         node.id=1\n\
         controller.quorum.voters=1@127.0.0.1:{controller}\n\
         listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}\n\
         advertised.listeners=PLAINTEXT://127.0.0.1:{port}\n\
         controller.listener.names=CONTROLLER\n\
         inter.broker.listener.name=PLAINTEXT\n\
         listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT\n\
         log.dirs={data}\n\
         auto.create.topics.enable=false\n\
         num.partitions=4\n\
         default.replication.factor=1\n\
         min.insync.replicas=1\n\
         offsets.topic.num.partitions=4\n\
         offsets.topic.replication.factor=1\n\
         offsets.retention.minutes=5256000\n\
         transaction.state.log.num.partitions=4\n\
         transaction.state.log.replication.factor=1\n\
         transaction.state.log.min.isr=1\n\
         share.coordinator.state.topic.num.partitions=4\n\
         share.coordinator.state.topic.replication.factor=1\n\
         share.coordinator.state.topic.min.isr=1\n\
         group.initial.rebalance.delay.ms=0\n\
         broker.session.timeout.ms=2000\n\
         broker.heartbeat.interval.ms=500\n\
         num.network.threads=2\n\
         num.io.threads=2\n\
         {flush}",
        data = data.display(),
    )
}

fn log_configuration(file: &Path, ephemeral: bool) -> String {
    let level = if ephemeral { "WARN" } else { "INFO" };
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<Configuration status="WARN">
  <Appenders>
    <RollingFile name="file" fileName="{file}" filePattern="{file}.%i">
      <PatternLayout pattern="[%d] %p %m (%c)%n"/>
      <SizeBasedTriggeringPolicy size="16 MB"/>
      <DefaultRolloverStrategy max="3"/>
    </RollingFile>
  </Appenders>
  <Loggers>
    <Logger name="kafka.server.KafkaRaftServer" level="INFO"/>
    <Root level="{level}"><AppenderRef ref="file"/></Root>
  </Loggers>
</Configuration>
"#,
        file = file.display()
    )
}

/// A new folder gets a cluster id and an empty metadata log.
async fn format_once(distribution: &Distribution, options: &KafkaOptions) -> Result<()> {
    let data = options.dir.join("log");
    if data.join("meta.properties").is_file() {
        return Ok(());
    }
    // A Java program for three small files takes seconds; brokers for tests may all start from the same ones.
    let template = distribution.folder().join("formatted");
    if options.ephemeral && template.is_dir() {
        return copy_files(&template, &data);
    }
    let flags = vec![
        "-Xmx128m".to_owned(),
        "-XX:TieredStopAtLevel=1".to_owned(),
        format!("-Dlog4j2.configurationFile={}", options.dir.join("log4j2.xml").display()),
    ];
    let mut command = java_command(distribution, &flags, "kafka.tools.StorageTool");
    command.extend(["format", "-t", &cluster_id()?, "-c"].map(OsString::from));
    command.push(options.dir.join("server.properties").into_os_string());
    let log = options.dir.join("logs/format.log");
    let output =
        tokio::task::spawn_blocking(move || Command::new(&command[0]).args(&command[1..]).output()).await;
    let output =
        output.map_err(std::io::Error::other).and_then(|output| output).doing("run Java in", &options.dir)?;
    if output.status.success() {
        return if options.ephemeral { publish_template(&data, &template) } else { Ok(()) };
    }
    fs::write(&log, [output.stdout, output.stderr].concat()).doing("write", &log)?;
    Err(Error::NotStarted {
        part: "Kafka's StorageTool".to_owned(),
        happened: format!("ended with {}", output.status),
        tail: tail(&log, 0),
        log,
        remedy: "`make clean` starts afresh".to_owned(),
    })
}

/// Leaves what was just formatted for brokers of other test processes, of which several may do the same at once.
fn publish_template(data: &Path, template: &Path) -> Result<()> {
    let new = template.with_extension(std::process::id().to_string());
    copy_files(data, &new)?;
    if fs::rename(&new, template).is_err() {
        fs::remove_dir_all(&new).doing("remove", &new)?;
    }
    Ok(())
}

fn copy_files(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).doing("create", to)?;
    for entry in fs::read_dir(from).doing("read", from)?.map_while(std::io::Result::ok) {
        fs::copy(entry.path(), to.join(entry.file_name())).doing("copy", &entry.path())?;
    }
    Ok(())
}

/// A random cluster id: 16 bytes in unpadded URL-safe base64, as Kafka's own tool makes it.
fn cluster_id() -> Result<String> {
    let mut bytes = crate::secrets::random::<16>()?;
    // Kafka refuses an id that starts with a dash, because its tools would take it for an option.
    bytes[0] &= 0x7f;
    Ok(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::{FLUSH_EVERY_MESSAGE, KafkaOptions, server_properties};

    #[test]
    fn every_replication_setting_fits_one_broker() {
        let text = server_properties(&KafkaOptions::new("/d", 9092), 9093);
        let replicated = text
            .lines()
            .filter(|line| line.contains("replication") || line.contains("isr") || line.contains("insync"));
        let values: Vec<&str> = replicated.filter_map(|line| line.split('=').nth(1)).collect();
        assert_eq!(values, ["1"; 7]);
        assert!(text.contains("auto.create.topics.enable=false"));
    }

    #[test]
    fn appends_are_flushed_only_when_asked() {
        let options = KafkaOptions::new("/d", 9092);
        assert!(!server_properties(&options, 9093).contains(FLUSH_EVERY_MESSAGE));
        let options = KafkaOptions { flush_every_message: true, ..options };
        assert!(server_properties(&options, 9093).ends_with(FLUSH_EVERY_MESSAGE));
    }
}
