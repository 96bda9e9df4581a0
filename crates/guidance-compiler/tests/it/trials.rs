//! Trials of one person: every way of spoiling them fails the build, and says where.

use crate::fails;

#[test]
fn a_trial_of_no_decision_of_no_option_or_of_one_measure_fails() {
    let spoil = |from, to, problem| fails("trials.toml", from, to, "trial \"heat-or-cold\"", problem);
    spoil("decision = \"heat-or-cold\"", "decision = \"tea\"", "names \"tea\", which is no decision");
    spoil("option = \"cold\"", "option = \"tea\"", "compares \"tea\", which is no option of its decision");
    spoil("option = \"cold\"", "option = \"heat\"", "compares a measure with itself");
    spoil("steps = [\"cold-pack\", \"cool-it\"]", "steps = []", "goes without where no `steps` are, and only there");
    spoil("steps = [\"cold-pack\"", "steps = [\"tea\"", "names \"tea\", which is no step");
    spoil("does = \"Cold for one round, with the skin limits.\"", "does = \"\"", "has an empty `does`");
}

#[test]
fn what_all_trials_share_says_what_is_our_judgement() {
    let line = "\"A trial ends after 20 spasms, so that it ends. A surer answer would take more of them.\"";
    fails("trials.toml", line, "\" \"", "trials \"all\"", "needs a `judgement`, and no line of it empty");
}

#[test]
fn a_start_for_which_chance_has_nothing_to_choose_fails() {
    let problem = "needs a `start` with `wait` above 0 and `among` above 1: else chance chooses nothing";
    fails("trials.toml", "among = 28", "among = 1", "trials \"all\"", problem);
}

#[test]
fn a_trial_over_days_of_nothing_known_of_both_or_of_what_is_not_for_each_day_fails() {
    let walk = |from, to, problem| fails("trials.toml", from, to, "trial \"walk\"", problem);
    walk("exercise = \"walking\"", "exercise = \"tea\"", "names \"tea\", which is no exercise");
    walk("exercise = \"walking\"", "exercise = \"bridge\"", "names \"bridge\", which is not for each day");
    walk("exercise = \"walking\"", "habit = \"tea\"", "names \"tea\", which is no habit");
    walk("exercise = \"walking\"", "habit = \"workstation\"", "is of a habit that is done once");
    walk("exercise = \"walking\"", "", "needs a `habit` or an `exercise`, and not both");
    walk("named = \"the walk\"", "named = \" \"", "has an empty `named`");
    fails(
        "trials.toml",
        "id = \"walk\"",
        "id = \"heat-or-cold\"",
        "trial \"heat-or-cold\"",
        "is there 2 times; give each its own id",
    );
}

#[test]
fn harm_without_a_source_or_a_judgement_of_no_trial_or_that_the_check_asks_fails() {
    let burn = |from: &str, to: &str, problem: &str| fails("trials.toml", from, to, "harm \"burn\"", problem);
    let named =
        "id = \"burn\"\nname = \"A blister or a burn\"\ntrials = [\"heat-or-cold\"]\ncaution = \"broken-skin\"\n";
    let sources = "sources = [\"heat_burn_banstead\", \"ice_safety_vw\"]";
    let whole = format!("{named}{sources}");
    let spoil = |from: &str, to: &str, problem| burn(&whole, &whole.replace(from, to), problem);
    spoil("name = \"A blister or a burn\"", "name = \" \"", "has an empty `name`");
    spoil(sources, "", "has no source; name one or take it out");
    spoil(sources, "judgement = \" \"", "has no source; name one or take it out");
    spoil("ice_safety_vw", "tea", "names the source \"tea\", which does not exist");
    spoil("trials = [\"heat-or-cold\"]", "trials = [\"walk\"]", "names \"walk\", which is no trial of single spasms");
    spoil("broken-skin", "tea", "names \"tea\", which is no caution");
    let sign = "is a sign of the check, which asks it";
    fails("trials.toml", "id = \"burn\"", "id = \"rash\"", "harm \"rash\"", sign);
}
