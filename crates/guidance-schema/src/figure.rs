//! Figures: how a person stands, sits or lies, as numbers.
//!
//! Lengths are percent of the height of the body; x runs to the right, y up, and the floor is y = 0. Angles are degrees,
//! counter-clockwise from the x axis: 0 is right, 90 up. Upright people face right; people on their back have the head at
//! the left. `near` is the side that is seen, `far` the one behind it.

mod front;

pub use front::{DrawnArm, DrawnLeg, FootSeen, Front, FrontPart, Seen};

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A place.
pub type Place = [f64; 2];

/// From, to: both are in it.
pub type Range = [f64; 2];

/// All figures, and the body that they are drawn of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    /// How long and how wide a body is.
    pub body: Body,
    /// How far joints turn.
    pub limits: Limits,
    /// The positions.
    pub pose: Vec<Pose>,
    /// Positions that follow each other, to be shown side by side.
    pub sequence: Vec<Sequence>,
    /// Ways from one position to another.
    pub movement: Vec<Movement>,
}

impl Figures {
    /// The position of this id.
    pub fn pose(&self, id: &str) -> Option<&Pose> {
        self.pose.iter().find(|pose| pose.id == id)
    }

    /// The position that shows the place of the finding of this id.
    pub fn of_finding(&self, id: &str) -> Option<&Pose> {
        self.pose.iter().find(|pose| pose.finding.iter().any(|finding| finding == id))
    }

    /// The ids of the positions that show what the claim of this id tells: those that follow each other, then single ones.
    pub fn of_claim(&self, id: &str) -> impl Iterator<Item = &str> {
        let has = move |claims: &[String]| claims.iter().any(|claim| claim == id);
        let sequences = self.sequence.iter().filter(move |sequence| has(&sequence.claim));
        let poses = self.pose.iter().filter(move |pose| has(&pose.claim)).map(|pose| &pose.id);
        sequences.flat_map(|sequence| &sequence.poses).chain(poses).map(String::as_str)
    }
}

/// How long and how wide a body is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// How long its parts are.
    pub length: Lengths,
    /// How thick its parts are.
    pub radius: Radii,
    /// Outlines that are drawn as they are.
    pub outline: Outlines,
    /// The share of the weight of each part.
    pub mass: Masses,
}

/// How long the parts of a body are.
#[allow(missing_docs, reason = "each is the part that it is named after")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lengths {
    pub thigh: f64,
    pub shin: f64,
    pub upper_arm: f64,
    pub forearm: f64,
    pub hand: f64,
    /// From the ankle down to the sole.
    pub ankle_height: f64,
    /// From the hip joint to the top of the sacrum.
    pub pelvis: f64,
    pub lumbar: f64,
    /// To the base of the neck.
    pub thorax: f64,
    pub neck: f64,
    /// How far along the spine the shoulder joint is, and how far before it.
    pub shoulder: Place,
    /// The middle of the head: beyond the neck, and before it.
    pub head: Place,
    /// Half of the width between the joints, seen from the front.
    pub shoulder_half_width: f64,
    pub hip_half_width: f64,
    /// How far the limbs of the far side are moved, so that they show.
    pub far_shift: Place,
}

/// How thick the parts of a body are: share of the length, towards the back, towards the front.
#[allow(missing_docs, reason = "each is the part that it is named after")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Radii {
    pub thigh: Vec<[f64; 3]>,
    pub shin: Vec<[f64; 3]>,
    pub upper_arm: Vec<[f64; 3]>,
    pub forearm: Vec<[f64; 3]>,
    /// Distance along the spine from the hip joint, to the back, to the front.
    pub trunk: Vec<[f64; 3]>,
    /// Seen from the front: distance along the spine, half of the width.
    pub trunk_front: Vec<Place>,
}

/// Outlines by points: along, across.
#[allow(missing_docs, reason = "each is the part that it is named after")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outlines {
    /// About the middle of the head: along the neck, towards the face.
    pub head: Vec<Place>,
    pub hair: Vec<Place>,
    /// From the ankle: along the toes, towards the instep.
    pub foot: Vec<Place>,
    /// The same seen from the front.
    pub head_front: Vec<Place>,
    pub hair_front: Vec<Place>,
}

