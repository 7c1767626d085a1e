//! Uploaded reference images.

use chrono::{DateTime, Utc};
use kernel::AccountId;
use sqlx::FromRow;
use uuid::Uuid;

use super::{Store, StoreError, unreadable};
use crate::domain::moderation::ImageHashes;
use crate::domain::work::ImageId;

/// An image as it was found to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredImage {
    /// Which image.
    pub id: ImageId,
    /// Whose.
    pub account: AccountId,
    /// As found in the content.
    pub content_type: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Its size.
    pub bytes: u64,
    /// By what it is known to moderation.
    pub hashes: ImageHashes,
}

#[derive(FromRow)]
struct ImageRow {
    id: Uuid,
    account_id: Uuid,
    content_type: String,
    width: i32,
    height: i32,
    bytes: i64,
    blake3: Vec<u8>,
    sha256: Vec<u8>,
}

impl TryFrom<ImageRow> for StoredImage {
    type Error = StoreError;

    fn try_from(row: ImageRow) -> Result<Self, StoreError> {
        let hash = |bytes: Vec<u8>| bytes.try_into().map_err(|_| unreadable("an image's hash"));
        Ok(Self {
            id: ImageId::new(row.id),
            account: AccountId::new(row.account_id),
            content_type: row.content_type,
            width: u32::try_from(row.width).map_err(unreadable)?,
            height: u32::try_from(row.height).map_err(unreadable)?,
            bytes: u64::try_from(row.bytes).map_err(unreadable)?,
            hashes: ImageHashes { blake3: hash(row.blake3)?, sha256: hash(row.sha256)? },
        })
    }
}

impl Store {
    /// Stores an image, or finds the one that the account uploaded before with the same content.
    pub async fn insert_image(
        &self,
        image: &StoredImage,
        now: DateTime<Utc>,
    ) -> Result<StoredImage, StoreError> {
        let row: ImageRow = sqlx::query_as(
            "insert into images (id, account_id, content_type, width, height, bytes, blake3, sha256, created_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
             on conflict (account_id, blake3) do update set blake3 = excluded.blake3 returning *",
        )
        .bind(image.id.uuid())
        .bind(image.account.uuid())
        .bind(&image.content_type)
        .bind(i64::from(image.width))
        .bind(i64::from(image.height))
        .bind(i64::try_from(image.bytes).map_err(unreadable)?)
        .bind(image.hashes.blake3.as_slice())
        .bind(image.hashes.sha256.as_slice())
        .bind(now)
        .fetch_one(&self.pool)
        .await?;
        row.try_into()
    }

    /// Those of the images that the account has uploaded.
    pub async fn images(&self, account: AccountId, ids: &[ImageId]) -> Result<Vec<StoredImage>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        let rows: Vec<ImageRow> =
            sqlx::query_as("select * from images where account_id = $1 and id = any($2)")
                .bind(account.uuid())
                .bind(ids)
                .fetch_all(&self.pool)
                .await?;
        rows.into_iter().map(StoredImage::try_from).collect()
    }
}
