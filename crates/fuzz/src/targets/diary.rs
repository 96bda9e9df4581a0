//! The lines of entries: of a diary's own file, an export, a copy.

use super::{nothing, now};
use crate::harness::Target;
use crate::mutate::Shape;
use crate::outcome::{Seen, clear};
use supple_diary::{Diary, Entry, KindName, Log, Tail, verify};
use supple_journal::Judged;

const TOKENS: &[&str] = &[
    "\"schema\":1",
    "\"schema\":8",
    "\"schema\":9",
    "\"kind\":\"pain\"",
    "\"kind\":\"spasm\"",
    "\"kind\":\"note\"",
    "\"kind\":\"profile\"",
    "\"kind\":\"correction\"",
    "\"kind\":\"removal\"",
    "\"of\":",
    "\"precision\":\"hour\"",
    "\"precision\":\"day\"",
    "\"precision\":\"minute\"",
    "\"level\":",
    "\"note\":\"",
    "\"regions\":[\"neck\"]",
    "\"happened\":\"2026-03-29T02:30:00+01:00[Europe/Berlin]\"",
    "\"happened\":\"0001-01-01T00:00:00Z\"",
    "\"recorded\":\"2025-11-22T02:11:07.123Z\"",
    "\"previous\":null",
    "\"sequence\":0",
    "\"sequence\":18446744073709551615",
    "01a22b40-d980-7000-8000-000000000000",
    "{id}",
    "-00:00",
    "[UTC]",
    "[+01:00]",
    "[Etc/GMT-14]",
    ".000000001Z",
];

pub(super) const ENTRY: Target =
    Target { name: "entry", shape: Shape::Lines, tokens: TOKENS, most: 16 << 10, made: nothing, judge: entry };

pub(super) const LINES: Target =
    Target { name: "lines", shape: Shape::Lines, tokens: TOKENS, most: 48 << 10, made: nothing, judge: lines };

/// One line. What is taken stands as it was written, is read equal again, and can be written anew as an entry of its own
/// that says the same; what is refused is named.
pub fn entry(bytes: &[u8]) -> Seen {
    let Ok(text) = std::str::from_utf8(bytes) else { return Seen::of("no text") };
    let entry = match Entry::parse(text) {
        Ok(entry) => entry,
        Err(why) => return Seen::refused(&why.to_string()),
    };
    assert_eq!(entry.line(), text, "it stands as it was written");
    assert_eq!(Entry::parse(text).as_ref(), Ok(&entry), "it is read equal again");
    let again = entry.sealed_again(entry.device(), entry.sequence(), entry.previous()).expect("it is sealed again");
    assert_eq!((again.id(), again.happened(), again.draft()), (entry.id(), entry.happened(), entry.draft()));
    let Some(draft) = entry.draft() else {
        return Seen::of("newer");
    };
    let mut tail = Tail::new(entry.device());
    let anew = tail.write(draft.clone(), entry.recorded(), [7; 10], None).expect("what was read can be written");
    assert_eq!(anew.draft(), Some(draft), "it says the same when it is written anew: {}", anew.line());
    let fields = serde_json::to_value(&draft.kind).expect("a kind is written");
    if let Some(fields) = fields.as_object().filter(|_| !draft.kind.name().is_change()) {
        let mut fields = fields.clone();
        fields.remove("kind");
        let name: KindName = draft.kind.name();
        let read = name.read(&fields);
        // Of a field that stands twice in an object that is only carried, a value in memory has one.
        let read = read.map(|kind| serde_json::to_value(&kind).expect("a kind is written"));
        assert_eq!(
            read.as_ref().ok(),
            serde_json::to_value(&draft.kind).ok().as_ref(),
            "a form reads what an entry says"
        );
    }
    // What faces make of it.
    let told = supple_wording::in_full(&draft.kind);
    assert!(!told.line().is_empty(), "something is told");
    drop((supple_wording::headline(&draft.kind), supple_wording::facts(&draft.kind)));
    Seen::of(&format!("{} {:?}", name_of(draft), draft.precision))
}

fn name_of(draft: &supple_diary::Draft) -> String {
    let value = serde_json::to_value(&draft.kind).unwrap_or_default();
    let fields = value.as_object().map(|fields| fields.keys().cloned().collect::<Vec<_>>().join(" "));
    format!("{} {}", draft.kind.name().id(), fields.unwrap_or_default())
}

/// A file of lines, by the two readers that there are: `verify FILE`, and an import with its judgement of chains. They agree
/// on what can be read; what is taken is written again as it was, is known the next time, and has whole chains.
pub fn lines(bytes: &[u8]) -> Seen {
    let (log, refused) = Log::from_bytes(bytes);
    refused.iter().for_each(|refused| clear(&refused.to_string()));
    let (again, none) = Log::from_lines(&log.to_lines());
    assert!(none.is_empty(), "what was read is read again: {none:?}");
    assert_eq!(again, log, "the same log comes back");
    let broken = verify(log.iter());
    broken.iter().for_each(|broken| clear(&broken.to_string()));

    let judged = Judged::of(bytes, &Log::new(), None);
    assert_eq!(judged.read, judged.good.len() + judged.known + judged.refused.len(), "each line becomes something");
    judged.refused.told().iter().for_each(|line| clear(&line.why.to_string()));
    for line in &refused {
        let is_named = judged.refused.told().iter().any(|other| other.line == line.line as u64);
        assert!(is_named, "line {} is refused by one reader alone: {}", line.line, line.why);
    }
    assert!(judged.good.iter().all(|entry| log.get(entry.id()).is_some()), "nothing is taken that is not there");
    assert_eq!(verify(judged.good.iter()), [], "what is taken has whole chains");
    let next = Judged::of(judged.good.to_lines().as_bytes(), &judged.good, None);
    assert_eq!(
        (next.known, next.good.len(), next.refused.len()),
        (judged.good.len(), 0, 0),
        "it is known the next time"
    );

    // What a diary makes of it, also of what was changed.
    let diary = Diary::fold(&log);
    let audits = draws(&diary);
    audits.iter().for_each(|line| clear(line));
    let kinds: std::collections::BTreeSet<&str> = diary.items().iter().map(|item| item.kind().name().id()).collect();
    Seen::of(&format!("{} {} {:?}", refused.len().min(3), broken.len().min(3), kinds)).and(Seen::of(&format!(
        "{} {} {}",
        audits.len(),
        diary.bouts().len().min(4),
        diary.episodes().len().min(4)
    )))
}

/// What `verify` finds in the draws of trials.
fn draws(diary: &Diary) -> Vec<String> {
    let over_days = supple_programme::trial::audit(diary);
    supple_care::trials::audit(diary, now()).into_iter().chain(over_days).collect()
}
