//! Chance for made-up trials: the same for the same seed, a stream for each trial.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// Chance that is the same for the same seed: a stream for each trial.
pub(crate) struct Dice(ChaCha20Rng);

impl Dice {
    pub(crate) fn new(seed: u64, number: u64) -> Dice {
        let mut chance = ChaCha20Rng::seed_from_u64(seed);
        chance.set_stream(number);
        Dice(chance)
    }

    pub(crate) fn bytes(&mut self) -> [u8; 32] {
        let mut bytes = [0; 32];
        self.0.fill_bytes(&mut bytes);
        bytes
    }

    /// Even from 0 up to 1.
    pub(crate) fn unit(&mut self) -> f64 {
        const STEPS: f64 = (1_u64 << 53) as f64;
        (self.0.next_u64() >> 11) as f64 / STEPS
    }

    pub(crate) fn yes(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Exponential with mean 1.
    pub(crate) fn wait(&mut self) -> f64 {
        -libm::log1p(-self.unit())
    }

    /// Standard normal, by Box and Muller.
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = (2.0 * self.wait()).sqrt();
        radius * libm::sin(std::f64::consts::TAU * self.unit())
    }
}
