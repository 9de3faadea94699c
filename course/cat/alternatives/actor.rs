//! An actor: one thread owns the list. It handles requests from customers, and messages that say
//! that an appointment is over.

use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
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

enum Message {
    Read(Sender<Vec<Cat>>),
    Reserve(Sender<Option<Cat>>, Arc<List>),
    Over(usize),
}

pub struct List {
    owner: Sender<Message>,
}

impl List {
    pub fn new(cats: &[(&str, &str)]) -> Arc<List> {
        let mut cats: Vec<Cat> = cats
            .iter()
            .map(|(name, personality)| Cat {
                name: name.to_string(),
                personality: personality.to_string(),
                available: true,
            })
            .collect();
        let (owner, inbox) = channel();
        thread::spawn(move || {
            for message in inbox {
                match message {
                    Message::Read(reply) => _ = reply.send(cats.clone()),
                    Message::Over(index) => cats[index].available = true,
                    Message::Reserve(reply, list) => {
                        let index = cats.iter().position(|cat| cat.available);
                        let cat = index.map(|index| {
                            cats[index].available = false;
                            thread::spawn(move || {
                                thread::sleep(APPOINTMENT);
                                _ = list.owner.send(Message::Over(index));
                            });
                            cats[index].clone()
                        });
                        _ = reply.send(cat);
                    }
                }
            }
        });
        Arc::new(List { owner })
    }

    pub fn cats(&self) -> Vec<Cat> {
        let (reply, cats) = channel();
        self.owner.send(Message::Read(reply)).unwrap();
        cats.recv().unwrap()
    }

    pub fn by_personality(&self, personality: &str) -> Vec<Cat> {
        self.cats().into_iter().filter(|cat| cat.personality == personality).collect()
    }

    pub fn reserve(self: &Arc<Self>) -> Option<Cat> {
        let (reply, cat) = channel();
        self.owner.send(Message::Reserve(reply, Arc::clone(self))).unwrap();
        cat.recv().unwrap()
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
