//! Exercises, walking and habits: every way of spoiling them fails the build.

use crate::{fails, spoil, spoiled};

const ROLL: &str = "exercise \"knee-roll\"";

#[test]
fn an_exercise_without_words_source_or_place_fails() {
    let spoil = |from, to, problem| fails("exercises.toml", from, to, ROLL, problem);
    spoil("name = \"Roll your knees\"", "name = \"\"", "has an empty `name`");
    let sources = "sources = [\"nhsinform_ex\", \"nhs_ex\", \"mayo_ex\"]";
    spoil(sources, "sources = []", "has no source; name one or take it out");
    spoil(sources, "sources = [\"gym\"]", "names the source \"gym\", which does not exist");
    spoil("figures = [\"knee-roll\"]", "figures = [\"roll\"]", "names the figure \"roll\", which does not exist");
    let places = "figures = [\"knee-roll\"]";
    let faults = spoil_roll(
        "places = [\"floor\", \"bed\"]\nfigures = [\"knee-roll\"]",
        "places = []\nfigures = [\"knee-roll\"]",
    );
    assert!(
        faults.iter().any(|fault| fault.ends_with("can be done nowhere: `places` is empty")),
        "{places}: {faults:?}"
    );
}

fn spoil_roll(from: &str, to: &str) -> Vec<String> {
    spoil("exercises.toml", from, to)
}

#[test]
fn a_dose_that_is_none_or_that_nobody_says_fails() {
    let five = "{ id = \"5\", repetitions = 5, hold = 2, sides = true, times = 3, sources = [\"nhsinform_ex\"] }";
    let spoil = |to: &str, problem| fails("exercises.toml", five, to, ROLL, problem);
    spoil(&five.replace("repetitions = 5", "repetitions = 0"), "has the rung \"5\", which is no dose");
    spoil(&five.replace(", sources = [\"nhsinform_ex\"]", ""), "has no source; name one or take it out");
    spoil(&five.replace("\"5\"", "\"3\""), "has the rung \"3\" twice");
    spoil(&five.replace("\"5\"", "\"6\""), "starts at \"5\", which is no rung of it");
}

#[test]
fn an_exercise_with_no_way_to_do_less_fails() {
    let problem = "starts at its easiest rung: there is no way to do less";
    let from = "start = \"5\"\nsources = [\"nhsinform_ex\", \"nhs_ex\", \"mayo_ex\"]";
    fails("exercises.toml", from, &from.replace("\"5\"", "\"3\""), ROLL, problem);
}

#[test]
fn a_weight_at_the_start_or_below_a_rung_without_one_fails() {
    let from = "{ id = \"5\", repetitions = 5, judgement = \"Ours.\" },\n    { id = \"8\", repetitions = 8, judgement = \"Ours.\" },\n    { id = \"light\"";
    let to = from.replacen("repetitions = 5,", "repetitions = 5, load = true,", 1);
    let hinge = "exercise \"hip-hinge\"";
    fails("exercises.toml", from, &to, hinge, "starts with a weight, or above one");
    fails("exercises.toml", from, &to, hinge, "has a rung without a weight above one with a weight");
}

#[test]
fn a_condition_that_is_not_there_not_asked_or_serves_nothing_fails() {
    let unless =
        "unless = [{ condition = \"pregnant\" }, { condition = \"fragile-bones\", change = \"Keep it very small";
    let to = unless.replace("\"pregnant\"", "\"brave\"");
    fails("exercises.toml", unless, &to, ROLL, "names the condition \"brave\", which does not exist");
    let to = unless.replace("\"pregnant\"", "\"fragile-bones\"");
    fails("exercises.toml", unless, &to, ROLL, "names the condition \"fragile-bones\" twice");
    let neck = "condition \"neck\"";
    let any = "any = [{ finding = \"sore-neck\" }]";
    let asks = |id: &str| format!("asks for \"{id}\", which is nothing that is answered so");
    fails("exercises.toml", any, "any = [{ finding = \"nape\" }]", neck, &asks("nape"));
    fails("exercises.toml", any, "any = [{ finding = \"age\" }]", neck, &asks("age"));
    fails(
        "exercises.toml",
        any,
        "any = [{ finding = \"sore-wrist\" }]",
        "question \"sore-neck\"",
        "is asked for nothing",
    );
    let older = "first_for = \"older\"\n";
    fails("exercises.toml", older, "", "condition \"older\"", "changes nothing: no exercise names it");
}

