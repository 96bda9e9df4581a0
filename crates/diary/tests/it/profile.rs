//! The profile: of each fact the newest counts, whatever is written round it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use jiff::Timestamp;
use supple_diary::testing::of_tomorrow;
use supple_diary::{
    BirthYear, Contact, Country, Diary, Draft, Entry, Health, Kind, Log, Moment, PhoneNumber, Profile, ProfileFact,
    Tail, Text, Words,
};
use uuid::Uuid;

/// What one device writes, an hour apart.
struct Device {
    tail: Tail,
    at: Timestamp,
    log: Log,
    dice: u8,
}

impl Device {
    fn new(id: u128, at: &str) -> Device {
        Device { tail: Tail::new(Uuid::from_u128(id)), at: at.parse().unwrap(), log: Log::default(), dice: 0 }
    }

    fn say(&mut self, kind: impl Into<Kind>) -> Entry {
        let draft = Draft::new(Moment::in_zone(self.at, "Europe/Berlin").unwrap(), kind.into());
        self.dice += 1;
        let entry = self.tail.write(draft, self.at, [self.dice; 10], None).unwrap();
        self.at += jiff::SignedDuration::from_hours(1);
        self.log.insert(entry.clone());
        entry
    }

    fn diary(&self) -> Diary {
        Diary::fold(&self.log)
    }
}

fn contact(name: &str, number: &str) -> Profile {
    let contact = Contact { name: Text::new(name).unwrap(), number: PhoneNumber::new(number).unwrap(), says: None };
    Profile { contact: Some(Box::new(contact)), ..Profile::default() }
}

fn name(diary: &Diary) -> Option<&str> {
    diary.profile().contact.as_ref().map(|contact| contact.name.as_str())
}

#[test]
fn of_each_fact_the_newest_counts_and_a_name_never_gets_the_number_of_another() {
    let mut device = Device::new(1, "2026-11-20T08:00:00Z");
    device.say(contact("Anna", "030 1234"));
    device.say(Profile { country: Some(Country::new("DE").unwrap()), ..Profile::default() });
    device.say(contact("Ben", "040 5678"));
    device.say(Profile { country: Some(Country::new("GB").unwrap()), ..Profile::default() });
    let diary = device.diary();
    let stands = diary.profile().contact.as_ref().unwrap();
    assert_eq!((stands.name.as_str(), stands.number.to_dial().as_str()), ("Ben", "0405678"));
    assert_eq!(diary.profile().country.map(|country| country.code().to_owned()).as_deref(), Some("GB"));
    // What came last says when, and no other entry does.
    let hour = |fact| diary.said(fact).unwrap().happened().at().to_string();
    assert_eq!(hour(ProfileFact::Contact), "2026-11-20T10:00:00Z");
    assert_eq!(hour(ProfileFact::Country), "2026-11-20T11:00:00Z");
    assert_eq!(diary.said(ProfileFact::Place), None);
}

#[test]
fn saying_it_again_makes_it_new_and_saying_another_thing_does_not() {
    let mut device = Device::new(1, "2026-11-20T08:00:00Z");
    let first = device.say(contact("Anna", "030 1234"));
    let mut health = Profile::default();
    health.health.insert(Words::new("gout").unwrap(), Health::Is(true));
    device.say(health.clone());
    assert_eq!(device.diary().said(ProfileFact::Contact).map(supple_diary::Item::id), Some(first.id()));
    let again = device.say(device.diary().profile().only(ProfileFact::Contact));
    assert_eq!(device.diary().said(ProfileFact::Contact).map(supple_diary::Item::id), Some(again.id()));
    assert_eq!(device.diary().profile().health.get("gout"), Some(&Health::Is(true)));
    assert!(device.diary().said(ProfileFact::Health("gout")).is_some());
    assert!(device.diary().said(ProfileFact::Health("lupus")).is_none());
}

#[test]
fn what_is_taken_out_is_said_no_more_and_stands_in_the_history() {
    let mut device = Device::new(1, "2026-11-20T08:00:00Z");
    let first = device.say(contact("Anna", "030 1234"));
    let place = Words::new("1 Elm Street").unwrap();
    device.say(Profile { place: Some(place.clone()), ..contact("Ben", "040 5678") });
    for correction in device.diary().taking_out(&[ProfileFact::Contact]) {
        device.say(correction);
    }
    let diary = device.diary();
    assert_eq!((name(&diary), diary.profile().place.as_ref()), (None, Some(&place)), "nothing else goes with it");
    assert_eq!(diary.history(first.id()).len(), 1);
    assert_eq!(diary.taking_out(&[ProfileFact::Contact]), [], "once is enough");
    device.say(contact("Cem", "050 1"));
    assert_eq!(name(&device.diary()), Some("Cem"));
}

