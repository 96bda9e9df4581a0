//! How soon, in words: each face adds shape, colour or capitals.

use supple_guidance::Urgency;

/// The word for an urgency.
pub fn word(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Emergency => "Emergency",
        Urgency::SameDay => "Today",
        Urgency::SeeDoctor => "See a doctor soon",
        Urgency::SelfCare => "Self-care",
    }
}

/// As [`word`], for what a single source says: there the mildest level means that it calls the sign ordinary.
pub fn opinion(urgency: Urgency) -> &'static str {
    if urgency == Urgency::SelfCare { "Ordinary" } else { word(urgency) }
}

/// How urgent, as it stands behind "this is".
pub(crate) fn degree(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::SelfCare => "ordinary",
        Urgency::SeeDoctor => "a reason to see a doctor",
        Urgency::SameDay => "a matter for today",
        Urgency::Emergency => "an emergency",
    }
}

/// What one source, or several, say of how soon.
pub(crate) fn stance(urgency: Urgency, one: bool) -> &'static str {
    match (urgency, one) {
        (Urgency::SelfCare, true) => "calls this ordinary",
        (Urgency::SelfCare, false) => "call this ordinary",
        (Urgency::SeeDoctor, true) => "says to see a doctor soon",
        (Urgency::SeeDoctor, false) => "say to see a doctor soon",
        (Urgency::SameDay, true) => "wants it seen today",
        (Urgency::SameDay, false) => "want it seen today",
        (Urgency::Emergency, true) => "calls it an emergency",
        (Urgency::Emergency, false) => "call it an emergency",
    }
}

/// The words for an urgency as it was stored; one that is not known stands as it is.
pub(crate) fn stored(id: &str) -> String {
    let known = Urgency::ALL.into_iter().find(|urgency| urgency.id() == id);
    known.map_or_else(|| supple_diary::isolated(id).into_owned(), |known| word(known).to_owned())
}
