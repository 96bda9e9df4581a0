//! What cannot be read, or has the id of another entry, is named.

use crate::spoil;

#[test]
fn a_file_that_is_no_toml_is_named_with_its_line() {
    let faults = spoil("rules.toml", "[[rule]]", "[[rule]");
    assert!(faults[0].starts_with("guidance/rules.toml: line 1"), "{faults:?}");
}

#[test]
fn a_misspelt_field_is_named_with_its_line() {
    let faults = spoil("rules.toml", "because =", "becuase =");
    assert!(faults[0].contains("unknown field `becuase`"), "{faults:?}");
}

#[test]
fn an_id_used_twice_fails() {
    let text = "[[rule]]\nid = \"both-legs\"";
    let faults = spoil("rules.toml", text, &text.replace("both-legs", "saddle-numbness"));
    let expected = "guidance/rules.toml: rule \"saddle-numbness\": is there 2 times; give each its own id";
    assert!(faults.iter().any(|fault| fault == expected), "{faults:?}");
}
