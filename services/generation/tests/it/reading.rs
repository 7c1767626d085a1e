use contracts::failure::Failure;
use contracts::generation::v1::{
    GenerationStatus, GetMediaRequest, ListGenerationsRequest, ListGenerationsResponse,
    WatchGenerationRequest,
};
use kernel::Reason;

use crate::service::{Service, World, image};

async fn page(
    service: &Service,
    account: &str,
    limit: u32,
    cursor: &str,
) -> Result<ListGenerationsResponse, Failure> {
    let request = ListGenerationsRequest { account_id: account.to_owned(), limit, cursor: cursor.to_owned() };
    let response = service.client.clone().list_generations(request).await;
    response.map(tonic::Response::into_inner).map_err(|status| Failure::from_status(&status))
}

#[tokio::test]
async fn pages_list_every_generation_once_newest_first() {
    let (world, service) = World::running().await;
    let mut ids = Vec::new();
    for number in 0..5 {
        ids.push(
            service.create(world.request(&format!("key-{number}"), image())).await.unwrap().generation_id,
        );
    }
    ids.reverse();
    let (mut listed, mut cursor, mut pages) = (Vec::new(), String::new(), 0);
    loop {
        let page = page(&service, &world.account, 2, &cursor).await.unwrap();
        listed.extend(page.generations.into_iter().map(|it| it.generation_id));
        pages += 1;
        cursor = page.next_cursor;
        if cursor.is_empty() {
            break;
        }
    }
    assert_eq!((listed, pages), (ids, 3));
    let exact = page(&service, &world.account, 5, "").await.unwrap();
    assert_eq!((exact.generations.len(), exact.next_cursor.as_str()), (5, ""));
    for (limit, cursor, field) in [(101, "", "limit"), (2, "nonsense", "cursor")] {
        let refused = page(&service, &world.account, limit, cursor).await.unwrap_err();
        assert_eq!((refused.reason, refused.fields[0].field.as_str()), (Reason::InvalidInput, field));
    }
    let stranger = runtime::Clock::system().new_id().to_string();
    assert!(page(&service, &stranger, 0, "").await.unwrap().generations.is_empty());
    service.stop().await;
}

#[tokio::test]
async fn another_accounts_generation_cannot_be_told_from_none() {
    let (world, service) = World::running().await;
    let queued = service.create(world.request("one", image())).await.unwrap();
    let done = service.until_status(&queued, GenerationStatus::Succeeded).await;
    let stranger = runtime::Clock::system().new_id().to_string();
    for (account, generation) in
        [(&stranger, &done.generation_id), (&world.account, &runtime::Clock::system().new_id().to_string())]
    {
        let mut client = service.client.clone();
        let read = service.get(account, generation).await.unwrap_err();
        let watched = client
            .watch_generation(WatchGenerationRequest {
                account_id: account.clone(),
                generation_id: generation.clone(),
            })
            .await
            .unwrap_err();
        let media = client
            .get_media(GetMediaRequest {
                account_id: account.clone(),
                generation_id: generation.clone(),
                index: 0,
            })
            .await
            .unwrap_err();
        assert_eq!(read.reason, Reason::NotFound);
        assert_eq!(Failure::from_status(&watched).reason, Reason::NotFound);
        assert_eq!(Failure::from_status(&media).reason, Reason::NotFound);
    }
    service.stop().await;
}
