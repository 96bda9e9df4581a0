//! Checks exercises and walking: each has its words, a source or a stated judgement, and a ladder of which one step after
//! the other can be taken; whatever it names is there; and every item about prevention is carried or listed.

use super::Checker;
use std::collections::BTreeSet;
use supple_guidance_schema::Guidance;
use supple_guidance_schema::exercise::{Exercise, Exercises, Unless};
use supple_guidance_schema::medicines::Sign;

/// The kinds of items that a programme or a habit carries: exercise, workplace, way of life, drink and food, prevention.
const PREVENTION: [&str; 5] = ["EX", "EG", "LS", "HN", "PV"];

impl<'a> Checker<'a> {
    pub(super) fn exercises(&mut self) {
        let known: &'a Exercises = &self.guidance.exercises;
        if known.exercises.is_empty() {
            return;
        }
        for (id, rule) in known.rules.all() {
            self.stated("rule of exercise", id, &rule.sources, rule.judgement.as_ref());
            if rule.is == 0 {
                self.fault("rule of exercise", id, "is 0, which decides nothing");
            }
        }
        if self.guidance.ladder.place(&known.load_from).is_none() {
            self.fault(
                "slot",
                "all",
                format!("`load_from` is \"{}\", which is no rung of the way back", known.load_from),
            );
        }
        let rules = &known.rules;
        if rules.exercises_least.is > rules.exercises_most.is {
            self.fault("rule of exercise", "exercises-least", "is more than `exercises-most`");
        }
        if known.stop.is_empty() {
            self.fault("stop", "all", "says nothing of when to stop; add a `[[stop]]`");
        }
        for stop in &known.stop {
            self.not_empty("stop", "all", &[("text", &stop.text)]);
            self.stated("stop", "all", &stop.sources, stop.judgement.as_ref());
        }
        self.classes(known);
        self.conditions(known);
        for exercise in &known.exercises {
            self.exercise(exercise);
        }
        for training in &known.trainings {
            let id = &training.id;
            self.not_empty(
                "training",
                id,
                &[("name", &training.name), ("what", &training.what), ("known", &training.known)],
            );
            self.sourced("training", id, &training.sources);
            for condition in training.mind.iter().filter(|condition| known.condition(condition).is_none()) {
                self.fault("training", id, format!("names the condition \"{condition}\", which does not exist"));
            }
        }
    }

    fn classes(&mut self, known: &'a Exercises) {
        for class in &known.classes {
            let id = class.id.as_str();
            self.not_empty("class", id, &[("title", &class.title), ("why", &class.why)]);
            self.stated("class", id, &class.sources, class.judgement.as_ref());
            if self.guidance.ladder.place(&class.from).is_none() {
                self.fault("class", id, format!("opens from \"{}\", which is no rung of the way back", class.from));
            }
            if let Some(condition) = class.first_for.as_ref().filter(|one| known.condition(one).is_none()) {
                self.fault("class", id, format!("names the condition \"{condition}\", which does not exist"));
            }
            if !(1..=7).contains(&class.days_a_week) || class.days_a_week * (class.rest_days + 1) > 7 {
                self.fault("class", id, "has more days of exercise and of rest than a week has");
            }
            let slots = known.slots.iter().filter(|slot| slot.classes.contains(&class.id)).count();
            if slots != 1 {
                self.fault("class", id, format!("is in {slots} slots; it must be one"));
            }
            if !known.exercises.iter().any(|exercise| exercise.class == class.id) {
                self.fault("class", id, "has no exercise");
            }
        }
        for class in known.slots.iter().flat_map(|slot| &slot.classes).filter(|id| known.class(id).is_none()) {
            self.fault("slot", "all", format!("names the class \"{class}\", which does not exist"));
        }
        if !known.classes.iter().any(|class| class.gentle) {
            self.fault("slot", "all", "leaves nothing for a bad day: no class is gentle");
        }
    }

