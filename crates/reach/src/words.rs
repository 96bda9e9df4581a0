//! The sentences of letters. What lies on a lock screen or with a relay is generic; a contact reads what the person chose to say.

use crate::check::{Check, Told};
use crate::letter::Words;
use jiff::Timestamp;

/// What a person is called who gave no name.
const SOMEONE: &str = "Someone who lists you as a contact";

/// The warning to the person themselves. It travels over relays, so it says nothing of health.
/// `names` are those who are told next, after `grace` seconds.
pub(crate) fn warning(names: &[&str], grace: i64) -> Words {
    let minutes = (grace + 59) / 60;
    let unit = if minutes == 1 { "minute" } else { "minutes" };
    let text = if names.is_empty() {
        "Your time is up. Please open Supple and say that you are all right.".to_owned()
    } else {
        format!(
            "Your time is up. In {minutes} {unit} Supple tells {}, unless you say that you are all right.",
            list(names)
        )
    };
    Words { subject: "Are you all right?".to_owned(), text, path: "/check-on-me".to_owned(), is_urgent: true }
}

/// What a contact is told.
pub(crate) fn told(check: &Check, contact: &Told, attempt: u32, name: &str, server: Option<&str>) -> Words {
    let who = if name.is_empty() { SOMEONE } else { name };
    let mut lines = vec![
        format!("{who} asked Supple to tell you if they do not say in time that they are all right."),
        format!("They were to answer by {}. They have not.", on_clock(check.deadline, &check.zone)),
    ];
    if !check.said.is_empty() {
        lines.push(format!("They wrote: {}", check.said));
    }
    if !check.place.is_empty() {
        lines.push(format!("Where they are, as they wrote it: {}", check.place));
    }
    lines.push("Please call them now. If they do not answer, go there or send someone. If you think that they are in danger, call the emergency number.".to_owned());
    match server {
        Some(server) => lines.push(format!(
            "Say here that you have seen this, so that it is not sent again: {server}/seen/{}",
            contact.secret
        )),
        None => lines.push("You need not answer this message: nobody reads answers to it.".to_owned()),
    }
    if attempt > 1 {
        lines.push(format!("This is message {attempt}. It comes again until someone answers."));
    }
    let subject = format!("{} has not answered. Please check on them", if name.is_empty() { "Someone" } else { name });
    Words { subject, text: lines.join("\n\n"), path: String::new(), is_urgent: true }
}

/// The end, for whoever was told.
pub(crate) fn all_right(name: &str) -> Words {
    let who = if name.is_empty() { "The person who lists you as a contact" } else { name };
    Words {
        subject: format!("{} says: I am all right", if name.is_empty() { "They" } else { name }),
        text: format!("{who} has answered and says that they are all right. You need not do anything more."),
        path: String::new(),
        is_urgent: false,
    }
}

/// That the person has answered and asked for more time, for whoever was told.
pub(crate) fn more_time(check: &Check, name: &str) -> Words {
    let who = if name.is_empty() { "The person who lists you as a contact" } else { name };
    let until = on_clock(check.deadline, &check.zone);
    Words {
        subject: if name.is_empty() { "They have answered".to_owned() } else { format!("{name} has answered") },
        text: format!(
            "{who} has answered and asked for more time, until {until}. You need not do anything now. If they do not answer then, you are told again."
        ),
        path: String::new(),
        is_urgent: false,
    }
}

/// That one contact has answered, for the others.
pub(crate) fn another_has_seen(by: &str, name: &str) -> Words {
    let who = if name.is_empty() { "them" } else { name };
    Words {
        subject: format!("{by} has seen it"),
        text: format!("{by} has seen the message about {who}. It is not sent again. Ask {by} whether they need you."),
        path: String::new(),
        is_urgent: false,
    }
}

/// The same for the person.
pub(crate) fn has_seen(by: &str) -> Words {
    Words {
        subject: format!("{by} has seen it"),
        text: format!("{by} has seen your message. When you are all right, please say so in Supple."),
        path: "/check-on-me".to_owned(),
        is_urgent: false,
    }
}

/// A dry run, to the person or to a contact.
pub(crate) fn test(name: &str, is_contact: bool) -> Words {
    let who = if name.is_empty() { "Someone" } else { name };
    let text = if is_contact {
        format!(
            "This is a test. {who} lists you as a contact in Supple: if they do not say in time that they are all right, a message like this one asks you to check on them. You need not do anything now."
        )
    } else {
        "This is a test. It shows that Supple can reach you here.".to_owned()
    };
    // The page is the person's: a contact has no business there.
    let path = if is_contact { "" } else { "/channels" };
    Words { subject: "A test from Supple".to_owned(), text, path: path.to_owned(), is_urgent: false }
}

/// What a reminder is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeOf {
    /// Today's exercises.
    Practice,
    /// To stand up.
    Break,
    /// The short daily question.
    CheckIn,
    /// A visit.
    Visit,
    /// To look at a trial.
    Trial,
}

/// A reminder, in words that tell a stranger nothing.
pub fn notice_words(of: NoticeOf) -> Words {
    let (subject, text, path) = match of {
        NoticeOf::Practice => ("A few minutes for you", "Today's round is ready when you are.", "/exercise"),
        NoticeOf::Break => ("Time to stand up", "A minute on your feet. Walk to the window.", "/reminders/break"),
        NoticeOf::CheckIn => ("How was today?", "One tap is enough.", "/check-in"),
        NoticeOf::Visit => {
            ("You have a visit", "It stands in your calendar. Your page to take along is ready.", "/doctor")
        }
        NoticeOf::Trial => ("A look at your trial", "See how far it has come.", "/insight/trials"),
    };
    Words { subject: subject.to_owned(), text: text.to_owned(), path: path.to_owned(), is_urgent: false }
}

fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A time on the person's clock, with its zone: a contact may be elsewhere.
fn on_clock(at: Timestamp, zone: &str) -> String {
    match at.in_tz(zone) {
        Ok(there) => format!("{} ({zone})", there.strftime("%H:%M on %-d %B %Y")),
        Err(_) => at.strftime("%H:%M on %-d %B %Y (UTC)").to_string(),
    }
}
