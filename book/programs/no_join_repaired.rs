//! The baker waits for the helper: `join` returns when the thread has ended.
use std::thread;

pub fn main() {
    let helper = thread::spawn(|| 12);
    let rolls = helper.join().unwrap();
    assert_eq!(rolls, 12, "rolls in the basket");
}
