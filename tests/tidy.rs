//! The rules that the structure keeps: who may depend on whom, and what may stand where.
//!
//! They are stated in `docs/ARCHITECTURE.md`; here they are held.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};

const SERVICES: [&str; 5] = ["accounts", "gateway", "generation", "ledger", "payments"];
/// Programs for operators: they stand beside the services, and know the libraries only.
const TOOLS: [&str; 1] = ["tokenctl"];
const LIBS: [&str; 10] = [
    "access-tokens",
    "contracts",
    "contracts-gen",
    "eventlog",
    "kernel",
    "ledger-client",
    "outbox",
    "postings",
    "runtime",
    "testkit",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn metadata() -> Metadata {
    MetadataCommand::new().manifest_path(root().join("Cargo.toml")).exec().expect("cargo metadata")
}

/// What each of our packages depends on outside its tests.
fn direct(metadata: &Metadata) -> BTreeMap<String, BTreeSet<String>> {
    metadata
        .workspace_packages()
        .iter()
        .map(|package| {
            let normal = package
                .dependencies
                .iter()
                .filter(|dependency| dependency.kind != DependencyKind::Development);
            (package.name.to_string(), normal.map(|dependency| dependency.name.clone()).collect())
        })
        .collect()
}

/// Everything that a package reaches outside tests, through whatever it depends on.
fn reached(metadata: &Metadata, package: &str) -> BTreeSet<String> {
    let resolve = metadata.resolve.as_ref().expect("a resolved graph");
    let names: BTreeMap<_, _> =
        metadata.packages.iter().map(|package| (&package.id, package.name.to_string())).collect();
    let start = metadata
        .workspace_packages()
        .iter()
        .find(|candidate| candidate.name.as_str() == package)
        .unwrap()
        .id
        .clone();
    let mut seen = BTreeSet::new();
    let mut open = vec![start];
    while let Some(id) = open.pop() {
        let node = resolve.nodes.iter().find(|node| node.id == id).unwrap();
        for dependency in &node.deps {
            let normal = dependency.dep_kinds.iter().any(|kind| kind.kind == DependencyKind::Normal);
            if normal && seen.insert(names[&dependency.pkg].clone()) {
                open.push(dependency.pkg.clone());
            }
        }
    }
    seen
}

/// The Rust files below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found
}

/// The lines of a file that are code, not comment.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_crate_is_known_here() {
    let known: BTreeSet<_> = SERVICES
        .into_iter()
        .chain(TOOLS)
        .chain(LIBS)
        .chain(["local-stack", "system-tests", "bench", "chaos", "fuzz", "sim"])
        .map(str::to_owned)
        .collect();
    assert_eq!(
        direct(&metadata()).into_keys().collect::<BTreeSet<_>>(),
        known,
        "a new crate needs a place in these rules"
    );
}

#[test]
fn services_meet_only_in_the_contracts() {
    for (package, dependencies) in direct(&metadata()) {
        for service in SERVICES.into_iter().chain(TOOLS) {
            // The simulator runs the ledger's books themselves, in its own process, the benchmark counts the bytes of their state, and fuzzing
            // calls each service's readers; nothing else may reach into a service.
            let tests_ledger = ["bench", "sim"].contains(&package.as_str()) && service == "ledger";
            let tests_it = package == "fuzz" || tests_ledger;
            assert!(
                tests_it || !dependencies.contains(service),
                "{package} must not depend on the service {service}"
            );
        }
    }
}

#[test]
fn libraries_do_not_know_the_stack_that_runs_them() {
    for (package, dependencies) in direct(&metadata()) {
        if !["testkit", "bench", "chaos"].contains(&package.as_str()) {
            for above in ["local-stack", "testkit", "system-tests", "bench", "chaos", "fuzz", "sim"] {
                assert!(!dependencies.contains(above), "{package} must not depend on {above}");
            }
        }
    }
}

#[test]
fn tools_read_what_is_published_and_know_no_service() {
    // Not in their tests either: what a tool checks, it must not have from the program that it checks.
    for package in metadata().workspace_packages() {
        if TOOLS.contains(&package.name.as_str()) {
            for dependency in &package.dependencies {
                let name = dependency.name.as_str();
                assert!(!SERVICES.contains(&name), "{} must not depend on {name}", package.name);
            }
        }
    }
}

#[test]
fn tools_reach_no_database() {
    // What is a service's is changed by that service, which a tool may ask.
    for tool in TOOLS {
        let reached = reached(&metadata(), tool);
        for forbidden in ["sqlx", "outbox"] {
            assert!(!reached.contains(forbidden), "{tool} reaches {forbidden}");
        }
    }
}

#[test]
fn only_the_event_log_sees_the_kafka_client() {
    for (package, dependencies) in direct(&metadata()) {
        // A baseline of the benchmark is that client alone.
        let may = ["eventlog", "bench"].contains(&package.as_str());
        assert_eq!(dependencies.contains("rdkafka"), may, "{package}");
        assert_eq!(dependencies.contains("kafka-protocol"), package == "eventlog", "{package}");
    }
}

