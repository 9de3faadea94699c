//! The settings of an [`Explorer`].

use super::Explorer;
use crate::config::{Config, MAX_STEPS};
use report::Primitive;

impl Explorer {
    /// An explorer with the default limits: 200,000 executions, 20 million operations, and 20,000
    /// operations per execution.
    ///
    /// ```
    /// let coverage = interleave::Explorer::new().check(|| ()).unwrap();
    /// assert_eq!(coverage.to_string(), "complete: 1 execution");
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    pub(super) fn with(mut self, change: impl FnOnce(&mut Config)) -> Self {
        change(&mut self.0);
        self
    }

    /// Limits the executions of the complete search, and raises the limit of operations to a hundred times as
    /// many, if it is lower. Beyond that, schedules with few preemptions and random ones are explored, a tenth of the limit each.
    ///
    /// ```
    /// use interleave::{Explorer, sync::Mutex, thread};
    ///
    /// let coverage = Explorer::new()
    ///     .max_executions(10)
    ///     .check(|| {
    ///         let sum = Mutex::new(0);
    ///         thread::scope(|scope| {
    ///             for n in 0..4 {
    ///                 let sum = &sum;
    ///                 scope.spawn(move || *sum.lock().unwrap() += n);
    ///             }
    ///         });
    ///     })
    ///     .unwrap();
    /// assert!(coverage.executions > 10);
    /// ```
    #[must_use]
    pub fn max_executions(self, executions: u64) -> Self {
        self.with(|config| {
            config.max_executions = executions;
            config.max_operations = config.max_operations.max(executions.saturating_mul(100));
        })
    }

    /// Limits the executions of the complete search like [`max_executions`](Self::max_executions), and
    /// its operations to a hundred times as many. Lower limits that were set before stay.
    ///
    /// ```
    /// use interleave::Explorer;
    ///
    /// let few = Explorer::new().max_executions(1).at_most_executions(100);
    /// assert_eq!(few.check(|| ()).unwrap().executions, 1);
    /// ```
    #[must_use]
    pub fn at_most_executions(self, executions: u64) -> Self {
        self.with(|config| {
            config.max_executions = config.max_executions.min(executions);
            config.max_operations = config.max_operations.min(executions.saturating_mul(100));
        })
    }

    /// Limits the executions of the complete search, and has no fallback. A lower limit that was set
    /// before stays. Useful to explore many programs, most of which fail early.
    ///
    /// ```
    /// use interleave::{Bound, Explorer, sync::Mutex, thread};
    ///
    /// let coverage = Explorer::new()
    ///     .no_fallback_after(10)
    ///     .check(|| {
    ///         let sum = Mutex::new(0);
    ///         thread::scope(|scope| {
    ///             for n in 0..4 {
    ///                 let sum = &sum;
    ///                 scope.spawn(move || *sum.lock().unwrap() += n);
    ///             }
    ///         });
    ///     })
    ///     .unwrap();
    /// assert_eq!((coverage.executions, coverage.bound), (10, Some(Bound::ExecutionLimit)));
    /// ```
    #[must_use]
    pub fn no_fallback_after(self, executions: u64) -> Self {
        self.with(|config| {
            config.max_executions = config.max_executions.min(executions);
            config.no_fallback = true;
        })
    }

    /// Reports the first failure as it was found, without minimizing its preemptions. Useful if only
    /// the verdict matters.
    ///
    /// ```
    /// let failure = interleave::Explorer::new().first_failure().check(|| panic!("no")).unwrap_err();
    /// assert_eq!(failure.execution.found_at, 1);
    /// ```
    #[must_use]
    pub fn first_failure(self) -> Self {
        self.with(|config| config.first_failure = true)
    }

    /// Limits the operations of one execution, to at most 30,000. A longer one is a failure.
    ///
    /// ```
    /// use interleave::{Explorer, FailureKind, sync::Mutex};
    ///
    /// let lock = Mutex::new(0);
    /// let failure = Explorer::new()
    ///     .max_steps(10)
    ///     .check(|| (0..20).for_each(|n| *lock.lock().unwrap() = n))
    ///     .unwrap_err();
    /// assert_eq!(failure.kind, FailureKind::StepLimit);
    /// ```
    #[must_use]
    pub fn max_steps(self, steps: usize) -> Self {
        self.with(|config| config.max_steps = steps.min(MAX_STEPS))
    }

    /// Fails if other threads are blocked forever when the body has returned.
    ///
    /// ```
    /// use interleave::{Explorer, FailureKind, thread};
    ///
    /// let body = || drop(thread::spawn(|| loop { thread::park() }));
    /// assert!(Explorer::new().check(body).is_ok());
    /// let failure = Explorer::new().deny_blocked_threads().check(body).unwrap_err();
    /// assert_eq!(failure.kind, FailureKind::BlockedThreads);
    /// ```
    #[must_use]
    pub fn deny_blocked_threads(self) -> Self {
        self.with(|config| config.deny_blocked_threads = true)
    }

    /// Fails if another thread may still run when the body returns: each thread must be joined, or
    /// seen to be finished. Observing the last effect of a thread is not enough.
    ///
    /// ```
    /// use interleave::{Explorer, FailureKind, sync::mpsc, thread};
    ///
    /// let failure = Explorer::new()
    ///     .deny_unjoined_threads()
    ///     .check(|| {
    ///         let (sender, receiver) = mpsc::channel();
    ///         thread::spawn(move || sender.send(1));
    ///         assert_eq!(receiver.recv(), Ok(1));
    ///     })
    ///     .unwrap_err();
    /// assert_eq!(failure.kind, FailureKind::UnjoinedThreads);
    /// ```
    #[must_use]
    pub fn deny_unjoined_threads(self) -> Self {
        self.with(|config| config.deny_unjoined_threads = true)
    }