    fn conditions(&mut self, known: &'a Exercises) {
        for question in &known.questions {
            let id = &question.id;
            self.not_empty("question", id, &[("ask", &question.ask)]);
            if self.guidance.finding(id).is_some() {
                self.fault("question", id, "has the id of a finding");
            }
            let of_condition = known.conditions.iter().flat_map(|condition| &condition.any);
            let of_habit = self
                .guidance
                .habits
                .iter()
                .flat_map(|habit| habit.offer.iter().flat_map(|offer| &offer.any).chain(&habit.not_for));
            if !of_condition.chain(of_habit).any(|sign| sign.finding == *id) {
                self.fault("question", id, "is asked for nothing");
            }
        }
        for condition in &known.conditions {
            let id = condition.id.as_str();
            self.not_empty("condition", id, &[("told", &condition.told), ("mind", &condition.mind)]);
            self.stated("condition", id, &condition.sources, condition.judgement.as_ref());
            self.signs("condition", id, &condition.any);
            let named = |unless: &Vec<Unless>| unless.iter().any(|one| one.condition == condition.id);
            let used = condition.pauses
                || named(&self.guidance.walking.unless)
                || known.exercises.iter().any(|exercise| named(&exercise.unless))
                || known.classes.iter().any(|class| class.first_for.as_ref() == Some(&condition.id));
            if !used {
                self.fault("condition", id, "changes nothing: no exercise names it");
            }
        }
    }

    /// Each sign asks for something that is asked, and with the right kind of answer.
    pub(super) fn signs(&mut self, kind: &'static str, id: &str, signs: &[Sign]) {
        if signs.is_empty() {
            self.fault(kind, id, "has no sign");
        }
        for sign in signs {
            let finding = sign.finding.as_str();
            let is_number = match self.guidance.finding(finding) {
                Some(finding) => match finding.kind {
                    supple_guidance_schema::Kind::YesNo => Some(false),
                    supple_guidance_schema::Kind::Number(_) => Some(true),
                    supple_guidance_schema::Kind::Choice(_) => None,
                },
                None => {
                    let own = self.guidance.exercises.question(finding);
                    let question = own.or_else(|| self.guidance.medicines.question(finding));
                    question.map(|question| question.number.is_some())
                }
            };
            let has_limit = sign.at_least.is_some() || sign.below.is_some();
            if is_number != Some(has_limit) {
                let problem = format!("asks for \"{finding}\", which is nothing that is answered so");
                self.fault(kind, id, problem);
            }
        }
    }

    fn unless(&mut self, id: &str, unless: &[Unless]) {
        let mut named = BTreeSet::new();
        for one in unless {
            if self.guidance.exercises.condition(&one.condition).is_none() {
                let problem = format!("names the condition \"{}\", which does not exist", one.condition);
                self.fault("exercise", id, problem);
            }
            if !named.insert(&one.condition) {
                self.fault("exercise", id, format!("names the condition \"{}\" twice", one.condition));
            }
            if let Some(change) = &one.change {
                self.not_empty("exercise", id, &[("change", change)]);
            }
        }
    }

    fn exercise(&mut self, exercise: &'a Exercise) {
        let id = exercise.id.as_str();
        self.not_empty("exercise", id, &[("name", &exercise.name), ("purpose", &exercise.purpose)]);
        self.stated("exercise", id, &exercise.sources, exercise.judgement.as_ref());
        self.unless(id, &exercise.unless);
        if exercise.steps.is_empty() || exercise.steps.iter().any(|step| step.trim().is_empty()) {
            self.fault("exercise", id, "does not say how: `steps` is empty");
        }
        if exercise.places.is_empty() {
            self.fault("exercise", id, "can be done nowhere: `places` is empty");
        }
        if exercise.pace == 0 {
            self.fault("exercise", id, "takes no time: `pace` is 0");
        }
        if self.guidance.exercises.class(&exercise.class).is_none() {
            self.fault("exercise", id, format!("is of the class \"{}\", which does not exist", exercise.class));
        }
        self.are_drawn("exercise", id, &exercise.figures);
        self.doses(exercise);
    }

