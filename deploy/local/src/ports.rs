//! Which part of a stack listens where.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Result};
use crate::free_ports::free_port;
use crate::services::Service;

/// A port that a stack listens on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Port {
    /// Kafka, for clients.
    Kafka,
    /// PostgreSQL.
    Postgres,
    /// HTTP of the gateway or of the sandbox processor.
    Http(Service),
    /// gRPC of a service.
    Grpc(Service),
    /// Metrics and health of a service.
    Admin(Service),
}

impl fmt::Display for Port {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kafka => formatter.write_str("kafka"),
            Self::Postgres => formatter.write_str("postgres"),
            Self::Http(service) => write!(formatter, "{service}"),
            Self::Grpc(service) => write!(formatter, "{service}-grpc"),
            Self::Admin(service) => write!(formatter, "{service}-admin"),
        }
    }
}

/// The ports of a stack, all on 127.0.0.1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ports(BTreeMap<Port, u16>);

impl Ports {
    /// The ports that the documentation names.
    pub fn fixed() -> Self {
        use Service::{Accounts, Gateway, Generation, Ledger, Payments, SandboxProcessor};
        Self(BTreeMap::from([
            (Port::Kafka, 9092),
            (Port::Postgres, 54329),
            (Port::Http(Gateway), 8080),
            (Port::Http(SandboxProcessor), 7300),
            (Port::Grpc(Accounts), 7101),
            (Port::Grpc(Payments), 7102),
            (Port::Grpc(Generation), 7103),
            (Port::Grpc(Ledger), 7104),
            (Port::Admin(Gateway), 7200),
            (Port::Admin(Accounts), 7201),
            (Port::Admin(Payments), 7202),
            (Port::Admin(Generation), 7203),
            (Port::Admin(Ledger), 7204),
            (Port::Admin(SandboxProcessor), 7205),
        ]))
    }

    /// Ports that nobody else has, for tests.
    pub fn free() -> Result<Self> {
        let mut ports = Self::fixed();
        for port in ports.0.values_mut() {
            *port = free_port()?;
        }
        Ok(ports)
    }

    /// The same with one changed.
    #[must_use]
    pub fn with(mut self, choice: PortChoice) -> Self {
        self.0.insert(choice.port, choice.number);
        self
    }

    /// The number of a port; 0 for a service that has no such port.
    pub fn get(&self, port: Port) -> u16 {
        self.0.get(&port).copied().unwrap_or_default()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (Port, u16)> + '_ {
        self.0.iter().map(|(port, number)| (*port, *number))
    }
}

/// One port as a person gives it: `kafka=9093`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PortChoice {
    port: Port,
    number: u16,
}

impl FromStr for PortChoice {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let names = || Ports::fixed().0.into_keys();
        let listed = || names().map(|port| port.to_string()).collect::<Vec<_>>().join(", ");
        let (name, number) = text.split_once('=').ok_or_else(|| {
            Error::missing(format!("`{text}` names no port"), "write for example kafka=9093")
        })?;
        let port = names().find(|port| port.to_string() == name).ok_or_else(|| {
            Error::missing(format!("there is no port `{name}`"), format!("choose of {}", listed()))
        })?;
        let number = number.parse().ok().filter(|number| *number > 0).ok_or_else(|| {
            Error::missing(format!("`{number}` is no port number"), "choose one from 1 to 65535")
        })?;
        Ok(Self { port, number })
    }
}

/// What changes a port, for messages.
pub(crate) fn setting(port: Port) -> String {
    format!("`--port {port}=<number>` or TOKENBOOK_LOCAL_PORTS={port}=<number>")
}

#[cfg(test)]
mod tests {
    use super::{Port, Ports};

    #[test]
    fn a_port_is_changed_by_its_name() {
        let ports = Ports::fixed().with("ledger-grpc=7999".parse().unwrap());
        assert_eq!(ports.iter().find(|(port, _)| port.to_string() == "ledger-grpc").unwrap().1, 7999);
        assert_eq!(ports.get(Port::Kafka), 9092);
    }

    #[test]
    fn a_wrong_choice_is_answered_with_the_right_ones() {
        let error = "kafak=1".parse::<super::PortChoice>().unwrap_err().to_string();
        assert!(error.contains("kafak") && error.contains("kafka, postgres"), "{error}");
        for wrong in ["kafka", "kafka=", "kafka=0", "kafka=65536"] {
            assert!(wrong.parse::<super::PortChoice>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn no_two_fixed_ports_are_the_same() {
        let numbers: std::collections::BTreeSet<u16> =
            Ports::fixed().iter().map(|(_, number)| number).collect();
        assert_eq!(numbers.len(), Ports::fixed().iter().count());
    }
}
