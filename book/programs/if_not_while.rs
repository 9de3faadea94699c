//! Two waiters wait for a dish. One of them continues without a dish.
use std::sync::{Condvar, Mutex};
use std::thread;

pub fn main() {
    let (dishes, served) = (Mutex::new(0_u32), Condvar::new());
    let take = || {
        let mut dishes = dishes.lock().unwrap();
        if *dishes == 0 {
            dishes = served.wait(dishes).unwrap();
        }
        *dishes = dishes.checked_sub(1).expect("no dish is left");
    };
    thread::scope(|scope| {
        scope.spawn(take);
        scope.spawn(take);
        for _dish in 0..2 {
            *dishes.lock().unwrap() += 1;
            served.notify_one();
        }
    });
}
