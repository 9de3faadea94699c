//! The owner of a scope panics, and the scope waits for threads that wait for the owner.

use interleave::sync::mpsc::channel;
use interleave::sync::{Barrier, Condvar, Mutex, OnceLock};
use interleave::thread;

#[test]
fn a_panic_of_the_owner_is_shown() {
    fn at_a_barrier(repaired: bool) {
        let barrier = Barrier::new(2);
        thread::scope(|scope| {
            scope.spawn(|| barrier.wait());
            assert!(repaired, "the owner comes to the barrier");
            barrier.wait();
        });
    }
    fn with_a_sender(repaired: bool) {
        let (sender, receiver) = channel::<u32>();
        let mut open = Some(sender);
        thread::scope(|scope| {
            scope.spawn(|| receiver.into_iter().sum::<u32>());
            assert!(repaired, "the owner drops the sender");
            open = None;
        });
        assert!(open.is_none());
    }
    fn with_a_condition(repaired: bool) {
        let (open, changed) = (Mutex::new(false), Condvar::new());
        thread::scope(|scope| {
            scope.spawn(|| drop(changed.wait_while(open.lock().unwrap(), |open| !*open)));
            assert!(repaired, "the owner opens the door");
            *open.lock().unwrap() = true;
            changed.notify_one();
        });
    }
    fn before_it_initializes(repaired: bool) {
        let cell = OnceLock::new();
        thread::scope(|scope| {
            scope.spawn(|| *cell.wait());
            let number = [1][usize::from(!repaired)];
            cell.set(number).unwrap();
        });
    }
    fn in_another_thread(repaired: bool) {
        let owner = thread::spawn(move || {
            let parked = thread::spawn(thread::park);
            thread::scope(|scope| {
                scope.spawn(|| {
                    assert!(repaired, "the panic of this thread is not the owner's");
                });
                parked.thread().unpark();
            });
            parked.join().unwrap();
        });
        at_a_barrier(repaired);
        owner.join().unwrap();
    }
    super::check(
        "Fix that panic first.",
        &[at_a_barrier, with_a_sender, with_a_condition, before_it_initializes, in_another_thread],
    );
    let report = interleave::Explorer::new().check(|| at_a_barrier(false)).unwrap_err().to_string();
    let words = report.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("main panicked at scope_owners.rs:13"), "{report}");
    assert!(words.contains("But the scope at scope_owners.rs:11 waits"), "{report}");
}
