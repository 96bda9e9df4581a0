//! The forms that stand on a page, filled in: what a browser would send.

use std::collections::BTreeMap;

/// Each form of a page as a request: once with the first choice of each field, once with the last.
pub(super) fn filled(path: &str, page: &str) -> Vec<String> {
    let forms = page.split("<form").skip(1).filter_map(|rest| rest.split("</form>").next());
    forms.flat_map(|form| requests(path, form)).collect()
}

fn requests(path: &str, form: &str) -> Vec<String> {
    let tags: Vec<&str> = form.split('<').collect();
    let Some((head, tags)) = tags.split_first() else { return Vec::new() };
    let method = if attribute(head, "method").is_some_and(|method| method == "post") { "POST" } else { "GET" };
    let action = attribute(head, "action").unwrap_or_else(|| path.to_owned());
    let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut select = None;
    for tag in tags {
        if tag.starts_with("option") {
            if let (Some(name), Some(value)) = (&select, attribute(tag, "value")) {
                fields.entry(String::clone(name)).or_default().push(value);
            }
            continue;
        }
        let Some(name) = attribute(tag, "name") else { continue };
        select = tag.starts_with("select").then(|| name.clone());
        if select.is_none() {
            let value = attribute(tag, "value").filter(|value| !value.is_empty()).unwrap_or_else(|| typed(tag));
            fields.entry(name).or_default().push(value);
        }
    }
    let request = |choice: fn(&Vec<String>) -> Option<&String>| {
        let pairs = fields.iter().filter_map(|(name, values)| Some(format!("{name}={}", percent(choice(values)?))));
        let pairs = pairs.collect::<Vec<_>>().join("&");
        if method == "GET" { format!("GET {action}?{pairs}\n") } else { format!("POST {action}\n{pairs}") }
    };
    vec![request(|values| values.first()), request(|values| values.last())]
}

/// What stands in a field of this kind.
fn typed(tag: &str) -> String {
    let kind = attribute(tag, "type").unwrap_or_default();
    let text = match kind.as_str() {
        "date" => "2026-11-21",
        "time" => "07:30",
        "datetime-local" => "2026-11-21T07:30",
        "number" => "3",
        "checkbox" | "radio" => "yes",
        "tel" => "+49 30 1234567",
        "email" => "ann@example.org",
        "url" => "https://example.org/hook",
        _ => "400",
    };
    text.to_owned()
}

/// The value of an attribute of a tag, unescaped.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let tag = tag.split('>').next()?;
    let value = tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?;
    Some(value.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
}

fn percent(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    text.bytes()
        .map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_filled_in_as_a_browser_sends_it() {
        let page = r#"<form action="/a" method="post"><input type="hidden" name="tap" value="x y"><label><input type="radio"
            name="level" value="0">0</label><input type="radio" name="level" value="10"><input type="date" name="day"><select
            name="unit"><option value="h">h</option><option value="m">m</option></select></form><form><input name="q"></form>"#;
        assert_eq!(
            filled("/b", page),
            [
                "POST /a\nday=2026-11-21&level=0&tap=x%20y&unit=h",
                "POST /a\nday=2026-11-21&level=10&tap=x%20y&unit=m",
                "GET /b?q=400\n",
                "GET /b?q=400\n",
            ]
        );
    }
}
