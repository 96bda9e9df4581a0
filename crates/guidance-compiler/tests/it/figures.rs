//! Figures: what they name must be there, and each has its words, its one view and its meaning.

use crate::{fails, guidance, spoil};

#[test]
fn a_pose_takes_from_another_what_it_does_not_say_itself() {
    let figures = &guidance().figures;
    let pose = |id: &str| figures.pose(id).unwrap();
    let side = |id: &str| pose(id).side.as_ref().unwrap();
    assert_eq!(side("toes").leg_near, side("lie-flat").leg_near);
    assert_ne!(pose("toes").arrow, pose("lie-flat").arrow);
    assert_eq!(pose("lie-flat").floor, ["settle"]);
    assert_eq!(pose("toes").floor, ["toes"], "what a position shows is its own");
}

#[test]
fn a_pose_that_takes_from_none_above_it_fails() {
    let faults = spoil("figures.toml", "base = \"lie-flat\"", "base = \"nobody\"");
    assert!(faults[0].contains("takes from \"nobody\", which is not above it"), "{faults:?}");
    let faults = spoil("figures.toml", "pelvis = 180\n", "pelvic = 180\n");
    assert!(faults[0].contains("the pose \"rest-back\"") && faults[0].contains("pelvic"), "{faults:?}");
}

#[test]
fn a_figure_without_words_or_meaning_fails() {
    let spoil = |from, to, entry, problem| fails("figures.toml", from, to, entry, problem);
    let both = "has a title or a description, and needs both";
    spoil("title = \"On your back, knees bent\"", "title = \"\"", "pose \"rest-back\"", both);
    let nothing = "has no `must`: nothing says what makes it this position";
    spoil("must = { lumbar = [-8, 8], knee-near = [80, 125] }", "", "pose \"rest-back\"", nothing);
    let closed = "must = { lean = [-95, -80], knee-gap = [18, 32], foot-gap = [0, 8] }";
    spoil(closed, "must = {}", "pose \"clam\"", nothing);
    spoil("wrist = [-13.5, 14.2], ", "", "pose \"rest-back\"", "has an arm without one of `wrist` and `floor`");
}

#[test]
fn a_figure_that_names_what_is_not_there_fails() {
    let spoil = |from, to, entry, problem| fails("figures.toml", from, to, entry, problem);
    spoil(
        "ghost = \"stand\"",
        "ghost = \"float\"",
        "pose \"standing-back-bend\"",
        "began in \"float\", which is no pose",
    );
    let sequence = "sequence \"log-roll\"";
    spoil("[\"roll-1\", ", "[\"roll-0\", ", sequence, "names \"roll-0\", which is no pose");
    spoil("step = [\"out-of-bed\"]", "step = [\"out\"]", sequence, "shows the step \"out\", which does not exist");
    spoil("to = \"bird-dog\"", "to = \"bird-cat\"", "movement \"bird-dog\"", "names \"bird-cat\", which is no pose");
    let pose = "pose \"rest-back\"";
    spoil("step = [\"on-the-back\"]", "step = [\"lying\"]", pose, "shows the step \"lying\", which does not exist");
    let nowhere = "shows the claim \"relief.nothing\", which does not exist";
    spoil("[\"relief.on-the-back\"]", "[\"relief.nothing\"]", "pose \"rest-pillows\"", nowhere);
    spoil("claim = [\"relief.out-of-bed\"]", "claim = [\"relief.nothing\"]", sequence, nowhere);
    let missing = "names the figure \"chair\", which does not exist";
    fails("habits.toml", "figures = [\"desk\"]", "figures = [\"chair\"]", "habit \"workstation\"", missing);
    fails("exercises.toml", "figures = [\"clam\"]", "figures = [\"chair\"]", "exercise \"clam\"", missing);
    let twice = "shows the step \"on-the-back\", which another figure shows too";
    spoil("step = [\"on-the-side\"]", "step = [\"on-the-back\"]", "pose \"side-lying\"", twice);
}
