//! A key-value store that many threads share, also over HTTP.
//!
//! Guarantee: every method is one step. No increment is lost, a value is deleted only once, and of
//! two threads that set a new key, exactly one learns that it was new.
//! Defect: methods that access the map twice unlock it in between.
//! Task: make every method one step.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::sync::Mutex;
use std::thread;

use http::{Method, Request, Response, StatusCode};
use percent_encoding::percent_decode_str;

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

    /// Stores a value and returns the previous one.
    pub fn set(&self, key: &str, value: &str) -> Option<String> {
        // TODO: another thread can set the key between these two steps.
        let previous = self.get(key);
        let (key, value) = (key.to_string(), value.to_string());
        self.values.lock().unwrap().insert(key, value);
        previous
    }

    /// Removes a value and returns it.
    pub fn delete(&self, key: &str) -> Option<String> {
        // TODO: two threads can read the value before one of them removes it.
        let value = self.get(key)?;
        self.values.lock().unwrap().remove(key);
        Some(value)
    }

    /// Adds one and returns the new number. A missing key counts as 0.
    pub fn increment(&self, key: &str) -> Result<i64, NotANumber> {
        // TODO: another thread can increment between reading and writing.
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

/// The value is not an `i64`, or it is the largest one.
#[derive(Debug)]
pub struct NotANumber;

impl fmt::Display for NotANumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value is not a number that can be incremented")
    }
}

impl Error for NotANumber {}

fn main() {
    let request = Request::get("/db/visits").body(String::new()).unwrap();
    let rounds = [(); 100].map(|()| {
        let db = Db::new();
        thread::scope(|scope| {
            let visit = || (0..100).for_each(|_| _ = db.increment("visits"));
            (0..4).for_each(|_| _ = scope.spawn(visit));
        });
        handle(&db, &request).into_body()
    });
    let wrong = rounds.iter().filter(|visits| *visits != "400").count();
    let least = rounds.iter().min().unwrap();
    println!("In {wrong} of 100 rounds, visits were lost. The lowest count is {least} of 400.");
}

/// The longest value that HTTP requests can store, in bytes.
const MAX_LEN: usize = 1024 * 1024;

/// Answers `GET`, `PUT` and `DELETE /db/{key}`, and `POST /db/{key}/increment`: HTTP around the
/// store. This function needs no change.
pub fn handle(db: &Db, request: &Request<String>) -> Response<String> {
    let Some(path) = request.uri().path().strip_prefix("/db/") else {
        return reply(StatusCode::NOT_FOUND, "every path starts with /db/");
    };
    let (key, increment) = match path.split_once('/') {
        None => (path, false),
        Some((key, "increment")) => (key, true),
        Some(_) => return reply(StatusCode::NOT_FOUND, "write / as %2F in a key"),
    };
    let Some(key) = decode(key) else {
        return reply(StatusCode::BAD_REQUEST, "the key is empty or badly encoded");
    };
    match (request.method(), increment) {
        (&Method::GET, false) => match db.get(&key) {
            Some(value) => reply(StatusCode::OK, &value),
            None => reply(StatusCode::NOT_FOUND, "the key does not exist"),
        },
        (&Method::PUT, false) if request.body().len() > MAX_LEN => {
            reply(StatusCode::PAYLOAD_TOO_LARGE, "a value has at most 1 MiB")
        }
        (&Method::PUT, false) => match db.set(&key, request.body()) {
            Some(_) => reply(StatusCode::NO_CONTENT, ""),
            None => reply(StatusCode::CREATED, ""),
        },
        (&Method::DELETE, false) => match db.delete(&key) {
            Some(_) => reply(StatusCode::NO_CONTENT, ""),
            None => reply(StatusCode::NOT_FOUND, "the key does not exist"),
        },
        (&Method::POST, true) => match db.increment(&key) {
            Ok(number) => reply(StatusCode::OK, &number.to_string()),
            Err(error) => reply(StatusCode::BAD_REQUEST, &error.to_string()),
        },
        (_, false) => reply(StatusCode::METHOD_NOT_ALLOWED, "use GET, PUT or DELETE"),
        (_, true) => reply(StatusCode::METHOD_NOT_ALLOWED, "use POST to increment"),
    }
}

/// The key, unless it is empty, has a broken escape, or is not UTF-8.
fn decode(key: &str) -> Option<String> {
    let decoded: Vec<u8> = percent_decode_str(key).collect();
    // Every valid escape shrinks by two bytes; a broken one is left as it is.
    let is_valid = decoded.len() + 2 * key.matches('%').count() == key.len();
    String::from_utf8(decoded).ok().filter(|key| is_valid && !key.is_empty())
}

fn reply(status: StatusCode, body: &str) -> Response<String> {
    let response = Response::builder().status(status);
    let response = response.header("content-type", "text/plain; charset=utf-8");
    response.body(body.to_string()).expect("the header is valid")
}
