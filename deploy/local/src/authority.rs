//! The local certificate authority, by which services prove to one another who they are.

use std::fs;
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};

use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose,
    IsCa, Issuer, KeyPair, KeyUsagePurpose, SanType, SerialNumber,
};
use time::{Duration, OffsetDateTime};

use crate::error::{Doing as _, Error, Result};
use crate::secrets::{random, write_private};

const AUTHORITY: &str = "ca";
const AUTHORITY_LIFE: Duration = Duration::days(3650);
const LIFE: Duration = Duration::days(365);
/// A certificate with less left than this is made anew.
const RENEW_WITHIN: Duration = Duration::days(30);
/// Tolerates clocks that disagree, as between a host and its virtual machine.
const BACKDATED: Duration = Duration::days(1);

/// A certificate authority in a folder: `ca.pem`, `ca.key`, and what it issued.
#[derive(Debug)]
pub struct Authority {
    dir: PathBuf,
    key: String,
}

/// Where the files of one identity are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The authority's certificate.
    pub ca: PathBuf,
    /// The certificate.
    pub cert: PathBuf,
    /// Its private key, readable by its owner only.
    pub key: PathBuf,
}

impl Authority {
    /// Takes up the authority of this folder, or makes a new one when there is none or it is near its end.
    pub fn open_or_create(dir: impl Into<PathBuf>) -> Result<Self> {
        let dir = dir.into();
        fs::create_dir_all(&dir).doing("create", &dir)?;
        let (cert_path, key_path) = (dir.join("ca.pem"), dir.join("ca.key"));
        if lasts(&cert_path)
            && let Ok(key) = fs::read_to_string(&key_path)
        {
            return Ok(Self { dir, key });
        }
        // Nothing that an earlier authority issued is believed any more.
        for entry in fs::read_dir(&dir).doing("read", &dir)?.map_while(std::io::Result::ok) {
            if entry.path().extension().is_some_and(|extension| extension == "pem" || extension == "key") {
                fs::remove_file(entry.path()).doing("remove", &entry.path())?;
            }
        }
        let key = KeyPair::generate().map_err(failed(AUTHORITY))?;
        let certificate = authority_params()?.self_signed(&key).map_err(failed(AUTHORITY))?;
        let key = key.serialize_pem();
        write_private(&key_path, key.as_bytes())?;
        fs::write(&cert_path, certificate.pem()).doing("write", &cert_path)?;
        Ok(Self { dir, key })
    }

    /// The authority's certificate, which everyone who checks the others needs.
    pub fn ca(&self) -> PathBuf {
        self.dir.join("ca.pem")
    }

    /// The identity of a service, made now unless it is there already and lasts a while: URI
    /// `spiffe://tokenbook/<name>`, DNS `localhost` and, where the name can be one, `<name>`, and IP 127.0.0.1, for
    /// client and server alike. A name such as `metering/maps` is stored as `metering-maps.pem`.
    pub fn issue(&self, name: &str) -> Result<Identity> {
        let file = file_name(name)?;
        let identity = Identity {
            ca: self.ca(),
            cert: self.dir.join(format!("{file}.pem")),
            key: self.dir.join(format!("{file}.key")),
        };
        if lasts(&identity.cert) && identity.key.is_file() {
            return Ok(identity);
        }
        let key = KeyPair::generate().map_err(failed(name))?;
        let certificate = self.sign(name, &key)?;
        write_private(&identity.key, key.serialize_pem().as_bytes())?;
        fs::write(&identity.cert, certificate.pem()).doing("write", &identity.cert)?;
        Ok(identity)
    }

    fn sign(&self, name: &str, key: &KeyPair) -> Result<Certificate> {
        let mut params = params(name, LIFE)?;
        let uri = format!("spiffe://tokenbook/{name}").try_into().map_err(failed(name))?;
        params.subject_alt_names = vec![
            SanType::URI(uri),
            SanType::DnsName("localhost".try_into().map_err(failed(name))?),
            SanType::IpAddress(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        ];
        if !name.contains('/') {
            params.subject_alt_names.push(SanType::DnsName(name.try_into().map_err(failed(name))?));
        }
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages =
            vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
        params.use_authority_key_identifier_extension = true;
        let authority_key = KeyPair::from_pem(&self.key).map_err(failed(AUTHORITY))?;
        // The issuer is known by its name and key; its other fields do not enter what it signs.
        params.signed_by(key, &Issuer::new(authority_params()?, authority_key)).map_err(failed(name))
    }
}

fn authority_params() -> Result<CertificateParams> {
    let mut params = params("Tokenbook local authority", AUTHORITY_LIFE)?;
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    Ok(params)
}

fn params(common_name: &str, life: Duration) -> Result<CertificateParams> {
    let mut params = CertificateParams::default();
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, common_name);
    params.distinguished_name = name;
    let mut serial = random::<16>()?;
    // A serial number is a positive integer of at most 20 bytes (RFC 5280, 4.1.2.2).
    serial[0] = serial[0] & 0x7f | 0x40;
    params.serial_number = Some(SerialNumber::from_slice(&serial));
    let now = OffsetDateTime::now_utc();
    params.not_before = now - BACKDATED;
    params.not_after = now + life;
    Ok(params)
}

/// Whether the certificate is there and not near its end.
fn lasts(path: &Path) -> bool {
    let end = fs::read(path).ok().and_then(|bytes| {
        let (_, pem) = x509_parser::pem::parse_x509_pem(&bytes).ok()?;
        Some(pem.parse_x509().ok()?.validity().not_after.timestamp())
    });
    end.is_some_and(|end| end > (OffsetDateTime::now_utc() + RENEW_WITHIN).unix_timestamp())
}

/// A name is part of a path: letters, digits and dashes, in parts separated by slashes.
fn file_name(name: &str) -> Result<String> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let parts = || name.split('/');
    if name != AUTHORITY && parts().all(|part| !part.is_empty() && part.bytes().all(plain)) {
        return Ok(parts().collect::<Vec<_>>().join("-"));
    }
    Err(failed(name)("a name is made of lower-case letters, digits, dashes and slashes, and is not `ca`"))
}

fn failed<E: std::fmt::Display>(name: &str) -> impl Fn(E) -> Error {
    move |reason| Error::Certificate { name: name.to_owned(), reason: reason.to_string() }
}
