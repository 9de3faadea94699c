//! The page, from a server on this machine that answers one browser. Its address contains a random token,
//! so other programs and pages cannot use it.
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use course::Error;
use protocol::environment;
use serde_json::{Value, json};

use crate::game::Game;
use crate::{messages, view};

const PAGE: &str = include_str!("page.html");
const SCRIPT: &str = include_str!("page.js");

/// The longest request line.
const LONGEST: u64 = 64 * 1024;

/// How long a browser may take to send a request.
const PATIENCE: Duration = Duration::from_secs(5);

/// The server, and the browser that waits for another level.
pub(crate) struct Server {
    host: String,
    token: String,
    requests: mpsc::Receiver<(Request, TcpStream)>,
    waiting: Option<TcpStream>,
}

impl Server {
    /// Starts to listen.
    pub(crate) fn start() -> Result<Self, Error> {
        let failed = |error| Error::io("listen on", "127.0.0.1", &error);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(failed)?;
        let host = listener.local_addr().map_err(failed)?.to_string();
        let (sender, requests) = mpsc::channel();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let sender = sender.clone();
                // A browser may open a connection long before it sends a request.
                thread::spawn(move || {
                    if let Ok(request) = read(&stream) {
                        let _ = sender.send((request, stream));
                    }
                });
            }
        });
        Ok(Self { host, token: token(), requests, waiting: None })
    }

    /// The address of the page.
    pub(crate) fn address(&self) -> String {
        format!("http://{}/{}/", self.host, self.token)
    }

    /// Answers requests until the player asks for another level. Returns its number: that of a planted
    /// mistake, or 0.
    pub(crate) fn play(&mut self, mut game: Game<'_>, mutants: usize) -> Result<usize, Error> {
        // A browser that gives up is no reason to stop.
        if let Some(mut stream) = self.waiting.take() {
            let _ = write(&mut stream, &json(&json!({ "is_ready": true })));
        }
        loop {
            let Ok((request, mut stream)) = self.requests.recv() else {
                return Err(Error::new("the server has stopped".to_owned()));
            };
            let path = request.allowed(&self.host, &self.token);
            let level = path.and_then(|path| path.strip_prefix("level?"));
            match level.and_then(|level| level.parse().ok()).filter(|level| *level <= mutants) {
                Some(level) => {
                    self.waiting = Some(stream);
                    return Ok(level);
                }
                None => {
                    let response = path.and_then(|path| respond(&mut game, mutants, path));
                    let _ = write(&mut stream, &response.unwrap_or(NOT_FOUND));
                }
            }
        }
    }
}

/// 128 random bits.
fn token() -> String {
    let number = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", number(), number())
}

const NOT_FOUND: Response =
    Response { status: "404 Not Found", kind: "text/plain", body: String::new() };

/// A response.
struct Response {
    status: &'static str,
    kind: &'static str,
    body: String,
}

/// The path without the first slash, and the host.
#[derive(Debug, Default)]
struct Request {
    path: String,
    host: String,
}

impl Request {
    /// The path below the token. Pages of other hosts, and programs without the token, get none.
    fn allowed(&self, host: &str, token: &str) -> Option<&str> {
        let inside = self.path.strip_prefix(token)?.strip_prefix('/')?;
        (self.host == host).then_some(inside)
    }
}

fn read(stream: &TcpStream) -> io::Result<Request> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut lines = BufReader::new(stream.take(LONGEST)).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    let path = first.strip_prefix("GET /").and_then(|rest| rest.split(' ').next());
    let mut request = Request { path: path.unwrap_or_default().to_owned(), ..Request::default() };
    for header in lines {
        let header = header?;
        match header.split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("host") => {
                value.trim().clone_into(&mut request.host);
            }
            None => break,
            _ => {}
        }
    }
    Ok(request)
}

fn write(stream: &mut TcpStream, response: &Response) -> io::Result<()> {
    let Response { status, kind, body } = response;
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Length: {}\r\n\
         Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n\
         Content-Security-Policy: default-src 'none'; script-src 'unsafe-inline'; \
         style-src 'unsafe-inline'; img-src data:; connect-src 'self'\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

fn json(value: &Value) -> Response {
    Response { status: "200 OK", kind: "application/json", body: value.to_string() }
}

/// The response; `None` for a path that does not exist.
fn respond(game: &mut Game<'_>, mutants: usize, path: &str) -> Option<Response> {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let failed = |error: &Error| json!({ "error": error.to_string() });
    Some(match path {
        "" => Response { status: "200 OK", kind: "text/html", body: page(game, mutants) },
        "turn" => {
            let (schedule, asks) = match query.strip_prefix("decided=") {
                Some(schedule) => (schedule, environment::DECIDED),
                None => (query.strip_prefix("schedule=").unwrap_or_default(), environment::ASK),
            };
            json(&match game.position(schedule, asks) {
                Ok(position) => view::position(game, &position),
                Err(error) => failed(&error),
            })
        }
        "tally" => json(&match game.tally() {
            Ok(tally) => json!({
                "text": messages::tally(&tally),
                "tried": messages::tried(&game.tried, Some(tally)),
            }),
            Err(error) => failed(&error),
        }),
        _ => return None,
    })
}

fn page(game: &Game<'_>, mutants: usize) -> String {
    let data = picture::script_data(&view::level(game, mutants).to_string());
    let title = picture::escape_html(&game.level.exercise.name);
    let script = format!("{}{SCRIPT}", picture::PAGE_SCRIPT);
    let parts =
        [("style", picture::PAGE_STYLE), ("script", &script), ("title", &title), ("data", &data)];
    picture::fill(PAGE, &parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: &str = "127.0.0.1:4000";

    #[test]
    fn only_a_request_with_the_token_and_the_host_is_answered() {
        let request = |path: &str, host: &str| Request { path: path.into(), host: host.into() };
        let allowed = |request: &Request| request.allowed(HOST, "abc").map(str::to_owned);
        assert_eq!(
            allowed(&request("abc/turn?schedule=0", HOST)).as_deref(),
            Some("turn?schedule=0")
        );
        assert_eq!(allowed(&request("abd/turn", HOST)), None);
        assert_eq!(allowed(&request("turn", HOST)), None);
        assert_eq!(allowed(&request("abcturn", HOST)), None);
        assert_eq!(allowed(&request("abc/turn", "example.org:4000")), None);
    }

    #[test]
    fn two_games_have_different_tokens() {
        assert_ne!(token(), token());
        assert_eq!(token().len(), 32);
    }

    #[test]
    fn a_request_is_read_up_to_its_empty_line() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let mut client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        client
            .write_all(b"GET /abc/ HTTP/1.1\r\nAccept: *\r\nhOST: me\r\n\r\nHost: other\r\n")
            .unwrap();
        let request = read(&listener.accept().unwrap().0).unwrap();
        assert_eq!((request.path.as_str(), request.host.as_str()), ("abc/", "me"));
    }
}
