//! The real programs: what they print, how they start, how they end.
mod common;

use std::net::TcpListener;

use common::child::{Running, run};
use common::{BOUND, ask, client};
use serial_test::serial;

const CAT: &str = env!("CARGO_BIN_EXE_serve-cat");
const DB: &str = env!("CARGO_BIN_EXE_serve-db");

#[test]
fn help_says_what_to_type() {
    let (status, out, err) = run(DB, &["--help"]);
    assert!(status.success());
    assert_eq!(err, "");
    insta::assert_snapshot!(out, @r#"
    a little database over HTTP; its content ends with it

    usage: cargo course serve db [--port PORT] [--host HOST]

      -p, --port PORT  where to listen; 0 takes any free port (default 8080)
          --host HOST  on which address (default 127.0.0.1, this machine alone;
                       0.0.0.0 lets the whole network in)
      -h, --help       this text

    examples:
      cargo course serve db
      cargo course serve db --port 0

    and then, in another terminal:
      curl -i -X PUT -d green http://127.0.0.1:8080/db/tea
      curl -i http://127.0.0.1:8080/db/tea
      curl -i -X POST http://127.0.0.1:8080/db/cups/increment
      curl -i -X DELETE http://127.0.0.1:8080/db/tea
    "#);
    assert!(run(CAT, &["-h"]).1.starts_with("a cat café over HTTP"));
}

#[test]
#[serial]
fn a_program_says_where_it_listens_and_what_to_try() {
    let server = Running::start(CAT);
    let port = server.address.port().to_string();
    assert!(server.address.ip().is_loopback());
    let mut words = String::new();
    while !words.ends_with("Ctrl-C stops the server\n") {
        words += &server.out.recv_timeout(BOUND).unwrap();
        words += "\n";
    }
    insta::assert_snapshot!(words.replace(&port, "PORT"), @r#"
    try in another terminal:
      curl -i http://127.0.0.1:PORT/cats
      curl -i "http://127.0.0.1:PORT/cats?personality=lazy"
      curl -i -X POST http://127.0.0.1:PORT/reserve
    Ctrl-C stops the server
    "#);
}

#[test]
#[serial]
fn each_request_is_a_short_line_on_stderr() {
    let server = Running::start(CAT);
    let agent = client();
    for (method, path, line) in [
        ("GET", "/cats?personality=lazy", "GET /cats?personality=lazy 200"),
        ("DELETE", "/cats", "DELETE /cats 405"),
        ("GET", "/dogs", "GET /dogs 404"),
    ] {
        ask(&agent, method, &server.url(path), ());
        assert_eq!(server.log.recv_timeout(BOUND).unwrap(), line);
    }
}

#[test]
#[serial]
fn a_port_in_use_is_an_error_with_a_way_out() {
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = other.local_addr().unwrap().port().to_string();
    let (status, out, err) = run(DB, &["--port", &port]);
    assert_eq!((status.code(), &*out), (Some(1), ""));
    insta::assert_snapshot!(err.replace(&port, "PORT"), @r#"
    error: port PORT on 127.0.0.1 is in use: another server runs there, perhaps yours
      help: stop it with Ctrl-C in its terminal, or take any free port: cargo course serve db --port 0
    "#);
}

#[test]
fn a_host_that_is_not_here_is_an_error_with_a_way_out() {
    // An address for documentation (RFC 5737): no machine has it.
    let (status, _, err) = run(DB, &["--port", "0", "--host", "192.0.2.1"]);
    assert_eq!(status.code(), Some(1));
    assert!(err.starts_with("error: cannot listen on 192.0.2.1: "), "{err}");
    assert!(err.ends_with("help: leave --host away; the default, 127.0.0.1, is this machine\n"));
}

#[test]
fn a_command_line_that_is_not_understood_is_exit_status_2() {
    let (status, _, err) = run(DB, &["--port", "tea"]);
    assert_eq!(status.code(), Some(2));
    assert_eq!(
        err,
        "error: --port takes a number from 0 to 65535, not `tea`\n\
         \x20 help: cargo course serve db [--port PORT] [--host HOST]\n"
    );
}

#[cfg(unix)]
mod signals {
    use std::net::TcpStream;

    use rustix::process::{Pid, Signal, kill_process};

    use super::common::raw::Raw;
    use super::common::until;
    use super::*;

    fn send(signal: Signal, to: &Running) {
        let id = Pid::from_raw(to.id().try_into().unwrap()).unwrap();
        kill_process(id, signal).unwrap();
    }

    #[test]
    #[serial]
    fn both_ways_to_stop_a_program_end_it_well() {
        for signal in [Signal::INT, Signal::TERM] {
            let server = Running::start(DB);
            send(signal, &server);
            assert_eq!(server.end().code(), Some(0), "{signal:?}");
        }
    }

    #[test]
    #[serial]
    fn a_request_in_flight_is_finished() {
        let server = Running::start(DB);
        let mut raw = Raw::connect(server.address);
        raw.send(
            "PUT /db/tea HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 5\r\n\r\n",
        );
        // The server asks for the body: from here on the request is in flight.
        assert!(raw.head().starts_with("HTTP/1.1 100 "));
        send(Signal::TERM, &server);
        let address = server.address;
        until("no new client is accepted", || TcpStream::connect(address).err());
        raw.send("green");
        let answer = raw.rest();
        assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
        assert_eq!(server.end().code(), Some(0));
    }

    #[test]
    #[serial]
    fn a_second_signal_leaves_at_once() {
        let server = Running::start(DB);
        let mut raw = Raw::connect(server.address);
        raw.send(
            "PUT /db/tea HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 5\r\n\r\n",
        );
        assert!(raw.head().starts_with("HTTP/1.1 100 "));
        send(Signal::INT, &server);
        let line = server.log.recv_timeout(BOUND).unwrap();
        assert!(line.starts_with("stopping: "), "{line}");
        send(Signal::INT, &server);
        assert_eq!(server.end().code(), Some(1));
    }
}
