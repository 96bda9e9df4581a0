//! How long it takes to load the embedded guidance. Limit: 5 ms.

fn main() {
    divan::main();
}

#[divan::bench]
fn decode_the_guidance() -> supple_guidance::Guidance {
    supple_guidance::decode()
}
