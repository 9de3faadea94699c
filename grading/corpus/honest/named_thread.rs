use std::time::{Duration, Instant};
pub fn named() -> Option<String> {
    let started = Instant::now();
    let builder = thread::Builder::new().name("loon".to_string());
    let name = builder.spawn(|| thread::current().name().map(str::to_owned)).unwrap();
    thread::park_timeout(Duration::ZERO);
    thread::yield_now();
    let _ = (started.elapsed(), thread::current().id(), thread::panicking());
    name.join().unwrap()
}
