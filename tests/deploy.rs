//! What is deployed is what was built: the files of `deploy/` and `k8s/` beside the code.
//!
//! No container engine and no cluster is asked. What these tests hold is that the files name settings, ports, metrics,
//! callers and secrets that exist, and leave out none that a service needs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use local_stack::{Port, Ports, Service};
use serde_norway::Value;

type Names = BTreeSet<String>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The files below a folder that end so.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The documents of a YAML file, merge keys applied.
fn documents(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap();
    serde_norway::Deserializer::from_str(&text)
        .map(|document| {
            let mut value: Value = serde::Deserialize::deserialize(document)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            value.apply_merge().unwrap();
            value
        })
        .collect()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_sequence().into_iter().flatten()
}

fn map(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_mapping().into_iter().flatten().map(|(name, value)| (name.as_str().unwrap(), value))
}

fn string(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// A setting as a configuration declares it.
#[derive(Clone, Debug)]
struct Setting {
    variable: String,
    required: bool,
}

/// A configuration's settings, those of the groups that it flattens included.
fn settings(service: Service) -> Vec<Setting> {
    let (file, name) = match service {
        Service::SandboxProcessor => ("services/payments/src/config.rs".to_owned(), "SandboxConfig"),
        other => (format!("services/{other}/src/config.rs"), "Config"),
    };
    let mut structs = structs(&text("libs/runtime/src/config.rs"));
    structs.extend(self::structs(&text(&file)));
    let mut found = Vec::new();
    let mut open = vec![name.to_owned()];
    while let Some(name) = open.pop() {
        let (own, flattened) = structs.get(&name).unwrap_or_else(|| panic!("no struct {name} in {file}"));
        found.extend(own.iter().cloned());
        open.extend(flattened.iter().cloned());
    }
    found
}

/// Of each struct of a source file: its settings, and the types that it flattens.
fn structs(source: &str) -> BTreeMap<String, (Vec<Setting>, Vec<String>)> {
    let mut found = BTreeMap::new();
    let mut lines = source.lines().take_while(|line| *line != "#[cfg(test)]");
    while let Some(line) = lines.next() {
        let Some(name) = line.strip_prefix("pub struct ").and_then(|rest| rest.strip_suffix(" {")) else {
            continue;
        };
        let (mut own, mut flattened, mut attributes) = (Vec::new(), Vec::new(), String::new());
        for line in lines.by_ref().take_while(|line| *line != "}") {
            let line = line.trim();
            let field = line.strip_prefix("pub ").unwrap_or(line).split_once(": ");
            match field {
                _ if line.starts_with("//") => {}
                Some((name, kind)) if name.chars().all(|it| it.is_ascii_lowercase() || it == '_') => {
                    let attributes = std::mem::take(&mut attributes);
                    let optional = kind.starts_with("Option<") || kind.starts_with("Vec<") || kind == "bool,";
                    if attributes.contains("#[command(flatten)]") {
                        flattened.push(kind.trim_end_matches(',').to_owned());
                    } else if let Some((_, rest)) = attributes.split_once("env = \"") {
                        own.push(Setting {
                            variable: rest.split_once('"').unwrap().0.to_owned(),
                            required: attributes.contains("required = true")
                                || !(optional || attributes.contains("default_value")),
                        });
                    }
                }
                _ => attributes.push_str(line),
            }
        }
        found.insert(name.to_owned(), (own, flattened));
    }
    found
}

/// The environment of a service somewhere: what it is given, and with which value where that is plain.
struct Given {
    place: String,
    service: Service,
    variables: BTreeMap<String, String>,
    /// Whether it adds to what another file gives.
    patch: bool,
}

fn service(name: &str) -> Option<Service> {
    Service::ALL.into_iter().find(|service| service.name() == name)
}

fn compose() -> Value {
    documents(&root().join("deploy/compose.yaml")).remove(0)
}

fn given_by_compose() -> Vec<Given> {
    let compose = compose();
    let given = map(&compose["services"]).filter_map(|(name, part)| {
        Some(Given {
            place: format!("deploy/compose.yaml: {name}"),
            service: service(name)?,
            variables: map(&part["environment"])
                .map(|(name, value)| (name.to_owned(), string(value).to_owned()))
                .collect(),
            patch: false,
        })
    });
    given.collect()
}

/// Every document of `k8s/` with its file's name.
fn manifests() -> Vec<(String, Value)> {
    let named = |path: PathBuf| {
        let name = path.strip_prefix(root()).unwrap().display().to_string();
        documents(&path).into_iter().map(move |document| (name.clone(), document))
    };
    files("k8s", ".yaml").into_iter().flat_map(named).collect()
}

fn of_kind<'a>(
    manifests: &'a [(String, Value)],
    kinds: &'a [&str],
) -> impl Iterator<Item = (&'a str, &'a Value)> {
    let wanted = manifests.iter().filter(|(_, document)| kinds.contains(&string(&document["kind"])));
    wanted.map(|(file, document)| (file.as_str(), document))
}

