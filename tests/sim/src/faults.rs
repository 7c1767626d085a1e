//! What a seed makes of the world: its size, its pace, and which faults occur how often.
//!
//! Each seed draws its own mixture ("swarm testing"): a world in which everything goes wrong all the time never gets far enough for what
//! goes wrong only later, and some faults hide others. A new fault is a new weight here and an event of `world`.

use crate::chance::Chance;

/// One seed's world.
#[derive(Debug, Clone)]
pub(crate) struct Faults {
    pub(crate) steps: u64,
    pub(crate) instances: usize,
    pub(crate) partitions: usize,
    pub(crate) accounts: usize,
    pub(crate) callers: usize,
    /// Commands that may wait for one book.
    pub(crate) mailbox: usize,
    /// Entries of one book that may be on their way.
    pub(crate) in_flight: usize,
    /// How long a step takes at most, in milliseconds.
    pub(crate) pace: u64,
    /// In a hundred callers: how many mostly ask questions.
    pub(crate) curious: u64,
    /// In a hundred questions, and in a hundred other calls: how many go where the caller was answered before, whoever owns the book by now.
    pub(crate) sticky: u64,
    pub(crate) loyal: u64,
    /// In a hundred calls: how many repeat an earlier key, and how many of those with another body.
    pub(crate) repeats: u64,
    pub(crate) other_bodies: u64,
    /// In a hundred calls: how many have a deadline.
    pub(crate) deadlines: u64,
    /// In a hundred acknowledgements: how many come without an offset.
    pub(crate) no_offset: u64,
    /// In ten thousand actions of a book: how often its process dies before the next.
    pub(crate) crash_between: u64,
    /// Weights of what happens beside the ordinary course, per step.
    pub(crate) crash: u64,
    pub(crate) pause: u64,
    pub(crate) reassign: u64,
    pub(crate) lose: u64,
    pub(crate) lead: u64,
    pub(crate) foreign: u64,
    pub(crate) clock: u64,
    pub(crate) reread: u64,
    pub(crate) abandon: u64,
    pub(crate) slow: u64,
    pub(crate) cut_off: u64,
    /// And of what other services tell.
    pub(crate) state: u64,
    /// After how many records of a partition the next snapshot is made; none at all for 0.
    pub(crate) snapshot_every: u64,
    /// Weights of a step in the making of one, and of damage to one.
    pub(crate) keep: u64,
    pub(crate) damage: u64,
    /// In a hundred calls to the snapshots' store: how many find that it does not answer.
    pub(crate) store_silent: u64,
    /// In a hundred: how many inputs are told again, contradicted, broken.
    pub(crate) told_again: u64,
    pub(crate) contradicted: u64,
    pub(crate) broken: u64,
    /// In a hundred new inputs: how many tell of refunds and disputes; in a hundred calls: how many are operators'.
    pub(crate) reversals: u64,
    pub(crate) by_hand: u64,
    /// Whether books at rest are kept warm.
    pub(crate) warm: bool,
    /// Whether books get commands even while they read and claim.
    pub(crate) eager: bool,
    /// Whether amounts come near the limits of a wallet.
    pub(crate) huge: bool,
}

impl Faults {
    pub(crate) fn draw(chance: &mut Chance) -> Self {
        // Every second fault does not occur at all, and most of the others not often: much must go well before much can go wrong.
        fn some(chance: &mut Chance, most: u64) -> u64 {
            match chance.below(10) {
                0..=4 => 0,
                5..=7 => chance.between(1, most.div_ceil(4)),
                _ => chance.between(1, most),
            }
        }
        let size =
            |chance: &mut Chance, first, last| usize::try_from(chance.between(first, last)).unwrap_or(1);
        Self {
            steps: chance.between(300, 3_000),
            instances: size(chance, 1, 3),
            partitions: size(chance, 1, 2),
            accounts: size(chance, 1, 4),
            callers: size(chance, 1, 16),
            mailbox: size(chance, 2, 20),
            in_flight: size(chance, 1, 16),
            pace: chance.between(1, 400),
            curious: chance.between(10, 70),
            sticky: chance.below(100),
            loyal: some(chance, 90),
            repeats: some(chance, 40),
            other_bodies: some(chance, 50),
            deadlines: some(chance, 60),
            no_offset: some(chance, 10),
            crash_between: some(chance, 60),
            crash: some(chance, 3),
            pause: some(chance, 4),
            reassign: some(chance, 12),
            lose: some(chance, 12),
            lead: some(chance, 6),
            foreign: some(chance, 4),
            clock: some(chance, 8),
            reread: some(chance, 8),
            abandon: chance.between(1, 20),
            slow: some(chance, 8),
            cut_off: some(chance, 8),
            state: chance.between(2, 20),
            told_again: some(chance, 30),
            contradicted: some(chance, 50),
            broken: some(chance, 15),
            reversals: some(chance, 60),
            by_hand: some(chance, 25),
            warm: chance.percent(50),
            eager: chance.percent(30),
            huge: chance.percent(15),
            snapshot_every: match chance.below(10) {
                0..=2 => 0,
                3..=5 => chance.between(20, 80),
                _ => chance.between(1, 15),
            },
            keep: chance.between(5, 60),
            damage: some(chance, 12),
            store_silent: some(chance, 40),
        }
    }
}
