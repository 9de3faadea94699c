//! The owner of a total receives until the channel closes, but keeps a sender.
use std::sync::mpsc;
use std::thread;

pub fn main() {
    let (sender, receiver) = mpsc::channel();
    for part in [30, 12] {
        let sender = sender.clone();
        thread::spawn(move || sender.send(part).unwrap());
    }
    let total: u32 = receiver.iter().sum();
    assert_eq!(total, 42, "the sum of all parts");
}
