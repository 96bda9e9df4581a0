//! Two requests at once on a real server and both databases: one tap is one entry, and two spasms are two.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod shared;

use shared::kept::Kept;
use shared::served::Server;
use std::thread;
use std::time::Duration;
use supple_diary::{Diary, KindName};

const FORMS: [(&str, &str, KindName); 3] = [
    ("/spasm", "", KindName::Spasm),
    ("/log/pain", "level=5", KindName::Pain),
    ("/medicine/taken", "what-own=ibuprofen&mg=400", KindName::Medicine),
];

#[test]
fn two_requests_at_once_store_one_and_two_after_each_other_store_two() {
    for kept in Kept::both() {
        let server = Server::start(kept.home());
        let count = |kind| Diary::fold(&kept.home().log()).of(kind).len();
        for (path, form, kind) in FORMS {
            for late in [0, 2, 5, 10] {
                let before = count(kind);
                thread::scope(|scope| {
                    for wait in [0, late] {
                        let server = &server;
                        scope.spawn(move || {
                            thread::sleep(Duration::from_millis(wait));
                            assert_eq!(server.post(path, form).status, 303);
                        });
                    }
                });
                assert_eq!(count(kind), before + 1, "{}: {path}, {late} ms apart", kept.name());
            }
            let before = count(kind);
            for _ in 0..3 {
                assert_eq!(server.post(path, form).status, 303);
            }
            assert_eq!(count(kind), before + 3, "{}: each of {path} was answered before the next", kept.name());
            // The same page, sent twice after its answer, is one tap; another page is not.
            let before = count(kind);
            for tap in ["0123456789abcdef0123", "0123456789abcdef0123", "99999999999999999999"] {
                assert_eq!(server.post(path, &format!("{form}&tap={tap}")).status, 303);
            }
            assert_eq!(count(kind), before + 2, "{}: {path} by its page", kept.name());
        }
    }
}
