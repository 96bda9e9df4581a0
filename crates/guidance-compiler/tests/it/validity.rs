//! Windows, and answers about a person: every way of spoiling them fails the build, and says where.

use crate::fails;

#[test]
fn a_window_without_a_length_or_a_reason_fails() {
    let spoil = |from, to, entry, problem| fails("validity.toml", from, to, entry, problem);
    spoil("[window.onset]\nhours = 336", "[window.onset]\nhours = 0", "window \"onset\"", "needs `hours` above 0");
    let judgement = "judgement = \"An age grows by a year in a year. A year of birth tells it for good.\"";
    spoil(judgement, "", "window \"told-age\"", "needs a source, or a `judgement` that says why");
    spoil(
        judgement,
        "sources = [\"hearsay\"]",
        "window \"told-age\"",
        "names the source \"hearsay\", which does not exist",
    );
    spoil("hours_ago = 60", "hours_ago = 20", "onset \"days\"", "must come after those that are less long ago");
}

#[test]
fn an_answer_about_a_person_that_nothing_asks_for_fails() {
    let spoil = |from, to, entry, problem| fails("validity.toml", from, to, entry, problem);
    let entry = "person \"passing\"";
    let unknown = "\"measles\" is neither a finding of the check nor a question of the medicines";
    spoil("\"chickenpox\"", "\"measles\"", entry, unknown);
    spoil("    \"pregnant\",\n", "", entry, "lacks \"pregnant\", which ends");
    spoil("    \"alcohol-today\",\n", "", entry, "lacks \"alcohol-today\", which ends");
    let pregnancy = "pregnancy \"pregnant\"";
    spoil("term_days = 280", "term_days = 0", pregnancy, "needs `term_days` above 0 and `overdue_days` not below");
}

#[test]
fn what_is_offered_and_looked_at_by_nothing_fails() {
    let spoil = |from, to, entry, problem| fails("offered.toml", from, to, entry, problem);
    let daily = "[[daily]]\nid = \"stress\"";
    spoil(
        daily,
        "[[daily]]\nid = \"mood\"",
        "daily question \"mood\"",
        "is no exposure, so nothing looks at its answers",
    );
    spoil("id = \"leg-pain\"", "id = \"aura\"", "offered finding \"aura\"", "is no finding of the check");
    spoil("words = \"Ice\"", "words = \"\"", "offered measure \"ice\"", "has an empty `words`");
}
