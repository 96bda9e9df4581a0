//! `supple site`: the whole app as files for any web host. There is no server then: the diary stays in the browser.
//!
//! Every page that needs no diary is written as it would be served. The part of Supple that works in a browser (see
//! [`offline`]) takes over once the first page has loaded it, and answers everything else.

use crate::held::as_file;
use crate::offline::{self, File};
use crate::problem::Problem;
use crate::terminal::Out;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, HeaderName, Request, header};
use clap::Args;
use jiff::Timestamp;
use serde_json::json;
use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use supple_journal::{Copies, Env, Host, Journal, Storage, StorageStatus, Tasks};
use supple_wording::counted;
use tower::ServiceExt;
use uuid::Uuid;

/// The file by which Supple knows a folder that it wrote: a line for each file in it.
const MARK: &str = ".supple-site";

/// What the worker of a site knows besides: so no answer of a host is ever taken for that of a server, or the other way.
const ALONE: &[u8] = b"\n// This site is files only: there is no server to sync with.\nself.isSite = true;\n";

/// Options of `supple site`.
#[derive(Debug, Args)]
pub(crate) struct Site {
    /// The folder to write; a new one, an empty one, or one that this command wrote before
    folder: PathBuf,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// Writes the site.
pub(crate) fn run(options: &Site, out: &mut Out) -> Result<(), Problem> {
    let site = build(offline::files(), Timestamp::now())?;
    write(&options.folder, &site)?;
    let bytes: usize = site.values().map(Vec::len).sum();
    let pages = site.keys().filter(|name| name.ends_with(".html")).count();
    if options.json {
        return out.json(&json!({"folder": options.folder, "files": site.len(), "pages": pages, "bytes": bytes}));
    }
    out.say(&format!(
        "Written: {} into {}, {} of them pages, {:.1} MB in all.",
        counted(site.len(), "file", "files"),
        options.folder.display(),
        pages,
        bytes as f64 / 1e6
    ))?;
    out.say("Upload all of it to the root of a domain with HTTPS. README.txt in it says what else matters.")
}

/// A machine for pages that are the same for everyone.
#[derive(Debug)]
struct Nobody(Timestamp);

impl Env for Nobody {
    fn now(&self) -> Timestamp {
        self.0
    }

    fn zone(&self) -> String {
        "UTC".to_owned()
    }

    fn random(&self) -> [u8; 10] {
        [0; 10]
    }
}

impl Copies for Nobody {}

impl Storage for Nobody {
    fn keeping(&self) -> StorageStatus {
        StorageStatus::Site
    }
}

impl Tasks for Nobody {}

impl Host for Nobody {}

/// The files of the site by their names.
type Files = BTreeMap<String, Vec<u8>>;

/// Makes all files. Nothing in them depends on when that is.
fn build(offline: &[File], now: Timestamp) -> Result<Files, Problem> {
    if offline.is_empty() {
        return Err(Problem::Cannot(
            "the offline part is not built: run `cargo xtask run`, which builds it, then try again".to_owned(),
        ));
    }
    let store = supple_store::open("sqlite::memory:").map_err(|error| Problem::Cannot(error.to_string()))?;
    let app = supple_web::router(Arc::new(Journal::new(store, Uuid::nil(), Arc::new(Nobody(now)))));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .map_err(|error| Problem::Cannot(format!("Supple cannot start: {error}")))?;
    let get = |path: &str| -> Result<(HeaderMap, Vec<u8>), Problem> {
        let broken = |why: String| Problem::Cannot(format!("the page {path} cannot be made: {why}"));
        let request = Request::get(path).body(Body::empty()).map_err(|error| broken(error.to_string()))?;
        let answer = runtime.block_on(async {
            let response = app.clone().oneshot(request).await.unwrap_or_else(|never| match never {});
            let (parts, body) = response.into_parts();
            to_bytes(body, usize::MAX).await.map(|bytes| (parts, bytes))
        });
        let (parts, bytes) = answer.map_err(|error| broken(error.to_string()))?;
        Ok((parts.headers, bytes.to_vec()))
    };

    let mut site = Files::new();
    let (headers, _) = get("/")?;
    let headers = Headers::of(&headers);
    let page = |path: &str| -> Result<Vec<u8>, Problem> {
        let without = supple_web::without(path).into_string();
        as_file(&get(path)?.1, &headers.for_page(), &without)
            .map_err(|why| Problem::Cannot(format!("the page {path} cannot be written as a file: {why}")))
    };
    for path in supple_web::paths() {
        let name = format!("{}/index.html", path.trim_matches('/'));
        site.insert(name.trim_start_matches('/').to_owned(), page(&path)?);
    }
    site.insert("404.html".to_owned(), page("/404.html")?);
    let assets = supple_web::files();
    for path in &assets {
        site.insert(path.trim_start_matches('/').to_owned(), get(path)?.1);
    }
    for file in offline {
        let content = file.content();
        let mut content =
            content.map_err(|error| Problem::Cannot(format!("{} is damaged in this program: {error}", file.path)))?;
        if file.path == offline::SCRIPT {
            content.extend_from_slice(ALONE);
        }
        site.insert(file.path.trim_start_matches('/').to_owned(), content);
    }
    // What has its hash in its name never changes.
    let lasting: Vec<&str> = assets.iter().map(String::as_str).filter(|path| path.contains('-')).collect();
    site.insert("_headers".to_owned(), headers.for_netlify(&lasting, offline).into_bytes());
    site.insert(".htaccess".to_owned(), headers.for_apache().into_bytes());
    site.insert("nginx-supple.conf".to_owned(), headers.for_nginx().into_bytes());
    site.insert("README.txt".to_owned(), README.as_bytes().to_vec());
    let names: Vec<&str> = site.keys().map(String::as_str).chain([MARK]).collect();
    let mark = names.join("\n") + "\n";
    site.insert(MARK.to_owned(), mark.into_bytes());
    Ok(site)
}

/// The strict headers of the pages, as hosts are told to send them.
struct Headers(Vec<(String, String)>);

impl Headers {
    /// Those of a page, without what tells of this one page only.
    fn of(headers: &HeaderMap) -> Headers {
        let own = [header::CACHE_CONTROL, header::VARY, header::CONTENT_TYPE, header::CONTENT_LENGTH];
        let strict = headers.iter().filter(|(name, _)| !own.contains(name));
        let mut all: Vec<_> =
            strict.filter_map(|(name, value)| Some((title(name), value.to_str().ok()?.to_owned()))).collect();
        all.sort();
        Headers(all)
    }

