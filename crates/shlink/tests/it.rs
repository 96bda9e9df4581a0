//! What a link holds, read back without the code that wrote it.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde_json::{Value, json};
use supple_shlink::{Envelope, Given, Link, LinkError, Opening, manifest, token};

fn link() -> Link {
    Link {
        url: format!("https://supple.example/shl/{}", token([1; 32])),
        key: [7; 32],
        until: Timestamp::from_second(1_900_000_000).unwrap(),
        opening: Opening::Passcode,
        label: "é".repeat(200),
    }
}

#[test]
fn a_link_says_where_the_file_is_how_it_is_opened_and_until_when() {
    let uri = link().uri().unwrap();
    let payload = URL_SAFE_NO_PAD.decode(uri.strip_prefix("shlink:/").unwrap()).unwrap();
    let payload: Value = serde_json::from_slice(&payload).unwrap();
    let key = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc";
    let url = "https://supple.example/shl/AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";
    assert_eq!(payload, json!({"url": url, "key": key, "exp": 1_900_000_000, "flag": "P", "label": "é".repeat(80)}));
    assert_eq!(link().viewed_at("https://supple.example/shl").unwrap(), format!("https://supple.example/shl#{uri}"));
}

#[test]
fn an_address_that_no_reader_takes_is_no_link() {
    let url = format!("https://{}.example/shl/{}", "a".repeat(70), token([1; 32]));
    assert_eq!(Link { url: url.clone(), ..link() }.uri(), Err(LinkError::TooLong(url)));
}

#[test]
fn an_envelope_has_its_five_parts_and_the_tag_apart() {
    let envelope = Envelope::default();
    let whole = envelope.around([2; 12], &[vec![3; 5], vec![4; 16]].concat());
    let parts: Vec<&str> = whole.split('.').collect();
    let [header, key, nonce, file, tag] = parts[..] else { panic!("{whole}") };
    assert_eq!(header.as_bytes(), envelope.authenticated());
    let header: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).unwrap()).unwrap();
    assert_eq!(header, json!({"alg": "dir", "enc": "A256GCM", "cty": "application/fhir+json"}));
    let decoded = [nonce, file, tag].map(|part| URL_SAFE_NO_PAD.decode(part).unwrap());
    assert_eq!((key, decoded), ("", [vec![2; 12], vec![3; 5], vec![4; 16]]));
}

#[test]
fn a_manifest_gives_its_one_file_either_way() {
    let file = |given| manifest(given)["files"][0].clone();
    assert_eq!(
        file(Given::Embedded("a..b.c.d")),
        json!({"contentType": "application/fhir+json", "embedded": "a..b.c.d"})
    );
    assert_eq!(
        file(Given::At("https://x/y")),
        json!({"contentType": "application/fhir+json", "location": "https://x/y"})
    );
}
