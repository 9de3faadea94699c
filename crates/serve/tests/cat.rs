//! `serve-cat` over real HTTP: the contract of the exercise `cat`.
mod common;

use common::child::Running;
use common::{ask, client};
use serde_json::{Value, json};
use serial_test::serial;

const CAT: &str = env!("CARGO_BIN_EXE_serve-cat");

fn cats(server: &Running, query: &str) -> Value {
    let answer = ask(&client(), "GET", &server.url(&format!("/cats{query}")), ());
    assert_eq!(answer.status, 200, "{answer:?}");
    serde_json::from_str(&answer.body).unwrap()
}

#[test]
#[serial]
fn all_cats_are_free_at_first() {
    let server = Running::start(CAT);
    let cats = cats(&server, "");
    assert_eq!(cats[0], json!({ "name": "Tom", "personality": "lazy", "available": true }));
    let cats = cats.as_array().unwrap();
    assert_eq!(cats.len(), 6);
    assert!(cats.iter().all(|cat| cat["available"] == true));
}

#[test]
#[serial]
fn cats_are_found_by_personality() {
    let server = Running::start(CAT);
    let names = |query| {
        let cats = cats(&server, query);
        cats.as_array().unwrap().iter().map(|cat| cat["name"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(names("?personality=lazy"), ["Tom", "Garfield"]);
    assert_eq!(names("?personality=l%61zy"), ["Tom", "Garfield"]);
    assert_eq!(names("?personality=very+lazy"), [""; 0]);
}

#[test]
#[serial]
fn other_paths_and_methods_are_refused_in_words() {
    let server = Running::start(CAT);
    let agent = client();
    for (method, path, status) in [
        ("GET", "/", 404),
        ("GET", "/cats/1", 404),
        ("POST", "/cat", 404),
        ("POST", "/cats", 405),
        ("DELETE", "/cats?personality=lazy", 405),
        ("GET", "/reserve", 405),
        ("PUT", "/reserve", 405),
    ] {
        let answer = ask(&agent, method, &server.url(path), ());
        assert_eq!(answer.status, status, "{method} {path}: {answer:?}");
        assert!(!answer.body.is_empty(), "{method} {path}: an error without words");
    }
}

#[test]
#[serial]
fn many_clients_look_at_once() {
    let server = Running::start(CAT);
    let url = &server.url("/cats");
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(move || {
                let agent = client();
                for _ in 0..20 {
                    assert_eq!(ask(&agent, "GET", url, ()).status, 200);
                }
            });
        }
    });
}

/// The starter is racy on purpose; these are promises of the answer.
#[cfg(feature = "complete")]
mod complete {
    use std::collections::BTreeMap;
    use std::thread;
    use std::time::{Duration, Instant};

    use super::*;

    const APPOINTMENT: Duration = Duration::from_secs(5);

    /// A cat that somebody got, at some moment from `asked` to `got`.
    #[derive(Clone, Copy, Debug)]
    struct Reservation {
        asked: Instant,
        got: Instant,
    }

    impl Reservation {
        /// Whether two appointments with one cat overlap, whenever they began in their intervals:
        /// a machine may be slow, and then the next appointment is right.
        fn overlaps(self, other: Reservation) -> bool {
            let (first, last) = (self.asked.min(other.asked), self.got.max(other.got));
            last - first < APPOINTMENT
        }
    }

    #[test]
    #[serial]
    fn no_cat_is_reserved_twice() {
        let server = Running::start(CAT);
        let url = &server.url("/reserve");
        let reserve = move || {
            let (agent, mut cats) = (client(), Vec::new());
            for _ in 0..20 {
                let asked = Instant::now();
                let answer = ask(&agent, "POST", url, ());
                let got = Instant::now();
                match answer.status {
                    200 => cats.push((name(&answer.body), Reservation { asked, got })),
                    409 => assert!(!answer.body.is_empty(), "an error without words"),
                    other => panic!("{other}: {answer:?}"),
                }
            }
            cats
        };
        let mut reservations: BTreeMap<String, Vec<Reservation>> = BTreeMap::new();
        thread::scope(|scope| {
            let clients: Vec<_> = (0..8).map(|_| scope.spawn(reserve)).collect();
            for (cat, reservation) in clients.into_iter().flat_map(|client| client.join().unwrap())
            {
                reservations.entry(cat).or_default().push(reservation);
            }
        });
        assert_eq!(reservations.len(), 6, "160 requests and a cat left: {reservations:?}");
        for (cat, all) in reservations {
            for (index, one) in all.iter().enumerate() {
                assert!(!all[..index].iter().any(|other| one.overlaps(*other)), "{cat}: {all:?}");
            }
        }
    }

    #[test]
    #[serial]
    fn a_cat_comes_back_after_its_appointment() {
        let server = Running::start(CAT);
        let asked = Instant::now();
        let answer = ask(&client(), "POST", &server.url("/reserve"), ());
        assert_eq!((answer.status, &*name(&answer.body)), (200, "Tom"));
        common::until("Tom is free again", || {
            (cats(&server, "")[0]["available"] == true).then_some(())
        });
        assert!(asked.elapsed() >= APPOINTMENT);
    }

    fn name(cat: &str) -> String {
        let cat: Value = serde_json::from_str(cat).unwrap();
        assert_eq!(cat["available"], false);
        cat["name"].as_str().unwrap().to_owned()
    }
}
