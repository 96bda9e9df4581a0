//! TLS to a real server: what each mode of libpq takes, and what is said of what it does not take.

use crate::server::refused;
use crate::{again, cluster, lines, records, wait};
use postgres::{Client, NoTls};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose, date_time_ymd,
};
use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use supple_store::outbox::open_outbox;
use supple_store::testing::Cluster;
use supple_store::{StoreError, TlsFault, is_there, open};
use tempfile::TempDir;

/// All modes, and which of them encrypt where a server offers it.
const MODES: [(&str, bool); 6] = [
    ("disable", false),
    ("allow", false),
    ("prefer", true),
    ("require", true),
    ("verify-ca", true),
    ("verify-full", true),
];

/// An authority made for a test.
pub(crate) struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub(crate) fn new(name: &str) -> Authority {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        Authority(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    pub(crate) fn pem(&self) -> String {
        self.0.pem()
    }

    /// A certificate for these hosts and its key.
    pub(crate) fn certificate(&self, hosts: &[&str]) -> (String, String) {
        self.sign(hosts, |_| {})
    }

    fn sign(&self, hosts: &[&str], change: impl FnOnce(&mut CertificateParams)) -> (String, String) {
        let key = KeyPair::generate().unwrap();
        let hosts: Vec<String> = hosts.iter().map(|host| (*host).to_owned()).collect();
        let mut params = CertificateParams::new(hosts).unwrap();
        change(&mut params);
        (params.signed_by(&key, &self.0).unwrap().pem(), key.serialize_pem())
    }

    /// A certificate that shows who someone is.
    fn of_a_person(&self, name: &str) -> (String, String) {
        self.sign(&[], |params| params.distinguished_name.push(DnType::CommonName, name))
    }
}

/// A server with TLS, and the files of its clients.
pub(crate) struct Site {
    pub(crate) cluster: Cluster,
    pub(crate) folder: TempDir,
    pub(crate) authority: Authority,
}

impl Site {
    /// Its certificate is for `localhost`, and not for 127.0.0.1.
    pub(crate) fn new() -> Site {
        let (cluster, folder, authority) =
            (Cluster::start().unwrap(), tempfile::tempdir().unwrap(), Authority::new("one"));
        let (certificate, key) = authority.certificate(&["localhost"]);
        cluster.offer_tls(&certificate, &key, None).unwrap();
        fs::write(folder.path().join("root.crt"), authority.pem()).unwrap();
        fs::write(folder.path().join("other.crt"), Authority::new("other").pem()).unwrap();
        Site { cluster, folder, authority }
    }

    /// The one of this program's tests that change nothing of it.
    fn shared() -> Arc<Site> {
        static SHARED: Mutex<Weak<Site>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let site = Arc::new(Site::new());
            *shared = Arc::downgrade(&site);
            site
        })
    }

    pub(crate) fn file(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// The address of a new database, under the name of the certificate.
    pub(crate) fn fresh(&self) -> String {
        self.cluster.fresh_database().unwrap().replace("127.0.0.1", "localhost")
    }
}

/// What a refusal is about.
fn fault(address: &str) -> TlsFault {
    match refused(address) {
        StoreError::Tls { fault, .. } => fault,
        other => panic!("{other:?}"),
    }
}

/// Whether the connections of a store to this database are encrypted: all of them, or none.
fn is_encrypted(cluster: &Cluster, address: &str) -> bool {
    let database = address.split('?').next().unwrap().rsplit('/').next().unwrap();
    let mut client = Client::connect(&cluster.address("postgres"), NoTls).unwrap();
    let sql = "SELECT count(*), count(*) FILTER (WHERE ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
               WHERE datname = $1 AND application_name = 'supple'";
    let row = client.query_one(sql, &[&database]).unwrap();
    let (all, encrypted): (i64, i64) = (row.get(0), row.get(1));
    assert!(all > 0 && (encrypted == 0 || encrypted == all), "{encrypted} of {all}");
    encrypted > 0
}

