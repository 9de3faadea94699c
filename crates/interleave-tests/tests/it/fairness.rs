//! Starvation: every waiting thread eventually runs, or the test fails.

use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
use interleave::sync::{Arc, Condvar, Mutex, mpsc};
use interleave::{Bound, Explorer, FailureKind, thread};

fn fair() -> Explorer {
    Explorer::new().fair()
}

/// A book with many concurrent readers. A writer waits until there are none.
#[derive(Default)]
struct Book {
    /// The number of readers, and whether a writer waits.
    state: Mutex<(u32, bool)>,
    free: Condvar,
}

impl Book {
    /// With `polite`, no thread starts to read while a writer waits.
    fn read(&self, polite: bool) {
        let state = self.state.lock().unwrap();
        let mut state = self.free.wait_while(state, |state| polite && state.1).unwrap();
        state.0 += 1;
        drop(state);
        thread::yield_now();
        self.state.lock().unwrap().0 -= 1;
        self.free.notify_all();
    }

    /// Always inlined: the report must not depend on the optimization.
    #[inline(always)]
    fn write(&self) {
        let mut state = self.state.lock().unwrap();
        state.1 = true;
        let mut state = self.free.wait_while(state, |state| state.0 > 0).unwrap();
        state.1 = false;
        self.free.notify_all();
    }
}

fn one_writer_among_readers(polite: bool) {
    let book = Arc::new(Book::default());
    for _ in 0..2 {
        let book = Arc::clone(&book);
        let reader = thread::Builder::new().name("reader".to_owned());
        reader
            .spawn(move || {
                loop {
                    book.read(polite)
                }
            })
            .unwrap();
    }
    book.write();
}

#[test]
fn a_writer_starves_unless_readers_wait_for_it() {
    let failure = fair().check(|| one_writer_among_readers(false)).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Starvation, "{}", failure.message);
    assert!(
        failure.to_string().lines().count() <= 60,
        "the report does not fit on a screen: {failure}"
    );
    insta::assert_snapshot!(failure);
    let coverage = fair().check(|| one_writer_among_readers(true)).unwrap();
    assert_eq!(coverage.bound, Some(Bound::Delays(2)), "{coverage}");
    let again = fair().replay(&failure.execution.schedule, || one_writer_among_readers(false));
    assert_eq!(again.unwrap_err().kind, FailureKind::Starvation);
}

#[test]
fn a_report_on_starvation_names_only_the_threads_that_run() {
    let failure = fair()
        .check(|| {
            thread::Builder::new().name("idle".to_owned()).spawn(thread::park).unwrap();
            one_writer_among_readers(false);
        })
        .unwrap_err();
    assert_eq!(failure.kind, FailureKind::Starvation, "{failure}");
    let first = failure.message.lines().next().unwrap_or_default();
    assert!(first.contains("reader") && !first.contains("idle"), "{first}");
}

#[test]
fn endless_threads_are_ignored_once_the_body_has_returned() {
    let endless = || {
        let count = AtomicU32::new(0);
        thread::spawn(move || while count.fetch_add(1, SeqCst) < u32::MAX {});
    };
    assert!(fair().check(endless).is_ok());
    assert_eq!(Explorer::new().check(endless).unwrap_err().kind, FailureKind::StepLimit);
}

#[test]
fn a_long_computation_exceeds_the_step_limit_without_starvation() {
    let failure = fair()
        .check(|| {
            let count = AtomicU32::new(0);
            for _ in 0..10_000 {
                count.fetch_add(1, SeqCst);
            }
        })
        .unwrap_err();
    assert_eq!(failure.kind, FailureKind::StepLimit, "{}", failure.message);
}

#[test]
fn a_deadlock_and_a_panic_are_reported_as_such() {
    let relock = || {
        let lock = Mutex::new(());
        let _first = lock.lock().unwrap();
        let _second = lock.lock().unwrap();
    };
    assert_eq!(fair().check(relock).unwrap_err().kind, FailureKind::Deadlock);
    let failure = fair().check(|| assert!(thread::spawn(|| ()).is_finished())).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Assertion);
}

#[test]
fn a_polling_thread_runs_as_soon_as_its_condition_holds() {
    let coverage = fair().check(|| {
        let [open, passed, steps] = [const { AtomicU32::new(0) }; 3];
        thread::scope(|scope| {
            scope.spawn(|| {
                while open.load(SeqCst) == 0 {}
                passed.store(1, SeqCst);
            });
            for step in 0..100 {
                steps.store(step, SeqCst);
                if step == 50 {
                    open.store(1, SeqCst);
                }
            }
            assert_eq!(passed.load(SeqCst), 1);
        });
    });
    assert!(coverage.is_ok(), "{}", coverage.unwrap_err());
}

#[test]
fn an_endless_loop_that_makes_progress_does_not_starve() {
    let failure = fair()
        .check(|| {
            let (sender, _receiver) = mpsc::channel();
            while sender.send(()).is_ok() {}
        })
        .unwrap_err();
    assert_eq!(failure.kind, FailureKind::StepLimit, "{failure}");
}
