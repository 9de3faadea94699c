//! Shards: keys with different first bytes can have different locks. `len` takes all locks, always
//! in the same order.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::sync::{Mutex, MutexGuard};

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

type Shard = BTreeMap<String, String>;

#[derive(Default)]
pub struct Db([Mutex<Shard>; 3]);

impl Db {
    pub fn new() -> Db {
        Db::default()
    }

    fn shard(&self, key: &str) -> MutexGuard<'_, Shard> {
        let first = key.bytes().next().unwrap_or_default();
        self.0[usize::from(first) % self.0.len()].lock().unwrap()
    }

    pub fn get(&self, key: &str) -> Option<String> {
        self.shard(key).get(key).cloned()
    }

    pub fn set(&self, key: &str, value: &str) -> Option<String> {
        self.shard(key).insert(key.to_string(), value.to_string())
    }

    pub fn delete(&self, key: &str) -> Option<String> {
        self.shard(key).remove(key)
    }

    pub fn increment(&self, key: &str) -> Result<i64, NotANumber> {
        let mut shard = self.shard(key);
        let number = next(shard.get(key))?;
        shard.insert(key.to_string(), number.to_string());
        Ok(number)
    }

    pub fn len(&self) -> usize {
        let all: Vec<_> = self.0.iter().map(|shard| shard.lock().unwrap()).collect();
        all.iter().map(|shard| shard.len()).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
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
