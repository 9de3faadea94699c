//! A tokio runtime that keeps running while `handle` blocks its workers.
use std::num::NonZeroUsize;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread::available_parallelism;
use std::time::Duration;

use tokio::runtime::{Builder, Handle};
use tokio::time::sleep;

/// How often a worker is woken, in case all of them but the blocked ones sleep.
const WAKE_UP: Duration = Duration::from_millis(50);

/// Runs a future, and tasks that may block, as long as a worker is left for the sockets.
///
/// Tasks that still block at the end are abandoned.
///
/// # Panics
///
/// If the future panics, or tokio does not start.
pub fn block_on<F>(future: F) -> F::Output
where
    F: Future<Output: Send> + Send + 'static,
{
    let workers = available_parallelism().map_or(1, NonZeroUsize::get) + 1;
    let runtime = Builder::new_multi_thread().worker_threads(workers).enable_all().build();
    let runtime = runtime.expect("tokio should start");
    let (sender, receiver) = channel();
    runtime.spawn(async move { sender.send(future.await) });
    loop {
        match receiver.recv_timeout(WAKE_UP) {
            Ok(output) => {
                runtime.shutdown_background();
                return output;
            }
            // One worker watches the sockets and the timers. If it finds a task there that blocks, no other worker
            // wakes up to watch them, unless there is something to do. The task also keeps a timer in the runtime that
            // ends before those of requests, which would otherwise interrupt the worker that watches the timers.
            Err(RecvTimeoutError::Timeout) => _ = runtime.spawn(async { sleep(2 * WAKE_UP).await }),
            Err(RecvTimeoutError::Disconnected) => panic!("the future panicked"),
        }
    }
}

/// How many tasks may block at the same time: one worker always remains for the others.
///
/// # Panics
///
/// Outside of a tokio runtime.
pub(crate) fn blockable() -> usize {
    Handle::current().metrics().num_workers() - 1
}
