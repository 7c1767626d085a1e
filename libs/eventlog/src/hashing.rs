//! BLAKE3 of several values at a time.
//!
//! An entry is shorter than a chunk, so that its hash is a chain of blocks, each of which waits for the one before it; but entries
//! that a replay judges do not wait for one another. A processor with registers of 4, 8 or 16 lanes can take as many of them at once, which halves what a
//! replay spends on hashes and more. `blake3` does that with the chunks of a long value, by a function that it hides and promises nothing
//! about (`platform::hash_many`): a version without it does not build here, and one in which it does something else fails the tests.

use arrayvec::ArrayVec;
use blake3::platform::{Platform, le_bytes_from_words_32, words_from_le_bytes_32};
use blake3::{BLOCK_LEN, CHUNK_LEN, IncrementCounter, OUT_LEN};

/// So many at a time: the lanes of the widest registers.
pub(crate) const LANES: usize = 16;

/// What a chunk begins with, and how its blocks are flagged: sections 2.1 and 2.2 of the paper
/// (<https://github.com/BLAKE3-team/BLAKE3-specs/blob/master/blake3.pdf>).
const IV: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];
const CHUNK_START: u8 = 1 << 0;
const CHUNK_END: u8 = 1 << 1;
const ROOT: u8 = 1 << 3;

/// Values of as many blocks, each with its place.
type Alike<'v> = ArrayVec<(usize, &'v [u8]), LANES>;

/// The hashes of these values, of [`LANES`] at most, in their order.
pub(crate) fn each(values: &[&[u8]], hashes: &mut [[u8; OUT_LEN]; LANES]) {
    let platform = Platform::detect();
    let values = values.get(..LANES).unwrap_or(values);
    let mut done = 0_u32;
    for (place, value) in values.iter().enumerate() {
        if done & (1 << place) != 0 {
            continue;
        }
        let blocks = blocks_before_last(value);
        // Mostly all.
        let mut alike = Alike::new();
        for (place, value) in (place..).zip(&values[place..]) {
            if blocks_before_last(value) == blocks {
                done |= 1 << place;
                alike.push((place, *value));
            }
        }
        hash_alike(platform, blocks, &alike, hashes);
    }
}

fn blocks_before_last(value: &[u8]) -> usize {
    value.len().saturating_sub(1) / BLOCK_LEN
}

fn hash_alike(platform: Platform, blocks: usize, values: &Alike<'_>, hashes: &mut [[u8; OUT_LEN]; LANES]) {
    match blocks {
        1 => hash_chained::<64>(platform, values, hashes),
        2 => hash_chained::<128>(platform, values, hashes),
        3 => hash_chained::<192>(platform, values, hashes),
        4 => hash_chained::<256>(platform, values, hashes),
        5 => hash_chained::<320>(platform, values, hashes),
        6 => hash_chained::<384>(platform, values, hashes),
        7 => hash_chained::<448>(platform, values, hashes),
        8 => hash_chained::<512>(platform, values, hashes),
        9 => hash_chained::<576>(platform, values, hashes),
        10 => hash_chained::<640>(platform, values, hashes),
        11 => hash_chained::<704>(platform, values, hashes),
        12 => hash_chained::<768>(platform, values, hashes),
        13 => hash_chained::<832>(platform, values, hashes),
        14 => hash_chained::<896>(platform, values, hashes),
        15 => hash_chained::<960>(platform, values, hashes),
        // Of a single block, or of more than a chunk.
        _ => {
            for (place, value) in values {
                hashes[*place] = blake3::hash(value).into();
            }
        }
    }
}

/// Values of at most a chunk whose last block begins at `BEFORE`.
fn hash_chained<const BEFORE: usize>(
    platform: Platform,
    values: &Alike<'_>,
    hashes: &mut [[u8; OUT_LEN]; LANES],
) {
    debug_assert!(BEFORE < CHUNK_LEN);
    let begins: ArrayVec<&[u8; BEFORE], LANES> =
        values.iter().filter_map(|(_, value)| value.first_chunk()).collect();
    let mut chained = [[0; OUT_LEN]; LANES];
    let out = &mut chained.as_flattened_mut()[..OUT_LEN * begins.len()];
    platform.hash_many(&begins, &IV, 0, IncrementCounter::No, 0, CHUNK_START, 0, out);
    for ((place, value), chained) in values.iter().zip(&chained) {
        let last = &value[BEFORE..];
        let mut block = [0; BLOCK_LEN];
        block[..last.len()].copy_from_slice(last);
        let mut words = words_from_le_bytes_32(chained);
        let length = u8::try_from(last.len()).unwrap_or(u8::MAX);
        platform.compress_in_place(&mut words, &block, length, 0, CHUNK_END | ROOT);
        hashes[*place] = le_bytes_from_words_32(&words);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn as_defined(values: &[&[u8]]) -> Vec<[u8; OUT_LEN]> {
        values.iter().map(|value| blake3::hash(value).into()).collect()
    }

    fn hashes(values: &[&[u8]]) -> Vec<[u8; OUT_LEN]> {
        let mut hashes = [[0; OUT_LEN]; LANES];
        each(values, &mut hashes);
        hashes[..values.len()].to_vec()
    }

    #[test]
    fn of_every_length_it_is_the_hash() {
        fastrand::seed(7);
        for length in 0..2_100 {
            for count in [1, 2, 5, LANES] {
                let values: Vec<Vec<u8>> = std::iter::repeat_with(|| {
                    std::iter::repeat_with(|| fastrand::u8(..)).take(length).collect()
                })
                .take(count)
                .collect();
                let values: Vec<&[u8]> = values.iter().map(Vec::as_slice).collect();
                assert_eq!(hashes(&values), as_defined(&values), "{count} of {length} bytes");
            }
        }
    }

    proptest! {
        #[test]
        fn each_has_its_own_whatever_stands_beside_it(
            values in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..1_200), 0..=LANES),
        ) {
            let values: Vec<&[u8]> = values.iter().map(Vec::as_slice).collect();
            prop_assert_eq!(hashes(&values), as_defined(&values));
        }
    }
}
