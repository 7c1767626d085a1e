//! Who calls: the identity that a client certificate proves.

use std::{fmt, net::SocketAddr, sync::Arc};

use http::{HeaderMap, HeaderValue};
use tonic::{Request, Status, metadata::MetadataValue};
use x509_parser::{extensions::GeneralName, prelude::FromDer as _, prelude::X509Certificate};

const PREFIX: &str = "spiffe://tokenbook/";
const METERING: &str = "metering/";

/// The header in which a relay ([`super::AccessPolicy::with_relay`]) names the peer whose call it passes on.
const ON_BEHALF_OF: &str = "tokenbook-on-behalf-of";

/// The verified identity of a caller: `ledger`, `operator`, `metering/render-farm`. Cheap to clone.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Peer(Arc<str>);

/// A certificate, signed by our authority, that does not say whose it is.
#[derive(Debug, thiserror::Error)]
#[error("the client's certificate carries no single identity spiffe://tokenbook/<name>")]
pub struct NoIdentity;

impl Peer {
    /// The caller of this request.
    ///
    /// # Errors
    ///
    /// `UNAUTHENTICATED`, if it did not come through [`super::Server`].
    pub fn of<T>(request: &Request<T>) -> Result<&Self, Status> {
        request
            .extensions()
            .get::<Connection>()
            .and_then(|connection| connection.peer.as_ref())
            .ok_or_else(|| Status::unauthenticated("a client certificate with an identity is required"))
    }

    /// Whether a relay passed this call on: then [`Peer::of`] is the one who made it, and it must not be passed on again.
    pub fn is_relayed<T>(request: &Request<T>) -> bool {
        request.extensions().get::<Connection>().is_some_and(|connection| connection.relayed)
    }

    /// Marks a call as passed on for this peer. Only a service that the other side knows as a relay is believed.
    pub fn relay<T>(&self, request: &mut Request<T>) {
        // The name of a peer is plain text of few letters.
        if let Ok(name) = MetadataValue::try_from(self.name()) {
            request.metadata_mut().insert(ON_BEHALF_OF, name);
        }
    }

    /// The peer for whom the call is passed on, if it says so; an error if it says so wrongly.
    pub(super) fn relayed(headers: &HeaderMap) -> Result<Option<Self>, NoIdentity> {
        let mut named = headers.get_all(ON_BEHALF_OF).into_iter().map(HeaderValue::to_str);
        match (named.next(), named.next()) {
            (None, _) => Ok(None),
            (Some(Ok(name)), None) if is_name(name) => Ok(Some(Self(name.into()))),
            _ => Err(NoIdentity),
        }
    }

    /// The name, without the trust domain.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// The team of a service that meters tokens, `<team>` of `metering/<team>`.
    pub fn metering_team(&self) -> Option<&str> {
        self.0.strip_prefix(METERING)
    }

    /// Reads the identity from a certificate whose chain was verified. Exactly one URI of our trust domain.
    pub(super) fn from_certificate(der: &[u8]) -> Result<Self, NoIdentity> {
        let (_, certificate) = X509Certificate::from_der(der).map_err(|_| NoIdentity)?;
        let names = certificate.subject_alternative_name().map_err(|_| NoIdentity)?.ok_or(NoIdentity)?;
        let mut ours = names.value.general_names.iter().filter_map(|name| match name {
            GeneralName::URI(uri) => uri.strip_prefix(PREFIX),
            _ => None,
        });
        match (ours.next(), ours.next()) {
            (Some(name), None) if is_name(name) => Ok(Self(name.into())),
            _ => Err(NoIdentity),
        }
    }
}

/// `<name>` or `metering/<team>`, in lower case.
fn is_name(name: &str) -> bool {
    let word = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'))
    };
    name.len() <= 128 && word(name.strip_prefix(METERING).unwrap_or(name))
}

impl fmt::Debug for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Peer({})", self.0)
    }
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What every request of a connection carries; made once, when the connection is.
#[derive(Clone, Debug)]
pub(super) struct Connection {
    pub(super) remote: SocketAddr,
    /// None: the certificate is good, but says nobody. Every call is then refused, with a reason.
    pub(super) peer: Option<Peer>,
    /// Whether `peer` is not who called, but for whom a relay passed the call on.
    pub(super) relayed: bool,
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, KeyPair, SanType};

    use super::*;

    fn identity(uris: &[&str]) -> Option<String> {
        let mut params = CertificateParams::new(["localhost".to_owned()]).unwrap();
        params.subject_alt_names.extend(uris.iter().map(|uri| SanType::URI((*uri).try_into().unwrap())));
        let certificate = params.self_signed(&KeyPair::generate().unwrap()).unwrap();
        Peer::from_certificate(certificate.der()).ok().map(|peer| peer.name().to_owned())
    }

    #[test]
    fn the_identity_is_the_one_uri_of_our_trust_domain() {
        for (uris, expected) in [
            (&["spiffe://tokenbook/ledger"][..], Some("ledger")),
            (&["spiffe://tokenbook/metering/render-farm"], Some("metering/render-farm")),
            (&["https://example.org/", "spiffe://tokenbook/operator"], Some("operator")),
            (&[], None),
            (&["spiffe://elsewhere/ledger"], None),
            (&["spiffe://tokenbook/"], None),
            (&["spiffe://tokenbook/metering/"], None),
            (&["spiffe://tokenbook/a/b"], None),
            (&["spiffe://tokenbook/Ledger"], None),
            (&["spiffe://tokenbook/ledger", "spiffe://tokenbook/gateway"], None),
        ] {
            assert_eq!(identity(uris).as_deref(), expected, "{uris:?}");
        }
    }

    #[test]
    fn what_is_not_a_certificate_is_nobody() {
        assert!(Peer::from_certificate(b"not DER").is_err());
    }
}
