//! `supple profile`: what someone said about themselves, and when; what is old is confirmed, what is wrong taken out.

use crate::place::{Place, wait};
use crate::problem::Problem;
use crate::terminal::Out;
use clap::Args;
use jiff::civil::Date;
use serde_json::json;
use supple_care::moment::clock;
use supple_care::profile::{asked_again, groups, of, still_so};
use supple_diary::{Diary, Draft, Profile, ProfileFact};
use supple_journal::Journal;
use supple_wording::profile::{NAME_SOMEONE, STILL_SO, label, lines};
use supple_wording::{Here, names, plain};

/// Options of `supple profile`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Say that everything that was said long ago is still so
    #[arg(long, conflicts_with_all = ["forget", "questions"])]
    still_so: bool,
    /// Take facts out: contact, place, country, birth-year, at-hand, own-exposures, zone, or health.ID (several with commas)
    #[arg(long, value_name = "FACT", value_delimiter = ',', conflicts_with = "questions")]
    forget: Vec<String>,
    /// Print what can be asked about you, with its ids, in place of what you said
    #[arg(long)]
    questions: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// Prints the profile, and changes it where that is asked.
pub(crate) fn run(options: &Options, place: &Place, out: &mut Out) -> Result<(), Problem> {
    if options.questions {
        return questions(options.json, out);
    }
    for id in &options.forget {
        known(id)?;
    }
    on(options, &place.look()?, out)
}

/// The same on a journal.
pub(crate) fn on(options: &Options, journal: &Journal, out: &mut Out) -> Result<(), Problem> {
    let diary = wait(journal.diary())?;
    let machine = journal.host();
    let zone = clock::zone(&diary, &machine.zone());
    let now = clock::moment(&diary, machine.now(), &machine.zone());
    let today = now.date();
    let drafts = changes(options, &diary, today)?;
    let drafts: Vec<Draft> = drafts.into_iter().map(|kind| Draft::new(now.clone(), kind)).collect();
    let diary = if drafts.is_empty() {
        diary
    } else {
        wait(journal.write_all(drafts))?;
        wait(journal.diary())?
    };
    print(&diary, Here { today, zone: &zone }, options.json, out)
}

fn known(id: &str) -> Result<ProfileFact<'_>, Problem> {
    ProfileFact::from_id(id).ok_or_else(|| {
        let id = crate::when::shorten(id);
        Problem::WrongUse(format!("there is no fact \"{id}\"; give contact, place, country, birth-year, at-hand, own-exposures, zone or health.ID"))
    })
}

fn changes(options: &Options, diary: &Diary, today: Date) -> Result<Vec<supple_diary::Kind>, Problem> {
    let mut facts = Vec::new();
    for id in &options.forget {
        let fact = known(id)?;
        if of(diary, fact, today).is_none() {
            return Err(Problem::Cannot(format!(
                "you said nothing of \"{}\", so nothing is taken out",
                crate::when::shorten(id)
            )));
        }
        facts.push(fact);
    }
    let out = diary.taking_out(&facts).into_iter().map(supple_diary::Kind::from);
    let old: Vec<ProfileFact<'_>> = match options.still_so {
        true => asked_again(diary, today).into_iter().map(|known| known.fact).collect(),
        false => Vec::new(),
    };
    let confirmed = still_so(diary, &old, today).by_schema().into_iter();
    Ok(out.chain(confirmed.filter(|one| *one != Profile::default()).map(supple_diary::Kind::from)).collect())
}

fn print(diary: &Diary, here: Here<'_>, as_json: bool, out: &mut Out) -> Result<(), Problem> {
    let lines = lines(diary, here);
    if as_json {
        let facts = lines.iter().map(|line| {
            let said = of(diary, line.fact, here.today).and_then(|known| known.said);
            json!({"fact": line.fact.id(), "label": line.label, "value": plain(&line.value), "said": said, "ask_again": line.is_old})
        });
        return out.json(&json!({"facts": facts.collect::<Vec<_>>()}));
    }
    for line in &lines {
        let said = line.said.as_ref().map(|said| format!(" ({said})")).unwrap_or_default();
        let still = if line.is_old { format!(" {STILL_SO}") } else { String::new() };
        out.item("- ", &plain(&format!("{}: {}{said}{still}", line.label, line.value)))?;
    }
    if lines.is_empty() {
        out.say("You said nothing about yourself yet.")?;
    }
    out.gap()?;
    if lines.iter().any(|line| line.is_old) {
        out.say("`supple profile --still-so` says that all of this is still so.")?;
    }
    if diary.profile().contact.is_none() {
        out.say(&format!("{NAME_SOMEONE}: `supple log profile --contact \"NAME=NUMBER\"`."))?;
    }
    out.say("`supple log profile --help` says how to change it, `supple profile --forget FACT` takes a fact out.")
}

fn questions(as_json: bool, out: &mut Out) -> Result<(), Problem> {
    if as_json {
        let all = groups().iter().map(|group| json!({"title": group.title, "asks": group.asks}));
        return out.json(&json!({"groups": all.collect::<Vec<_>>()}));
    }
    for group in groups() {
        out.gap()?;
        out.heading(&group.title)?;
        for id in &group.asks {
            let ask = names::asks(id).map_or_else(|| label(ProfileFact::Health(id)), |(ask, _)| ask.to_owned());
            out.item("- ", &format!("{id}: {ask}"))?;
        }
    }
    Ok(())
}
