//! HTTPS: the certificate and the key of the server, and a listener that speaks TLS.

use crate::problem::{Context, Problem};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// How long a browser may take to agree on a connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many connections that are agreed on may wait to be served.
const WAITING: usize = 64;

/// Options of `supple serve` about HTTPS.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Tls {
    /// Serve HTTPS with this certificate (a PEM file with the chain, the server's own first)
    #[arg(long, value_name = "FILE", requires = "key")]
    certificate: Option<PathBuf>,
    /// The private key of the certificate (a PEM file)
    #[arg(long, value_name = "FILE", requires = "certificate")]
    key: Option<PathBuf>,
}

impl Tls {
    /// What the connections are made with; none for plain HTTP.
    pub(crate) fn config(&self) -> Result<Option<Arc<ServerConfig>>, Problem> {
        let (Some(certificate), Some(key)) = (&self.certificate, &self.key) else { return Ok(None) };
        let chain = certificates(certificate)?;
        let secret = PrivateKeyDer::from_pem_file(key).map_err(|error| unreadable(key, "private key", &error))?;
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .context("HTTPS cannot start")?
            .with_no_client_auth()
            .with_single_cert(chain, secret)
            .map_err(|error| {
                Problem::Cannot(format!(
                    "the key in {} and the certificate in {} cannot be used together ({error}): give the key that the \
                     certificate was made for",
                    key.display(),
                    certificate.display()
                ))
            })?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Some(Arc::new(config)))
    }
}

/// The certificates in a PEM file, at least one.
pub(crate) fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, Problem> {
    let read = CertificateDer::pem_file_iter(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let chain = read.map_err(|error| unreadable(path, "certificate", &error))?;
    if chain.is_empty() {
        return Err(Problem::Cannot(format!(
            "{} holds no certificate: give a PEM file, which has a line -----BEGIN CERTIFICATE-----",
            path.display()
        )));
    }
    Ok(chain)
}

fn unreadable(path: &Path, what: &str, error: &rustls::pki_types::pem::Error) -> Problem {
    use rustls::pki_types::pem::Error;
    let path = path.display();
    Problem::Cannot(match error {
        Error::Io(error) => format!("{path} cannot be read ({error}): give the {what} as a file that you may read"),
        Error::NoItemsFound => {
            let label = what.to_uppercase();
            format!("{path} holds no {what}: give a PEM file, which has a line with BEGIN and {label}")
        }
        error => format!("{path} is no PEM file with a {what} ({error:?}): make it anew, or give another file"),
    })
}

/// A listener whose connections speak TLS. Agreeing on one takes a while, so each does it on its own and nobody waits for
/// one who does not answer.
pub(crate) struct TlsListener {
    agreed: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
    address: SocketAddr,
}

impl TlsListener {
    /// Starts to listen.
    pub(crate) fn new(listener: TcpListener, config: Arc<ServerConfig>) -> io::Result<TlsListener> {
        let address = listener.local_addr()?;
        let (agree, agreed) = mpsc::channel(WAITING);
        tokio::spawn(accept(listener, TlsAcceptor::from(config), agree));
        Ok(TlsListener { agreed, address })
    }
}

async fn accept(
    mut listener: TcpListener,
    acceptor: TlsAcceptor,
    agree: mpsc::Sender<(TlsStream<TcpStream>, SocketAddr)>,
) {
    loop {
        // This one waits and tries again where the system has no more connections to give.
        let (stream, address) = tokio::select! {
            accepted = axum::serve::Listener::accept(&mut listener) => accepted,
            () = agree.closed() => return,
        };
        let (acceptor, agree) = (acceptor.clone(), agree.clone());
        tokio::spawn(async move {
            // Whoever speaks plain HTTP, or does not trust the certificate, ends here; their browser tells them.
            if let Ok(Ok(stream)) = tokio::time::timeout(PATIENCE, acceptor.accept(stream)).await {
                let _ = agree.send((stream, address)).await;
            }
        });
    }
}

impl axum::serve::Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.agreed.recv().await {
            Some(agreed) => agreed,
            // The task that accepts only ends with this listener.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(self.address)
    }
}
