//! The last owner of an `Arc` runs the destructor of its value, and any owner can be the last.
use interleave::sync::{Arc, Mutex, mpsc};
use interleave::{Bound, Explorer, thread};

/// Writes down which thread ends it.
struct Connection(Arc<Mutex<Option<thread::ThreadId>>>);

impl Drop for Connection {
    fn drop(&mut self) {
        *self.0.lock().unwrap() = Some(thread::current().id());
    }
}

pub(crate) fn any_owner_can_run_the_destructor() {
    let outcomes = Explorer::new().outcomes(|| {
        let ended_by = Arc::new(Mutex::new(None));
        let mine = Arc::new(Connection(Arc::clone(&ended_by)));
        let theirs = Arc::clone(&mine);
        let (done, wait) = mpsc::channel();
        let other = thread::spawn(move || {
            done.send(()).unwrap();
            drop(theirs);
        });
        wait.recv().unwrap();
        drop(mine);
        other.join().unwrap();
        let ended_by = *ended_by.lock().unwrap();
        ended_by == Some(thread::current().id())
    });
    let outcomes = outcomes.unwrap();
    assert_eq!(outcomes.coverage.bound, Some(Bound::ReferenceCounts), "{}", outcomes.coverage);
    assert!(outcomes.seen.into_keys().eq([false, true]));
}
