//! The media folder: generated files and uploaded images.
//!
//! A file is written under a temporary name, made durable, and renamed, so that whatever bears its final name is whole.
//! Generated files carry the lease of the worker that wrote them: one that was replaced never overwrites another's.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use bytes::Bytes;
use kernel::AccountId;

use crate::domain::generation::MediaFile;
use crate::provider::Rendered;
use crate::store::Lease;

/// The folder. Cheap to clone.
#[derive(Debug, Clone)]
pub struct MediaFolder {
    root: PathBuf,
}

impl MediaFolder {
    /// Makes the folder if it is not there, and checks that it can be written to.
    pub fn open(root: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(root)?;
        let probe = root.join(".writable");
        std::fs::write(&probe, b"")?;
        std::fs::remove_file(&probe)?;
        Ok(Self { root: root.to_owned() })
    }

    /// Where a file lies, `file` being below the folder.
    pub fn path(&self, file: &str) -> PathBuf {
        self.root.join(file)
    }

    /// Stores what a provider delivered.
    pub async fn keep(&self, lease: Lease, media: Vec<Rendered>) -> io::Result<Vec<MediaFile>> {
        let mut kept = Vec::with_capacity(media.len());
        for (index, rendered) in (0_u32..).zip(media) {
            let extension = extension(rendered.content_type);
            let file = format!("generations/{}/{}-{index}.{extension}", lease.generation, lease.token);
            let bytes = rendered.content.len() as u64;
            self.write(file.clone(), rendered.content).await?;
            kept.push(MediaFile { index, content_type: rendered.content_type.to_owned(), bytes, file });
        }
        Ok(kept)
    }

    /// Stores an uploaded image, under the hash by which an upload of the same content is the same image.
    pub async fn keep_image(&self, account: AccountId, blake3: &[u8; 32], content: Bytes) -> io::Result<()> {
        self.write(format!("images/{account}/{}", hex::encode(blake3)), content).await
    }

    async fn write(&self, file: String, content: Bytes) -> io::Result<()> {
        let path = self.path(&file);
        tokio::task::spawn_blocking(move || write_whole(&path, &content)).await.map_err(io::Error::other)?
    }
}

fn write_whole(path: &Path, content: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or_else(|| io::Error::other("a media file needs a folder"))?;
    std::fs::create_dir_all(folder)?;
    let temporary = path.with_extension("part");
    let mut file = std::fs::File::create(&temporary)?;
    file.write_all(content)?;
    file.sync_all()?;
    std::fs::rename(&temporary, path)?;
    // The name itself is durable only once its folder is.
    std::fs::File::open(folder)?.sync_all()
}

fn extension(content_type: &str) -> &'static str {
    match content_type {
        "image/png" => "png",
        "image/gif" => "gif",
        "image/jpeg" => "jpg",
        "image/webp" => "webp",
        "video/mp4" => "mp4",
        "video/webm" => "webm",
        _ => "bin",
    }
}
