//! An atomic flag per cat, and a read-write lock used the other way round: `reserve` shares it,
//! because only one customer can win a flag, and reading the list at one moment excludes the rest.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
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

pub struct List {
    cats: Vec<(String, String, AtomicBool)>,
    snapshot: RwLock<()>,
}

impl List {
    pub fn new(cats: &[(&str, &str)]) -> Arc<List> {
        let cat = |&(name, personality): &(&str, &str)| {
            (name.to_string(), personality.to_string(), AtomicBool::new(true))
        };
        Arc::new(List { cats: cats.iter().map(cat).collect(), snapshot: RwLock::new(()) })
    }

    fn read(&self, wanted: impl Fn(&str) -> bool) -> Vec<Cat> {
        let _exclusive = self.snapshot.write().unwrap();
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
        self.read(|_| true)
    }

    pub fn by_personality(&self, personality: &str) -> Vec<Cat> {
        self.read(|it| it == personality)
    }

    pub fn reserve(self: &Arc<Self>) -> Option<Cat> {
        let _shared = self.snapshot.read().unwrap();
        let index = self.cats.iter().position(|(.., available)| available.swap(false, SeqCst))?;
        let list = Arc::clone(self);
        thread::spawn(move || {
            thread::sleep(APPOINTMENT);
            let _shared = list.snapshot.read().unwrap();
            list.cats[index].2.store(true, SeqCst);
        });
        let (name, personality) = (self.cats[index].0.clone(), self.cats[index].1.clone());
        Some(Cat { name, personality, available: false })
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
