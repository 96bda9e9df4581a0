//! How long a page of the check takes to render, through the whole router. Limit: 200 µs in release.

use axum::body::{Body, to_bytes};
use axum::http::Request;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;

fn main() {
    divan::main();
}

fn runtime() -> Runtime {
    match Builder::new_current_thread().build() {
        Ok(runtime) => runtime,
        Err(error) => panic!("no runtime: {error}"),
    }
}

fn bench(bencher: divan::Bencher<'_, '_>, request: impl Fn() -> Request<Body> + Sync) {
    let (runtime, router) = (runtime(), supple_web::router());
    bencher.bench_local(|| {
        runtime.block_on(async {
            let Ok(response) = router.clone().oneshot(request()).await;
            assert!(response.status().is_success());
            to_bytes(response.into_body(), usize::MAX).await.map(|bytes| bytes.len()).unwrap_or_default()
        })
    });
}

fn get(path: &str) -> Request<Body> {
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = path.parse().unwrap_or_default();
    request
}

fn post(form: &'static str) -> Request<Body> {
    let request = Request::post("/check").header("content-type", "application/x-www-form-urlencoded");
    request.body(Body::from(form)).unwrap_or_default()
}

#[divan::bench]
fn the_first_screen(bencher: divan::Bencher<'_, '_>) {
    bench(bencher, || get("/check"));
}

#[divan::bench]
fn the_second_screen(bencher: divan::Bencher<'_, '_>) {
    bench(bencher, || post("rest=no"));
}

#[divan::bench]
fn an_emergency(bencher: divan::Bencher<'_, '_>) {
    bench(bencher, || post("saddle-numbness=yes&rest=no"));
}

#[divan::bench]
fn the_longest_page_of_the_guide(bencher: divan::Bencher<'_, '_>) {
    bench(bencher, || get("/guide/warning-signs"));
}
