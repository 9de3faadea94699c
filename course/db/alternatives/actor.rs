//! An actor: one thread owns the values and runs the jobs that are sent to it.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::sync::mpsc::{Sender, channel};
use std::thread;

use http::{Request, Response};
use percent_encoding::percent_decode_str;

#[derive(Debug, PartialEq)]
pub struct NotANumber(String);

impl fmt::Display for NotANumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} cannot be incremented", self.0)
    }
}

impl Error for NotANumber {}

/// The number after the one in `value`; a missing value counts as 0.
fn next(value: Option<&String>) -> Result<i64, NotANumber> {
    let number = value.map_or(Ok(0), |value| value.parse::<i64>());
    let next = number.ok().and_then(|number| number.checked_add(1));
    next.ok_or_else(|| NotANumber(value.cloned().unwrap_or_default()))
}

type Values = BTreeMap<String, String>;
type Job = Box<dyn FnOnce(&mut Values) + Send>;

pub struct Db {
    owner: Sender<Job>,
}

impl Db {
    pub fn new() -> Db {
        let (owner, jobs) = channel::<Job>();
        thread::spawn(move || {
            let mut values = Values::new();
            jobs.iter().for_each(|job| job(&mut values));
        });
        Db { owner }
    }

    /// Runs a job in the thread of the actor and waits for its result.
    fn ask<R: Send + 'static>(&self, job: impl FnOnce(&mut Values) -> R + Send + 'static) -> R {
        let (reply, result) = channel();
        let job = move |values: &mut Values| _ = reply.send(job(values));
        self.owner.send(Box::new(job)).unwrap();
        result.recv().unwrap()
    }

    pub fn get(&self, key: &str) -> Option<String> {
        let key = key.to_string();
        self.ask(move |values| values.get(&key).cloned())
    }

    pub fn set(&self, key: &str, value: &str) -> Option<String> {
        let (key, value) = (key.to_string(), value.to_string());
        self.ask(|values| values.insert(key, value))
    }

    pub fn delete(&self, key: &str) -> Option<String> {
        let key = key.to_string();
        self.ask(move |values| values.remove(&key))
    }

    pub fn increment(&self, key: &str) -> Result<i64, NotANumber> {
        let key = key.to_string();
        self.ask(|values| {
            let number = next(values.get(&key))?;
            values.insert(key, number.to_string());
            Ok(number)
        })
    }

    pub fn len(&self) -> usize {
        self.ask(|values| values.len())
    }

    pub fn is_empty(&self) -> bool {
        self.ask(|values| values.is_empty())
    }
}

pub fn handle(db: &Db, request: &Request<String>) -> Response<String> {
    let (status, body) = respond(db, request).unwrap_or_else(|(status, why)| (status, why.into()));
    Response::builder().status(status).body(body).expect("the status is valid")
}

type HttpError = (u16, &'static str);

fn respond(db: &Db, request: &Request<String>) -> Result<(u16, String), HttpError> {
    let parts: Vec<&str> = request.uri().path().split('/').collect();
    let (key, allowed) = match parts[..] {
        ["", "db", key] => (key, ["GET", "PUT", "DELETE"].as_slice()),
        ["", "db", key, "increment"] => (key, ["POST"].as_slice()),
        _ => return Err((404, "unknown path")),
    };
    let key = decode(key).filter(|key| !key.is_empty()).ok_or((400, "invalid key"))?;
    let method = request.method().as_str();
    if !allowed.contains(&method) {
        return Err((405, "method not allowed"));
    }
    let not_found = (404, "unknown key");
    Ok(match method {
        "GET" => (200, db.get(&key).ok_or(not_found)?),
        "PUT" if request.body().len() > 1 << 20 => return Err((413, "the value is too long")),
        "PUT" => (if db.set(&key, request.body()).is_some() { 204 } else { 201 }, String::new()),
        "DELETE" => (204, db.delete(&key).map(|_| String::new()).ok_or(not_found)?),
        _ => match db.increment(&key) {
            Ok(number) => (200, number.to_string()),
            Err(error) => (400, error.to_string()),
        },
    })
}

/// Decodes a key, unless it has a broken escape or is not UTF-8.
fn decode(key: &str) -> Option<String> {
    let is_hex = |code: &str| code.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut escapes = key.split('%').skip(1);
    if !escapes.all(|escape| escape.get(..2).is_some_and(is_hex)) {
        return None;
    }
    Some(percent_decode_str(key).decode_utf8().ok()?.into_owned())
}
