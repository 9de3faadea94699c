pub fn all(ready: &AtomicBool) {
    ready.store(true, Ordering::SeqCst);
    ready.load(Ordering::Acquire);
    ready.swap(true, Ordering::AcqRel);
    ready.compare_exchange(true, false, SeqCst, Acquire);
}
