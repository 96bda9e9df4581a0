//! Notifications of this browser (Web Push): who sees that something comes, and what this browser can and cannot do.

use crate::http::desk::{AtDesk, Seen};
use crate::http::visit::{FormRequest, Visit, see_other};
use crate::pages::reach::{AtServer, act, looked, refused, unreachable, ways};
use crate::pages::storage::devices::cannot;
use crate::ui::assets;
use crate::ui::layout::load;
use axum::Extension;
use axum::response::Response;
use maud::{Markup, html};
use supple_reach::{Act, NewWay, To};

/// The address.
pub(crate) const ADDRESS: &str = "/channels/push";

/// What the script may have to say, each by its name.
const SAYS: [(&str, &str); 9] = [
    (
        "insecure",
        "This page did not come over HTTPS, so the browser allows no notifications. docs/network.md says how to get it.",
    ),
    (
        "ios",
        "On an iPhone or iPad, add Supple to the Home Screen first: Share, then “Add to Home Screen”. Open it there, and come back to this page.",
    ),
    ("missing", "This browser has no notifications from servers. ntfy is the other way."),
    ("worker", "This window cannot keep anything, as a private one. Open Supple in an ordinary window."),
    ("denied", "This browser says no for this page. Its settings can change that."),
    ("dismissed", "The question was closed. Tap the button to be asked again."),
    ("failed", "The push service of this browser did not answer. Try again later, or choose ntfy."),
    ("asking", "Your browser asks you now."),
    (
        "expired",
        "This browser gets no notifications now: it was never switched on here, or its subscription has ended. Tap the button to switch it on.",
    ),
];

pub(super) async fn page(visit: Visit, desk: AtServer) -> Response {
    let key = match &desk {
        // The key is made with the first tap: who only looks switches nothing on.
        Some(Extension(AtDesk(server))) => match looked(&desk).await {
            Ok(Some(seen)) if seen.state.vapid.is_some() => server.push_key().await.map(|key| Some((key, seen))),
            Ok(_) => Ok(None),
            Err(line) => Err(line),
        },
        None => Ok(None),
    };
    let key = match key {
        Ok(key) => key,
        Err(line) => return cannot(&visit, &line),
    };
    let main = html! {
        div class="stack measure" {
            h1 { "Notifications of this browser" }
            @match (&desk, &key) {
                (None, _) => (super::needs_a_server()),
                (Some(_), None) => {
                    (what())
                    form method="post" action=(SAVE) { button class="btn big wide" { "Prepare it" } }
                }
                (Some(_), Some((key, seen))) => { (what()) (form(key, seen)) }
            }
            p { a href=(ways::ADDRESS) { "All ways to reach you" } }
        }
        @if key.is_some() { (load(&assets::PUSH_SCRIPT)) }
    };
    visit.reach_page("Notifications of this browser", ADDRESS, &main)
}

fn what() -> Markup {
    html! {
        p { "They say something like “A few minutes for you”. Nothing of your health is in them." }
        details {
            summary { "Who sees what" }
            p { "They go through the push service of your browser’s maker: Google, Apple, Mozilla or Microsoft. It sees that something came, and when. What it says is encrypted for this browser alone." }
            p { "They come while the browser is closed on most phones. On a computer the browser has to run. On an iPhone only an app on the Home Screen gets them." }
        }
    }
}

fn form(key: &str, seen: &Seen) -> Markup {
    let known: Vec<String> =
        seen.state.mine.iter().filter(|way| way.is_on).filter_map(|way| way.to.push_hash()).collect();
    let known = Some(known.join(" ")).filter(|known| !known.is_empty());
    html! {
        form class="stack" method="post" action=(SAVE) data-push data-key=(key) data-subscribed=[known] {
            input type="hidden" name="subscription";
            button class="btn big wide" { "Notify me here" }
        }
        noscript { p { "This needs JavaScript, which is off." } }
        div role="status" { @for (name, words) in SAYS { p hidden data-say=(name) { (words) } } }
    }
}

/// Where a browser hands in its subscription.
pub(super) const SAVE: &str = "/channels/push/save";

pub(super) async fn save(desk: AtServer, post: FormRequest) -> Response {
    let subscription = post.fields.get("subscription").to_owned();
    if subscription.is_empty() {
        let Some(Extension(AtDesk(server))) = &desk else {
            return unreachable(&post.visit);
        };
        return match server.push_key().await {
            Ok(_) => see_other(ADDRESS),
            Err(line) => refused(&post.visit, &line),
        };
    }
    let new = NewWay { name: "This browser".to_owned(), to: To::Push { subscription } };
    match act(&desk, &post, Act::AddMine(new)).await {
        Ok(()) => see_other(ways::ADDRESS),
        Err(response) => response,
    }
}
