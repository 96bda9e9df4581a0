//! `supple serve`: the app for the browser on this machine.

use crate::Serve;
use crate::problem::Problem;
use crate::terminal::Out;
use std::io::{self, Write};
use std::net::{SocketAddr, ToSocketAddrs};
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

/// Serves until it is stopped.
pub(crate) fn run(options: &Serve, out: &mut Out) -> Result<(), Problem> {
    let addresses = resolve(&options.listen)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_io()
        .build()
        .map_err(|error| Problem::Cannot(format!("the server cannot start: {error}")))?;
    runtime.block_on(async {
        let listener = TcpListener::bind(&addresses[..]).await.map_err(|error| taken(&options.listen, &error))?;
        let address = listener.local_addr().map_err(|error| taken(&options.listen, &error))?;
        let url = format!("http://{address}");
        writeln!(out, "Supple is at {url}. Press Ctrl-C to stop it.")?;
        out.flush()?;
        if options.open && open::that_detached(&url).is_err() {
            writeln!(out, "No browser could be opened; type that address into one.")?;
            out.flush()?;
        }
        let app = supple_web::router().layer(CatchPanicLayer::new()).layer(CompressionLayer::new());
        axum::serve(listener, app)
            .with_graceful_shutdown(stopped())
            .await
            .map_err(|error| Problem::Cannot(format!("the server stopped: {error}")))
    })
}

fn resolve(listen: &str) -> Result<Vec<SocketAddr>, Problem> {
    listen.to_socket_addrs().map(Iterator::collect).map_err(|_| {
        Problem::WrongUse(format!("\"{listen}\" is no address to listen on; give one such as 127.0.0.1:7878"))
    })
}

fn taken(listen: &str, error: &io::Error) -> Problem {
    Problem::Cannot(match error.kind() {
        io::ErrorKind::AddrInUse => format!(
            "{listen} is in use, perhaps by another Supple; open http://{listen} or choose another with --listen 127.0.0.1:0"
        ),
        io::ErrorKind::PermissionDenied => format!("this user may not listen on {listen}; choose a port above 1023"),
        _ => format!("cannot listen on {listen}: {error}"),
    })
}

/// Waits for Ctrl-C or, where there is such a thing, the signal to end.
async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
            return;
        }
    }
    let _ = interrupt.await;
}
