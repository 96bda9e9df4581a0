//! A plan in words: what it stands on, its steps, and what to leave, to watch for and to decide.

use crate::time::{self, Here};
use crate::{lower, recorded, seconds, urgency, verdict};
use jiff::civil::Date;
use supple_care::{Asked, By, Known, Planned, Situation, Spasm, When};
use supple_diary::Seconds;
use supple_guidance::{
    Avoid, FindingId, Gate, Mobility, Part, Pattern, Place, Rule, Sign, Thing, Urgency, Watch, Worse, embedded,
};

/// Above the steps that come next.
pub const NEXT: &str = "Next";

/// Above the steps for later.
pub const LATER: &str = "Later";

/// Above what to avoid.
pub const AVOID: &str = "Leave this for now";

/// Above what to watch for.
pub const WATCH: &str = "What to watch for";

/// Above the decisions.
pub const DECISIONS: &str = "Where sources disagree, you decide";

/// The title of a plan of which no stage is known.
pub const TITLE: &str = "What to do now";

/// Above a plan at an emergency.
pub const WHILE_YOU_WAIT: &str = "While you wait";

/// How far someone can move, and what that means.
pub const MOBILITY: [(Mobility, &str, &str); 3] = [
    (Mobility::CannotMove, "I cannot move", "Not turn over, not get up"),
    (Mobility::CanTurn, "I can turn over", "But I cannot get up"),
    (Mobility::CanStand, "I can stand", "It hurts, but I can get up"),
];

/// Where someone is.
pub const PLACES: [(Place, &str); 4] = [
    (Place::Floor, "On the floor"),
    (Place::Bed, "In bed or on a sofa"),
    (Place::Chair, "Sitting"),
    (Place::Standing, "On my feet"),
];

/// How the spasm is.
pub const SPASM: [(Spasm, &str); 3] =
    [(Spasm::Now, "Still tight"), (Spasm::Eased, "It has let go, but is sore"), (Spasm::Over, "It is over")];

/// How the spasms come.
pub const PATTERNS: [(Pattern, &str); 4] = [
    (Pattern::Single, "Once, or once in a long while"),
    (Pattern::Momentary, "Spasms of a moment"),
    (Pattern::Recurring, "They keep coming back"),
    (Pattern::Lasting, "For weeks or longer"),
];

/// What is at hand.
pub const THINGS: [(Thing, &str); 7] = [
    (Thing::Heat, "Something warm"),
    (Thing::Ice, "Something cold"),
    (Thing::Pillow, "A pillow"),
    (Thing::Chair, "A chair"),
    (Thing::Wall, "A wall"),
    (Thing::Phone, "A phone"),
    (Thing::Bath, "A bath or shower"),
];

/// What makes it worse.
pub const WORSE: [(Worse, &str); 6] = [
    (Worse::Breathing, "Breathing"),
    (Worse::Bending, "Bending"),
    (Worse::Coughing, "Coughing or sneezing"),
    (Worse::Turning, "Turning"),
    (Worse::Walking, "Walking"),
    (Worse::Sitting, "Sitting"),
];

/// Where it hurts.
pub const PARTS: [(Part, &str); 3] = [(Part::Upper, "Upper back"), (Part::Middle, "Middle"), (Part::Low, "Low back")];

/// A plan, as every face tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan<'g> {
    /// How soon help may be needed, where that is said first: what it stands on says so, or a call is owed.
    pub how_soon: Option<HowSoon>,
    /// What is known of warning signs.
    pub basis: Basis,
    /// What was said of the moment and belongs into the check.
    pub recheck: Vec<Recheck<'g>>,
    /// What the moment is called.
    pub headline: &'g str,
    /// What is so in it; nothing where no stage is known.
    pub lead: &'g str,
    /// What the person said of the moment, in one line.
    pub said: Option<String>,
    /// Whom to reach, before any relief.
    pub help: Vec<Step<'g>>,
    /// The steps for this moment.
    pub now: Vec<Step<'g>>,
    /// The steps that come next.
    pub next: Vec<Step<'g>>,
    /// The steps for later.
    pub later: Vec<Step<'g>>,
    /// What to leave for now.
    pub avoid: Vec<&'g Avoid>,
    /// What to watch for.
    pub watch: Vec<&'g Watch>,
    /// What the person decides.
    pub decisions: Vec<Decision<'g>>,
    /// When to look again.
    pub review: Option<Review<'g>>,
}