/// The variables of the maps that kustomize makes.
fn config_maps(manifests: &[(String, Value)]) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut found: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (_, kustomization) in of_kind(manifests, &["Kustomization", "Component"]) {
        for generator in list(&kustomization["configMapGenerator"]) {
            let variables = found.entry(string(&generator["name"]).to_owned()).or_default();
            for literal in list(&generator["literals"]) {
                let (name, value) = string(literal).split_once('=').unwrap();
                variables.insert(name.to_owned(), value.to_owned());
            }
        }
    }
    found
}

fn given_by_kubernetes() -> Vec<Given> {
    let manifests = manifests();
    let maps = config_maps(&manifests);
    let mut found = Vec::new();
    for (file, workload) in of_kind(&manifests, &["Deployment", "StatefulSet"]) {
        for container in list(&workload["spec"]["template"]["spec"]["containers"]) {
            let name = string(&container["name"]);
            let mut variables = BTreeMap::new();
            for source in list(&container["envFrom"]) {
                let map = string(&source["configMapRef"]["name"]);
                variables.extend(maps.get(map).unwrap_or_else(|| panic!("{file}: no map {map}")).clone());
            }
            for variable in list(&container["env"]) {
                let value = string(&variable["value"]).to_owned();
                variables.insert(string(&variable["name"]).to_owned(), value);
            }
            found.push(Given {
                place: file.to_owned(),
                service: service(name).unwrap_or_else(|| panic!("{file}: {name} is no service")),
                variables,
                patch: workload["spec"]["selector"].is_null(),
            });
        }
    }
    found
}

fn given() -> Vec<Given> {
    given_by_compose().into_iter().chain(given_by_kubernetes()).collect()
}

#[test]
fn every_service_is_deployed_with_docker_and_in_kubernetes() {
    for given in [given_by_compose(), given_by_kubernetes()] {
        let whole: BTreeSet<_> =
            given.into_iter().filter(|given| !given.patch).map(|given| given.service).collect();
        assert_eq!(whole, BTreeSet::from(Service::ALL));
    }
}

#[test]
fn every_variable_is_a_setting_of_its_service() {
    for Given { place, service, variables, .. } in given() {
        let known: Names = settings(service).into_iter().map(|setting| setting.variable).collect();
        assert!(
            known.contains("TOKENBOOK_ADMIN_LISTEN"),
            "the settings of {service} were not read: {known:?}"
        );
        // `AWS_…` are the usual ones of whatever speaks to S3, `POD_…` what others are made of.
        let others = |variable: &&String| variable.starts_with("AWS_") || variable.starts_with("POD_");
        for variable in variables.keys().filter(|variable| !others(variable)) {
            assert!(known.contains(variable), "{place}: {service} has no setting {variable}");
        }
    }
}

