//! The kinds of people: those that the method was made with, and those of worlds that were made apart from it.

use serde::Serialize;
use supple_diary::EntryError;
use supple_insight::simulate::{Known, People, Setting, Truth, settings};
use supple_worlds::{World, worlds};

/// A kind of people.
#[derive(Clone, Serialize)]
#[serde(untagged)]
pub(super) enum Kind {
    Setting(Setting),
    World(Box<World>),
}

/// All kinds, in the order of their numbers.
pub(super) fn kinds() -> Vec<Kind> {
    settings().into_iter().map(Kind::Setting).chain(worlds().into_iter().map(Box::new).map(Kind::World)).collect()
}

impl People for Kind {
    fn name(&self) -> &str {
        match self {
            Kind::Setting(setting) => setting.name(),
            Kind::World(world) => world.name,
        }
    }

    fn known(&self, seed: u64, number: u64) -> Result<Known, EntryError> {
        match self {
            Kind::Setting(setting) => setting.known(seed, number),
            Kind::World(world) => {
                let made = world.person(seed, number)?;
                let truths = made.truths.into_iter().map(|truth| Truth {
                    id: truth.id.to_owned(),
                    is_exercise: truth.is_exercise,
                    log_ratio: truth.log_ratio,
                    is_trigger: truth.trigger,
                });
                Ok(Known {
                    truths: truths.collect(),
                    log: made.log,
                    now: made.now,
                    named: made.named,
                    decided: made.decided,
                })
            }
        }
    }
}
