//! All exercises with their pictures, and what can be chosen in place of them. It shows nothing of a diary.

use crate::pages::exercise::one;
use crate::pages::medicine::leaflet;
use crate::ui::figures;
use crate::ui::help::Help;
use crate::ui::layout::{Frame, Room, cite};
use maud::{Markup, html};
use supple_guidance::embedded;

/// The address.
pub(super) const ADDRESS: &str = "/exercise/all";

/// What is known of exercise as a whole: the statements of the guide.
pub(super) const KNOWN: [&str; 2] = ["prevention.exercise-works-best", "treatments.exercise-kinds"];

pub(super) async fn page(help: Help) -> Markup {
    let known = &embedded().exercises;
    let main = html! {
        div class="stack measure" {
            h1 { "All exercises" }
            p { "The pictures are made from numbers, and checked: limbs keep their length, and nobody could fall over. No physiotherapist has seen them yet." }
        }
        section class="folds" {
            @for class in &known.classes {
                @let mut of_class = known.exercises.iter().filter(|exercise| exercise.class == class.id).peekable();
                @if of_class.peek().is_some() {
                    details {
                        summary { h2 { (class.title) } }
                        div class="stack" {
                            p { (class.why) }
                            div class="doors" {
                                @for exercise in of_class {
                                    a class="part" href=(one::address(exercise.id.as_str())) {
                                        @for id in exercise.figures.iter().take(1) { @if let Some(pose) = supple_figure::still(id).last() { (figures::figure(pose, true)) } }
                                        span { b { (exercise.name) } small { (exercise.purpose) } }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            details {
                summary { h2 { "Or do something else" } }
                div class="stack" {
                    p { "What you like is what you keep doing." }
                    @for training in &known.trainings {
                        div {
                            h3 { (training.name) }
                            p { (training.what) }
                            p { (training.known) }
                            @for condition in training.mind.iter().filter_map(|id| known.condition(id)) { p class="caution" { "Tell the teacher first: " (condition.mind) } }
                            p class="src" { "From: " (cite(&training.sources)) }
                        }
                    }
                }
            }
            details {
                summary { h2 { "How good is exercise?" } }
                (leaflet::claims(embedded(), &KNOWN.map(str::to_owned)))
            }
        }
    };
    Frame { title: "All exercises", room: Room::Exercise, path: ADDRESS, help, lost: None }.around(&main)
}
