//! The owner adds up the messages that have arrived so far.
use std::sync::mpsc;
use std::thread;

pub fn main() {
    let (sender, receiver) = mpsc::channel();
    for part in [30, 12] {
        let sender = sender.clone();
        thread::spawn(move || sender.send(part).unwrap());
    }
    drop(sender);
    let total: u32 = receiver.try_iter().sum();
    assert_eq!(total, 42, "the sum of all parts");
}
