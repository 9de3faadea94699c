//! The cat café over HTTP: requests and responses.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use http::Request;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::CATS;
use super::appointment::during_an_appointment;
use super::cat::{APPOINTMENT, List, handle};

/// Sends a request and returns the status and the body of the response.
fn send(list: &Arc<List>, method: &str, target: &str) -> (u16, String) {
    let request = Request::builder().method(method).uri(target).body(String::new());
    let response = handle(list, &request.expect("the request is well formed"));
    (response.status().as_u16(), response.into_body())
}

fn object((name, personality): (&str, &str), available: bool) -> Value {
    json!({ "name": name, "personality": personality, "available": available })
}

/// The body of a response, if it is JSON.
fn value(body: &str) -> Option<Value> {
    serde_json::from_str(body).ok()
}

/// Escapes every byte, or only those that need it; a space becomes `+` or `%20`.
fn encode(text: &str, every_byte: bool, plus: bool) -> String {
    let escape = |byte| match byte {
        b' ' if plus => "+".to_string(),
        b'a'..=b'z' | b'A'..=b'Z' if !every_byte => char::from(byte).to_string(),
        _ if plus => format!("%{byte:02X}"),
        _ => format!("%{byte:02x}"),
    };
    text.bytes().map(escape).collect()
}

fn text() -> impl Strategy<Value = String> {
    judge::text("a-cA-C \"\\+%&=/äß☕\n\t\u{1}", 1..=8)
}

#[test]
fn get_cats_returns_the_whole_list() {
    judge::test!("`GET /cats` is 200 with the whole list as JSON").property(
        vec((text(), text()), 0..=3),
        |cats| {
            let cats: Vec<_> = cats.iter().map(|(name, kind)| (&name[..], &kind[..])).collect();
            let (status, body) = send(&List::new(&cats), "GET", "/cats");
            let expected = cats.iter().map(|&it| object(it, true)).collect();
            assert_eq!((status, value(&body)), (200, Some(expected)), "the body was {body}");
        },
    );
}

#[test]
fn get_cats_with_a_personality_returns_the_matching_cats() {
    judge::test!("`GET /cats?personality=P` is 200 with the cats of that personality").property(
        (text(), any::<bool>(), any::<bool>()),
        |(personality, every_byte, plus)| {
            // Always contains a space and a plus, which a query can encode in the same way.
            let personality = &format!("{personality} a+b");
            let cats = [("Tom", &personality[..]), ("Kitty", "other"), ("Mia", personality)];
            let list = List::new(&cats);
            let get = |personality| {
                let query = encode(personality, *every_byte, *plus);
                let (status, body) = send(&list, "GET", &format!("/cats?personality={query}"));
                (status, value(&body))
            };
            let matching = json!([object(cats[0], true), object(cats[2], true)]);
            assert_eq!(get(personality), (200, Some(matching)), "two cats match");
            assert_eq!(
                get("other"),
                (200, Some(json!([object(cats[1], true)]))),
                "one cat matches"
            );
            assert_eq!(get("unknown"), (200, Some(json!([]))), "no cat matches");
        },
    );
}

#[test]
fn post_reserve_returns_a_cat() {
    judge::test!("`POST /reserve` is 200 with the cat as JSON, unavailable").property(
        (text(), text()),
        |(name, personality)| {
            let cat = (&name[..], &personality[..]);
            let (status, body) = send(&List::new(&[cat]), "POST", "/reserve");
            assert_eq!((status, value(&body)), (200, Some(object(cat, false))), "body: {body}");
        },
    );
}

#[test]
fn post_reserve_without_an_available_cat_is_409() {
    judge::test!("`POST /reserve` is 409 with a reason if no cat is available").scenario(|| {
        let (status, body) = send(&List::new(&[]), "POST", "/reserve");
        assert_eq!(status, 409, "the list is empty");
        assert_ne!(body.trim(), "", "the body should give the reason");
    });
}

#[test]
fn another_method_is_405_and_another_path_is_404() {
    judge::test!(
        "another method on a known path is 405, another path is 404, and the body gives the reason"
    )
    .scenario(|| {
        let list = List::new(&CATS);
        let wrong = [
            (405, "POST", "/cats"),
            (405, "PUT", "/cats"),
            (405, "DELETE", "/cats?personality=lazy"),
            (405, "GET", "/reserve"),
            (405, "PATCH", "/reserve"),
            (404, "GET", "/"),
            (404, "GET", "/cat"),
            (404, "GET", "/cats/1"),
            (404, "POST", "/reserve/1"),
            (404, "DELETE", "/dogs?personality=lazy"),
        ];
        for (expected, method, target) in wrong {
            let (status, body) = send(&list, method, target);
            assert_eq!(status, expected, "{method} {target}");
            assert_ne!(body.trim(), "", "the body for {method} {target} should give the reason");
        }
        assert!(list.cats().iter().all(|cat| cat.available), "no cat should be reserved");
    });
}

#[test]
fn one_of_two_requests_for_one_cat_is_409() {
    judge::test!("of two concurrent requests for one cat, one is 200 and the other 409").outcomes(
        || {
            let list = List::new(&CATS[..1]);
            let opened = Instant::now();
            let statuses = thread::scope(|scope| {
                let post = || send(&list, "POST", "/reserve").0;
                let (ann, bob) = (scope.spawn(post), scope.spawn(post));
                [ann.join().unwrap(), bob.join().unwrap()]
            });
            // If the cat is available, both appointments are over; otherwise one may still run.
            let appointments = 1 + u32::from(list.cats()[0].available);
            match statuses {
                [200, 200] if opened.elapsed() >= appointments * APPOINTMENT => {
                    "200 for both, one after another".to_string()
                }
                [ann, bob] => format!("{ann} for Ann, {bob} for Bob"),
            }
        },
    );
}

#[test]
fn requests_are_answered_during_an_appointment() {
    judge::test!("requests are answered at once during an appointment").reachable(|| {
        let list = List::new(&CATS[..2]);
        during_an_appointment(&list, || {
            let now = Instant::now();
            let cats = json!([object(CATS[0], false), object(CATS[1], true)]);
            let (status, body) = send(&list, "GET", "/cats");
            let listed = (status, value(&body)) == (200, Some(cats));
            let (status, body) = send(&list, "POST", "/reserve");
            let reserved = (status, value(&body)) == (200, Some(object(CATS[1], false)));
            listed && reserved && now.elapsed() == Duration::ZERO
        })
    });
}
