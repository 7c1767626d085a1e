//! Kafka's own command-line tools, run from what was fetched, so that operators need install nothing.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::distribution::Distribution;
use crate::error::{Error, Result};
use crate::kafka::java_command;

const TOOLS: [(&str, &str); 6] = [
    ("consumer-groups", "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand"),
    ("console-consumer", "org.apache.kafka.tools.consumer.ConsoleConsumer"),
    ("console-producer", "org.apache.kafka.tools.ConsoleProducer"),
    ("get-offsets", "org.apache.kafka.tools.GetOffsetShell"),
    ("topics", "org.apache.kafka.tools.TopicCommand"),
    ("configs", "org.apache.kafka.tools.ConfigCommand"),
];

/// The tools that [`kafka_tool`] knows.
pub fn kafka_tool_names() -> impl Iterator<Item = &'static str> {
    TOOLS.iter().map(|(name, _)| *name)
}

/// The command that runs one of Kafka's tools, against the stack in `home` unless the arguments name another broker.
pub fn kafka_tool(
    distribution: &Distribution,
    home: &Path,
    name: &str,
    arguments: &[OsString],
) -> Result<Command> {
    let Some((_, class)) = TOOLS.iter().find(|(tool, _)| *tool == name) else {
        let names: Vec<&str> = kafka_tool_names().collect();
        return Err(Error::missing(
            format!("there is no Kafka tool `{name}`"),
            format!("one of {}", names.join(", ")),
        ));
    };
    let flags = ["-Xmx256m", "-XX:TieredStopAtLevel=1"].map(str::to_owned);
    let line = java_command(distribution, &flags, class);
    let mut command = Command::new(&line[0]);
    command.args(&line[1..]).args(arguments);
    let named =
        |argument: &OsString| argument.to_str().is_some_and(|text| text.starts_with("--bootstrap-server"));
    if !arguments.iter().any(named) {
        command.arg("--bootstrap-server").arg(brokers(home));
    }
    Ok(command)
}

/// Where the broker of this stack listens, or would if it ran.
fn brokers(home: &Path) -> String {
    let properties = fs::read_to_string(home.join("kafka/server.properties")).unwrap_or_default();
    let listener = properties.lines().find_map(|line| line.strip_prefix("advertised.listeners=PLAINTEXT://"));
    listener.unwrap_or("127.0.0.1:9092").to_owned()
}
