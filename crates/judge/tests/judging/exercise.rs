//! A small exercise as a student could have written it, correct and wrong.
use interleave::sync::Mutex;
use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
use interleave::thread;

/// Adds one in two steps.
pub(crate) fn racy_step(counter: &AtomicU32) {
    let old = counter.load(SeqCst);
    counter.store(old + 1, SeqCst);
}

/// Adds one in one step.
pub(crate) fn step(counter: &AtomicU32) {
    counter.fetch_add(1, SeqCst);
}

/// The final count after each of `threads` threads has taken `steps` steps.
pub(crate) fn count(threads: usize, steps: usize, step: fn(&AtomicU32)) -> u32 {
    let counter = AtomicU32::new(0);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                for _ in 0..steps {
                    step(&counter);
                }
            });
        }
    });
    counter.into_inner()
}

/// Two threads add their names in any order.
pub(crate) fn signatures() -> Vec<&'static str> {
    let list = Mutex::new(Vec::new());
    thread::scope(|scope| {
        scope.spawn(|| list.lock().unwrap().push("ann"));
        scope.spawn(|| list.lock().unwrap().push("bob"));
    });
    list.into_inner().unwrap()
}

/// The same, but the second thread starts after the first has finished.
pub(crate) fn sequential_signatures() -> Vec<&'static str> {
    let list = Mutex::new(Vec::new());
    thread::scope(|scope| scope.spawn(|| list.lock().unwrap().push("ann")).join().unwrap());
    thread::scope(|scope| scope.spawn(|| list.lock().unwrap().push("bob")).join().unwrap());
    list.into_inner().unwrap()
}

/// Two threads that acquire two locks in opposite orders.
pub(crate) fn deadlock() {
    let (left, right) = (Mutex::new(()), Mutex::new(()));
    thread::scope(|scope| {
        scope.spawn(|| {
            let _left = left.lock().unwrap();
            let _right = right.lock().unwrap();
        });
        scope.spawn(|| {
            let _right = right.lock().unwrap();
            let _left = left.lock().unwrap();
        });
    });
}

/// A panic that has nothing to do with threads.
pub(crate) fn panics() {
    panic!("the exercise panicked");
}
