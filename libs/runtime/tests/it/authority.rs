//! An authority and the certificate files of its services.

use std::{fs, path::Path};

use rcgen::{BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, SanType};
use runtime::TlsOptions;
use tempfile::TempDir;

pub(crate) struct Authority {
    folder: TempDir,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("ca.pem"), params.self_signed(&key).unwrap().pem()).unwrap();
        Self { folder, issuer: Issuer::new(params, key) }
    }

    /// The files of a service called `name`, with its identity.
    pub(crate) fn service(&self, name: &str) -> TlsOptions {
        self.certificate(name, Some(&format!("spiffe://tokenbook/{name}")))
    }

    /// The files of someone without an identity.
    pub(crate) fn nobody(&self) -> TlsOptions {
        self.certificate("nobody", None)
    }

    fn certificate(&self, name: &str, uri: Option<&str>) -> TlsOptions {
        let mut params = CertificateParams::new(["localhost".to_owned(), name.replace('/', "-")]).unwrap();
        params.subject_alt_names.extend(uri.map(|uri| SanType::URI(uri.try_into().unwrap())));
        params.extended_key_usages =
            vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let file = |suffix: &str| self.folder.path().join(format!("{}{suffix}", name.replace('/', "-")));
        fs::write(file(".pem"), certificate.pem()).unwrap();
        fs::write(file(".key"), key.serialize_pem()).unwrap();
        TlsOptions {
            tls_ca: self.folder.path().join("ca.pem"),
            tls_cert: file(".pem"),
            tls_key: file(".key"),
        }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }
}
