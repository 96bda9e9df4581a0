//! The check on a terminal: one screen's dangers at a time, then question by question where something is not a no.

use crate::machine;
use crate::problem::Problem;
use crate::remedy::Told;
use crate::terminal::Out;
use jiff::civil::Date;
use jiff::{Timestamp, Zoned};
use std::io::BufRead;
use supple_care::moment::{self, clock};
use supple_diary::Diary;
use supple_guidance::{Finding, Kind, Number, Screen};
use supple_triage::{Answer, Answers, Step, Triage};
use supple_wording::check as words;

/// Asks until nothing can change the verdict any more. When the input ends early, gives what was answered until then.
pub(crate) fn ask(triage: &Triage<'_>, call: &str, diary: &Diary, json: bool) -> Result<Answers, Problem> {
    let out = if json { Out::aside() } else { Out::standard() };
    let machine = machine::zone(&Zoned::now());
    let today = clock::on_clock(Timestamp::now(), &clock::zone(diary, &machine)).date();
    Interview { triage, call, diary, today, input: &mut std::io::stdin().lock(), out }.run()
}

/// Someone who is asked at a terminal.
pub(crate) struct Interview<'a> {
    pub(crate) triage: &'a Triage<'a>,
    pub(crate) call: &'a str,
    /// What is known of them.
    pub(crate) diary: &'a Diary,
    /// The day that it is for them.
    pub(crate) today: Date,
    pub(crate) input: &'a mut dyn BufRead,
    pub(crate) out: Out,
}

/// What a person typed for one question.
enum Typed {
    Answer(Answer),
    /// Not sure yet: show the quick way to find out, and ask once more.
    Unsure,
    NotUnderstood,
}

impl Interview<'_> {
    pub(crate) fn run(mut self) -> Result<Answers, Problem> {
        self.out.say(&format!(
            "A short check. It starts with the worst. If you think you are in danger now, call {} first.",
            self.call
        ))?;
        let mut answers = Answers::none_yet(self.triage);
        let mut part = 0;
        while let Step::Ask { screen, findings } = self.triage.next(&answers) {
            part += 1;
            let of = part + self.triage.screens_left(&answers) - 1;
            if self.screen(screen, &findings, part, of, &mut answers)?.is_none() {
                self.out.gap()?;
                self.out.say("The check is not finished. This is what can be said so far.")?;
                break;
            }
        }
        self.out.finish()?;
        Ok(answers)
    }

    /// Asks one screen. `None` when the input has ended.
    fn screen(
        &mut self,
        screen: &Screen,
        findings: &[usize],
        part: usize,
        of: usize,
        answers: &mut Answers,
    ) -> Result<Option<()>, Problem> {
        self.out.gap()?;
        self.out.heading(&format!("Part {part} of {of}: {}. {}", screen.title, screen.ask))?;
        if self.still_so(answers)?.is_none() {
            return Ok(None);
        }
        let open = findings.iter().filter(|place| answers.get(**place).is_none());
        let (single, grouped): (Vec<usize>, Vec<usize>) = open.partition(|place| self.stands_alone(**place));
        for place in &grouped {
            let finding = self.finding(*place);
            let hint = finding.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
            self.out.item("- ", &format!("{}{hint}", finding.ask))?;
            if let Some(find_out) = test_first(finding) {
                self.out.item("  ", &format!("Try it: {find_out}"))?;
            }
        }
        if !grouped.is_empty() {
            let Some(none) = self.none_of_these()? else { return Ok(None) };
            if none {
                answers.none_of(self.triage, &grouped);
            }
        }
        for place in grouped.into_iter().chain(single) {
            if answers.get(place).is_none() && self.question(place, answers)?.is_none() {
                return Ok(None);
            }
            if matches!(self.triage.next(answers), Step::Done(_)) {
                break;
            }
        }
        Ok(Some(()))
    }

    /// Offers what is known of the person and would be asked here. What is still so counts; else all of it is asked anew.
    fn still_so(&mut self, answers: &mut Answers) -> Result<Option<()>, Problem> {
        let facts = moment::check::known_facts(self.diary, self.today, answers, answers);
        if facts.is_empty() {
            return Ok(Some(()));
        }
        let known = words::known(&facts, self.today);
        self.out.say(words::STILL_SO)?;
        for (ask, answer) in &known.so {
            self.out.item("- ", &format!("{ask}: {answer}"))?;
        }
        known.not.iter().try_for_each(|not| self.out.item("- ", not))?;
        known.said.iter().try_for_each(|said| self.out.say(said))?;
        loop {
            let changed = words::CHANGED.to_lowercase();
            let Some(line) = self.line(&format!("[y: still so. n: {changed}]"))? else { return Ok(None) };
            match line.as_str() {
                "y" | "yes" => break,
                "n" | "no" => return Ok(Some(())),
                _ => self.out.say(&format!("Please type y (still so) or n ({changed})."))?,
            }
        }
        for (place, answer) in facts.answers.given() {
            self.take(place, answer, answers)?;
        }
        self.out.gap()?;
        Ok(Some(()))
    }

    fn finding(&self, place: usize) -> &'static Finding {
        &supple_guidance::embedded().findings[place]
    }

    /// "None of these" says nothing about an age, nor about how long or how strong.
    fn stands_alone(&self, place: usize) -> bool {
        matches!(&self.finding(place).kind, Kind::Number(number) if number.required)
    }

    fn none_of_these(&mut self) -> Result<Option<bool>, Problem> {
        loop {
            let Some(line) = self.line("None of these? y: none. n: ask me one by one. [y/n]")? else { return Ok(None) };
            match line.as_str() {
                "y" | "yes" | "none" => return Ok(Some(true)),
                "n" | "no" => return Ok(Some(false)),
                _ => self.out.say("Please type y (none of these) or n (go through them).")?,
            }
        }
    }

    fn question(&mut self, place: usize, answers: &mut Answers) -> Result<Option<()>, Problem> {
        let finding = self.finding(place);
        self.out.gap()?;
        let hint = finding.hint.as_ref().map(|hint| format!(" {hint}")).unwrap_or_default();
        self.out.say(&format!("{}.{hint}", finding.ask.trim_end_matches(['.', '?'])))?;
        if let Some(place) = supple_guidance::embedded().figures.of_finding(&finding.id) {
            self.out.say(&format!("{} {}", words::WHERE, place.description))?;
        }
        if let Some(find_out) = test_first(finding) {
            self.out.say(&format!("Try it: {find_out}"))?;
        }
        let mut warned = false;
        loop {
            let Some(line) = self.line(&choices(finding))? else { return Ok(None) };
            match read(finding, &line) {
                Typed::Unsure if !warned && finding.find_out.is_some() => {
                    warned = true;
                    self.out.say(&format!("A quick way to find out: {}", finding.find_out.as_deref().unwrap_or("")))?;
                    if finding.unsure_is_yes {
                        self.out.say("Still not sure? Type s again. We then count it as a yes.")?;
                    }
                }
                Typed::Unsure => return self.take(place, Answer::Unsure, answers).map(Some),
                Typed::Answer(answer) => match answers.set_at(self.triage, place, answer) {
                    Ok(()) => return Ok(Some(())),
                    Err(error) => self.out.say(&format!("{}.", error.told()))?,
                },
                Typed::NotUnderstood => self.out.say("That was not understood.")?,
            }
        }
    }

    fn take(&self, place: usize, answer: Answer, answers: &mut Answers) -> Result<(), Problem> {
        answers.set_at(self.triage, place, answer).map_err(Problem::from)
    }

    /// One line of input, without the space around it and in lower case. `None` when the input has ended.
    fn line(&mut self, prompt: &str) -> Result<Option<String>, Problem> {
        self.out.prompt(prompt)?;
        let mut line = String::new();
        let read = self.input.read_line(&mut line);
        match read {
            Ok(0) => {
                self.out.gap()?;
                Ok(None)
            }
            Ok(_) => Ok(Some(line.trim().to_lowercase())),
            Err(error) => Err(Problem::Cannot(format!("your answer cannot be read: {error}"))),
        }
    }
}