/// Opens it, and says whether it is encrypted.
fn opened(cluster: &Cluster, address: &str) -> bool {
    let store = open(address).unwrap_or_else(|error| panic!("{address}: {error}"));
    wait(store.append(records(1, 0..2))).unwrap();
    assert_eq!(lines(&*store), records(1, 0..2));
    is_encrypted(cluster, address)
}

#[test]
fn a_server_with_the_right_certificate_is_reached_in_each_mode_and_encrypted_as_libpq_does() {
    let site = Site::shared();
    let roots = site.file("root.crt");
    for (mode, encrypted) in MODES {
        let address = format!("{}?sslmode={mode}&sslrootcert={roots}", site.fresh());
        assert_eq!(opened(&site.cluster, &address), encrypted, "{mode}");
        assert_eq!(is_there(&address), Ok(true), "{mode}");
        let outbox = open_outbox(&address).unwrap();
        assert_eq!(
            (outbox.documents(""), is_encrypted(&site.cluster, &address)),
            (Ok(Vec::new()), encrypted),
            "{mode}"
        );
    }
}

#[test]
fn a_server_without_tls_is_reached_in_the_modes_that_ask_for_none_and_refused_in_the_others() {
    let (cluster, site) = (cluster(), Site::shared());
    for (mode, _) in MODES {
        let address =
            format!("{}?sslmode={mode}&sslrootcert={}", cluster.fresh_database().unwrap(), site.file("root.crt"));
        if ["disable", "allow", "prefer"].contains(&mode) {
            assert!(!opened(&cluster, &address), "{mode}");
        } else {
            assert_eq!(fault(&address), TlsFault::NotOffered, "{mode}");
        }
    }
}

#[test]
fn a_certificate_by_an_unknown_authority_is_refused_where_one_is_known_and_prefer_goes_on_in_clear() {
    let site = Site::shared();
    let other = site.file("other.crt");
    for mode in ["require", "verify-ca", "verify-full"] {
        let address = format!("{}?sslmode={mode}&sslrootcert={other}", site.fresh());
        assert_eq!(fault(&address), TlsFault::Untrusted, "{mode}");
    }
    for mode in ["allow", "prefer"] {
        assert!(!opened(&site.cluster, &format!("{}?sslmode={mode}&sslrootcert={other}", site.fresh())), "{mode}");
    }
}

#[test]
fn a_certificate_for_another_host_is_refused_by_verify_full_only() {
    let site = Site::shared();
    let roots = site.file("root.crt");
    let address = |mode| format!("{}?sslmode={mode}&sslrootcert={roots}", site.cluster.fresh_database().unwrap());
    assert_eq!(fault(&address("verify-full")), TlsFault::OtherName);
    for mode in ["require", "verify-ca"] {
        assert!(opened(&site.cluster, &address(mode)), "{mode}");
    }
}

#[test]
fn a_certificate_that_has_expired_or_is_not_valid_yet_or_names_no_host_is_refused_for_that() {
    let site = Site::new();
    let address = |mode| format!("{}?sslmode={mode}&sslrootcert={}", site.fresh(), site.file("root.crt"));
    let show = |hosts: &[&str], years: (i32, i32)| {
        let (certificate, key) = site.authority.sign(hosts, |params| {
            params.distinguished_name.push(DnType::CommonName, "localhost");
            (params.not_before, params.not_after) = (date_time_ymd(years.0, 1, 1), date_time_ymd(years.1, 1, 1));
        });
        site.cluster.offer_tls(&certificate, &key, None).unwrap();
    };
    show(&["localhost"], (2019, 2020));
    for mode in ["require", "verify-ca", "verify-full"] {
        assert_eq!(fault(&address(mode)), TlsFault::Expired, "{mode}");
    }
    show(&["localhost"], (2999, 3000));
    assert_eq!(fault(&address("verify-ca")), TlsFault::NotYetValid);
    // A common name is none of a host.
    show(&[], (2019, 3000));
    assert_eq!(fault(&address("verify-full")), TlsFault::OtherName);
    assert!(opened(&site.cluster, &address("verify-ca")));
}