#[test]
fn a_class_that_opens_nowhere_or_never_rests_fails() {
    let core = "class \"core\"";
    let from = "from = \"exercise\"\ndays_a_week = 3\nrest_days = 1";
    let nowhere = "opens from \"brave\", which is no rung of the way back";
    fails("exercises.toml", from, &from.replace("\"exercise\"", "\"brave\""), core, nowhere);
    let long = "has more days of exercise and of rest than a week has";
    fails("exercises.toml", from, &from.replace("= 3", "= 4"), core, long);
    fails("exercises.toml", "classes = [\"core\"]", "classes = [\"mobility\"]", core, "is in 0 slots; it must be one");
    let gentle = "leaves nothing for a bad day: no class is gentle";
    fails("exercises.toml", "gentle = true\n", "", "slot \"all\"", gentle);
}

#[test]
fn a_rule_of_nothing_or_of_nobody_fails() {
    let rule = "rule of exercise \"worse-points\"";
    let from = "[rules.worse-points]\nis = 2";
    fails("exercises.toml", from, "[rules.worse-points]\nis = 0", rule, "is 0, which decides nothing");
    let faults = spoil("exercises.toml", "load_from = \"lifting\"", "load_from = \"brave\"");
    assert!(faults.iter().any(|fault| fault.contains("`load_from` is \"brave\"")), "{faults:?}");
}

#[test]
fn walking_that_leaps_fails() {
    let from = "id = \"4\"\nweeks = 2\ndays = 4\nminutes = 10";
    let leap =
        |from: &str, to: &str| format!("goes from level \"{from}\" to \"{to}\" otherwise than by days or by minutes");
    let walking = "exercise \"walking\"";
    fails("walking.toml", from, &from.replace("minutes = 10", "minutes = 12"), walking, &leap("3", "4"));
    fails("walking.toml", from, &from.replace("days = 4", "days = 3"), walking, &leap("3", "4"));
    fails("walking.toml", from, &from.replace("minutes = 10", "minutes = 9"), walking, &leap("3", "4"));
}

#[test]
fn an_item_about_prevention_that_nothing_carries_fails() {
    spoiled(
        "habits.toml",
        "items = [\"S0-LS-04\"]",
        "items = []",
        "guidance/inventory.toml: item \"S0-LS-04\": is about prevention, but no exercise or habit carries it and \
         `not_in_programme` does not list it",
    );
    spoiled(
        "exercises.toml",
        "items = [\"S0-EG-05\", \"S0-EG-06\"]",
        "items = [\"S0-EG-05\", \"S0-EG-06\", \"S0-LS-04\"]",
        "guidance/inventory.toml: item \"S0-LS-04\": is carried by an exercise or habit and listed in `not_in_programme` too",
    );
}

#[test]
fn a_habit_for_nobody_or_for_no_reason_fails() {
    let smoking = "habit \"smoking\"";
    let offer = "offer = [{ any = [{ finding = \"smokes\" }], because = \"You said that you smoke.\" }]";
    let spoil = |to: &str, problem| fails("habits.toml", offer, to, smoking, problem);
    spoil("offer = []", "is offered to nobody");
    spoil(&offer.replace("You said that you smoke.", ""), "has an empty `because`");
    let one = "must be offered to everyone, for signs or for exposures: one of the three";
    spoil(&offer.replace("any =", "everyone = true, any ="), one);
    spoil(
        "offer = [{ exposures = [\"smoke\"], because = \"x\" }]",
        "names the exposure \"smoke\", which does not exist",
    );
    let kidneys = "not_for = [{ finding = \"kidney-disease\" }, { finding = \"heart\" }]";
    let out = "opt_out = \"If a doctor told you to drink less, keep to that.\"\n";
    let from = format!("{out}{kidneys}");
    fails("habits.toml", &from, kidneys, "habit \"water\"", "is not for some, and does not say so in `opt_out`");
}
