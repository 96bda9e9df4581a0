//! Documents of earlier versions.

use crate::world::World;
use supple_reach::State;

#[test]
fn an_empty_document_is_a_state_in_which_all_is_off() {
    assert_eq!(serde_json::from_str::<State>("{}").unwrap(), State::default());
}

#[test]
fn a_document_without_what_came_later_is_read() {
    let old = r#"{
        "mine": [{"id": "w1", "name": "Phone", "to": {"by": "ntfy", "url": "https://ntfy.sh/mine"}, "is_on": true}],
        "contacts": [{"id": "c1", "name": "Ann", "to": {"by": "mail", "address": "ann@example.org"}, "is_on": true}],
        "quiet": {"hours": ["22:00:00", "07:00:00"]},
        "check": {
            "id": "k1", "began": "2026-12-01T20:00:00Z", "deadline": "2026-12-01T20:30:00Z", "grace": 300,
            "said": "", "place": "", "warned": "2026-12-01T20:30:00Z", "seen": null, "ended": null,
            "contacts": [{
                "id": "c1", "name": "Ann", "to": {"by": "mail", "address": "ann@example.org"}, "secret": "s", "attempts": 1,
                "next": "2026-12-01T20:45:00Z", "knows_the_end": false
            }]
        }
    }"#;
    let mut state: State = serde_json::from_str(old).unwrap();
    assert!(!state.mine[0].reminds);
    assert_eq!(state.tick("2026-12-01T20:44:59Z".parse().unwrap()).lay, []);
    let told = state.tick("2026-12-01T20:45:00Z".parse().unwrap()).lay;
    assert_eq!(told[0].key, "c1/check/k1/told/2");
}

#[test]
fn a_document_of_a_later_version_is_read_as_far_as_it_is_known() {
    let mut later = serde_json::to_value(World::new(1, 1).state).unwrap();
    later["something"] = "new".into();
    later["contacts"][0]["more"] = 1.into();
    assert_eq!(serde_json::from_value::<State>(later).unwrap(), World::new(1, 1).state);
}

#[test]
fn each_field_may_be_missing_from_a_document() {
    let mut world = World::new(1, 1);
    world.step(&crate::world::Step::Begin { minutes: 5, grace: None });
    let whole = serde_json::to_value(&world.state).unwrap();
    for name in whole.as_object().unwrap().keys() {
        let mut less = whole.clone();
        less.as_object_mut().unwrap().remove(name);
        serde_json::from_value::<State>(less).unwrap_or_else(|error| panic!("without {name}: {error}"));
    }
}
