//! A returning person is not asked again what lasts: one "Still so?" in place of many rows.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::support::{App, Page};
use supple_triage::{Answer, Answers, Step, embedded};

async fn tap(app: &App, screen: &Page, taps: &[(&str, &str)]) -> Page {
    let carried: Vec<(&str, String)> =
        ["before", "known", "facts"].into_iter().filter_map(|name| Some((name, screen.hidden(name)?))).collect();
    let mut form: Vec<(&str, &str)> = carried.iter().map(|(name, json)| (*name, json.as_str())).collect();
    form.extend(taps);
    form.push(("rest", "no"));
    app.post("/check", &form).await
}

/// The last screen of a check in which nothing is wrong.
async fn about_you(app: &App) -> Page {
    let mut page = app.get("/check").await;
    let screens: [&[(&str, &str)]; 3] = [&[], &[], &[("days", "1"), ("pain", "5")]];
    for taps in screens {
        page = tap(app, &page, taps).await;
    }
    page
}

/// On to the verdict, with no to whatever else is asked.
async fn finish(app: &App, mut page: Page) -> Page {
    for _ in 0..4 {
        if page.verdict().is_none() {
            page = tap(app, &page, &[]).await;
        }
    }
    page
}

fn counted(page: &Page) -> Answers {
    Answers::from_json(embedded(), &page.hidden("before").unwrap()).unwrap()
}

fn answer(page: &Page, id: &str) -> Option<Answer> {
    counted(page).get(embedded().place(id).unwrap())
}

#[tokio::test]
async fn a_first_check_asks_everything_and_a_second_one_asks_whether_it_is_still_so() {
    let app = App::new();
    let first = about_you(&app).await;
    assert!(!first.says("Still so?") && first.asks("cancer-history"));
    let more = tap(&app, &first, &[("age", "40"), ("osteoporosis", "unsure")]).await;
    let done = finish(&app, more).await;
    assert!(done.verdict().is_some(), "{}", done.title());

    app.later(86_400);
    let second = about_you(&app).await;
    assert!(
        second.says("Still so?") && second.says("Your age: 18–49") && second.says("No cancer, no blood thinner"),
        "{}",
        second.text()
    );
    let row = second.body.split("class=\"stack asks changed\"").nth(1).unwrap();
    assert!(row.contains("name=\"cancer-history\"") && !row.contains("name=\"pregnant\""), "what passes is asked anew");
    assert!(!row.contains("name=\"osteoporosis\""), "what was not sure is asked anew");
    let verdict = finish(&app, tap(&app, &second, &[("still", "yes")]).await).await;
    assert_eq!(verdict.verdict().as_deref(), Some("self-care"), "{}", verdict.title());
    assert_eq!(answer(&verdict, "age"), Some(Answer::Number(40.0)));
    assert_eq!(answer(&verdict, "cancer-history"), Some(Answer::No));
}

#[tokio::test]
async fn none_of_these_never_denies_what_is_known_and_not_confirmed() {
    let app = App::new();
    let first = about_you(&app).await;
    finish(&app, tap(&app, &first, &[("age", "67"), ("blood-thinner", "yes")]).await).await;
    let second = about_you(&app).await;
    assert!(second.says("A blood thinner, or blood that does not clot well: yes"), "{}", second.text());
    let page = tap(&app, &second, &[]).await;
    assert_eq!(page.status.as_u16(), 422, "it has to be said");
    assert!(page.body.contains("href=\"#still\""), "and a line leads there");
    assert_eq!(answer(&page, "blood-thinner"), None, "nothing counts yet");
}

#[tokio::test]
async fn what_changed_is_asked_row_by_row_and_a_tap_counts_before_what_was_known() {
    let app = App::new();
    let first = about_you(&app).await;
    let verdict = tap(&app, &first, &[("age", "40")]).await;
    assert_eq!(verdict.verdict().as_deref(), Some("self-care"));
    let second = about_you(&app).await;
    assert!(second.says("Still so?"));
    let page = tap(&app, &second, &[("still", "no")]).await;
    assert_eq!(page.status.as_u16(), 422, "an age has no none of these: {}", page.title());
    let taps = [("still", "no"), ("age", "62"), ("cancer-history", "yes")];
    let page = finish(&app, tap(&app, &second, &taps).await).await;
    assert_eq!(page.verdict().as_deref(), Some("same-day"), "{}", page.title());
    let kept = finish(&app, tap(&app, &second, &[("still", "yes"), ("cancer-history", "yes")]).await).await;
    assert_eq!(answer(&kept, "cancer-history"), Some(Answer::Yes), "the tap, not what was known");
}

#[tokio::test]
async fn a_year_of_birth_tells_the_age_where_both_ages_fall_into_one_band() {
    for (born, told) in [("1986", true), ("1966", false)] {
        let app = App::new();
        app.store("/profile", &[("birth-year", born)]).await;
        let page = about_you(&app).await;
        assert_eq!(page.says("Still so?"), told, "born in {born}: {}", page.title());
        assert_eq!(page.says("Your age: 18–49"), told);
    }
}

/// The check once more, of someone who was asked everything a day ago: its second screen.
async fn second_screen_of_a_returning_person(app: &App) -> Page {
    let first = about_you(app).await;
    finish(app, tap(app, &first, &[("age", "40")]).await).await;
    app.later(86_400);
    let nerves = app.get("/check").await;
    assert!(!nerves.says("Still so?"), "the gravest signs stand alone");
    tap(app, &nerves, &[]).await
}

