//! The services, and with which settings each is started. **A new setting of a service goes into [`own_settings`].**

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use crate::authority::Authority;
use crate::error::Result;
use crate::ports::{Port, Ports};
use crate::secrets::Secrets;

/// A process of Tokenbook, in the order in which they start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Service {
    /// The card processor's sandbox, which stands for the outside world.
    SandboxProcessor,
    /// People, credentials, API keys.
    Accounts,
    /// Wallets.
    Ledger,
    /// Packages, orders, payments.
    Payments,
    /// Quotes, jobs, media.
    Generation,
    /// The public REST API.
    Gateway,
}

impl Service {
    /// All of them, in the order in which they start.
    pub const ALL: [Self; 6] = [
        Self::SandboxProcessor,
        Self::Accounts,
        Self::Ledger,
        Self::Payments,
        Self::Generation,
        Self::Gateway,
    ];

    /// Its name, as in its binary, certificate and log.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SandboxProcessor => "sandbox-processor",
            Self::Accounts => "accounts",
            Self::Ledger => "ledger",
            Self::Payments => "payments",
            Self::Generation => "generation",
            Self::Gateway => "gateway",
        }
    }

    /// Its database and the login role that owns it.
    pub const fn database(self) -> Option<&'static str> {
        match self {
            Self::SandboxProcessor => Some("sandbox_processor"),
            Self::Accounts => Some("accounts"),
            Self::Ledger => Some("ledger"),
            Self::Payments => Some("payments"),
            Self::Generation => Some("generation"),
            Self::Gateway => None,
        }
    }

    /// Its program in the given folder.
    pub(crate) fn program(self, bin_dir: &Path) -> PathBuf {
        bin_dir.join(format!("tokenbook-{self}"))
    }

    /// Whether it takes part in gRPC between services, as a server or a client, and in events.
    const fn is_internal(self) -> bool {
        !matches!(self, Self::SandboxProcessor)
    }

    const fn uses_kafka(self) -> bool {
        !matches!(self, Self::SandboxProcessor | Self::Gateway)
    }
}

impl fmt::Display for Service {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

/// Everything that the services' settings are made from.
#[derive(Debug)]
pub(crate) struct Wiring {
    pub(crate) home: PathBuf,
    pub(crate) ports: Ports,
    pub(crate) authority: Authority,
    pub(crate) secrets: Secrets,
}

impl Wiring {
    /// The environment of a service.
    pub(crate) fn environment(&mut self, service: Service) -> Result<BTreeMap<String, String>> {
        let mut settings = self.shared_settings(service)?;
        settings.extend(own_settings(service, self)?);
        Ok(settings.into_iter().map(|(name, value)| (format!("TOKENBOOK_{name}"), value)).collect())
    }

    /// The connection URL of a service's own database.
    pub(crate) fn database_url(&mut self, service: Service) -> Result<Option<String>> {
        let Some(database) = service.database() else { return Ok(None) };
        let password = self.database_password(database)?;
        let port = self.ports.get(Port::Postgres);
        Ok(Some(format!("postgres://{database}:{password}@127.0.0.1:{port}/{database}")))
    }

    pub(crate) fn database_password(&mut self, database: &str) -> Result<String> {
        self.secrets.hex(&format!("database/{database}"))
    }

    pub(crate) fn http_url(&self, service: Service) -> String {
        format!("http://{}", self.address(Port::Http(service)))
    }

    pub(crate) fn address(&self, port: Port) -> String {
        format!("127.0.0.1:{}", self.ports.get(port))
    }

    /// What services of one kind have in common.
    fn shared_settings(&mut self, service: Service) -> Result<Vec<(&'static str, String)>> {
        let mut settings = vec![("ADMIN_LISTEN", self.address(Port::Admin(service)))];
        if let Some(url) = self.database_url(service)? {
            settings.push(("DATABASE_URL", url));
        }
        if service.uses_kafka() {
            settings.push(("KAFKA_BROKERS", self.address(Port::Kafka)));
        }
        if service.is_internal() {
            let identity = self.authority.issue(service.name())?;
            settings.push(("TLS_CA", identity.ca.display().to_string()));
            settings.push(("TLS_CERT", identity.cert.display().to_string()));
            settings.push(("TLS_KEY", identity.key.display().to_string()));
            let grpc = |service| format!("https://localhost:{}", self.ports.get(Port::Grpc(service)));
            settings.push(("ACCOUNTS_URL", grpc(Service::Accounts)));
            settings.push(("PAYMENTS_URL", grpc(Service::Payments)));
            settings.push(("GENERATION_URL", grpc(Service::Generation)));
            settings.push(("LEDGER_URL", grpc(Service::Ledger)));
        }
        if self.ports.get(Port::Grpc(service)) > 0 {
            settings.push(("GRPC_LISTEN", self.address(Port::Grpc(service))));
        }
        if self.ports.get(Port::Http(service)) > 0 {
            settings.push(("HTTP_LISTEN", self.address(Port::Http(service))));
        }
        Ok(settings)
    }
}

/// The settings that only this service has, without their prefix `TOKENBOOK_`.
fn own_settings(service: Service, wiring: &mut Wiring) -> Result<Vec<(&'static str, String)>> {
    let folder = |name: &str| wiring.home.join(name).display().to_string();
    Ok(match service {
        Service::SandboxProcessor => vec![
            ("WEBHOOK_URL", format!("{}/v1/webhooks/sandbox", wiring.http_url(Service::Gateway))),
            ("WEBHOOK_SECRET", wiring.secrets.hex("webhook_secret")?),
            ("PROCESSOR_API_KEY", wiring.secrets.hex("processor_api_key")?),
        ],
        Service::Accounts => vec![("KEY_ENCRYPTION_KEY", wiring.secrets.base64("key_encryption_key")?)],
        Service::Payments => vec![
            ("PROCESSOR", "sandbox".to_owned()),
            ("PROCESSOR_URL", wiring.http_url(Service::SandboxProcessor)),
            ("WEBHOOK_SECRET", wiring.secrets.hex("webhook_secret")?),
            ("PROCESSOR_API_KEY", wiring.secrets.hex("processor_api_key")?),
        ],
        Service::Generation => vec![("PROVIDER", "sandbox".to_owned()), ("MEDIA_DIR", folder("media"))],
        Service::Gateway => vec![("PUBLIC_URL", wiring.http_url(Service::Gateway))],
        Service::Ledger => vec![("SNAPSHOTS", format!("file://{}", folder("snapshots")))],
    })
}
