//! Questionnaires of others: every way of spoiling them fails the build, and says where.

use crate::fails;

#[test]
fn a_questionnaire_without_its_sentences_its_permission_or_its_error_fails() {
    let spoil = |from, to, problem| fails("questionnaires.toml", from, to, "questionnaire \"roland-morris\"", problem);
    let empty = "needs `sentences`, and no line of it empty";
    spoil("\"I sleep less well because of my back.\"", "\" \"", empty);
    spoil("minutes = 5", "minutes = 0", "needs `minutes` above 0");
    spoil(
        "Its authors wrote in 2000 that no permission is needed to use it in this form.",
        "",
        "has an empty `permission`",
    );
    spoil("\"roland1983\"", "\"hearsay\"", "names the source \"hearsay\", which does not exist");
    let error = "needs an `[[error]]`: a score without its error says too much";
    spoil("of = \"roland-morris\"", "of = \"pain\"", error);
}

#[test]
fn an_error_of_nothing_or_of_no_points_fails() {
    let spoil = |from, to, of: &str, problem| {
        fails("questionnaires.toml", from, to, &format!("error of measurement \"{of}\""), problem);
    };
    let points = "needs points above 0, `least` at most `most`";
    spoil("least = 4", "least = 0", "roland-morris", points);
    spoil("least = 4", "least = 6", "roland-morris", points);
    let nothing = "is of no questionnaire, nor of pain or ability";
    spoil("of = \"ability\"", "of = \"oswestry\"", "oswestry", nothing);
    spoil("[\"childs2005\"]", "[]", "pain", "has no source; name one or take it out");
}