#[test]
fn every_setting_that_a_service_needs_is_given() {
    for Given { place, service, variables, .. } in given().into_iter().filter(|given| !given.patch) {
        let needed: Names = settings(service)
            .into_iter()
            .filter(|setting| setting.required)
            .map(|setting| setting.variable)
            .collect();
        assert!(needed.contains("TOKENBOOK_ADMIN_LISTEN"), "the settings of {service} were not read");
        for variable in needed {
            assert!(variables.contains_key(&variable), "{place}: {service} needs {variable}");
        }
    }
}

#[test]
fn services_listen_where_the_documentation_says() {
    let ports = Ports::fixed();
    for Given { place, service, variables, .. } in given() {
        for (variable, port) in [
            ("TOKENBOOK_ADMIN_LISTEN", Port::Admin(service)),
            ("TOKENBOOK_GRPC_LISTEN", Port::Grpc(service)),
            ("TOKENBOOK_HTTP_LISTEN", Port::Http(service)),
        ] {
            if let Some(address) = variables.get(variable) {
                assert_eq!(*address, format!("0.0.0.0:{}", ports.get(port)), "{place}: {variable}");
            }
        }
        for other in Service::ALL {
            let variable = format!("TOKENBOOK_{}_URL", other.name().to_uppercase());
            if let Some(url) = variables.get(&variable) {
                assert_eq!(
                    *url,
                    format!("https://{other}:{}", ports.get(Port::Grpc(other))),
                    "{place}: {variable}"
                );
            }
        }
    }
}

#[test]
fn compose_publishes_on_the_loopback_only_and_at_the_documented_ports() {
    let compose = compose();
    let mut published = BTreeSet::new();
    for (name, part) in map(&compose["services"]) {
        for port in list(&part["ports"]) {
            let port = string(port).strip_prefix("127.0.0.1:").unwrap_or_else(|| panic!("{name}: {port:?}"));
            published.insert(port.split_once(':').unwrap().0.parse::<u16>().unwrap());
        }
    }
    for (port, number) in Ports::fixed().iter() {
        assert!(published.contains(&number), "{port} ({number}) is not published");
    }
}

#[test]
fn compose_runs_the_kafka_that_the_local_stack_runs() {
    let compose = compose();
    let version =
        string(&compose["services"]["kafka"]["image"]).strip_prefix("apache/kafka:").unwrap().to_owned();
    let pom = text("deploy/local/pom.xml");
    assert!(pom.contains(&format!(">{version}<")), "the local stack's Kafka is not {version}");
}

#[test]
fn compose_builds_images_that_the_dockerfile_makes() {
    let (compose, dockerfile) = (compose(), text("deploy/Dockerfile"));
    let mut built = 0;
    for (name, part) in map(&compose["services"]).filter(|(_, part)| !part["build"].is_null()) {
        assert_eq!(string(&part["build"]["target"]), name);
        assert!(dockerfile.contains(&format!("FROM runtime AS {name}\n")), "no stage {name}");
        built += 1;
    }
    assert_eq!(built, Service::ALL.len() + 1);
    for service in Service::ALL {
        let program = format!("/programs/tokenbook-{service} ");
        assert!(dockerfile.contains(&program), "the image of {service} has no program");
    }
}

/// The names of all metrics that the code records, as Prometheus shows them.
fn recorded() -> Names {
    let mut found = Names::new();
    for file in files("services", ".rs").into_iter().chain(files("libs", ".rs")) {
        let source = fs::read_to_string(&file).unwrap();
        for (call, endings) in
            [("counter!(", &[""][..]), ("gauge!(", &[""]), ("histogram!(", &["_bucket", "_sum", "_count"])]
        {
            for (_, rest) in source.match_indices(call).map(|(at, call)| source[at..].split_at(call.len())) {
                if let Some((name, _)) = rest.trim_start().strip_prefix('"').and_then(|it| it.split_once('"'))
                {
                    found.extend(endings.iter().map(|ending| format!("{name}{ending}")));
                }
            }
        }
    }
    found
}

