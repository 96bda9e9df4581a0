//! The summary in words: the first page, bounded whatever the diary holds, and the annexes.

use crate::annexes::annexes;
use crate::course::{Course, WeekCount};
use crate::request::Part;
use crate::said::{AnswerKind, Checked};
use crate::sheet::{Block, Fact, Sheet};
use crate::summary::{Link, Summary};
use crate::tried::{Taken, Tried};
use jiff::civil::Date;
use supple_care::questionnaire::{error, questionnaire};
use supple_diary::Names;
use supple_guidance::questionnaire::ScoreError;
use supple_guidance::{Urgency, embedded};
use supple_insight::figures::{duration, number};
use supple_pictures::chart::{Bar, counts};
use supple_text::shorten;
use supple_wording::questionnaire::{at_an_end, changed, measured_by, points};
use supple_wording::{LANGUAGE, count, names, plain, sentence, urgency};

/// So much stands on the first page at most; the annexes have the rest.
const QUOTES: usize = 2;
const ROWS: usize = 4;
const ABILITIES: usize = 3;
const LINKS: usize = 3;
const SIGNS: usize = 8;
const FACTS: usize = 6;
const QUESTIONS: usize = 3;

/// So many characters of own words stand on the first page.
const QUOTED: usize = 160;
const NAMED: usize = 48;
const ASKED: usize = 120;

/// With more weeks than this, bars are months; with more months, years.
const WEEKS: usize = 26;
const MONTHS: usize = 26;

/// Below what was tried.
pub(crate) const NOT_AT_RANDOM: &str = "What was tried was not tried at random: pain also falls by itself.";

/// Below what goes with spasms.
pub(crate) const ASSOCIATION: &str = "Case-crossover comparison within one person: linked, not proven.";

/// What the errors of pain and of own activities are called in the guidance.
pub(crate) const PAIN: &str = "pain";
pub(crate) const ABILITY: &str = "ability";

/// Words a part.
type Told = fn(&Summary) -> Vec<Block>;

impl Summary {
    /// The report in words.
    pub fn sheet(&self) -> Sheet {
        let first = self.first_page();
        let annexes = self.request.as_ref().map_or_else(Vec::new, |request| annexes(self, request));
        Sheet { title: self.title(), language: LANGUAGE.to_owned(), first, annexes }
    }

    /// What it is, and whose.
    pub fn title(&self) -> String {
        let born = self.born.map(|year| format!("born {year}"));
        let whose = [self.name.as_deref().map(|name| shorten(&plain(name), NAMED)), born];
        let whose: Vec<String> = whose.into_iter().flatten().collect();
        if whose.is_empty() {
            "Back spasm record".to_owned()
        } else {
            format!("Back spasm record: {}", whose.join(", "))
        }
    }

    /// Whether a part was asked for.
    pub(crate) fn has(&self, part: Part) -> bool {
        self.request.as_ref().is_none_or(|request| request.has(part))
    }

    fn first_page(&self) -> Vec<Block> {
        let sections = self.sections().into_iter().flat_map(|(_, blocks)| blocks);
        std::iter::once(Block::Lead(self.lead())).chain(sections).chain([Block::Small(self.end())]).collect()
    }

    /// The parts that are asked for, each with its heading first. A part of which nothing is known has no blocks.
    pub(crate) fn sections(&self) -> Vec<(Part, Vec<Block>)> {
        let parts: [(Part, Told); 9] = [
            (Part::Course, Summary::course),
            (Part::Moments, Summary::moments),
            (Part::Life, Summary::life),
            (Part::Tried, Summary::tried),
            (Part::Tried, Summary::trials),
            (Part::Links, Summary::links),
            (Part::Check, Summary::check),
            (Part::Health, Summary::health),
            (Part::Ask, Summary::ask),
        ];
        let asked = parts.into_iter().filter(|(part, _)| self.has(*part));
        asked.map(|(part, told)| (part, told(self))).collect()
    }

    /// The whole in a few sentences.
    pub fn lead(&self) -> String {
        let course = &self.course;
        let days = self.period.days();
        let mut said = vec![format!(
            "{} on {} from {}; known of {} of {}.",
            count(course.spasms, "spasm"),
            count(course.spasm_days, "day"),
            dates(self.period.from, self.period.to),
            course.known_days,
            count(usize::try_from(days).unwrap_or(usize::MAX), "day"),
        )];
        if self.has(Part::Course) {
            if let Some(seconds) = course.seconds.filter(|spread| spread.n >= 3) {
                said.push(format!("Half last at most {}.", duration(seconds.median)));
            }
            said.extend(stuck(course));
        }
        if self.has(Part::Check) {
            said.extend(self.check.as_ref().map(found));
        }
        said.join(" ")
    }

