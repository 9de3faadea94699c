//! One sum in two models: a shared total, and parts that are sent to its owner.
use std::sync::{Mutex, mpsc};
use std::thread;

fn shared_memory(parts: &[u32]) -> u32 {
    let total = Mutex::new(0);
    thread::scope(|scope| {
        for part in parts {
            let total = &total;
            scope.spawn(move || *total.lock().unwrap() += part);
        }
    });
    total.into_inner().unwrap()
}

fn message_passing(parts: &[u32]) -> u32 {
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        for &part in parts {
            let sender = sender.clone();
            scope.spawn(move || sender.send(part).unwrap());
        }
        drop(sender);
        receiver.iter().sum()
    })
}

pub fn main() {
    assert_eq!(shared_memory(&[30, 12]), 42);
    assert_eq!(message_passing(&[30, 12]), 42);
}