/// The quick way to find out, where it decides and so comes before the answer.
fn test_first(finding: &Finding) -> Option<&str> {
    finding.find_out.as_deref().filter(|_| finding.test_first)
}

fn choices(finding: &Finding) -> String {
    match &finding.kind {
        Kind::YesNo => "[y: yes, n: no, s: not sure]".to_owned(),
        Kind::Number(number) if number.required => format!("[a number ({}), s: not sure]", number.unit),
        Kind::Number(number) => format!("[a number ({}), n: no, s: not sure]", number.unit),
        Kind::Choice(choice) => {
            let options: Vec<&str> = choice.options.iter().map(|option| option.label.as_str()).collect();
            format!("[{}, or s: not sure]", options.join(", ").to_lowercase())
        }
    }
}

fn read(finding: &Finding, line: &str) -> Typed {
    if matches!(line, "s" | "not sure" | "unsure" | "?") {
        return Typed::Unsure;
    }
    match &finding.kind {
        Kind::YesNo => match line {
            "y" | "yes" => Typed::Answer(Answer::Yes),
            "n" | "no" => Typed::Answer(Answer::No),
            _ => Typed::NotUnderstood,
        },
        Kind::Number(number) => read_number(number, line),
        Kind::Choice(choice) => {
            let named = choice.options.iter().position(|o| o.label.to_lowercase() == line || o.id == line);
            let place = named.or_else(|| matches!(line, "n").then(|| choice.options.len() - 1));
            place
                .and_then(|place| u8::try_from(place).ok())
                .map_or(Typed::NotUnderstood, |place| Typed::Answer(Answer::Option(place)))
        }
    }
}

fn read_number(number: &Number, line: &str) -> Typed {
    if !number.required && matches!(line, "n" | "no") {
        return Typed::Answer(Answer::Number(number.no));
    }
    // Much of the world writes 38,5.
    match line.replace(',', ".").parse::<f64>() {
        Ok(value) if value.is_finite() => Typed::Answer(Answer::Number(value)),
        _ => Typed::NotUnderstood,
    }
}