    fn course(&self) -> Vec<Block> {
        let course = &self.course;
        let mut blocks = vec![Block::Heading("How often, how long, how bad".to_owned())];
        blocks.extend(self.picture().map(|scene| Block::Picture(Box::new(scene))));
        let mut facts = Vec::new();
        let mut fact = |name: &str, value: Option<String>| {
            facts.extend(value.map(|value| Fact { name: name.to_owned(), value }));
        };
        fact("How often", self.trend.words.first().map(|words| plain(words)));
        fact("Each lasts", lasts(course));
        fact("Strength", course.strength.map(|s| of_ten(s.median, s.least, s.most, s.n)));
        fact("Pain, all entries", course.pain.map(|s| of_ten(s.median, s.least, s.most, s.n)));
        fact("Where", places(course));
        fact("Could not get up", could_not_get_up(course));
        if !facts.is_empty() {
            blocks.push(Block::Facts(facts));
        }
        blocks
    }

    /// Spasms over time, in as many bars as can be read.
    pub fn picture(&self) -> Option<supple_drawing::Scene> {
        if self.course.spasms == 0 {
            return None;
        }
        let (bars, unit) = bars(&self.course.weeks);
        let told: Vec<String> = bars.iter().map(|bar| format!("{}: {}", bar.label, bar.count)).collect();
        let description = format!("Spasms by {unit}. {}.", told.join("; "));
        counts(&bars, &format!("Spasms by {unit}"), &description)
    }

    fn moments(&self) -> Vec<Block> {
        // The same words twice tell nothing more.
        let mut seen = Names::default();
        let quotes =
            self.moments.iter().filter(|moment| seen.add(&moment.words)).take(QUOTES).map(|moment| Block::Quote {
                words: shorten(&one_line(&plain(&moment.words)), QUOTED),
                written: format!("{}, {}", day(moment.on), written(moment.written_after)),
            });
        under("Worst moments, in own words", quotes.collect())
    }

    fn life(&self) -> Vec<Block> {
        let mut facts: Vec<Fact> = Vec::new();
        let nights = self.nights;
        if nights.asked > 0 {
            let value = format!("slept badly on {} of {}", nights.bad, count(nights.asked, "night"));
            facts.push(Fact { name: "Sleep".to_owned(), value });
        }
        for ability in self.abilities.iter().take(ABILITIES) {
            let before = (ability.times > 1).then_some((ability.first, ability.first_on));
            let name = shorten(&sentence(&plain(&ability.what)), NAMED);
            let score = format!("{} of 10", ability.last);
            facts.push(Fact { name, value: beside(&score, before, ability.last, error(ABILITY)) });
        }
        for filled in &self.filled {
            let score = format!("{} of {} on {}", filled.points, filled.of, day(filled.on));
            let value = beside(&score, filled.before, filled.points, error(&filled.id));
            let name = questionnaire(&filled.id).map_or(filled.id.as_str(), |one| one.short.as_str());
            facts.push(Fact { name: name.to_owned(), value });
        }
        let mut blocks = if facts.is_empty() { Vec::new() } else { vec![Block::Facts(facts)] };
        blocks.extend(self.errors().map(Block::Small));
        under("What it takes from me", blocks)
    }

    /// What stands below scores that changed: who measured their errors.
    fn errors(&self) -> Option<String> {
        let abilities = self.abilities.iter().take(ABILITIES);
        let changed = abilities.filter(|one| one.times > 1 && one.first != one.last).filter_map(|_| error(ABILITY));
        let filled = self.filled.iter().filter(|one| one.before.is_some_and(|(points, _)| points != one.points));
        let ends = self.filled.iter().filter_map(|one| at_an_end(error(&one.id)?, one.points));
        let errors: Vec<_> = changed.chain(filled.filter_map(|one| error(&one.id))).collect();
        let told = (!errors.is_empty())
            .then(|| format!("A change within the error of measurement may be chance ({}).", measured_by(errors)));
        let said: Vec<String> = told.into_iter().chain(ends).collect();
        (!said.is_empty()).then(|| said.join(" "))
    }