    fn policy(&self) -> &str {
        let policy = self.0.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-security-policy"));
        policy.map_or("default-src 'none'", |(_, policy)| policy)
    }

    /// The policy inside a page. There, a browser does not take `frame-ancestors`, and complains of it.
    fn for_page(&self) -> String {
        let parts = self.policy().split(';').map(str::trim).filter(|part| !part.starts_with("frame-ancestors"));
        parts.collect::<Vec<_>>().join("; ")
    }

    /// All headers for every file. The worker's script gets them as well, and it has to load its own files and to
    /// compile what it runs.
    fn for_all(&self) -> impl Iterator<Item = (&str, String)> {
        self.0.iter().map(|(name, value)| {
            let is_policy = name.eq_ignore_ascii_case("content-security-policy");
            let value = if is_policy {
                let value = value.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'");
                if value.contains("connect-src") { value } else { format!("{value}; connect-src 'self'") }
            } else {
                value.clone()
            };
            (name.as_str(), value)
        })
    }

    fn for_netlify(&self, lasting: &[&str], offline: &[File]) -> String {
        let mut text = "# Headers for Netlify and Cloudflare Pages.\n/*\n".to_owned();
        for (name, value) in self.for_all() {
            text += &format!("  {name}: {value}\n");
        }
        for path in lasting {
            text += &format!("{path}\n  Cache-Control: public, max-age=31536000, immutable\n");
        }
        for file in offline {
            text += &format!("{}\n  Cache-Control: no-cache\n  Content-Type: {}\n", file.path, file.kind);
        }
        text
    }

    fn for_apache(&self) -> String {
        let mut text = "# Headers for Apache and hosts that read .htaccess.\n\
                        ErrorDocument 404 /404.html\n\
                        AddType application/wasm .wasm\n\
                        AddType application/manifest+json .webmanifest\n\
                        <IfModule mod_headers.c>\n"
            .to_owned();
        for (name, value) in self.for_all() {
            text += &format!("  Header always set {name} \"{value}\"\n");
        }
        text + "</IfModule>\n"
    }

