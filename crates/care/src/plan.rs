//! The plan: what is shown, in which order, and when.

use crate::planner::{Due, Fit, Moment, Ready};
use crate::{Asked, Known, Planner, Preferences, Situation};
use jiff::{SignedDuration, Timestamp, Zoned};
use serde::ser::{Serialize, SerializeStruct, Serializer};
use supple_guidance::{
    Avoid, Decision, FindingId, PlanOption, Rule, Stage, StageText, Step, StepKind, Urgency, Watch, sureness,
};
use supple_triage::Verdict;

/// What to do now and next. Serialises to the object that `supple now --json` prints.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan<'g> {
    /// How soon help may be needed: what the check says, or what the situation adds to it if that is more. The steps are
    /// those that are safe then. Without a check it is at least same-day, since what was not asked may be so.
    pub urgency: Urgency,
    /// How soon someone is to be reached, by what was said: [`Plan::help`] asks for it. As `urgency` after a check.
    pub owed: Urgency,
    /// How much of the check was asked.
    pub asked: Asked,
    /// The stage.
    pub stage: Stage,
    /// The words of the stage.
    pub about: Option<&'g StageText>,
    /// What comes before everything else: whom to call.
    pub help: Vec<Planned<'g>>,
    /// What was said about the situation, and belongs into the check: go there first.
    pub recheck: Vec<Recheck<'g>>,
    /// For this moment, one step of a kind, with other ways to do the same.
    pub now: Vec<Planned<'g>>,
    /// What comes next, the soonest first; what waits for the spasm to ease stands last.
    pub next: Vec<Planned<'g>>,
    /// For later.
    pub later: Vec<Planned<'g>>,
    /// What to avoid.
    pub avoid: Vec<&'g Avoid>,
    /// What to watch for: it leads back to the check.
    pub watch: Vec<&'g Watch>,
    /// When to look at the plan again. Nothing in an emergency: then help is what counts.
    pub review_at: Option<Zoned>,
    /// The decisions on which this plan turns.
    pub decisions: Vec<Decided<'g>>,
    /// The ids of the cautions to ask: nobody has answered them, so limits stay in view or steps are left out.
    pub open: Vec<&'g str>,
    /// What was not said about the situation, so that steps may be missing: `mobility`, `place`, `spasm`, `onset`.
    pub not_said: Vec<&'static str>,
}

/// A step of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned<'g> {
    /// The step.
    pub step: &'g Step,
    /// When.
    pub when: When,
    /// The timer, where there is one.
    pub timer: Option<Timer<'g>>,
    /// The limits to keep in view.
    pub limits: Vec<&'g str>,
    /// Whether it is the same again, after the break.
    pub again: bool,
    /// The ids of the cautions that it turns on and that nobody has answered, the most important first.
    pub open: Vec<&'g str>,
    /// What it is called together with the other ways, where the person chooses between things that differ.
    pub together: Option<&'g str>,
    /// Other ways to do the same, of which one is enough.
    pub or: Vec<Planned<'g>>,
}

/// When a step is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// Now.
    Now,
    /// From this time on.
    At(Zoned),
    /// When the spasm has eased.
    WhenEased,
    /// So many minutes after the onset, which is not known.
    AfterOnset(u32),
    /// Later, without a time.
    Later,
}

/// A timer. It stands for a length of time; whoever starts it keeps its end, not its ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timer<'g> {
    /// How long, in seconds: a hard stop.
    pub seconds: u32,
    /// What to look at when half of the time is over.
    pub half_time: Option<&'g str>,
    /// The shortest break before the same again, in seconds.
    pub rest_seconds: Option<u32>,
}

impl Timer<'_> {
    /// The end of a timer that starts at this time.
    pub fn ends(&self, start: Timestamp) -> Timestamp {
        start + SignedDuration::from_secs(self.seconds.into())
    }

    /// When half of the time is over.
    pub fn half(&self, start: Timestamp) -> Timestamp {
        start + SignedDuration::from_millis(i64::from(self.seconds) * 500)
    }

    /// The earliest time at which the same may be done again.
    pub fn again_at(&self, start: Timestamp) -> Timestamp {
        self.ends(start) + SignedDuration::from_secs(self.rest_seconds.unwrap_or(0).into())
    }
}

/// Something said about the situation that a rule of the check turns on.
#[derive(Clone, Debug, PartialEq)]
pub struct Recheck<'g> {
    /// The rule, with its reasons and sources.
    pub rule: &'g Rule,
    /// The findings to answer.
    pub findings: &'g [FindingId],
}

