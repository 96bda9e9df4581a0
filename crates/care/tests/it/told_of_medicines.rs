//! What the guard tells, in its words: which stops are one, what comes first, and each sentence with and without doubt.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use jiff::{SignedDuration, Timestamp};
use supple_care::{
    Ask, BEFORE, Concern, Counted, MedicineReview, NO_LABEL, NO_LIMIT_PASSED, NOT_ALL_KNOWN, NOT_SURE, QUESTIONS_FIRST,
    Stop, Substance, TooMuchTaken, Truth, Unknown, Which, Why, headline, say_ask, say_counted, say_label, say_stop,
    say_too_much, say_unknown,
};
use supple_guidance::embedded;
use supple_guidance::medicines::{Label, Medicine, Pair, Reason, TooMuch, Window};

const AT: Timestamp = Timestamp::UNIX_EPOCH;

fn medicine(id: &str) -> &'static Medicine {
    embedded().medicines.medicine(id).unwrap()
}

fn labelled(id: &str) -> Substance<'static> {
    Substance::Labelled(medicine(id))
}

fn other(name: &str) -> Substance<'static> {
    Substance::Other(embedded().medicines.relative(name).unwrap())
}

fn label() -> &'static Label {
    &medicine("ibuprofen").labels[0]
}

fn pair() -> &'static Pair {
    &embedded().medicines.pairs[0]
}

fn reasons() -> (&'static Reason, &'static Reason) {
    let own = &embedded().medicines.groups.iter().find(|group| group.must_not.len() > 1).unwrap().must_not;
    (&own[0], &own[1])
}

fn review() -> MedicineReview<'static> {
    MedicineReview {
        asked: Vec::new(),
        stops: Vec::new(),
        too_much: Vec::new(),
        asks: Vec::new(),
        counted: Vec::new(),
        next: Vec::new(),
        unknown: Vec::new(),
        unknown_taken: 0,
    }
}

fn stop(substance: Substance<'static>, why: Why<'static>) -> Stop<'static> {
    Stop { substance, which: Which::Proposed, why, certain: true, sources: &[] }
}

fn dose() -> Why<'static> {
    Why::Dose { mg: 800.0, limit: 400.0, label: label() }
}

fn window(hours: u32) -> Why<'static> {
    Why::Window { hours, mg: 1600.04, limit: 1200.0, label: label() }
}

fn gap(minutes: i64) -> Why<'static> {
    Why::Gap { between: SignedDuration::from_mins(minutes), hours: 6, label: label() }
}

