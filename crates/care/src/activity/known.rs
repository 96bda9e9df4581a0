//! What the diary knows of the return to activity: what it knows is not asked, and no tap overrules it.

use crate::activity::State;
use crate::checked::checked;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use supple_diary::{Diary, Item, KindName, Level, PainAbout, PainPoint, ReturnStep, Symptom, same_name};
use supple_guidance::activity::{FromDiary, Ladder};
use supple_guidance::{Guidance, Urgency};
use supple_triage::Answer;

/// What the diary knows of the return to activity.
#[derive(Clone, Debug)]
pub struct ActivityKnown<'d> {
    /// Where that puts someone: the answers of the person come on top.
    pub state: State,
    /// The step that one is on, with the entry that says so. A step below the first rung is rest.
    pub on: Option<(&'d Item, &'d ReturnStep)>,
    /// By the id of a criterion, the entry that answers it.
    pub from: BTreeMap<String, &'d Item>,
    /// The pain of now.
    pub pain: Option<&'d PainPoint>,
}

impl<'d> ActivityKnown<'d> {
    /// Looks it up. `today` is the person's own day.
    pub fn of(guidance: &Guidance, diary: &'d Diary, now: Timestamp, today: Date) -> ActivityKnown<'d> {
        let ladder = &guidance.ladder;
        let episode = diary.open_episode(now);
        // A new episode begins at the bottom.
        let on = diary.all::<ReturnStep>().next_back();
        let on = on.filter(|(item, _)| episode.is_none_or(|episode| item.happened().at() >= episode.onset.at()));
        let reached = on.map(|(_, step)| step.step.as_str()).filter(|id| ladder.place(id).is_some());
        let days = episode.map(|episode| episode.since.date().until(today).map_or(0, |span| span.get_days()));
        let mut known = ActivityKnown {
            state: State {
                reached: reached.map(str::to_owned),
                days: days.and_then(|days| u32::try_from(days).ok()),
                pain_before: on.and_then(|(_, step)| step.pain).and_then(small),
                ..State::default()
            },
            on,
            from: BTreeMap::new(),
            pain: None,
        };
        known.answers(ladder, diary, now);
        let hours = SignedDuration::from_hours(ladder.holds.pain_hours.into());
        let pain = diary.pains().iter().rev().find(|pain| pain.about != PainAbout::Day && pain.at <= now);
        // The pain before a step is not told again as the pain after it.
        known.pain = pain.filter(|pain| {
            now.duration_since(pain.at) <= hours && known.on.is_none_or(|(item, _)| item.id() != pain.item)
        });
        known.state.pain = known.pain.and_then(|pain| small(pain.level));
        known
    }

    /// Whether the diary answers this criterion.
    pub fn answers_itself(&self, criterion: &str) -> bool {
        self.from.contains_key(criterion)
    }

    fn answers(&mut self, ladder: &Ladder, diary: &'d Diary, now: Timestamp) {
        for criterion in &ladder.criteria {
            let found = match criterion.diary {
                Some(FromDiary::Check) => by_check(diary, now),
                // Only a spasm that was written down is known: a diary without one is no answer.
                Some(FromDiary::SpasmSince) => {
                    let since = self.on.filter(|_| self.state.reached.is_some()).map(|(item, _)| item.happened().at());
                    let last = diary.of(KindName::Spasm).last();
                    last.filter(|spasm| since.is_some_and(|since| spasm.happened().at() > since))
                        .map(|item| (item, Answer::No))
                }
                Some(FromDiary::Symptom) => symptom(ladder, diary, now).map(|item| (item, Answer::No)),
                None => None,
            };
            if let Some((item, answer)) = found {
                self.state.answers.insert(criterion.id.clone(), answer);
                self.from.insert(criterion.id.clone(), item);
            }
        }
    }
}

/// What a check that still counts says, by the rules of today, as everywhere. "See a doctor" answers neither way.
fn by_check(diary: &Diary, now: Timestamp) -> Option<(&Item, Answer)> {
    let checked = checked(diary, now)?;
    let answer = match checked.verdict.urgency {
        Urgency::SelfCare => Answer::Yes,
        Urgency::SeeDoctor => return None,
        Urgency::SameDay | Urgency::Emergency => Answer::No,
    };
    Some((diary.get(checked.entry)?, answer))
}

/// A spasm or a symptom of late: then not all symptoms are gone. None written down is no answer.
fn symptom<'d>(ladder: &Ladder, diary: &'d Diary, now: Timestamp) -> Option<&'d Item> {
    let hours = SignedDuration::from_hours(ladder.holds.symptom_hours.into());
    let is_recent = |item: &&Item| now.duration_since(item.happened().at()) <= hours;
    let spasm = diary.of(KindName::Spasm).iter().rev().find(is_recent);
    let told = || diary.all::<Symptom>().rev();
    // What was last said of each symptom counts.
    let present = told().find(|(item, symptom)| {
        let last = told().find(|(_, other)| same_name(other.what.as_str(), symptom.what.as_str()));
        symptom.present && is_recent(item) && last.is_some_and(|(last, _)| last.id() == item.id())
    });
    spasm.or(present.map(|(item, _)| item))
}

fn small(level: Level) -> Option<u8> {
    u8::try_from(level.get()).ok()
}
