//! Where someone is on the way up from the floor, read from the diary.
//!
//! One way up is one entry of the kind `plan`. Starting writes it, with the place, since when the person is down, and the
//! instruction that is shown; each answer that leads on is a correction of it. So nothing is lost with a page, a browser
//! or a phone, nothing stands in an address, and the timeline holds one line. What is not written is worked out anew: the
//! time at which something last worked is the time of the correction that says so.
//!
//! In such a plan `steps` holds the ids of the instructions that were shown, each once, the one of now last; the id of a
//! limit stands last where the person said that it got worse. `down-since` stands in its situation for as long as the
//! person is on the way, and no longer.

use crate::moment::plan_entry;
use crate::validity::{length, windows};
use crate::{Checked, Floor, FloorAnswer, FloorState, Situation, SituationError, Turn, checked, embedded};
use jiff::{SignedDuration, Timestamp};
use supple_diary::{Correction, Diary, Draft, Item, Kind, OfKind, Plan};
use supple_guidance::{FloorLimit, FloorStep, Mobility, Place, Since, Track, Urgency};
use uuid::Uuid;

/// Where someone is.
#[derive(Debug)]
pub enum Standing<'d> {
    /// On no way up. The situation is what is known to begin with.
    Start(Situation),
    /// On the way.
    Going(Run<'d>),
    /// At the end: up, or with help there.
    Over(Over),
}

/// Someone on the way up.
#[derive(Debug)]
pub struct Run<'d> {
    item: &'d Item,
    floor: Floor<'static>,
    situation: Situation,
    /// The ids that were shown, the last one now.
    shown: Vec<String>,
    /// What the person was told who said that it got worse.
    worse: Option<&'static FloorLimit>,
    urgency: Urgency,
    /// When the last word was said.
    last: Timestamp,
    /// The entry that says how far the person is: a form that was made from another one came twice or too late.
    pub seen: Uuid,
}

/// The end of a way up.
#[derive(Clone, Copy, Debug)]
pub struct Over {
    /// Whether the person is up, or help is there.
    pub track: Track,
    /// Since when the person was down.
    pub down_since: Option<Timestamp>,
}

/// What is shown to someone on the way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shown {
    /// This instruction.
    Do(&'static FloorStep),
    /// That it is time to go back to the check, and why.
    Check(&'static FloorLimit),
}

/// What a person says on the way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Say {
    /// An answer to an instruction.
    Answer(FloorAnswer),
    /// After a limit: once more from the start.
    Again,
    /// After a limit: up by other means.
    Up,
}

/// How soon help is due, by the newest check. Where nobody was asked, it may be today.
fn urgency(checked: Option<&Checked>) -> Urgency {
    checked.map_or(Urgency::SameDay, |checked| checked.verdict.urgency)
}

/// Where someone is at this time.
pub fn standing(diary: &Diary, now: Timestamp) -> Standing<'_> {
    let checked = checked(diary, now);
    // What was said for another plan since: asking again what is already known is a defect.
    let mut known: Option<Situation> = None;
    for (item, plan) in diary.all::<Plan>().rev() {
        let Ok(situation) = read(plan) else { continue };
        if is_way_up(item) {
            let over = situation.down_since.is_none();
            return match Run::new(diary, item, plan, situation, checked) {
                Some(run) if !over && now.duration_since(run.last) <= length(&windows().way_up) => Standing::Going(run),
                Some(run)
                    if over && known.is_none() && now.duration_since(run.last) <= length(&windows().way_up_end) =>
                {
                    let first = Plan::of(&item.as_written().kind).and_then(|plan| read(plan).ok());
                    let down_since = first.and_then(|situation| situation.down_since);
                    Standing::Over(Over { track: run.track(), down_since })
                }
                Some(_) | None => Standing::Start(known.unwrap_or_default()),
            };
        }
        let recent = now.duration_since(item.happened().at()) <= length(&windows().way_up_known);
        // Who could stand since is on no way up that was begun before.
        let stood = situation.mobility == Some(Mobility::CanStand);
        if known.is_none() && recent {
            known = Some(situation);
        }
        if stood {
            break;
        }
    }
    Standing::Start(known.unwrap_or_default())
}

