//! What the local authority issues is what services check.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use local_stack::Authority;
use x509_parser::extensions::GeneralName;
use x509_parser::pem::Pem;

fn pem(path: &Path) -> Pem {
    x509_parser::pem::parse_x509_pem(&fs::read(path).unwrap()).unwrap().1
}

fn names(path: &Path) -> Vec<String> {
    let pem = pem(path);
    let certificate = pem.parse_x509().unwrap();
    let names = certificate.subject_alternative_name().unwrap().unwrap();
    let mut names: Vec<String> = names
        .value
        .general_names
        .iter()
        .map(|name| match name {
            GeneralName::URI(uri) => format!("URI {uri}"),
            GeneralName::DNSName(dns) => format!("DNS {dns}"),
            GeneralName::IPAddress(bytes) => format!("IP {bytes:?}"),
            other => panic!("{other}"),
        })
        .collect();
    names.sort();
    names
}

#[test]
fn a_certificate_carries_the_identity_and_the_names_of_the_machine() {
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::open_or_create(folder.path()).unwrap();
    let ledger = authority.issue("ledger").unwrap();
    assert_eq!(ledger.cert, folder.path().join("ledger.pem"));
    let machine = ["DNS localhost", "IP [127, 0, 0, 1]"];
    assert_eq!(names(&ledger.cert), ["DNS ledger", machine[0], machine[1], "URI spiffe://tokenbook/ledger"]);
    let team = authority.issue("metering/maps").unwrap();
    assert_eq!(team.cert, folder.path().join("metering-maps.pem"));
    assert_eq!(names(&team.cert), [machine[0], machine[1], "URI spiffe://tokenbook/metering/maps"]);
}

#[test]
fn a_certificate_serves_both_ends_and_lasts_a_year() {
    let folder = tempfile::tempdir().unwrap();
    let identity = Authority::open_or_create(folder.path()).unwrap().issue("ledger").unwrap();
    let pem = pem(&identity.cert);
    let certificate = pem.parse_x509().unwrap();
    let usage = certificate.extended_key_usage().unwrap().unwrap().value;
    assert!(usage.server_auth && usage.client_auth && !certificate.is_ca());
    let validity = certificate.validity();
    let days = (validity.not_after.timestamp() - validity.not_before.timestamp()) / 86_400;
    assert_eq!(days, 366);
    assert!(validity.is_valid());
}

#[test]
fn private_keys_are_readable_by_their_owner_only() {
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::open_or_create(folder.path()).unwrap();
    let key = authority.issue("ledger").unwrap().key;
    for key in [key, folder.path().join("ca.key")] {
        assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600, "{}", key.display());
    }
}

#[test]
fn an_authority_and_its_certificates_are_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let first = Authority::open_or_create(folder.path()).unwrap();
    let (ca, ledger) =
        (fs::read(first.ca()).unwrap(), fs::read(first.issue("ledger").unwrap().cert).unwrap());
    let again = Authority::open_or_create(folder.path()).unwrap();
    assert_eq!(fs::read(again.ca()).unwrap(), ca);
    assert_eq!(fs::read(again.issue("ledger").unwrap().cert).unwrap(), ledger);
    // What a later run issues is signed by the same authority.
    let (payments, ca) = (pem(&again.issue("payments").unwrap().cert), pem(&again.ca()));
    let (payments, ca) = (payments.parse_x509().unwrap(), ca.parse_x509().unwrap());
    assert_eq!(payments.issuer(), ca.subject());
    assert!(payments.verify_signature(Some(ca.public_key())).is_ok());
}

#[test]
fn a_lost_authority_takes_its_certificates_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Authority::open_or_create(folder.path()).unwrap().issue("ledger").unwrap();
    let before = fs::read(&ledger.cert).unwrap();
    fs::remove_file(&ledger.ca).unwrap();
    let authority = Authority::open_or_create(folder.path()).unwrap();
    assert!(!ledger.cert.exists());
    assert_ne!(fs::read(authority.issue("ledger").unwrap().cert).unwrap(), before);
}

#[test]
fn a_name_cannot_leave_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::open_or_create(folder.path()).unwrap();
    for name in ["", "ca", "../ledger", "a/../b", "/a", "a/", "A", "a.b", "a b"] {
        assert!(authority.issue(name).is_err(), "{name:?}");
    }
}
