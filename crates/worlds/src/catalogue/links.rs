//! Worlds of what brings spasms on, and of what only seems to.

use super::usual::{OFTEN, SEVEN_MONTHS, YEAR, eight, plain, three, with};
use crate::model::{Effect, Hidden, Kind, Model, Thing, Warns};
use crate::world::{Claims, World};

/// Twelve more things, none of which does anything.
const OTHERS: [&str; 12] = [
    "my garden",
    "the stairs",
    "sweet food",
    "wet feet",
    "long calls",
    "late meals",
    "the old chair",
    "much noise",
    "heavy bags",
    "no breakfast",
    "bright light",
    "a quarrel at home",
];

pub(super) fn worlds() -> Vec<World> {
    [plain_ones(), of_habits(), of_signs(), of_shapes()].concat()
}

/// Worlds that a method of this kind is made for.
fn plain_ones() -> Vec<World> {
    // Physical therapy made flare-ups 0.4 times as frequent (Suri et al., Spine 2018, seen); so does exercise here.
    let clean = || {
        let mut things = three();
        things[6].effect = Effect::Times(0.4);
        things
    };
    let mut twenty = eight();
    twenty.extend((0..).zip(OTHERS).map(|(place, id)| {
        let kind = if place % 3 == 0 { Kind::Hours } else { Kind::Day };
        Thing::new(id, kind, 0.15 + 0.04 * f64::from(place))
    }));
    let mut rare = three();
    for thing in &mut rare {
        *thing = Thing::new(thing.id, thing.kind, 0.05).does(thing.effect);
    }
    vec![
        World::new("clean", "3 triggers and 1 protection of 8", SEVEN_MONTHS, plain(clean(), OFTEN)),
        World::new("clean-year", "a year, 3 triggers and 1 protection of 8", YEAR, plain(clean(), 0.6 * OFTEN)),
        World::new("nothing", "no trigger of 8", SEVEN_MONTHS, plain(eight(), OFTEN)),
        World::new("nothing-of-twenty", "no trigger of 20", SEVEN_MONTHS, plain(twenty, OFTEN)),
        // Things of a day go together: a judgement of how much.
        World::new(
            "together-by-habit",
            "full days have more of everything, 3 triggers of 8",
            SEVEN_MONTHS,
            Model { common: 1.5, ..plain(three(), OFTEN) },
        ),
        World::new("rare", "everything on one day in twenty, 3 triggers of 8", SEVEN_MONTHS, plain(rare, OFTEN))
            .without("It was there on a handful of days.", |all| Claims { finds: false, ..all }),
    ]
}

/// Worlds in which habits and spasms have a reason in common.
fn of_habits() -> Vec<World> {
    // Back pain builds up over workdays and eases on days off (Andersen et al., Scand J Work Environ Health 2017, seen).
    let mut sundays = eight();
    sundays[7].week = Some([0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.8]);
    sundays[6].week = Some([0.6, 0.2, 0.6, 0.2, 0.6, 0.2, 0.1]);
    // Injuries at work are a quarter more on Mondays (Brogmus, Ergonomics 2007, seen).
    let mut workdays = three();
    workdays[3].week = Some([0.8, 0.8, 0.8, 0.8, 0.8, 0.3, 0.2]);
    workdays[5].week = Some([0.3, 0.3, 0.3, 0.3, 0.4, 0.7, 0.5]);
    // A common cause of weeks, such as a busy time at work: a judgement of how long and how much.
    let mut busy = eight();
    for (thing, pull) in busy.iter_mut().zip([0.6, 0.0, 0.9, 0.6, 0.0, 0.0, -0.9, 0.6]) {
        thing.hidden = pull;
    }
    vec![
        World::new(
            "mondays",
            "spasms on Mondays four times as often, a habit of Sundays, no trigger of 8",
            SEVEN_MONTHS,
            Model { week: [4.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0], ..plain(sundays, OFTEN) },
        ),
        World::new(
            "working-week",
            "a week of work and habits of the week, 3 triggers of 8",
            SEVEN_MONTHS,
            Model { week: [1.6, 1.3, 1.3, 1.3, 1.3, 0.8, 0.7], ..plain(workdays, OFTEN) },
        ),
        World::new(
            "busy-weeks",
            "weeks that nobody writes down bring habits and spasms, no trigger of 8",
            SEVEN_MONTHS,
            Model { hidden: Some(Hidden { days: 15.0, pull: 0.7 }), ..plain(busy, OFTEN) },
        )
        .without("A bad month was followed by a usual one.", |all| Claims {
            rate: false,
            turn: false,
            since: false,
            ..all
        }),
    ]
}

