//! A cat café: customers reserve a cat and play with it for five seconds.
//!
//! Guarantee: two customers never have the same cat at the same time, and no call waits for an
//! appointment: `reserve` returns at once, and the cat becomes available again later.
//! Defect: two customers can get the same cat, and every customer waits for five seconds.
//! Task: find and mark a cat in one step, and let the appointment run in a thread of its own.

use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use http::{Method, Request, Response, StatusCode};
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
    cats: Mutex<Vec<Cat>>,
}

impl List {
    /// Takes the name and the personality of every cat. All cats are available.
    pub fn new(cats: &[(&str, &str)]) -> Arc<List> {
        let cat = |&(name, personality): &(&str, &str)| Cat {
            name: name.to_string(),
            personality: personality.to_string(),
            available: true,
        };
        let cats = Mutex::new(cats.iter().map(cat).collect());
        Arc::new(List { cats })
    }

    pub fn cats(&self) -> Vec<Cat> {
        self.cats.lock().unwrap().clone()
    }

    pub fn by_personality(&self, personality: &str) -> Vec<Cat> {
        let mut cats = self.cats();
        cats.retain(|cat| cat.personality == personality);
        cats
    }

    /// Reserves the first available cat for one appointment.
    pub fn reserve(self: &Arc<Self>) -> Option<Cat> {
        // TODO: another customer can find the same cat before it is marked.
        let index = self.cats().iter().position(|cat| cat.available)?;
        let mut cats = self.cats.lock().unwrap();
        cats[index].available = false;
        let cat = cats[index].clone();
        drop(cats);

        // TODO: the customer waits here until the appointment is over.
        thread::sleep(APPOINTMENT);
        self.cats.lock().unwrap()[index].available = true;
        Some(cat)
    }
}

fn main() {
    let list = List::new(&[("Tom", "lazy"), ("Kitty", "playful")]);
    let opened = Instant::now();
    thread::scope(|scope| {
        for customer in ["Ann", "Bob", "Cleo"] {
            let list = &list;
            scope.spawn(move || {
                let request = Request::post("/reserve").body(String::new()).unwrap();
                let response = handle(list, &request);
                let (seconds, status) = (opened.elapsed().as_secs(), response.status());
                println!("{customer} after {seconds} s: {status} {}", response.body());
            });
        }
    });
    println!("The list: {}", json!(list.cats()));
}

/// Answers `GET /cats`, `GET /cats?personality=P` and `POST /reserve`: HTTP around the list. This
/// function needs no change.
pub fn handle(list: &Arc<List>, request: &Request<String>) -> Response<String> {
    let refuse = |status, reason: &str| (status, json!({ "error": reason }));
    let (status, body) = match (request.method(), request.uri().path()) {
        (&Method::GET, "/cats") => {
            let query = request.uri().query().unwrap_or_default();
            let mut parameters = form_urlencoded::parse(query.as_bytes());
            let cats = match parameters.find(|(name, _)| name == "personality") {
                Some((_, personality)) => list.by_personality(&personality),
                None => list.cats(),
            };
            (StatusCode::OK, json!(cats))
        }
        (&Method::POST, "/reserve") => match list.reserve() {
            Some(cat) => (StatusCode::OK, json!(cat)),
            None => refuse(StatusCode::CONFLICT, "no cat is available"),
        },
        (_, "/cats") => refuse(StatusCode::METHOD_NOT_ALLOWED, "use GET to list the cats"),
        (_, "/reserve") => refuse(StatusCode::METHOD_NOT_ALLOWED, "use POST to reserve a cat"),
        _ => refuse(StatusCode::NOT_FOUND, "the only paths are /cats and /reserve"),
    };
    let response = Response::builder().status(status).header("content-type", "application/json");
    response.body(body.to_string()).expect("the header is valid")
}