    /// Fails if a thread waits by polling: if it repeats a loop that neither blocks nor ends by itself,
    /// until another thread changes something. Polling a limited number of times is allowed, and so are
    /// waits with a timeout. The message names the line of the loop.
    ///
    /// ```
    /// use interleave::{Explorer, FailureKind, sync::Mutex, thread};
    ///
    /// let body = || {
    ///     let open = Mutex::new(false);
    ///     thread::scope(|scope| {
    ///         scope.spawn(|| *open.lock().unwrap() = true);
    ///         while !*open.lock().unwrap() {}
    ///     });
    /// };
    /// assert!(Explorer::new().check(body).is_ok());
    /// let failure = Explorer::new().deny_busy_waiting().check(body).unwrap_err();
    /// assert_eq!(failure.kind, FailureKind::BusyWaiting);
    /// ```
    #[must_use]
    pub fn deny_busy_waiting(self) -> Self {
        self.with(|config| config.deny_busy_waiting = true)
    }

    /// Cuts an execution short if it has too many threads. By default, that is a failure.
    ///
    /// ```
    /// use interleave::{Bound, Explorer, MAX_THREADS, thread};
    ///
    /// let body = || (0..MAX_THREADS).for_each(|_| drop(thread::spawn(|| ())));
    /// assert!(Explorer::new().check(body).is_err());
    /// let coverage = Explorer::new().cut_at_thread_limit().check(body).unwrap();
    /// assert_eq!(coverage.bound, Some(Bound::Threads));
    /// ```
    #[must_use]
    pub fn cut_at_thread_limit(self) -> Self {
        self.with(|config| config.cut_at_thread_limit = true)
    }

    /// Allows panics in threads that are never joined, as std does. By default, such a panic is a
    /// failure. A panic that reaches the body always is.
    ///
    /// ```
    /// use interleave::{Explorer, sync::mpsc, thread};
    ///
    /// let body = || {
    ///     let (sender, receiver) = mpsc::channel::<u32>();
    ///     thread::spawn(move || {
    ///         let _sender = sender;
    ///         panic!("the job fails");
    ///     });
    ///     assert!(receiver.recv().is_err());
    /// };
    /// assert!(Explorer::new().check(body).is_err());
    /// assert!(Explorer::new().allow_detached_panics().check(body).is_ok());
    /// ```
    #[must_use]
    pub fn allow_detached_panics(self) -> Self {
        self.with(|config| config.allow_detached_panics = true)
    }

    /// States whether the code asks how many owners an `Arc` has: with `Weak::upgrade`, `get_mut`,
    /// `into_inner`, `strong_count`, `try_unwrap` or `weak_count`, or with a destructor that the last owner
    /// runs. By default, the source files of its operations are searched for these.
    ///
    /// An `Arc` is cloned and dropped between the operations of a thread, so their order matters even
    /// where the operations are independent. If the code asks, every order is explored, up to a number
    /// of preemptions.
    ///
    /// ```standalone_crate
    /// use interleave::sync::{Arc, Mutex};
    /// use interleave::{Explorer, thread};
    ///
    /// let body = || {
    ///     let name = Arc::new(Mutex::new("Tom"));
    ///     let weak = Arc::downgrade(&name);
    ///     let other = thread::spawn(move || weak.upgrade().map(|name| *name.lock().unwrap()));
    ///     drop(name);
    ///     other.join().unwrap()
    /// };
    /// let names = |asks| Explorer::new().reference_counts(asks).outcomes(body).unwrap();
    /// assert!(names(true).seen.into_keys().eq([None, Some("Tom")]));
    /// assert_eq!(names(false).seen.len(), 1);
    /// ```
    #[must_use]
    pub fn reference_counts(self, are_observed: bool) -> Self {
        self.with(|config| config.reference_counts = Some(are_observed))
    }

    /// Fails if an execution uses any other primitive. Creating a lock without acquiring it does not
    /// count.
    ///
    /// ```
    /// use interleave::sync::Mutex;
    /// use interleave::{Explorer, FailureKind, Primitive};
    ///
    /// let explorer = Explorer::new().allow_only([Primitive::Channel, Primitive::Thread]);
    /// let failure = explorer.check(|| drop(Mutex::new(1).lock())).unwrap_err();
    /// assert_eq!(failure.kind, FailureKind::DisallowedPrimitive);
    /// ```
    #[must_use]
    pub fn allow_only(self, primitives: impl IntoIterator<Item = Primitive>) -> Self {
        self.with(|config| config.allow_only = Some(primitives.into_iter().collect()))
    }

    /// Reports panics raised in `file` as failed assertions. By default, those are the panics of the
    /// thread that runs the body.
    ///
    /// ```
    /// use interleave::{Explorer, FailureKind, thread};
    ///
    /// let body = || thread::spawn(|| panic!("no")).join().unwrap();
    /// let explorer = Explorer::new().assertions_in(file!());
    /// assert_eq!(explorer.check(body).unwrap_err().kind, FailureKind::Assertion);
    /// ```
    #[must_use]
    pub fn assertions_in(self, file: &str) -> Self {
        self.with(|config| config.assertions_in = Some(file.to_owned()))
    }
}
