//! From a seed to the measure of each spasm: rules 3 to 6 of the crate.

use crate::protocol::{Arm, MOST_BOUTS};
use crate::seed::Seed;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// The bytes of a keystream, one by one.
struct Keystream {
    chacha: ChaCha20Rng,
    block: [u8; 64],
    next: usize,
}

impl Keystream {
    fn new(seed: &Seed) -> Keystream {
        // A counter of 64 bits with a nonce of 64, both 0: but for the counter beyond 2^32, the zero nonce of RFC 8439.
        Keystream { chacha: ChaCha20Rng::from_seed(seed.bytes()), block: [0; 64], next: 64 }
    }

    fn byte(&mut self) -> u8 {
        if self.next == self.block.len() {
            self.chacha.fill_bytes(&mut self.block);
            self.next = 0;
        }
        self.next += 1;
        self.block[self.next - 1]
    }

    /// A number below n, each as likely as any other.
    fn below(&mut self, n: usize) -> usize {
        let limit = 256 - 256 % n;
        loop {
            let byte = usize::from(self.byte());
            if byte < limit {
                return byte % n;
            }
        }
    }

    /// A block of this size: as many A as B, shuffled.
    fn shuffled(&mut self, size: usize) -> Vec<Arm> {
        let mut block = [vec![Arm::A; size / 2], vec![Arm::B; size / 2]].concat();
        for place in (1..size).rev() {
            block.swap(place, self.below(place + 1));
        }
        block
    }
}

/// The blocks of a trial.
fn blocks(seed: &Seed) -> Vec<Vec<Arm>> {
    let mut stream = Keystream::new(seed);
    let mut left = usize::from(MOST_BOUTS);
    let mut blocks = Vec::new();
    while left > 0 {
        let size = if left == 2 || stream.below(2) == 0 { 2 } else { 4 };
        blocks.push(stream.shuffled(size));
        left -= size;
    }
    blocks
}

/// The measure of each spasm, in their order.
pub(crate) fn arms(seed: &Seed) -> Vec<Arm> {
    blocks(seed).concat()
}

/// The arm of each period of a trial over days: so many pairs, all blocks of two, for whose size no byte is taken.
pub(crate) fn periods(seed: &Seed, pairs: usize) -> Vec<Arm> {
    let mut stream = Keystream::new(seed);
    (0..pairs).flat_map(|_| stream.shuffled(2)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_keystream_is_that_of_rfc_8439() {
        // Appendix A.1, vectors 1 and 2: key and nonce of zeros, the counter 0 and 1.
        let mut stream = Keystream::new(&Seed::new([0; 32]));
        let bytes: Vec<String> = (0..128).map(|_| format!("{:02x}", stream.byte())).collect();
        assert_eq!(bytes[..16].concat(), "76b8e0ada0f13d90405d6ae55386bd28");
        assert_eq!(bytes[48..68].concat(), "6a43b8f41518a11cc387b669b2ee65869f07e7be");
        // Vector 5 has another key: 32 bytes of zeros but for the last, which is 1; counter 1.
        let mut key = [0; 32];
        key[31] = 1;
        let mut stream = Keystream::new(&Seed::new(key));
        let bytes: Vec<String> = (0..128).map(|_| format!("{:02x}", stream.byte())).collect();
        assert_eq!(bytes[64..72].concat(), "3aeb5224ecf84992");
    }

    #[test]
    fn a_byte_that_would_make_a_number_likelier_than_others_is_thrown_away() {
        let chacha = || ChaCha20Rng::from_seed([0; 32]);
        let mut block = [255; 64];
        block[2] = 7;
        // 255 numbers fall evenly on 3, 256 do not.
        let mut stream = Keystream { chacha: chacha(), block, next: 0 };
        assert_eq!((stream.below(3), stream.next), (1, 3));
        let mut stream = Keystream { chacha: chacha(), block, next: 0 };
        assert_eq!((stream.below(4), stream.next), (3, 1));
    }

    proptest! {
        #[test]
        fn each_block_is_balanced_and_all_together_are_twenty(seed in any::<[u8; 32]>()) {
            let blocks = blocks(&Seed::new(seed));
            for block in &blocks {
                prop_assert!([2, 4].contains(&block.len()));
                prop_assert_eq!(block.iter().filter(|arm| **arm == Arm::B).count() * 2, block.len());
            }
            prop_assert_eq!(blocks.concat().len(), 20);
        }

        #[test]
        fn a_number_below_n_is_below_n(seed in any::<[u8; 32]>(), n in 1_usize..=256) {
            let mut stream = Keystream::new(&Seed::new(seed));
            prop_assert!((0..40).all(|_| stream.below(n) < n));
        }
    }

    #[test]
    fn each_order_of_a_block_is_as_likely_as_any_other() {
        let mut orders = std::collections::BTreeMap::new();
        let mut sizes = [0_u32; 2];
        for number in 0..12_000_u32 {
            let mut seed = [7; 32];
            seed[..4].copy_from_slice(&number.to_le_bytes());
            let first = blocks(&Seed::new(seed)).swap_remove(0);
            sizes[first.len() / 2 - 1] += 1;
            *orders.entry(first).or_insert(0_u32) += 1;
        }
        // Two orders of two and six of four: all of them, each within four standard errors.
        assert_eq!(orders.len(), 8);
        assert!(sizes.iter().all(|many| many.abs_diff(6000) < 4 * 55), "{sizes:?}");
        for (order, many) in orders {
            let share: f64 = if order.len() == 2 { 1.0 / 4.0 } else { 1.0 / 12.0 };
            let off = f64::from(many) - 12_000.0 * share;
            assert!(off.abs() < 4.0 * (12_000.0 * share * (1.0 - share)).sqrt(), "{order:?} {many}");
        }
    }
}
