//! `supple check`: answers from a file or asked one by one, and the verdict in words.

use crate::guide::shorts;
use crate::place::{Place, wait};
use crate::problem::Problem;
use crate::terminal::Out;
use crate::text;
use crate::{Check, interview};
use serde_json::json;
use std::io::Write;
use std::path::Path;
use supple_care::moment;
use supple_diary::Draft;
use supple_guidance::{Condition, EmergencyNumber, Finding, Guidance, Kind, Rule, Test, Urgency, embedded};
use supple_journal::{Journal, JournalError};
use supple_triage::{Answers, Fired, MAX_JSON_BYTES, Triage, Verdict};

/// Runs the check, prints the verdict and writes it into the diary. Exits 0 whatever the verdict.
pub(crate) fn run(
    options: &Check,
    place: impl FnOnce() -> Result<Place, Problem>,
    out: &mut Out,
) -> Result<(), Problem> {
    let triage = supple_triage::embedded();
    let number = number(options.country.as_deref())?;
    if options.list {
        return list(triage.guidance(), options.json, out);
    }
    let mut answers = match &options.answers {
        Some(path) => read(triage, path)?,
        None => interview::ask(triage, number, options.json)?,
    };
    let assumed = if options.assume_no { answers.assume_no(triage) } else { 0 };
    let verdict = triage.verdict(&answers);
    if options.json {
        out.json(&verdict)?;
    } else {
        tell(triage, &answers, &verdict, number, out)?;
        if assumed > 0 {
            out.gap()?;
            out.say(&format!("{assumed} findings were not answered and were taken as no, as you asked."))?;
        }
    }
    if (options.answers.is_some() && !options.store) || answers.given().next().is_none() {
        return Ok(());
    }
    // The verdict is out before anything can go wrong with the diary.
    out.flush()?;
    store(&answers, &verdict, &place()?)?;
    if !options.json {
        out.gap()?;
        out.say("This check is in your diary.")?;
    }
    Ok(())
}

/// Writes the check into the diary.
fn store(answers: &Answers, verdict: &Verdict<'_>, place: &Place) -> Result<(), Problem> {
    let cannot = |why: String| Problem::Cannot(format!("the verdict above holds, but it is not in your diary: {why}"));
    let journal = place.open().map_err(|problem| cannot(problem.to_string()))?;
    wait(keep(&journal, answers, verdict)).map_err(|problem| cannot(problem.to_string()))
}

/// Writes the check into a journal, unless it is there already: the same answers sent twice are one check.
pub(crate) async fn keep(journal: &Journal, answers: &Answers, verdict: &Verdict<'_>) -> Result<(), JournalError> {
    let Some(check) = moment::check::entry(answers, verdict) else { return Ok(()) };
    let diary = journal.diary().await?;
    let machine = journal.machine();
    let now = moment::clock::moment(&diary, machine.now(), &machine.zone());
    if moment::check::twin(&diary, &check, now.at()).is_none() {
        journal.write(Draft::new(now, check)).await?;
    }
    Ok(())
}

/// The emergency number of a country: the one asked for, else what the language settings and the time zone of this machine
/// tell together, else none.
pub(crate) fn number(asked: Option<&str>) -> Result<Option<&'static EmergencyNumber>, Problem> {
    match asked {
        Some(code) => embedded().number(code).map(Some).ok_or_else(|| {
            Problem::WrongUse(format!(
                "no emergency number is known for \"{code}\"; give two letters, such as DE or US"
            ))
        }),
        None => {
            let locales = ["LC_ALL", "LC_MESSAGES", "LANG"].iter();
            let locale = locales.filter_map(|name| std::env::var(name).ok()).find(|value| !value.is_empty());
            let zone = jiff::tz::TimeZone::system();
            Ok(embedded().number_by(locale.as_deref().and_then(region), zone.iana_name()))
        }
    }
}

/// The region of a locale such as `de_DE.UTF-8`.
fn region(locale: &str) -> Option<&str> {
    let region = locale.split(['.', '@']).next()?.split('_').nth(1)?;
    (region.len() == 2).then_some(region)
}

