//! Reading generations. What is not authorized yet, or was refused, is no generation that anyone sees.

use kernel::{AccountId, GenerationId};

use super::rows::{GenerationRow, MediaRow, columns};
use super::{Store, StoreError};
use crate::domain::generation::{Generation, MediaFile};

impl Store {
    /// One generation of an account.
    pub async fn generation(
        &self,
        account: AccountId,
        id: GenerationId,
    ) -> Result<Option<Generation>, StoreError> {
        let row: Option<GenerationRow> = sqlx::query_as(concat!(
            "select ", columns!(),
            " from generations g where g.id = $1 and g.account_id = $2 and g.state not in ('authorizing', 'refused')"
        ))
        .bind(id.uuid())
        .bind(account.uuid())
        .fetch_optional(&self.pool)
        .await?;
        let mut generations: Vec<Generation> =
            row.map(Generation::try_from).transpose()?.into_iter().collect();
        self.add_media(&mut generations).await?;
        Ok(generations.pop())
    }

    /// An account's generations before `before`, newest first.
    pub async fn generations(
        &self,
        account: AccountId,
        before: Option<GenerationId>,
        limit: u32,
    ) -> Result<Vec<Generation>, StoreError> {
        let rows: Vec<GenerationRow> = sqlx::query_as(concat!(
            "select ",
            columns!(),
            " from generations g where g.account_id = $1 and g.state not in ('authorizing', 'refused') \
             and ($2::uuid is null or g.id < $2) order by g.id desc limit $3"
        ))
        .bind(account.uuid())
        .bind(before.map(GenerationId::uuid))
        .bind(i64::from(limit))
        .fetch_all(&self.pool)
        .await?;
        let mut generations: Vec<Generation> =
            rows.into_iter().map(Generation::try_from).collect::<Result<_, _>>()?;
        self.add_media(&mut generations).await?;
        Ok(generations)
    }

    /// One file of an account's generation.
    pub async fn media(
        &self,
        account: AccountId,
        id: GenerationId,
        index: u32,
    ) -> Result<Option<MediaFile>, StoreError> {
        let row: Option<MediaRow> = sqlx::query_as(
            "select m.* from media m join generations g on g.id = m.generation_id \
             where g.account_id = $1 and g.id = $2 and m.index = $3",
        )
        .bind(account.uuid())
        .bind(id.uuid())
        .bind(i64::from(index))
        .fetch_optional(&self.pool)
        .await?;
        row.map(MediaFile::try_from).transpose()
    }

    pub(super) async fn add_media(&self, generations: &mut [Generation]) -> Result<(), StoreError> {
        if generations.is_empty() {
            return Ok(());
        }
        let ids: Vec<_> = generations.iter().map(|generation| generation.accepted.id.uuid()).collect();
        let rows: Vec<MediaRow> =
            sqlx::query_as("select * from media where generation_id = any($1) order by generation_id, index")
                .bind(ids)
                .fetch_all(&self.pool)
                .await?;
        for row in rows {
            let id = GenerationId::new(row.generation_id);
            if let Some(owner) = generations.iter_mut().find(|generation| generation.accepted.id == id) {
                owner.media.push(row.try_into()?);
            }
        }
        Ok(())
    }
}