/// The metrics that a `PromQL` expression reads.
fn read_by(expression: &str) -> Names {
    // Label matchers, ranges and label lists hold names of other kinds.
    let mut bare = String::new();
    let mut depth = 0_u32;
    for character in expression.chars() {
        match character {
            '{' | '[' => depth += 1,
            '}' | ']' => depth -= 1,
            other if depth == 0 => bare.push(other),
            _ => {}
        }
    }
    while let Some((before, rest)) = bare.split_once(" by (") {
        let (_, after) = rest.split_once(')').unwrap();
        bare = format!("{before}({after}");
    }
    let named = |it: char| it.is_ascii_alphanumeric() || it == '_';
    let mut found = Names::new();
    let mut rest = bare.as_str();
    while let Some(from) = rest.find(|it: char| it.is_ascii_alphabetic()) {
        let tail = &rest[from..];
        let to = tail.find(|it| !named(it)).unwrap_or(tail.len());
        if !tail[to..].trim_start().starts_with('(') {
            found.insert(tail[..to].to_owned());
        }
        rest = &tail[to..];
    }
    found
}

fn expressions(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(fields) => {
            found.extend(fields.get("expr").and_then(|it| it.as_str()).map(str::to_owned));
            fields.values().for_each(|value| expressions(value, found));
        }
        serde_json::Value::Array(values) => values.iter().for_each(|value| expressions(value, found)),
        _ => {}
    }
}

#[test]
fn the_dashboard_shows_metrics_that_the_code_records() {
    let mut known = recorded();
    // Prometheus' own.
    known.insert("up".to_owned());
    let dashboard = serde_json::from_str(&text("deploy/dashboards/tokenbook.json")).unwrap();
    let mut shown = Vec::new();
    expressions(&dashboard, &mut shown);
    let read: Names = shown.iter().flat_map(|expression| read_by(expression)).collect();
    assert!(read.contains("outbox_depth") && read.contains("gateway_request_seconds_bucket"), "{read:?}");
    let unknown: Vec<_> = read.difference(&known).collect();
    assert!(unknown.is_empty(), "nothing records {unknown:?}");
}

#[test]
fn prometheus_scrapes_every_service_at_its_admin_port() {
    let scraped: BTreeSet<String> = documents(&root().join("deploy/dashboards/prometheus.yaml"))
        .iter()
        .flat_map(|config| list(&config["scrape_configs"]))
        .flat_map(|job| list(&job["static_configs"]))
        .map(|group| format!("{} {}", string(&group["labels"]["service"]), string(&group["targets"][0])))
        .collect();
    let ports = Ports::fixed();
    let wanted = Service::ALL
        .into_iter()
        .map(|service| format!("{service} {service}:{}", ports.get(Port::Admin(service))))
        .collect();
    assert_eq!(scraped, wanted);
}

/// Whom a service's access policy allows at least one call.
fn allowed_by_code(service: Service) -> Names {
    let mut found = Names::new();
    for file in files(&format!("services/{service}/src/grpc"), ".rs") {
        let source = fs::read_to_string(&file).unwrap();
        let source = source.split("#[cfg(test)]").next().unwrap();
        for names in ["Allow::Service(\"", ".with_relay(\""] {
            let named = source.split(names).skip(1).map(|rest| rest.split('"').next().unwrap());
            found.extend(named.map(str::to_owned));
        }
        if source.contains("Allow::AnyMetering") {
            found.insert("metering".to_owned());
        }
        assert!(!source.contains("Allow::AnyPeer"), "{}: a network policy cannot say this", file.display());
    }
    found
}

