//! Runs threads that may give up. An execution in which a thread gives up is *blocked*, and is not among the
//! published executions.
use interleave::thread;

/// A thread; `None` if it gives up.
pub(super) type Thread<'a> = &'a (dyn Fn() -> Option<()> + Sync);

/// Runs these threads, in this order; returns whether all of them completed.
pub(super) fn run(threads: &[Thread<'_>]) -> bool {
    each(threads.len(), |thread| threads[thread]())
}

/// Runs a number of threads; returns whether all of them completed.
pub(super) fn each(threads: usize, body: impl Fn(usize) -> Option<()> + Sync) -> bool {
    thread::scope(|scope| {
        let body = &body;
        let threads: Vec<_> = (0..threads).map(|at| scope.spawn(move || body(at))).collect();
        let ended: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        ended.iter().all(Option::is_some)
    })
}

/// Gives up unless the condition holds.
pub(super) fn assume(condition: bool) -> Option<()> {
    condition.then_some(())
}
