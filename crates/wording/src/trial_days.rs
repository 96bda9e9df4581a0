//! A trial of one person over days in words: what it is before it begins, what today is, and what came out.

use crate::programme;
use crate::text::{count, lower, sentence};
use crate::time::{self, Here};
use crate::trial::{Consent, TRY, Told};
use jiff::civil::Date;
use supple_guidance::embedded;
use supple_guidance::trial::DaysOf;
use supple_programme::trial::{Adherence, Begun, Due, Hold, InDiary, Rate, Refused};
use supple_trial::days::figures::{A_FIFTH, MOST_WRONG, NOTHING_THERE, halving};
use supple_trial::days::{DaysEstimate, DaysReport, HabitProtocol, Period};
use supple_trial::{Arm, Verdict};

/// Above the trials over days.
pub const TITLE: &str = "Does a habit help me?";

/// What a trial over days is, in two lines.
pub const LEAD: &str = "Some weeks with it, some without, as chance chooses. Your diary counts the spasms, so that hope and season cannot.";

/// What kind of study it is, for whoever reads its numbers.
pub const KIND: &str = "Randomised trial of one person (N-of-1) over days, by themselves and not blinded";

/// For whom a result holds.
pub const HOLDS: &str = "It holds for you and for this one habit, and for nobody else.";

/// That none is told to be inactive, and that doing it anyway is fine.
pub const FINE: &str = "Do it anyway if you want to, and say so: that is fine.";

/// What of the others counts while it goes on.
pub const NO_VERDICT: &str = "Your own days, and no verdict yet: a look in between could be a chance peak.";

/// The sides, without the habit and with it.
pub fn side(of: &DaysOf, arm: Arm) -> String {
    match arm {
        Arm::A => format!("without {}", of.named),
        Arm::B => format!("with {}", of.named),
    }
}

/// A period by its length: "week", "2 weeks".
fn period(days: u8) -> String {
    match days {
        7 => "week".to_owned(),
        days if days % 7 == 0 => count(usize::from(days / 7), "week"),
        days => count(days.into(), "day"),
    }
}

/// How many weeks all periods have at most.
pub fn most_weeks(protocol: &HabitProtocol) -> usize {
    (2 * usize::from(protocol.most_pairs()) * usize::from(protocol.period_days())).div_ceil(7)
}

/// After how many weeks there can be a verdict.
fn first_weeks(protocol: &HabitProtocol) -> usize {
    (2 * usize::from(protocol.first_look()) * usize::from(protocol.period_days())).div_ceil(7)
}

/// What someone should know before they begin.
pub fn consent(of: &'static DaysOf, protocol: &HabitProtocol, rate: Option<Rate>) -> Consent {
    let (first, most) = (first_weeks(protocol), most_weeks(protocol));
    let days = period(protocol.period_days());
    let each = if protocol.period_days() == 7 { "each week".to_owned() } else { format!("for {days} at a time") };
    Consent {
        goes: vec![
            format!("Chance chooses {each}: {}, or without. Of two, one is each.", side(of, Arm::B)),
            format!("With it: {}", lower(&of.does)),
            format!("Without it: {} {FINE}", lower(&of.without)),
            "Each day you answer the daily question, and say if you did it. A day without an answer is unknown, never quiet."
                .to_owned(),
            format!("It ends after {most} weeks, or from {first} on if it is clear. Until then you see no verdict."),
            "In an episode, or with a warning sign, it waits: your plan comes first. One tap stops it.".to_owned(),
            "Did a doctor or a physiotherapist ask you to do it? Then do not leave it out for a trial.".to_owned(),
        ],
        finds: finds(protocol, rate),
        judgement: std::iter::once(of.judgement.as_str())
            .chain(embedded().trials.all_days.judgement.iter().map(String::as_str))
            .collect(),
    }
}

/// A rate in words: "about 3 spasms a week".
fn often(per_day: f64) -> String {
    let week = 7.0 * per_day;
    match week {
        _ if week < 0.25 => "hardly a spasm".to_owned(),
        _ if week < 0.75 => "about a spasm in two weeks".to_owned(),
        _ if week < 1.5 => "about one spasm a week".to_owned(),
        _ if (6.0..8.5).contains(&week) => "about one spasm a day".to_owned(),
        _ => format!("about {} spasms a week", week.round()),
    }
}

