//! Exercises: what each is for, how much of it, when to do more or less, and who leaves it out. The types of
//! `exercises.toml`.
//!
//! Which exercise is for whom today is decided in the crate `programme`; here is only what each says of itself.

use crate::id::{ClassId, ConditionId, ExerciseId, RungId};
use crate::inventory::NotShown;
use crate::limit::Unknown;
use crate::medicines::{Question, Sign};
use crate::situation::Worse;
use serde::{Deserialize, Serialize};

/// All that is known of exercises.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exercises {
    /// The rung of the way back to activity from which a dose with a weight is open.
    pub load_from: RungId,
    /// The numbers that decide.
    pub rules: Rules,
    /// When to stop, for every exercise.
    pub stop: Vec<Stop>,
    /// What exercises are for.
    #[serde(rename = "class")]
    pub classes: Vec<Class>,
    /// What a session is made of: one exercise of each.
    #[serde(rename = "slot")]
    pub slots: Vec<Slot>,
    /// What is asked about the person that neither the check nor a medicine asks.
    #[serde(rename = "question")]
    pub questions: Vec<Question>,
    /// What about a person leaves an exercise out or changes it.
    #[serde(rename = "condition")]
    pub conditions: Vec<Condition>,
    /// The exercises.
    #[serde(rename = "exercise")]
    pub exercises: Vec<Exercise>,
    /// Kinds of exercise to choose in place of single exercises.
    #[serde(rename = "training")]
    pub trainings: Vec<Training>,
    /// Items about prevention that neither an exercise nor a habit carries, with the reason.
    pub not_in_programme: Vec<NotShown>,
}

impl Exercises {
    /// The exercise with this id.
    pub fn exercise(&self, id: &str) -> Option<&Exercise> {
        self.exercises.iter().find(|exercise| exercise.id == id)
    }

    /// The class with this id.
    pub fn class(&self, id: &str) -> Option<&Class> {
        self.classes.iter().find(|class| class.id == id)
    }

    /// The condition with this id.
    pub fn condition(&self, id: &str) -> Option<&Condition> {
        self.conditions.iter().find(|condition| condition.id == id)
    }

    /// The question with this id.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }
}

/// A number that decides, with who says so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The number, in the unit of its name.
    pub is: u32,
    /// Who says so; may be empty where `judgement` says why.
    #[serde(default)]
    pub sources: Vec<String>,
    /// What is our own judgement in it.
    #[serde(default)]
    pub judgement: Option<String>,
}

/// The numbers that decide.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rules {
    /// Pain that rises by so many points of ten, or more, leads one step down.
    pub worse_points: Rule,
    /// The most pain after a session, of ten, with which the next step may come.
    pub most_pain: Rule,
    /// So many sessions, on days of their own, must go well before the next step.
    pub sessions_before_up: Rule,
    /// So many days must pass on a step before the next.
    pub days_before_up: Rule,
    /// After so many days without it one begins a step lower.
    pub break_days: Rule,
    /// So many days of rest from an exercise that was too much at its easiest.
    pub rest_days: Rule,
    /// As many exercises as a session has at least, where they are there and fit.
    pub exercises_least: Rule,
    /// As many as it has at most.
    pub exercises_most: Rule,
    /// As many as a bad day has at most.
    pub bad_day_exercises: Rule,
    /// As long as a bad day takes at most, in minutes.
    pub bad_day_minutes: Rule,
    /// The rest between two sets, in seconds.
    pub between_sets_seconds: Rule,
    /// The time to get ready for an exercise, in seconds.
    pub change_over_seconds: Rule,
    /// How long the count waits before it begins, in seconds.
    pub count_in_seconds: Rule,
    /// Pain told within so many minutes is the pain before an exercise.
    pub pain_minutes: Rule,
    /// Not better after so many days: ask for help.
    pub not_better_days: Rule,
    /// So many walks of a week may be missed before the next level.
    pub walk_misses: Rule,
}

