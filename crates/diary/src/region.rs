//! Where it hurts: the regions of the body map.

use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use std::fmt;

/// A region of the back, or of what a back spasm reaches. Left and right are the person's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Region {
    /// The neck.
    Neck,
    /// Shoulder blade and above, left.
    UpperLeft,
    /// Shoulder blade and above, right.
    UpperRight,
    /// Below the shoulder blade, above the waist, left.
    MiddleLeft,
    /// Below the shoulder blade, above the waist, right.
    MiddleRight,
    /// The small of the back, left.
    LowLeft,
    /// The small of the back, right.
    LowRight,
    /// The buttock, left.
    SeatLeft,
    /// The buttock, right.
    SeatRight,
    /// The thigh, left.
    ThighLeft,
    /// The thigh, right.
    ThighRight,
}

impl Region {
    /// All regions, from the top down, left before right.
    pub const ALL: [Region; 11] = [
        Region::Neck,
        Region::UpperLeft,
        Region::UpperRight,
        Region::MiddleLeft,
        Region::MiddleRight,
        Region::LowLeft,
        Region::LowRight,
        Region::SeatLeft,
        Region::SeatRight,
        Region::ThighLeft,
        Region::ThighRight,
    ];

    /// The id used in entries and pages, such as `low-left`.
    pub fn id(self) -> &'static str {
        match self {
            Region::Neck => "neck",
            Region::UpperLeft => "upper-left",
            Region::UpperRight => "upper-right",
            Region::MiddleLeft => "middle-left",
            Region::MiddleRight => "middle-right",
            Region::LowLeft => "low-left",
            Region::LowRight => "low-right",
            Region::SeatLeft => "seat-left",
            Region::SeatRight => "seat-right",
            Region::ThighLeft => "thigh-left",
            Region::ThighRight => "thigh-right",
        }
    }

    /// The region with this id.
    pub fn from_id(id: &str) -> Option<Region> {
        Region::ALL.into_iter().find(|region| region.id() == id)
    }

    fn bit(self) -> u16 {
        1 << (self as u16)
    }
}

/// A set of regions. Empty means that nobody asked: it is then left out of the entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Regions(u16);

impl Regions {
    /// Adds a region.
    pub fn insert(&mut self, region: Region) {
        self.0 |= region.bit();
    }

    /// Whether the region is in the set.
    pub fn contains(self, region: Region) -> bool {
        self.0 & region.bit() != 0
    }

    /// Whether there is no region in the set.
    pub fn is_empty(&self) -> bool {
        self.0 == 0
    }

    /// The regions from the top down.
    pub fn iter(self) -> impl Iterator<Item = Region> {
        Region::ALL.into_iter().filter(move |region| self.contains(*region))
    }
}

impl FromIterator<Region> for Regions {
    fn from_iter<I: IntoIterator<Item = Region>>(regions: I) -> Regions {
        let mut set = Regions::default();
        regions.into_iter().for_each(|region| set.insert(region));
        set
    }
}

impl Serialize for Regions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Regions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Regions, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Regions;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of regions such as [\"low-left\"]")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Regions, A::Error> {
                let mut regions = Regions::default();
                while let Some(region) = list.next_element()? {
                    regions.insert(region);
                }
                Ok(regions)
            }
        }
        deserializer.deserialize_seq(Reader)
    }
}