/// Worlds with early signs. Some of what people take for a trigger of migraine is its beginning (Karsan et al., J Neurol
/// 2021, seen), from one or two days before on (Cephalalgia 2024, doi 10.1177/03331024241287224, seen). That backs do the
/// same is a judgement.
fn of_signs() -> Vec<World> {
    let signs = |mut things: Vec<Thing>, places: &[(usize, f64)]| {
        for &(place, likely) in places {
            things[place].sign = Some(likely);
        }
        things
    };
    let fails = |all| Claims { likely: false, coverage: false, ..all };
    // A stiff day before: stress, no exercise, and words of one's own.
    let mut days = eight();
    days[7] = Thing::new("a stiff back", Kind::Day, 0.1);
    let days = signs(days, &[(2, 0.7), (6, 0.1), (7, 0.85)]);
    // Hours before: stretching, and taking a rest.
    let mut hours = with(&[("poor-sleep", Effect::Times(3.0))]);
    hours[3] = Thing::new("stretching my back", Kind::Hours, 0.2);
    hours[5] = Thing::new("lying down", Kind::Hours, 0.2);
    let hours = signs(hours, &[(3, 0.85), (5, 0.7)]);
    let mut exercise = eight();
    exercise[3] = Thing::new("cat-cow", Kind::Exercise, 0.25);
    let exercise = signs(exercise, &[(3, 0.85)]);
    let warns = |hours| Some(Warns { share: 0.7, hours, in_vain: 0.2 });
    vec![
        World::new(
            "stiff-days",
            "the back feels wrong for a day or two before, no trigger of 8",
            SEVEN_MONTHS,
            Model { warns: warns((12, 60)), ..plain(days, OFTEN) },
        )
        .without("The back feels wrong first, and only then comes what seems to bring the spasm on.", fails),
        World::new(
            "stretching-first",
            "the back feels wrong for hours before, and is stretched; 1 trigger of 8",
            SEVEN_MONTHS,
            Model { warns: warns((2, 12)), ..plain(hours, OFTEN) },
        )
        .without("Stretching comes when the back already feels wrong.", fails),
        World::new(
            "exercise-first",
            "an exercise is done because the back feels wrong, no trigger of 8",
            SEVEN_MONTHS,
            Model { warns: warns((4, 36)), ..plain(exercise, OFTEN) },
        )
        .without("The exercise is done when the back already feels wrong.", fails),
    ]
}

/// Worlds in which a trigger does not work the way that is looked for.
fn of_shapes() -> Vec<World> {
    let levels = || {
        let mut things = eight();
        things[2] = Thing::new("stress", Kind::Level, 1.0);
        things[7] = Thing::new("long-sitting", Kind::Level, 1.0);
        things
    };
    let mut above = levels();
    // Sitting for more than six hours: 4.4 times as often (Suri et al., Spine 2018, seen).
    above[7].effect = Effect::From { level: 7.0, times: 4.0 };
    let mut lasting = eight();
    lasting[7] = Thing { lasts: 21.0, ..Thing::new("the new shoes", Kind::Day, 0.4) }.times(2.0);
    vec![
        // Flares were looked for one, two and three days after (Costa et al., Eur Spine J 2021, seen).
        World::new(
            "two-days-later",
            "stress works two days later, 4 times as often; 1 trigger of 8",
            SEVEN_MONTHS,
            plain(with(&[("stress", Effect::Later { days: 2, times: 4.0 })]), OFTEN),
        )
        .without("Spasms come on the second day after it.", |all| Claims { finds: false, ..all }),
        // Sore muscles are sorest after one to three days (textbooks; no paper seen).
        World::new(
            "the-day-after",
            "lifting works the day after, 4 times as often; 1 trigger of 8",
            SEVEN_MONTHS,
            plain(with(&[("lifting", Effect::Later { days: 1, times: 4.0 })]), OFTEN),
        )
        .without("Spasms come on the day after it, not in the hours.", |all| Claims { finds: false, ..all }),
        World::new(
            "above-a-level",
            "sitting works from level 7 on, 4 times as often; 1 trigger of 8",
            SEVEN_MONTHS,
            plain(above, OFTEN),
        ),
        World::new("levels", "two of 8 are levels, no trigger", SEVEN_MONTHS, plain(levels(), OFTEN)),
        // Whether triggers add up or need one another is open ("Sufficiency and Necessity in Migraine", title seen).
        World::new(
            "only-together",
            "a bad night and stress work only together, 6 times as often; 2 triggers of 8",
            SEVEN_MONTHS,
            Model { together: Some((0, 2, 6.0)), ..plain(eight(), OFTEN) },
        )
        .without("After one of the two alone nothing comes.", |all| Claims { finds: false, ..all }),
        // Exposures that stay for weeks bias this design: 4 became up to 8.7 (Kubota and Kelly, BMC Med Res Methodol
        // 2021, seen).
        World::new(
            "for-weeks",
            "one thing stays for three weeks, 2 times as often; 1 trigger of 8",
            SEVEN_MONTHS,
            plain(lasting, OFTEN),
        )
        .without("It was there for weeks, on good days and bad.", |all| Claims { finds: false, ..all }),
    ]
}