impl Rules {
    /// Each rule with its id, as the file has them.
    pub fn all(&self) -> [(&'static str, &Rule); 16] {
        [
            ("worse-points", &self.worse_points),
            ("most-pain", &self.most_pain),
            ("sessions-before-up", &self.sessions_before_up),
            ("days-before-up", &self.days_before_up),
            ("break-days", &self.break_days),
            ("rest-days", &self.rest_days),
            ("exercises-least", &self.exercises_least),
            ("exercises-most", &self.exercises_most),
            ("bad-day-exercises", &self.bad_day_exercises),
            ("bad-day-minutes", &self.bad_day_minutes),
            ("between-sets-seconds", &self.between_sets_seconds),
            ("change-over-seconds", &self.change_over_seconds),
            ("count-in-seconds", &self.count_in_seconds),
            ("pain-minutes", &self.pain_minutes),
            ("not-better-days", &self.not_better_days),
            ("walk-misses", &self.walk_misses),
        ]
    }
}

/// When to stop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stop {
    /// In plain words.
    pub text: String,
    /// Whether it stays in view beside each exercise.
    #[serde(default)]
    pub always: bool,
    /// Who says so.
    #[serde(default)]
    pub sources: Vec<String>,
    /// What is our own judgement in it.
    #[serde(default)]
    pub judgement: Option<String>,
}

/// What exercises are for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// A unique id.
    pub id: ClassId,
    /// Its name.
    pub title: String,
    /// Why, in plain words.
    pub why: String,
    /// The rung of the way back to activity from which it is open, while an episode lasts or has just ended.
    pub from: RungId,
    /// Whether it is easy enough for a bad day.
    #[serde(default)]
    pub gentle: bool,
    /// On how many days of seven at most.
    pub days_a_week: u32,
    /// How many days without it lie between two with it.
    pub rest_days: u32,
    /// For whom it comes before the other classes of its slot: the id of a condition.
    #[serde(default)]
    pub first_for: Option<ConditionId>,
    /// Who says so.
    #[serde(default)]
    pub sources: Vec<String>,
    /// What is our own judgement in it.
    #[serde(default)]
    pub judgement: Option<String>,
}

/// A part of a session: one exercise of one of these classes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// The classes.
    pub classes: Vec<ClassId>,
}

/// Something about a person that leaves an exercise out or changes it. It holds if any of its signs does; what is not
/// sure counts as so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// A unique id.
    pub id: ConditionId,
    /// The signs: findings of the check, questions of the medicines or of the exercises.
    pub any: Vec<Sign>,
    /// What happens to an exercise while nobody has answered.
    pub unknown: Unknown,
    /// Whether there is no programme at all while it holds.
    #[serde(default)]
    pub pauses: bool,
    /// What is said where it holds.
    pub told: String,
    /// What stays in view while nobody has answered.
    pub mind: String,
    /// Who says so.
    #[serde(default)]
    pub sources: Vec<String>,
    /// What is our own judgement in it.
    #[serde(default)]
    pub judgement: Option<String>,
}

/// Where an exercise is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Setting {
    /// On the floor.
    Floor,
    /// On a bed.
    Bed,
    /// On a chair.
    Chair,
    /// At a wall.
    Wall,
    /// On one's feet.
    Standing,
}

impl Setting {
    /// All five.
    pub const ALL: [Setting; 5] = [Setting::Floor, Setting::Bed, Setting::Chair, Setting::Wall, Setting::Standing];
}

/// A move or a position that an exercise needs, and that may hurt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// Bending forward.
    Bending,
    /// Leaning back.
    Arching,
    /// Turning or leaning the trunk to a side.
    Turning,
    /// Sitting.
    Sitting,
    /// Standing.
    Standing,
    /// Walking.
    Walking,
    /// Being on hands and knees, or on a knee.
    Kneeling,
    /// Lying.
    Lying,
}

impl Need {
    /// All of them.
    pub const ALL: [Need; 8] = [
        Need::Bending,
        Need::Arching,
        Need::Turning,
        Need::Sitting,
        Need::Standing,
        Need::Walking,
        Need::Kneeling,
        Need::Lying,
    ];

    /// What a plan for the moment calls the same; breathing and coughing are no move of an exercise.
    ///
    /// ```
    /// use supple_guidance_schema::{Worse, exercise::Need};
    /// assert_eq!(Need::of(Worse::Bending), Some(Need::Bending));
    /// assert_eq!(Need::of(Worse::Coughing), None);
    /// ```
    pub fn of(worse: Worse) -> Option<Need> {
        match worse {
            Worse::Bending => Some(Need::Bending),
            Worse::Turning => Some(Need::Turning),
            Worse::Walking => Some(Need::Walking),
            Worse::Sitting => Some(Need::Sitting),
            Worse::Breathing | Worse::Coughing => None,
        }
    }
}

