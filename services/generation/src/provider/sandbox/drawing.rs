//! What the sandbox draws: rings and stripes whose colours and centres follow from a hash of the prompt.

use image::{ImageEncoder as _, codecs::png::PngEncoder};

/// The longer side of a picture, in pixels.
const LONGEST_SIDE: u32 = 256;
/// The longer side of a video, in pixels.
const LONGEST_SIDE_OF_VIDEO: u32 = 128;
const FRAMES: u8 = 8;
/// Hundredths of a second for each frame.
const FRAME_DELAY: u16 = 12;

/// A picture that could not be written.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    #[error(transparent)]
    Png(#[from] image::ImageError),
    #[error(transparent)]
    Gif(#[from] gif::EncodingError),
}

/// Which of the 256 colours of a palette each pixel has.
struct Painter {
    hash: [u8; 32],
    width: u32,
    height: u32,
}

/// An image in the asked proportions, scaled down.
pub(super) fn png(prompt: &str, index: u32, width: u32, height: u32) -> Result<Vec<u8>, Error> {
    let painter = Painter::new(&format!("image\0{index}\0{prompt}"), width, height, LONGEST_SIDE);
    let palette = painter.palette();
    let mut pixels = Vec::with_capacity((painter.width * painter.height * 3) as usize);
    for colour in painter.frame(0) {
        let start = usize::from(colour) * 3;
        pixels.extend_from_slice(palette.get(start..start + 3).unwrap_or(&[0; 3]));
    }
    let mut file = Vec::new();
    let encoder = PngEncoder::new(&mut file);
    encoder.write_image(&pixels, painter.width, painter.height, image::ExtendedColorType::Rgb8)?;
    Ok(file)
}

/// An animation of a few frames that stands for a video.
pub(super) fn gif(prompt: &str, resolution: &str, fps: u32) -> Result<Vec<u8>, Error> {
    let seed = format!("video\0{resolution}\0{fps}\0{prompt}");
    let painter = Painter::new(&seed, 16, 9, LONGEST_SIDE_OF_VIDEO);
    let (width, height) = (narrow(painter.width), narrow(painter.height));
    let mut file = Vec::new();
    let mut encoder = gif::Encoder::new(&mut file, width, height, &painter.palette())?;
    encoder.set_repeat(gif::Repeat::Infinite)?;
    for number in 0..FRAMES {
        let mut frame = gif::Frame::from_indexed_pixels(width, height, painter.frame(number), None);
        frame.delay = FRAME_DELAY;
        encoder.write_frame(&frame)?;
    }
    drop(encoder);
    Ok(file)
}

fn narrow(pixels: u32) -> u16 {
    u16::try_from(pixels).unwrap_or(u16::MAX)
}

impl Painter {
    fn new(seed: &str, width: u32, height: u32, longest: u32) -> Self {
        let most = width.max(height).max(1);
        let scaled = |side: u32| (side * longest / most).max(1);
        Self { hash: *blake3::hash(seed.as_bytes()).as_bytes(), width: scaled(width), height: scaled(height) }
    }

    fn byte(&self, index: usize) -> u32 {
        u32::from(self.hash.get(index).copied().unwrap_or_default())
    }

    /// 256 colours from one corner of the hash's colours to the other.
    fn palette(&self) -> Vec<u8> {
        let channel = |step: u32, from: usize, to: usize| {
            u8::try_from((self.byte(from) * (255 - step) + self.byte(to) * step) / 255).unwrap_or(u8::MAX)
        };
        (0..256)
            .flat_map(|step: u32| {
                let step = step.min(255);
                [channel(step, 0, 3), channel(step, 1, 4), channel(step, 2, 5)]
            })
            .collect()
    }

    fn frame(&self, number: u8) -> Vec<u8> {
        let (centre_x, centre_y) = (self.byte(6) * self.width / 256, self.byte(7) * self.height / 256);
        let (rings, stripes) = (1 + self.byte(8) % 6, 1 + self.byte(9) % 6);
        let turned = u32::from(number) * 256 / u32::from(FRAMES);
        let mut pixels = Vec::with_capacity((self.width * self.height) as usize);
        for y in 0..self.height {
            for x in 0..self.width {
                let (dx, dy) = (x.abs_diff(centre_x), y.abs_diff(centre_y));
                let shade = (dx * dx + dy * dy).isqrt() * rings + (x + y) * stripes / 2 + turned;
                // The palette has 256 colours: the low byte is the colour.
                pixels.push(shade.to_le_bytes()[0]);
            }
        }
        pixels
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_a_small_png_in_the_asked_proportions() {
        let file = png("a red boat", 0, 4096, 1024).unwrap();
        let read = image::load_from_memory_with_format(&file, image::ImageFormat::Png).unwrap();
        assert_eq!((read.width(), read.height()), (256, 64));
    }

    #[test]
    fn pictures_follow_from_the_prompt_and_the_index() {
        let draw = |prompt, index| png(prompt, index, 64, 64).unwrap();
        assert_eq!(draw("a red boat", 0), draw("a red boat", 0));
        assert_ne!(draw("a red boat", 0), draw("a red boat", 1));
        assert_ne!(draw("a red boat", 0), draw("a blue boat", 0));
    }

    #[test]
    fn a_video_is_a_small_animation() {
        let file = gif("a red boat", "720p", 24).unwrap();
        let mut decoder = gif::DecodeOptions::new().read_info(file.as_slice()).unwrap();
        let mut frames = 0;
        while decoder.read_next_frame().unwrap().is_some() {
            frames += 1;
        }
        assert_eq!((frames, decoder.width(), decoder.height()), (8, 128, 72));
    }
}
