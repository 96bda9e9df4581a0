//! Worlds of how often spasms come.

use super::usual::{HALF_AS_OFTEN, OFTEN, SEVEN_MONTHS, YEAR, eight, pen, plain, three};
use crate::model::{Change, Excites, Hidden, Model, Pen, Window};
use crate::world::{Claims, World};

pub(super) fn worlds() -> Vec<World> {
    // Seizures bring on seizures: 2.2 in a cluster, 1.6 days apart (Kanaster et al., arXiv 2605.22038, seen).
    let excites = Some(Excites { children: 0.5, days: 1.6 });
    // Weeks that are better and worse around the same mean: a judgement of how long and how much.
    let swings = || Some(Hidden { days: 10.0, pull: 0.9 });
    let changes = |course| Model { course, ..plain(eight(), HALF_AS_OFTEN) };
    let no_rate = |all| Claims { rate: false, turn: false, since: false, ..all };
    vec![
        World::new(
            "spasms-bring-spasms",
            "each spasm brings others within days, 3 triggers of 8",
            SEVEN_MONTHS,
            Model { excites, pen: Pen { says_over: 0.3, ..pen() }, ..plain(three(), OFTEN) },
        ),
        World::new(
            "clusters",
            "a year, each spasm brings others within days, no trigger of 8",
            YEAR,
            Model { excites, ..plain(eight(), HALF_AS_OFTEN) },
        ),
        World::new(
            "better-and-worse",
            "a year, better and worse weeks around the same mean, no trigger of 8",
            YEAR,
            Model { hidden: swings(), ..plain(eight(), HALF_AS_OFTEN) },
        )
        .without("A bad month was followed by a usual one.", |all| Claims { rate: false, turn: false, ..all }),
        World::new(
            "rises",
            "a year, three times as often at its end, no trigger of 8",
            YEAR,
            changes(Change::Grows(3.0)),
        ),
        World::new(
            "falls",
            "a year, a third as often at its end, no trigger of 8",
            YEAR,
            changes(Change::Grows(1.0 / 3.0)),
        ),
        World::new(
            "steps-up",
            "a year, three times as often from one day on, no trigger of 8",
            YEAR,
            changes(Change::Steps(3.0)),
        ),
        World::new("steady-year", "a year, always as often, no trigger of 8", YEAR, changes(Change::Steady)),
        // No season of back pain is sure; weather does nothing worth naming (Steffens et al., Arthritis Care Res 2014,
        // seen). So a strong one, to see what it does.
        World::new(
            "winters",
            "a year, twice as often in winter as in summer, no trigger of 8",
            YEAR,
            Model { season: 0.35, ..plain(eight(), HALF_AS_OFTEN) },
        )
        .without("The same months of the year before were like this.", no_rate),
        // Who starts at the worst sees it get better (Whitney and Von Korff, Pain 1992, seen).
        World::new(
            "begins-at-the-worst",
            "a diary begun in the worst weeks, no trigger of 8",
            SEVEN_MONTHS,
            Model { window: Window::AtTheWorst, hidden: swings(), ..plain(eight(), OFTEN) },
        )
        .without("The diary was begun when it was worst.", no_rate),
        World::new(
            "changes-after-the-worst",
            "a day named after the worst four weeks, no trigger of 8",
            SEVEN_MONTHS,
            Model { window: Window::NamesTheWorst, hidden: swings(), ..plain(eight(), OFTEN) },
        )
        .without("The day that was named followed the worst weeks.", |all| Claims {
            rate: false,
            turn: false,
            since: false,
            ..all
        }),
        World::new(
            "begins-by-chance",
            "a start that chance chose after the worst four weeks, no trigger of 8",
            SEVEN_MONTHS,
            Model { window: Window::ChanceAfterTheWorst, hidden: swings(), ..plain(eight(), OFTEN) },
        )
        .without("The rate goes up and down for weeks by itself.", |all| Claims {
            rate: false,
            turn: false,
            ..all
        }),
    ]
}
