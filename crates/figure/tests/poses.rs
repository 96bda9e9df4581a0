//! Every position of the guidance can be taken and is what it is called, in every frame of every movement. Positions that
//! are spoiled on purpose are each noticed.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use roxmltree::Document;
use std::collections::BTreeSet;
use supple_drawing::svg::{self, Role};
use supple_drawing::{Form, Ink, Part, Point, Scene};
use supple_figure::seen::{hip, measures};
use supple_figure::solve::{centre_of_mass, solve};
use supple_figure::{check, draw, ids, motion, scene};
use supple_guidance::embedded;
use supple_guidance::figure::{Contact, DrawnLeg, Figures, Front, Joint, Movement, Pose, Prop, Seen, Side};
use supple_guidance::reading::Reading;
use supple_guidance::{StepKind, Track};

fn figures() -> &'static Figures {
    &embedded().figures
}

/// The movements that are seen from the side, and their ends.
fn from_the_side() -> impl Iterator<Item = (&'static Movement, [&'static Side; 2])> {
    let side = |id: &str| figures().pose(id).unwrap().side.as_ref();
    figures().movement.iter().filter_map(move |movement| Some((movement, [side(&movement.from)?, side(&movement.to)?])))
}

/// The movements that are seen from the front, and their ends.
fn in_view() -> impl Iterator<Item = (&'static Movement, [&'static Front; 2])> {
    let front = |id: &str| figures().pose(id).unwrap().front.as_ref();
    figures()
        .movement
        .iter()
        .filter_map(move |movement| Some((movement, [front(&movement.from)?, front(&movement.to)?])))
}

fn sides() -> impl Iterator<Item = (&'static Pose, &'static Side)> {
    figures().pose.iter().filter_map(|pose| Some((pose, pose.side.as_ref()?)))
}

