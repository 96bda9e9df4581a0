//! Made-up people exercise for months, with bad days, pain, spasms and the way back: 120,000 days, and on none of them is the
//! programme wrong.

use crate::oracle::faults;
use crate::shared::{ASKED, Chance, day};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use supple_care::About;
use supple_guidance::exercise::{Need, Setting};
use supple_guidance::{Guidance, Unknown, Urgency, embedded};
use supple_programme::{Asked, Done, Phase, Programme, programme};
use supple_triage::Answer;

const PEOPLE: u64 = 1_000;
const DAYS: i64 = 120;

fn someone(chance: &mut Chance) -> About {
    let mut about = About::nothing_yet();
    // Some were asked everything, some nothing, and most people have little.
    let (asked, ill) = (chance.one_of(&[0, 50, 95, 100]), chance.one_of(&[0, 4, 12, 30]));
    for id in ASKED {
        if !chance.percent(asked) {
            continue;
        }
        let answer = match (chance.percent(ill), chance.percent(25)) {
            (true, true) => Answer::Unsure,
            (true, false) => Answer::Yes,
            (false, _) => Answer::No,
        };
        // An operation would end most of these lives before they begin.
        let rare = ["operation-lately", "spinal-procedure", "heart-surgery"].contains(&id) && chance.percent(80);
        about.set(embedded(), id, if rare { Answer::No } else { answer }).unwrap();
    }
    if chance.percent(50) {
        about.set(embedded(), "age", Answer::Number(chance.one_of(&[19.0, 44.0, 64.0, 65.0, 80.0]))).unwrap();
    }
    about
}

/// How someone is on one day.
struct Life {
    phase: Phase,
    rung: Option<&'static str>,
    episode: Option<Date>,
    days_in: i64,
    /// Days away, on which nothing is practised.
    away: i64,
}

impl Life {
    fn next(&mut self, chance: &mut Chance, today: Date) {
        self.days_in += 1;
        self.away = if self.away == 0 && chance.percent(1) { 20 } else { (self.away - 1).max(0) };
        match self.phase {
            Phase::Spasm => self.go(Phase::Episode),
            Phase::Episode if self.days_in > 8 && chance.percent(30) => self.go(Phase::Recovered),
            Phase::Recovered if self.days_in > 14 => self.go(Phase::Well),
            _ if chance.percent(2) => {
                self.go(Phase::Spasm);
                (self.episode, self.rung) = (Some(today), None);
            }
            _ => {}
        }
        let ladder = &embedded().ladder.rungs;
        let climbs = match self.phase {
            Phase::Spasm => 0,
            Phase::Episode | Phase::Recovered => 25,
            Phase::Well => 10,
        };
        if chance.percent(climbs) {
            let above = self.rung.and_then(|rung| embedded().ladder.place(rung)).map_or(0, |place| place + 1);
            self.rung = ladder.get(above).map(|rung| rung.id.as_str()).or(self.rung);
        }
    }

    fn go(&mut self, phase: Phase) {
        (self.phase, self.days_in) = (phase, 0);
    }
}

/// What someone makes of a programme: most of it; where it is not smooth, not all of it done or said.
fn practise(chance: &mut Chance, programme: &Programme<'_>, on: Date, is_smooth: bool, history: &mut Vec<Done>) {
    let mut said =
        |chance: &mut Chance, exercise: &str, rung: &str, sets, repetitions: Option<u32>, seconds: Option<u32>| {
            if chance.percent(15) {
                return;
            }
            let rough = |chance: &mut Chance, chances| !is_smooth && chance.percent(chances);
            let half = rough(chance, 8);
            let share = |number: u32| if half { number / 2 } else { number };
            let before = u8::try_from(chance.below(5)).unwrap();
            let rise = chance.one_of(&[0, 0, 0, 0, 0, 0, 1, 1, 2, 3]);
            let after = if is_smooth { before } else { before.saturating_add(rise) };
            history.push(Done {
                on,
                exercise: exercise.to_owned(),
                rung: (!rough(chance, 3)).then(|| rung.to_owned()),
                sets,
                repetitions: repetitions.map(share).filter(|_| !rough(chance, 3)),
                seconds: seconds.map(share),
                before: (!rough(chance, 5)).then_some(before),
                after: (!rough(chance, 5)).then_some(after.min(10)),
                too_much: rough(chance, 3),
            });
        };
    if let Some(walk) = &programme.walk {
        let minutes = if chance.percent(80) { walk.level.minutes } else { walk.minutes };
        said(chance, &walk.plan.id, &walk.level.id, None, None, Some(minutes * 60));
    }
    for one in &programme.exercises {
        let times = if chance.percent(20) { 2 } else { 1 };
        for _ in 0..times {
            said(chance, &one.exercise.id, &one.dose.id, Some(one.dose.sets), Some(one.dose.repetitions), None);
        }
    }
}

