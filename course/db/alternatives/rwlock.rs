//! A read-write lock around a hash map, whose entries look and change in one.

use std::collections::HashMap;
use std::sync::RwLock;

pub struct Db(RwLock<HashMap<String, String>>);

impl Db {
    pub fn new() -> Db {
        Db(RwLock::new(HashMap::new()))
    }

    pub fn get(&self, key: &str) -> Option<String> {
        self.0.read().unwrap().get(key).cloned()
    }

    pub fn set(&self, key: &str, value: &str) -> Option<String> {
        self.0.write().unwrap().insert(key.to_string(), value.to_string())
    }

    pub fn delete(&self, key: &str) -> Option<String> {
        self.0.write().unwrap().remove(key)
    }

    pub fn increment(&self, key: &str) -> Result<i64, NotANumber> {
        let mut values = self.0.write().unwrap();
        let number = next(values.get(key))?;
        values.entry(key.to_string()).insert_entry(number.to_string());
        Ok(number)
    }

    pub fn len(&self) -> usize {
        self.0.read().unwrap().len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.read().unwrap().is_empty()
    }
}

use std::fmt;

use http::{Request, Response};

#[derive(Debug, PartialEq)]
pub struct NotANumber(String);

impl fmt::Display for NotANumber {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} cannot be made one more", self.0)
    }
}

impl std::error::Error for NotANumber {}

/// One more than the number in a text; a text that is missing counts as 0.
fn next(value: Option<&String>) -> Result<i64, NotANumber> {
    let number = value.map_or(Ok(0), |value| value.parse::<i64>());
    let next = number.ok().and_then(|number| number.checked_add(1));
    next.ok_or_else(|| NotANumber(value.cloned().unwrap_or_default()))
}

pub fn handle(db: &Db, request: &Request<String>) -> Response<String> {
    let (status, body) = answer(db, request).unwrap_or_else(|(status, why)| (status, why.into()));
    Response::builder().status(status).body(body).expect("the status is valid")
}

type Refusal = (u16, &'static str);

fn answer(db: &Db, request: &Request<String>) -> Result<(u16, String), Refusal> {
    let parts: Vec<&str> = request.uri().path().split('/').collect();
    let (key, known) = match parts[..] {
        ["", "db", key] => (key, ["GET", "PUT", "DELETE"].as_slice()),
        ["", "db", key, "increment"] => (key, ["POST"].as_slice()),
        _ => return Err((404, "no such path")),
    };
    let key = text(key).filter(|key| !key.is_empty()).ok_or((400, "no such key can be"))?;
    let method = request.method().as_str();
    if !known.contains(&method) {
        return Err((405, "no such method here"));
    }
    let nothing = (404, "nothing is there");
    Ok(match method {
        "GET" => (200, db.get(&key).ok_or(nothing)?),
        "PUT" if request.body().len() > 1 << 20 => return Err((413, "too much")),
        "PUT" => (if db.set(&key, request.body()).is_some() { 204 } else { 201 }, String::new()),
        "DELETE" => (204, db.delete(&key).map(|_| String::new()).ok_or(nothing)?),
        _ => match db.increment(&key) {
            Ok(number) => (200, number.to_string()),
            Err(error) => (400, error.to_string()),
        },
    })
}

/// What `%` and two digits stand for; nothing if it is no text.
fn text(escaped: &str) -> Option<String> {
    let mut parts = escaped.split('%');
    let mut bytes = parts.next()?.as_bytes().to_vec();
    for part in parts {
        let code =
            part.get(..2).filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        bytes.push(u8::from_str_radix(code, 16).ok()?);
        bytes.extend_from_slice(&part.as_bytes()[2..]);
    }
    String::from_utf8(bytes).ok()
}
