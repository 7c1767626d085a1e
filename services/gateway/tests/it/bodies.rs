//! Bad input of every kind is told with its place.

use access_tokens::Role;
use serde_json::json;

use crate::samples;
use crate::world::{SOON, World, problem, problem_of};

#[tokio::test]
async fn wrong_fields_are_named() {
    let world = World::new().await;
    let post = |path: &str, body: &'static str| {
        let request = world.by_user("POST", path).header("idempotency-key", "k");
        request.header("content-type", "application/json").body(body)
    };
    for (path, body, field, says) in [
        ("/v1/orders", "{}", "package_id", "is required"),
        ("/v1/orders", r#"{"package_id":"a","coupon":1}"#, "coupon", "is not a field"),
        ("/v1/orders", r#"{"package_id":7}"#, "package_id", "must be a string"),
        ("/v1/orders", r#"{"package_id":"a b"}"#, "package_id", "letters"),
        ("/v1/orders", r#"{"package_id":"a","package_id":"b"}"#, "package_id", "once"),
        ("/v1/orders", r#"["a"]"#, "body", "JSON object"),
        ("/v1/quotes", r#"{"kind":"opera","model":"m"}"#, "kind", "video"),
        ("/v1/quotes", r#"{"model":"m"}"#, "kind", "is required"),
        (
            "/v1/quotes",
            r#"{"kind":"image","model":"m","width":1.5,"height":64,"steps":1}"#,
            "width",
            "whole number",
        ),
        (
            "/v1/quotes",
            r#"{"kind":"image","model":"m","width":64,"height":64,"steps":1,"fps":9}"#,
            "fps",
            "is not a field",
        ),
        (
            "/v1/quotes",
            r#"{"kind":"chat","model":"m","max_output_tokens":5,"messages":[{"role":"user"}]}"#,
            "messages[0].content",
            "is required",
        ),
        (
            "/v1/generations",
            r#"{"kind":"image","model":"m","width":64,"height":64,"steps":1}"#,
            "prompt",
            "is required",
        ),
        (
            "/v1/generations",
            r#"{"kind":"image","model":"m","prompt":"p","width":64,"height":64,"steps":1,"reference_images":["../x"]}"#,
            "reference_images[0]",
            "letters",
        ),
    ] {
        let refused = problem(post(path, body), 400, "INVALID_INPUT").await;
        assert_eq!(refused["errors"][0]["field"], field, "{body}: {refused}");
        assert!(refused["errors"][0]["problem"].as_str().unwrap().contains(says), "{body}: {refused}");
    }
}

#[tokio::test]
async fn a_card_number_is_refused_and_not_passed_on() {
    let world = World::new().await;
    let path = format!("/v1/orders/{}/payment", samples::ID);
    let pay = world.by_user("POST", &path).header("idempotency-key", "k");
    let refused =
        problem(pay.json(&json!({"payment_method": "4242424242424242"})), 400, "INVALID_INPUT").await;
    assert!(!refused.to_string().contains("4242"), "{refused}");
    assert!(world.payments.calls("PayOrder").is_empty());
}

#[tokio::test]
async fn broken_json_is_told_with_its_line() {
    let world = World::new().await;
    let place = world.by_user("POST", "/v1/orders").header("idempotency-key", "k");
    let broken = place.header("content-type", "application/json").body("{\n  \"package_id\": ,\n}");
    let refused = problem(broken, 400, "INVALID_INPUT").await;
    assert!(refused["detail"].as_str().unwrap().contains("line 2"), "{refused}");
}

#[tokio::test]
async fn another_content_type_than_json_is_refused() {
    let world = World::new().await;
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""] {
        let place = world.by_user("POST", "/v1/orders").header("idempotency-key", "k");
        let request = place.header("content-type", kind).body(r#"{"package_id":"a"}"#);
        problem(request, 415, "INVALID_INPUT").await;
    }
    let place = world.by_user("POST", "/v1/orders").header("idempotency-key", "k");
    let request =
        place.header("content-type", "Application/JSON; charset=utf-8").body(r#"{"package_id":"a"}"#);
    problem(request, 404, "NOT_FOUND").await;
    let upload = world.by_user("POST", "/v1/images").header("content-type", "image/gif").body("GIF89a");
    problem(upload, 415, "INVALID_INPUT").await;
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_also_when_its_length_is_not_announced() {
    let world = World::new().await;
    let large = vec![b' '; 1024 * 1024 + 1];
    let place = || {
        let request = world.by_user("POST", "/v1/orders").header("idempotency-key", "k");
        request.header("content-type", "application/json")
    };
    problem(place().body(large.clone()), 413, "INVALID_INPUT").await;
    let chunks = futures::stream::iter(
        large.chunks(65_536).map(|chunk| Ok::<_, std::io::Error>(chunk.to_vec())).collect::<Vec<_>>(),
    );
    problem(place().body(reqwest::Body::wrap_stream(chunks)), 413, "INVALID_INPUT").await;
    let upload = world.by_user("POST", "/v1/images").header("content-type", "image/png");
    problem(upload.body(vec![0; 8 * 1024 * 1024 + 1]), 413, "INVALID_INPUT").await;
    let upload = world.by_user("POST", "/v1/images").header("content-type", "image/png");
    problem(upload.body(""), 400, "INVALID_INPUT").await;
}

#[tokio::test]
async fn a_body_that_does_not_arrive_is_given_up() {
    let world = World::with(|config| config.http.http_body_timeout_seconds = 1).await;
    let place = world.by_user("POST", "/v1/orders").header("idempotency-key", "k");
    let never = reqwest::Body::wrap_stream(futures::stream::pending::<Result<Vec<u8>, std::io::Error>>());
    let request = place.header("content-type", "application/json").body(never);
    problem(request, 408, "INVALID_INPUT").await;
}

#[tokio::test]
async fn headers_that_do_not_arrive_are_given_up() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let world = World::with(|config| config.http.http_header_timeout_seconds = 1).await;
    let mut stream = tokio::net::TcpStream::connect(world.address).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow").await.unwrap();
    let mut answer = Vec::new();
    let ended = tokio::time::timeout(SOON, stream.read_to_end(&mut answer)).await;
    assert!(ended.is_ok(), "the connection is still open");
}

#[tokio::test]
async fn unknown_addresses_and_wrong_methods_are_problems() {
    let world = World::new().await;
    for path in [
        "/nothing",
        "/v1",
        "/v1/",
        "/v1/nothing",
        "/v1/orders/",
        "/docs/nothing.js",
        "/problems/nothing",
        "//",
    ] {
        problem(world.request("GET", path), 404, "NOT_FOUND").await;
    }
    let response = world.request("PATCH", "/v1/orders").send().await.unwrap();
    let mut allowed: Vec<_> =
        response.headers()["allow"].to_str().unwrap().split(',').map(str::to_owned).collect();
    allowed.sort();
    assert_eq!(allowed, ["GET", "HEAD", "POST"]);
    problem_of(response, 405, "INVALID_INPUT").await;
    problem(world.request("BREW", "/v1/pricing"), 405, "INVALID_INPUT").await;
}

#[tokio::test]
async fn ids_and_parameters_that_make_no_sense_are_refused() {
    let world = World::new().await;
    for (path, field) in [
        ("/v1/orders/7", "id"),
        ("/v1/orders/0190D6C4-6F3A-7C3E-9F55-1D2B8C1F0A77", "id"),
        ("/v1/generations/x", "id"),
        ("/v1/generations/x/events", "id"),
        ("/v1/generations/0190d6c4-7000-7c3e-9f55-1d2b8c1f0a77/media/-1", "index"),
        ("/v1/orders?limit=0", "limit"),
        ("/v1/orders?limit=101", "limit"),
        ("/v1/token-log?limit=201", "limit"),
        ("/v1/token-log?kind=spend", "kind"),
        ("/v1/token-log?kind=use,", "kind"),
        ("/v1/token-log?before=now", "before"),
        ("/v1/generations?limit=1&limit=2", "limit"),
        ("/v1/orders?cursor=%0a", "cursor"),
    ] {
        let refused = problem(world.by_user("GET", path), 400, "INVALID_INPUT").await;
        assert_eq!(refused["errors"][0]["field"], field, "{path}: {refused}");
    }
    problem(world.by_user("GET", "/v1/orders/%ff"), 404, "NOT_FOUND").await;
    problem(world.by(Role::Support, "GET", "/v1/support/orders/a%20b"), 400, "INVALID_INPUT").await;
    problem(world.request("GET", "/v1/pricing?currency=EUR"), 400, "INVALID_INPUT").await;
}
