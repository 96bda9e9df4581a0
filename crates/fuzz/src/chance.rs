//! Chance that is the same for the same seed: ChaCha8, a stream for each target.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// The dice of a run.
#[derive(Debug)]
pub struct Dice(ChaCha8Rng);

impl Dice {
    /// The dice of this target. Those of two targets have nothing in common.
    pub fn new(seed: u64, target: &str) -> Dice {
        Dice(ChaCha8Rng::seed_from_u64(seed ^ hash(target.as_bytes())))
    }

    /// Even from 0 up to `end`, without it; 0 where there is nothing to choose from.
    pub fn below(&mut self, end: usize) -> usize {
        // The slight unevenness of a remainder changes nothing here.
        let draw = usize::try_from(self.0.next_u64() >> 16).unwrap_or_default();
        if end == 0 { 0 } else { draw % end }
    }

    /// Yes once in so many times.
    pub fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    /// One of them, if there is any.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }

    /// A byte.
    pub fn byte(&mut self) -> u8 {
        u8::try_from(self.below(256)).unwrap_or_default()
    }

    /// Two places of a text of this length, in order; mostly near each other.
    pub fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let from = self.below(length + 1);
        let most = if self.one_in(8) { length } else { 24 };
        let to = (from + 1 + self.below(most)).min(length);
        from..to
    }
}

/// FNV-1a, 64 bits: a short name of bytes that is the same everywhere.
pub fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