/// A decision, and what is in force.
#[derive(Clone, Debug, PartialEq)]
pub struct Decided<'g> {
    /// The decision; its disagreement shows who says what.
    pub decision: &'g Decision,
    /// The option in force, with the line that says what the plan does.
    pub option: &'g PlanOption,
    /// Who decided it.
    pub by: By,
}

/// Who decided on an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The default of the guidance.
    Default,
    /// The person.
    Person,
    /// A trial of theirs.
    Trial,
}

impl<'g> Planner<'g> {
    /// The plan for this moment, after a check.
    ///
    /// A step stands in it only if the person can do it, as far as is known, and no caution forbids it. At an emergency
    /// there is help, and what is safe while waiting. The plan is never calmer than the verdict, nor than what the rules of
    /// the check that the situation itself makes true give by themselves.
    pub fn plan(
        &self,
        verdict: &Verdict<'_>,
        situation: &Situation,
        preferences: &Preferences,
        now: &Zoned,
    ) -> Plan<'g> {
        self.plan_made(&Known::by_check(verdict.clone()), situation, preferences, now, now.timestamp())
    }

    /// The plan as it is now, made from what was said at another time: its times count from then, so that what comes next
    /// does come. A step whose time has come is for now.
    ///
    /// Without a check it is the plan of someone who should call today, but for the call: nobody has said a sign that asks
    /// for one. What the situation, or an earlier check, asks for stays.
    pub fn plan_made(
        &self,
        known: &Known<'_>,
        situation: &Situation,
        preferences: &Preferences,
        now: &Zoned,
        made: Timestamp,
    ) -> Plan<'g> {
        let verdict = &known.verdict;
        let mut moment = Moment::new(self, verdict, situation, preferences, now);
        moment.made = made.min(now.timestamp());
        let recheck = self.recheck(&moment, verdict);
        let with_rechecks =
            |urgency| recheck.iter().map(|recheck| recheck.rule.by_itself()).fold(urgency, Urgency::max);
        (moment.urgency, moment.owed) = (with_rechecks(verdict.urgency), with_rechecks(known.owed));

        let mut plan = Plan {
            urgency: moment.urgency,
            owed: moment.owed,
            asked: known.asked,
            stage: moment.stage,
            about: self.relief().stage(moment.stage),
            help: Vec::new(),
            recheck,
            now: Vec::new(),
            next: Vec::new(),
            later: Vec::new(),
            avoid: Vec::new(),
            watch: self.relief().watch.iter().collect(),
            review_at: self.review_at(&moment),
            decisions: Vec::new(),
            open: Vec::new(),
            not_said: not_said(situation),
        };
        self.put_in_steps(&moment, preferences, &mut plan);
        let kinds = plan.kinds();
        let due = |avoid: &&Avoid| {
            (avoid.from..=avoid.up_to).contains(&moment.urgency)
                && avoid.stages.contains(&moment.stage)
                && (avoid.with.is_empty() || avoid.with.iter().any(|kind| kinds.contains(kind)))
        };
        plan.avoid.extend(self.relief().avoid.iter().filter(due));
        plan
    }

    /// Rules of the check that the situation makes true and of which the verdict knows nothing.
    fn recheck(&self, moment: &Moment<'_, 'g>, verdict: &Verdict<'_>) -> Vec<Recheck<'g>> {
        let known = |rule: &Rule| verdict.fired.iter().any(|fired| fired.rule.id == rule.id);
        let rechecks =
            self.rechecks.iter().filter(|(recheck, rule)| !known(rule) && moment.belongs_into_the_check(recheck));
        rechecks.map(|(recheck, rule)| Recheck { rule, findings: &recheck.findings }).collect()
    }

    fn put_in_steps(&self, moment: &Moment<'_, 'g>, preferences: &Preferences, plan: &mut Plan<'g>) {
        let relief = self.relief();
        let mut turns = vec![false; relief.decisions.len()];
        let mut open = vec![false; relief.cautions.len()];
        let mut warm_or_cold: Option<Planned<'g>> = None;
        for ready in &self.steps {
            let fit = moment.fit(ready);
            let due = if fit == Fit::Not { None } else { moment.due(ready) };
            let Some(due) = due else { continue };
            ready.decisions().for_each(|decision| turns[decision] = true);
            if fit != Fit::Decided {
                moment.unanswered(ready).for_each(|caution| open[caution] = true);
            }
            if fit != Fit::Fits {
                continue;
            }
            let planned = moment.planned(ready, due);
            let list = match (ready.step.kind, due) {
                (StepKind::Help, _) => &mut plan.help,
                (_, Due::Now) => &mut plan.now,
                (_, Due::Later) => &mut plan.later,
                (_, Due::At(_) | Due::WhenEased | Due::AfterOnset(_)) => &mut plan.next,
            };
            let same = |other: &&mut Planned<'g>| group(other.step.kind) == ready.group() && other.when == planned.when;
            match list.iter_mut().find(same).filter(|_| ready.step.kind != StepKind::Help) {
                Some(other) => other.or.push(planned),
                None => {
                    if due == Due::Now && ready.group() == StepKind::Heat {
                        warm_or_cold = moment.again(&planned);
                    }
                    list.push(planned);
                }
            }
        }
        plan.next.extend(warm_or_cold);
        for planned in plan.now.iter_mut().chain(&mut plan.next).chain(&mut plan.later) {
            let ways: Vec<&'g Step> = std::iter::once(&*planned).chain(&planned.or).map(|way| way.step).collect();
            planned.together = moment.together(&ways);
        }
        plan.next.sort_by_key(|planned| planned.when.order());
        let cautions = relief.cautions.iter().zip(open);
        plan.open.extend(cautions.filter(|(_, open)| *open).map(|(caution, _)| caution.id.as_str()));
        let decisions = relief.decisions.iter().zip(&moment.chosen).zip(turns);
        plan.decisions.extend(decisions.filter(|(_, turns)| *turns).map(|((decision, chosen), _)| {
            let option = &decision.options[*chosen];
            Decided { decision, option, by: preferences.by(&decision.id, &option.id) }
        }));
    }

    /// When to look again: as the stage says, sooner when someone has to call today, and no later than the time at which
    /// the check would say more: an hour down, or a week.
    fn review_at(&self, moment: &Moment<'_, 'g>) -> Option<Zoned> {
        let minutes = |stage| self.relief().stage(stage).map(|about| about.review_minutes);
        let minutes = match moment.urgency {
            Urgency::Emergency => return None,
            Urgency::SameDay => minutes(moment.stage)?.min(minutes(Stage::First48Hours)?),
            Urgency::SeeDoctor | Urgency::SelfCare => minutes(moment.stage)?,
        };
        let now = moment.now.timestamp();
        // Once the time to look again has come, that time is now.
        let regular = (moment.made + SignedDuration::from_mins(minutes.into())).max(now);
        let turns = self.rechecks.iter().filter_map(|(recheck, _)| moment.turns_true_at(recheck));
        let at = turns.filter(|at| *at > now).fold(regular, Timestamp::min);
        Some(at.to_zoned(moment.now.time_zone().clone()))
    }
}

