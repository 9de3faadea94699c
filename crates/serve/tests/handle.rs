//! What the server does around a `handle`: bodies, panics, silence, and what is not HTTP.
mod common;

use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::inside::Inside;
use common::raw::Raw;
use common::{BOUND, ask, client, until};
use http::{Request, Response, StatusCode};
use serial_test::serial;
use serve::Limits;

/// Says what it saw.
fn echo(request: &Request<String>) -> Response<String> {
    Response::new(format!("{} {} {:?}", request.method(), request.uri(), request.body()))
}

#[test]
#[serial]
fn handle_sees_the_request_as_it_was_sent() {
    let server = Inside::start(Limits::default(), echo);
    let answer = ask(&client(), "PUT", &server.url("/db/a%20b%2Fc?x=%41+"), "grüß\n");
    assert_eq!((answer.status, &*answer.body), (200, r#"PUT /db/a%20b%2Fc?x=%41+ "grüß\n""#));
    let answer = ask(&client(), "PURR", &server.url("/"), ());
    assert_eq!((answer.status, &*answer.body), (200, r#"PURR / """#));
}

#[test]
#[serial]
fn the_client_sees_the_response_as_it_was_given() {
    let server = Inside::start(Limits::default(), |request| {
        let response = Response::builder().status(StatusCode::IM_A_TEAPOT).header("allow", "PUT");
        // A wrong length is corrected: framing is for the server to do.
        response.header("content-length", "7").body(request.uri().path().repeat(2)).unwrap()
    });
    let answer = ask(&client(), "POST", &server.url("/tea"), ());
    assert_eq!(
        (answer.status, &*answer.allow, &*answer.body),
        (418, "PUT", "/tea/tea"),
        "status, header and body are those of `handle`"
    );
}

#[test]
#[serial]
fn a_status_without_body_has_none() {
    let server = Inside::start(Limits::default(), |_| {
        Response::builder().status(StatusCode::NO_CONTENT).body("too much".to_owned()).unwrap()
    });
    let agent = client();
    for _ in 0..2 {
        let answer = ask(&agent, "DELETE", &server.url("/"), ());
        assert_eq!((answer.status, &*answer.body), (204, ""));
    }
}

#[test]
#[serial]
fn a_body_over_the_limit_is_413_in_clear_words() {
    let server = Inside::start(Limits::default(), echo);
    let agent = client();
    let most = "x".repeat(Limits::default().body);
    assert_eq!(ask(&agent, "PUT", &server.url("/"), &*most).status, 200);

    let over = most + "x";
    let answer = ask(&agent, "PUT", &server.url("/"), &*over);
    assert_eq!(answer.status, 413);
    insta::assert_snapshot!(answer.body, @r"
    the body is larger than the 2097152 bytes that the server reads
    `handle` has not seen this request
    ");
    assert_eq!(answer.kind, "text/plain; charset=utf-8");
    // Far over, and without a length: what is too much is read, so that the words arrive.
    let far = over.repeat(4);
    let chunked = ureq::SendBody::from_owned_reader(std::io::Cursor::new(far));
    assert_eq!(ask(&agent, "PUT", &server.url("/"), chunked).status, 413);
}

#[test]
#[serial]
fn a_client_that_asks_first_need_not_send_a_body_that_is_too_large() {
    let server = Inside::start(Limits::default(), echo);
    let mut raw = Raw::connect(server.address);
    raw.send(
        "PUT / HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 99999999999\r\n\r\n",
    );
    assert!(raw.head().starts_with("HTTP/1.1 413 "));
}

#[test]
#[serial]
fn a_body_that_is_no_text_is_400_in_clear_words() {
    let server = Inside::start(Limits::default(), echo);
    let answer = ask(&client(), "PUT", &server.url("/"), &b"tea\xff"[..]);
    assert_eq!(answer.status, 400);
    insta::assert_snapshot!(answer.body, @r"
    the body is not UTF-8 text: byte 3 does not fit (the first is 0)
    `handle` has not seen this request
    ");
}

#[test]
#[serial]
fn a_body_that_breaks_off_never_reaches_handle() {
    let server = Inside::start(Limits::default(), |_| panic!("a piece of a body came through"));
    let mut raw = Raw::connect(server.address);
    raw.send("PUT / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\npiece");
    raw.finish();
    let answer = raw.rest();
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    insta::assert_snapshot!(answer.split("\r\n\r\n").nth(1).unwrap(), @r"
    the body cannot be read to its end: error reading a body from connection
    `handle` has not seen this request
    ");
}

#[test]
#[serial]
fn a_body_that_does_not_come_is_408() {
    let limits = Limits { arrival: Duration::from_millis(50), ..Limits::default() };
    let server = Inside::start(limits, echo);
    let mut raw = Raw::connect(server.address);
    raw.send("PUT / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 9\r\n\r\n");
    let answer = raw.rest();
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    insta::assert_snapshot!(answer.split("\r\n\r\n").nth(1).unwrap(), @r"
    the body did not arrive within 50ms
    `handle` has not seen this request
    ");
}

#[test]
#[serial]
fn what_is_not_http_is_400_and_the_server_lives_on() {
    let server = Inside::start(Limits::default(), echo);
    for nonsense in ["meow\r\n\r\n", "GET /\u{0} HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\n: x\r\n\r\n"]
    {
        let mut raw = Raw::connect(server.address);
        raw.send(nonsense);
        let answer = raw.rest();
        assert!(answer.starts_with("HTTP/1.1 400 "), "{nonsense:?}: {answer}");
    }
    let mut silent = Raw::connect(server.address);
    silent.finish();
    assert_eq!(silent.rest(), "");
    assert_eq!(ask(&client(), "GET", &server.url("/"), ()).status, 200);
}

#[test]
#[serial]
fn a_panic_is_500_in_clear_words_and_the_server_lives_on() {
    let server = Inside::start(Limits::default(), |request| match request.uri().path() {
        "/text" => panic!("no cat here"),
        "/formatted" => panic!("no cat {}", 7),
        "/other" => std::panic::panic_any(7),
        _ => echo(request),
    });
    let agent = client();
    let get = |path| ask(&agent, "GET", &server.url(path), ());
    assert_eq!(get("/text").status, 500);
    insta::assert_snapshot!(get("/text").body, @r"
    `handle` panicked: no cat here
    the line is in the terminal of the server, which still runs
    ");
    assert!(get("/formatted").body.starts_with("`handle` panicked: no cat 7\n"));
    assert!(get("/other").body.starts_with("`handle` panicked: (a value that is not text)\n"));
    assert_eq!(get("/").status, 200);
}

#[test]
#[serial]
fn a_handle_that_does_not_answer_is_504_and_others_are_served() {
    let (release, released) = mpsc::channel::<()>();
    let released = Arc::new(Mutex::new(released));
    let limits = Limits { answer: Duration::from_secs(1), ..Limits::default() };
    let server = Inside::start(limits, move |request| {
        if request.uri().path() == "/stuck" {
            // Until the test has seen enough.
            let _ = released.lock().unwrap().recv_timeout(BOUND);
        }
        echo(request)
    });
    let agent = client();
    let answer = ask(&agent, "GET", &server.url("/stuck"), ());
    assert_eq!(answer.status, 504);
    insta::assert_snapshot!(answer.body, @r"
    `handle` has not answered within 1s
    does its thread wait for a lock that nobody gives back?
    ");
    until("another request is served in time", || {
        (ask(&agent, "GET", &server.url("/"), ()).status == 200).then_some(())
    });
    drop(release);
}

#[test]
#[serial]
fn eight_requests_are_inside_handle_at_once() {
    let barrier = Arc::new(std::sync::Barrier::new(8));
    let server = Inside::start(Limits::default(), move |request| {
        // Nobody passes before all eight are here.
        barrier.wait();
        echo(request)
    });
    let url = server.url("/");
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| assert_eq!(ask(&client(), "GET", &url, ()).status, 200));
        }
    });
}
