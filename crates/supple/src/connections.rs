//! The connections of the server: how long each may take, and how they end.
//!
//! A client that stalls (a phone out of reach, or one that means harm) must not hold a connection, nor keep the server from
//! stopping. So everything that waits for a client has a deadline: the head of a request, the silence between two requests,
//! each stretch of a body, and each stretch of an answer that nobody fetches. Work of our own has none here.

use crate::account::Asker;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::serve::Listener;
use http_body::{Frame, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Instant, Sleep, sleep, timeout};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

/// How long the head of a request may take, and how long a connection may lie idle before it.
const HEAD: Duration = Duration::from_secs(20);

/// How long a body may keep us waiting before anything of it comes, and how far ahead it can get by being quick.
const BODY: Duration = Duration::from_secs(20);

/// A body that comes slower than this for long is given up, in bytes a second: a hundredth of a slow phone.
const SLOWEST: u32 = 1_000;

/// How long an answer may wait for its reader without a byte of it being taken.
const ANSWER: Duration = Duration::from_secs(20);

/// How long requests that are under way may still take when the server is told to stop. A container has ten seconds in all.
const LAST: Duration = Duration::from_secs(3);

/// Answers connections until `stopped`, then ends what is under way within a few seconds.
pub(crate) async fn serve<L>(mut listener: L, app: Router, who: Asker, stopped: impl Future<Output = ()>)
where
    L: Listener<Addr = SocketAddr>,
{
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD);
    let open = GracefulShutdown::new();
    let mut stopped = std::pin::pin!(stopped);
    loop {
        // Accepting waits by itself where the system has no more connections to give.
        let (io, address) = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stopped => break,
        };
        let (app, http, watcher) = (app.clone(), http.clone(), open.watcher());
        tokio::spawn(async move {
            let known = who.of(address);
            let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
                let mut request: Request = request.map(Paced::unless_ended);
                request.extensions_mut().insert(known);
                app.clone().oneshot(request)
            });
            let mut io = TimeoutStream::new(io);
            io.set_write_timeout(Some(ANSWER));
            // A connection that breaks off concerns nobody but its client.
            drop(watcher.watch(http.serve_connection(TokioIo::new(Box::pin(io)), service)).await);
        });
    }
    // From here on nobody is let in: whoever tries is refused at once, and tries again elsewhere or later.
    drop(listener);
    let _ = timeout(LAST, open.shutdown()).await;
}

/// A body that has to keep coming.
struct Paced<B> {
    body: B,
    /// When more of it has to be there. Every byte puts that off, though never further than [`BODY`] from now: so neither
    /// silence nor a trickle holds us, and a large copy over a slow line has the time that it needs.
    due: Pin<Box<Sleep>>,
}

impl<B> Paced<B> {
    fn new(body: B) -> Paced<B> {
        Paced { body, due: Box::pin(sleep(BODY)) }
    }
}

impl Paced<hyper::body::Incoming> {
    /// The body of a request. One that has none has nothing to wait for.
    fn unless_ended(body: hyper::body::Incoming) -> Body {
        if http_body::Body::is_end_stream(&body) { Body::empty() } else { Body::new(Paced::new(body)) }
    }
}

/// Why a body was given up.
#[derive(Debug, thiserror::Error)]
#[error("what was sent stopped coming")]
struct Stalled;

impl<B> http_body::Body for Paced<B>
where
    B: http_body::Body<Data = Bytes> + Unpin,
    B::Error: Into<axum::BoxError>,
{
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) else {
            return self.due.as_mut().poll(context).map(|()| Some(Err(Stalled.into())));
        };
        let bytes = frame.as_ref().and_then(|frame| frame.as_ref().ok()?.data_ref().map(Bytes::len)).unwrap_or(0);
        let earned = Duration::from_secs(1) * u32::try_from(bytes).unwrap_or(u32::MAX) / SLOWEST;
        let due = (self.due.deadline() + earned).min(Instant::now() + BODY);
        self.due.as_mut().reset(due);
        Poll::Ready(frame.map(|frame| frame.map_err(Into::into)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
