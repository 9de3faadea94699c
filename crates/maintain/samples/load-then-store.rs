pub fn all(count: &AtomicU32) {
    count.fetch_add(1, SeqCst);
    let was = count.swap(7, Relaxed);
    let _ = count.compare_exchange(was, 8, SeqCst, SeqCst);
    let _ = count.fetch_update(SeqCst, SeqCst, |count| count.checked_add(1));
}