#[test]
fn a_certificate_that_is_trusted_by_itself_counts_while_it_is_valid() {
    let site = Site::new();
    // As `openssl req -x509` makes it: that of an authority, signed by itself.
    let show = |until: i32| {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.not_after = date_time_ymd(until, 1, 1);
        let certificate = params.self_signed(&key).unwrap().pem();
        site.cluster.offer_tls(&certificate, &key.serialize_pem(), None).unwrap();
        fs::write(site.folder.path().join("self.crt"), certificate).unwrap();
    };
    show(3000);
    for mode in ["verify-ca", "verify-full"] {
        assert!(opened(
            &site.cluster,
            &format!("{}?sslmode={mode}&sslrootcert={}", site.fresh(), site.file("self.crt"))
        ));
        let address = format!("{}?sslmode={mode}&sslrootcert={}", site.fresh(), site.file("other.crt"));
        let refused = fault(&address);
        assert!(matches!(refused, TlsFault::Untrusted | TlsFault::Other(_)), "{refused}");
    }
    show(2000);
    let address = format!("{}?sslmode=verify-ca&sslrootcert={}", site.fresh(), site.file("self.crt"));
    assert_eq!(fault(&address), TlsFault::Expired);
}

#[test]
fn a_file_that_is_missing_unreadable_or_not_in_pem_is_named() {
    let site = Site::shared();
    fs::write(site.folder.path().join("text"), "Dear diary").unwrap();
    let damaged = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    fs::write(site.folder.path().join("damaged"), damaged).unwrap();
    let (missing, folder, text) = (site.file("missing"), site.folder.path().display().to_string(), site.file("text"));
    let with = |mode, parameters: &str| fault(&format!("{}?sslmode={mode}&{parameters}", site.fresh()));
    for mode in ["require", "verify-ca", "verify-full"] {
        for file in [&missing, &folder] {
            let fault = with(mode, &format!("sslrootcert={file}"));
            assert!(matches!(&fault, TlsFault::File { file: named, .. } if named == file), "{mode}: {fault}");
        }
        for file in [&text, &site.file("damaged")] {
            assert_eq!(with(mode, &format!("sslrootcert={file}")), TlsFault::NoCertificate(file.clone()));
        }
    }
    let roots = format!("sslrootcert={}", site.file("root.crt"));
    let fault = with("require", &format!("{roots}&sslcert={missing}"));
    assert!(matches!(&fault, TlsFault::File { file, .. } if *file == missing), "{fault}");
    assert_eq!(with("require", &format!("{roots}&sslcert={text}")), TlsFault::NoCertificate(text.clone()));
    let (certificate, _) = site.authority.of_a_person("supple");
    let (named, _) = write_key(&site, "nobody", &certificate, "x");
    assert_eq!(with("require", &format!("{roots}&sslcert={named}&sslkey={text}")), TlsFault::NoKey(text.clone()));
}

/// Writes a certificate and its key for a client, and gives their names.
fn write_key(site: &Site, name: &str, certificate: &str, key: &str) -> (String, String) {
    let (certificate_file, key_file) = (site.file(&format!("{name}.crt")), site.file(&format!("{name}.key")));
    fs::write(&certificate_file, certificate).unwrap();
    fs::write(&key_file, key).unwrap();
    set_mode(&key_file, 0o600);
    set_mode(&site.file("text"), 0o600);
    (certificate_file, key_file)
}

