//! The programs `serve-cat` and `serve-db`, over real sockets.
use std::io::{BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, ChildStderr, ChildStdout, Command, Stdio};
use std::time::Duration;

use serial_test::serial;

const CAT: &str = env!("CARGO_BIN_EXE_serve-cat");
const DB: &str = env!("CARGO_BIN_EXE_serve-db");

/// A running program; killed when dropped.
struct Server {
    address: SocketAddr,
    out: BufReader<ChildStdout>,
    log: BufReader<ChildStderr>,
    child: Child,
}

impl Server {
    /// Starts `program` on a free port and reads the address from its first line.
    fn start(program: &str) -> Server {
        let mut command = Command::new(program);
        command.args(["--port", "0"]).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let log = BufReader::new(child.stderr.take().unwrap());
        let first = line(&mut out);
        let address = first.strip_prefix("listening on http://").expect(&first);
        Server { address: address.parse().unwrap(), out, log, child }
    }

    /// Sends one request and returns the status and the body of the response.
    fn send(&self, method: &str, path: &str, body: &str) -> (u16, String) {
        let mut stream = connect(self.address);
        let length = body.len();
        write!(stream, "{method} {path} HTTP/1.0\r\ncontent-length: {length}\r\n\r\n{body}")
            .unwrap();
        response(stream)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    stream
}

fn response(mut stream: TcpStream) -> (u16, String) {
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").expect(&text);
    (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
}

fn line(reader: &mut impl std::io::BufRead) -> String {
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    line.trim_end().to_owned()
}

/// Runs a program that exits by itself; returns its exit code, stdout and stderr.
fn run(program: &str, args: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(program).args(args).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn help_shows_the_options_and_examples() {
    let (code, out, _) = run(DB, &["--help"]);
    assert_eq!(code, Some(0));
    insta::assert_snapshot!(out);
}

#[test]
#[serial]
fn the_greeting_shows_what_to_try_and_each_request_is_logged() {
    let mut server = Server::start(CAT);
    let port = server.address.port().to_string();
    let greeting: Vec<String> = (0..5).map(|_| line(&mut server.out)).collect();
    insta::assert_snapshot!(greeting.join("\n").replace(&port, "PORT"), @r#"
    try in another terminal:
      curl -i http://127.0.0.1:PORT/cats
      curl -i "http://127.0.0.1:PORT/cats?personality=lazy"
      curl -i -X POST http://127.0.0.1:PORT/reserve
    Ctrl-C stops the server
    "#);
    server.send("GET", "/dogs/\u{9b}31m", "");
    let log = line(&mut server.log);
    assert!(log.starts_with(r"GET /dogs/\u{9b}31m: 404 Not Found in "), "{log}");
}

#[test]
fn a_port_in_use_is_an_error_with_a_way_out() {
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = other.local_addr().unwrap().port().to_string();
    let (code, _, err) = run(DB, &["--port", &port]);
    assert_eq!(code, Some(1));
    insta::assert_snapshot!(err.replace(&port, "PORT"), @r#"
    error: port PORT on 127.0.0.1 is already in use, perhaps by another `cargo course serve db`
      help: stop that server, or choose a free port: cargo course serve db --port 0
    "#);
}

#[test]
fn a_usage_error_is_exit_status_2() {
    let (code, _, err) = run(DB, &["--port", "65536"]);
    assert_eq!(code, Some(2));
    insta::assert_snapshot!(err, @r#"
    error: cannot parse argument "65536": expected 0 to 65535
      help: cargo course serve db [--port PORT] [--host HOST]
    "#);
}

#[test]
#[serial]
fn db_stores_values_under_percent_encoded_keys() {
    let server = Server::start(DB);
    for (method, path, body, status, expected) in [
        ("PUT", "/db/gr%C3%BCn%20tee", "tasse", 201, Some("")),
        ("GET", "/db/gr%c3%bcn%20tee", "", 200, Some("tasse")),
        ("PUT", "/db/gr%C3%BCn%20tee", "kanne", 204, Some("")),
        ("POST", "/db/cups/increment", "", 200, Some("1")),
        ("DELETE", "/db/cups", "", 204, Some("")),
        ("GET", "/db/cups", "", 404, None),
        ("PUT", "/db/%zz", "x", 400, None),
        ("PATCH", "/db/tea", "x", 405, None),
    ] {
        let response = server.send(method, path, body);
        assert_eq!(response.0, status, "{method} {path}: {response:?}");
        assert!(expected.is_none_or(|expected| response.1 == expected), "{method} {path}");
    }
}

#[test]
#[serial]
fn cat_lists_cats_by_personality() {
    let server = Server::start(CAT);
    let (status, cats) = server.send("GET", "/cats?personality=s%6Cy", "");
    assert_eq!(status, 200);
    let cats: serde_json::Value = serde_json::from_str(&cats).unwrap();
    let salem = serde_json::json!({ "name": "Salem", "personality": "sly", "available": true });
    assert_eq!(cats, serde_json::json!([salem]));
}

/// The exercises are racy on purpose: only the solutions guarantee this.
#[cfg(feature = "complete")]
mod complete {
    use std::collections::BTreeSet;
    use std::thread;

    use super::*;

    /// Eight clients send the same request `times` times each; returns every response.
    fn post_from_eight_clients(server: &Server, path: &str, times: usize) -> Vec<(u16, String)> {
        let client = || (0..times).map(|_| server.send("POST", path, "")).collect::<Vec<_>>();
        thread::scope(|scope| {
            let clients: Vec<_> = (0..8).map(|_| scope.spawn(client)).collect();
            clients.into_iter().flat_map(|client| client.join().unwrap()).collect()
        })
    }

    #[test]
    #[serial]
    fn db_loses_no_increment() {
        let server = Server::start(DB);
        let numbers = post_from_eight_clients(&server, "/db/cups/increment", 20);
        let numbers: BTreeSet<u32> =
            numbers.iter().map(|(_, body)| body.parse().unwrap()).collect();
        assert_eq!(numbers, (1..=160).collect());
    }

    #[test]
    #[serial]
    fn cat_reserves_each_cat_once_per_appointment() {
        let server = Server::start(CAT);
        let start = std::time::Instant::now();
        let responses = post_from_eight_clients(&server, "/reserve", 1);
        let count = |status| responses.iter().filter(|response| response.0 == status).count();
        // On a machine so slow that a cat is free again, nothing can be concluded.
        assert!(start.elapsed().as_secs() >= 5 || (count(200), count(409)) == (6, 2));
    }
}

#[cfg(unix)]
mod ctrl_c {
    use rustix::process::{Pid, Signal, kill_process};

    use super::*;

    /// Starts a request and waits until the server asks for its body: it is now in flight.
    fn begin_request(server: &Server) -> TcpStream {
        let mut stream = connect(server.address);
        let head = "PUT /db/tea HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 5";
        write!(stream, "{head}\r\n\r\n").unwrap();
        let mut interim = [0; "HTTP/1.1 100 Continue\r\n\r\n".len()];
        stream.read_exact(&mut interim).unwrap();
        stream
    }

    fn press(server: &Server) {
        kill_process(Pid::from_child(&server.child), Signal::INT).unwrap();
    }

    #[test]
    #[serial]
    fn finishes_the_requests_in_flight() {
        let mut server = Server::start(DB);
        let mut request = begin_request(&server);
        press(&server);
        assert!(line(&mut server.log).starts_with("finishing the requests in flight"));
        write!(request, "green").unwrap();
        assert_eq!(response(request).0, 201);
        assert_eq!(server.child.wait().unwrap().code(), Some(0));
    }

    #[test]
    #[serial]
    fn pressed_twice_exits_at_once() {
        let mut server = Server::start(DB);
        let _request = begin_request(&server);
        press(&server);
        assert!(line(&mut server.log).starts_with("finishing the requests in flight"));
        // The server may still be about to install the second handler.
        while server.child.try_wait().unwrap().is_none() {
            press(&server);
            std::thread::sleep(Duration::from_millis(10));
        }
        assert_eq!(server.child.wait().unwrap().code(), Some(1));
    }
}
