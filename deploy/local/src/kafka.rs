//! A Kafka broker that is a controller too (`KRaft` combined mode), on 127.0.0.1: alone, or one of a cluster.

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
const SERVER_LOG: &str = "server.log";
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
    /// Its place among several; alone without.
    pub place: Option<KafkaPlace>,
}

/// A broker's place in a cluster, each node of which is a broker and a controller. [`crate::KafkaCluster`] gives them.
#[derive(Clone, Debug)]
pub struct KafkaPlace {
    /// Its number, from 1.
    pub node: u16,
    /// The ports on which the nodes meet as controllers, in the order of their numbers.
    pub controllers: Vec<u16>,
    /// The cluster's id.
    pub cluster_id: String,
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
            place: None,
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
    // How long its log was before it started.
    log_start: u64,
}

impl KafkaServer {
    /// Starts a broker and waits until it serves. A folder used before, also by a broker that was killed, keeps its data.
    pub async fn start(distribution: &Distribution, options: KafkaOptions) -> Result<Self> {
        let server = Self::launch(distribution, options).await?;
        server.started().await?;
        Ok(server)
    }

    /// Starts a broker and does not wait: one of a cluster serves only once most of them run.
    pub(crate) async fn launch(distribution: &Distribution, options: KafkaOptions) -> Result<Self> {
        let logs = options.dir.join("logs");
        fs::create_dir_all(&logs).doing("create", &logs)?;
        Self::wait_for_predecessor(&options.dir).await?;
        require_free(options.port, "Kafka", &setting(Port::Kafka))?;
        write_configuration(&options)?;
        format_once(distribution, &options).await?;
        let log_start = size(&logs.join(SERVER_LOG));
        let process = Guarded::start(launch(distribution, &options))?;
        Ok(Self { options, process, log_start })
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

    /// Waits until it serves.
    pub(crate) async fn started(&self) -> Result<()> {
        let (log, seen) = (&self.logs_dir().join(SERVER_LOG), self.log_start);
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
    fs::write(&path, server_properties(options)?).doing("write", &path)?;
    let path = options.dir.join("log4j2.xml");
    fs::write(&path, log_configuration(&options.dir.join("logs").join(SERVER_LOG), options.ephemeral))
        .doing("write", &path)
}

/// What is replicated has a replica on each of so many nodes at most.
const REPLICAS: usize = 3;

fn server_properties(options: &KafkaOptions) -> Result<String> {
    // Alone, the controller's port is only for the broker itself, so any free one does, and it may change from start to start.
    let (node, controllers) = match &options.place {
        Some(place) => (place.node, place.controllers.clone()),
        None => (1, vec![free_port()?]),
    };
    let controller = controllers.get(usize::from(node).saturating_sub(1)).copied().ok_or_else(|| {
        Error::missing(format!("node {node} has no port as a controller"), "name one port for each node")
    })?;
    let voters: Vec<String> =
        controllers.iter().zip(1..).map(|(port, node)| format!("{node}@127.0.0.1:{port}")).collect();
    let voters = voters.join(",");
    let replicas = controllers.len().min(REPLICAS);
    // With three replicas two must have what is acknowledged.
    let in_sync = replicas.saturating_sub(1).max(1);
    let (port, data) = (options.port, options.dir.join("log"));
    let flush = if options.flush_every_message { FLUSH_EVERY_MESSAGE } else { "" };
    Ok(format!(
        "process.roles=broker,controller\n\
         node.id={node}\n\
         controller.quorum.voters={voters}\n\
         listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}\n\
         advertised.listeners=PLAINTEXT://127.0.0.1:{port}\n\
         controller.listener.names=CONTROLLER\n\
         inter.broker.listener.name=PLAINTEXT\n\
         listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT\n\
         log.dirs={data}\n\
         auto.create.topics.enable=false\n\
         num.partitions=4\n\
         default.replication.factor={replicas}\n\
         min.insync.replicas={in_sync}\n\
         unclean.leader.election.enable=false\n\
         offsets.topic.num.partitions=4\n\
         offsets.topic.replication.factor={replicas}\n\
         offsets.retention.minutes=5256000\n\
         transaction.state.log.num.partitions=4\n\
         transaction.state.log.replication.factor={replicas}\n\
         transaction.state.log.min.isr={in_sync}\n\
         share.coordinator.state.topic.num.partitions=4\n\
         share.coordinator.state.topic.replication.factor={replicas}\n\
         share.coordinator.state.topic.min.isr={in_sync}\n\
         group.initial.rebalance.delay.ms=0\n\
         broker.session.timeout.ms=2000\n\
         broker.heartbeat.interval.ms=500\n\
         num.network.threads=2\n\
         num.io.threads=2\n\
         {flush}",
        data = data.display(),
    ))
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
        copy_files(&template, &data)?;
        return options.place.as_ref().map_or(Ok(()), |place| rename(&data, place));
    }
    let flags = vec![
        "-Xmx128m".to_owned(),
        "-XX:TieredStopAtLevel=1".to_owned(),
        format!("-Dlog4j2.configurationFile={}", options.dir.join("log4j2.xml").display()),
    ];
    let mut command = java_command(distribution, &flags, "kafka.tools.StorageTool");
    let cluster_id = options.place.as_ref().map_or_else(random_id, |place| Ok(place.cluster_id.clone()))?;
    command.extend(["format", "-t", &cluster_id, "-c"].map(OsString::from));
    command.push(options.dir.join("server.properties").into_os_string());
    let log = options.dir.join("logs/format.log");
    let output =
        tokio::task::spawn_blocking(move || Command::new(&command[0]).args(&command[1..]).output()).await;
    let output =
        output.map_err(std::io::Error::other).and_then(|output| output).doing("run Java in", &options.dir)?;
    if output.status.success() {
        let typical = options.ephemeral && options.place.is_none();
        return if typical { publish_template(&data, &template) } else { Ok(()) };
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

/// Makes the copy of a folder that was formatted for a broker alone another node's.
fn rename(data: &Path, place: &KafkaPlace) -> Result<()> {
    let path = data.join("meta.properties");
    let KafkaPlace { node, cluster_id, .. } = place;
    let directory = random_id()?;
    let text = format!("version=1\ncluster.id={cluster_id}\nnode.id={node}\ndirectory.id={directory}\n");
    fs::write(&path, text).doing("write", &path)
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

/// A random id for a cluster: 16 bytes in unpadded URL-safe base64, as Kafka's own tool makes it.
pub(crate) fn random_id() -> Result<String> {
    let mut bytes = crate::secrets::random::<16>()?;
    // Kafka refuses an id that starts with a dash, because its tools would take it for an option.
    bytes[0] &= 0x7f;
    Ok(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::{FLUSH_EVERY_MESSAGE, KafkaOptions, KafkaPlace, server_properties};

    /// The values of all settings whose names speak of these.
    fn values<'a>(text: &'a str, about: &[&str]) -> Vec<&'a str> {
        let lines = text.lines().filter(|line| about.iter().any(|word| line.contains(word)));
        lines.filter_map(|line| line.split_once('=').map(|(_, value)| value)).collect()
    }

    #[test]
    fn every_replication_setting_fits_one_broker() {
        let text = server_properties(&KafkaOptions::new("/d", 9092)).unwrap();
        assert_eq!(values(&text, &["replication", "isr", "insync"]), ["1"; 7]);
        assert!(text.contains("auto.create.topics.enable=false"));
    }

    #[test]
    fn three_brokers_keep_three_replicas_and_acknowledge_with_two() {
        let place = KafkaPlace { node: 2, controllers: vec![21, 22, 23], cluster_id: "c".to_owned() };
        let options = KafkaOptions { place: Some(place), ..KafkaOptions::new("/d", 12) };
        let text = server_properties(&options).unwrap();
        assert_eq!(values(&text, &["replication"]), ["3"; 4]);
        assert_eq!(values(&text, &["min.isr", "insync"]), ["2"; 3]);
        assert_eq!(values(&text, &["unclean"]), ["false"]);
        assert_eq!(values(&text, &["node.id"]), ["2"]);
        assert_eq!(values(&text, &["voters"]), ["1@127.0.0.1:21,2@127.0.0.1:22,3@127.0.0.1:23"]);
        assert!(text.contains("listeners=PLAINTEXT://127.0.0.1:12,CONTROLLER://127.0.0.1:22\n"));
    }

    #[test]
    fn a_node_without_a_port_is_refused() {
        let place = KafkaPlace { node: 3, controllers: vec![21, 22], cluster_id: "c".to_owned() };
        let options = KafkaOptions { place: Some(place), ..KafkaOptions::new("/d", 12) };
        assert!(server_properties(&options).unwrap_err().to_string().contains("node 3"));
    }

    #[test]
    fn appends_are_flushed_only_when_asked() {
        let options = KafkaOptions::new("/d", 9092);
        assert!(!server_properties(&options).unwrap().contains(FLUSH_EVERY_MESSAGE));
        let options = KafkaOptions { flush_every_message: true, ..options };
        assert!(server_properties(&options).unwrap().ends_with(FLUSH_EVERY_MESSAGE));
    }
}
