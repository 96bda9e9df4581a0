//! Chance that is the same for the same seed: ChaCha20, two streams for each person of each world.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// What a stream of chance is for. Each has its own, so that another way to write a diary leaves the life as it was.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Of {
    /// What happens.
    Life,
    /// What is written down of it.
    Diary,
}

/// The chance of one person.
#[derive(Debug)]
pub(crate) struct Dice(ChaCha20Rng);

impl Dice {
    /// The chance of this person of this world.
    pub(crate) fn new(seed: u64, world: &str, number: u64, of: Of) -> Dice {
        // FNV-1a: worlds with the same seed have nothing in common.
        let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        let world = world.bytes().fold(0xcbf2_9ce4_8422_2325, mix);
        let mut chance = ChaCha20Rng::seed_from_u64(seed ^ world);
        chance.set_stream(number.wrapping_mul(2).wrapping_add(matches!(of, Of::Diary).into()));
        Dice(chance)
    }

    /// Even from 0 up to 1.
    pub(crate) fn unit(&mut self) -> f64 {
        const STEPS: f64 = (1_u64 << 53) as f64;
        (self.0.next_u64() >> 11) as f64 / STEPS
    }

    /// Yes with this probability.
    pub(crate) fn yes(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Even over the whole numbers from one up to another, without the latter.
    pub(crate) fn whole(&mut self, from: i64, to: i64) -> i64 {
        from + (self.unit() * (to - from) as f64) as i64
    }

    /// How long until something that happens once a unit of time: exponential with mean 1.
    pub(crate) fn wait(&mut self) -> f64 {
        -libm::log1p(-self.unit())
    }

    /// Standard normal, by Box and Muller.
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(2.0 * self.wait());
        radius * libm::sin(std::f64::consts::TAU * self.unit())
    }

    /// A whole number from 0 on with this mean: geometric, so that a few are large.
    pub(crate) fn geometric(&mut self, mean: f64) -> i64 {
        let more = mean / (1.0 + mean);
        let mut many = 0;
        while self.yes(more) {
            many += 1;
        }
        many
    }

    /// What makes the id of an entry its own.
    pub(crate) fn salt(&mut self) -> [u8; 10] {
        let mut salt = [0; 10];
        self.0.fill_bytes(&mut salt);
        salt
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_and_spreads_are_as_told() {
        let mut dice = Dice::new(3, "a world", 1, Of::Life);
        const MANY: usize = 40_000;
        let mut mean =
            |draw: &mut dyn FnMut(&mut Dice) -> f64| (0..MANY).map(|_| draw(&mut dice)).sum::<f64>() / MANY as f64;
        // Four standard errors of each.
        assert!((mean(&mut Dice::unit) - 0.5).abs() < 0.006);
        assert!((mean(&mut Dice::wait) - 1.0).abs() < 0.02);
        assert!(mean(&mut Dice::normal).abs() < 0.02);
        assert!((mean(&mut |dice| dice.normal().powi(2)) - 1.0).abs() < 0.03);
        assert!((mean(&mut |dice| dice.geometric(1.5) as f64) - 1.5).abs() < 0.04);
        assert!((mean(&mut |dice| dice.whole(3, 6) as f64) - 4.0).abs() < 0.02);
    }

    #[test]
    fn each_person_world_and_use_has_its_own_chance() {
        let first = |seed, world, number, of| Dice::new(seed, world, number, of).salt();
        let usual = first(1, "a", 1, Of::Life);
        assert_eq!(usual, first(1, "a", 1, Of::Life));
        for other in [first(2, "a", 1, Of::Life), first(1, "b", 1, Of::Life), first(1, "a", 2, Of::Life)] {
            assert_ne!(usual, other);
        }
        assert_ne!(usual, first(1, "a", 1, Of::Diary));
    }
}
