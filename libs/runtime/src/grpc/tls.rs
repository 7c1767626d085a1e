//! The certificate files, read and checked before anything listens or connects.

use std::{fs, path::Path, sync::Arc};

use rustls::{
    RootCertStore, ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    server::WebPkiClientVerifier,
};
use tonic::transport::{Certificate, ClientTlsConfig, Identity};

use crate::config::{Invalid, TlsOptions};

const CA: &str = "TOKENBOOK_TLS_CA";
const CERT: &str = "TOKENBOOK_TLS_CERT";
const KEY: &str = "TOKENBOOK_TLS_KEY";

/// A TLS 1.3 server for HTTP/2 that demands a client certificate signed by the authority.
pub(super) fn server(options: &TlsOptions) -> Result<ServerConfig, Invalid> {
    crate::install_tls_provider();
    let mut roots = RootCertStore::empty();
    for certificate in certificates(CA, &options.tls_ca)? {
        roots.add(certificate).map_err(|error| wrong(CA, &options.tls_ca, &error))?;
    }
    let verifier = WebPkiClientVerifier::builder(Arc::new(roots))
        .build()
        .map_err(|error| wrong(CA, &options.tls_ca, &error))?;
    let chain = certificates(CERT, &options.tls_cert)?;
    let key = PrivateKeyDer::from_pem_slice(&read(KEY, &options.tls_key)?)
        .map_err(|error| wrong(KEY, &options.tls_key, &error))?;
    let mut config = ServerConfig::builder_with_protocol_versions(&[&rustls::version::TLS13])
        .with_client_cert_verifier(verifier)
        .with_single_cert(chain, key)
        .map_err(|error| wrong(KEY, &options.tls_key, &error))?;
    config.alpn_protocols = vec![b"h2".to_vec()];
    Ok(config)
}

/// A client that shows its own certificate and believes only a server that proves to be `server_name`.
pub(super) fn client(options: &TlsOptions, server_name: &str) -> Result<ClientTlsConfig, Invalid> {
    crate::install_tls_provider();
    certificates(CA, &options.tls_ca)?;
    certificates(CERT, &options.tls_cert)?;
    let key = read(KEY, &options.tls_key)?;
    PrivateKeyDer::from_pem_slice(&key).map_err(|error| wrong(KEY, &options.tls_key, &error))?;
    Ok(ClientTlsConfig::new()
        .ca_certificate(Certificate::from_pem(read(CA, &options.tls_ca)?))
        .identity(Identity::from_pem(read(CERT, &options.tls_cert)?, key))
        .domain_name(server_name))
}

fn certificates(setting: &'static str, path: &Path) -> Result<Vec<CertificateDer<'static>>, Invalid> {
    let found: Vec<_> = CertificateDer::pem_slice_iter(&read(setting, path)?)
        .collect::<Result<_, _>>()
        .map_err(|error| wrong(setting, path, &error))?;
    if found.is_empty() {
        return Err(wrong(setting, path, &"no certificate in it"));
    }
    Ok(found)
}

fn read(setting: &'static str, path: &Path) -> Result<Vec<u8>, Invalid> {
    fs::read(path).map_err(|error| wrong(setting, path, &error))
}

fn wrong(setting: &'static str, path: &Path, problem: &dyn std::fmt::Display) -> Invalid {
    Invalid::new(setting, format!("{}: {problem}", path.display()))
}