fn same_kind(other: Substance<'static>) -> Why<'static> {
    let group = embedded().medicines.groups.iter().find(|group| group.id == "nsaid").unwrap();
    Why::SameKind { other, group }
}

fn together(other: Substance<'static>) -> Why<'static> {
    Why::Together { other, pair: pair() }
}

// ---------------------------------------------------------------- what is one, and what comes first

#[test]
fn two_stops_that_say_the_same_are_said_once_and_no_others() {
    let [ibuprofen, aspirin, naproxen] = ["ibuprofen", "aspirin", "naproxen"].map(labelled);
    let times = || Why::Times { times: 4, limit: 3, label: label() };
    let days = || Why::Days { days: 12, limit: 10, label: label() };
    let (first, second) = reasons();
    let rows: Vec<(Stop<'_>, Stop<'_>, usize)> = vec![
        (stop(ibuprofen, window(24)), stop(ibuprofen, window(24)), 1),
        (stop(ibuprofen, window(24)), stop(ibuprofen, window(10)), 2),
        (stop(ibuprofen, window(24)), stop(aspirin, window(24)), 2),
        (stop(ibuprofen, window(24)), stop(ibuprofen, dose()), 2),
        (stop(ibuprofen, dose()), stop(ibuprofen, dose()), 1),
        (stop(ibuprofen, dose()), stop(aspirin, dose()), 2),
        (stop(ibuprofen, times()), stop(ibuprofen, times()), 1),
        (stop(ibuprofen, gap(30)), stop(ibuprofen, gap(90)), 1),
        (stop(ibuprofen, days()), stop(ibuprofen, days()), 1),
        (stop(ibuprofen, same_kind(aspirin)), stop(ibuprofen, same_kind(aspirin)), 1),
        (stop(ibuprofen, same_kind(aspirin)), stop(aspirin, same_kind(ibuprofen)), 1),
        (stop(ibuprofen, same_kind(aspirin)), stop(ibuprofen, same_kind(naproxen)), 2),
        (stop(ibuprofen, same_kind(aspirin)), stop(naproxen, same_kind(aspirin)), 2),
        (stop(ibuprofen, same_kind(aspirin)), stop(naproxen, same_kind(ibuprofen)), 2),
        (stop(ibuprofen, same_kind(aspirin)), stop(aspirin, same_kind(naproxen)), 2),
        (stop(ibuprofen, together(aspirin)), stop(aspirin, together(ibuprofen)), 1),
        (stop(ibuprofen, together(aspirin)), stop(ibuprofen, same_kind(aspirin)), 2),
        (stop(ibuprofen, Why::MustNot(first)), stop(ibuprofen, Why::MustNot(first)), 1),
        (stop(ibuprofen, Why::MustNot(first)), stop(ibuprofen, Why::MustNot(second)), 2),
        (stop(ibuprofen, Why::MustNot(first)), stop(aspirin, Why::MustNot(first)), 2),
    ];
    for (one, two, expected) in rows {
        let told = MedicineReview { stops: vec![one, two], ..review() };
        assert_eq!(told.said_stops().len(), expected, "{:?}", told.stops);
    }
}

#[test]
fn what_would_be_a_stop_is_asked_first_and_of_the_medicine_that_was_asked_about_before_others() {
    let (reason, _) = reasons();
    let ask = |id: &str, must_not, question: &'static str| Ask {
        substance: labelled(id),
        about: Concern::Person(reason),
        must_not,
        truth: Truth::Open { unsure: Vec::new(), not_asked: vec![question, "last"] },
    };
    let asks = vec![
        ask("aspirin", false, "fourth"),
        ask("ibuprofen", false, "third"),
        ask("aspirin", true, "second"),
        ask("ibuprofen", true, "first"),
    ];
    let told = MedicineReview { asked: vec![labelled("ibuprofen")], asks, ..review() };
    assert_eq!(told.open_questions(), ["first", "last", "second", "third", "fourth"]);
    assert!(told.is_asked(labelled("ibuprofen")) && !told.is_asked(labelled("aspirin")));
}

#[test]
fn why_to_ask_its_judgement_and_its_sources_are_those_of_the_guidance() {
    let groups = &embedded().medicines.groups;
    let medicines = &embedded().medicines.medicines;
    let ours = groups.iter().flat_map(|one| one.must_not.iter().chain(&one.ask_first));
    let own = medicines.iter().flat_map(|one| one.must_not.iter().chain(&one.ask_first));
    let all: Vec<&Reason> = ours.chain(own).collect();
    assert!(all.iter().any(|reason| reason.judgement.is_some()) && all.iter().any(|reason| reason.judgement.is_none()));
    for reason in all {
        let concern = Concern::Person(reason);
        assert_eq!((concern.because(), concern.judgement()), (reason.because.as_str(), reason.judgement.as_deref()));
        assert_eq!((concern.sources(), concern.reason()), (reason.sources.as_slice(), Some(reason)));
    }
    for pair in &embedded().medicines.pairs {
        let concern = Concern::Other(labelled("aspirin"), pair);
        assert_eq!((concern.because(), concern.judgement()), (pair.because.as_str(), pair.judgement.as_deref()));
        assert_eq!((concern.sources(), concern.reason()), (pair.sources.as_slice(), None));
    }
}

#[test]
fn only_what_a_doctor_sets_and_was_taken_leaves_room_for_something_calm() {
    let no_label = |name, proposed| Unknown::NoLabel { substance: other(name), at: AT, proposed };
    assert!(!no_label("levothyroxine", false).is_open());
    assert!(no_label("levothyroxine", true).is_open());
    assert!(no_label("caffeine", false).is_open());
    assert!(Unknown::Pack { words: "Anadin".to_owned(), at: AT }.is_open());
}

// ---------------------------------------------------------------- the line above everything else

#[test]
fn the_line_above_everything_is_that_of_the_gravest_and_says_where_it_is_not_sure() {
    let much = |certain| TooMuchTaken {
        medicine: medicine("paracetamol"),
        advice: &medicine("paracetamol").too_much,
        certain,
    };
    let unsure = |why| Stop { certain: false, ..stop(labelled("ibuprofen"), why) };
    let taken = |certain| Stop { which: Which::Taken, certain, ..stop(labelled("aspirin"), window(24)) };
    let asked = || vec![labelled("ibuprofen")];
    for (told, expected) in [
        (MedicineReview { too_much: vec![much(true)], ..review() }, "Too much was taken. Get help."),
        (MedicineReview { too_much: vec![much(false), much(true)], ..review() }, "Too much was taken. Get help."),
        (
            MedicineReview { too_much: vec![much(false)], ..review() },
            "Too much may have been taken. Look at the pack now.",
        ),
        (
            MedicineReview { asked: asked(), stops: vec![stop(labelled("ibuprofen"), dose())], ..review() },
            "Stop. Do not take it now.",
        ),
        (
            MedicineReview { asked: asked(), stops: vec![unsure(dose())], ..review() },
            "It may be too much. Look at the pack first.",
        ),
        (
            MedicineReview { asked: asked(), stops: vec![unsure(gap(30)), unsure(window(24))], ..review() },
            "It may be too much. Look at the pack first.",
        ),
        (
            MedicineReview { asked: asked(), stops: vec![unsure(gap(30)), taken(true)], ..review() },
            "It may be too soon. Do not take it yet.",
        ),
        (MedicineReview { stops: vec![taken(true)], ..review() }, "Stop. A limit is passed."),
        (
            MedicineReview { stops: vec![taken(false)], ..review() },
            "A limit may be passed. Look at the pack and the times.",
        ),
        (
            MedicineReview { asked: asked(), stops: vec![taken(true)], ..review() },
            "Look first at what you took before. Also: a limit is passed.",
        ),
        (
            MedicineReview { asked: asked(), stops: vec![taken(false)], ..review() },
            "Look first at what you took before. Also: a limit may be passed.",
        ),
        (MedicineReview { asked: asked(), ..review() }, NO_LIMIT_PASSED),
    ] {
        assert_eq!(headline(&told), expected, "{told:?}");
    }
}

#[test]
fn without_a_stop_the_line_is_about_the_medicine_that_was_asked_about_if_there_is_one() {
    let (reason, _) = reasons();
    let ask = |id: &str, truth| Ask { substance: labelled(id), about: Concern::Person(reason), must_not: false, truth };
    let open = |unsure: &[&'static str]| Truth::Open { unsure: unsure.to_vec(), not_asked: vec!["age"] };
    let words = || Unknown::Words { words: "blue".to_owned(), at: AT, mean: None };
    let form = || Unknown::Form { words: "Voltarol".to_owned(), at: AT };
    let asked = || vec![labelled("ibuprofen")];
    let first = "Ask a pharmacist or doctor first.";
    for (told, expected) in [
        (MedicineReview { asked: asked(), asks: vec![ask("ibuprofen", Truth::Yes)], ..review() }, first),
        (MedicineReview { asked: asked(), asks: vec![ask("ibuprofen", open(&["age"]))], ..review() }, first),
        (MedicineReview { asked: asked(), asks: vec![ask("ibuprofen", open(&[]))], ..review() }, QUESTIONS_FIRST),
        (MedicineReview { asked: asked(), asks: vec![ask("aspirin", Truth::Yes)], ..review() }, BEFORE),
        (MedicineReview { asks: vec![ask("aspirin", Truth::Yes)], ..review() }, first),
        (MedicineReview { asks: vec![ask("aspirin", open(&[]))], ..review() }, QUESTIONS_FIRST),
        (MedicineReview { asked: asked(), unknown: vec![words()], ..review() }, NOT_ALL_KNOWN),
        (MedicineReview { asked: asked(), unknown: vec![form()], ..review() }, NOT_SURE),
        (MedicineReview { asked: asked(), unknown: vec![form(), words()], ..review() }, NOT_ALL_KNOWN),
        (MedicineReview { asked: asked(), unknown: vec![words()], unknown_taken: 1, ..review() }, BEFORE),
        (MedicineReview { unknown: vec![words()], unknown_taken: 1, ..review() }, NOT_ALL_KNOWN),
        (MedicineReview { asked: vec![other("levothyroxine")], ..review() }, NO_LABEL),
        (MedicineReview { asked: vec![other("levothyroxine"), labelled("aspirin")], ..review() }, NO_LIMIT_PASSED),
        (review(), NO_LIMIT_PASSED),
    ] {
        assert_eq!(headline(&told), expected, "{told:?}");
        assert_eq!(told.is_calm(), expected == NO_LIMIT_PASSED, "{told:?}");
    }
}

// ---------------------------------------------------------------- sentences

#[test]
fn a_stop_says_how_much_and_since_when_and_where_it_is_not_sure() {
    let ibuprofen = labelled("ibuprofen");
    let said = |why, which, certain| say_stop(&Stop { which, certain, ..stop(ibuprofen, why) });
    let (next, before) = (Which::Proposed, Which::Taken);
    assert_eq!(said(dose(), next, true), "This is 800 mg of ibuprofen at one time. The most is 400 mg.");
    assert_eq!(said(dose(), next, false), "This could be 800 mg of ibuprofen at one time. The most is 400 mg.");
    assert_eq!(said(dose(), before, true), "You took 800 mg of ibuprofen at one time. The most is 400 mg.");
    assert_eq!(said(dose(), before, false), "You may have taken 800 mg of ibuprofen at one time. The most is 400 mg.");
    assert_eq!(
        said(window(24), next, true),
        "With this, you would have 1600 mg of ibuprofen in 24 hours. The most is 1200 mg."
    );
    let soon = "Leave 6 hours from one dose to the next.";
    for (minutes, far) in [
        (1, "1 minute"),
        (59, "59 minutes"),
        (60, "1 hour"),
        (61, "1 hour and 1 minute"),
        (120, "2 hours"),
        (150, "2 hours and 30 minutes"),
    ] {
        let expected = format!("It is too soon for more ibuprofen. {soon} Here it is {far}.");
        assert_eq!(said(gap(minutes), next, true), expected);
        let expected = format!("That may have been too soon for more ibuprofen. {soon} Here it is about {far}.");
        assert_eq!(said(gap(minutes), before, false), expected);
    }
    let same = "Here both are at about the same time.";
    assert_eq!(said(gap(0), next, false), format!("It may be too soon for more ibuprofen. {soon} {same}"));
    let seconds = |seconds| Why::Gap { between: SignedDuration::from_secs(seconds), hours: 6, label: label() };
    assert!(said(seconds(59), next, true).ends_with(same));
    assert!(said(seconds(60), next, true).ends_with("Here it is 1 minute."));
    let days = || Why::Days { days: 12, limit: 10, label: label() };
    assert!(said(days(), before, true).starts_with("You have used ibuprofen for more than 10 days with no break."));
    assert!(said(days(), before, false).starts_with("You may have used ibuprofen for more than 10 days"));
    let times = Why::Times { times: 4, limit: 3, label: label() };
    assert_eq!(said(times, before, true), "You had 4 doses of ibuprofen in 24 hours. The most is 3.");
    let doubt = "A time is not known, so it may be so.";
    for why in [same_kind(labelled("aspirin")), together(labelled("aspirin"))] {
        assert!(!said(why.clone(), next, true).contains(doubt));
        assert!(said(why, next, false).ends_with(doubt));
    }
    assert!(!said(dose(), next, false).contains(doubt));
    assert_eq!(
        said(together(labelled("aspirin")), next, true),
        format!("Aspirin and ibuprofen do not go together. {}", pair().because)
    );
    let each_day = &medicine("aspirin").each_day.as_ref().unwrap().text;
    assert!(said(same_kind(labelled("aspirin")), next, true).ends_with(each_day.as_str()));
    let (reason, _) = reasons();
    assert_eq!(said(Why::MustNot(reason), next, true), format!("Do not take ibuprofen. {}", reason.because));
}

#[test]
fn a_label_is_said_part_by_part_and_only_what_it_has() {
    let of = |label: &Label| say_label(medicine("ibuprofen"), label);
    let bare = Label {
        country: "GB".to_owned(),
        strength_mg: None,
        dose_mg: None,
        gap_hours: None,
        windows: Vec::new(),
        times: None,
        days: None,
        ..label().clone()
    };
    assert_eq!(of(&bare), "Ibuprofen (GB).");
    let windows = vec![Window { hours: 24, mg: 1200.0 }];
    let whole = Label {
        strength_mg: Some(200.0),
        dose_mg: Some(400.0),
        gap_hours: Some(6),
        windows,
        times: Some(3),
        days: Some(10),
        ..bare
    };
    assert_eq!(
        of(&whole),
        "Ibuprofen (GB, 200 mg each). At most 400 mg at one time. Leave 6 hours from one dose to the next. At most 1200 mg in 24 \
         hours. At most 3 times in 24 hours. After 10 days, ask."
    );
}

#[test]
fn what_to_do_after_too_much_is_said_with_its_doubt() {
    let advice: &TooMuch = &medicine("paracetamol").too_much;
    let much = |certain| say_too_much(&TooMuchTaken { medicine: medicine("paracetamol"), advice, certain });
    assert_eq!(much(true), advice.text);
    assert_eq!(much(false), format!("An amount or a time is not known. If it was so much: {}", advice.text));
}

#[test]
fn whom_to_ask_is_said_by_how_much_is_known() {
    let (reason, _) = reasons();
    let because = &reason.because;
    let ask = |about, truth| say_ask(&Ask { substance: labelled("ibuprofen"), about, must_not: false, truth });
    let person = || Concern::Person(reason);
    let open = |unsure: &[&'static str]| Truth::Open { unsure: unsure.to_vec(), not_asked: vec!["age"] };
    assert_eq!(ask(person(), Truth::Yes), format!("Ask a pharmacist or doctor before you take ibuprofen. {because}"));
    assert_eq!(ask(person(), open(&["age"])), format!("You are not sure, so ask before you take ibuprofen. {because}"));
    assert_eq!(ask(person(), open(&[])), "Not asked yet, and it counts for ibuprofen.");
    assert_eq!(
        ask(Concern::Other(other("sertraline"), pair()), Truth::Yes),
        format!("You took sertraline. Ask a pharmacist or doctor before you take ibuprofen too. {}", pair().because)
    );
}

#[test]
fn what_counts_is_said_with_where_it_is_from_and_where_it_is_the_least() {
    let counted = |mg, at_least| {
        let words = vec!["Advil".to_owned(), "Nurofen".to_owned()];
        say_counted(&Counted { substance: labelled("ibuprofen"), mg, entries: 2, words, at_least })
    };
    assert_eq!(counted(Some(400.0), false), "In the last 24 hours: 400 mg of ibuprofen (Advil, Nurofen).");
    assert_eq!(counted(Some(12.84), true), "In the last 24 hours: at least 12.8 mg of ibuprofen (Advil, Nurofen).");
    assert_eq!(counted(None, false), "In the last 24 hours: ibuprofen, 2 times (Advil, Nurofen).");
}

#[test]
fn what_cannot_be_counted_is_said_with_what_to_do_about_it() {
    let amount = |strengths: &[f64]| {
        let strengths = strengths.to_vec();
        let words = "Nurofen".to_owned();
        say_unknown(&Unknown::Amount { substance: labelled("ibuprofen"), words, counts_mg: 400.0, strengths, at: AT })
    };
    assert_eq!(amount(&[]), "I am not sure how much ibuprofen it was. I count 400 mg. It may be more: read the pack.");
    assert_eq!(amount(&[200.0]), amount(&[]));
    assert_eq!(
        amount(&[200.0, 300.0, 400.0]),
        "I am not sure how much ibuprofen it was. I count 400 mg. One can hold 200 mg, 300 mg or 400 mg: read the pack."
    );
    let words = |mean| say_unknown(&Unknown::Words { words: "blue".to_owned(), at: AT, mean });
    assert_eq!(words(None), "I do not know \"blue\" and cannot count it. Read its label, and ask a pharmacist.");
    assert_eq!(
        words(Some("Advil")),
        "I do not know \"blue\" and cannot count it. Did you mean Advil? Read its label, and ask a pharmacist."
    );
    let left = vec!["ultra".to_owned(), "night".to_owned()];
    assert_eq!(
        say_unknown(&Unknown::NotAll { words: "Tylenol Ultra Night".to_owned(), at: AT, left, mean: None }),
        "In \"Tylenol Ultra Night\" I do not know \"ultra night\". There may be more in it: read the pack."
    );
    let no_label = |name| say_unknown(&Unknown::NoLabel { substance: other(name), at: AT, proposed: false });
    assert_eq!(no_label("caffeine"), "I do not count caffeine. Keep to the pack, or to what you were told.");
    assert_eq!(
        no_label("levothyroxine"),
        "A doctor sets the dose of levothyroxine. I cannot count it. Keep to what you were told."
    );
    let unread = Unknown::Unread { substance: other("levothyroxine"), words: "levothyroxine".to_owned(), at: AT };
    assert_eq!(say_unknown(&unread), "I am not sure how much levothyroxine it was. Read the pack.");
    assert!(say_unknown(&Unknown::Ahead { words: "Advil".to_owned(), at: AT }).starts_with("The time of \"Advil\""));
    assert!(say_unknown(&Unknown::Form { words: "Voltarol".to_owned(), at: AT }).starts_with("\"Voltarol\" can be"));
    assert!(say_unknown(&Unknown::Pack { words: "Anadin".to_owned(), at: AT }).starts_with("More than one pack"));
}