/// The number to call; 112 where the country is not known, as most mobile phones connect it everywhere.
pub(crate) fn call(number: Option<&EmergencyNumber>) -> &str {
    number.map_or("112", |number| &number.call)
}

fn read(triage: &Triage<'_>, path: &Path) -> Result<Answers, Problem> {
    let (name, text) = text::read(path, MAX_JSON_BYTES)?;
    let too_long = || Problem::Cannot(format!("{name}: {}", supple_triage::AnswerError::TooLong));
    let text = text.ok_or_else(too_long)?;
    Answers::from_json(triage, &text).map_err(|error| Problem::Cannot(format!("{name}: {error}")))
}

fn tell(
    triage: &Triage<'_>,
    answers: &Answers,
    verdict: &Verdict<'static>,
    number: Option<&EmergencyNumber>,
    out: &mut Out,
) -> Result<(), Problem> {
    let guidance = triage.guidance();
    let call = call(number);
    out.gap()?;
    match verdict.urgency {
        Urgency::Emergency => {
            out.heading(&format!("EMERGENCY: call {call} now"))?;
            out.say("Or go to an emergency department now. Do not wait to see if it passes.")?;
        }
        Urgency::SameDay => {
            out.heading("TODAY: speak to a doctor or an urgent care line today")?;
            out.say(&format!("If you cannot reach one today, or it gets worse, call {call}."))?;
        }
        Urgency::SeeDoctor => {
            out.heading("SEE A DOCTOR SOON: within days, at most two weeks")?;
            out.say("You can care for it at home until then. Do the check again if anything changes.")?;
        }
        Urgency::SelfCare => {
            out.heading("SELF-CARE: you can care for this at home")?;
            out.say(&format!(
                "{} Do the check again, or call, if any of these comes:",
                supple_web::words::why_at_home(answers)
            ))?;
            for (danger, signs) in supple_web::words::watch_for(answers) {
                let signs: Vec<String> = signs.into_iter().map(|(_, sign)| supple_web::words::lower(sign)).collect();
                out.item("- ", &format!("{danger}: {}.", signs.join("; ")))?;
            }
        }
    }
    if !verdict.open.is_empty() {
        out.gap()?;
        let asks: Vec<&str> =
            verdict.open.iter().filter_map(|id| guidance.finding(id)).map(|finding| finding.ask.as_str()).collect();
        out.say(&format!("Not certain: {} open questions could still make it more urgent.", asks.len()))?;
        for ask in asks.iter().take(5) {
            out.item("- ", ask)?;
        }
        if asks.len() > 5 {
            out.item("- ", "and more; `supple check` asks them, the worst first")?;
        }
    }
    if verdict.urgency > Urgency::SelfCare && !verdict.fired.is_empty() {
        out.gap()?;
        out.heading("What to say")?;
        for paragraph in supple_web::words::to_say(answers, verdict) {
            out.say(&paragraph)?;
        }
    }
    let deciding = |fired: &&Fired<'_>| fired.urgency == verdict.urgency && fired.urgency > Urgency::SelfCare;
    for fired in verdict.fired.iter().filter(deciding) {
        out.gap()?;
        why(guidance, fired.rule, fired.holds, out)?;
    }
    stricter(guidance, verdict, out)
}

/// Signs that a list calls more urgent by themselves than we do.
fn stricter(guidance: &Guidance, verdict: &Verdict<'static>, out: &mut Out) -> Result<(), Problem> {
    for fired in &verdict.fired {
        let Some(alone) = supple_web::words::alone(fired) else { continue };
        out.gap()?;
        let asks = fired.findings.iter().filter_map(|id| guidance.finding(id)).map(|finding| finding.ask.as_str());
        out.heading(&format!("A list is stricter: {}", asks.collect::<Vec<_>>().join("; ")))?;
        out.say(&format!("{} Studies or guidelines do not: {}", alone.who, alone.because))?;
        out.say(&alone.company)?;
        out.item("- ", &shorts(guidance, alone.evidence))?;
    }
    Ok(())
}

