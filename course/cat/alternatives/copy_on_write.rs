//! Copy-on-write: a read takes a snapshot, and every change reindexs the list.

use std::sync::{Arc, RwLock};
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

pub struct List(RwLock<Arc<Vec<Cat>>>);

impl List {
    pub fn new(cats: &[(&str, &str)]) -> Arc<List> {
        let cats = cats.iter().map(|(name, personality)| Cat {
            name: String::from(*name),
            personality: String::from(*personality),
            available: true,
        });
        Arc::new(List(RwLock::new(Arc::new(cats.collect()))))
    }

    pub fn cats(&self) -> Vec<Cat> {
        let snapshot = Arc::clone(&self.0.read().unwrap());
        snapshot.to_vec()
    }

    pub fn by_personality(&self, personality: &str) -> Vec<Cat> {
        let snapshot = Arc::clone(&self.0.read().unwrap());
        snapshot.iter().filter(|cat| cat.personality == personality).cloned().collect()
    }

    pub fn reserve(self: &Arc<Self>) -> Option<Cat> {
        let mut cats = self.0.write().unwrap();
        let index = cats.iter().position(|cat| cat.available)?;
        let cat = &mut Arc::make_mut(&mut cats)[index];
        cat.available = false;
        let list = self.clone();
        thread::spawn(move || {
            thread::sleep(APPOINTMENT);
            Arc::make_mut(&mut list.0.write().unwrap())[index].available = true;
        });
        Some(cat.clone())
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
