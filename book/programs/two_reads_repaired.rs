//! The guest reads both prices under one guard.
use std::sync::RwLock;
use std::thread;

pub fn main() {
    let prices = RwLock::new([300, 200]);
    let bill = thread::scope(|scope| {
        scope.spawn(|| *prices.write().unwrap() = [310, 210]);
        prices.read().unwrap().iter().sum::<u32>()
    });
    assert!(bill == 500 || bill == 520, "{bill} cents mix old and new prices");
}