/// How many of 100 trials find what is there, at the rate of this person: as `supple_trial::days::figures` has it.
fn finds(protocol: &HabitProtocol, rate: Option<Rate>) -> Vec<String> {
    let weeks = most_weeks(protocol);
    let found = |per_day: f64| halving(protocol.period_days(), per_day).map(|found| found.of_100);
    let mut lines = Vec::new();
    match rate {
        Some(rate) => {
            if let Some(of_100) = found(rate.per_day) {
                lines.push(format!(
                    "Your diary has {}. If it halves them, about {of_100} of 100 such trials find it in {weeks} weeks.",
                    often(rate.per_day)
                ));
                if of_100 < 30 {
                    lines.push(
                        "So it will most likely not tell you. With few spasms there is little to count.".to_owned(),
                    );
                }
            }
        }
        None => {
            lines.push("Your diary does not know yet how often spasms come. Two weeks of answers tell it.".to_owned());
            let each = [1.0, 0.4, 0.15].into_iter();
            let each = each.filter_map(|per_day| Some(format!("{} with {}", found(per_day)?, often(per_day))));
            let each = each.collect::<Vec<_>>().join(", ");
            lines.push(format!("If it halves them, of 100 such trials so many find it in {weeks} weeks: {each}."));
        }
    }
    // That was made up for weeks alone.
    if protocol.period_days() == 7 {
        lines.push(format!("If it takes away a fifth of them, {A_FIFTH} of 100 find it at most."));
    }
    lines.push(format!(
        "If it does nothing, {NOTHING_THERE} of 100 or more end with \"no clear difference\", which is an answer too."
    ));
    lines.push(format!("At most {MOST_WRONG} of 100 call a side better that is not."));
    lines
}

/// What chance chose for today.
pub fn today(of: &'static DaysOf, begun: &Begun, day: u8) -> Told {
    let line = match begun.arm {
        Arm::B => of.does.clone(),
        Arm::A => of.without.clone(),
    };
    let days = begun.first.until(begun.last).map_or(0, |span| span.get_days()) + 1;
    let fine = (begun.arm == Arm::A).then(|| FINE.to_owned());
    let place = format!("Day {day} of {days}, part {} of the trial.", begun.number);
    Told {
        headline: format!("Today: {}", side(of, begun.arm)),
        lines: std::iter::once(line).chain(fine).chain([place]).collect(),
    }
}

/// What was said of today.
pub fn did(did: bool) -> &'static str {
    if did { "You did it today." } else { "You did not do it today." }
}

/// Above the reasons for which a trial waits.
pub const WAITS: &str = "Today the trial waits";

/// What holds while it waits.
pub const NOTHING_ASKED: &str = "Nothing is asked of you, and nothing is to be left out. Do what does you good.";

/// Why a trial waits today.
pub fn hold(hold: &Hold) -> String {
    use supple_programme::Pause;
    match hold {
        Hold::Pause(Pause::Episode) => {
            "An episode goes on, so your plan comes first. Once you are over it, say so on the start.".to_owned()
        }
        Hold::Pause(pause) => programme::pause(pause),
        Hold::Out(out) => programme::out(out),
        Hold::NotForYou => "It is not for you, or may not be, by what you said about yourself.".to_owned(),
    }
}

/// That the next period may begin.
pub fn begins(protocol: &HabitProtocol, number: usize) -> Told {
    let next = if number == 1 { "The first" } else { "The next" };
    Told {
        headline: format!("{next} {} may begin today", if protocol.period_days() == 7 { "week" } else { "part" }),
        lines: vec![format!(
            "Chance chooses once, for {}. It begins today.",
            count(protocol.period_days().into(), "day")
        )],
    }
}

/// What is waited for once all periods are over.
pub fn waits(until: Date, today: Date) -> String {
    format!(
        "All its days are over. Until {} you can still answer the last ones; then it tells.",
        time::day(until, today)
    )
}

/// Where a trial stands, in a few words.
pub fn state(of: &'static DaysOf, trial: Option<&InDiary<'_>>) -> String {
    match trial {
        None => TRY.to_owned(),
        Some(trial) if trial.runs() => format!("It goes on. {}", progress(trial)),
        Some(trial) => outcome(of, &trial.report).headline,
    }
}

/// How far it is.
pub fn progress(trial: &InDiary<'_>) -> String {
    let protocol = trial.trial.protocol();
    let most = 2 * usize::from(protocol.most_pairs());
    let unit = if protocol.period_days() == 7 { "week" } else { "part" };
    match trial.begun.len() {
        0 => format!("No {unit} yet, of up to {most}."),
        begun => format!("{} of up to {most} begun.", count(begun, unit)),
    }
}

/// How many days of a period are answered so far.
pub fn answered_so_far([answered, passed]: [usize; 2]) -> String {
    let left = passed.saturating_sub(answered);
    let line = format!("The daily question is answered on {answered} of its {}.", count(passed, "day"));
    if left == 0 { line } else { format!("{line} What is open of the last days still counts.") }
}

/// On how many days it was done as chance chose.
pub fn adherence(done: Adherence) -> Option<String> {
    let all = done.as_drawn + done.otherwise + done.unknown;
    (all > 0).then(|| {
        format!(
            "Of {}: {} as chance chose, {} otherwise, {} not told. All count as chance chose.",
            count(all, "day"),
            done.as_drawn,
            done.otherwise,
            done.unknown
        )
    })
}

/// That two devices chose for one period while they were apart; nothing where they did not.
pub fn dropped(trial: &InDiary<'_>) -> Option<String> {
    (trial.dropped > 0).then(|| {
        "Two devices chose for the same days while they were apart. The earlier choice counts; both are the same."
            .to_owned()
    })
}

