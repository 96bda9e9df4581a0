//! Whatever a scene holds, its SVG can be read by others, and says no more than the scene.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use roxmltree::{Document, Node};
use supple_drawing::svg::{self, Role};
use supple_drawing::{Along, Anchor, Area, BezPath, Group, Ink, Look, Part, Point, Rect, Scene, Shape, Stroke, Vec2};

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![-50.0..400.0_f64, Just(0.0), Just(-0.001), Just(1e9)]
}

fn point() -> impl Strategy<Value = Point> {
    (number(), number()).prop_map(Point::from)
}

/// Words of every kind, with what is markup elsewhere.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), Just("<a href=\"x\">'&amp;'</a>]]>".to_owned()), Just("\u{0}\u{ffff}\n".to_owned())]
}

fn ink() -> impl Strategy<Value = Ink> {
    prop::sample::select(Ink::ALL.to_vec())
}

prop_compose! {
    fn stroke()(ink in ink(), width in 0.1..20.0_f64, dash in prop::collection::vec(0.5..9.0_f64, 0..3), round: bool) -> Stroke {
        Stroke { ink, width, dash, round }
    }
}

prop_compose! {
    fn look()(fill in prop::option::of(ink()), stroke in prop::option::of(stroke()), halo: bool, opacity in 0.0..=1.0_f64) -> Look {
        Look { fill, stroke, halo, opacity }
    }
}

fn curves() -> impl Strategy<Value = BezPath> {
    let step = (0..5_u8, point(), point(), point());
    prop::collection::vec(step, 0..8).prop_map(|steps| {
        let mut path = BezPath::new();
        path.move_to((3.0, 4.0));
        for (kind, one, two, to) in steps {
            match kind {
                0 => path.move_to(to),
                1 => path.line_to(to),
                2 => path.quad_to(one, to),
                3 => path.curve_to(one, two, to),
                _ => {
                    path.close_path();
                    path.move_to(to);
                }
            }
        }
        path
    })
}

fn shape() -> impl Strategy<Value = Shape> {
    let along = || prop_oneof![number().prop_map(Along::Units), (0.0..1.0).prop_map(Along::Share)];
    let form = prop_oneof![
        (point(), point()).prop_map(|(from, to)| Shape::line(from, to)),
        (along(), number(), along(), number()).prop_map(|(x1, y1, x2, y2)| Shape::stretch((x1, y1), (x2, y2))),
        prop::collection::vec((number(), number()), 0..6).prop_map(Shape::polyline),
        curves().prop_map(Shape::path),
        (number(), number(), 0.0..9.0_f64).prop_map(|(x, y, round)| Shape::bar(x, y, 20.0, 8.0, round)),
        (number(), number(), 0.1..30.0_f64, 0.1..30.0_f64).prop_map(|(x, y, a, b)| Shape::ellipse(x, y, a, b)),
        (number(), number(), words(), prop::sample::select(vec![Anchor::Start, Anchor::Middle, Anchor::End]))
            .prop_map(|(x, y, words, anchor)| Shape::text(x, y, 13.5, words).anchored(anchor)),
    ];
    (form, look(), prop::option::of(Just("ride"))).prop_map(|(shape, look, name)| Shape { look, name, ..shape })
}

fn part() -> impl Strategy<Value = Part> {
    shape().prop_map(Part::Shape).prop_recursive(2, 12, 4, |part| {
        (point(), any::<bool>(), prop::collection::vec(part, 0..4))
            .prop_map(|(at, mirrored, parts)| Part::Group(Group { shift: at.to_vec2(), mirrored, parts }))
    })
}

prop_compose! {
    fn scene()(
        area in prop_oneof![Just(Area::window(-8.0, 0.0, 350.0, 174.0)), Just(Area::window(0.0, 0.0, 24.0, 24.0)), Just(Area::Strip { height: 22.0 })],
        title in words(), description in words(), look in look(), parts in prop::collection::vec(part(), 0..12),
    ) -> Scene {
        Scene { area, title, description, look, parts }
    }
}

/// How many shapes are in it.
fn count(parts: &[Part]) -> usize {
    parts
        .iter()
        .map(|part| match part {
            Part::Shape(_) => 1,
            Part::Group(group) => count(&group.parts),
        })
        .sum()
}

fn shapes<'n>(document: &'n Document<'n>) -> impl Iterator<Item = Node<'n, 'n>> {
    let is_shape =
        |node: &Node<'_, '_>| ["line", "path", "rect", "circle", "ellipse", "text"].contains(&node.tag_name().name());
    document.descendants().filter(move |node| node.is_element() && is_shape(node))
}

/// What XML makes of words.
fn read(words: &str) -> String {
    words
        .chars()
        .map(|letter| match letter {
            '\t' | '\n' | '\r' => ' ',
            _ if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => '\u{fffd}',
            _ => letter,
        })
        .collect()
}