    fn tried(&self) -> Vec<Block> {
        let measures = self.tried.iter().take(ROWS).map(measure_row);
        let medicines = self.taken.iter().take(ROWS).map(medicine_row);
        let rows: Vec<Vec<String>> = measures.chain(medicines).collect();
        if rows.is_empty() {
            return Vec::new();
        }
        let more = self.tried.len().saturating_sub(ROWS) + self.taken.len().saturating_sub(ROWS);
        let head = ["What", "How often", "Pain before and after", "Helped"].map(str::to_owned).to_vec();
        let mut small = NOT_AT_RANDOM.to_owned();
        let pain = self.tried.iter().any(|one| one.after.is_some()) || self.taken.iter().any(|one| one.after.is_some());
        if let Some(error) = error(PAIN).filter(|_| pain) {
            let points = points(error);
            small.push_str(&format!(" The error of one pain level is {points} ({}).", measured_by([error])));
        }
        if more > 0 {
            small.push_str(&format!(" {more} more were written down."));
        }
        let caption = "Tried, and what followed".to_owned();
        vec![Block::Heading(caption.clone()), Block::Table { caption, head, rows }, Block::Small(small)]
    }

    fn links(&self) -> Vec<Block> {
        let told: Vec<String> = self.links.iter().take(LINKS).map(link).collect();
        if told.is_empty() {
            return Vec::new();
        }
        let heading = Block::Heading("Goes with spasms".to_owned());
        vec![heading, Block::List(told), Block::Small(ASSOCIATION.to_owned())]
    }

    fn check(&self) -> Vec<Block> {
        let Some(check) = &self.check else {
            return under("Warning signs", vec![Block::Words("The check was not done.".to_owned())]);
        };
        let heading = format!("Warning signs asked, {}", asked_at(check));
        let list = |is: AnswerKind| check.answers.iter().filter(move |answer| answer.is == is);
        let some = |is: AnswerKind| {
            let said = list(is).take(SIGNS).map(|answer| said(&answer.ask, &answer.said, is)).collect::<Vec<_>>();
            let more = list(is).count().saturating_sub(SIGNS);
            match (said.is_empty(), more) {
                (true, _) => "none".to_owned(),
                (_, 0) => said.join("; "),
                _ => format!("{}; and {more} more", said.join("; ")),
            }
        };
        let grave = list(AnswerKind::No).filter(|answer| answer.is_grave);
        let denied: Vec<&str> = grave.filter_map(|answer| answer.deny.as_deref()).collect();
        let others = list(AnswerKind::No).count() - denied.len();
        let no = match (denied.is_empty(), others) {
            (true, 0) => "none".to_owned(),
            (true, _) => count(others, "question"),
            (_, 0) => denied.join(", "),
            _ => format!("{}; and to {} of less weight", denied.join(", "), count(others, "question")),
        };
        let mut facts = vec![
            Fact { name: "Yes".to_owned(), value: some(AnswerKind::Yes) },
            Fact { name: "Not sure".to_owned(), value: some(AnswerKind::Unsure) },
            Fact { name: "No".to_owned(), value: no },
        ];
        if !check.not_asked.is_empty() {
            let value = format!("{} that this check did not come to", count(check.not_asked.len(), "question"));
            facts.push(Fact { name: "Not asked".to_owned(), value });
        }
        vec![Block::Heading(heading), Block::Facts(facts)]
    }

    fn health(&self) -> Vec<Block> {
        let is_no = |said: &str| said.eq_ignore_ascii_case("no");
        let so: Vec<&crate::Fact> = self.health.iter().filter(|fact| !is_no(&fact.said)).collect();
        let facts: Vec<Fact> = so
            .iter()
            .take(FACTS)
            .map(|fact| Fact { name: shorten(&fact.what, ASKED), value: shorten(&fact.said, NAMED) })
            .collect();
        let mut blocks = if facts.is_empty() { Vec::new() } else { vec![Block::Facts(facts)] };
        let more = so.len().saturating_sub(FACTS);
        let no = self.health.len() - so.len();
        let rest = [(more, "more with yes"), (no, "answered with no")];
        let rest: Vec<String> = rest.iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{n} {words}")).collect();
        if !rest.is_empty() {
            blocks.push(Block::Small(format!("Of what was asked: {}.", rest.join(", "))));
        }
        under("Illnesses and what I take", blocks)
    }

    fn ask(&self) -> Vec<Block> {
        let asked: Vec<String> =
            self.ask.iter().take(QUESTIONS).map(|ask| shorten(&one_line(&plain(ask)), ASKED)).collect();
        let blocks = if asked.is_empty() { Vec::new() } else { vec![Block::List(asked)] };
        under("I want to ask", blocks)
    }