/// The share of the weight of each part; limbs are counted for each side.
#[allow(missing_docs, reason = "each is the part that it is named after")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Masses {
    pub hand: f64,
    pub forearm: f64,
    pub upper_arm: f64,
    pub foot: f64,
    pub shin: f64,
    pub thigh: f64,
    pub head: f64,
    pub pelvis: f64,
    pub lumbar: f64,
    pub thorax: f64,
}

/// How far joints turn, in degrees. Bending is positive; of the ankle, toes up.
#[allow(missing_docs, reason = "each is the joint that it is named after")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    pub hip: Range,
    pub knee: Range,
    pub ankle: Range,
    pub shoulder: Range,
    pub elbow: Range,
    pub wrist: Range,
    pub lumbar: Range,
    pub thorax: Range,
    /// Neck and head together.
    pub neck: Range,
    /// The chest against the hips, to the sides.
    pub turn: Range,
    /// The head against the chest, likewise.
    pub head_turn: Range,
}

/// A joint, of a side where it has two.
#[allow(missing_docs, reason = "each is the joint that it is named after")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Joint {
    Lumbar,
    Thorax,
    Neck,
    HipNear,
    KneeNear,
    AnkleNear,
    ShoulderNear,
    ElbowNear,
    WristNear,
    HipFar,
    KneeFar,
    AnkleFar,
    ShoulderFar,
    ElbowFar,
    WristFar,
}

/// A part that touches something.
#[allow(missing_docs, reason = "each is the part that it is named after")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Contact {
    Trunk,
    Head,
    Seat,
    /// The whole sole: heel and ball.
    SoleNear,
    SoleFar,
    HeelNear,
    HeelFar,
    ToesNear,
    ToesFar,
    ShinNear,
    ShinFar,
    HandNear,
    HandFar,
    ElbowNear,
    ElbowFar,
}

/// One position.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Pose {
    /// Its id.
    pub id: String,
    /// What it is, in a few words. Empty where it is only the start of another.
    pub title: String,
    /// What it shows, for those who do not see it.
    pub description: String,
    /// The steps of the plan that it shows.
    pub step: Vec<String>,
    /// The steps of the way up from the floor that it shows.
    pub floor: Vec<String>,
    /// The findings whose place it shows.
    pub finding: Vec<String>,
    /// The claims of the guide that tell of it.
    pub claim: Vec<String>,
    /// The body as it is seen from the side.
    pub side: Option<Side>,
    /// The body as it is seen from the front, from behind or from above.
    pub front: Option<Front>,
    /// What lies or stands around.
    pub props: Vec<Prop>,
    /// What the body is on.
    pub ground: Ground,
    /// From where to where the floor is drawn.
    pub span: Range,
    /// What to do: arrows.
    pub arrow: Vec<Arrow>,
    /// The position that this began in, drawn pale behind it.
    pub ghost: Option<String>,
    /// What of it; all where empty.
    pub ghost_parts: Vec<GhostPart>,
    /// Places on the body that are meant.
    pub spot: Vec<Spot>,
    /// What of it is shown, where that is less than all: left, foot, right, top.
    pub window: Option<[f64; 4]>,
}

/// What of a start is drawn.
#[allow(missing_docs, reason = "each is the part that it is named after")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GhostPart {
    Trunk,
    Head,
    LegNear,
    ArmNear,
}

/// A body seen from the side.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Side {
    /// The hip joint.
    pub hip: Place,
    /// The direction of the trunk at the hip: 90 upright, 180 on the back, about 10 on all fours.
    pub pelvis: f64,
    /// How far each part bends forward.
    pub lumbar: f64,
    /// The same of the chest.
    pub thorax: f64,
    /// The same of the neck.
    pub neck: f64,
    /// The same of the head.
    pub head: f64,
    /// The near leg.
    pub leg_near: Leg,
    /// The far leg; as the near one where it is not given.
    pub leg_far: Option<Leg>,
    /// The near arm.
    pub arm_near: Arm,
    /// The far arm; as the near one where it is not given.
    pub arm_far: Option<Arm>,
    /// What touches, and at which height.
    pub contact: BTreeMap<Contact, f64>,
    /// Where the centre of mass must be, along x, to stand without a hold.
    pub support: Option<Range>,
    /// The joints that make it this position: outside of these it is another one.
    pub must: BTreeMap<Joint, Range>,
    /// The angles that another solver gave, to the degree.
    pub expect: BTreeMap<Joint, f64>,
    /// Whether the head is drawn over the near arm.
    pub head_last: bool,
}

