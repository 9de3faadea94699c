//! The database over HTTP: requests and responses.

use std::thread;

use http::Request;
use judge::text;
use proptest::prelude::*;

use super::alone::not_incremented;
use super::any_text;
use super::db::{Db, handle};

const MIB: usize = 1024 * 1024;

/// Sends a request and returns the status and the body of the response.
fn send(db: &Db, method: &str, target: &str, body: &str) -> (u16, String) {
    let request = Request::builder().method(method).uri(target).body(body.to_string());
    let response = handle(db, &request.expect("the request is well formed"));
    (response.status().as_u16(), response.into_body())
}

fn status(db: &Db, method: &str, target: &str) -> u16 {
    send(db, method, target, "").0
}

fn ok(body: &str) -> (u16, String) {
    (200, body.to_string())
}

#[test]
fn a_value_is_put_read_and_deleted() {
    judge::test!("PUT is 201 and then 204, GET is 200 or 404, DELETE is 204 or 404").property(
        (any_text(0..=8), any_text(0..=8)),
        |(first, second)| {
            let db = Db::new();
            let get = || send(&db, "GET", "/db/cat", "");
            let delete = || status(&db, "DELETE", "/db/cat");
            assert_eq!((get().0, delete()), (404, 404), "GET and DELETE of a missing key");
            assert_eq!(send(&db, "PUT", "/db/cat", first).0, 201, "PUT of a new key");
            assert_eq!(get(), ok(first), "GET after PUT");
            assert_eq!(send(&db, "PUT", "/db/cat", second).0, 204, "PUT replaces");
            assert_eq!(get(), ok(second), "GET after the second PUT");
            assert_eq!((delete(), get().0, delete()), (204, 404, 404), "DELETE, GET, DELETE");
            assert_eq!(send(&db, "PUT", "/db/cat", first).0, 201, "PUT after DELETE");
        },
    );
}

#[test]
fn keys_are_percent_decoded() {
    judge::test!("the key in the path is percent-decoded and can be any text").property(
        (text("a-cA-C0-9_.~ %+/?#&äß☕\n", 1..=6), any::<bool>(), any::<bool>()),
        |(key, every_byte, upper)| {
            let escape = |byte| match byte {
                // In a path, a plus is just a plus.
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'+' | b'_' if !every_byte => {
                    char::from(byte).to_string()
                }
                _ if *upper => format!("%{byte:02X}"),
                _ => format!("%{byte:02x}"),
            };
            let path: String =
                ["/db/".to_string()].into_iter().chain(key.bytes().map(escape)).collect();
            let db = Db::new();
            assert_eq!(send(&db, "PUT", &path, "7").0, 201, "PUT {path}");
            assert_eq!(db.get(key).as_deref(), Some("7"), "PUT {path}");
            assert_eq!(send(&db, "POST", &format!("{path}/increment"), ""), ok("8"));
            assert_eq!(send(&db, "GET", &path, ""), ok("8"), "GET {path}");
            assert_eq!((status(&db, "DELETE", &path), db.len()), (204, 0), "DELETE {path}");
        },
    );
}

#[test]
fn a_bad_key_is_400() {
    judge::test!("a key that is empty, badly escaped or not UTF-8 is 400").scenario(|| {
        let db = Db::new();
        for key in
            ["", "%", "%4", "%zz", "%4x", "%4g", "%+1", "cat%", "%%", "%ff", "%C3", "a%E2%98b"]
        {
            for (method, action) in
                [("GET", ""), ("PUT", ""), ("DELETE", ""), ("POST", "/increment")]
            {
                let path = format!("/db/{key}{action}");
                assert_eq!(status(&db, method, &path), 400, "{method} {path}");
            }
        }
    });
}

#[test]
fn another_path_is_404() {
    judge::test!("a path other than `/db/{key}` and `/db/{key}/increment` is 404").scenario(|| {
        let db = Db::new();
        for path in ["/", "/db", "/dbs/a", "/db/a/b", "/db/a/increment/b"] {
            for method in ["GET", "PUT", "DELETE", "POST"] {
                assert_eq!(status(&db, method, path), 404, "{method} {path}");
            }
        }
    });
}