    /// How it was written, and what ties it to the diary.
    pub(crate) fn end(&self) -> String {
        let written = self.written;
        let mut said = Vec::new();
        if self.course.spasms > 0 {
            said.push(format!(
                "How it was written: {} of {} within {} minutes, {} later from memory.",
                written.prompt,
                count(self.course.spasms, "spasm"),
                written.prompt_minutes,
                written.later
            ));
        }
        if written.corrected + written.removed > 0 {
            said.push(format!(
                "{} corrected, {} taken out; each version is kept.",
                count_entries(written.corrected),
                written.removed
            ));
        }
        if !self.proof.heads.is_empty() {
            said.push(format!("Check code {}.", self.proof.code()));
        }
        said.push(embedded().report.not_a_diagnosis.clone());
        said.join(" ")
    }
}

/// A score, and how it was before, with the change beside its error.
fn beside(score: &str, before: Option<(u32, Date)>, now: u32, error: Option<&ScoreError>) -> String {
    match before {
        Some((was, on)) => format!("{score} (was {was} on {}: {})", day(on), changed(error, was, now)),
        None => score.to_owned(),
    }
}

fn under(heading: &str, blocks: Vec<Block>) -> Vec<Block> {
    if blocks.is_empty() {
        return blocks;
    }
    std::iter::once(Block::Heading(heading.to_owned())).chain(blocks).collect()
}

fn count_entries(many: usize) -> String {
    if many == 1 { "1 entry".to_owned() } else { format!("{many} entries") }
}

/// Own words on one line.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A day, for paper that is read in another year.
pub(crate) fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

pub(crate) fn dates(from: Date, to: Date) -> String {
    if from.year() == to.year() {
        format!("{} to {}", from.strftime("%-d %B"), day(to))
    } else {
        format!("{} to {}", day(from), day(to))
    }
}

/// How long after it happened own words were written.
fn written(seconds: i64) -> String {
    match seconds {
        ..60 => "written as it happened".to_owned(),
        _ => format!("written {} after", duration(seconds as f64)),
    }
}

fn stuck(course: &Course) -> Option<String> {
    let times = course.stuck.len();
    let longest = course.stuck.iter().filter_map(|stuck| stuck.seconds).max();
    (times > 0).then(|| match longest {
        Some(longest) => format!("{} could not get up, up to {}.", count_times(times), duration(f64::from(longest))),
        None => format!("{} could not get up.", count_times(times)),
    })
}

fn count_times(times: usize) -> String {
    if times == 1 { "Once".to_owned() } else { format!("{times} times") }
}

pub(crate) fn could_not_get_up(course: &Course) -> Option<String> {
    if course.stuck.is_empty() {
        return None;
    }
    let mut lengths: Vec<u32> = course.stuck.iter().filter_map(|stuck| stuck.seconds).collect();
    lengths.sort_unstable_by(|a, b| b.cmp(a));
    let told: Vec<String> = lengths.iter().take(3).map(|length| duration(f64::from(*length))).collect();
    let times = count(course.stuck.len(), "time");
    Some(if told.is_empty() { times } else { format!("{times}; the spasm lasted {}", told.join(", ")) })
}

/// What the last check found, in one sentence.
pub(crate) fn found(check: &Checked) -> String {
    let day = day(check.on);
    match check.urgency {
        Some(Urgency::Emergency) => format!("The check of {day} found an emergency sign."),
        Some(Urgency::SameDay) => format!("The check of {day} said: today."),
        Some(Urgency::SeeDoctor) => format!("The check of {day} found no emergency sign, and said: see a doctor."),
        Some(Urgency::SelfCare) => format!("The check of {day} found no warning sign."),
        None => format!("There is a check of {day}."),
    }
}

fn asked_at(check: &Checked) -> String {
    let clock = check.at.as_ref().map(|at| format!(" {}", supple_wording::clock(at, None))).unwrap_or_default();
    let found = check.urgency.map(|found| format!(": {}", supple_wording::lower(urgency::word(found))));
    format!("{}{clock}{}", day(check.on), found.unwrap_or_default())
}

/// An answer that is more than no: the sign, and what was said where that is more than yes.
pub(crate) fn said(ask: &str, answer: &str, is: AnswerKind) -> String {
    let ask = supple_wording::lower(ask.trim_end_matches(['?', '.']));
    match (is, answer) {
        (AnswerKind::Unsure, _) | (_, "Yes" | "yes" | "") => ask,
        (_, answer) => format!("{ask}: {}", supple_wording::lower(answer)),
    }
}

