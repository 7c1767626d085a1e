//! The OpenAPI document, and the pages about the interface.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::world::{World, json as read, problem};

/// The files of the documentation's page, which are no calls.
const NOT_CALLS: [&str; 2] = ["/docs/", "/docs/{*file}"];

async fn document(world: &World) -> Value {
    read(world.request("GET", "/openapi.json"), 200).await
}

fn operations(document: &Value) -> Vec<(String, String, &Map<String, Value>)> {
    let paths = document["paths"].as_object().unwrap();
    let of = |path: &String, item: &'static str| (path.clone(), item.to_owned());
    paths
        .iter()
        .flat_map(|(path, item)| {
            item.as_object().unwrap().iter().map(move |(method, operation)| (path, method, operation))
        })
        .map(|(path, method, operation)| {
            let (path, _) = of(path, "");
            (path, method.to_uppercase(), operation.as_object().unwrap())
        })
        .collect()
}

#[tokio::test]
async fn the_document_is_openapi_3_1() {
    let world = World::new().await;
    let text = world.request("GET", "/openapi.json").send().await.unwrap().text().await.unwrap();
    let spec = oas3::from_json(&text).expect("the document parses as OpenAPI 3.1");
    assert!(spec.openapi.starts_with("3.1."), "{}", spec.openapi);
    spec.validate_version().unwrap();
    let mut ids = BTreeSet::new();
    for (path, _, operation) in spec.operations() {
        assert!(ids.insert(operation.operation_id.clone().unwrap()), "{path} shares its operation id");
    }
}

#[tokio::test]
async fn every_reference_in_the_document_leads_somewhere() {
    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(object) => {
                if let Some(Value::String(reference)) = object.get("$ref") {
                    found.insert(reference.clone());
                }
                if let Some(mapping) = object.get("discriminator").and_then(|it| it["mapping"].as_object()) {
                    found.extend(mapping.values().filter_map(|it| it.as_str().map(str::to_owned)));
                }
                object.values().for_each(|value| references(value, found));
            }
            Value::Array(array) => array.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let world = World::new().await;
    let document = document(&world).await;
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    assert!(found.len() > 20);
    for reference in found {
        let pointer = reference.strip_prefix('#').expect("a reference within the document");
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
}

/// The router shows its paths only in its debug form.
fn routes(world: &World) -> BTreeSet<String> {
    let upstream = gateway::upstream::Upstream::new(&world.config.upstream, &world.config.tls).unwrap();
    let app = gateway::app::App {
        api_keys: std::sync::Arc::new(gateway::auth::ApiKeys::new(upstream.clone())),
        upstream,
        limits: std::sync::Arc::new(gateway::edge::rate::Limits::new(&world.config.rates)),
        streams: gateway::rest::streams::Streams::new(1, 1),
        clock: runtime::Clock::system(),
        body_timeout: std::time::Duration::from_secs(1),
        stop: tokio_util::sync::CancellationToken::new(),
    };
    let (router, _) = gateway::router::documented(app, None);
    let shown = format!("{router:?}");
    let (_, paths) = shown.split_once("Node { paths: {").expect("the router's debug form shows its paths");
    let (paths, _) = paths.split_once('}').map(|_| paths.split_once("} }").unwrap_or((paths, ""))).unwrap();
    paths.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

#[tokio::test]
async fn every_route_is_documented_and_everything_documented_is_a_route() {
    let world = World::new().await;
    let document = document(&world).await;
    let documented: BTreeSet<String> = operations(&document).into_iter().map(|(path, ..)| path).collect();
    let mut routed = routes(&world);
    for path in NOT_CALLS {
        assert!(routed.remove(path), "{path}: {routed:?}");
    }
    assert_eq!(routed, documented);

    for path in documented {
        let concrete = path
            .split('/')
            .map(|part| if part.starts_with('{') { "x" } else { part })
            .collect::<Vec<_>>()
            .join("/");
        let response = world.request("BREW", &concrete).send().await.unwrap();
        assert_eq!(response.status(), 405, "{path}");
        let allowed: BTreeSet<String> =
            response.headers()["allow"].to_str().unwrap().split(',').map(|it| it.trim().to_owned()).collect();
        let mut methods: BTreeSet<String> = operations(&document)
            .into_iter()
            .filter(|(of, ..)| *of == path)
            .map(|(_, method, _)| method)
            .collect();
        if methods.contains("GET") {
            methods.insert("HEAD".to_owned());
        }
        assert_eq!(allowed, methods, "{path}");
    }
}

#[tokio::test]
async fn every_call_tells_what_it_is_what_it_takes_and_what_can_go_wrong() {
    let world = World::new().await;
    let document = document(&world).await;
    let keyed = ["/v1/orders", "/v1/orders/{id}/payment", "/v1/generations", "/v1/promotions/{id}/claim"];
    let public =
        ["/v1/accounts", "/v1/sessions", "/v1/packages", "/v1/pricing", "/v1/promotions", "/v1/quotes"];
    for (path, method, operation) in operations(&document) {
        let call = format!("{method} {path}");
        for text in ["summary", "description", "operationId"] {
            assert!(
                operation.get(text).is_some_and(|it| !it.as_str().unwrap().is_empty()),
                "{call}: no {text}"
            );
        }
        if !path.starts_with("/v1/") {
            continue;
        }
        let parameters = operation.get("parameters").and_then(Value::as_array).cloned().unwrap_or_default();
        let has_key = parameters.iter().any(|it| it["name"] == "Idempotency-Key" && it["required"] == true);
        assert_eq!(has_key, method == "POST" && keyed.contains(&path.as_str()), "{call}");
        let open = public.contains(&path.as_str()) || path.starts_with("/v1/webhooks/");
        assert_eq!(operation.contains_key("security"), !open, "{call}");
        let responses = operation["responses"].as_object().unwrap();
        assert!(responses.keys().any(|status| status.starts_with('2')), "{call}");
        for status in ["429", "500", "503"].iter().chain((!open).then_some(&"401")) {
            let problems = &responses[*status]["content"]["application/problem+json"];
            assert_eq!(problems["schema"]["$ref"], "#/components/schemas/ProblemBody", "{call} {status}");
            assert!(!problems["examples"].as_object().unwrap().is_empty(), "{call} {status}");
        }
    }
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        let explained = schema.get("description").is_some() || schema.get("oneOf").is_some();
        assert!(explained, "{name} is not described");
    }
}

#[tokio::test]
async fn every_example_fits_its_schema() {
    let world = World::new().await;
    let document = document(&world).await;
    let check = |name: &str, mut schema: Value, example: &Value| {
        schema["components"] = document["components"].clone();
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        let wrong: Vec<String> = validator.iter_errors(example).map(|it| it.to_string()).collect();
        assert!(wrong.is_empty(), "{name}: {wrong:?}");
    };
    let mut checked = 0;
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        if let Some(example) = schema.get("example") {
            check(name, json!({"$ref": format!("#/components/schemas/{name}")}), example);
            checked += 1;
        }
    }
    assert!(checked > 25, "only {checked} schemas have examples");
    for (path, method, operation) in operations(&document) {
        for (status, response) in operation["responses"].as_object().unwrap() {
            let Some(content) = response.get("content") else { continue };
            for (kind, content) in content.as_object().unwrap() {
                for (name, example) in
                    content.get("examples").and_then(Value::as_object).into_iter().flatten()
                {
                    let call = format!("{method} {path} {status} {kind} {name}");
                    check(&call, content["schema"].clone(), &example["value"]);
                }
            }
        }
    }
}

