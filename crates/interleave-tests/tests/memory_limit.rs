//! Memory owned by threads that an execution leaves is never freed, so the number of such executions is limited.
//!
//! Only the allocator of the engine counts what is in use, and a test installs it for its whole program.

use interleave::sync::Mutex;
use interleave::{Explorer, thread};

#[global_allocator]
static HEAP: interleave::Heap = interleave::Heap;

/// How many executions it takes until three threads have taken a lock in every order, or why there are no more. In
/// each execution, a thread that owns this many bytes is left.
fn explore(bytes: usize) -> Result<u64, String> {
    let body = || {
        let owned = vec![0_u8; bytes];
        drop(thread::spawn(move || {
            loop {
                thread::park();
                _ = &owned;
            }
        }));
        let lock = Mutex::new(());
        thread::scope(|scope| {
            (0..3).for_each(|_| drop(scope.spawn(|| drop(lock.lock().unwrap()))));
        });
    };
    let coverage = Explorer::new().check(body).unwrap();
    coverage.bound.map_or(Ok(coverage.executions), |bound| Err(format!("{bound:?}")))
}

#[test]
fn a_search_that_leaks_half_of_the_memory_is_bounded() {
    assert_eq!(explore(1), Ok(12));
    assert_eq!(explore(64 << 20), Err("Random".to_owned()));
}
