//! The relief plan and its gate: every way of spoiling them fails the build.

use crate::{spoil, spoiled};

const STEP: &str = "guidance/steps.toml: step";

#[test]
fn a_step_without_a_claim_fails() {
    spoiled(
        "steps.toml",
        "claims = [\"relief.on-the-side\"]",
        "claims = []",
        &format!("{STEP} \"on-the-side\": stands on no claim; name one in `claims` or take it out"),
    );
}

#[test]
fn a_step_on_an_unknown_claim_fails() {
    spoiled(
        "steps.toml",
        "claims = [\"relief.on-the-side\"]",
        "claims = [\"relief.on-the-roof\"]",
        &format!("{STEP} \"on-the-side\": names the claim \"relief.on-the-roof\", which does not exist"),
    );
}

#[test]
fn a_step_without_a_source_fails() {
    spoiled(
        "steps.toml",
        "sources = [\"logroll_askdrjo\"]",
        "sources = []",
        &format!("{STEP} \"out-of-bed\": has no source; name one or take it out"),
    );
}

#[test]
fn a_source_that_the_claims_of_a_step_do_not_have_fails() {
    spoiled(
        "steps.toml",
        "sources = [\"logroll_askdrjo\"]",
        "sources = [\"nice_ng59\"]",
        &format!("{STEP} \"out-of-bed\": names the source \"nice_ng59\", which none of its claims has"),
    );
}

#[test]
fn a_step_surer_than_its_claims_fails() {
    spoiled(
        "steps.toml",
        "strength = \"expert\"",
        "strength = \"RCT\"",
        &format!("{STEP} \"out-of-bed\": is marked \"Trial\", as none of its claims is"),
    );
}

#[test]
fn our_own_judgement_that_does_not_say_so_fails() {
    spoiled(
        "steps.toml",
        "judgement = \"The source says to get help when you cannot rise. To knock or shout is our own judgement.\"\n",
        "",
        &format!("{STEP} \"knock\": has no strength; say in `judgement` that it is our own"),
    );
}

#[test]
fn a_timer_that_no_source_gives_and_that_does_not_say_so_fails() {
    spoiled(
        "steps.toml",
        "judgement = \"The 10 minutes are our own judgement.\"\n",
        "",
        &format!(
            "{STEP} \"on-the-back-with-pillows\": has a timer that no limit gives; say in `judgement` that it is our own"
        ),
    );
}

#[test]
fn heat_without_its_limit_fails() {
    spoiled(
        "steps.toml",
        "limit = \"skin\"\nhalf_time = \"Look at your skin. Take the heat off",
        "half_time = \"Look at your skin. Take the heat off",
        &format!("{STEP} \"heat-pack\": is heat and must have its limit"),
    );
}

#[test]
fn heat_for_longer_than_its_limit_fails() {
    spoiled(
        "steps.toml",
        "seconds = 900\nlimit = \"skin\"",
        "seconds = 1500\nlimit = \"skin\"",
        &format!("{STEP} \"heat-pack\": runs for 1500 s, beyond 1200 s of \"skin\""),
    );
}

#[test]
fn a_choice_of_longer_than_the_limit_fails() {
    spoiled(
        "decisions.toml",
        "seconds = 1200",
        "seconds = 1800",
        &format!("{STEP} \"heat-pack\": runs for 1800 s, beyond 1200 s of \"skin\""),
    );
}

#[test]
fn a_limit_longer_than_the_text_that_it_is_from_fails() {
    let faults = spoil("limits.toml", "seconds = 1200\nsays = \"20\"", "seconds = 2700\nsays = \"45\"");
    let expected = "guidance/limits.toml: limit \"skin\": says 45, which none of the texts that it names says";
    assert!(faults.iter().any(|fault| fault == expected), "{faults:?}");
    spoiled(
        "limits.toml",
        "seconds = 1200\nsays = \"20\"",
        "seconds = 2700\nsays = \"20\"",
        "guidance/limits.toml: limit \"skin\": is 2700 s, which is neither 20 seconds nor minutes",
    );
}