impl<'g> Moment<'_, 'g> {
    fn planned(&self, ready: &Ready<'g>, due: Due) -> Planned<'g> {
        Planned {
            step: ready.step,
            when: match due {
                Due::Now => When::Now,
                Due::At(at) => When::At(at.to_zoned(self.now.time_zone().clone())),
                Due::WhenEased => When::WhenEased,
                Due::AfterOnset(minutes) => When::AfterOnset(minutes),
                Due::Later => When::Later,
            },
            timer: self.timer(ready),
            limits: self.limits(ready),
            again: false,
            open: self.open(ready),
            together: None,
            or: Vec::new(),
        }
    }

    /// The cautions that nobody has answered, in the order in which they are asked.
    fn open(&self, ready: &Ready<'g>) -> Vec<&'g str> {
        let mut places: Vec<usize> = self.unanswered(ready).collect();
        places.sort_unstable();
        places.into_iter().map(|place| self.relief.cautions[place].id.as_str()).collect()
    }

    /// The same once more, when its time and its break are over.
    fn again(&self, planned: &Planned<'g>) -> Option<Planned<'g>> {
        let (timer, now) = (planned.timer?, self.now.timestamp());
        let round = timer.again_at(self.made).duration_since(self.made).as_secs().max(1);
        // The first time still to come: whoever looks later is not told a time that is past.
        let rounds = now.duration_since(self.made).as_secs() / round + 1;
        let at = (self.made + SignedDuration::from_secs(rounds * round)).to_zoned(self.now.time_zone().clone());
        Some(Planned { when: When::At(at), again: true, or: Vec::new(), together: None, ..planned.clone() })
    }
}

/// As [`Ready::group`].
fn group(kind: StepKind) -> StepKind {
    match kind {
        StepKind::Cold | StepKind::Bath => StepKind::Heat,
        kind => kind,
    }
}

impl When {
    /// Times first, the soonest of them first.
    fn order(&self) -> (u8, Option<Timestamp>) {
        match self {
            When::Now => (0, None),
            When::At(at) => (1, Some(at.timestamp())),
            When::AfterOnset(_) => (2, None),
            When::WhenEased => (3, None),
            When::Later => (4, None),
        }
    }
}

impl<'g> Plan<'g> {
    /// Every step that is shown, alternatives included.
    pub fn steps(&self) -> impl Iterator<Item = &Planned<'g>> {
        let lists = [&self.help, &self.now, &self.next, &self.later];
        lists.into_iter().flatten().flat_map(|planned| std::iter::once(planned).chain(&planned.or))
    }

    /// The kinds of the steps that are shown.
    fn kinds(&self) -> Vec<StepKind> {
        self.steps().map(|planned| planned.step.kind).collect()
    }
}

fn not_said(situation: &Situation) -> Vec<&'static str> {
    let said = [
        ("mobility", situation.mobility.is_some()),
        ("place", situation.place.is_some()),
        ("spasm", situation.spasm.is_some()),
        ("onset", situation.onset.is_some()),
    ];
    said.into_iter().filter(|(_, said)| !said).map(|(what, _)| what).collect()
}

