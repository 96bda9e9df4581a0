//! Entries that were written at once, as those of a table are.

use std::collections::BTreeMap;
use supple_diary::{Diary, Item, KindName};
use uuid::Uuid;

/// What the diary still has of a table that was taken last: all that one device wrote at one moment, if that is more than one
/// entry. Nobody taps so fast.
pub fn last_together(diary: &Diary) -> Vec<&Item> {
    let mut groups: BTreeMap<_, Vec<&Item>> = BTreeMap::new();
    // What someone says about themselves on one page is written at once as well.
    for item in diary.items().iter().filter(|item| item.draft().kind.name() != KindName::Profile) {
        groups.entry((item.first().recorded(), item.first().device())).or_default().push(item);
    }
    groups.into_values().rev().find(|group| group.len() > 1).unwrap_or_default()
}

/// Those that were written together with this one.
pub fn together_with(diary: &Diary, id: Uuid) -> Vec<&Item> {
    let Some(one) = diary.items().iter().find(|item| item.id() == id) else { return Vec::new() };
    let of = |item: &Item| (item.first().recorded(), item.first().device());
    let others = diary.items().iter().filter(|item| of(item) == of(one));
    others.filter(|item| item.draft().kind.name() != KindName::Profile).collect()
}