fn read(plan: &Plan) -> Result<Situation, SituationError> {
    Situation::from_json(embedded(), plan.situation.json())
}

/// The first form of such an entry shows one instruction with which the script may begin. No other plan does.
fn is_way_up(item: &Item) -> bool {
    Plan::of(&item.as_written().kind).is_some_and(
        |plan| matches!(plan.steps.as_slice(), [only] if find(only.as_str()).is_some_and(|step| step.start)),
    )
}

/// What was shown, and when: first by the entry itself, then by each correction that stands.
fn path(diary: &Diary, item: &Item) -> Vec<(Timestamp, String)> {
    let shown = |at: Timestamp, plan: Option<&Plan>| Some((at, plan?.steps.last()?.to_string()));
    let first = shown(item.first().happened().at(), Plan::of(&item.as_written().kind));
    let corrections = diary.history(item.id()).iter().filter(|change| !change.removed).filter_map(|change| {
        let correction = change.entry.get::<Correction>()?;
        shown(change.entry.happened().at(), Plan::of(&correction.entry.kind))
    });
    first.into_iter().chain(corrections).collect()
}

fn find(id: &str) -> Option<&'static FloorStep> {
    embedded().relief().floor.iter().find(|step| step.id == id)
}

/// When something last worked, or the script last began.
fn progress(path: &[(Timestamp, String)]) -> Option<Timestamp> {
    let mut progress = path.first()?.0;
    let mut before: Option<&FloorStep> = None;
    for (at, id) in path {
        let step = find(id);
        let worked = before.is_some_and(|before| before.progress && before.done.as_ref() == Some(id));
        if worked || step.is_some_and(|step| step.start) {
            progress = progress.max(*at);
        }
        before = step;
    }
    Some(progress)
}

