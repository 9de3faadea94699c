//! An actor: one thread owns the values, and carries out the jobs that are sent to it.

use std::collections::BTreeMap;
use std::sync::mpsc::{Sender, channel};
use std::thread;

type Values = BTreeMap<String, String>;
type Job = Box<dyn FnOnce(&mut Values) + Send>;

pub struct Db {
    owner: Sender<Job>,
}

impl Db {
    pub fn new() -> Db {
        let (owner, jobs) = channel::<Job>();
        thread::spawn(move || {
            let mut values = Values::new();
            jobs.iter().for_each(|job| job(&mut values));
        });
        Db { owner }
    }

    /// Has a job done, and waits for its result.
    fn ask<R: Send + 'static>(&self, job: impl FnOnce(&mut Values) -> R + Send + 'static) -> R {
        let (reply, result) = channel();
        let job = move |values: &mut Values| _ = reply.send(job(values));
        self.owner.send(Box::new(job)).unwrap();
        result.recv().unwrap()
    }

    pub fn get(&self, key: &str) -> Option<String> {
        let key = key.to_string();
        self.ask(move |values| values.get(&key).cloned())
    }

    pub fn set(&self, key: &str, value: &str) -> Option<String> {
        let (key, value) = (key.to_string(), value.to_string());
        self.ask(|values| values.insert(key, value))
    }

    pub fn delete(&self, key: &str) -> Option<String> {
        let key = key.to_string();
        self.ask(move |values| values.remove(&key))
    }

    pub fn increment(&self, key: &str) -> Result<i64, NotANumber> {
        let key = key.to_string();
        self.ask(|values| {
            let number = next(values.get(&key))?;
            values.insert(key, number.to_string());
            Ok(number)
        })
    }

    pub fn len(&self) -> usize {
        self.ask(|values| values.len())
    }

    pub fn is_empty(&self) -> bool {
        self.ask(|values| values.is_empty())
    }
}
