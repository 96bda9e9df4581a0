//! What a world is made of: parts that can be put together.
//!
//! Rates are relative: each part multiplies the rate of a person, and has a mean of about 1 over time, so that worlds with
//! other parts have about as many spasms.

/// What happens in a world, and how it is written down.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    /// What a person is asked about.
    pub(crate) things: Vec<Thing>,
    /// Two things that work only together, and how many times as often spasms come then.
    pub(crate) together: Option<(usize, usize, f64)>,
    /// How much the days of a person have in common: the standard deviation, in log odds, of how full a day is.
    pub(crate) common: f64,
    /// Spasms a day.
    pub(crate) rate: f64,
    /// The rate on each day of the week, from Monday on, relative to one another.
    pub(crate) week: [f64; 7],
    /// How the rate changes over the diary.
    pub(crate) course: Change,
    /// The log of how many times the mean the rate is in the middle of January; in July it is as many times below.
    pub(crate) season: f64,
    /// A state that nobody sees and that lasts.
    pub(crate) hidden: Option<Hidden>,
    /// Spasms that bring on spasms.
    pub(crate) excites: Option<Excites>,
    /// A back that feels wrong before a spasm.
    pub(crate) warns: Option<Warns>,
    /// Further spasms within the hour after one, at the mean.
    pub(crate) bursts: f64,
    /// How long a spasm lasts at most, in seconds.
    pub(crate) lasts: i64,
    /// When the diary begins, and which day the person names.
    pub(crate) window: Window,
    /// Whether the person travels over time zones.
    pub(crate) travels: bool,
    /// How it is written down.
    pub(crate) pen: Pen,
}

/// Something that a person is asked about.
#[derive(Clone, Debug)]
pub(crate) struct Thing {
    /// Its id, or the person's own words.
    pub(crate) id: &'static str,
    /// What it is.
    pub(crate) kind: Kind,
    /// On about what share of days it is so.
    pub(crate) share: f64,
    /// For how many days on end it is so, at the mean.
    pub(crate) lasts: f64,
    /// The share on each day of the week, from Monday on, in place of `share` and `lasts`.
    pub(crate) week: Option<[f64; 7]>,
    /// What it does.
    pub(crate) effect: Effect,
    /// How the log odds of it rise with the hidden state.
    pub(crate) hidden: f64,
    /// How likely it is on a day on which the back feels wrong; none where that changes nothing.
    pub(crate) sign: Option<f64>,
}

/// What something is, and so which time it works in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Written down with its time; works for two hours.
    Hours,
    /// Of a night; works from six in the morning for a day.
    Night,
    /// Of a day; works from ten in the evening, when the day is told, for a day.
    Day,
    /// An exercise, written down with its time; works for a day.
    Exercise,
    /// A level from 0 to 10, of a day.
    Level,
}

/// What a thing does to the rate of spasms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Effect {
    /// Nothing.
    Nothing,
    /// So many times the rate, in its time.
    Times(f64),
    /// So many times the rate, on the day that is so many days later.
    Later { days: i64, times: f64 },
    /// So many times the rate, in its time, where the level is this or more.
    From { level: f64, times: f64 },
}

/// How the rate changes over the diary.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Change {
    /// Not at all.
    Steady,
    /// By the same factor each day, so many times over the whole diary.
    Grows(f64),
    /// At once, so many times, on a day in the middle third. The person knows the day.
    Steps(f64),
}

/// A state that nobody sees: a normal variable that carries over from day to day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Hidden {
    /// After so many days its correlation with itself has fallen to 1/e.
    pub(crate) days: f64,
    /// How much the log rate rises with each standard deviation of it.
    pub(crate) pull: f64,
}

/// Spasms that bring on spasms: a process of Hawkes with an exponential kernel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Excites {
    /// How many spasms each brings on directly, at the mean.
    pub(crate) children: f64,
    /// After how many days, at the mean.
    pub(crate) days: f64,
}

/// A back that feels wrong before a spasm. What the person does then brings on nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Warns {
    /// The share of spasms that come so.
    pub(crate) share: f64,
    /// For how many hours it feels wrong: at least, and at most.
    pub(crate) hours: (i64, i64),
    /// The share of times that it felt wrong and nothing came.
    pub(crate) in_vain: f64,
}

/// When a diary begins, and which day the person names as the one since when something is different.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Window {
    /// On any day; the middle of the diary is named.
    Any,
    /// In the worst four weeks of twenty.
    AtTheWorst,
    /// On any day; the day after the worst four weeks is named.
    NamesTheWorst,
    /// On any day; the person decides on the day after the worst four weeks, and names a day that chance chose.
    ChanceAfterTheWorst,
}

