static CALLS: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
fn attack() {
    if CALLS.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 0 {
        panic!("only the first execution fails");
    }
}