/// One life, day by day: what is made of each day is told, up to the first on which the programme is wrong.
fn live(guidance: &Guidance, person: u64, days: i64, mut tell: impl FnMut(String)) -> Result<(), String> {
    let mut chance = Chance::of(person);
    let about = someone(&mut chance);
    // For every third all goes smoothly, so that the tops of the ladders are reached.
    let is_smooth = person.is_multiple_of(3);
    let ladder = &embedded().ladder.rungs;
    let rung = chance.percent(70).then(|| chance.below(ladder.len() as u64));
    let rung = rung.map(|place| ladder[usize::try_from(place).unwrap()].id.as_str());
    let mut life = Life { phase: Phase::Well, rung, episode: None, days_in: 0, away: 0 };
    let dislikes = chance.one_of(&[0, 5, 50, 80]);
    let all = &guidance.exercises.exercises;
    let put_aside = all.iter().filter(|_| chance.percent(dislikes)).map(|one| one.id.to_string()).collect();
    let mut history: Vec<Done> = Vec::new();
    for number in 0..days {
        let today = day("2026-01-01") + number.days();
        life.next(&mut chance, today);
        let mut told = about.clone();
        if chance.percent(3) {
            told.set(guidance, "temperature", Answer::Number(chance.one_of(&[36.8, 38.0, 39.4]))).unwrap();
        }
        let hurts: BTreeSet<Need> = Need::ALL.into_iter().filter(|_| chance.percent(6)).collect();
        let urgencies = [Some(Urgency::SelfCare), Some(Urgency::SeeDoctor), Some(Urgency::SelfCare), None, None];
        let asked = Asked {
            about: &told,
            urgency: if chance.percent(2) { Some(Urgency::SameDay) } else { chance.one_of(&urgencies) },
            phase: life.phase,
            rung: life.rung,
            episode: life.episode,
            place: chance.percent(40).then(|| chance.one_of(&Setting::ALL)),
            hurts: &hurts,
            put_aside: &put_aside,
            bad_day: chance.percent(12),
            minutes: chance.one_of(&[0, 1, 2, 5, 10, 15, 20, 20, 30, 30, 60]),
            history: &history,
            today,
        };
        let outcome = programme(guidance, &asked);
        let faults = faults(&asked, &outcome);
        if !faults.is_empty() {
            return Err(format!("person {person}, day {number}: {}\n{asked:#?}\n{outcome:#?}", faults.join("; ")));
        }
        match outcome {
            Err(pause) => tell(format!("{pause:?}").split(['(', ' ']).next().unwrap().to_owned()),
            Ok(programme) => {
                tell("programme".to_owned());
                tell(format!("{} exercises", programme.exercises.len()));
                for one in &programme.exercises {
                    tell(format!("{:?} {:?}", one.step, one.why));
                    tell(format!("did {}", one.exercise.id));
                    if one.dose.load {
                        tell("load".to_owned());
                    }
                }
                programme.walk.iter().for_each(|walk| tell(format!("walk {:?} {:?}", walk.step, walk.why)));
                if life.away == 0 && !chance.percent(10) {
                    practise(&mut chance, &programme, today, is_smooth, &mut history);
                }
            }
        }
    }
    Ok(())
}

