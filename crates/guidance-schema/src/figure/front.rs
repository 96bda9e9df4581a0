//! A body that is seen from the front, from behind or from above.

use super::{Place, Range};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A body seen from the front, from behind or from above: joints as they are drawn.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Front {
    /// The middle between the hip joints.
    pub hip: Place,
    /// The direction from there to the head.
    pub trunk: f64,
    /// How far the hips are turned against the chest.
    pub hip_turn: f64,
    /// How far the chest is turned against the hips, in degrees; to the right of the picture is positive.
    pub turn: f64,
    /// How far the head is turned against the chest, likewise.
    pub head_turn: f64,
    /// Whether the back is seen.
    pub behind: bool,
    /// How far each shoulder blade is from the spine. They are drawn where this is given.
    pub blades: Option<f64>,
    /// The legs: left and right of the direction of the trunk.
    pub leg_left: DrawnLeg,
    /// The other one.
    pub leg_right: DrawnLeg,
    /// The arms, likewise.
    pub arm_left: DrawnArm,
    /// The other one.
    pub arm_right: DrawnArm,
    /// What is drawn first, and what over it.
    pub order: Vec<FrontPart>,
    /// What is pale.
    pub far: Vec<FrontPart>,
    /// Where the legs began.
    pub ghost_legs: Vec<DrawnLeg>,
    /// Where the centre of mass must be, along x, to stand without a fall.
    pub support: Option<Range>,
    /// What makes it this position: outside of these it is another one.
    pub must: BTreeMap<Seen, Range>,
}

/// What can be measured in a body that is seen from the front. Lengths are percent of the height, angles degrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Seen {
    /// How far the trunk leans to the right of upright: -90 where the head lies on the left.
    Lean,
    /// How far the line between the hips is turned out of level.
    HipTilt,
    /// How far the chest is turned against the hips.
    ChestTurn,
    /// How far the left thigh is spread out of the line of the trunk; outward is positive.
    ThighLeft,
    /// The same of the right thigh.
    ThighRight,
    /// How far the knees are apart.
    KneeGap,
    /// How far the ankles are apart.
    FootGap,
    /// How far each shoulder blade is from the spine.
    BladeGap,
    /// How high the hips are.
    HipHeight,
    /// How high the lower wrist is.
    HandHeight,
}

/// A part of a body that is seen from the front.
#[allow(missing_docs, reason = "each is the part that it is named after")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FrontPart {
    LegLeft,
    LegRight,
    ArmLeft,
    ArmRight,
    Trunk,
    Cushion,
    /// The box that the hands hold.
    Held,
}

/// A leg as it is drawn.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DrawnLeg {
    /// The knee.
    pub knee: Place,
    /// The ankle.
    pub ankle: Place,
    /// The direction of the toes.
    pub foot: f64,
    /// The share of the foot that is drawn; all where 0.
    pub foot_share: f64,
    /// How the foot is seen.
    pub seen: FootSeen,
}

/// How a foot is seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FootSeen {
    /// From the side, its instep left of its direction.
    #[default]
    Side,
    /// From the side, its instep right of its direction.
    Flip,
    /// From the toes or the heel.
    Toe,
}

/// An arm as it is drawn.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DrawnArm {
    /// The elbow.
    pub elbow: Place,
    /// The wrist.
    pub wrist: Place,
    /// The direction of the fingers.
    pub hand: f64,
    /// The share of the hand that is drawn; all where 0.
    pub hand_share: f64,
    /// On which side of the hand the thumb is; 0 where it is tucked in.
    pub thumb: f64,
}
