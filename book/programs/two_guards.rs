//! Every access is locked, and a visitor is still lost.
use std::sync::Mutex;
use std::thread;

pub fn main() {
    let visitors = Mutex::new(0);
    thread::scope(|scope| {
        for _door in 0..2 {
            scope.spawn(|| {
                let count = *visitors.lock().unwrap();
                *visitors.lock().unwrap() = count + 1;
            });
        }
    });
    assert_eq!(visitors.into_inner().unwrap(), 2, "visitors counted");
}