    fn doses(&mut self, exercise: &'a Exercise) {
        let id = exercise.id.as_str();
        match exercise.place(&exercise.start) {
            None => self.fault("exercise", id, format!("starts at \"{}\", which is no rung of it", exercise.start)),
            Some(0) => self.fault("exercise", id, "starts at its easiest rung: there is no way to do less"),
            Some(_) => {}
        }
        let mut ids = BTreeSet::new();
        for dose in &exercise.rungs {
            if !ids.insert(&dose.id) {
                self.fault("exercise", id, format!("has the rung \"{}\" twice", dose.id));
            }
            if dose.sets == 0 || dose.repetitions == 0 || dose.times == 0 {
                self.fault("exercise", id, format!("has the rung \"{}\", which is no dose", dose.id));
            }
            self.stated("exercise", id, &dose.sources, dose.judgement.as_ref());
        }
        if exercise.rungs.windows(2).any(|pair| pair[0].load && !pair[1].load) {
            self.fault("exercise", id, "has a rung without a weight above one with a weight");
        }
        let is_free = |place: usize| exercise.rungs.get(place).is_some_and(|dose| !dose.load);
        if !(0..=exercise.place(&exercise.start).unwrap_or(0)).all(is_free) {
            self.fault("exercise", id, "starts with a weight, or above one");
        }
    }

    pub(super) fn walking(&mut self) {
        let walking = &self.guidance.walking;
        if self.guidance.exercises.exercises.is_empty() {
            return;
        }
        let id = walking.id.as_str();
        self.not_empty("exercise", id, &[("name", &walking.name), ("purpose", &walking.purpose)]);
        self.not_empty("exercise", id, &[("stop", &walking.stop)]);
        self.sourced("exercise", id, &walking.sources);
        self.unless(id, &walking.unless);
        if walking.short_minutes == 0 || walking.levels.is_empty() || walking.steps.is_empty() {
            self.fault("exercise", id, "has no steps, no level or no short walk");
        }
        for level in &walking.levels {
            if level.weeks == 0 || level.minutes == 0 || !(1..=7).contains(&level.days) {
                self.fault("exercise", id, format!("has the level \"{}\", which is no week of walking", level.id));
            }
        }
        for pair in walking.levels.windows(2) {
            let [from, to] = pair else { continue };
            let rise = (to.days > from.days, to.minutes > from.minutes);
            let falls = to.days < from.days || to.minutes < from.minutes;
            if falls || !matches!(rise, (true, false) | (false, true)) {
                let problem =
                    format!("goes from level \"{}\" to \"{}\" otherwise than by days or by minutes", from.id, to.id);
                self.fault("exercise", id, problem);
            }
        }
    }

    /// Every item about prevention stands in an exercise, a kind of exercise, the walking plan or a habit, or is listed with
    /// a reason.
    pub(super) fn programme_coverage(&mut self) {
        let known = &self.guidance.exercises;
        if known.exercises.is_empty() {
            return;
        }
        let carried = carried(self.guidance);
        let excused: BTreeSet<&str> =
            known.not_in_programme.iter().flat_map(|entry| &entry.items).map(String::as_str).collect();
        let items: BTreeSet<&str> = self.guidance.items.iter().map(|item| item.id.as_str()).collect();
        for id in carried.iter().chain(&excused).filter(|id| !items.contains(*id)) {
            self.fault("item", id, "is carried by the programme, but no such item exists");
        }
        for id in items {
            let owed = id.get(3..5).is_some_and(|kind| PREVENTION.contains(&kind));
            if owed && !carried.contains(id) && !excused.contains(id) {
                let problem =
                    "is about prevention, but no exercise or habit carries it and `not_in_programme` does not list it";
                self.fault("item", id, problem);
            }
            if carried.contains(id) && excused.contains(id) {
                self.fault("item", id, "is carried by an exercise or habit and listed in `not_in_programme` too");
            }
        }
        for entry in &known.not_in_programme {
            let first = entry.items.first().map_or("", String::as_str);
            self.not_empty("item", first, &[("reason", &entry.reason)]);
        }
    }
}

/// The ids of the items that exercises, kinds of exercise, walking and habits carry.
fn carried(guidance: &Guidance) -> BTreeSet<&str> {
    let exercises = guidance.exercises.exercises.iter().flat_map(|exercise| &exercise.items);
    let trainings = guidance.exercises.trainings.iter().flat_map(|training| &training.items);
    let habits = guidance.habits.iter().flat_map(|habit| &habit.items);
    exercises.chain(trainings).chain(&guidance.walking.items).chain(habits).map(String::as_str).collect()
}