    fn for_nginx(&self) -> String {
        let mut text =
            "# For the server block of nginx; set `root` to this folder.\nerror_page 404 /404.html;\n".to_owned();
        for (name, value) in self.for_all() {
            text += &format!("add_header {name} \"{value}\" always;\n");
        }
        text + "location / { try_files $uri $uri/index.html =404; }\n\
                location ~ \\.wasm$ { types { } default_type application/wasm; }\n\
                location ~ \\.webmanifest$ { types { } default_type application/manifest+json; }\n"
    }
}

/// A header as people write it: each part with a capital.
fn title(name: &HeaderName) -> String {
    let parts = name.as_str().split('-').map(|part| {
        let (first, rest) = part.split_at(part.len().min(1));
        first.to_uppercase() + rest
    });
    parts.collect::<Vec<_>>().join("-")
}

/// Writes the files into a folder of their own.
fn write(folder: &Path, site: &Files) -> Result<(), Problem> {
    let cannot =
        |path: &Path, error: &std::io::Error| Problem::Cannot(format!("{} cannot be written: {error}", path.display()));
    let before = match fs::read_to_string(folder.join(MARK)) {
        Ok(names) => names,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let is_empty = match fs::read_dir(folder) {
                Ok(mut files) => files.next().is_none(),
                Err(error) if error.kind() == ErrorKind::NotFound => true,
                Err(error) => return Err(cannot(folder, &error)),
            };
            if !is_empty {
                return Err(Problem::Cannot(format!(
                    "{} holds other files, and nothing was written: give a new or an empty folder",
                    folder.display()
                )));
            }
            String::new()
        }
        Err(error) => return Err(cannot(folder, &error)),
    };
    // The mark comes first: what is broken off can be written again.
    let names = [MARK].into_iter().chain(site.keys().map(String::as_str).filter(|name| *name != MARK));
    for name in names {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(|error| cannot(parent, &error))?;
        let bytes = site.get(name).map(Vec::as_slice).unwrap_or_default();
        fs::write(&path, bytes).map_err(|error| cannot(&path, &error))?;
    }
    for old in before.lines().filter(|old| !site.contains_key(*old) && is_inside(old)) {
        match fs::remove_file(folder.join(old)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(cannot(&folder.join(old), &error)),
            _ => {}
        }
    }
    Ok(())
}

/// Whether a name stays in its folder.
fn is_inside(name: &str) -> bool {
    !name.is_empty() && Path::new(name).components().all(|part| matches!(part, Component::Normal(_)))
}

const README: &str = "\
Supple as a site of files

Upload everything in this folder, also the files whose names begin with a dot, to the root of a domain or
of a subdomain, such as supple.example.org. A folder of a domain does not work: every address begins at the root.

What it needs
- HTTPS. Browsers keep a diary only for sites with it (and for localhost, to try it).
- Nothing else of the host: no database, no program, no account. What people write stays in their browsers. The
  host sees only that files are fetched.
- A browser with JavaScript, service workers and site data (IndexedDB and cookies). Some private windows, and some
  apps that open pages inside themselves, lack them. There the pages can be read, the buttons are off, and each page
  says so: first the number to call, and on the page of the check all warning signs.

Headers
Each page carries its own security policy. A host that sends these headers makes it stricter still:
- Netlify and Cloudflare Pages read _headers by themselves.
- Apache reads .htaccess by itself, where the host allows it.
- nginx: put the lines of nginx-supple.conf into the server block.
- GitHub Pages and others that send no headers of yours: the policy in the pages is in force all the same.

The files of kind .wasm must be sent as application/wasm.