/// How soon, and the one thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HowSoon {
    /// How soon.
    pub urgency: Urgency,
    /// The one thing to do.
    pub headline: String,
}

/// What a plan stands on.
#[derive(Clone, Debug, PartialEq)]
pub enum Basis {
    /// A check that counts.
    Check {
        /// When it was done, where that is known.
        line: Option<String>,
        /// That not all of it was answered.
        open: Option<&'static str>,
    },
    /// An earlier check after which someone should look at it.
    Earlier {
        /// That nothing was checked today.
        unasked: &'static str,
        /// What the earlier one said.
        line: String,
    },
    /// Nothing, and a call is owed: only a check can tell otherwise.
    Owed {
        /// That nothing was checked today.
        unasked: &'static str,
    },
    /// The signs of the gate, each denied.
    Passed {
        /// That they were.
        line: &'static str,
        /// What waits for the check.
        waits: &'static str,
    },
    /// Nothing yet: the signs of the gate are to be asked.
    Asking {
        /// That nothing was checked today.
        unasked: &'static str,
        /// What is asked.
        ask: &'static str,
        /// The signs.
        signs: &'static [Sign],
    },
}

/// A rule of the check that the moment itself makes true.
#[derive(Clone, Debug, PartialEq)]
pub struct Recheck<'g> {
    /// How soon, in a word.
    pub word: &'static str,
    /// The rule.
    pub rule: &'g Rule,
    /// The findings to answer.
    pub findings: &'g [FindingId],
}

/// A step of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Step<'g> {
    /// Its id.
    pub id: &'g str,
    /// What it is called.
    pub title: &'g str,
    /// What it is called together with the other ways, where the person chooses between things that differ.
    pub together: Option<&'g str>,
    /// When; nothing for now.
    pub when: Option<String>,
    /// How to do it.
    pub how: &'g str,
    /// How often.
    pub often: Option<&'g str>,
    /// How long at most.
    pub length: Option<String>,
    /// What to do half-way.
    pub half_time: Option<&'g str>,
    /// When to stop.
    pub stop_when: &'g str,
    /// The limits to keep in view.
    pub limits: Vec<&'g str>,
    /// How sure it is.
    pub sureness: &'static str,
    /// Our own judgement in it.
    pub judgement: Option<&'g str>,
    /// Who says so.
    pub sources: &'g [String],
    /// Other ways to do the same.
    pub or: Vec<Step<'g>>,
}

impl Step<'_> {
    /// What it is called in a list: together with the other ways where they differ.
    pub fn headline(&self) -> &str {
        self.together.unwrap_or(self.title)
    }
}

/// What the person decides where sources disagree.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision<'g> {
    /// What the plan does.
    pub line: &'g str,
    /// Who decided it.
    pub by: &'static str,
    /// The decision.
    pub decision: &'g supple_guidance::Decision,
    /// The option that is in force.
    pub option: &'g str,
}

/// When to look at a plan again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review<'g> {
    /// When, in a line.
    pub line: String,
    /// Whether that time has come.
    pub is_due: bool,
    /// What to look at.
    pub text: &'g str,
}

/// All of a plan in words. `call` is the number to call, `now` the time of the reader.
pub fn plan<'g>(
    plan: &supple_care::Plan<'g>,
    known: &Known<'_>,
    situation: &Situation,
    call: &str,
    here: Here<'_>,
    now: jiff::Timestamp,
) -> Plan<'g> {
    let tell = |steps: &[Planned<'g>]| steps.iter().map(|planned| step(planned, here.today)).collect();
    let says = plan.asked == Asked::Check || plan.owed >= Urgency::SameDay;
    let recheck = plan.recheck.iter().map(|recheck| Recheck {
        word: urgency::word(recheck.rule.urgency),
        rule: recheck.rule,
        findings: recheck.findings,
    });
    let decisions = plan.decisions.iter().map(|decided| Decision {
        line: &decided.option.line,
        by: match decided.by {
            By::Person => "Your choice",
            By::Trial => "What your trial found",
            By::Default => "What we start with",
        },
        decision: decided.decision,
        option: &decided.option.id,
    });
    Plan {
        how_soon: says.then(|| HowSoon { urgency: plan.urgency, headline: verdict::headline(plan.urgency, call) }),
        basis: basis(plan, known, here),
        recheck: recheck.collect(),
        headline: match plan.about {
            _ if plan.urgency == Urgency::Emergency => WHILE_YOU_WAIT,
            Some(about) => &about.title,
            None => TITLE,
        },
        lead: plan.about.filter(|_| plan.urgency < Urgency::Emergency).map_or("", |about| &about.lead),
        said: said(situation),
        help: tell(&plan.help),
        now: tell(&plan.now),
        next: tell(&plan.next),
        later: tell(&plan.later),
        avoid: plan.avoid.clone(),
        watch: plan.watch.clone(),
        decisions: decisions.collect(),
        review: review(plan, here.today, now),
    }
}

