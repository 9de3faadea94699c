//! Drawing a number is one step.
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::thread;

pub fn main() {
    let (inputs, next) = (["a", "b"], AtomicUsize::new(0));
    let done = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _worker in 0..2 {
            scope.spawn(|| {
                let index = next.fetch_add(1, SeqCst);
                done.lock().unwrap().push(inputs[index]);
            });
        }
    });
    let mut done = done.into_inner().unwrap();
    done.sort();
    assert_eq!(done, inputs, "inputs processed");
}