fn lasts(course: &Course) -> Option<String> {
    let seconds = course.seconds?;
    Some(if seconds.n == 1 {
        duration(seconds.median)
    } else {
        let known = if seconds.n < course.spasms { format!("; known of {}", seconds.n) } else { String::new() };
        format!("half at most {}; longest {}{known}", duration(seconds.median), duration(seconds.most))
    })
}

fn of_ten(median: f64, least: f64, most: f64, n: usize) -> String {
    if n == 1 {
        return format!("{} of 10, written once", number(median));
    }
    format!("middle {} of 10 ({} to {}), {n} times", number(median), number(least), number(most))
}

fn places(course: &Course) -> Option<String> {
    let told: Vec<String> = course
        .places
        .iter()
        .take(ROWS)
        .map(|(id, times)| {
            let words = supple_diary::Region::from_id(id).map(names::region).unwrap_or_default();
            format!("{} {times}", supple_wording::lower(words))
        })
        .collect();
    (!told.is_empty()).then(|| told.join(", "))
}

pub(crate) fn measure_row(tried: &Tried) -> Vec<String> {
    let helped = if tried.asked == 0 { "not asked".to_owned() } else { format!("{} of {}", tried.helped, tried.asked) };
    let what = shorten(&plain(&names::of(&tried.what)), NAMED);
    vec![what, count(tried.times, "time"), before_after(tried.before, tried.after, tried.compared), helped]
}

pub(crate) fn medicine_row(taken: &Taken) -> Vec<String> {
    let dose = match (taken.least, taken.most) {
        (Some(least), Some(most)) if least < most => format!(" {} to {} mg", number(least), number(most)),
        (Some(dose), _) => format!(" {} mg", number(dose)),
        _ => String::new(),
    };
    let what = format!("{}{dose}", shorten(&plain(&taken.what), NAMED));
    let often = format!("{} on {}, last {}", count(taken.times, "dose"), count(taken.days, "day"), day(taken.last));
    vec![what, often, before_after(taken.before, taken.after, taken.compared), "not asked".to_owned()]
}

pub(crate) fn before_after(before: Option<f64>, after: Option<f64>, compared: usize) -> String {
    match (before, after) {
        (Some(before), Some(after)) => format!("{} to {} of 10, {compared} times", number(before), number(after)),
        _ if compared > 0 => format!("written {}", count(compared, "time")),
        _ => "not written".to_owned(),
    }
}

fn link(link: &Link) -> String {
    let how = if link.is_likely { "likely linked" } else { "possibly linked" };
    format!(
        "{}: {how}; odds ratio {} ({} to {}), {}",
        sentence(&shorten(&plain(&link.words), NAMED)),
        number(link.odds_ratio),
        number(link.lower),
        number(link.upper),
        count(link.spasm_days, "spasm day")
    )
}

/// Weeks as bars, or months or years, where weeks are too many; and what a bar is.
fn bars(weeks: &[WeekCount]) -> (Vec<Bar>, &'static str) {
    if weeks.len() <= WEEKS {
        return (gathered(weeks, |week| week.from.strftime("%-d %b").to_string(), |week| week.monday), "week");
    }
    // A week counts to the month in which it begins, so that no spasm counts twice.
    let month = |week: &WeekCount| week.from.first_of_month();
    let label = |week: &WeekCount| week.from.strftime(if week.from.month() == 1 { "%Y" } else { "%b" }).to_string();
    let months = gathered(weeks, label, month);
    if months.len() <= MONTHS {
        return (months, "month");
    }
    (gathered(weeks, |week| week.from.year().to_string(), |week| week.from.first_of_year()), "year")
}

fn gathered(weeks: &[WeekCount], label: fn(&WeekCount) -> String, of: impl Fn(&WeekCount) -> Date) -> Vec<Bar> {
    let mut bars: Vec<(Date, Bar)> = Vec::new();
    for week in weeks {
        let is_unknown = week.known == 0;
        match bars.last_mut().filter(|(date, _)| *date == of(week)) {
            Some((_, bar)) => {
                bar.count += week.spasms;
                bar.is_unknown &= is_unknown;
            }
            None => bars.push((of(week), Bar { label: label(week), count: week.spasms, is_unknown })),
        }
    }
    bars.into_iter().map(|(_, bar)| bar).collect()
}
