//! A trial of one person in words: what it is before it begins, what chance chose, what is asked, and what came out.

use crate::text::{count, sentence};
use crate::time::{self, Here};
use jiff::Timestamp;
use supple_care::trials::{Asks, Finding, Hold, InDiary, arm, offered};
use supple_guidance::trial::{ArmOf, TrialOf};
use supple_trial::figures::{EQUAL, FOUND, MOST_WRONG, SPASMS, USUAL_SCATTER_TENTHS};
use supple_trial::{Arm, Estimate, Eyes, NotEligible, Pair, Protocol, Report, Verdict};

/// Above the trials.
pub const TITLE: &str = "Which works for me?";

/// The way into a trial that was not begun.
pub const TRY: &str = "Try it on yourself";

/// What a trial is, in two lines.
pub const LEAD: &str =
    "Sources disagree, and people differ. In a trial chance chooses for each spasm, so that hope and habit cannot.";

/// What kind of study it is, for whoever reads its numbers.
pub const KIND: &str = "Randomised trial of one person (N-of-1), by themselves and not blinded";

/// For whom a result holds.
pub const HOLDS: &str = "It holds for you and for these two, and for nobody else.";

/// Above the trials that were begun on two devices.
pub const SECOND: &str = "This trial was begun while another one ran, on another device. The first one counts.";

/// What a trial says before it begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Consent {
    /// How it goes, step by step.
    pub goes: Vec<String>,
    /// What it can find and what it cannot, as made-up trials show.
    pub finds: Vec<String>,
    /// What is our own judgement.
    pub judgement: Vec<&'static str>,
}

/// What someone should know before they begin.
pub fn consent(of: &'static TrialOf, protocol: &Protocol) -> Consent {
    let (a, b) = (&of.a.named, &of.b.named);
    let hours = protocol.washout_minutes() / 60;
    let (pain, most) = (protocol.least_pain(), protocol.most_bouts());
    Consent {
        goes: vec![
            format!(
                "At a spasm with a pain of {pain} or more you say how bad it is. Then chance chooses: {a}, or {b}."
            ),
            "After half an hour you say again how bad it is, and once more after an hour.".to_owned(),
            format!(
                "It ends after {most} spasms, sooner if the answer is clear. One spasm every {hours} hours takes part."
            ),
            "Until then you see your own answers and no verdict. A look in between could be a chance peak.".to_owned(),
            "The check and every limit of the plan come first. Leave a spasm out, do something else, or stop: one tap."
                .to_owned(),
            "You know what you do, so hope can still colour your answers. Chance keeps the choice fair, not the judging."
                .to_owned(),
        ],
        finds: finds(),
        judgement: std::iter::once(of.judgement.as_str())
            .chain(offered().all.judgement.iter().map(String::as_str))
            .collect(),
    }
}

/// How many of 100 trials find what is there: as `supple_trial::figures` has it.
fn finds() -> Vec<String> {
    let usual = |scatter: u8| scatter == USUAL_SCATTER_TENTHS;
    let found = FOUND.iter().filter(|found| usual(found.scatter_tenths)).map(|found| {
        let [few, some, all] = found.of_100;
        let points = count(found.difference.into(), "point");
        format!(
            "Does one ease {points} more? {all} of 100 such trials show it by {} spasms, {some} by {}, {few} by {}.",
            SPASMS[2], SPASMS[1], SPASMS[0]
        )
    });
    let equal = EQUAL.iter().find(|equal| usual(equal.scatter_tenths)).map(|equal| {
        let open = equal.no_clear_difference;
        format!("Are both alike? {open} of 100 end with \"no clear difference\", which is an answer too.")
    });
    let wrong = format!("At most {MOST_WRONG} of 100 call a measure better that is not.");
    found.chain(equal).chain([wrong]).collect()
}

/// A headline and lines below it.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// What it comes to.
    pub headline: String,
    /// What else there is to say.
    pub lines: Vec<String>,
}

/// What chance chose.
pub fn drawn(of: &'static TrialOf, chosen: Arm, number: u8) -> Told {
    let chosen = arm(of, chosen);
    Told {
        headline: format!("Chance chose: {}", chosen.name),
        lines: vec![chosen.does.clone(), format!("Spasm {number} of the trial.")],
    }
}

/// In place of what to do, where the plan does not show the measure any more.
pub const GONE: &str = "It is not in your plan for this moment any more, so leave it out. Look at the plan.";

