//! Figures: how a person stands, sits or lies, drawn from the poses of the guidance.
//!
//! - `geometry`: directions in degrees, and points from them.
//! - `solve`: forward kinematics, from the numbers of a pose to every joint.
//! - `seen`: a body from the front: its joints, its weight, and what can be measured in it.
//! - `outline`: the outlines of the parts of a body.
//! - `check`: whether a body can be so, stands by itself, and is in the position that it is named after.
//! - `motion`: the frames of a way from one position to another.
//! - `side`, `front`, `things`: the scene, of a body seen from the side, of one seen from the front, and of what is around.
//!
//! ```
//! let scene = supple_figure::scene("rest-back").unwrap();
//! assert!(scene.description.contains("on the back"));
//! assert!(supple_figure::scene("no-such-pose").is_none());
//! ```

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod check;
mod front;
mod geometry;
pub mod motion;
mod outline;
pub mod seen;
mod side;
pub mod solve;
mod things;

use supple_drawing::{Area, Rect, Scene};
use supple_guidance::figure::{Figures, Pose};

/// The scene of the position with this id, as the guidance has it. None where it has no such position.
pub fn scene(id: &str) -> Option<Scene> {
    let figures = &supple_guidance::embedded().figures;
    Some(draw(figures, figures.pose(id)?))
}

/// The id of the position that shows a step of the plan.
pub fn of_step(id: &str) -> Option<&'static str> {
    shows(|pose| &pose.step, id)
}

/// The scenes of the positions that show a step of the plan one after the other, side by side. Empty where one is enough.
pub fn sequence_of_step(id: &str) -> Vec<Scene> {
    let sequences = &supple_guidance::embedded().figures.sequence;
    let found = sequences.iter().find(|sequence| sequence.step.iter().any(|other| other == id));
    found.into_iter().flat_map(|sequence| &sequence.poses).filter_map(|pose| scene(pose)).collect()
}

/// The id of the position that shows a step of the way up from the floor.
pub fn of_floor(id: &str) -> Option<&'static str> {
    shows(|pose| &pose.floor, id)
}

/// The id of the position that shows the place of a finding.
pub fn of_finding(id: &str) -> Option<&'static str> {
    supple_guidance::embedded().figures.of_finding(id).map(|pose| pose.id.as_str())
}

fn shows(what: fn(&Pose) -> &Vec<String>, id: &str) -> Option<&'static str> {
    let poses = &supple_guidance::embedded().figures.pose;
    poses.iter().find(|pose| what(pose).iter().any(|other| other == id)).map(|pose| pose.id.as_str())
}

/// The ids of all positions that are shown, in the order of the guidance.
pub fn ids() -> impl Iterator<Item = &'static str> {
    let poses = &supple_guidance::embedded().figures.pose;
    poses.iter().filter(|pose| !pose.title.is_empty()).map(|pose| pose.id.as_str())
}

/// The ids of all movements.
pub fn movements() -> impl Iterator<Item = &'static str> {
    supple_guidance::embedded().figures.movement.iter().map(|movement| movement.id.as_str())
}

/// A movement that does not move: the ids of the positions that show it, one after the other. A position or a sequence is
/// shown as it is. Empty where nothing has this id.
pub fn still(id: &str) -> Vec<&'static str> {
    let figures = &supple_guidance::embedded().figures;
    if let Some(sequence) = figures.sequence.iter().find(|sequence| sequence.id == id) {
        return sequence.poses.iter().map(String::as_str).collect();
    }
    let movement = figures.movement.iter().find(|movement| movement.id == id);
    let pose = movement.map_or(id, |movement| movement.to.as_str());
    figures.pose(pose).map(|pose| pose.id.as_str()).into_iter().collect()
}

/// How long a movement takes to get there, stays and takes back, in seconds.
pub fn seconds(id: &str) -> Option<[f64; 3]> {
    let movements = &supple_guidance::embedded().figures.movement;
    movements.iter().find(|movement| movement.id == id).map(|movement| movement.seconds)
}

/// So many scenes of the way from one position to another, all in one window and with the same parts, so that one can
/// become the next. Empty where there is no such movement.
pub fn frames(id: &str, many: u8) -> Vec<Scene> {
    let figures = &supple_guidance::embedded().figures;
    let Some(movement) = figures.movement.iter().find(|movement| movement.id == id) else { return Vec::new() };
    let time = |step: u8| f64::from(step) / f64::from(many.max(2) - 1);
    let poses = (0..many).filter_map(|step| motion::frame(figures, movement, time(step)));
    let mut scenes: Vec<Scene> = poses.map(|pose| draw(figures, &pose)).collect();
    let whole = scenes.iter().filter_map(|scene| match scene.area {
        Area::Window(window) => Some(window),
        Area::Strip { .. } => None,
    });
    if let Some(window) = whole.reduce(|all, one| all.union(one)) {
        scenes.iter_mut().for_each(|scene| scene.area = Area::Window(window));
    }
    scenes
}

/// The scene of a position.
pub fn draw(figures: &Figures, pose: &Pose) -> Scene {
    let mut scene = Scene::new(Area::window(0.0, 0.0, 1.0, 1.0), &pose.title, &pose.description);
    things::ground(&mut scene, pose);
    things::behind(&mut scene, &figures.body, pose);
    if let Some(side) = &pose.side {
        side::add(&mut scene, figures, pose, side);
    }
    if let Some(front) = &pose.front {
        front::add(&mut scene, figures, pose, front);
    }
    things::arrows(&mut scene, pose);
    let window = window(&scene, pose);
    scene.area = Area::Window(window);
    // What is not to be seen is not drawn.
    let mut bounds = scene.bounds().into_iter();
    scene.parts.retain(|_| bounds.next().is_some_and(|bounds| bounds.overlaps(window)));
    scene
}

/// What is shown: everything, or what the pose says.
fn window(scene: &Scene, pose: &Pose) -> Rect {
    if let Some([left, foot, right, top]) = pose.window {
        return Rect::new(left, -top, right, -foot);
    }
    let all = scene.bounds().into_iter().reduce(|all, one| all.union(one)).unwrap_or_default();
    all.inflate(1.0, 1.0).expand()
}