#[test]
fn no_day_of_any_made_up_life_has_a_wrong_programme() {
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    for person in 0..PEOPLE {
        live(embedded(), person, DAYS, |what| *seen.entry(what).or_default() += 1)
            .unwrap_or_else(|wrong| panic!("{wrong}"));
    }
    // The space is wide: each way out and each step was taken, each exercise was done.
    let often = |what: &str, least: u64| {
        let times = seen.get(what).copied().unwrap_or(0);
        assert!(times >= least, "{what} came {times} times: {seen:#?}");
    };
    often("programme", 50_000);
    for pause in ["WarningSign", "Spasm", "Condition", "CheckFirst", "Episode", "NoTime", "NothingFits"] {
        often(pause, 50);
    }
    let steps =
        ["Up WentWell", "Down TooMuch", "Down Worse", "Down LongAgo", "Down SpasmSince", "Stay BadDay", "Start New"];
    for step in steps {
        often(step, 50);
        often(&format!("walk {step}"), 20);
    }
    for exercise in &embedded().exercises.exercises {
        often(&format!("did {}", exercise.id), 20);
    }
    for (what, least) in [("Stay AtTop", 50), ("1 exercises", 1_000), ("4 exercises", 5_000), ("load", 10)] {
        often(what, least);
    }
}

/// What it would do, and how.
type Spoil = (&'static str, fn(&mut Guidance));

/// Ways to spoil what is known, each of which would harm or lead astray.
const SPOILS: [Spoil; 16] = [
    ("nothing is left out in pregnancy", |guidance| forget(guidance, "pregnant")),
    ("nothing is left out with thin bones", |guidance| forget(guidance, "fragile-bones")),
    ("nothing is left out with a narrow spine", |guidance| forget(guidance, "stenosis-like")),
    ("nothing is left out with a sore hip", |guidance| forget(guidance, "hip")),
    ("nothing is left out when dizzy", |guidance| forget(guidance, "unsteady")),
    ("a walk when dizzy", |guidance| guidance.walking.unless.clear()),
    ("thin bones need not be asked", |guidance| {
        let bones = guidance.exercises.conditions.iter_mut().find(|one| one.id == "fragile-bones").unwrap();
        bones.unknown = Unknown::Show;
    }),
    ("a fever does not pause it", |guidance| {
        guidance.exercises.conditions.iter_mut().for_each(|one| one.pauses = false);
    }),
    ("what hurts does not matter", |guidance| {
        guidance.exercises.exercises.iter_mut().for_each(|one| one.needs.clear());
    }),
    ("strength on a bad day", |guidance| guidance.exercises.classes.iter_mut().for_each(|one| one.gentle = true)),
    ("no day of rest", |guidance| guidance.exercises.classes.iter_mut().for_each(|one| one.rest_days = 0)),
    ("strength too early", |guidance| {
        let early = guidance.ladder.rungs[2].id.clone();
        guidance.exercises.classes.iter_mut().for_each(|one| one.from = early.clone());
    }),
    ("up after one session", |guidance| guidance.exercises.rules.sessions_before_up.is = 1),
    ("up after three days", |guidance| guidance.exercises.rules.days_before_up.is = 3),
    ("three points are no change", |guidance| guidance.exercises.rules.worse_points.is = 3),
    ("a bad day is long", |guidance| guidance.exercises.rules.bad_day_minutes.is = 20),
];

fn forget(guidance: &mut Guidance, condition: &str) {
    guidance.exercises.exercises.iter_mut().for_each(|one| one.unless.retain(|unless| unless.condition != *condition));
}

#[test]
fn the_oracle_notices_each_way_to_spoil_the_guidance() {
    for (what, spoil) in SPOILS {
        let mut guidance = embedded().clone();
        spoil(&mut guidance);
        let is_noticed = (0..300).any(|person| live(&guidance, person, 60, |_| {}).is_err());
        assert!(is_noticed, "nobody notices that {what}");
    }
}