/// A leg by where its foot is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leg {
    /// The ankle.
    pub ankle: Place,
    /// The direction of the toes.
    pub foot: f64,
}

/// An arm by where its hand is, or by the floor that it lies on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Arm {
    /// The wrist.
    pub wrist: Option<Place>,
    /// The height that elbow and forearm rest on, where there is no wrist.
    pub floor: Option<f64>,
    /// Whether such an arm points to the left.
    pub left: bool,
    /// The direction of the fingers.
    pub hand: f64,
    /// The share of upper arm and forearm that is drawn, where the arm points at the viewer.
    pub fore: Option<[f64; 2]>,
    /// On which side of the hand the thumb is; 0 where it is tucked in.
    pub thumb: f64,
}

/// Something that a body lies on, holds or leans against.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Prop {
    /// A pillow: from where to where.
    Pillow {
        /// Along.
        x: Range,
        /// Up.
        y: Range,
    },
    /// A chair.
    Chair {
        /// Its front edge.
        x: f64,
        /// How high its seat is.
        seat: f64,
        /// Whether its back is on the left.
        left: bool,
    },
    /// A wall at the left.
    Wall {
        /// Its face.
        x: f64,
        /// How high it is drawn.
        height: f64,
    },
    /// A box with a handle for two hands.
    Box {
        /// Along.
        x: Range,
        /// Up.
        y: Range,
    },
    /// A warm pack on the back: from where to where along the spine.
    Heat {
        /// Along the spine, from the hip joint.
        s: Range,
    },
    /// A cold pack on the back.
    Ice {
        /// Along the spine, from the hip joint.
        s: Range,
    },
    /// A chair that is seen from its front.
    Seat {
        /// Along.
        x: Range,
        /// How high its seat is.
        seat: f64,
    },
    /// A wall behind, to lay a hand on.
    Backdrop {
        /// Along.
        x: Range,
        /// How high it is drawn.
        height: f64,
    },
    /// Where a foot will be set down.
    Step {
        /// Its ankle.
        x: f64,
    },
    /// A table.
    Table {
        /// Along.
        x: Range,
        /// How high its top is.
        top: f64,
    },
    /// A screen on a table, from its side: it faces left.
    Screen {
        /// Its face.
        x: f64,
        /// From its lower edge to its upper one.
        y: Range,
        /// The height of the table that it stands on.
        foot: f64,
    },
    /// A cushion between the legs.
    Cushion {
        /// One end.
        from: Place,
        /// The other.
        to: Place,
        /// Half as thick as it is.
        radius: f64,
    },
    /// A roll or a wedge behind the back: as a slope from one place up to another.
    Wedge {
        /// Its foot, its top, and the foot below that.
        corners: [Place; 3],
    },
}

/// What a body is on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ground {
    /// The floor.
    #[default]
    Floor,
    /// A bed; its legs stand at this height.
    Bed(f64),
    /// A mat: the heights of its back and its front edge.
    Mat(Place),
    /// A mat that is seen from above.
    Above,
    /// Nothing is drawn.
    None,
}

/// What to do: from where to where, and how far the way bends to its left.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Arrow {
    /// Where it begins.
    pub from: Place,
    /// Where it points.
    pub to: Place,
    /// How far its middle is left of the straight way.
    pub bow: f64,
    /// Whether it crosses the body, and needs a rim.
    pub over: bool,
}

/// A place on the body that is meant: an ellipse.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spot {
    /// Its middle.
    pub at: Place,
    /// How far it reaches along x and y.
    pub reach: Place,
}

/// Positions that follow each other.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sequence {
    /// Its id.
    pub id: String,
    /// What it leads to.
    pub title: String,
    /// The ids of its positions.
    pub poses: Vec<String>,
    /// The steps of the plan that it shows.
    #[serde(default)]
    pub step: Vec<String>,
    /// The claims of the guide that tell of it.
    #[serde(default)]
    pub claim: Vec<String>,
}

/// A way from one position to another, which is the same way back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Movement {
    /// Its id.
    pub id: String,
    /// The position that it begins in.
    pub from: String,
    /// The position that it ends in.
    pub to: String,
    /// Seconds there, held, and back.
    pub seconds: [f64; 3],
    /// Whether the hip turns about a planted knee.
    pub about_knee: bool,
    /// How far a foot that steps is lifted half way.
    pub lift: f64,
}