#[test]
fn network_policies_admit_whom_access_policies_admit() {
    const IDENTITY: &str = "tokenbook/identity";
    let manifests = manifests();
    let ports = Ports::fixed();
    for service in [Service::Accounts, Service::Payments, Service::Generation, Service::Ledger] {
        let port = u64::from(ports.get(Port::Grpc(service)));
        let mut admitted = Names::new();
        let mut connected = Names::new();
        for (_, policy) in of_kind(&manifests, &["NetworkPolicy"]) {
            let (spec, name) = (&policy["spec"], string(&policy["metadata"]["name"]));
            let subject = string(&spec["podSelector"]["matchLabels"][IDENTITY]);
            let open = |rule: &&Value| list(&rule["ports"]).any(|it| it["port"].as_u64() == Some(port));
            for rule in list(&spec["ingress"]).filter(open).filter(|_| subject == service.name()) {
                assert!(!rule["from"].is_null(), "{name} admits everybody");
                for from in list(&rule["from"]) {
                    let who = string(&from["podSelector"]["matchLabels"][IDENTITY]);
                    assert_eq!(
                        from["namespaceSelector"].is_null(),
                        who != "metering",
                        "{name}: {who} from which namespace?"
                    );
                    admitted.insert(who.to_owned());
                }
            }
            if list(&spec["egress"]).any(|rule| open(&rule)) {
                connected.insert(subject.to_owned());
            }
        }
        let allowed = allowed_by_code(service);
        assert!(allowed.contains("gateway"), "the access policy of {service} was not read: {allowed:?}");
        assert_eq!(admitted, allowed, "{service}");
        // Metering services live in namespaces with policies of their own.
        let ours: Names = allowed.into_iter().filter(|name| name != "metering").collect();
        assert_eq!(connected, ours, "who may open connections to {service}");
    }
}

#[test]
fn instances_of_the_ledger_have_names_and_are_found_by_them() {
    let manifests = manifests();
    let ledgers: Vec<_> =
        of_kind(&manifests, &["StatefulSet"]).filter(|(_, set)| !set["spec"]["selector"].is_null()).collect();
    let [(_, ledger)] = ledgers.as_slice() else { panic!("one set of instances with names") };
    let container = &ledger["spec"]["template"]["spec"]["containers"][0];
    let variables: Vec<_> = list(&container["env"]).collect();
    let place = |name: &str| variables.iter().position(|variable| variable["name"].as_str() == Some(name));
    let advertise = place("TOKENBOOK_ADVERTISE").unwrap();
    for (name, field) in [
        // What differs between pods and outlives a restart.
        ("TOKENBOOK_INSTANCE", "metadata.name"),
        ("POD_NAMESPACE", "metadata.namespace"),
    ] {
        let variable = place(name).unwrap();
        assert!(variable < advertise, "a variable is known to those after it");
        assert_eq!(string(&variables[variable]["valueFrom"]["fieldRef"]["fieldPath"]), field);
    }
    let port = Ports::fixed().get(Port::Grpc(Service::Ledger));
    let instances = string(&ledger["spec"]["serviceName"]);
    // From other namespaces as well: clients go to the owners by themselves.
    let expected = format!("$(TOKENBOOK_INSTANCE).{instances}.$(POD_NAMESPACE).svc:{port}");
    assert_eq!(string(&variables[advertise]["value"]), expected);
}

#[test]
fn pods_are_confined_probed_and_bounded() {
    let manifests = manifests();
    let mut seen = 0;
    for (file, workload) in of_kind(&manifests, &["Deployment", "StatefulSet"]) {
        let pod = &workload["spec"]["template"]["spec"];
        if workload["spec"]["selector"].is_null() {
            continue;
        }
        seen += 1;
        let yes = |value: &Value| value.as_bool() == Some(true);
        assert!(yes(&pod["securityContext"]["runAsNonRoot"]), "{file}: runs as root");
        let name = string(&workload["metadata"]["name"]);
        let labels = &workload["spec"]["template"]["metadata"]["labels"];
        assert_eq!(string(&labels["tokenbook/identity"]), name, "{file}");
        for container in list(&pod["containers"]) {
            let confined = &container["securityContext"];
            assert!(yes(&confined["readOnlyRootFilesystem"]), "{file}: may write");
            assert_eq!(confined["allowPrivilegeEscalation"].as_bool(), Some(false), "{file}");
            assert_eq!(string(&confined["capabilities"]["drop"][0]), "ALL", "{file}");
            for (probe, path) in [("livenessProbe", "/healthz"), ("readinessProbe", "/readyz")] {
                let get = &container[probe]["httpGet"];
                assert_eq!((string(&get["path"]), string(&get["port"])), (path, "admin"), "{file}: {probe}");
            }
            assert!(!container["resources"]["limits"]["memory"].is_null(), "{file}: memory without bound");
        }
    }
    assert_eq!(seen, Service::ALL.len());
}

