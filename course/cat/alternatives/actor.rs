//! An actor: one thread owns the list. Customers ask it, and appointments tell it that they are
//! over.

use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread;

enum Message {
    Show(Sender<Vec<Cat>>),
    Reserve(Sender<Option<Cat>>, Arc<List>),
    Over(usize),
}

pub struct List {
    host: Sender<Message>,
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
        let (host, inbox) = channel();
        thread::spawn(move || {
            for message in inbox {
                match message {
                    Message::Show(reply) => _ = reply.send(cats.clone()),
                    Message::Over(place) => cats[place].available = true,
                    Message::Reserve(reply, list) => {
                        let place = cats.iter().position(|cat| cat.available);
                        let cat = place.map(|place| {
                            cats[place].available = false;
                            thread::spawn(move || {
                                thread::sleep(APPOINTMENT);
                                _ = list.host.send(Message::Over(place));
                            });
                            cats[place].clone()
                        });
                        _ = reply.send(cat);
                    }
                }
            }
        });
        Arc::new(List { host })
    }

    pub fn cats(&self) -> Vec<Cat> {
        let (reply, cats) = channel();
        self.host.send(Message::Show(reply)).unwrap();
        cats.recv().unwrap()
    }

    pub fn by_personality(&self, personality: &str) -> Vec<Cat> {
        self.cats().into_iter().filter(|cat| cat.personality == personality).collect()
    }

    pub fn reserve(self: &Arc<Self>) -> Option<Cat> {
        let (reply, cat) = channel();
        self.host.send(Message::Reserve(reply, Arc::clone(self))).unwrap();
        cat.recv().unwrap()
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
