//! Uploaded images: what they are is found in their content, and nothing is believed before it was decoded.

use std::io::Cursor;

use bytes::Bytes;
use image::{ImageFormat, ImageReader, Limits};
use sha2::{Digest as _, Sha256};

use crate::domain::moderation::ImageHashes;
use crate::domain::work::FieldProblem;

/// The largest upload.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;
const LEAST_SIDE: u32 = 16;
const MOST_SIDE: u32 = 4096;
/// Memory for one picture at most: 4096 x 4096 pixels of 8 bytes, and what decoding needs besides.
const DECODING_MEMORY: u64 = 192 * 1024 * 1024;

/// An image as it was found to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspected {
    /// `image/png`, `image/jpeg` or `image/webp`.
    pub content_type: &'static str,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// By what it is known to moderation.
    pub hashes: ImageHashes,
}

/// Finds out what an upload is. Sizes are checked by the header alone, before anything is decoded, so that a small file
/// cannot ask for much memory. Takes a moment: not for an executor's thread.
pub fn inspect(content: &Bytes) -> Result<Inspected, FieldProblem> {
    let problem = |problem: String| FieldProblem::new("content", problem);
    let broken = || problem("must be a whole PNG, JPEG or WebP image; this one cannot be read".to_owned());
    if content.is_empty() || content.len() > MAX_BYTES {
        return Err(problem(format!("must be 1 to {MAX_BYTES} bytes, not {}", content.len())));
    }
    let format = image::guess_format(content).ok();
    let (format, content_type) = match format {
        Some(ImageFormat::Png) => (ImageFormat::Png, "image/png"),
        Some(ImageFormat::Jpeg) => (ImageFormat::Jpeg, "image/jpeg"),
        Some(ImageFormat::WebP) => (ImageFormat::WebP, "image/webp"),
        _ => return Err(problem("must be a PNG, JPEG or WebP image".to_owned())),
    };
    let reader = || {
        let mut reader = ImageReader::with_format(Cursor::new(content.as_ref()), format);
        let mut limits = Limits::default();
        limits.max_image_width = Some(MOST_SIDE);
        limits.max_image_height = Some(MOST_SIDE);
        limits.max_alloc = Some(DECODING_MEMORY);
        reader.limits(limits);
        reader
    };
    let (width, height) = ImageReader::with_format(Cursor::new(content.as_ref()), format)
        .into_dimensions()
        .map_err(|_| broken())?;
    let allowed = LEAST_SIDE..=MOST_SIDE;
    if !allowed.contains(&width) || !allowed.contains(&height) {
        let wanted = format!("must be {LEAST_SIDE} to {MOST_SIDE} pixels a side, not {width} x {height}");
        return Err(problem(wanted));
    }
    reader().decode().map_err(|_| broken())?;
    let hashes =
        ImageHashes { blake3: *blake3::hash(content).as_bytes(), sha256: Sha256::digest(content).into() };
    Ok(Inspected { content_type, width, height, hashes })
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, RgbImage};

    use super::*;

    fn encoded(width: u32, height: u32, format: ImageFormat) -> Bytes {
        let mut file = Cursor::new(Vec::new());
        DynamicImage::ImageRgb8(RgbImage::new(width, height)).write_to(&mut file, format).unwrap();
        file.into_inner().into()
    }

    #[test]
    fn the_three_formats_are_known_by_their_content() {
        for (format, content_type) in [
            (ImageFormat::Png, "image/png"),
            (ImageFormat::Jpeg, "image/jpeg"),
            (ImageFormat::WebP, "image/webp"),
        ] {
            let found = inspect(&encoded(20, 30, format)).unwrap();
            assert_eq!((found.content_type, found.width, found.height), (content_type, 20, 30));
        }
    }

    #[test]
    fn what_is_no_image_of_allowed_size_is_refused() {
        let whole = encoded(64, 64, ImageFormat::Png);
        for (content, problem) in [
            (Bytes::new(), "1 to"),
            (Bytes::from(vec![0; MAX_BYTES + 1]), "1 to"),
            (Bytes::from_static(b"GIF89a............"), "must be a PNG"),
            (Bytes::from_static(b"<svg/>"), "must be a PNG"),
            (whole.slice(..whole.len() / 2), "cannot be read"),
            (encoded(15, 64, ImageFormat::Png), "pixels a side"),
            (encoded(16, 4097, ImageFormat::Png), "pixels a side"),
        ] {
            let found = inspect(&content).unwrap_err();
            assert_eq!(found.field, "content");
            assert!(found.problem.contains(problem), "{found:?}");
        }
    }

    #[test]
    fn a_decompression_bomb_is_refused_by_its_header() {
        // A PNG that claims 60,000 x 60,000 pixels: 14 GB once decoded.
        let mut bomb = encoded(16, 16, ImageFormat::Png).to_vec();
        bomb[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
        bomb[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
        let checksum = crc32(&bomb[12..29]);
        bomb[29..33].copy_from_slice(&checksum.to_be_bytes());
        assert!(inspect(&bomb.into()).unwrap_err().problem.contains("pixels a side"));
    }

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |crc, byte| {
            (0..8)
                .fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg()))
        })
    }
}