proptest! {
    #[test]
    fn any_scene_is_well_formed_and_draws_each_shape_once(scene in scene()) {
        for role in [Role::Picture, Role::Ornament] {
            let text = svg::shown(&scene, "fig", role);
            let document = Document::parse(&text).unwrap();
            prop_assert_eq!(shapes(&document).count(), count(&scene.parts));
            let root = document.root_element();
            match role {
                Role::Picture => prop_assert_eq!(root.attribute("aria-label").unwrap(), read(&scene.description)),
                Role::Ornament => prop_assert_eq!(root.attribute("aria-hidden"), Some("true")),
            }
        }
        let text = svg::file(&scene, &|ink| if ink == Ink::Text { "#123456" } else { "#abcdef" });
        let document = Document::parse(&text).unwrap();
        prop_assert_eq!(shapes(&document).count(), count(&scene.parts));
        let said = |name: &str| document.descendants().find(|node| node.has_tag_name(("http://www.w3.org/2000/svg", name))).unwrap().text().unwrap_or("").to_owned();
        prop_assert_eq!(said("title"), read(&scene.title));
        prop_assert_eq!(said("desc"), read(&scene.description));
    }

    #[test]
    fn nothing_in_it_is_refused_by_the_policy_of_the_pages(scene in scene()) {
        let text = svg::shown(&scene, "fig", Role::Picture);
        let document = Document::parse(&text).unwrap();
        for node in document.descendants() {
            prop_assert!(node.tag_name().name() != "script" && node.tag_name().name() != "style");
            for attribute in node.attributes() {
                prop_assert!(attribute.name() != "style" && !attribute.name().starts_with("on") && attribute.name() != "href");
                prop_assert!(!["NaN", "inf"].contains(&attribute.value()));
            }
        }
    }

    #[test]
    fn a_path_is_read_as_it_was_written(path in curves()) {
        let scene = Scene::new(Area::window(0.0, 0.0, 350.0, 350.0), "", "").with(Shape::path(path.clone()));
        let text = svg::shown(&scene, "", Role::Ornament);
        let document = Document::parse(&text).unwrap();
        let read = BezPath::from_svg(shapes(&document).next().unwrap().attribute("d").unwrap()).unwrap();
        let ends = |path: &BezPath| path.elements().iter().filter_map(kurbo::PathEl::end_point).collect::<Vec<_>>();
        prop_assert_eq!(ends(&read).len(), ends(&path).len());
        for (one, other) in ends(&read).iter().zip(ends(&path)) {
            prop_assert!(one.distance(other) < 0.1 + 1e-9 * other.to_vec2().hypot(), "{one} {other}: {text}");
        }
    }

    #[test]
    fn a_strip_at_a_width_has_no_share_left(scene in scene(), width in 50.0..900.0_f64) {
        let at = scene.at_width(width);
        prop_assert!(matches!(at.area, Area::Window(_)));
        prop_assert_eq!(count(&at.parts), count(&scene.parts));
        if scene.area != at.area {
            prop_assert!(!svg::shown(&at, "", Role::Ornament).contains('%') || svg::shown(&scene, "", Role::Ornament).contains('%'));
        }
    }
}

#[test]
fn what_looks_alike_in_a_row_says_so_once() {
    let mut scene = Scene::new(Area::window(0.0, 0.0, 100.0, 20.0), "Days", "Three spasms.");
    for place in 0..3 {
        scene.add(Shape::bar(f64::from(place) * 10.0, 0.0, 8.0, 8.0, 4.0).fill(Ink::Body));
    }
    let drawn = svg::shown(&scene, "fig", Role::Ornament);
    assert_eq!(drawn.matches("f-body").count(), 1, "{drawn}");
    scene.parts.truncate(1);
    assert!(!svg::shown(&scene, "fig", Role::Ornament).contains("<g"));
}

#[test]
fn a_page_dresses_what_has_a_name_and_a_file_has_no_page() {
    let scene = Scene::new(Area::window(0.0, 0.0, 24.0, 24.0), "A stop", "A bar across.")
        .with(Shape::line((2.0, 2.0), (9.0, 2.0)).stroke(Ink::Ground, 4.0).named("in"));
    assert!(svg::shown(&scene, "mark", Role::Ornament).contains(r#"<path class="in" d="M2 2H9"/>"#));
    let file = svg::file(&scene, &|_| "#fff");
    assert!(file.contains(r##"stroke="#fff" stroke-width="4""##) && !file.contains("class"), "{file}");
}

#[test]
fn what_leaves_its_window_is_named() {
    let window = Area::window(0.0, 0.0, 100.0, 20.0);
    let scene = Scene::new(window, "", "")
        .with(Shape::circle(50.0, 10.0, 10.0))
        .with(Shape::circle(50.0, 10.0, 9.0).stroke(Ink::Body, 3.0))
        .with(Group {
            shift: Vec2::new(101.0, 0.0),
            mirrored: true,
            parts: vec![Shape::bar(2.0, 2.0, 8.0, 8.0, 0.0).into()],
        });
    assert_eq!(scene.outside(), [1]);
    assert_eq!(scene.bounds()[2], Rect::new(91.0, 2.0, 99.0, 10.0), "mirrored, then moved");
    let strip = Scene::new(Area::Strip { height: 22.0 }, "", "")
        .with(Shape::stretch((Along::Units(8.0), 11.0), (Along::Share(0.5), 11.0)).stroke(Ink::Body, 16.0).rounded());
    assert_eq!(strip.at_width(300.0).bounds(), [Rect::new(0.0, 3.0, 158.0, 19.0)]);
}