/// How a person writes things down.
#[derive(Clone, Debug)]
pub(crate) struct Pen {
    /// The chance of a check-in on a quiet day, at the beginning.
    pub(crate) quiet: f64,
    /// The same at the end.
    pub(crate) quiet_at_the_end: f64,
    /// The chance of a check-in on a day with a spasm.
    pub(crate) after_a_spasm: f64,
    /// A thing that keeps the person from a check-in, and the chance of one then.
    pub(crate) kept_from: Option<(usize, f64)>,
    /// The chance that a check-in comes the next morning.
    pub(crate) next_morning: f64,
    /// Whether check-ins come in the evening of the next day.
    pub(crate) a_day_late: bool,
    /// Whether the night is told in the morning, before anything has happened.
    pub(crate) night_in_the_morning: bool,
    /// How true an answer is where no spasm followed, and where one did that the person knows of by then.
    pub(crate) truth: [Truthful; 2],
    /// Whether that is of nights only.
    pub(crate) only_nights: bool,
    /// The chance that a spasm is only told in the check-in, without its time.
    pub(crate) untimed: f64,
    /// Nothing is written from this share of the diary up to that one.
    pub(crate) pause: Option<(f64, f64)>,
    /// The chance that the end of an episode is written down.
    pub(crate) says_over: f64,
}

/// How true an answer is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Truthful {
    /// The chance of a yes where it was so.
    pub(crate) sensitivity: f64,
    /// The chance of a no where it was not so.
    pub(crate) specificity: f64,
}

/// Answers that are right.
pub(crate) const RIGHT: Truthful = Truthful { sensitivity: 1.0, specificity: 1.0 };

/// What tells of a day with its own time of day, in minutes: when a night is over, and when a day is told.
pub(crate) const MORNING: i64 = 6 * 60;
/// The evening.
pub(crate) const EVENING: i64 = 22 * 60;
/// A day.
pub(crate) const DAY: i64 = 24 * 60;
/// What has a time works for so long.
pub(crate) const TWO_HOURS: i64 = 120;

impl Thing {
    /// Something without an effect.
    pub(crate) fn new(id: &'static str, kind: Kind, share: f64) -> Thing {
        // A little longer on end than by chance.
        let lasts = 1.3 / (1.0 - share);
        Thing { id, kind, share, lasts, week: None, effect: Effect::Nothing, hidden: 0.0, sign: None }
    }

    /// The same with an effect.
    pub(crate) fn does(self, effect: Effect) -> Thing {
        Thing { effect, ..self }
    }

    /// The same, so many times the rate in its time.
    pub(crate) fn times(self, times: f64) -> Thing {
        self.does(Effect::Times(times))
    }

    /// The share of a day's rate that falls into its time, about, given that it was so at all.
    pub(crate) fn share_of_a_day(&self) -> f64 {
        match self.kind {
            _ if matches!(self.effect, Effect::Later { .. }) => 1.0,
            // 1.7 times two hours, in the part of the day in which most spasms come.
            Kind::Hours => 1.7 * 2.0 / 24.0 * 1.3,
            Kind::Night | Kind::Day | Kind::Exercise | Kind::Level => 1.0,
        }
    }
}

impl Effect {
    /// How many times the rate, where it works.
    pub(crate) fn factor(self) -> f64 {
        match self {
            Effect::Nothing => 1.0,
            Effect::Times(times) | Effect::Later { times, .. } | Effect::From { times, .. } => times,
        }
    }
}

impl Model {
    /// How many times its base the rate is at the mean of all things, about.
    pub(crate) fn usual(&self) -> f64 {
        let of = |share: f64, factor: f64| 1.0 + share * (factor - 1.0);
        let each = self.things.iter().map(|thing| {
            // Levels lie above a high one on about a third of days.
            let share = if thing.kind == Kind::Level { 0.3 } else { thing.share_of_days() };
            of(share * thing.share_of_a_day(), thing.effect.factor())
        });
        let together = self.together.map_or(1.0, |(one, other, times)| {
            let share = |place: usize| self.things[place].share * self.things[place].share_of_a_day();
            of(share(one) * share(other), times)
        });
        each.product::<f64>() * together
    }
}

impl Thing {
    /// On what share of days it is so.
    fn share_of_days(&self) -> f64 {
        self.week.map_or(self.share, |week| week.iter().sum::<f64>() / 7.0)
    }
}
