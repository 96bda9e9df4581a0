//! TLS to a server: with which mode a connection is tried, what its certificate is checked by, and why it is refused.

use crate::TlsFault;
use crate::address::Server;
use crate::sslmode::{Encryption, PemFile, Roots, SslMode, shown};
use postgres::config::SslMode as Asked;
use postgres::error::SqlState;
use postgres::{Client, Config, Error};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{AlertDescription, CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use std::error::Error as _;
use std::io;
use std::sync::Arc;
use tokio_postgres_rustls::MakeRustlsConnect;
use x509_cert::der::Decode;

/// Why there is no connection.
#[derive(Debug)]
pub(super) enum Refused {
    /// It is not as safe as was asked for.
    Tls(TlsFault),
    /// Anything else.
    Said(Error),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Refused {
        fault(&error).map_or(Refused::Said(error), Refused::Tls)
    }
}

impl Refused {
    /// Whether the server did not let someone in: it may, the other way.
    fn is_about_who(&self) -> bool {
        matches!(self, Refused::Said(error) if error.code().is_some_and(|code| code.code().starts_with("28")))
            || matches!(self, Refused::Tls(TlsFault::ClientWanted))
    }

    /// Whether a rule of the server keeps out all who come this way.
    fn is_by_rule(&self) -> bool {
        let rule = &SqlState::INVALID_AUTHORIZATION_SPECIFICATION;
        matches!(self, Refused::Said(error) if error.code() == Some(rule))
    }
}

/// Connects once, in the mode that the address asks for. The files are read each time, so that new certificates count from the
/// next connection on.
pub(super) fn connect(server: &Server, config: &Config) -> Result<Client, Refused> {
    let encrypted = |asked| {
        let tls = connector(&server.encryption).map_err(Refused::Tls)?;
        Ok(config.clone().ssl_mode(asked).connect(tls)?)
    };
    let in_clear = || Ok(config.clone().ssl_mode(Asked::Disable).connect(postgres::NoTls)?);
    match server.encryption.mode {
        SslMode::Disable => in_clear(),
        SslMode::Allow => match in_clear() {
            Err(first) if first.is_about_who() => encrypted(Asked::Require).map_err(|second| telling(first, second)),
            done => done,
        },
        SslMode::Prefer => match encrypted(Asked::Prefer) {
            Err(first) if first.is_about_who() || matches!(first, Refused::Tls(_)) => {
                in_clear().map_err(|second| telling(first, second))
            }
            done => done,
        },
        SslMode::Require | SslMode::VerifyCa | SslMode::VerifyFull => encrypted(Asked::Require),
    }
}

/// Which of two refusals tells more.
fn telling(first: Refused, second: Refused) -> Refused {
    let says_nothing =
        |refused: &Refused| refused.is_by_rule() || matches!(refused, Refused::Tls(TlsFault::NotOffered));
    if says_nothing(&first) && !says_nothing(&second) { second } else { first }
}

/// What is wrong with the encryption of a connection, if that is what an error is about.
pub(super) fn fault(error: &Error) -> Option<TlsFault> {
    if let Some(said) = error.as_db_error() {
        // The server has one code for all whom it keeps out.
        let is_it = *said.code() == SqlState::INVALID_AUTHORIZATION_SPECIFICATION
            && said.message() == "connection requires a valid client certificate";
        return is_it.then_some(TlsFault::ClientWanted);
    }
    let source = error.source()?;
    let Some(io) = source.downcast_ref::<io::Error>() else {
        // The library has no type for it.
        return (source.to_string() == "server does not support TLS").then_some(TlsFault::NotOffered);
    };
    Some(of_rustls(io.get_ref()?.downcast_ref()?))
}

fn of_rustls(error: &rustls::Error) -> TlsFault {
    use AlertDescription as Alert;
    match error {
        rustls::Error::InvalidCertificate(certificate) => match certificate {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => TlsFault::Expired,
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => TlsFault::NotYetValid,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => TlsFault::OtherName,
            CertificateError::UnknownIssuer | CertificateError::BadSignature => TlsFault::Untrusted,
            other => TlsFault::Other(other.to_string()),
        },
        rustls::Error::AlertReceived(
            Alert::BadCertificate
            | Alert::CertificateExpired
            | Alert::CertificateRevoked
            | Alert::CertificateUnknown
            | Alert::DecryptError
            | Alert::UnknownCA
            | Alert::UnsupportedCertificate,
        ) => TlsFault::ClientRefused,
        rustls::Error::AlertReceived(Alert::CertificateRequired) => TlsFault::ClientWanted,
        other => TlsFault::Other(other.to_string()),
    }
}

fn connector(encryption: &Encryption) -> Result<MakeRustlsConnect, TlsFault> {
    let other = |error: rustls::Error| TlsFault::Other(error.to_string());
    let provider = Arc::new(ring::default_provider());
    let verifier = Verifier::new(encryption, &provider)?;
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().map_err(other)?;
    let config = config.dangerous().with_custom_certificate_verifier(Arc::new(verifier));
    let mut config = match own_certificate(encryption)? {
        Some((chain, key)) => config.with_client_auth_cert(chain, key).map_err(other)?,
        None => config.with_no_client_auth(),
    };
    // What a server of PostgreSQL 17 or later is asked for without a word before (`sslnegotiation=direct`).
    config.alpn_protocols = vec![b"postgresql".to_vec()];
    Ok(MakeRustlsConnect::new(config))
}

/// The certificate that this program shows, with its key, if there is one.
fn own_certificate(
    encryption: &Encryption,
) -> Result<Option<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>)>, TlsFault> {
    if !encryption.certificate.counts() {
        return Ok(None);
    }
    let chain = certificates(&encryption.certificate)?;
    let key = &encryption.key;
    let pem = read(key)?;
    if is_open_to_others(key) {
        return Err(TlsFault::KeyIsOpen(shown(&key.path)));
    }
    let key = PrivateKeyDer::from_pem_slice(&pem).map_err(|_| TlsFault::NoKey(shown(&key.path)))?;
    Ok(Some((chain, key)))
}

