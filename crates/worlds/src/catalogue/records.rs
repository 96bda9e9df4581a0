//! Worlds of how a diary is kept.

use super::usual::{OFTEN, SEVEN_MONTHS, eight, pen, plain, three};
use crate::model::{Model, Pen, Truthful};
use crate::world::{Claims, World};

pub(super) fn worlds() -> Vec<World> {
    [of_answers(), of_gaps()].concat()
}

/// Worlds in which answers are not true, or not in time.
fn of_answers() -> Vec<World> {
    let told = |sensitivity: f64, specificity: f64| Truthful { sensitivity, specificity };
    // People seek a reason once it has happened: recall bias. By how much is a judgement.
    let blames = [told(0.58, 0.955), told(0.88, 0.8)];
    vec![
        World::new(
            "blamed-nights",
            "the night is told in the evening, and blamed where a spasm came; no trigger of 8",
            SEVEN_MONTHS,
            Model { pen: Pen { truth: blames, only_nights: true, ..pen() }, ..plain(eight(), OFTEN) },
        )
        .without("The answers were typed after the spasm.", |all| Claims {
            likely: false,
            coverage: false,
            ..all
        }),
        World::new(
            "nights-in-the-morning",
            "the same people, but the night is told in the morning; no trigger of 8",
            SEVEN_MONTHS,
            Model {
                pen: Pen { truth: blames, only_nights: true, night_in_the_morning: true, ..pen() },
                ..plain(eight(), OFTEN)
            },
        ),
        // Of 32 % of days nothing was written on the day itself, and yet 90 % were reported (Stone et al., Control Clin
        // Trials 2003, seen). That what followed colours the answer is a judgement.
        World::new(
            "a-day-late",
            "everything is filled in a day late, coloured by what followed; no trigger of 8",
            SEVEN_MONTHS,
            Model {
                pen: Pen { truth: [told(0.7, 0.95), told(0.85, 0.88)], a_day_late: true, ..pen() },
                ..plain(eight(), OFTEN)
            },
        )
        .without("The answers were typed after the spasm.", |all| Claims {
            likely: false,
            coverage: false,
            ..all
        }),
        // Errors that do not depend on spasms pull towards none (Copeland et al., Am J Epidemiol 1977, title seen).
        World::new(
            "mistaken",
            "three in ten yeses are missed and one in ten noes is a yes, 3 triggers of 8",
            SEVEN_MONTHS,
            Model { pen: Pen { truth: [told(0.7, 0.9); 2], ..pen() }, ..plain(three(), OFTEN) },
        )
        .without("Asked again on the same day, the person answers otherwise.", |all| Claims {
            coverage: false,
            finds: false,
            ..all
        }),
        World::new(
            "untimed",
            "half of the spasms are told without a time, 3 triggers of 8",
            SEVEN_MONTHS,
            Model { pen: Pen { untimed: 0.5, ..pen() }, ..plain(three(), OFTEN) },
        )
        .without("Half of the spasms have no time.", |all| Claims { coverage: false, ..all }),
        World::new(
            "travels",
            "flights over time zones and changes of the clock, 3 triggers of 8",
            SEVEN_MONTHS,
            Model { travels: true, ..plain(three(), OFTEN) },
        ),
    ]
}

/// Worlds in which days are missing.
fn of_gaps() -> Vec<World> {
    vec![
        // Most people stop within weeks, later where they have what the diary is about (Pratap et al., NPJ Digit Med 2020,
        // seen). That quiet days go first is a judgement.
        World::new(
            "quiet-days-fade",
            "quiet days are logged less and less, no trigger of 8",
            SEVEN_MONTHS,
            Model {
                pen: Pen { quiet: 0.95, quiet_at_the_end: 0.35, after_a_spasm: 0.95, ..pen() },
                ..plain(eight(), OFTEN)
            },
        ),
        World::new(
            "quiet-days-missed",
            "quiet days are logged less often, 3 triggers of 8",
            SEVEN_MONTHS,
            Model {
                pen: Pen { quiet: 0.7, quiet_at_the_end: 0.7, after_a_spasm: 0.95, ..pen() },
                ..plain(three(), OFTEN)
            },
        ),
        World::new(
            "stress-keeps-from-it",
            "half of the check-ins on days with stress are missed, 3 triggers of 8",
            SEVEN_MONTHS,
            Model { pen: Pen { kept_from: Some((2, 0.5)), ..pen() }, ..plain(three(), OFTEN) },
        ),
        World::new(
            "a-pause",
            "nothing is written for two months, 3 triggers of 8",
            SEVEN_MONTHS + 50,
            Model { pen: Pen { pause: Some((0.4, 0.65)), ..pen() }, ..plain(three(), OFTEN) },
        ),
        World::new("few", "a spasm a month, 3 triggers of 8", SEVEN_MONTHS, plain(three(), 0.035))
            .without("There are only a handful of spasms to go by.", |all| Claims { finds: false, ..all }),
        // More than half of the flares of a back were over within four hours (Suri et al., BMC Musculoskelet Disord 2011,
        // seen); seconds are a judgement.
        World::new(
            "many-short",
            "several spasms of seconds on most days, 3 triggers of 8",
            SEVEN_MONTHS,
            Model { bursts: 5.0, lasts: 60, ..plain(three(), 1.2) },
        ),
    ]
}