A new version
Run `supple site` on the same folder again and upload it all. People get it the next time that they open Supple.
Do not move the site to another address: each browser keeps its diary for one address only. Who has to move
saves a copy first (Keep your diary safe) and restores it at the new address.
";

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    /// "hello" in Brotli.
    const HELLO: &[u8] = b"\x0b\x02\x80\x68\x65\x6c\x6c\x6f\x03";

    fn offline() -> [File; 1] {
        [File { path: "/worker.js", bytes: HELLO, kind: "text/javascript", length: 5 }]
    }

    fn built(now: &str) -> Files {
        build(&offline(), now.parse().unwrap()).unwrap()
    }

    fn text(site: &Files, name: &str) -> String {
        String::from_utf8(site.get(name).unwrap_or_else(|| panic!("{name}")).clone()).unwrap()
    }

    #[test]
    fn without_the_offline_part_it_says_how_to_build_it() {
        let error = build(&[], Timestamp::UNIX_EPOCH).unwrap_err().to_string();
        assert!(error.contains("cargo xtask run"), "{error}");
    }

    #[test]
    fn every_address_has_its_file_and_every_page_its_policy() {
        let site = built("2026-11-22T20:12:00Z");
        assert_eq!(site.get("worker.js").map(Vec::as_slice), Some(&b"hello"[..]));
        for path in supple_web::paths() {
            let name = if path == "/" { "index.html".to_owned() } else { format!("{}/index.html", &path[1..]) };
            let page = text(&site, &name);
            assert!(page.starts_with("<!DOCTYPE html><html lang=\"en\" data-keeping=\"site\">"), "{name}");
            let policy = page.split("http-equiv=\"Content-Security-Policy\" content=\"").nth(1).unwrap();
            let policy = policy.split('"').next().unwrap();
            assert!(policy.contains("default-src 'none'") && policy.contains("script-src 'self'"), "{policy}");
            assert!(!policy.contains("frame-ancestors"), "a page cannot say that of itself");
            let head = page.split("<script").next().unwrap();
            assert!(head.contains("http-equiv=\"Content-Security-Policy\""), "it comes before what it guards: {name}");
            for address in page.split(" href=\"/").skip(1).filter_map(|rest| rest.split(['"', '?', '#']).next()) {
                let there = site.contains_key(address) || site.contains_key(&format!("{address}/index.html"));
                assert!(there || address.is_empty(), "{name} leads to /{address}, and no file is there");
            }
        }
        for file in supple_web::files() {
            assert!(site.contains_key(&file[1..]), "{file}");
        }
        assert!(text(&site, "404.html").contains("There is no page at this address."));
    }

    #[test]
    fn no_button_of_a_page_works_before_a_script_turns_it_on_and_the_number_comes_first() {
        for (name, page) in built("2026-11-22T20:12:00Z") {
            if !name.ends_with(".html") {
                continue;
            }
            let page = String::from_utf8(page).unwrap();
            for button in page.split("<button").skip(1) {
                let tag = button.split('>').next().unwrap();
                assert!(tag.ends_with(" disabled=\"\""), "{name}: {tag}");
            }
            assert!(!page.contains("type=\"submit\"") && !page.contains("type=\"image\""), "{name}");
            let main = page.split("<main").nth(1).unwrap();
            assert!(main.find("id=\"without\"").unwrap() < main.find("<h1").unwrap(), "{name}");
            let without = main.split("id=\"without\"").nth(1).unwrap();
            assert!(
                without.find("tel:112").unwrap() < without.find("does not work in this browser").unwrap(),
                "{name}"
            );
            assert_eq!(name == "check/index.html", page.contains("id=\"signs\""), "{name}");
            assert!(!page.contains("It is stored."), "{name}: nothing is stored before the app is there");
        }
    }

    #[test]
    fn the_worker_of_a_site_knows_that_there_is_no_server_and_no_other_file_is_changed() {
        let script = File { path: offline::SCRIPT, bytes: HELLO, kind: "text/javascript", length: 5 };
        let other = File { path: "/worker.js", bytes: HELLO, kind: "text/javascript", length: 5 };
        let site = build(&[script, other], "2026-11-22T20:12:00Z".parse().unwrap()).unwrap();
        assert!(text(&site, "sw.js").starts_with("hello\n") && text(&site, "sw.js").contains("self.isSite = true;"));
        assert_eq!(text(&site, "worker.js"), "hello");
    }

    #[test]
    fn no_page_depends_on_the_day_on_which_it_was_written() {
        assert_eq!(built("2026-11-22T20:12:00Z"), built("2031-01-01T03:00:00Z"));
    }

    #[test]
    fn every_host_is_told_the_headers_of_the_pages() {
        let site = built("2026-11-22T20:12:00Z");
        for name in ["_headers", ".htaccess", "nginx-supple.conf"] {
            let text = text(&site, name);
            for part in [
                "Content-Security-Policy",
                "default-src 'none'",
                "frame-ancestors 'none'",
                "connect-src 'self'",
                "'wasm-unsafe-eval'",
                "X-Content-Type-Options",
                "Referrer-Policy",
                "Permissions-Policy",
            ] {
                assert!(text.contains(part), "{part} in {name}: {text}");
            }
            assert!(!text.contains("Cache-Control: no-store") && !text.contains("Vary"), "{name}");
        }
        assert!(
            text(&site, "_headers")
                .contains("/worker.js\n  Cache-Control: no-cache\n  Content-Type: text/javascript\n")
        );
    }

    #[test]
    fn a_folder_with_other_files_is_left_alone_and_ours_is_written_anew() {
        let folder = tempfile::tempdir().unwrap();
        let mine = folder.path().join("mine");
        fs::create_dir(&mine).unwrap();
        fs::write(mine.join("letter.txt"), "dear").unwrap();
        let site = built("2026-11-22T20:12:00Z");
        let error = write(&mine, &site).unwrap_err().to_string();
        assert!(error.contains("holds other files"), "{error}");
        assert_eq!(fs::read_dir(&mine).unwrap().count(), 1, "nothing was written");

        let ours = folder.path().join("a").join("site");
        write(&ours, &site).unwrap();
        assert_eq!(fs::read(ours.join("guide/index.html")).unwrap(), site["guide/index.html"]);
        // A file of an older version goes, what someone added stays, and nothing outside is touched.
        fs::write(ours.join("supple-0.css"), "old").unwrap();
        fs::write(ours.join("robots.txt"), "mine").unwrap();
        let mark = text(&site, MARK) + "supple-0.css\n../../mine/letter.txt\n/etc/nothing\n";
        fs::write(ours.join(MARK), mark).unwrap();
        write(&ours, &site).unwrap();
        assert!(!ours.join("supple-0.css").exists() && ours.join("robots.txt").exists());
        assert_eq!(fs::read_to_string(mine.join("letter.txt")).unwrap(), "dear");
        assert_eq!(fs::read_to_string(ours.join(MARK)).unwrap(), text(&site, MARK));
    }
}
