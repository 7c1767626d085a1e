//! The gateway's configuration.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::time::Duration;

use axum::http::HeaderValue;
use clap::{Args, Parser};
use runtime::{HasOptions, Options, TlsOptions};
use serde::Serialize;

/// The public REST interface of Tokenbook.
#[derive(Parser, Clone, Debug, Serialize)]
#[command(name = "tokenbook-gateway", version)]
pub struct Config {
    /// What every process has.
    #[command(flatten)]
    #[serde(flatten)]
    pub options: Options,

    /// Who the gateway is to the services behind it.
    #[command(flatten)]
    #[serde(flatten)]
    pub tls: TlsOptions,

    /// Where the services behind it answer.
    #[command(flatten)]
    #[serde(flatten)]
    pub upstream: UpstreamOptions,

    /// What it takes from clients.
    #[command(flatten)]
    #[serde(flatten)]
    pub http: HttpOptions,

    /// How often clients may ask.
    #[command(flatten)]
    #[serde(flatten)]
    pub rates: RateOptions,
}

impl HasOptions for Config {
    fn options(&self) -> &Options {
        &self.options
    }
}

/// The services that the gateway calls.
#[derive(Args, Clone, Debug, Serialize)]
#[group(skip)]
pub struct UpstreamOptions {
    /// `https://host:port` of the accounts service.
    #[arg(long, env = "TOKENBOOK_ACCOUNTS_URL")]
    pub accounts_url: String,

    /// `https://host:port` of the payments service.
    #[arg(long, env = "TOKENBOOK_PAYMENTS_URL")]
    pub payments_url: String,

    /// `https://host:port` of the generation service.
    #[arg(long, env = "TOKENBOOK_GENERATION_URL")]
    pub generation_url: String,

    /// `https://host:port` of the ledger service.
    #[arg(long, env = "TOKENBOOK_LEDGER_URL")]
    pub ledger_url: String,
}

/// The public port.
#[derive(Args, Clone, Debug, Serialize)]
#[group(skip)]
pub struct HttpOptions {
    /// Address of the public port.
    #[arg(long, env = "TOKENBOOK_HTTP_LISTEN", default_value = "127.0.0.1:8080")]
    pub http_listen: SocketAddr,

    /// The address that clients know the gateway by, as `https://api.example.com`; the OpenAPI document names it.
    #[arg(long, env = "TOKENBOOK_PUBLIC_URL", value_parser = public_url)]
    pub public_url: Option<String>,

    /// Web origins that browsers may call from (CORS), comma separated; none by default.
    #[arg(long, env = "TOKENBOOK_CORS_ORIGINS", value_delimiter = ',', value_parser = origin)]
    pub cors_origins: Vec<String>,

    /// Addresses or networks (`10.0.0.0/8`) of proxies whose `X-Forwarded-For` is believed, comma separated; none by default.
    #[arg(long, env = "TOKENBOOK_TRUSTED_PROXIES", value_delimiter = ',')]
    pub trusted_proxies: Vec<Network>,

    /// Connections open at once.
    #[arg(long, env = "TOKENBOOK_HTTP_MAX_CONNECTIONS", default_value_t = 4_096,
          value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub http_max_connections: u32,

    /// Requests under way at once; a further one is answered with OVERLOADED.
    #[arg(long, env = "TOKENBOOK_HTTP_MAX_REQUESTS", default_value_t = 1_024,
          value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub http_max_requests: u32,

    /// Event streams open at once, of all accounts.
    #[arg(long, env = "TOKENBOOK_HTTP_MAX_STREAMS", default_value_t = 1_024,
          value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub http_max_streams: u32,

    /// Event streams and downloads that one account may have open at once.
    #[arg(long, env = "TOKENBOOK_HTTP_MAX_STREAMS_PER_ACCOUNT", default_value_t = 64,
          value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub http_max_streams_per_account: u32,

    /// Seconds that a client has to send its request's headers; also how long an idle connection is kept.
    #[arg(long, env = "TOKENBOOK_HTTP_HEADER_TIMEOUT_SECONDS", default_value_t = 60,
          value_parser = clap::value_parser!(u64).range(1..=300))]
    pub http_header_timeout_seconds: u64,

    /// Seconds that a client has to send its request's body.
    #[arg(long, env = "TOKENBOOK_HTTP_BODY_TIMEOUT_SECONDS", default_value_t = 20,
          value_parser = clap::value_parser!(u64).range(1..=300))]
    pub http_body_timeout_seconds: u64,

    /// Seconds that a request may take until its answer begins.
    #[arg(long, env = "TOKENBOOK_HTTP_REQUEST_TIMEOUT_SECONDS", default_value_t = 30,
          value_parser = clap::value_parser!(u64).range(1..=300))]
    pub http_request_timeout_seconds: u64,
}

impl HttpOptions {
    /// The time that a client has to send its request's headers.
    pub fn header_timeout(&self) -> Duration {
        Duration::from_secs(self.http_header_timeout_seconds)
    }