#[test]
fn two_devices_agree_on_whom_to_call_whatever_comes_first() {
    let (mut phone, mut laptop) = (Device::new(1, "2026-11-20T08:00:00Z"), Device::new(2, "2026-11-20T08:30:00Z"));
    phone.say(contact("Anna", "030 1234"));
    laptop.say(contact("Ben", "040 5678"));
    let there = Log::from_iter(phone.log.iter().chain(laptop.log.iter()).cloned());
    let back = Log::from_iter(laptop.log.iter().chain(phone.log.iter()).cloned());
    assert_eq!(Diary::fold(&there), Diary::fold(&back));
    assert_eq!(name(&Diary::fold(&there)), Some("Ben"));
}

#[test]
fn what_a_newer_program_says_of_a_person_is_carried_and_changes_nothing_here() {
    let mut device = Device::new(1, "2026-11-20T08:00:00Z");
    device.say(contact("Anna", "030 1234"));
    let at = Moment::in_zone(device.at, "Europe/Berlin").unwrap();
    let said = Profile { at_hand: Some(Vec::new()), ..contact("Ben", "040 5678") };
    let newer = of_tomorrow(&mut device.tail, Draft::new(at, said), device.at, [9; 10]);
    device.log.insert(newer);
    let diary = device.diary();
    assert_eq!((name(&diary), diary.newer().len()), (Some("Anna"), 1));
}

#[test]
fn only_what_is_new_is_written_in_the_new_schema() {
    let mut device = Device::new(1, "2026-11-20T08:00:00Z");
    let place = Words::new("1 Elm Street").unwrap();
    let all = Profile { place: Some(place), at_hand: Some(Vec::new()), ..contact("Anna", "030 1234") };
    let schema = |profile: Profile, device: &mut Device| {
        let line: serde_json::Value = serde_json::from_str(device.say(profile).line()).unwrap();
        line["schema"].as_u64().unwrap()
    };
    let [older, newer] = all.by_schema();
    assert_eq!((schema(older, &mut device), schema(newer, &mut device)), (1, 4));
    let nothing = Profile::default().by_schema();
    assert_eq!(nothing, [Profile::default(), Profile::default()]);
}

#[test]
fn one_fact_is_said_confirmed_and_taken_out_by_itself() {
    let words = |text: &str| Words::new(text).unwrap();
    let mut all = contact("Anna", "030 1234");
    for question in ["gout", "ulcer"] {
        all.health.insert(words(question), Health::Is(true));
    }
    all = all.with(&Profile {
        birth_year: BirthYear::new(1970).ok(),
        country: Country::new("DE").ok(),
        zone: Some(words("Europe/Berlin")),
        own_exposures: Some(vec![words("cello")]),
        place: Some(words("1 Elm Street")),
        at_hand: Some(vec![words("heat")]),
        ..Profile::default()
    });
    let facts = [
        (ProfileFact::BirthYear, "birth-year"),
        (ProfileFact::Country, "country"),
        (ProfileFact::Zone, "zone"),
        (ProfileFact::OwnExposures, "own-exposures"),
        (ProfileFact::Place, "place"),
        (ProfileFact::Contact, "contact"),
        (ProfileFact::AtHand, "at-hand"),
        (ProfileFact::Health("gout"), "health.gout"),
        (ProfileFact::Health("ulcer"), "health.ulcer"),
    ];
    for (fact, id) in facts {
        assert_eq!((fact.id().as_str(), ProfileFact::from_id(id)), (id, Some(fact)));
        assert!(all.says(fact) && !Profile::default().says(fact));
        let (only, without) = (all.only(fact), all.without(fact));
        for (other, _) in facts {
            assert_eq!((only.says(other), without.says(other)), (fact == other, fact != other), "{fact:?}, {other:?}");
        }
        assert_eq!(without.with(&only), all, "put together they say what was said");
    }
    assert_eq!(ProfileFact::from_id("gout"), None);
}
