//! A little database: texts stored under keys, for many threads at once, and over HTTP.
//!
//! Every access to the map is locked, but that alone is not enough: each method must be one step
//! that no other thread can come in between. Then no increment is ever lost, and of two threads
//! that are the first to set a key exactly one is told that the key was new.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Mutex;
use std::thread;

use http::{Method, Request, Response, StatusCode};

#[derive(Default)]
pub struct Db {
    values: Mutex<BTreeMap<String, String>>,
}

impl Db {
    pub fn new() -> Db {
        Db::default()
    }

    pub fn get(&self, key: &str) -> Option<String> {
        self.values.lock().unwrap().get(key).cloned()
    }

    /// Stores a value and returns the one that it replaces.
    pub fn set(&self, key: &str, value: &str) -> Option<String> {
        // TODO: another thread can set the key between these two lines.
        let previous = self.get(key);
        let (key, value) = (key.to_string(), value.to_string());
        self.values.lock().unwrap().insert(key, value);
        previous
    }

    /// Removes a value and returns it.
    pub fn delete(&self, key: &str) -> Option<String> {
        // TODO: two threads must not get the same value.
        let value = self.get(key)?;
        self.values.lock().unwrap().remove(key);
        Some(value)
    }

    /// Adds one and returns the new number. A missing key counts as 0.
    pub fn increment(&self, key: &str) -> Result<i64, NotANumber> {
        // TODO: no increment must be lost.
        let number: i64 = match self.get(key) {
            Some(value) => value.parse().map_err(|_| NotANumber)?,
            None => 0,
        };
        let next = number.checked_add(1).ok_or(NotANumber)?;
        self.set(key, &next.to_string());
        Ok(next)
    }

    pub fn len(&self) -> usize {
        self.values.lock().unwrap().len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The value is not an `i64`, or no larger one exists.
#[derive(Debug)]
pub struct NotANumber;

impl fmt::Display for NotANumber {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("the value is not a number that can be incremented")
    }
}

impl std::error::Error for NotANumber {}

/// The longest value that is taken over HTTP, in bytes.
const LONGEST: usize = 1024 * 1024;

/// Answers `GET`, `PUT` and `DELETE /db/{key}`, and `POST /db/{key}/increment`.
pub fn handle(db: &Db, request: &Request<String>) -> Response<String> {
    let Some(path) = request.uri().path().strip_prefix("/db/") else {
        return reply(StatusCode::NOT_FOUND, "every path begins with /db/");
    };
    let (key, increment) = match path.split_once('/') {
        None => (path, false),
        Some((key, "increment")) => (key, true),
        Some(_) => return reply(StatusCode::NOT_FOUND, "in a key, write / as %2F"),
    };
    let Some(key) = decode(key).filter(|key| !key.is_empty()) else {
        return reply(StatusCode::BAD_REQUEST, "the key is empty or badly encoded");
    };
    match (request.method(), increment) {
        (&Method::GET, false) => match db.get(&key) {
            Some(value) => reply(StatusCode::OK, &value),
            None => reply(StatusCode::NOT_FOUND, "nothing is stored under this key"),
        },
        (&Method::PUT, false) if request.body().len() > LONGEST => {
            reply(StatusCode::PAYLOAD_TOO_LARGE, "a value has at most 1 MiB")
        }
        (&Method::PUT, false) => match db.set(&key, request.body()) {
            Some(_) => reply(StatusCode::NO_CONTENT, ""),
            None => reply(StatusCode::CREATED, ""),
        },
        (&Method::DELETE, false) => match db.delete(&key) {
            Some(_) => reply(StatusCode::NO_CONTENT, ""),
            None => reply(StatusCode::NOT_FOUND, "nothing is stored under this key"),
        },
        (&Method::POST, true) => match db.increment(&key) {
            Ok(number) => reply(StatusCode::OK, &number.to_string()),
            Err(error) => reply(StatusCode::BAD_REQUEST, &error.to_string()),
        },
        (_, false) => reply(StatusCode::METHOD_NOT_ALLOWED, "use GET, PUT or DELETE"),
        (_, true) => reply(StatusCode::METHOD_NOT_ALLOWED, "use POST to increment"),
    }
}

fn reply(status: StatusCode, body: &str) -> Response<String> {
    let reply = Response::builder().status(status);
    let reply = reply.header("content-type", "text/plain; charset=utf-8");
    reply.body(body.to_string()).expect("the header is valid")
}

/// Undoes the percent-encoding of a key: `%C3%A4` is an ä.
fn decode(text: &str) -> Option<String> {
    let digit = |byte| Some(char::from(byte).to_digit(16)? as u8);
    let mut decoded = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        decoded.push(match byte {
            b'%' => digit(rest.next()?)? * 16 + digit(rest.next()?)?,
            _ => byte,
        });
    }
    String::from_utf8(decoded).ok()
}

pub fn main() {
    let request = Request::get("/db/visits").body(String::new()).unwrap();
    let rounds = [(); 100].map(|()| {
        let db = Db::new();
        thread::scope(|scope| {
            let visit = || (0..100).for_each(|_| _ = db.increment("visits"));
            (0..4).for_each(|_| _ = scope.spawn(visit));
        });
        handle(&db, &request).into_body()
    });
    let lost = rounds.iter().filter(|visits| *visits != "400").count();
    let least = rounds.iter().min().unwrap();
    println!("In {lost} of 100 rounds visits were lost. The lowest count is {least} of 400.");
}
