//! A world, as what can be evaluated. The example `worlds` takes it from here.

use supple_diary::EntryError;
use supple_insight::simulate::{Known, People, Truth};
use supple_worlds::World;

#[derive(Clone, serde::Serialize)]
#[serde(transparent)]
pub(crate) struct OfWorld(pub(crate) World);

impl People for OfWorld {
    fn name(&self) -> &str {
        self.0.name
    }

    fn known(&self, seed: u64, number: u64) -> Result<Known, EntryError> {
        let made = self.0.person(seed, number)?;
        let truths = made.truths.into_iter().map(|truth| Truth {
            id: truth.id.to_owned(),
            is_exercise: truth.is_exercise,
            log_ratio: truth.log_ratio,
            is_trigger: truth.trigger,
        });
        Ok(Known { truths: truths.collect(), log: made.log, now: made.now, named: made.named, decided: made.decided })
    }
}