#[test]
fn every_position_can_be_taken_and_is_what_it_is_called() {
    let faults: Vec<String> = figures()
        .pose
        .iter()
        .flat_map(|pose| check::faults(figures(), pose).into_iter().map(move |fault| format!("{}: {fault}", pose.id)))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn joints_have_the_angles_that_another_solver_gave() {
    let mut compared = 0;
    for (pose, side) in sides() {
        let solved = solve(&figures().body, side);
        for (joint, expected) in &side.expect {
            let angle = solved.angles[joint];
            assert!((angle - expected).abs() < 3.0, "{} {joint:?}: {angle:.1}, expected {expected}", pose.id);
            compared += 1;
        }
    }
    assert!(compared > 280, "{compared}");
}

#[test]
fn limbs_keep_their_lengths() {
    let lengths = &figures().body.length;
    for (pose, side) in sides() {
        let solved = solve(&figures().body, side);
        for leg in solved.legs {
            assert!((leg.root.distance(leg.middle) - lengths.thigh).abs() < 1e-6, "{}", pose.id);
            assert!((leg.middle.distance(leg.end) - lengths.shin).abs() < 0.06, "{}", pose.id);
        }
        for arm in solved.arms {
            assert!((arm.root.distance(arm.middle) - lengths.upper_arm * arm.fore[0]).abs() < 1e-6, "{}", pose.id);
            assert!((arm.middle.distance(arm.end) - lengths.forearm * arm.fore[1]).abs() < 0.06, "{}", pose.id);
        }
    }
}

/// The frames of a movement that are looked at.
const FRAMES: u8 = 24;

#[test]
fn every_frame_of_every_movement_can_be_taken() {
    let mut frames = 0;
    let mut faults = BTreeSet::new();
    for movement in &figures().movement {
        for step in 0..=FRAMES {
            let time = f64::from(step) / f64::from(FRAMES);
            let pose = motion::frame(figures(), movement, time).unwrap();
            for fault in check::frame(figures(), &pose) {
                faults.insert(format!("{} {time:.2}: {fault}", movement.id));
            }
            frames += 1;
        }
    }
    assert!(faults.is_empty() && frames > 200, "{}", Vec::from_iter(faults).join("\n"));
}

#[test]
fn a_movement_begins_and_ends_in_its_positions() {
    for (movement, sides) in from_the_side() {
        for (time, side) in [0.0, 1.0].into_iter().zip(sides) {
            let frame = motion::frame(figures(), movement, time).unwrap();
            let [one, other] = [side, frame.side.as_ref().unwrap()].map(|side| solve(&figures().body, side));
            for (joint, angle) in &one.angles {
                assert!((angle - other.angles[joint]).abs() < 1.0, "{} {time} {joint:?}", movement.id);
            }
        }
    }
    for (movement, fronts) in in_view() {
        for (time, front) in [0.0, 1.0].into_iter().zip(fronts) {
            let frame = motion::frame(figures(), movement, time).unwrap();
            let [one, other] = [front, frame.front.as_ref().unwrap()].map(|front| measures(&figures().body, front));
            for (seen, is) in &one {
                assert!((is - other[seen]).abs() < 0.1, "{} {time} {seen:?}", movement.id);
            }
        }
    }
}

#[test]
fn what_bears_weight_stays_where_it_is_in_every_frame() {
    for (movement, [from, to]) in from_the_side() {
        let start = solve(&figures().body, from);
        let planted = |contact: Contact| from.contact.contains_key(&contact) && to.contact.contains_key(&contact);
        for step in 0..=FRAMES {
            let pose = motion::frame(figures(), movement, f64::from(step) / f64::from(FRAMES)).unwrap();
            let solved = solve(&figures().body, pose.side.as_ref().unwrap());
            for (contact, which) in
                [(Contact::SoleNear, 0), (Contact::SoleFar, 1), (Contact::ShinNear, 0), (Contact::ShinFar, 1)]
            {
                if planted(contact) {
                    let moved = solved.legs[which].end.distance(start.legs[which].end);
                    assert!(moved < 0.1, "{} {contact:?} moved by {moved:.1}", movement.id);
                }
            }
            // On the way to the heels the hands slide along the floor.
            let hands_slide = movement.id == "bottom-to-heels";
            for (contact, which) in [(Contact::HandNear, 0), (Contact::HandFar, 1)] {
                if planted(contact) && !hands_slide {
                    let moved = solved.arms[which].end.distance(start.arms[which].end);
                    assert!(moved < 0.1, "{} {contact:?} moved by {moved:.1}", movement.id);
                }
            }
        }
    }
}

#[test]
fn in_movements_seen_from_the_front_feet_stay_and_limbs_keep_their_lengths() {
    let body = &figures().body;
    let mut moved = 0;
    for (movement, [from, to]) in in_view() {
        let legs = |front: &Front| [(1.0, front.leg_left.clone()), (-1.0, front.leg_right.clone())];
        for step in 0..=FRAMES {
            let pose = motion::frame(figures(), movement, f64::from(step) / f64::from(FRAMES)).unwrap();
            let front = pose.front.unwrap();
            for (((side, from_leg), (_, to_leg)), (_, now)) in legs(from).into_iter().zip(legs(to)).zip(legs(&front)) {
                let place = |[x, y]: [f64; 2]| Point::new(x, y);
                if from_leg.ankle == to_leg.ankle {
                    assert_eq!(now.ankle, to_leg.ankle, "{} {step}: a foot slides", movement.id);
                }
                // Between its drawn lengths at both ends: a straight way would shorten a leg that swings.
                let thigh = |front: &Front, knee| hip(front, body, side).distance(place(knee));
                let ends = [thigh(from, from_leg.knee), thigh(to, to_leg.knee)];
                let is = thigh(&front, now.knee);
                let [least, most] = [ends[0].min(ends[1]) - 1.0, ends[0].max(ends[1]) + 0.3];
                assert!(is > least && is < most, "{} {step}: a thigh is {is:.1}, of {ends:.1?}", movement.id);
                moved += 1;
            }
        }
    }
    assert!(moved > 150, "{moved}");
}

/// Whoever asks for stillness, or prints, sees one picture: it must tell the move by itself.
#[test]
fn a_picture_that_stands_still_says_what_to_do_too() {
    for movement in &figures().movement {
        let poses = match figures().sequence.iter().find(|sequence| sequence.id == movement.id) {
            Some(sequence) => sequence.poses.iter().collect(),
            None => vec![&movement.to],
        };
        let says = |id: &String| {
            let pose = figures().pose(id).unwrap();
            !pose.arrow.is_empty() || pose.ghost.is_some()
        };
        assert!(poses.into_iter().any(says), "{}", movement.id);
    }
}

/// What is drawn, without where: each shape by its kind and how many curves it has.
fn parts(scene: &Scene) -> Vec<(String, usize)> {
    let part = |part: &Part| match part {
        Part::Shape(shape) => match &shape.form {
            Form::Path(path) => (format!("{:?}", shape.look), path.elements().len()),
            _ => (format!("{:?}", shape.look), 0),
        },
        Part::Group(_) => (String::new(), 0),
    };
    // Bars of what touches the floor come and go.
    let is_touch = |part: &&Part| matches!(part, Part::Shape(shape) if shape.look.fill == Some(Ink::Quiet));
    scene.parts.iter().filter(|part| !is_touch(part)).map(part).collect()
}

#[test]
fn frames_of_a_movement_have_one_window_and_the_same_parts() {
    for movement in &figures().movement {
        let frames = supple_figure::frames(&movement.id, 5);
        assert_eq!(frames.len(), 5);
        for frame in &frames {
            assert_eq!(frame.area, frames[0].area, "{}", movement.id);
            assert_eq!(parts(frame), parts(&frames[0]), "{}", movement.id);
            let is_cut = figures().pose(&movement.to).unwrap().window.is_some();
            assert!(is_cut || frame.outside().is_empty(), "{}", movement.id);
        }
    }
    assert!(supple_figure::frames("nothing-moves", 5).is_empty());
}

#[test]
fn every_figure_has_its_words_and_lies_in_its_window() {
    let mut shown = 0;
    for id in ids() {
        let scene = scene(id).unwrap();
        assert!(!scene.title.is_empty() && scene.description.len() > 20 && scene.description.ends_with('.'), "{id}");
        let is_cut = figures().pose(id).unwrap().window.is_some();
        assert!(is_cut || scene.outside().is_empty(), "{id}");
        let drawn = svg::shown(&scene, "figure", Role::Picture);
        Document::parse(&drawn).unwrap();
        assert!(drawn.len() < 13_000 && !drawn.contains("NaN"), "{id}: {} bytes", drawn.len());
        shown += 1;
    }
    assert!(shown > 30, "{shown}");
    assert!(scene("nobody-stands-like-that").is_none());
}

/// The kinds of step that are a position or a move, so that a picture says what to do. In `small-moves`, `daily-life`,
/// `change-position`, `settle` and their like it is the person who chooses.
#[test]
fn whatever_is_a_position_has_its_figure() {
    let guidance = embedded();
    let chosen = [
        "let-it-pass",
        "stay-put",
        "rest-until-it-lets-go",
        "settle",
        "lie-instead-of-sitting",
        "warm-water",
        "daily-life",
        "small-moves",
        "change-position",
        "stop",
    ];
    let shown = [StepKind::Position, StepKind::Heat, StepKind::Cold, StepKind::Walk, StepKind::Stretch, StepKind::Rise];
    for step in guidance.relief.steps.iter().filter(|step| shown.contains(&step.kind)) {
        let is_chosen = chosen.contains(&step.id.as_str());
        let is_shown =
            supple_figure::of_step(&step.id).is_some() || supple_figure::sequence_of_step(&step.id).len() > 1;
        assert!(is_shown != is_chosen, "{}", step.id);
    }
    let voice = ["tell-who-is-there", "tell-by-phone", "tell-by-voice", "breathe", "wait-for-a-chair"];
    for step in guidance.relief.floor.iter().filter(|step| step.track == Track::Rise) {
        assert!(supple_figure::of_floor(&step.id).is_some() != voice.contains(&step.id.as_str()), "{}", step.id);
    }
    let places = [
        "saddle-numbness",
        "both-legs",
        "arm-or-face",
        "chest-pain",
        "pulsing-belly",
        "severe-belly-pain",
        "side-pain",
        "calf",
        "stiff-neck",
        "leg-pain",
        "leg-numbness",
        "upper-back",
        "cough-worse",
        "cold-leg",
        "one-sided-belly",
        "shoulder-tip",
        "tightenings",
        "new-backache",
        "belly-pain",
    ];
    for finding in &guidance.findings {
        let is_shown = supple_figure::of_finding(&finding.id).is_some();
        assert_eq!(is_shown, places.contains(&finding.id.as_str()), "{}", finding.id);
    }
}

#[test]
fn a_claim_that_tells_of_positions_has_them_in_their_order() {
    let titles =
        |id: &str| figures().of_claim(id).map(|pose| figures().pose(pose).unwrap().title.as_str()).collect::<Vec<_>>();
    assert_eq!(titles("relief.on-the-side"), ["On your side, pillow between your knees"]);
    assert_eq!(titles("relief.out-of-bed").len(), 3, "one after the other");
    assert!(titles("relief.out-of-bed")[0].contains("bend the knees"));
    assert_eq!(titles("relief.stop"), [""; 0], "it tells of no position");
}

#[test]
fn what_figures_say_is_easy_to_read() {
    let mut hard = Vec::new();
    for pose in figures().pose.iter().filter(|pose| !pose.title.is_empty()) {
        let grade = Reading::of(&format!("{}. {}", pose.title, pose.description)).grade();
        if grade > 6.0 {
            hard.push(format!("{}: {grade:.1}", pose.id));
        }
    }
    assert!(hard.is_empty(), "{hard:?}");
}

#[test]
fn every_figure_is_another_picture() {
    let mut seen = BTreeSet::new();
    for id in ids() {
        let scene = scene(id).unwrap();
        assert!(seen.insert(svg::shown(&scene, "", Role::Ornament)), "{id} is drawn twice");
    }
}

#[test]
fn the_weight_of_a_body_is_whole_and_stands_over_the_feet() {
    let mass = &figures().body.mass;
    let limbs = mass.hand + mass.forearm + mass.upper_arm + mass.foot + mass.shin + mass.thigh;
    let whole = 2.0 * limbs + mass.head + mass.pelvis + mass.lumbar + mass.thorax;
    assert!((whole - 1.0).abs() < 0.01, "{whole}");
    let stand = figures().pose("stand").unwrap().side.as_ref().unwrap();
    let centre = centre_of_mass(&figures().body, &solve(&figures().body, stand));
    // By the tables it is 55 to 58 % of the height up.
    assert!(centre.y > 54.0 && centre.y < 59.0, "{centre}");
}

#[test]
fn every_position_says_how_the_low_back_is() {
    for (pose, side) in sides().filter(|(pose, _)| !pose.title.is_empty()) {
        let [least, most] = side.must[&Joint::Lumbar];
        assert!(most - least <= 40.0, "{}", pose.id);
    }
}

// ---------------------------------------------------------------- spoiled on purpose

/// A way to spoil a position, and what of it this can be done to.
struct Spoil {
    name: &'static str,
    does: fn(&mut Side) -> bool,
}

const SPOILS: [Spoil; 9] = [
    Spoil {
        name: "everything sinks by 3",
        does: |side| {
            side.hip[1] -= 3.0;
            side.contact.keys().any(|contact| matches!(contact, Contact::Trunk | Contact::Seat | Contact::ShinNear))
        },
    },
    Spoil {
        name: "everything floats by 3",
        does: |side| {
            side.hip[1] += 3.0;
            side.contact.keys().any(|contact| matches!(contact, Contact::Trunk | Contact::Seat))
        },
    },
    Spoil {
        name: "a foot is lifted",
        does: |side| {
            side.leg_near.ankle[1] += 4.0;
            let bears = [Contact::SoleNear, Contact::ShinNear, Contact::HeelNear];
            bears.iter().any(|contact| side.contact.contains_key(contact))
        },
    },
    Spoil {
        name: "a foot is turned",
        does: |side| {
            side.leg_near.foot += 40.0;
            side.contact.contains_key(&Contact::SoleNear)
        },
    },
    Spoil {
        name: "a foot is out of reach",
        does: |side| {
            side.leg_near.ankle[0] += 60.0;
            true
        },
    },
    Spoil {
        name: "a hand is out of reach",
        does: |side| match &mut side.arm_near.wrist {
            Some(wrist) => {
                wrist[0] += 60.0;
                true
            }
            None => false,
        },
    },
    Spoil {
        name: "the low back bends by 45",
        does: |side| {
            side.lumbar += 45.0;
            true
        },
    },
    Spoil {
        name: "the hand bends back",
        does: |side| {
            side.arm_near.hand += 180.0;
            true
        },
    },
    Spoil {
        name: "the head falls back",
        does: |side| {
            side.head -= 100.0;
            true
        },
    },
];

#[test]
fn positions_that_are_spoiled_are_each_noticed() {
    let mut missed = Vec::new();
    let mut spoiled = 0;
    for pose in figures().pose.iter().filter(|pose| !pose.title.is_empty()) {
        for spoil in &SPOILS {
            let mut bad = pose.clone();
            let Some(side) = &mut bad.side else { continue };
            if !(spoil.does)(side) {
                continue;
            }
            spoiled += 1;
            if check::faults(figures(), &bad).is_empty() {
                missed.push(format!("{}: {}", pose.id, spoil.name));
            }
        }
    }
    assert!(missed.is_empty() && spoiled > 150, "{spoiled} spoiled, {} missed:\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn what_makes_a_position_is_guarded_at_both_ends() {
    for (pose, side) in sides() {
        let solved = solve(&figures().body, side);
        for (joint, [least, most]) in &side.must {
            let angle = solved.angles[joint];
            for range in [[angle + 1.0, most + 90.0], [least - 90.0, angle - 1.0]] {
                let mut bad = pose.clone();
                bad.side.as_mut().unwrap().must.insert(*joint, range);
                assert!(!check::faults(figures(), &bad).is_empty(), "{} {joint:?}", pose.id);
            }
        }
    }
}

/// With the heel up behind, it would be a curl of the leg.
#[test]
fn on_one_leg_the_other_foot_stays_below_the_body() {
    let mut pose = figures().pose("one-leg-stand").unwrap().clone();
    let side = pose.side.as_mut().unwrap();
    (side.leg_near.ankle, side.leg_near.foot) = ([-19.0, 20.0], -75.0);
    let faults = check::faults(figures(), &pose).join("\n");
    assert!(faults.contains("HipNear is"), "{faults}");
}

#[test]
fn joints_are_held_to_their_ranges() {
    type Bend = fn(&mut Side);
    let bend: [(Joint, Bend); 3] = [
        (Joint::Lumbar, |side| side.lumbar = 75.0),
        (Joint::Thorax, |side| side.thorax = -40.0),
        (Joint::Neck, |side| side.neck = 80.0),
    ];
    for (joint, spoil) in bend {
        let mut pose = figures().pose("stand").unwrap().clone();
        spoil(pose.side.as_mut().unwrap());
        let faults = check::faults(figures(), &pose).join("\n");
        assert!(faults.contains(&format!("{joint:?} is")), "{faults}");
    }
}

#[test]
fn a_drawn_limb_is_never_longer_than_the_real_one() {
    for pose in figures().pose.iter().filter(|pose| pose.front.is_some()) {
        for stretch in [0, 1, 2, 3] {
            let mut bad = pose.clone();
            let front = bad.front.as_mut().unwrap();
            let place = match stretch {
                0 => &mut front.leg_left.ankle,
                1 => &mut front.leg_right.knee,
                2 => &mut front.arm_left.wrist,
                _ => &mut front.arm_right.elbow,
            };
            place[0] += 40.0;
            assert!(!check::faults(figures(), &bad).is_empty(), "{} {stretch}", pose.id);
        }
    }
}

#[test]
fn a_thing_in_the_way_is_noticed() {
    let mut pose = figures().pose("wall-squat").unwrap().clone();
    pose.side.as_mut().unwrap().hip[0] -= 4.0;
    pose.side.as_mut().unwrap().leg_near.ankle[0] -= 4.0;
    assert!(check::faults(figures(), &pose).iter().any(|fault| fault.contains("inside the wall")));
    let mut chair = figures().pose("floor-2").unwrap().clone();
    chair.side.as_mut().unwrap().hip[0] += 30.0;
    assert!(!check::faults(figures(), &chair).is_empty());
}

/// A way to spoil a position that is seen from the front: of which one, what is done, and what must be said of it.
type SpoilInView = (&'static str, fn(&mut Front), &'static str);

const SPOILS_IN_VIEW: [SpoilInView; 17] = [
    ("clam", |front| front.leg_right.knee = [15.5, 4.0], "KneeGap"),
    ("clam", |front| front.leg_right.ankle = [32.0, 14.0], "FootGap"),
    ("side-lying", |front| front.trunk = 150.0, "Lean"),
    ("side-leg-lift", |front| front.leg_right = front.leg_left.clone(), "ThighRight"),
    ("side-leg-lift", |front| front.hip_turn = 12.0, "HipTilt"),
    ("side-leg-lift", |front| front.hip[0] += 9.0, "centre of mass"),
    (
        "sideways-walk",
        |front| front.leg_right = DrawnLeg { knee: [5.0, 27.0], ankle: [5.0, 4.4], ..front.leg_right.clone() },
        "FootGap",
    ),
    ("side-leg-lift", |front| front.arm_left.wrist[1] = 60.0, "HandHeight"),
    ("side-leg-lift", |front| front.leg_left.ankle[1] += 3.0, "above the floor"),
    ("sideways-walk", |front| front.hip[0] += 24.0, "the thigh is drawn"),
    ("seated-turn", |front| front.turn = 0.0, "ChestTurn"),
    ("seated-turn", |front| front.turn = -80.0, "the chest is turned by -80"),
    ("seated-turn", |front| front.head_turn = -120.0, "the head is turned by -120"),
    ("shoulder-squeeze", |front| front.blades = Some(6.0), "BladeGap"),
    ("side-bridge-knees", |front| front.hip[1] = 9.0, "HipHeight"),
    ("lift-turn", |front| front.arm_left.wrist = [-10.0, 50.5], "HandHeight"),
    ("knee-roll", |front| front.leg_left.knee = [18.0, -6.0], "ThighLeft"),
];

#[test]
fn positions_seen_from_the_front_that_are_spoiled_are_each_noticed() {
    for (id, spoil, expected) in SPOILS_IN_VIEW {
        let mut pose = figures().pose(id).unwrap().clone();
        spoil(pose.front.as_mut().unwrap());
        let faults = check::faults(figures(), &pose);
        assert!(faults.iter().any(|fault| fault.contains(expected)), "{id}, {expected}: {faults:?}");
    }
}

#[test]
fn what_makes_a_position_seen_from_the_front_is_guarded_at_both_ends() {
    let mut kinds = BTreeSet::new();
    for pose in figures().pose.iter().filter(|pose| pose.front.is_some()) {
        let front = pose.front.as_ref().unwrap();
        let measured = measures(&figures().body, front);
        for (seen, [least, most]) in &front.must {
            let is = measured[seen];
            for range in [[is + 0.5, most + 90.0], [least - 90.0, is - 0.5]] {
                let mut bad = pose.clone();
                bad.front.as_mut().unwrap().must.insert(*seen, range);
                assert!(!check::faults(figures(), &bad).is_empty(), "{} {seen:?}", pose.id);
            }
            kinds.insert(*seen);
        }
        let mut blind = pose.clone();
        let front = blind.front.as_mut().unwrap();
        front.blades = None;
        front.must.insert(Seen::BladeGap, [0.0, 99.0]);
        assert!(check::faults(figures(), &blind).iter().any(|fault| fault.contains("not to be seen")), "{}", pose.id);
    }
    assert_eq!(kinds.len(), 10, "{kinds:?}");
}

#[test]
fn a_limb_through_a_thing_is_noticed_from_the_front_too() {
    let moved = |id: &str, change: fn(&mut Prop)| {
        let mut pose = figures().pose(id).unwrap().clone();
        pose.props.iter_mut().for_each(change);
        check::faults(figures(), &pose).join("; ")
    };
    let chair = |prop: &mut Prop| {
        if let Prop::Chair { x, .. } = prop {
            *x += 14.0
        }
    };
    assert!(moved("side-leg-lift", chair).contains("inside the chair"));
    let table = |prop: &mut Prop| {
        if let Prop::Table { top, .. } = prop {
            *top -= 8.0
        }
    };
    assert!(moved("desk", table).contains("the thigh is"));
    let screen = |prop: &mut Prop| {
        if let Prop::Screen { x, .. } = prop {
            *x = 6.0
        }
    };
    assert!(moved("desk", screen).contains("the head is"));
}

#[test]
fn what_is_carried_moves_with_the_hands() {
    let movement = figures().movement.iter().find(|movement| movement.id == "lift").unwrap();
    let mut heights = BTreeSet::new();
    for step in 0..=FRAMES {
        let pose = motion::frame(figures(), movement, f64::from(step) / f64::from(FRAMES)).unwrap();
        let wrist = solve(&figures().body, pose.side.as_ref().unwrap()).arms[0].end;
        let Some(Prop::Box { x, y }) = pose.props.first() else { panic!("the box is gone") };
        assert!(
            (wrist.x - x[0] - 5.0).abs() < 0.1 && (wrist.y - y[1] - 3.0).abs() < 0.1,
            "{step}: {wrist}, {x:?} {y:?}"
        );
        heights.insert(y[0].to_bits());
    }
    assert!(heights.len() > 20, "it moves");
}

#[test]
fn a_figure_is_drawn_alike_each_time() {
    for pose in &figures().pose {
        assert_eq!(draw(figures(), pose), draw(figures(), pose));
    }
}