/// One exercise.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exercise {
    /// The id that entries of the diary carry.
    pub id: ExerciseId,
    /// Its name.
    pub name: String,
    /// What it is for, in a sentence.
    pub purpose: String,
    /// What it is for, as a class.
    pub class: ClassId,
    /// Where it can be done.
    pub places: Vec<Setting>,
    /// The positions, sequences or movements that show it. Empty where none is drawn yet.
    pub figures: Vec<String>,
    /// How, step by step.
    pub steps: Vec<String>,
    /// How long one repetition takes beside the hold, in seconds.
    pub pace: u32,
    /// The moves and positions that it needs.
    pub needs: Vec<Need>,
    /// Who leaves it out or does it another way.
    #[serde(default)]
    pub unless: Vec<Unless>,
    /// The id of the rung to begin with.
    pub start: String,
    /// The doses, the easiest first.
    #[serde(rename = "rung")]
    pub rungs: Vec<Dose>,
    /// Who says so.
    #[serde(default)]
    pub sources: Vec<String>,
    /// What is our own judgement in it.
    #[serde(default)]
    pub judgement: Option<String>,
    /// The items of the inventory that it carries.
    #[serde(default)]
    pub items: Vec<String>,
}

impl Exercise {
    /// The place of the rung with this id, the easiest being 0.
    pub fn place(&self, rung: &str) -> Option<usize> {
        self.rungs.iter().position(|dose| dose.id == rung)
    }

    /// How long it takes once at this dose, in seconds, with the rests between its sets.
    ///
    /// ```
    /// use supple_guidance_schema::exercise::{Dose, Exercise, Rules};
    /// let exercise = Exercise { pace: 4, ..Exercise::default() };
    /// let dose = Dose { sets: 1, repetitions: 5, hold: 2, sides: true, ..Dose::default() };
    /// assert_eq!(exercise.seconds(&dose, &Rules::default()), 60, "five of six seconds on each side");
    /// ```
    pub fn seconds(&self, dose: &Dose, rules: &Rules) -> u32 {
        let sides = if dose.sides { 2 } else { 1 };
        let set = dose.repetitions * sides * (self.pace + dose.hold);
        dose.sets * set + dose.sets.saturating_sub(1) * rules.between_sets_seconds.is
    }
}

/// Who leaves an exercise out or does it another way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unless {
    /// The id of the condition.
    pub condition: ConditionId,
    /// How it is done then. Without it the exercise is left out.
    #[serde(default)]
    pub change: Option<String>,
}

fn once() -> u32 {
    1
}

/// How much of an exercise: one rung of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dose {
    /// The id that entries of the diary carry, unique within the exercise.
    pub id: String,
    /// How many sets.
    #[serde(default = "once")]
    pub sets: u32,
    /// How often in a set, on each side where `sides` says so.
    pub repetitions: u32,
    /// How long each is held, in seconds.
    #[serde(default)]
    pub hold: u32,
    /// Whether each side is done.
    #[serde(default)]
    pub sides: bool,
    /// How many times a day.
    #[serde(default = "once")]
    pub times: u32,
    /// What is done otherwise on this rung.
    #[serde(default)]
    pub how: Option<String>,
    /// Whether it takes a weight: it is open from [`Exercises::load_from`]. What follows it takes one too.
    #[serde(default)]
    pub load: bool,
    /// Who says so.
    #[serde(default)]
    pub sources: Vec<String>,
    /// What is our own judgement in it.
    #[serde(default)]
    pub judgement: Option<String>,
}

/// A kind of exercise to choose in place of single exercises, with what is known of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Training {
    /// A unique id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub what: String,
    /// What is known of it, and how sure that is.
    pub known: String,
    /// The conditions with which a teacher must be told first.
    pub mind: Vec<ConditionId>,
    /// Who says so.
    pub sources: Vec<String>,
    /// The items of the inventory that it carries.
    #[serde(default)]
    pub items: Vec<String>,
}
