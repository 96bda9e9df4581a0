//! Finding in the diary: a month, a kind, some days.

use crate::forms::when::days_before;
use crate::http::fields::{date, month};
use crate::http::problem::quoted;
use crate::http::query::{Pairs, part};
use crate::http::visit::Visit;
use crate::names;
use jiff::civil::Date;
use maud::{Markup, html};
use std::collections::BTreeSet;
use supple_diary::{Item, KindName};

/// The kinds that the timeline can be narrowed down to.
const KINDS: [KindName; 12] = [
    KindName::Spasm,
    KindName::Pain,
    KindName::Measure,
    KindName::Medicine,
    KindName::Exposure,
    KindName::Exercise,
    KindName::CheckIn,
    KindName::EpisodeMark,
    KindName::Symptom,
    KindName::Check,
    KindName::Plan,
    KindName::Note,
];

/// What the timeline is narrowed down to.
pub(super) struct Filter {
    pub(super) kind: Option<KindName>,
    /// The first day of a month.
    pub(super) month: Option<Date>,
    from: Option<Date>,
    to: Option<Date>,
}

impl Filter {
    /// Reads what stands in an address.
    ///
    /// # Errors
    ///
    /// A line for whoever typed a day, a month or a kind that is none.
    pub(super) fn read(pairs: &Pairs) -> Result<Filter, String> {
        let given = |name| Some(part(pairs, name)).filter(|text| !text.is_empty());
        let kind = match given("kind") {
            None => None,
            Some(id) => match KindName::from_id(id).filter(|kind| KINDS.contains(kind)) {
                Some(kind) => Some(kind),
                None => return Err(format!("There is nothing called {} in a diary.", quoted(id))),
            },
        };
        let day = |name| given(name).map(date).transpose();
        Ok(Filter { kind, month: given("month").map(month).transpose()?, from: day("from")?, to: day("to")? })
    }

    /// Whether an item of a day in its range belongs to it.
    pub(super) fn takes(&self, item: &Item) -> bool {
        self.kind.map_or(item.name() != KindName::Profile, |kind| item.name() == kind)
    }

    /// The first and the last day.
    pub(super) fn range(&self) -> (Date, Date) {
        let from = self.from.unwrap_or(Date::MIN).max(self.month.unwrap_or(Date::MIN));
        let to = self.to.unwrap_or(Date::MAX).min(self.month.map_or(Date::MAX, Date::last_of_month));
        (from, to)
    }

    /// Whether it asks for anything but a month.
    pub(super) fn searches(&self) -> bool {
        self.kind.is_some() || self.from.is_some() || self.to.is_some()
    }

    /// Whether it leaves anything out.
    pub(super) fn is_set(&self) -> bool {
        self.month.is_some() || self.searches()
    }

    /// The address of what is older than a day.
    pub(super) fn older_than(&self, date: Date) -> String {
        let mut address = format!("/diary?to={}", days_before(date, 1));
        if let Some(from) = self.from {
            address += &format!("&from={from}");
        }
        if let Some(month) = self.month {
            address += &format!("&month={}", value(month));
        }
        if let Some(kind) = self.kind {
            address += &format!("&kind={kind}");
        }
        address
    }

    /// The ways to something that was written: to a month, and to a kind or some days.
    pub(super) fn forms(&self, visit: &Visit) -> Markup {
        let text = |date: Option<Date>| date.map_or(String::new(), |date| date.to_string());
        let months = months(visit);
        html! {
            @if months.len() > 1 {
                form class="row jump" method="get" action="/diary" {
                    label for="month" { "Go to a month" }
                    select id="month" name="month" {
                        @for month in months.iter().rev() {
                            option value=(value(*month)) selected[self.month == Some(*month)] { (name(*month)) }
                        }
                    }
                    button class="btn quiet" { "Go" }
                }
            }
            details class="filter" open[self.searches()] {
                summary { "Find something" }
                form class="row" method="get" action="/diary" {
                    label for="kind" { "What" }
                    select id="kind" name="kind" {
                        option value="" { "Everything" }
                        @for kind in KINDS {
                            option value=(kind) selected[self.kind == Some(kind)] { (names::kind(kind)) }
                        }
                    }
                    label for="from" { "From" }
                    input id="from" type="date" name="from" value=(text(self.from));
                    label for="to" { "To" }
                    input id="to" type="date" name="to" value=(text(self.to));
                    button class="btn quiet" { "Show" }
                }
            }
            @if self.is_set() { a class="btn quiet" href="/diary" { "Show everything" } }
        }
    }
}

/// The months in which something was written, by their first days.
fn months(visit: &Visit) -> BTreeSet<Date> {
    let carried = visit.diary.newer().iter().map(|entry| entry.happened().date());
    visit.diary.days().keys().copied().chain(carried).map(Date::first_of_month).collect()
}

/// A month in an address: 2026-11.
pub(super) fn value(month: Date) -> String {
    month.strftime("%Y-%m").to_string()
}

/// A month in words: November 2026.
pub(super) fn name(month: Date) -> String {
    month.strftime("%B %Y").to_string()
}
