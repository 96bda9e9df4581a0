//! What a plan asks of the moment: how far someone can move, where they are, what is at hand, what makes it worse.

use serde::{Deserialize, Serialize};

/// How far someone can move at this moment. Ordered: `CannotMove < CanTurn < CanStand`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mobility {
    /// Neither turn nor get up.
    CannotMove,
    /// Turn over and crawl, but not get up.
    CanTurn,
    /// Get up and stand.
    CanStand,
}

impl Mobility {
    /// All three, the least first.
    pub const ALL: [Mobility; 3] = [Mobility::CannotMove, Mobility::CanTurn, Mobility::CanStand];
}

/// Where someone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// Lying on the floor.
    Floor,
    /// Lying in bed or on a sofa.
    Bed,
    /// Sitting.
    Chair,
    /// On their feet.
    Standing,
}

impl Place {
    /// All four.
    pub const ALL: [Place; 4] = [Place::Floor, Place::Bed, Place::Chair, Place::Standing];

    /// Whether someone there is lying down already.
    pub fn is_lying(self) -> bool {
        matches!(self, Place::Floor | Place::Bed)
    }
}

/// Something within reach, or that someone else can bring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Thing {
    /// Ice, a cold pack or frozen peas, and a cloth.
    Ice,
    /// A heating pad, a heat wrap, a hot water bottle or a warm towel, and a cloth.
    Heat,
    /// A wall.
    Wall,
    /// A chair or another steady piece of furniture.
    Chair,
    /// A phone.
    Phone,
    /// A pillow, or a coat to fold.
    Pillow,
    /// A bath or shower.
    Bath,
}

impl Thing {
    /// All things that are asked about.
    pub const ALL: [Thing; 7] =
        [Thing::Ice, Thing::Heat, Thing::Wall, Thing::Chair, Thing::Phone, Thing::Pillow, Thing::Bath];
}

/// What makes it worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Worse {
    /// Breathing in or out.
    Breathing,
    /// Bending forward.
    Bending,
    /// Coughing, sneezing or straining.
    Coughing,
    /// Turning the trunk.
    Turning,
    /// Walking.
    Walking,
    /// Sitting.
    Sitting,
}

impl Worse {
    /// All that are asked about.
    pub const ALL: [Worse; 6] =
        [Worse::Breathing, Worse::Bending, Worse::Coughing, Worse::Turning, Worse::Walking, Worse::Sitting];
}

/// Where in the back it hurts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Below the lowest ribs.
    Low,
    /// Behind the ribs.
    Middle,
    /// At or above the shoulder blades.
    Upper,
}

impl Part {
    /// All three.
    pub const ALL: [Part; 3] = [Part::Low, Part::Middle, Part::Upper];
}

/// How the spasms come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pattern {
    /// One bout, the first or one in a long while.
    #[default]
    Single,
    /// Spasms of a moment.
    Momentary,
    /// They keep coming back.
    Recurring,
    /// It has gone on for weeks or longer.
    Lasting,
}

impl Pattern {
    /// All four.
    pub const ALL: [Pattern; 4] = [Pattern::Single, Pattern::Momentary, Pattern::Recurring, Pattern::Lasting];
}
