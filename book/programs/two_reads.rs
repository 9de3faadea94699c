//! A guest reads two prices under two guards. The owner raises both in between.
use std::sync::RwLock;
use std::thread;

pub fn main() {
    let prices = RwLock::new([300, 200]);
    let bill = thread::scope(|scope| {
        scope.spawn(|| *prices.write().unwrap() = [310, 210]);
        let cake = prices.read().unwrap()[0];
        let coffee = prices.read().unwrap()[1];
        cake + coffee
    });
    assert!(bill == 500 || bill == 520, "{bill} cents mix old and new prices");
}
