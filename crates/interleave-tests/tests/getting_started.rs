//! Each visitor gets a number of their own.

#[macro_use] // also replaces `println!` and `thread_local!`
extern crate interleave as std;
extern crate interleave as core;

mod visitors {
    // Or `#[path = "../src/visitors.rs"] mod visitors;`
    use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

    static VISITORS: AtomicU32 = AtomicU32::new(0);

    pub(crate) fn arrive() -> u32 {
        VISITORS.fetch_add(1, SeqCst)
    }
}

#[test]
fn each_visitor_gets_a_number() {
    let outcomes = interleave::outcomes(|| {
        let other = std::thread::spawn(visitors::arrive);
        (visitors::arrive(), other.join().unwrap())
    });
    assert!(outcomes.seen.into_keys().eq([(0, 1), (1, 0)]));
}
