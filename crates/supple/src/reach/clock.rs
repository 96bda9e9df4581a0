//! What goes on by itself while the server runs: checks, reminders, and letters that are due.

use crate::reach::{Desk, send};
use crate::terminal::Out;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use std::time::{Duration, Instant};
use supple_care::moment::clock::zone;
use supple_diary::EpisodeState;
use supple_journal::Journal;
use supple_reach::{notices, reminders};

/// How often the clock is looked at.
const TICK: Duration = Duration::from_millis(500);

/// How often reminders are looked at.
const REMIND: Duration = Duration::from_secs(20);

/// How often it is written down that a server runs.
const BEAT: Duration = Duration::from_secs(10);

/// How often what was sent long ago is forgotten.
const TIDY: Duration = Duration::from_secs(3_600);

/// Goes on until the program ends: on a thread of its own, since databases and networks may keep it waiting. Two threads send, so
/// that one channel that stands still holds nobody else up for long.
pub(crate) fn run(desk: &Arc<Desk>, journal: &Arc<Journal>, runtime: &tokio::runtime::Handle) {
    for _ in 0..SENDERS {
        let desk = Arc::clone(desk);
        std::thread::spawn(move || {
            loop {
                match desk.known().and_then(|outbox| outbox.map_or(Ok(false), |outbox| send::one(&desk, &*outbox))) {
                    Ok(true) => {}
                    Ok(false) | Err(_) => std::thread::sleep(TICK),
                }
            }
        });
    }
    let (desk, journal, runtime) = (Arc::clone(desk), Arc::clone(journal), runtime.clone());
    std::thread::spawn(move || {
        let (mut beaten, mut reminded, mut tidied) = (None, None, None);
        let mut said = String::new();
        loop {
            let done = desk.known().and_then(|outbox| {
                let Some(outbox) = outbox else { return Ok(()) };
                // Where nothing was ever switched on, nobody asks whether a server runs.
                if Desk::is_used(&*outbox)? && is_time(&mut beaten, BEAT) {
                    desk.beat(&*outbox)?;
                }
                desk.tick(&*outbox)?;
                if is_time(&mut reminded, REMIND) {
                    remind(&desk, &journal, &runtime)?;
                }
                if is_time(&mut tidied, TIDY) {
                    Desk::tidy(&*outbox)?;
                }
                Ok(())
            });
            // What cannot be done is said once where the server runs, and tried again.
            if let Err(line) = done {
                if line != said {
                    let mut aside = Out::aside();
                    let _ = aside.line(&format!("supple: channels stand still: {line}")).and_then(|()| aside.finish());
                    said = line;
                }
            } else {
                said.clear();
            }
            std::thread::sleep(TICK);
        }
    });
}

/// How many letters are sent at one time.
const SENDERS: usize = 2;

fn is_time(last: &mut Option<Instant>, every: Duration) -> bool {
    let is_now = last.is_none_or(|last| last.elapsed() >= every);
    if is_now {
        *last = Some(Instant::now());
    }
    is_now
}

/// Lays letters for what the diary says is due.
fn remind(desk: &Desk, journal: &Journal, runtime: &tokio::runtime::Handle) -> Result<(), String> {
    let Some(outbox) = desk.known()? else { return Ok(()) };
    let state = desk.state()?;
    if !state.mine.iter().any(|way| way.is_on && way.reminds) {
        return Ok(());
    }
    let diary = runtime.block_on(journal.diary()).map_err(|error| error.to_string())?;
    let now = desk.now();
    let zone = TimeZone::get(&zone(&diary, &journal.host().zone())).unwrap_or(TimeZone::UTC);
    let since = state.noticed.unwrap_or(now).max(ago(now, supple_reach::LATE));
    let soon = now.checked_add(SignedDuration::from_secs(1)).unwrap_or(now);
    let due = notices(&reminders(&diary), &zone, since, soon).map_err(|error| error.to_string())?;
    desk.remind(&*outbox, &due, in_episode(&diary, now))
}

fn ago(now: Timestamp, length: SignedDuration) -> Timestamp {
    now.checked_sub(length).unwrap_or(now)
}

/// Whether an episode goes on now.
fn in_episode(diary: &supple_diary::Diary, now: Timestamp) -> bool {
    diary.episodes().last().is_some_and(|episode| matches!(episode.state(now), EpisodeState::Open))
}