/// What a plan stands on.
pub fn basis(plan: &supple_care::Plan<'_>, known: &Known<'_>, here: Here<'_>) -> Basis {
    let Gate { unasked, ask, passed, waits, signs, .. } = &embedded().relief.gate;
    match (plan.asked, known.at) {
        (Asked::Check, at) => {
            let line = at.map(|at| format!("This plan stands on the check of {}.", recorded(at, here)));
            let open = (!known.verdict.certain).then_some("Some questions in it are open.");
            Basis::Check { line, open }
        }
        (_, Some(at)) if known.owed >= Urgency::SameDay => {
            let at = recorded(at, here);
            let said = "said that someone should look at it soon. Has it been seen, or has it changed?";
            Basis::Earlier { unasked, line: format!("Your check of {at} {said} Only a new check can tell.") }
        }
        // Where a call is owed, the gate could not take it back: the check can.
        _ if plan.owed >= Urgency::SameDay => Basis::Owed { unasked },
        (Asked::Gate, _) => Basis::Passed { line: passed, waits },
        (Asked::Nothing, _) => Basis::Asking { unasked, ask, signs },
    }
}

/// What was said of the moment, in one line.
pub fn said(situation: &Situation) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    let mobility = MOBILITY.iter().find(|(mobility, ..)| situation.mobility == Some(*mobility));
    parts.extend(mobility.map(|(_, words, _)| (*words).to_owned()));
    parts.extend(PLACES.iter().find(|(place, _)| situation.place == Some(*place)).map(|(_, words)| lower(words)));
    parts.extend(situation.alone.map(|alone| if alone { "alone" } else { "not alone" }.to_owned()));
    parts.extend(THINGS.iter().filter(|(thing, _)| situation.at_hand.contains(thing)).map(|(_, words)| lower(words)));
    (!parts.is_empty()).then(|| format!("You said: {}.", parts.join(", ")))
}

/// A step in words.
pub fn step<'g>(planned: &Planned<'g>, today: Date) -> Step<'g> {
    let step = planned.step;
    Step {
        id: &step.id,
        title: &step.title,
        together: planned.together,
        when: when(planned, today),
        how: &step.how,
        often: step.often.as_deref(),
        length: planned.timer.as_ref().map(|timer| length(timer.seconds)),
        half_time: planned.timer.as_ref().and_then(|timer| timer.half_time),
        stop_when: &step.stop_when,
        limits: planned.limits.clone(),
        sureness: supple_guidance::sureness(step.strength),
        judgement: step.judgement.as_deref(),
        sources: &step.sources,
        or: planned.or.iter().map(|other| self::step(other, today)).collect(),
    }
}

/// A length in words: "15 minutes", "30 seconds".
pub fn length(length: u32) -> String {
    Seconds::new(i64::from(length)).map_or_else(|_| String::new(), seconds)
}

fn when(planned: &Planned<'_>, today: Date) -> Option<String> {
    let when = match &planned.when {
        When::Now => return None,
        When::At(at) => format!("From {}", time::at(at, today)),
        When::WhenEased => "When the spasm has eased".to_owned(),
        When::AfterOnset(minutes) => format!("{} hours after it began", minutes / 60),
        When::Later => "Later".to_owned(),
    };
    Some(if planned.again { format!("{when}, once more") } else { when })
}

fn review<'g>(plan: &supple_care::Plan<'g>, today: Date, now: jiff::Timestamp) -> Option<Review<'g>> {
    let (at, about) = (plan.review_at.as_ref()?, plan.about?);
    let is_due = at.timestamp() <= now;
    let line = match is_due {
        true => "Time to look again: how is it now?".to_owned(),
        false => format!("Look again at {}", time::at(at, today)),
    };
    Some(Review { line, is_due, text: &about.review })
}
