//! The guest reads both prices under one guard.
use std::sync::RwLock;
use std::thread;

pub fn main() {
    let prices = RwLock::new([300, 200]);
    let bill = thread::scope(|scope| {
        scope.spawn(|| prices.write().unwrap().iter_mut().for_each(|price| *price += 10));
        prices.read().unwrap().iter().sum::<u32>()
    });
    assert!(bill == 500 || bill == 520, "a bill of {bill} cents mixes old and new prices");
}
