//! A timer that was stopped too late returns with the lock.
use super::prelude::*;

/// A connection that waits to be removed.
#[derive(Default)]
struct Entry {
    has_fired: AtomicBool,
    is_stopped: AtomicBool,
    is_aborted: AtomicBool,
}

fn remove(cache: &Arc<Mutex<Option<Arc<Entry>>>>, twin: Twin) -> thread::JoinHandle<()> {
    let mut guard = cache.lock().unwrap();
    let entry = Arc::new(Entry::default());
    *guard = Some(Arc::clone(&entry));
    let cache = Arc::clone(cache);
    thread::spawn(move || {
        if entry.is_stopped.load(SeqCst) {
            return;
        }
        entry.has_fired.store(true, SeqCst);
        let mut cache = cache.lock().unwrap();
        if entry.is_aborted.load(SeqCst) {
            leave(cache, twin);
            return;
        }
        *cache = None;
    })
}

fn new(cache: &Mutex<Option<Arc<Entry>>>) {
    let mut cache = cache.lock().unwrap();
    if let Some(entry) = cache.take() {
        match entry.has_fired.load(SeqCst) {
            true => entry.is_aborted.store(true, SeqCst),
            false => entry.is_stopped.store(true, SeqCst),
        }
    }
}

pub(super) fn grpc3017(twin: Twin) {
    let cache = Arc::default();
    let timer = remove(&cache, twin);
    new(&cache);
    drop(cache.lock().unwrap());
    timer.join().unwrap();
}
