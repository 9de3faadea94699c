//! A set of the indexes of available cats: `reserve` takes the smallest, and the end of an
//! appointment puts it back.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use http::{Request, Response};
use serde::Serialize;
use serde_json::json;

pub const APPOINTMENT: Duration = Duration::from_secs(5);

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cat {
    pub name: String,
    pub personality: String,
    pub available: bool,
}

pub struct List {
    cats: Vec<Cat>,
    available: Mutex<BTreeSet<usize>>,
}

impl List {
    pub fn new(cats: &[(&str, &str)]) -> Arc<List> {
        let cat = |&(name, personality): &(&str, &str)| Cat {
            name: name.to_string(),
            personality: personality.to_string(),
            available: false,
        };
        let available = Mutex::new((0..cats.len()).collect());
        Arc::new(List { cats: cats.iter().map(cat).collect(), available })
    }

    pub fn cats(&self) -> Vec<Cat> {
        let available = self.available.lock().unwrap();
        let cats = self.cats.iter().enumerate();
        cats.map(|(index, cat)| Cat { available: available.contains(&index), ..cat.clone() })
            .collect()
    }

    pub fn by_personality(&self, personality: &str) -> Vec<Cat> {
        self.cats().into_iter().filter(|cat| cat.personality == personality).collect()
    }

    pub fn reserve(self: &Arc<Self>) -> Option<Cat> {
        let index = self.available.lock().unwrap().pop_first()?;
        let list = Arc::clone(self);
        thread::spawn(move || {
            thread::sleep(APPOINTMENT);
            list.available.lock().unwrap().insert(index);
        });
        Some(self.cats[index].clone())
    }
}

pub fn handle(list: &Arc<List>, request: &Request<String>) -> Response<String> {
    let (status, body) = match (request.uri().path(), request.method().as_str()) {
        ("/cats", "GET") => {
            let query = request.uri().query().unwrap_or_default();
            let mut parameters = form_urlencoded::parse(query.as_bytes());
            match parameters.find(|(name, _)| name == "personality") {
                Some((_, personality)) => (200, json!(list.by_personality(&personality))),
                None => (200, json!(list.cats())),
            }
        }
        ("/reserve", "POST") => match list.reserve() {
            Some(cat) => (200, json!(cat)),
            None => (409, json!("every cat has an appointment")),
        },
        ("/cats" | "/reserve", method) => (405, json!(format!("{method} is not allowed here"))),
        (path, _) => (404, json!(format!("there is no {path}"))),
    };
    let response = Response::builder().status(status);
    response.body(format!("{body:#}\n")).expect("the status is valid")
}