#[test]
fn heat_without_a_look_at_the_skin_fails() {
    spoiled(
        "steps.toml",
        "half_time = \"Look at your skin. Take the heat off if it is very red, sore or numb.\"\n",
        "",
        &format!("{STEP} \"heat-pack\": is heat and must have a check at half time"),
    );
}

#[test]
fn heat_without_a_break_fails() {
    spoiled(
        "steps.toml",
        "rest_seconds = 1200",
        "rest_seconds = 1199",
        &format!("{STEP} \"heat-pack\": is heat and must have a break of 1200 s"),
    );
}

#[test]
fn heat_that_forgets_a_caution_fails() {
    let all = "never = [\"numb-skin\", \"broken-skin\", \"poor-circulation\", \"cancer-there\", \"sleepy\", \"fever\"]";
    spoiled(
        "steps.toml",
        all,
        &all.replace("\"sleepy\", ", ""),
        &format!("{STEP} \"heat-pack\": is heat and must never be for \"sleepy\""),
    );
    spoiled(
        "steps.toml",
        "shorter = [\"less-feeling\"]",
        "shorter = []",
        &format!("{STEP} \"heat-pack\": is heat and must be shorter for \"less-feeling\""),
    );
    spoiled(
        "steps.toml",
        "mind = [\"pregnant\", \"swollen\"]",
        "mind = [\"swollen\"]",
        &format!("{STEP} \"heat-pack\": is heat and must have \"pregnant\" in mind"),
    );
}

#[test]
fn a_walk_for_someone_who_cannot_stand_fails() {
    let from = "needs = \"can-stand\"\nnever = [\"unsteady\"]\nnot_if_worse = [\"walking\"]\npaced_by";
    spoiled(
        "steps.toml",
        from,
        &from.replace("can-stand", "can-turn"),
        &format!("{STEP} \"walk\": is walk and needs more than CanTurn"),
    );
}

#[test]
fn a_step_shown_beyond_what_its_kind_allows_fails() {
    spoiled(
        "steps.toml",
        "from = \"self-care\"\nup_to = \"self-care\"",
        "from = \"self-care\"\nup_to = \"same-day\"",
        &format!("{STEP} \"massage\": is massage and shown up to same-day, beyond self-care"),
    );
}

#[test]
fn a_kind_let_into_an_emergency_fails() {
    spoiled(
        "limits.toml",
        "kind = \"movement\"\nup_to = \"same-day\"",
        "kind = \"movement\"\nup_to = \"emergency\"",
        "guidance: guard \"movement\": lets steps be shown in an emergency; only help, breathing and positions may",
    );
}

#[test]
fn a_kind_without_a_guard_fails() {
    spoiled(
        "limits.toml",
        "[[guard]]\nkind = \"ask\"\nup_to = \"same-day\"\nneeds = \"cannot-move\"\n",
        "",
        "guidance: guard \"ask\": is there 0 times; every kind of step needs one",
    );
}

#[test]
fn a_dangling_caution_decision_or_option_fails() {
    let faults = spoil("steps.toml", "never = [\"pregnant\"]", "never = [\"tired\"]");
    let expected = format!("{STEP} \"on-the-back-with-pillows\": names the caution \"tired\", which does not exist");
    assert!(faults.contains(&expected), "{faults:?}");
    spoiled(
        "steps.toml",
        "paced_by = \"heat-start\"",
        "paced_by = \"heat-stop\"",
        &format!("{STEP} \"heat-pack\": names the decision \"heat-stop\", which does not exist"),
    );
    spoiled(
        "steps.toml",
        "options = { rest-or-move = [\"rest\"] }",
        "options = { rest-or-move = [\"sleep\"] }",
        &format!("{STEP} \"rest-until-it-lets-go\": names the option \"sleep\", which \"rest-or-move\" does not have"),
    );
}

#[test]
fn a_decision_that_starts_with_no_option_of_it_or_on_no_disagreement_fails() {
    spoiled(
        "decisions.toml",
        "default = \"either\"",
        "default = \"neither\"",
        "guidance/decisions.toml: decision \"heat-or-cold\": starts with \"neither\", which is no option of it",
    );
    spoiled(
        "decisions.toml",
        "disagreement = \"ice-or-heat\"",
        "disagreement = \"ice-or-fire\"",
        "guidance/decisions.toml: decision \"heat-or-cold\": names \"ice-or-fire\", which is no disagreement",
    );
}

