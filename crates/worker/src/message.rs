//! Requests and answers, between the shapes of the browser and those of the Router.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderName, HeaderValue, Request, Response};
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::{JsError, JsValue};

/// The request that a page has made.
pub(crate) fn read(method: &str, target: &str, headers: &[String], body: Vec<u8>) -> Result<Request<Body>, JsError> {
    let mut request = Request::builder().method(method).uri(target);
    for pair in headers.chunks_exact(2) {
        // What is no header of HTTP cannot have come from a browser; nothing depends on it.
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(&pair[0]), HeaderValue::try_from(&pair[1])) {
            request = request.header(name, value);
        }
    }
    Ok(request.body(Body::from(body))?)
}

/// What the script makes an answer of.
pub(crate) async fn write(response: Response<Body>) -> Result<JsValue, JsError> {
    let (parts, body) = response.into_parts();
    let headers = Array::new();
    for (name, value) in &parts.headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        headers.push(&Array::of2(&name.as_str().into(), &value.as_ref().into()));
    }
    let body = to_bytes(body, usize::MAX).await?;
    let answer = Object::new();
    let set = |name: &str, value: &JsValue| {
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&answer, &name.into(), value);
    };
    set("status", &parts.status.as_u16().into());
    set("headers", &headers);
    set("body", &Uint8Array::from(body.as_ref()));
    Ok(answer.into())
}