#[test]
fn another_method_is_405() {
    judge::test!("another method on a known path is 405").scenario(|| {
        let db = Db::new();
        db.set("cat", "7");
        for (method, path) in [
            ("POST", "/db/cat"),
            ("PATCH", "/db/cat"),
            ("POST", "/db/increment"),
            ("GET", "/db/cat/increment"),
            ("PUT", "/db/cat/increment"),
            ("DELETE", "/db/cat/increment"),
        ] {
            assert_eq!(status(&db, method, path), 405, "{method} {path}");
        }
        assert_eq!((db.get("cat").as_deref(), db.len()), (Some("7"), 1), "nothing should change");
    });
}

#[test]
fn a_body_over_1_mib_is_413() {
    judge::test!("a body of 1 MiB is stored, a longer one is 413").scenario(|| {
        let db = Db::new();
        let longest = "x".repeat(MIB);
        assert_eq!(send(&db, "PUT", "/db/a", &longest).0, 201, "1 MiB is allowed");
        assert_eq!(
            db.get("a").map(|value| value.len()),
            Some(MIB),
            "the whole value should be stored"
        );
        assert_eq!(send(&db, "PUT", "/db/b", &format!("{longest}x")).0, 413, "1 byte more");
        // The limit counts bytes, not characters.
        let umlauts = "ä".repeat(MIB / 2);
        assert_eq!(send(&db, "PUT", "/db/c", &umlauts).0, 201, "1 MiB of umlauts");
        assert_eq!(send(&db, "PUT", "/db/d", &format!("{umlauts}x")).0, 413, "1 byte more");
    });
}

#[test]
fn post_increment_returns_the_number() {
    judge::test!("`POST /db/{key}/increment` is 200 with the number").property(
        any::<Option<i32>>(),
        |number| {
            let db = Db::new();
            if let Some(number) = number {
                db.set("visits", &number.to_string());
            }
            let number = i64::from(number.unwrap_or(0));
            for number in [number + 1, number + 2] {
                assert_eq!(send(&db, "POST", "/db/visits/increment", ""), ok(&number.to_string()));
            }
        },
    );
}

#[test]
fn post_increment_of_text_is_400() {
    judge::test!("an increment of text or of the largest number is 400 and changes nothing")
        .property(not_incremented(), |value| {
            let db = Db::new();
            db.set("visits", value);
            assert_eq!(status(&db, "POST", "/db/visits/increment"), 400, "POST on {value:?}");
            assert_eq!(db.get("visits").as_ref(), Some(value), "the value should not change");
        });
}

#[test]
fn exactly_one_of_two_first_puts_is_201() {
    judge::test!("of two concurrent PUTs of a new key, exactly one is 201 and the other 204")
        .outcomes(|| {
            let db = Db::new();
            let statuses = thread::scope(|scope| {
                ["tom", "kitty"]
                    .map(|cat| scope.spawn(|| send(&db, "PUT", "/db/cat", cat).0))
                    .map(|thread| thread.join().unwrap())
            });
            (statuses, send(&db, "GET", "/db/cat", "").1)
        });
}

#[test]
fn exactly_one_of_two_deletes_is_204() {
    judge::test!("of two concurrent DELETEs of a key, exactly one is 204 and the other 404")
        .outcomes(|| {
            let db = Db::new();
            send(&db, "PUT", "/db/cat", "tom");
            thread::scope(|scope| {
                [(); 2]
                    .map(|()| scope.spawn(|| send(&db, "DELETE", "/db/cat", "").0))
                    .map(|thread| thread.join().unwrap())
            })
        });
}

#[test]
fn two_posts_count_two_visits() {
    judge::test!("two concurrent increments return 1 and 2").outcomes(|| {
        let db = Db::new();
        thread::scope(|scope| {
            [(); 2]
                .map(|()| scope.spawn(|| send(&db, "POST", "/db/visits/increment", "").1))
                .map(|thread| thread.join().unwrap())
        })
    });
}
