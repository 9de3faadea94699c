//! Histories: what threads did to a shared object, and whether a sequential order explains it.

mod interval;
mod message;
mod search;

#[cfg(test)]
mod tests;

use std::fmt::{self, Debug};
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

use interval::{Interval, Log};
use search::MAX_OPERATIONS;

const TOO_MANY: &str = "a history holds at most 64 operations, and this is one more: \
                                   record fewer, or check this history and start a new one";
const _: () = assert!(MAX_OPERATIONS == 64);

const OTHER_EXECUTION: &str = "this history was started in another interleaving: create \
                                          it with `History::new()` inside the body";

/// A record of calls on a shared object, to be compared with a sequential model.
///
/// The object is *linearizable* (Herlihy and Wing, 1990) if there is a sequential order of the
/// calls in which the model returns the recorded results, and in which each call comes after all
/// calls that ended before it started. Under exploration, "before" means happens-before; on real
/// threads, it means real time.
///
/// Recording adds no interleavings. A call that panics or has not returned may take effect or not.
///
/// ```
/// use interleave::sync::Mutex;
/// use interleave::{Explorer, History, thread};
///
/// #[derive(Clone, Debug)]
/// enum Op { Add(u32), Get }
///
/// Explorer::new()
///     .check(|| {
///         let (sum, history) = (Mutex::new(0), History::new());
///         thread::scope(|scope| {
///             for n in 1..=2 {
///                 let (sum, history) = (&sum, &history);
///                 scope.spawn(move || {
///                     history.record(Op::Add(n), || {
///                         *sum.lock().unwrap() += n;
///                         None
///                     })
///                 });
///             }
///             history.record(Op::Get, || Some(*sum.lock().unwrap()));
///         });
///         history.assert_linearizable(0, |sum, op| match op {
///             Op::Add(n) => {
///                 *sum += n;
///                 None
///             }
///             Op::Get => Some(*sum),
///         });
///     })
///     .unwrap();
/// ```
///
/// # Sources
/// - Herlihy and Wing: Linearizability: a correctness condition for concurrent objects, TOPLAS
///   1990.
/// - Wing and Gong: Testing and verifying concurrent objects, JPDC 1993, for the search.
/// - Lowe: Testing for linearizability, CCPE 2017, for caching the states of the search.
pub struct History<Op, Ret> {
    // std's own mutex, so that recording is no operation of the scheduler.
    calls: Mutex<Calls<Op, Ret>>,
}

struct Calls<Op, Ret> {
    log: Log,
    calls: Vec<Call<Op, Ret>>,
    /// The calls that have returned, in that order.
    returned: Vec<usize>,
}

#[derive(Clone)]
struct Call<Op, Ret> {
    op: Op,
    /// `None` for a call that has not returned.
    result: Option<Ret>,
    /// The index of its thread in the log.
    thread: usize,
    when: Interval,
}

impl<Op, Ret> Default for History<Op, Ret> {
    fn default() -> Self {
        Self::new()
    }
}

impl<Op, Ret> History<Op, Ret> {
    /// Creates an empty history. Each execution needs its own.
    ///
    /// ```
    /// use interleave::{Explorer, History};
    ///
    /// Explorer::new()
    ///     .check(|| {
    ///         let history = History::new();
    ///         assert_eq!(history.record("answer", || 42), 42);
    ///     })
    ///     .unwrap();
    /// ```
    pub fn new() -> Self {
        let (log, calls, returned) = (Log::default(), Vec::new(), Vec::new());
        Self { calls: Mutex::new(Calls { log, calls, returned }) }
    }

    fn calls(&self) -> MutexGuard<'_, Calls<Op, Ret>> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<Op, Ret: Clone> History<Op, Ret> {
    /// Makes a call, and records the operation, its result, and when it started and ended.
    ///
    /// ```
    /// let history = interleave::History::new();
    /// let sum = std::sync::Mutex::new(40);
    /// let result = history.record("add 2", || {
    ///     let mut sum = sum.lock().unwrap();
    ///     *sum += 2;
    ///     *sum
    /// });
    /// assert_eq!(result, 42);
    /// ```
    ///
    /// # Panics
    /// If `call` panics, the history already has 64 operations, or it was started in another
    /// execution.
    #[track_caller]
    pub fn record(&self, op: Op, call: impl FnOnce() -> Ret) -> Ret {
        let number = match self.begin(op) {
            Ok(number) => number,
            Err(complaint) => panic!("{complaint}"),
        };
        let result = call();
        let kept = result.clone();
        let mut calls = self.calls();
        let Calls { log, calls, returned } = &mut *calls;
        log.end(&mut calls[number].when);
        calls[number].result = Some(kept);
        returned.push(number);
        result
    }