impl<'d> Run<'d> {
    fn new(
        diary: &Diary,
        item: &'d Item,
        plan: &Plan,
        situation: Situation,
        checked: Option<Checked>,
    ) -> Option<Run<'d>> {
        let path = path(diary, item);
        let (last, progress) = (path.last()?.0, progress(&path)?);
        let shown: Vec<String> = plan.steps.iter().map(ToString::to_string).collect();
        let at = shown.last()?.clone();
        let mut limits = embedded().relief().floor_limits.iter();
        let worse = limits.find(|limit| limit.since == Since::Worse && limit.id == at);
        let urgency = urgency(checked.as_ref());
        let down_since = situation.down_since.unwrap_or(last);
        let resume = |progress| Floor::resume(embedded(), &FloorState { at: at.clone(), down_since, progress }).ok();
        // A check made after the last answer counts: in an emergency nothing moves the back any more, and who was sent
        // to the check and has done it begins anew. Also without that, the check is where the minutes count from.
        let checked = checked.map(|checked| checked.at);
        let anew = checked.filter(|checked| {
            let goes_on =
                |floor: &Floor<'_>| floor.instruction().track == Track::of(urgency) && floor.due(*checked).is_none();
            *checked >= last && !resume(progress).as_ref().is_some_and(goes_on)
        });
        let resumed = resume(checked.map_or(progress, |checked| checked.max(progress)));
        let begin = |now| Floor::start(embedded(), &situation, urgency, now).ok();
        let floor = match (anew, resumed) {
            (Some(checked), _) => begin(checked),
            (None, Some(floor)) => Some(floor),
            (None, None) => begin(last),
        }?;
        let seen = diary.history(item.id()).last().map_or(item.id(), |change| change.entry.id());
        Some(Run { item, floor, situation, shown, worse: worse.filter(|_| anew.is_none()), urgency, last, seen })
    }

    /// What is shown at this time.
    pub fn shown(&self, now: Timestamp) -> Shown {
        let due = self.floor.due(now).or(self.worse);
        due.map_or_else(|| Shown::Do(self.floor.instruction()), Shown::Check)
    }

    /// When the next limit runs out, if one counts.
    pub fn deadline(&self, now: Timestamp) -> Option<Timestamp> {
        self.floor.deadline_after(now)
    }

    /// Since when the person is down.
    pub fn down_since(&self) -> Timestamp {
        self.floor.state().down_since
    }

    /// What was said of the moment, as far as the way has come.
    pub fn situation(&self) -> &Situation {
        &self.situation
    }

    /// Whether help is waited for, or the way leads up.
    pub fn track(&self) -> Track {
        self.floor.instruction().track
    }

    /// What has to be written after this; nothing where it changes nothing.
    pub fn say(&self, say: Say, now: Timestamp) -> Option<Correction> {
        let answer = match say {
            Say::Answer(_) if self.worse.is_some() => return None,
            Say::Answer(answer) => answer,
            Say::Again => {
                let floor = Floor::start(embedded(), &self.situation, self.urgency, now).ok()?;
                return self.shows(&floor.instruction().id, &self.situation);
            }
            Say::Up => return self.over(Track::Rise),
        };
        let mut situation = self.situation.clone();
        if answer == FloorAnswer::Done {
            situation.mobility = situation.mobility.max(self.floor.instruction().shows);
        }
        let mut floor = self.floor.clone();
        match floor.next(answer, now) {
            Turn::Over(track) => self.over(track),
            Turn::Check(limit) if limit.since == Since::Worse => self.shows(&limit.id, &situation),
            // A limit that has run out is worked out from the time; how far the person came is not.
            Turn::Check(_) | Turn::Do(_) => self.shows(&floor.instruction().id, &situation),
        }
    }

    fn shows(&self, id: &str, situation: &Situation) -> Option<Correction> {
        if self.shown.last().is_some_and(|last| last == id) {
            return None;
        }
        let before = self.shown.iter().map(String::as_str).filter(|other| *other != id);
        self.correction(plan_entry(situation, self.urgency, before.chain([id]))?)
    }

    /// Someone who is up stands; someone with whom help is has nobody to wait for.
    fn over(&self, track: Track) -> Option<Correction> {
        let mut situation = Situation { down_since: None, ..self.situation.clone() };
        if track == Track::Rise {
            situation.mobility = Some(Mobility::CanStand);
            situation.place = Some(Place::Standing);
        }
        self.correction(plan_entry(&situation, self.urgency, self.shown.iter().map(String::as_str))?)
    }

    fn correction(&self, plan: Plan) -> Option<Correction> {
        let entry = Draft { kind: Kind::Plan(plan), ..self.item.draft().clone() };
        Some(Correction { of: self.item.id(), entry: Box::new(entry) })
    }
}

/// What someone can say at the start who is down for long: the words, and how long that is.
pub fn long_down() -> Option<(&'static str, SignedDuration)> {
    let limits = embedded().relief().floor_limits.iter();
    let said = limits.filter_map(|limit| Some((limit.said.as_deref()?, limit.minutes)));
    said.map(|(words, minutes)| (words, SignedDuration::from_mins(minutes.into()))).next()
}

/// The plan with which a way up begins now, from what is known and was said. Without a word on it, someone is down since now.
pub fn start(diary: &Diary, known: Situation, now: Timestamp) -> Option<Plan> {
    let situation = Situation {
        place: Some(Place::Floor),
        down_since: Some(known.down_since.unwrap_or(now).min(now)),
        mobility: known.mobility.filter(|mobility| *mobility < Mobility::CanStand),
        ..known
    };
    let urgency = urgency(checked(diary, now).as_ref());
    let floor = Floor::start(embedded(), &situation, urgency, now).ok()?;
    plan_entry(&situation, urgency, [floor.instruction().id.as_str()])
}