fn read(file: &PemFile) -> Result<Vec<u8>, TlsFault> {
    let trouble = |error: io::Error| TlsFault::File { file: shown(&file.path), why: error.to_string() };
    std::fs::read(&file.path).map_err(trouble)
}

fn certificates(file: &PemFile) -> Result<Vec<CertificateDer<'static>>, TlsFault> {
    let none = || TlsFault::NoCertificate(shown(&file.path));
    let pem = read(file)?;
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    found.ok().filter(|found| !found.is_empty()).ok_or_else(none)
}

/// Whether a key may be read by others than its owner. One of root's may be read by a group, as libpq has it.
#[cfg(unix)]
fn is_open_to_others(key: &PemFile) -> bool {
    use std::os::unix::fs::MetadataExt;
    let may = |data: std::fs::Metadata| data.mode() & if data.uid() == 0 { 0o037 } else { 0o077 };
    std::fs::metadata(&key.path).is_ok_and(|data| may(data) != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &PemFile) -> bool {
    false
}

/// What a certificate is checked by.
#[derive(Debug)]
struct Trusted {
    anchors: RootCertStore,
    /// The same, as they were read: a server may show one of them as its own (self-signed).
    as_they_are: Vec<CertificateDer<'static>>,
}

/// Checks the certificate of a server as far as the mode asks for it. That the server has its key is checked in each mode:
/// binding a login to the certificate (RFC 5929) would be worth nothing otherwise.
#[derive(Debug)]
struct Verifier {
    trusted: Option<Trusted>,
    has_to_name_the_host: bool,
    algorithms: WebPkiSupportedAlgorithms,
}

impl Verifier {
    fn new(encryption: &Encryption, provider: &CryptoProvider) -> Result<Verifier, TlsFault> {
        let trusted = match &encryption.roots {
            Roots::System => Some(of_the_system()?),
            Roots::File(file) if file.counts() => Some(of_file(file)?),
            Roots::File(file) if encryption.mode.verifies() => return Err(TlsFault::NoRoots(shown(&file.path))),
            Roots::File(_) => None,
        };
        let has_to_name_the_host = encryption.mode == SslMode::VerifyFull;
        Ok(Verifier { trusted, has_to_name_the_host, algorithms: provider.signature_verification_algorithms })
    }
}

fn of_file(file: &PemFile) -> Result<Trusted, TlsFault> {
    let as_they_are = certificates(file)?;
    let mut anchors = RootCertStore::empty();
    for certificate in &as_they_are {
        anchors.add(certificate.clone()).map_err(|_| TlsFault::NoCertificate(shown(&file.path)))?;
    }
    Ok(Trusted { anchors, as_they_are })
}

fn of_the_system() -> Result<Trusted, TlsFault> {
    let mut anchors = RootCertStore::empty();
    // A system has some that nobody reads.
    anchors.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if anchors.is_empty() {
        return Err(TlsFault::NoSystemRoots);
    }
    Ok(Trusted { anchors, as_they_are: Vec::new() })
}

/// Whether a certificate that is itself trusted counts at this time. The library takes none of an authority for that of a server,
/// and a self-signed one mostly is one.
fn counts_at(certificate: &CertificateDer<'_>, now: UnixTime) -> Result<(), rustls::Error> {
    let read = x509_cert::Certificate::from_der(certificate).map_err(|_| CertificateError::BadEncoding)?;
    let validity = read.tbs_certificate.validity;
    if now.as_secs() < validity.not_before.to_unix_duration().as_secs() {
        return Err(CertificateError::NotValidYet.into());
    }
    if now.as_secs() > validity.not_after.to_unix_duration().as_secs() {
        return Err(CertificateError::Expired.into());
    }
    Ok(())
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let Some(trusted) = &self.trusted else { return Ok(ServerCertVerified::assertion()) };
        if trusted.as_they_are.iter().any(|certificate| certificate == end_entity) {
            counts_at(end_entity, now)?;
        } else {
            let (certificate, all) = (ParsedCertificate::try_from(end_entity)?, self.algorithms.all);
            verify_server_cert_signed_by_trust_anchor(&certificate, &trusted.anchors, intermediates, now, all)?;
        }
        if self.has_to_name_the_host {
            verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}