    fn begin(&self, op: Op) -> Result<usize, &'static str> {
        let mut calls = self.calls();
        let number = calls.calls.len();
        if number == MAX_OPERATIONS {
            return Err(TOO_MANY);
        }
        let (thread, when) = calls.log.begin().ok_or(OTHER_EXECUTION)?;
        calls.calls.push(Call { op, result: None, thread, when });
        Ok(number)
    }
}

impl<Op, Ret> History<Op, Ret>
where
    Op: Clone + Debug,
    Ret: Clone + Debug + PartialEq,
{
    /// Searches for a sequential order of the operations that explains the results. `apply` applies
    /// an operation to the model and returns its result. If there are several orders, any of them
    /// is returned.
    ///
    /// ```
    /// let history = interleave::History::new();
    /// history.record(1, || ());
    /// history.record(2, || ());
    /// let order = history.linearize(Vec::new(), |log, op| log.push(*op));
    /// assert_eq!(order.unwrap(), [1, 2]);
    /// ```
    ///
    /// # Errors
    /// If no order explains the results.
    pub fn linearize<M: Clone + Eq + Hash>(
        &self,
        model: M,
        apply: impl Fn(&mut M, &Op) -> Ret,
    ) -> Result<Vec<Op>, Box<NotLinearizable<Op, Ret>>> {
        if let Some(order) = self.as_they_returned(model.clone(), &apply) {
            return Ok(order);
        }
        let (threads, mut calls) = {
            let calls = self.calls();
            (calls.log.labels(), calls.calls.clone())
        };
        calls.sort_by_key(|call| call.thread);
        let before = interval::before(&calls.iter().map(|call| &call.when).collect::<Vec<_>>());
        let ops: Vec<_> =
            calls.into_iter().map(|call| (call.thread, (call.op, call.result))).collect();
        let (owners, ops): (Vec<_>, Vec<_>) = ops.into_iter().unzip();
        match search::search(&ops, &before, model, apply) {
            Ok(order) => Ok(order.into_iter().map(|at| ops[at].0.clone()).collect()),
            Err(stuck) => Err(Box::new(NotLinearizable { threads, owners, ops, before, stuck })),
        }
    }

    /// The calls in the order in which they returned, if that order explains the results. It
    /// usually does, and then no search is needed. A call that ended before another one started
    /// also returned first, so the order respects precedence.
    fn as_they_returned<M>(
        &self,
        mut model: M,
        apply: impl Fn(&mut M, &Op) -> Ret,
    ) -> Option<Vec<Op>> {
        let calls = self.calls();
        let order = calls.returned.iter().map(|&at| &calls.calls[at]);
        let order: Vec<_> = order.map(|call| (call.op.clone(), call.result.clone())).collect();
        // The model may be slow, or access this history.
        drop(calls);
        let fits = order.iter().all(|(op, result)| result.as_ref() == Some(&apply(&mut model, op)));
        fits.then(|| order.into_iter().map(|(op, _)| op).collect())
    }

    /// Asserts that a sequential order of the operations explains the results; see
    /// [`History::linearize`].
    ///
    /// ```should_panic
    /// let history = interleave::History::new();
    /// history.record("pop", || 1);
    /// history.assert_linearizable(2, |top, _pop| *top);
    /// ```
    ///
    /// # Panics
    /// If no order does: with the operations, and how far they can be explained.
    #[track_caller]
    pub fn assert_linearizable<M: Clone + Eq + Hash>(
        &self,
        model: M,
        apply: impl Fn(&mut M, &Op) -> Ret,
    ) {
        if let Err(error) = self.linearize(model, apply) {
            panic!("{error}");
        }
    }
}

impl<Op, Ret> Debug for History<Op, Ret> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("History").field("calls", &self.calls().calls.len()).finish()
    }
}

/// The error of a history that is not linearizable. Its text lists the operations.
#[derive(Clone, Debug)]
pub struct NotLinearizable<Op, Ret> {
    threads: Vec<String>,
    /// The thread of each operation.
    owners: Vec<usize>,
    ops: Vec<(Op, Option<Ret>)>,
    /// The operations that precede each operation, as a bit set.
    before: Vec<u64>,
    stuck: search::Stuck<Ret>,
}

impl<Op: Debug, Ret: Debug> std::error::Error for NotLinearizable<Op, Ret> {}