/// What is asked after a draw.
pub fn asks(asks: Asks, here: Here<'_>) -> String {
    match asks {
        Asks::NotYet(due) => format!("At {} it asks how bad it is then.", time::recorded(due, here)),
        Asks::First => "How bad is it now?".to_owned(),
        Asks::Second { is_late: false } => "An hour is over. How bad is it now?".to_owned(),
        Asks::Second { is_late: true } => "Half an hour is long over. How bad is it now? It counts as late.".to_owned(),
    }
}

/// Why a spasm takes no part.
pub fn hold(of: &'static TrialOf, hold: Hold, protocol: &Protocol) -> String {
    match hold {
        Hold::SayFirst => "Say first how you are now. The plan asks it.".to_owned(),
        Hold::CheckFirst => "The check comes first, or the short look at the signs in the plan.".to_owned(),
        Hold::Not(NotEligible::Sign) => "Something needs help first. This spasm takes no part.".to_owned(),
        Hold::Not(NotEligible::LittlePain) => {
            format!("A spasm takes part from a pain of {} on. Less can hardly fall.", protocol.least_pain())
        }
        Hold::Not(NotEligible::NotAllowed(chosen)) => {
            let named = &arm(of, chosen).named;
            sentence(&format!("{named} is not in your plan for this moment, so nothing is drawn."))
        }
        Hold::Not(NotEligible::Asleep) => "You are about to sleep.".to_owned(),
        Hold::Not(NotEligible::Washout) => {
            let hours = protocol.washout_minutes() / 60;
            format!("The last measure or painkiller is less than {hours} hours ago, so it could still be at work.")
        }
    }
}

/// Where a comparison stands, in a few words.
pub fn state(of: &'static TrialOf, trial: Option<&InDiary<'_>>) -> String {
    match trial {
        None => TRY.to_owned(),
        Some(trial) if trial.runs() => format!("It goes on. {}", progress(trial)),
        Some(trial) => outcome(of, &trial.report).headline,
    }
}

/// How far it is.
pub fn progress(trial: &InDiary<'_>) -> String {
    let most = trial.trial.protocol().most_bouts();
    match trial.kept.draws.len() {
        0 => format!("No spasm yet, of up to {most}."),
        drawn => format!("{} of up to {most}.", count(drawn, "spasm")),
    }
}

/// That two devices chose for one spasm while they were apart; nothing where they did not.
pub fn dropped(trial: &InDiary<'_>) -> Option<String> {
    let dropped = trial.kept.dropped.first()?;
    let many = trial.kept.dropped.len();
    let spasms = if many == 1 { "That spasm takes".to_owned() } else { format!("{many} such spasms take") };
    Some(format!(
        "Two devices chose for number {} while they were apart. The earlier choice counts. {spasms} no part.",
        dropped.draw.number
    ))
}

/// How far pain fell.
pub fn fall(points: i8) -> String {
    match points {
        0 => "stayed".to_owned(),
        1.. => format!("fell {points}"),
        _ => format!("rose {}", points.unsigned_abs()),
    }
}

/// The heads of the table of pairs.
pub fn pair_heads(of: &TrialOf) -> [String; 3] {
    ["Pair".to_owned(), format!("After {}", of.a.named), format!("After {}", of.b.named)]
}

/// A row of that table: what pain did, in points.
pub fn pair(place: usize, pair: &Pair) -> [String; 3] {
    [(place + 1).to_string(), fall(pair.a), fall(pair.b)]
}