impl Serialize for Plan<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Plan", 16)?;
        object.serialize_field("urgency", &self.urgency)?;
        object.serialize_field("owed", &self.owed)?;
        object.serialize_field("asked", &self.asked)?;
        object.serialize_field("stage", &self.stage)?;
        object.serialize_field("about", &self.about.map(|about| &about.lead))?;
        object.serialize_field("help", &self.help)?;
        object.serialize_field("recheck", &self.recheck)?;
        object.serialize_field("now", &self.now)?;
        object.serialize_field("next", &self.next)?;
        object.serialize_field("later", &self.later)?;
        object.serialize_field("avoid", &self.avoid.iter().map(|avoid| Line::from(*avoid)).collect::<Vec<_>>())?;
        object.serialize_field("watch", &self.watch)?;
        object.serialize_field("review_at", &self.review_at)?;
        object.serialize_field("decisions", &self.decisions)?;
        object.serialize_field("open", &self.open)?;
        object.serialize_field("not_said", &self.not_said)?;
        object.end()
    }
}

/// A line to avoid, without the stages in which it is shown.
#[derive(serde::Serialize)]
struct Line<'g> {
    id: &'g str,
    text: &'g str,
    sources: &'g [String],
}

impl<'g> From<&'g Avoid> for Line<'g> {
    fn from(avoid: &'g Avoid) -> Line<'g> {
        Line { id: &avoid.id, text: &avoid.text, sources: &avoid.sources }
    }
}

impl Serialize for Planned<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let step = self.step;
        let mut object = serializer.serialize_struct("Step", 21)?;
        object.serialize_field("id", &step.id)?;
        object.serialize_field("kind", &step.kind)?;
        object.serialize_field("title", &step.title)?;
        object.serialize_field("how", &step.how)?;
        let (when, at, minutes) = match &self.when {
            When::Now => ("now", None, None),
            When::At(at) => ("at", Some(at), None),
            When::WhenEased => ("when-eased", None, None),
            When::AfterOnset(minutes) => ("after-onset", None, Some(*minutes)),
            When::Later => ("later", None, None),
        };
        object.serialize_field("when", when)?;
        object.serialize_field("at", &at)?;
        object.serialize_field("minutes_after_onset", &minutes)?;
        object.serialize_field("seconds", &self.timer.map(|timer| timer.seconds))?;
        object.serialize_field("half_time", &self.timer.and_then(|timer| timer.half_time))?;
        object.serialize_field("rest_seconds", &self.timer.and_then(|timer| timer.rest_seconds))?;
        object.serialize_field("often", &step.often)?;
        object.serialize_field("stop_when", &step.stop_when)?;
        object.serialize_field("limits", &self.limits)?;
        object.serialize_field("claims", &step.claims)?;
        object.serialize_field("sources", &step.sources)?;
        object.serialize_field("sure", sureness(step.strength))?;
        object.serialize_field("judgement", &step.judgement)?;
        object.serialize_field("again", &self.again)?;
        object.serialize_field("open", &self.open)?;
        object.serialize_field("together", &self.together)?;
        object.serialize_field("or", &self.or)?;
        object.end()
    }
}

impl Serialize for Recheck<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Recheck", 4)?;
        object.serialize_field("rule", &self.rule.id)?;
        object.serialize_field("urgency", &self.rule.urgency)?;
        object.serialize_field("because", &self.rule.because)?;
        object.serialize_field("findings", self.findings)?;
        object.end()
    }
}

impl Serialize for Decided<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Decision", 6)?;
        object.serialize_field("id", &self.decision.id)?;
        object.serialize_field("option", &self.option.id)?;
        object.serialize_field("line", &self.option.line)?;
        object.serialize_field("by_the_person", &(self.by == By::Person))?;
        object.serialize_field("by_a_trial", &(self.by == By::Trial))?;
        object.serialize_field("disagreement", &self.decision.disagreement)?;
        object.end()
    }
}
