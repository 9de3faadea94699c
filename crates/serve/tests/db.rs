//! `serve-db` over real HTTP: the contract of the exercise `db`.
mod common;

use common::child::Running;
use common::{ask, client};
use serial_test::serial;

const DB: &str = env!("CARGO_BIN_EXE_serve-db");

/// One client alone: sends the requests in order, and compares each status and, unless it is an
/// error in words of the exercise's own, each body.
fn conversation(steps: &[(&str, &str, &str, u16, &str)]) {
    let server = Running::start(DB);
    let agent = client();
    for &(method, path, body, status, expected) in steps {
        let answer = ask(&agent, method, &server.url(path), body);
        assert_eq!(answer.status, status, "{method} {path} {body:?}: {answer:?}");
        if status < 400 {
            assert_eq!(answer.body, expected, "{method} {path} {body:?}");
        } else {
            assert!(!answer.body.is_empty(), "{method} {path} {body:?}: an error without words");
        }
    }
}

#[test]
#[serial]
fn a_value_is_put_read_replaced_and_deleted() {
    conversation(&[
        ("GET", "/db/tea", "", 404, ""),
        ("PUT", "/db/tea", "green", 201, ""),
        ("GET", "/db/tea", "", 200, "green"),
        ("PUT", "/db/tea", "black", 204, ""),
        ("GET", "/db/tea", "", 200, "black"),
        ("DELETE", "/db/tea", "", 204, ""),
        ("GET", "/db/tea", "", 404, ""),
        ("DELETE", "/db/tea", "", 404, ""),
        ("PUT", "/db/tea", "", 201, ""),
        ("GET", "/db/tea", "", 200, ""),
    ]);
}

#[test]
#[serial]
fn numbers_are_incremented_and_nothing_else_is() {
    conversation(&[
        ("POST", "/db/cups/increment", "", 200, "1"),
        ("POST", "/db/cups/increment", "", 200, "2"),
        ("GET", "/db/cups", "", 200, "2"),
        ("PUT", "/db/cups", "-1", 204, ""),
        ("POST", "/db/cups/increment", "", 200, "0"),
        ("PUT", "/db/cups", "many", 204, ""),
        ("POST", "/db/cups/increment", "", 400, ""),
        ("GET", "/db/cups", "", 200, "many"),
        ("PUT", "/db/cups", "9223372036854775807", 204, ""),
        ("POST", "/db/cups/increment", "", 400, ""),
        ("GET", "/db/cups", "", 200, "9223372036854775807"),
    ]);
}

#[test]
#[serial]
fn keys_are_percent_encoded() {
    conversation(&[
        ("PUT", "/db/gr%C3%BCn%20tee", "tasse", 201, ""),
        ("GET", "/db/gr%c3%bcn%20tee", "", 200, "tasse"),
        ("PUT", "/db/a%2Fb", "slash", 201, ""),
        ("GET", "/db/a%2fb", "", 200, "slash"),
        ("GET", "/db/a/b", "", 404, ""),
        ("PUT", "/db/", "x", 400, ""),
        ("PUT", "/db/%", "x", 400, ""),
        ("PUT", "/db/%4", "x", 400, ""),
        ("PUT", "/db/%zz", "x", 400, ""),
        ("PUT", "/db/%ff", "x", 400, ""),
    ]);
}

#[test]
#[serial]
fn other_paths_and_methods_are_refused() {
    conversation(&[
        ("GET", "/", "", 404, ""),
        ("GET", "/db", "", 404, ""),
        ("GET", "/tea", "", 404, ""),
        ("PUT", "/db/a/b/c", "x", 404, ""),
        ("POST", "/db/tea", "x", 405, ""),
        ("PATCH", "/db/tea", "x", 405, ""),
        ("PUT", "/db/tea/increment", "x", 405, ""),
        ("GET", "/db/tea", "", 404, ""),
    ]);
}

#[test]
#[serial]
fn a_body_over_one_mebibyte_is_refused_by_the_exercise_itself() {
    let most = "x".repeat(1 << 20);
    let over = format!("{most}x");
    conversation(&[
        ("PUT", "/db/big", &most, 201, ""),
        ("GET", "/db/big", "", 200, &most),
        ("PUT", "/db/big", &over, 413, ""),
        ("GET", "/db/big", "", 200, &most),
    ]);
}

#[test]
#[serial]
fn each_of_many_clients_has_keys_of_its_own() {
    let server = Running::start(DB);
    let server = &server.url("/db");
    std::thread::scope(|scope| {
        for client_number in 0..8 {
            scope.spawn(move || {
                let agent = client();
                for round in 0..20 {
                    let url = format!("{server}/{client_number}-{round}");
                    let value = &*round.to_string();
                    assert_eq!(ask(&agent, "PUT", &url, value).status, 201);
                    assert_eq!(ask(&agent, "GET", &url, ()).body, value);
                }
            });
        }
    });
}

/// The starter is racy on purpose; these are promises of the answer.
#[cfg(feature = "complete")]
mod complete {
    use std::collections::BTreeSet;
    use std::sync::Barrier;
    use std::thread;

    use super::*;

    #[test]
    #[serial]
    fn no_increment_is_lost() {
        let server = Running::start(DB);
        let url = &server.url("/db/cups");
        let numbers: Vec<String> = thread::scope(|scope| {
            let clients: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(move || {
                        let (agent, url) = (client(), format!("{url}/increment"));
                        (0..20).map(|_| ask(&agent, "POST", &url, ()).body).collect::<Vec<_>>()
                    })
                })
                .collect();
            clients.into_iter().flat_map(|client| client.join().unwrap()).collect()
        });
        let each_once: BTreeSet<u32> = numbers.iter().map(|text| text.parse().unwrap()).collect();
        assert_eq!(each_once, (1..=160).collect());
        assert_eq!(ask(&client(), "GET", url, ()).body, "160");
    }

    #[test]
    #[serial]
    fn of_concurrent_first_puts_exactly_one_is_201() {
        let server = Running::start(DB);
        let (server, barrier) = (&server.url("/db"), &Barrier::new(8));
        let statuses: Vec<Vec<u16>> = thread::scope(|scope| {
            let clients: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(move || {
                        let agent = client();
                        let put = |round| {
                            barrier.wait();
                            ask(&agent, "PUT", &format!("{server}/{round}"), "x").status
                        };
                        (0..20).map(put).collect()
                    })
                })
                .collect();
            clients.into_iter().map(|client| client.join().unwrap()).collect()
        });
        for round in 0..20 {
            let mut statuses: Vec<u16> = statuses.iter().map(|client| client[round]).collect();
            statuses.sort_unstable();
            assert_eq!(statuses, [201, 204, 204, 204, 204, 204, 204, 204], "round {round}");
        }
    }
}
