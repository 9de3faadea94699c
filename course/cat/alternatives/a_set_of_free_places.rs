//! The places of the free cats are a set: who reserves takes the smallest, an appointment puts it
//! back. Whether a cat is available is read from the set.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::thread;

pub struct List {
    cats: Vec<Cat>,
    free: Mutex<BTreeSet<usize>>,
}

impl List {
    pub fn new(cats: &[(&str, &str)]) -> Arc<List> {
        let cat = |&(name, personality): &(&str, &str)| Cat {
            name: name.to_string(),
            personality: personality.to_string(),
            available: false,
        };
        let free = Mutex::new((0..cats.len()).collect());
        Arc::new(List { cats: cats.iter().map(cat).collect(), free })
    }

    pub fn cats(&self) -> Vec<Cat> {
        let free = self.free.lock().unwrap();
        let cats = self.cats.iter().enumerate();
        cats.map(|(place, cat)| Cat { available: free.contains(&place), ..cat.clone() }).collect()
    }

    pub fn by_personality(&self, personality: &str) -> Vec<Cat> {
        self.cats().into_iter().filter(|cat| cat.personality == personality).collect()
    }

    pub fn reserve(self: &Arc<Self>) -> Option<Cat> {
        let place = self.free.lock().unwrap().pop_first()?;
        let list = Arc::clone(self);
        thread::spawn(move || {
            thread::sleep(APPOINTMENT);
            list.free.lock().unwrap().insert(place);
        });
        Some(self.cats[place].clone())
    }
}

use std::time::Duration;

use http::{Request, Response};
use serde_json::json;

pub const APPOINTMENT: Duration = Duration::from_secs(5);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cat {
    pub name: String,
    pub personality: String,
    pub available: bool,
}

pub fn handle(list: &Arc<List>, request: &Request<String>) -> Response<String> {
    let cat = |it: &Cat| json!({"personality": it.personality, "name": it.name, "available": it.available});
    let (status, body) = match (request.uri().path(), request.method().as_str()) {
        ("/cats", "GET") => match wanted(request.uri().query().unwrap_or_default()) {
            Some(kind) => (200, list.by_personality(&kind).iter().map(cat).collect()),
            None => (200, list.cats().iter().map(cat).collect()),
        },
        ("/reserve", "POST") => match list.reserve() {
            Some(it) => (200, cat(&it)),
            None => (409, json!("every cat has an appointment")),
        },
        ("/cats" | "/reserve", method) => (405, json!(format!("{method} is not possible here"))),
        (path, _) => (404, json!(format!("there is no {path}"))),
    };
    let response = Response::builder().status(status);
    response.body(format!("{body:#}\n")).expect("the status is valid")
}

/// The personality in a query; `+` is a blank, and `%20` too.
fn wanted(query: &str) -> Option<String> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix("personality="))?;
    let value = value.replace('+', " ");
    let mut parts = value.split('%');
    let mut bytes = parts.next()?.as_bytes().to_vec();
    for part in parts {
        let code = part.get(..2).and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.push(code.unwrap_or(b'%'));
        bytes.extend(part.bytes().skip(if code.is_some() { 2 } else { 0 }));
    }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
