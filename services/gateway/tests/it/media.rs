//! Files out and images in.

use bytes::Bytes;
use contracts::failure::Failure;
use contracts::generation::v1 as generation;
use futures::StreamExt as _;
use futures::stream;
use kernel::Reason;
use serde_json::json;

use crate::samples;
use crate::world::{World, json, problem};

fn chunk(content_type: &str, bytes: &[u8]) -> generation::GetMediaResponse {
    generation::GetMediaResponse { content_type: content_type.into(), chunk: Bytes::copy_from_slice(bytes) }
}

fn path(index: u32) -> String {
    format!("/v1/generations/{}/media/{index}", samples::ID)
}

#[tokio::test]
async fn a_file_is_streamed_with_its_type_and_headers_that_keep_it_harmless() {
    let world = World::new().await;
    world.generation.streams("GetMedia", || {
        stream::iter([chunk("image/png", b"first "), chunk("", b"second "), chunk("", b"third")])
            .map(Ok)
            .boxed()
    });
    let response = world.by_user("GET", &path(3)).send().await.unwrap();
    assert_eq!(response.status(), 200);
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "image/png");
    assert!(header("cache-control").starts_with("private"));
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(header("content-security-policy").contains("sandbox"));
    assert_eq!(header("content-disposition"), "inline");
    assert!(response.headers().get("content-encoding").is_none());
    assert_eq!(response.bytes().await.unwrap(), "first second third");
    let asked = &world.generation.asked::<generation::GetMediaRequest>("GetMedia")[0];
    assert_eq!((asked.index, asked.account_id.as_str()), (3, world.account.to_string().as_str()));
}

#[tokio::test]
async fn a_file_that_a_browser_might_run_is_only_for_saving() {
    let world = World::new().await;
    world.generation.streams("GetMedia", || stream::iter([Ok(chunk("text/html", b"<script>"))]).boxed());
    let response = world.by_user("GET", &path(0)).send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "application/octet-stream");
    assert_eq!(response.headers()["content-disposition"], "attachment");
}

#[tokio::test]
async fn a_file_that_is_not_there_is_a_problem() {
    let world = World::new().await;
    world.generation.streams::<generation::GetMediaResponse>("GetMedia", || {
        stream::iter([Err(Failure::new(Reason::NotFound, "there is no such file"))]).boxed()
    });
    problem(world.by_user("GET", &path(0)), 404, "NOT_FOUND").await;
}

#[tokio::test]
async fn a_file_that_breaks_off_does_not_look_complete() {
    let world = World::new().await;
    world.generation.streams("GetMedia", || {
        stream::iter([Ok(chunk("image/png", b"first")), Err(Failure::new(Reason::Unavailable, "gone"))])
            .boxed()
    });
    // Depending on when the connection breaks, the client misses the end or the whole answer.
    if let Ok(response) = world.by_user("GET", &path(0)).send().await {
        assert!(response.bytes().await.is_err());
    }
}

#[tokio::test]
async fn an_image_is_passed_on_byte_for_byte() {
    let world = World::new().await;
    world.generation.on("UploadImage", |_: generation::UploadImageRequest| {
        Ok(generation::UploadImageResponse {
            image_id: "img-1".into(),
            content_type: "image/png".into(),
            width: 2,
            height: 3,
        })
    });
    // As large as it may be: also more than gRPC takes when nobody says otherwise.
    let content = vec![0x89; 8 * 1024 * 1024];
    let upload =
        world.by_user("POST", "/v1/images").header("content-type", "image/png").body(content.clone());
    let stored = json(upload, 201).await;
    assert_eq!(stored, json!({"image_id": "img-1", "content_type": "image/png", "width": 2, "height": 3}));
    let asked = world.generation.asked::<generation::UploadImageRequest>("UploadImage");
    assert!(asked[0].content == content);
}
