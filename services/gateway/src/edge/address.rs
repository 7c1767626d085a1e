//! Who is asking, as far as the network tells: the peer's address, or what a trusted proxy says it is.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap};

use crate::config::Network;

const FORWARDED_FOR: &str = "x-forwarded-for";

/// The address of the client of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// What rate limits count by: a single IPv4 address, or the IPv6 network that one subscriber has.
    pub fn subscriber(self) -> IpAddr {
        match self.0.to_canonical() {
            IpAddr::V4(address) => address.into(),
            IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)).into(),
        }
    }
}

/// The proxies whose `X-Forwarded-For` is believed.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(Arc<[Network]>);

impl TrustedProxies {
    /// Believes these.
    pub fn new(networks: Vec<Network>) -> Self {
        Self(networks.into())
    }

    /// The client's address of a request.
    pub fn client(&self, extensions: &Extensions, headers: &HeaderMap) -> IpAddr {
        let peer = extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
        self.behind(peer.to_canonical(), headers)
    }

    /// Reads the chain from the end that is nearest to us, and stops at the first whom we do not trust: what stands
    /// before it is hearsay.
    fn behind(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer;
        let chain: Vec<&str> = headers
            .get_all(FORWARDED_FOR)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .collect();
        for said in chain.iter().rev() {
            if !self.trusts(client) {
                break;
            }
            let Ok(address) = said.trim().parse::<IpAddr>() else { break };
            client = address.to_canonical();
        }
        client
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(trusted: &[&str], peer: &str, chain: &[&str]) -> String {
        let proxies = TrustedProxies::new(trusted.iter().map(|it| it.parse().unwrap()).collect());
        let mut headers = HeaderMap::new();
        for value in chain {
            headers.append(FORWARDED_FOR, value.parse().unwrap());
        }
        proxies.behind(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn forwarded_for_is_believed_only_from_trusted_proxies() {
        for (trusted, peer, chain, expected) in [
            (&[][..], "203.0.113.9", &["198.51.100.1"][..], "203.0.113.9"),
            (&["10.0.0.0/8"], "203.0.113.9", &["198.51.100.1"], "203.0.113.9"),
            (&["10.0.0.0/8"], "10.0.0.1", &["198.51.100.1"], "198.51.100.1"),
            (&["10.0.0.0/8"], "10.0.0.1", &["1.1.1.1, 198.51.100.1, 10.0.0.7"], "198.51.100.1"),
            (&["10.0.0.0/8"], "10.0.0.1", &["1.1.1.1", "198.51.100.1"], "198.51.100.1"),
            (&["10.0.0.0/8"], "10.0.0.1", &["nonsense"], "10.0.0.1"),
            (&["10.0.0.0/8"], "10.0.0.1", &[], "10.0.0.1"),
        ] {
            assert_eq!(client(trusted, peer, chain), expected, "{trusted:?} {peer} {chain:?}");
        }
    }

    #[test]
    fn one_subscriber_is_one_ipv6_network() {
        let subscriber = |text: &str| ClientAddress(text.parse().unwrap()).subscriber();
        assert_eq!(subscriber("2001:db8:1:2::1"), subscriber("2001:db8:1:2:ffff::9"));
        assert_ne!(subscriber("2001:db8:1:2::1"), subscriber("2001:db8:1:3::1"));
        assert_eq!(subscriber("::ffff:192.0.2.1"), subscriber("192.0.2.1"));
        assert_ne!(subscriber("192.0.2.1"), subscriber("192.0.2.2"));
    }
}