fn why(guidance: &Guidance, rule: &Rule, holds: bool, out: &mut Out) -> Result<(), Problem> {
    out.heading(&format!("Why: {}{}", rule.concern, if holds { "" } else { " (you are not sure)" }))?;
    out.say(&rule.because)?;
    if let Some(judgement) = &rule.judgement {
        out.say(&format!("Our own judgement: {judgement}"))?;
    }
    for position in &rule.positions {
        let name = shorts(guidance, std::slice::from_ref(&position.source));
        let says = position.says.as_ref().map(|says| format!(", {says}")).unwrap_or_default();
        out.item("- ", &format!("{name}: {}{says}", position.urgency))?;
    }
    if let Some(sentence) = supple_web::words::split(rule) {
        out.say(&sentence)?;
    }
    Ok(())
}

/// What can be answered, and the rules.
fn list(guidance: &Guidance, json: bool, out: &mut Out) -> Result<(), Problem> {
    if json {
        let findings: Vec<_> = guidance
            .findings
            .iter()
            .map(|f| json!({"id": f.id, "screen": f.screen, "takes": takes(f), "ask": f.ask, "hint": f.hint}))
            .collect();
        let rules: Vec<_> = guidance
            .rules
            .iter()
            .map(|r| {
                json!({"id": r.id, "urgency": r.urgency, "when": condition(&r.when), "because": r.because,
                       "judgement": r.judgement, "sources": r.sources,
                       "weak": r.weak.as_ref().map(|weak| json!({
                           "alone": weak.alone, "with": condition(&weak.company), "evidence": weak.evidence,
                           "because": weak.because}))})
            })
            .collect();
        return out.json(&json!({"findings": findings, "rules": rules}));
    }
    out.heading("Findings")?;
    for finding in &guidance.findings {
        out.item(&format!("{:<24}", finding.id), &format!("{} ({})", finding.ask, takes(finding)))?;
    }
    out.gap()?;
    out.heading("Rules")?;
    for rule in &guidance.rules {
        let when = condition(&rule.when);
        let told = match &rule.weak {
            None => format!("{}: {when}", rule.urgency),
            Some(weak) => {
                format!("{}: {when} with {}; alone {}", rule.urgency, condition(&weak.company), weak.alone)
            }
        };
        out.item(&format!("{:<24}", rule.id), &told)?;
    }
    Ok(())
}

fn takes(finding: &Finding) -> String {
    match &finding.kind {
        Kind::YesNo => "true, false or \"unsure\"".to_owned(),
        Kind::Number(number) => format!("{} to {} {}, or \"unsure\"", number.min, number.max, number.unit),
        Kind::Choice(choice) => {
            let options: Vec<String> = choice.options.iter().map(|option| format!("\"{}\"", option.id)).collect();
            format!("{} or \"unsure\"", options.join(", "))
        }
    }
}

fn condition(condition: &Condition) -> String {
    let join = |parts: &[Condition], word: &str| {
        let parts: Vec<String> = parts.iter().map(self::condition).collect();
        format!("({})", parts.join(word))
    };
    match condition {
        Condition::Atom(atom) => match &atom.test {
            Test::Yes => atom.finding.to_string(),
            Test::AtLeast(limit) => format!("{} >= {limit}", atom.finding),
            Test::Below(limit) => format!("{} < {limit}", atom.finding),
            Test::OrWorse(option) => format!("{} >= {option}", atom.finding),
        },
        Condition::All(parts) => join(parts, " and "),
        Condition::Any(parts) => join(parts, " or "),
        Condition::AtLeast(n, parts) => format!("at least {n} of {}", join(parts, ", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::region;

    #[test]
    fn the_region_of_a_locale_is_its_country() {
        assert_eq!(region("de_DE.UTF-8"), Some("DE"));
        assert_eq!(region("en_GB@euro"), Some("GB"));
        assert_eq!(region("C.UTF-8"), None);
        assert_eq!(region("POSIX"), None);
    }
}
