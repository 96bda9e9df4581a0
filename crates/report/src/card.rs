//! The card for the emergency room: one screen to hold up. The text for an ambulance is the floor's own.

use crate::said::{AnswerKind, Checked, checked, health};
use crate::sheet::Fact;
use crate::words::said;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, Zoned};
use supple_care::moment::{self, start::State};
use supple_diary::{BirthYear, Diary, Medicine, PhoneNumber, Spasm};
use supple_guidance::Mobility;
use supple_text::shorten;
use supple_wording::{Here, clock, count, plain, time};

/// Doses of so many hours are told.
const HOURS: i64 = 24;
const DOSES: usize = 6;
const SIGNS: usize = 8;
const NAMED: usize = 48;

/// One screen to hold up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// How it is now, in the first person.
    pub title: String,
    /// Since when, how bad.
    pub now: String,
    /// What was asked, taken, and is so of the person. The most urgent first.
    pub facts: Vec<Fact>,
    /// Whom to call: a name and a number.
    pub contact: Option<(String, PhoneNumber)>,
}

impl Card {
    /// The card of a diary, as of now on the person's own clock.
    pub fn of(diary: &Diary, now: &Zoned) -> Card {
        let (at, today) = (now.timestamp(), now.date());
        let state = moment::start::start(diary, at).state;
        let cannot_stand = moment::said(diary, at)
            .is_some_and(|said| matches!(said.situation.mobility, Some(Mobility::CannotMove | Mobility::CanTurn)));
        let title = match state {
            State::Down => "I cannot get up. My back is in spasm.",
            State::Spasm(_) | State::Episode { .. } if cannot_stand => "I cannot get up. My back is in spasm.",
            State::Spasm(_) => "My back is in spasm.",
            State::Episode { .. } => "I have back spasms.",
            State::Recovered { .. } | State::Well { .. } | State::New => "I get back spasms.",
        };
        let zone = now.time_zone().iana_name().unwrap_or("UTC");
        let here = Here { today, zone };
        let mut facts = Vec::new();
        let mut fact = |name: String, value: String| {
            if !value.is_empty() {
                facts.push(Fact { name, value });
            }
        };
        if let Some(check) = checked(diary, at) {
            for (name, value) in asked(&check, today) {
                fact(name, value);
            }
        }
        fact(format!("Taken, {HOURS} hours"), taken(diary, at, here));
        fact("What is so of me".to_owned(), so(diary, today, zone));
        fact(
            "Born".to_owned(),
            diary.profile().birth_year.map(BirthYear::get).map(|y| y.to_string()).unwrap_or_default(),
        );
        let contact = diary.profile().contact.as_ref();
        let contact = contact.map(|contact| (plain(contact.name.as_str()), contact.number.clone()));
        Card { title: title.to_owned(), now: since(diary, now, here), facts, contact }
    }
}

fn since(diary: &Diary, now: &Zoned, here: Here<'_>) -> String {
    let at = now.timestamp();
    let mut told = Vec::new();
    if let Some(onset) = moment::onset(diary, at) {
        told.push(format!("Since {}.", time::recorded(onset, here)));
    }
    if let Some(pain) = diary.pains().iter().rfind(|pain| pain.at <= at && is_near(pain.at, at)) {
        told.push(format!("Pain {} of 10.", pain.level));
    }
    let before = now.date().saturating_sub(jiff::Span::new().months(6));
    let spasms: usize = diary.between(before, now.date()).map(|day| day.spasms).sum();
    let strongest =
        diary.all::<Spasm>().filter(|(item, _)| item.happened().date() >= before && item.happened().at() <= at);
    let strongest = strongest.filter_map(|(_, spasm)| spasm.intensity).max();
    if spasms > 0 {
        let worst = strongest.map(|level| format!(", the strongest {level} of 10")).unwrap_or_default();
        told.push(format!("{} in the last 6 months{worst}.", count(spasms, "spasm")));
    }
    told.join(" ")
}

/// Whether it lies within the hours that the card tells of.
fn is_near(at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(at) <= SignedDuration::from_hours(HOURS)
}

fn asked(check: &Checked, today: Date) -> Vec<(String, String)> {
    let asked = match &check.at {
        Some(at) if check.on == today => format!("asked today {}", clock(at, None)),
        Some(at) => format!("asked {} {}", time::short_day(check.on, today), clock(at, None)),
        None => String::new(),
    };
    let of = |is: AnswerKind| check.answers.iter().filter(move |answer| answer.is == is);
    let list = |is: AnswerKind| {
        let told = of(is).take(SIGNS).map(|answer| said(&answer.ask, &answer.said, is));
        told.collect::<Vec<_>>().join("; ")
    };
    let denied = of(AnswerKind::No).filter(|answer| answer.is_grave).filter_map(|answer| answer.deny.as_deref());
    vec![
        (format!("Yes, {asked}"), list(AnswerKind::Yes)),
        ("Not sure".to_owned(), list(AnswerKind::Unsure)),
        (format!("No, {asked}"), denied.collect::<Vec<_>>().join(", ")),
    ]
}

fn taken(diary: &Diary, at: Timestamp, here: Here<'_>) -> String {
    let doses = diary.all::<Medicine>().rev().filter(|(item, _)| item.happened().at() <= at);
    let doses = doses.take_while(|(item, _)| is_near(item.happened().at(), at)).take(DOSES);
    let told = doses.map(|(item, dose)| {
        let milligrams = dose.milligrams.map(|amount| format!(" {} mg", amount.get())).unwrap_or_default();
        format!("{}{milligrams}, {}", shorten(&plain(dose.what.as_str()), NAMED), time::moment(item.draft(), here))
    });
    told.collect::<Vec<_>>().join("; ")
}

fn so(diary: &Diary, today: Date, zone: &str) -> String {
    let facts = health(diary, today, zone).into_iter().filter(|fact| !fact.said.eq_ignore_ascii_case("no"));
    let told = facts.take(SIGNS).map(|fact| format!("{}: {}", fact.what.trim_end_matches('?'), fact.said));
    told.collect::<Vec<_>>().join("; ")
}
