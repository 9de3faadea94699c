//! The lock the other way round: customers share it, because each cat has an atomic flag that only
//! one can win; who wants to see the whole list at one moment takes it alone.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, RwLock};
use std::thread;

pub struct List {
    cats: Vec<(String, String, AtomicBool)>,
    moment: RwLock<()>,
}

impl List {
    pub fn new(cats: &[(&str, &str)]) -> Arc<List> {
        let cat = |&(name, personality): &(&str, &str)| {
            (name.to_string(), personality.to_string(), AtomicBool::new(true))
        };
        Arc::new(List { cats: cats.iter().map(cat).collect(), moment: RwLock::new(()) })
    }

    fn look(&self, wanted: impl Fn(&str) -> bool) -> Vec<Cat> {
        let _alone = self.moment.write().unwrap();
        let mut cats = Vec::new();
        for (name, personality, available) in &self.cats {
            if wanted(personality) {
                let (name, personality) = (name.clone(), personality.clone());
                cats.push(Cat { name, personality, available: available.load(SeqCst) });
            }
        }
        cats
    }

    pub fn cats(&self) -> Vec<Cat> {
        self.look(|_| true)
    }

    pub fn by_personality(&self, personality: &str) -> Vec<Cat> {
        self.look(|it| it == personality)
    }

    pub fn reserve(self: &Arc<Self>) -> Option<Cat> {
        let _shared = self.moment.read().unwrap();
        let place = self.cats.iter().position(|(.., free)| free.swap(false, SeqCst))?;
        let list = Arc::clone(self);
        thread::spawn(move || {
            thread::sleep(APPOINTMENT);
            let _shared = list.moment.read().unwrap();
            list.cats[place].2.store(true, SeqCst);
        });
        let (name, personality) = (self.cats[place].0.clone(), self.cats[place].1.clone());
        Some(Cat { name, personality, available: false })
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