/// The heads of the table of pairs.
pub fn pair_heads(of: &DaysOf) -> [String; 3] {
    ["Pair".to_owned(), sentence(&side(of, Arm::A)), sentence(&side(of, Arm::B))]
}

/// A row of that table: the spasms of the days that are known.
pub fn pair(place: usize, pair: &[Period; 2]) -> [String; 3] {
    let told = |period: &Period| {
        format!("{} in {}", count(period.spasms as usize, "spasm"), count(period.observed_days.into(), "day"))
    };
    [(place + 1).to_string(), told(&pair[0]), told(&pair[1])]
}

/// What came out, or how far it is.
pub fn outcome(of: &'static DaysOf, report: &DaysReport) -> Told {
    let (headline, lines): (String, Vec<String>) = match report.verdict {
        Verdict::TooEarly | Verdict::GoesOn => {
            ("It goes on".to_owned(), vec!["A verdict comes when it is clear, or at the end.".to_owned()])
        }
        Verdict::Better(Arm::B) => (
            format!("Fewer spasms {}", side(of, Arm::B)),
            vec!["This is your answer. Keep it up as long as it suits you.".to_owned()],
        ),
        Verdict::Better(Arm::A) => (
            format!("More spasms {}", side(of, Arm::B)),
            vec![
                "This is your answer. Leave this one thing out for now, and stay active in other ways.".to_owned(),
                "If spasms keep coming more often, tell a doctor.".to_owned(),
            ],
        ),
        Verdict::AboutTheSame => (
            "About as many either way".to_owned(),
            vec!["So do it if you like it. It may be good for other things.".to_owned()],
        ),
        Verdict::NoClearDifference { leans } => {
            let lean = leans.map(|arm| {
                let fewer = side(of, arm);
                format!("It leans to fewer {fewer}. A lean as this comes by chance alone in some of these trials.")
            });
            let mut lines =
                vec!["That is an answer: if it changes something, then too little to see in so many days.".to_owned()];
            lines.extend(lean);
            ("No clear difference".to_owned(), lines)
        }
        Verdict::TooFewAnswers => (
            "Too few days to tell".to_owned(),
            vec!["All its days are over, and too few of them were answered.".to_owned()],
        ),
        Verdict::StoppedForHarm(_) | Verdict::StoppedByPerson => {
            ("You stopped this trial".to_owned(), vec!["That is fine. What was known then is no verdict.".to_owned()])
        }
    };
    let over = report.verdict.is_over();
    let known = report.estimate.as_ref().map(|estimate| known(of, estimate));
    let holds = (over && report.estimate.is_some()).then(|| HOLDS.to_owned());
    let looked = over.then(|| format!("It looked at {}.", count(report.pairs.len(), "pair")));
    Told { headline, lines: lines.into_iter().chain(known).chain(holds).chain(looked).collect() }
}

/// What is known of the ratio.
pub fn known(of: &DaysOf, estimate: &DaysEstimate) -> String {
    format!(
        "{} spasms came about {} times as often as without. From {} to {} times would fit your days as well.",
        sentence(&side(of, Arm::B)),
        times(estimate.mean),
        times(estimate.low),
        times(estimate.high)
    )
}

/// A ratio with two digits that count.
pub fn times(ratio: f64) -> String {
    if ratio < 0.095 { format!("{ratio:.2}") } else { format!("{ratio:.1}") }
}

/// Why nothing was written, in a sentence.
pub fn refused(why: &Refused, here: Here<'_>) -> String {
    match why {
        Refused::NoTrial => "No trial over days runs.".to_owned(),
        Refused::Another => "Another trial over days goes on. One at a time.".to_owned(),
        Refused::Holds(holds) => {
            let lines: Vec<String> = holds.iter().map(hold).collect();
            format!("Not today. {}", lines.join(" "))
        }
        Refused::GoesOn(until) => format!("What chance chose holds until {}.", time::day(*until, here.today)),
        Refused::Draw(error) => format!("Nothing was drawn: {error}."),
        Refused::NoDay(day) => {
            format!("{} is no day of the trial that can still be told.", sentence(&time::day(*day, here.today)))
        }
        Refused::Value(why) => format!("It cannot be written down: {why}."),
    }
}

/// What is due, in a line, for the start and for lists.
pub fn line(trial: &InDiary<'_>, due: &Due, today: Date) -> Told {
    match due {
        Due::Begins(_) => begins(trial.trial.protocol(), trial.begun.len() + 1),
        Due::Held(holds) => Told { headline: WAITS.to_owned(), lines: holds.iter().map(hold).collect() },
        Due::Goes { holds, .. } if !holds.is_empty() => Told {
            headline: WAITS.to_owned(),
            lines: holds.iter().map(hold).chain([NOTHING_ASKED.to_owned()]).collect(),
        },
        Due::Goes { begun, day, .. } => self::today(trial.of, begun, *day),
        Due::Waits(until) => Told { headline: "It is nearly over".to_owned(), lines: vec![waits(*until, today)] },
    }
}
