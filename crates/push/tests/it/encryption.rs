use crate::browser::Browser;
use proptest::prelude::*;
use ring::rand::SystemRandom;
use supple_push::{LONGEST_PLAINTEXT, PADDED, PushError, encrypt};

/// What a push service has to take (RFC 8030, section 7.2).
const TAKEN: usize = 4_096;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_browser_reads_what_was_encrypted_and_its_length_tells_nothing(
        message in prop::collection::vec(any::<u8>(), 0..=LONGEST_PLAINTEXT),
    ) {
        let browser = Browser::new();
        let body = encrypt(&browser.subscription(), &message, &SystemRandom::new()).unwrap();
        let padded = if message.len() <= PADDED { PADDED } else { LONGEST_PLAINTEXT };
        prop_assert_eq!(body.len(), 86 + padded + 17);
        prop_assert!(body.len() <= TAKEN);
        prop_assert_eq!(browser.open(&body), Some(message));
    }

    #[test]
    fn a_changed_bit_anywhere_behind_the_header_is_noticed(place in 86_usize..86 + PADDED + 17, bit in 0_u8..8) {
        let browser = Browser::new();
        let mut body = encrypt(&browser.subscription(), b"a message", &SystemRandom::new()).unwrap();
        body[place] ^= 1 << bit;
        prop_assert_eq!(browser.open(&body), None);
    }
}

#[test]
fn the_longest_message_fills_what_a_push_service_has_to_take_and_one_byte_more_is_refused() {
    let browser = Browser::new();
    let chance = SystemRandom::new();
    let longest = vec![b'a'; LONGEST_PLAINTEXT];
    assert_eq!(encrypt(&browser.subscription(), &longest, &chance).unwrap().len(), TAKEN);
    let longer = vec![b'a'; LONGEST_PLAINTEXT + 1];
    assert_eq!(encrypt(&browser.subscription(), &longer, &chance), Err(PushError::TooLong(LONGEST_PLAINTEXT + 1)));
}

#[test]
fn at_the_edge_of_the_padding_nothing_is_lost() {
    for length in [0, 1, PADDED - 1, PADDED, PADDED + 1, LONGEST_PLAINTEXT - 1, LONGEST_PLAINTEXT] {
        let browser = Browser::new();
        // A message may end in zeros and in what looks like the delimiter.
        let message: Vec<u8> = [2, 0, 0].into_iter().cycle().take(length).collect();
        let body = encrypt(&browser.subscription(), &message, &SystemRandom::new()).unwrap();
        assert_eq!(browser.open(&body), Some(message), "{length}");
    }
}

#[test]
fn salt_and_key_are_new_with_each_message() {
    let subscription = Browser::new().subscription();
    let chance = SystemRandom::new();
    let one = encrypt(&subscription, b"the same", &chance).unwrap();
    let other = encrypt(&subscription, b"the same", &chance).unwrap();
    assert_ne!(one[..16], other[..16]);
    assert_ne!(one[21..86], other[21..86]);
    assert_ne!(one[86..], other[86..]);
}

#[test]
fn another_browser_cannot_read_it() {
    let body = encrypt(&Browser::new().subscription(), b"for one", &SystemRandom::new()).unwrap();
    assert_eq!(Browser::new().open(&body), None);
}

#[test]
fn a_subscription_whose_key_is_no_point_is_refused() {
    let mut subscription = Browser::new().subscription();
    subscription.p256dh[64] ^= 1;
    assert_eq!(encrypt(&subscription, b"a message", &SystemRandom::new()), Err(PushError::Point));
}