#[tokio::test]
async fn amounts_are_integers_everywhere() {
    fn numbers(value: &Value, at: &str) {
        if let Value::Object(object) = value {
            let kind = object.get("type");
            let float = kind == Some(&"number".into())
                || kind.and_then(Value::as_array).is_some_and(|kinds| kinds.contains(&"number".into()));
            assert!(!float, "{at} is not an integer");
            object.iter().for_each(|(name, value)| numbers(value, &format!("{at}/{name}")));
        }
    }
    let world = World::new().await;
    numbers(&document(&world).await["components"]["schemas"], "");
}

#[tokio::test]
async fn the_pages_load_nothing_from_another_host() {
    let world = World::new().await;
    let redirect = world.request("GET", "/docs").send().await.unwrap();
    assert_eq!(
        (redirect.status().as_u16(), redirect.headers()["location"].to_str().unwrap()),
        (308, "/docs/")
    );
    for path in ["/", "/docs/", "/problems", "/problems/insufficient-tokens"] {
        let response = world.request("GET", path).send().await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        assert!(response.headers()["content-type"].to_str().unwrap().starts_with("text/html"), "{path}");
        assert!(
            response.headers()["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'")
        );
        let page = response.text().await.unwrap();
        let mut loaded = Vec::new();
        for attribute in ["src=\"", "href=\""] {
            loaded
                .extend(page.split(attribute).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()));
        }
        assert!(!loaded.is_empty(), "{path}");
        for address in loaded {
            assert!(!address.contains("//"), "{path} loads {address}");
            if path == "/docs/" {
                let asset = format!("/docs/{}", address.trim_start_matches("./"));
                assert_eq!(world.request("GET", &asset).send().await.unwrap().status(), 200, "{asset}");
            }
        }
    }
    let script =
        world.request("GET", "/docs/swagger-initializer.js").send().await.unwrap().text().await.unwrap();
    assert!(script.contains("/openapi.json") && script.contains("\"validatorUrl\": \"none\""), "{script}");
    problem(world.request("GET", "/docs/%2e%2e/secret"), 404, "NOT_FOUND").await;
}

#[tokio::test]
async fn every_problems_type_is_a_page_that_explains_it() {
    let world = World::new().await;
    for reason in kernel::Reason::ALL {
        let path = format!("/problems/{}", gateway::problem::catalog::slug(*reason));
        let page = world.request("GET", &path).send().await.unwrap();
        assert_eq!(page.status(), 200, "{path}");
        assert!(page.text().await.unwrap().contains(reason.as_str()), "{path}");
    }
}
