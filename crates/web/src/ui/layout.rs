//! The frame of every page: help first, then the page, then the rooms.

use crate::ui::assets::{self, Asset};
use crate::ui::help::Help;
use crate::ui::icons;
use crate::ui::lost;
pub(crate) use crate::ui::rooms::Room;
use crate::ui::rooms::{DOORS, MORE};
use maud::{DOCTYPE, Markup, html};
use supple_guidance::Source;
use supple_journal::DataLoss;
use supple_wording::LANGUAGE;
pub(crate) use supple_wording::{answered, lower, sentence};

/// Where the manifest is.
pub(crate) const MANIFEST: &str = "/manifest.webmanifest";

/// The ground of the pages by day and by night, as in the stylesheet.
pub(crate) const LIGHT: &str = "#edf2ee";
pub(crate) const DARK: &str = "#15120f";

/// What the frame needs to know of the page inside it.
pub(crate) struct Frame<'a> {
    /// What stands on the tab, before "Supple".
    pub(crate) title: &'a str,
    /// The room to mark as the current one.
    pub(crate) room: Room,
    /// Where to come back to after the country was changed.
    pub(crate) path: &'a str,
    /// The number to call.
    pub(crate) help: Help,
    /// On a page of the diary: that the diary which was here is gone. It is said before anything else.
    pub(crate) lost: Option<DataLoss>,
}

impl Frame<'_> {
    /// The whole page round `main`.
    ///
    /// The call for help is the first thing in it, before the link that skips to the content: nobody should have to
    /// pass anything to reach it.
    pub(crate) fn around(&self, main: &Markup) -> Markup {
        self.with_head(&html! {}, None, main)
    }

    /// The same for one screen of a task that someone is in the middle of: on a phone the rooms step back until the
    /// menu link is followed.
    pub(crate) fn of_a_task(&self, main: &Markup) -> Markup {
        self.with_head(&html! {}, Some("task"), main)
    }

    /// The same, which asks for itself anew after so many seconds where there is no script to do better.
    pub(crate) fn refreshed(&self, seconds: u32, main: &Markup) -> Markup {
        self.with_head(&html! { noscript { meta http-equiv="refresh" content=(seconds); } }, None, main)
    }

    fn with_head(&self, head: &Markup, class: Option<&str>, main: &Markup) -> Markup {
        let number = self.help.number();
        html! {
            (DOCTYPE)
            html lang=(LANGUAGE) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (self.title) " · Supple" }
                    (assets(self.room))
                    (head)
                    (installable())
                }
                body class=[class] {
                    header class="top" {
                        a class="help" href={ "tel:" (number) } { (icons::call()) "Call for help " b { (number) } }
                        a class="skip" href="#main" { "Skip to the page" }
                        a class="brand" href="/" { (icons::mark()) span { "Supple" } }
                        a class="brand menu" href="#rooms" { (icons::mark()) span { "Menu" } }
                    }
                    main id="main" tabindex="-1" { @if let Some(lost) = self.lost { (lost::notice(lost)) } @if let Some(notice) = self.help.notice() { (notice.line()) } (main) }
                    nav class="rooms" id="rooms" aria-label="Rooms" {
                        @for (room, address, name, icon) in DOORS {
                            a href=(address) aria-current=[(room == self.room.door()).then_some("page")] { (icon()) (name) }
                        }
                        div class="more" {
                            @for (room, address, name) in MORE {
                                a href=(address) aria-current=[(room == self.room.door()).then_some("page")] { (name) }
                            }
                        }
                    }
                    footer class="foot soft" {
                        p {
                            (self.help.place()) " "
                            a href={ "/country?to=" (self.path) } { "Change the number" }
                        }
                        p {
                            "Facts for adults. No clinician has reviewed Supple. It does not replace your own. "
                            a href="/about" { "What that means" }
                        }
                    }
                    (app_line())
                }
            }
        }
    }
}

/// What makes a page part of an app that a phone can put on its home screen.
pub(crate) fn installable() -> Markup {
    html! {
        meta name="theme-color" media="(prefers-color-scheme: light)" content=(LIGHT);
        meta name="theme-color" media="(prefers-color-scheme: dark)" content=(DARK);
        link rel="icon" href="/icon.svg" type="image/svg+xml";
        link rel="apple-touch-icon" href=(assets::TOUCH_ICON.address());
        link rel="manifest" href=(MANIFEST);
        (load(&assets::APP_SCRIPT))
    }
}

/// Where the script of the app says something, last on every page.
pub(crate) fn app_line() -> Markup {
    html! { div id="app" class="app-line" role="status" hidden {} }
}

/// The files that the pages of a room load.
fn assets(room: Room) -> Markup {
    html! {
        @for asset in [&assets::STYLE].into_iter().chain(room.assets().iter().copied()) { (load(asset)) }
    }
}

/// The line in the head of a page that loads a file. A script runs once the page is there.
pub(crate) fn load(asset: &Asset) -> Markup {
    html! {
        @if asset.is_script() { script src=(asset.address()) defer {} }
        @else { link rel="stylesheet" href=(asset.address()); }
    }
}

/// The sources under a sentence, each leading to its place on the page of sources.
pub(crate) fn cite(ids: &[String]) -> Markup {
    html! {
        @for (at, source) in known(ids).enumerate() {
            @if at > 0 { "; " }
            (link(source))
        }
    }
}

/// The short name of a source, leading to its place on the page of sources.
pub(crate) fn link(source: &Source) -> Markup {
    html! { a href={ "/sources#" (source.id) } { (source.short) } }
}

/// The sources with these ids. The build has checked that each exists.
pub(crate) fn known<'a>(ids: impl IntoIterator<Item = &'a String>) -> impl Iterator<Item = &'static Source> {
    ids.into_iter().filter_map(|id| supple_guidance::embedded().source(id))
}