#[test]
fn the_gateway_reaches_no_database_and_no_kafka() {
    let reached = reached(&metadata(), "gateway");
    for forbidden in ["sqlx", "rdkafka", "eventlog", "outbox"] {
        assert!(!reached.contains(forbidden), "the gateway reaches {forbidden}");
    }
}

#[test]
fn the_kernel_is_plain_values() {
    let allowed: BTreeSet<_> = ["chrono", "serde", "thiserror", "uuid"].map(str::to_owned).into();
    let dependencies = direct(&metadata()).remove("kernel").unwrap();
    assert!(dependencies.is_subset(&allowed), "{dependencies:?}");
}

#[test]
fn postings_need_nothing_but_the_contracts() {
    let allowed: BTreeSet<_> = ["contracts", "kernel", "thiserror"].map(str::to_owned).into();
    let dependencies = direct(&metadata()).remove("postings").unwrap();
    assert!(dependencies.is_subset(&allowed), "{dependencies:?}");
}

#[test]
fn domains_know_no_database_no_wire_and_no_task() {
    let forbidden = [
        "sqlx::",
        "tonic::",
        "contracts::",
        "tokio::",
        "axum::",
        "eventlog::",
        "outbox::",
        "runtime::",
        "prost::",
        "reqwest::",
        "crate::store",
        "crate::grpc",
        "crate::consumers",
        "crate::shell",
        "async fn",
        ".await",
    ];
    for service in SERVICES {
        let domain = root().join("services").join(service).join("src/domain");
        // The gateway has no rules of its own to keep.
        assert_eq!(domain.is_dir(), service != "gateway", "{service}");
        if domain.is_dir() {
            for file in sources(&domain) {
                for word in forbidden {
                    assert!(!code(&file).contains(word), "{} must not use {word}", file.display());
                }
            }
        }
    }
}

#[test]
fn stores_do_not_know_who_calls_them() {
    for service in SERVICES {
        let store = root().join("services").join(service).join("src/store");
        if store.is_dir() {
            for file in sources(&store) {
                for word in ["crate::grpc", "crate::consumers", "tonic::"] {
                    assert!(!code(&file).contains(word), "{} must not use {word}", file.display());
                }
            }
        }
    }
}

/// Its worth is that it was worked out apart from what it judges.
#[test]
fn the_simulator_s_oracle_knows_nothing_of_the_ledger() {
    for file in sources(&root().join("tests/sim/src/oracle")) {
        for word in ["ledger::", "eventlog::", "contracts::"] {
            assert!(!code(&file).contains(word), "{} must not use {word}", file.display());
        }
    }
}

/// What callers were told is judged by rules that know neither how the ledger decides nor how it is reached.
#[test]
fn the_chaos_s_check_knows_nothing_of_the_ledger() {
    for file in sources(&root().join("tests/chaos/src/check")) {
        for word in ["ledger::", "eventlog::", "contracts::", "tokio::", "async fn"] {
            assert!(!code(&file).contains(word), "{} must not use {word}", file.display());
        }
    }
    let metadata = metadata();
    let chaos = metadata.workspace_packages().into_iter().find(|package| package.name.as_str() == "chaos");
    for dependency in &chaos.unwrap().dependencies {
        let name = dependency.name.as_str();
        assert!(
            !SERVICES.contains(&name) && !TOOLS.contains(&name),
            "chaos runs {name} and must not depend on it"
        );
    }
}

#[test]
fn names_are_the_field_s() {
    for folder in ["libs", "services", "deploy", "tests"] {
        for file in sources(&root().join(folder)) {
            let stem = file.file_stem().unwrap().to_string_lossy().into_owned();
            let room = file.parent().unwrap().file_name().unwrap().to_string_lossy().into_owned();
            for vague in ["util", "utils", "helper", "helpers", "manager", "data", "misc", "common"] {
                assert!(stem != vague && room != vague, "{} says nothing by its name", file.display());
            }
        }
    }
}

#[test]
fn the_top_level_is_the_one_that_was_promised() {
    for place in [
        "Cargo.toml",
        "proto",
        "services",
        "libs",
        "deploy",
        "k8s",
        "tests",
        "Makefile",
        "README.md",
        "docs/ARCHITECTURE.md",
    ] {
        assert!(root().join(place).exists(), "{place} is missing");
    }
}

#[test]
fn every_service_has_one_binary_named_after_it() {
    for package in metadata().workspace_packages() {
        let name = package.name.as_str();
        if SERVICES.contains(&name) {
            let wanted = format!("tokenbook-{name}");
            assert!(
                package.targets.iter().any(|target| target.is_bin() && target.name == wanted),
                "{wanted} is missing"
            );
        }
    }
}
