//! The usual form of the usual entries: the fields in their order, nothing escaped, no blanks.
//!
//! Nearly all entries are of a few kinds and hold nothing unusual. For those there is a quick writer and a quick reader beside the general ones.
//! Both decline whatever looks otherwise in any way, and it is left to the general ones: so they can only ever be quicker, never
//! say anything else (`codec/laws.rs` holds them to that).

mod read;
mod write;

pub(super) use self::read::{read, read_whole};
pub(super) use self::write::write;
