//! Chance that is the same for the same seed, on every machine: ChaCha20, a stream for each person.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use supple_stats::distributions::normal_cdf;
use supple_stats::number::{ln, root};

/// The dice of one person.
pub(super) struct Dice(ChaCha20Rng);

impl Dice {
    pub(super) fn new(seed: u64, person: u64) -> Dice {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        rng.set_stream(person);
        Dice(rng)
    }

    /// Even on [0, 1).
    pub(super) fn even(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Yes with this chance.
    pub(super) fn chance(&mut self, chance: f64) -> bool {
        self.even() < chance
    }

    /// A whole number from one up to, and not including, another.
    pub(super) fn between(&mut self, from: i64, to: i64) -> i64 {
        from + (self.even() * (to - from) as f64) as i64
    }

    /// Standard normal: Box and Muller, one of the two.
    pub(super) fn normal(&mut self) -> f64 {
        let length = (-2.0 * ln(1.0 - self.even())).sqrt();
        length * libm::cos(2.0 * std::f64::consts::PI * self.even())
    }

    /// Ten bytes, for the id of an entry.
    pub(super) fn bytes(&mut self) -> [u8; 10] {
        let mut bytes = [0; 10];
        self.0.fill_bytes(&mut bytes);
        bytes
    }
}

/// The point that a standard normal variable exceeds with this chance.
pub(super) fn exceeded_with(chance: f64) -> f64 {
    root(|z| 1.0 - normal_cdf(z) - chance, -8.0, 8.0)
}
