//! What programs ask of a server is described (`docs/openapi.json`), and the description is true of the router.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod shared;

use serde_json::Value;
use shared::Home;
use shared::served::Server;
use std::collections::BTreeSet;

/// Where the routes for programs stand.
const SOURCES: [&str; 3] =
    [include_str!("../src/auth.rs"), include_str!("../src/links/routes.rs"), include_str!("../src/reach/routes.rs")];

fn description() -> Value {
    serde_json::from_str(include_str!("../../../docs/openapi.json")).unwrap()
}

/// Method and address of each route of a source: what stands in `.route("…", get(…).post(…))`.
fn routes(source: &str) -> BTreeSet<String> {
    let calls = source.split(".route(\"").skip(1).filter_map(|rest| rest.split_once("\", "));
    calls
        .flat_map(|(path, rest)| {
            let line = rest.split('\n').next().unwrap_or_default();
            let has = |method: &str| line.starts_with(&format!("{method}(")) || line.contains(&format!(".{method}("));
            ["get", "post", "options"]
                .into_iter()
                .filter(|method| has(method))
                .map(|method| format!("{method} {path}"))
                .collect::<Vec<_>>()
        })
        .collect()
}

fn described() -> BTreeSet<String> {
    let description = description();
    let paths = description["paths"].as_object().unwrap();
    let methods = |(path, item): (&String, &Value)| {
        let methods = item.as_object().unwrap().keys().filter(|name| *name != "parameters");
        methods.map(|method| format!("{method} {path}")).collect::<Vec<_>>()
    };
    paths.iter().flat_map(methods).collect()
}

#[test]
fn every_route_for_programs_is_described_and_nothing_else_is() {
    let routes: BTreeSet<String> = SOURCES.iter().flat_map(|source| routes(source)).collect();
    assert!(
        routes.len() > 10 && routes.contains("post /sync") && routes.contains("options /shl/{token}"),
        "{routes:?}"
    );
    assert_eq!(routes, described());
}

#[test]
fn each_reference_leads_to_a_schema_and_each_operation_has_a_name_of_its_own() {
    let description = description();
    let text = description.to_string();
    let references: Vec<&str> =
        text.split("#/components/schemas/").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(references.len() > 20);
    for name in &references {
        assert!(description["components"]["schemas"].get(name).is_some(), "there is no schema {name}");
    }
    for name in description["components"]["schemas"].as_object().unwrap().keys() {
        assert!(references.contains(&name.as_str()), "nothing leads to the schema {name}");
    }
    let names: Vec<&str> =
        text.split("\"operationId\":\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    assert_eq!(names.len(), described().len());
}

#[test]
fn what_is_asked_without_a_right_is_answered_as_it_is_described() {
    let server = Server::start(&Home::new());
    let description = description();
    for (path, item) in description["paths"].as_object().unwrap() {
        let address = path.replace("{token}", "none").replace("{ticket}", "none").replace("{secret}", "none");
        for method in ["get", "post"] {
            let Some(operation) = item.get(method) else { continue };
            let answer = if method == "get" { server.get(&address) } else { server.post(&address, "") };
            let known = &operation["responses"][answer.status.to_string()];
            assert!(known.is_object(), "{method} {path} answers {}: {}", answer.status, answer.body);
            let kinds =
                known["content"].as_object().map_or_else(Vec::new, |kinds| kinds.keys().map(String::as_str).collect());
            if kinds == ["application/json"] {
                let body: Value =
                    serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("{method} {path}: {}", answer.body));
                let is_error = answer.status >= 400 && answer.status != 401;
                assert!(
                    !is_error || body["error"].as_str().is_some_and(|line| !line.is_empty()),
                    "{method} {path}: {body}"
                );
            }
        }
    }
}
