//! Treatments, the way back to activity and exposures: every way of spoiling them fails the build.

use crate::{fails, spoiled};

#[test]
fn a_claim_on_a_treatment_that_no_treatment_names_fails() {
    spoiled(
        "treatments.toml",
        "claims = [\"treatments.epsom\"]",
        "claims = [\"treatments.massage\"]",
        "guidance/guide-care.toml: claim \"treatments.epsom\": is about a treatment, but no treatment names it",
    );
}

#[test]
fn a_treatment_without_questions_fails() {
    let from = "  \"Can you show me with the things that I lift at work or at home?\",\n";
    let problem = "needs at least two questions to ask";
    fails("treatments.toml", from, "", "treatment \"posture-and-lifting-lessons\"", problem);
}

#[test]
fn a_rung_that_anyone_can_enter_fails() {
    let problem = "can be entered by anyone; name what must be so first";
    let from = "enter = [\"no-warning-sign\", \"spasm-over\"]";
    fails("activity.toml", from, "enter = []", "rung \"first-moves\"", problem);
}

#[test]
fn a_diary_that_speaks_for_no_time_at_all_fails() {
    let hours = "takes hours from 1: for how long the diary speaks for the moment";
    for field in ["pain_hours = 3", "symptom_hours = 24"] {
        let (name, _) = field.split_once(" = ").unwrap();
        let faults = crate::spoil("activity.toml", field, &format!("{name} = 0"));
        assert!(faults.iter().any(|fault| fault.ends_with(hours)), "{faults:?}");
    }
}

#[test]
fn a_criterion_that_does_not_exist_or_serves_nothing_fails() {
    let problem = "names the criterion \"brave\", which does not exist";
    fails("activity.toml", "\"sat-and-stood\"]", "\"brave\"]", "rung \"first-walk\"", problem);
    let unused = "is needed for nothing: no rung names it";
    fails("activity.toml", "\"sat-and-stood\"]", "\"spasm-over\"]", "criterion \"sat-and-stood\"", unused);
    let never = "can never be met";
    fails("activity.toml", "pain-rise-below = 2", "pain-rise-below = 0", "criterion \"not-worse\"", never);
}

#[test]
fn an_exposure_without_a_source_or_without_its_hours_fails() {
    let entry = "exposure \"lifting\"";
    let from = "id = \"lifting\"\nwords = \"lifting something heavy\"\nwhen = \"hours\"\nhours = 2\nsources = [\"steffens2015\", \"steffens2012\"]";
    let without = |what: &str, with: &str| from.replace(what, with);
    let no_source = without("[\"steffens2015\", \"steffens2012\"]", "[]");
    fails("exposures.toml", from, &no_source, entry, "has no source; name one or take it out");
    let problem = "needs `hours` above 0 where `when` is \"hours\", and none otherwise";
    fails("exposures.toml", from, &without("hours = 2", "hours = 0"), entry, problem);
    fails("exposures.toml", from, &without("\"hours\"", "\"day\""), entry, problem);
    fails("exposures.toml", from, &without("lifting something heavy", ""), entry, "has an empty `words`");
}

#[test]
fn an_exposure_with_nothing_to_do_or_with_advice_that_stands_on_nothing_fails() {
    let entry = "exposure \"cold\"";
    let to_do = "do = \"Dress more warmly for two weeks. Then look again.\"";
    fails("exposures.toml", to_do, "do = \" \"", entry, "has an empty `do`");
    let claims = "claims = [\"triggers.cold\"]";
    fails("exposures.toml", claims, "claims = []", entry, "names no claim of the guide");
    let problem = "names the claim \"triggers.heat\", which does not exist";
    fails("exposures.toml", claims, "claims = [\"triggers.heat\"]", entry, problem);
    let keep = "keep = \"Keep it as it is, if it feels good.\"";
    fails("exposures.toml", keep, "keep = \"\"", "advice \"all\"", "has an empty `keep`");
    let hours = "hours = 24";
    fails("exposures.toml", hours, "hours = 0", "advice \"practice\"", "needs `hours` above 0");
    let claims = "claims = [\"return.pacing\", \"prevention.keep-at-it\"]\n\n[[exposure]]";
    fails(
        "exposures.toml",
        claims,
        "claims = []\n\n[[exposure]]",
        "advice \"practice\"",
        "names no claim of the guide",
    );
}