    /// The time that a client has to send its request's body.
    pub fn body_timeout(&self) -> Duration {
        Duration::from_secs(self.http_body_timeout_seconds)
    }

    /// The time that a request may take until its answer begins.
    pub fn request_timeout(&self) -> Duration {
        Duration::from_secs(self.http_request_timeout_seconds)
    }
}

/// How often clients may ask: requests a minute, which may also come at once.
#[derive(Args, Clone, Copy, Debug, Serialize)]
#[group(skip)]
pub struct RateOptions {
    /// Requests a minute of one address without valid credentials.
    #[arg(long, env = "TOKENBOOK_RATE_LIMIT_PER_ADDRESS", default_value = "300")]
    pub rate_limit_per_address: NonZeroU32,

    /// Attempts a minute of one address to register or to log in, and to use an API key that is not known yet.
    #[arg(long, env = "TOKENBOOK_RATE_LIMIT_SIGN_IN", default_value = "20")]
    pub rate_limit_sign_in: NonZeroU32,

    /// Notifications a minute of one card processor's address.
    #[arg(long, env = "TOKENBOOK_RATE_LIMIT_WEBHOOKS", default_value = "6000")]
    pub rate_limit_webhooks: NonZeroU32,

    /// Requests a minute of one account.
    #[arg(long, env = "TOKENBOOK_RATE_LIMIT_PER_ACCOUNT", default_value = "1200")]
    pub rate_limit_per_account: NonZeroU32,
}

/// A network of addresses, or a single one: `10.0.0.0/8`, `::1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u32,
}

/// Text that is neither an address nor a network.
#[derive(Debug, thiserror::Error)]
#[error("expected an address or a network such as 10.0.0.0/8")]
pub struct NotANetwork;

impl Network {
    /// Whether the address lies in it.
    pub fn contains(&self, address: IpAddr) -> bool {
        fn same(one: u128, other: u128, bits: u32, prefix: u32) -> bool {
            (one ^ other).checked_shr(bits - prefix).is_none_or(|differs| differs == 0)
        }
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(one), IpAddr::V4(other)) => {
                same(one.to_bits().into(), other.to_bits().into(), 32, self.prefix)
            }
            (IpAddr::V6(one), IpAddr::V6(other)) => same(one.to_bits(), other.to_bits(), 128, self.prefix),
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }
}

impl std::str::FromStr for Network {
    type Err = NotANetwork;

    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let (address, prefix) =
            text.split_once('/').map_or((text, None), |(address, prefix)| (address, Some(prefix)));
        let address: IpAddr = address.trim().parse().map_err(|_| NotANetwork)?;
        let bits = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.map_or(Ok(bits), str::parse).map_err(|_| NotANetwork)?;
        if prefix > bits {
            return Err(NotANetwork);
        }
        Ok(Self { address, prefix })
    }
}

impl Serialize for Network {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}/{}", self.address, self.prefix))
    }
}

fn public_url(text: &str) -> Result<String, String> {
    origin(text.trim_end_matches('/'))
}

/// `scheme://host[:port]`, as browsers send it.
fn origin(text: &str) -> Result<String, String> {
    let wrong = || "expected an origin such as https://app.example.com".to_owned();
    let uri: axum::http::Uri = text.parse().map_err(|_| wrong())?;
    let bare = matches!(uri.scheme_str(), Some("http" | "https"))
        && uri.path_and_query().is_none_or(|rest| rest == "/")
        && uri.authority().is_some_and(|authority| !authority.as_str().contains('@'))
        && !text.ends_with('/')
        && HeaderValue::from_str(text).is_ok();
    if bare { Ok(text.to_owned()) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_contains_its_addresses_and_no_others() {
        for (network, address, inside) in [
            ("10.0.0.0/8", "10.255.1.2", true),
            ("10.0.0.0/8", "11.0.0.0", false),
            ("10.0.0.0/8", "::ffff:10.1.1.1", true),
            ("127.0.0.1", "127.0.0.1", true),
            ("127.0.0.1", "127.0.0.2", false),
            ("0.0.0.0/0", "203.0.113.7", true),
            ("0.0.0.0/0", "::1", false),
            ("fd00::/8", "fd12::1", true),
            ("::1", "::2", false),
            ("::/0", "2001:db8::1", true),
        ] {
            let network: Network = network.parse().unwrap();
            assert_eq!(network.contains(address.parse().unwrap()), inside, "{network:?} {address}");
        }
        for wrong in ["", "10.0.0.0/33", "10.0.0.0/x", "proxy.example.com", "::/129"] {
            assert!(wrong.parse::<Network>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_origin_is_scheme_host_and_port_only() {
        for right in ["https://app.example.com", "http://localhost:3000"] {
            assert_eq!(origin(right).as_deref(), Ok(right));
        }
        for wrong in
            ["*", "app.example.com", "https://a/b", "https://a/", "ftp://a", "https://u@a", "https://a?q"]
        {
            assert!(origin(wrong).is_err(), "{wrong}");
        }
        assert_eq!(public_url("https://api.example.com/").as_deref(), Ok("https://api.example.com"));
    }
}