#[test]
fn every_certificate_carries_the_identity_that_policies_name() {
    let manifests = manifests();
    let mut issued = Names::new();
    for (_, certificate) in of_kind(&manifests, &["Certificate"]) {
        let spec = &certificate["spec"];
        let uris: Vec<_> = list(&spec["uris"]).map(string).collect();
        let names: Vec<_> = list(&spec["dnsNames"]).map(string).collect();
        if spec["isCA"].is_null() {
            let secret = string(&spec["secretName"]);
            let name = secret.strip_suffix("-tls").unwrap();
            assert_eq!((uris, names), (vec![format!("spiffe://tokenbook/{name}").as_str()], vec![name]));
            issued.insert(secret.to_owned());
        }
    }
    for (file, workload) in of_kind(&manifests, &["Deployment", "StatefulSet"]) {
        for volume in list(&workload["spec"]["template"]["spec"]["volumes"]) {
            let secret = string(&volume["secret"]["secretName"]);
            assert!(secret.is_empty() || issued.contains(secret), "{file}: nothing issues {secret}");
        }
    }
}

#[test]
fn the_manual_names_every_secret_that_must_be_made() {
    let (manifests, manual) = (manifests(), text("k8s/README.md"));
    let mut seen = 0;
    for (file, workload) in of_kind(&manifests, &["Deployment", "StatefulSet"]) {
        for container in list(&workload["spec"]["template"]["spec"]["containers"]) {
            for variable in list(&container["env"]) {
                let secret = &variable["valueFrom"]["secretKeyRef"];
                if !secret.is_null() {
                    let wanted = format!("| `{}` | `{}` |", string(&secret["name"]), string(&secret["key"]));
                    assert!(manual.contains(&wanted), "{file}: k8s/README.md has no row {wanted}");
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 0, "no container refers to a secret");
}

#[test]
fn every_manifest_has_its_place_in_a_kustomization() {
    for file in files("k8s", ".yaml") {
        let (folder, name) = (file.parent().unwrap(), file.file_name().unwrap().to_str().unwrap());
        if name != "kustomization.yaml" {
            let kustomization = fs::read_to_string(folder.join("kustomization.yaml")).unwrap();
            assert!(kustomization.contains(&format!("{name}\n")), "{} is in none", file.display());
        }
    }
}

#[test]
fn production_has_64_books_in_three_copies() {
    let production = documents(&root().join("k8s/overlays/production/kustomization.yaml")).remove(0);
    let literals: Vec<_> = list(&production["configMapGenerator"][0]["literals"]).map(string).collect();
    assert!(literals.contains(&"TOKENBOOK_KAFKA_PARTITIONS=64"), "{literals:?}");
    assert!(literals.contains(&"TOKENBOOK_KAFKA_REPLICATION=3"), "{literals:?}");
}

#[test]
fn both_ways_to_deploy_the_provider_begin_with_the_same_models_and_known_settings() {
    let models: serde_json::Value = serde_json::from_str(&text("deploy/openai-models.json")).unwrap();
    let copy: serde_json::Value =
        serde_json::from_str(&text("k8s/components/openai-provider/models.json")).unwrap();
    assert_eq!(models, copy);

    let known: Names = settings(Service::Generation).into_iter().map(|setting| setting.variable).collect();
    let compose = documents(&root().join("deploy/compose.openai.yaml")).remove(0);
    let given: Names = map(&compose["services"]["generation"]["environment"])
        .map(|(variable, _)| variable.to_owned())
        .collect();
    for needed in ["PROVIDER", "OPENAI_BASE_URL", "OPENAI_API_KEY", "OPENAI_MODELS"] {
        assert!(given.contains(&format!("TOKENBOOK_{needed}")), "{needed}");
    }
    assert!(given.is_subset(&known), "{given:?}");
}