#[test]
fn a_step_in_no_stage_and_one_that_comes_next_at_no_time_fail() {
    spoiled("steps.toml", "now = [\"first-minutes\"]\n", "", &format!("{STEP} \"stop\": is shown in no stage"));
    spoiled(
        "steps.toml",
        "after_minutes = 30\n",
        "",
        &format!("{STEP} \"change-position\": needs both `next` and `after_minutes`, or neither"),
    );
}

#[test]
fn an_item_about_relief_that_no_step_carries_fails() {
    spoiled(
        "steps.toml",
        "items = [\"S0-PO-08\"]\n",
        "",
        "guidance/inventory.toml: item \"S0-PO-08\": is about relief, but no step carries it and `not_planned` does not \
         list it",
    );
}

#[test]
fn an_item_that_is_excused_needs_a_reason_and_must_not_be_carried_too() {
    let list =
        |items: &str, reason: &str| format!("[[not_planned]]\nitems = [{items}]\nreason = \"{reason}\"\n\n[[watch]]");
    let faults = spoil("steps.toml", "[[watch]]", &list("\"S0-PO-08\"", ""));
    let carried = "guidance/inventory.toml: item \"S0-PO-08\": is carried by a step and listed in `not_planned` too; take it \
                   out there";
    assert!(faults.iter().any(|fault| fault == carried), "{faults:?}");
    assert!(faults.iter().any(|fault| fault.ends_with("item \"S0-PO-08\": has an empty `reason`")), "{faults:?}");
}

#[test]
fn an_item_that_the_claims_of_a_step_do_not_carry_fails() {
    spoiled(
        "steps.toml",
        "items = [\"S0-PO-08\"]",
        "items = [\"S0-PO-08\", \"S0-HC-01\"]",
        &format!("{STEP} \"support-when-sitting\": carries the item \"S0-HC-01\", which none of its claims does"),
    );
}

#[test]
fn what_belongs_into_a_rule_that_does_not_ask_for_it_fails() {
    spoiled(
        "limits.toml",
        "rule = \"upper-back\"\nfindings = [\"upper-back\"]",
        "rule = \"upper-back\"\nfindings = [\"leg-pain\"]",
        "guidance: recheck \"upper-back\": has no rule of this name that asks for \"leg-pain\"",
    );
}

#[test]
fn a_watch_on_no_rule_fails() {
    spoiled(
        "steps.toml",
        "rules = [\"no-relief\"]",
        "rules = [\"no-belief\"]",
        "guidance/steps.toml: watch \"no-relief\": names the rule \"no-belief\", which does not exist",
    );
}

#[test]
fn an_avoid_without_a_claim_fails() {
    spoiled(
        "steps.toml",
        "claims = [\"conditions.other-emergencies\", \"doctor.do-not-wait\"]",
        "claims = []",
        "guidance/steps.toml: avoid \"waiting\": stands on no claim; name one in `claims` or take it out",
    );
}

#[test]
fn a_gate_that_asks_what_the_check_does_not_or_cannot_deny_fails() {
    let gate = "guidance/gate.toml: gate \"signs\":";
    let spoils = [
        ("findings = [\"injury\"]", "findings = [\"injuries\"]", "names \"injuries\", which is no finding"),
        ("findings = [\"injury\"]", "findings = [\"faint\"]", "asks about \"faint\" twice"),
        (
            "findings = [\"injury\"]",
            "findings = [\"pain\"]",
            "asks about \"pain\", which \"None of these\" cannot deny",
        ),
        (
            "findings = [\"injury\"]",
            "findings = []",
            "has \"A fall, crash or blow before the pain\", which stands for no finding",
        ),
        ("\"umich_vo\"]", "\"nobody\"]", "names the source \"nobody\", which does not exist"),
        ("ask = \"Is any of this so?\"", "ask = \"\"", "has an empty `ask`"),
    ];
    for (from, to, expected) in spoils {
        spoiled("gate.toml", from, to, &format!("{gate} {expected}"));
    }
}
