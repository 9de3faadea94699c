//! Other searches than the complete one.
use super::Explorer;

impl Explorer {
    /// Requires that the body returns in every fair schedule, whatever the other threads do. They may
    /// run forever, and are stopped when the body has returned.
    ///
    /// This explores schedules in which the threads take turns, one operation each, except for at
    /// most two delays among the first hundred operations. If 2,100 operations do not suffice, the
    /// failure is starvation if the body changed nothing during the last thousand, and otherwise the
    /// step limit.
    ///
    /// ```
    /// use interleave::sync::{Arc, Mutex};
    /// use interleave::{Explorer, FailureKind, thread};
    ///
    /// let fair = Explorer::new().fair();
    /// let wait_for = |wanted: u32| {
    ///     let turn = Arc::new(Mutex::new(0));
    ///     let other = Arc::clone(&turn);
    ///     thread::spawn(move || loop {
    ///         let mut turn = other.lock().unwrap();
    ///         *turn = (*turn + 1) % 3;
    ///     });
    ///     while *turn.lock().unwrap() != wanted {}
    /// };
    /// assert!(fair.check(|| wait_for(2)).is_ok());
    /// assert_eq!(fair.check(|| wait_for(3)).unwrap_err().kind, FailureKind::Starvation);
    /// ```
    #[must_use]
    pub fn fair(self) -> Self {
        self.with(|config| config.fair = true)
    }

    /// Explores every schedule, including equivalent ones: slow, and useful to check the reduction.
    ///
    /// ```
    /// use interleave::{Explorer, sync::Mutex, thread};
    ///
    /// let body = || {
    ///     let locks = [Mutex::new(1), Mutex::new(2)];
    ///     thread::scope(|scope| {
    ///         for lock in &locks {
    ///             scope.spawn(|| drop(lock.lock()));
    ///         }
    ///     });
    /// };
    /// assert_eq!(Explorer::new().check(body).unwrap().executions, 1);
    /// assert!(Explorer::new().exhaustive().check(body).unwrap().executions > 1);
    /// ```
    #[must_use]
    pub fn exhaustive(self) -> Self {
        self.with(|config| config.exhaustive = true)
    }

    /// Explores only the schedules with at most this many preemptions, and has no fallback. A preemption is a
    /// switch from a thread that could continue, and that neither sleeps nor yields, to another one.
    ///
    /// ```
    /// use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
    /// use interleave::{Bound, Explorer, thread};
    ///
    /// let body = || {
    ///     let count = AtomicU32::new(0);
    ///     thread::scope(|scope| {
    ///         for _ in 0..2 {
    ///             scope.spawn(|| count.store(count.load(SeqCst) + 1, SeqCst));
    ///         }
    ///     });
    ///     count.into_inner()
    /// };
    /// let within = |bound| Explorer::new().max_preemptions(bound).outcomes(body).unwrap();
    /// assert!(within(0).seen.into_keys().eq([2]));
    /// assert!(within(1).seen.into_keys().eq([1, 2]));
    /// assert_eq!(within(1).coverage.bound, Some(Bound::Preemptions(1)));
    /// assert!(within(2).coverage.is_complete());
    /// ```
    #[must_use]
    pub fn max_preemptions(self, preemptions: usize) -> Self {
        self.with(|config| {
            config.max_preemptions = Some(preemptions);
            config.no_fallback = true;
        })
    }

    /// Runs this many random schedules (at least one) instead of the complete search. The seed is
    /// fixed, so they are the same schedules every time. The coverage is never complete.
    ///
    /// ```
    /// use interleave::{Bound, Explorer, thread};
    ///
    /// let body = || drop(thread::spawn(thread::yield_now).join());
    /// let coverage = Explorer::new().random(100).check(body).unwrap();
    /// assert_eq!((coverage.executions, coverage.bound), (100, Some(Bound::Random)));
    /// ```
    #[must_use]
    pub fn random(self, schedules: u64) -> Self {
        self.with(|config| config.random = Some(schedules))
    }

    /// Runs up to this many schedules that are directed at races before the complete search. They find
    /// some bugs of large programs early. The coverage does not count them; the number of the failing
    /// execution does.
    ///
    /// ```
    /// use interleave::sync::atomic::{AtomicI32, Ordering::SeqCst};
    /// use interleave::{Explorer, thread};
    ///
    /// let body = || {
    ///     let [a, b] = [AtomicI32::new(0), AtomicI32::new(0)];
    ///     thread::scope(|scope| {
    ///         for _ in 0..8 {
    ///             scope.spawn(|| {
    ///                 a.store(1, SeqCst);
    ///                 b.store(1, SeqCst);
    ///             });
    ///         }
    ///         scope.spawn(|| assert_eq!(a.load(SeqCst), b.load(SeqCst)));
    ///     });
    /// };
    /// let failure = Explorer::new().directed(100).first_failure().check(body).unwrap_err();
    /// assert!(failure.execution.found_at < 10);
    /// ```
    #[must_use]
    pub fn directed(self, schedules: u64) -> Self {
        self.with(|config| config.directed = schedules)
    }

    /// Runs up to this many executions in the order of their preemptions instead of the complete search,
    /// and remembers states: from a known state on, no other order is explored. This is for programs
    /// with atomics whose failures are rare and take many preemptions. It does not distinguish the rounds of
    /// a loop, so the coverage is never complete.
    ///
    /// ```
    /// use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
    /// use interleave::{Explorer, thread};
    ///
    /// let body = || {
    ///     let count = AtomicU32::new(0);
    ///     thread::scope(|scope| {
    ///         for _ in 0..2 {
    ///             scope.spawn(|| count.store(count.load(SeqCst) + 1, SeqCst));
    ///         }
    ///     });
    ///     assert_eq!(count.load(SeqCst), 2);
    /// };
    /// let explorer = Explorer::new().stateful(100).first_failure();
    /// assert_eq!(explorer.check(body).unwrap_err().execution.preemptions, 1);
    /// ```
    #[must_use]
    pub fn stateful(self, executions: u64) -> Self {
        self.with(|config| config.stateful = Some(executions))
    }
}