#[tokio::test]
async fn whoever_comes_back_has_three_screens_and_what_lasts_stands_beside_the_second() {
    let app = App::new();
    let inside = second_screen_of_a_returning_person(&app).await;
    assert!(inside.title().starts_with("Part 2 of 3"), "{}", inside.title());
    assert!(inside.says("Still so?") && inside.says("Your age: 18–49"), "{}", inside.text());
    for id in ["chest-pain", "pregnant", "weight-loss", "recent-infection"] {
        assert!(inside.asks(id), "{id} passes, and is asked anew");
    }
    assert!(!inside.asks("cancer-history"), "what lasts is asked as one");
    let pain = tap(&app, &inside, &[("still", "yes")]).await;
    assert!(pain.title().starts_with("Part 3 of 3"), "{}", pain.title());
    assert!(pain.asks("days") && pain.asks("temperature") && !pain.asks("age"));
    let verdict = tap(&app, &pain, &[("days", "1"), ("pain", "5")]).await;
    assert_eq!(verdict.verdict().as_deref(), Some("self-care"), "{}", verdict.title());
    let (said, mut all) = (counted(&verdict), Answers::none_yet(embedded()));
    while let Step::Ask { findings, .. } = embedded().next(&all) {
        for place in &findings {
            assert!(
                said.get(*place).is_some(),
                "a first check asks about {}",
                embedded().guidance().findings[*place].id
            );
        }
        all.none_of(embedded(), &findings);
    }
}

#[tokio::test]
async fn what_is_not_confirmed_beside_the_second_screen_is_asked_on_its_own() {
    let app = App::new();
    let inside = second_screen_of_a_returning_person(&app).await;
    let pain = tap(&app, &inside, &[]).await;
    assert_eq!(answer(&pain, "pregnant"), Some(Answer::No), "it stood above the button");
    assert_eq!(answer(&pain, "cancer-history"), None, "the button says nothing of what is known");
    let you = tap(&app, &pain, &[("days", "1"), ("pain", "5")]).await;
    assert!(you.title().starts_with("Part 4 of 4") && you.says("Still so?"), "{}", you.title());
    assert!(!you.asks("pregnant"));
}

#[tokio::test]
async fn what_changed_is_asked_row_by_row_in_the_last_part() {
    let app = App::new();
    let inside = second_screen_of_a_returning_person(&app).await;
    let pain = tap(&app, &inside, &[("still", "no"), ("pregnant", "unsure")]).await;
    assert_eq!(answer(&pain, "pregnant"), Some(Answer::Unsure));
    let carried = |page: &Page| page.hidden("changed");
    assert_eq!(carried(&pain).as_deref(), Some("1"));
    let form = [("before", pain.hidden("before").unwrap()), ("changed", "1".to_owned())];
    let mut form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    form.extend([("days", "1"), ("pain", "5"), ("rest", "no")]);
    let you = app.post("/check", &form).await;
    let still = you.radios().into_iter().find(|(name, value, _)| name == "still" && value == "no");
    assert!(still.is_some_and(|(_, _, is_checked)| is_checked), "nobody has to say it twice");
    assert!(you.asks("cancer-history"));
}

#[tokio::test]
async fn a_part_back_leads_to_the_screen_before_with_all_that_was_answered() {
    let app = App::new();
    let inside = second_screen_of_a_returning_person(&app).await;
    let pain = tap(&app, &inside, &[("still", "yes"), ("weight-loss", "unsure")]).await;
    let back = app.post("/check", &[("before", &pain.hidden("before").unwrap()), ("back", "1")]).await;
    assert!(back.asks("chest-pain"), "{}", back.title());
    assert_eq!(counted(&back).given().count(), counted(&inside).given().count(), "nothing of it counts");
    let known = Answers::from_json(embedded(), &back.hidden("known").unwrap()).unwrap();
    assert_eq!(known.get(embedded().place("weight-loss").unwrap()), Some(Answer::Unsure));
    assert_eq!(known.get(embedded().place("age").unwrap()), Some(Answer::Number(40.0)));
}

#[tokio::test]
async fn who_was_not_sure_of_something_that_lasts_is_asked_about_the_person_at_the_end() {
    let app = App::new();
    let first = about_you(&app).await;
    finish(&app, tap(&app, &first, &[("age", "40"), ("osteoporosis", "unsure")]).await).await;
    let nerves = app.get("/check").await;
    let inside = tap(&app, &nerves, &[]).await;
    assert!(!inside.says("Still so?") && !inside.asks("pregnant"), "{}", inside.title());
}

#[tokio::test]
async fn what_another_page_found_out_is_not_lost_by_one_part_back() {
    let app = App::new();
    let nerves = app.post("/check", &[("found", "more-often")]).await;
    let inside = tap(&app, &nerves, &[]).await;
    assert_eq!(answer(&inside, "more-often"), Some(Answer::Yes));
    let back = app.post("/check", &[("before", &inside.hidden("before").unwrap()), ("back", "1")]).await;
    assert!(back.asks("saddle-numbness"), "{}", back.title());
    let known = Answers::from_json(embedded(), &back.hidden("known").unwrap()).unwrap();
    assert_eq!(known.get(embedded().place("more-often").unwrap()), Some(Answer::Yes));
    let inside = tap(&app, &back, &[]).await;
    let pain = tap(&app, &inside, &[]).await;
    assert_eq!(pain.checked("more-often").as_deref(), Some("yes"), "it stands there, tapped");
}