#[cfg(unix)]
fn set_mode(file: &str, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    if Path::new(file).exists() {
        fs::set_permissions(file, fs::Permissions::from_mode(mode)).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn a_server_that_asks_for_a_certificate_of_the_client_gets_the_one_that_was_named() {
    let site = Site::new();
    let clients = Authority::new("clients");
    let (certificate, key) = site.authority.certificate(&["localhost"]);
    site.cluster.offer_tls(&certificate, &key, Some(&clients.pem())).unwrap();
    site.cluster
        .add_rules("hostssl all all 127.0.0.1/32 scram-sha-256 clientcert=verify-full\nhostnossl all all all reject")
        .unwrap();
    let base = format!("{}?sslmode=verify-full&sslrootcert={}", site.fresh(), site.file("root.crt"));
    let with = |(certificate, key): &(String, String)| format!("{base}&sslcert={certificate}&sslkey={key}");

    let (certificate, key) = clients.of_a_person("supple");
    let mine = write_key(&site, "mine", &certificate, &key);
    assert!(opened(&site.cluster, &with(&mine)));
    assert!(opened(&site.cluster, &with(&mine).replace("verify-full", "prefer")));

    set_mode(&mine.1, 0o644);
    assert_eq!(fault(&with(&mine)), TlsFault::KeyIsOpen(mine.1.clone()));
    fs::remove_file(&mine.1).unwrap();
    let missing = fault(&with(&mine));
    assert!(matches!(&missing, TlsFault::File { file, .. } if *file == mine.1), "{missing}");

    let (certificate, key) = Authority::new("other").of_a_person("supple");
    let other = write_key(&site, "other", &certificate, &key);
    assert_eq!(fault(&with(&other)), TlsFault::ClientRefused);
    let home = tempfile::tempdir().unwrap();
    let says = elsewhere(&base, &[("HOME", home.path().as_os_str())]);
    assert!(says.contains("asks for a certificate of this client"), "{says}");
    // The usual files, as libpq finds them.
    let usual = home.path().join(".postgresql");
    fs::create_dir(&usual).unwrap();
    let (certificate, key) = clients.of_a_person("supple");
    fs::write(usual.join("postgresql.crt"), certificate).unwrap();
    fs::write(usual.join("postgresql.key"), key).unwrap();
    set_mode(&usual.join("postgresql.key").display().to_string(), 0o600);
    assert_eq!(elsewhere(&base, &[("HOME", home.path().as_os_str())]), "it opens");
}

#[test]
fn a_server_that_lets_in_one_way_only_is_reached_that_way_by_allow_and_prefer() {
    let site = Site::new();
    site.cluster.add_rules("hostnossl all all 127.0.0.1/32 reject").unwrap();
    let roots = site.file("root.crt");
    for mode in ["allow", "prefer"] {
        assert!(opened(&site.cluster, &format!("{}?sslmode={mode}&sslrootcert={roots}", site.fresh())), "{mode}");
    }
    let error = refused(&format!("{}?sslmode=disable", site.fresh()));
    assert!(matches!(error, StoreError::Login { .. }), "{error}");
    let wrong = site.fresh().replace(":p%40ss%2Fw%3Ard@", ":secret@");
    for mode in ["allow", "prefer", "require"] {
        let error = refused(&format!("{wrong}?sslmode={mode}&sslrootcert={roots}"));
        assert!(error.to_string().contains("password authentication failed"), "{mode}: {error}");
    }
    let site = Site::new();
    site.cluster.add_rules("hostssl all all 127.0.0.1/32 reject").unwrap();
    for mode in ["disable", "allow", "prefer"] {
        assert!(!opened(&site.cluster, &format!("{}?sslmode={mode}&sslrootcert={roots}", site.fresh())), "{mode}");
    }
    let error = refused(&format!("{}?sslmode=require", site.fresh()));
    assert!(matches!(error, StoreError::Login { .. }), "{error}");
}

#[test]
fn a_login_can_be_bound_to_the_certificate() {
    let site = Site::shared();
    let address = format!("{}?channel_binding=require&sslmode", site.fresh());
    assert!(opened(&site.cluster, &format!("{address}=verify-full&sslrootcert={}", site.file("root.crt"))));
    let error = refused(&format!("{address}=disable"));
    assert!(matches!(error, StoreError::Unreachable { .. }), "{error}");
}

/// What another process says that opens this address in these surroundings: that it opens, or why not.
fn elsewhere(address: &str, variables: &[(&str, &OsStr)]) -> String {
    let home = tempfile::tempdir().unwrap();
    let mut other = again("tls::opens_in_the_surroundings_that_it_is_given");
    for variable in ["PGSSLMODE", "PGSSLROOTCERT", "PGSSLCERT", "PGSSLKEY", "SSL_CERT_FILE", "SSL_CERT_DIR"] {
        other.env_remove(variable);
    }
    other.env("SUPPLE_STORE_TLS_ADDRESS", address).env("HOME", home.path()).envs(variables.iter().copied());
    let output = other.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stdout).unwrap();
    said.lines().find_map(|line| line.split_once("RESULT: ")).unwrap().1.to_owned()
}

/// The other process.
#[test]
fn opens_in_the_surroundings_that_it_is_given() {
    let Ok(address) = std::env::var("SUPPLE_STORE_TLS_ADDRESS") else { return };
    let said = open(&address).map_or_else(|error| error.to_string(), |_| "it opens".to_owned());
    std::io::stdout().write_all(format!("RESULT: {said}\n").as_bytes()).unwrap();
}

#[test]
fn the_environment_and_the_usual_files_count_where_the_address_says_nothing() {
    let site = Site::shared();
    let (right, by_number) = (site.fresh(), site.cluster.fresh_database().unwrap());
    let (roots, other) = (site.file("root.crt"), site.file("other.crt"));
    let (roots, other) = (OsStr::new(&roots), OsStr::new(&other));
    let full = ("PGSSLMODE", OsStr::new("verify-full"));
    assert_eq!(elsewhere(&right, &[full, ("PGSSLROOTCERT", roots)]), "it opens");
    let says = elsewhere(&by_number, &[full, ("PGSSLROOTCERT", roots)]);
    assert!(
        says.ends_with("cannot be reached over TLS (its certificate is not for the host of this address)"),
        "{says}"
    );
    assert_eq!(elsewhere(&format!("{by_number}?sslmode=verify-ca"), &[full, ("PGSSLROOTCERT", roots)]), "it opens");
    let says = elsewhere(&right, &[full, ("PGSSLROOTCERT", other)]);
    assert!(says.ends_with("(its certificate is by nobody who is trusted here)"), "{says}");
    let says = elsewhere(&right, &[full]);
    assert!(says.contains("there are no root certificates at ") && says.contains(".postgresql/root.crt"), "{says}");
    let says = elsewhere(&right, &[("PGSSLMODE", OsStr::new("yes"))]);
    assert!(says.contains("its sslmode is none of"), "{says}");

    // Without a word of it, `require` checks by the usual file where there is one.
    let home = tempfile::tempdir().unwrap();
    let (home, usual) = (home.path(), home.path().join(".postgresql"));
    let require = format!("{right}?sslmode=require");
    assert_eq!(elsewhere(&require, &[("HOME", home.as_os_str())]), "it opens");
    fs::create_dir(&usual).unwrap();
    fs::copy(other, usual.join("root.crt")).unwrap();
    let says = elsewhere(&require, &[("HOME", home.as_os_str())]);
    assert!(says.ends_with("(its certificate is by nobody who is trusted here)"), "{says}");
    fs::copy(roots, usual.join("root.crt")).unwrap();
    assert_eq!(elsewhere(&require, &[("HOME", home.as_os_str())]), "it opens");
    assert_eq!(elsewhere(&format!("{right}?sslmode=verify-full"), &[("HOME", home.as_os_str())]), "it opens");
}

#[test]
fn the_roots_of_the_system_count_where_they_are_asked_for() {
    let site = Site::shared();
    let address = format!("{}?sslrootcert=system", site.fresh());
    let (roots, other) = (site.file("root.crt"), site.file("other.crt"));
    assert_eq!(elsewhere(&address, &[("SSL_CERT_FILE", OsStr::new(&roots))]), "it opens");
    let says = elsewhere(&address, &[("SSL_CERT_FILE", OsStr::new(&other))]);
    assert!(says.ends_with("(its certificate is by nobody who is trusted here)"), "{says}");
    let by_number = format!("{}?sslrootcert=system", site.cluster.fresh_database().unwrap());
    let says = elsewhere(&by_number, &[("SSL_CERT_FILE", OsStr::new(&roots))]);
    assert!(says.ends_with("(its certificate is not for the host of this address)"), "{says}");
}
