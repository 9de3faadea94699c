//! A cat café: customers reserve a cat, over HTTP, and play with it for five seconds.
//!
//! `reserve` gives each customer a cat that is free, and nobody else gets that cat until the
//! appointment is over. It returns at once: appointments run in threads of their own, and
//! meanwhile everyone can read the list and reserve another cat.

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
    /// Takes a name and a personality for each cat. All cats are free.
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

    /// Reserves the first cat that is free, for one appointment.
    pub fn reserve(self: &Arc<Self>) -> Option<Cat> {
        // TODO: two customers must never get the same cat.
        let place = self.cats().iter().position(|cat| cat.available)?;
        let mut cats = self.cats.lock().unwrap();
        cats[place].available = false;
        let cat = cats[place].clone();
        drop(cats);

        // TODO: the customer must not wait here until the appointment is over.
        thread::sleep(APPOINTMENT);
        self.cats.lock().unwrap()[place].available = true;
        Some(cat)
    }
}

/// Answers `GET /cats`, `GET /cats?personality=lazy` and `POST /reserve`.
pub fn handle(list: &Arc<List>, request: &Request<String>) -> Response<String> {
    match (request.method(), request.uri().path()) {
        (&Method::GET, "/cats") => {
            let mut parameters = request.uri().query().unwrap_or("").split('&');
            match parameters.find_map(|pair| pair.strip_prefix("personality=")) {
                None => reply(StatusCode::OK, &list.cats()),
                Some(personality) => match decode(personality) {
                    Some(personality) => reply(StatusCode::OK, &list.by_personality(&personality)),
                    None => refuse(StatusCode::BAD_REQUEST, "the personality is badly encoded"),
                },
            }
        }
        (&Method::POST, "/reserve") => match list.reserve() {
            Some(cat) => reply(StatusCode::OK, &cat),
            None => refuse(StatusCode::CONFLICT, "no cat is free right now"),
        },
        (_, "/cats") => refuse(StatusCode::METHOD_NOT_ALLOWED, "use GET to see the cats"),
        (_, "/reserve") => refuse(StatusCode::METHOD_NOT_ALLOWED, "use POST to reserve a cat"),
        _ => refuse(StatusCode::NOT_FOUND, "there is only /cats and /reserve"),
    }
}

fn refuse(status: StatusCode, reason: &str) -> Response<String> {
    reply(status, &json!({ "error": reason }))
}

fn reply(status: StatusCode, body: &impl Serialize) -> Response<String> {
    let body = serde_json::to_string(body).expect("cats and reasons can be written as JSON");
    let reply = Response::builder().status(status);
    let reply = reply.header("content-type", "application/json");
    reply.body(body).expect("the header is valid")
}

/// Undoes the encoding of a query: `%C3%A4` is an ä, and `+` is a blank.
fn decode(text: &str) -> Option<String> {
    let digit = |byte| Some(char::from(byte).to_digit(16)? as u8);
    let mut decoded = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        decoded.push(match byte {
            b'%' => digit(rest.next()?)? * 16 + digit(rest.next()?)?,
            b'+' => b' ',
            _ => byte,
        });
    }
    String::from_utf8(decoded).ok()
}

pub fn main() {
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
    println!("The list: {}", serde_json::to_string(&list.cats()).unwrap());
}
