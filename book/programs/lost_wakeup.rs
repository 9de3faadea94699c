//! A waiter checks for a dish, then sleeps. A notification in between is lost.
use std::sync::{Condvar, Mutex};
use std::thread;

pub fn main() {
    let (dishes, served) = (Mutex::new(0), Condvar::new());
    thread::scope(|scope| {
        scope.spawn(|| {
            if *dishes.lock().unwrap() == 0 {
                let dishes = dishes.lock().unwrap();
                drop(served.wait(dishes).unwrap());
            }
        });
        scope.spawn(|| {
            *dishes.lock().unwrap() += 1;
            served.notify_one();
        });
    });
}
