//! The engine's limits on what a whole process uses. In a program of their own, since they are shared by all its tests.

use interleave::sync::{Mutex, mpsc};
use interleave::{Explorer, thread};

/// Only this allocator counts what is in use.
#[global_allocator]
static HEAP: interleave::Heap = interleave::Heap;

/// How many executions it takes until three threads have taken a lock in every order, or why there are no more. In
/// each execution, a thread that owns this many bytes is left, and they are never freed.
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

#[test]
fn real_threads_run_out_at_a_fixed_number() {
    let (end, gate) = mpsc::channel::<()>();
    let gate = Mutex::new(gate);
    thread::scope(|scope| {
        let wait = || gate.lock().unwrap().recv().is_ok();
        let spawn = || thread::Builder::new().spawn_scoped(scope, wait).map(drop);
        assert_eq!((0..600).map_while(|_| spawn().ok()).count(), 512);
        drop(end);
    });
    thread::spawn(|| ()).join().unwrap();
}