/// What came out, or how far it is.
pub fn outcome(of: &'static TrialOf, report: &Report) -> Told {
    let named = |chosen: Arm| arm(of, chosen).named.as_str();
    let name = |chosen: Arm| arm(of, chosen).name.as_str();
    let known = report.estimate.as_ref().map(|estimate| known(of, estimate));
    let (headline, lines): (String, Vec<String>) = match report.verdict {
        Verdict::TooEarly | Verdict::GoesOn => {
            ("It goes on".to_owned(), vec!["A verdict comes when it is clear, or at the end.".to_owned()])
        }
        Verdict::Better(arm) => (
            format!("{} eases yours further", name(arm)),
            vec!["This is your answer. The plan goes by it from now on, until you decide otherwise.".to_owned()],
        ),
        Verdict::AboutTheSame => {
            ("Both do about the same".to_owned(), vec!["So take what you like better, or have at hand.".to_owned()])
        }
        Verdict::NoClearDifference { leans } => (
            "No clear difference".to_owned(),
            vec![
                "That is an answer: if one is better, then by little, or now and then.".to_owned(),
                leans.map_or_else(String::new, |arm| {
                    format!("It leans to {}. A lean as this comes by chance alone in some of these trials.", named(arm))
                }),
            ],
        ),
        Verdict::TooFewAnswers => (
            "Too few answers to tell".to_owned(),
            vec!["All spasms are over, and too few have an answer after half an hour.".to_owned()],
        ),
        Verdict::StoppedForHarm(arm) => (
            format!("Stopped: pain rose after {}", named(arm)),
            vec!["Leave it out for now. If pain keeps rising, tell a doctor.".to_owned()],
        ),
        Verdict::StoppedByPerson => {
            ("You stopped this trial".to_owned(), vec!["That is fine. What was known then is no verdict.".to_owned()])
        }
    };
    let spasms = format!("It looked at {}.", count(report.after.into(), "spasm"));
    let late = (!report.late.is_empty()).then(|| format!("{} came late.", count(report.late.len(), "answer")));
    let missing =
        (!report.unanswered.is_empty()).then(|| format!("{} had no answer.", count(report.unanswered.len(), "spasm")));
    let over = report.verdict.is_over();
    let holds = (over && report.estimate.is_some()).then(|| HOLDS.to_owned());
    let counts: Vec<String> = over.then_some(spasms).into_iter().chain(late).chain(missing).collect();
    let counts = (!counts.is_empty()).then(|| counts.join(" "));
    let rest = known.into_iter().chain(holds).chain(counts);
    Told { headline, lines: lines.into_iter().filter(|line| !line.is_empty()).chain(rest).collect() }
}

/// What is known of the difference.
fn known(of: &TrialOf, estimate: &Estimate) -> String {
    let better = if estimate.mean >= 0.0 { Arm::B } else { Arm::A };
    let (low, high) = if better == Arm::B { (estimate.low, estimate.high) } else { (-estimate.high, -estimate.low) };
    let (first, other) = (&arm(of, better).named, &arm(of, better.other()).named);
    let points = tenths(estimate.mean.abs());
    let line = format!("after {first} pain fell about {points} points further within half an hour than after {other}.");
    format!("{} From {} to {} points would fit your answers as well.", sentence(&line), tenths(low), tenths(high))
}

/// A number with one digit behind the point.
fn tenths(points: f64) -> String {
    let rounded = (points * 10.0).round() / 10.0;
    // No minus before a zero.
    let rounded = if rounded == 0.0 { 0.0 } else { rounded };
    format!("{rounded:.1}").replace('-', "\u{2212}")
}

/// The same trial with other eyes: what is looked at, and what is known then.
pub fn eyes(of: &TrialOf, looks: &[(Eyes, Option<Estimate>)]) -> Vec<[String; 2]> {
    let told = |(eyes, estimate): &(Eyes, Option<Estimate>)| {
        let name = match eyes {
            Eyes::WithoutLate => "Without late answers",
            Eyes::RescueFails => "A painkiller in between counts as no relief",
            Eyes::AsTreated => "By what you did, not by what chance chose",
            Eyes::AfterAnHour => "After an hour",
            Eyes::Independent => "If no spasm is like the one before",
            Eyes::AlikeByOrder => "If one spasm is like the next, or its opposite",
            Eyes::AlikeByTime => "If spasms close in time are alike",
        };
        let known = estimate.as_ref().map_or_else(|| "Too little to tell".to_owned(), |estimate| short(of, estimate));
        [name.to_owned(), known]
    };
    looks.iter().map(told).collect()
}

/// What is known of the difference, in a cell.
fn short(of: &TrialOf, estimate: &Estimate) -> String {
    let better = if estimate.mean >= 0.0 { Arm::B } else { Arm::A };
    let (low, high) = if better == Arm::B { (estimate.low, estimate.high) } else { (-estimate.high, -estimate.low) };
    format!("{}: {} further ({} to {})", arm(of, better).name, tenths(estimate.mean.abs()), tenths(low), tenths(high))
}

/// Why the plan starts with a measure.
pub fn why(found: &Finding) -> String {
    let measure: &ArmOf = found.measure();
    let spasms = count(found.spasms.into(), "spasm");
    if found.other_harmed {
        let other = &arm(found.of, found.better.other()).named;
        return format!(
            "Your trial was stopped, since pain rose after {other}. So the plan starts with {}.",
            measure.named
        );
    }
    format!("Your own trial of {spasms} found that {} eases yours further. The plan goes by it.", measure.named)
}

/// When a trial was begun, in a line.
pub fn begun(at: Timestamp, here: Here<'_>) -> String {
    format!("Begun {}.", time::recorded(at, here))
}
