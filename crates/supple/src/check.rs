//! `supple check`: answers from a file or asked one by one, and the verdict in words.

use crate::place::{self, Place, wait};
use crate::problem::{Context, Problem};
use crate::terminal::{Out, how_soon};
use crate::text;
use crate::{Check, interview, number};
use serde_json::json;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;
use supple_care::moment;
use supple_diary::{Diary, Draft};
use supple_guidance::{Condition, Finding, Guidance, Kind, Test};
use supple_journal::{Journal, JournalError};
use supple_triage::{Answers, Triage};
use supple_wording::text::sources;
use supple_wording::verdict::{self as wording, Stricter, Verdict};
use supple_wording::{Line, lower, urgency};

/// So many open questions are named.
const FEW: usize = 5;

/// Runs the check, prints the verdict and writes it into the diary. Exits 0 whatever the verdict.
pub(crate) fn run(
    options: &Check,
    place: impl FnOnce() -> Result<Place, Problem>,
    out: &mut Out,
) -> Result<(), Problem> {
    let triage = supple_triage::embedded();
    let asked = options.country.as_deref().map(number::asked).transpose()?;
    if options.list {
        return list(triage.guidance(), options.json, out);
    }
    let given = options.answers.as_deref().map(|path| read(triage, path)).transpose()?;
    let place = place();
    // Whoever gave the answers and the country needs nothing from a diary.
    let diary = if given.is_some() && asked.is_some() { Arc::default() } else { known(place.as_ref())? };
    let call = moment::call::to_dial(asked.or_else(|| number::of(&diary)));
    let mut answers = match given {
        Some(answers) => answers,
        None => interview::ask(triage, call, &diary, options.json)?,
    };
    let assumed = if options.assume_no { answers.assume_no(triage) } else { 0 };
    let verdict = triage.verdict(&answers);
    if options.json {
        out.json(&verdict)?;
    } else {
        tell(&wording::verdict(&verdict, &answers, call), out)?;
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
    store(&answers, &verdict, &place?)?;
    if !options.json {
        out.gap()?;
        out.say("This check is in your diary.")?;
    }
    Ok(())
}

/// How long the check waits for the diary.
const PATIENCE: Duration = Duration::from_secs(2);

/// What the diary knows of the person. One that is not there yet, cannot be read or does not answer keeps nobody from the
/// check: a line aside says so, and nothing is known.
fn known(place: Result<&Place, &Problem>) -> Result<Arc<Diary>, Problem> {
    let read = |place: &Place| {
        let place = place.clone();
        let (send, diary) = channel();
        std::thread::spawn(move || {
            let read = || match place.is_there()? {
                // What is lost is said when the check is stored.
                true => place::read(&place.open_quietly()?),
                false if place.had_one() => Err(place.no_diary()),
                false => Ok(Arc::default()),
            };
            // Nobody may be waiting any more.
            let _ = send.send(read().map_err(|problem: Problem| problem.to_string()));
        });
        diary.recv_timeout(PATIENCE).unwrap_or_else(|_| Err("it does not answer".to_owned()))
    };
    place.map_err(ToString::to_string).and_then(read).or_else(|why| {
        place::without_a_diary("nothing that it knows of you is offered", &why)?;
        Ok(Arc::default())
    })
}

/// Writes the check into the diary.
fn store(answers: &Answers, verdict: &supple_triage::Verdict<'_>, place: &Place) -> Result<(), Problem> {
    let cannot = |why: String| Problem::Cannot(format!("the verdict above holds, but it is not in your diary: {why}"));
    let journal = place.open().map_err(|problem| cannot(problem.to_string()))?;
    wait(keep(&journal, answers, verdict)).map_err(|problem| cannot(problem.to_string()))
}

/// Writes the check into a journal, unless it is there already: the same answers sent twice are one check.
pub(crate) async fn keep(
    journal: &Journal,
    answers: &Answers,
    verdict: &supple_triage::Verdict<'_>,
) -> Result<(), JournalError> {
    let Some(check) = moment::check::entry(answers, verdict) else { return Ok(()) };
    let diary = journal.diary().await?;
    let machine = journal.host();
    let now = moment::clock::moment(&diary, machine.now(), &machine.zone());
    if moment::check::twin(&diary, &check, now.at()).is_none() {
        journal.write(Draft::new(now, check)).await?;
    }
    Ok(())
}

fn read(triage: &Triage<'_>, path: &Path) -> Result<Answers, Problem> {
    let (name, text) = text::read(path, supple_fhir::MAX_BYTES)?;
    let too_long = || Problem::Cannot(format!("{name}: {}", supple_triage::AnswerError::TooLong));
    let text = text.ok_or_else(too_long)?;
    if supple_fhir::is_resource(&text) {
        return supple_fhir::read_response(triage, &text).context(name);
    }
    Answers::from_json(triage, &text).context(name)
}

pub(crate) fn tell(told: &Verdict, out: &mut Out) -> Result<(), Problem> {
    out.gap()?;
    out.heading(&how_soon(told.urgency, &told.headline))?;
    for line in &told.lead {
        out.say(line)?;
    }
    list_under(wording::GRAVEST, told.gravest.iter().copied(), out)?;
    open(told, out)?;
    if !told.say.is_empty() {
        out.gap()?;
        out.heading(told.say_title)?;
        for paragraph in &told.say {
            out.say(paragraph)?;
        }
    }
    stricter(wording::STRICTER, &told.stricter, out)?;
    why(told, out)?;
    stricter(wording::DOCTOR_SOONER, &told.doctor_sooner, out)?;
    who_says(told, out)?;
    if !told.watch.is_empty() {
        out.gap()?;
        out.heading(wording::WATCH)?;
        out.say(wording::WATCH_LEAD)?;
        for (danger, signs) in &told.watch {
            let signs: Vec<String> = signs.iter().map(|sign| lower(sign)).collect();
            out.item("- ", &format!("{danger}: {}.", signs.join("; ")))?;
        }
    }
    let rules = told.see_doctor.iter().map(|rule| format!("{} [{}]", rule.because, sources(&rule.sources)));
    list_under(wording::SEE_DOCTOR, rules, out)?;
    if let Some(claim) = told.calm {
        out.gap()?;
        out.heading(wording::CALM)?;
        out.say(&claim.text)?;
        if let Some(caution) = &claim.caution {
            out.say(caution)?;
        }
        out.say(&format!("[{}: {}]", claim.strength.plain(), sources(&claim.sources)))?;
    }
    Ok(())
}

/// Lines under a heading; nothing where there are none.
fn list_under(title: &str, lines: impl Iterator<Item = impl AsRef<str>>, out: &mut Out) -> Result<(), Problem> {
    let mut lines = lines.peekable();
    if lines.peek().is_some() {
        out.gap()?;
        out.heading(title)?;
    }
    lines.try_for_each(|line| out.item("- ", line.as_ref()))
}

/// What the person was not sure of, and what was not asked.
fn open(told: &Verdict, out: &mut Out) -> Result<(), Problem> {
    if !told.open.is_empty() {
        out.gap()?;
        out.heading(wording::OPEN)?;
    }
    for open in &told.open {
        out.item("- ", &format!("{}. {}", open.ask, open.then))?;
        if let Some(find_out) = open.find_out {
            out.item("  ", &format!("A quick way to find out: {find_out}"))?;
        }
    }
    if !told.not_asked.is_empty() {
        out.gap()?;
        let count = told.not_asked.len() + told.open.len();
        out.say(&format!("Not certain: {count} open questions could still make it more urgent."))?;
        for ask in told.not_asked.iter().take(FEW) {
            out.item("- ", ask)?;
        }
        if told.not_asked.len() > FEW {
            out.item("- ", "and more; `supple check` asks them, the worst first")?;
        }
    }
    Ok(())
}

/// Signs that a list is stricter about than we are.
fn stricter(title: &str, signs: &[Stricter], out: &mut Out) -> Result<(), Problem> {
    if !signs.is_empty() {
        out.gap()?;
        out.heading(title)?;
    }
    for sign in signs {
        said(&sign.said, out)?;
        for line in &sign.lines {
            out.item("  ", line)?;
        }
        out.item("  ", &format!("[{}]", sources(sign.sources)))?;
    }
    Ok(())
}

fn said(lines: &[Line], out: &mut Out) -> Result<(), Problem> {
    lines.iter().try_for_each(|line| out.item("- ", &line.to_string()))
}

fn why(told: &Verdict, out: &mut Out) -> Result<(), Problem> {
    if !told.reasons.is_empty() {
        out.gap()?;
        out.heading(wording::WHY)?;
    }
    for reason in &told.reasons {
        said(&reason.said, out)?;
        out.item("  ", reason.because)?;
        if let Some(by_itself) = reason.by_itself {
            out.item("  ", &format!("By itself: {}", urgency::word(by_itself)))?;
        }
        if reason.unsure {
            out.item("  ", wording::UNSURE)?;
        }
        if let Some(judgement) = reason.judgement {
            out.item("  ", &format!("Our own judgement: {judgement}"))?;
        }
        out.item("  ", &format!("[{}]", sources(reason.sources)))?;
    }
    Ok(())
}

/// What the sources say of how soon.
fn who_says(told: &Verdict, out: &mut Out) -> Result<(), Problem> {
    if told.positions.is_empty() {
        return Ok(());
    }
    out.gap()?;
    out.heading(wording::WHO_SAYS)?;
    for positions in &told.positions {
        if positions.camps.is_empty() {
            out.say(wording::OWN_TIME)?;
            continue;
        }
        out.say(&positions.headline)?;
        for (urgency, camp) in &positions.camps {
            for (source, says) in camp {
                let says = says.map(|says| format!(", {says}")).unwrap_or_default();
                let name = sources(std::slice::from_ref(source));
                out.item("- ", &format!("{name}: {}{says}", lower(urgency::opinion(*urgency))))?;
            }
        }
        if let Some(split) = &positions.split {
            out.say(split)?;
        }
    }
    out.say(wording::MOST_URGENT)
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
