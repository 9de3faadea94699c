//! The cat café over HTTP: which request gets which answer.

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

/// The status and the body of an answer.
fn send(list: &Arc<List>, method: &str, target: &str) -> (u16, String) {
    let request = Request::builder().method(method).uri(target).body(String::new());
    let response = handle(list, &request.expect("the request is well formed"));
    (response.status().as_u16(), response.into_body())
}

fn object((name, personality): (&str, &str), available: bool) -> Value {
    json!({ "name": name, "personality": personality, "available": available })
}

/// What an answer says, if it is JSON.
fn value(body: &str) -> Option<Value> {
    serde_json::from_str(body).ok()
}

/// Escapes what has to be escaped in a query, or every byte; a blank is `+` or `%20`.
fn encode(text: &str, everything: bool, plus: bool) -> String {
    let escape = |byte| match byte {
        b' ' if plus => "+".to_string(),
        b'a'..=b'z' | b'A'..=b'Z' if !everything => char::from(byte).to_string(),
        _ if plus => format!("%{byte:02X}"),
        _ => format!("%{byte:02x}"),
    };
    text.bytes().map(escape).collect()
}

fn text() -> impl Strategy<Value = String> {
    "[a-cA-C \"\\\\+%&=/äß☕\n]{1,8}"
}

#[test]
fn get_cats_is_the_whole_list() {
    judge::test!("GET /cats answers 200 and the whole list as JSON").property(
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
fn get_cats_of_one_personality_is_part_of_the_list() {
    judge::test!("GET /cats?personality=P answers with the cats of this personality alone")
        .property((text(), any::<bool>(), any::<bool>()), |(personality, everything, plus)| {
            // Always a blank and a plus: a query writes one like the other.
            let personality = &format!("{personality} a+b");
            let cats = [("Tom", &personality[..]), ("Kitty", "other"), ("Mia", personality)];
            let list = List::new(&cats);
            let get = |personality| {
                let query = encode(personality, *everything, *plus);
                let (status, body) = send(&list, "GET", &format!("/cats?personality={query}"));
                (status, value(&body))
            };
            let alike = json!([object(cats[0], true), object(cats[2], true)]);
            assert_eq!(get(personality), (200, Some(alike)), "two cats are alike");
            assert_eq!(get("other"), (200, Some(json!([object(cats[1], true)]))), "one cat is");
            assert_eq!(get("nobody"), (200, Some(json!([]))), "no cat is");
        });
}

#[test]
fn post_reserve_gives_a_cat() {
    judge::test!("POST /reserve answers 200 and the cat as JSON, unavailable").property(
        (text(), text()),
        |(name, personality)| {
            let cat = (&name[..], &personality[..]);
            let (status, body) = send(&List::new(&[cat]), "POST", "/reserve");
            assert_eq!((status, value(&body)), (200, Some(object(cat, false))), "body: {body}");
        },
    );
}

#[test]
fn post_reserve_without_a_free_cat_is_409() {
    judge::test!("POST /reserve answers 409 and says why when no cat is free").scenario(|| {
        let (status, body) = send(&List::new(&[]), "POST", "/reserve");
        assert_eq!(status, 409, "there is no cat at all");
        assert_ne!(body.trim(), "", "the body should say what is wrong");
    });
}

#[test]
fn another_method_is_405_and_another_path_is_404() {
    judge::test!("another method on a known path is 405, another path 404, and the body says so")
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
                assert_ne!(body.trim(), "", "{method} {target} should say what is wrong");
            }
            assert!(list.cats().iter().all(|cat| cat.available), "nobody reserved a cat");
        });
}

#[test]
fn of_two_requests_for_one_cat_one_is_409() {
    judge::test!("of two requests at once for one cat one gets 200 and the other 409").outcomes(
        || {
            let list = List::new(&CATS[..1]);
            let opened = Instant::now();
            let statuses = thread::scope(|scope| {
                let post = || send(&list, "POST", "/reserve").0;
                let (ann, bob) = (scope.spawn(post), scope.spawn(post));
                [ann.join().unwrap(), bob.join().unwrap()]
            });
            // If the cat is free, both appointments are over; if not, one may still run.
            let appointments = 1 + u32::from(list.cats()[0].available);
            match statuses {
                [200, 200] if opened.elapsed() >= appointments * APPOINTMENT => {
                    "200 for both, one after the other".to_string()
                }
                [ann, bob] => format!("{ann} for Ann, {bob} for Bob"),
            }
        },
    );
}

#[test]
fn requests_are_answered_during_an_appointment() {
    judge::test!("requests are answered at once in the middle of an appointment").reachable(|| {
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
