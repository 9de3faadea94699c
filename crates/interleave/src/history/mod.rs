//! Histories: what threads did to a shared object, and whether a sequential order explains it.

mod interval;
mod message;
mod search;
mod states;

#[cfg(test)]
mod tests;

use std::fmt::{self, Debug};
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

use interval::{ByThread, Log};
use search::Stuck;
use states::States;

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
    // std's own mutex, so that recording is not an operation of the scheduler.
    calls: Mutex<Calls<Op, Ret>>,
}

/// Operations and results are by number, in the order in which the calls started.
struct Calls<Op, Ret> {
    log: Log,
    ops: Vec<Op>,
    /// `None` for a call that has not returned.
    results: Vec<Option<Ret>>,
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
        let (log, ops, results) = (Log::default(), Vec::new(), Vec::new());
        Self { calls: Mutex::new(Calls { log, ops, results }) }
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
        let number = self.begin(op);
        let result = call();
        self.end(number, result.clone());
        result
    }

    #[track_caller]
    fn begin(&self, op: Op) -> usize {
        let mut calls = self.calls();
        let number = match calls.log.begin() {
            Ok(number) => number,
            Err(complaint) => panic!("{complaint}"),
        };
        calls.ops.push(op);
        calls.results.push(None);
        number
    }

    fn end(&self, number: usize, result: Ret) {
        let mut calls = self.calls();
        calls.log.end(number);
        calls.results[number] = Some(result);
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
    ) -> Result<Vec<Op>, Box<NotLinearizable>> {
        let order = self.order(model, &apply)?;
        let calls = self.calls();
        Ok(order.into_iter().map(|at| calls.ops[at].clone()).collect())
    }

    /// The numbers of the operations in an order that explains the results.
    fn order<M: Clone + Eq + Hash>(
        &self,
        model: M,
        apply: &impl Fn(&mut M, &Op) -> Ret,
    ) -> Result<Vec<usize>, Box<NotLinearizable>> {
        let calls = self.calls();
        let (ops, results) = (calls.ops.clone(), calls.results.clone());
        let order = calls.log.returned().to_vec();
        // The model may be slow, or access this history.
        drop(calls);
        // The order in which the calls returned usually explains the results, and then no search is needed. A
        // call that ended before another one started also returned first, so that order respects precedence.
        let mut state = model.clone();
        let mut fits = true;
        for &at in &order {
            fits = fits && results[at].as_ref() == Some(&apply(&mut state, &ops[at]));
        }
        if fits {
            return Ok(order);
        }
        let calls = self.calls().log.by_thread();
        Self::search(&calls, &ops, &results, model, apply)
    }

    /// Searches for an order. Here, as in the search and in reports, the calls have positions by thread.
    fn search<M: Clone + Eq + Hash>(
        calls: &ByThread,
        ops: &[Op],
        results: &[Option<Ret>],
        model: M,
        apply: &impl Fn(&mut M, &Op) -> Ret,
    ) -> Result<Vec<usize>, Box<NotLinearizable>> {
        let mut states = States::new(model);
        let found = search::search(&calls.pending, &calls.before, &mut |state, at| {
            let number = calls.numbers[at];
            let mut state = states.get(state).clone();
            let expected = apply(&mut state, &ops[number]);
            let fits = results[number].as_ref().is_none_or(|result| *result == expected);
            fits.then(|| states.number(state))
        });
        let Stuck { order, state, next } = match found {
            Ok(order) => return Ok(calls.numbered(&order)),
            Err(stuck) => stuck,
        };
        let mut next_results = Vec::new();
        for at in next {
            let expected = apply(&mut states.get(state).clone(), &ops[calls.numbers[at]]);
            next_results.push((at, text(&expected)));
        }
        let mut texts = Vec::new();
        for &number in &calls.numbers {
            let result = results[number].as_ref();
            texts.push((text(&ops[number]), result.map(|it| text(it))));
        }
        Err(NotLinearizable::new(calls.clone(), texts, order, next_results))
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
        if let Err(error) = self.order(model, &apply) {
            panic!("{error}");
        }
    }
}

impl<Op, Ret> Debug for History<Op, Ret> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("History").field("calls", &self.calls().ops.len()).finish()
    }
}

/// The error of a history that is not linearizable. Its text lists the operations.
#[derive(Clone, Debug)]
pub struct NotLinearizable {
    calls: ByThread,
    /// The text of each operation and of its result.
    ops: Vec<(String, Option<String>)>,
    /// The longest prefix of an order that explains its results.
    order: Vec<usize>,
    /// The operations that could come next, and the result that each would need.
    next: Vec<(usize, String)>,
}

impl NotLinearizable {
    fn new(
        calls: ByThread,
        ops: Vec<(String, Option<String>)>,
        order: Vec<usize>,
        next: Vec<(usize, String)>,
    ) -> Box<Self> {
        Box::new(Self { calls, ops, order, next })
    }
}

impl std::error::Error for NotLinearizable {}

/// A value on one line.
fn text(value: &dyn Debug) -> String {
    format!("{value:?}").replace('\n', " ")
}
