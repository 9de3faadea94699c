//! How a server stops: requests in flight are finished, unless nobody wants to wait.
mod common;

use std::net::TcpStream;
use std::sync::Mutex;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use common::inside::Inside;
use common::{BOUND, ask, client, until};
use http::{Request, Response};
use serial_test::serial;
use serve::{Error, Limits};

/// A `handle` that says when somebody is inside, and keeps them there until it is told.
struct Gate {
    entered: Receiver<()>,
    leave: Sender<()>,
}

impl Gate {
    fn new() -> (Gate, impl Fn(&Request<String>) -> Response<String> + Send + Sync) {
        let (enter, entered) = mpsc::channel();
        let (leave, left) = mpsc::channel();
        let left = Mutex::new(left);
        let handle = move |_: &Request<String>| {
            enter.send(()).unwrap();
            // An error means that the test is over.
            let _ = left.lock().unwrap().recv_timeout(BOUND);
            Response::new("finished".to_owned())
        };
        (Gate { entered, leave }, handle)
    }

    fn wait_until_somebody_is_inside(&self) {
        self.entered.recv_timeout(BOUND).unwrap();
    }
}

#[test]
#[serial]
fn a_request_in_flight_is_finished() {
    let (gate, handle) = Gate::new();
    let server = Inside::start(Limits::default(), handle);
    let (url, address) = (server.url("/"), server.address);
    let asking = thread::spawn(move || ask(&client(), "GET", &url, ()));
    gate.wait_until_somebody_is_inside();

    server.stop();
    until("no new client is accepted", || TcpStream::connect(address).err());
    gate.leave.send(()).unwrap();
    let answer = asking.join().unwrap();
    assert_eq!((answer.status, &*answer.body), (200, "finished"));
    server.end().unwrap();
}

#[test]
#[serial]
fn a_client_that_only_keeps_its_connection_is_not_waited_for() {
    let server = Inside::start(Limits::default(), |_| Response::new(String::new()));
    let agent = client();
    assert_eq!(ask(&agent, "GET", &server.url("/"), ()).status, 200);
    server.stop();
    server.end().unwrap();
    drop(agent);
}

#[test]
#[serial]
fn a_second_stop_does_not_wait() {
    let (gate, handle) = Gate::new();
    let server = Inside::start(Limits::default(), handle);
    let url = server.url("/");
    // Its answer may be a broken connection, or be in time after all.
    thread::spawn(move || client().get(&url).call().map(drop));
    gate.wait_until_somebody_is_inside();
    server.stop();
    server.stop();
    assert!(matches!(server.end(), Err(Error::Cut)));
}

#[test]
#[serial]
fn a_handle_that_never_answers_does_not_keep_the_server() {
    let (gate, handle) = Gate::new();
    let limits = Limits { grace: Duration::from_millis(50), ..Limits::default() };
    let server = Inside::start(limits, handle);
    let url = server.url("/");
    thread::spawn(move || client().get(&url).call().map(drop));
    gate.wait_until_somebody_is_inside();
    server.stop();
    let error = server.end().unwrap_err();
    assert!(matches!(error, Error::Unanswered(_)));
    assert_eq!(error.to_string(), "left with requests unanswered after 50ms");
}
